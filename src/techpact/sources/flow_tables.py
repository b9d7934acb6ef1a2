"""From the long tables `flows`, `final_demand` and `output` to the arrays of one year."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from techpact.errors import DataError, NotFoundError
from techpact.sources.input_output import (
    PARTS,
    SPLIT,
    Array,
    InputOutputSystem,
    is_aggregate,
    natural_key,
)
from techpact.sources.tables import FINAL_DEMAND, FLOWS, OUTPUT

TOTALS = frozenset(
    {"WLD", "WORLD", "W", "W0", "TOT", "TOTAL", "ALL", "VARIOUS", "EUR", "EU", "EU15", "EU25"}
    | {"EU27", "EU28", "EU27_2020", "EA", "EA19", "EA20", "OECD", "G7", "G20", "ASEAN", "APEC"}
    | {"NAFTA", "ZEUR", "ZASI", "ZOTH", "ZNAM"}
)
"""Codes of sums over countries: beside their countries they would count everything twice."""


def years_of(flows: Any, year: int | None) -> list[int]:
    """Years of a flow table, or the one asked for.

    Raises
    ------
    NotFoundError
        When the table lacks the year.
    """
    found = sorted({int(y) for y in flows["year"].unique().to_list()})
    if year is None:
        return found
    if year not in found:
        raise NotFoundError("year", str(year), [str(y) for y in found], where=FLOWS.name)
    return [year]


def from_tables(flows: Any, final_demand: Any, output: Any, year: int) -> InputOutputSystem:
    """Build the arrays of one year from long tables.

    Parameters
    ----------
    flows, final_demand, output
        Eager Narwhals frames as declared in `sources.tables`; `output` may be None: output is then
        the sum of each industry's deliveries.

    Split parts of a country (CN1) become industries of it (C26@CN1). Codes that are neither
    countries nor `ROW` stay as regions of their own.

    Raises
    ------
    DataError
        For repeated rows and sums over countries (named), and where `InputOutputSystem` refuses
        the numbers.
    """
    parts = {FLOWS.name: flows, FINAL_DEMAND.name: final_demand}
    if output is not None:
        parts[OUTPUT.name] = output
    frames = {
        name: _joined(frame.to_polars().with_row_index("row", 1).filter(pl.col("year") == year))
        for name, frame in parts.items()
    }
    for name, frame in frames.items():
        if frame.is_empty():
            raise DataError(
                name,
                [f"it has no rows of {year}, which other tables have"],
                mend=f"add the rows of {year}, or choose another year with the option year",
            )
    _refuse_totals(frames)
    industries = _industries(frames)
    n = industries.height
    flow, want = frames[FLOWS.name], frames[FINAL_DEMAND.name]
    supplier = _positions(flow, "supplier", industries)
    Z = _dense(flow, supplier, _positions(flow, "buyer", industries), n, FLOWS.name)
    columns = want.select("buyer_country", "category").unique().sort("buyer_country", "category")
    place = want.join(columns.with_row_index("j"), on=["buyer_country", "category"], how="left")
    Y = _dense(
        want,
        _positions(want, "supplier", industries),
        place["j"].to_numpy(),
        columns.height,
        FINAL_DEMAND.name,
        n,
    )
    x = Z.sum(axis=1) + Y.sum(axis=1)
    # An industry that only draws down stocks, and neither buys nor sells otherwise, makes nothing.
    x[(x < 0) & ~Z.any(axis=1) & ~Z.any(axis=0)] = 0.0
    if OUTPUT.name in frames:
        given = frames[OUTPUT.name].rename({"country": "own_country", "sector": "own_sector"})
        rows = _positions(given, "own", industries)
        published = _dense(
            given.rename({"output_musd": "value_musd"}), rows, rows * 0, 1, OUTPUT.name, n
        )[:, 0]
        missing = np.setdiff1d(np.flatnonzero(x), rows)
        if len(missing):
            names = [":".join(industries.row(int(i))[:2]) for i in missing[:5]]
            raise DataError(
                OUTPUT.name,
                [f"no output for {len(missing)} industries that deliver: {', '.join(names)}"],
                where=f"year {year}",
            )
        x = published
    return InputOutputSystem(
        year=year,
        countries=tuple(industries["country"]),
        sectors=tuple(industries["sector"]),
        Z=Z,
        Y=Y,
        final=tuple(columns.rows()),
        x=x,
    )


def _joined(frame: pl.DataFrame) -> pl.DataFrame:
    """Turn parts of a country into its industries."""
    for column in (c for c in frame.columns if c.endswith("country")):
        country, sector = pl.col(column), column.replace("country", "sector")
        sector = sector if sector in frame.columns else "category"
        if not set(frame[column].unique()) & set(PARTS):
            continue
        renamed = pl.when(country.is_in(list(PARTS))).then(pl.col(sector) + SPLIT + country)
        frame = frame.with_columns(renamed.otherwise(pl.col(sector)).alias(sector))
        frame = frame.with_columns(country.replace(PARTS))
    return frame


def _refuse_totals(frames: Mapping[str, pl.DataFrame]) -> None:
    problems = []
    for name, frame in frames.items():
        for column in (c for c in frame.columns if c.endswith("country")):
            sums = [code for code in frame[column].unique() if code.upper() in TOTALS]
            wrong = frame.filter(pl.col(column).is_in(sums))
            problems += [
                f"{name}, row {row}: {column} {code!r} is a sum over countries"
                for row, code in wrong.group_by(column).agg(pl.col("row").min())
                .select("row", column).sort("row").rows()
            ]  # fmt: skip
    if problems:
        raise DataError(FLOWS.name, problems)


def _industries(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Every industry named anywhere, countries in alphabetical and sectors in natural order."""
    names = ("country", "sector")
    found = [frames[FLOWS.name].select(f"{side}_country", f"{side}_sector").unique()
             for side in ("supplier", "buyer")]  # fmt: skip
    found.append(frames[FINAL_DEMAND.name].select("supplier_country", "supplier_sector").unique())
    if OUTPUT.name in frames:
        found.append(frames[OUTPUT.name].select("country", "sector").unique())
    rows = {row for frame in found for row in frame.rows()}
    ordered = sorted(rows, key=lambda r: (is_aggregate(r[0]), r[0], natural_key(r[1])))
    schema = dict.fromkeys(names, pl.String)
    return pl.DataFrame(ordered, schema=schema, orient="row").with_row_index("position")[
        ["country", "sector", "position"]
    ]


def _positions(frame: pl.DataFrame, side: str, industries: pl.DataFrame) -> NDArray[np.intp]:
    joined = frame.select(f"{side}_country", f"{side}_sector").join(
        industries,
        left_on=[f"{side}_country", f"{side}_sector"],
        right_on=["country", "sector"],
        how="left",
        maintain_order="left",
    )
    return joined["position"].to_numpy().astype(np.intp)


def _dense(frame: pl.DataFrame, i: Any, j: Any, m: int, table: str, n: int | None = None) -> Array:
    out = np.zeros((n or m, m))
    filled = np.zeros((n or m, m), dtype=bool)
    filled[i, j] = True
    if np.count_nonzero(filled) != len(i):
        order = np.lexsort((j, i))
        si, sj = np.asarray(i)[order], np.asarray(j)[order]
        again = (si[1:] == si[:-1]) & (sj[1:] == sj[:-1])
        first, second = order[:-1][again], order[1:][again]
        rows = frame["row"]
        raise DataError(
            table,
            [
                f"rows {rows[int(a)]} and {rows[int(b)]} give the same flow"
                for a, b in sorted(zip(first, second, strict=True))
            ],
        )
    out[i, j] = frame["value_musd"].to_numpy()
    return out
