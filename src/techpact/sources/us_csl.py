"""The US Consolidated Screening List of Commerce, State and Treasury."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from techpact.errors import DataError
from techpact.sources.card import Card, Source
from techpact.sources.party_rows import names_of, read_rows, texts, to_table
from techpact.sources.tables import LISTED_PARTIES

HEADER = (
    "id", "list", "type", "name", "alt_names_json", "countries", "entity_number", "programs",
    "federal_register_notice", "license_requirement", "license_policy", "source_list_url",
)  # fmt: skip

CARD = Card(
    name="us_csl",
    publisher="International Trade Administration",
    title="Consolidated Screening List",
    url="https://www.trade.gov/consolidated-screening-list",
    licence="US government work, public domain",
    citation="Consolidated Screening List",
    version="2026-07-31",
    redistributable=True,
    units={},
    rows={"listed_parties": (15_000, 80_000)},
)

LISTS = frozenset(
    {
        "EL", "MEU", "UVL", "DPL", "SDN", "SSI", "FSE", "PLC", "CAP", "CMIC", "NS-MBS", "MBS",
        "ISN", "DTC",
    }
)  # fmt: skip
_SCHEMA = {
    "": "LegalEntity",
    "Entity": "Organization",
    "Individual": "Person",
    "Vessel": "Vessel",
    "Aircraft": "Airplane",
}


def read(path: Path, *, partial: bool = False) -> dict[str, Any]:
    """Read the list. Licence requirement and policy are left to the list itself.

    Raises
    ------
    DataError
        Names unknown list codes and types.
    """
    problems: list[str] = []
    rows = []
    for number, row in enumerate(
        read_rows(path, HEADER, where=CARD.name, partial=partial), start=1
    ):
        if row["list"] not in LISTS:
            problems.append(f"row {number}: unknown list code {row['list']!r}")
        if row["type"] not in _SCHEMA:
            problems.append(f"row {number}: unknown type {row['type']!r}")
        aliases = names_of(
            row["alt_names_json"], row=number, column="alt_names_json", problems=problems
        )
        rows.append(
            {
                "id": row["id"],
                "list": row["list"],
                "name": row["name"],
                "aliases_json": texts(aliases),
                "countries": row["countries"] or None,
                "schema": _SCHEMA.get(row["type"], "LegalEntity"),
                "programs": row["programs"] or None,
                "identifiers_json": texts([row["entity_number"]]),
                "notice": row["federal_register_notice"] or None,
                "source_url": row["source_list_url"] or None,
            }
        )
    if problems:
        raise DataError(CARD.name, problems, where=str(path))
    return {"listed_parties": to_table(rows, CARD, path, partial=partial)}


SOURCE = Source(CARD, (LISTED_PARTIES,), read)
