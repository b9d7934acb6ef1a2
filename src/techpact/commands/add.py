"""`techpact add`: files into the workspace."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from techpact.commands import console
from techpact.commands.options import WorkspaceOption, open_workspace


def add(
    files: Annotated[list[Path], typer.Argument(help="Tables (CSV, Parquet, …) or documents.")],
    name: Annotated[str, typer.Option(help="Name in the workspace [default: the file's].")] = "",
    source: Annotated[
        str, typer.Option(help="Published dataset that the file is (`techpact list sources`).")
    ] = "",
    table: Annotated[str, typer.Option(help="Declared table that the file must match.")] = "",
    workspace: WorkspaceOption = None,
) -> None:
    """Add tables or documents to the workspace; all are checked before anything is stored."""
    from dataclasses import asdict

    from techpact import engine
    from techpact.errors import InputError
    from techpact.registry import declared_tables, get_source
    from techpact.workspace import table_name

    if name and len(files) > 1:
        raise InputError("--name goes with one file", mend="leave it out, or add one at a time")
    space = open_workspace(workspace)
    for path in files:
        engine.check_file(path)
    if source:
        origin = get_source(source)
        declared = {t.name: t for t in origin.tables}
        for path in files:
            for key, frame in origin.read(path).items():
                # many lists hold the same table; each is kept under its own name
                many = key == "listed_parties"
                entry = space.add_table(
                    (name or f"{key}_{source}") if many else key,
                    frame,
                    table=declared[key],
                    origin=path.name,
                    source=asdict(origin.card),
                )
                console.print_plain(f"{entry.name}: {entry.rows:,} rows from {path.name}")
        return
    frames = {p: engine.read_frame(p) for p in files if p.suffix.lower() in engine.FRAME_SUFFIXES}
    declaration = declared_tables()[table] if table else None
    for path in files:
        if path in frames:
            key = name or table or table_name(path.stem)
            entry = space.add_table(key, frames[path], table=declaration, origin=path.name)
            console.print_plain(f"{entry.name}: {entry.rows:,} rows, sha256 {entry.sha256[:12]}…")
        else:
            key = name or table_name(path.stem)
            data = path.read_bytes()
            entry = space.add_document(key, data, suffix=path.suffix, origin=path.name)
            console.print_plain(f"{entry.name}: document, sha256 {entry.sha256[:12]}…")
