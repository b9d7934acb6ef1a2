"""How the supply of an input moved over the years, from tables that the user loaded."""

from __future__ import annotations

from typing import Any

import polars as pl

from techpact.assessment.trends import TrendPoint, mineral_trend, trade_trend
from techpact.render import wording
from techpact.render.charts import trend_spec
from techpact.render.grid import Grid, GridCell, GridColumn, GridRow
from techpact.render.wording import N_
from techpact.web.page import Chart
from techpact.web.site import PageViews, Site
from techpact.workspace import Entry

KINDS = (
    ("mineral_output", N_("world production")),
    ("trade", N_("world exports")),
)


def trends(site: Site, views: PageViews, code: str) -> tuple[tuple[Chart, ...], Grid]:
    """Return a chart for each kind of figure with two years or more, and all points as a table."""
    say, language = views.say, views.language
    alliance = views.assessment.alliance
    charts, rows = [], []
    for kind, label in KINDS:
        for entry in site.workspace.declared(kind):
            points = _points(site, entry, kind, code, alliance)
            if not points:
                continue
            source = site.credit(entry.name)
            rows += [_row(views, p, say(label), source) for p in points]
            years = sorted({p.year for p in points})
            charts.append(
                Chart(
                    f"trend-{entry.name}",
                    say("{name}: shares of {what}, {first}–{last}").format(
                        name=views.input_name(code), what=say(label), first=years[0], last=years[-1]
                    ),
                    trend_spec(
                        [
                            {
                                "year": p.year,
                                "share": p.share,
                                "role": p.role,
                                "series": _series(say, kind, p.series),
                            }
                            for p in points
                        ],
                        language,
                    ),
                    unit=say("Share by role in the alliance"),
                    note=say(
                        "Exports are not production, and a product code may hold more than the "
                        "input."
                    )
                    if kind == "trade"
                    else say("What no country is named for is left out of the shares shown."),
                    sources=(source,),
                    table="trend",
                )
            )
    columns = (
        GridColumn("what", say("What"), facet=True),
        GridColumn("series", say("Stage or product"), facet=True),
        GridColumn("year", say("Year"), numeric=True),
        GridColumn("role", say("Role"), facet=True),
        GridColumn("share", say("Share"), numeric=True),
        GridColumn("amount", say("Amount"), numeric=True),
        GridColumn("unit", say("Unit")),
        GridColumn("unknown", say("Not known"), numeric=True),
    )
    empty = say(
        "No trend: the figures of the fact base are of single years. Add production or trade of "
        "two years or more to the workspace."
    )
    return tuple(charts), Grid("trend", say("Over the years"), columns, tuple(rows), empty)


def _points(site: Site, entry: Entry, kind: str, code: str, alliance: Any) -> list[TrendPoint]:
    facts = site.facts
    if kind == "trade":
        products = facts.table("area_products").filter(pl.col("input") == code)
        codes = set(products["hs6"].to_list())
        if not codes:
            return []
        return trade_trend(site.workspace.matching(entry.name, "hs6", codes), codes, alliance)
    names = facts.table("inputs").filter(pl.col("input") == code)["name_en"].to_list()
    table: pl.DataFrame = site.once(
        ("minerals", entry.sha256), lambda: site.workspace.table(entry.name)
    )
    return mineral_trend(table, [*names, code.replace("_", " ")], alliance)


def _series(say: Any, kind: str, series: str) -> str:
    return f"HS {series}" if kind == "trade" else series


def _row(views: PageViews, point: TrendPoint, what: str, source: str) -> GridRow:
    language = views.language
    return GridRow(
        {
            "what": GridCell(what),
            "series": GridCell(point.series),
            "year": GridCell(str(point.year), point.year),
            "role": GridCell(views.say(wording.ROLES[point.role])),
            "share": GridCell(language.percent(point.share, 1), point.share),
            "amount": GridCell(language.number(point.amount), point.amount),
            "unit": GridCell(point.unit),
            "unknown": GridCell(language.percent(point.unknown_share, 1), point.unknown_share),
        },
        sources=source,
    )
