"""Shares of an input by role in the alliance, year by year, from what the user loaded."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

import polars as pl

from techpact.alliance import Alliance

ROLES = ("member", "partner", "other", "concern")
WORLD = "world"


@dataclass(frozen=True)
class TrendPoint:
    """One point: what is counted (`series`), year, role, its share and amount with unit.

    `unknown_share` of the year's total is of no named country; it is the same for every role.
    """

    series: str
    year: int
    role: str
    share: float
    amount: float
    unit: str
    unknown_share: float = 0.0


def mineral_trend(
    output: pl.DataFrame, names: Collection[str], alliance: Alliance
) -> list[TrendPoint]:
    """Return shares of world production of a mineral by role and year.

    Parameters
    ----------
    output
        Table `mineral_output`: mineral, stage, statistic, country, year, value, unit.
    names
        Names of the input; a mineral of one of these names counts, brackets left aside.
    alliance
        Gives the roles.

    Returns
    -------
    list of TrendPoint
        For each stage with two years or more. The total of a year is the world total that the
        source prints, or the sum of its countries where it prints none or less than they have.
    """
    wanted = {plain_name(n) for n in names}
    rows = output.filter((pl.col("statistic") == "production") & pl.col("value").is_not_null())
    found = [m for m in rows["mineral"].unique().to_list() if plain_name(m) in wanted]
    points: list[TrendPoint] = []
    for (_, stage), part in rows.filter(pl.col("mineral").is_in(found)).group_by(
        "mineral", "stage", maintain_order=True
    ):
        amounts = [
            (int(r["year"]), str(r["country"]), float(r["value"]), str(r["unit"] or ""))
            for r in part.iter_rows(named=True)
        ]
        points += _series(str(stage), amounts, alliance)
    return points


def trade_trend(
    trade: pl.DataFrame, codes: Collection[str], alliance: Alliance
) -> list[TrendPoint]:
    """Return shares of world exports in products by the exporter's role and year.

    Parameters
    ----------
    trade
        Table `trade`: year, exporter, importer, hs6, value_usd.
    codes
        Six-digit codes of the input's products.
    alliance
        Gives the roles.
    """
    sums = (
        trade.filter(pl.col("hs6").is_in(list(codes)))
        .group_by("year", "exporter")
        .agg(pl.col("value_usd").sum())
        .sort("year", "exporter")
    )
    amounts = [(int(y), str(c), float(v), "USD") for y, c, v in sums.iter_rows()]
    return _series(", ".join(sorted(codes)), amounts, alliance)


def plain_name(name: str) -> str:
    """Return a name for comparison: case, brackets and spaces left aside."""
    return re.sub(r"\s+", " ", re.sub(r"\(.*?\)", "", name)).strip().casefold()


def _series(
    series: str, amounts: Iterable[tuple[int, str, float, str]], alliance: Alliance
) -> list[TrendPoint]:
    years: dict[int, dict[str, float]] = {}
    units = set()
    for year, country, value, unit in amounts:
        sums = years.setdefault(year, {})
        sums[country] = sums.get(country, 0.0) + value
        units.add(unit)
    if len(years) < 2 or len(units) != 1:
        return []
    points = []
    for year in sorted(years):
        countries = {c: v for c, v in years[year].items() if c != WORLD}
        named = sum(countries.values())
        total = max(years[year].get(WORLD, 0.0), named)
        if total <= 0:
            continue
        by_role = dict.fromkeys(ROLES, 0.0)
        for country, value in countries.items():
            by_role[alliance.role(country)] += value
        points += [
            TrendPoint(series, year, role, v / total, v, next(iter(units)), 1 - named / total)
            for role, v in by_role.items()
        ]
    return points
