"""An area: what is promised, where supply comes from, who controls, what is missing."""

from __future__ import annotations

from typing import Any

import polars as pl

from techpact.errors import NotFoundError
from techpact.render.charts import CHART_ROWS, supply_spec
from techpact.render.grid import Grid, GridCell, GridColumn, GridRow
from techpact.render.views import Views, supply_bar
from techpact.web.page import Chart, Page
from techpact.web.pages import rows
from techpact.web.pages.list_subjects import subject_grid
from techpact.web.site import Site
from techpact.web.state import State


def area_list(site: Site, state: State) -> Page:
    """All areas."""
    views = site.views(state)
    say = views.say
    columns = (
        GridColumn("area", say("Area")),
        GridColumn("commitments", say("Commitments"), numeric=True),
        GridColumn("inputs", say("Critical inputs"), numeric=True),
        GridColumn("measures", say("Control measures"), numeric=True),
        GridColumn("gaps", say("Gaps"), numeric=True),
    )
    made = tuple(
        GridRow(
            {
                "area": GridCell(views.area_name(a.area), href=state.link(f"/areas/{a.area}")),
                **{
                    key: GridCell(str(count), count)
                    for key, count in (
                        ("commitments", len(a.commitments)),
                        ("inputs", len({f.subject for f in a.findings if f.metric == "hhi"})),
                        ("measures", len({m["measure"] for m in a.measures})),
                        ("gaps", len(a.gaps)),
                    )
                },
            }
        )
        for a in views.assessment.areas
    )
    grid = Grid("areas", say("Technology areas"), columns, made)
    return Page("tables", say("Technology areas"), "areas", {"lead": ""}, (grid,), views=views)


def area(site: Site, state: State, area: str) -> Page:
    """One area."""
    views = site.views(state)
    if area not in site.facts.areas:
        raise NotFoundError("area", area, site.facts.areas.codes)
    view = views.area(area)
    record = next(a for a in views.assessment.areas if a.area == area)
    charts = []
    bars = [supply_bar(r) for r in view["inputs"] if not r.empty][:CHART_ROWS]
    if bars:
        charts.append(
            Chart(
                "supply",
                f"{view['name']}: {views.say('Where supply comes from')}",
                supply_spec(bars, views.language),
                unit=views.say("Share of world supply, by role in the alliance"),
                note=views.say(
                    "The most concentrated inputs, at the stage and year named; what no public "
                    "figure covers is not known."
                ),
                sources=rows.credited(
                    views, (s for f in record.findings if f.metric == "hhi" for s in f.sources)
                ),
                table="inputs",
            )
        )
    by_measure = {m["measure"]: m for m in record.measures}
    measures = [
        {
            **m,
            "since_date": by_measure[m["code"]]["since"],
            "until_date": by_measure[m["code"]]["until"],
        }
        for m in view["measures"]
    ]
    grids = (
        rows.commitments(
            views, state, list(zip(record.commitments, view["commitments"], strict=True))
        ),
        rows.inputs(views, state, view["inputs"]),
        rows.measures(views, state, measures),
        _loaded(views, view["loaded"]),
        _products(site, views, state, area),
        subject_grid(site, views, state, area),
        _control_items(site, views, area),
    )
    return Page(
        "area",
        view["name"],
        "areas",
        {"area": view, "areas": [(a.code, a.name(state.lang)) for a in site.facts.areas]},
        grids,
        tuple(charts),
        views,
    )


def _loaded(views: Views, records: list[dict[str, Any]]) -> Grid:
    """What was measured on tables that the user loaded."""
    say = views.say
    made = [
        GridRow(
            {
                "label": GridCell(r["label"]),
                "value": rows.number(r["cell"]),
                "as_of": GridCell(r["as_of"]),
                "detail": GridCell(r["detail"]),
            }
        )
        for r in records
    ]
    columns = (
        GridColumn("label", say("What")),
        GridColumn("value", say("Value"), numeric=True),
        GridColumn("as_of", say("As of"), short=True),
        GridColumn("detail", say("Which")),
    )
    return Grid("loaded", say("From the data you loaded"), columns, rows.with_sources(views, made))


def _products(site: Site, views: Views, state: State, area: str) -> Grid:
    say = views.say
    table = site.facts.table("area_products").filter(pl.col("area") == area)
    made = [
        GridRow(
            {
                "hs6": GridCell(r["hs6"], r["hs6"]),
                "label": GridCell(r["label"], note=views.notes.cite((site.room.cite(r),))),
                "input": GridCell(
                    views.input_name(r["input"]), href=state.link(f"/inputs/{r['input']}")
                )
                if r["input"]
                else GridCell(""),
                "specificity": GridCell(
                    say("whole") if r["specificity"] == "whole" else say("part")
                ),
                "revision": GridCell(r["hs_revision"]),
            }
        )
        for r in table.iter_rows(named=True)
    ]
    columns = (
        GridColumn("hs6", say("HS code")),
        GridColumn("label", say("Product")),
        GridColumn("input", say("Input")),
        GridColumn("specificity", say("Share of the code"), facet=True),
        GridColumn("revision", say("Revision"), facet=True),
    )
    return Grid("products", say("Traded products"), columns, rows.with_sources(views, made))


def _control_items(site: Site, views: Views, area: str) -> Grid:
    say = views.say
    table = site.facts.table("area_control_items").filter(pl.col("area") == area)
    made = [
        GridRow(
            {
                "regime": GridCell(r["regime"]),
                "item": GridCell(r["item"], note=views.notes.cite((site.room.cite(r),))),
            }
        )
        for r in table.iter_rows(named=True)
    ]
    columns = (
        GridColumn("regime", say("Control list"), facet=True),
        GridColumn("item", say("Item")),
    )
    return Grid(
        "control_items", say("Items of control lists"), columns, rows.with_sources(views, made)
    )
