"""OECD Inter-Country Input-Output tables, editions 2021 to 2025: CSV, or zip of CSVs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from techpact.sources.card import Card, Source
from techpact.sources.grid import (
    TABLES,
    Grid,
    Layout,
    alpha3,
    assemble,
    contents,
    numbers,
    stack,
    year_of,
)
from techpact.sources.input_output import PARTS, InputOutputSystem

FINAL = frozenset(
    {"HFCE", "NPISH", "GGFC", "GFCF", "INVNT", "INV", "DIRP", "DPABR", "P33", "NONRES", "FD"}
)
OUTPUT = frozenset({"OUT", "TOTAL", "OUTPUT"})
VALUE_ADDED = frozenset({"TLS", "VA", "VALU", "TAXSUB", "OUT", "OUTPUT", "TOTAL"})

LAYOUT = Layout(
    country=lambda code: alpha3(code, {}),
    final=FINAL,
    output=OUTPUT,
    ignored_rows=VALUE_ADDED,
    parts=PARTS,
)


def systems(path: Path, *, year: int | None = None) -> Iterator[InputOutputSystem]:
    """Yield the tables of a file, year by year.

    Parameters
    ----------
    path
        `ICIO2023_2019.csv`, `2020_SML.csv`, or a zip of such files.
    year
        Only this year of a zip; for a CSV, the year where its name holds none.
    """
    several = path.suffix.lower() == ".zip"
    for name, content in contents(path):
        at = year_of(name, None if several else year)
        if several and year is not None and at != year:
            continue
        heads, left, values = numbers(content, name)
        grid = Grid(
            [_label(r or "") for r in left[0]], [_label(c) for c in heads[0][1:]], values, name
        )
        yield assemble(grid, LAYOUT, at)


def _label(code: str) -> tuple[str, str]:
    """`USA_C26` to country and industry; TLS, VA and OUT stand alone."""
    country, _, rest = code.strip().strip('"').partition("_")
    return (country, rest) if rest else ("", country)


def read(path: Path, *, year: int | None = None) -> dict[str, pl.DataFrame]:
    """Read OECD ICIO tables into `flows`, `final_demand` and `output`.

    The main rows of China and Mexico in extended tables are zero; their parts (CN1, CN2, MX1, MX2)
    become industries of the country, such as C26@CN1.

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
        name="oecd_icio",
        publisher="OECD",
        title="Inter-Country Input-Output tables",
        url="https://www.oecd.org/en/data/datasets/inter-country-input-output-tables.html",
        licence="OECD terms and conditions; attribution (check before sharing rows)",
        citation="OECD, Inter-Country Input-Output Database, http://oe.cd/icio",
        version="2021, 2022, 2023 and 2025 editions (the file names carry edition and year)",
        redistributable=False,
        units={"value_musd": "MUSD, current prices", "output_musd": "MUSD, current prices"},
        rows={"flows": (1, 20_000_000), "final_demand": (1, 3_000_000), "output": (1, 5_000)},
    ),
    TABLES,
    read,
)
