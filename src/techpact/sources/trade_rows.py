"""Read the rows of a trade table as batches of small integers in one pass.

Strings of up to twelve bytes lie inside the Arrow string views themselves, so country and product
codes turn into integers by arithmetic and table look-up, without hashing the text. Batches are so
small that all that is made of them stays in the processor's cache.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from techpact.alliance import country_codes
from techpact.errors import DataError, InputError
from techpact.sources.tables import TRADE

Integers = npt.NDArray[np.int64]
Words = npt.NDArray[np.uint32]

PIECE_ROWS = 1 << 17
BATCH_ROWS = 1 << 13
KEY = ("year", "exporter", "importer", "hs6")
COLUMNS = (*KEY, "value_usd")
MAX_VALUE = 2**42
"""Largest flow of one product between two countries, 4.4e12 USD: below it all sums are exact."""

MAX_PROBLEMS = 50

_HASH_BITS = 16

_WORD = np.uint64(32)
_HALVES = np.uint64(0xF0F0F0F0F0F0F0F0)
_SIXES = np.uint64(0x0606060606060606)
_SIX_DIGITS = np.uint64(0x303030303030)
_JOINS = tuple(
    (np.uint64(mask), np.uint64(factor << width | 1), np.uint64(width))
    for mask, factor, width in (
        (0x0F0F0F0F0F0F0F0F, 10, 8),
        (0x00FF00FF00FF00FF, 100, 16),
        (0x0000FFFF0000FFFF, 10_000, 32),
    )
)
"""Of each pair of neighbours the first (the lower in memory) is worth `factor` times the other."""


@dataclass(frozen=True)
class Batch:
    """Some rows: countries as positions in `countries()`, HS6 as a number, whole dollars.

    `quantity` is there where it was asked for: tonnes, NaN where unknown.
    """

    year: Integers
    exporter: Integers
    importer: Integers
    product: Integers
    value: Integers
    quantity: npt.NDArray[np.float64] | None = None

    def __len__(self) -> int:
        return len(self.value)

    def __getitem__(self, rows: Any) -> Batch:
        """Return some of the rows: a slice, a mask or positions."""
        return Batch(
            self.year[rows],
            self.exporter[rows],
            self.importer[rows],
            self.product[rows],
            self.value[rows],
            None if self.quantity is None else self.quantity[rows],
        )


@cache
def countries() -> tuple[str, ...]:
    """All ISO alpha-3 codes in alphabetical order; a country's code is its position."""
    return tuple(sorted(country_codes()))


@cache
def _country_hash() -> tuple[np.uint32, Words, Integers]:
    """Return a multiplier under which no two codes share the upper bits, and the two tables.

    The tables are indexed by these bits: the letters that lead there, and the country.
    """
    letters = np.array([int.from_bytes(c.encode(), "little") for c in countries()], np.uint32)
    multiplier = np.uint32(0x9E3779B1)  # any odd number may do; this one is tried first
    while True:
        place = (letters * multiplier) >> np.uint32(32 - _HASH_BITS)
        if len(set(place.tolist())) == len(letters):
            break
        multiplier += np.uint32(2)
    held, position = np.zeros(1 << _HASH_BITS, np.uint32), np.full(1 << _HASH_BITS, -1, np.int64)
    held[place], position[place] = letters, np.arange(len(letters))
    return multiplier, held, position


class Decoder:
    """Turns Polars frames into integers and gathers every problem on the way."""

    def __init__(self) -> None:
        self._position = {code: i for i, code in enumerate(countries())}
        self._hash = _country_hash()
        self._numbers: dict[str, tuple[pl.Enum, Integers]] = {}
        self.problems: list[str] = []
        self.rows = 0

    def decode(self, frame: pl.DataFrame) -> Iterator[Batch]:
        """Yield batches of a frame; after the first problem (they are gathered) no more."""
        before = len(self.problems)
        for name in COLUMNS:
            if frame[name].null_count():
                self._name(
                    f"{name}: {_missing(frame[name])}",
                    frame[name].is_null().to_numpy(),
                    frame[name],
                    0,
                )
        if len(self.problems) == before:
            yield from self._decode(frame)
        self.rows += len(frame)

    def _decode(self, frame: pl.DataFrame) -> Iterator[Batch]:
        year, value = frame["year"].to_numpy(), frame["value_usd"].to_numpy()
        exporter = self._coded(frame["exporter"], self._country_number)
        importer = self._coded(frame["importer"], self._country_number)
        product = self._coded(frame["hs6"], _product_number)
        quantity = None
        if "quantity_t" in frame.columns:
            quantity = frame["quantity_t"].fill_null(np.nan).to_numpy()
        for start in range(0, len(frame), BATCH_ROWS):
            part = slice(start, start + BATCH_ROWS)
            batch = Batch(
                year[part],
                self._countries(exporter, part),
                self._countries(importer, part),
                _products(product, part),
                value[part],
                None if quantity is None else quantity[part],
            )
            if self._whole(batch, frame, start):
                yield batch

    def _whole(self, batch: Batch, frame: pl.DataFrame, start: int) -> bool:
        before = len(self.problems)
        checks: tuple[tuple[str, str, Any], ...] = (
            ("exporter", "not an ISO alpha-3 country code", batch.exporter),
            ("importer", "not an ISO alpha-3 country code", batch.importer),
            ("hs6", "not six digits", batch.product),
            ("value_usd", "below 0", batch.value),
        )
        for name, what, codes in checks:
            if codes.min() < 0:
                self._name(f"{name}: {what}", codes < 0, frame[name], start)
        if batch.value.max() >= MAX_VALUE:
            large = batch.value >= MAX_VALUE
            self._name("value_usd: above 4.4e12", large, frame["value_usd"], start)
        if batch.quantity is not None and (batch.quantity < 0).any():
            low = batch.quantity < 0
            self._name("quantity_t: no number of 0 or more", low, frame["quantity_t"], start)
        return len(self.problems) == before

    def raise_problems(self) -> None:
        """Raise one error that names everything found."""
        if self.problems:
            raise DataError(TRADE.name, self.problems, where=TRADE.name)

    def _coded(self, column: pl.Series, number: Callable[[str], int]) -> _Codes:
        if isinstance(column.dtype, pl.Enum):
            kind, numbers = self._numbers.get(column.name, (None, None))
            if numbers is None or kind != column.dtype:
                # Once for a table, not for every batch: there may be thousands of categories.
                numbers = np.array([*map(number, column.dtype.categories), -1], np.int64)
                self._numbers[column.name] = column.dtype, numbers
            return _Codes(column.to_physical().to_numpy(), numbers)
        array = column.rechunk().to_arrow(compat_level=pl.CompatLevel.newest())
        words: Words = np.frombuffer(array.buffers()[1], dtype=np.uint32).reshape(-1, 4)
        return _Codes(words[array.offset : array.offset + len(array)], None)

    def _country_number(self, code: str) -> int:
        return self._position.get(code, -1)

    def _countries(self, column: _Codes, part: slice) -> Integers:
        if column.numbers is not None:
            coded: Integers = column.numbers[column.codes[part]]
            return coded
        multiplier, held, position = self._hash
        letters = np.ascontiguousarray(column.codes[part, 1])
        # Positions in the width of a pointer: NumPy would convert them twice.
        place = ((letters * multiplier) >> np.uint32(32 - _HASH_BITS)).astype(np.intp)
        found = position[place]
        wrong = held[place] != letters
        if wrong.any():
            found[wrong] = -1
        return found

    def _name(self, text: str, bad: npt.NDArray[np.bool_], column: pl.Series, start: int) -> None:
        rows = (np.flatnonzero(bad) + start).tolist()
        values = [(r + self.rows + 1, column[r]) for r in rows[:5]]
        shown = [f"row {row}" + ("" if v is None else f": {v!r}") for row, v in values]
        more = f", … ({len(rows)} near there)" if len(rows) > 5 else ""
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(f"{text}: " + ", ".join(shown) + more)


