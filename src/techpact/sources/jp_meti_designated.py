"""Parties in Russia, Belarus and third countries that Japan designates."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from techpact.errors import DataError
from techpact.sources.card import Card, Source
from techpact.sources.party_rows import names_of, read_rows, texts, to_table
from techpact.sources.tables import LISTED_PARTIES

HEADER = (
    "id", "list_updated", "name_en", "name_ja", "name_local", "alt_names_en_json",
    "alt_names_ja_json", "country", "address", "parsed_ok", "local_names_withheld",
)  # fmt: skip

CARD = Card(
    name="jp_meti_designated",
    publisher="Ministry of Economy, Trade and Industry, Japan",
    title="Designated parties in Russia, Belarus and third countries",
    url="https://www.meti.go.jp/policy/external_economy/trade_control/01_seido/04_seisai/crimea.html",
    licence="Public notice; government standard terms of use, attribution",
    citation="METI, designated parties",
    version="2025-09-12",
    redistributable=True,
    units={},
    rows={"listed_parties": (300, 2_000)},
)


def read(path: Path, *, partial: bool = False) -> dict[str, Any]:
    """Read English, Japanese and local names of each party."""
    problems: list[str] = []
    rows = []
    for number, row in enumerate(
        read_rows(path, HEADER, where=CARD.name, partial=partial), start=1
    ):
        names = [row["name_en"], row["name_ja"], row["name_local"]]
        for column in ("alt_names_en_json", "alt_names_ja_json"):
            names += names_of(row[column], row=number, column=column, problems=problems)
        names = [n.strip() for n in names if n.strip()]
        if not names:
            continue
        rows.append(
            {
                "id": row["id"],
                "list": "METI-DESIGNATED",
                "name": names[0],
                "aliases_json": texts(names[1:]),
                "countries": row["country"] or None,
                "schema": "LegalEntity",
                "addresses_json": texts([row["address"]]),
                "source_url": CARD.url,
            }
        )
    if problems:
        raise DataError(CARD.name, problems, where=str(path))
    return {"listed_parties": to_table(rows, CARD, path, partial=partial)}


SOURCE = Source(CARD, (LISTED_PARTIES,), read)
