"""`techpact add`: files into the workspace."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from techpact.commands import console
from techpact.commands.options import WorkspaceOption, open_workspace

DOWNLOAD_SECONDS = 6 * 3600


def add(
    places: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE…",
            help="Tables (CSV, Parquet, …) or documents: paths, web addresses, or the name of a "
            "published dataset that is to be downloaded.",
        ),
    ],
    name: Annotated[str, typer.Option(help="Name in the workspace [default: the file's].")] = "",
    source: Annotated[
        str, typer.Option(help="Published dataset that the file is (`techpact list sources`).")
    ] = "",
    table: Annotated[str, typer.Option(help="Declared table that the file must match.")] = "",
    option: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=VALUE", help="Option of the dataset (`techpact describe`)."),
    ] = None,
    sha256: Annotated[str, typer.Option(help="SHA-256 that a download must have.")] = "",
    workspace: WorkspaceOption = None,
) -> None:
    """Add tables or documents to the workspace; all are checked before anything is stored.

    A web address is downloaded into the workspace first; a download that broke off goes on where it
    ended.
    """
    from dataclasses import asdict

    from techpact import engine
    from techpact.commands.dataset import address, named_values, reader_options
    from techpact.errors import InputError, NotFoundError
    from techpact.registry import SOURCES, declared_tables, get_source, matrix_tables
    from techpact.workspace import table_name

    given = named_values(option or ())
    if len(places) == 1 and places[0] in SOURCES and not Path(places[0]).exists():
        source = source or places[0]
        reader_options(get_source(source), given)
        places = [address(get_source(source), given)]
    elif given and not source:
        raise InputError("--option goes with a published dataset", mend="add --source NAME")
    single = {"--name": name, "--table": table, "--source": source, "--sha256": sha256}
    for flag, value in single.items():
        if value and len(places) > 1:  # each file would replace the one before
            raise InputError(
                f"{flag} goes with one file", mend="add one at a time; tables add no rows"
            )
    if source and table:
        raise InputError("--source says itself which table it is", mend="leave --table out")
    declarations = declared_tables() if table else {}
    if table and table not in declarations:
        raise NotFoundError("table", table, declarations, where="--table")
    space = open_workspace(workspace)
    files = [_local(place, space.root / "downloads", sha256) for place in places]
    if source:
        (path,) = files
        origin = get_source(source)
        options = reader_options(origin, given)
        if not path.is_dir():  # some datasets are a folder of files
            engine.check_file(path)
        declared = {t.name: t for t in origin.tables}
        for key, frame in origin.read(path, **options).items():
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
    for path in files:
        engine.check_file(path)
    keys = [name or table or table_name(p.stem) for p in files]
    twice = sorted({k for k in keys if keys.count(k) > 1})
    if twice:
        raise InputError(
            f"several files would be named {', '.join(twice)}", mend="add one at a time with --name"
        )
    header = not table or table not in matrix_tables()
    frames = {
        p: engine.read_frame(p, header=header)
        for p in files
        if p.suffix.lower() in engine.FRAME_SUFFIXES
    }
    declaration = declarations[table] if table else None
    for key, path in zip(keys, files, strict=True):
        if path in frames:
            entry = space.add_table(key, frames[path], table=declaration, origin=path.name)
            console.print_plain(f"{entry.name}: {entry.rows:,} rows, sha256 {entry.sha256[:12]}…")
        else:
            data = path.read_bytes()
            entry = space.add_document(key, data, suffix=path.suffix, origin=path.name)
            console.print_plain(f"{entry.name}: document, sha256 {entry.sha256[:12]}…")


def _local(place: str, folder: Path, sha256: str) -> Path:
    """Return a path as it is; download a web address first."""
    if not place.startswith(("http://", "https://")):
        return Path(place)
    from urllib.parse import urlsplit

    from techpact.engine import MAX_FILE_BYTES
    from techpact.fetch import fetch

    name = Path(urlsplit(place).path).name or "download"
    folder.mkdir(parents=True, exist_ok=True)
    with console.progress_bar(name) as progress:
        fetch(
            place,
            max_bytes=MAX_FILE_BYTES,
            timeout=DOWNLOAD_SECONDS,
            to=folder / name,
            sha256=sha256 or None,
            resume=True,
            progress=lambda done, total: progress(done, total or done),
        )
    return folder / name
