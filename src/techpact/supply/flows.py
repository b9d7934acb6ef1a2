"""Read the flows of a trade table, of any frame kind, as batches of small integers in one pass.

Strings of up to twelve bytes lie inside the Arrow string views themselves, so country and product
codes turn into integers by arithmetic and table look-up, without hashing the text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from techpact.alliance import country_codes
from techpact.errors import DataError, InputError
from techpact.sources.tables import TRADE

Integers = npt.NDArray[np.int64]

BATCH_ROWS = 1 << 17
COLUMNS = ("year", "exporter", "importer", "hs6", "value_usd")
MAX_VALUE = 2**42
"""Largest flow of one product between two countries, 4.4e12 USD: below it all sums are exact."""

MAX_PROBLEMS = 50


@dataclass(frozen=True)
class Batch:
    """Some rows: countries as positions in `countries()`, HS6 as a number, whole dollars."""

    year: Integers
    exporter: Integers
    importer: Integers
    product: npt.NDArray[np.int32]
    value: Integers


def countries() -> tuple[str, ...]:
    """All ISO alpha-3 codes in alphabetical order; a country's code is its position."""
    return tuple(sorted(country_codes()))


class Decoder:
    """Turns Polars batches into integers and gathers every problem on the way."""

    def __init__(self) -> None:
        self._position = {code: i for i, code in enumerate(countries())}
        # Five bits a letter make the index: no two codes share one.
        self._by_letters = np.full(1 << 15, -1, np.int64)
        for code, position in self._position.items():
            a, b, c = (ord(letter) & 31 for letter in code)
            self._by_letters[a | b << 5 | c << 10] = position
        self.problems: list[str] = []
        self.rows = 0

    def decode(self, frame: pl.DataFrame) -> Batch | None:
        """Return a batch, or None where it holds problems (they are gathered)."""
        before = len(self.problems)
        for name in COLUMNS:
            if frame[name].null_count():
                self._name(f"{name}: empty", frame[name].is_null().to_numpy(), frame[name])
        batch = None
        if len(self.problems) == before:
            batch = self._decode(frame.rechunk())
            if len(self.problems) > before:
                batch = None
        self.rows += len(frame)
        return batch

    def _decode(self, frame: pl.DataFrame) -> Batch:
        exporter = self._countries(frame["exporter"])
        importer = self._countries(frame["importer"])
        product = _products(frame["hs6"])
        value = frame["value_usd"].to_numpy()
        checks: tuple[tuple[str, str, Any], ...] = (
            ("exporter", "not an ISO alpha-3 country code", exporter),
            ("importer", "not an ISO alpha-3 country code", importer),
            ("hs6", "not six digits", product),
            ("value_usd", "below 0", value),
        )
        for name, what, codes in checks:
            if len(codes) and codes.min() < 0:
                self._name(f"{name}: {what}", codes < 0, frame[name])
        if len(value) and value.max() >= MAX_VALUE:
            self._name("value_usd: above 4.4e12", value >= MAX_VALUE, frame["value_usd"])
        return Batch(frame["year"].to_numpy(), exporter, importer, product, value)

    def raise_problems(self) -> None:
        """Raise one error that names everything found."""
        if self.problems:
            raise DataError(TRADE.name, self.problems, where=TRADE.name)

    def _countries(self, column: pl.Series) -> Integers:
        if isinstance(column.dtype, pl.Enum):
            known = [self._position.get(t, -1) for t in column.dtype.categories]
            positions: Integers = np.array([*known, -1], np.int64)[column.to_physical().to_numpy()]
            return positions
        letters = np.ascontiguousarray(_views(column)[:, 1])
        index = letters & 0x1F
        index |= (letters >> 3) & 0x3E0
        index |= (letters >> 6) & 0x7C00
        found: Integers = self._by_letters[index]
        # Three capital letters and nothing after them.
        found[(letters & 0xFFE0E0E0) != 0x404040] = -1
        return found

    def _name(self, text: str, bad: npt.NDArray[np.bool_], column: pl.Series) -> None:
        rows = np.flatnonzero(bad).tolist()
        shown = [f"row {self.rows + r + 1}: {column[r]!r}" for r in rows[:5]]
        more = f", … ({len(rows)} near there)" if len(rows) > 5 else ""
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(f"{text}: " + ", ".join(shown) + more)


