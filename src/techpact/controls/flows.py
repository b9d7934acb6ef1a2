"""Hold one or more years of bilateral trade as arrays of small integers."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import numpy as np
import numpy.typing as npt

from techpact.analysis import AnyFrame
from techpact.errors import NotFoundError
from techpact.sources.trade_rows import Decoder, batches, countries
from techpact.sources.trade_table import missing_years, polars_trade, trade_years

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.signedinteger[Any] | np.unsignedinteger[Any]]


@dataclass(frozen=True)
class Flows:
    """Rows of trade: positions in `products`, `countries` and `years`, dollars and tonnes.

    Flows of a country to itself are left out; flows given in parts are parts of a sum. `quantity`
    is NaN where it is not known.
    """

    products: tuple[str, ...]
    countries: tuple[str, ...]
    years: tuple[int, ...]
    product: Integers
    exporter: Integers
    importer: Integers
    year: Integers
    value: Floats
    quantity: Floats | None

    def sum(
        self, *axes: Integers, sizes: Sequence[int], rows: Any = None, of: Floats | None = None
    ) -> Floats:
        """Sum values (or `of`) over rows into an array with one axis for each given position.

        `of` has one value for each of `rows`.
        """
        weights = self.value if of is None else of
        if rows is not None and of is None:
            weights = weights[rows]
        first, *others = axes if rows is None else [axis[rows] for axis in axes]
        key = first.astype(np.int64)
        for axis, size in zip(others, sizes[1:], strict=True):
            key *= size
            key += axis
        # Without any row the counts come as integers.
        total = np.bincount(key, weights, int(np.prod(sizes))).astype(np.float64, copy=False)
        return total.reshape(tuple(sizes))

    def without_sales(self, codes: Collection[str]) -> list[str]:
        """Return those of the countries that sell nothing at all in the table."""
        rows = np.bincount(self.exporter, minlength=len(self.countries))
        selling = {c for c, n in zip(self.countries, rows, strict=True) if n}
        return sorted(set(codes) - selling)

    def only(self, products: Collection[str], more: Collection[str] = ()) -> Flows:
        """Keep the rows of some products, and of further ones where there are any.

        Raises
        ------
        NotFoundError
            When the table has no row of one of `products`.
        """
        held = {p: i for i, p in enumerate(self.products)}
        for code in products:
            if code not in held:
                raise NotFoundError("HS6 product", code, held, where="trade")
        kept = sorted({*products, *(p for p in more if p in held)})
        position = np.full(len(self.products), -1, np.int64)
        position[[held[p] for p in kept]] = np.arange(len(kept))
        rows = np.flatnonzero(position[self.product] >= 0)
        return Flows(
            tuple(kept),
            self.countries,
            self.years,
            position[self.product[rows]],
            self.exporter[rows],
            self.importer[rows],
            self.year[rows],
            self.value[rows],
            None if self.quantity is None else self.quantity[rows],
        )


def read_flows(
    trade: AnyFrame,
    *,
    years: Collection[int] | None = None,
    last: bool = False,
    chapters: Collection[str] | None = None,
) -> Flows:
    """Read a trade table.

    Parameters
    ----------
    trade
        A table as declared by `TRADE`, unchecked, of any frame kind, eager or lazy.
    years
        Years to keep; all when not given.
    last
        Keep the latest year only, when `years` is not given.
    chapters
        First two digits of the products to keep; all when not given.

    Raises
    ------
    DataError
        Names rows with unknown countries, codes that are not six digits, missing and negative
        values.
    InputError
        For years that the table lacks, mixed revisions, an empty table.
    """
    table = polars_trade(trade)
    held = trade_years(nw.from_native(table))
    wanted = sorted(set(years)) if years else held[-1:] if last else held
    if not set(wanted) <= set(held):
        raise missing_years(wanted, held)
    chapter = np.ones(100, bool)
    if chapters is not None:
        chapter = np.isin(np.arange(100), [int(c) for c in chapters])
    known = "quantity_t" in table.collect_schema()
    calendar = np.array(wanted)
    parts: list[tuple[Any, ...]] = []
    for batch in batches(table, Decoder(), quantities=known):
        keep = (batch.exporter != batch.importer) & chapter[batch.product // 10_000]
        if wanted != held:
            keep &= np.isin(batch.year, calendar)
        kept = batch if keep.all() else batch[keep]
        parts.append(
            (
                kept.product,
                kept.exporter.astype(np.uint8),
                kept.importer.astype(np.uint8),
                np.searchsorted(calendar, kept.year).astype(np.int8),
                kept.value.astype(np.float64),
                kept.quantity if known else None,
            )
        )
    product, exporter, importer, year, value = (
        np.concatenate([part[i] for part in parts]) for i in range(5)
    )
    seen = np.zeros(1_000_000, bool)
    seen[product] = True
    position = np.cumsum(seen, dtype=np.int32) - 1
    return Flows(
        tuple(f"{c:06d}" for c in np.flatnonzero(seen)),
        countries(),
        tuple(wanted),
        position[product],
        exporter,
        importer,
        year,
        value,
        np.concatenate([part[5] for part in parts]) if known else None,
    )
