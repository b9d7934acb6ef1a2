"""ETO Advanced Semiconductor Supply Chain Dataset: inputs, providers, shares and links."""

from __future__ import annotations

from pathlib import Path

import narwhals as nw
import polars as pl

from techpact.alliance import country_codes
from techpact.engine import read_frame
from techpact.errors import DataError, InputError
from techpact.sources.card import Card, Source
from techpact.sources.tables import STAGE_LINKS, STAGE_NODES, STAGE_SHARES
from techpact.tables import Table, validate

# Providers typed "country" that are groups of countries: kept apart, never counted as one country.
GROUPS = {"EUR": "Europe", "Various countries": "Various countries"}

_COLUMNS = {
    "inputs.csv": ("input_id", "input_name", "type", "stage_id"),
    "stages.csv": ("stage_id", "stage_name"),
    "providers.csv": ("provider_id", "provider_name", "provider_type", "country"),
    "provision.csv": ("provider_id", "provided_id", "share_provided", "year"),
    "sequence.csv": ("input_id", "goes_into_id", "is_type_of_id"),
}


def read(path: Path) -> dict[str, pl.DataFrame]:
    """Read the folder with the dataset's five CSV files.

    Returns
    -------
    dict
        `stage_nodes`, `stage_links` and `stage_shares`; percent turned into shares of 1, an empty
        share kept empty (the provider is known, its share is not).

    Raises
    ------
    InputError, DataError
        A missing file or column, an unknown country, provider or input (all named).
    """
    files = {}
    for name, columns in _COLUMNS.items():
        if not (path / name).is_file():
            raise InputError(
                f"{name} is missing",
                where=str(path),
                mend=f"the folder holds {', '.join(_COLUMNS)}",
            )
        frame = read_frame(path / name)
        missing = [c for c in columns if c not in frame.columns]
        if missing:
            raise InputError(f"{name} lacks the columns {', '.join(missing)}", where=str(path))
        files[name] = frame.select(columns)
    nodes = _nodes(files)
    known = set(nodes["node"])
    links = _links(files["sequence.csv"], known)
    shares = _shares(files["provision.csv"], files["providers.csv"], known)
    return {
        "stage_nodes": _checked(nodes, STAGE_NODES),
        "stage_links": _checked(links, STAGE_LINKS),
        "stage_shares": _checked(shares, STAGE_SHARES),
    }


def _checked(frame: pl.DataFrame, table: Table) -> pl.DataFrame:
    return validate(nw.from_native(frame, eager_only=True), table, where="eto_chips").to_native()


def _nodes(files: dict[str, pl.DataFrame]) -> pl.DataFrame:
    inputs = files["inputs.csv"].select(
        pl.col("input_id").alias("node"),
        pl.col("input_name").alias("name"),
        pl.col("type").alias("kind"),
        pl.col("stage_id").alias("stage"),
    )
    stages = files["stages.csv"].select(
        pl.col("stage_id").alias("node"),
        pl.col("stage_name").alias("name"),
        pl.lit("stage").alias("kind"),
        pl.lit(None, pl.String).alias("stage"),
    )
    return pl.concat([inputs, stages])


def _links(sequence: pl.DataFrame, known: set[str]) -> pl.DataFrame:
    parts = [
        sequence.filter(pl.col(column).is_not_null()).select(
            pl.col("input_id").alias("node"),
            pl.col(column).alias("target"),
            pl.lit(link).alias("link"),
        )
        for column, link in (("goes_into_id", "goes_into"), ("is_type_of_id", "type_of"))
    ]
    links = pl.concat(parts)
    _refuse(
        [
            f"sequence.csv: unknown input {node!r}"
            for row in links.rows()
            for node in row[:2]
            if node not in known
        ]
    )
    return links


def _shares(provision: pl.DataFrame, providers: pl.DataFrame, known: set[str]) -> pl.DataFrame:
    by_id = {row["provider_id"]: row for row in providers.iter_rows(named=True)}
    problems: list[str] = []
    out: list[dict[str, object]] = []
    for line, row in enumerate(provision.iter_rows(named=True), start=2):
        place = f"provision.csv line {line}"
        provider = by_id.get(row["provider_id"])
        if provider is None or row["provided_id"] not in known:
            problems.append(f"{place}: unknown provider or input")
            continue
        name, kind, country = provider["provider_name"], "firm", provider["country"]
        if provider["provider_type"] == "country":
            kind, country = ("group", None) if name in GROUPS else ("country", name)
        if country in GROUPS:
            country = None
        if country is not None and country not in country_codes():
            problems.append(f"{place}: {country!r} is not a country code")
            continue
        try:
            share = None if row["share_provided"] is None else float(row["share_provided"]) / 100
            year = None if row["year"] is None else int(row["year"])
        except ValueError:
            problems.append(f"{place}: {row['share_provided']!r}, {row['year']!r}: not numbers")
            continue
        out.append(
            {
                "node": row["provided_id"],
                "provider": row["provider_id"] if kind == "firm" else name,
                "provider_kind": kind,
                "country": country,
                "share": share,
                "year": year,
            }
        )
    _refuse(problems)
    schema = {c.name: pl.String for c in STAGE_SHARES.columns[:4]}
    return pl.DataFrame(out, schema={**schema, "share": pl.Float64, "year": pl.Int64})


def _refuse(problems: list[str]) -> None:
    if problems:
        raise DataError("eto_chips", problems)


SOURCE = Source(
    Card(
        name="eto_chips",
        publisher="Emerging Technology Observatory, Georgetown University",
        title="Advanced Semiconductor Supply Chain Dataset",
        url="https://github.com/georgetown-cset/eto-chip-explorer",
        licence="CC BY-NC 4.0",
        citation="Emerging Technology Observatory Advanced Semiconductor Supply Chain Dataset",
        version="any edition with the five CSV files",
        redistributable=False,
        units={"share": "1 (percent in the file)"},
        rows={"stage_nodes": (100, 300), "stage_links": (100, 500), "stage_shares": (1000, 5000)},
    ),
    (STAGE_NODES, STAGE_LINKS, STAGE_SHARES),
    read,
)
