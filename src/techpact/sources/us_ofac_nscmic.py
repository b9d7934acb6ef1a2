"""Non-SDN Chinese military-industrial complex companies."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from techpact.sources.card import Card, Source
from techpact.sources.tables import LISTED_PARTIES
from techpact.sources.us_notice_list import HEADER, accepts_prefix, read_notice

CARD = Card(
    name="us_ofac_nscmic",
    publisher="Office of Foreign Assets Control",
    title="Non-SDN Chinese Military-Industrial Complex Companies List",
    url="https://ofac.treasury.gov/consolidated-sanctions-list/ns-cmic-list",
    licence="US government work, public domain",
    citation="OFAC NS-CMIC List",
    version="2026-07-09",
    redistributable=True,
    units={},
    rows={"listed_parties": (40, 300)},
)

__all__ = ["CARD", "HEADER", "SOURCE", "accepts", "read"]


def accepts(path: Path) -> bool:
    """Say whether a file is this list."""
    return accepts_prefix(path, "ofac-nscmic-")


def read(path: Path, *, partial: bool = False) -> dict[str, Any]:
    """Read the list; every column is used."""
    return read_notice(path, CARD, "CMIC", partial=partial)


SOURCE = Source(CARD, (LISTED_PARTIES,), read)
