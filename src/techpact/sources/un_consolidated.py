"""The consolidated list of the United Nations Security Council (XML)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from techpact.errors import DataError
from techpact.sources.card import Card, Source
from techpact.sources.party_rows import texts, to_table
from techpact.sources.sanctions_xml import all_texts, root_of, root_tag, text
from techpact.sources.tables import LISTED_PARTIES

CARD = Card(
    name="un_consolidated",
    publisher="United Nations Security Council",
    title="United Nations Security Council Consolidated List",
    url="https://main.un.org/securitycouncil/en/content/un-sc-consolidated-list",
    licence="UN terms of use",
    citation="UN Security Council Consolidated List",
    version="as downloaded",
    redistributable=False,
    units={},
    rows={"listed_parties": (300, 5_000)},
)

_NAMES = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")


def accepts(path: Path) -> bool:
    """Say whether a file is this list."""
    return root_tag(path) == "CONSOLIDATED_LIST"


def read(path: Path, *, partial: bool = False) -> dict[str, Any]:
    """Read persons and entities with their aliases and names in the original script."""
    root = root_of(path, where=CARD.name)
    rows = []
    problems = []
    for tag, schema in (("INDIVIDUAL", "Person"), ("ENTITY", "Organization")):
        for element in root.iter(tag):
            number = text(element, "REFERENCE_NUMBER") or text(element, "DATAID")
            name = " ".join(filter(None, (text(element, n) for n in _NAMES)))
            if not name or not number:
                problems.append(f"{tag} {number or '?'}: no name or number")
                continue
            aliases = all_texts(element, f"{tag}_ALIAS/ALIAS_NAME")
            countries = [
                *all_texts(element, "NATIONALITY/VALUE"),
                *all_texts(element, f"{tag}_ADDRESS/COUNTRY"),
            ]
            rows.append(
                {
                    "id": number,
                    "list": "UN",
                    "name": name,
                    "aliases_json": texts([*aliases, text(element, "NAME_ORIGINAL_SCRIPT")]),
                    "countries": ";".join(dict.fromkeys(countries)) or None,
                    "schema": schema,
                    "programs": text(element, "UN_LIST_TYPE") or None,
                    "start_date": text(element, "LISTED_ON")[:10] or None,
                    "source_url": CARD.url,
                }
            )
    if problems:
        raise DataError(CARD.name, problems, where=str(path))
    return {"listed_parties": to_table(rows, CARD, path, partial=partial)}


SOURCE = Source(CARD, (LISTED_PARTIES,), read)
