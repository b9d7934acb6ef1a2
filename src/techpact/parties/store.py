"""Editions of lists and indexes of them, kept on disk under the hash of what they came from.

An edition is kept under the hash of its list file, an index under those of all its lists. So a
new edition of one list among twenty costs the reading of its new names: other lists are not read
again, and names that the list had before are taken over from its edition before.
"""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import json
import os
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from techpact import engine, sources
from techpact.errors import InputError
from techpact.parties.blob import Array
from techpact.parties.edition import Edition, read_edition
from techpact.parties.index import NameIndex, compose
from techpact.parties.lists import files_read, not_empty, parties_of, read_list
from techpact.parties.mapped import load, save
from techpact.parties.update import update

ARRAYS = "arrays"
COMPLETE = "complete"
"""File that stands in a folder once all of it is there; its date says when it was last used."""
ENTRIES_SHARED = 0.5
"""Share of entries of the same lists from which a kept edition is worth starting from."""
FORGOTTEN_AFTER = 90 * 86400.0
"""Seconds after which what nobody used is removed."""


def cache_folder() -> Path:
    """Return where indexes are kept: `TECHPACT_CACHE`, or the user's cache directory."""
    given = os.environ.get("TECHPACT_CACHE")
    if given:
        return Path(given)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "techpact"


@lru_cache(maxsize=1)
def code_version() -> str:
    """Hash of the word lists and of the code that reads lists and names.

    A change of one of them reads everything anew.
    """
    digest = hashlib.sha256()
    here = Path(__file__).parent
    readers = Path(sources.__file__).parent
    for path in sorted(
        [*here.glob("*.py"), *(here / "lexicon").glob("*.*"), *readers.glob("*.py")]
    ):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def edition(file: Path) -> str:
    """Return the hash that names the edition of a list, with the files read beside it."""
    digest = hashlib.sha256(code_version().encode())
    for path in files_read(file):
        digest.update(f" {path.suffix} {engine.sha256_file(path)}".encode())
    return digest.hexdigest()[:32]


def open_index(
    files: Sequence[Path], *, partial: bool = False, as_of: str | None = None, keep: bool = True
) -> NameIndex:
    """Return the index of list files, from the cache when their content is known.

    Parameters
    ----------
    files
        List files.
    partial
        Take files with fewer rows than their source publishes.
    as_of
        Leave out parties that were listed later; parties without a date stay.
    keep
        Write what was newly read into the cache.

    Raises
    ------
    InputError
        When there is no party on the lists, or `as_of` is no date.
    DataError
        For a list that its strict reader refuses.
    """
    day = _day(as_of)
    names = [edition(f) for f in files]
    together = hashlib.sha256(" ".join([*names, as_of or ""]).encode()).hexdigest()[:32]
    folder = _place(cache_folder() / "parties" / "indexes" / together, partial)
    kept = _kept(folder)
    if kept is not None:
        return NameIndex(kept)
    editions = [
        open_edition(f, n, partial=partial, keep=keep) for f, n in zip(files, names, strict=True)
    ]
    not_empty(sum(e.entities for e in editions))
    index = compose(editions, day)
    if keep:
        # maps of files instead of what was just made: processes share them
        index = NameIndex(_keep(index.arrays, folder, {}) or index.arrays)
    return index


def open_edition(file: Path, name: str, *, partial: bool, keep: bool) -> Edition:
    """Return what was read of a list file, from the cache when its content is known.

    Parameters
    ----------
    file
        A list file.
    name
        Its `edition`.
    partial, keep
        As in `open_index`.
    """
    folder = _place(cache_folder() / "parties" / "editions" / name, partial)
    kept = _kept(folder)
    if kept is not None:
        return Edition(kept)
    parties = parties_of(read_list(file, partial=partial))
    lists = Counter(p.list for p in parties)
    before = _before(folder.parent, lists)
    found = read_edition(parties) if before is None else update(before, parties)
    if keep:
        _keep(found.arrays, folder, lists)
    return found


def _day(as_of: str | None) -> datetime.date | None:
    if as_of is None:
        return None
    try:
        return datetime.date.fromisoformat(as_of)
    except ValueError as err:
        raise InputError(f"not a date: {as_of!r}", where="--as-of", mend="YYYY-MM-DD") from err


def _place(folder: Path, partial: bool) -> Path:
    """Return the folder to use: a list taken short on demand must not answer for a whole one."""
    if partial and not (folder / COMPLETE).exists():
        return folder.with_name(folder.name + "-partial")
    return folder


def _kept(folder: Path) -> dict[str, Array] | None:
    """Return the arrays in a folder; None when it is not there, or broken."""
    note = folder / COMPLETE
    try:
        if not note.exists():
            return None
        arrays = load(folder / ARRAYS)
    except (OSError, ValueError):
        return None
    with contextlib.suppress(OSError):
        os.utime(note)
    return arrays


def _before(kept: Path, lists: Counter[str]) -> Edition | None:
    """Return the kept edition of the same lists with most entries alike, to start from.

    Answers do not depend on it; it saves time.
    """
    nearest, most = None, 0.0
    for note in kept.glob("*/" + COMPLETE):
        try:
            found = json.loads(note.read_text(encoding="utf-8"))
            there = Counter({str(k): int(v) for k, v in found["lists"].items()})
            version = found["version"]
        except (OSError, ValueError, AttributeError, TypeError, KeyError):
            continue
        shared = (lists & there).total() / max((lists | there).total(), 1)
        if version == code_version() and shared > max(most, ENTRIES_SHARED):
            nearest, most = note.parent, shared
    arrays = _kept(nearest) if nearest else None  # removed or broken meanwhile: read it all
    return Edition(arrays) if arrays else None


def _keep(
    arrays: dict[str, Array], folder: Path, lists: Counter[str] | dict[str, int]
) -> dict[str, Array] | None:
    """Write arrays beside and move them into place, so that readers never see half of them.

    Returns the arrays as they are mapped from there; None when they could not be written, which
    is no error: they are in memory.
    """
    note = json.dumps({"version": code_version(), "lists": lists})
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        _forget(folder.parent)
        beside = Path(tempfile.mkdtemp(dir=folder.parent))
        save(arrays, beside / ARRAYS)
        (beside / COMPLETE).write_text(note, encoding="utf-8")
        if folder.exists() and _kept(folder) is None:
            shutil.rmtree(folder, ignore_errors=True)
        try:
            beside.rename(folder)
        except OSError:  # another process was first
            shutil.rmtree(beside, ignore_errors=True)
    except OSError:
        return None
    return _kept(folder)


def _forget(folder: Path) -> None:
    """Remove what nobody has used for long, and what a stopped process left half written."""
    now = time.time()
    for inside in folder.iterdir():
        note = inside / COMPLETE
        with contextlib.suppress(OSError):
            used = (note if note.exists() else inside).stat().st_mtime
            if now - used > (FORGOTTEN_AFTER if note.exists() else 86400.0):
                shutil.rmtree(inside, ignore_errors=True)
