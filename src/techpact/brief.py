"""The brief: a self-contained page, its data, and every table, written to a directory."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from techpact import __version__, engine
from techpact.analysis import Progress
from techpact.assessment import Assessment
from techpact.errors import InputError, UnavailableError
from techpact.facts import FactBase
from techpact.registry import get_analysis
from techpact.render.charts import CHART_ROWS, COLOURS, supply_spec, timeline_spec, to_svg
from techpact.render.exports import FORMATS, export
from techpact.render.language import Language
from techpact.render.overview import area_lines, figures, role_labels
from techpact.render.pages import environment
from techpact.render.record import to_record
from techpact.render.tables import assessment_tables
from techpact.render.views import Views, alliance_title, supply_bar

MAX_HTML_BYTES = 2 * 2**20


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
        title=alliance_title(facts, alliance, language),
        members=names["members"],
        partners=names["partners"],
        concern=names["concern"],
        as_of=language.date(assessment.as_of),
        areas=areas,
        figures=figures(areas, views),
        lines=area_lines(areas, views),
        legend=[(label, COLOURS[role]) for role, label in role_labels(views).items()],
        charts=_charts(areas, timeline, language),
        agreements=views.agreements(),
        timeline=timeline,
        pledges=views.pledges(),
        conflicts=views.conflicts(),
        documents=assessment.documents,
        analyses=[{"name": n, "question": get_analysis(n).question} for n in used],
        footnotes=views.footnotes,
    )


def _charts(
    areas: list[dict[str, Any]], timeline: list[dict[str, Any]], language: Language
) -> dict[str, str]:
    charts = {}
    for area in areas:
        rows = [supply_bar(row) for row in area["inputs"] if not row.empty][:CHART_ROWS]
        if rows:
            charts[area["code"]] = to_svg(supply_spec(rows, language), area["name"])
    if timeline:
        charts["timeline"] = to_svg(timeline_spec(timeline, language), language.gettext("Timeline"))
    return charts


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
