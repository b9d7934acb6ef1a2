"""Put together what is known of an alliance, area by area."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from techpact.agreements.coverage import members_covered, standing_on, unsigned
from techpact.alliance import Alliance
from techpact.areas import GENERAL
from techpact.assessment.documents import DocumentView
from techpact.assessment.evidence import EvidenceRoom
from techpact.assessment.findings import coverage_findings, input_findings, measure_findings
from techpact.assessment.gaps import Gap, find_gaps
from techpact.engine import collect, wrap
from techpact.facts import FactBase
from techpact.lineage import Citation, Finding


@dataclass(frozen=True)
class AreaAssessment:
    """Everything on one area: commitments and measures as records, findings, gaps."""

    area: str
    commitments: tuple[Mapping[str, Any], ...]
    measures: tuple[Mapping[str, Any], ...]
    findings: tuple[Finding, ...]
    gaps: tuple[Gap, ...]


@dataclass(frozen=True)
class Assessment:
    """What is known of an alliance on a day: areas, agreements, timeline, conflicts, pledges."""

    alliance: Alliance
    as_of: str
    areas: tuple[AreaAssessment, ...]
    agreements: tuple[Mapping[str, Any], ...]
    timeline: tuple[Mapping[str, Any], ...]
    pledges: tuple[Mapping[str, Any], ...]
    conflicts: tuple[Mapping[str, Any], ...]
    documents: tuple[DocumentView, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings, area by area."""
        return tuple(f for a in self.areas for f in a.findings)


def last_read(facts: FactBase) -> str:
    """Day on which the fact base was last read against its sources: the default `as_of`."""
    days = facts.table("sources")["accessed"]
    return str(days.max()) if len(days) else "1970-01-01"


def assess(
    facts: FactBase,
    alliance: Alliance,
    *,
    as_of: str = "",
    documents: Sequence[DocumentView] = (),
    conflicts: Sequence[Mapping[str, Any]] = (),
    extra_findings: Sequence[Finding] = (),
) -> Assessment:
    """Assess an alliance from the fact base and the documents given.

    Parameters
    ----------
    facts
        The fact base.
    alliance
        Members, partners, countries of concern.
    as_of
        Day of the assessment, YYYY-MM-DD; the day on which the fact base was last read by default.
    documents
        Documents that were read, with commitments.
    conflicts
        Contradictions found between these documents.
    extra_findings
        Findings from data that the user loaded.

    Returns
    -------
    Assessment
        The same input gives the same assessment.
    """
    day = as_of or last_read(facts)
    room = EvidenceRoom(facts)
    coverage, standings = coverage_findings(facts, room, alliance, day)
    measured, measures = measure_findings(facts, room, alliance, day)
    findings = [*coverage, *input_findings(facts, room, alliance), *measured, *extra_findings]
    covered = members_covered(collect(wrap(facts.table("agreement_parties"), lazy=False)), alliance)
    standing = standing_on(
        collect(wrap(facts.table("agreement_events"), lazy=False)),
        day,
        unsigned(collect(wrap(facts.table("agreements"), lazy=False))),
    )
    commitments = _commitments(facts, room, set(covered), standings)
    for document in documents:
        commitments += document.commitments
    areas = []
    for area in facts.areas:
        in_area = [f for f in findings if f.area == area.code]
        promised = [c for c in commitments if c["area"] == area.code]
        controls = [m for m in measures if m["area"] == area.code]
        paused = {
            a: room.cite_all([standing[a][3]])
            for a in sorted({c["agreement"] for c in promised})
            if a in standing and standing[a][0] == "paused"
        }
        gaps = (
            []
            if area.code == GENERAL
            else find_gaps(
                area.code,
                findings=in_area,
                commitments=promised,
                controlling=_controlling(room, controls),
                members=alliance.members,
                paused=paused,
            )
        )
        areas.append(
            AreaAssessment(
                area.code,
                tuple(promised),
                tuple({**m, "sources": room.cite_all([m])} for m in controls),
                tuple(in_area),
                tuple(gaps),
            )
        )
    return Assessment(
        alliance,
        day,
        tuple(areas),
        tuple(_agreements(facts, room, covered, standing)),
        tuple(_timeline(facts, room, set(covered), measures)),
        tuple(_pledges(facts, room, set(covered), alliance)),
        (*_conflicts(facts, room), *conflicts),
        tuple(documents),
    )


def _texts(row: Mapping[str, Any]) -> dict[str, str]:
    return {lang: row[f"text_{lang}"] for lang in ("en", "ja", "ko")}


