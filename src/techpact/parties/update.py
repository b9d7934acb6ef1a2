"""Bring an index to a new edition of its lists: names already read are taken over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import count, pairwise

import numpy as np

from techpact.parties.index import (
    Array,
    Blob,
    Listed,
    NameIndex,
    finish,
    hashes,
    name_arrays,
    prepare,
    word_arrays,
)
from techpact.parties.listing import Party
from techpact.parties.names import read


def update(index: NameIndex, parties: Sequence[Party]) -> NameIndex:
    """Return the index of a new edition; it answers as one built from nothing.

    Only names that the old index does not have are read, and only their words folded. Rarity,
    weights and posting lists are made from all names of the new edition, so no trace of the old
    one is left in a score.

    Parameters
    ----------
    index
        Of the old edition.
    parties
        All parties of the new edition, in list order.
    """
    # slices of memory maps cost more than those of plain arrays
    old = {name: np.asarray(array) for name, array in index.arrays.items()}
    known = {text: n for n, text in enumerate(_texts(old, "name_text"))}
    source: list[int] = []  # number of the old name, or of the new one after the old ones
    owner: list[int] = []
    listed: list[Listed] = []
    texts: list[str] = []
    base = old["name_text_at"].size - 1
    for number, party in enumerate(parties):
        texts_here = (party.name, *party.aliases) if party.name else party.aliases
        for text in dict.fromkeys(texts_here) if len(texts_here) > 1 else texts_here:
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
    forms = {form: n for n, form in enumerate(index.legal_forms)}
    vocabulary = _vocabulary(old, listed)
    known_words = len(vocabulary)
    new = name_arrays(listed, texts, vocabulary, forms)
    words = _join_words(old, word_arrays(list(vocabulary)[known_words:]))
    chosen = np.asarray(source, np.int64)
    arrays: dict[str, Array] = {}
    for at_name, columns in (
        ("base_at", ("base_word", "base_kind", "base_opt")),
        ("entry_at", ("e_word", "e_start", "e_span", "e_acr")),
        ("name_text_at", ("name_text",)),
    ):
        # an empty blob holds one byte that no offset reaches
        end, end_new = int(old[at_name][-1]), int(new[at_name][-1])
        whole_at = np.concatenate([old[at_name], new[at_name][1:] + end])
        take, arrays[at_name] = _slices(whole_at, chosen)
        for column in columns:
            values = new[column][:end_new]
            joined = np.concatenate([old[column][:end], values.astype(old[column].dtype)])
            arrays[column] = joined[take]
    arrays["name_legal"] = np.concatenate([old["name_legal"], new["name_legal"]])[chosen]
    arrays["name_entity"] = np.asarray(owner, np.int32)
    return finish(arrays | words, parties, list(forms), old)


def _slices(at: Array, chosen: Array) -> tuple[Array, Array]:
    """Return the positions of the chosen slices one after another, and their new offsets."""
    sizes = (at[1:] - at[:-1])[chosen]
    new_at = np.zeros(chosen.size + 1, np.int64)
    np.cumsum(sizes, out=new_at[1:])
    take = np.arange(int(new_at[-1])) + np.repeat(at[chosen] - new_at[:-1], sizes)
    return take, new_at


def _texts(arrays: dict[str, Array], blob: str) -> list[str]:
    """Return the texts of a blob."""
    data, at = arrays[blob], arrays[f"{blob}_at"]
    whole = data.tobytes().decode()
    if len(whole) != data.size:  # offsets of letters instead of bytes
        begins = np.concatenate([[0], np.cumsum((data & 0xC0) != 0x80)])
        at = begins[at]
    return [whole[a:b] for a, b in pairwise(at.tolist())]


def _vocabulary(old: dict[str, Array], listed: Sequence[Listed]) -> dict[str, int]:
    """Return the numbers of those words of new names that the old index has.

    Words that it does not have get the next numbers when they are asked for.
    """
    words = list(dict.fromkeys(w for name in listed for w in (*name.words, *_forms(name))))
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


def _forms(name: Listed) -> list[str]:
    return [entry[0] for entry in name.entries]


def _join_words(old: dict[str, Array], new: dict[str, Array]) -> dict[str, Array]:
    """Append the arrays of new words to those of the old."""
    words: dict[str, Array] = {
        name: np.concatenate([old[name], new[name]]) for name in ("v_hashes", "v_digits")
    }
    for name in ("v_raw", "v_spell", "v_sound", "v_key"):
        at, new_at = old[f"{name}_at"], new[f"{name}_at"]
        end, end_new = int(at[-1]), int(new_at[-1])
        words[name] = np.concatenate([old[name][:end], new[name][:end_new]])
        words[f"{name}_at"] = np.concatenate([at, new_at[1:] + end])
    return words


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
