"""`techpact brief`: the fact base and any documents given, as a cited brief."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from techpact.commands import console
from techpact.commands.options import (
    DEFAULT_ALLIANCE,
    AllianceOption,
    ConcernOption,
    FactsOption,
    LangOption,
    PartnersOption,
    WorkspaceOption,
    fact_base,
    open_workspace,
    read_alliance,
)


def brief(
    documents: Annotated[
        list[str] | None,
        typer.Argument(help="Agreement texts, papers or news: paths or web addresses."),
    ] = None,
    alliance: AllianceOption = DEFAULT_ALLIANCE,
    partners: PartnersOption = "",
    concern: ConcernOption = "",
    lang: LangOption = "en",
    out: Annotated[Path, typer.Option(help="Directory to write to.")] = Path("out"),
    as_of: Annotated[
        str, typer.Option(help="Day of the assessment, YYYY-MM-DD [default: last reading].")
    ] = "",
    facts: FactsOption = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Write a cited brief on an alliance: brief.html, brief.json and every table."""
    from techpact.assessment import assess
    from techpact.assessment.documents import read_documents
    from techpact.assessment.loaded import loaded_findings
    from techpact.brief import write_brief
    from techpact.render.language import Language

    base = fact_base(facts)
    chosen = read_alliance(base, alliance, partners, concern)
    language = Language(lang)
    with console.progress_bar("reading documents") as progress:
        views, conflicts = read_documents(documents or [], base, progress=progress)
    with console.progress_bar("measuring the tables of the workspace") as progress:
        loaded, left_out = loaded_findings(
            open_workspace(workspace), base, chosen, progress=progress
        )
    for reason in left_out:
        console.print_plain(f"left out: {reason}")
    result = assess(
        base, chosen, as_of=as_of, documents=views, conflicts=conflicts, extra_findings=loaded
    )
    with console.progress_bar("writing") as progress:
        files = write_brief(base, result, language, out, progress=progress)
    gaps = sum(len(a.gaps) for a in result.areas)
    commitments = sum(len(a.commitments) for a in result.areas)
    console.print_plain(
        f"{out / 'brief.html'}: {commitments} commitments, {len(result.findings)} findings, "
        f"{gaps} gaps; {len(files)} files"
    )
