"""Membership: which dependencies close or open when one country joins or leaves."""

from __future__ import annotations

from typing import Any

import polars as pl

from techpact.alliance import Alliance, check_countries
from techpact.analysis import AnyFrame, Frame, Input, Progress, Result, analysis
from techpact.errors import InputError
from techpact.facts.tables import AREA_PRODUCTS
from techpact.sources.tables import TRADE
from techpact.sources.trade_table import polars_trade
from techpact.supply.dependency import import_dependency
from techpact.tables import Column, Table

ALL = "all"

MEMBERSHIP = Table(
    "membership",
    "Dependencies that a change of membership closes and opens",
    (
        Column("country", "string", "Country that joins or leaves."),
        Column("change", "string", "What it does.", values=("joins", "leaves")),
        Column("area", "string", "Area code, or `all` products."),
        Column("n_products", "integer", "Products that the alliance imports.", unit="1"),
        Column("dependent_before", "integer", "Dependent products before.", unit="1"),
        Column("dependent_after", "integer", "Dependent products after.", unit="1"),
        Column("closed", "integer", "Dependencies that end.", unit="1"),
        Column("opened", "integer", "Dependencies that begin.", unit="1"),
        Column(
            "closed_usd",
            "integer",
            "Imports from outside before the change, of the products whose dependency ends.",
            unit="USD",
        ),
        Column(
            "opened_usd",
            "integer",
            "Imports from outside after the change, of the products whose dependency begins.",
            unit="USD",
        ),
        Column("rank", "integer", "Place among joining countries by closed_usd.", nullable=True),
        Column("closed_products", "string", "Their codes, joined by ';'.", nullable=True),
        Column("opened_products", "string", "Their codes, joined by ';'.", nullable=True),
    ),
    key=("country", "area"),
)


@analysis(
    name="membership",
    part="supply",
    inputs=(
        Input("trade", TRADE, streamed=True),
        Input("area_products", AREA_PRODUCTS, optional=True),
    ),
    output=MEMBERSHIP,
    references=("ec_swd2021_352", "baci2010"),
    caveats=("TRADE_GROSS", "HS6_COARSE", "EXPORTS_AS_CAPACITY"),
    lazy=True,
)
def membership(
    trade: AnyFrame,
    area_products: Frame | None,
    *,
    alliance: Alliance,
    candidates: tuple[str, ...] = (),
    year: int | None = None,
    hhi_above: float = 0.4,
    outside_above: float = 0.5,
    ratio_above: float = 1.0,
    progress: Progress | None = None,
) -> Result:
    """Which import dependencies of the alliance close or open when one country joins or leaves?

    The alliance is taken as one importer, its borders are drawn anew for each country, and its
    dependencies (the three core indicators) are compared, area by area where areas are given.

    Parameters
    ----------
    trade
        Trade by year, exporter, importer and HS6 product.
    area_products
        Concordance from areas to products; with it only its products are looked at.
    alliance
        Members, partners and countries of concern.
    candidates
        Countries to look at: members leave, all others join; members and partners when empty.
    year
        Year; the latest when not given.
    hhi_above
        Threshold of the concentration of imports from outside.
    outside_above
        Threshold of the share of outside imports in all imports.
    ratio_above
        Threshold of outside imports over exports.

    Returns
    -------
    table
        One row for each country and area. `closed_usd` is the marginal value of a partner: what
        the alliance imports from outside today of products that would no longer be dependencies.

    Notes
    -----
    closed = D(A) − D(A'), opened = D(A') − D(A), where D is the set of products for which the
    alliance as one importer is dependent by `import_dependency` and A' the changed alliance. A
    country that joins brings its own needs, so dependencies may open too.

    References
    ----------
    ec_swd2021_352, baci2010
    """
    chosen = sorted(check_countries(candidates, where="candidates")) or sorted(alliance.friends)
    areas = _areas(area_products)
    native = polars_trade(trade)
    if areas is not None:
        # One small table, read once, serves every change of membership.
        native = native.lazy().filter(pl.col("hs6").cast(pl.String).is_in(sorted(areas))).collect()
        if native.is_empty():
            raise InputError(
                "the table holds no product of the areas",
                where="trade",
                mend="compare the revision of the product codes with that of area_products",
            )
    options: dict[str, Any] = {
        "year": year,
        "window": 1,
        "min_years": 1,
        "hhi_above": hhi_above,
        "outside_above": outside_above,
        "ratio_above": ratio_above,
        "importers": ("alliance",),
    }

    def dependencies(changed: Alliance) -> tuple[set[str], dict[str, int], set[str]]:
        found = import_dependency.run({"trade": native}, {"alliance": changed, **options}).table
        table = found.collect() if isinstance(found, pl.LazyFrame) else found
        outside = dict(table.select("hs6", "outside_usd").iter_rows())
        return set(table.filter(pl.col("eu_dependent"))["hs6"]), outside, set(outside)

    before, usd_before, imported = dependencies(alliance)
    lines: list[dict[str, Any]] = []
    for done, country in enumerate(chosen):
        if progress is not None:
            progress(done, len(chosen))
        changed = _changed(alliance, country)
        if changed is None:
            continue
        after, usd_after, _ = dependencies(changed)
        joins = country not in alliance.members
        for area, products in _groups(areas, imported | set(usd_after)):
            closed = sorted((before - after) & products)
            opened = sorted((after - before) & products)
            lines.append(
                {
                    "country": country,
                    "change": "joins" if joins else "leaves",
                    "area": area,
                    "n_products": len(imported & products),
                    "dependent_before": len(before & products),
                    "dependent_after": len(after & products),
                    "closed": len(closed),
                    "opened": len(opened),
                    "closed_usd": sum(usd_before[p] for p in closed),
                    "opened_usd": sum(usd_after[p] for p in opened),
                    "closed_products": ";".join(closed) or None,
                    "opened_products": ";".join(opened) or None,
                }
            )
    _rank(lines)
    return Result({c.name: [line[c.name] for line in lines] for c in MEMBERSHIP.columns})


def _areas(area_products: Frame | None) -> dict[str, set[str]] | None:
    if area_products is None:
        return None
    areas: dict[str, set[str]] = {}
    for area, hs6 in area_products.select("area", "hs6").iter_rows():
        areas.setdefault(hs6, set()).add(area)
    return areas


def _groups(areas: dict[str, set[str]] | None, seen: set[str]) -> list[tuple[str, set[str]]]:
    if areas is None:
        return [(ALL, seen)]
    names = sorted({area for mine in areas.values() for area in mine})
    each = [(name, {p for p, mine in areas.items() if name in mine}) for name in names]
    return [*each, (ALL, set(areas))]


def _changed(alliance: Alliance, country: str) -> Alliance | None:
    members = alliance.members ^ {country}
    if not members:
        return None  # the last member cannot leave
    leaves = country in alliance.members
    partners = alliance.partners | {country} if leaves else alliance.partners - {country}
    return Alliance(members, partners, alliance.concern - {country}, name="changed")


def _rank(lines: list[dict[str, Any]]) -> None:
    for area in {line["area"] for line in lines}:
        mine = [line for line in lines if line["area"] == area and line["change"] == "joins"]
        mine.sort(key=lambda line: (-line["closed_usd"], line["country"]))
        for place, line in enumerate(mine, start=1):
            line["rank"] = place
    for line in lines:
        line.setdefault("rank", None)
