"""Work that takes longer than a second: it runs beside the pages and tells how far it is."""

from __future__ import annotations

import asyncio
import json
import secrets
import threading
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as Late
from dataclasses import dataclass, field
from typing import Any

from techpact.analysis import Progress
from techpact.errors import NotFoundError, TechpactError, UnavailableError

MAX_JOBS = 200
MAX_WAITING = 20
EVENT_SECONDS = 0.25
EVENTS_LAST_SECONDS = 1800


@dataclass
class Job:
    """One piece of work: how much is done, and its result or error."""

    id: str
    label: str
    key: str
    future: Future[Any] = field(default_factory=Future)
    done: int = 0
    total: int = 0

    def advance(self, done: int, total: int, /) -> None:
        """Report progress."""
        self.done, self.total = done, total

    @property
    def state(self) -> str:
        """Return "working", "done" or "failed"."""
        if not self.future.done():
            return "working"
        return "failed" if self.future.exception() else "done"

    def wait(self, seconds: float) -> bool:
        """Wait a little; returns whether the work is finished."""
        try:
            self.future.exception(timeout=seconds)
        except Late:
            return False
        return True

    def result(self) -> Any:
        """Return the result.

        Raises
        ------
        TechpactError
            What the work failed with.
        """
        return self.future.result()

    def status(self) -> dict[str, Any]:
        """Return what a progress bar shows."""
        record: dict[str, Any] = {
            "id": self.id,
            "label": self.label,
            "state": self.state,
            "done": self.done,
            "total": self.total,
        }
        if self.state == "failed":
            err = self.future.exception()
            known = isinstance(err, TechpactError)
            record["error"] = err.what if isinstance(err, TechpactError) else "the server failed"
            record["mend"] = err.mend if isinstance(err, TechpactError) else ""
            record["known"] = known
        return record


class Jobs:
    """A few workers; one job a key at a time, the newest jobs are remembered."""

    def __init__(self, workers: int = 2) -> None:
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="job")
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._by_key: dict[str, Job] = {}
        self._lock = threading.Lock()

    def start(self, key: str, label: str, work: Callable[[Progress], Any]) -> Job:
        """Start work, or return the job of that key that runs or has succeeded.

        Raises
        ------
        UnavailableError
            When too many jobs wait.
        """
        with self._lock:
            old = self._by_key.get(key)
            if old is not None and old.state != "failed":
                self._jobs.move_to_end(old.id)
                return old
            if sum(j.state == "working" for j in self._jobs.values()) >= MAX_WAITING:
                raise UnavailableError("too many jobs wait", mend="try again in a minute")
            job = Job(secrets.token_hex(8), label, key)
            job.future = self._pool.submit(work, job.advance)
            self._jobs[job.id] = job
            self._by_key[key] = job
            self._shorten()
            return job

    def here(self, key: str, label: str, work: Callable[[Progress], Any]) -> Any:
        """Return the result of a key, worked out in this thread unless another is at it already.

        A job that only waits in the queue is not waited for: it may stand behind the caller.
        """
        with self._lock:
            old = self._by_key.get(key)
        if old is not None and (old.future.running() or old.state == "done"):
            return old.result()
        job = Job(secrets.token_hex(8), label, key)
        value = work(job.advance)
        with self._lock:
            if key not in self._by_key:
                job.future.set_result(value)
                self._jobs[job.id] = self._by_key[key] = job
                self._shorten()
        return value

    def _shorten(self) -> None:
        for oldest in list(self._jobs.values()):
            if len(self._jobs) <= MAX_JOBS or oldest.state == "working":
                break
            self._drop(oldest)

    def _drop(self, job: Job) -> None:
        self._jobs.pop(job.id, None)
        if self._by_key.get(job.key) is job:
            del self._by_key[job.key]

    def forget(self, *beginnings: str) -> None:
        """Drop the jobs whose keys begin so, with their results."""
        with self._lock:
            for job in list(self._jobs.values()):
                if job.key.startswith(beginnings):
                    self._drop(job)

    def get(self, identifier: str) -> Job:
        """Return a job.

        Raises
        ------
        NotFoundError
            When there is no such job (any more).
        """
        with self._lock:
            if identifier not in self._jobs:
                raise NotFoundError("job", identifier, ())
            return self._jobs[identifier]

    async def events(self, job: Job) -> AsyncIterator[bytes]:
        """Server-sent events: one whenever progress changed, the last when it is finished."""
        last = None
        for _ in range(int(EVENTS_LAST_SECONDS / EVENT_SECONDS)):
            status = job.status()
            if status != last:
                last = status
                yield f"data: {json.dumps(status)}\n\n".encode()
            if status["state"] != "working":
                return
            await asyncio.sleep(EVENT_SECONDS)
