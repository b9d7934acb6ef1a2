"""What a scenario file says wrongly: every problem with its line and what to write instead."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from techpact.alliance import country_codes
from techpact.shocks.ario_tables import EVENTS
from techpact.tables import Column

TOP = ("title", "question", "assumptions", "evidence", "sources", "scenario")
SOURCE = ("publisher", "title", "year", "url", "says")
LISTS = ("countries", "sectors", "buyers", "buyer_sectors")
BY_CLASSIFICATION = ("sectors", "buyer_sectors")
REQUIRED = ("kind", "start_day", "duration_days")
BASIS = "basis"
NEEDS = {
    "capacity_loss": ("share",),
    "capital_loss": (),
    "ban": ("share",),
}
REST_OF_WORLD = ("ROW", "RoW")

_HEADER = re.compile(r"^\s*\[\[\s*scenario\s*\.\s*(?:\"([^\"]+)\"|'([^']+)'|([\w-]+))\s*\.\s*event")
_KEY = re.compile(r"^\s*([\w-]+)\s*=")


class Lines:
    """Where the keys of a TOML text stand: by event for scenarios, otherwise by name."""

    def __init__(self, text: str) -> None:
        self._places: dict[tuple[str, int, str], int] = {}
        self._top: dict[str, int] = {}
        scenario, counts = "", dict[str, int]()
        for number, line in enumerate(text.splitlines(), start=1):
            header = _HEADER.match(line)
            if header:
                scenario = next(g for g in header.groups() if g)
                counts[scenario] = counts.get(scenario, 0) + 1
                self._places[scenario, counts[scenario], ""] = number
            elif line.lstrip().startswith("["):
                scenario = ""
            elif key := _KEY.match(line):
                if scenario:
                    self._places.setdefault((scenario, counts[scenario], key[1]), number)
                else:
                    self._top.setdefault(key[1], number)

    def event(self, scenario: str, number: int, key: str = "") -> str:
        """Return `line 12: NAME, event 1: `, the line of a key or of the event."""
        line = self._places.get((scenario, number, key)) or self._places.get((scenario, number, ""))
        return f"{f'line {line}: ' if line else ''}{scenario}, event {number}: "

    def top(self, key: str) -> str:
        """Return `line 3: ` for a key outside events, or nothing."""
        return f"line {self._top[key]}: " if key in self._top else ""


def problems_of(text: str, record: Mapping[str, Any]) -> list[str]:
    """Return every problem of a parsed scenario file, in the order of the file."""
    lines = Lines(text)
    problems = [
        f"{lines.top(k)}unknown key {k!r}{_nearest(k, TOP)}" for k in record if k not in TOP
    ]
    problems += list(_top_problems(lines, record))
    scenarios = record.get("scenario", {})
    if not isinstance(scenarios, Mapping) or not scenarios:
        return [
            *problems,
            "there is no [scenario.NAME]: write [[scenario.NAME.event]] and its keys",
        ]
    for name, body in scenarios.items():
        events = body.get("event", []) if isinstance(body, Mapping) else []
        if not isinstance(events, list) or not all(isinstance(e, Mapping) for e in events):
            problems.append(
                f"scenario {name!r}: write [[scenario.{name}.event]] in double brackets"
            )
            continue
        if not events:
            problems.append(f"scenario {name!r} has no [[scenario.{name}.event]]")
        for number, event in enumerate(events, start=1):
            problems += [
                lines.event(name, number, key) + what for key, what in _event_problems(event)
            ]
    return problems


def _top_problems(lines: Lines, record: Mapping[str, Any]) -> Iterator[str]:
    for key in ("title", "question"):
        value = record.get(key, "")
        texts = value.values() if isinstance(value, Mapping) else [value]
        if not all(isinstance(t, str) for t in texts):
            yield f'{lines.top(key)}{key}: write a text, or {{ en = "…", ja = "…", ko = "…" }}'
    assumptions = record.get("assumptions", [])
    if not isinstance(assumptions, list) or not all(isinstance(a, str) for a in assumptions):
        yield f'{lines.top("assumptions")}assumptions: write a list of sentences, ["…"]'
    for key, wanted, example in (
        ("evidence", ("table", "key"), '{ table = "inputs", key = "gallium" }'),
        ("sources", SOURCE[:3], '{ publisher = "…", title = "…", year = 2024, url = "…" }'),
    ):
        rows = record.get(key, [])
        good = isinstance(rows, list) and all(
            isinstance(r, Mapping) and all(w in r for w in wanted) for r in rows
        )
        if not good:
            yield f"{lines.top(key)}{key}: write a list of entries such as {example}"
        elif key == "sources":
            for row in rows:
                for name in row:
                    if name not in SOURCE:
                        near = _nearest(name, SOURCE)
                        yield f"{lines.top(key)}sources: unknown key {name!r}{near}"


def _event_problems(event: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    columns = {c.name: c for c in EVENTS.columns if c.name != "scenario"}
    for key, value in event.items():
        if key == BASIS:
            if not isinstance(value, str):
                yield key, "basis: write a sentence"
        elif key not in columns:
            yield key, f"unknown key {key!r}{_nearest(key, [*columns, BASIS])}"
        elif key in LISTS:
            yield from ((key, f"{key}: {what}") for what in _list_problems(key, value))
        elif key == "rebuilders":
            yield from ((key, f"rebuilders: {what}") for what in _rebuilder_problems(value))
        else:
            what = _value_problem(columns[key], value)
            if what:
                yield key, f"{key}: {what}"
    for key in REQUIRED:
        if key not in event:
            yield "", f"{key} is missing"
    for key in NEEDS.get(str(event.get("kind")), ()):
        if key not in event:
            yield "", f"{key} is missing: a {event['kind']} needs one, from 0 to 1"


def _value_problem(column: Column, value: Any) -> str:
    if column.values:
        if value not in column.values:
            near = _nearest(str(value), column.values)
            return f"{value!r} is none of {', '.join(column.values)}{near}"
        return ""
    if column.type == "integer" and (isinstance(value, bool) or not isinstance(value, int)):
        return f"{value!r} is not a whole number; write it without quotes and decimals"
    if column.type == "number" and (isinstance(value, bool) or not isinstance(value, int | float)):
        return f"{value!r} is not a number; write it without quotes"
    if column.type in {"integer", "number"}:
        if value != value:  # TOML knows nan
            return "nan is not a number that can be used"
        if column.minimum is not None and value < column.minimum:
            return f"{value:g} is below {column.minimum:g}"
        if column.maximum is not None and value > column.maximum:
            return f"{value:g} is above {column.maximum:g}"
    return ""


def _list_problems(key: str, value: Any) -> Iterator[str]:
    if key in BY_CLASSIFICATION and isinstance(value, Mapping):
        for scheme, listed in value.items():
            if not _texts(listed):
                yield f'{scheme}: write a list of codes, {scheme} = ["c14"]'
        return
    if not _texts(value):
        yield f'write a list in square brackets, {key} = ["…"]'
        return
    if key in {"countries", "buyers"}:
        known = country_codes()
        for code in value:
            if code not in known and code not in REST_OF_WORLD:
                near = _nearest(code, known)
                yield f"{code!r} is no ISO 3166 alpha-3 code{near}"


def _texts(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(v, str) for v in value)


def _rebuilder_problems(value: Any) -> Iterator[str]:
    if not isinstance(value, Mapping) or not value:
        yield "write shares by sector, { F = 0.7, C28 = 0.3 }"
        return
    shares = list(value.values())
    if not all(isinstance(s, int | float) and not isinstance(s, bool) for s in shares):
        yield "shares are numbers"
    elif abs(sum(shares) - 1) > 1e-9:
        yield f"shares sum to {sum(shares):g}; they must sum to 1"


def _nearest(name: str, known: Collection[str]) -> str:
    near = difflib.get_close_matches(name, list(known), n=1)
    return f" (did you mean {near[0]!r}?)" if near else ""
