"""The way a loss takes, drawn as a graph whose nodes are links, with the same nodes as a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from techpact.alliance import Alliance
from techpact.render import wording
from techpact.render.charts import COLOURS
from techpact.render.grid import Grid, GridCell, GridColumn, GridRow
from techpact.render.language import Language
from techpact.render.stage_graph import StageNode, stage_graph
from techpact.web.page import Chart
from techpact.web.site import Site
from techpact.web.state import State

DRAWN = 40
"""Nodes of a graph that can still be read; the table beside it holds all."""
_ROLE = {"member": "members", "partner": "partners", "concern": "concern", "other": "other"}


@dataclass(frozen=True)
class Way:
    """Nodes and edges of a path analysis, and how they are told of.

    `key` names table and chart of the page, `title` the event, `heads` the words for a node and for
    its loss, `arrives` how the first step or day is said ("day {day}, {share}").
    """

    key: str
    title: str
    nodes: pl.DataFrame
    edges: pl.DataFrame
    heads: tuple[str, str, str]
    arrives: str
    names: Mapping[str, str]
    unit: str
    digits: int = 3


def way(site: Site, state: State, asked: Way, alliance: Alliance) -> tuple[Grid, Chart | None]:
    """Return whom a loss reaches, and the graph; None when it reaches nobody."""
    language = site.languages[state.lang]
    say = language.gettext
    nodes = asked.nodes.to_dicts()
    grid = _grid(asked, nodes, language, alliance)
    if not nodes:
        return grid, None
    boxes = {
        r["node"]: StageNode(
            r["node"],
            _name(r, asked, language),
            _detail(r, asked, language),
            COLOURS[_ROLE[alliance.role(r["country"] or "")]],
            f"#{asked.key}-{r['rank']}",
        )
        for r in sorted(nodes[:DRAWN], key=lambda r: (r["reached"], r["rank"]))
    }
    links = [
        (e["source"], e["target"])
        for e in asked.edges.sort("step").iter_rows(named=True)
        if e["source"] in boxes and e["target"] in boxes
    ]
    chart = Chart(
        f"way-{asked.key}",
        asked.title,
        drawing=stage_graph(boxes, links, asked.title),
        unit=asked.unit,
        note=say(
            "Arrows lead from who delivers or orders less to who loses by it; the bar at the left "
            "shows the role in the alliance."
        ),
        table=grid.name,
    )
    return grid, chart


def _name(row: Mapping[str, Any], asked: Way, language: Language) -> str:
    """A firm by its own name; a country-sector by the names of both."""
    country = language.country(row["country"]) if row["country"] else ""
    sector = asked.names.get(row["sector"] or "", row["sector"] or "")
    if row["node"] != f"{row['country']} {row['sector']}":
        return str(row["node"])
    return f"{country} {sector}".strip()


def _detail(row: Mapping[str, Any], asked: Way, language: Language) -> str:
    share = language.percent(row["loss_share"], asked.digits)
    if row["origin"]:
        return language.gettext("hit at the start, {share}").format(share=share)
    return asked.arrives.format(day=row["reached"], share=share)


def _grid(asked: Way, nodes: list[dict[str, Any]], language: Language, alliance: Alliance) -> Grid:
    say = language.gettext
    who, when, loss = asked.heads
    columns = (
        GridColumn("rank", say("Rank"), numeric=True),
        GridColumn("node", who),
        GridColumn("country", say("Country"), facet=True),
        GridColumn("sector", say("Sector"), facet=True),
        GridColumn("role", say("Role"), facet=True),
        GridColumn("origin", say("Hit at the start"), facet=True),
        GridColumn("reached", when, numeric=True),
        GridColumn("loss", loss, numeric=True),
        GridColumn("share", say("Output lost (share)"), numeric=True),
    )
    made = tuple(
        GridRow(
            {
                "rank": GridCell(str(r["rank"]), r["rank"]),
                "node": GridCell(_name(r, asked, language)),
                "country": GridCell(language.country(r["country"]) if r["country"] else ""),
                "sector": GridCell(asked.names.get(r["sector"] or "", r["sector"] or "")),
                "role": GridCell(
                    say(wording.ROLES[alliance.role(r["country"])]) if r["country"] else ""
                ),
                "origin": GridCell(say("yes") if r["origin"] else say("no")),
                "reached": GridCell(str(r["reached"]), r["reached"]),
                "loss": GridCell(language.number(r["loss"], 2), r["loss"]),
                "share": GridCell(language.percent(r["loss_share"], asked.digits), r["loss_share"]),
            },
            id=f"{asked.key}-{r['rank']}",
        )
        for r in nodes
    )
    empty = say("Nobody loses enough to be drawn.")
    return Grid(f"way_{asked.key}", say("Who is reached"), columns, made, empty)
