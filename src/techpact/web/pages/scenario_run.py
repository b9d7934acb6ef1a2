"""One preset run on the table of the workspace: losses, and the way they take."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from techpact.alliance import Alliance
from techpact.analysis import Progress
from techpact.web.jobs import Job
from techpact.web.site import Site

NEEDED = ("flows", "final_demand")
REACHED = 1e-5
"""Share of a day's output from which a country-sector is drawn."""
NODES, EDGES = 28, 60
WAY_DAYS = 120


@dataclass(frozen=True)
class ScenarioRun:
    """Result of a preset: losses with its name, and nodes and edges of its first variant."""

    preset: str
    variant: str
    losses: pl.DataFrame
    nodes: pl.DataFrame
    edges: pl.DataFrame


def variant(name: str) -> str:
    """Return the name of a variant as it is read."""
    return name.replace("_", " ")


def start(site: Site, stored: Mapping[str, str], name: str, days: int, alliance: Alliance) -> Job:
    """Return the job that runs a preset; one job for one table, alliance and number of days."""
    entries = [site.workspace.entry(stored[t]) for t in NEEDED]
    content = hashlib.sha256("".join(e.sha256 for e in entries).encode()).hexdigest()

    def work(progress: Progress) -> ScenarioRun:
        from techpact.registry import get_analysis
        from techpact.shocks.scenario_file import read_scenario

        analysis = get_analysis("ario")
        tables: dict[str, Any] = {t: site.workspace.table(stored[t]) for t in NEEDED}
        rows = read_scenario(name).rows(set(tables["flows"]["supplier_sector"].unique()))
        declared = next(i.table for i in analysis.inputs if i.name == "events")
        tables["events"] = pl.DataFrame(
            {
                c.name: [None if r[c.name] is None else str(r[c.name]) for r in rows]
                for c in declared.columns
            },
            schema={c.name: pl.String for c in declared.columns},
        )
        options = {"days": days, "every": 10, "alliance": alliance}
        result = site.workspace.run(analysis, tables, options, progress=progress)
        losses: pl.DataFrame = result.table.with_columns(pl.lit(name).alias("preset"))
        first = str(tables["events"]["scenario"][0])
        path = site.workspace.run(
            get_analysis("ario_path"),
            tables,
            {
                "scenario": first,
                "days": min(days, WAY_DAYS),
                "threshold": REACHED,
                "top": NODES,
                "top_edges": EDGES,
                "alliance": alliance,
            },
        )
        return ScenarioRun(name, first, losses, path.table, path.extras["path_edges"])

    return site.jobs.start(f"scenario {name} {days} {alliance} {content}", name, work)
