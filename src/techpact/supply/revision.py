"""Convert a trade table to another revision of the Harmonized System."""

from __future__ import annotations

from typing import Literal

import narwhals as nw
import polars as pl

from techpact.analysis import Frame, Input, Result, analysis
from techpact.errors import DataError
from techpact.sources.tables import HS_CORRELATION, TRADE
from techpact.tables import Column, Table

HS_SPLITS = Table(
    "hs_splits",
    "How codes were split on conversion",
    (
        Column("hs6_from", "string", "Old code."),
        Column("hs6_to", "string", "New code."),
        Column("weight", "number", "Part of the old code given to it.", unit="1"),
        Column("stated", "boolean", "Whether the table states the weight; else equal parts."),
        Column("value_usd", "integer", "Value moved.", unit="USD"),
    ),
    key=("hs6_from", "hs6_to"),
)


@analysis(
    name="hs_conversion",
    part="supply",
    inputs=(Input("trade", TRADE), Input("hs_correlation", HS_CORRELATION)),
    output=TRADE,
    extras=(HS_SPLITS,),
    references=("un_hs_correlation",),
    caveats=("HS_SPLIT",),
)
def hs_conversion(
    trade: Frame,
    hs_correlation: Frame,
    *,
    revision: Literal["HS1992", "HS1996", "HS2002", "HS2007", "HS2012", "HS2017", "HS2022"],
) -> Result:
    """What does a trade table look like in another revision of the Harmonized System?

    Parameters
    ----------
    trade
        Trade in one revision.
    hs_correlation
        Published correlation from its codes to those of the revision wanted.
    revision
        The revision wanted; it is written into the result.

    Returns
    -------
    table
        Trade in the new codes; the sum of values stays the same to the dollar. The extra table
        `hs_splits` has each split with its weight and value.

    Notes
    -----
    A code with several targets is split by the stated weights, scaled to sum to 1, or in equal
    parts. Each flow is split into whole dollars; the last target takes what rounding leaves.

    References
    ----------
    un_hs_correlation
    """
    flows, table = trade.to_polars(), hs_correlation.to_polars()
    missing = sorted(set(flows["hs6"]) - set(table["hs6_from"]))
    if missing:
        shown = ", ".join(missing[:20])
        raise DataError(
            "hs_correlation", [f"{len(missing)} codes of the trade table are not in it: {shown}"]
        )
    given = pl.col("weight").is_not_null().all().over("hs6_from")
    weights = (
        table.sort("hs6_from", "hs6_to")
        .with_columns(stated=given)
        .with_columns(pl.when("stated").then("weight").otherwise(1.0).alias("weight"))
        .with_columns(pl.col("weight") / pl.col("weight").sum().over("hs6_from"))
        .with_columns(upto=pl.col("weight").cum_sum().over("hs6_from"))
        .with_columns(last=pl.col("hs6_to") == pl.col("hs6_to").last().over("hs6_from"))
    )
    # Cumulative rounding: what each target gets is the step of the rounded running total.
    value = pl.col("value_usd")
    until = (
        pl.when("last").then(value).otherwise((value * pl.col("upto") + 0.5).floor().cast(pl.Int64))
    )
    split = (
        flows.with_row_index("flow")
        .join(weights, left_on="hs6", right_on="hs6_from", how="inner", maintain_order="left_right")
        .with_columns(until=until)
        .with_columns(part=pl.col("until") - pl.col("until").shift(1, fill_value=0).over("flow"))
    )
    whole = pl.col("quantity_t") * pl.col("weight")
    key = ["year", "exporter", "importer", "hs6_to"]
    out = (
        split.group_by(key, maintain_order=True)
        .agg(
            pl.col("part").sum().alias("value_usd"),
            # A sum with a missing part is not known.
            pl.when(pl.col("quantity_t").null_count() == 0).then(whole.sum()).alias("quantity_t"),
        )
        .rename({"hs6_to": "hs6"})
        .with_columns(hs_revision=pl.lit(revision))
        .sort("year", "exporter", "importer", "hs6")
    )
    moved = split.group_by(pl.col("hs6").alias("hs6_from"), "hs6_to").agg(
        pl.col("weight").first(), pl.col("stated").first(), pl.col("part").sum().alias("value_usd")
    )
    splits = moved.filter(pl.col("weight") < 1).sort("hs6_from", "hs6_to")
    result = out.select([c.name for c in TRADE.columns])
    return Result(
        nw.from_native(result, eager_only=True),
        {"hs_splits": splits.select([c.name for c in HS_SPLITS.columns])},
    )
