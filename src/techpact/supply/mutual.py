"""Dependencies that members share, and those that outsiders have on the alliance."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import polars as pl

from techpact.analysis import Frame, Input, Result, analysis
from techpact.supply.dependency import IMPORT_DEPENDENCY
from techpact.tables import Column, Table

SHARED_DEPENDENCY = Table(
    "shared_dependency",
    "Products that several members depend on outsiders for",
    (
        Column("hs6", "string", "Product."),
        Column("n_members", "integer", "Members that are dependent.", unit="1"),
        Column("members", "string", "They, joined by ';'."),
        Column("all_members", "boolean", "Whether every member that imports it is dependent."),
        Column("alliance_dependent", "boolean", "Whether the alliance as one importer is, too."),
        Column("shared_partner", "string", "Largest supplier of all of them.", nullable=True),
        Column("outside_usd", "integer", "Their imports from outside.", unit="USD"),
    ),
    key=("hs6",),
)

REVERSE_DEPENDENCY = Table(
    "reverse_dependency",
    "Products that outsiders depend on the alliance for",
    (
        Column("importer", "string", "Country outside of the alliance."),
        Column("role", "string", "partner, concern or other."),
        Column("hs6", "string", "Product."),
        Column("imports_usd", "integer", "Its imports.", unit="USD"),
        Column("alliance_share", "number", "Part that comes from members.", unit="1"),
        Column(
            "import_export_ratio",
            "number",
            "Its imports over its exports; empty without exports.",
            unit="1",
            nullable=True,
        ),
        Column("world_export_hhi", "number", "Index of world exports.", unit="1", nullable=True),
    ),
    key=("importer", "hs6"),
)


@analysis(
    name="shared_dependency",
    part="supply",
    inputs=(Input("import_dependency", IMPORT_DEPENDENCY),),
    output=SHARED_DEPENDENCY,
    references=("ec_swd2021_352",),
    caveats=("TRADE_GROSS", "HS6_COARSE", "EXPORTS_AS_CAPACITY"),
)
def shared_dependency(import_dependency: Frame, *, least: int = 2) -> Result:
    """Which products do several members depend on outsiders for, and on the same one?

    Parameters
    ----------
    import_dependency
        Result of `import_dependency` with the rows of members and of the alliance.
    least
        Members that must be dependent for a product to be listed.

    Returns
    -------
    table
        One row for each product, those that most members share first; values in USD.

    Notes
    -----
    A member counts by `dependent` of the given table. `shared_partner` is named only when it is
    the largest supplier from outside of every dependent member.

    References
    ----------
    ec_swd2021_352
    """
    table = import_dependency.to_polars()
    joint = set(
        table.filter(pl.col("unit") == "alliance", pl.col("dependent").fill_null(value=False))[
            "hs6"
        ]
    )
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    importing: dict[str, int] = defaultdict(int)
    for row in table.filter(pl.col("role") == "member").iter_rows(named=True):
        importing[row["hs6"]] += 1
        if row["dependent"]:
            rows[row["hs6"]].append(row)
    lines = []
    for product, mine in rows.items():
        if len(mine) < least:
            continue
        partners = {r["top_partner"] for r in mine}
        lines.append(
            {
                "hs6": product,
                "n_members": len(mine),
                "members": ";".join(sorted(r["importer"] for r in mine)),
                "all_members": len(mine) == importing[product],
                "alliance_dependent": product in joint,
                "shared_partner": partners.pop() if len(partners) == 1 else None,
                "outside_usd": sum(r["outside_usd"] for r in mine),
            }
        )
    lines.sort(key=lambda r: (-r["n_members"], -r["outside_usd"], r["hs6"]))
    return Result({c.name: [line[c.name] for line in lines] for c in SHARED_DEPENDENCY.columns})


@analysis(
    name="reverse_dependency",
    part="supply",
    inputs=(Input("import_dependency", IMPORT_DEPENDENCY),),
    output=REVERSE_DEPENDENCY,
    references=("ec_swd2021_352",),
    caveats=("TRADE_GROSS", "HS6_COARSE", "EXPORTS_AS_CAPACITY"),
)
def reverse_dependency(
    import_dependency: Frame, *, share_above: float = 0.5, ratio_above: float = 1.0
) -> Result:
    """Which outsiders depend on the alliance, and for which products?

    Parameters
    ----------
    import_dependency
        Result of `import_dependency` with the rows of all countries.
    share_above
        Share of members in all imports above which a country depends on the alliance.
    ratio_above
        Imports over exports above which it cannot help itself; true without exports.

    Returns
    -------
    table
        One row for each outside country and product that passes both thresholds; values in USD.

    Notes
    -----
    The members are taken as one supplier: :math:`\\sum_{c \\in A} m_c / T > 0.5` and T / X > 1
    with imports T and exports X of the outsider.

    References
    ----------
    ec_swd2021_352
    """
    ratio = pl.col("import_export_ratio")
    table = (
        import_dependency.to_polars()
        .filter(
            pl.col("unit") == "country",
            pl.col("role") != "member",
            pl.col("alliance_share") > share_above,
            ratio.is_null() | (ratio > ratio_above),
        )
        .sort(["imports_usd", "importer", "hs6"], descending=[True, False, False])
    )
    return Result(table.select([c.name for c in REVERSE_DEPENDENCY.columns]))
