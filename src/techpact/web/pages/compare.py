"""Two texts side by side: aligned provisions, areas, lifecycle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from techpact.render import wording
from techpact.render.comparison import area_lines, fact_lines, pair_of
from techpact.render.grid import Grid, GridCell, GridColumn, GridRow
from techpact.web import library
from techpact.web.page import Page
from techpact.web.site import Site
from techpact.web.state import State

if TYPE_CHECKING:
    from techpact.agreements.comparison import Comparison
    from techpact.agreements.records import Document

PATIENCE = 1.0
PAIRS = 40
"""Pairs of provisions on one page."""


def compare(site: Site, state: State) -> Page:
    """Compare two documents of the workspace."""
    say = site.languages[state.lang].gettext
    one, other = state.get("a"), state.get("b")
    if not one or not other:
        names = [e.name for e in site.workspace.entries("document")]
        return Page("compare", say("Side by side"), "documents", {"names": names, "pairs": None})
    entries = [library.entry_of(site, name) for name in (one, other)]

    def work(progress: Any) -> tuple[Document, Document, Comparison]:
        from techpact.agreements.comparison import compare as compare_documents

        read = []
        for number, name in enumerate((one, other)):
            progress(number, 3)
            read.append(library.reading(site, name).result())
        progress(2, 3)
        return read[0], read[1], compare_documents(read[0], read[1])

    for name in (one, other):
        library.reading(site, name)  # queued first, so that comparing never waits behind itself
    job = site.jobs.start(f"compare {entries[0].sha256} {entries[1].sha256}", "compare", work)
    if not job.wait(PATIENCE):
        return Page(
            "working",
            say("Side by side"),
            "documents",
            {"job": job, "doing": say("The texts are being compared.")},
            scripts=("job.js",),
            transient=True,
        )
    ours, theirs, found = job.result()
    return _page(site, state, ours, theirs, found)


def _page(site: Site, state: State, ours: Document, theirs: Document, found: Comparison) -> Page:
    say = site.languages[state.lang].gettext
    relation = state.get("relation")
    links = [k for k in found.links if not relation or k.relation == relation]
    pages = max(1, -(-len(links) // PAIRS))
    asked = state.get("page")
    page = min(max(1, int(asked) if asked.isdigit() and len(asked) < 6 else 1), pages)
    relations = {k.relation for k in found.links}
    language = site.languages[state.lang]
    pairs = [pair_of(k, ours, theirs, language) for k in links[(page - 1) * PAIRS : page * PAIRS]]
    return Page(
        "compare",
        say("Side by side"),
        "documents",
        {
            "names": [],
            "ours": ours,
            "theirs": theirs,
            "titles": (ours.title or ours.id, theirs.title or theirs.id),
            "pairs": pairs,
            "complete": found.complete,
            "page": page,
            "pages": pages,
            "relation": relation,
            "relations": sorted((r, say(wording.LINKS.get(r, r))) for r in relations),
        },
        (_areas(site, state, found), _lifecycle(site, state, found), _links(site, state, found)),
    )


def _areas(site: Site, state: State, found: Comparison) -> Grid:
    language = site.languages[state.lang]
    say = language.gettext
    columns = (
        GridColumn("area", say("Area")),
        GridColumn("ours", say("First text")),
        GridColumn("theirs", say("Second text")),
        GridColumn("relation", say("Relation"), facet=True),
    )
    made = tuple(
        GridRow(
            {
                "area": GridCell(r.name, href=state.link(f"/areas/{r.key}")),
                "ours": GridCell(r.ours),
                "theirs": GridCell(r.theirs),
                "relation": GridCell(r.relation_text),
            }
        )
        for r in area_lines(found, site.facts.areas, language)
    )
    return Grid("areas", say("Area by area"), columns, made)


def _lifecycle(site: Site, state: State, found: Comparison) -> Grid:
    language = site.languages[state.lang]
    say = language.gettext
    columns = (
        GridColumn("key", say("Legal fact")),
        GridColumn("ours", say("First text")),
        GridColumn("theirs", say("Second text")),
        GridColumn("relation", say("Relation"), facet=True),
    )
    made = tuple(
        GridRow(
            {
                "key": GridCell(r.name),
                "ours": GridCell(r.ours),
                "theirs": GridCell(r.theirs),
                "relation": GridCell(r.relation_text, tag=r.relation),
            }
        )
        for r in fact_lines(found, language)
    )
    return Grid("lifecycle", say("Legal nature and lifecycle"), columns, made)


def _links(site: Site, state: State, found: Comparison) -> Grid:
    say = site.languages[state.lang].gettext
    columns = (
        GridColumn("ours", say("First text")),
        GridColumn("theirs", say("Second text")),
        GridColumn("relation", say("Relation"), facet=True),
        GridColumn("score", say("Score"), numeric=True),
    )
    made = tuple(
        GridRow(
            {
                "ours": GridCell(k.ours or ""),
                "theirs": GridCell(k.theirs or ""),
                "relation": GridCell(say(wording.LINKS.get(k.relation, k.relation))),
                "score": GridCell(f"{k.score:.2f}", k.score),
            }
        )
        for k in found.links
    )
    return Grid("links", say("Aligned provisions"), columns, made)
