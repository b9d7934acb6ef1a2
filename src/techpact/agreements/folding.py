"""A folded view of a text for matching, with a map back to the text's own characters."""

from __future__ import annotations

import re
import sys
import unicodedata

from techpact.folds import Fold

WIDTHS = Fold.of(
    {
        chr(code): folded
        for code in [*range(0xFF01, 0xFF5F), *range(0xFF65, 0xFFA0), 0x3000, 0x00A0]
        if len(folded := unicodedata.normalize("NFKC", chr(code))) == 1
    }
    | {"\u2019": "'", "\u2018": "'", "\u201c": '"', "\u201d": '"'}
    | dict.fromkeys("\u2011\u2010\u2013", "-")
    | dict.fromkeys("\u30fb\u00b7\u2022", "・")
    | dict.fromkeys("\u200b\u00ad", " ")
)
"""Full-width forms, and marks that stand for one another, become the one that names have."""
_CJK = "\u3005\u3007\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3"
# a wrapped line is long and ends inside a sentence; a short one is a heading or an item
_WRAP = re.compile(rf"(?<=[{_CJK}])[ \t]*\n(?![ \t\u3000]*・)[ \t\u3000]*(?=[{_CJK}])")
_HANGING = re.compile(r"(?<=[a-z,&]\n)[ \t]+(?=[A-Za-z])")
"""The indent of a wrapped line of Latin text."""
_HYPHEN = re.compile(r"(?<=[a-z])-\n[ \t]*(?=[a-z])")
_COLUMNS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff] +[\u3040-\u30ff\u3400-\u9fffA-Za-z]")
_SHORTEST_WRAPPED_LINE = 18
_LONGEST_MARGIN, _LONGEST_LINE = 64, 240
_ALIKE = 1.4


class Folded:
    """Half-width copy of a stretch of text without hard line wraps inside words.

    Attributes
    ----------
    text : str
        The folded stretch.
    """

    def __init__(self, whole: str, start: int = 0, end: int | None = None) -> None:
        end = len(whole) if end is None else end
        part = whole[start:end]
        if not part.isascii():
            part = WIDTHS(part)
        part = _spaced(part)
        cuts = _cuts(part)
        self._start = start
        self._joins: list[
            tuple[int, int]
        ] = []  # (place in folded text, characters left out so far)
        if not cuts:
            self.text = part
            return
        pieces, at, removed, length = [], 0, 0, 0
        for a, b in cuts:
            pieces.append(part[at:a])
            length += a - at
            removed += b - a
            self._joins.append((length, removed))
            at = b
        pieces.append(part[at:])
        self.text = "".join(pieces)

    def place(self, index: int, *, ending: bool = False) -> int:
        """Place in the whole text of a place in the folded text."""
        import bisect

        if not self._joins:
            return self._start + index
        key = (index, -1) if ending else (index, sys.maxsize)
        n = bisect.bisect_left(self._joins, key)
        return self._start + index + (self._joins[n - 1][1] if n else 0)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Span in the whole text of a span in the folded text."""
        return self.place(start), self.place(end, ending=True)


def _spaced(part: str) -> str:
    """Write the breaks of Korean lines that were wrapped between words as blanks.

    Lines that were wrapped inside words are all of one width; those wrapped between words are not.
    """
    breaks = [m.start() for m in _HANGUL_BREAK.finditer(part) if not _in_table(part, m.start())]
    if not breaks:
        return part
    begins = [part.rfind("\n", 0, at) + 1 for at in breaks]
    widths = [at - begin for at, begin in zip(breaks, begins, strict=True)]
    wrapped = [w for w in widths if w >= _SHORTEST_WRAPPED_LINE]
    full = sum(w >= max(wrapped) - 1 for w in wrapped) if wrapped else 0
    if not wrapped or (len(wrapped) > 2 and full > 0.6 * len(wrapped)):
        return part
    pieces, at = [], 0
    for place, width in zip(breaks, widths, strict=True):
        if width >= _SHORTEST_WRAPPED_LINE and part[place - 1] not in ".다":
            pieces += [part[at:place], " "]
            at = place + 1
    return "".join([*pieces, part[at:]])


_HANGUL_BREAK = re.compile(r"(?<=[가-힣,])\n(?=[ \t]*[가-힣])")


def _in_table(part: str, at: int) -> bool:
    """Whether the lines before and behind a break have cells."""
    before = part[part.rfind("\n", 0, at) + 1 : at]
    end = part.find("\n", at + 1)
    after = part[at + 1 : end if end >= 0 else len(part)]
    return _CELLS.search(before) is not None and _CELLS.search(after) is not None


_CELLS = re.compile(r"[|│┃\t]")


def _cuts(part: str) -> list[tuple[int, int]]:
    cuts = [m.span() for m in _HYPHEN.finditer(part)]
    cuts += [m.span() for m in _HANGING.finditer(part)]
    for match in _WRAP.finditer(part):
        line_start = part.rfind("\n", max(0, match.start() - _LONGEST_MARGIN), match.start()) + 1
        width = match.start() - line_start
        following = part.find("\n", match.end(), match.end() + _LONGEST_LINE)
        if width < _LONGEST_MARGIN and following < 0:
            following = min(len(part), match.end() + _LONGEST_LINE)
        if _in_table(part, match.start()):
            continue
        end = following if following >= 0 else len(part)
        if _COLUMNS.search(part, line_start, match.start()) and _COLUMNS.search(
            part, match.end(), end
        ):
            continue  # rows of a list, with blanks between their columns
        # below a heading stands a paragraph, far longer than it; wrapped lines are alike
        if width >= _SHORTEST_WRAPPED_LINE and following - match.end() <= _ALIKE * width:
            cuts.append(match.span())
    return sorted(cuts)
