"""Every table of an assessment as a frame, for download."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from techpact.assessment import Assessment
from techpact.facts import FactBase
from techpact.lineage import Citation
from techpact.render.language import Language


def assessment_tables(
    facts: FactBase, assessment: Assessment, language: Language
) -> dict[str, pl.DataFrame]:
    """Return the tables by name: findings, commitments, gaps, measures, agreements, timeline, …"""
    return {
        "findings": _findings(assessment),
        "commitments": _frame(
            [
                _flat(c, language, ("id", "agreement", "area", "modality", "deadline", "standing"))
                | {"bodies": ";".join(c["bodies"])}
                for a in assessment.areas
                for c in a.commitments
            ]
        ),
        "gaps": _frame(
            [
                {
                    "id": g.id,
                    "area": a.area,
                    "code": g.code,
                    "subjects": ";".join(g.subjects),
                    "evidence": ";".join(e.id or _sources(e.sources) for e in g.evidence),
                }
                for a in assessment.areas
                for g in a.gaps
            ]
        ),
        "measures": _frame(
            [
                {k: m[k] for k in _MEASURE}
                | {"text": m[f"text_{language.code}"], "sources": _sources(m["sources"])}
                for a in assessment.areas
                for m in a.measures
            ]
        ),
        "agreements": _frame(
            [
                _flat(a, language, _AGREEMENT) | {"parties": ";".join(a["parties"])}
                for a in assessment.agreements
            ]
        ),
        "timeline": _frame(
            [
                _flat(e, language, ("date", "kind", "occurrence", "subject"))
                for e in assessment.timeline
            ]
        ),
        "pledges": _frame([_flat(p, language, _PLEDGE) for p in assessment.pledges]),
        "conflicts": _frame(
            [
                {"key": c["key"], "relation": c["relation"]} | _flat(claim, language, ())
                for c in assessment.conflicts
                for claim in c["claims"]
            ]
        ),
        "sources": facts.table("sources"),
    }


_MEASURE = ("measure", "area", "issuer", "country", "role", "kind", "state", "since", "until")
_AGREEMENT = (
    "agreement",
    "kind",
    "signed_date",
    "legally_binding",
    "commits_funds",
    "notice_days",
    "standing",
    "standing_since",
)
_PLEDGE = ("pledge", "agreement", "pledged_by", "area", "amount", "currency", "pledge_status")


def _findings(assessment: Assessment) -> pl.DataFrame:
    return _frame(
        [
            {
                "id": f.id,
                "area": f.area,
                "metric": f.metric,
                "subject": f.subject,
                "dimensions": ";".join(f"{k}={v}" for k, v in sorted(f.dimensions.items())),
                "value": f.value,
                "unit": f.unit,
                "as_of": f.as_of,
                "analysis": f.analysis,
                "options": ";".join(f"{k}={v}" for k, v in sorted(f.options.items())),
                "caveats": ";".join(f.caveats),
                "sources": _sources(f.sources),
            }
            for f in assessment.findings
        ]
    )


def _flat(record: Mapping[str, Any], language: Language, keys: Sequence[str]) -> dict[str, Any]:
    row = {k: record[k] for k in keys}
    if "texts" in record:
        row["text"] = language.text(record["texts"])
    if "names" in record:
        row["name"] = language.text(record["names"])
    row["sources"] = _sources(record["sources"])
    return row


def _sources(citations: Sequence[Citation]) -> str:
    return ";".join(f"{c.source_id} {c.locator}".strip() for c in citations)


def _frame(rows: list[dict[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame(rows, infer_schema_length=None, strict=False)
