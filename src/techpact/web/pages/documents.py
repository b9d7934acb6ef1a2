"""Documents: the text with its records beside it."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from techpact.render import wording
from techpact.render.comparison import fact_name, fact_value
from techpact.render.grid import Grid, GridCell, GridColumn, GridRow
from techpact.render.views import Views
from techpact.web import library
from techpact.web.page import Page
from techpact.web.site import Site
from techpact.web.state import State

if TYPE_CHECKING:
    from techpact.agreements.records import Document

PART = 40_000
"""Characters of a text on one page."""
PATIENCE = 0.8
"""Seconds to wait for a text to be read before a progress bar is shown."""
KINDS = ("commitments", "facts", "events", "dates", "amounts", "mentions", "recommendations")


@dataclass(frozen=True)
class Passage:
    """One record of a text: its span and what it says, ready to be shown."""

    id: str
    start: int
    end: int
    tags: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class Segment:
    """A run of characters with the records that cover it."""

    text: str
    records: tuple[str, ...]
    first: tuple[str, ...]


def document_list(site: Site, state: State) -> Page:
    """Documents of the workspace, and the form that adds one."""
    language = site.languages[state.lang]
    say = language.gettext
    entries = site.workspace.entries("document")
    made = tuple(
        GridRow(
            {
                "name": GridCell(e.name, href=state.link(f"/documents/{e.name}")),
                "file": GridCell(e.origin),
                "sha256": GridCell(e.sha256[:12] + "…", e.sha256),
                "added": GridCell(e.retrieved[:10]),
            }
        )
        for e in entries
    )
    columns = (
        GridColumn("name", say("Document")),
        GridColumn("file", say("File")),
        GridColumn("sha256", say("Content (SHA-256)")),
        GridColumn("added", say("Added"), short=True),
    )
    empty = say("No document was added to this workspace.")
    grid = Grid("documents", say("Documents"), columns, made, empty)
    return Page(
        "documents",
        say("Documents"),
        "documents",
        {
            "names": [e.name for e in entries],
            "suffixes": library.SUFFIXES,
            "max_mb": library.MAX_BYTES // 2**20,
        },
        (grid,),
    )


def document(site: Site, state: State, document: str) -> Page:
    """One text and its records."""
    job = library.reading(site, document)
    say = site.languages[state.lang].gettext
    if not job.wait(PATIENCE):
        return Page(
            "working",
            document,
            "documents",
            {"job": job, "doing": say("The text is being read.")},
            scripts=("job.js",),
            transient=True,
        )
    read: Document = job.result()
    views = site.views(state)
    kinds = [k for k in KINDS if getattr(read, k)]
    kind = state.get("kind") if state.get("kind") in kinds else (kinds or ["commitments"])[0]
    passages = list(passages_of(read, kind, views))
    chosen = state.get("area")
    if chosen and kind == "commitments":
        codes = {c.id for c in read.commitments if c.area == chosen}
        passages = [p for p in passages if p.id in codes]
    parts = max(1, -(-len(read.text) // PART))
    asked = state.get("part")
    part = min(max(1, int(asked) if asked.isdigit() and len(asked) < 6 else 1), parts)
    low, high = (part - 1) * PART, min(part * PART, len(read.text))
    shown = [p for p in passages if p.start < high and p.end > low]
    labels = wording.RECORD_KINDS
    return Page(
        "document",
        read.title or document,
        "documents",
        {
            "name": document,
            "document": read,
            "what": say(wording.TEXT_KINDS.get(read.type, read.type)),
            "tongue": say(wording.LANGUAGES.get(read.language, read.language)),
            "segments": segments(read.text, low, high, shown),
            "passages": shown,
            "kinds": [
                (k, say(labels[k]), len(getattr(read, k)), state.link(None, kind=k, area=""))
                for k in kinds
            ],
            "kind": kind,
            "areas": [
                (a, views.area_name(a))
                for a in site.facts.areas.codes
                if any(c.area == a for c in read.commitments)
            ],
            "area": chosen,
            "part": part,
            "parts": parts,
            "others": [e.name for e in site.workspace.entries("document") if e.name != document],
        },
        (_grid(views, read, kind, passages),),
        scripts=("document.js",),
    )


def segments(text: str, low: int, high: int, passages: Sequence[Passage]) -> list[Segment]:
    """Cut a text where passages begin and end; every character comes once, in order."""
    cuts = {low, high}
    for p in passages:
        cuts |= {max(low, p.start), min(high, p.end)}
    ordered = sorted(cuts)
    begin: dict[int, list[Passage]] = {}
    for p in passages:
        begin.setdefault(max(low, p.start), []).append(p)
    made = []
    active: list[Passage] = []
    for a, b in itertools.pairwise(ordered):
        active = [p for p in active if p.end > a] + begin.get(a, [])
        made.append(
            Segment(
                text[a:b],
                tuple(p.id for p in active),
                tuple(p.id for p in begin.get(a, [])),
            )
        )
    return made


def passages_of(read: Document, kind: str, views: Views) -> Iterable[Passage]:
    """Records of one kind as passages, in the order of the text."""
    say = views.say
    found: list[Passage] = []
    for number, record in enumerate(getattr(read, kind), start=1):
        tags, text = _describe(record, kind, views, say)
        identifier = getattr(record, "id", "") or f"{kind[:2]}{number}"
        found.append(
            Passage(identifier, record.start, record.end, tuple(t for t in tags if t), text)
        )
    return sorted(found, key=lambda p: (p.start, p.end))


def _named(mention: Any, views: Views) -> str:
    """Who or what a mention names, in words: never the id by which it is linked."""
    entity = mention.entity or ""
    prefix, colon, rest = entity.partition(":")
    if colon:
        return rest if prefix in {"person", "city"} else mention.surface
    countries = entity.split(";")
    if all(len(c) == _ISO and c.isupper() for c in countries):
        return views.language.listing([views.language.country(c) for c in countries])
    return views.body_name(entity) if entity else mention.surface


_ISO = 3
"""Length of the code of a country."""


def _describe(record: Any, kind: str, views: Views, say: Any) -> tuple[list[str], str]:
    listing = views.language.listing
    if kind == "commitments":
        area = views.area_name(record.area) if record.area in views.facts.areas else ""
        return (
            [area, say(wording.MODALITIES.get(record.modality, record.modality))],
            listing([*record.bearers, *record.channels, *record.instruments]),
        )
    if kind == "mentions":
        return [say(wording.MENTION_KINDS.get(record.kind, record.kind))], _named(record, views)
    if kind == "facts":
        name = fact_name(record.key, views.language)
        return [name], fact_value(record.value, views.language)
    if kind == "dates":
        return [
            say(wording.PRECISIONS.get(record.precision, record.precision))
        ], views.language.date(record.value)
    if kind == "amounts":
        return [record.unit or ""], views.language.amount(record.value, record.currency)
    if kind == "events":
        status = wording.OCCURRENCES.get(record.status, record.status)
        date = views.language.date(record.date) if record.date else ""
        event = wording.TEXT_EVENTS.get(record.type, record.type)
        return [say(event), say(status)], " ".join(t for t in (date, record.what) if t)
    group = wording.ADVICE_GROUPS.get(record.group, record.group)
    return [say(group)], listing(record.addressees)


def _grid(views: Views, read: Document, kind: str, passages: Sequence[Passage]) -> Grid:
    say = views.say
    columns = (
        GridColumn("id", say("Record")),
        GridColumn("labels", say("Labels"), facet=True),
        GridColumn("detail", say("Detail")),
        GridColumn("quote", say("Quote")),
        GridColumn("start", say("From character"), numeric=True),
        GridColumn("end", say("To character"), numeric=True),
    )
    made = tuple(
        GridRow(
            {
                "id": GridCell(p.id),
                "labels": GridCell(views.language.listing(p.tags)),
                "detail": GridCell(p.text),
                "quote": GridCell(read.text[p.start : p.end][:2000]),
                "start": GridCell(str(p.start), p.start),
                "end": GridCell(str(p.end), p.end),
            },
            sources=f"{read.path} (SHA-256 {read.sha256})",
        )
        for p in passages
    )
    return Grid("records", say(wording.RECORD_KINDS[kind]), columns, made)
