"""Equipment and services covered under the US Secure Networks Act."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from techpact.sources.card import Card, Source
from techpact.sources.tables import LISTED_PARTIES
from techpact.sources.us_notice_list import HEADER, accepts_prefix, read_notice

CARD = Card(
    name="us_fcc_covered",
    publisher="Federal Communications Commission",
    title="Covered List",
    url="https://www.fcc.gov/supplychain/coveredlist",
    licence="US government work, public domain",
    citation="FCC Covered List",
    version="2026-07-09",
    redistributable=True,
    units={},
    rows={"listed_parties": (8, 100)},
)

__all__ = ["CARD", "HEADER", "SOURCE", "accepts", "read"]


def accepts(path: Path) -> bool:
    """Say whether a file is this list."""
    return accepts_prefix(path, "fcc-covered-")


def read(path: Path, *, partial: bool = False) -> dict[str, Any]:
    """Read the list; every column is used."""
    return read_notice(path, CARD, "FCC", partial=partial)


SOURCE = Source(CARD, (LISTED_PARTIES,), read)
