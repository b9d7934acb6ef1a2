"""`techpact sql`: read-only DuckDB over the workspace and the fact base."""

from __future__ import annotations

from typing import Annotated

import typer

from techpact.commands import console
from techpact.commands.options import (
    FactsOption,
    OutOption,
    WorkspaceOption,
    fact_base,
    open_workspace,
)


def sql(
    query: Annotated[
        str, typer.Argument(help="A SELECT over the tables (`techpact list tables`).")
    ],
    format: Annotated[  # noqa: A002 - the option is called --format everywhere
        str, typer.Option(help="table, csv, json, parquet or xlsx.")
    ] = "table",
    out: OutOption = None,
    facts: FactsOption = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Ask the workspace and the fact base in SQL; nothing can be written."""
    from techpact import engine
    from techpact.errors import NotFoundError
    from techpact.facts.tables import LOCATIONS
    from techpact.render.exports import FORMATS, export

    if format not in (*FORMATS, "table"):
        raise NotFoundError("format", format, (*FORMATS, "table"))
    base, space = fact_base(facts), open_workspace(workspace)
    frames = {name: base.table(name) for name in LOCATIONS}
    files = {e.name: space.path(e.name).resolve() for e in space.entries("table")}
    result = engine.query(query, frames=frames, files=files)
    if format == "table" and out is None:
        console.print_table("", result.columns, result.head(200).rows())
        if result.height > 200:
            console.print_plain(f"{result.height - 200:,} more rows; write them with --out FILE")
        return
    console.write_result(export(result, "csv" if format == "table" else format, bom=False), out)
