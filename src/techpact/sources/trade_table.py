"""Open a trade table of any frame kind: its columns, years and revision are checked on the way."""

from __future__ import annotations

import re
from typing import Any

import narwhals as nw
import polars as pl

from techpact import engine
from techpact.alliance import check_countries
from techpact.analysis import AnyFrame
from techpact.errors import DataError, InputError, TechpactError
from techpact.sources.tables import HS_REVISIONS, TRADE
from techpact.tables import validate


def open_trade(trade: AnyFrame) -> Any:
    """Check what reading row by row will not see; bring eager frames of other kinds into Polars.

    Parameters
    ----------
    trade
        A table as declared by `TRADE`, unchecked, of any frame kind, eager or lazy.

    Returns
    -------
    Narwhals frame
        Over Polars; lazy frames of DuckDB and Spark stay where they are, and are checked there.

    Raises
    ------
    DataError
        For missing and unexpected columns; for unknown codes in an engine of its own.
    InputError
        For mixed revisions of product codes.
    """
    frame: Any = trade
    names = frame.collect_schema().names()
    missing = [c.name for c in TRADE.columns if c.name not in names and not c.nullable]
    surplus = [name for name in names if name not in TRADE.column]
    problems = [f"missing column: {name}" for name in missing]
    problems += [f"unexpected column: {name}" for name in surplus]
    if problems:
        problems.append(f"the table has: {', '.join(names)}")
        raise DataError(TRADE.name, problems, where=TRADE.name)
    if "hs_revision" in names:
        _one_revision(frame)
    if isinstance(frame, nw.DataFrame):
        return nw.from_native(_numbers(frame.to_polars()))
    if frame.implementation.is_polars():
        return nw.from_native(_numbers(frame.to_native()))
    frame = validate(frame, TRADE, where=TRADE.name)
    _check_codes(frame)
    return frame


def polars_trade(trade: AnyFrame) -> pl.DataFrame | pl.LazyFrame:
    """Open a trade table as a Polars frame; other engines' lazy frames are brought into memory."""
    native: pl.DataFrame | pl.LazyFrame
    if isinstance(trade, nw.LazyFrame) and not trade.implementation.is_polars():
        trade = engine.collect(trade)
    native = open_trade(trade).to_native()
    return native


def trade_years(frame: Any) -> list[int]:
    """Years of an opened table, in order.

    Raises
    ------
    InputError
        For a table without rows.
    """
    years = sorted(int(y) for y in _distinct(frame, "year") if y is not None)
    if not years:
        raise InputError(
            "the table holds no trade", where=TRADE.name, mend="give a table with rows"
        )
    return years


def missing_years(wanted: list[int], held: list[int]) -> InputError:
    """Return the error for years that a table lacks."""
    return InputError(
        f"the table holds no trade of {', '.join(str(y) for y in wanted if y not in held)}",
        where=TRADE.name,
        mend=f"years in the table: {', '.join(str(y) for y in held)}",
    )


def _numbers(frame: Any) -> pl.DataFrame | pl.LazyFrame:
    """Columns of numbers that are text, as in a CSV; what is no number is named when it is read."""
    schema = frame.collect_schema()
    text = {n for n in ("year", "value_usd", "quantity_t") if schema.get(n) == pl.String}
    number = {n: pl.col(n).str.strip_chars().cast(pl.Float64, strict=False) for n in text}
    if "quantity_t" in number:
        # An empty quantity is unknown; one that is no number is wrong.
        empty = pl.col("quantity_t").str.strip_chars().fill_null("") == ""
        number["quantity_t"] = number["quantity_t"].fill_null(
            pl.when(empty).then(None).otherwise(-1.0)
        )
    typed: pl.DataFrame | pl.LazyFrame = frame.with_columns(**number)
    return typed


def _one_revision(frame: Any) -> None:
    named = sorted(str(r) for r in _distinct(frame, "hs_revision") if r is not None)
    unknown = [name for name in named if name not in HS_REVISIONS]
    if unknown:
        raise InputError(
            f"not a revision of the Harmonized System: {', '.join(unknown)}",
            where=TRADE.name,
            mend=f"known revisions: {', '.join(HS_REVISIONS)}",
        )
    if len(named) > 1:
        raise InputError(
            f"codes of several revisions are mixed: {', '.join(named)}",
            where=TRADE.name,
            mend="convert them to one revision first (hs_conversion), or keep one",
        )


def _check_codes(frame: Any) -> None:
    """Unknown countries and products of a table that stays in its engine, found by distinct."""
    problems: list[str] = []
    for name in ("exporter", "importer"):
        for code in _distinct(frame, name):
            try:
                check_countries([code])
            except TechpactError as err:
                problems.append(f"{name}: {err.what}")
    products = _distinct(frame, "hs6")
    problems += [
        f"hs6: not six digits: {p!r}" for p in products if not re.fullmatch("[0-9]{6}", p or "")
    ]
    if problems:
        raise DataError(TRADE.name, sorted(problems), where=TRADE.name)


def _distinct(frame: Any, column: str) -> list[Any]:
    native = frame.to_native()
    if isinstance(native, pl.DataFrame | pl.LazyFrame):
        values = pl.col(column)
        kind = native.collect_schema()[column]
        if kind.is_integer() or isinstance(kind, pl.Enum):
            # Most tables hold one year of one revision: bounds are found much faster than all
            # values, those of an enumeration in its order.
            bounds = native.lazy().select(low=values.min(), high=values.max())
            low, high = bounds.collect(engine="streaming").row(0)
            if low == high and low is not None:
                return [low]
        unique = native.lazy().select(values.unique())
        return unique.collect(engine="streaming").to_series().to_list()
    held = frame.select(column).unique()
    rows = (held.collect("polars") if isinstance(held, nw.LazyFrame) else held).rows()
    return [code for (code,) in rows]
