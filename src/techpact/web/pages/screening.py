"""Party screening: one name at once, a file of names with progress."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from techpact.alliance import country_codes
from techpact.render import wording
from techpact.render.grid import Grid, GridCell, GridColumn, GridRow
from techpact.render.language import Language
from techpact.web.page import Page
from techpact.web.site import Site
from techpact.web.state import State

if TYPE_CHECKING:
    from techpact.parties.explain import Explanation
    from techpact.parties.screening import Finding

PATIENCE = 1.0
SHOWN = 20_000
"""Rows of a result that the page looks through; downloads hold all."""


def screen(site: Site, state: State) -> Page:
    """The form, and the parties that a name may be."""
    say = site.languages[state.lang].gettext
    name = state.get("name").strip()
    context: dict[str, Any] = {
        "asked": name,
        "loaded": site.desk.loaded,
        "max_mb": site.settings.max_upload_bytes // 2**20,
        "logged": site.desk.log.exists(),
    }
    if not context["loaded"]:
        return Page("screen", say("Screening"), "screen", context, transient=True)
    lists = _lists(site, say)
    if not name:
        return Page("screen", say("Screening"), "screen", context, (lists,), transient=True)
    job = site.desk.opening()
    if not job.wait(PATIENCE):
        return _working(site, state, say("The lists are being opened."), job)
    found = site.desk.screen([name], top=20, by="web")[0]
    grids = (_grid(site, state, found), lists)
    return Page("screen", say("Screening"), "screen", context, grids, transient=True)


def _lists(site: Site, say: Any) -> Grid:
    """The lists that are asked, each with its edition."""
    editions = site.desk.editions()
    made = tuple(
        GridRow(
            {
                "list": GridCell(e.title),
                "title": GridCell(e.name),
                "publisher": GridCell(e.publisher),
                "version": GridCell(e.version, empty=not e.version)
                if e.version
                else GridCell(say("not stated"), empty=True),
                "rows": GridCell("" if e.rows is None else f"{e.rows:,}", e.rows),
                "added": GridCell(e.added),
                "sha256": GridCell(editions[e.title][:12] + "…", editions[e.title]),
            }
        )
        for e in site.desk.lists()
    )
    columns = (
        GridColumn("list", say("List")),
        GridColumn("title", say("Title")),
        GridColumn("publisher", say("Publisher")),
        GridColumn("version", say("Edition"), short=True),
        GridColumn("rows", say("Parties on it"), numeric=True),
        GridColumn("added", say("Added"), short=True),
        GridColumn("sha256", say("Content (SHA-256)")),
    )
    return Grid("lists", say("Lists that are asked"), columns, made)


def _working(site: Site, state: State, doing: str, job: Any) -> Page:
    say = site.languages[state.lang].gettext
    return Page(
        "working",
        say("Screening"),
        "screen",
        {"job": job, "doing": doing},
        scripts=("job.js",),
        transient=True,
    )


def _columns(say: Any, *, query: bool) -> tuple[GridColumn, ...]:
    return (
        *([GridColumn("query", say("Name asked"))] if query else []),
        GridColumn("rank", say("Rank"), numeric=True),
        GridColumn("decision", say("Decision"), facet=True),
        GridColumn("score", say("Score"), numeric=True),
        GridColumn("name", say("Listed name")),
        GridColumn("list", say("List"), facet=True),
        GridColumn("countries", say("Countries")),
        GridColumn("why", say("Why")),
        GridColumn("id", say("Identifier"), short=True),
    )


def _decision(say: Any, code: str) -> GridCell:
    return GridCell(say(wording.DECISIONS.get(code, code)), tag=f"decision-{code}")


def _countries(language: Language, codes: str) -> str:
    """Lists write countries as two letters, as three, or in words; known codes become names."""
    three = {two: code for code, two in country_codes().items()}
    parts = [c.strip() for c in codes.split(";") if c.strip()]
    return language.listing(language.country(three.get(c, c)) for c in parts)


def _list(code: str) -> str:
    name = wording.LIST_NAMES.get(code)
    return f"{name} ({code})" if name else code


def _why(language: Language, found: Explanation) -> str:
    """What speaks for the hit and what against it, in words."""
    say, listing = language.gettext, language.listing
    parts: list[tuple[str, Sequence[str]]] = [
        (say("compared with {names}"), (found.listed_name,)),
        (say("agree: {names}"), found.shared),
        (say("only asked: {names}"), found.only_query),
        (say("only listed: {names}"), found.only_list),
        (say("against it: {names}"), [say(wording.AGAINST.get(a, a)) for a in found.against]),
    ]
    return " · ".join(text.format(names=listing(n)) for text, n in parts if n)


def _grid(site: Site, state: State, found: Iterable[Finding]) -> Grid:
    language = site.languages[state.lang]
    say = language.gettext
    made = tuple(
        GridRow(
            {
                "rank": GridCell(str(f.rank), f.rank),
                "decision": _decision(say, f.decision),
                "score": GridCell(f"{f.score:.2f}", f.score),
                "name": GridCell(f.name),
                "list": GridCell(_list(f.list)),
                "countries": GridCell(_countries(language, f.countries)),
                "why": GridCell(_why(language, f.explanation)),
                "id": GridCell(f.id),
            }
        )
        for f in found
    )
    empty = say("No listed party is like this name. That is no proof: check spelling and owners.")
    return Grid(
        "hits", say("Listed parties that may be meant"), _columns(say, query=False), made, empty
    )


def result(site: Site, state: State, screening: str) -> Page:
    """Progress of the screening of a file, then its result."""
    say = site.languages[state.lang].gettext
    job = site.desk.working(screening)
    if not job.wait(PATIENCE):
        return _working(site, state, say("The names are being screened."), job)
    path: Path = job.result()
    import polars as pl

    frame = pl.read_csv(path, infer_schema=False, n_rows=SHOWN)
    made = tuple(
        GridRow(
            {
                "query": GridCell(r["query"] or ""),
                "rank": GridCell(r["rank"], int(r["rank"])),
                "decision": _decision(say, r["decision"]),
                "score": GridCell(f"{float(r['score']):.2f}", float(r["score"])),
                "name": GridCell(r["name"] or ""),
                "list": GridCell(_list(r["list"] or "")),
                "why": GridCell(r["explanation"] or ""),
                "id": GridCell(r["id"] or ""),
            }
        )
        for r in frame.iter_rows(named=True)
    )
    columns = tuple(c for c in _columns(say, query=True) if c.key != "countries")
    empty = say("No name of the file is like a listed party.")
    return Page(
        "screened",
        say("Screening"),
        "screen",
        {"screening": screening, "more": frame.height >= SHOWN},
        (Grid("hits", say("Listed parties that may be meant"), columns, made, empty),),
        transient=True,
    )
