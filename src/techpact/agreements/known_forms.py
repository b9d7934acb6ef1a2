"""Find again the names that a text has used already."""

from __future__ import annotations

import heapq
import re
from collections.abc import Callable, Iterable, Iterator


class Borders:
    """What stands before and behind a whole name, by the script that the name begins in.

    Each script has two patterns: what may precede (a look behind) and what may follow.
    """

    def __init__(self, **scripts: tuple[str, str]) -> None:
        self._of = {
            script: (re.compile(before), re.compile(behind))
            for script, (before, behind) in scripts.items()
        }

    def whole(self, text: str, start: int, end: int) -> bool:
        """Whether the name from `start` to `end` is not a part of a longer word."""
        first = text[start]
        if first.isascii():
            script = "latin"
        elif "가" <= first <= "힣":
            script = "hangul"
        else:
            script = "katakana" if "ァ" <= first <= "ヺ" else "kanji"
        before, behind = self._of[script]
        return before.match(text, start) is not None and behind.match(text, end) is not None


def find_forms(
    text: str, forms: Iterable[str], whole: Callable[[int, int], bool]
) -> Iterator[tuple[int, int, str]]:
    """Find the longest of some forms, left to right without overlaps.

    Each form is searched for by itself: a pattern of all of them would have to be compiled anew
    for every text and would try each of them at each character.

    Parameters
    ----------
    text
        Where to look.
    forms
        What to look for.
    whole
        Whether a form that stands from one place to another is not a part of a longer word.

    Yields
    ------
    tuple of (int, int, str)
        Start, end and the form.
    """
    free = 0
    for at, minus_length, form in heapq.merge(*(_places(text, f) for f in forms if f in text)):
        if at >= free and whole(at, at - minus_length):
            free = at - minus_length
            yield at, free, form


def _places(text: str, form: str) -> Iterator[tuple[int, int, str]]:
    at = text.find(form)
    while at >= 0:
        yield at, -len(form), form
        at = text.find(form, at + 1)