def _names(row: Mapping[str, Any]) -> dict[str, str]:
    return {lang: row[f"name_{lang}"] or row["name_en"] for lang in ("en", "ja", "ko")}


def _commitments(
    facts: FactBase, room: EvidenceRoom, covered: set[str], standings: Mapping[str, Any]
) -> list[Mapping[str, Any]]:
    return [
        {
            "id": row["commitment"],
            "agreement": row["agreement"],
            "area": row["area"],
            "modality": row["modality"],
            "texts": _texts(row),
            "bodies": row["bodies"].split(";") if row["bodies"] else [],
            "deadline": row["deadline"],
            "standing": standings[row["agreement"]]["standing"],
            "sources": (room.cite(row),),
        }
        for row in facts.table("commitments").iter_rows(named=True)
        if row["agreement"] in covered
    ]


def _controlling(
    room: EvidenceRoom, measures: Sequence[Mapping[str, Any]]
) -> dict[str, tuple[Citation, ...]]:
    rows: dict[str, list[Mapping[str, Any]]] = {}
    for measure in measures:
        if measure["state"] == "in_force" and measure["role"] == "member":
            rows.setdefault(measure["country"], []).append(measure)
    return {country: room.cite_all(group) for country, group in rows.items()}


def _agreements(
    facts: FactBase, room: EvidenceRoom, covered: Mapping[str, int], standing: Mapping[str, Any]
) -> list[Mapping[str, Any]]:
    parties: dict[str, list[str]] = {}
    for row in facts.table("agreement_parties").iter_rows(named=True):
        parties.setdefault(row["agreement"], []).append(row["country"])
    found = []
    for row in facts.table("agreements").iter_rows(named=True):
        code = row["agreement"]
        if code not in covered:
            continue
        stand = standing.get(code)
        evidence = [row, stand[3]] if stand else [row]
        found.append(
            {
                "agreement": code,
                "names": _names(row),
                "kind": row["kind"],
                "parties": sorted(parties[code]),
                "signed_date": row["signed_date"],
                "legally_binding": row["legally_binding"],
                "commits_funds": row["commits_funds"],
                "notice_days": row["notice_days"],
                "standing": stand[0] if stand else "unknown",
                "standing_since": stand[1] if stand else None,
                "standing_occurrence": stand[2] if stand else None,
                "sources": room.cite_all(evidence),
            }
        )
    return sorted(found, key=lambda a: (a["signed_date"] or "9999", a["agreement"]))


def _timeline(
    facts: FactBase, room: EvidenceRoom, covered: set[str], measures: Sequence[Mapping[str, Any]]
) -> list[Mapping[str, Any]]:
    events = [
        {
            "date": row["date"],
            "kind": row["event"],
            "occurrence": row["occurrence"],
            "subject": row["agreement"],
            "texts": _texts(row),
            "sources": (room.cite(row),),
        }
        for row in facts.table("agreement_events").iter_rows(named=True)
        if row["agreement"] in covered
    ]
    seen: set[str] = set()
    for measure in measures:
        if measure["since"] and measure["measure"] not in seen:
            seen.add(measure["measure"])
            events.append(
                {
                    "date": measure["since"],
                    "kind": "control",
                    "occurrence": "planned" if measure["state"] == "future" else "actual",
                    "subject": measure["measure"],
                    "texts": _texts(measure),
                    "sources": (room.cite(measure),),
                }
            )
    return sorted(events, key=lambda e: (e["date"], e["kind"], e["subject"], e["texts"]["en"]))


def _pledges(
    facts: FactBase, room: EvidenceRoom, covered: set[str], alliance: Alliance
) -> list[Mapping[str, Any]]:
    return [
        {
            "pledge": row["pledge"],
            "agreement": row["agreement"],
            "pledged_by": row["pledged_by"],
            "area": row["area"],
            "amount": row["amount"],
            "currency": row["currency"],
            "texts": _texts(row),
            "pledge_status": row["pledge_status"],
            "sources": (room.cite(row),),
        }
        for row in facts.table("pledges").iter_rows(named=True)
        if row["agreement"] in covered or row["pledged_by"] in alliance.members
    ]


def _conflicts(facts: FactBase, room: EvidenceRoom) -> list[Mapping[str, Any]]:
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for row in facts.table("conflicts").iter_rows(named=True):
        groups.setdefault(row["conflict"], []).append(row)
    return [
        {
            "key": key,
            "relation": "contradiction",
            "area": rows[0]["area"],
            "claims": [{"texts": _texts(r), "sources": (room.cite(r),)} for r in rows],
        }
        for key, rows in sorted(groups.items())
    ]
