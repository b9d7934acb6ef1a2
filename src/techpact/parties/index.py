"""The name index: editions of lists joined, with what depends on all of their names."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from techpact.parties import lexicon
from techpact.parties.blob import Array, Blob, hashes
from techpact.parties.edition import (
    PARTY_TEXTS,
    TRIGRAMS,
    Edition,
    choose_words,
    join_names,
    join_words,
    read_edition,
    text,
    text_arrays,
)
from techpact.parties.listing import Party
from techpact.parties.units import GENERIC, NUMBER, PLACE

KNOWN_RARITY = np.float32(0.8)
"""What the name of a known firm is at least, where a word of one party is 1."""


@dataclass(slots=True)
class NameIndex:
    """Arrays of the index: those of an edition, and those that `compose` adds."""

    arrays: dict[str, Array]
    _views: dict[str, tuple[memoryview, Array]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def __getattr__(self, name: str) -> Array:
        try:
            return self.arrays[name]
        except KeyError:
            raise AttributeError(name) from None

    @property
    def entities(self) -> int:
        """How many listed parties there are."""
        return int(self.arrays["entity_id_at"].size - 1)

    def text(self, blob: str, number: int) -> str:
        """Return one text of a blob."""
        view = self._views.get(blob)
        if view is None:
            view = self._views[blob] = (self.arrays[blob].data, self.arrays[f"{blob}_at"])
        data, at = view
        return str(data[at.item(number) : at.item(number + 1)], "utf-8")


def build(parties: Iterable[Party]) -> NameIndex:
    """Build an index of listed parties.

    Parameters
    ----------
    parties
        Listed parties with their names and aliases, in list order.
    """
    return compose([read_edition(parties)])


def compose(editions: Sequence[Edition], as_of: datetime.date | None = None) -> NameIndex:
    """Join editions of lists into an index.

    No name is read. Rarity, weights and posting lists are made from all names of all editions, so
    answers are those of one list with all parties in the same order.

    Parameters
    ----------
    editions
        In the order of the lists.
    as_of
        Leave out parties that were listed later; parties without a date stay.
    """
    if as_of is not None:
        editions = [e.until(as_of) for e in editions]
    parts = [e.arrays for e in editions]
    found, numbers = _join_words(parts)
    found |= _join_parties(parts) | _join_names(parts, numbers)
    names, words = found["name_entity"].size, found["v_hashes"].size
    entry_name = np.repeat(np.arange(names), np.diff(found["entry_at"]))
    pairs = np.sort(found["e_word"].astype(np.int64) * max(names, 1) + entry_name)
    pairs = pairs[np.diff(pairs, prepend=-1) != 0]
    post_word, post_name = np.divmod(pairs, max(names, 1))
    parties = found["entity_no_firm"].size
    # names of a party follow one another, so a party is counted once where it changes
    bearer = post_word * max(parties, 1) + found["name_entity"][post_name]
    first = np.ones(bearer.size, np.bool_)
    first[1:] = bearer[1:] != bearer[:-1]
    frequency = np.bincount(post_word[first], minlength=words)
    rarity = rarities(frequency, parties)
    used = frequency > 0
    chosen = np.flatnonzero(used)
    order, folded = (
        chosen[np.argsort(found[name][chosen], kind="stable")].astype(np.int32)
        for name in ("v_hashes", "v_folds")
    )
    hashed = found["v_hashes"][order]
    known = order[_places(hashed, hashes(Blob.of(lexicon.brand_words())))]
    # many affiliates bear the name of a known firm; it is no common word for that
    rarity[known] = np.maximum(rarity[known], KNOWN_RARITY)
    weight = _weights(found, rarity)
    at = found["base_at"]
    sums = np.concatenate([[0.0], np.cumsum(weight, dtype=np.float64)])
    found |= {
        "v_hash": hashed,
        "v_order": order,
        "v_fold": found["v_folds"][folded],
        "v_fold_order": folded,
        "rarity": rarity,
        "base_weight": weight,
        "post_at": np.searchsorted(post_word, np.arange(words + 1)).astype(np.int64),
        "post_name": post_name.astype(np.int32),
        "name_no_firm": found["entity_no_firm"][found["name_entity"]],
        "name_weight": (sums[at[1:]] - sums[at[:-1]]).astype(np.float32),
    }
    for name in TRIGRAMS:
        lists = _word_lists(parts, numbers, name, used)
        found[f"{name}_start"], found[f"{name}_word"] = lists
    return NameIndex(found)


def _join_words(parts: Sequence[dict[str, Array]]) -> tuple[dict[str, Array], list[Array]]:
    """Return the words of all editions, each once, and their numbers by edition."""
    hashed = np.concatenate([np.zeros(0, np.uint64), *(p["v_hashes"] for p in parts)])
    first = np.arange(hashed.size)  # the earliest place of the same word
    begin = np.concatenate([[0], np.cumsum([p["v_hashes"].size for p in parts])]).astype(int)
    if len(parts) > 1:
        order = np.argsort(hashed, kind="stable")
        ranked = hashed[order]
        starts = np.ones(ranked.size, np.bool_)
        starts[1:] = ranked[1:] != ranked[:-1]
        first[order] = order[starts][np.cumsum(starts) - 1]
        again = np.flatnonzero(first != np.arange(hashed.size))
        if not _same_texts(parts, first[again], again):
            first = _first_places(parts)
    kept = first == np.arange(hashed.size)
    number = (np.cumsum(kept) - 1).astype(np.int32)[first]
    some = [
        # an edition of words that none before it has, as the first, is taken as it is
        p if k.all() else choose_words(p, np.flatnonzero(k))
        for p, k in zip(parts, (kept[a:b] for a, b in pairwise(begin.tolist())), strict=True)
    ]
    return join_words(some), [number[a:b] for a, b in pairwise(begin.tolist())]


def _same_texts(parts: Sequence[dict[str, Array]], one: Array, other: Array) -> bool:
    """Say whether words at places in all editions together are the same, one by one.

    Two words of one hash are as good as never seen; they are looked for all the same.
    """
    every = Blob.joined([text(p, "v_raw") for p in parts])
    a, b = every.some(one), every.some(other)
    return np.array_equal(a.at, b.at) and np.array_equal(a.data, b.data)


def _first_places(parts: Sequence[dict[str, Array]]) -> Array:
    """Return the earliest place of every word among all editions, word by word."""
    seen: dict[str, int] = {}
    texts = [t for p in parts for t in text(p, "v_raw").texts()]
    return np.asarray([seen.setdefault(t, n) for n, t in enumerate(texts)], np.int64)


def _join_parties(parts: Sequence[dict[str, Array]]) -> dict[str, Array]:
    firms = [p["entity_no_firm"] for p in parts]
    found: dict[str, Array] = {"entity_no_firm": np.concatenate([np.zeros(0, np.bool_), *firms])}
    for name in PARTY_TEXTS:
        found |= text_arrays(name, Blob.joined([text(p, name) for p in parts]))
    return found


def _join_names(parts: Sequence[dict[str, Array]], numbers: Sequence[Array]) -> dict[str, Array]:
    """Return the names of all editions, with words and parties numbered anew."""
    before = np.cumsum([0, *(p["entity_no_firm"].size for p in parts)])
    owners = [p["name_entity"] + int(n) for p, n in zip(parts, before, strict=False)]
    renumbered = [
        p | {column: number[p[column]] for column in ("base_word", "e_word")}
        for p, number in zip(parts, numbers, strict=True)
    ]
    owner = np.concatenate([np.zeros(0, np.int32), *owners]).astype(np.int32)
    return join_names(renumbered) | {"name_entity": owner}


def _word_lists(
    parts: Sequence[dict[str, Array]], numbers: Sequence[Array], name: str, used: Array
) -> tuple[Array, Array]:
    """Return where each trigram starts in the list of words that have it, and these."""
    codes, words, seen = [np.zeros(0, np.int16)], [np.zeros(0, np.int32)], 0
    for part, number in zip(parts, numbers, strict=True):
        place = part[f"{name}_word"]
        here = number[place]
        # words that an earlier edition has brought are there already
        new = (here >= seen) & used[here] if used.size else np.zeros(0, np.bool_)
        codes.append(part[f"{name}_code"][new])
        words.append(here[new])
        seen = max(seen, int(number.max(initial=-1)) + 1)
    code = np.concatenate(codes)
    offsets = np.zeros(27**3 + 1, np.int64)
    np.cumsum(np.bincount(code, minlength=27**3), out=offsets[1:])
    found = np.concatenate(words)[np.argsort(code, kind="stable")]
    return offsets, found if found.size else np.zeros(1, np.int32)


def rarities(frequency: Array, entities: int) -> npt.NDArray[np.float32]:
    """Return how rare each word is, 0 to 1, from the number of parties that bear it."""
    whole = max(entities, 2000)  # in a short list no word is common; weigh as in a longer one
    found = np.log1p(whole / np.maximum(frequency, 1)) / np.log1p(whole)
    return np.asarray(np.clip(found, 0.02, 1.0), np.float32)


def _places(ranked: Array, wanted: Array) -> Array:
    """Return where some of the wanted values stand in a sorted array, of those that are there."""
    places = np.searchsorted(ranked, wanted)
    there = places < ranked.size
    there[there] = ranked[places[there]] == wanted[there]
    return np.asarray(places[there])


def _weights(arrays: dict[str, Array], rarity: Array) -> npt.NDArray[np.float32]:
    """Return what every unit of every name weighs: rarity times the weight of its kind."""
    kinds = arrays["base_kind"]
    weight = np.where(kinds == NUMBER, 0.8, rarity[arrays["base_word"]].astype(np.float64))
    weight *= np.select([kinds == GENERIC, kinds == PLACE], [0.5, 0.55], 1.0)
    weight[arrays["base_opt"]] *= 0.3
    return weight.astype(np.float32)
