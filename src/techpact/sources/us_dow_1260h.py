"""Chinese military companies under Section 1260H."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from techpact.sources.card import Card, Source
from techpact.sources.tables import LISTED_PARTIES
from techpact.sources.us_notice_list import HEADER, accepts_prefix, read_notice

CARD = Card(
    name="us_dow_1260h",
    publisher="US Department of War",
    title="Entities identified as Chinese military companies, Section 1260H",
    url="https://www.federalregister.gov/citation/91-FR-35189",
    licence="US government work, public domain",
    citation="91 FR 35189",
    version="2026-06-10",
    redistributable=True,
    units={},
    rows={"listed_parties": (50, 400)},
)

__all__ = ["CARD", "HEADER", "SOURCE", "accepts", "read"]


def accepts(path: Path) -> bool:
    """Say whether a file is this list."""
    return accepts_prefix(path, "dow-1260h-")


def read(path: Path, *, partial: bool = False) -> dict[str, Any]:
    """Read the list; every column is used."""
    return read_notice(path, CARD, "1260H", partial=partial)


SOURCE = Source(CARD, (LISTED_PARTIES,), read)
