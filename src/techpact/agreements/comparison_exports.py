"""Write a comparison as rows."""

from __future__ import annotations

import json
from typing import Any

from techpact.agreements.comparison import Comparison
from techpact.agreements.records import Document
from techpact.agreements.tabular import csv_bytes

_COLUMNS = (
    "section", "key", "relation", "score", "ours", "theirs",
    "our_start", "our_end", "their_start", "their_end",
)  # fmt: skip


def comparison_rows(
    comparison: Comparison, ours: Document, theirs: Document
) -> list[dict[str, Any]]:
    """Return one flat row for each link, area and lifecycle fact."""
    mine = {p.id: p for p in ours.provisions}
    other = {p.id: p for p in theirs.provisions}
    rows = []
    for link in comparison.links:
        a = mine[link.ours] if link.ours else None
        b = other[link.theirs] if link.theirs else None
        rows.append(
            _row(
                "provision",
                f"{link.ours or ''}>{link.theirs or ''}",
                link.relation,
                link.score,
                ours.text[a.start : a.end] if a else None,
                theirs.text[b.start : b.end] if b else None,
                (a.start, a.end) if a else None,
                (b.start, b.end) if b else None,
            )
        )
    for area in comparison.areas:
        shown = [
            f"{state}: {count} commitments ({', '.join(modalities) or '-'})"
            if state == "present"
            else state
            for state, count, modalities in (
                (area.ours, area.our_commitments, area.our_modalities),
                (area.theirs, area.their_commitments, area.their_modalities),
            )
        ]
        relation = "same" if area.ours == area.theirs else "different"
        rows.append(_row("area", area.area, relation, None, shown[0], shown[1], None, None))
    for fact in comparison.lifecycle:
        said = _plain(fact.ours), _plain(fact.theirs)
        spans = fact.our_span, fact.their_span
        rows.append(
            _row("lifecycle", fact.key, fact.relation, None, said[0], said[1], spans[0], spans[1])
        )
    return rows


def comparison_csv(comparison: Comparison, ours: Document, theirs: Document) -> bytes:
    """Return the rows as CSV; cells that a spreadsheet would run as formulas are guarded."""
    return csv_bytes(_COLUMNS, comparison_rows(comparison, ours, theirs))


def _row(
    section: str,
    key: str,
    relation: str,
    score: float | None,
    ours: Any,
    theirs: Any,
    our_span: tuple[int, int] | None,
    their_span: tuple[int, int] | None,
) -> dict[str, Any]:
    a, b = our_span or (None, None), their_span or (None, None)
    values = (section, key, relation, score, ours, theirs, *a, *b)
    return dict(zip(_COLUMNS, values, strict=True))


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
