"""Read one text from end to end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from techpact.agreements.annotation import annotate
from techpact.agreements.body import body_spans, find_body
from techpact.agreements.commitments import find_commitments
from techpact.agreements.credits import find_apparatus, find_credit_lines
from techpact.agreements.layout import make_units, read_lines
from techpact.agreements.lifecycle import read_lifecycle
from techpact.agreements.load import Loaded, load
from techpact.agreements.profile import find_language, find_published, find_type
from techpact.agreements.records import AGREEMENT_TYPES, Document, Provision, Published, Span
from techpact.agreements.structure import Node, read_structure, walk
from techpact.agreements.topics import assign_areas
from techpact.agreements.wrapping import estimate_wrap
from techpact.areas import Areas
from techpact.facts.base import FactBase


def read_documents(
    sources: Sequence[str | Path],
    areas: Areas | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> list[Document]:
    """Read several texts; a text that is given twice gets an id of its own."""
    documents: list[Document] = []
    ids: dict[str, int] = {}
    for i, source in enumerate(sources):
        document = read_document(source, areas)
        count = ids[document.id] = ids.get(document.id, 0) + 1
        documents.append(document if count == 1 else replace(document, id=f"{document.id}-{count}"))
        if progress is not None:
            progress(i + 1, len(sources))
    return documents


def read_document(source: str | Path, areas: Areas | None = None) -> Document:
    """Read a file or an address into a document.

    Parameters
    ----------
    source
        A path or an http(s) address.
    areas
        The spine; that of the built-in fact base when not given.

    Returns
    -------
    Document
        With provisions, commitments, facts and all other records.
    """
    return read_loaded(load(source), areas)


def read_loaded(loaded: Loaded, areas: Areas | None = None) -> Document:
    """Read a text that is already loaded."""
    text = loaded.text
    lines = read_lines(text, loaded.hints)
    units = make_units(text, lines, estimate_wrap(lines))
    body, title = find_body(units)
    spans = body_spans(text, body, units)
    language = find_language("\n".join(u.text for u in body) or text)
    kind = find_type(title, body, units)
    agreement = kind in AGREEMENT_TYPES
    promises = agreement or kind == "fact_sheet"
    root = read_structure(body, title, kind)
    published = find_published(kind, units, body, loaded.published)
    printed = None if published.inferred else published.value
    signed = [Span(n.start, n.end) for n in walk(root) if n.type == "signature_block"]
    credited = find_credit_lines(units, body)
    notes = annotate(
        text,
        spans,
        kind,
        printed,
        signatures=signed,
        credited=credited,
        apparatus=find_apparatus(units, body),
    )
    assign_areas(root, areas or _areas(), agreement, notes.mentions)
    provisions = _number(root)
    if published.inferred and notes.issued:
        published = Published(notes.issued, True)
    return Document(
        id=Path(loaded.path).stem or loaded.sha256[:12],
        path=loaded.path,
        sha256=loaded.sha256,
        format=loaded.format,
        language=language,
        type=kind,
        title=_title(text, title_span(root), loaded),
        published=published,
        text=text,
        places=loaded.places,
        body=tuple(spans),
        provisions=tuple(provisions),
        commitments=tuple(find_commitments(root, language, notes.mentions) if promises else ()),
        mentions=notes.mentions,
        facts=tuple(read_lifecycle(root, spans) if agreement else ()),
        dates=notes.dates,
        amounts=notes.amounts,
        events=notes.events,
        recommendations=notes.recommendations,
    )


@cache
def _areas() -> Areas:
    return FactBase().areas


def _number(root: Node) -> list[Provision]:
    nodes = walk(root)
    for i, node in enumerate(nodes):
        node.id = f"p{i + 1}"
    return [
        Provision(
            node.id,
            node.parent.id if node.parent is not None and node.parent.id else None,
            node.type,
            node.label,
            node.area,
            node.start,
            node.end,
        )
        for node in nodes
    ]


def title_span(root: Node) -> Span | None:
    """Return the span of the title."""
    return next((Span(n.start, n.end) for n in root.children if n.type == "title"), None)


def _title(text: str, span: Span | None, loaded: Loaded) -> str | None:
    return " ".join(text[span.start : span.end].split()) if span else loaded.title
