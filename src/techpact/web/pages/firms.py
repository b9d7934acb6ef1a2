"""The cascade of one event through a network of firms, as a graph whose nodes are links."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

from techpact.analysis import Progress, Result
from techpact.errors import NotFoundError
from techpact.registry import get_analysis
from techpact.web.jobs import Job
from techpact.web.page import Chart, Page
from techpact.web.pages.scenario_way import Way, way
from techpact.web.site import Site
from techpact.web.state import State

NEEDED = ("edges", "firms", "essentiality")
PATIENCE = 1.0
OFFERED = 200
"""Events that are offered by name; any other is written."""
THRESHOLDS = ("1", "5", "10", "25")


def firms(site: Site, state: State) -> Page:
    """Choose a firm that closes, or a stored event; see who is reached, in which step, by whom."""
    language = site.languages[state.lang]
    say = language.gettext
    title = say("Cascade among firms")
    stored = {e.declared_as or e.name: e.name for e in site.workspace.entries("table")}
    missing = [t for t in NEEDED if t not in stored]
    asked = state.get("event")
    threshold = state.get("from") if state.get("from") in THRESHOLDS else THRESHOLDS[0]
    context: dict[str, Any] = {
        "missing": missing,
        "events": [],
        "event": asked,
        "threshold": threshold,
        "thresholds": [(t, language.percent(int(t) / 100)) for t in THRESHOLDS],
    }
    if missing:
        return Page("firms", title, "scenario", context)
    known = _events(site, stored)
    context |= {"events": known[:OFFERED], "closed": "shocks" not in stored}
    if not asked:
        return Page("firms", title, "scenario", context)
    if asked not in known:
        raise NotFoundError("event", asked, known)
    job = _start(site, stored, asked, int(threshold) / 100)
    if not job.wait(PATIENCE):
        return Page(
            "working",
            title,
            "scenario",
            {"job": job, "doing": say("The cascade is being followed.")},
            scripts=("job.js",),
            transient=True,
        )
    result: Result = job.result()
    told = Way(
        "firms",
        say("{event}: the cascade from firm to firm").format(event=asked),
        result.table,
        result.extras["path_edges"],
        (say("Firm"), say("Step"), say("Loss (share of all output)")),
        say("step {day}, {share}"),
        {},
        say("Firm; step in which it is reached and share of its output lost"),
        digits=1,
    )
    grid, chart = way(site, state, told, site.alliance(state))
    credit = (site.credit(stored["edges"]),)
    caveats = site.facts.table("caveats")
    texts = dict(zip(caveats["caveat"], caveats[f"text_{state.lang}"], strict=True))
    return Page(
        "firms",
        title,
        "scenario",
        {**context, "limits": [texts[c] for c in get_analysis("cascade_path").caveats]},
        (grid,),
        (replace(chart, sources=credit),) if isinstance(chart, Chart) else (),
    )


def _events(site: Site, stored: dict[str, str]) -> list[str]:
    """Scenarios of the shocks that are stored; the firms themselves when there are none."""
    table, column = ("shocks", "scenario") if "shocks" in stored else ("firms", "firm")
    entry = site.workspace.entry(stored[table])

    def make() -> list[str]:
        names = site.workspace.table(entry.name)[column].cast(str).unique(maintain_order=True)
        return names.to_list()

    found: list[str] = site.once(("events", entry.sha256), make)
    return found


def _start(site: Site, stored: dict[str, str], event: str, threshold: float) -> Job:
    tables = [t for t in (*NEEDED, "shocks") if t in stored]
    hashes = "".join(site.workspace.entry(stored[t]).sha256 for t in tables)
    content = hashlib.sha256(hashes.encode()).hexdigest()

    def work(progress: Progress) -> Result:
        given: dict[str, Any] = {t: site.workspace.table(stored[t]) for t in tables}
        options = {"scenario": event, "threshold": threshold}
        return site.workspace.run(get_analysis("cascade_path"), given, options)

    return site.jobs.start(f"firms {event} {threshold} {content}", event, work)
