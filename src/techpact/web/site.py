"""What the server holds: facts, workspace, and what was made from them, by content."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import cached_property
from typing import Any, Generic, TypeVar

from jinja2 import Environment

from techpact import __version__
from techpact.alliance import Alliance
from techpact.assessment import Assessment, assess
from techpact.assessment.evidence import EvidenceRoom
from techpact.errors import InputError
from techpact.facts import FactBase
from techpact.facts.tables import LOCATIONS
from techpact.render.language import Language
from techpact.render.pages import environment
from techpact.render.views import Views
from techpact.web.jobs import Jobs
from techpact.web.screening import Desk
from techpact.web.settings import Settings
from techpact.web.state import State
from techpact.workspace import Workspace

V = TypeVar("V")


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
        self.desk = Desk(settings, self.jobs)
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
        """Return the assessment that an address asks for."""
        alliance = self.alliance(state)
        as_of = state.get("as_of")
        if as_of:
            import datetime

            try:
                datetime.date.fromisoformat(as_of)
            except ValueError as err:
                raise InputError(f"as_of {as_of!r} is not a date", mend="write YYYY-MM-DD") from err
        key = (alliance, as_of)
        return self._assessments.get(key, lambda: assess(self.facts, alliance, as_of=as_of))

    def views(self, state: State) -> Views:
        """Return view models for one page: footnotes are numbered in it."""
        return Views(self.facts, self.assessment(state), self.languages[state.lang])

    def once(self, key: Hashable, make: Callable[[], V]) -> V:
        """Keep something that is costly to make, for as long as it is used."""
        made: V = self._made.get(key, make)
        return made
