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

SHIFT = 20
"""Flows are split at this bit, so that sums of squares stay exact in 64 bits."""

# Of each importer and product, what nearly every flow changes lies side by side in memory: all
# imports, those from members, the largest flow from outside and the low part of the squares.
IMPORTS, MEMBERS, TOP, LOW = range(4)
_CELL = 4
_LINE = 64
# The rest takes two numbers each: imports from partners and from countries of concern, the middle
# and high parts of the squares; and of each exporter and product, exports to others and to members.
_PAIR = 2
PARTNERS, CONCERN = range(_PAIR)
MIDDLE, HIGH = range(_PAIR)

_BITS = np.left_shift(1, np.arange(8)).astype(np.uint8)
_BLOCK = 32
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
        self.group = np.full(len(codes), -1, np.int64)
        self.group[[c in alliance.partners for c in codes]] = PARTNERS
        self.group[[c in alliance.concern for c in codes]] = CONCERN
        self.name = alliance.name
        self.width = _START_PRODUCTS
        self.rows = 0
        self._slot = np.full(_PRODUCTS, -1, np.int64)
        self._products: list[int] = []
        self._into = _zeros(len(codes), self.width, _CELL)
        self._far = _zeros(len(codes), self.width, _PAIR)
        self._squares = _zeros(len(codes), self.width, _PAIR)
        self._out = _zeros(len(codes), self.width, _PAIR)
        self._seen = np.zeros(len(codes) ** 2 * self.width // 8, np.uint8)

    def add(self, batch: Batch) -> None:
        """Add rows of the year; flows of a country to itself (re-imports) are left out."""
        abroad = batch.exporter != batch.importer
        if not abroad.all():
            batch = batch[abroad]
        e, i, v = batch.exporter, batch.importer, batch.value
        k = self._slots(batch.product)
        self.rows += len(v)
        self._mark(e, i, k)
        theirs = self.member[i]
        at = e * self.width
        at += k
        at *= _PAIR
        at += theirs
        np.add.at(self._out, at, v)
        at = i * self.width
        at += k
        self._from_far(e, at, v)
        cell = at * _CELL
        np.add.at(self._into, cell, v)
        ours = self.member[e]
        if ours.any():
            np.add.at(self._into[MEMBERS:], cell[ours], v[ours])
            v = np.where(ours & theirs, 0, v)
        # The largest flow; of equal ones that of the alphabetically first exporter.
        packed = v << 8
        packed += 255 - e
        np.maximum.at(self._into[TOP:], cell, packed)
        high, low = v >> SHIFT, v & ((1 << SHIFT) - 1)
        large = np.flatnonzero(high > 0)  # most flows are below a million dollars
        if len(large):
            h, pair = high[large], at[large] * _PAIR
            np.add.at(self._squares[HIGH:], pair, h * h)
            np.add.at(self._squares[MIDDLE:], pair, h * low[large])
        low *= low
        np.add.at(self._into[LOW:], cell, low)

    def _from_far(self, e: Integers, at: Integers, v: Integers) -> None:
        """Add imports from partners and from countries of concern."""
        group = self.group[e]
        rows = np.flatnonzero(group >= 0)
        if len(rows):
            np.add.at(self._far, at[rows] * _PAIR + group[rows], v[rows])

    def _mark(self, e: Integers, i: Integers, k: Integers) -> None:
        """Add a bit for each exporter, importer and product."""
        pair = e * len(self.codes)
        pair += i
        pair *= self.width
        pair += k
        bit = _BITS[pair & 7]
        pair >>= 3
        np.add.at(self._seen, pair, bit)

    def _slots(self, number: Any) -> Integers:
        slots: Integers = self._slot[number]
        if len(slots) and slots.min() < 0:
            for new in np.unique(number[slots < 0]).tolist():
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
        for name in ("_into", "_far", "_squares", "_out"):
            held = getattr(self, name).reshape(n, old, -1)
            wide = _zeros(n, new, held.shape[2])
            wide.reshape(n, new, -1)[:, :old] = held
            setattr(self, name, wide)
        seen = np.zeros((n * n, new // 8), np.uint8)
        seen[:, : old // 8] = self._seen.reshape(n * n, old // 8)
        self._seen = seen.reshape(-1)

    def repeated(self) -> bool:
        """Whether a flow was given twice: then a bit was added where one stood already."""
        return int(np.bitwise_count(self._seen.view(np.uint64)).sum(dtype=np.int64)) != self.rows

    def pieces(self, year: int) -> Iterator[pl.DataFrame]:
        """Yield the sums, some importers at a time, with the columns of `sums.SUM_COLUMNS`.

        The arrays are used up.
        """
        del self._seen
        shape = (len(self.codes), self.width, -1)
        into, far = self._into.reshape(shape), self._far.reshape(shape)
        parts, out = self._squares.reshape(shape), self._out.reshape(shape)
        exports = out.sum(2)
        # Seen from the alliance its members are one exporter, and trade among them is not trade.
        border = exports.copy()
        border[self.member] -= out[self.member, :, 1]
        together = border[self.member].sum(0, keepdims=True)
        bordered = _world(np.concatenate([border[~self.member], together]))
        del border
        alliance = self._alliance(into, far, out[:, :, 1])
        del out, self._out
        year_column = pl.lit(year, pl.Int64).alias("year")
        joint = exports[self.member].sum(0, keepdims=True)
        alone = self._piece(pl.Series([self.name]), alliance, joint, bordered)
        yield alone.with_columns(year_column, unit=pl.lit("alliance"), bordered=pl.lit(value=True))
        names = pl.Series(self.codes)
        for inside, world, rows in (
            (True, bordered, np.flatnonzero(self.member)),
            (False, _world(exports), np.flatnonzero(~self.member)),
        ):
            for start in range(0, len(rows), _BLOCK):
                part = rows[start : start + _BLOCK]
                sums = (into[part], far[part], parts[part])
                made = self._piece(names.gather(part), sums, exports[part], world)
                yield made.with_columns(
                    year_column, unit=pl.lit("country"), bordered=pl.lit(inside)
                )

    def _alliance(
        self, into: Integers, far: Integers, ours: Integers
    ) -> tuple[Integers, Integers, Integers]:
        """Sums of the alliance taken as one importer, each (1, products, …)."""
        exporter = np.arange(len(self.codes))[:, None]
        outside = np.where(self.member[:, None], 0, ours)
        packed = np.where(outside > 0, (outside << 8) | (255 - exporter), 0)
        low, middle, high = (part.sum(0) for part in squares(outside))
        bought = into[self.member].sum(0)
        return (
            np.stack([bought[:, IMPORTS], bought[:, MEMBERS], packed.max(0), low], axis=1)[None],
            far[self.member].sum(0, keepdims=True),
            np.stack([middle, high], axis=1)[None],
        )

    def _piece(
        self,
        importers: pl.Series,
        sums: tuple[Integers, Integers, Integers],
        exports: Integers,
        world: dict[str, Integers],
    ) -> pl.DataFrame:
        into, far, parts = sums
        order = np.argsort(np.array(self._products, np.int64))
        row, place = np.nonzero(into[:, order, IMPORTS])
        product = order[place]
        cells, distant, square = into[row, product], far[row, product], parts[row, product]
        top = cells[:, TOP]
        # A country's code stands in the low byte; one code beyond the last means: from nobody.
        partner = np.where(top > 255, 255 - (top & 255), len(self.codes))
        texts = pl.Series([f"{p:06d}" for p in sorted(self._products)], dtype=pl.String)
        made: dict[str, Any] = {
            "importer": importers.gather(row),
            "hs6": texts.gather(place),
            "top_partner": pl.Series([*self.codes, None], dtype=pl.String).gather(partner),
            "top_usd": top >> 8,
            "imports_usd": cells[:, IMPORTS],
            "exports_usd": exports[row, product],
            "alliance_usd": cells[:, MEMBERS],
            "partner_usd": distant[:, PARTNERS],
            "concern_usd": distant[:, CONCERN],
            "square_high": square[:, HIGH],
            "square_middle": square[:, MIDDLE],
            "square_low": cells[:, LOW],
        }
        made |= {name: array[product] for name, array in world.items()}
        return pl.DataFrame(made)


def _zeros(countries: int, products: int, numbers: int) -> npt.NDArray[np.int64]:
    """Zeros for some numbers of each country and product, at the start of a line of the cache."""
    size = countries * products * numbers * 8
    raw = np.zeros(size + _LINE, np.uint8)
    start = -raw.ctypes.data % _LINE
    return raw[start : start + size].view(np.int64)


def _world(exports: Integers) -> dict[str, Integers]:
    parts = zip(("low", "middle", "high"), squares(exports), strict=True)
    sums = {f"world_square_{name}": part.sum(0) for name, part in parts}
    return sums | {"world_usd": exports.sum(0)}


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
        .select(key)
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
        where="set duplicates to 'sum' only where parts of one flow were listed separately",
    )
