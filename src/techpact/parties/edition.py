"""One edition of a list as arrays: its parties, their names made ready, and the words of these.

Reading names is nearly all the work of building an index. An edition is what was read of one list
file, and nothing in it depends on other lists; `index.compose` joins editions into an index.

Arrays of an edition. `x_at` gives where the slices of `x` begin, one more than there are slices.

=================  ==========================================================================
of a party         `entity_id`, `entity_list`, `entity_name`, `entity_countries`,
                   `entity_identifiers` (texts); `entity_start`, the day it was listed as an
                   ordinal, 0 when unknown; `entity_no_firm`
of a name          `name_text`; `name_entity`, its party; `name_legal`, a bit for each legal form
of a unit          `base_word`, `base_kind`, `base_opt`, sliced by name through `base_at`
of an entry        `e_word`, `e_start`, `e_span`, `e_acr`: a word and the units it covers, sliced
                   by name through `entry_at`
of a word          `v_raw`, `v_spell`, `v_sound`, `v_key` (texts); `v_hashes` of `v_raw` and
                   `v_folds` of `v_spell`; `v_digits`
of a trigram       `tri_code`, `tri_word` of `v_spell`; `key_code`, `key_word` of `v_key`, in
                   order of words; words with digits have none
=================  ==========================================================================
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count, pairwise

import numpy as np

from techpact.parties import lexicon
from techpact.parties.blob import Array, Blob, hashes, joined_at, slices
from techpact.parties.listing import Party
from techpact.parties.names import read
from techpact.parties.sound import fold_sound, fold_spelling, sound_key
from techpact.parties.units import GENERIC, NUMBER, PLACE, WORD, Name, Unit

PARTY_TEXTS = (
    "entity_id", "entity_list", "entity_name", "entity_countries", "entity_identifiers",
)  # fmt: skip
WORD_NUMBERS: dict[str, type[np.generic]] = {
    "v_hashes": np.uint64,
    "v_folds": np.uint64,
    "v_digits": np.bool_,
}
WORD_TEXTS = ("v_raw", "v_spell", "v_sound", "v_key")
NAME_SLICES: dict[str, dict[str, type[np.generic]]] = {
    "base_at": {"base_word": np.int32, "base_kind": np.uint8, "base_opt": np.bool_},
    "entry_at": {"e_word": np.int32, "e_start": np.uint8, "e_span": np.uint8, "e_acr": np.bool_},
}
"""Offsets by name, and the columns that they cut with their types."""
TRIGRAMS = ("tri", "key")


@dataclass(slots=True)
class Listed:
    """A listed name made ready: words by position, and further words that cover positions."""

    words: list[str]
    kinds: list[int]
    optional: list[bool]
    entries: list[tuple[str, int, int, bool]]
    legal: frozenset[str]


@dataclass(slots=True)
class Edition:
    """What was read of one list file; the module says which arrays there are."""

    arrays: dict[str, Array]

    @property
    def entities(self) -> int:
        """How many listed parties there are."""
        return int(self.arrays["entity_id_at"].size - 1)

    def until(self, day: datetime.date) -> Edition:
        """Return the parties listed on or before a day, and those without a date."""
        found = dict(self.arrays)
        kept = found["entity_start"] <= day.toordinal()
        if kept.all():
            return self
        chosen = np.flatnonzero(kept)
        for name in PARTY_TEXTS:
            found |= text_arrays(name, text(found, name).some(chosen))
        for name in ("entity_start", "entity_no_firm"):
            found[name] = found[name][chosen]
        names = np.flatnonzero(kept[found["name_entity"]])
        number = (np.cumsum(kept) - 1).astype(np.int32)
        found["name_entity"] = number[found["name_entity"][names]]
        return Edition(choose_names(found, names))


def text(arrays: dict[str, Array], name: str) -> Blob:
    """Return texts that arrays have under a name."""
    return Blob(arrays[name], arrays[f"{name}_at"])


def text_arrays(name: str, blob: Blob) -> dict[str, Array]:
    """Return texts as arrays under a name."""
    return {name: blob.data, f"{name}_at": blob.at}


def choose_names(arrays: dict[str, Array], chosen: Array) -> dict[str, Array]:
    """Return the arrays with some of the names; which party they are of stays as it is."""
    found = arrays | text_arrays("name_text", text(arrays, "name_text").some(chosen))
    for at_name, columns in NAME_SLICES.items():
        take, found[at_name] = slices(arrays[at_name], chosen)
        for column in columns:
            found[column] = arrays[column][take]
    found["name_legal"] = arrays["name_legal"][chosen]
    return found


def join_names(parts: Sequence[dict[str, Array]]) -> dict[str, Array]:
    """Return names one after another; their words and parties stay as they are numbered."""
    found = text_arrays("name_text", Blob.joined([text(p, "name_text") for p in parts]))
    found["name_legal"] = np.concatenate(
        [np.zeros(0, np.uint64), *(p["name_legal"] for p in parts)]
    )
    for at_name, columns in NAME_SLICES.items():
        found[at_name] = joined_at([p[at_name] for p in parts])
        for column, kind in columns.items():
            found[column] = np.concatenate([np.zeros(0, kind), *(p[column] for p in parts)])
    return found


def join_words(parts: Sequence[dict[str, Array]]) -> dict[str, Array]:
    """Return words one after another, without their trigrams."""
    found: dict[str, Array] = {}
    for name, kind in WORD_NUMBERS.items():
        found[name] = np.concatenate([np.zeros(0, kind), *(p[name] for p in parts)])
    for name in WORD_TEXTS:
        found |= text_arrays(name, Blob.joined([text(p, name) for p in parts]))
    return found


def choose_words(arrays: dict[str, Array], chosen: Array) -> dict[str, Array]:
    """Return some of the words, without their trigrams."""
    found = {name: arrays[name][chosen] for name in WORD_NUMBERS}
    for name in WORD_TEXTS:
        found |= text_arrays(name, text(arrays, name).some(chosen))
    return found


def read_edition(parties: Iterable[Party]) -> Edition:
    """Read the names of all parties of a list, in list order."""
    records = list(parties)
    listed: list[Listed] = []
    texts: list[str] = []
    owner: list[int] = []
    for number, party in enumerate(records):
        for text in party.names():
            made = prepare(read(text))
            if made is not None:
                listed.append(made)
                texts.append(text)
                owner.append(number)
    vocabulary: dict[str, int] = defaultdict(count().__next__)
    arrays = name_arrays(listed, texts, vocabulary)
    arrays["name_entity"] = np.asarray(owner, np.int32)
    return Edition(arrays | word_arrays(list(vocabulary)) | party_arrays(records))


def prepare(name: Name) -> Listed | None:
    """Turn a name read into what an edition keeps; None for a name without units."""
    units = name.units
    if not units:
        return None
    words = [u.forms[0][0] for u in units]
    entries = [(w, i, 1, False) for i, w in enumerate(words)]
    for i, unit in enumerate(units):
        if len(unit.forms) > 1:
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


def name_arrays(
    listed: Sequence[Listed], texts: Sequence[str], vocabulary: dict[str, int]
) -> dict[str, Array]:
    """Return the arrays of names, but for their parties.

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
        if name.legal:
            legal[number] = lexicon.legal_mask(name.legal)
    e_word = [vocabulary[e[0]] for e in entries]
    columns: dict[str, list[int] | list[bool]] = {
        "base_word": base_word,
        "base_kind": base_kind,
        "base_opt": base_opt,
        "e_word": e_word,
        "e_start": [e[1] for e in entries],
        "e_span": [e[2] for e in entries],
        "e_acr": [e[3] for e in entries],
    }
    kinds = NAME_SLICES["base_at"] | NAME_SLICES["entry_at"]
    return {name: np.asarray(values, kinds[name]) for name, values in columns.items()} | {
        "base_at": np.asarray(base_at, np.int64),
        "entry_at": np.asarray(entry_at, np.int64),
        "name_legal": legal,
        **text_arrays("name_text", Blob.of(texts)),
    }


