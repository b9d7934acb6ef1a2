"""Write a comparison as rows and as a two-column page."""

from __future__ import annotations

import html
import json
from typing import Any

from techpact.agreements.comparison import Comparison
from techpact.agreements.records import Document
from techpact.agreements.tabular import csv_bytes

_COLUMNS = (
    "section", "key", "relation", "score", "ours", "theirs",
    "our_start", "our_end", "their_start", "their_end",
)  # fmt: skip
_STYLE = """
:root{color-scheme:light dark;--line:#8886;--faint:#8882}
body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:78rem;padding:0 1rem}
table{border-collapse:collapse;width:100%;table-layout:fixed;margin:1rem 0 2.5rem}
th,td{border-top:1px solid var(--line);padding:.45rem .6rem;text-align:left;vertical-align:top;
overflow-wrap:anywhere}
col.mark{width:7.5rem}
td.mark{font-size:.85em}
tr.moved td.mark,tr.changed td.mark,tr.different td.mark{font-weight:600}
tr.dropped,tr.inserted,tr.only_ours,tr.only_theirs,tr.merged,tr.split{background:var(--faint)}
.lack{opacity:.7;font-style:italic}
"""


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


def comparison_page(comparison: Comparison, ours: Document, theirs: Document) -> str:
    """Return a self-contained page with the two texts side by side; all text is escaped."""
    rows = comparison_rows(comparison, ours, theirs)
    titles = [html.escape(d.title or d.id) for d in (ours, theirs)]
    note = "".join(
        f"<p>{html.escape(d.id)}: "
        + ("read to the end." if whole else "an excerpt; what it lacks was not seen.")
        + f" SHA-256 <code>{d.sha256}</code></p>"
        for d, whole in zip((ours, theirs), comparison.complete, strict=True)
    )
    sections = "".join(
        f"<h2>{heading}</h2>{_table(titles, [r for r in rows if r['section'] == section])}"
        for section, heading in (
            ("lifecycle", "Legal nature and lifecycle"),
            ("area", "Areas"),
            ("provision", "Provisions"),
        )
    )
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" '
        f'content="width=device-width"><title>{titles[0]} / {titles[1]}</title>'
        f"<style>{_STYLE}</style></head><body><h1>{titles[0]}<br>{titles[1]}</h1>{note}{sections}"
        "</body></html>\n"
    )


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


def _table(titles: list[str], rows: list[dict[str, Any]]) -> str:
    head = f"<tr><th></th><th>{titles[0]}</th><th>{titles[1]}</th></tr>"
    body = "".join(
        f'<tr class="{r["relation"]}"><td class="mark">{html.escape(_mark(r))}</td>'
        f"{_cell(r['ours'])}{_cell(r['theirs'])}</tr>"
        for r in rows
    )
    return f'<table><col class="mark"><col><col>{head}{body}</table>'


def _mark(row: dict[str, Any]) -> str:
    relation = str(row["relation"]).replace("_", " ")
    return relation if row["section"] == "provision" else f"{row['key']}: {relation}"


def _cell(value: Any) -> str:
    if value is None:
        return '<td class="lack"></td>'
    lack = ' class="lack"' if value in {"absent", "not seen"} else ""
    return f"<td{lack}>{html.escape(str(value))}</td>"
