"""Answers that are kept: bytes, packed bytes and ETag by address and content of the data."""

from __future__ import annotations

import gzip
import hashlib
import threading
from collections import OrderedDict
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

MAX_BYTES = 64 * 2**20


@dataclass(frozen=True)
class Answer:
    """A body that does not change, plain and packed."""

    body: bytes
    packed: bytes
    etag: str
    media_type: str
    file: str = ""
    transient: bool = False

    @classmethod
    def of(cls, body: bytes, media_type: str, file: str = "", *, transient: bool = False) -> Answer:
        """Pack a body."""
        text = media_type.startswith(("text/", "image/svg", "application/json", "application/pr"))
        packed = gzip.compress(body, 6, mtime=0) if text and len(body) > 500 else b""
        etag = f'"{hashlib.sha256(body).hexdigest()[:24]}"'
        return cls(body, packed, etag, media_type, file, transient)

    def respond(self, request: Request, *, status: int = 200) -> Response:
        """Answer a request: 304 when the reader has it, packed when the reader can unpack."""
        headers = {
            "ETag": self.etag,
            "Cache-Control": "no-cache",
            "Vary": "Accept-Encoding, Accept-Language, Cookie, Authorization",
        }
        if status == 200 and _has(request.headers.get("if-none-match", ""), self.etag):
            return Response(status_code=304, headers=headers)
        if self.file:
            headers["Content-Disposition"] = f'attachment; filename="{self.file}"'
        body = self.body
        if self.packed and "gzip" in request.headers.get("accept-encoding", ""):
            headers["Content-Encoding"] = "gzip"
            body = self.packed
        return Response(body, status, headers, media_type=self.media_type)


def _has(header: str, etag: str) -> bool:
    tags = {t.strip().removeprefix("W/") for t in header.split(",")}
    return etag in tags or "*" in tags


class Answers:
    """Answers by key, bounded in bytes; the least recently used goes first."""

    def __init__(self, max_bytes: int = MAX_BYTES) -> None:
        self._max = max_bytes
        self._size = 0
        self._kept: OrderedDict[str, Answer] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: str) -> Answer | None:
        """Return a kept answer."""
        with self._lock:
            answer = self._kept.get(key)
            if answer is not None:
                self._kept.move_to_end(key)
            return answer

    def keep(self, key: str, answer: Answer) -> None:
        """Keep an answer."""
        size = len(answer.body) + len(answer.packed)
        if size > self._max // 4:
            return
        with self._lock:
            old = self._kept.pop(key, None)
            if old is not None:
                self._size -= len(old.body) + len(old.packed)
            self._kept[key] = answer
            self._size += size
            while self._size > self._max:
                _, gone = self._kept.popitem(last=False)
                self._size -= len(gone.body) + len(gone.packed)

    def clear(self) -> None:
        """Drop every answer."""
        with self._lock:
            self._kept.clear()
            self._size = 0
