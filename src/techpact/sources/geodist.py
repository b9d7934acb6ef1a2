"""CEPII GeoDist: distances between country pairs."""

from __future__ import annotations

from pathlib import Path

import narwhals as nw
import polars as pl

from techpact.alliance import country_codes
from techpact.engine import check_file
from techpact.errors import InputError
from techpact.sources.card import Card, Source
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
    """Read `dist_cepii.csv`, also gzipped.

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
    try:
        raw = pl.read_csv(path, infer_schema=False)
    except pl.exceptions.PolarsError as err:
        raise InputError(
            f"not a readable CSV: {str(err).splitlines()[0]}", where=str(path)
        ) from err
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
    ),
    (DISTANCES, LEFT_OUT),
    read,
)
