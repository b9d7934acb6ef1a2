"""The name index: editions of lists joined, with what depends on all of their names."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from techpact.parties import lexicon
from techpact.parties.blob import Array, Blob, hashes, slices
from techpact.parties.edition import (
    NAME_SLICES,
    PARTY_TEXTS,
    TRIGRAMS,
    WORD_NUMBERS,
    WORD_TEXTS,
    Edition,
    read_edition,
)
from techpact.parties.listing import Party
from techpact.parties.units import GENERIC, NUMBER, PLACE

FORMAT = 6
"""Raise when arrays or their meaning change, so that what is kept is read again."""
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
        if not _same_texts(parts, begin, first[again], again):
            first = _first_places(parts)
    kept = first == np.arange(hashed.size)
    number = (np.cumsum(kept) - 1).astype(np.int32)[first]
    found: dict[str, Array] = {}
    chosen = [np.flatnonzero(kept[a:b]) for a, b in pairwise(begin.tolist())]
    for name, kind in WORD_NUMBERS.items():
        found[name] = np.concatenate(
            [np.zeros(0, kind), *(p[name][c] for p, c in zip(parts, chosen, strict=True))]
        )
    for name in WORD_TEXTS:
        found |= _join_texts(name, [_some(p, name, c) for p, c in zip(parts, chosen, strict=True)])
    return found, [number[a:b] for a, b in pairwise(begin.tolist())]


def _some(part: dict[str, Array], name: str, chosen: Array) -> Blob:
    """Return some texts of an edition, in order."""
    data, at = part[name], part[f"{name}_at"]
    if chosen.size == at.size - 1:
        return Blob(data, at)
    take, at = slices(at, chosen)
    return Blob(data[take], at)


def _same_texts(parts: Sequence[dict[str, Array]], begin: Array, one: Array, other: Array) -> bool:
    """Say whether words at places in all editions together are the same, one by one.

    Two words of one hash are as good as never seen; they are looked for all the same.
    """
    joined = _join_texts("v_raw", [Blob(p["v_raw"], p["v_raw_at"]) for p in parts])
    data, at = joined["v_raw"], joined["v_raw_at"]
    (a, a_at), (b, b_at) = slices(at, one), slices(at, other)
    return np.array_equal(a_at, b_at) and np.array_equal(data[a], data[b])


def _first_places(parts: Sequence[dict[str, Array]]) -> Array:
    """Return the earliest place of every word among all editions, word by word."""
    seen: dict[str, int] = {}
    texts = [t for p in parts for t in Blob(p["v_raw"], p["v_raw_at"]).texts()]
    return np.asarray([seen.setdefault(t, n) for n, t in enumerate(texts)], np.int64)


def _join_texts(name: str, blobs: Sequence[Blob]) -> dict[str, Array]:
    """Return the arrays of texts one after another."""
    ends = [int(b.at[-1]) for b in blobs]
    before = np.concatenate([[0], np.cumsum(ends)]).astype(np.int64)
    data = [b.data[:end] for b, end in zip(blobs, ends, strict=True)]
    if not sum(ends):
        data = [np.zeros(1, np.uint8)]
    at = [b.at[1:] + start for b, start in zip(blobs, before.tolist(), strict=False)]
    return {
        name: np.concatenate(data),
        f"{name}_at": np.concatenate([np.zeros(1, np.int64), *at]),
    }


def _join_parties(parts: Sequence[dict[str, Array]]) -> dict[str, Array]:
    found: dict[str, Array] = {
        "entity_no_firm": np.concatenate(
            [np.zeros(0, np.bool_), *(p["entity_no_firm"] for p in parts)]
        )
    }
    for name in PARTY_TEXTS:
        found |= _join_texts(name, [Blob(p[name], p[f"{name}_at"]) for p in parts])
    return found


def _join_names(parts: Sequence[dict[str, Array]], numbers: Sequence[Array]) -> dict[str, Array]:
    """Return the names of all editions, with words and parties numbered anew."""
    before = np.concatenate([[0], np.cumsum([p["entity_no_firm"].size for p in parts])])
    owners = [p["name_entity"] + int(n) for p, n in zip(parts, before, strict=False)]
    found: dict[str, Array] = {
        "name_entity": np.concatenate([np.zeros(0, np.int32), *owners]).astype(np.int32),
        "name_legal": np.concatenate([np.zeros(0, np.uint64), *(p["name_legal"] for p in parts)]),
    }
    for at_name, columns in NAME_SLICES.items():
        ends = [int(p[at_name][-1]) for p in parts]
        start = np.concatenate([[0], np.cumsum(ends)]).tolist()
        at = [p[at_name][1:] + s for p, s in zip(parts, start, strict=False)]
        found[at_name] = np.concatenate([np.zeros(1, np.int64), *at])
        for column, kind in columns.items():
            values = [p[column][:end] for p, end in zip(parts, ends, strict=True)]
            if column in ("base_word", "e_word"):
                values = [number[v] for number, v in zip(numbers, values, strict=True)]
            found[column] = np.concatenate([np.zeros(0, kind), *values])
    return found | _join_texts(
        "name_text", [Blob(p["name_text"], p["name_text_at"]) for p in parts]
    )


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
