"""The EU's consolidated list of financial sanctions (XML, schema 1.1)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from techpact.errors import DataError
from techpact.sources.card import Card, Source
from techpact.sources.party_rows import texts, to_table
from techpact.sources.sanctions_xml import root_of, root_tag
from techpact.sources.tables import LISTED_PARTIES

CARD = Card(
    name="eu_consolidated",
    publisher="European Commission",
    title="Consolidated list of persons, groups and entities subject to EU financial sanctions",
    url="https://data.europa.eu/data/datasets/consolidated-list-of-persons-groups-and-entities-subject-to-eu-financial-sanctions",
    licence="CC BY 4.0",
    citation="European Commission, consolidated list of financial sanctions",
    version="as downloaded",
    redistributable=True,
    units={},
    rows={"listed_parties": (1_500, 20_000)},
)

_SCHEMA = {"person": "Person", "enterprise": "Organization"}


def accepts(path: Path) -> bool:
    """Say whether a file is this list."""
    if root_tag(path) != "export":
        return False
    with path.open("rb") as file:
        return b"sanctionEntity" in file.read(20_000)


def read(path: Path, *, partial: bool = False) -> dict[str, Any]:
    """Read parties with all their names, in every script that the list gives."""
    rows = []
    problems = []
    for element in root_of(path, where=CARD.name).iter("sanctionEntity"):
        number = element.get("euReferenceNumber") or element.get("logicalId") or ""
        names = [n for a in element.iterfind("nameAlias") if (n := a.get("wholeName", "").strip())]
        subject = element.find("subjectType")
        code = subject.get("code", "") if subject is not None else ""
        if not names or not number:
            problems.append(f"entity {number or '?'}: no name or number")
            continue
        if code not in _SCHEMA:
            problems.append(f"entity {number}: unknown subject type {code!r}")
        countries = [
            e.get("countryIso2Code", "")
            for tag in ("citizenship", "address")
            for e in element.iterfind(tag)
        ]
        regulation = element.find("regulation")
        rows.append(
            {
                "id": number,
                "list": "EU",
                "name": names[0],
                "aliases_json": texts(names[1:]),
                "countries": ";".join(dict.fromkeys(c for c in countries if c and c != "00"))
                or None,
                "schema": _SCHEMA.get(code, "LegalEntity"),
                "programs": regulation.get("programme") if regulation is not None else None,
                "identifiers_json": texts(
                    [e.get("number", "") for e in element.iterfind("identification")]
                ),
                "start_date": regulation.get("entryIntoForceDate")
                if regulation is not None
                else None,
                "notice": regulation.get("numberTitle") if regulation is not None else None,
                "source_url": CARD.url,
            }
        )
    if problems:
        raise DataError(CARD.name, problems, where=str(path))
    return {"listed_parties": to_table(rows, CARD, path, partial=partial)}


SOURCE = Source(CARD, (LISTED_PARTIES,), read)
