"""Compare countries item by item, and measure by measure in each area."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from techpact.controls.alignment_tables import CONTROL_GAPS
from techpact.controls.item_numbers import common_number, regime_of

Row = dict[str, Any]


def gap_rows(rows: Iterable[Row], countries: Sequence[str]) -> dict[str, list[Any]]:
    """Return the table of gaps: items by common number first, then measures by area and kind."""
    items: dict[str, list[Row]] = {}
    areas: dict[str, list[Row]] = {}
    for row in rows:
        if row["basis"] == "measure":
            subject = f"{row['areas']}: {row['kind']}"
            areas.setdefault(subject, []).append(row)
            continue
        number = common_number(row["item"])
        if number:
            items.setdefault(number, []).append(row)
    found = [
        _gap("item", number, group, countries, regime_of(number))
        for number, group in sorted(items.items())
    ]
    found += [_gap("area", subject, group, countries, None)
              for subject, group in sorted(areas.items())]  # fmt: skip
    return {c.name: [row[c.name] for row in found] for c in CONTROL_GAPS.columns}


def _gap(
    level: str, subject: str, group: list[Row], countries: Sequence[str], regime: str | None
) -> Row:
    known = [r for r in group if r["basis"] != "expected"]
    controlling = {r["country"] for r in known if r["state"] == "in_force"}
    expected = {r["country"] for r in group if r["basis"] == "expected"} - controlling
    idle = {r["country"] for r in known if r["state"] not in {"in_force", "unknown"}} - controlling
    silent = set(countries) - controlling - expected - idle
    starts: dict[str, str] = {}
    for row in known:
        if row["state"] == "in_force" and row["since"]:
            first = starts.get(row["country"])
            starts[row["country"]] = min(first, row["since"]) if first else row["since"]
    alone = len(controlling) == 1 and not expected
    codes = sorted({a for r in group for a in (r["areas"] or "").split(";") if a})
    return {
        "level": level,
        "subject": subject,
        "areas": _joined(codes),
        "regime": regime,
        "controlled_by": _joined(controlling),
        "expected_by": _joined(expected),
        "not_in_force_by": _joined(idle),
        "unknown_for": _joined(silent),
        "only_known_by": next(iter(controlling)) if alone and len(countries) > 1 else None,
        "since": min(starts.values(), default=None),
        "dates": _joined(f"{country} {date}" for country, date in starts.items()),
    }


def _joined(values: Iterable[str]) -> str | None:
    return ";".join(sorted(values)) or None
