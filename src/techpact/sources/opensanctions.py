"""Any OpenSanctions dataset: FollowTheMoney JSON lines, or `targets.simple.csv`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from techpact import engine
from techpact.errors import DataError
from techpact.sources.card import Card, Source
from techpact.sources.party_rows import read_rows, texts, to_table
from techpact.sources.tables import LISTED_PARTIES

HEADER = (
    "id", "schema", "name", "aliases", "birth_date", "countries", "addresses", "identifiers",
    "sanctions", "phones", "emails", "program_ids", "dataset", "first_seen", "last_seen",
    "last_change",
)  # fmt: skip
_OLD = tuple(c for c in HEADER if c != "program_ids")

CARD = Card(
    name="opensanctions",
    publisher="OpenSanctions",
    title="OpenSanctions datasets",
    url="https://www.opensanctions.org/datasets/",
    licence="CC BY-NC 4.0; each user loads a copy",
    citation="OpenSanctions",
    version="as downloaded",
    redistributable=False,
    units={},
    rows={"listed_parties": (1, 20_000_000)},
)

_NAMES = ("name", "alias", "weakAlias", "previousName")

SCHEMATA = {
    "Person": "Person", "Company": "Company", "Organization": "Organization",
    "PublicBody": "Organization", "LegalEntity": "LegalEntity", "Vessel": "Vessel",
    "Airplane": "Airplane",
}  # fmt: skip


def accepts(path: Path) -> bool:
    """Say whether a file is FollowTheMoney JSON lines or the simplified CSV."""
    if path.suffix in {".json", ".jsonl", ".ftm"}:
        with path.open(encoding="utf-8", errors="replace") as file:
            return '"schema"' in file.readline()
    if path.suffix != ".csv":
        return False
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        found = {c.strip('" \n') for c in file.readline().split(",")}
    return {"id", "schema", "name", "aliases", "dataset"} <= found


def read(path: Path, *, partial: bool = False) -> dict[str, Any]:
    """Read parties; other kinds of entity (addresses, sanctions, stakes) are not parties.

    Raises
    ------
    DataError
        Names broken lines, and entities without an id or a schema.
    """
    rows = _simple(path, partial) if path.suffix == ".csv" else _entities(path)
    return {"listed_parties": to_table(rows, CARD, path, partial=partial)}


def _simple(path: Path, partial: bool) -> list[dict[str, Any]]:
    first = path.open(encoding="utf-8-sig").readline()
    header = HEADER if "program_ids" in first else _OLD
    return [
        {
            "id": row["id"],
            "list": row["dataset"],
            "name": row["name"],
            "aliases_json": texts(row["aliases"].split(";")),
            "countries": row["countries"] or None,
            "schema": SCHEMATA.get(row["schema"]),
            "programs": row.get("program_ids") or row["sanctions"] or None,
            "addresses_json": texts(row["addresses"].split(";")),
            "identifiers_json": texts(row["identifiers"].split(";")),
            "start_date": row["first_seen"][:10] or None,
            "source_url": CARD.url,
        }
        for row in read_rows(path, header, where=CARD.name, partial=partial)
        if row["schema"] in SCHEMATA
    ]


def _entities(path: Path) -> list[dict[str, Any]]:
    engine.check_file(path)
    rows: list[dict[str, Any]] = []
    problems: list[str] = []
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            try:
                entity = json.loads(line)
                schema, properties = entity["schema"], entity["properties"]
                names = [n for key in _NAMES for n in properties.get(key, [])]
                identifier = str(entity["id"])
            except (ValueError, KeyError, TypeError, AttributeError):
                problems.append(f"line {number}: not a FollowTheMoney entity")
                continue
            if schema not in SCHEMATA or not names:
                continue
            caption = entity.get("caption") or names[0]
            countries = [*properties.get("country", []), *properties.get("jurisdiction", [])]
            rows.append(
                {
                    "id": identifier,
                    "list": ";".join(entity.get("datasets", [])) or "ftm",
                    "name": caption,
                    "aliases_json": texts([n for n in names if n != caption]),
                    "countries": ";".join(dict.fromkeys(countries)) or None,
                    "schema": SCHEMATA[schema],
                    "programs": ";".join(properties.get("topics", [])) or None,
                    "addresses_json": texts(properties.get("address", [])),
                    "identifiers_json": texts(
                        [
                            *properties.get("registrationNumber", []),
                            *properties.get("leiCode", []),
                            *properties.get("imoNumber", []),
                        ]
                    ),
                    "start_date": (entity.get("first_seen") or "")[:10] or None,
                    "source_url": (properties.get("sourceUrl") or [CARD.url])[0],
                }
            )
    if problems:
        raise DataError(CARD.name, problems, where=str(path))
    return rows


SOURCE = Source(CARD, (LISTED_PARTIES,), read)
