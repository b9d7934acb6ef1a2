"""The Entity List of the US Bureau of Industry and Security."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from techpact.sources.card import Card, Source
from techpact.sources.tables import LISTED_PARTIES
from techpact.sources.us_notice_list import HEADER, accepts_prefix, read_notice

CARD = Card(
    name="us_bis_entity_list",
    publisher="Bureau of Industry and Security",
    title="Entity List, Supplement No. 4 to 15 CFR Part 744",
    url="https://www.ecfr.gov/current/title-15/part-744/appendix-Supplement%20No.%204%20to%20Part%20744",
    licence="US government work, public domain",
    citation="15 CFR Part 744, Supplement No. 4",
    version="2026-07-09",
    redistributable=True,
    units={},
    rows={"listed_parties": (2500, 6000)},
)

__all__ = ["CARD", "HEADER", "SOURCE", "accepts", "read"]


def accepts(path: Path) -> bool:
    """Say whether a file is this list."""
    return accepts_prefix(path, "bis-el-")


def read(path: Path, *, partial: bool = False) -> dict[str, Any]:
    """Read the list; every column is used."""
    return read_notice(path, CARD, "EL", partial=partial)


SOURCE = Source(CARD, (LISTED_PARTIES,), read)
