"""A workspace: a directory of Parquet tables and documents under one manifest.

Content is stored under its SHA-256, so a write never touches what is there; the manifest is
replaced in one step under a lock. A process killed at any moment leaves the old state or the new
one, and two processes that write at once wait for each other.
"""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import io
import json
import os
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import polars as pl
from filelock import FileLock, Timeout

from techpact import __version__, engine
from techpact.analysis import Analysis, Progress, Result
from techpact.errors import InputError, NotFoundError, UnavailableError
from techpact.lineage import digest
from techpact.tables import Table, validate

FORMAT = 1
LOCK_SECONDS = 60


@dataclass(frozen=True)
class Entry:
    """One table or document of the manifest.

    `source` is the card of the source as a mapping, or the path it was read from.
    """

    name: str
    kind: str
    file: str
    sha256: str
    rows: int | None
    columns: tuple[str, ...]
    declared_as: str | None
    origin: str
    source: Mapping[str, Any]
    retrieved: str


class Workspace:
    """A directory with a manifest, opened or created.

    Parameters
    ----------
    root
        The directory. It is created at the first write.

    Raises
    ------
    InputError
        When the manifest is of a newer format or not readable as one.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        if root.exists() and not root.is_dir():
            raise InputError(
                "the workspace is not a directory", where=str(root), mend="name a directory"
            )
        self._entries()  # a broken manifest is reported now, not in the middle of the work

    @property
    def manifest(self) -> Path:
        """Path of the manifest."""
        return self.root / "manifest.json"

    def _entries(self) -> dict[str, Entry]:
        try:
            text = self.manifest.read_text(encoding="utf-8")
        except FileNotFoundError:
            return {}
        except OSError as err:
            raise UnavailableError(
                f"the manifest cannot be read: {err.strerror or err}",
                where=str(self.manifest),
                mend="choose another directory with --workspace",
            ) from err
        try:
            record = json.loads(text)
            if record["format"] != FORMAT:
                raise InputError(
                    f"workspace format {record['format']} is not {FORMAT}",
                    where=str(self.manifest),
                    mend="open it with the version of techpact that wrote it",
                )
            return {
                name: Entry(**{**entry, "columns": tuple(entry["columns"])})
                for name, entry in record["entries"].items()
            }
        except (ValueError, KeyError, TypeError) as err:
            raise InputError(
                "the manifest cannot be read",
                where=str(self.manifest),
                mend="restore it from a copy, or start a new workspace with --workspace DIR",
            ) from err

    def entries(self, kind: str | None = None) -> list[Entry]:
        """Return the entries, sorted by name; `kind` is "table" or "document"."""
        found = sorted(self._entries().values(), key=lambda e: e.name)
        return [e for e in found if kind in {None, e.kind}]

    def declared(self, table: str) -> list[Entry]:
        """Return the tables that were checked against a declaration, sorted by name."""
        return [e for e in self.entries("table") if e.declared_as == table]

    def entry(self, name: str) -> Entry:
        """Return one entry.

        Raises
        ------
        NotFoundError
            Names the nearest and the available ones.
        """
        entries = self._entries()
        if name not in entries:
            raise NotFoundError("workspace entry", name, entries, where=str(self.root))
        return entries[name]

    def path(self, name: str) -> Path:
        """Path of the stored content of an entry."""
        return self.root / self.entry(name).file

    def table(self, name: str) -> pl.DataFrame:
        """Read a table.

        Raises
        ------
        UnavailableError
            When its file is gone or was changed from outside.
        """
        return pl.read_parquet(self._there(name))

    def matching(self, name: str, column: str, values: Collection[str]) -> pl.DataFrame:
        """Read the rows of a table whose column holds one of the values, and no others.

        Raises
        ------
        UnavailableError
            When its file is gone.
        """
        rows = pl.scan_parquet(self._there(name)).filter(pl.col(column).is_in(list(values)))
        return rows.collect()

    def _there(self, name: str) -> Path:
        path = self.path(name)
        if not path.exists():
            raise UnavailableError(
                f"the file of table {name!r} is missing", where=str(path), mend="add it again"
            )
        return path

    def add_table(
        self,
        name: str,
        frame: Any,
        *,
        table: Table | None = None,
        origin: str = "",
        source: Mapping[str, Any] | None = None,
    ) -> Entry:
        """Store a table under a name; an older one of that name is replaced in the manifest.

        Parameters
        ----------
        name
            Name of the entry: lower-case letters, digits and `_`.
        frame
            Any supported frame.
        table
            Declaration to validate against.
        origin
            File or address it came from.
        source
            Card of the source.

        Raises
        ------
        DataError
            When the frame breaks the declaration; nothing is stored then.
        UnavailableError
            When the directory cannot be written or stays locked.
        """
        if not name.replace("_", "").isalnum() or name != name.lower():
            raise InputError(
                f"{name!r} cannot name a table", mend="use lower-case letters, digits and _"
            )
        whole = engine.collect(engine.wrap(frame, lazy=False))
        if table is not None:
            whole = validate(whole, table, where=origin)
        data = whole.to_polars()
        buffer = io.BytesIO()
        data.write_parquet(buffer, compression="zstd")
        return self._store(
            name,
            "table",
            buffer.getvalue(),
            ".parquet",
            rows=data.height,
            columns=tuple(data.columns),
            declared_as=table.name if table else None,
            origin=origin,
            source=source or {},
        )

    def add_document(self, name: str, data: bytes, *, suffix: str, origin: str) -> Entry:
        """Store a document's bytes under a name."""
        return self._store(
            name,
            "document",
            data,
            suffix,
            rows=None,
            columns=(),
            declared_as=None,
            origin=origin,
            source={},
        )

    def _store(self, name: str, kind: str, data: bytes, suffix: str, **fields: Any) -> Entry:
        sha256 = hashlib.sha256(data).hexdigest()
        file = f"content/{sha256}{suffix}"
        entry = Entry(
            name=name,
            kind=kind,
            file=file,
            sha256=sha256,
            retrieved=datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
            **fields,
        )
        with self._locked():
            if not (self.root / file).exists():
                with engine.atomic_write(self.root / file) as out:
                    out.write(data)
            entries = self._entries()
            entries[name] = entry
            self._write_manifest(entries)
        return entry

    def remove(self, name: str) -> None:
        """Remove an entry; its content goes too when no other entry shares it."""
        with self._locked():
            entries = self._entries()
            if name not in entries:
                raise NotFoundError("workspace entry", name, entries, where=str(self.root))
            gone = entries.pop(name)
            self._write_manifest(entries)
            if all(e.file != gone.file for e in entries.values()):
                (self.root / gone.file).unlink(missing_ok=True)

    def _write_manifest(self, entries: Mapping[str, Entry]) -> None:
        record = {
            "format": FORMAT,
            "written_by": __version__,
            "entries": {name: asdict(entries[name]) for name in sorted(entries)},
        }
        with engine.atomic_write(self.manifest) as file:
            file.write(json.dumps(record, ensure_ascii=False, indent=1).encode())

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            # The lock is the kernel's, on the open file: a killed process cannot leave it behind.
            lock = FileLock(self.root / ".lock", timeout=LOCK_SECONDS)
            with lock:
                yield
        except Timeout as err:
            raise UnavailableError(
                f"another process has held the workspace for {LOCK_SECONDS} s",
                where=str(self.root),
                mend="wait for it to end, then run again",
            ) from err
        except OSError as err:
            raise UnavailableError(
                f"the workspace cannot be written: {err.strerror or err}",
                where=str(self.root),
                mend="choose another directory with --workspace",
            ) from err

    def problems(self) -> list[str]:
        """Check every file against the manifest; returns what is wrong."""
        found = []
        for entry in self.entries():
            path = self.root / entry.file
            if not path.exists():
                found.append(f"{entry.name}: {entry.file} is missing")
            elif engine.sha256_file(path) != entry.sha256:
                found.append(f"{entry.name}: {entry.file} was changed from outside")
        return found

    def sweep(self) -> int:
        """Delete content that no entry names (left by killed processes); returns how many files."""
        with self._locked():
            named = {e.file for e in self.entries()}
            orphans = [
                p
                for p in (*self.root.glob("content/*"), *self.root.glob(".manifest.json.*"))
                if str(p.relative_to(self.root)) not in named
            ]
            for path in orphans:
                path.unlink(missing_ok=True)
        return len(orphans)

    def run(
        self,
        analysis: Analysis,
        tables: Mapping[str, Any],
        options: Mapping[str, Any],
        *,
        progress: Progress | None = None,
    ) -> Result:
        """Run an analysis, or take its result from the cache.

        The key is the content of the inputs, the options, the analysis and the program version, so
        a cached result is never stale. A workspace that cannot be written still runs.
        """
        frames = {
            name: engine.collect(engine.wrap(frame, lazy=False)).to_polars()
            for name, frame in tables.items()
        }
        values = analysis.parse_options(options)
        key = digest(
            {
                "analysis": analysis.name,
                "version": [__version__, analysis.version],
                "options": {name: str(value) for name, value in values.items()},
                "tables": {name: frame_sha256(frame) for name, frame in frames.items()},
            }
        )
        folder = self.root / "results" / key
        if (folder / "result.json").exists():
            with contextlib.suppress(OSError, ValueError, pl.exceptions.PolarsError):
                return self._cached(folder)
        result = analysis.run(frames, values, progress=progress)
        with contextlib.suppress(UnavailableError, OSError):
            self._cache(folder, result)
        return result

    def _cached(self, folder: Path) -> Result:
        record = json.loads((folder / "result.json").read_text(encoding="utf-8"))
        extras = {name: pl.read_parquet(folder / f"{name}.parquet") for name in record["extras"]}
        return Result(pl.read_parquet(folder / "table.parquet"), extras, tuple(record["notes"]))

    def _cache(self, folder: Path, result: Result) -> None:
        for name, frame in {"table": result.table, **result.extras}.items():
            with engine.atomic_write(folder / f"{name}.parquet") as file:
                frame.write_parquet(file)
        record = {"extras": sorted(result.extras), "notes": list(result.notes)}
        with engine.atomic_write(folder / "result.json") as file:  # last: it says "complete"
            file.write(json.dumps(record).encode())


def frame_sha256(frame: pl.DataFrame) -> str:
    """SHA-256 of a frame's content: column names, types and values, not its memory layout."""
    hasher = hashlib.sha256(json.dumps([(n, str(t)) for n, t in frame.schema.items()]).encode())
    buffer = io.BytesIO()
    frame.rechunk().write_ipc(buffer, compression="uncompressed")
    hasher.update(buffer.getbuffer())
    return hasher.hexdigest()


def table_name(stem: str) -> str:
    """Return a file's name as the name of a workspace entry."""
    name = re.sub(r"[^a-z0-9]+", "_", stem.lower()).strip("_")
    return name or "table_" + hashlib.sha256(stem.encode()).hexdigest()[:8]


def default_root() -> Path:
    """`$TECHPACT_WORKSPACE`, or `.techpact` in the current directory."""
    return Path(os.environ.get("TECHPACT_WORKSPACE") or ".techpact")
