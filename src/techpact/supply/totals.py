"""Exact integer sums of trade flows by importer and product, made in one pass over the rows.

The same sums can be made by any engine with expressions (`sums.py`); this is the quick way for
tables that fit on one machine: dense arrays, added to batch by batch.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from techpact.alliance import Alliance
from techpact.errors import DataError, LimitError
from techpact.sources.tables import TRADE
from techpact.sources.trade_rows import KEY, Batch, Decoder, Integers, batches, countries
from techpact.supply.flow_loops import (
    CELL,
    CONCERN,
    GATHERED,
    HIGH,
    LOW,
    MEMBERS,
    NOBODY,
    OTHERS,
    PAIR,
    PARTNERS,
    SHIFT,
    TOP,
    add_flows,
    gather_sums,
)

_LINE = 64
_BLOCK = 32  # importers of a piece
_PRODUCTS = 10**6
_START_PRODUCTS = 6144  # a multiple of 64, as every width: bits are counted 64 at a time


def squares(values: Integers) -> tuple[Integers, Integers, Integers]:
    """Split the squares of whole dollars into three summable parts, low to high."""
    high, low = values >> SHIFT, values & ((1 << SHIFT) - 1)
    return low * low, high * low, high * high


class Totals:
    """Sums of one year: dense arrays over countries and products.

    Parameters
    ----------
    alliance
        Whose borders count: trade among members is kept apart from trade across its border.
    """

    def __init__(self, alliance: Alliance) -> None:
        codes = countries()
        self.codes = codes
        self.member = np.array([c in alliance.members for c in codes])
        self._is_member = self.member.view(np.uint8)
        groups = ((MEMBERS, alliance.members), (PARTNERS, alliance.partners))
        self.group = np.full(len(codes), OTHERS, np.uint8)
        for group, chosen in (*groups, (CONCERN, alliance.concern)):
            self.group[[c in chosen for c in codes]] = group
        self.name = alliance.name
        self.width = _START_PRODUCTS
        self.rows = 0
        self._slot = np.full(_PRODUCTS, -1, np.int64)
        self._products: list[int] = []
        self._into = _Cells(len(codes), self.width, CELL)
        self._out = _Cells(len(codes), self.width, PAIR)
        self._seen = np.zeros(len(codes) ** 2 * self.width // 8, np.uint8)

    def add(self, batch: Batch) -> None:
        """Add rows of the year; flows of a country to itself (re-imports) are left out."""
        abroad = batch.exporter != batch.importer
        if not abroad.all():
            batch = batch[abroad]
        place = self._slots(batch.product)
        self.rows += len(batch)
        flows = (batch.exporter, batch.importer, place, batch.value)
        add_flows()(
            *map(np.ascontiguousarray, flows),
            *(self._is_member, self.group, self._into.numbers, self._out.numbers, self._seen),
            *(len(self.codes), self.width, len(batch)),
        )

    def _slots(self, number: Any) -> Integers:
        slots: Integers = self._slot[number]
        if len(slots) and slots.min() < 0:
            for new in sorted(set(number[slots < 0].tolist())):
                self._slot[new] = len(self._products)
                self._products.append(new)
            if len(self._products) > self.width:
                self._widen()
            slots = self._slot[number]
        return slots

    def _widen(self) -> None:
        old, n = self.width, len(self.codes)
        self.width = new = -(-len(self._products) * 3 // 2 // 64) * 64
        if n * n * new > 2**35:
            raise LimitError(
                f"{len(self._products):,} products are more than the Harmonized System has",
                where=TRADE.name,
                mend="convert all rows to one revision of the Harmonized System",
            )
        for cells in (self._into, self._out):
            cells.widen(new)
        seen = np.zeros((n * n, new // 8), np.uint8)
        seen[:, : old // 8] = self._seen.reshape(n * n, old // 8)
        self._seen = seen.reshape(-1)

    def repeated(self) -> bool:
        """Whether a flow was given twice: then a bit was added where one stood already."""
        return int(np.bitwise_count(self._seen.view(np.uint64)).sum(dtype=np.int64)) != self.rows

    def pieces(self, year: int) -> Iterator[pl.DataFrame]:
        """Yield the sums, some importers at a time, with the columns of `sums.SUM_COLUMNS`.

        The arrays are used up on the way: other importers come from the last to the first, then
        the members, then the alliance.
        """
        del self._seen
        out = self._out.table()
        exports = out.sum(2)
        # Seen from the alliance its members are one exporter, and trade among them is not trade.
        together = out[self.member, :, 0].sum(0, keepdims=True)
        worlds = _worlds(exports, self.member, together)
        alliance = self._alliance(out[:, :, 1])
        del out, self._out
        year_column = pl.lit(year, pl.Int64).alias("year")
        joint = exports[self.member].sum(0, keepdims=True)
        names, members = pl.Series(self.codes), np.flatnonzero(self.member)
        every = np.ones(len(members), bool)
        sums = self._into.table()[members]
        own = self._piece(names.gather(members), sums, exports[members], worlds, every)
        self._into.table()[members] = 0  # they have their piece
        for start in reversed(range(0, len(names), _BLOCK)):
            part = slice(start, start + _BLOCK)
            sums = self._into.table()[part]
            made = self._piece(names[part], sums, exports[part], worlds, self.member[part])
            del sums
            self._into.keep(start)
            yield made.with_columns(year_column, unit=pl.lit("country"))
        yield own.with_columns(year_column, unit=pl.lit("country"))
        alone = self._piece(pl.Series([self.name]), alliance, joint, worlds, np.array([True]))
        yield alone.with_columns(year_column, unit=pl.lit("alliance"))

    def _alliance(self, ours: Integers) -> Integers:
        """Sums of the alliance taken as one importer, (1, products, numbers)."""
        exporter = np.arange(len(self.codes))[:, None]
        outside = np.where(self.member[:, None], 0, ours)
        packed = np.where(outside > 0, (outside << 8) | (255 - exporter), 0)
        sums: Integers = self._into.table()[self.member].sum(0)
        sums[:, TOP] = packed.max(0)
        sums[:, LOW : HIGH + 1] = _square_sums(outside).T
        return sums[None]

    def _piece(
        self,
        importers: pl.Series,
        sums: Integers,
        exports: Integers,
        worlds: Integers,
        bordered: npt.NDArray[np.bool_],
    ) -> pl.DataFrame:
        order = np.argsort(np.array(self._products, np.int64))
        texts = pl.Series([f"{p:06d}" for p in sorted(self._products)], dtype=pl.String)
        rows = len(importers) * len(order)
        # One column more: the row behind the last is written too, and not kept.
        found, count = np.empty((len(GATHERED), rows + 1), np.int64), np.zeros(1, np.int64)
        gather_sums()(
            *(np.ascontiguousarray(sums), np.ascontiguousarray(exports), worlds, order),
            *(bordered.view(np.uint8), found, count),
            *(self.width, len(order), rows + 1, rows),
        )
        # Copies: a column that is kept would hold the whole array.
        made = {n: held[: count[0]].copy() for n, held in zip(GATHERED, found, strict=True)}
        row = made.pop("importer")
        partners = pl.Series([*self.codes, *[None] * (NOBODY + 1 - len(self.codes))])
        return pl.DataFrame(
            {
                "importer": importers.gather(row),
                "hs6": texts.gather(made.pop("place")),
                "top_partner": partners.gather(made.pop("top_partner")),
                "bordered": bordered[row],
                **made,
            }
        )


class _Cells:
    """Some whole numbers of each country and product, at the start of a line of the cache."""

    def __init__(self, countries: int, products: int, numbers: int) -> None:
        self.shape = (countries, products, numbers)
        self._bytes = np.zeros(countries * products * numbers * 8 + _LINE, np.uint8)
        self._start = -self._bytes.ctypes.data % _LINE

    @property
    def numbers(self) -> Integers:
        """All of them in one row: country by country, product by product."""
        size = int(np.prod(self.shape)) * 8
        return self._bytes[self._start : self._start + size].view(np.int64)

    def table(self) -> Integers:
        """All of them, (countries, products, numbers)."""
        return self.numbers.reshape(self.shape)

    def widen(self, products: int) -> None:
        """Make room for more products."""
        held, (countries, before, numbers) = self.table(), self.shape
        _Cells.__init__(self, countries, products, numbers)
        self.table()[:, :before] = held

    def keep(self, countries: int) -> None:
        """Give back the memory of all but the first countries; no view of it may be in use."""
        self.shape = (countries, *self.shape[1:])
        self._bytes.resize(int(np.prod(self.shape)) * 8 + _LINE, refcheck=False)


def _worlds(exports: Integers, member: npt.NDArray[np.bool_], together: Integers) -> Integers:
    """World exports as seen by others (0) and by the alliance (1): (2, products, `WORLD`)."""
    abroad, ours = exports[~member], exports[member]
    others, whole = _square_sums(abroad), abroad.sum(0)
    views = [(*(others + _square_sums(joint)), whole + joint.sum(0)) for joint in (ours, together)]
    return np.ascontiguousarray(np.array(views).transpose(0, 2, 1))


def _square_sums(values: Integers) -> Integers:
    """Sums of `squares` over rows, (3, columns); few rows at a time, which stay in the cache."""
    sums = np.zeros((3, values.shape[1]), np.int64)
    for start in range(0, len(values), _BLOCK):
        for total, part in zip(sums, squares(values[start : start + _BLOCK]), strict=True):
            total += part.sum(0)
    return sums


def totals_of(
    frame: pl.DataFrame | pl.LazyFrame, alliance: Alliance, years: Sequence[int]
) -> Iterator[pl.DataFrame]:
    """Sums of the given years in one pass over a Polars frame, some importers at a time.

    Raises
    ------
    DataError
        Rows that break the declaration, or a flow that is given twice; rows are named.
    """
    by_year = {year: Totals(alliance) for year in years}
    for batch in batches(frame, Decoder()):
        for year, totals in by_year.items():
            chosen = batch.year == year
            if chosen.all():
                totals.add(batch)
            elif chosen.any():
                totals.add(batch[chosen])
    if any(totals.repeated() for totals in by_year.values()):
        _name_repeated(frame, years)
    for year in years:
        yield from _ahead(by_year.pop(year).pieces(year))


def _ahead(pieces: Iterator[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    """Make the next piece in another thread while the caller works on this one."""
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(next, pieces, None)
        while (piece := waiting.result()) is not None:
            waiting = pool.submit(next, pieces, None)
            yield piece


def _name_repeated(frame: pl.DataFrame | pl.LazyFrame, years: Sequence[int]) -> None:
    key = list(KEY)
    rows = (
        frame.lazy()
        .select(pl.col("year").cast(pl.Int64), *key[1:])
        .with_row_index("row", offset=1)
        .filter(pl.col("year").is_in(years), pl.col("exporter") != pl.col("importer"))
        .group_by(key)
        .agg(pl.col("row"))
        .filter(pl.col("row").list.len() > 1)
        .sort(pl.col("row").list.first())
        .collect()
    )
    shown = [
        f"{line['exporter']} to {line['importer']}, {line['hs6']}, {line['year']}: rows "
        + ", ".join(str(r) for r in line["row"][:5])
        for line in rows.head(10).iter_rows(named=True)
    ]
    raise DataError(
        TRADE.name,
        [f"{len(rows):,} flows are given more than once", *shown],
        where=TRADE.name,
        mend="keep one row of each; set duplicates to 'sum' only where parts of one flow were "
        "listed separately",
    )
