"""Indexes kept on disk under the hash of what they were built from, and memory-mapped."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from techpact import engine
from techpact.parties.index import FORMAT, NameIndex, build
from techpact.parties.lists import listed_by, read_parties
from techpact.parties.update import update

COMPLETE = "complete"
"""File that stands in a folder once all of an index is there; says what the index holds."""
ENTRIES_SHARED, WORDS_IN_USE = 0.5, 0.67
"""Shares from which an index kept for another edition is worth starting from."""


def cache_folder() -> Path:
    """Return where indexes are kept: `TECHPACT_CACHE`, or the user's cache directory."""
    given = os.environ.get("TECHPACT_CACHE")
    if given:
        return Path(given)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "techpact"


@lru_cache(maxsize=1)
def code_version() -> str:
    """Hash of the word lists and of the code that reads names, so that a change builds anew."""
    digest = hashlib.sha256(str(FORMAT).encode())
    here = Path(__file__).parent
    parts = (
        "names.py",
        "units.py",
        "spans.py",
        "segment.py",
        "text.py",
        "transliterate.py",
        "sound.py",
        "index.py",
        "listing.py",
    )
    for path in [*(here / p for p in parts), *sorted((here / "lexicon").glob("*.*"))]:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def edition(files: Sequence[Path], as_of: str | None = None) -> str:
    """Return the hash that names the editions of the lists together."""
    digest = hashlib.sha256(f"{code_version()} {as_of or ''}".encode())
    for path in files:
        digest.update(engine.sha256_file(path).encode())
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
        Write a newly built index into the cache.
    """
    folder = cache_folder() / "parties" / edition(files, as_of)
    if partial and not (folder / COMPLETE).exists():
        # what was taken short on demand must not answer for a list that has to be whole
        folder = folder.with_name(folder.name + "-partial")
    if (folder / COMPLETE).exists():
        return NameIndex.load(folder)
    parties = listed_by(read_parties(files, partial=partial), as_of)
    earlier = _earlier(folder.parent, Counter(p.list for p in parties))
    index = build(parties) if earlier is None else update(earlier, parties)
    if keep:
        _keep(index, folder, Counter(p.list for p in parties))
        if (folder / COMPLETE).exists():
            return NameIndex.load(folder)
    return index


def _earlier(kept: Path, lists: Counter[str]) -> NameIndex | None:
    """Return the kept index of another edition of the same lists, to start from; None if none.

    Answers do not depend on it. It saves time while most of its names are those of the new
    edition and few of its words are left over from editions before it.
    """
    nearest, most = None, 0.0
    for note in kept.glob("*/" + COMPLETE):
        try:
            version, held, used = json.loads(note.read_text(encoding="utf-8"))
            there = Counter({str(k): int(v) for k, v in held.items()})
        except (OSError, ValueError, AttributeError):
            continue
        if version != code_version() or used < WORDS_IN_USE:
            continue
        shared = (lists & there).total() / max((lists | there).total(), 1)
        if shared > max(most, ENTRIES_SHARED):
            nearest, most = note.parent, shared
    try:
        return None if nearest is None else NameIndex.load(nearest)
    except (OSError, ValueError):
        return None  # removed or broken meanwhile: build from nothing


def _keep(index: NameIndex, folder: Path, lists: Counter[str]) -> None:
    """Write the index beside and move it into place, so that readers never see half of it."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(dir=folder.parent))
        index.save(beside)
        used = index.v_order.size / max(index.v_hashes.size, 1)
        note = json.dumps([code_version(), lists, used])
        (beside / COMPLETE).write_text(note, encoding="utf-8")
        try:
            beside.rename(folder)
        except OSError:  # another process was first
            shutil.rmtree(beside, ignore_errors=True)
    except OSError:
        return  # no cache is no error: the index is in memory
