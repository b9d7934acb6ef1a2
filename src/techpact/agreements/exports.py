"""The files in which documents leave: JSON, CSV, Akoma Ntoso, Web Annotations."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from techpact.agreements.conflicts import find_conflicts
from techpact.agreements.records import Document

FORMATS = ("json", "csv", "akn", "annotations")


def export_files(documents: Sequence[Document], form: str) -> dict[str, bytes]:
    """Return the files of one format, name to bytes.

    Parameters
    ----------
    documents
        Documents as read.
    form
        `json` (all records and the conflicts in one file), `csv` (one table for each kind of
        record), `akn` or `annotations` (one file for each document).
    """
    if form == "akn":
        from techpact.agreements.akoma_ntoso import akoma_ntoso

        return {f"{name}.akn.xml": akoma_ntoso(d) for name, d in _named(documents)}
    if form == "annotations":
        from techpact.agreements.web_annotations import web_annotations

        return {
            f"{name}.annotations.jsonld": _json(web_annotations(d)) for name, d in _named(documents)
        }
    conflicts = find_conflicts(documents)
    if form == "csv":
        from techpact.agreements.tabular import conflicts_csv, document_tables

        tables = {f"{name}.csv": data for name, data in document_tables(documents).items()}
        return tables | {"conflicts.csv": conflicts_csv(conflicts)}
    return {
        "documents.json": _json(
            {
                "documents": [d.to_json() for d in documents],
                "conflicts": [c.to_json() for c in conflicts],
            }
        )
    }


def _named(documents: Sequence[Document]) -> list[tuple[str, Document]]:
    """Names that are safe as files and do not clash."""
    taken: set[str] = set()
    named = []
    for document in documents:
        safe = re.sub(r"[^\w.-]+", "_", document.id)[:100].lstrip(".") or document.sha256[:12]
        name = safe
        while name in taken:
            name = f"{safe}-{len(taken)}"
        taken.add(name)
        named.append((name, document))
    return named


def _json(plain: dict[str, Any]) -> bytes:
    return (json.dumps(plain, ensure_ascii=False, indent=1) + "\n").encode()
