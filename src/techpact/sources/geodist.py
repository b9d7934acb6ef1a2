"""CEPII GeoDist: distances between country pairs."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import narwhals as nw
import polars as pl
from python_calamine import CalamineError, CalamineWorkbook

from techpact.alliance import country_codes
from techpact.engine import check_file
from techpact.errors import InputError
from techpact.sources.card import Card, Source
from techpact.sources.grid import read_member
from techpact.sources.tables import DISTANCES, LEFT_OUT
from techpact.tables import validate

# Codes of about 2004 that are written differently today.
RENAMED = {"PAL": "PSE", "ROM": "ROU", "TMP": "TLS", "ZAR": "COD"}

USED = ("iso_o", "iso_d", "contig", "dist", "distw")
IGNORED = (
    *("comlang_off", "comlang_ethno", "colony", "comcol", "curcol", "col45", "smctry"),
    *("distcap", "distwces"),
)


def read(path: Path) -> dict[str, pl.DataFrame]:
    """Read `dist_cepii.zip` or the `dist_cepii.xls` in it as published, or the same as CSV.

    Returns
    -------
    dict
        `distances` in km, and `left_out`: pairs of former states (such as Yugoslavia).

    Raises
    ------
    InputError
        Other columns, or distances that cannot be read.
    """
    check_file(path)
    raw = _raw(path)
    missing = [c for c in USED if c not in raw.columns]
    strange = [c for c in raw.columns if c not in USED + IGNORED]
    if missing or strange:
        raise InputError(
            f"columns missing: {', '.join(missing) or 'none'}; "
            f"unknown: {', '.join(strange) or 'none'}",
            where=str(path),
            mend="give dist_cepii as published",
        )
    codes = pl.col("iso_o", "iso_d").replace(RENAMED)
    named = raw.with_columns(codes)
    known = list(country_codes())
    good = pl.col("iso_o").is_in(known) & pl.col("iso_d").is_in(known)
    left = named.filter(~good)
    gone = pl.concat([left["iso_o"], left["iso_d"]])
    counted = gone.filter(~gone.is_in(known)).value_counts().sort("iso_o")
    distances = named.filter(good).select(
        pl.col("iso_o").alias("origin"),
        pl.col("iso_d").alias("destination"),
        pl.col("dist").alias("distance_km"),
        pl.col("distw").replace({".": None}).alias("weighted_km"),
        (pl.col("contig").cast(pl.Float64, strict=False) == 1).alias("contiguous"),
    )
    checked = validate(nw.from_native(distances, eager_only=True), DISTANCES, where=str(path))
    return {
        "distances": checked.to_native(),
        "left_out": counted.select(
            pl.col("iso_o").alias("code"),
            pl.lit(None, pl.String).alias("name"),
            pl.col("count").cast(pl.Int64).alias("rows"),
            pl.lit(None, pl.Int64).alias("value_usd"),
        ),
    }


def _raw(path: Path) -> pl.DataFrame:
    """All cells as text."""
    try:
        if path.suffix.lower() == ".zip":
            with zipfile.ZipFile(path) as archive:
                inside = [m for m in archive.namelist() if m.lower().endswith((".xls", ".csv"))]
                if not inside:
                    raise InputError("the zip holds no xls or csv file", where=str(path))
                content = read_member(archive, inside[0], path)
                return _sheet(content) if inside[0].endswith(".xls") else _text(content)
        return _sheet(path.read_bytes()) if path.suffix.lower() == ".xls" else _text(path)
    except (pl.exceptions.PolarsError, zipfile.BadZipFile, CalamineError) as err:
        raise InputError(
            f"not readable: {str(err).splitlines()[0]}",
            where=str(path),
            mend="download it again",
        ) from err


def _text(content: Path | bytes) -> pl.DataFrame:
    return pl.read_csv(content, infer_schema=False)


def _sheet(content: bytes) -> pl.DataFrame:
    head, *rows = (
        CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    )
    columns = {
        str(name): [None if row[j] == "" else str(row[j]) for row in rows]
        for j, name in enumerate(head)
    }
    return pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))


SOURCE = Source(
    Card(
        name="geodist",
        publisher="CEPII",
        title="GeoDist: distances and geographical characteristics",
        url="https://www.cepii.fr/CEPII/en/bdd_modele/bdd_modele_item.asp?id=6",
        licence="Etalab Open Licence 2.0 (as stated by the publisher)",
        citation="Mayer, T. and Zignago, S. (2011), GeoDist, CEPII Working Paper 2011-25",
        version="2011",
        redistributable=False,
        units={"distance_km": "km", "weighted_km": "km"},
        rows={"distances": (40_000, 60_000)},
        download="https://www.cepii.fr/distance/dist_cepii.zip",
    ),
    (DISTANCES, LEFT_OUT),
    read,
)
