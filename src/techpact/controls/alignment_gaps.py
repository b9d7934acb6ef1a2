"""Compare countries item by item, and measure by measure in each area."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from techpact.controls.alignment_tables import CONTROL_GAPS
from techpact.controls.item_numbers import common_number, regime_of

Row = dict[str, Any]


def gap_rows(rows: Iterable[Row], countries: Sequence[str]) -> dict[str, list[Any]]:
    """Return the table of gaps: subjects, then items by common number, then measures by area.

    A row with a subject is compared under its subject alone: the same goods stand under different
    numbers there, and a number that only one list has says nothing of the others.
    """
    subjects: dict[str, list[Row]] = {}
    items: dict[str, list[Row]] = {}
    areas: dict[str, list[Row]] = {}
    for row in rows:
        if row["basis"] == "measure":
            areas.setdefault(f"{row['areas']}: {row['kind']}", []).append(row)
        elif row["subject"]:
            subjects.setdefault(row["subject"], []).append(row)
        elif number := common_number(row["item"]):
            items.setdefault(number, []).append(row)
    found = [_gap("subject", s, group, countries, None) for s, group in sorted(subjects.items())]
    found += [_gap("item", n, group, countries, regime_of(n)) for n, group in sorted(items.items())]
    found += [_gap("area", s, group, countries, None) for s, group in sorted(areas.items())]
    return {c.name: [row[c.name] for row in found] for c in CONTROL_GAPS.columns}


def _gap(
    level: str, subject: str, group: list[Row], countries: Sequence[str], regime: str | None
) -> Row:
    known = [r for r in group if r["basis"] != "expected"]
    active = [r for r in known if r["state"] == "in_force"]
    controlling = {r["country"] for r in active}
    expected = {r["country"] for r in group if r["basis"] == "expected"} - controlling
    idle = {r["country"] for r in known if r["state"] not in {"in_force", "unknown"}} - controlling
    silent = set(countries) - controlling - expected - idle
    starts = _starts(known)
    alone = len(controlling) == 1 and not expected
    sure = {r["country"] for r in active if r["status"] == "confirmed"}
    exact = [r["since"] for r in starts.values() if r["since_known"] != "by"]
    return {
        "level": level,
        "subject": subject,
        "name": next((r["name"] for r in group if r["name"]), None),
        "items": None if level == "area" else _joined({f"{r['list']} {r['item']}" for r in known}),
        "areas": _joined({a for r in group for a in (r["areas"] or "").split(";") if a}),
        "regime": regime,
        "controlled_by": _joined(controlling),
        "expected_by": _joined(expected),
        "not_in_force_by": _joined(idle),
        "unknown_for": _joined(silent),
        "only_known_by": next(iter(controlling)) if alone and len(countries) > 1 else None,
        "unconfirmed_for": _joined(controlling - sure),
        "since": min(exact, default=None),
        "dates": _joined(
            f"{c} {'by ' if r['since_known'] == 'by' else ''}{r['since']}"
            for c, r in starts.items()
        ),
    }


def _starts(known: Iterable[Row]) -> dict[str, Row]:
    """Return the row with which each country's control began.

    An entry that ended on or after the start of one in force was its forerunner: the control is
    as old as the older of them.
    """
    dated: dict[str, list[Row]] = {}
    for row in known:
        if row["since"]:
            dated.setdefault(row["country"], []).append(row)
    found: dict[str, Row] = {}
    for country, rows in dated.items():
        rows.sort(key=_first, reverse=True)
        for row in rows:
            later = found.get(country)
            if row["state"] == "in_force" or (
                later is not None
                and row["state"] == "ended"
                and row["until"]
                and row["until"] >= later["since"]
            ):
                found[country] = row
    return found


def _first(row: Row) -> tuple[str, bool]:
    return row["since"], row["since_known"] != "by"


def _joined(values: Iterable[str]) -> str | None:
    return ";".join(sorted(values)) or None