def _views(column: pl.Series) -> npt.NDArray[np.uint32]:
    """String views of a column: length, then twelve bytes of text (or a prefix of longer text)."""
    array = column.to_arrow(compat_level=pl.CompatLevel.newest())
    words: npt.NDArray[np.uint32] = np.frombuffer(array.buffers()[1], dtype=np.uint32).reshape(
        -1, 4
    )
    return words[array.offset : array.offset + len(array)]


def _products(column: pl.Series) -> npt.NDArray[np.int32]:
    if isinstance(column.dtype, pl.Enum):
        known = [_product_number(t) for t in column.dtype.categories]
        numbers: npt.NDArray[np.int32] = np.array([*known, -1], np.int32)
        coded: npt.NDArray[np.int32] = numbers[column.to_physical().to_numpy()]
        return coded
    views = _views(column)
    first, second = np.ascontiguousarray(views[:, 1]), np.ascontiguousarray(views[:, 2])
    # ASCII digits are 0x30 to 0x39: adding 6 must not carry out of the low half of any byte.
    good = (first & 0xF0F0F0F0) == 0x30303030
    good &= ((first + np.uint32(0x06060606)) & 0xF0F0F0F0) == 0x30303030
    good &= (second & 0xFFFFF0F0) == 0x3030
    good &= ((second + np.uint32(0x0606)) & 0xF0F0) == 0x3030
    good &= views[:, 0] == 6
    pairs = (first & 0x000F000F) * np.uint32(10) + ((first >> 8) & 0x000F000F)
    last = (second & 0xF) * np.uint32(10) + ((second >> 8) & 0xF)
    number = ((pairs & 0xFF) * np.uint32(100) + (pairs >> 16)) * np.uint32(100) + last
    found = number.astype(np.int32)
    found[~good] = -1
    return found


def _product_number(text: str | None) -> int:
    return int(text) if text and len(text) == 6 and text.isascii() and text.isdigit() else -1


def batches(frame: pl.DataFrame | pl.LazyFrame, decoder: Decoder) -> Iterator[Batch]:
    """Yield the rows of a Polars frame; problems are raised when all rows have been seen."""
    wanted = frame.select(_typed(frame))
    pieces: Any
    if isinstance(wanted, pl.LazyFrame):
        pieces = wanted.collect_batches(maintain_order=True)
    else:
        pieces = wanted.iter_slices(BATCH_ROWS)
    for piece in pieces:
        batch = decoder.decode(piece)
        if batch is not None:
            yield batch
    decoder.raise_problems()


def _typed(frame: pl.DataFrame | pl.LazyFrame) -> list[pl.Expr]:
    schema = frame.collect_schema()
    missing = [name for name in COLUMNS if name not in schema]
    if missing:
        raise DataError(
            TRADE.name,
            [f"missing columns: {', '.join(missing)}; the table has: {', '.join(schema.names())}"],
            where=TRADE.name,
        )
    exprs = []
    for name in COLUMNS:
        kind = schema[name]
        if name in {"year", "value_usd"}:
            exprs.append(_whole(name, kind))
        elif isinstance(kind, pl.Categorical):
            exprs.append(pl.col(name).cast(pl.String))
        elif isinstance(kind, pl.String | pl.Enum):
            exprs.append(pl.col(name))
        else:
            raise InputError(
                f"column {name!r} holds {kind}, not text",
                where=TRADE.name,
                mend="give codes as text: a leading zero matters",
            )
    return exprs


def _whole(name: str, kind: pl.DataType) -> pl.Expr:
    """Whole numbers; fractions of a dollar are rounded half up, in every engine alike."""
    column = pl.col(name)
    if kind == pl.Int64:
        return column
    if kind.is_float():
        rounded = (column + 0.5).floor()
        return rounded.cast(pl.Int64, strict=False).alias(name)
    return column.cast(pl.Int64)
