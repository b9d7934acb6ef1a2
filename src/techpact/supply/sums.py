"""The same exact sums as `totals`, as expressions that any engine runs by itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import narwhals as nw

from techpact.alliance import Alliance

Lazy = nw.LazyFrame[Any]

SUM_COLUMNS = (
    "year",
    "unit",
    "importer",
    "hs6",
    "imports_usd",
    "alliance_usd",
    "partner_usd",
    "concern_usd",
    "exports_usd",
    "top_usd",
    "top_partner",
    "square_high",
    "square_middle",
    "square_low",
    "world_usd",
    "world_square_high",
    "world_square_middle",
    "world_square_low",
    "bordered",
)

_SPLIT = 1 << 20


def sums_of(trade: Lazy, alliance: Alliance, years: Sequence[int]) -> Lazy:
    """Sums by year, importer and product, with the alliance as one more importer.

    Returns
    -------
    LazyFrame with `SUM_COLUMNS`: all imports, those from members, partners and countries of
    concern, exports, the largest supplier from outside, and the squares of the flows from outside
    and of world exports in three parts each. "Outside" of a member is outside of the alliance.
    """
    member, partner = sorted(alliance.members), sorted(alliance.partners)
    concern = sorted(alliance.concern)
    flows = trade.filter(
        nw.col("year").is_in(list(years)), nw.col("exporter") != nw.col("importer")
    ).select(
        "year",
        "exporter",
        "importer",
        "hs6",
        nw.col("value_usd").cast(nw.Int64()).alias("value"),
        nw.col("exporter").is_in(member).alias("ours"),
        nw.col("importer").is_in(member).alias("theirs"),
    )
    exports = _total(
        flows.with_columns(inside=_where(nw.col("ours") & nw.col("theirs"), nw.col("value"))),
        ("year", "exporter", "hs6"),
        {"value": "exports_usd", "inside": "inside_usd"},
    )
    joint = _total(
        flows.filter(nw.col("theirs")), ("year", "exporter", "hs6"), {"value": "value"}
    ).select(
        "year",
        nw.lit("alliance").alias("unit"),
        "exporter",
        nw.lit(alliance.name).alias("importer"),
        "hs6",
        "value",
        nw.col("exporter").is_in(member).alias("ours"),
        nw.lit(value=True).alias("bordered"),
    )
    single = flows.select(
        "year",
        nw.lit("country").alias("unit"),
        "exporter",
        "importer",
        "hs6",
        "value",
        "ours",
        nw.col("theirs").alias("bordered"),
    )
    every = nw.concat([single, joint]).with_columns(
        outside=_where(~(nw.col("ours") & nw.col("bordered")), nw.col("value"))
    )
    key = ("year", "unit", "importer", "hs6", "bordered")
    totals = _total(
        _split(every, "outside", "").with_columns(
            alliance_usd=_where(nw.col("ours"), nw.col("value")),
            partner_usd=_where(nw.col("exporter").is_in(partner), nw.col("value")),
            concern_usd=_where(nw.col("exporter").is_in(concern), nw.col("value")),
        ),
        key,
        {
            "value": "imports_usd",
            "alliance_usd": "alliance_usd",
            "partner_usd": "partner_usd",
            "concern_usd": "concern_usd",
            "square_high": "square_high",
            "square_middle": "square_middle",
            "square_low": "square_low",
        },
    ).filter(nw.col("imports_usd") > 0)
    return (
        totals.join(_largest(every, key), on=list(key), how="left")
        .join(_exports_of(exports, alliance), on=["year", "unit", "importer", "hs6"], how="left")
        .join(_world(exports, alliance), on=["year", "hs6", "bordered"], how="left")
        .with_columns(
            nw.col("top_usd").fill_null(0),
            nw.col("exports_usd").fill_null(0),
            nw.col("world_usd").fill_null(0),
        )
        .select(*SUM_COLUMNS)
    )


def _where(condition: nw.Expr, value: nw.Expr) -> nw.Expr:
    return nw.when(condition).then(value).otherwise(nw.lit(0))


def _total(frame: Lazy, key: Sequence[str], columns: dict[str, str]) -> Lazy:
    # Some engines widen integer sums; the declared type is 64 bits and the values fit.
    sums = frame.group_by(*key).agg(
        *[nw.col(old).sum().alias(f"{new}_sum") for old, new in columns.items()]
    )
    return sums.select(
        *key, *[nw.col(f"{n}_sum").cast(nw.Int64()).alias(n) for n in columns.values()]
    )


def _split(frame: Lazy, column: str, prefix: str) -> Lazy:
    split = frame.with_columns(high=(nw.col(column) // _SPLIT).cast(nw.Int64())).with_columns(
        low=nw.col(column) - nw.col("high") * _SPLIT
    )
    return split.with_columns(
        (nw.col("high") * nw.col("high")).alias(f"{prefix}square_high"),
        (nw.col("high") * nw.col("low")).alias(f"{prefix}square_middle"),
        (nw.col("low") * nw.col("low")).alias(f"{prefix}square_low"),
    )


def _largest(every: Lazy, key: Sequence[str]) -> Lazy:
    outside = every.filter(nw.col("outside") > 0).select(*key, "exporter", "outside")
    largest = outside.group_by(*key).agg(nw.col("outside").max().alias("top_usd"))
    return (
        outside.join(largest, on=list(key), how="inner")
        .filter(nw.col("outside") == nw.col("top_usd"))
        .group_by(*key)
        .agg(nw.col("exporter").min().alias("top_partner"), nw.col("top_usd").max())
    )


def _exports_of(exports: Lazy, alliance: Alliance) -> Lazy:
    single = exports.select(
        "year",
        nw.lit("country").alias("unit"),
        nw.col("exporter").alias("importer"),
        "hs6",
        "exports_usd",
    )
    members = exports.filter(nw.col("exporter").is_in(sorted(alliance.members)))
    joint = _total(members, ("year", "hs6"), {"exports_usd": "exports_usd"}).select(
        "year",
        nw.lit("alliance").alias("unit"),
        nw.lit(alliance.name).alias("importer"),
        "hs6",
        "exports_usd",
    )
    return nw.concat([single, joint])


def _world(exports: Lazy, alliance: Alliance) -> Lazy:
    members = sorted(alliance.members)
    merged = _total(
        exports.select(
            "year",
            nw.when(nw.col("exporter").is_in(members))
            .then(nw.lit(alliance.name))
            .otherwise(nw.col("exporter"))
            .alias("exporter"),
            "hs6",
            (nw.col("exports_usd") - nw.col("inside_usd")).alias("exports_usd"),
        ),
        ("year", "exporter", "hs6"),
        {"exports_usd": "exports_usd"},
    )
    sides = []
    for frame, bordered in ((exports, False), (merged, True)):
        columns = ("square_high", "square_middle", "square_low")
        sums = _total(
            _split(frame.select("year", "exporter", "hs6", "exports_usd"), "exports_usd", ""),
            ("year", "hs6"),
            {"exports_usd": "world_usd"} | {c: f"world_{c}" for c in columns},
        )
        sides.append(sums.with_columns(bordered=nw.lit(value=bordered)))
    return nw.concat(sides)
