"""Search names in an index: one by one or many at once."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from techpact.compiled import interpreted, stored
from techpact.parties import alignment, lexicon
from techpact.parties.blob import Blob
from techpact.parties.coefficients import GROUPS, coefficients
from techpact.parties.edition import acronym, fold, joined
from techpact.parties.index import NameIndex
from techpact.parties.latin_words import with_place_after
from techpact.parties.names import read
from techpact.parties.slips import meant, misspelt_concept
from techpact.parties.sound import costs
from techpact.parties.text import ARABIC, CYRILLIC, HAN, HANGUL, KANA, LATIN, OTHER
from techpact.parties.units import HEARD, TYPED, WORD, Name

_UNFOLDED = ("", "", "")
FEW = 8
"""So many names are searched by plain Python where no machine code is kept yet: compiling takes
ten seconds."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A listed party found for a name, with what the score rests on."""

    entity: int
    name: int
    score: float
    units_matched: int
    positions_matched: int
    features: npt.NDArray[np.float64]


def script_group(name: Name) -> int:
    """Return the number of the group of scripts whose coefficients apply."""
    scripts = name.scripts
    if KANA in scripts:
        return GROUPS.index("kana")
    if HANGUL in scripts:
        return GROUPS.index("hangul")
    if HAN in scripts:
        return GROUPS.index("han")
    if scripts & {CYRILLIC, ARABIC, OTHER}:
        return GROUPS.index("spelled")
    return GROUPS.index("latin")


_AMBIGUOUS = frozenset(
    {"aas", "ab", "ag", "as", "de", "est", "ipo", "kg", "lp", "oy", "pt", "rt", "sa"}
)
"""Legal forms that in Latin letters are words of personal names too, or a person's own trade."""


def is_firm(name: Name) -> bool:
    """Say whether a name bears a legal form that no person has."""
    if name.scripts <= {LATIN}:
        return bool(name.legal - _AMBIGUOUS)
    return bool(name.legal - {"ipo"})


