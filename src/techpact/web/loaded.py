"""What the user loaded, as the assessment takes it: documents that were read, tables measured."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from techpact.alliance import Alliance
from techpact.analysis import Progress
from techpact.assessment.documents import DocumentView, as_views, document_view
from techpact.assessment.loaded import loaded_findings
from techpact.errors import TechpactError
from techpact.lineage import Finding
from techpact.web import library
from techpact.web.jobs import Job

if TYPE_CHECKING:
    from techpact.agreements.records import Document
    from techpact.web.site import Site

MEASURED = ({"flows", "final_demand"}, {"trade"})
"""Tables of the workspace on which areas are measured."""


@dataclass(frozen=True)
class Loaded:
    """Documents, contradictions between them, findings on loaded tables, and what was left out."""

    documents: tuple[DocumentView, ...] = ()
    conflicts: tuple[Mapping[str, Any], ...] = ()
    findings: tuple[Finding, ...] = ()
    left_out: tuple[str, ...] = ()


def loading(site: Site, alliance: Alliance) -> Job | None:
    """Return the job that reads and measures what the workspace holds; None when it is empty.

    A text or a table that cannot be read does not stop the assessment: `left_out` names it.
    """
    entries = site.workspace.entries()
    documents = [e.name for e in entries if e.kind == "document"]
    tables = {e.name for e in entries if e.kind == "table"}
    if not documents and not any(needed <= tables for needed in MEASURED):
        return None
    areas = set(site.facts.areas.codes)

    def work(progress: Progress) -> Loaded:
        read: list[Document] = []
        left_out: list[str] = []
        for done, name in enumerate(documents):
            progress(done, len(documents) + 1)
            try:
                found = library.read_here(site, name)
            except TechpactError as err:
                left_out.append(f"{name}: {err.what}")
                continue
            if document_view(found, areas).counts_for(alliance):
                read.append(found)
        progress(len(documents), len(documents) + 1)
        views, conflicts = as_views(read, site.facts)
        findings, refused = loaded_findings(site.workspace, site.facts, alliance)
        return Loaded(tuple(views), tuple(conflicts), tuple(findings), (*left_out, *refused))

    return site.jobs.start(f"loaded {alliance} {site.data_hash()}", "loaded", work)
