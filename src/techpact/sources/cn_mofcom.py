"""China's unreliable entity, export control and watch lists (MOFCOM)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from techpact.errors import DataError
from techpact.sources.card import Card, Source
from techpact.sources.party_rows import names_of, read_rows, texts, to_table
from techpact.sources.tables import LISTED_PARTIES

HEADER = (
    "id", "list_id", "name", "alt_names_json", "date_added", "source_url", "local_names_withheld",
)  # fmt: skip

CARD = Card(
    name="cn_mofcom",
    publisher="Ministry of Commerce of the People's Republic of China",
    title="Unreliable entity list, export control list and watch list",
    url="https://aqygzj.mofcom.gov.cn/",
    licence="Public notices",
    citation="MOFCOM announcements",
    version="2026-07-19",
    redistributable=True,
    units={},
    rows={"listed_parties": (100, 1_500)},
)

_CODES = {
    "cn-unreliable-entity-list": "CN-UEL",
    "cn-export-control-watchlist": "CN-ECL",
    "cn-attention-list": "CN-WATCH",
}


def read(path: Path, *, partial: bool = False) -> dict[str, Any]:
    """Read the three lists; an unknown list is an error that names it."""
    problems: list[str] = []
    rows = []
    for number, row in enumerate(
        read_rows(path, HEADER, where=CARD.name, partial=partial), start=1
    ):
        if row["list_id"] not in _CODES:
            problems.append(f"row {number}: unknown list {row['list_id']!r}")
        aliases = names_of(
            row["alt_names_json"], row=number, column="alt_names_json", problems=problems
        )
        rows.append(
            {
                "id": row["id"],
                "list": _CODES.get(row["list_id"], ""),
                "name": row["name"],
                "aliases_json": texts(aliases),
                "schema": "LegalEntity",
                "start_date": row["date_added"] or None,
                "source_url": row["source_url"] or None,
            }
        )
    if problems:
        raise DataError(CARD.name, problems, where=str(path))
    return {"listed_parties": to_table(rows, CARD, path, partial=partial)}


SOURCE = Source(CARD, (LISTED_PARTIES,), read)
