"""`techpact compare`: two texts side by side."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from techpact.commands import console
from techpact.commands.options import LangOption


class Format(StrEnum):
    """What `techpact compare` writes."""

    JSON = "json"
    CSV = "csv"
    HTML = "html"


def compare(
    ours: Annotated[str, typer.Argument(help="A text: a path or an http(s) address.")],
    theirs: Annotated[str, typer.Argument(help="The text to compare it with.")],
    form: Annotated[Format, typer.Option("--format", help="What to write.")] = Format.JSON,
    out: Annotated[
        Path | None, typer.Option(help="File to write to; standard output when not given.")
    ] = None,
    lang: LangOption = "en",
    encoder: Annotated[
        bool,
        typer.Option(help="Align across languages with the optional sentence encoder."),
    ] = False,
) -> None:
    """Align two texts, and compare them area by area and on their lifecycle."""
    from techpact.agreements.analyse import read_documents
    from techpact.agreements.comparison import compare as compare_documents
    from techpact.agreements.comparison_exports import comparison_csv
    from techpact.facts import FactBase
    from techpact.render.comparison import comparison_html
    from techpact.render.language import Language

    language, areas = Language(lang), FactBase().areas
    with console.progress_bar("reading") as progress:
        one, other = read_documents([ours, theirs], areas, progress=progress)
    found = compare_documents(one, other, encoder=encoder)
    if form is Format.JSON:
        written = (json.dumps(found.to_json(), ensure_ascii=False, indent=1) + "\n").encode()
    elif form is Format.CSV:
        written = comparison_csv(found, one, other)
    else:
        written = comparison_html(found, one, other, areas, language).encode()
    console.write_result(written, out)