class Matcher:
    """Searches one index. Safe to use from several threads.

    Parameters
    ----------
    index
        The names of the lists.
    threads
        How many threads a batch may use.
    """

    def __init__(self, index: NameIndex, *, threads: int = 1) -> None:
        self.index = index
        self.threads = threads
        self.coefficients = coefficients()
        change, gap = costs()
        arrays = {n: _plain(a) for n, a in index.arrays.items()}
        sizes = {n: np.diff(arrays[f"{n}_at"]).astype(np.uint16) for n in ("v_spell", "v_key")}
        words = (
            "v_hash", "v_order", "v_raw", "v_raw_at", "v_spell", "v_spell_at", "v_sound",
            "v_sound_at", "v_fold", "v_fold_order", "tri_start", "tri_word", "key_start",
            "key_word",
        )  # fmt: skip
        self._words = (*(arrays[n] for n in words), sizes["v_spell"], sizes["v_key"])
        self._names = tuple(
            arrays[n]
            for n in (
                "name_entity", "base_at", "base_word", "base_kind", "base_opt", "base_weight",
                "entry_at", "e_word", "e_start", "e_span", "e_acr", "name_legal", "name_no_firm",
            )
        )  # fmt: skip
        rest = ("rarity", "post_at", "post_name", "name_weight")
        self._rest = (*(arrays[n] for n in rest), change, gap)
        self._local = threading.local()

    def _scratch(self) -> tuple[Any, ...]:
        made = getattr(self._local, "scratch", None)
        if made is None:
            words = self._words[3].size
            names = self._names[0].size
            made = (
                (
                    np.zeros(words + 1, np.int16),
                    np.zeros(max(words, names) + 2, np.int32),
                    np.zeros((2, 256), np.uint64),
                    np.zeros((2, 64), np.float64),
                    np.zeros(names + 1, np.uint32),
                ),
                alignment.make_room(),
                np.zeros(names + 1, np.float32),
                np.full(words + 1, -1, np.int32),
            )
            self._local.scratch = made
        return made

    def search(self, names: Sequence[str], top: int = 5) -> list[list[Hit]]:
        """Return the best hits of each name, best first.

        Parameters
        ----------
        names
            Names of any script.
        top
            At most so many parties a name.
        """
        return [hits for _, hits in self.search_read([read(n) for n in names], top)]

    def search_read(self, names: Sequence[Name], top: int = 5) -> list[tuple[Name, list[Hit]]]:
        """Search names already read."""
        if self.index.entities == 0 or self._names[0].size == 0:
            return [(n, []) for n in names]
        names = [
            n if (units := with_place_after(n.units)) is n.units else replace(n, units=units)
            for n in names
        ]
        encoded = self._encode(names)
        count = len(names)
        out = (
            np.zeros(count, np.int64),
            np.zeros((count, top), np.int64),
            np.zeros((count, top), np.float64),
            np.zeros((count, top, alignment.FEATURES), np.float64),
            np.zeros((count, top, 2), np.uint64),
        )
        threads = min(self.threads, max(1, count // 16))
        if threads == 1:
            self._run(encoded, top, 0, count, out)
        else:
            cuts = np.linspace(0, count, 4 * threads + 1).astype(int)
            with ThreadPoolExecutor(threads) as pool:
                jobs = [
                    pool.submit(self._run, encoded, top, int(a), int(b), out)
                    for a, b in pairwise(cuts)
                ]
                for job in jobs:
                    job.result()
        entities: list[list[int]] = self._names[0][out[1]].tolist()
        lists: Any = (o.tolist() for o in (out[0], out[1], out[2], out[4]))
        counts, numbers, scores, masks = lists
        return [
            (
                name,
                [
                    Hit(
                        entities[q][r],
                        numbers[q][r],
                        scores[q][r],
                        masks[q][r][0],
                        masks[q][r][1],
                        out[3][q, r],
                    )
                    for r in range(counts[q])
                ],
            )
            for q, name in enumerate(names)
        ]

    def _run(self, encoded: tuple[Any, ...], top: int, begin: int, end: int, out: Any) -> None:
        scratch, room, acc, head = self._scratch()
        run: Any = alignment.search_many
        if end - begin <= FEW and not stored(run):
            run = interpreted(run)
        with np.errstate(over="ignore"):  # hashes wrap around
            run(
                *encoded, self._words, self._names, *self._rest, self.coefficients,
                scratch, room, acc, head, top, begin, end, *out,
            )  # fmt: skip

    def _encode(self, names: Sequence[Name]) -> tuple[Any, ...]:
        unit_at, form_at = [0], [0]
        kinds: list[int] = []
        optional: list[bool] = []
        forms: list[str] = []
        f_unit: list[int] = []
        f_span: list[int] = []
        f_how: list[int] = []
        f_fuzzy: list[bool] = []
        f_acr: list[bool] = []
        legal = np.zeros(len(names), np.uint64)
        group = np.zeros(len(names), np.int64)
        firm = np.zeros(len(names), np.bool_)

        def add(
            form: str, unit: int, span: int, how: int, *, fuzzy: bool, acr: bool = False
        ) -> None:
            forms.append(form)
            f_unit.append(unit)
            f_span.append(span)
            f_how.append(how)
            f_fuzzy.append(fuzzy)
            f_acr.append(acr)

        for q, name in enumerate(names):
            units = name.units
            for u, unit in enumerate(units):
                kinds.append(unit.kind)
                optional.append(unit.optional)
                for form, how in unit.forms:
                    alike = unit.kind == WORD or how == HEARD
                    plain = form.isalpha() or not any(c.isdigit() for c in form)
                    add(form, u, 1, how, fuzzy=alike and plain)
                near = misspelt_concept(unit.forms[0][0]) if unit.kind == WORD else ""
                if near:
                    add(near, u, 1, TYPED, fuzzy=False)
            for form, start, span, _ in joined(units):
                how = max(units[start].forms[0][1], units[start + 1].forms[0][1])
                add(form, start, span, how, fuzzy=span == 2 and len(form) >= 6)
                # one word that a slip has cut in two (`techno logical`)
                near = meant(form) if span == 2 and len(form) >= 8 else ""
                if near:
                    add(near, start, span, TYPED, fuzzy=False)
            for over in name.spans:
                fuzzy = over.fuzzy and len(over.form) >= 5
                add(over.form, over.start, over.size, over.how, fuzzy=fuzzy)
            initials = acronym(units)
            if initials:
                add(initials, 0, len(units), TYPED, fuzzy=False, acr=True)
            unit_at.append(len(kinds))
            form_at.append(len(forms))
            if name.legal:
                legal[q] = lexicon.legal_mask(name.legal)
            firm[q] = is_firm(name)
            group[q] = script_group(name)
        # only forms that may match by likeness need their folds, each once
        liked = list(dict.fromkeys([f for f, fuzzy in zip(forms, f_fuzzy, strict=True) if fuzzy]))
        folds = dict(zip(liked, zip(*fold(liked), strict=True), strict=True)) if liked else {}
        folded = [folds[f] if fuzzy else _UNFOLDED for f, fuzzy in zip(forms, f_fuzzy, strict=True)]
        blobs = [Blob.of(forms), *(Blob.of([t[i] for t in folded]) for i in range(3))]
        return (
            np.asarray(unit_at), np.asarray(kinds, np.uint8), np.asarray(optional, np.bool_),
            np.asarray(form_at), np.asarray(f_unit, np.int32), np.asarray(f_span, np.int32),
            np.asarray(f_how, np.int8), np.asarray(f_fuzzy, np.bool_),
            np.asarray(f_acr, np.bool_),
            *(x for b in blobs for x in (b.data, b.at)), legal, firm, group,
        )  # fmt: skip


def _plain(array: Any) -> Any:
    """Return a read-only plain array, so that compiled loops see one type."""
    plain = np.asarray(array).view(np.ndarray)
    plain = plain[:]
    plain.flags.writeable = False
    return plain
