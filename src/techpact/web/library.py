"""Documents of the workspace: added, read to records, deleted on request."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import TYPE_CHECKING

from techpact.analysis import Progress
from techpact.errors import InputError, LimitError, NotFoundError
from techpact.web.jobs import Job
from techpact.workspace import Entry, table_name

if TYPE_CHECKING:
    from techpact.agreements.records import Document
    from techpact.web.site import Site

MAX_BYTES = 32 * 2**20
SUFFIXES = (".txt", ".html", ".htm", ".pdf", ".docx", ".md")


def add(site: Site, file_name: str, data: bytes) -> Entry:
    """Store a document under a name made from its file's.

    Raises
    ------
    InputError
        When it is of another kind, empty, or holds no text.
    LimitError
        When it is larger than the bound.
    """
    shown = file_name.replace("\\", "/").rpartition("/")[2][:120] or "document.txt"
    stem, dot, ending = shown.rpartition(".")
    suffix = f".{ending.lower()}" if dot else ".txt"
    if suffix not in SUFFIXES:
        raise InputError(
            f"cannot read a document from {suffix!r}",
            where=shown,
            mend=f"give one of {', '.join(SUFFIXES)}",
        )
    if not data.strip():
        raise InputError("the file is empty", where=shown, mend="give a file with text in it")
    if len(data) > MAX_BYTES:
        raise LimitError(
            f"{len(data):,} bytes; the limit is {MAX_BYTES:,}",
            where=shown,
            mend="read it with `techpact read`, or split it",
        )
    from techpact.agreements.load import load_bytes

    load_bytes(data, path=shown)  # a document that cannot be read is refused before it is stored
    name = table_name(stem or shown)[:60]
    digest = hashlib.sha256(data).hexdigest()
    taken = {e.name: e.sha256 for e in site.workspace.entries()}
    if taken.get(name, digest) != digest:
        name = f"{name}_{digest[:8]}"
    return site.workspace.add_document(name, data, suffix=suffix, origin=shown)


def entry_of(site: Site, name: str) -> Entry:
    """Return the entry of a document.

    Raises
    ------
    NotFoundError
        When the workspace holds no document of that name.
    """
    entries = {e.name: e for e in site.workspace.entries("document")}
    if name not in entries:
        raise NotFoundError("document", name, entries)
    return entries[name]


def reading(site: Site, name: str) -> Job:
    """Return the job that reads a document; it is read once."""
    entry = entry_of(site, name)
    return site.jobs.start(_key(entry), name, _reader(site, entry))


def read_here(site: Site, name: str) -> Document:
    """Read a document in this thread, or take what was read before."""
    entry = entry_of(site, name)
    document: Document = site.jobs.here(_key(entry), name, _reader(site, entry))
    return document


def _key(entry: Entry) -> str:
    return f"document {entry.sha256} {entry.name}"


def _reader(site: Site, entry: Entry) -> Callable[[Progress], Document]:
    def work(progress: Progress) -> Document:
        from techpact.agreements.analyse import read_loaded
        from techpact.agreements.load import load_bytes

        progress(0, 2)
        data = (site.workspace.root / entry.file).read_bytes()
        loaded = load_bytes(data, path=entry.origin or entry.name)
        progress(1, 2)
        document = read_loaded(loaded, site.facts.areas)
        progress(2, 2)
        return document

    return work


def remove(site: Site, name: str) -> None:
    """Delete a document and everything that was made from it."""
    entry_of(site, name)
    site.workspace.remove(name)
    site.forget_documents()
