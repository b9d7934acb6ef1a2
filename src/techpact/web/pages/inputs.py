"""Critical inputs: who makes them, where on the map, who depends."""

from __future__ import annotations

from typing import Any

import polars as pl

from techpact.areas import GENERAL
from techpact.errors import NotFoundError
from techpact.render import wording
from techpact.render.grid import Grid, GridCell, GridColumn, GridRow
from techpact.render.views import InputRow, Views
from techpact.render.world_map import shares_spec, world_map
from techpact.web.page import Chart, Page
from techpact.web.pages import rows
from techpact.web.pages.trends import trends
from techpact.web.site import Site
from techpact.web.state import State


def input_list(site: Site, state: State) -> Page:
    """All critical inputs with their concentration."""
    views = site.views(state)
    area_names: dict[str, list[str]] = {}
    records: dict[tuple[str, str, str], InputRow] = {}
    for view in views.areas():
        if view["code"] == GENERAL:
            continue
        for row in view["inputs"]:
            names = area_names.setdefault(row.code, [])
            if view["name"] not in names:
                names.append(view["name"])
            records.setdefault((row.code, row.stage, row.as_of), row)
    ordered = sorted(records.values(), key=lambda r: (-r.hhi, r.name, r.stage))
    listed = {k: views.language.listing(v) for k, v in area_names.items()}
    grid = rows.inputs(views, state, ordered, area=listed)
    title = views.say("Critical inputs")
    return Page("tables", title, "inputs", {"lead": ""}, (grid,), views=views)


def input_page(site: Site, state: State, input: str) -> Page:  # noqa: A002 (the field's word)
    """One input: producers by stage, map, import sources, areas that need it."""
    table = site.facts.table("inputs")
    found = table.filter(pl.col("input") == input)
    if not found.height:
        raise NotFoundError("input", input, table["input"].unique())
    views = site.views(state)
    say, language = views.say, views.language
    name = views.input_name(input)
    shares = site.facts.table("input_shares").filter(pl.col("input") == input).to_dicts()
    stages = list(dict.fromkeys(r["stage"] for r in shares if r["share"] is not None))
    stage = state.get("stage") if state.get("stage") in stages else (stages or [""])[0]
    shown = _latest([r for r in shares if r["stage"] == stage and r["share"] is not None])
    charts = []
    if shown:
        stage_name = say(wording.STAGES.get(stage, stage))
        title = f"{name} ({stage_name}, {shown[0]['as_of']})"
        alliance = views.assessment.alliance
        plural = {"member": "members", "partner": "partners"}
        bars = [
            {
                "country": language.country(r["country"]),
                "share": r["share"],
                "role": plural.get(alliance.role(r["country"]), alliance.role(r["country"])),
            }
            for r in sorted(shown, key=lambda r: (r["country"] == "other", -r["share"]))
        ]
        credited = rows.credited(views, (site.room.cite(r) for r in shown))
        by_country = {r["country"]: r["share"] for r in shown}
        charts = [
            Chart(
                "shares",
                title,
                shares_spec(bars, language),
                unit=say("Share of world supply"),
                sources=credited,
                table="producers",
            ),
            Chart(
                "map",
                title,
                drawing=world_map(by_country, language, title),
                unit=say("Share of world supply"),
                note=say(
                    "Boundaries are those of Natural Earth and state no position on any territory."
                ),
                sources=credited,
                table="producers",
            ),
        ]
    trend_charts, trend_grid = trends(site, views, input)
    return Page(
        "input",
        name,
        "inputs",
        {
            "kind": say(wording.INPUT_KINDS[found.row(0, named=True)["kind"]]),
            "needs": [
                {
                    "area": views.area_name(r["area"]),
                    "href": state.link(f"/areas/{r['area']}"),
                    "text": r[f"text_{state.lang}"],
                    "note": views.notes.cite((site.room.cite(r),)),
                }
                for r in found.iter_rows(named=True)
            ],
            "stages": [
                (s, say(wording.STAGES.get(s, s)), state.link(None, stage=s)) for s in stages
            ],
            "stage": stage,
            "names": [
                found.row(0, named=True)[f"name_{k}"]
                for k in ("en", "ja", "ko")
                if found.row(0, named=True)[f"name_{k}"]
            ],
        },
        (
            _producers(site, views, state, shares),
            _measured(views, state, input),
            _imports(site, views, state, input),
            _reliance(site, views, state, input),
            _products(site, views, input),
            trend_grid,
        ),
        (*charts, *trend_charts),
        views,
    )


