"""Eurostat FIGARO: EU inter-country input-output tables, matrix or flat CSV, or zip of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from techpact.errors import DataError
from techpact.sources.card import Card, Source
from techpact.sources.euro import usd_per_eur as rate_of
from techpact.sources.grid import (
    TABLES,
    Grid,
    Layout,
    alpha2,
    assemble,
    contents,
    numbers,
    stack,
    year_of,
)
from techpact.sources.input_output import REST, InputOutputSystem

COUNTRIES = {"FIGW1": REST, "EL": "GRC", "UK": "GBR"}

FINAL = frozenset({"P3_S13", "P3_S14", "P3_S15", "P51G", "P5M"})

# Components of value added, taxes and purchases of (non-)residents; their rows are of W2, all.
VALUE_ADDED = frozenset({"B2A3G", "D1", "D21X31", "D29X39", "OP_NRES", "OP_RES", "INTTTM"})

LAYOUT = Layout(
    country=lambda code: alpha2(code, COUNTRIES),
    final=FINAL,
    ignored_rows=VALUE_ADDED,
)

FLAT = ("refArea", "rowIi", "counterpartArea", "colIi", "obsValue")
FLAT_IGNORED = re.compile(r"ic\w+(Row|Col)|timePeriod|time|unit")
PRODUCTS = {"rowPi": "rowIi", "colPi": "colIi"}
"""Tables product by product name the same columns so."""


def systems(
    path: Path, *, year: int | None = None, usd_per_eur: float | None = None
) -> Iterator[InputOutputSystem]:
    """Yield the tables of a file, year by year.

    Parameters
    ----------
    path
        `matrix_eu-ic-io_ind-by-ind_25ed_2022.csv`, the flat file of the same, or a zip of them.
    year
        Only this year of a zip; for a CSV, the year where its name holds none.
    usd_per_eur
        US dollars for one euro; the ECB's average of the year when not given.
    """
    several = path.suffix.lower() == ".zip"
    for name, content in contents(path):
        at = year_of(name, None if several else year)
        if several and year is not None and at != year:
            continue
        rate = rate_of(at, usd_per_eur, name)
        grid = _flat(content, name) if _is_flat(content) else _matrix(content, name)
        yield assemble(grid, LAYOUT, at, factor=rate)


def _is_flat(content: Any) -> bool:
    if isinstance(content, bytes):
        first = content[:200]
    else:
        with content.open("rb") as file:
            first = file.read(200)
    return b"refArea" in first


def _label(code: str) -> tuple[str, str]:
    country, _, rest = code.strip().partition("_")
    return country, rest.removeprefix("CPA_")


def _matrix(content: Any, name: str) -> Grid:
    heads, left, values = numbers(content, name)
    return Grid([_label(r or "") for r in left[0]], [_label(c) for c in heads[0][1:]], values, name)


def _flat(content: Any, name: str) -> Grid:
    frame = pl.read_csv(content, infer_schema=False).rename(PRODUCTS, strict=False)
    missing = [c for c in FLAT if c not in frame.columns]
    surplus = [c for c in frame.columns if c not in FLAT and not FLAT_IGNORED.fullmatch(c)]
    if missing or surplus:
        raise DataError(
            "flows",
            [*(f"missing column: {c}" for c in missing), *(f"unexpected: {c}" for c in surplus)],
            where=name,
        )
    numeric = frame.with_columns(value=pl.col("obsValue").cast(pl.Float64, strict=False))
    bad = numeric.with_row_index("row", 2).filter(pl.col("value").is_null())
    if bad.height:
        raise DataError(
            "flows", [f"obsValue is no number in line {r}" for r in bad["row"][:5]], where=name
        )
    strip = pl.col("rowIi", "colIi").str.strip_prefix("CPA_")
    numeric = numeric.with_columns(strip)
    rows = numeric.select("refArea", "rowIi").unique(maintain_order=True)
    columns = numeric.select("counterpartArea", "colIi").unique(maintain_order=True)
    placed = numeric.join(
        rows.with_row_index("i"), on=["refArea", "rowIi"], how="left", maintain_order="left"
    ).join(
        columns.with_row_index("j"),
        on=["counterpartArea", "colIi"],
        how="left",
        maintain_order="left",
    )
    values = np.zeros((rows.height, columns.height))
    i, j = placed["i"].to_numpy(), placed["j"].to_numpy()
    values[i, j] = placed["value"].to_numpy()
    if len(np.unique(i.astype(np.int64) * columns.height + j)) < len(i):
        raise DataError("flows", ["one flow is given twice"], where=name)
    return Grid(rows.rows(), columns.rows(), values, name)


def read(
    path: Path, *, year: int | None = None, usd_per_eur: float | None = None
) -> dict[str, pl.DataFrame]:
    """Read FIGARO tables into `flows`, `final_demand` and `output`, euro turned into US dollars.

    Rows of W2 (value added, taxes) are ignored; output is the row sum, as published tables balance.

    Raises
    ------
    DataError
        Unknown countries or codes.
    InputError
        A file that is no such table.
    """
    return stack(systems(path, year=year, usd_per_eur=usd_per_eur))


SOURCE = Source(
    Card(
        name="figaro",
        publisher="Eurostat and Joint Research Centre",
        title="FIGARO: EU inter-country supply, use and input-output tables",
        url="https://ec.europa.eu/eurostat/web/esa-supply-use-input-tables/database",
        licence="Creative Commons Attribution 4.0 (Eurostat copyright notice)",
        citation="Eurostat, FIGARO tables (EU inter-country supply, use and input-output tables)",
        version="any edition (file names carry it, such as 25ed)",
        redistributable=True,
        units={
            "value_musd": "MUSD (MEUR in the file, at the ECB's average rate of the year)",
            "output_musd": "MUSD",
        },
        rows={"flows": (1, 12_000_000), "final_demand": (1, 1_500_000), "output": (1, 4_000)},
    ),
    TABLES,
    read,
)
