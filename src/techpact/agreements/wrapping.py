"""The width at which a text was hard-wrapped, and whether a line's break was forced by it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from techpact.agreements.layout import Line

_TERMINAL = re.compile(r"[。．.!?！？:：;；…]['\"”’」』）)\]]*$")
_LATIN_WORD = re.compile(r"[!-~]+")
_UNSPACED = re.compile(r"[\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef]")


@dataclass(frozen=True, slots=True)
class Wrap:
    """The width at which lines were wrapped, and whether wide characters count twice.

    Items of lists may have been wrapped before their mark was put in front: `listed` is their
    width.
    """

    width: float
    listed: float
    double: bool
    slack: float
    inside_words: bool = False
    """Whether Korean lines were broken between any two syllables rather than at blanks."""

    set_in: bool = False
    """Whether each paragraph begins one wide character in, and goes on at the margin."""
    counted: bool = False
    """Whether Japanese lines were broken after a number of characters, whatever their width."""

    def cuts_word(self, line: Line) -> bool:
        """Whether a line ends inside a word: it fills the width to the last column."""
        return self.inside_words and _measure(line, self.double) >= self.width

    def measure(self, text: str) -> float:
        """Return the width of a text in this wrap's metric."""
        return display_width(text) if self.double else len(text)


def display_width(text: str) -> int:
    """Count columns: characters of East Asian scripts take two."""
    return len(text) + (len(text.encode("utf-8", "replace")) - len(text)) // 2


def estimate_wrap(lines: Sequence[Line]) -> Wrap | None:
    """Find the width at which a text was hard-wrapped, or None when it was not.

    Many lines must end within a word of the widest, most of them in the middle of a sentence.
    Only breaks that may be forced count: not those before a blank line or a mark.
    """
    inner = [
        a
        for a, b in itertools.pairwise(lines)
        if not b.blank_before and (b.mark is None or not b.mark.bullet) and len(a.text) >= 8
    ]
    opening = {id(a) for a, b in itertools.pairwise(lines) if _opens(a, b)}
    plain = [a for a in inner if id(a) in opening or (a.mark is None and not a.indent)]
    marked = [a for a in inner if id(a) not in opening and (a.mark is not None or a.indent)]
    if len(plain) < 5 and len(plain) < len(marked):
        plain, marked = inner, []
    if len(plain) < 3:
        return None
    cjk = _breaks_anywhere(plain)
    hangul = any("가" <= c <= "힣" for a in plain[:20] for c in a.text)
    best: tuple[float, Wrap] | None = None
    for double in (True, False):
        tolerance = (6 if double else 3) if cjk else (14 if double or not hangul else 8)
        slack = (4 if double else 2) if cjk else 0
        measured = [_measure(a, double) for a in plain]
        widths = sorted(measured)
        # A few lines may stand out (an address, a title that was not wrapped).
        for top in {widths[-1], widths[-1 - len(widths) // 50], widths[-1 - len(widths) // 20]}:
            full = [a for a, w in zip(plain, measured, strict=True) if top - tolerance <= w <= top]
            share = len(full) / len(plain)
            open_ended = sum(not _TERMINAL.search(a.text) for a in full)
            if len(full) < 3 or share < 0.1:
                continue
            if open_ended < (0.6 if share >= 0.2 else 0.8) * len(full):
                continue
            # Lines beyond the width speak against it, a ragged edge against the metric.
            beyond = sum(w > top for w in widths) / len(widths)
            ragged = sum(top - _measure(a, double) for a in full) / len(full) / top
            score = share - 3 * beyond - 2 * ragged
            if best is None or score > best[0]:
                best = (score, Wrap(top, _listed(marked, top, double), double, slack))
    if best is None:
        return None
    wrap = best[1]
    within = [a for a in lines if _measure(a, wrap.double) <= wrap.width]
    counted = wrap.double and cjk and all(_characters(a) <= wrap.width / 2 for a in within)
    begun = sum(
        a.mark is None and a.indent == PARAGRAPH_INDENT and not b.indent and not b.blank_before
        for a, b in itertools.pairwise(lines)
        if b.mark is None
    )
    return replace(
        wrap,
        inside_words=hangul and not cjk and _even(lines, wrap),
        counted=counted,
        set_in=cjk and begun >= _SET_IN,
    )


def _characters(line: Line) -> int:
    """Count the characters of a line; blanks in front count as wide ones."""
    return len(line.text) + line.indent // 2


_LEAST_EVEN, _EVEN, _NEARLY = 4, 0.8, 0.8


def _even(lines: Sequence[Line], wrap: Wrap) -> bool:
    """Whether the lines that break off all reach the width, but for a blank at their end."""
    broken = [
        w
        for a, b in itertools.pairwise(lines)
        if not (b.blank_before or b.mark or _TERMINAL.search(a.text))
        and (w := _measure(a, wrap.double)) > 0.7 * wrap.width
    ]
    full = sum(w >= wrap.width - 1 for w in broken)
    return len(broken) >= _LEAST_EVEN and full >= _EVEN * len(broken)


PARAGRAPH_INDENT, _HANGING, _SET_IN = 2, 4, 3
"""Columns by which a paragraph is set in; the least that a hanging line is; paragraphs set in."""


def _opens(line: Line, after: Line) -> bool:
    """Whether a line goes on in the next: a paragraph set in by one wide character, a numbered one,
    or one whose further lines hang."""
    if after.blank_before or after.mark is not None:
        return False
    hanging = after.indent > line.indent or 0 < after.indent == line.indent
    hanging = hanging and bool(_UNSPACED.match(line.text[-1]) and _UNSPACED.match(after.text[0]))
    if hanging and (line.mark is not None or after.indent >= _HANGING):
        return not _TERMINAL.search(line.text)
    if after.indent:
        return False
    if line.mark is not None:
        return line.mark.heads and line.indent <= PARAGRAPH_INDENT
    return line.indent == PARAGRAPH_INDENT


def _measure(line: Line, double: bool) -> int:
    return line.indent + (display_width(line.text) if double else len(line.text))


def _listed(marked: Sequence[Line], top: int, double: bool) -> int:
    near = [w for a in marked if abs((w := _measure(a, double)) - top) <= 10]
    return max(near) if len(near) >= 3 else top


def _breaks_anywhere(lines: Sequence[Line]) -> bool:
    """Whether the script is broken between any two characters: Japanese, not Korean or Latin."""
    sample = "".join(a.text[:40] for a in lines[:50])
    return len(_UNSPACED.findall(sample)) > 0.4 * len(sample)


def is_full(line: Line, after: str, wrap: Wrap, listed: bool) -> bool:
    """Whether the first word of the next line would not have fitted on a line."""
    text = line.text
    token, word = after.split(maxsplit=1)[0], _LATIN_WORD.match(after)
    if any("가" <= c <= "힣" for c in token):
        first = token
    elif word:
        first = word.group()
    else:
        first = after[0]
    spaced = "가" <= after[0] <= "힣" or "가" <= text[-1] <= "힣"
    room = 1 if spaced or (ord(text[-1]) <= 0x2E80 and ord(after[0]) <= 0x2E80) else 0
    if wrap.counted and not spaced and first == after[0]:
        wide = display_width(text)
        if _characters(line) >= wrap.width / 2 and wide >= _NEARLY * wrap.width:
            return True
    reached = line.indent + wrap.measure(text) + room + wrap.measure(first)
    return reached > (wrap.listed if listed else wrap.width) - wrap.slack
