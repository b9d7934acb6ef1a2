"""Cut running text into statements: sentences, and lines that stand alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from techpact.agreements.records import Span

_END = re.compile(
    r"[。．！？!?]+[」』）)\"”]*|(?<=[^A-Z\s.][^\s.])\.(?=[\s\"”)]|$)[\"”)]*|\n[ \t\u3000]*\n"
    r"|\n(?=\s*(?:[・•●○■◆▪-]|\d{1,2}[.)])\s)"
)
_OPEN = re.compile(r"[「『]")
_BLANK = " \t\r\n\u3000"


def statements(text: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """Return the statements of some spans without the white space around them."""
    return _statements(text, tuple(spans))


@lru_cache(maxsize=4)  # several readers of one text ask for them one after the other
def _statements(text: str, spans: tuple[Span, ...]) -> tuple[Span, ...]:
    return tuple(_cut(text, spans))


def _cut(text: str, spans: Sequence[Span]) -> Iterator[Span]:
    for start, end in spans:
        at = start
        while at < end:
            stop = _next_end(text, at, end)
            a, b = at, stop
            while a < b and text[a] in _BLANK:
                a += 1
            while b > a and text[b - 1] in _BLANK:
                b -= 1
            if b > a:
                yield Span(a, b)
            at = max(stop, at + 1)


def _next_end(text: str, at: int, end: int) -> int:
    for match in _END.finditer(text, at, end):
        if "\n" in match.group():
            if text[at : match.start()].strip():
                return match.end()
            at = match.end()
            continue
        # a full stop inside a quotation does not end the sentence around it
        part = text[at : match.end()]
        if part.count("「") > part.count("」") or part.count("『") > part.count("』"):
            if match.end() - at > _LONGEST:
                return match.end()
            continue
        return match.end()
    return end


_LONGEST = 2000
