"""A document that the user gave, as the brief needs it: its commitments with exact spans."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from techpact.alliance import Alliance, country_codes
from techpact.analysis import Progress
from techpact.areas import GENERAL
from techpact.assessment.evidence import EvidenceRoom
from techpact.facts import FactBase
from techpact.lineage import Citation

if TYPE_CHECKING:
    from techpact.agreements.records import Conflict, Document


@dataclass(frozen=True)
class DocumentView:
    """One document that was read: identity, and its commitments as assessment records.

    `parties` are the countries between which it stands, as far as the text names them together.
    """

    id: str
    sha256: str
    title: str
    path: str
    language: str
    commitments: tuple[Mapping[str, Any], ...]
    parties: tuple[str, ...] = ()

    def counts_for(self, alliance: Alliance) -> bool:
        """Whether it is between two members at least, or does not say between whom."""
        return not self.parties or len(alliance.members.intersection(self.parties)) > 1


def read_documents(
    paths: Sequence[str | Path], facts: FactBase, *, progress: Progress | None = None
) -> tuple[list[DocumentView], list[Mapping[str, Any]]]:
    """Read documents and the contradictions between them.

    Parameters
    ----------
    paths
        Files or web addresses.
    facts
        The fact base, for the areas.
    progress
        Told how many documents are read.

    Returns
    -------
    (documents, conflicts)
        Commitments and conflict claims carry citations with code-point spans.
    """
    if not paths:
        return [], []
    from techpact.agreements.analyse import read_documents as read

    return as_views(read(paths, facts.areas, progress), facts)


def as_views(
    documents: Sequence[Document], facts: FactBase
) -> tuple[list[DocumentView], list[Mapping[str, Any]]]:
    """Return documents that were read as the assessment needs them, and their contradictions."""
    from techpact.agreements.conflicts import find_conflicts

    by_id = {d.id: d for d in documents}
    conflicts: list[Mapping[str, Any]] = [
        _conflict(c, by_id, facts) for c in find_conflicts(documents)
    ]
    return [document_view(d, set(facts.areas.codes)) for d in documents], conflicts


def parties_of(document: Document) -> tuple[str, ...]:
    """Countries that the text of an agreement names together as its sides; empty when it does not.

    A joint mention such as "both Governments" is read to the countries behind it; the set that is
    meant most often counts. Without one, the governments that are named are the sides.
    """
    counts: dict[tuple[str, ...], int] = {}
    for mention in document.mentions:
        codes = tuple(sorted((mention.entity or "").split(";")))
        if len(codes) > 1:
            counts[codes] = counts.get(codes, 0) + 1
    if counts:
        return min(counts, key=lambda c: (-counts[c], c))
    known = country_codes()
    named = {m.entity for m in document.mentions if m.kind == "ORG" and m.entity in known}
    governments = tuple(sorted(str(c) for c in named))
    return governments if len(governments) > 1 else ()


def document_view(document: Document, areas: set[str]) -> DocumentView:
    """Return one document as the assessment needs it."""
    return DocumentView(
        id=_name(document),
        sha256=document.sha256,
        title=document.title or Path(document.path).name,
        path=Path(document.path).name,
        language=document.language,
        commitments=tuple(
            {
                "id": f"{_name(document)}:{c.id}",
                "agreement": _name(document),
                "area": c.area if c.area in areas else GENERAL,
                "modality": c.modality,
                "texts": {"en": " ".join(document.text[c.start : c.end].split())},
                "bodies": list(c.channels),
                "deadline": c.deadline,
                "standing": "document",
                "sources": (_cite(document, c.start, c.end),),
            }
            for c in document.commitments
        ),
        parties=parties_of(document),
    )


def _name(document: Document) -> str:
    return f"document:{document.sha256[:12]}"


def _cite(document: Document, start: int, end: int) -> Citation:
    title = document.title or Path(document.path).name
    return Citation(
        source_id=_name(document),
        citation=f"{title} (SHA-256 {document.sha256[:12]}…)",
        locator=Path(document.path).name,
        start=start,
        end=end,
    )


def _cite_fact(place: str, facts: FactBase) -> Citation:
    """Cite the row that a claim of the fact base names: `facts:<table>:<row>`."""
    _, table, key = place.split(":", 2)
    rows = facts.table(table)
    (row,) = rows.filter(rows[rows.columns[0]] == key).iter_rows(named=True)
    return EvidenceRoom(facts).cite(row)


def _conflict(
    conflict: Conflict, documents: Mapping[str, Document], facts: FactBase
) -> dict[str, Any]:
    claims = []
    for claim in conflict.claims:
        if claim.start is None or claim.end is None:  # what the fact base says
            said = claim.value if isinstance(claim.value, list) else [claim.value]
            cited = _cite_fact(claim.document, facts)
            claims.append({"texts": {"en": ", ".join(map(str, said))}, "sources": (cited,)})
            continue
        document = documents[claim.document]
        quote = " ".join(document.text[claim.start : claim.end].split())
        value = quote if quote == str(claim.value) else f"{claim.value}: {quote}"
        claims.append(
            {
                "texts": {"en": value},
                "sources": (_cite(document, claim.start, claim.end),),
            }
        )
    return {"key": conflict.key, "relation": conflict.relation, "area": None, "claims": claims}
