"""What the short US lists share: one layout of a notice in the Federal Register as a CSV."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from techpact.errors import DataError
from techpact.sources.card import Card
from techpact.sources.party_rows import first_id, names_of, read_rows, texts, to_table

HEADER = (
    "id", "name", "alt_names_json", "country", "address", "effective_date", "federal_register",
    "notes", "status",
)  # fmt: skip


def read_notice(path: Path, card: Card, code: str, *, partial: bool) -> dict[str, Any]:
    """Read a list in this layout; entries whose status is `removed` are left out."""
    problems: list[str] = []
    rows = []
    for number, row in enumerate(
        read_rows(path, HEADER, where=card.name, partial=partial), start=1
    ):
        if not row["name"].strip():
            problems.append(f"row {number}: no name")
        if row["status"].strip().lower() not in {"", "active", "removed"}:
            problems.append(f"row {number}: unknown status {row['status'][:30]!r}")
        if row["status"].strip().lower() == "removed":
            continue
        aliases = names_of(
            row["alt_names_json"], row=number, column="alt_names_json", problems=problems
        )
        rows.append(
            {
                "id": row["id"],
                "list": code,
                "name": row["name"],
                "aliases_json": texts(aliases),
                "countries": row["country"] or None,
                "schema": "LegalEntity",
                "programs": row["notes"] or None,
                "addresses_json": texts([row["address"]]),
                "start_date": row["effective_date"] or None,
                "notice": row["federal_register"] or None,
                "source_url": card.url,
            }
        )
    if problems:
        raise DataError(card.name, problems, where=str(path))
    return {"listed_parties": to_table(rows, card, path, partial=partial)}


def accepts_prefix(path: Path, prefix: str) -> bool:
    """Say whether a CSV has this layout and identifiers of this prefix."""
    return first_id(path, HEADER).startswith(prefix)
