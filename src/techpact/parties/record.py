"""An append-only record of screenings: each line bears the hash of the line before."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from filelock import FileLock

from techpact.errors import DataError
from techpact.parties.queries import Question
from techpact.parties.screening import Finding

START = "0" * 64


class Record:
    """A JSON-lines file whose lines are chained by SHA-256.

    Parameters
    ----------
    path
        The file; it is created at the first line.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = FileLock(str(path) + ".lock")

    def append(
        self,
        answers: Sequence[tuple[Question, list[Finding]]],
        *,
        editions: Mapping[str, str],
        options: Mapping[str, Any],
        by: str,
        at: str | None = None,
    ) -> None:
        """Append what was asked, on which editions, with which scores and decisions, by whom.

        Raises
        ------
        DataError
            When the last line of the file is not a whole line of the chain.
        """
        moment = at or datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self._lock:
            last = self._last()
            with self.path.open("ab") as file:
                for question, found in answers:
                    body = {
                        "at": moment,
                        "by": by,
                        "qid": question.id,
                        "query": question.name,
                        "lists": dict(editions),
                        "options": dict(options),
                        "hits": [
                            {"id": f.id, "list": f.list, "score": f.score, "decision": f.decision}
                            for f in found
                        ],
                        "decision": found[0].decision if found else "no",
                        "before": last,
                    }
                    last = digest(body)
                    line = json.dumps({**body, "hash": last}, ensure_ascii=True)
                    file.write(line.encode() + b"\n")

    def _last(self) -> str:
        if not self.path.exists() or self.path.stat().st_size == 0:
            return START
        with self.path.open("rb") as file:
            size = self.path.stat().st_size
            step = 4096
            while True:
                begin = max(0, size - step)
                file.seek(begin)
                tail = file.read()
                if begin == 0 or tail[:-1].count(b"\n"):
                    break
                step *= 4
        if not tail.endswith(b"\n"):
            raise DataError("record", ["the last line is cut"], where=str(self.path))
        line = tail[:-1].rsplit(b"\n", 1)[-1]
        try:
            found = json.loads(line)["hash"]
        except (ValueError, KeyError, TypeError) as err:
            raise DataError("record", ["the last line is broken"], where=str(self.path)) from err
        return str(found)


def digest(body: Mapping[str, Any]) -> str:
    """Return the hash of a line without its own hash."""
    plain = json.dumps(body, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def verify(path: Path) -> list[str]:
    """Check a record from its first line; returns what is wrong, nothing when it is whole."""
    problems = []
    before = START
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, start=1):
            try:
                body = json.loads(line)
                stated = body.pop("hash")
            except (ValueError, KeyError, AttributeError):
                problems.append(f"line {number}: not a line of a record")
                return problems
            if body.get("before") != before:
                problems.append(f"line {number}: does not follow the line before")
            if digest(body) != stated:
                problems.append(f"line {number}: was changed")
            before = stated
    return problems
