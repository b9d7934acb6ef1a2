"""The cheapest inventory or re-sourcing that keeps the loss of a scenario under a bound."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from techpact.alliance import Alliance
from techpact.analysis import Progress, Result
from techpact.errors import NotFoundError
from techpact.registry import get_analysis
from techpact.render import wording
from techpact.render.charts import cover_spec
from techpact.render.grid import Grid, GridCell, GridColumn, GridRow
from techpact.render.language import Language
from techpact.web.jobs import Job
from techpact.web.page import Chart, Page
from techpact.web.pages.scenario_run import NEEDED, industries, variant, with_events
from techpact.web.site import Site
from techpact.web.state import State

PATIENCE = 1.0
SECONDS = 300.0
"""Time of a search; then the page shows the best found and the gap."""
SMALL = 10.0
"""Losses below it, in million USD, are told to three places."""
BOUNDS = ("90", "75", "50", "25", "10")
DAYS = ("90", "180", "365")
STEPS = ("30", "10", "5")
MEASURES = ("inventory", "resourcing", "both")


def cover(site: Site, state: State) -> Page:
    """Choose a scenario and a bound; see what to hold, what it costs, and what of it is proven."""
    from techpact.shocks.scenario_file import preset_names, read_scenario

    language = site.languages[state.lang]
    say = language.gettext
    presets = {n: read_scenario(n) for n in preset_names()}
    variants = [(n, v) for n, file in presets.items() for v in file.scenarios]
    asked = state.get("case")
    chosen = next(((n, v) for n, v in variants if f"{n}.{v}" == asked), None)
    if asked and chosen is None:
        raise NotFoundError("scenario", asked, [f"{n}.{v}" for n, v in variants])
    given = {
        "bound": _one_of(state.get("bound"), BOUNDS, "50"),
        "measures": _one_of(state.get("measures"), MEASURES, "inventory"),
        "days": _one_of(state.get("days"), DAYS, "90"),
        "step": _one_of(state.get("step"), STEPS, "30"),
    }
    stored = {e.declared_as or e.name: e.name for e in site.workspace.entries("table")}
    missing = [t for t in NEEDED if t not in stored]
    title = say("Cheapest cover")
    context: dict[str, Any] = {
        "cases": [
            (f"{n}.{v}", f"{language.text(presets[n].title)}: {variant(v)}") for n, v in variants
        ],
        "case": asked,
        "given": given,
        "bounds": [(b, language.percent(int(b) / 100)) for b in BOUNDS],
        "measures": [(m, say(wording.MEASURES[m])) for m in MEASURES],
        "days": DAYS,
        "steps": STEPS,
        "missing": missing,
        "proof": {},
    }
    if chosen is None or missing:
        return Page("cover", title, "scenario", context)
    job = _start(site, stored, chosen, given, site.alliance(state))
    if not job.wait(PATIENCE):
        return Page(
            "working",
            title,
            "scenario",
            {"job": job, "doing": say("Settings are being simulated side by side.")},
            scripts=("job.js",),
            transient=True,
        )
    result: Result = job.result()
    proof = result.extras["cover_proof"].row(0, named=True)
    names = industries(site, stored["flows"], state.lang)
    rows = result.table.to_dicts()
    credit = (site.credit(stored["flows"]),)
    held = [r for r in rows if r["measure"] == "inventory"]
    charts = (
        (
            Chart(
                "cover",
                say("Held in addition, in days of use"),
                cover_spec(
                    [
                        {
                            "label": names.get(r["sector"], r["sector"]),
                            "days": r["days_added"],
                            "needed": r["days_needed"],
                        }
                        for r in held
                    ],
                    language,
                ),
                unit=say("Days of use; the dark part is what no cover can do without"),
                note=say("A sector is a mix: its stock is a little of everything in it."),
                sources=credit,
                table="cover",
            ),
        )
        if held
        else ()
    )
    return Page(
        "cover",
        title,
        "scenario",
        {
            **context,
            "proof": _told(proof, language),
            "limits": _limits(site, state),
            "credit": credit[0],
        },
        (_covers(rows, names, language, credit[0]), _proofs(proof, language, credit[0])),
        charts,
    )


def _one_of(text: str, choices: tuple[str, ...], default: str) -> str:
    return text if text in choices else default


def _limits(site: Site, state: State) -> list[str]:
    table = site.facts.table("caveats")
    texts = dict(zip(table["caveat"], table[f"text_{state.lang}"], strict=True))
    return [texts.get(c, c) for c in get_analysis("cheapest_cover").caveats]


def _start(
    site: Site,
    stored: Mapping[str, str],
    chosen: tuple[str, str],
    given: Mapping[str, str],
    alliance: Alliance,
) -> Job:
    """Return the job of one search; one for one table, alliance and choice."""
    preset, case = chosen
    entries = [site.workspace.entry(stored[t]) for t in NEEDED]
    content = hashlib.sha256("".join(e.sha256 for e in entries).encode()).hexdigest()

    def work(progress: Progress) -> Result:
        from techpact.shocks.scenario_file import read_scenario

        tables: dict[str, Any] = with_events(site, stored, read_scenario(preset))
        options = {
            "scenario": case,
            "bound_share": int(given["bound"]) / 100,
            "measures": given["measures"],
            "days": int(given["days"]),
            "step_days": float(given["step"]),
            "seconds": SECONDS,
            "alliance": alliance,
        }
        return site.workspace.run(
            get_analysis("cheapest_cover"), tables, options, progress=progress
        )

    key = f"cover {preset} {case} {sorted(given.items())} {alliance} {content}"
    return site.jobs.start(key, case, work)


def _told(proof: Mapping[str, Any], language: Language) -> dict[str, str]:
    """The outcome in words: status, loss before and after, cost."""
    say = language.gettext
    digits = 3 if proof["loss_before_musd"] < SMALL else 1

    def musd(value: float | None) -> str:
        return "–" if value is None else language.number(value, digits)

    return {
        "status": say(wording.COVER_STATUSES[proof["status"]]),
        "code": proof["status"],
        "before": musd(proof["loss_before_musd"]),
        "after": musd(proof["loss_after_musd"]),
        "bound": musd(proof["bound_musd"]),
        "cost": musd(proof["cost_musd"]),
        "least": musd(proof["cost_at_least_musd"]),
        "gap": "–" if proof["gap_share"] is None else language.percent(proof["gap_share"]),
    }


def _covers(
    rows: list[dict[str, Any]], names: Mapping[str, str], language: Language, credit: str
) -> Grid:
    say = language.gettext

    def number(value: float | None, digits: int = 0) -> GridCell:
        return GridCell("" if value is None else language.number(value, digits), value)

    made = tuple(
        GridRow(
            {
                "measure": GridCell(say(wording.MEASURES[r["measure"]])),
                "sector": GridCell(names.get(r["sector"] or "", r["sector"] or "")),
                "code": GridCell(r["sector"] or ""),
                "days_added": number(r["days_added"]),
                "days_needed": number(r["days_needed"]),
                "share_turned": GridCell(
                    "" if r["share_turned"] is None else language.percent(r["share_turned"]),
                    r["share_turned"],
                ),
                "cost": number(r["cost_musd"], 2),
            },
            sources=credit,
        )
        for r in rows
    )
    columns = (
        GridColumn("measure", say("Measure"), facet=True),
        GridColumn("sector", say("Input")),
        GridColumn("code", say("Code")),
        GridColumn("days_added", say("Days held in addition"), numeric=True),
        GridColumn("days_needed", say("Days needed in any cover"), numeric=True),
        GridColumn("share_turned", say("Share of cut orders that turn"), numeric=True),
        GridColumn("cost", say("Cost (million USD)"), numeric=True),
    )
    empty = say("Nothing to hold: see what the search found.")
    return Grid("cover", say("What to hold"), columns, made, empty)


def _proofs(proof: Mapping[str, Any], language: Language, credit: str) -> Grid:
    say = language.gettext
    heads = (
        ("bound_musd", say("Bound"), 3),
        ("loss_before_musd", say("Loss without measures"), 3),
        ("loss_after_musd", say("Loss with the cover"), 3),
        ("cost_musd", say("Cost"), 3),
        ("cost_at_least_musd", say("No cover costs less than"), 3),
        ("gap_share", say("Gap: part of the cost that is not proven to be needed"), 4),
        ("runs", say("Simulations"), 0),
        ("violations", say("Pairs in which more stock lost more"), 0),
        ("violation_musd", say("Largest such rise"), 6),
    )
    made = tuple(
        GridRow(
            {
                "what": GridCell(label),
                "value": GridCell(
                    language.number(proof[key], digits), proof[key], empty=proof[key] is None
                ),
                "unit": GridCell(say("million USD") if key.endswith("_musd") else ""),
                "key": GridCell(key),
            },
            sources=credit,
        )
        for key, label, digits in heads
    )
    columns = (
        GridColumn("what", say("What")),
        GridColumn("value", say("Value"), numeric=True),
        GridColumn("unit", say("Unit")),
        GridColumn("key", say("Column of cover_proof")),
    )
    return Grid("search", say("The search"), columns, made)
