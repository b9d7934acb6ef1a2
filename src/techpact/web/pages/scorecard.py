"""The scorecard: one row an area."""

from __future__ import annotations

from typing import Any

from techpact.areas import GENERAL
from techpact.render.charts import COLOURS
from techpact.render.grid import Grid, GridCell, GridColumn, GridRow
from techpact.render.overview import area_lines, figures, role_labels
from techpact.render.views import Views, alliance_title
from techpact.web.page import Page
from techpact.web.pages import rows
from techpact.web.site import Site
from techpact.web.state import State

SORTS = ("area", "hhi", "concern", "promised", "gaps")


def scorecard(site: Site, state: State) -> Page:
    """What is promised, exposed, controlled and missing, area by area."""
    views = site.views(state)
    every = views.areas()
    areas = [a for a in every if a["code"] != GENERAL]
    for area in areas:
        area["href"] = state.link(f"/areas/{area['code']}")
    chosen = state.get("gap")
    if chosen:
        areas = [a for a in areas if any(g["code"] == chosen for g in a["gaps"])]
    sort = state.get("sort")
    order: dict[str, Any] = {
        "area": lambda a: a["name"],
        "hhi": lambda a: -max((i.hhi for i in a["top_inputs"]), default=-1),
        "concern": lambda a: -_top(a, "concern_share"),
        "promised": lambda a: -len(a["commitments"]),
        "gaps": lambda a: -len(a["gaps"]),
    }
    if sort in order:
        areas.sort(key=order[sort])
    alliance = site.alliance(state)
    language = site.languages[state.lang]
    codes = {g["code"]: g["label"] for a in every for g in a["gaps"]}
    return Page(
        "scorecard",
        alliance_title(views.facts, alliance, language),
        "scorecard",
        {
            "areas": areas,
            "figures": figures(every, views, state.link),
            "lines": area_lines(areas, views),
            "legend": [(label, COLOURS[role]) for role, label in role_labels(views).items()],
            "roles": [
                (label, [(c, language.country(c)) for c in sorted(group)])
                for label, group in (
                    (views.say("members"), alliance.members),
                    (views.say("partners"), alliance.partners),
                    (views.say("countries of concern"), alliance.concern),
                )
                if group
            ],
            "as_of": language.date(views.assessment.as_of),
            "gap_codes": sorted(codes.items()),
            "gap": chosen,
            "sort": sort,
            "conflicts": views.conflicts(),
        },
        (_grid(views, state, areas), rows.pledges(views, views.assessment.pledges)),
        views=views,
    )


def _top(area: dict[str, Any], metric: str) -> float:
    values = [i.cells[metric].value for i in area["top_inputs"] if metric in i.cells]
    return max((v for v in values if isinstance(v, float)), default=-1.0)


def _grid(views: Views, state: State, areas: list[dict[str, Any]]) -> Grid:
    """The scorecard as a flat table, one row an area and input: what downloads hold."""
    say = views.say
    columns = (
        GridColumn("area", say("Area")),
        GridColumn("commitments", say("Commitments"), numeric=True),
        GridColumn("bodies", say("Lead bodies")),
        GridColumn("input", say("Input")),
        GridColumn("stage", say("Stage")),
        GridColumn("as_of", say("As of"), short=True),
        GridColumn("top", say("Top producer")),
        *(GridColumn(k, say(label), numeric=True) for k, label in rows.SHARES),
        GridColumn("controls", say("Controls in force")),
        GridColumn("gaps", say("Gaps")),
    )
    made = [
        GridRow(
            {
                "area": GridCell(area["name"]),
                "commitments": GridCell("", len(area["commitments"])),
                "bodies": GridCell(area["bodies"]),
                "controls": GridCell(
                    "; ".join(f"{c['country']}: {c['cell'].text}" for c in area["controls"])
                ),
                "gaps": GridCell("; ".join(g["label"] for g in area["gaps"])),
                **(
                    {
                        "input": GridCell(item.name),
                        "stage": GridCell(item.stage),
                        "as_of": GridCell(item.as_of),
                        "top": GridCell(item.top_country),
                        **{k: rows.number(item.cells[k]) for k, _ in rows.SHARES},
                    }
                    if item
                    else {}
                ),
            }
        )
        for area in areas
        for item in (area["top_inputs"] or [None])
    ]
    return Grid("scorecard", say("Scorecard"), columns, rows.with_sources(views, made))
