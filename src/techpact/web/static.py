"""Static files under names that carry their content: they may be kept for ever."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from techpact.render.pages import TEMPLATES

FOLDER = Path(__file__).parent / "static"
_KINDS = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}


@dataclass(frozen=True)
class StaticFile:
    """Content, packed content, type."""

    data: bytes
    packed: bytes
    media_type: str


@cache
def _files() -> tuple[dict[str, str], dict[str, StaticFile]]:
    addresses, files = {}, {}
    for path in (TEMPLATES / "style.css", *sorted(FOLDER.iterdir())):
        if path.suffix not in _KINDS:
            continue
        data = path.read_bytes()
        name = f"{path.stem}.{hashlib.sha256(data).hexdigest()[:12]}{path.suffix}"
        addresses[path.name] = f"/static/{name}"
        files[name] = StaticFile(data, gzip.compress(data, mtime=0), _KINDS[path.suffix])
    return addresses, files


def address(name: str) -> str:
    """Return the address of a static file."""
    return _files()[0][name]


def find(name: str) -> StaticFile | None:
    """Return the file of a name as it stands in an address; a name never reaches the disk."""
    return _files()[1].get(name)
