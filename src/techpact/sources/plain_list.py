"""A list of one's own: a CSV with id, list, name, aliases and countries."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from techpact.errors import DataError
from techpact.sources.card import Card, Source
from techpact.sources.party_rows import names_of, read_rows, texts, to_table
from techpact.sources.tables import LISTED_PARTIES

HEADER = ("id", "list", "name", "aliases_json", "countries")

CARD = Card(
    name="plain_list",
    publisher="the user",
    title="Plain list of parties",
    url="https://github.com/techpact",
    licence="the user's own",
    citation="the user's file",
    version="1",
    redistributable=False,
    units={},
    rows={"listed_parties": (0, 20_000_000)},
)


def read(path: Path, *, partial: bool = False) -> dict[str, Any]:
    """Read the plain list.

    Raises
    ------
    DataError
        Names rows without an id and aliases that are no JSON list.
    """
    problems: list[str] = []
    rows = []
    for number, row in enumerate(
        read_rows(path, HEADER, where=CARD.name, partial=partial), start=1
    ):
        if not row["id"].strip():
            problems.append(f"row {number}: no id")
        aliases = names_of(
            row["aliases_json"], row=number, column="aliases_json", problems=problems
        )
        rows.append({**row, "aliases_json": texts(aliases)})
    if problems:
        raise DataError(CARD.name, problems, where=str(path))
    return {"listed_parties": to_table(rows, CARD, path, partial=partial)}


SOURCE = Source(CARD, (LISTED_PARTIES,), read)
