"""Entries of control lists as rows of the alignment."""

from __future__ import annotations

from typing import Any

from techpact.controls.alignment_rows import Concordance, Subjects, row_of
from techpact.controls.entries import category, entry_state, first_days
from techpact.controls.item_numbers import common_number, regime_of

Row = dict[str, Any]
BLOCS = ("eu", "wassenaar", "mtcr", "nsg", "australia-group")
"""Groups whose rules bind their members; other presets are alliances without a list."""


def entry_rows(
    rows: list[Row],
    entries: list[Row],
    friends: list[str],
    blocs: dict[str, set[str]],
    areas: Concordance,
    subjects: Subjects,
    day: str,
) -> list[Row]:
    """Add the entries; an entry of a number that a row has already gives it date and subject."""
    listed = {(r["list"], r["item"]): r for r in rows if r["basis"] == "listed"}
    for place, entry in first_days(entries).items():
        row = listed.get(place)
        if row is not None:
            row |= _dated(entry, day) | {"subject": entry["subject"]}
            row["areas"] = sorted({*row["areas"], *subjects.areas(entry["subject"])})
    for entry in entries:
        if (entry["list"], entry["item"]) in listed and common_number(entry["item"]):
            continue
        number = common_number(entry["item"])
        parent = listed.get((entry["list"], number or ""))
        if parent is not None and regime_of(number or "") is None and parent["since"] is None:
            # All of a national number came with its sub-entries; of a common number this is false.
            parent |= _dated(entry, day) | {"subject": entry["subject"]}
        bloc = entry["issuer"].lower()
        basis = "expected" if bloc in BLOCS and bloc != "eu" else "listed"
        found = {*subjects.areas(entry["subject"]), *areas.of(entry["list"], entry["item"])}
        for shared in ("US_CCL", "EU_ANNEX_I") if number and not entry["subject"] else ():
            found.update(areas.of(shared, number or ""))
        rows += [
            row_of(
                country, bloc if bloc in BLOCS else entry["issuer"], entry["list"], entry["item"],
                basis, categories=category(entry), subject=entry["subject"],
                name=entry["name_en"], areas=sorted(found), seen_as_of=entry["as_of"],
                instrument=entry["instrument"], source_id=entry["source_id"],
                status=entry["status"], **_dated(entry, day),
            )
            for country in friends
            if country in blocs.get(bloc, {entry["issuer"]})
        ]  # fmt: skip
    return rows


def _dated(entry: Row, day: str) -> Row:
    return {
        "since": entry["start_date"],
        "since_known": entry["start_known"],
        "until": entry["end_date"],
        "since_source_id": entry["source_id"] if entry["start_date"] else None,
        "state": entry_state(entry, day),
    }
