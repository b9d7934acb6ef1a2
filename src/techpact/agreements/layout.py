"""The physical lines of a text and the logical units (paragraphs, headings, bullets) they make.

A line break inside a paragraph is told from a deliberate one by the width at which the text was
wrapped: a break is forced when the next word would not have fitted.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from techpact.agreements.flat import Flat, flatten, fold
from techpact.agreements.numbering import Mark, find_mark

_LINE = re.compile(r"[^\n\r\x0b\x0c\x85\u2028\u2029]+")
_BREAKS = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_BLANK = " \t\u3000\xa0\u200b\ufeff"
_TERMINAL = re.compile(r"[。．.!?！？:：;；…]['\"”’」』）)\]]*$")
_ABBREVIATION = re.compile(
    r"(?:\b(?:U\.S|U\.K|No|Art|Dr|Mr|Ms|Mrs|St|Inc|Ltd|Co|Corp|vs|cf|al|e\.g|i\.e|[A-Z])\.)$"
)
_OPENERS, _CLOSERS = "（(「『【[", "）)」』】]"
_RULE = re.compile(r"^[\s\-–—_=*~·.・―─━]+$")
_LATIN_WORD = re.compile(r"[!-~]+")
_CONTINUES = re.compile(
    r"(?:,|、|-|\b(?:the|of|and|or|to|in|for|with|by|on|a|an|as|its|their|that|which|between))$"
)


@dataclass(slots=True)
class Line:
    """A line without the blanks around it; hints come from the file format, where it has any."""

    start: int
    end: int
    text: str
    indent: int = 0
    blank_before: int = 0
    level: int | None = None
    item: bool = False
    furniture: bool = False
    link_share: float = 0.0
    full: bool | None = None


@dataclass(slots=True)
class Unit:
    """Lines that belong together, after their mark; `flat` is the joined and folded view."""

    lines: list[Line]
    mark: Mark | None
    flat: Flat
    start: int
    end: int
    blank_before: int = 0
    level: int | None = None

    @property
    def text(self) -> str:
        """The folded text without the mark."""
        return self.flat.text


@dataclass(frozen=True, slots=True)
class Wrap:
    """The width at which lines were wrapped, and whether wide characters count twice."""

    width: float
    double: bool
    slack: float

    def measure(self, text: str) -> float:
        """Return the width of a text in this wrap's metric."""
        return display_width(text) if self.double else len(text)


@dataclass(slots=True)
class Hint:
    """What the file format knows of a line of the extracted text.

    `full` says whether the line reaches so far right that its break was forced.
    """

    start: int
    end: int
    level: int | None = None
    item: bool = False
    furniture: bool = False
    link_share: float = 0.0
    full: bool | None = None


def display_width(text: str) -> int:
    """Count columns: characters of East Asian scripts take two."""
    return len(text) + (len(text.encode("utf-8", "replace")) - len(text)) // 2


def read_lines(text: str, hints: Sequence[Hint] = ()) -> list[Line]:
    """Split a text into lines; blank ones are counted, rules of dashes are dropped."""
    lines: list[Line] = []
    previous = 0
    ordered = sorted(hints, key=lambda h: h.start)
    h = 0
    for found in _LINE.finditer(text):
        raw = found.group()
        stripped = raw.strip(_BLANK)
        if not stripped or (len(stripped) > 1 and _RULE.match(stripped)):
            continue
        start = found.start() + len(raw) - len(raw.lstrip(_BLANK))
        end = start + len(stripped)
        line = Line(start, end, stripped, start - found.start())
        if lines:
            gap = sum(1 for _ in _BREAKS.finditer(text, previous, start)) - 1
            line.blank_before = max(0, gap)
        while h < len(ordered) and ordered[h].end <= start:
            h += 1
        if h < len(ordered) and ordered[h].start < end:
            hint = ordered[h]
            line.level, line.item = hint.level, hint.item
            line.furniture, line.link_share = hint.furniture, hint.link_share
            line.full = hint.full
        lines.append(line)
        previous = end
    return lines


