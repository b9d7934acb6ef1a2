"""Sentences of a unit, in its folded view."""

from __future__ import annotations

import re
from collections.abc import Iterator

_EVENT = re.compile(r"[。!?！？.]|[(（「『【\[〔]|[)）」』】\]〕]|[;；]")
_OPEN = "(（「『【[〔"
_CLOSE = ")）」』】]〕"
_QUOTES = "\"'”’"
_BOUND = 600
"""A bracket that stays open longer than this was never closed."""
_ABBREVIATION = re.compile(
    r"(?:u\.[snk]|e\.[ug]|i\.e|d\.c|u\.s\.a|ph\.d|nos?|arts?|dr|mr|mrs|ms|st|inc|ltd|co|corp|vs|cf|al"
    r"|etc|approx|fig|sec|para|ch|vol|pp|gen|gov|sen|rep|prof|jan|feb|mar|apr|jun|jul|aug|sept?|oct"
    r"|nov|dec)"
)
_STARTER = re.compile(r"(?:The|They|This|These|Both|It|Each|Either|In)$")
_WORD_BEFORE = re.compile(r"[A-Za-z][A-Za-z.]*$")


def split_sentences(text: str, semicolons: bool = False) -> Iterator[tuple[int, int]]:
    """Yield start and end of each sentence of a folded text.

    Parameters
    ----------
    text
        Folded text of one unit.
    semicolons
        Whether a semicolon ends a sentence too, as it does in recitals.
    """
    start = 0
    depth = 0
    opened = 0
    size = len(text)
    skip = 0
    for found in _EVENT.finditer(text):
        at = found.start()
        if at < skip:
            continue
        character = text[at]
        if character in _OPEN:
            if depth == 0:
                opened = at
            depth += 1
            continue
        if character in _CLOSE:
            depth = max(0, depth - 1)
            whole = depth == 0 and text[at - 1] == "。" and not text[start:opened].strip()
            if whole:  # a sentence that stands in brackets
                yield from _trim(text, start, at + 1)
                start = at + 1
            continue
        if depth and at - opened > _BOUND:
            depth = 0
        if depth:
            continue
        if character in ";；":
            if semicolons:
                yield from _trim(text, start, at + 1)
                start = at + 1
            continue
        end = at + 1
        while end < size and text[end] in _QUOTES + "!?！？。":
            end += 1
        if character == "." and not _full_stop(text, at, end):
            continue
        if character in "!?！？" and end < size and text[end] in "とはがをのなにも、,":
            continue
        if character in "!?" and end < size and "a" <= text[end : end + 2].strip()[:1] <= "z":
            continue
        yield from _trim(text, start, end)
        start = skip = end
    yield from _trim(text, start, size)


def _trim(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    piece = text[start:end]
    if end - start < 2 or not any(c.isalpha() for c in piece[:60]):
        return
    if start and piece[0] in "(（" and piece[-1] in ")）" and len(piece) < 60 and "。" not in piece:
        return  # a source in brackets after the full stop
    yield start, end


def _full_stop(text: str, at: int, end: int) -> bool:
    if end < len(text) and not text[end].isspace():
        return False
    before = text[at - 1 : at]
    if not (before.isalnum() or before in "\"')”’%]）"):
        return False
    rest = text[end : end + 3].lstrip()
    if rest and "a" <= rest[0] <= "z":
        return False
    word = _WORD_BEFORE.search(text, max(0, at - 12), at)
    if word and rest:
        token = word.group()
        if _ABBREVIATION.fullmatch(token.lower()) or (len(token) == 1 and token.isupper()):
            return bool(len(token) > 1 and _STARTER.match(_next_word(text, end)))
    return True


def _next_word(text: str, at: int) -> str:
    words = text[at : at + 24].split()
    return words[0] if words else ""