def _latest(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    newest = max((r["as_of"] for r in records), default="")
    basis = sorted({r["basis"] for r in records if r["as_of"] == newest}, reverse=True)
    return [r for r in records if r["as_of"] == newest and r["basis"] == basis[0]]


def _producers(site: Site, views: Views, state: State, shares: list[dict[str, Any]]) -> Grid:
    say = views.say
    alliance = views.assessment.alliance
    bases = wording.BASES
    made = [
        GridRow(
            {
                "country": GridCell(views.language.country(r["country"]))
                if r["country"] == "other"
                else GridCell(
                    views.language.country(r["country"]),
                    href=state.link(f"/countries/{r['country']}"),
                ),
                "role": GridCell(say(wording.ROLES[alliance.role(r["country"])])),
                "stage": GridCell(say(wording.STAGES.get(r["stage"], r["stage"]))),
                "share": GridCell(
                    views.language.percent(r["share"], 1),
                    r["share"],
                    note=views.notes.cite((site.room.cite(r),)),
                    status=views.status((site.room.cite(r),)),
                    empty=r["share"] is None,
                ),
                "quantity": GridCell(views.language.number(r["quantity"]), r["quantity"])
                if r["quantity"] is not None
                else GridCell("", empty=True),
                "unit": GridCell(r["quantity_unit"] or ""),
                "basis": GridCell(say(bases[r["basis"]])),
                "as_of": GridCell(r["as_of"]),
            }
        )
        for r in sorted(shares, key=lambda r: (r["stage"], -(r["share"] or -1)))
    ]
    columns = (
        GridColumn("country", say("Country")),
        GridColumn("role", say("Role"), facet=True),
        GridColumn("stage", say("Stage"), facet=True),
        GridColumn("share", say("Share of world supply"), numeric=True),
        GridColumn("quantity", say("Quantity"), numeric=True),
        GridColumn("unit", say("Unit")),
        GridColumn("basis", say("Counted by"), facet=True),
        GridColumn("as_of", say("As of"), facet=True, short=True),
    )
    empty = say("No public figure names the producing countries of this input.")
    return Grid("producers", say("Who makes it"), columns, rows.with_sources(views, made), empty)


def _measured(views: Views, state: State, code: str) -> Grid:
    found: dict[tuple[str, str], InputRow] = {}
    for view in views.areas():
        for row in view["inputs"]:
            if row.code == code:
                found.setdefault((row.stage, row.as_of), row)
    return rows.inputs(views, state, list(found.values()))


def _imports(site: Site, views: Views, state: State, code: str) -> Grid:
    say = views.say
    table = site.facts.table("import_sources").filter(pl.col("input") == code)
    made = [
        GridRow(
            {
                "importer": GridCell(
                    views.language.country(r["importer"]),
                    href=state.link(f"/countries/{r['importer']}"),
                ),
                "form": GridCell(r["form"]),
                "origin": GridCell(views.language.country(r["origin"])),
                "share": GridCell(
                    views.language.percent(r["share"]),
                    r["share"],
                    note=views.notes.cite((site.room.cite(r),)),
                ),
                "years": GridCell(r["years"]),
            }
        )
        for r in table.iter_rows(named=True)
    ]
    columns = (
        GridColumn("importer", say("Importer"), facet=True),
        GridColumn("form", say("Form"), facet=True),
        GridColumn("origin", say("Origin of imports"), facet=True),
        GridColumn("share", say("Share of imports"), numeric=True),
        GridColumn("years", say("Years")),
    )
    return Grid("imports", say("Where importers buy"), columns, rows.with_sources(views, made))


def _reliance(site: Site, views: Views, state: State, code: str) -> Grid:
    say = views.say
    table = site.facts.table("import_reliance").filter(pl.col("input") == code)
    made = []
    for r in table.iter_rows(named=True):
        low, high = r["low"], r["high"]
        text = views.language.percent(low)
        if r["net_exporter"]:
            text = say("net exporter")
        elif low is not None and high is not None and low != high:
            text = f"{views.language.percent(low)}–{views.language.percent(high)}"
        made.append(
            GridRow(
                {
                    "importer": GridCell(
                        views.language.country(r["importer"]),
                        href=state.link(f"/countries/{r['importer']}"),
                    ),
                    "base": GridCell(r["base"]),
                    "reliance": GridCell(
                        text,
                        low,
                        note=views.notes.cite((site.room.cite(r),)),
                        empty=low is None and not r["net_exporter"],
                    ),
                    "as_of": GridCell(r["as_of"]),
                }
            )
        )
    columns = (
        GridColumn("importer", say("Importer")),
        GridColumn("base", say("Measured against")),
        GridColumn("reliance", say("Net import reliance"), numeric=True),
        GridColumn("as_of", say("As of"), short=True),
    )
    return Grid("reliance", say("Who depends on imports"), columns, rows.with_sources(views, made))


def _products(site: Site, views: Views, code: str) -> Grid:
    say = views.say
    table = site.facts.table("area_products").filter(pl.col("input") == code)
    made = [
        GridRow(
            {
                "hs6": GridCell(r["hs6"], r["hs6"]),
                "label": GridCell(r["label"], note=views.notes.cite((site.room.cite(r),))),
                "revision": GridCell(r["hs_revision"]),
            }
        )
        for r in table.iter_rows(named=True)
    ]
    columns = (
        GridColumn("hs6", say("HS code")),
        GridColumn("label", say("Product")),
        GridColumn("revision", say("Revision")),
    )
    return Grid("products", say("Traded products"), columns, rows.with_sources(views, made))
