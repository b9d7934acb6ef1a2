"""Entries of control lists with dates, as rows of the alignment."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from techpact.analysis import Frame
from techpact.controls.item_numbers import category_of, common_number
from techpact.controls.measures import state
from techpact.dates import as_period

Row = dict[str, Any]

_MODELLED = re.compile(r"([0-9])[A-E]([0-9])[0-9]{2}$")


def all_entries(entries: Frame | None, models: Frame | None) -> Iterator[Row]:
    """Return the entries, and those of lists that take over the numbers of another list.

    A number that is taken over is `inferred`. Where its model has it since a known day, the list
    that follows has it by the day on which it was last seen to follow: perhaps earlier, and by
    whole numbers only, since sub-entries can differ.
    """
    rows = [] if entries is None else list(entries.iter_rows(named=True))
    yield from rows
    own = {(r["list"], r["item"]) for r in rows}
    for model in [] if models is None else models.iter_rows(named=True):
        for row in rows:
            number = _MODELLED.match(row["item"])
            if row["list"] != model["model"] or number is None:
                continue
            if number[1] not in model["categories"] or number[2] not in model["regime_digits"]:
                continue
            if (model["list"], row["item"]) in own:
                continue
            early = row["start_known"] == "by" and row["end_date"] is None
            yield row | {
                "list": model["list"],
                "issuer": model["issuer"],
                "start_date": model["start_date"] if early else model["as_of"],
                "start_known": "by",
                "end_date": row["end_date"],
                "instrument": model["instrument"],
                "source_id": model["source_id"],
                "as_of": model["as_of"],
                "status": "inferred",
            }


def entry_state(row: Mapping[str, Any], day: str) -> str:
    """Return the state of an entry on a day; before a date by which it is known, unknown."""
    found = state(day, row["start_date"], row["end_date"], None)
    return "unknown" if found == "future" and row["start_known"] == "by" else found


def first_days(entries: Iterable[Row]) -> dict[tuple[str, str], Row]:
    """Return the earliest entry of each list and common number, for rows without a date."""
    found: dict[tuple[str, str], Row] = {}
    for row in entries:
        number = common_number(row["item"])
        if number is None or row["item"] != number or row["start_date"] is None:
            continue
        before = found.get((row["list"], number))
        if before is None or as_period(row["start_date"]) < as_period(before["start_date"]):
            found[row["list"], number] = row
    return found


def category(row: Mapping[str, Any]) -> str | None:
    """Category of an entry: its own, or that of its number."""
    return row["category"] or category_of(row["item"])
