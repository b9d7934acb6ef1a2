"""Rows of the alignment, and what names and areas they get."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from techpact.analysis import Frame
from techpact.controls.alignment_tables import CONTROL_ALIGNMENT
from techpact.controls.item_numbers import common_number

Row = dict[str, Any]


def row_of(country: str, issuer: str, place: str, item: str, basis: str, **more: Any) -> Row:
    """Return a row of the alignment; what is not given is empty, and the state unknown."""
    empty: Row = dict.fromkeys(c.name for c in CONTROL_ALIGNMENT.columns)
    return empty | {
        "country": country,
        "issuer": issuer,
        "list": place,
        "item": item,
        "basis": basis,
        "state": "unknown",
        "status": "inferred",
    } | more  # fmt: skip


class Concordance:
    """Areas of items and of whole categories, by list."""

    def __init__(self, frame: Frame) -> None:
        self._of: dict[tuple[str, str], set[str]] = {}
        self.codes: set[str] = set()
        for row in frame.iter_rows(named=True):
            self._of.setdefault((row["regime"], row["item"]), set()).add(row["area"])
            self.codes.add(row["area"])

    def of(self, regime: str, item: str) -> list[str]:
        """Areas of an item."""
        return sorted(self._of.get((regime, item), ()))


class Subjects:
    """Areas and names of subjects, and names of item numbers."""

    def __init__(self, frame: Frame | None, entries: Iterable[Row]) -> None:
        self._rows = (
            {r["subject"]: r for r in frame.iter_rows(named=True)} if frame is not None else {}
        )
        self._numbers: dict[str, str] = {}
        for entry in entries:
            if common_number(entry["item"]) == entry["item"]:
                self._numbers.setdefault(entry["item"], entry["name_en"])

    def areas(self, subject: str | None) -> list[str]:
        """Areas of a subject."""
        row = self._rows.get(subject)
        return row["areas"].split(";") if row else []

    def name(self, row: Row) -> str | None:
        """English name of the subject of a row, or of its item number."""
        if row["subject"] in self._rows:
            return str(self._rows[row["subject"]]["name_en"])
        return self._numbers.get(common_number(row["item"]) or "")
