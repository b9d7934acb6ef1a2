"""Institutions under Section 1286 that engage in problematic research activity."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from techpact.sources.card import Card, Source
from techpact.sources.tables import LISTED_PARTIES
from techpact.sources.us_notice_list import HEADER, accepts_prefix, read_notice

CARD = Card(
    name="us_dow_1286",
    publisher="US Department of War",
    title="Institutions listed under Section 1286, fiscal year 2024",
    url="https://rt.cto.mil/document/section-1286-list/",
    licence="US government work, public domain",
    citation="Section 1286 list, FY2024",
    version="FY2024",
    redistributable=True,
    units={},
    rows={"listed_parties": (80, 400)},
)

__all__ = ["CARD", "HEADER", "SOURCE", "accepts", "read"]


def accepts(path: Path) -> bool:
    """Say whether a file is this list."""
    return accepts_prefix(path, "dow-1286-")


def read(path: Path, *, partial: bool = False) -> dict[str, Any]:
    """Read the list; every column is used."""
    return read_notice(path, CARD, "1286", partial=partial)


SOURCE = Source(CARD, (LISTED_PARTIES,), read)
