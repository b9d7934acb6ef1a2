"""The screening desk: lists opened once, names answered, files screened beside, all recorded."""

from __future__ import annotations

import hashlib
import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from techpact import engine
from techpact.analysis import Progress
from techpact.assessment.editions import ListEdition, list_editions
from techpact.errors import InputError, LimitError, NotFoundError, UnavailableError
from techpact.sources.tables import LISTED_PARTIES
from techpact.web.jobs import Job, Jobs
from techpact.web.settings import Settings

if TYPE_CHECKING:
    from techpact.parties.matcher import Matcher
    from techpact.parties.screening import Finding
    from techpact.workspace import Workspace

MAX_NAME = 400
KINDS = (".csv", ".bib", ".json", ".jsonl")
_ID = re.compile(r"[0-9a-f]{24}")


@dataclass(frozen=True)
class Opened:
    """Lists ready to be asked, with the SHA-256 of each by its title."""

    matcher: Matcher
    editions: dict[str, str]


class Desk:
    """Where names are screened.

    Parameters
    ----------
    settings
        Names the lists: files, directories, names in the workspace; without any, all lists of the
        workspace count, and files in its folder `lists`.
    jobs
        Runs the screening of files.
    workspace
        Where lists were added.
    """

    def __init__(self, settings: Settings, jobs: Jobs, workspace: Workspace) -> None:
        self._settings = settings
        self._jobs = jobs
        self._workspace = workspace
        self._lock = threading.Lock()
        self._matchers = threading.Lock()
        self._hashes: dict[tuple[Path, int, int], str] = {}
        self.folder = settings.workspace / "screenings"
        self.log = settings.workspace / "screenings.jsonl"

    @property
    def loaded(self) -> bool:
        """Whether there is any list."""
        return bool(self._given())

    def _given(self) -> list[str | Path]:
        if self._settings.lists:
            return list(self._settings.lists)
        folder = self._settings.workspace / "lists"
        stored = self._workspace.declared(LISTED_PARTIES.name)
        return [*(e.name for e in stored), *([folder] if folder.is_dir() else [])]

    def lists(self) -> list[ListEdition]:
        """Return the lists with their editions, as they are now.

        Raises
        ------
        UnavailableError
            When there is none.
        """
        given = self._given()
        if not given:
            raise UnavailableError(
                "no list of restricted parties is loaded",
                mend="`techpact add FILE --source us_csl` puts one into the workspace; "
                "`techpact serve --list DIRECTORY` names others",
            )
        return list_editions(given, self._workspace)

    def editions(self) -> dict[str, str]:
        """Return the SHA-256 of each list by its title: what records and answers name."""
        return {e.title: self._sha256(e) for e in self.lists()}

    def _sha256(self, edition: ListEdition) -> str:
        if edition.stored_sha256:
            return edition.stored_sha256
        stat = edition.path.stat()
        key = (edition.path, stat.st_mtime_ns, stat.st_size)
        with self._lock:
            if key not in self._hashes:
                self._hashes[key] = edition.sha256
            return self._hashes[key]

    def opening(self) -> Job:
        """Return the job that opens the lists; it runs once for each edition."""
        lists = self.lists()
        editions = {e.title: self._sha256(e) for e in lists}

        def work(progress: Progress) -> Opened:
            from techpact.parties import store
            from techpact.parties.matcher import Matcher

            progress(0, 1)
            index = store.open_index([e.path for e in lists], partial=True)
            return Opened(Matcher(index, threads=1), editions)

        content = hashlib.sha256(repr(sorted(editions.items())).encode()).hexdigest()
        return self._jobs.start(f"lists {content}", "lists", work)

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
        opened: Opened = self.opening().result()
        lowest = FLOOR if floor is None else floor
        with self._matchers:  # the matcher's scratch memory serves one caller at a time
            found = list(screen(opened.matcher, list(names), top=top, floor=lowest))
            Record(self.log).append(
                [
                    (Question(str(i), n), f)
                    for i, (n, f) in enumerate(zip(names, found, strict=True), 1)
                ],
                editions=opened.editions,
                options={"top": top, "floor": lowest},
                by=by,
            )
        return found

    def match(self, request: dict[str, Any], *, limit: int, threshold: float) -> dict[str, Any]:
        """Answer a request in the shape of yente's /match."""
        from techpact.parties.match_api import match

        opened: Opened = self.opening().result()
        with self._matchers:
            return match(opened.matcher, request, limit=limit, threshold=threshold)

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
        self.lists()
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
                lists = self.lists()
                batch.run(
                    str(source),
                    [e.path for e in lists],
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
                    titles={e.path: e.title for e in lists},
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
