"""Bring an edition of a list to the next one: names already read are taken over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import count

import numpy as np

from techpact.parties.blob import Array, Blob, hashes
from techpact.parties.edition import (
    TRIGRAMS,
    Edition,
    Listed,
    choose_names,
    choose_words,
    join_names,
    join_words,
    name_arrays,
    party_arrays,
    prepare,
    text,
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
    known = {t: n for n, t in enumerate(text(old, "name_text").texts())}
    source: list[int] = []  # number of the old name, or of the new one after the old ones
    owner: list[int] = []
    listed: list[Listed] = []
    texts: list[str] = []
    base = old["name_legal"].size  # a name may be there twice
    for number, party in enumerate(parties):
        for name in party.names():
            place = known.get(name)
            if place is None:
                made = prepare(read(name))
                if made is None:
                    continue
                place = known[name] = base + len(listed)
                listed.append(made)
                texts.append(name)
            source.append(place)
            owner.append(number)
    vocabulary = _vocabulary(old, listed)
    known_words = len(vocabulary)
    new = name_arrays(listed, texts, vocabulary)
    names = choose_names(join_names([old, new]), np.asarray(source, np.int64))
    names["name_entity"] = np.asarray(owner, np.int32)
    words = _with_new_words(old, word_arrays(list(vocabulary)[known_words:]))
    return Edition(_without_unused(names, words) | party_arrays(parties))


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


def _with_new_words(old: dict[str, Array], new: dict[str, Array]) -> dict[str, Array]:
    """Return old words and new ones one after another."""
    words = join_words([old, new])
    before = np.int32(old["v_hashes"].size)
    for name in TRIGRAMS:
        code, word = f"{name}_code", f"{name}_word"
        words[code] = np.concatenate([old[code], new[code]])
        words[word] = np.concatenate([old[word], new[word] + before])
    return words


def _without_unused(names: dict[str, Array], words: dict[str, Array]) -> dict[str, Array]:
    """Return names and words without the words that no name has."""
    used = np.zeros(words["v_hashes"].size, np.bool_)
    used[names["e_word"]] = True  # every unit is an entry too
    if used.all():
        return names | words
    number = (np.cumsum(used) - 1).astype(np.int32)
    found = names | {name: number[names[name]] for name in ("e_word", "base_word")}
    found |= choose_words(words, np.flatnonzero(used))
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
