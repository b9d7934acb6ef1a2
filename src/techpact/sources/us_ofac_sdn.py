"""OFAC's Specially Designated Nationals in the legacy layout: names, other names, addresses."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path
from typing import Any

from techpact import engine
from techpact.errors import DataError, InputError
from techpact.sources.card import Card, Source
from techpact.sources.party_rows import texts, to_table
from techpact.sources.tables import LISTED_PARTIES

CARD = Card(
    name="us_ofac_sdn",
    publisher="Office of Foreign Assets Control",
    title="Specially Designated Nationals and Blocked Persons List, legacy files",
    url="https://sanctionslist.ofac.treas.gov/Home/SdnList",
    licence="US government work, public domain",
    citation="OFAC SDN List",
    version="as downloaded",
    redistributable=True,
    units={},
    rows={"listed_parties": (2_000, 60_000)},
)

_FIELDS = {"sdn": 12, "alt": 5, "add": 6}
_NULL = "-0-"
_SCHEMA = {"": "Organization", "individual": "Person", "vessel": "Vessel", "aircraft": "Airplane"}


def accepts(path: Path) -> bool:
    """Say whether a file is the main file (`…sdn….csv`, without a header)."""
    if path.suffix.lower() != ".csv" or "sdn" not in path.name.lower():
        return False
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        row = next(csv.reader(file), [])
    return len(row) == _FIELDS["sdn"] and row[0].strip().isdecimal()


def belongs(path: Path) -> bool:
    """Say whether a file is one of other names or addresses, read with its main file."""
    name = path.name.lower()
    return any(
        kind in name and path.with_name(path.name.lower().replace(kind, "sdn")).exists()
        for kind in ("alt", "add")
    )


def read(path: Path, *, partial: bool = False) -> dict[str, Any]:
    """Read the main file and the files of other names and addresses beside it.

    Raises
    ------
    InputError
        When the main file is not one.
    DataError
        For rows of another length and unknown types.
    """
    if not accepts(path):
        raise InputError("not the main SDN file", where=str(path), mend="name …sdn….csv")
    problems: list[str] = []
    aliases: dict[str, list[str]] = defaultdict(list)
    addresses: dict[str, list[str]] = defaultdict(list)
    countries: dict[str, list[str]] = defaultdict(list)
    for row in _rows(_beside(path, "alt"), "alt", problems):
        aliases[row[0]].append(row[3])
    for row in _rows(_beside(path, "add"), "add", problems):
        addresses[row[0]].append(", ".join(part for part in row[2:5] if part))
        countries[row[0]].append(row[4])
    rows = []
    for number, row in enumerate(_rows(path, "sdn", problems), start=1):
        kind = row[2].strip().lower()
        if kind not in _SCHEMA:
            problems.append(f"row {number}: unknown type {row[2]!r}")
        places = dict.fromkeys(c for c in countries[row[0]] if c)
        rows.append(
            {
                "id": f"ofac-{row[0]}",
                "list": "SDN",
                "name": row[1],
                "aliases_json": texts(aliases[row[0]]),
                "countries": ";".join(places) or None,
                "schema": _SCHEMA.get(kind, "LegalEntity"),
                "programs": row[3].replace("] [", ";").strip("[] ") or None,
                "addresses_json": texts(addresses[row[0]]),
                "notice": row[11] or None,
                "source_url": CARD.url,
            }
        )
    if problems:
        raise DataError(CARD.name, problems, where=str(path))
    return {"listed_parties": to_table(rows, CARD, path, partial=partial)}


def beside(path: Path) -> list[Path]:
    """Return the files of other names and addresses that are read with a main file."""
    return [other for kind in ("alt", "add") if (other := _beside(path, kind)) is not None]


def _beside(path: Path, kind: str) -> Path | None:
    for name in (path.name.replace("sdn", kind), path.name.replace("SDN", kind.upper())):
        other = path.with_name(name)
        if other != path and other.exists():
            return other
    return None


def _rows(path: Path | None, kind: str, problems: list[str]) -> list[list[str]]:
    if path is None:
        return []
    engine.check_file(path)
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        found = [r for r in csv.reader(file) if r and r[0].strip("\x1a ")]
    for number, row in enumerate(found, start=1):
        if len(row) != _FIELDS[kind]:
            problems.append(
                f"{path.name} row {number}: {len(row)} fields, not {_FIELDS[kind]}; "
                "the file may be cut here"
            )
    return [
        ["" if cell == _NULL else cell for cell in map(str.strip, row)]
        for row in found
        if len(row) == _FIELDS[kind]
    ]


SOURCE = Source(CARD, (LISTED_PARTIES,), read)
