"""The UK Sanctions List (XML)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from techpact.errors import DataError
from techpact.sources.card import Card, Source
from techpact.sources.party_rows import texts, to_table
from techpact.sources.sanctions_xml import all_texts, root_of, root_tag, text
from techpact.sources.tables import LISTED_PARTIES

CARD = Card(
    name="uk_sanctions",
    publisher="Foreign, Commonwealth and Development Office",
    title="UK Sanctions List",
    url="https://www.gov.uk/government/publications/the-uk-sanctions-list",
    licence="Open Government Licence v3.0",
    citation="FCDO, UK Sanctions List",
    version="as downloaded",
    redistributable=True,
    units={},
    rows={"listed_parties": (1_500, 20_000)},
)

_SCHEMA = {"individual": "Person", "entity": "Organization", "ship": "Vessel"}


def accepts(path: Path) -> bool:
    """Say whether a file is this list."""
    return root_tag(path) == "Designations"


def read(path: Path, *, partial: bool = False) -> dict[str, Any]:
    """Read designations with all their names, Latin and other."""
    rows = []
    problems = []
    for element in root_of(path, where=CARD.name).iter("Designation"):
        number = text(element, "UniqueID")
        names: list[str] = []
        for name in element.iterfind("Names/Name"):
            whole = " ".join(filter(None, (text(name, f"Name{i}") for i in range(1, 7))))
            primary = text(name, "NameType").lower().startswith("primary")
            names.insert(0 if primary else len(names), whole)
        names = [n for n in names if n]
        kind = text(element, "IndividualEntityShip").lower()
        if not number or not names:
            problems.append(f"designation {number or '?'}: no name or number")
            continue
        if kind not in _SCHEMA:
            problems.append(f"designation {number}: unknown kind {kind!r}")
        local = all_texts(element, "NonLatinNames/NonLatinName/NameNonLatinScript")
        countries = all_texts(element, "Addresses/Address/AddressCountry")
        rows.append(
            {
                "id": number,
                "list": "UK",
                "name": names[0],
                "aliases_json": texts([*names[1:], *local]),
                "countries": ";".join(dict.fromkeys(countries)) or None,
                "schema": _SCHEMA.get(kind, "LegalEntity"),
                "programs": text(element, "RegimeName") or None,
                "start_date": text(element, "DateDesignated") or None,
                "notice": text(element, "UKStatementofReasons")[:500] or None,
                "source_url": CARD.url,
            }
        )
    if problems:
        raise DataError(CARD.name, problems, where=str(path))
    return {"listed_parties": to_table(rows, CARD, path, partial=partial)}


SOURCE = Source(CARD, (LISTED_PARTIES,), read)
