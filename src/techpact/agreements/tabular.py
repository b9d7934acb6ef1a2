"""Write the records of documents as CSV, with cells that no spreadsheet runs as formulas."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any

from techpact.agreements.records import (
    ABSENT,
    Amount,
    Claim,
    Commitment,
    Conflict,
    Date,
    Document,
    Event,
    Fact,
    Mention,
    Provision,
    Recommendation,
)

_RECORDS: dict[str, type] = {
    "provisions": Provision,
    "commitments": Commitment,
    "mentions": Mention,
    "facts": Fact,
    "dates": Date,
    "amounts": Amount,
    "events": Event,
    "recommendations": Recommendation,
}
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def guard(value: Any) -> Any:
    """Return a cell; text that begins like a formula gets an apostrophe before it."""
    if isinstance(value, str) and value.lstrip(" \u3000\n").startswith(_FORMULA):
        return "'" + value
    return value


def csv_bytes(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> bytes:
    """Return rows as CSV in UTF-8 with a header."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([guard(_cell(row.get(c))) for c in columns])
    return out.getvalue().encode()


def _cell(value: Any) -> Any:
    if isinstance(value, (list, tuple, dict)):
        return json.dumps(value, ensure_ascii=False)
    return "" if value is None else value


def document_tables(documents: Sequence[Document]) -> dict[str, bytes]:
    """Return one CSV for each kind of record: name to bytes.

    Each row names its document; spans have a `quote` column with the characters they cite. What
    is absent cites all that was read, so its quote is empty.
    """
    tables = {}
    for name, record in _RECORDS.items():
        own = [f.name for f in fields(record)]
        rows: list[dict[str, Any]] = []
        for document in documents:
            for item in getattr(document, name):
                plain = item.to_json()
                plain["document"] = document.id
                absent = isinstance(item, Fact) and item.value == ABSENT
                plain["quote"] = "" if absent else document.text[item.start : item.end]
                rows.append(plain)
        tables[name] = csv_bytes(["document", *own, "quote"], rows)
    return tables


def conflicts_csv(conflicts: Sequence[Conflict]) -> bytes:
    """Return the conflicts as CSV, one row for each claim."""
    rows = [
        {"key": c.key, "relation": c.relation, **claim.to_json()}
        for c in conflicts
        for claim in c.claims
    ]
    own = [f.name for f in fields(Claim)]
    return csv_bytes(["key", "relation", *own], rows)
