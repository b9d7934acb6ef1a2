"""The name index: built once, kept as arrays that are memory-mapped, keyed by content."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from techpact.parties.listing import Party
from techpact.parties.names import GENERIC, NUMBER, PLACE, WORD, Name, Unit, read
from techpact.parties.sound import fold_sound, fold_spelling, sound_key

FORMAT = 2
"""Raise when arrays or their meaning change, so that cached indexes are built again."""

MAX_POSITIONS = 44
Array = npt.NDArray[Any]


@dataclass(slots=True)
class Listed:
    """A listed name made ready: words by position, and further words that cover positions."""

    words: list[str]
    kinds: list[int]
    optional: list[bool]
    entries: list[tuple[str, int, int, bool]]
    legal: frozenset[str]


def prepare(name: Name) -> Listed | None:
    """Turn a name read into what the index keeps; None for a name without units."""
    units = name.units
    if not units:
        return None
    words = [u.forms[0][0] for u in units]
    entries = [(w, i, 1, False) for i, w in enumerate(words)]
    for i, unit in enumerate(units):
        entries += [(form, i, 1, False) for form, _ in unit.forms[1:]]
    entries += joined(units)
    initials = acronym(units)
    if initials:
        entries.append((initials, 0, len(units), True))
    return Listed(words, [u.kind for u in units], [u.optional for u in units], entries, name.legal)


def joined(units: Sequence[Unit]) -> list[tuple[str, int, int, bool]]:
    """Return adjacent short words written as one (`hua wei` as `huawei`)."""
    found: list[tuple[str, int, int, bool]] = []
    for i, (a, b) in enumerate(pairwise(units)):
        if NUMBER in (a.kind, b.kind) or a.kind == b.kind == GENERIC:
            continue
        first, second = a.forms[0][0], b.forms[0][0]
        if len(first) + len(second) > 16 or len(first) + len(second) < 4:
            continue
        found.append((first + second, i, 2, False))
        if i + 2 < len(units) and units[i + 2].kind in (WORD, PLACE):
            third = units[i + 2].forms[0][0]
            if max(len(first), len(second), len(third)) <= 6 and WORD == a.kind == b.kind:
                found.append((first + second + third, i, 3, False))
    return found


def acronym(units: Sequence[Unit]) -> str:
    """Return the initials of a name of three words or more; '' when it has none to speak of."""
    letters = [(u.source or u.forms[0][0])[0] for u in units if u.kind != NUMBER]
    text = "".join(letters)
    return text if 4 <= len(text) <= 9 and text.isascii() else ""


@dataclass(slots=True)
class Blob:
    """Texts one after another in bytes, with offsets."""

    data: Array
    at: Array

    @classmethod
    def of(cls, texts: Sequence[str]) -> Blob:
        """Encode texts."""
        raw = [t.encode() for t in texts]
        at = np.zeros(len(raw) + 1, np.int64)
        np.cumsum([len(r) for r in raw], out=at[1:])
        return cls(np.frombuffer(b"".join(raw) or b"\0", np.uint8).copy(), at)

    def __getitem__(self, number: int) -> str:
        return bytes(self.data[self.at[number] : self.at[number + 1]]).decode()


def _fold(texts: Sequence[str]) -> tuple[list[str], list[str], list[str]]:
    blob = "\n".join(texts)
    sound = fold_sound(blob)
    return fold_spelling(blob).split("\n"), sound.split("\n"), sound_key(sound).split("\n")


@dataclass(slots=True)
class NameIndex:
    """Arrays of the index; see the field names of `arrays` in `save`."""

    arrays: dict[str, Array]
    legal_forms: list[str]

    def __getattr__(self, name: str) -> Array:
        try:
            return self.arrays[name]
        except KeyError:
            raise AttributeError(name) from None

    @property
    def entities(self) -> int:
        """How many listed parties there are."""
        return int(self.arrays["entity_name_at"].size - 1)

    def text(self, blob: str, number: int) -> str:
        """Return one text of a blob."""
        at = self.arrays[blob + "_at"]
        return bytes(self.arrays[blob][at[number] : at[number + 1]]).decode()

    def save(self, folder: Path) -> None:
        """Write each array as one file into a folder."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, array in self.arrays.items():
            np.save(folder / f"{name}.npy", array)
        (folder / "legal.txt").write_text("\n".join(self.legal_forms), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> NameIndex:
        """Memory-map an index from a folder."""
        arrays = {f.stem: np.load(f, mmap_mode="r") for f in sorted(folder.glob("*.npy"))}
        legal = (folder / "legal.txt").read_text(encoding="utf-8").split("\n")
        return cls(arrays, legal)


def build(parties: Iterable[Party]) -> NameIndex:
    """Build an index of listed parties.

    Parameters
    ----------
    parties
        Listed parties with their names and aliases, in list order.
    """
    records = list(parties)
    listed: list[Listed] = []
    texts: list[str] = []
    owner: list[int] = []
    for number, party in enumerate(records):
        seen: set[str] = set()
        for text in party.all_names():
            if text in seen:
                continue
            seen.add(text)
            made = prepare(read(text))
            if made is not None:
                listed.append(made)
                texts.append(text)
                owner.append(number)
    return assemble(records, listed, texts, owner)


def assemble(
    records: Sequence[Party], listed: Sequence[Listed], texts: Sequence[str], owner: Sequence[int]
) -> NameIndex:
    """Turn prepared names into arrays."""
    from techpact.parties import alignment, likeness

    vocabulary: dict[str, int] = {}
    legal_forms: dict[str, int] = {}
    base_word: list[int] = []
    base_kind: list[int] = []
    base_opt: list[bool] = []
    base_at = [0]
    e_word: list[int] = []
    e_start: list[int] = []
    e_span: list[int] = []
    e_acr: list[bool] = []
    entry_at = [0]
    legal = np.zeros(len(listed), np.uint64)
    for number, name in enumerate(listed):
        base_word += [vocabulary.setdefault(word, len(vocabulary)) for word in name.words]
        base_kind += name.kinds
        base_opt += name.optional
        base_at.append(len(base_word))
        for word, start, span, acr in name.entries:
            e_word.append(vocabulary.setdefault(word, len(vocabulary)))
            e_start.append(start)
            e_span.append(span)
            e_acr.append(acr)
        entry_at.append(len(e_word))
        mask = 0
        for form in name.legal:
            mask |= 1 << (legal_forms.setdefault(form, len(legal_forms)) % 64)
        legal[number] = mask
    words = list(vocabulary)
    raw = Blob.of(words)
    spell, sound, key = (Blob.of(t) for t in _fold(words)) if words else (Blob.of([]),) * 3
    hashes = np.empty(len(words), np.uint64)
    likeness.hash_all(raw.data, raw.at, hashes)
    order = np.argsort(hashes, kind="stable").astype(np.int32)
    entry_name = np.repeat(np.arange(len(listed)), np.diff(entry_at))
    words_of = np.asarray(e_word, np.int64)
    pairs = np.unique(words_of * max(len(listed), 1) + entry_name)
    post_word, post_name = np.divmod(pairs, max(len(listed), 1))
    owners = np.asarray(owner, np.int64)
    distinct = np.unique(post_word * max(len(records), 1) + owners[post_name])
    frequency = np.bincount(distinct // max(len(records), 1), minlength=len(words))
    rarity = rarities(frequency, len(records))
    base_words = np.asarray(base_word, np.int32)
    kinds = np.asarray(base_kind, np.uint8)
    optional = np.asarray(base_opt, np.bool_)
    weight = np.empty(base_words.size, np.float32)
    alignment.weigh_positions(base_words, kinds, optional, rarity, weight)
    at = np.asarray(base_at, np.int64)
    sums = np.concatenate([[0.0], np.cumsum(weight, dtype=np.float64)])
    digits = np.array([any(c.isdigit() for c in w) for w in words], np.bool_)
    arrays: dict[str, Array] = {
        "v_raw": raw.data, "v_raw_at": raw.at, "v_spell": spell.data, "v_spell_at": spell.at,
        "v_sound": sound.data, "v_sound_at": sound.at, "v_key_at": key.at,
        "v_hash": hashes[order], "v_order": order, "rarity": rarity,
        "name_entity": owners.astype(np.int32), "base_at": at, "base_word": base_words,
        "base_kind": kinds, "base_opt": optional, "base_weight": weight,
        "entry_at": np.asarray(entry_at, np.int64), "e_word": words_of.astype(np.int32),
        "e_start": np.asarray(e_start, np.uint8), "e_span": np.asarray(e_span, np.uint8),
        "e_acr": np.asarray(e_acr, np.bool_), "name_legal": legal,
        "post_at": np.searchsorted(post_word, np.arange(len(words) + 1)).astype(np.int64),
        "post_name": post_name.astype(np.int32),
        "name_weight": (sums[at[1:]] - sums[at[:-1]]).astype(np.float32),
    }  # fmt: skip
    arrays["tri_start"], arrays["tri_word"] = _trigrams(spell, ~digits)
    arrays["key_start"], arrays["key_word"] = _trigrams(key, ~digits)
    for blob, values in (
        ("name_text", list(texts)),
        ("entity_id", [p.id for p in records]),
        ("entity_list", [p.list for p in records]),
        ("entity_name", [p.name for p in records]),
        ("entity_countries", [p.countries for p in records]),
        ("entity_identifiers", ["\n".join(p.identifiers) for p in records]),
    ):
        made = Blob.of(values)
        arrays[blob], arrays[blob + "_at"] = made.data, made.at
    return NameIndex(arrays, list(legal_forms))


def rarities(frequency: Array, entities: int) -> npt.NDArray[np.float32]:
    """Return how rare each word is, 0 to 1, from the number of parties that bear it."""
    whole = max(entities, 2000)  # in a short list no word is common; weigh as in a longer one
    found = np.log1p(whole / np.maximum(frequency, 1)) / np.log1p(whole)
    return np.asarray(np.clip(found, 0.02, 1.0), np.float32)


def _trigrams(blob: Blob, usable: Array) -> tuple[Array, Array]:
    from techpact.parties import likeness

    starts = np.zeros(27**3 + 2, np.int64)
    likeness.trigram_index(blob.data, blob.at, usable, starts, np.empty(0, np.int32))
    starts = np.cumsum(starts)
    words = np.empty(max(int(starts[-1]), 1), np.int32)
    likeness.trigram_index(blob.data, blob.at, usable, starts, words)
    return starts[:-1].copy(), words
