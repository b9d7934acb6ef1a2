"""The content of `brief.json`: an assessment as plain values, with every citation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from techpact import __version__
from techpact.assessment import Assessment
from techpact.facts import FactBase
from techpact.lineage import Citation
from techpact.render.language import Language


def to_record(facts: FactBase, assessment: Assessment, language: Language) -> dict[str, Any]:
    """Return the content of `brief.json`."""
    sources = {r["source_id"]: r for r in facts.table("sources").iter_rows(named=True)}
    cited = {c.source_id: c for c in _citations(assessment)}
    return {
        "format": 1,
        "techpact": __version__,
        "language": language.code,
        "alliance": {
            "name": assessment.alliance.name,
            "members": sorted(assessment.alliance.members),
            "partners": sorted(assessment.alliance.partners),
            "concern": sorted(assessment.alliance.concern),
        },
        "as_of": assessment.as_of,
        "areas": [
            {
                "area": a.area,
                "name": facts.areas[a.area].name(language.code),
                "commitments": [_worded(c, language) for c in a.commitments],
                "findings": [f.id for f in a.findings],
                "gaps": [g.to_json() for g in a.gaps],
                "measures": [_measure(m, language) for m in a.measures],
            }
            for a in assessment.areas
        ],
        "findings": [f.to_json() for f in assessment.findings],
        "agreements": [_worded(a, language) for a in assessment.agreements],
        "timeline": [_worded(e, language) for e in assessment.timeline],
        "pledges": [_worded(p, language) for p in assessment.pledges],
        "conflicts": [
            {**c, "claims": [_worded(x, language) for x in c["claims"]]}
            for c in assessment.conflicts
        ],
        "documents": [
            {"id": d.id, "sha256": d.sha256, "title": d.title, "language": d.language}
            for d in assessment.documents
        ],
        "sources": [_source(sources.get(s), cited[s]) for s in sorted(cited)],
    }


def _worded(record: Mapping[str, Any], language: Language) -> dict[str, Any]:
    """Pick the language of the texts and write out the citations."""
    out: dict[str, Any] = {}
    for key, value in record.items():
        if key == "texts":
            out["text"] = language.text(value)
        elif key == "names":
            out["name"] = language.text(value)
        elif key == "sources":
            out["sources"] = [c.to_json() for c in value]
        else:
            out[key] = value
    return out


def _measure(measure: Mapping[str, Any], language: Language) -> dict[str, Any]:
    keys = ("measure", "issuer", "country", "role", "kind", "state", "since", "until", "instrument")
    return {
        **{k: measure[k] for k in keys},
        "text": measure[f"text_{language.code}"],
        "sources": [c.to_json() for c in measure["sources"]],
    }


def _source(row: Mapping[str, Any] | None, citation: Citation) -> dict[str, Any]:
    if row is None:  # a document or dataset of the user's: it is its own source
        return {"source_id": citation.source_id, "title": citation.citation}
    return {k: (str(v) if k == "accessed" else v) for k, v in row.items()}


def _citations(assessment: Assessment) -> Iterator[Citation]:
    for finding in assessment.findings:
        yield from finding.sources
    for area in assessment.areas:
        for group in (area.commitments, area.measures):
            for record in group:
                yield from record["sources"]
        for gap in area.gaps:
            for evidence in gap.evidence:
                yield from evidence.sources
    for records in (assessment.agreements, assessment.timeline, assessment.pledges):
        for record in records:
            yield from record["sources"]
    for conflict in assessment.conflicts:
        for claim in conflict["claims"]:
            yield from claim["sources"]
