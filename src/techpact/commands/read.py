"""`techpact read`: texts to cited records."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

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
        typer.Option(help="Directory to write to; standard output (JSON only) when not given."),
    ] = None,
) -> None:
    """Read agreement texts, papers and news into cited records."""
    from techpact.agreements.analyse import read_documents
    from techpact.agreements.conflicts import find_conflicts
    from techpact.errors import InputError

    if out is None and form is not Format.JSON:
        raise InputError(f"{form} needs a directory", where="--out", mend="add --out DIR")
    with console.progress_bar("reading") as progress:
        documents = read_documents(files, progress=progress)
    plain = {
        "documents": [d.to_json() for d in documents],
        "conflicts": [c.to_json() for c in find_conflicts(documents)],
    }
    if out is None:
        console.write_result(_json(plain), None)
        return
    out.mkdir(parents=True, exist_ok=True)
    (out / "documents.json").write_bytes(_json(plain))
    console.print_plain(f"{out}: {len(documents)} documents")


def _json(plain: dict[str, Any]) -> bytes:
    return (json.dumps(plain, ensure_ascii=False, indent=1) + "\n").encode()
