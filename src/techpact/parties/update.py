"""Bring an edition of a list to the next one: names already read are taken over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import count

import numpy as np

from techpact.parties.blob import Array, Blob, hashes, slices
from techpact.parties.edition import (
    NAME_SLICES,
    TRIGRAMS,
    WORD_NUMBERS,
    WORD_TEXTS,
    Edition,
    Listed,
    choose_names,
    name_arrays,
    party_arrays,
    prepare,
    word_arrays,
)
from techpact.parties.index import NameIndex
from techpact.parties.listing import Party
from techpact.parties.names import read


def update(edition: Edition, parties: Sequence[Party]) -> Edition:
    """Return the next edition; an index of it answers as one of an edition read from nothing.

    Only names that the edition before does not have are read, and only their words folded. Words
    that no name has any more go.

    Parameters
    ----------
    edition
        The one before; any other will do, too, but saves less.
    parties
        All parties of the new edition, in list order.
    """
    old = edition.arrays
    known = {t: n for n, t in enumerate(Blob(old["name_text"], old["name_text_at"]).texts())}
    source: list[int] = []  # number of the old name, or of the new one after the old ones
    owner: list[int] = []
    listed: list[Listed] = []
    texts: list[str] = []
    base = old["name_legal"].size  # a name may be there twice
    for number, party in enumerate(parties):
        for text in party.names():
            place = known.get(text)
            if place is None:
                made = prepare(read(text))
                if made is None:
                    continue
                place = known[text] = base + len(listed)
                listed.append(made)
                texts.append(text)
            source.append(place)
            owner.append(number)
    vocabulary = _vocabulary(old, listed)
    known_words = len(vocabulary)
    new = name_arrays(listed, texts, vocabulary)
    names = choose_names(_appended_names(old, new), np.asarray(source, np.int64))
    names["name_entity"] = np.asarray(owner, np.int32)
    words = _appended_words(old, word_arrays(list(vocabulary)[known_words:]))
    return Edition(_without_unused(names, words) | party_arrays(parties))


def _appended_names(old: dict[str, Array], new: dict[str, Array]) -> dict[str, Array]:
    """Return old names and new ones one after another."""
    found = {"name_legal": np.concatenate([old["name_legal"], new["name_legal"]])}
    for at_name, columns in (*NAME_SLICES.items(), ("name_text_at", ("name_text",))):
        end = int(old[at_name][-1])
        found[at_name] = np.concatenate([old[at_name], new[at_name][1:] + end])
        for column in columns:
            found[column] = np.concatenate([old[column][:end], new[column]])
    return found


def _vocabulary(old: dict[str, Array], listed: Sequence[Listed]) -> dict[str, int]:
    """Return the numbers of those words of new names that the old edition has.

    Words that it does not have get the next numbers when they are asked for.
    """
    words = list(dict.fromkeys(entry[0] for name in listed for entry in name.entries))
    found: dict[str, int] = defaultdict(count(old["v_hashes"].size).__next__)
    if not words or not old["v_hashes"].size:
        return found
    order = np.argsort(old["v_hashes"])
    kept = old["v_hashes"][order]
    asked = hashes(Blob.of(words))
    places = np.searchsorted(kept, asked)
    data, at = old["v_raw"].tobytes(), old["v_raw_at"]
    for k in np.flatnonzero(kept[np.minimum(places, kept.size - 1)] == asked).tolist():
        place, text = int(places[k]), words[k].encode()
        while place < kept.size and kept[place] == asked[k]:  # other words may share a hash
            number = int(order[place])
            if data[at.item(number) : at.item(number + 1)] == text:
                found[words[k]] = number
                break
            place += 1
    return found


def _appended_words(old: dict[str, Array], new: dict[str, Array]) -> dict[str, Array]:
    """Return old words and new ones one after another."""
    words: dict[str, Array] = {
        name: np.concatenate([old[name], new[name]]) for name in WORD_NUMBERS
    }
    for name in WORD_TEXTS:
        at, new_at = old[f"{name}_at"], new[f"{name}_at"]
        end = int(at[-1])
        words[name] = np.concatenate([old[name][:end], new[name]])
        words[f"{name}_at"] = np.concatenate([at, new_at[1:] + end])
    before = old["v_hashes"].size
    for name in TRIGRAMS:
        code, word = f"{name}_code", f"{name}_word"
        words[code] = np.concatenate([old[code], new[code]])
        words[word] = np.concatenate([old[word], new[word] + np.int32(before)])
    return words


def _without_unused(names: dict[str, Array], words: dict[str, Array]) -> dict[str, Array]:
    """Return names and words without the words that no name has."""
    used = np.zeros(words["v_hashes"].size, np.bool_)
    used[names["e_word"]] = True  # every unit is an entry too
    if used.all():
        return names | words
    number = (np.cumsum(used) - 1).astype(np.int32)
    chosen = np.flatnonzero(used)
    found = names | {name: number[names[name]] for name in ("e_word", "base_word")}
    for name in WORD_NUMBERS:
        found[name] = words[name][chosen]
    for name in WORD_TEXTS:
        take, found[f"{name}_at"] = slices(words[f"{name}_at"], chosen)
        found[name] = words[name][take]
    for name in TRIGRAMS:
        code, word = f"{name}_code", f"{name}_word"
        kept = used[words[word]]
        found[code], found[word] = words[code][kept], number[words[word][kept]]
    return found


def same_answers(a: NameIndex, b: NameIndex, queries: Sequence[str] | None = None) -> bool:
    """Say whether two indexes give the same parties and scores.

    Parameters
    ----------
    a, b
        Indexes of the same parties in the same order.
    queries
        Names to ask; every tenth listed name when not given.
    """
    from techpact.parties.matcher import Matcher

    asked = queries
    if asked is None:
        asked = [a.text("name_text", n) for n in range(0, a.name_entity.size, 10)]
    x, y = Matcher(a).search(asked), Matcher(b).search(asked)
    return all(
        sorted((round(h.score, 9), h.entity) for h in p)
        == sorted((round(h.score, 9), h.entity) for h in q)
        for p, q in zip(x, y, strict=True)
    )