def estimate_wrap(lines: Sequence[Line]) -> Wrap | None:
    """Find the width at which a text was hard-wrapped, or None when it was not.

    Many lines must end within a word of the widest, most of them in the middle of a sentence.
    """
    inner = [a for a, b in itertools.pairwise(lines) if not b.blank_before]
    inner = [a for a in inner if len(a.text) >= 8]
    if len(inner) < 3:
        return None
    best: tuple[float, Wrap] | None = None
    for double in (True, False):
        widths = sorted((display_width(a.text) if double else len(a.text)) for a in inner)
        wide = sum(ord(c) > 0x2E80 for a in inner[:50] for c in a.text[:40])
        total = sum(min(40, len(a.text)) for a in inner[:50])
        cjk = wide > 0.4 * total
        tolerance = (6 if double else 3) if cjk else 14
        # A few lines may stand out (an address, a title that was not wrapped).
        for top in {widths[-1], widths[-1 - len(widths) // 50], widths[-1 - len(widths) // 20]}:
            full = [
                a
                for a in inner
                if top - tolerance <= (display_width(a.text) if double else len(a.text)) <= top
            ]
            open_ended = sum(not _TERMINAL.search(a.text) for a in full)
            share = len(full) / len(inner)
            if len(full) < 3 or share < 0.2 or open_ended < 0.6 * len(full):
                continue
            score = share - 0.001 * top
            if best is None or score > best[0]:
                best = (score, Wrap(top, double, (4 if double else 2) if cjk else 0))
    return best[1] if best else None


def make_units(text: str, lines: Sequence[Line], wrap: Wrap | None) -> list[Unit]:
    """Join wrapped lines into units and take the marks (numbers, bullets) off their front."""
    units: list[Unit] = []
    group: list[Line] = []
    mark: Mark | None = None
    depth = 0
    for line in lines:
        found = find_mark(fold(line.text[:80]), line.item)
        joins = bool(group) and _joins(group[-1], line, found, wrap, depth)
        if not joins:
            if group:
                units.append(_unit(text, group, mark))
            group, mark, depth = [], found, 0
        group.append(line)
        depth = max(0, depth + _balance(line.text))
    if group:
        units.append(_unit(text, group, mark))
    return units


def _joins(a: Line, b: Line, mark: Mark | None, wrap: Wrap | None, depth: int) -> bool:
    if b.blank_before or b.level is not None or a.level is not None or b.item:
        return False
    known = a.full is not None
    full = bool(a.full) if known else wrap is not None and _full(a.text, b.text, wrap)
    terminal = bool(_TERMINAL.search(a.text)) and not _ABBREVIATION.search(a.text)
    latin = b.text[0].islower()
    if mark is not None and (mark.certain or not full or terminal):
        # "Article 5 of the Treaty" may begin a wrapped line in the middle of a sentence.
        return bool(full and not terminal and mark.style in {"article", "arabic"} and not _alone(b))
    if b.text[0] in _CLOSERS or (depth > 0 and full):
        return True
    if terminal:
        return full and latin and a.text[-1] not in ":："
    if full:
        return True
    return (
        latin
        and (known or wrap is not None)
        and bool(_CONTINUES.search(a.text) or len(a.text) > 30)
    )


def _alone(line: Line) -> bool:
    return len(line.text) < 16


def _full(a: str, b: str, wrap: Wrap) -> bool:
    word = _LATIN_WORD.match(b)
    if word:
        first = word.group()
    elif "가" <= b[0] <= "힣":
        first = b.split(maxsplit=1)[0]
    else:
        first = b[0]
    room = 0 if ord(a[-1]) > 0x2E80 or ord(b[0]) > 0x2E80 else 1
    return wrap.measure(a) + room + wrap.measure(first) > wrap.width - wrap.slack


def _balance(text: str) -> int:
    return sum(c in _OPENERS for c in text) - sum(c in _CLOSERS for c in text)


def _unit(text: str, lines: Iterable[Line], mark: Mark | None) -> Unit:
    group = list(lines)
    pieces = [(x.start, x.end) for x in group]
    first = pieces[0][0] + (mark.length if mark else 0)
    if first < pieces[0][1]:
        pieces[0] = (first, pieces[0][1])
    elif len(pieces) > 1:
        pieces = pieces[1:]
    else:  # the mark is all there is
        mark = None
    flat = flatten(text, pieces)
    return Unit(
        group,
        mark,
        flat,
        pieces[0][0],
        pieces[-1][1],
        group[0].blank_before,
        group[0].level,
    )