def _missing(column: pl.Series) -> str:
    return "empty or no number" if column.dtype.is_numeric() else "empty"


@dataclass(frozen=True)
class _Codes:
    """A column of codes: string views (rows, 4 words), or categories and what each stands for."""

    codes: npt.NDArray[Any]
    numbers: Integers | None


def _products(column: _Codes, part: slice) -> Integers:
    if column.numbers is not None:
        coded: Integers = column.numbers[column.codes[part]]
        return coded
    views = column.codes[part]
    # The two words after the length hold the text, zero bytes behind it.
    halves = views.view(np.uint64)
    text = halves[:, 0] >> _WORD
    text |= halves[:, 1] << _WORD
    # ASCII digits are 0x30 to 0x39: adding 6 must not carry out of the low half of any byte.
    wrong = text & _HALVES
    wrong ^= _SIX_DIGITS
    carried = text + _SIXES
    carried &= _HALVES
    carried ^= _SIX_DIGITS
    wrong |= carried
    bad = wrong != 0
    bad |= views[:, 0] != 6
    # All digits at once, as of eight with two zeros in front: pairs, fours, the whole.
    text <<= np.uint64(16)
    for mask, factor, shift in _JOINS:
        text &= mask
        text *= factor
        text >>= shift
    found = text.view(np.int64)
    if bad.any():
        found[bad] = -1
    return found


def _product_number(text: str) -> int:
    return int(text) if len(text) == 6 and text.isascii() and text.isdigit() else -1


def batches(
    frame: pl.DataFrame | pl.LazyFrame, decoder: Decoder, *, quantities: bool = False
) -> Iterator[Batch]:
    """Yield the rows of a Polars frame; problems are raised when all rows have been seen.

    Parameters
    ----------
    frame
        A table as declared by `TRADE`; codes may be texts, categories or enumerations.
    decoder
        A new decoder: it counts the rows.
    quantities
        Whether the batches carry quantities; NaN where there are none.

    Raises
    ------
    DataError
        Names missing columns, and rows with empty fields, unknown countries, codes that are not six
        digits, values and quantities below zero or beyond `MAX_VALUE`.
    InputError
        Where codes are not text.
    """
    wanted = frame.select(_typed(frame, quantities=quantities))
    pieces: Any
    if isinstance(wanted, pl.LazyFrame):
        pieces = wanted.collect_batches(maintain_order=True)
    else:
        pieces = wanted.iter_slices(PIECE_ROWS)
    for piece in pieces:
        yield from decoder.decode(piece)
    decoder.raise_problems()


def _typed(frame: pl.DataFrame | pl.LazyFrame, *, quantities: bool) -> list[pl.Expr]:
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
            exprs.append(_integral(name, kind))
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
    if quantities:
        held = "quantity_t" in schema
        tonnes = pl.col("quantity_t") if held else pl.lit(None).alias("quantity_t")
        exprs.append(tonnes.cast(pl.Float64))
    return exprs


def _integral(name: str, kind: pl.DataType) -> pl.Expr:
    """Whole numbers; fractions of a dollar are rounded half up, in every engine alike."""
    column = pl.col(name)
    if kind == pl.Int64:
        return column
    if kind.is_float():
        rounded = (column + 0.5).floor()
        return rounded.cast(pl.Int64, strict=False).alias(name)
    return column.cast(pl.Int64)
