"""What changed between two editions of restricted-party lists."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from techpact.analysis import Frame, Input, Result, analysis
from techpact.errors import DataError
from techpact.sources.tables import LISTED_PARTIES
from techpact.tables import Column, Table

LIST_DELTA = Table(
    "list_delta",
    "Parties that were added to lists, removed, or changed between two editions",
    (
        Column("list", "string", "Code of the list."),
        Column(
            "change",
            "string",
            "added or removed; changed: the entry differs; renumbered: only its identifier does.",
            values=("added", "removed", "changed", "renumbered"),
        ),
        Column("id", "string", "Identifier in the later edition; in the earlier when removed."),
        Column("id_before", "string", "Earlier identifier, when another.", nullable=True),
        Column("name", "string", "Name in the later edition; in the earlier when removed."),
        Column("name_before", "string", "Earlier name, when another.", nullable=True),
        Column(
            "names_added_json",
            "string",
            "Names and aliases that are new, a JSON list of texts.",
            nullable=True,
        ),
        Column(
            "names_removed_json",
            "string",
            "Names and aliases that are gone, a JSON list of texts.",
            nullable=True,
        ),
        Column(
            "columns_changed",
            "string",
            "Other columns that differ, joined by ';'.",
            nullable=True,
        ),
    ),
    key=("list", "change", "id"),
)

COMPARED = ("countries", "schema", "programs", "addresses_json", "identifiers_json", "start_date")
"""Columns beside the names. Notice and address of the list change with each edition."""


@dataclass(slots=True)
class Entry:
    """One entry of a list; rows that repeat its identifier are taken together."""

    list: str
    id: str
    name: str
    names: dict[str, None] = field(default_factory=dict)
    rest: dict[str, set[str]] = field(default_factory=dict)


@analysis(
    name="list_delta",
    part="parties",
    inputs=(Input("before", LISTED_PARTIES), Input("after", LISTED_PARTIES)),
    output=LIST_DELTA,
    references=("fellegi_sunter_1969",),
    caveats=("NOT_LEGAL_ADVICE", "LIST_EDITIONS_AS_GIVEN"),
)
def list_delta(before: Frame, after: Frame) -> Result:
    """Which parties were added to the lists, removed or changed between two editions?

    Entries of the two editions are paired within a list: first by identifier and name together,
    then by a name that only one remaining entry bears on each side, then by identifier. So a list
    that numbers its rows anew with each edition does not look as if all of it had changed.

    Parameters
    ----------
    before
        The earlier edition of one or more lists.
    after
        The later edition of the same lists.

    Returns
    -------
    list_delta
        One row an entry that differs, by list, change and identifier.

    Notes
    -----
    With :math:`P` the pairs, removed are the entries :math:`B \\setminus \\pi_1(P)`, added are
    :math:`A \\setminus \\pi_2(P)`; a pair is changed when its sets of names differ, or one of its
    other columns (lists of values are compared as sets), and renumbered when its identifier
    alone does.

    References
    ----------
    fellegi_sunter_1969
    """
    old, new = read_entries(before, "before"), read_entries(after, "after")
    pairs = pair_entries(old, new)
    rows = [row for a, b in pairs if (row := compare(old[a], new[b])) is not None]
    paired_old, paired_new = {a for a, _ in pairs}, {b for _, b in pairs}
    rows += [alone(e, "removed") for n, e in enumerate(old) if n not in paired_old]
    rows += [alone(e, "added") for n, e in enumerate(new) if n not in paired_new]
    rows.sort(key=lambda r: (r[0], r[1], r[2], r[4]))
    names = [c.name for c in LIST_DELTA.columns]
    columns = {name: [row[n] for row in rows] for n, name in enumerate(names)}
    return Result(columns, notes=tuple(unlike_lists(old, new)))


def read_entries(frame: Frame, where: str) -> list[Entry]:
    """Return the entries of a table of listed parties in its order.

    Raises
    ------
    DataError
        Names every cell that should be a JSON list and is not.
    """
    wanted = ("list", "id", "name", "aliases_json", *COMPARED)
    present = set(frame.columns)
    empty = [None] * len(frame)
    columns = [frame[c].to_list() if c in present else empty for c in wanted]
    entries: dict[tuple[str, str], Entry] = {}
    problems: list[str] = []
    for code, number, name, aliases, *rest in zip(*columns, strict=True):
        entry = entries.get((code, number))
        if entry is None:
            entry = entries[code, number] = Entry(code, number, name)
        entry.name = min(entry.name, name)  # of rows that repeat it, whatever their order
        cells = {"aliases_json": aliases, **dict(zip(COMPARED, rest, strict=True))}
        for column, value in cells.items():
            try:
                parts = parts_of(column, value)
            except ValueError:
                problems.append(f"{code} {number}: {column} is not a JSON list: {value!r:.60}")
                continue
            if column == "aliases_json":
                entry.names |= {text: None for text in (name, *parts) if text}
            else:
                entry.rest.setdefault(column, set()).update(parts)
    if problems:
        raise DataError(where, problems)
    return list(entries.values())


def parts_of(column: str, value: str | None) -> list[str]:
    """Return the values that a cell holds.

    Raises
    ------
    ValueError
        When a cell that should be a JSON list is not one.
    """
    if not value:
        return []
    if column.endswith("_json"):
        values = json.loads(value)
        if not isinstance(values, list):
            raise ValueError(value)
        return [str(v) for v in values]
    return [part.strip() for part in value.split(";") if part.strip()]


def pair_entries(old: list[Entry], new: list[Entry]) -> list[tuple[int, int]]:
    """Return which entry of the old edition is which of the new one, by position."""
    pairs: list[tuple[int, int]] = []
    left, right = dict.fromkeys(range(len(old))), dict.fromkeys(range(len(new)))
    for key in (
        lambda e: (e.list, e.id, e.name),
        lambda e: (e.list, e.name),
        lambda e: (e.list, e.id),
    ):
        known, count = unique(key, old, left), unique(key, new, right)
        for mark, b in count.items():
            a = known.get(mark)
            if a is not None:
                pairs.append((a, b))
                del left[a], right[b]
    return pairs


def unique(key: Any, entries: list[Entry], numbers: dict[int, None]) -> dict[Any, int]:
    """Return the entries whose key no other one of them has."""
    keys = {n: key(entries[n]) for n in numbers}
    counts = Counter(keys.values())
    return {mark: n for n, mark in keys.items() if counts[mark] == 1}


def compare(a: Entry, b: Entry) -> tuple[Any, ...] | None:
    """Return the row of a pair; None when nothing differs."""
    added = [n for n in b.names if n not in a.names]
    removed = [n for n in a.names if n not in b.names]
    columns = [c for c in COMPARED if a.rest.get(c, set()) != b.rest.get(c, set())]
    changed = bool(added or removed or columns or a.name != b.name)
    if not changed and a.id == b.id:
        return None
    return (
        b.list,
        "changed" if changed else "renumbered",
        b.id,
        a.id if a.id != b.id else None,
        b.name,
        a.name if a.name != b.name else None,
        texts(added),
        texts(removed),
        ";".join(columns) or None,
    )


def alone(entry: Entry, change: str) -> tuple[Any, ...]:
    """Return the row of an entry that only one edition has."""
    names = texts(list(entry.names))
    added, removed = (names, None) if change == "added" else (None, names)
    return (entry.list, change, entry.id, None, entry.name, None, added, removed, None)


def texts(values: list[str]) -> str | None:
    """Return texts as a JSON list; None when there are none."""
    return json.dumps(values, ensure_ascii=False) if values else None


def unlike_lists(old: list[Entry], new: list[Entry]) -> Iterator[str]:
    """Say which lists only one of the editions has: all of their entries count as changes."""
    before, after = {e.list for e in old}, {e.list for e in new}
    if before - after:
        yield f"lists only in the earlier edition: {', '.join(sorted(before - after))}"
    if after - before:
        yield f"lists only in the later edition: {', '.join(sorted(after - before))}"
