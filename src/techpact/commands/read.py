"""`techpact read`: texts to cited records."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from techpact.commands import console


class Format(StrEnum):
    """What `techpact read` writes."""

    JSON = "json"
    CSV = "csv"
    AKN = "akn"
    ANNOTATIONS = "annotations"


def read(
    files: Annotated[
        list[str],
        typer.Argument(help="Texts (TXT, HTML, PDF, DOCX): paths or http(s) addresses."),
    ],
    form: Annotated[Format, typer.Option("--format", help="What to write.")] = Format.JSON,
    out: Annotated[
        Path | None,
        typer.Option(
            help="Directory to write to; standard output, when it is one file, if not given."
        ),
    ] = None,
) -> None:
    """Read agreement texts, papers and news into cited records."""
    from techpact import engine
    from techpact.agreements.analyse import read_documents
    from techpact.agreements.exports import export_files
    from techpact.errors import InputError

    with console.progress_bar("reading") as progress:
        documents = read_documents(files, progress=progress)
    written = export_files(documents, form.value)
    if out is None:
        if len(written) > 1:
            raise InputError(
                f"{form} writes {len(written)} files", where="--out", mend="add --out DIR"
            )
        console.write_result(next(iter(written.values())), None)
        return
    out.mkdir(parents=True, exist_ok=True)
    for name, data in written.items():
        with engine.atomic_write(out / name) as file:
            file.write(data)
    console.print_plain(f"{out}: {len(documents)} documents, {len(written)} files")
