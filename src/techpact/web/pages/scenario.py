"""Scenarios: choose a shock, see who loses what, compare two."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import polars as pl

from techpact.alliance import Alliance
from techpact.render import wording
from techpact.render.charts import losses_spec
from techpact.render.grid import Grid, GridCell, GridColumn, GridRow
from techpact.web.page import Chart, Page
from techpact.web.pages.scenario_run import NEEDED, ScenarioRun, industries, start, variant
from techpact.web.pages.scenario_way import Way, way
from techpact.web.site import Site
from techpact.web.state import State

PATIENCE = 1.0
DAYS = ("90", "180", "365", "730")
TOP_COUNTRIES = 8


def scenario(site: Site, state: State) -> Page:
    """Presets with their assumptions and evidence, and the result on the loaded table."""
    from techpact.errors import NotFoundError
    from techpact.shocks.scenario_file import preset_names, read_scenario

    language = site.languages[state.lang]
    say = language.gettext
    codes = preset_names()
    presets = {n: read_scenario(n) for n in codes}
    chosen = [n for n in (state.get("a"), state.get("b")) if n]
    for name in chosen:
        if name not in presets:
            raise NotFoundError("scenario", name, codes)
    days = state.get("days") if state.get("days") in DAYS else DAYS[1]
    stored = {e.declared_as or e.name: e.name for e in site.workspace.entries("table")}
    missing = [t for t in NEEDED if t not in stored]
    context: dict[str, Any] = {
        "presets": [(n, language.text(presets[n].title)) for n in codes],
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
    runs = list(dict.fromkeys(chosen))
    jobs = [(n, start(site, stored, n, int(days), alliance)) for n in runs]
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
    made: list[ScenarioRun] = [job.result() for _, job in jobs]
    frame = pl.concat([r.losses for r in made])
    titles = {n: language.text(presets[n].title) for n in codes}
    names = industries(site, stored["flows"], state.lang)
    ways = [way(site, state, _way_of(r, titles[r.preset], names, say), alliance) for r in made]
    credit = (site.credit(stored["flows"]),)
    return Page(
        "scenario",
        title,
        "scenario",
        {**context, "ways": [(r.preset, titles[r.preset]) for r in made]},
        (
            _losses(site, state, frame, titles, alliance),
            *([_compared(site, state, made, titles, alliance)] if len(made) > 1 else []),
            _days(site, state, frame, titles),
            *(grid for grid, _ in ways),
        ),
        (
            _chart(site, state, frame, titles, alliance, credit),
            *(replace(c, sources=credit) for _, c in ways if c is not None),
        ),
    )


def _way_of(run: ScenarioRun, title: str, names: Mapping[str, str], say: Any) -> Way:
    return Way(
        run.preset,
        say("{title} ({variant}): the way of the loss").format(
            title=title, variant=variant(run.variant)
        ),
        run.nodes,
        run.edges,
        (say("Country and sector"), say("First day"), say("Loss (million USD)")),
        say("day {day}, {share}"),
        names,
        say("Country and sector; first day and share of output lost"),
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


def _summed(frame: pl.DataFrame) -> pl.DataFrame:
    """Loss of a mean reported day by scenario and country, and its share of the baseline."""
    return (
        frame.filter(pl.col("country").is_not_null())
        .group_by("preset", "scenario", "country", maintain_order=True)
        .agg(pl.col("loss_musd").mean(), pl.col("baseline_musd").mean())
        .with_columns((pl.col("loss_musd") / pl.col("baseline_musd")).alias("share"))
        .sort("preset", "scenario", "share", descending=[False, False, True])
    )


def _losses(
    site: Site, state: State, frame: pl.DataFrame, titles: dict[str, str], alliance: Alliance
) -> Grid:
    language = site.languages[state.lang]
    say = language.gettext
    columns = (
        GridColumn("preset", say("Scenario"), facet=True),
        GridColumn("variant", say("Variant"), facet=True),
        GridColumn("country", say("Country")),
        GridColumn("role", say("Role"), facet=True),
        GridColumn("loss", say("Loss of a mean day (million USD)"), numeric=True),
        GridColumn("share", say("Output lost (share)"), numeric=True),
    )
    made = tuple(
        GridRow(
            {
                "preset": GridCell(titles[r["preset"]]),
                "variant": GridCell(variant(r["scenario"])),
                "country": GridCell(language.country(r["country"])),
                "loss": GridCell(language.number(r["loss_musd"], 2), r["loss_musd"]),
                "role": GridCell(say(wording.ROLES[alliance.role(r["country"])])),
                "share": GridCell(language.percent(r["share"], 4), r["share"]),
            }
        )
        for r in _summed(frame).iter_rows(named=True)
    )
    return Grid("losses", say("Who loses"), columns, made)


def _compared(
    site: Site,
    state: State,
    runs: Sequence[ScenarioRun],
    titles: Mapping[str, str],
    alliance: Alliance,
) -> Grid:
    """The first variant of each of two scenarios, country by country, and their difference."""
    from techpact.registry import get_analysis

    language = site.languages[state.lang]
    say = language.gettext
    one, other = runs[:2]
    result = site.workspace.run(
        get_analysis("loss_comparison"),
        {"ario_losses": one.losses.drop("preset"), "others": other.losses.drop("preset")},
        {"a": one.variant, "b": other.variant},
    )
    table: pl.DataFrame = result.table
    keys = ("loss_a_musd", "loss_b_musd", "difference_musd")
    sums = (
        table.filter(pl.col("country").is_not_null() & pl.col("sector").is_null())
        .group_by("country")
        .agg(pl.col(c).mean() for c in keys)
        .sort(pl.col("difference_musd").abs(), descending=True, nulls_last=True)
    )
    columns = (
        GridColumn("country", say("Country")),
        GridColumn("role", say("Role"), facet=True),
        *(
            GridColumn(key, f"{titles[r.preset]}: {variant(r.variant)}", numeric=True)
            for key, r in zip(keys, (one, other), strict=False)
        ),
        GridColumn("difference_musd", say("Second less first"), numeric=True),
    )
    made = tuple(
        GridRow(
            {
                "country": GridCell(language.country(r["country"])),
                "role": GridCell(say(wording.ROLES[alliance.role(r["country"])])),
                **{
                    key: GridCell(language.number(r[key], 2), r[key], empty=r[key] is None)
                    for key in keys
                },
            }
        )
        for r in sums.iter_rows(named=True)
    )
    return Grid("compared", say("Loss of a mean day (million USD), side by side"), columns, made)


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
                "variant": GridCell(variant(r["scenario"])),
                "country": GridCell(language.country(r["country"]) if r["country"] else ""),
                "day": GridCell(str(r["day"]), r["day"]),
                "loss": GridCell(language.number(r["loss_musd"], 2), r["loss_musd"]),
                "share": GridCell(
                    language.percent(r["loss_share"], 4),
                    r["loss_share"],
                    empty=r["loss_share"] is None,
                ),
            }
        )
        for r in frame.iter_rows(named=True)
    )
    return Grid("days", say("Day by day"), columns, made)


def _chart(
    site: Site,
    state: State,
    frame: pl.DataFrame,
    titles: dict[str, str],
    alliance: Alliance,
    credit: tuple[str, ...],
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
            "scenario": f"{titles[r['preset']]}: {variant(r['scenario'])}",
        }
        for r in known.iter_rows(named=True)
    ]
    return Chart(
        "losses",
        say("Output lost, day by day"),
        losses_spec(rows, language),
        unit=say("Share of an undisturbed day's output; members and partners"),
        note=say("A model: prices and politics are left aside; see the assumptions above."),
        sources=credit,
        table="days",
    )
