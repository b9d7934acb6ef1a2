"""ADB multi-regional input-output tables: Asia's economies and their partners, 35 industries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from techpact.sources.card import Card, Source
from techpact.sources.grid import TABLES, Grid, Layout, alpha3, assemble, stack, year_of
from techpact.sources.input_output import REST, InputOutputSystem
from techpact.sources.workbook_grid import read_grid

# The bank's own codes, where they differ from ISO 3166-1.
COUNTRIES = {
    "BAN": "BGD", "BHU": "BTN", "BRU": "BRN", "CAM": "KHM", "DEN": "DNK", "FIJ": "FJI",
    "GER": "DEU", "INO": "IDN", "IRE": "IRL", "MAL": "MYS", "MLD": "MDV", "MON": "MNG",
    "NEP": "NPL", "NET": "NLD", "PHI": "PHL", "POR": "PRT", "PRC": "CHN", "ROM": "ROU",
    "SIN": "SGP", "SPA": "ESP", "SRI": "LKA", "SWI": "CHE", "TAP": "TWN", "UKG": "GBR",
    "VIE": "VNM", "RoW": REST, "ROW": REST,
}  # fmt: skip

FINAL = frozenset({"F1", "F2", "F3", "F4", "F5"})
BELOW = frozenset({"r60", "r99", "r61", "r62", "r63", "r64", "r65", "trs", "r69"})

LAYOUT = Layout(
    country=lambda code: alpha3(code, COUNTRIES),
    final=FINAL,
    output=frozenset({"TOT"}),
    ignored_rows=BELOW,
)


def systems(path: Path, *, year: int | None = None) -> Iterator[InputOutputSystem]:
    """Yield the table of a workbook.

    Parameters
    ----------
    path
        `ADB-MRIO-2022_August 2023.xlsx` as published.
    year
        Year of the table, where the name of the file does not tell it.
    """
    grid = read_grid(path, code_column=3)
    columns = [("", "TOT") if c.upper() in {"TOT", "TOTAL"} else (c, s) for c, s in grid.columns]
    yield assemble(
        Grid(grid.rows, columns, grid.values, grid.where), LAYOUT, _year(path.name, year)
    )


def _year(name: str, year: int | None) -> int:
    # The month and year of the release stand behind the year of the table.
    found = re.search(r"(?<!\d)(?:19|20)\d\d(?!\d)", name)
    return year_of(found.group() if found else name, year)


def read(path: Path, *, year: int | None = None) -> dict[str, pl.DataFrame]:
    """Read an ADB MRIO table into `flows`, `final_demand` and `output`.

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
        name="adb_mrio",
        publisher="Asian Development Bank",
        title="Multi-Regional Input-Output tables",
        url="https://kidb.adb.org/globalization",
        licence="ADB terms of use (check before sharing rows)",
        citation="Asian Development Bank, Multiregional Input-Output Database",
        version="62, 72 and 74 economies, current or constant prices",
        redistributable=False,
        units={"value_musd": "MUSD", "output_musd": "MUSD"},
        rows={"flows": (1, 7_000_000), "final_demand": (1, 1_000_000), "output": (1, 2_700)},
    ),
    TABLES,
    read,
)