def fold(texts: Sequence[str]) -> tuple[list[str], list[str], list[str]]:
    """Return texts folded by spelling, by sound, and the keys of their sound."""
    blob = "\n".join(texts)
    sound = fold_sound(blob)
    return fold_spelling(blob).split("\n"), sound.split("\n"), sound_key(sound).split("\n")


def word_arrays(words: list[str]) -> dict[str, Array]:
    """Return the arrays of words and of their trigrams."""
    raw = Blob.of(words)
    spell, sound, key = (Blob.of(t) for t in fold(words)) if words else (Blob.of([]),) * 3
    digits = np.array([not w.isalpha() and any(map(str.isdigit, w)) for w in words], np.bool_)
    found: dict[str, Array] = {
        "v_hashes": hashes(raw),
        "v_folds": hashes(spell),
        "v_digits": digits,
    }
    for name, blob in zip(WORD_TEXTS, (raw, spell, sound, key), strict=True):
        found |= text_arrays(name, blob)
    for name, blob in zip(TRIGRAMS, (spell, key), strict=True):
        found[f"{name}_code"], found[f"{name}_word"] = trigrams(blob, np.flatnonzero(~digits))
    return found


def trigrams(blob: Blob, chosen: Array) -> tuple[Array, Array]:
    """Return every trigram of the chosen words as a code, and the word that it stands in.

    Letters are 1 to 26 and all else 0, which also stands twice before a word and once after it.
    """
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
    return codes.astype(np.int16), np.repeat(chosen, every).astype(np.int32)


def party_arrays(records: Sequence[Party]) -> dict[str, Array]:
    """Return the arrays of parties."""
    found: dict[str, Array] = {}
    columns = (
        [p.id for p in records],
        [p.list for p in records],
        [p.name for p in records],
        [p.countries for p in records],
        ["\n".join(p.identifiers) for p in records],
    )
    for name, values in zip(PARTY_TEXTS, columns, strict=True):
        found |= text_arrays(name, Blob.of(values))
    days = [d.toordinal() if (d := p.listed_on()) else 0 for p in records]
    found["entity_start"] = np.asarray(days, np.int32)
    found["entity_no_firm"] = np.asarray([p.is_no_firm() for p in records], np.bool_)
    return found
