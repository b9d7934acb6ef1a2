"""Gaps: where promise, exposure and control do not meet, as codes with evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from techpact.lineage import Citation, Finding, digest

HHI_HIGH = 0.25
"""Above this a market is called highly concentrated (US Horizontal Merger Guidelines 2010, 5.3)."""

CONCERN_HIGH = 0.5
"""Share of countries of concern from which they hold the majority of supply."""

GAP_CODES = (
    "EXPOSED_NOT_PROMISED",
    "PROMISED_NOT_MEASURED",
    "CONTROLLED_BY_ONE",
    "STATUS_PAUSED",
    "INPUT_NO_DATA",
)


@dataclass(frozen=True)
class Evidence:
    """What a gap rests on: a finding or a commitment by id, or a row by its citations."""

    kind: str
    id: str = ""
    sources: tuple[Citation, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the JSON object."""
        record: dict[str, Any] = {"kind": self.kind}
        if self.id:
            record["id"] = self.id
        if self.sources:
            record["sources"] = [s.to_json() for s in self.sources]
        return record


@dataclass(frozen=True)
class Gap:
    """One gap of an area. `subjects` fill its sentence: inputs, countries or agreements."""

    area: str
    code: str
    subjects: tuple[str, ...]
    evidence: tuple[Evidence, ...]

    @property
    def id(self) -> str:
        """Identifier from the content."""
        return "g" + digest([self.area, self.code, self.subjects])[:12]

    def to_json(self) -> dict[str, Any]:
        """Return the JSON object of `brief.json`."""
        return {
            "id": self.id,
            "code": self.code,
            "subjects": list(self.subjects),
            "evidence": [e.to_json() for e in self.evidence],
        }


def find_gaps(
    area: str,
    *,
    findings: Sequence[Finding],
    commitments: Sequence[Mapping[str, Any]],
    controlling: Mapping[str, Sequence[Citation]],
    members: Iterable[str],
    paused: Mapping[str, Sequence[Citation]],
) -> list[Gap]:
    """Compare what an area's records promise, measure and control.

    Parameters
    ----------
    area
        Area code.
    findings
        Findings of the area.
    commitments
        Its commitments as JSON objects with `id`, `agreement` and `standing`.
    controlling
        Member to the citations of its measures in force in this area.
    members
        Members of the alliance.
    paused
        Agreement to the citation of the event that paused it, for agreements of this area.

    Returns
    -------
    list of Gap
        In the order of GAP_CODES.
    """
    measured = [f for f in findings if f.metric in {"hhi", "concern_share"} and f.value is not None]
    exposed = [
        f
        for f in measured
        if isinstance(f.value, float)
        and (
            (f.metric == "hhi" and f.value > HHI_HIGH)
            or (f.metric == "concern_share" and f.value > CONCERN_HIGH)
        )
    ]
    standing = [c for c in commitments if c["standing"] not in {"paused", "ended"}]
    gaps: list[Gap] = []
    if exposed and not standing:
        evidence = tuple(Evidence("finding", f.id) for f in exposed)
        gaps.append(Gap(area, "EXPOSED_NOT_PROMISED", _subjects(exposed), evidence))
    if commitments and not measured:
        evidence = tuple(Evidence("commitment", c["id"]) for c in commitments)
        names = tuple(sorted({c["agreement"] for c in commitments}))
        gaps.append(Gap(area, "PROMISED_NOT_MEASURED", names, evidence))
    everyone = sorted(members)
    active = [m for m in everyone if controlling.get(m)]
    if len(everyone) > 1 and len(active) == 1:
        evidence = (Evidence("measure", sources=tuple(controlling[active[0]])),)
        gaps.append(Gap(area, "CONTROLLED_BY_ONE", (active[0],), evidence))
    gaps += [
        Gap(area, "STATUS_PAUSED", (agreement,), (Evidence("event", sources=tuple(sources)),))
        for agreement, sources in sorted(paused.items())
    ]
    empty = [f for f in findings if f.metric == "hhi" and f.value is None]
    if empty:
        evidence = tuple(Evidence("finding", f.id) for f in empty)
        gaps.append(Gap(area, "INPUT_NO_DATA", _subjects(empty), evidence))
    return gaps


def _subjects(findings: Iterable[Finding]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(f.subject for f in findings))
