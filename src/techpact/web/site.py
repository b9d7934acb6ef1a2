"""What the server holds: facts, workspace, and what was made from them, by content."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from jinja2 import Environment

from techpact import __version__
from techpact.alliance import Alliance
from techpact.assessment import Assessment, assess
from techpact.assessment.evidence import EvidenceRoom
from techpact.errors import InputError, UnavailableError
from techpact.facts import FactBase
from techpact.facts.tables import LOCATIONS
from techpact.render.language import Language
from techpact.render.pages import environment
from techpact.render.views import Views
from techpact.web.answers import Answers
from techpact.web.jobs import Job, Jobs
from techpact.web.screening import Desk
from techpact.web.settings import Settings
from techpact.web.state import State
from techpact.workspace import Workspace

V = TypeVar("V")
PATIENCE = 0.8
"""Seconds that a page waits for what is loaded before it is shown without."""
MUST_WAIT = 60.0
"""Seconds that the API waits for it."""


class Recent(Generic[V]):
    """The most recently used values by key, bounded in number; made by one thread at a time."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._values: OrderedDict[Hashable, V] = OrderedDict()
        self._lock = threading.RLock()

    def get(self, key: Hashable, make: Callable[[], V]) -> V:
        """Return the value of a key, made when it is not there."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
            value = make()
            self._values[key] = value
            while len(self._values) > self._size:
                self._values.popitem(last=False)
            return value

    def clear(self) -> None:
        """Drop every value."""
        with self._lock:
            self._values.clear()


class PageViews(Views):
    """Views of a page, which know whether something loaded is still to come."""

    pending: Job | None = None
    left_out: tuple[str, ...] = ()
    document_names: Mapping[str, str] = MappingProxyType({})

    def agreement_path(self, code: str) -> str:
        """Return the page of an agreement, or of the document that stands for one."""
        if code in self.document_names:
            return f"/documents/{self.document_names[code]}"
        return f"/agreements/{code}"


class Site:
    """Facts are read once and stay; the workspace is looked at anew when its manifest changed.

    Parameters
    ----------
    settings
        Where to read from, and bounds.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.facts = FactBase(settings.facts)
        self.workspace = Workspace(settings.workspace)
        self.room = EvidenceRoom(self.facts)
        self.languages = {code: Language(code) for code in ("en", "ja", "ko")}
        self._assessments: Recent[Assessment] = Recent(32)
        self._made: Recent[Any] = Recent(64)
        self.jobs = Jobs()
        self.answers = Answers()
        self.desk = Desk(settings, self.jobs, self.workspace)
        self._manifest: tuple[int, str] = (-1, "")

    @cached_property
    def facts_hash(self) -> str:
        """Hash of every fact table."""
        hasher = hashlib.sha256()
        for name in sorted(LOCATIONS):
            hasher.update(f"{name} {self.facts.sha256(name)}\n".encode())
        return hasher.hexdigest()

    def data_hash(self) -> str:
        """Hash of the fact base and of the manifest of the workspace as it is now."""
        try:
            stamp = self.workspace.manifest.stat().st_mtime_ns
        except OSError:
            stamp = 0
        if stamp != self._manifest[0]:
            content = self.workspace.manifest.read_bytes() if stamp else b""
            whole = hashlib.sha256(self.facts_hash.encode() + content).hexdigest()
            self._manifest = (stamp, whole)
        return self._manifest[1]

    @property
    def pin(self) -> str:
        """Data and program version as they stand in a permalink."""
        return f"{self.data_hash()[:12]}-{__version__}"

    @cached_property
    def environments(self) -> dict[str, Environment]:
        """One template environment a language."""
        return {code: environment(language) for code, language in self.languages.items()}

    def alliance(self, state: State) -> Alliance:
        """Resolve the alliance of an address."""
        return self.facts.alliance(*state.alliance)

    def assessment(self, state: State) -> Assessment:
        """Return the assessment that an address asks for, with what the user loaded.

        Raises
        ------
        InputError
            When the day asked for is no date.
        UnavailableError
            When what was loaded is not read and measured in time.
        """
        return self._assess(state, self.wait_loaded(state))

    def wait_loaded(self, state: State) -> Job | None:
        """Wait until what the workspace holds is read.

        Raises
        ------
        UnavailableError
            When it takes too long.
        """
        job = self.loading(state)
        if job is not None and not job.wait(MUST_WAIT):
            raise UnavailableError(
                "the documents and tables of the workspace are still being read",
                mend="ask again in a minute",
            )
        return job

    def loading(self, state: State) -> Job | None:
        """Return the job that reads what the workspace holds; None when it is empty."""
        from techpact.web.loaded import loading

        alliance = self.alliance(state)
        key = ("loading", alliance, self.data_hash())
        job: Job | None = self.once(key, lambda: loading(self, alliance))
        return job

    def _assess(self, state: State, job: Job | None) -> Assessment:
        alliance = self.alliance(state)
        as_of = state.get("as_of")
        if as_of:
            import datetime

            try:
                datetime.date.fromisoformat(as_of)
            except ValueError as err:
                raise InputError(f"as_of {as_of!r} is not a date", mend="write YYYY-MM-DD") from err
        from techpact.web.loaded import Loaded

        loaded: Loaded = job.result() if job is not None and job.state == "done" else Loaded()
        key = (alliance, as_of, job.id if job is not None and loaded != Loaded() else "")
        return self._assessments.get(
            key,
            lambda: assess(
                self.facts,
                alliance,
                as_of=as_of,
                documents=loaded.documents,
                conflicts=loaded.conflicts,
                extra_findings=loaded.findings,
            ),
        )

    def views(self, state: State) -> PageViews:
        """Return view models for one page: footnotes are numbered in it.

        What is loaded enters as soon as it is read; until then the page says that it comes.
        """
        job = self.loading(state)
        ready = job is None or job.wait(PATIENCE)
        views = PageViews(self.facts, self._assess(state, job), self.languages[state.lang])
        if not ready:
            views.pending = job
        elif job is not None and job.state == "done":
            views.left_out = job.result().left_out
        elif job is not None:
            views.left_out = (str(job.status().get("error", "")),)
        views.document_names = {
            f"document:{e.sha256[:12]}": e.name for e in self.workspace.entries("document")
        }
        return views

    def credit(self, entry: str) -> str:
        """Whose figures a table of the workspace holds: the citation of its card, or its file."""
        found = self.workspace.entry(entry)
        return str(found.source.get("citation") or found.origin or found.name)

    def forget_documents(self) -> None:
        """Drop everything that was made from documents of the workspace."""
        self.jobs.forget("document ", "compare ", "loaded ")
        self._assessments.clear()
        self._made.clear()
        self.answers.clear()

    def once(self, key: Hashable, make: Callable[[], V]) -> V:
        """Keep something that is costly to make, for as long as it is used."""
        made: V = self._made.get(key, make)
        return made
