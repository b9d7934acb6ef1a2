"""A document that the user gave, as the brief needs it: its commitments with exact spans."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class DocumentView:
    """One document that was read: identity, and its commitments as assessment records."""

    id: str
    sha256: str
    title: str
    path: str
    language: str
    commitments: tuple[Mapping[str, Any], ...]
