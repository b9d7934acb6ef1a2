"""Japan's Foreign End User List (METI)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from techpact.errors import DataError
from techpact.sources.card import Card, Source
from techpact.sources.party_rows import names_of, read_rows, texts, to_table
from techpact.sources.tables import LISTED_PARTIES

HEADER = (
    "id", "name", "alt_names_json", "country_or_address", "concern", "source_url",
    "local_names_withheld",
)  # fmt: skip

CARD = Card(
    name="jp_meti_end_user",
    publisher="Ministry of Economy, Trade and Industry, Japan",
    title="Foreign End User List",
    url="https://www.meti.go.jp/policy/anpo/law05.html",
    licence="Public notice; government standard terms of use, attribution",
    citation="METI, Foreign End User List",
    version="2025-09-29",
    redistributable=True,
    units={},
    rows={"listed_parties": (500, 2_000)},
)


def read(path: Path, *, partial: bool = False) -> dict[str, Any]:
    """Read the list. A row without a name keeps its other names; one with neither is left out."""
    problems: list[str] = []
    rows = []
    for number, row in enumerate(
        read_rows(path, HEADER, where=CARD.name, partial=partial), start=1
    ):
        aliases = names_of(
            row["alt_names_json"], row=number, column="alt_names_json", problems=problems
        )
        names = [n for n in (row["name"].strip(), *aliases) if n]
        if not names:
            continue
        rows.append(
            {
                "id": row["id"],
                "list": "METI-EUL",
                "name": names[0],
                "aliases_json": texts(names[1:]),
                "countries": row["country_or_address"] or None,
                "schema": "LegalEntity",
                "programs": row["concern"] or None,
                "source_url": row["source_url"] or None,
            }
        )
    if problems:
        raise DataError(CARD.name, problems, where=str(path))
    return {"listed_parties": to_table(rows, CARD, path, partial=partial)}


SOURCE = Source(CARD, (LISTED_PARTIES,), read)
