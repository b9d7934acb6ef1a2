"""`techpact screen`: is a name, or each name of a file, on a list?"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from techpact.commands import console
from techpact.commands.options import WorkspaceOption, open_workspace

LISTS = "listed_parties"


class Format(StrEnum):
    """What `techpact screen` writes."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    XLSX = "xlsx"


def screen(
    what: Annotated[str, typer.Argument(help="A name, or a file: CSV, BibTeX, OpenAlex JSON.")],
    lists: Annotated[
        list[str] | None,
        typer.Option(
            "--list",
            help="List file, directory of lists, or list in the workspace; may be repeated "
            "[default: all lists in the workspace].",
        ),
    ] = None,
    name_column: Annotated[str, typer.Option(help="Column of the names in a CSV.")] = "name",
    id_column: Annotated[
        str | None, typer.Option(help="Column of the identifiers; row numbers when not given.")
    ] = None,
    country_column: Annotated[
        str | None, typer.Option(help="Column of countries, as further evidence.")
    ] = None,
    identifier_column: Annotated[
        str | None, typer.Option(help="Column of registration numbers or LEIs, as evidence.")
    ] = None,
    top: Annotated[int, typer.Option(help="At most so many parties a name.", min=1, max=50)] = 5,
    form: Annotated[
        Format | None, typer.Option("--format", help="A table on the screen when not given.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(help="File to write; a stopped CSV run goes on where it was."),
    ] = None,
    match_at: Annotated[float, typer.Option(help="Score from which a hit is a match.")] = 0.85,
    review_at: Annotated[float, typer.Option(help="Score from which a person reviews.")] = 0.25,
    floor: Annotated[float, typer.Option(help="Lowest score that is shown.")] = 0.05,
    as_of: Annotated[
        str | None, typer.Option(help="Leave out parties listed after this date (YYYY-MM-DD).")
    ] = None,
    partial: Annotated[
        bool, typer.Option("--partial", help="Take list files that look cut.")
    ] = False,
    record: Annotated[
        Path | None, typer.Option(help="Append to this hash-chained record what was asked.")
    ] = None,
    by: Annotated[str, typer.Option(help="Who screens, for the record.")] = "",
    threads: Annotated[int, typer.Option(help="Threads.", min=1, max=64)] = 2,
    workspace: WorkspaceOption = None,
) -> None:
    """Screen a name, or the names of a file, against restricted-party lists."""
    from techpact.assessment.editions import list_editions
    from techpact.parties import batch
    from techpact.parties.screening import Thresholds

    editions = list_editions(lists or [], open_workspace(workspace))
    titles = {e.path: e.title for e in editions}
    with console.progress_bar("screening") as progress:
        data = batch.run(
            what,
            list(titles),
            name_column=name_column,
            id_column=id_column,
            country_column=country_column,
            identifier_column=identifier_column,
            top=top,
            form=str(form) if form else "table",
            out=out,
            thresholds=Thresholds(match_at, review_at),
            floor=floor,
            as_of=as_of,
            partial=partial,
            record=record,
            by=by,
            threads=threads,
            progress=progress,
            titles=titles,
        )
    if isinstance(data, bytes):
        console.write_result(data, out)
    elif data is not None:
        console.print_table("", data[0], data[1:])
