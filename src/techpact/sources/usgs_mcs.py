"""USGS Mineral Commodity Summaries: world tables and US import sources, both file layouts."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Any

import narwhals as nw
import polars as pl

from techpact.engine import check_file
from techpact.errors import DataError, InputError
from techpact.sources.card import Card, Source
from techpact.sources.country_names import OTHER, WORLD, country_of
from techpact.sources.tables import IMPORT_SOURCES, MINERAL_OUTPUT
from techpact.tables import Table, validate

WORLD_COLUMNS = {"SOURCE", "COMMODITY", "COUNTRY", "TYPE", "UNIT_MEAS"}
COMMODITY_COLUMNS = {"MCS chapter", "Section", "Commodity", "Country", "Statistics", "Value"}

# Columns of the world file: (statistic, column name without blanks and year, note column).
_MEASURES = {"PROD": "production", "CAP": "capacity", "RESERVES": "reserves"}
_UNKNOWN = re.compile(r"(|NA|W|XX|E|s|Large|Small|Moderate|Very small|Moderate to large)$", re.I)


def read(path: Path) -> dict[str, pl.DataFrame]:
    """Read `MCS*_World_Data.csv` or `MCS*_Commodities_Data.csv`.

    Returns
    -------
    dict
        `mineral_output` (country, `other` or `world` rows; withheld figures stay empty, `>50`
        keeps its bound, a dash is zero) and `import_sources` (empty for the world file).

    Raises
    ------
    InputError, DataError
        Another layout, or country names and figures that cannot be read (all named).
    """
    check_file(path)
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    reader = csv.DictReader(io.StringIO(text))
    columns = set(reader.fieldnames or ())
    if columns >= WORLD_COLUMNS:
        output, imports, problems = _world(reader)
    elif columns >= COMMODITY_COLUMNS:
        output, imports, problems = _commodities(reader)
    else:
        raise InputError(
            f"the columns are {', '.join(sorted(columns))[:200]}",
            where=str(path),
            mend="give the world data or the commodities data file of the summaries",
        )
    if problems:
        raise DataError("usgs_mcs", problems, where=str(path))
    return {
        "mineral_output": _checked(output, MINERAL_OUTPUT),
        "import_sources": _checked(imports, IMPORT_SOURCES),
    }


def _checked(rows: list[dict[str, Any]], table: Table) -> pl.DataFrame:
    kinds: dict[str, Any] = {"string": pl.String, "integer": pl.Int64, "number": pl.Float64}
    frame = pl.DataFrame(rows, schema={c.name: kinds[c.type] for c in table.columns})
    return validate(nw.from_native(frame, eager_only=True), table, where="usgs_mcs").to_native()


def _figure(text: str) -> tuple[float | None, str] | None:
    """(value, bound) of a cell; None when it cannot be read."""
    cell = text.replace(",", "").replace("\xa0", "").strip()
    if cell in {"—", "–", "-"}:
        return 0.0, "exact"
    if _UNKNOWN.match(cell):
        return None, "unknown"
    bound = {">": "above", "<": "below"}.get(cell[0], "exact")
    try:
        return float(cell.lstrip("><")), bound
    except ValueError:
        return (
            None
            if re.search(r"\d", cell) and not re.search(r"[–?]| - ", cell)
            else (
                None,
                "unknown",
            )
        )


def _world(reader: csv.DictReader[str]) -> tuple[list[dict[str, Any]], list[Any], list[str]]:
    output: list[dict[str, Any]] = []
    problems: list[str] = []
    for number, row in enumerate(reader, start=2):
        country = country_of(row["COUNTRY"])
        if country is None:
            problems.append(f"line {number}: unknown country {row['COUNTRY']!r}")
            continue
        for column, cell in row.items():
            match = re.fullmatch(r"(PROD|CAP|RESERVES)_(?:EST_)?\s*(\d{4})", column or "")
            if match is None or not (cell or "").strip():
                continue
            figure = _figure(cell)
            if figure is None:
                problems.append(f"line {number}: {column}: not a figure: {cell!r}")
                continue
            output.append(
                {
                    "mineral": row["COMMODITY"].strip(),
                    "stage": _stage(row["TYPE"]),
                    "statistic": _MEASURES[match.group(1)],
                    "country": country,
                    "year": int(match.group(2)),
                    "value": figure[0],
                    "unit": row["UNIT_MEAS"].strip() or None,
                    "bound": figure[1],
                }
            )
    return output, [], problems


def _commodities(
    reader: csv.DictReader[str],
) -> tuple[list[dict[str, Any]], list[dict[str, Any]], list[str]]:
    output: list[dict[str, Any]] = []
    imports: list[dict[str, Any]] = []
    problems: list[str] = []
    for number, row in enumerate(reader, start=2):
        world = row["Section"].startswith("World")
        source = row["Section"] == "Import Sources"
        kind = row["Statistics"].lower()
        if not (source or (world and kind in {"production", "capacity", "reserves"})):
            continue
        country = country_of(row["Country"])
        figure = _figure(row["Value"])
        if country is None or figure is None:
            problems.append(f"line {number}: {row['Country']!r}, {row['Value']!r}: cannot be read")
            continue
        if source:
            if figure[0] is not None:
                imports.append(
                    {
                        "importer": "USA",
                        "mineral": row["Commodity"].strip(),
                        "form": row["Statistics_detail"].strip() or "all",
                        "country": country,
                        "share": figure[0] / 100,
                        "period": row["Statistics"].rsplit(" ", 1)[-1],
                    }
                )
            continue
        year = re.search(r"\d{4}", row["Year"])
        if year is None:
            problems.append(f"line {number}: no year: {row['Year']!r}")
            continue
        output.append(
            {
                "mineral": row["Commodity"].strip(),
                "stage": _stage(row["Statistics_detail"]),
                "statistic": kind,
                "country": country,
                "year": int(year.group()),
                "value": figure[0],
                "unit": row["Unit"].strip() or None,
                "bound": figure[1],
            }
        )
    return output, imports, problems


def _stage(text: str) -> str:
    """What is measured, without the remarks that differ between rows of one table."""
    plain = re.sub(r"\s+", " ", text.replace("\xa0", " ")).strip().rstrip(".")
    return re.sub(r"(?i)[:,]?\s*\(?(rounded|estimated)\)?", "", plain).strip(" :,")


SOURCE = Source(
    Card(
        name="usgs_mcs",
        publisher="U.S. Geological Survey",
        title="Mineral Commodity Summaries",
        url="https://www.usgs.gov/centers/national-minerals-information-center/"
        "mineral-commodity-summaries",
        licence="Public domain in the United States; credit the U.S. Geological Survey",
        citation="U.S. Geological Survey, Mineral Commodity Summaries",
        version="2025 (world data) and 2026 (commodities data) layouts",
        redistributable=True,
        units={"value": "as in the column unit", "share": "1 (percent in the file)"},
        rows={"mineral_output": (500, 20_000), "import_sources": (0, 5_000)},
    ),
    (MINERAL_OUTPUT, IMPORT_SOURCES),
    read,
)

__all__ = ["OTHER", "SOURCE", "WORLD", "read"]
