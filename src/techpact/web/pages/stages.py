"""Stage maps: how a technology is made, step by step, and where it hangs on few."""

from __future__ import annotations

from typing import Any

import polars as pl

from techpact.render import wording
from techpact.render.charts import COLOURS
from techpact.render.grid import Grid, GridCell, GridColumn, GridRow
from techpact.render.stage_graph import StageNode, stage_graph
from techpact.web.page import Chart, Page
from techpact.web.site import Site
from techpact.web.state import State

TABLES = ("stage_nodes", "stage_links", "stage_shares")
MAX_NODES = 400
UNIT = (
    ("hhi", "hhi"),
    ("top_share", "top_share"),
    ("alliance_share", "alliance_share"),
    ("concern_share", "concern_share"),
)


def stages(site: Site, state: State) -> Page:
    """The map, and each of its nodes with its concentration."""
    language = site.languages[state.lang]
    say = language.gettext
    title = say("Stage maps")
    stored = {e.declared_as or e.name: e.name for e in site.workspace.entries("table")}
    missing = [t for t in TABLES if t not in stored]
    if missing:
        return Page("stages", title, "stages", {"missing": missing, "kinds": []})
    from techpact.registry import get_analysis

    tables = {t: site.workspace.table(stored[t]) for t in TABLES}
    alliance = site.alliance(state)
    result = site.workspace.run(get_analysis("stage_map"), tables, {"alliance": str(alliance)})
    rows = {r["node"]: r for r in result.table.iter_rows(named=True)}
    links = [
        (r["node"], r["target"])
        for r in tables["stage_links"].iter_rows(named=True)
        if r["link"] == "goes_into"
    ]
    used = {n for pair in links for n in pair}
    shown = [n for n in rows if n in used][:MAX_NODES]
    stop = {
        r["node"]
        for r in result.extras["stage_stops"].filter(pl.col("stops")).iter_rows(named=True)
    }
    nodes = {
        n: StageNode(
            n,
            str(rows[n]["name"]),
            _detail(rows[n], language),
            _colour(rows[n]),
            f"#node-{n}",
        )
        for n in shown
    }
    chart = Chart(
        "stages",
        title,
        drawing=stage_graph(nodes, links, title),
        note=say(
            "The bar at the left of a box: orange where countries of concern hold more than half, "
            "blue where members do, grey where shares are not known."
        ),
        unit=say("Top producer and its share of each stage and input"),
        sources=(site.credit(stored["stage_shares"]),),
        table="stages",
    )
    return Page(
        "stages",
        title,
        "stages",
        {"missing": [], "kinds": []},
        (_grid(site, state, rows, stop),),
        (chart,),
    )


def _detail(row: dict[str, Any], language: Any) -> str:
    if row["top_country"] is None:
        return str(language.gettext("no data"))
    return f"{language.country(row['top_country'])} {language.percent(row['top_share'])}"


def _colour(row: dict[str, Any]) -> str:
    if (row["concern_share"] or 0) > 0.5:
        return COLOURS["concern"]
    if (row["alliance_share"] or 0) > 0.5:
        return COLOURS["members"]
    return COLOURS["other"]


def _grid(site: Site, state: State, rows: dict[str, dict[str, Any]], stop: set[str]) -> Grid:
    language = site.languages[state.lang]
    say = language.gettext
    columns = (
        GridColumn("name", say("Stage or input")),
        GridColumn("kind", say("Kind"), facet=True),
        GridColumn("top", say("Top producer"), facet=True),
        GridColumn("top_share", say("Top share"), numeric=True),
        GridColumn("hhi", say("HHI"), numeric=True),
        GridColumn("alliance_share", say("Members"), numeric=True),
        GridColumn("concern_share", say("Concern"), numeric=True),
        GridColumn("stops", say("Stops with the countries of concern"), facet=True),
        GridColumn("year", say("Year"), numeric=True),
    )

    def share(row: dict[str, Any], key: str) -> GridCell:
        value = row[key]
        text = language.number(value, 2) if key == "hhi" else language.percent(value)
        return GridCell(text, value, empty=value is None)

    made = tuple(
        GridRow(
            {
                "name": GridCell(str(r["name"])),
                "kind": GridCell(say(wording.STAGE_KINDS.get(r["kind"], r["kind"]))),
                "top": GridCell(language.country(r["top_country"]) if r["top_country"] else ""),
                **{k: share(r, column) for k, column in UNIT},
                "stops": GridCell(say("yes") if node in stop else say("no")),
                "year": GridCell(str(r["year"] or ""), r["year"]),
            },
            id=f"node-{node}",
        )
        for node, r in rows.items()
    )
    return Grid("stages", say("Stages and inputs"), columns, made)
