"""`techpact scenario`: a scenario file or preset, as events for `ario`, or run at once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from techpact.commands import console
from techpact.commands.options import (
    DEFAULT_ALLIANCE,
    AllianceOption,
    FactsOption,
    OutOption,
    WorkspaceOption,
    fact_base,
    open_workspace,
    read_alliance,
)


def scenario(
    name: Annotated[str, typer.Argument(help="Preset or TOML file; `list` shows the presets.")],
    flows: Annotated[
        Path | None, typer.Option(help="Input-output table [default: the workspace's].")
    ] = None,
    final_demand: Annotated[
        Path | None, typer.Option(help="Final demand [default: the workspace's].")
    ] = None,
    days: Annotated[int, typer.Option(help="Days to simulate.")] = 365,
    every: Annotated[int, typer.Option(help="Report every so many days.")] = 30,
    events_out: Annotated[
        Path | None, typer.Option(help="Write the events table (CSV) here and stop.")
    ] = None,
    alliance: AllianceOption = DEFAULT_ALLIANCE,
    format: Annotated[  # noqa: A002 - the option is called --format everywhere
        str, typer.Option(help="csv, json, parquet or xlsx.")
    ] = "csv",
    out: OutOption = None,
    facts: FactsOption = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Run a scenario on an input-output table: what each country loses, day by day."""
    from techpact.registry import get_analysis
    from techpact.shocks.scenario_file import preset_names, read_scenario

    if name == "list":
        presets = [
            (n, read_scenario(n).title["en"], read_scenario(n).question["en"])
            for n in preset_names()
        ]
        console.print_table("", ("scenario", "title", "question"), presets)
        return
    import polars as pl

    from techpact import engine
    from techpact.errors import InputError
    from techpact.render.exports import export
    from techpact.tables import Table

    plan = read_scenario(name)
    analysis = get_analysis("ario")
    space = open_workspace(workspace)
    tables = {}
    for item, path in (("flows", flows), ("final_demand", final_demand)):
        stored = {e.name for e in space.entries("table")}
        if path is None and item not in stored:
            raise InputError(
                f"no table {item}",
                where="workspace",
                mend=f"give --{item.replace('_', '-')} FILE, or `techpact add FILE --source …`",
            )
        tables[item] = engine.read_frame(path) if path else space.table(item)
    rows = plan.rows(set(tables["flows"]["supplier_sector"].unique().to_list()))
    declared: Table = next(i.table for i in analysis.inputs if i.name == "events")
    events = pl.DataFrame(
        {
            c.name: [None if r[c.name] is None else str(r[c.name]) for r in rows]
            for c in declared.columns
        },
        schema={c.name: pl.String for c in declared.columns},
    )
    if events_out:
        console.write_result(export(events, "csv", bom=False), events_out)
        return
    base = fact_base(facts)
    for assumption in plan.assumptions:
        console.print_plain(f"assumed: {assumption}")
    for table, key in plan.evidence:
        frame = base.table(table)
        for row in frame.filter(pl.col(frame.columns[0]) == key).head(1).iter_rows(named=True):
            text = row.get("text_en") or row.get("name_en")
            console.print_plain(f"evidence: {text} [{row['source_id']}, {row['locator']}]")
    chosen = read_alliance(base, alliance, "", "")
    with console.progress_bar(plan.title["en"]) as progress:
        result = analysis.run(
            {**tables, "events": events},
            {"days": days, "every": every, "alliance": chosen},
            progress=progress,
        )
    console.write_result(export(result.table, format, bom=False), out)
