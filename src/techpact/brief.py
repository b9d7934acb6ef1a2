"""The brief: a self-contained page, its data, and every table, written to a directory."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import polars as pl

from techpact import __version__, engine
from techpact.analysis import Progress
from techpact.assessment import Assessment
from techpact.errors import InputError, UnavailableError
from techpact.facts import FactBase
from techpact.lineage import Citation
from techpact.registry import get_analysis
from techpact.render.charts import supply_spec, timeline_spec, to_svg
from techpact.render.exports import FORMATS, export
from techpact.render.language import Language
from techpact.render.pages import environment
from techpact.render.tables import assessment_tables
from techpact.render.views import InputRow, Views

MAX_HTML_BYTES = 2 * 2**20
CHART_ROWS = 24


def render_html(facts: FactBase, assessment: Assessment, language: Language) -> str:
    """Return the brief as one HTML page without any outside reference."""
    views = Views(facts, assessment, language)
    areas = views.areas()
    timeline = views.timeline()
    alliance = assessment.alliance
    names = {
        role: language.listing(language.country(c) for c in sorted(codes))
        for role, codes in (
            ("members", alliance.members),
            ("partners", alliance.partners),
            ("concern", alliance.concern),
        )
    }
    used = sorted({f.analysis for f in assessment.findings})
    page = environment(language)
    return page.get_template("brief.html.j2").render(
        lang=language.code,
        version=__version__,
        style=page.get_template("style.css").render(),
        title=alliance_title(facts, assessment, language),
        members=names["members"],
        partners=names["partners"],
        concern=names["concern"],
        as_of=language.date(assessment.as_of),
        areas=areas,
        charts=_charts(areas, timeline, language),
        agreements=views.agreements(),
        timeline=timeline,
        pledges=views.pledges(),
        conflicts=views.conflicts(),
        documents=assessment.documents,
        analyses=[{"name": n, "question": get_analysis(n).question} for n in used],
        footnotes=views.footnotes,
    )


def alliance_title(facts: FactBase, assessment: Assessment, language: Language) -> str:
    """Name of the alliance in the language: the preset's, or its members'."""
    rows = facts.table("alliances").filter(pl.col("alliance") == assessment.alliance.name)
    if rows.height:
        row = rows.row(0, named=True)
        return str(row[f"name_{language.code}"] or row["name_en"])
    return language.listing(language.country(c) for c in sorted(assessment.alliance.members))


def _charts(
    areas: list[dict[str, Any]], timeline: list[dict[str, Any]], language: Language
) -> dict[str, str]:
    charts = {}
    for area in areas:
        rows = [_bar(row) for row in area["inputs"] if not row.empty][:CHART_ROWS]
        if rows:
            charts[area["code"]] = to_svg(supply_spec(rows, language), area["name"])
    if timeline:
        charts["timeline"] = to_svg(timeline_spec(timeline, language), language.gettext("Timeline"))
    return charts


def _bar(row: InputRow) -> dict[str, Any]:
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


def to_record(facts: FactBase, assessment: Assessment, language: Language) -> dict[str, Any]:
    """Return the content of `brief.json`."""
    sources = {r["source_id"]: r for r in facts.table("sources").iter_rows(named=True)}
    used = sorted({c.source_id for c in _citations(assessment)})
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
        "sources": [_source(sources.get(s), s) for s in used],
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


def _source(row: Mapping[str, Any] | None, source_id: str) -> dict[str, Any]:
    if row is None:  # a document that the user gave: its own SHA-256 is the address
        return {"source_id": source_id}
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


def write_brief(
    facts: FactBase,
    assessment: Assessment,
    language: Language,
    out: Path,
    *,
    progress: Progress | None = None,
) -> list[Path]:
    """Write `brief.html`, `brief.json` and `tables/*` (CSV, XLSX, Parquet).

    Each file replaces an older one in one step; nothing else in the directory is touched.

    Raises
    ------
    InputError
        When `out` is a file.
    UnavailableError
        When the directory cannot be written.
    """
    if out.exists() and not out.is_dir():
        raise InputError("--out is a file", where=str(out), mend="name a directory")
    record = to_record(facts, assessment, language)
    html = render_html(facts, assessment, language).encode()
    if len(html) > MAX_HTML_BYTES:
        raise UnavailableError(
            f"the page would have {len(html):,} bytes, more than {MAX_HTML_BYTES:,}",
            mend="give fewer documents, or a smaller alliance",
        )
    files = {
        out / "brief.html": html,
        out / "brief.json": json.dumps(record, ensure_ascii=False, indent=1).encode() + b"\n",
    }
    for name, frame in assessment_tables(facts, assessment, language).items():
        for kind in FORMATS[:3]:
            files[out / "tables" / f"{name}.{kind}"] = export(frame, kind)
    for done, (path, data) in enumerate(files.items(), start=1):
        with engine.atomic_write(path) as file:
            file.write(data)
        if progress:
            progress(done, len(files))
    return list(files)
