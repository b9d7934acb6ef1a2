"""Scenarios in a small TOML file: what, where, how much, when, how long, who re-sources.

A file has a title, a question, assumptions, evidence (rows of the fact base), and scenarios with
their events. Sectors may be given for several classifications; the one that the loaded table uses
is taken.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from techpact.errors import DataError, InputError, LimitError, NotFoundError
from techpact.shocks.ario_tables import EVENTS

PRESETS = Path(__file__).parent / "presets"
MAX_BYTES = 1_000_000
_LISTS = ("countries", "sectors", "buyers", "buyer_sectors")


@dataclass(frozen=True)
class ScenarioFile:
    """What a scenario file says.

    Attributes
    ----------
    name : str
    title, question : dict of str
        By language: en, ja, ko.
    assumptions : tuple of str
        What is assumed and not measured, in English.
    evidence : tuple of (table, key)
        Fact rows that ground it, such as ("inputs", "gallium").
    scenarios : mapping
        Scenario name to its events as written.
    """

    name: str
    title: Mapping[str, str]
    question: Mapping[str, str]
    assumptions: tuple[str, ...]
    evidence: tuple[tuple[str, str], ...]
    scenarios: Mapping[str, tuple[Mapping[str, Any], ...]]

    def rows(self, sectors: Collection[str]) -> list[dict[str, Any]]:
        """Return rows of the `events` table for a table with these sector codes.

        Raises
        ------
        DataError
            When an event's sectors are given for no classification that the table uses.
        """
        rows, problems = [], []
        for scenario, events in self.scenarios.items():
            for number, event in enumerate(events, start=1):
                row = {c.name: event.get(c.name) for c in EVENTS.columns} | {"scenario": scenario}
                for name in _LISTS:
                    value = event.get(name)
                    if isinstance(value, Mapping):
                        fitting = [v for v in value.values() if set(v) <= set(sectors)]
                        if not fitting:
                            problems.append(
                                f"{scenario}, event {number}: {name} is given for "
                                f"{', '.join(value)}, but the table uses other codes"
                            )
                            continue
                        value = fitting[0]
                    row[name] = ";".join(value) if isinstance(value, list) else value
                if isinstance(event.get("rebuilders"), Mapping):
                    shares = event["rebuilders"]
                    row["rebuilders"] = ";".join(f"{k}:{v}" for k, v in shares.items())
                rows.append(row)
        if problems:
            raise DataError(EVENTS.name, problems, where=self.name)
        return rows


def preset_names() -> list[str]:
    """Return the names of the presets that come with techpact."""
    return sorted(p.stem for p in PRESETS.glob("*.toml"))


def read_scenario(place: str | Path) -> ScenarioFile:
    """Read a preset by name, or a TOML file.

    Raises
    ------
    NotFoundError
        When it is neither.
    InputError
        When it is no TOML, or names keys that do not exist.
    """
    path = Path(place)
    if path.suffix != ".toml":
        if str(place) not in preset_names():
            raise NotFoundError("scenario", str(place), preset_names())
        path = PRESETS / f"{place}.toml"
    if not path.is_file():
        raise NotFoundError("scenario file", str(place), preset_names())
    if path.stat().st_size > MAX_BYTES:
        raise LimitError("the scenario file is larger than 1 MB", where=str(path), mend="split it")
    try:
        record = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as err:
        raise InputError(
            f"this is not TOML: {err}", where=str(path), mend="see docs/how-to/write-a-scenario.md"
        ) from err
    return _parse(path, record)


def _parse(path: Path, record: Mapping[str, Any]) -> ScenarioFile:
    problems = []
    known = {"title", "question", "assumptions", "evidence", "scenario"}
    problems += [f"unknown key {k!r}" for k in record if k not in known]
    columns = {c.name for c in EVENTS.columns} - {"scenario"}
    scenarios: dict[str, tuple[Mapping[str, Any], ...]] = {}
    for name, body in record.get("scenario", {}).items():
        events = body.get("event", []) if isinstance(body, Mapping) else []
        if not events:
            problems.append(f"scenario {name!r} has no [[scenario.{name}.event]]")
        for number, event in enumerate(events, start=1):
            problems += [
                f"{name}, event {number}: unknown key {k!r}" for k in event if k not in columns
            ]
            problems += [
                f"{name}, event {number}: {k} is missing"
                for k in ("kind", "start_day", "duration_days")
                if k not in event
            ]
        scenarios[name] = tuple(events)
    if not scenarios:
        problems.append("there is no [scenario.NAME]")
    if problems:
        raise InputError(
            "; ".join(problems), where=str(path), mend="see docs/how-to/write-a-scenario.md"
        )
    return ScenarioFile(
        path.stem,
        _by_language(record.get("title", path.stem)),
        _by_language(record.get("question", "")),
        tuple(record.get("assumptions", ())),
        tuple((e["table"], e["key"]) for e in record.get("evidence", ())),
        scenarios,
    )


def _by_language(value: Any) -> dict[str, str]:
    return dict(value) if isinstance(value, Mapping) else {"en": str(value)}
