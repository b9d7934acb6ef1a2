"""Exact integer sums of trade flows by importer and product, made in one pass over the rows.

The same sums can be made by any engine with expressions (`sums.py`); this is the quick way for
tables that fit on one machine: dense arrays, added to batch by batch.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import polars as pl

from techpact.alliance import Alliance
from techpact.errors import DataError, LimitError
from techpact.sources.tables import TRADE
from techpact.supply.flows import COLUMNS, Batch, Decoder, Integers, batches, countries

SHIFT = 20
"""Flows are split at this bit, so that sums of squares stay exact in 64 bits."""

_BITS = np.left_shift(1, np.arange(8)).astype(np.uint8)
_BLOCK = 32
_PRODUCTS = 10**6
_START_PRODUCTS = 6144


def squares(values: Integers) -> dict[str, Integers]:
    """Split the squares of whole dollars into three summable parts, high to low."""
    high, low = values >> SHIFT, values & ((1 << SHIFT) - 1)
    return {"square_high": high * high, "square_middle": high * low, "square_low": low * low}


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
        self.partner = np.array([c in alliance.partners for c in codes])
        self.concern = np.array([c in alliance.concern for c in codes])
        self.name = alliance.name
        self.width = _START_PRODUCTS
        self.rows = 0
        self._slot = np.full(_PRODUCTS, -1, np.int32)
        self._products: list[int] = []
        names = (
            *("imports", "from_members", "from_partners", "from_concern", "top"),
            *("square_high", "square_middle", "square_low", "exports", "exports_inside", "ours"),
        )
        self._sum = {n: np.zeros(len(codes) * self.width, np.int64) for n in names}
        self._seen = np.zeros(len(codes) ** 2 * self.width // 8, np.uint8)

    def add(self, batch: Batch) -> None:
        """Add rows of the year; flows of a country to itself (re-imports) are left out."""
        e, i, v, number = batch.exporter, batch.importer, batch.value, batch.product
        abroad = e != i
        if not abroad.all():
            e, i, v, number = e[abroad], i[abroad], v[abroad], number[abroad]
        k = self._slots(number)
        self.rows += len(v)
        pair = e * len(self.codes)
        pair += i
        pair *= self.width
        pair += k
        bit = _BITS[pair & 7]
        pair >>= 3
        np.add.at(self._seen, pair, bit)
        into, out = i * self.width, e * self.width
        into += k
        out += k
        sums = self._sum
        np.add.at(sums["imports"], into, v)
        np.add.at(sums["exports"], out, v)
        ours, theirs = self.member[e], self.member[i]
        groups = (("members", ours), ("partners", self.partner[e]), ("concern", self.concern[e]))
        for name, group in groups:
            np.add.at(sums[f"from_{name}"], into[group], v[group])
        np.add.at(sums["ours"], out[theirs], v[theirs])
        inside = ours & theirs
        if inside.any():
            np.add.at(sums["exports_inside"], out[inside], v[inside])
            outside = ~inside
            e, into, v = e[outside], into[outside], v[outside]
        # The largest flow; of equal ones that of the alphabetically first exporter.
        packed = v << 8
        packed += 255 - e
        np.maximum.at(sums["top"], into, packed)
        high, low = v >> SHIFT, v & ((1 << SHIFT) - 1)
        large = np.flatnonzero(high)  # most flows are below a million dollars
        h, at = high[large], into[large]
        np.add.at(sums["square_high"], at, h * h)
        np.add.at(sums["square_middle"], at, h * low[large])
        low *= low
        np.add.at(sums["square_low"], into, low)

    def _slots(self, number: Any) -> Integers:
        slots = self._slot[number]
        if len(slots) and slots.min() < 0:
            for new in np.unique(number[slots < 0]).tolist():
                self._slot[new] = len(self._products)
                self._products.append(new)
            if len(self._products) > self.width:
                self._widen()
            slots = self._slot[number]
        wide: Integers = slots.astype(np.int64)
        return wide

    def _widen(self) -> None:
        old, n = self.width, len(self.codes)
        self.width = new = -(-len(self._products) * 3 // 2 // 8) * 8
        if n * n * new > 2**35:
            raise LimitError(
                f"{len(self._products):,} products are more than the Harmonized System has",
                where=TRADE.name,
                mend="convert all rows to one revision of the Harmonized System",
            )
        for name, array in self._sum.items():
            wide = np.zeros((n, new), np.int64)
            wide[:, :old] = array.reshape(n, old)
            self._sum[name] = wide.reshape(-1)
        wider = np.zeros((n * n, new // 8), np.uint8)
        wider[:, : old // 8] = self._seen.reshape(n * n, old // 8)
        self._seen = wider.reshape(-1)

    def repeated(self) -> bool:
        """Whether a flow was given twice: then a bit was added where one stood already."""
        return int(np.bitwise_count(self._seen).sum(dtype=np.int64)) != self.rows

    def pieces(self, year: int) -> Iterator[pl.DataFrame]:
        """Yield the sums, some importers at a time, with the columns of `sums.SUM_COLUMNS`.

        The arrays are used up.
        """
        del self._seen
        n, width = len(self.codes), self.width
        order = np.argsort(np.array(self._products, np.int64))
        texts = pl.Series([f"{self._products[k]:06d}" for k in order.tolist()], dtype=pl.String)

        def take(name: str) -> Integers:
            taken: Integers = self._sum.pop(name).reshape(n, width)[:, order]
            return taken

        exports, inside, ours = take("exports"), take("exports_inside"), take("ours")
        columns = {
            "imports_usd": take("imports"),
            "alliance_usd": take("from_members"),
            "partner_usd": take("from_partners"),
            "concern_usd": take("from_concern"),
            "exports_usd": exports,
            "top": take("top"),
        }
        columns |= {name: take(name) for name in ("square_high", "square_middle", "square_low")}
        plain = _world(exports)
        # Seen from the alliance its members are one exporter, and trade among them is not trade.
        inside = exports - inside
        together = inside[self.member].sum(0, keepdims=True)
        border = _world(np.concatenate([inside[~self.member], together]))
        del inside
        alone = self._alliance(columns, ours)
        del ours
        constants = [pl.lit(year, pl.Int64).alias("year")]
        yield self._piece(alone, border, None, texts).with_columns(
            *constants, unit=pl.lit("alliance"), bordered=pl.lit(value=True)
        )
        for bordered, world, rows in (
            (True, border, np.flatnonzero(self.member)),
            (False, plain, np.flatnonzero(~self.member)),
        ):
            for start in range(0, len(rows), _BLOCK):
                yield self._piece(columns, world, rows[start : start + _BLOCK], texts).with_columns(
                    *constants, unit=pl.lit("country"), bordered=pl.lit(bordered)
                )

    def _alliance(self, columns: dict[str, Integers], ours: Integers) -> dict[str, Integers]:
        """Sums of the alliance taken as one importer."""
        names = ("imports_usd", "alliance_usd", "partner_usd", "concern_usd", "exports_usd")
        total = {name: columns[name][self.member].sum(0, keepdims=True) for name in names}
        exporter = np.arange(len(self.codes))[:, None]
        outside = np.where(self.member[:, None], 0, ours)
        packed = np.where(outside > 0, (outside << 8) | (255 - exporter), 0)
        total["top"] = packed.max(0, keepdims=True)
        for name, part in squares(outside).items():
            total[name] = part.sum(0, keepdims=True)
        return total

    def _piece(
        self,
        columns: dict[str, Integers],
        world: dict[str, Integers],
        rows: Integers | None,
        texts: pl.Series,
    ) -> pl.DataFrame:
        importers, where = pl.Series([self.name]), np.zeros(1, np.int64)
        if rows is not None:
            importers, where = pl.Series(self.codes), rows
        chosen, product = np.nonzero(columns["imports_usd"][where])
        row = where[chosen]
        top = columns["top"][row, product]
        # A country's code stands in the low byte; one code beyond the last means: from nobody.
        partner = np.where(top > 255, 255 - (top & 255), len(self.codes))
        made: dict[str, Any] = {
            "importer": importers.gather(row),
            "hs6": texts.gather(product),
            "top_partner": pl.Series([*self.codes, None], dtype=pl.String).gather(partner),
            "top_usd": top >> 8,
        }
        made |= {name: columns[name][row, product] for name in columns if name != "top"}
        made |= {name: array[product] for name, array in world.items()}
        return pl.DataFrame(made)


def _world(exports: Integers) -> dict[str, Integers]:
    sums = {f"world_{n}": part.sum(0) for n, part in squares(exports).items()}
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
                totals.add(
                    Batch(
                        batch.year[chosen],
                        batch.exporter[chosen],
                        batch.importer[chosen],
                        batch.product[chosen],
                        batch.value[chosen],
                    )
                )
    if any(totals.repeated() for totals in by_year.values()):
        _name_repeated(frame, years)
    for year in years:
        yield from by_year.pop(year).pieces(year)


def _name_repeated(frame: pl.DataFrame | pl.LazyFrame, years: Sequence[int]) -> None:
    key = list(COLUMNS[:-1])
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
