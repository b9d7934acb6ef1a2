"""Open a text wherever it is: a path or an address; TXT, HTML, PDF or DOCX."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from techpact.agreements.decoding import decode
from techpact.agreements.layout import Hint
from techpact.agreements.records import Place
from techpact.errors import InputError, LimitError

MAX_BYTES = 64_000_000
"""Largest file that is opened."""
MAX_CHARACTERS = 4_000_000
"""Longest text that is read: some two thousand pages."""


@dataclass(frozen=True)
class Loaded:
    """A text with what its format told about it."""

    path: str
    sha256: str
    format: str
    text: str
    places: tuple[Place, ...] = ()
    hints: Sequence[Hint] = field(default=(), repr=False)
    title: str | None = None
    published: str | None = None


def load(source: str | Path) -> Loaded:
    """Load a text.

    Parameters
    ----------
    source
        A path, or an address that begins with http:// or https://.

    Raises
    ------
    InputError
        When there is no such file, or it is not a text in one of the formats.
    LimitError
        When it is larger than the bounds.
    UnavailableError
        When an address cannot be reached.
    """
    name = str(source)
    if name.startswith(("http://", "https://")):
        from techpact.fetch import fetch

        got = fetch(name, max_bytes=MAX_BYTES, timeout=60)
        return load_bytes(got.content, path=name, media_type=got.media_type, charset=got.charset)
    path = Path(name)
    if path.is_dir():
        raise InputError("this is a directory, not a file", where=name, mend="name its files")
    if not path.is_file():
        raise InputError("no such file", where=name, mend="give a file or an http(s) address")
    if path.stat().st_size > MAX_BYTES:
        raise LimitError(f"file larger than {MAX_BYTES:,} bytes", where=name, mend="split the file")
    return load_bytes(path.read_bytes(), path=name)


def load_bytes(
    raw: bytes, *, path: str, media_type: str | None = None, charset: str | None = None
) -> Loaded:
    """Load a text from bytes; the format is known by the bytes, not by the name."""
    digest = hashlib.sha256(raw).hexdigest()
    if not raw.strip():
        raise InputError("the file is empty", where=path, mend="give a file with text in it")
    form = _format(raw, path, media_type)
    if form == "txt":
        text, _ = decode(raw, declared=charset, where=path)
        loaded = Loaded(path, digest, form, _bounded(text, path))
    else:
        loaded = _extract(form, raw, path, digest, charset)
        _bounded(loaded.text, path)
    if not any(c.isalpha() for c in loaded.text[:MAX_CHARACTERS]):
        raise InputError(
            "no text in the file",
            where=path,
            mend="a scanned document needs character recognition first",
        )
    return loaded


def _bounded(text: str, path: str) -> str:
    if len(text) > MAX_CHARACTERS:
        raise LimitError(
            f"text longer than {MAX_CHARACTERS:,} characters ({len(text):,})",
            where=path,
            mend="split the text",
        )
    return text


def _format(raw: bytes, path: str, media_type: str | None) -> str:
    head = raw[:2048].lstrip(b"\xef\xbb\xbf \t\r\n")
    if b"%PDF-" in raw[:1024]:
        return "pdf"
    if raw.startswith(b"PK\x03\x04"):
        return "docx"
    if raw.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise InputError(
            "an old or encrypted Office file",
            where=path,
            mend="save it as DOCX without a password, or as PDF",
        )
    lower = head.lower().replace(b"\x00", b"")
    web = media_type in {"text/html", "application/xhtml+xml"}
    suffix = path.lower().rpartition(".")[2] in {"html", "htm", "xhtml"}
    if lower.startswith((b"<!doctype html", b"<html", b"<?xml")) or (
        (web or suffix) and b"<" in lower
    ):
        return "html"
    return "txt"


def _extract(form: str, raw: bytes, path: str, digest: str, charset: str | None) -> Loaded:
    # Imported here: each of these readers loads a parser that the others do not need.
    if form == "html":
        from techpact.agreements.html import read_html

        return read_html(raw, path=path, sha256=digest, charset=charset)
    if form == "pdf":
        from techpact.agreements.pdf import read_pdf

        return read_pdf(raw, path=path, sha256=digest)
    from techpact.agreements.docx import read_docx

    return read_docx(raw, path=path, sha256=digest)
