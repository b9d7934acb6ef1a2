"""WIOD, release 2013: world input-output tables 1995 to 2011, 40 countries and 35 industries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl

from techpact.engine import check_file, read_frame
from techpact.errors import InputError
from techpact.sources.card import Card, Source
from techpact.sources.grid import TABLES, Grid, Layout, alpha3, assemble, stack, year_of
from techpact.sources.input_output import REST, InputOutputSystem
from techpact.sources.workbook_grid import read_grid

COUNTRIES = {"ROM": "ROU", "RoW": REST, "ROW": REST}
FINAL = {"c37": "CONS_h", "c38": "CONS_np", "c39": "CONS_g", "c41": "GFCF", "c42": "INVEN"}

# Totals, taxes less subsidies, adjustments, purchases abroad, value added, transport margins.
BELOW = frozenset({"r60", "r99", "r61", "r62", "r63", "r64", "r65", "r69"})

LAYOUT = Layout(
    country=lambda code: alpha3(code, COUNTRIES),
    final=frozenset(FINAL.values()),
    output=frozenset({"TOT", "c60"}),
    ignored_rows=BELOW,
)


def systems(path: Path, *, year: int | None = None) -> Iterator[InputOutputSystem]:
    """Yield the table of a workbook or array file.

    Parameters
    ----------
    path
        `wiot11_row_sep12.xlsx` as published, or `wiot_2011.npz` with arrays Z, Y, x and year, which
        needs `countries.csv` (iso3) and `sectors.csv` (code) beside it.
    year
        Year of the table, where neither the file nor its name tells it.
    """
    if path.suffix.lower() == ".npz":
        yield _arrays(path)
        return
    grid = read_grid(path, code_column=3)
    columns = [(c, FINAL.get(code, code) or "TOT") for c, code in grid.columns]
    columns = [("", "TOT") if c.upper() in {"TOT", "TOTAL"} else (c, s) for c, s in columns]
    yield assemble(
        Grid(grid.rows, columns, grid.values, grid.where), LAYOUT, _year(path.name, year)
    )


def _year(name: str, year: int | None) -> int:
    short = re.match(r"wiot(\d\d)(?!\d)", name.lower())  # wiot95_row_apr12.xlsx
    if year is None and short:
        digits = int(short.group(1))
        return digits + (1900 if digits > 90 else 2000)
    return year_of(name, year)


def _arrays(path: Path) -> InputOutputSystem:
    check_file(path)
    countries = read_frame(path.parent / "countries.csv")["iso3"].to_list()
    sectors = read_frame(path.parent / "sectors.csv")["code"].to_list()
    try:
        with np.load(path, allow_pickle=False) as arrays:
            Z, Y, x = (np.ascontiguousarray(arrays[k], dtype=float) for k in ("Z", "Y", "x"))
            year = int(arrays["year"])
    except (ValueError, OSError, KeyError, TypeError) as err:
        raise InputError(
            f"this is not an array file with Z, Y, x and year: {err}",
            where=str(path),
            mend="give the published workbook",
        ) from err
    rows = [(c, s) for c in countries for s in sectors]
    columns = [*rows, *((c, f) for c in countries for f in FINAL.values()), ("", "TOT")]
    values = np.hstack([Z, Y, x.reshape(-1, 1)]) if len(Z) == len(Y) == x.size else Z
    if values.shape != (len(rows), len(columns)):
        raise InputError(
            f"Z {Z.shape}, Y {Y.shape} and x {x.shape} do not fit {len(countries)} countries and "
            f"{len(sectors)} industries",
            where=str(path),
            mend="put the matching countries.csv and sectors.csv beside it",
        )
    return assemble(Grid(rows, columns, values, str(path)), LAYOUT, year)


def read(path: Path, *, year: int | None = None) -> dict[str, pl.DataFrame]:
    """Read a WIOD 2013 table into `flows`, `final_demand` and `output`.

    Raises
    ------
    DataError
        Unknown countries or codes.
    InputError
        A file that is no such table.
    """
    return stack(systems(path, year=year))


SOURCE = Source(
    Card(
        name="wiod2013",
        publisher="World Input-Output Database, University of Groningen",
        title="World Input-Output Tables, release 2013",
        url="https://www.rug.nl/ggdc/valuechain/wiod/wiod-2013-release",
        licence="Creative Commons Attribution 4.0",
        citation="Timmer, Dietzenbacher, Los, Stehrer and de Vries (2015), An Illustrated User "
        "Guide to the World Input-Output Database, Review of International Economics 23, 575-605",
        version="release of November 2013",
        redistributable=True,
        units={"value_musd": "MUSD, current prices", "output_musd": "MUSD, current prices"},
        rows={"flows": (1, 2_059_225), "final_demand": (1, 294_175), "output": (1, 1_435)},
    ),
    TABLES,
    read,
)
