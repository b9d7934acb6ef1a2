"""Bring an index to a new edition of its lists: names already read are taken over."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from techpact.parties.index import Array, Blob, Listed, NameIndex, assemble, finish, prepare
from techpact.parties.listing import Party
from techpact.parties.names import read


def update(index: NameIndex, parties: Sequence[Party]) -> NameIndex:
    """Return the index of a new edition; it answers as one built from nothing.

    Only names that the old index does not have are read. Rarity, weights and posting lists are
    made anew from all names, so no trace of the old edition is left in a score.

    Parameters
    ----------
    index
        Of the old edition.
    parties
        All parties of the new edition, in list order.
    """
    old = index.arrays
    raw, at = old["name_text"].tobytes(), old["name_text_at"].tolist()
    known = {raw[a:b]: n for n, (a, b) in enumerate(pairwise(at))}
    source: list[int] = []  # number of the old name, or of the new one after the old ones
    owner: list[int] = []
    listed: list[Listed] = []
    texts: list[str] = []
    fresh: dict[bytes, int] = {}
    base = len(at) - 1
    for number, party in enumerate(parties):
        texts_here = (party.name, *party.aliases) if party.name else party.aliases
        for text in dict.fromkeys(texts_here) if len(texts_here) > 1 else texts_here:
            key = text.encode()
            place = known.get(key)
            if place is None:
                place = fresh.get(key)
            if place is None:
                made = prepare(read(text))
                if made is None:
                    continue
                place = fresh[key] = base + len(listed)
                listed.append(made)
                texts.append(text)
            source.append(place)
            owner.append(number)
    added = assemble([], listed, texts, [0] * len(listed))
    new = added.arrays
    translate, words = _join_words(old, new)
    forms = list(index.legal_forms)
    legal = _legal_masks(new["name_legal"], added.legal_forms, forms)
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
            if column in {"base_word", "e_word"}:
                values = translate[values]
            joined = np.concatenate([old[column][:end], values.astype(old[column].dtype)])
            arrays[column] = joined[take]
    arrays["name_legal"] = np.concatenate([old["name_legal"], legal])[chosen]
    arrays["name_entity"] = np.asarray(owner, np.int32)
    return finish(arrays | words, parties, forms)


def _slices(at: Array, chosen: Array) -> tuple[Array, Array]:
    """Return the positions of the chosen slices one after another, and their new offsets."""
    sizes = (at[1:] - at[:-1])[chosen]
    new_at = np.zeros(chosen.size + 1, np.int64)
    np.cumsum(sizes, out=new_at[1:])
    take = np.arange(int(new_at[-1])) + np.repeat(at[chosen] - new_at[:-1], sizes)
    return take, new_at


def _join_words(old: dict[str, Array], new: dict[str, Array]) -> tuple[Array, dict[str, Array]]:
    """Append the words that are new; returns where each word of the new part is now."""
    blob = Blob(new["v_raw"], new["v_raw_at"])
    old_raw, old_at = old["v_raw"].tobytes(), old["v_raw_at"]
    count_old, count = old["v_hashes"].size, new["v_hashes"].size
    order = np.argsort(old["v_hashes"], kind="stable")
    sorted_hashes = old["v_hashes"][order]
    place = np.searchsorted(sorted_hashes, new["v_hashes"])
    translate = np.zeros(count, np.int64)
    fresh: list[int] = []
    for v in range(count):
        text = blob[v].encode()
        k = int(place[v])
        found = -1
        while k < count_old and sorted_hashes[k] == new["v_hashes"][v]:
            w = int(order[k])
            if old_raw[int(old_at[w]) : int(old_at[w + 1])] == text:
                found = w
                break
            k += 1
        if found < 0:
            found = count_old + len(fresh)
            fresh.append(v)
        translate[v] = found
    chosen = np.asarray(fresh, np.int64)
    words: dict[str, Array] = {
        name: np.concatenate([old[name], new[name][chosen]]) for name in ("v_hashes", "v_digits")
    }
    for name in ("v_raw", "v_spell", "v_sound", "v_key"):
        at = new[f"{name}_at"]
        take, new_at = _slices(at, chosen)
        end = int(old[f"{name}_at"][-1])
        words[name] = np.concatenate([old[name][:end], new[name][take]])
        words[f"{name}_at"] = np.concatenate([old[f"{name}_at"], new_at[1:] + end])
    return translate, words


def _legal_masks(masks: Array, names: list[str], forms: list[str]) -> Array:
    """Return masks of legal forms in the numbering of the old index, which grows as needed."""
    out = np.zeros_like(masks)
    for bit, form in enumerate(names):
        if form not in forms:
            forms.append(form)
        here = (masks >> np.uint64(bit)) & np.uint64(1)
        out |= here << np.uint64(forms.index(form) % 64)
    return out


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
