"""Strict reading of list files: every column known, no broken or missing rows."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from json.encoder import encode_basestring
from pathlib import Path

import polars as pl

from techpact import engine
from techpact.errors import DataError
from techpact.sources.card import Card
from techpact.sources.tables import LISTED_PARTIES

csv.field_size_limit(10_000_000)


def read_rows(
    path: Path, header: Sequence[str], *, where: str, partial: bool = False
) -> list[dict[str, str]]:
    """Read a CSV whose header is known; a partial one without its last row, if that is cut.

    Raises
    ------
    DataError
        For other columns than declared, rows of another length (a cut file) and unreadable text.
    """
    engine.check_file(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as err:
        raise DataError(where, [f"not UTF-8 at byte {err.start}"], where=str(path)) from err
    try:
        rows = _parse(text)
    except csv.Error as err:
        if not partial:
            raise DataError(
                where, [f"broken CSV, the file may be cut: {err}{_TAKEN}"], where=str(path)
            ) from err
        rows = _parse(text[: text.rfind("\n") + 1])
    if not rows:
        raise DataError(where, ["the file is empty"], where=str(path))
    if partial and len(rows) > 1 and len(rows[-1]) != len(rows[0]):
        rows.pop()
    found = [c.strip() for c in rows[0]]
    problems = []
    missing = [c for c in header if c not in found]
    new = [c for c in found if c not in header]
    if missing:
        problems.append(f"missing columns: {', '.join(missing)}")
    if new:
        problems.append(f"columns that the reader does not know: {', '.join(new)}")
    problems += [
        f"row {n}: {len(row)} fields, not {len(found)}; the file may be cut here"
        + (_TAKEN if n == len(rows) - 1 else "")
        for n, row in enumerate(rows[1:], start=1)
        if row and len(row) != len(found)
    ]
    if problems:
        raise DataError(where, problems, where=str(path))
    return [dict(zip(found, row, strict=True)) for row in rows[1:] if row]


_TAKEN = " (`--partial` takes it without its last row)"


def _parse(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def names_of(text: str | None, *, row: int, column: str, problems: list[str]) -> list[str]:
    """Read a JSON list of names; a broken one is a problem of its row."""
    if not text or not text.strip():
        return []
    try:
        found = json.loads(text)
    except ValueError:
        problems.append(f"row {row}: {column} is not a JSON list: {text[:40]!r}")
        return []
    if not isinstance(found, list) or not all(isinstance(n, str) for n in found):
        problems.append(f"row {row}: {column} is not a JSON list of texts")
        return []
    return [n for n in found if n.strip()]


def to_table(
    rows: Sequence[Mapping[str, object]], card: Card, path: Path, *, partial: bool
) -> pl.DataFrame:
    """Turn rows into the table of listed parties and compare their number with the card."""
    low, high = card.rows.get("listed_parties", (0, 10**9))
    if not partial and not low <= len(rows) <= high:
        raise DataError(
            card.name,
            [
                f"{len(rows)} parties where {low} to {high} are expected; the file may be cut "
                "(`--partial` takes it as it is)"
            ],
            where=str(path),
        )
    columns = [c.name for c in LISTED_PARTIES.columns]
    return pl.DataFrame(
        {c: [row.get(c) for row in rows] for c in columns},
        schema=dict.fromkeys(columns, pl.String),
    )


def texts(values: Sequence[str]) -> str | None:
    """Return a JSON list, or None for an empty one."""
    kept = dict.fromkeys([t for v in values if v and (t := v.strip())])
    # as json.dumps(…, ensure_ascii=False), which makes an encoder for every call
    return f"[{', '.join(map(encode_basestring, kept))}]" if kept else None


def first_id(path: Path, header: Sequence[str]) -> str:
    """Return the identifier in the first row of a CSV with about this header, or ''."""
    if path.suffix != ".csv":
        return ""
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        rows = csv.reader(file)
        found = [c.strip() for c in next(rows, [])]
        if len(set(header) & set(found)) < len(header) - 2 or "id" not in found:
            return ""
        row = next(rows, [])
    return row[found.index("id")] if len(row) > found.index("id") else ""
