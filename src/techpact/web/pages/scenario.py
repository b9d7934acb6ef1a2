"""Scenarios: choose a shock, see who loses what, compare two."""

from __future__ import annotations

import hashlib
from typing import Any

import polars as pl

from techpact.alliance import Alliance
from techpact.render.charts import losses_spec
from techpact.render.grid import Grid, GridCell, GridColumn, GridRow
from techpact.web.page import Chart, Page
from techpact.web.site import Site
from techpact.web.state import State

PATIENCE = 1.0
DAYS = ("90", "180", "365", "730")
NEEDED = ("flows", "final_demand")
TOP_COUNTRIES = 8


def scenario(site: Site, state: State) -> Page:
    """Presets with their assumptions and evidence, and the result on the loaded table."""
    from techpact.errors import NotFoundError
    from techpact.shocks.scenario_file import preset_names, read_scenario

    language = site.languages[state.lang]
    say = language.gettext
    names = preset_names()
    presets = {n: read_scenario(n) for n in names}
    chosen = [n for n in (state.get("a"), state.get("b")) if n]
    for name in chosen:
        if name not in presets:
            raise NotFoundError("scenario", name, names)
    days = state.get("days") if state.get("days") in DAYS else DAYS[1]
    stored = {e.declared_as or e.name: e.name for e in site.workspace.entries("table")}
    missing = [t for t in NEEDED if t not in stored]
    context: dict[str, Any] = {
        "presets": [(n, language.text(presets[n].title)) for n in names],
        "chosen": [
            {
                "title": language.text(presets[n].title),
                "question": language.text(presets[n].question),
                "assumptions": presets[n].assumptions,
                "evidence": [_evidence(site, state, t, k) for t, k in presets[n].evidence],
            }
            for n in dict.fromkeys(chosen)
        ],
        "a": state.get("a"),
        "b": state.get("b"),
        "days": days,
        "day_choices": DAYS,
        "missing": missing,
    }
    title = say("Scenarios")
    if not chosen or missing:
        return Page("scenario", title, "scenario", context)
    alliance = site.alliance(state)
    jobs = [(n, _start(site, stored, n, int(days), alliance)) for n in dict.fromkeys(chosen)]
    for _, job in jobs:
        if not job.wait(PATIENCE):
            return Page(
                "working",
                title,
                "scenario",
                {"job": job, "doing": say("The scenario is being simulated.")},
                scripts=("job.js",),
                transient=True,
            )
    frame = pl.concat([job.result() for _, job in jobs])
    titles = {n: language.text(presets[n].title) for n in names}
    return Page(
        "scenario",
        title,
        "scenario",
        context,
        (_losses(site, state, frame, titles, alliance), _days(site, state, frame, titles)),
        (_chart(site, state, frame, titles, alliance),),
    )


def _evidence(site: Site, state: State, table: str, key: str) -> dict[str, str]:
    frame = site.facts.table(table)
    rows = frame.filter(pl.col(frame.columns[0]) == key).head(1).to_dicts()
    if not rows:
        return {"text": f"{table} {key}", "href": ""}
    row = rows[0]
    text = row.get(f"name_{state.lang}") or row.get(f"text_{state.lang}") or key
    path = f"/inputs/{key}" if table == "inputs" else f"/tables/{table}"
    return {"text": text, "href": state.link(path), "source": row.get("source_id", "")}


def _start(site: Site, stored: dict[str, str], name: str, days: int, alliance: Alliance) -> Any:
    entries = [site.workspace.entry(stored[t]) for t in NEEDED]
    content = hashlib.sha256("".join(e.sha256 for e in entries).encode()).hexdigest()

    def work(progress: Any) -> pl.DataFrame:
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
        made: pl.DataFrame = result.table.with_columns(pl.lit(name).alias("preset"))
        return made

    return site.jobs.start(f"scenario {name} {days} {alliance} {content}", name, work)


def _summed(frame: pl.DataFrame) -> pl.DataFrame:
    """Loss over the reported days by scenario and country, as a share of their baseline."""
    return (
        frame.filter(pl.col("country").is_not_null())
        .group_by("preset", "scenario", "country", maintain_order=True)
        .agg(pl.col("loss_musd").sum(), pl.col("baseline_musd").sum())
        .with_columns((pl.col("loss_musd") / pl.col("baseline_musd")).alias("share"))
        .sort("preset", "scenario", "share", descending=[False, False, True])
    )


def _losses(
    site: Site, state: State, frame: pl.DataFrame, titles: dict[str, str], alliance: Alliance
) -> Grid:
    from techpact.render import wording

    language = site.languages[state.lang]
    say = language.gettext
    columns = (
        GridColumn("preset", say("Scenario"), facet=True),
        GridColumn("variant", say("Variant"), facet=True),
        GridColumn("country", say("Country")),
        GridColumn("role", say("Role"), facet=True),
        GridColumn("share", say("Output lost (share)"), numeric=True),
    )
    made = tuple(
        GridRow(
            {
                "preset": GridCell(titles[r["preset"]]),
                "variant": GridCell(r["scenario"]),
                "country": GridCell(language.country(r["country"])),
                "role": GridCell(say(wording.ROLES[alliance.role(r["country"])])),
                "share": GridCell(language.percent(r["share"], 3), r["share"]),
            }
        )
        for r in _summed(frame).iter_rows(named=True)
    )
    return Grid("losses", say("Who loses"), columns, made)


def _days(site: Site, state: State, frame: pl.DataFrame, titles: dict[str, str]) -> Grid:
    language = site.languages[state.lang]
    say = language.gettext
    columns = (
        GridColumn("preset", say("Scenario"), facet=True),
        GridColumn("variant", say("Variant"), facet=True),
        GridColumn("country", say("Country"), facet=True),
        GridColumn("day", say("Day"), numeric=True),
        GridColumn("loss", say("Loss of the day (million USD)"), numeric=True),
        GridColumn("share", say("Output lost (share)"), numeric=True),
    )
    made = tuple(
        GridRow(
            {
                "preset": GridCell(titles[r["preset"]]),
                "variant": GridCell(r["scenario"]),
                "country": GridCell(language.country(r["country"]) if r["country"] else ""),
                "day": GridCell(str(r["day"]), r["day"]),
                "loss": GridCell(language.number(r["loss_musd"], 2), r["loss_musd"]),
                "share": GridCell(
                    language.percent(r["loss_share"], 3),
                    r["loss_share"],
                    empty=r["loss_share"] is None,
                ),
            }
        )
        for r in frame.iter_rows(named=True)
    )
    return Grid("days", say("Day by day"), columns, made)


def _chart(
    site: Site, state: State, frame: pl.DataFrame, titles: dict[str, str], alliance: Alliance
) -> Chart:
    language = site.languages[state.lang]
    say = language.gettext
    friends = sorted(alliance.friends)[:TOP_COUNTRIES]
    known = frame.filter(pl.col("country").is_in(friends))
    rows = [
        {
            "day": r["day"],
            "share": r["loss_share"] or 0.0,
            "country": language.country(r["country"]),
            "scenario": f"{titles[r['preset']]}: {r['scenario']}",
        }
        for r in known.iter_rows(named=True)
    ]
    return Chart("losses", say("Output lost, day by day"), losses_spec(rows, language))
