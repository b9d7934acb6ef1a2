"""EXIOBASE 3: monetary tables of 44 countries and five rest-of-world regions, zip of text."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import numpy as np
import polars as pl

from techpact.engine import check_file
from techpact.errors import InputError
from techpact.sources.card import Card, Source
from techpact.sources.euro import usd_per_eur as rate_of
from techpact.sources.grid import (
    TABLES,
    Grid,
    Layout,
    alpha2,
    assemble,
    numbers,
    read_member,
    stack,
    year_of,
)
from techpact.sources.input_output import REST, Array, InputOutputSystem

REGIONS = {
    "WA": f"{REST}_ASIA",
    "WL": f"{REST}_AMERICA",
    "WE": f"{REST}_EUROPE",
    "WF": f"{REST}_AFRICA",
    "WM": f"{REST}_MIDDLE_EAST",
}

FINAL = frozenset(
    {
        "Final consumption expenditure by households",
        "Final consumption expenditure by non-profit organisations serving households (NPISH)",
        "Final consumption expenditure by government",
        "Gross fixed capital formation",
        "Changes in inventories",
        "Changes in valuables",
        "Export",
        "Exports: Total (fob)",
    }
)

LAYOUT = Layout(
    country=lambda code: alpha2(code, REGIONS), final=FINAL, output=frozenset({"indout"})
)


def systems(
    path: Path, *, year: int | None = None, usd_per_eur: float | None = None
) -> Iterator[InputOutputSystem]:
    """Yield the table of an archive.

    Parameters
    ----------
    path
        `IOT_2011_ixi.zip` (or pxp) as published; Z.txt is read, or A.txt where there is none.
    year
        Year of the table, where the name of the file does not tell it.
    usd_per_eur
        US dollars for one euro (ECU before 1999); the ECB's average of the year when not given.
    """
    check_file(path)
    at = year_of(path.name, year)
    rate = rate_of(at, usd_per_eur, str(path))
    try:
        with zipfile.ZipFile(path) as archive:
            yield assemble(_grid(archive, path), LAYOUT, at, factor=rate)
    except zipfile.BadZipFile as err:
        raise InputError(
            "this is not a readable zip", where=str(path), mend="download it again"
        ) from err


def _grid(archive: zipfile.ZipFile, path: Path) -> Grid:
    members = {
        PurePosixPath(m).name: m
        for m in sorted(archive.namelist(), key=lambda m: -m.count("/"))  # satellites lie deeper
    }
    flows = "Z.txt" if "Z.txt" in members else "A.txt"
    missing = [n for n in (flows, "Y.txt", "x.txt") if n not in members]
    if missing:
        raise InputError(
            f"the zip lacks {', '.join(missing)}", where=str(path), mend="download it again"
        )
    rows, columns, Z = _matrix(archive, members[flows], path)
    final_rows, final_columns, Y = _matrix(archive, members["Y.txt"], path)
    output_rows, x = _vector(archive, members["x.txt"], path)
    if not rows == final_rows == output_rows or rows != columns:
        raise InputError(
            "the files of the zip name different industries", where=str(path),
            mend="download it again",
        )  # fmt: skip
    if flows == "A.txt":
        Z = Z * x
    codes = _codes(archive, members, path)
    named = [(region, codes.get(name, name)) for region, name in rows]
    return Grid(
        named,
        [*named, *final_columns, ("", "indout")],
        np.hstack([Z, Y, x[:, None]]),
        str(path),
    )


def _matrix(
    archive: zipfile.ZipFile, name: str, path: Path
) -> tuple[list[tuple[str, str]], list[tuple[str, str]], Array]:
    content = read_member(archive, name, path)
    # A third header row names the two label columns and is blank over the numbers.
    third = content.split(b"\n", 3)[2].split(b"\t")
    skip = 2 if len(third) > 2 and third[2].strip() else 3
    heads, left, values = numbers(content, name, separator="\t", skip=skip, labels=2)
    columns = list(zip(heads[0][2:], heads[1][2:], strict=True))
    return list(zip(*left, strict=True)), columns, values


def _vector(archive: zipfile.ZipFile, name: str, path: Path) -> tuple[list[tuple[str, str]], Array]:
    _, left, values = numbers(
        read_member(archive, name, path), name, separator="\t", skip=1, labels=2
    )
    return list(zip(*left, strict=True)), values[:, 0]


def _codes(archive: zipfile.ZipFile, members: dict[str, str], path: Path) -> dict[str, str]:
    """Short codes of industries or products (i26, p29), where the archive lists them."""
    for listing in ("industries.txt", "products.txt"):
        if listing in members:
            frame = pl.read_csv(
                read_member(archive, members[listing], path), separator="\t", infer_schema=False
            )
            if {"Name", "CodeNr"} <= set(frame.columns):
                return dict(zip(frame["Name"], frame["CodeNr"], strict=True))
    return {}


def read(
    path: Path, *, year: int | None = None, usd_per_eur: float | None = None
) -> dict[str, pl.DataFrame]:
    """Read EXIOBASE 3 into `flows`, `final_demand` and `output`, euro turned into US dollars.

    The long tables of the full release are large (tens of millions of rows); `systems` gives the
    arrays at once. Satellite accounts and impacts are not read.

    Raises
    ------
    DataError
        Unknown countries or codes.
    InputError
        A file that is no such archive.
    """
    return stack(systems(path, year=year, usd_per_eur=usd_per_eur))


SOURCE = Source(
    Card(
        name="exiobase3",
        publisher="EXIOBASE consortium",
        title="EXIOBASE 3, monetary input-output tables",
        url="https://doi.org/10.5281/zenodo.3583070",
        licence="Creative Commons Attribution-ShareAlike 4.0 (check the release used)",
        citation="Stadler et al. (2018), EXIOBASE 3, Journal of Industrial Ecology 22, 502-515",
        version="3.8 and later (IOT_YEAR_ixi.zip, IOT_YEAR_pxp.zip)",
        redistributable=False,
        units={
            "value_musd": "MUSD (MEUR in the file, at the ECB's average rate of the year)",
            "output_musd": "MUSD",
        },
        rows={"flows": (1, 96_040_000), "final_demand": (1, 3_500_000), "output": (1, 9_800)},
        download="https://zenodo.org/records/5589597/files/IOT_{year}_{system}.zip",
        download_defaults={"system": "ixi"},
    ),
    TABLES,
    read,
)
