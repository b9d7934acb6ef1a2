"""The way a loss takes, drawn as a graph whose nodes are links, with the same nodes as a table."""

from __future__ import annotations

from typing import Any

from techpact.alliance import Alliance
from techpact.render import wording
from techpact.render.charts import COLOURS
from techpact.render.grid import Grid, GridCell, GridColumn, GridRow
from techpact.render.language import Language
from techpact.render.stage_graph import StageNode, stage_graph
from techpact.web.page import Chart
from techpact.web.pages.scenario_run import ScenarioRun, variant
from techpact.web.site import Site
from techpact.web.state import State

_ROLE = {"member": "members", "partner": "partners", "concern": "concern", "other": "other"}


def way(
    site: Site, state: State, run: ScenarioRun, title: str, alliance: Alliance
) -> tuple[Grid, Chart | None]:
    """Return the country-sectors that a loss reaches, and the graph; None when it reaches none."""
    language = site.languages[state.lang]
    say = language.gettext
    nodes = run.nodes.to_dicts()
    grid = _grid(run, nodes, language, alliance)
    if not nodes:
        return grid, None
    anchors = {r["node"]: f"{run.preset}-{r['rank']}" for r in nodes}
    boxes = {
        r["node"]: StageNode(
            r["node"],
            _name(r, language),
            _detail(r, language),
            COLOURS[_ROLE[alliance.role(r["country"] or "")]],
            f"#{anchors[r['node']]}",
        )
        for r in sorted(nodes, key=lambda r: (r["reached"], r["rank"]))
    }
    links = [
        (e["source"], e["target"])
        for e in run.edges.sort("step").iter_rows(named=True)
        if e["source"] in boxes and e["target"] in boxes
    ]
    chart = Chart(
        f"way-{run.preset}",
        say("{title} ({variant}): the way of the loss").format(
            title=title, variant=variant(run.variant)
        ),
        drawing=stage_graph(boxes, links, title),
        unit=say("Country and sector; first day and share of output lost"),
        note=say(
            "Arrows lead from who delivers or orders less to who loses by it; the bar at the left "
            "shows the role in the alliance."
        ),
        table=grid.name,
    )
    return grid, chart


def _name(row: dict[str, Any], language: Language) -> str:
    country = language.country(row["country"]) if row["country"] else ""
    return f"{country} {row['sector'] or ''}".strip() or str(row["node"])


def _detail(row: dict[str, Any], language: Language) -> str:
    share = language.percent(row["loss_share"], 3)
    if row["origin"]:
        return language.gettext("hit at the start, {share}").format(share=share)
    return language.gettext("day {day}, {share}").format(day=row["reached"], share=share)


def _grid(
    run: ScenarioRun, nodes: list[dict[str, Any]], language: Language, alliance: Alliance
) -> Grid:
    say = language.gettext
    columns = (
        GridColumn("rank", say("Rank"), numeric=True),
        GridColumn("node", say("Country and sector")),
        GridColumn("role", say("Role"), facet=True),
        GridColumn("origin", say("Hit at the start"), facet=True),
        GridColumn("reached", say("First day"), numeric=True),
        GridColumn("loss", say("Loss (million USD)"), numeric=True),
        GridColumn("share", say("Output lost (share)"), numeric=True),
    )
    made = tuple(
        GridRow(
            {
                "rank": GridCell(str(r["rank"]), r["rank"]),
                "node": GridCell(_name(r, language)),
                "role": GridCell(say(wording.ROLES[alliance.role(r["country"] or "")])),
                "origin": GridCell(say("yes") if r["origin"] else say("no")),
                "reached": GridCell(str(r["reached"]), r["reached"]),
                "loss": GridCell(language.number(r["loss"], 2), r["loss"]),
                "share": GridCell(language.percent(r["loss_share"], 4), r["loss_share"]),
            },
            id=f"{run.preset}-{r['rank']}",
        )
        for r in nodes
    )
    empty = say("No country and sector loses enough to be drawn.")
    return Grid(f"way_{run.preset}", say("Who is reached"), columns, made, empty)
