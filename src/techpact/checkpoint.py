"""Finished pieces of a long run, kept in a directory so that a killed run can go on."""

from __future__ import annotations

import hashlib
from pathlib import Path

from techpact import engine


class FileCheckpoint:
    """A directory of pieces; each is written in one step, so that none is ever half there.

    Parameters
    ----------
    root
        The directory; it is made when the first piece is saved.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    def _path(self, key: str) -> Path:
        return self.root / (hashlib.sha256(key.encode()).hexdigest() + ".piece")

    def load(self, key: str) -> bytes | None:
        """Return the piece stored under `key`, or None."""
        try:
            return self._path(key).read_bytes()
        except FileNotFoundError:
            return None

    def save(self, key: str, data: bytes) -> None:
        """Store a piece atomically."""
        with engine.atomic_write(self._path(key)) as file:
            file.write(data)
