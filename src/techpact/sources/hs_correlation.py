"""Correlation tables between revisions of the Harmonized System (UN Statistics Division, WCO)."""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl

from techpact.engine import read_frame
from techpact.errors import DataError, InputError
from techpact.sources.card import Card, Source
from techpact.sources.tables import HS_CORRELATION


def read(path: Path, *, source: str = "", target: str = "") -> dict[str, pl.DataFrame]:
    """Read a table with one column of codes for each of two revisions (CSV, TSV or XLSX).

    Parameters
    ----------
    path
        Correlation table as published.
    source, target
        Names of the columns with the old and the new codes; the first two columns whose names
        begin with HS when not given. A column `weight` is used when there is one.

    Raises
    ------
    InputError, DataError
        Columns that cannot be told, codes that are not of six digits (all named).
    """
    raw = read_frame(path)
    codes = [c for c in raw.columns if re.match(r"(?i)hs", c.strip())]
    chosen = [source or (codes[0] if codes else ""), target or (codes[1] if codes[1:] else "")]
    missing = [c or "a column of codes" for c in chosen if c not in raw.columns]
    if missing:
        raise InputError(
            f"not found: {', '.join(missing)}; the table has: {', '.join(raw.columns)}",
            where=str(path),
            mend="name the columns of the old and the new codes",
        )
    text = raw.select(
        *[
            pl.col(given).cast(pl.String).str.strip_chars().str.replace_all(r"\.", "").alias(name)
            for given, name in zip(chosen, ("hs6_from", "hs6_to"), strict=True)
        ],
        (pl.col("weight") if "weight" in raw.columns else pl.lit(None)).cast(pl.Float64),
    ).with_columns(
        # Spreadsheets drop the zero before chapters 1 to 9.
        *[
            pl.when(pl.col(c).str.len_chars() == 5)
            .then("0" + pl.col(c))
            .otherwise(pl.col(c))
            .alias(c)
            for c in ("hs6_from", "hs6_to")
        ]
    )
    bad = text.with_row_index("row", offset=2).filter(
        ~pl.all_horizontal(pl.col("hs6_from", "hs6_to").str.contains("^[0-9]{6}$").fill_null(False))
    )
    if len(bad):
        lines = [f"line {r}: {a!r} to {b!r}" for r, a, b, _ in bad.head(20).rows()]
        raise DataError("hs_correlation", lines, where=str(path))
    return {"hs_correlation": text.rename({text.columns[2]: "weight"}).unique(maintain_order=True)}


SOURCE = Source(
    Card(
        name="hs_correlation",
        publisher="United Nations Statistics Division; World Customs Organization",
        title="Correlation tables of the Harmonized System",
        url="https://unstats.un.org/unsd/classifications/Econ",
        licence="free to use with acknowledgement; not shipped",
        citation="United Nations Statistics Division, HS correlation tables",
        version="any pair of revisions",
        redistributable=False,
        units={"weight": "1"},
        rows={"hs_correlation": (100, 20_000)},
    ),
    (HS_CORRELATION,),
    read,
)
