"""Sources, methods, and the way back from a number."""

from __future__ import annotations

import re
from typing import Any

import polars as pl

from techpact.errors import NotFoundError
from techpact.facts.tables import LOCATIONS
from techpact.lineage import trace
from techpact.registry import PARTS, analysis_names, get_analysis
from techpact.render import wording
from techpact.render.grid import Grid, GridCell, GridColumn, GridRow
from techpact.web.page import Page
from techpact.web.site import Site
from techpact.web.state import State

MAX_FACTS = 5_000


def sources(site: Site, state: State) -> Page:
    """Every publication behind the fact base."""
    say = site.languages[state.lang].gettext
    counts: dict[str, int] = {}
    for name in LOCATIONS:
        frame = site.facts.table(name)
        if name != "sources" and "source_id" in frame.columns:
            for source, n in frame.group_by("source_id").len().iter_rows():
                counts[source] = counts.get(source, 0) + n
    made = tuple(
        GridRow(
            {
                "title": GridCell(r["title"], href=state.link(f"/sources/{r['source_id']}")),
                "publisher": GridCell(r["publisher"]),
                "year": GridCell(r["year"]),
                "language": GridCell(r["language"]),
                "licence": GridCell(r["licence"] or ""),
                "accessed": GridCell(
                    site.languages[state.lang].date(str(r["accessed"])), str(r["accessed"])
                ),
                "facts": GridCell(
                    str(counts.get(r["source_id"], 0)), counts.get(r["source_id"], 0)
                ),
            },
            id=r["source_id"],
        )
        for r in site.facts.table("sources").iter_rows(named=True)
    )
    columns = (
        GridColumn("title", say("Title")),
        GridColumn("publisher", say("Publisher")),
        GridColumn("year", say("Year"), facet=True),
        GridColumn("language", say("Language"), facet=True),
        GridColumn("licence", say("Licence")),
        GridColumn("accessed", say("Read on"), short=True),
        GridColumn("facts", say("Facts"), numeric=True),
    )
    grid = Grid("sources", say("Sources"), columns, made)
    return Page("sources", say("Sources"), "sources", {}, (grid,))


def source(site: Site, state: State, source: str) -> Page:
    """One publication, and the facts taken from it."""
    table = site.facts.table("sources")
    found = table.filter(pl.col("source_id") == source)
    if not found.height:
        raise NotFoundError("source", source, table["source_id"])
    row = found.row(0, named=True)
    say = site.languages[state.lang].gettext
    made: list[GridRow] = []
    for name, (declared, _) in LOCATIONS.items():
        frame = site.facts.table(name)
        if name == "sources" or "source_id" not in frame.columns:
            continue
        for r in frame.filter(pl.col("source_id") == source).iter_rows(named=True):
            key = ", ".join(str(r[k]) for k in declared.key if r[k] is not None)
            made.append(
                GridRow(
                    {
                        "table": GridCell(name, href=state.link(f"/tables/{name}")),
                        "key": GridCell(key),
                        "locator": GridCell(r["locator"] or ""),
                        "as_of": GridCell(str(r["as_of"] or "")),
                        "status": GridCell(say(wording.STATUSES[r["status"]])),
                    }
                )
            )
    columns = (
        GridColumn("table", say("Table"), facet=True),
        GridColumn("key", say("Fact")),
        GridColumn("locator", say("Where in it")),
        GridColumn("as_of", say("As of"), short=True),
        GridColumn("status", say("Status"), facet=True),
    )
    url = row["url"] or ""
    return Page(
        "source",
        row["title"],
        "sources",
        {
            "source": row,
            "url": url if url.startswith(("https://", "http://")) else "",
            "accessed": site.languages[state.lang].date(str(row["accessed"])),
        },
        (Grid("facts", say("Facts taken from it"), columns, tuple(made[:MAX_FACTS])),),
    )


def methods(site: Site, state: State) -> Page:
    """Every analysis, with the question it answers."""
    say = site.languages[state.lang].gettext
    part_of = {name: part for part in PARTS for name in part.analyses}
    made = tuple(
        GridRow(
            {
                "analysis": GridCell(name, href=state.link(f"/methods/{name}")),
                "question": GridCell(say(get_analysis(name).question)),
                "part": GridCell(part_of[name].name),
            }
        )
        for name in analysis_names()
    )
    columns = (
        GridColumn("analysis", say("Analysis")),
        GridColumn("question", say("Question")),
        GridColumn("part", say("Part"), facet=True),
    )
    grid = Grid("analyses", say("Analyses"), columns, made)
    return Page("methods", say("Methods"), "methods", {}, (grid,))


def method(site: Site, state: State, analysis: str) -> Page:
    """One analysis: question, tables, options, formula, references, caveats."""
    found = get_analysis(analysis)
    say = site.languages[state.lang].gettext
    caveats = {
        r["caveat"]: r[f"text_{state.lang}"]
        for r in site.facts.table("caveats").iter_rows(named=True)
    }
    sections = _sections(found.doc)
    return Page(
        "method",
        analysis,
        "methods",
        {
            "analysis": found,
            "question": say(found.question),
            "sections": [(n, t) for n, t in sections if n not in {"Parameters", ""}],
            "caveats": [caveats.get(c, c) for c in found.caveats],
        },
        (),
    )


def _sections(doc: str) -> list[tuple[str, str]]:
    """Split a numpydoc docstring at its underlined headings."""
    parts = re.split(r"^(\w[\w ]*)\n-{3,}\n", doc, flags=re.M)
    found = [("", parts[0].strip())]
    found += [(parts[i], parts[i + 1].strip()) for i in range(1, len(parts) - 1, 2)]
    return found


def finding(site: Site, state: State, finding: str) -> Page:
    """The way back from a number or gap to its sources."""
    assessment = site.assessment(state)
    record: dict[str, Any] = site.once(
        ("trace", site.data_hash(), assessment.alliance, assessment.as_of, state.lang),
        lambda: _record(site, state),
    )
    steps = trace(record, finding)
    if not steps:
        raise NotFoundError(
            "finding",
            finding,
            [f.id for f in assessment.findings],
            where="this alliance and day",
        )
    say = site.languages[state.lang].gettext
    return Page("finding", say("Where this comes from"), "sources", {"steps": steps})


def _record(site: Site, state: State) -> dict[str, Any]:
    from techpact.render.record import to_record

    return to_record(site.facts, site.assessment(state), site.languages[state.lang])
