"""The entity list of the Uyghur Forced Labor Prevention Act."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from techpact.sources.card import Card, Source
from techpact.sources.tables import LISTED_PARTIES
from techpact.sources.us_notice_list import HEADER, accepts_prefix, read_notice

CARD = Card(
    name="us_dhs_uflpa",
    publisher="US Department of Homeland Security",
    title="UFLPA Entity List",
    url="https://www.dhs.gov/uflpa-entity-list",
    licence="US government work, public domain",
    citation="UFLPA Entity List",
    version="2026-07-09",
    redistributable=True,
    units={},
    rows={"listed_parties": (80, 600)},
)

__all__ = ["CARD", "HEADER", "SOURCE", "accepts", "read"]


def accepts(path: Path) -> bool:
    """Say whether a file is this list."""
    return accepts_prefix(path, "dhs-uflpa-")


def read(path: Path, *, partial: bool = False) -> dict[str, Any]:
    """Read the list; every column is used."""
    return read_notice(path, CARD, "UFLPA", partial=partial)


SOURCE = Source(CARD, (LISTED_PARTIES,), read)
