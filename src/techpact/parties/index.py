"""The name index: built once, kept as arrays that are memory-mapped, keyed by content."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import count, pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from techpact.parties.listing import Party
from techpact.parties.names import read
from techpact.parties.sound import fold_sound, fold_spelling, sound_key
from techpact.parties.units import GENERIC, NUMBER, PLACE, WORD, Name, Unit

FORMAT = 4
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
    entries += [(s.form, s.start, s.size, False) for s in name.spans]
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
    if len(units) < 4:
        return ""
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
        whole = "".join(texts)
        raw = texts if whole.isascii() else [t.encode() for t in texts]
        at = np.zeros(len(raw) + 1, np.int64)
        np.cumsum(np.fromiter(map(len, raw), np.int64, len(raw)), out=at[1:])
        return cls(np.frombuffer(whole.encode() or b"\0", np.uint8).copy(), at)

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
        if view is None:  # slices of memory maps cost more than the text itself
            at = self.arrays[blob + "_at"].view(np.ndarray)
            view = self._views[blob] = (self.arrays[blob].view(np.ndarray).data, at)
        data, at = view
        return str(data[at.item(number) : at.item(number + 1)], "utf-8")

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
    vocabulary: dict[str, int] = defaultdict(count().__next__)
    legal_forms: dict[str, int] = {}
    arrays = name_arrays(listed, texts, vocabulary, legal_forms)
    arrays["name_entity"] = np.asarray(owner, np.int32)
    return finish(arrays | word_arrays(list(vocabulary)), records, list(legal_forms))


def name_arrays(
    listed: Sequence[Listed],
    texts: Sequence[str],
    vocabulary: dict[str, int],
    legal_forms: dict[str, int],
) -> dict[str, Array]:
    """Return the arrays of names; legal forms that are new get the next numbers.

    The vocabulary gives a number to a word that it does not have when it is asked for it.
    """
    base_word: list[int] = []
    base_kind: list[int] = []
    base_opt: list[bool] = []
    base_at = [0]
    entries: list[tuple[str, int, int, bool]] = []
    entry_at = [0]
    legal = np.zeros(len(listed), np.uint64)
    for number, name in enumerate(listed):
        base_word += [vocabulary[word] for word in name.words]
        base_kind += name.kinds
        base_opt += name.optional
        base_at.append(len(base_word))
        entries += name.entries
        entry_at.append(len(entries))
        mask = 0
        for form in name.legal:
            mask |= 1 << (legal_forms.setdefault(form, len(legal_forms)) % 64)
        legal[number] = mask
    e_word = [vocabulary[e[0]] for e in entries]
    made = Blob.of(texts)
    return {
        "base_at": np.asarray(base_at, np.int64),
        "base_word": np.asarray(base_word, np.int32),
        "base_kind": np.asarray(base_kind, np.uint8),
        "base_opt": np.asarray(base_opt, np.bool_),
        "entry_at": np.asarray(entry_at, np.int64),
        "e_word": np.asarray(e_word, np.int32),
        "e_start": np.asarray([e[1] for e in entries], np.uint8),
        "e_span": np.asarray([e[2] for e in entries], np.uint8),
        "e_acr": np.asarray([e[3] for e in entries], np.bool_),
        "name_legal": legal,
        "name_text": made.data,
        "name_text_at": made.at,
    }


def word_arrays(words: list[str]) -> dict[str, Array]:
    """Return the words of a vocabulary with their folded forms and hashes."""
    raw = Blob.of(words)
    spell, sound, key = (Blob.of(t) for t in _fold(words)) if words else (Blob.of([]),) * 3
    digits = np.array([not w.isalpha() and any(map(str.isdigit, w)) for w in words], np.bool_)
    return {
        "v_raw": raw.data, "v_raw_at": raw.at, "v_spell": spell.data, "v_spell_at": spell.at,
        "v_sound": sound.data, "v_sound_at": sound.at, "v_key": key.data, "v_key_at": key.at,
        "v_hashes": hashes(raw), "v_digits": digits,
    }  # fmt: skip


def finish(
    arrays: dict[str, Array],
    records: Sequence[Party],
    legal_forms: list[str],
    before: dict[str, Array] | None = None,
) -> NameIndex:
    """Add what follows from names and words: postings, rarity, weights, trigrams, parties.

    Lists of words by trigram are merged with those of `before`, an index whose vocabulary this
    one begins with.
    """
    words = arrays["v_hashes"].size
    names = max(arrays["name_entity"].size, 1)
    parties = max(len(records), 1)
    entry_name = np.repeat(np.arange(arrays["name_entity"].size), np.diff(arrays["entry_at"]))
    pairs = np.sort(arrays["e_word"].astype(np.int64) * names + entry_name)
    pairs = pairs[np.diff(pairs, prepend=-1) != 0]
    post_word, post_name = np.divmod(pairs, names)
    # names of a party follow one another, so a party is counted once where it changes
    bearer = post_word * parties + arrays["name_entity"][post_name]
    first = np.ones(bearer.size, np.bool_)
    first[1:] = bearer[1:] != bearer[:-1]
    frequency = np.bincount(post_word[first], minlength=words)
    rarity = rarities(frequency, len(records))
    weight = _weights(arrays, rarity)
    no_firm = np.fromiter((p.is_no_firm() for p in records), np.bool_, len(records))
    at = arrays["base_at"]
    sums = np.concatenate([[0.0], np.cumsum(weight, dtype=np.float64)])
    used = np.flatnonzero(frequency > 0)
    order = used[np.argsort(arrays["v_hashes"][used], kind="stable")].astype(np.int32)
    found = arrays | {
        "v_hash": arrays["v_hashes"][order],
        "v_order": order,
        "rarity": rarity,
        "base_weight": weight,
        "post_at": np.searchsorted(post_word, np.arange(words + 1)).astype(np.int64),
        "post_name": post_name.astype(np.int32),
        "name_no_firm": no_firm[arrays["name_entity"]],
        "name_weight": (sums[at[1:]] - sums[at[:-1]]).astype(np.float32),
    }
    usable = ~arrays["v_digits"] & (frequency > 0)
    had = np.zeros(words, np.bool_)
    if before is not None:
        had[before["v_order"]] = True
        had &= ~arrays["v_digits"]
    for name, data in (("tri", "v_spell"), ("key", "v_key")):
        blob = Blob(arrays[data], arrays[f"{data}_at"])
        lists = _trigrams(blob, usable & ~had)
        if before is not None:
            lists = _merged((before[f"{name}_start"], before[f"{name}_word"]), lists, usable)
        found[f"{name}_start"], found[f"{name}_word"] = lists
    for name, values in (
        ("entity_id", [p.id for p in records]),
        ("entity_list", [p.list for p in records]),
        ("entity_name", [p.name for p in records]),
        ("entity_countries", [p.countries for p in records]),
        ("entity_identifiers", ["\n".join(p.identifiers) for p in records]),
    ):
        made = Blob.of(values)
        found[name], found[f"{name}_at"] = made.data, made.at
    return NameIndex(found, legal_forms)


def rarities(frequency: Array, entities: int) -> npt.NDArray[np.float32]:
    """Return how rare each word is, 0 to 1, from the number of parties that bear it."""
    whole = max(entities, 2000)  # in a short list no word is common; weigh as in a longer one
    found = np.log1p(whole / np.maximum(frequency, 1)) / np.log1p(whole)
    return np.asarray(np.clip(found, 0.02, 1.0), np.float32)


def hashes(blob: Blob) -> npt.NDArray[np.uint64]:
    """Return FNV-1a of every text, one position of all texts at a time."""
    sizes = np.diff(blob.at)
    found = np.full(sizes.size, 14695981039346656037, np.uint64)
    prime = np.uint64(1099511628211)
    for place in range(int(sizes.max(initial=0))):
        here = np.flatnonzero(sizes > place)
        found[here] = (found[here] ^ blob.data[blob.at[here] + place]) * prime
    return found


def _weights(arrays: dict[str, Array], rarity: Array) -> npt.NDArray[np.float32]:
    """Return what every unit of every name weighs: rarity times the weight of its kind."""
    kinds = arrays["base_kind"]
    weight = np.where(kinds == NUMBER, 0.8, rarity[arrays["base_word"]].astype(np.float64))
    weight *= np.select([kinds == GENERIC, kinds == PLACE], [0.5, 0.55], 1.0)
    weight[arrays["base_opt"]] *= 0.3
    return weight.astype(np.float32)


def _trigrams(blob: Blob, usable: Array) -> tuple[Array, Array]:
    """Return where each trigram of letters starts in the list of words that have it, and these.

    Letters are 1 to 26 and all else 0, which also stands before and after a word.
    """
    chosen = np.flatnonzero(usable)
    starts, sizes = blob.at[:-1][chosen], np.diff(blob.at)[chosen]
    letters = np.zeros(256, np.int64)
    letters[97:123] = letters[65:91] = np.arange(1, 27)
    begin = np.concatenate([[0], np.cumsum(sizes + 3)])
    spread = np.zeros(int(begin[-1]), np.int64)
    within = np.arange(int(sizes.sum())) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    spread[np.repeat(begin[:-1] + 2, sizes) + within] = letters[
        blob.data[np.repeat(starts, sizes) + within]
    ]
    every = sizes + 1
    inside = np.arange(int(every.sum())) - np.repeat(np.cumsum(every) - every, every)
    at = np.repeat(begin[:-1], every) + inside
    codes = (spread[at] * 27 + spread[at + 1]) * 27 + spread[at + 2]
    order = np.argsort(codes.astype(np.int16), kind="stable")
    offsets = np.zeros(27**3 + 1, np.int64)
    np.cumsum(np.bincount(codes, minlength=27**3), out=offsets[1:])
    words = np.repeat(chosen, every)[order].astype(np.int32)
    return offsets, words if words.size else np.zeros(1, np.int32)


def _merged(
    old: tuple[Array, Array], new: tuple[Array, Array], usable: Array
) -> tuple[Array, Array]:
    """Append to the words of each trigram the new ones; old ones that no name has any more go."""
    old_at, old_words = old[0], old[1][: int(old[0][-1])]
    new_at, new_words = new[0], new[1][: int(new[0][-1])]
    kept = usable[old_words]
    if not kept.all():
        before = np.concatenate([[0], np.cumsum(kept)])
        old_at, old_words = before[old_at], old_words[kept]
    offsets = old_at + new_at
    words = np.empty(int(offsets[-1]), np.int32)
    words[np.arange(old_words.size) + np.repeat(new_at[:-1], np.diff(old_at))] = old_words
    words[np.arange(new_words.size) + np.repeat(old_at[1:], np.diff(new_at))] = new_words
    return offsets, words if words.size else np.zeros(1, np.int32)
