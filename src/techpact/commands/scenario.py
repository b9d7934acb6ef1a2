"""`techpact scenario`: a scenario file or preset, as events for `ario`, or run at once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from techpact.commands import console
from techpact.commands.options import (
    DEFAULT_ALLIANCE,
    AllianceOption,
    FactsOption,
    LangOption,
    OutOption,
    WorkspaceOption,
    fact_base,
    open_workspace,
    read_alliance,
)

if TYPE_CHECKING:
    import polars as pl

    from techpact.alliance import Alliance
    from techpact.facts import FactBase
    from techpact.shocks.scenario_file import ScenarioFile

YEAR = 365


def scenario(
    name: Annotated[str, typer.Argument(help="Preset or TOML file; `list` shows the presets.")],
    flows: Annotated[
        Path | None, typer.Option(help="Input-output table [default: the workspace's].")
    ] = None,
    final_demand: Annotated[
        Path | None, typer.Option(help="Final demand [default: the workspace's].")
    ] = None,
    days: Annotated[
        int | None,
        typer.Option(help="Days to simulate [default: a year after the first event]."),
    ] = None,
    every: Annotated[int, typer.Option(help="Report every so many days.")] = 30,
    after: Annotated[
        Path | None,
        typer.Option(help="Write what is lost after a day, a month and a year here."),
    ] = None,
    chart: Annotated[
        Path | None, typer.Option(help="Draw the loss curves of the alliance here (SVG).")
    ] = None,
    lang: LangOption = "en",
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
    from techpact.render.exports import FORMATS, export
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
    for line in _grounds(plan, base):
        console.print_plain(line)
    chosen = read_alliance(base, alliance, "", "")
    tables["area_sectors"] = base.table("area_sectors")
    length = days or plan.last_start() + YEAR
    with console.progress_bar(plan.title["en"]) as progress:
        result = analysis.run(
            {**tables, "events": events},
            {"days": length, "every": every, "alliance": chosen},
            progress=progress,
        )
    summary = result.extras["loss_after"]
    if after:
        ending = after.suffix[1:].lower()
        kind = ending if ending in FORMATS else format
        console.write_result(export(summary, kind, bom=False), after)
    if chart:
        console.write_result(_drawing(result.table, chosen, lang), chart)
    console.write_result(export(result.table, format, bom=False), out)
    _show(summary)


def _grounds(plan: ScenarioFile, base: FactBase) -> list[str]:
    """What the scenario assumes, how its sizes were set, and what it rests on."""
    import polars as pl

    lines = [f"assumed: {a}" for a in plan.assumptions]
    lines += [f"set by: {name}: {basis}" for name, basis in plan.bases()]
    for table, key in plan.evidence:
        frame = base.table(table)
        for row in frame.filter(pl.col(frame.columns[0]) == key).head(1).iter_rows(named=True):
            text = row.get("text_en") or row.get("name_en")
            lines.append(f"evidence: {text} [{row['source_id']}, {row['locator']}]")
    for source in plan.sources:
        said = f": {source['says']}" if "says" in source else ""
        lines.append(
            f"source: {source['publisher']}, {source['title']} ({source['year']}){said} "
            f"{source.get('url', '')}".rstrip()
        )
    return lines


def _show(summary: pl.DataFrame) -> None:
    """Print what roles and members lose after a day, a month and a year, on standard error."""
    import polars as pl

    shown = summary.filter(pl.col("area").is_null() & (pl.col("level") != "country"))
    columns = ("scenario", "name", "loss_day_musd", "loss_month_musd", "loss_year_musd",
               "loss_year_share")  # fmt: skip
    rows = [
        [r["scenario"], r["name"]]
        + ["no data" if r[c] is None else f"{r[c]:,.0f}" for c in columns[2:5]]
        + ["no data" if r[columns[5]] is None else f"{r[columns[5]]:.3%}"]
        for r in shown.iter_rows(named=True)
    ]
    heads = ("scenario", "who", "day, MUSD", "month, MUSD", "year, MUSD", "of a year's output")
    console.print_table("Output lost after a day, a month, a year", heads, rows, error=True)


def _drawing(losses: pl.DataFrame, alliance: Alliance, lang: str) -> bytes:
    """Draw the loss curves of the members and partners."""
    import polars as pl

    from techpact.render.charts import losses_spec, to_svg
    from techpact.render.language import Language

    language = Language(lang)
    rows = [
        {
            "day": r["day"],
            "share": r["loss_share"] or 0.0,
            "country": language.country(r["country"]),
            "scenario": r["scenario"],
        }
        for r in losses.filter(pl.col("country").is_in(sorted(alliance.friends))).iter_rows(
            named=True
        )
    ]
    label = language.gettext("Output lost, day by day")
    return to_svg(losses_spec(rows, language), label).encode()
