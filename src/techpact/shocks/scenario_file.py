"""Scenarios in a small TOML file: what, where, how much, when, how long, who re-sources.

A file has a title, a question, assumptions, evidence (rows of the fact base), sources, and
scenarios with their events. Sectors may be given for several classifications; the one that the
loaded table uses is taken.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from techpact.errors import DataError, InputError, LimitError, NotFoundError
from techpact.shocks.ario_tables import EVENTS, FINAL_DEMAND_BUYER
from techpact.shocks.scenario_checks import BASIS, LISTS, problems_of

PRESETS = Path(__file__).parent / "presets"
MAX_BYTES = 1_000_000


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
    sources : tuple of mapping
        What was read: publisher, title, year, url, and what it says.
    scenarios : mapping
        Scenario name to its events as written.
    """

    name: str
    title: Mapping[str, str]
    question: Mapping[str, str]
    assumptions: tuple[str, ...]
    evidence: tuple[tuple[str, str], ...]
    sources: tuple[Mapping[str, Any], ...]
    scenarios: Mapping[str, tuple[Mapping[str, Any], ...]]

    def bases(self) -> list[tuple[str, str]]:
        """How the size of each event was set, where the file says so: (scenario, text)."""
        return [
            (name, str(event[BASIS]))
            for name, events in self.scenarios.items()
            for event in events
            if BASIS in event
        ]

    def last_start(self) -> int:
        """Day on which the first event of the scenario that begins last begins."""
        return max(min(int(e["start_day"]) for e in events) for events in self.scenarios.values())

    def rows(self, sectors: Collection[str]) -> list[dict[str, Any]]:
        """Return rows of the `events` table for a table with these sector codes.

        Raises
        ------
        DataError
            When an event's sectors are given for no classification that the table uses.
        """
        rows, problems = [], []
        known = {*sectors, FINAL_DEMAND_BUYER}
        for scenario, events in self.scenarios.items():
            for number, event in enumerate(events, start=1):
                row = {c.name: event.get(c.name) for c in EVENTS.columns} | {"scenario": scenario}
                for name in LISTS:
                    value = event.get(name)
                    if isinstance(value, Mapping):
                        fitting = [v for v in value.values() if set(v) <= known]
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
        text = path.read_text(encoding="utf-8-sig")
        record = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as err:
        raise InputError(
            f"this is not TOML: {err}",
            where=str(path),
            mend="texts stand in quotes, lists in [ ]; see docs/how-to/write-a-scenario.md",
        ) from err
    return _parse(path, text, record)


def _parse(path: Path, text: str, record: Mapping[str, Any]) -> ScenarioFile:
    problems = problems_of(text, record)
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
        tuple(record.get("sources", ())),
        {name: tuple(body["event"]) for name, body in record["scenario"].items()},
    )


def _by_language(value: Any) -> dict[str, str]:
    return dict(value) if isinstance(value, Mapping) else {"en": str(value)}
