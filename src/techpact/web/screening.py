"""The screening desk: lists opened once, names answered, files screened beside, all recorded."""

from __future__ import annotations

import hashlib
import re
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from techpact import engine
from techpact.analysis import Progress
from techpact.errors import InputError, LimitError, NotFoundError, UnavailableError
from techpact.web.jobs import Job, Jobs
from techpact.web.settings import Settings

if TYPE_CHECKING:
    from techpact.parties.matcher import Matcher
    from techpact.parties.screening import Finding

MAX_NAME = 400
KINDS = (".csv", ".bib", ".json", ".jsonl")
_ID = re.compile(r"[0-9a-f]{24}")


class Desk:
    """Where names are screened.

    Parameters
    ----------
    settings
        Names the lists: files or directories, or `lists` in the workspace.
    jobs
        Runs the screening of files.
    """

    def __init__(self, settings: Settings, jobs: Jobs) -> None:
        self._settings = settings
        self._jobs = jobs
        self._lock = threading.Lock()
        self.editions: dict[str, str] = {}
        self.folder = settings.workspace / "screenings"
        self.log = settings.workspace / "screenings.jsonl"

    def places(self) -> list[Path]:
        """Return the files and directories that hold the lists; none when there are none."""
        kept = self._settings.workspace / "lists"
        return list(self._settings.lists) or ([kept] if kept.is_dir() else [])

    def files(self) -> list[Path]:
        """Return the list files.

        Raises
        ------
        UnavailableError
            When the server was started without lists.
        """
        from techpact.parties import lists

        if not self.places():
            raise UnavailableError(
                "no list of restricted parties is loaded",
                mend="start with `techpact serve --list DIRECTORY`, or put list files into "
                f"{self._settings.workspace}/lists",
            )
        return lists.list_files([str(p) for p in self.places()])

    def opening(self) -> Job:
        """Return the job that opens the lists; it runs once."""

        def work(progress: Progress) -> Matcher:
            from techpact.parties import store
            from techpact.parties.matcher import Matcher

            progress(0, 1)
            files = self.files()
            self.editions = {f.name: engine.sha256_file(f) for f in files}
            return Matcher(store.open_index(files, partial=True), threads=1)

        self.files()
        return self._jobs.start("lists", "lists", work)

    def screen(
        self, names: Sequence[str], *, top: int, by: str, floor: float | None = None
    ) -> list[list[Finding]]:
        """Screen names and record what was asked.

        Raises
        ------
        InputError
            When a name is empty or too long.
        """
        from techpact.parties.queries import Question
        from techpact.parties.record import Record
        from techpact.parties.screening import FLOOR, screen

        for name in names:
            if not name.strip() or len(name) > MAX_NAME:
                raise InputError(
                    "a name is empty or too long", mend=f"give 1 to {MAX_NAME} characters"
                )
        matcher: Matcher = self.opening().result()
        lowest = FLOOR if floor is None else floor
        with self._lock:  # the matcher's scratch memory serves one caller at a time
            found = list(screen(matcher, list(names), top=top, floor=lowest))
            Record(self.log).append(
                [
                    (Question(str(i), n), f)
                    for i, (n, f) in enumerate(zip(names, found, strict=True), 1)
                ],
                editions=self.editions,
                options={"top": top, "floor": lowest},
                by=by,
            )
        return found

    def match(self, request: dict[str, Any], *, limit: int, threshold: float) -> dict[str, Any]:
        """Answer a request in the shape of yente's /match."""
        from techpact.parties.match_api import match

        matcher: Matcher = self.opening().result()
        with self._lock:
            return match(matcher, request, limit=limit, threshold=threshold)

    def receive(self, name: str, data: bytes, column: str) -> str:
        """Keep a file of names; returns the identifier of its screening.

        Raises
        ------
        InputError
            When it is of another kind, empty, or not UTF-8.
        LimitError
            When it is larger than the bounds.
        """
        suffix = Path(name).suffix.lower()
        if suffix not in KINDS:
            raise InputError(
                f"cannot read names from {suffix or 'this file'!r}",
                where=name[:100],
                mend=f"give one of {', '.join(KINDS)}",
            )
        if not data.strip():
            raise InputError("the file is empty", where=name[:100], mend="give a file with names")
        if len(data) > self._settings.max_upload_bytes:
            raise LimitError("the file is too large", where=name[:100], mend="split it")
        if data.count(b"\n") > self._settings.max_names:
            raise LimitError(
                f"more than {self._settings.max_names:,} lines",
                where=name[:100],
                mend="split it, or use `techpact screen`",
            )
        self.files()
        identifier = hashlib.sha256(data + b"\0" + column.encode() + suffix.encode()).hexdigest()[
            :24
        ]
        with engine.atomic_write(self.folder / f"{identifier}{suffix}") as file:
            file.write(data)
        with engine.atomic_write(self.folder / f"{identifier}.column") as file:
            file.write(column.encode())
        return identifier

    def working(self, identifier: str) -> Job:
        """Return the job of a file's screening; a killed one goes on where it was.

        Raises
        ------
        NotFoundError
            When no such file was received.
        """
        source = self._source(identifier)
        column = (self.folder / f"{identifier}.column").read_text(encoding="utf-8")

        def work(progress: Progress) -> Path:
            from techpact.parties import batch
            from techpact.parties.screening import FLOOR, Thresholds

            out = self.folder / f"{identifier}.result.csv"
            if not out.exists():
                batch.run(
                    str(source),
                    self.files(),
                    name_column=column,
                    id_column=None,
                    country_column=None,
                    identifier_column=None,
                    top=5,
                    form="csv",
                    out=out,
                    thresholds=Thresholds(),
                    floor=FLOOR,
                    as_of=None,
                    partial=True,
                    record=self.log,
                    by="web",
                    threads=1,
                    progress=progress,
                )
            return out

        return self._jobs.start(f"screening {identifier}", identifier, work)

    def _source(self, identifier: str) -> Path:
        if _ID.fullmatch(identifier):
            for suffix in KINDS:
                path = self.folder / f"{identifier}{suffix}"
                if path.exists():
                    return path
        raise NotFoundError("screening", identifier[:40], ())

    def forget(self, identifier: str) -> None:
        """Delete a file of names and its result; the record of the screening stays."""
        self._source(identifier)
        for path in self.folder.glob(f"{identifier}.*"):
            path.unlink(missing_ok=True)
        self._jobs.forget(f"screening {identifier}")
