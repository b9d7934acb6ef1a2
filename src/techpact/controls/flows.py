"""Read one or more years of bilateral trade as arrays of small integers, checked on the way."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import numpy as np
import numpy.typing as npt
import polars as pl

from techpact import engine
from techpact.alliance import country_codes
from techpact.analysis import AnyFrame
from techpact.errors import DataError, InputError, NotFoundError
from techpact.sources.tables import TRADE
from techpact.tables import validate

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.signedinteger[Any] | np.unsignedinteger[Any]]

MAX_VALUE = 2.0**53
"""Above it a sum of dollars is no longer exact in floating point."""


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


def country_list() -> tuple[str, ...]:
    """All alpha-3 codes in alphabetical order; a country's code in `Flows` is its position."""
    return tuple(sorted(country_codes()))


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
    table = _polars(trade)
    held = _years(table)
    wanted = sorted(set(years)) if years else held[-1:] if last else held
    missing = [y for y in wanted if y not in held]
    if missing:
        raise InputError(
            f"the table holds no trade of {', '.join(map(str, missing))}",
            where="trade",
            mend=f"years in the table: {', '.join(map(str, held))}",
        )
    _one_revision(table)
    names = country_list()
    kept = table.filter(pl.col("year").is_in(wanted)) if wanted != held else table
    if chapters is not None:
        kept = kept.filter(pl.col("hs6").cast(pl.String).str.head(2).is_in(sorted(chapters)))
    raw = kept.select(_coded(table, names, several_years=len(wanted) > 1)).collect()
    if any(raw[c].null_count() for c in "eipv") or raw["bad"].any():
        _name_problems(kept, names)
    product, value = raw["p"].to_numpy(), raw["v"].to_numpy()
    if raw.height and (product.min() < 0 or not float(value.min()) >= 0):
        _name_problems(kept, names)
    seen = np.zeros(1_000_000, bool)
    seen[product] = True
    position = np.cumsum(seen, dtype=np.int32) - 1
    exporter, importer = (raw[c].to_physical().to_numpy() for c in "ei")
    year: Integers = np.zeros(raw.height, np.int8)
    if len(wanted) > 1:
        year = np.searchsorted(np.array(wanted), raw["y"].to_numpy()).astype(np.int8)
    quantity = raw["q"].fill_null(np.nan).to_numpy() if "q" in raw.columns else None
    home = exporter == importer
    rows: Any = ~home if home.any() else slice(None)
    return Flows(
        tuple(f"{c:06d}" for c in np.flatnonzero(seen)),
        names,
        tuple(wanted),
        position[product][rows],
        exporter[rows],
        importer[rows],
        year[rows],
        value[rows],
        None if quantity is None else quantity[rows],
    )


def _polars(trade: AnyFrame) -> pl.LazyFrame:
    frame: Any = trade
    schema = frame.collect_schema()
    if any(schema.get(name) == nw.String() for name in ("year", "value_usd", "quantity_t")):
        frame = validate(engine.collect(frame), TRADE, where="trade")
    missing = [c.name for c in TRADE.columns if c.name not in schema and not c.nullable]
    surplus = [c for c in schema.names() if c not in TRADE.column]
    problems = [f"missing column: {c}" for c in missing]
    problems += [f"unexpected column: {c}" for c in surplus]
    for name in ("exporter", "importer", "hs6"):
        if name in schema and schema[name] not in (nw.String(), nw.Categorical(), nw.Enum):
            problems.append(f"{name}: holds {schema[name]}, not text")
    if problems:
        raise DataError(TRADE.name, problems, where="trade")
    if isinstance(frame, nw.LazyFrame):
        if frame.implementation.is_polars():
            native: pl.LazyFrame = frame.to_native()
            return native
        frame = engine.collect(frame)
    polars: pl.LazyFrame = frame.to_polars().lazy()
    return polars


def _years(table: pl.LazyFrame) -> list[int]:
    found = table.select(pl.col("year").unique()).collect()["year"].to_list()
    if None in found:
        raise DataError(TRADE.name, ["year: empty"], where="trade")
    if not found:
        raise InputError("the table holds no trade", where="trade", mend="give a table with rows")
    return sorted(int(y) for y in found)


def _one_revision(table: pl.LazyFrame) -> None:
    if "hs_revision" not in table.collect_schema():
        return
    found = table.select(pl.col("hs_revision").drop_nulls().unique().sort()).collect().to_series()
    if len(found) > 1:
        raise InputError(
            f"codes of several revisions are mixed: {', '.join(found)}",
            where="trade",
            mend="convert them to one revision first, or keep one",
        )


def _coded(table: pl.LazyFrame, names: tuple[str, ...], *, several_years: bool) -> list[pl.Expr]:
    country = pl.Enum(names)
    hs6 = pl.col("hs6").cast(pl.String)
    # A code is six bytes and a number without a sign.
    bad = (hs6.str.len_bytes() != 6) | hs6.str.starts_with("+")
    expressions = [
        pl.col("exporter").cast(pl.String).cast(country, strict=False).alias("e"),
        pl.col("importer").cast(pl.String).cast(country, strict=False).alias("i"),
        hs6.cast(pl.Int32, strict=False).alias("p"),
        bad.any().alias("bad"),
        pl.col("value_usd").cast(pl.Float64).alias("v"),
    ]
    if several_years:
        expressions.append(pl.col("year").cast(pl.Int32).alias("y"))
    if "quantity_t" in table.collect_schema():
        expressions.append(pl.col("quantity_t").cast(pl.Float64).alias("q"))
    return expressions


def _name_problems(table: pl.LazyFrame, names: tuple[str, ...]) -> None:
    """Raise one error that names the rows at fault; return when there are none."""
    value = pl.col("value_usd").cast(pl.Float64)
    hs6 = pl.col("hs6").cast(pl.String)
    checks = [
        ("exporter", "not an ISO alpha-3 country code", ~_in("exporter", names)),
        ("importer", "not an ISO alpha-3 country code", ~_in("importer", names)),
        ("hs6", "not six digits", ~hs6.str.contains(r"^[0-9]{6}$").fill_null(value=False)),
        ("value_usd", "not a value of 0 or more", ~(value >= 0).fill_null(value=False)
         | value.is_nan()),
    ]  # fmt: skip
    numbered = table.with_row_index("row_number", offset=1)
    problems = []
    for column, text, bad in checks:
        rows = numbered.filter(bad).select("row_number", column).collect()
        if rows.height:
            shown = ", ".join(f"row {n}: {v!r}" for n, v in rows.head(5).iter_rows())
            more = f", … ({rows.height} in all)" if rows.height > 5 else ""
            problems.append(f"{column}: {text}: {shown}{more}")
    if problems:
        raise DataError(TRADE.name, problems, where="trade")


def _in(column: str, names: tuple[str, ...]) -> pl.Expr:
    return pl.col(column).cast(pl.String).is_in(list(names)).fill_null(value=False)
