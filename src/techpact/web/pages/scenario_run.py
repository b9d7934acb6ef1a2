"""One preset run on the table of the workspace: losses, and the way they take."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from techpact.alliance import Alliance
from techpact.analysis import Progress
from techpact.facts.industries import industry_names
from techpact.shocks.ario_tables import EVENTS
from techpact.shocks.scenario_file import ScenarioFile
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


def industries(site: Site, flows: str, lang: str) -> dict[str, str]:
    """Names of the industries of a table of flows in the workspace, by code."""
    entry = site.workspace.entry(flows)

    def make() -> dict[str, str]:
        codes = site.workspace.table(flows)["supplier_sector"].unique().to_list()
        return industry_names(site.facts.table("industries"), codes, lang)

    names: dict[str, str] = site.once(("industries", entry.sha256, lang), make)
    return names


def with_events(
    site: Site, stored: Mapping[str, str], file: ScenarioFile
) -> dict[str, pl.DataFrame]:
    """Return the input-output table of the workspace, and the events of a scenario file for it."""
    tables = {t: site.workspace.table(stored[t]) for t in NEEDED}
    rows = file.rows(set(tables["flows"]["supplier_sector"].unique()))
    columns = [c.name for c in EVENTS.columns]
    tables["events"] = pl.DataFrame(
        {c: [None if r[c] is None else str(r[c]) for r in rows] for c in columns},
        schema=dict.fromkeys(columns, pl.String),
    )
    return tables


def start(site: Site, stored: Mapping[str, str], name: str, days: int, alliance: Alliance) -> Job:
    """Return the job that runs a preset; one job for one table, alliance and number of days."""
    entries = [site.workspace.entry(stored[t]) for t in NEEDED]
    content = hashlib.sha256("".join(e.sha256 for e in entries).encode()).hexdigest()

    def work(progress: Progress) -> ScenarioRun:
        from techpact.registry import get_analysis
        from techpact.shocks.scenario_file import read_scenario

        analysis = get_analysis("ario")
        tables = with_events(site, stored, read_scenario(name))
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
