"""View models of an assessment: what a page shows, in one language, with footnote numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from techpact.alliance import Alliance
from techpact.areas import GENERAL
from techpact.assessment.assess import AreaAssessment, Assessment
from techpact.assessment.gaps import Gap
from techpact.facts import FactBase
from techpact.lineage import Citation, Finding
from techpact.render import wording
from techpact.render.language import Language
from techpact.render.notes import Notes
from techpact.render.wording import N_

TOP_INPUTS = 3


@dataclass(frozen=True)
class Cell:
    """A number or sentence as shown, with its footnote and, for a finding, id and raw value."""

    text: str
    note: int
    finding: str = ""
    value: float | int | str | bool | None = None


@dataclass(frozen=True)
class InputRow:
    """One critical input at one stage."""

    name: str
    stage: str
    as_of: str
    top_country: str
    cells: Mapping[str, Cell]
    empty: bool
    code: str = ""

    @property
    def hhi(self) -> float:
        """Raw index for sorting; inputs without figures come last."""
        value = self.cells["hhi"].value
        return value if isinstance(value, float) else -1.0


class Views:
    """Builds view models; one object per page, because footnotes are numbered per page.

    Parameters
    ----------
    facts
        The fact base, for names.
    assessment
        What is to be shown.
    language
        Language of the page.
    """

    def __init__(self, facts: FactBase, assessment: Assessment, language: Language) -> None:
        self.facts = facts
        self.assessment = assessment
        self.language = language
        self.notes = Notes()
        self.say = language.gettext
        self._institutions = self._named("institutions", "institution")
        self._inputs = self._named("inputs", "input")
        self._agreements = self._named("agreements", "agreement")
        for document in assessment.documents:
            self._agreements[document.id] = document.title or document.path

    def _named(self, table: str, key: str) -> dict[str, str]:
        column = f"name_{self.language.code}"
        rows = self.facts.table(table).iter_rows(named=True)
        return {r[key]: r[column] or r["name_en"] for r in rows}

    def area_name(self, code: str) -> str:
        """Name of an area."""
        return self.facts.areas[code].name(self.language.code)

    def input_name(self, code: str) -> str:
        """Name of a critical input."""
        return self._inputs.get(code, code)

    def agreement_name(self, code: str) -> str:
        """Name of an agreement or of a document given."""
        return self._agreements.get(code, code)

    def body_name(self, code: str) -> str:
        """Name of an institution; a name that is no id is shown as it is."""
        return self._institutions.get(code, code)

    def _subject(self, code: str) -> str:
        for names in (self._inputs, self._agreements):
            if code in names:
                return names[code]
        return self.language.country(code)

    def areas(self) -> list[dict[str, Any]]:
        """One view an area, in order."""
        return [self._area(a) for a in self.assessment.areas]

    def area(self, code: str) -> dict[str, Any]:
        """View of one area."""
        return next(self._area(a) for a in self.assessment.areas if a.area == code)

    def _area(self, area: AreaAssessment) -> dict[str, Any]:
        inputs = self._input_rows(area)
        scored = area.area != GENERAL  # the scorecard has no row for it, so no footnotes either
        return {
            "code": area.area,
            "href": "",
            "name": self.area_name(area.area),
            "commitments": [self._commitment(c) for c in area.commitments],
            "counts": self._counts(area.findings) if scored else [],
            "bodies": self._bodies(area.commitments),
            "inputs": inputs,
            "top_inputs": self._most_concentrated(inputs),
            "loaded": self._loaded(area.findings),
            "controls": self._controls(area) if scored else [],
            "measures": self._measures(area.measures),
            "gaps": [self._gap(g, area) for g in area.gaps],
        }

    def _input_rows(self, area: AreaAssessment) -> list[InputRow]:
        groups: dict[tuple[str, str, str], dict[str, Finding]] = {}
        for finding in area.findings:
            if finding.analysis == "input_concentration":
                key = (
                    finding.subject,
                    finding.dimensions.get("stage", ""),
                    finding.dimensions.get("basis", ""),
                )
                groups.setdefault(key, {})[finding.metric] = finding
        rows = []
        for (subject, stage, _), metrics in groups.items():
            top = metrics.get("top_share")
            rows.append(
                InputRow(
                    self.input_name(subject),
                    self.say(wording.STAGES.get(stage, stage)),
                    metrics["hhi"].as_of,
                    self.language.country(top.dimensions["country"]) if top else "",
                    {name: self._metric(f) for name, f in metrics.items()},
                    metrics["hhi"].value is None,
                    subject,
                )
            )
        return sorted(rows, key=lambda r: (-r.hhi, r.name, r.stage))

    @staticmethod
    def _most_concentrated(inputs: Sequence[InputRow]) -> list[InputRow]:
        found: dict[str, InputRow] = {}
        for row in inputs:
            if not row.empty:
                found.setdefault(row.name, row)
        return list(found.values())[:TOP_INPUTS]

    def _metric(self, finding: Finding) -> Cell:
        value = finding.value
        if isinstance(value, bool | str):
            text = str(value)
        elif finding.metric == "hhi":
            text = self.language.number(value, 2)
        elif finding.unit == "1":
            text = self.language.percent(value)
        else:
            text = self.language.number(value)
        return Cell(text, self.notes.finding(finding), finding.id, value)

    def _loaded(self, findings: Sequence[Finding]) -> list[dict[str, Any]]:
        """Findings from the user's own tables, with their wording."""
        return [
            {
                "label": self.say(wording.LOADED[f.metric]),
                "as_of": f.as_of,
                "cell": self._metric(f),
                "detail": f.dimensions.get("names") or f.dimensions.get("sectors", ""),
            }
            for f in findings
            if f.metric in wording.LOADED
        ]

    def _counts(self, findings: Sequence[Finding]) -> list[dict[str, Any]]:
        return [
            {
                "agreement": self.agreement_name(f.subject),
                "standing": f.dimensions["standing"],
                "standing_text": self.say(wording.STANDINGS[f.dimensions["standing"]]),
                "cell": self._metric(f),
            }
            for f in findings
            if f.metric == "commitments"
        ]

    def _bodies(self, commitments: Sequence[Mapping[str, Any]]) -> str:
        counts: dict[str, int] = {}
        for commitment in commitments:
            for body in commitment["bodies"]:
                counts[body] = counts.get(body, 0) + 1
        ordered = sorted(counts, key=lambda b: (-counts[b], b))[:6]
        return self.language.listing(self.body_name(b) for b in ordered)

    def _commitment(self, commitment: Mapping[str, Any]) -> dict[str, Any]:
        sources: Sequence[Citation] = commitment["sources"]
        return {
            "id": commitment["id"],
            "agreement": self.agreement_name(commitment["agreement"]),
            "text": self.language.text(commitment["texts"]),
            "modality": self.say(wording.MODALITIES[commitment["modality"]]),
            "bodies": self.language.listing(self.body_name(b) for b in commitment["bodies"]),
            "deadline": commitment["deadline"],
            "standing": commitment["standing"],
            "standing_text": self.say(wording.STANDINGS[commitment["standing"]]),
            "status": self.status(sources),
            "note": self.notes.cite(sources),
        }

    def _controls(self, area: AreaAssessment) -> list[dict[str, Any]]:
        counted = {f.subject: f for f in area.findings if f.metric == "measures_in_force"}
        return [
            {"country": self.language.country(code), "cell": self._metric(counted[code])}
            for code in sorted(counted)
        ]

    def _measures(self, measures: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        rows: dict[str, dict[str, Any]] = {}
        for measure in measures:
            row = rows.setdefault(
                measure["measure"],
                {
                    "code": measure["measure"],
                    "text": self.language.text(
                        {k: measure[f"text_{k}"] for k in ("en", "ja", "ko")}
                    ),
                    "kind": self.say(wording.MEASURE_KINDS.get(measure["kind"], measure["kind"])),
                    "state": measure["state"],
                    "state_text": self.say(wording.STATES[measure["state"]]),
                    "since": self.language.date(measure["since"]),
                    "until": self.language.date(measure["until"]) if measure["until"] else "",
                    "countries": [],
                    "status": self.status(measure["sources"]),
                    "note": self.notes.cite(measure["sources"]),
                },
            )
            row["countries"].append(self.language.country(measure["country"]))
        return list(rows.values())

    def _gap(self, gap: Gap, area: AreaAssessment) -> dict[str, Any]:
        findings = {f.id: f for f in area.findings}
        commitments = {c["id"]: c for c in area.commitments}
        notes: list[int] = []
        for evidence in gap.evidence:
            if evidence.kind == "finding":
                notes.append(self.notes.finding(findings[evidence.id]))
            elif evidence.kind == "commitment":
                notes.append(self.notes.cite(commitments[evidence.id]["sources"]))
            else:
                notes.append(self.notes.cite(evidence.sources))
        subjects = self.language.listing(self._subject(s) for s in gap.subjects)
        return {
            "id": gap.id,
            "code": gap.code,
            "label": self.say(wording.GAP_LABELS[gap.code]),
            "short": self.say(wording.GAP_LABELS[gap.code])
            + (f" ({len(gap.subjects)})" if gap.code == "INPUT_NO_DATA" else ""),
            "text": self.say(wording.GAPS[gap.code]).format(subjects=subjects),
            "notes": sorted(set(notes)),
        }

    def agreements(self) -> list[dict[str, Any]]:
        """The agreements that count for the alliance, oldest first."""
        return [
            {
                "code": a["agreement"],
                "name": self.language.text(a["names"]),
                "parties": self.language.listing(self.language.country(p) for p in a["parties"]),
                "signed": self.language.date(a["signed_date"]),
                "binding": self.yes_no(a["legally_binding"]),
                "funds": self.yes_no(a["commits_funds"]),
                "notice_days": a["notice_days"],
                "standing": a["standing"],
                "standing_text": self.say(wording.STANDINGS[a["standing"]]),
                "occurrence": self.say(wording.OCCURRENCES[a["standing_occurrence"]])
                if a["standing_occurrence"]
                else "",
                "since": self.language.date(a["standing_since"]),
                "status": self.status(a["sources"]),
                "note": self.notes.cite(a["sources"]),
            }
            for a in self.assessment.agreements
        ]

    def yes_no(self, value: bool | None) -> str:
        """Return yes, no or unknown."""
        return (
            self.say(N_("unknown"))
            if value is None
            else self.say(N_("yes"))
            if value
            else self.say(N_("no"))
        )

    def timeline(self) -> list[dict[str, Any]]:
        """Events, oldest first; planned, reported and actual stay apart."""
        return [
            {
                "date": e["date"],
                "date_text": self.language.date(e["date"]),
                "kind": self.say(wording.EVENTS[e["kind"]]),
                "lane": self.say(N_("Controls"))
                if e["kind"] == "control"
                else self.agreement_name(e["subject"]),
                "occurrence": e["occurrence"],
                "occurrence_text": self.say(wording.OCCURRENCES[e["occurrence"]]),
                "text": self.language.text(e["texts"]),
                "status": self.status(e["sources"]),
                "note": self.notes.cite(e["sources"]),
            }
            for e in self.assessment.timeline
        ]

    def pledges(self) -> list[dict[str, Any]]:
        """Pledges, each for itself: they are never added up."""
        return [
            {
                "text": self.language.text(p["texts"]),
                "by": self.language.country(p["pledged_by"]),
                "amount": self.language.amount(p["amount"], p["currency"]),
                "pledge_status": self.say(
                    wording.PLEDGE_STATUSES.get(p["pledge_status"], p["pledge_status"])
                ),
                "status": self.status(p["sources"]),
                "note": self.notes.cite(p["sources"]),
            }
            for p in self.assessment.pledges
        ]

    def conflicts(self) -> list[dict[str, Any]]:
        """Contradictions: the same claim with each source's value."""
        return [
            {
                "key": c["key"],
                "relation": self.say(wording.RELATIONS[c["relation"]]),
                "claims": [
                    {
                        "text": self.language.text(claim["texts"]),
                        "status": self.status(claim["sources"]),
                        "note": self.notes.cite(claim["sources"]),
                    }
                    for claim in c["claims"]
                ],
            }
            for c in self.assessment.conflicts
        ]

    def status(self, sources: Sequence[Citation]) -> str:
        """Text of a status that is not `confirmed`, to be shown beside the statement."""
        worst = [
            s for s in ("no_data", "unconfirmed", "inferred") if any(c.status == s for c in sources)
        ]
        return self.say(wording.STATUSES[worst[0]]) if worst else ""

    def footnotes(self) -> list[dict[str, Any]]:
        """Every footnote asked for so far."""
        caveats = {
            r["caveat"]: r[f"text_{self.language.code}"]
            for r in self.facts.table("caveats").iter_rows(named=True)
        }
        urls = {r["source_id"]: r["url"] for r in self.facts.table("sources").iter_rows(named=True)}
        return [
            {
                "number": note.number,
                "analysis": note.analysis,
                "options": ", ".join(f"{k}={v}" for k, v in sorted(note.options.items())),
                "sources": [
                    {
                        "citation": s.citation,
                        "locator": s.locator,
                        "url": _web(urls.get(s.source_id)),
                        "span": f"{s.start}–{s.end}" if s.start is not None else "",
                        "status": self.say(wording.STATUSES[s.status])
                        if s.status != "confirmed"
                        else "",
                    }
                    for s in note.sources
                ],
                "caveats": [caveats.get(c, c) for c in note.caveats],
            }
            for note in self.notes.all
        ]


def alliance_title(facts: FactBase, alliance: Alliance, language: Language) -> str:
    """Name of the alliance in the language: the preset's, or its members'."""
    rows = facts.table("alliances").filter(pl.col("alliance") == alliance.name)
    if rows.height:
        row = rows.row(0, named=True)
        return str(row[f"name_{language.code}"] or row["name_en"])
    return language.listing(language.country(c) for c in sorted(alliance.members))


def supply_bar(row: InputRow) -> dict[str, Any]:
    """Return the bar of an input: shares by role, and the rest that is not known."""

    def share(name: str) -> float:
        value = row.cells[name].value
        return value if isinstance(value, float) else 0.0

    known = share("known_share")
    named = share("alliance_share") + share("partner_share") + share("concern_share")
    return {
        "label": f"{row.name} ({row.stage})",
        "members": share("alliance_share"),
        "partners": share("partner_share"),
        "other": max(0.0, known - named),
        "concern": share("concern_share"),
        "unknown": max(0.0, 1 - known),
    }


def _web(url: str | None) -> str:
    """Only web addresses become links: a fact row cannot smuggle in a script address."""
    return url if url and url.startswith(("https://", "http://")) else ""
