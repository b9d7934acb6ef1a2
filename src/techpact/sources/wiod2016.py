"""WIOD, release 2016: world input-output tables 2000 to 2014, 43 countries and 56 industries."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from techpact.sources.card import Card, Source
from techpact.sources.grid import TABLES, Grid, Layout, alpha3, assemble, stack, year_of
from techpact.sources.input_output import REST, InputOutputSystem
from techpact.sources.workbook_grid import read_grid

COUNTRIES = {"ROM": "ROU", "RoW": REST, "ROW": REST}
FINAL = frozenset({"CONS_h", "CONS_np", "CONS_g", "GFCF", "INVEN"})
BELOW = frozenset(
    {"II_fob", "TXSP", "EXP_adj", "PURR", "PURNR", "VA", "IntTTM", "GO"}
    | {f"r{k}" for k in range(65, 74)}
)

LAYOUT = Layout(
    country=lambda code: alpha3(code, COUNTRIES),
    final=FINAL,
    output=frozenset({"GO", "TOT"}),
    ignored_rows=BELOW,
)


def systems(path: Path, *, year: int | None = None) -> Iterator[InputOutputSystem]:
    """Yield the table of a workbook.

    Parameters
    ----------
    path
        `WIOT2014_Nov16_ROW.xlsb` as published, or the same saved as xlsx.
    year
        Year of the table, where the name of the file does not tell it.
    """
    grid = read_grid(path, code_column=0)
    columns = [
        ("", "GO") if c.upper() in {"TOT", "TOTAL"} or s == "GO" else (c, s)
        for c, s in grid.columns
    ]
    yield assemble(
        Grid(grid.rows, columns, grid.values, grid.where), LAYOUT, year_of(path.name, year)
    )


def read(path: Path, *, year: int | None = None) -> dict[str, pl.DataFrame]:
    """Read a WIOD 2016 table into `flows`, `final_demand` and `output`.

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
        name="wiod2016",
        publisher="World Input-Output Database, University of Groningen",
        title="World Input-Output Tables, release 2016",
        url="https://www.rug.nl/ggdc/valuechain/wiod/wiod-2016-release",
        licence="Creative Commons Attribution 4.0",
        citation="Timmer, Los, Stehrer and de Vries (2016), An Anatomy of the Global Trade "
        "Slowdown based on the WIOD 2016 Release, GGDC research memorandum 162",
        version="release of November 2016",
        redistributable=True,
        units={"value_musd": "MUSD, current prices", "output_musd": "MUSD, current prices"},
        rows={"flows": (1, 6_071_296), "final_demand": (1, 542_080), "output": (1, 2_464)},
    ),
    TABLES,
    read,
)
