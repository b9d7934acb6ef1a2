"""A folded view of a stretch of text that can always be led back to the exact characters.

Full-width Latin letters, digits and marks become half-width ones, half-width kana full-width ones,
and line wraps inside the stretch are joined (hyphenated words too). Every character of the view
knows the code point that it came from.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from techpact.agreements.records import Span
from techpact.folds import Fold

_WIDTHS = Fold.of(
    {chr(c): chr(c - 0xFEE0) for c in range(0xFF01, 0xFF5F)}
    | dict.fromkeys("\u3000\u00a0\t\u2007\u202f", " ")
    | {"￥": "¥", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2011": "-"}
)
_KANA = re.compile(r"[ぁ-ん]")
_KANA_COMMA = re.compile(r"(?<=[ぁ-んァ-ヶー一-鿿」』）)%％A-Za-z]),(?! ?[a-z])")
_KANA_STOP = re.compile(r"(?<=[ぁ-ん])[.．](?![A-Za-z0-9])")
_HALF_KANA = re.compile(r"[ｦ-ﾟ｡-･]")
_WIDE = re.compile(r"[　-鿿가-힣＀-￯]")


@dataclass(frozen=True, slots=True)
class Flat:
    """`text` is the view; `at` is its offset, or the offset of each of its characters."""

    text: str
    at: int | Sequence[int]
    ends: Sequence[int] | None = None

    def start(self, index: int) -> int:
        """Return the code point at which a character of the view begins."""
        return self.at + index if isinstance(self.at, int) else self.at[index]

    def end(self, index: int) -> int:
        """Return the code point after the last character before `index` in the view."""
        if isinstance(self.at, int):
            return self.at + index
        if index == 0:
            return self.at[0]
        return self.ends[index - 1] if self.ends is not None else self.at[index - 1] + 1

    def span(self, start: int, end: int) -> Span:
        """Return the code points of a part of the view."""
        return Span(self.start(start), self.end(end))


def fold(text: str) -> str:
    """Fold widths without changing the length (half-width kana are left alone)."""
    return _WIDTHS(text)


def _fold(text: str) -> str:
    """Fold widths, and the comma and full stop that Japanese texts use for 、 and 。"""
    if "." in text or "．" in text:
        text = _KANA_STOP.sub("。", text)
    folded = _WIDTHS(text)
    if "," in folded and _KANA.search(folded):
        folded = _KANA_COMMA.sub("、", folded)
    return folded


def flatten(
    text: str, pieces: Sequence[tuple[int, int]], cut: Collection[int] = frozenset()
) -> Flat:
    """Make the view of stripped line pieces that belong together.

    Parameters
    ----------
    text
        The document's text.
    pieces
        Start and end of each line piece, in order.
    cut
        Ends of pieces that break off inside a Korean word.
    """
    if len(pieces) == 1:
        start, end = pieces[0]
        surface = text[start:end]
        if not _HALF_KANA.search(surface):
            return Flat(_fold(surface), start)
    characters: list[str] = []
    at: list[int] = []
    last = -1
    for start, end in pieces:
        piece = _fold(text[start:end])
        if characters:
            before, first = characters[-1], piece[:1]
            if before == "-" and first.islower() and len(characters) > 1:
                if characters[-2].islower():
                    characters.pop()
                    at.pop()
            elif not (_WIDE.match(before) or _WIDE.match(first)) or (
                _hangul(before, first) and last not in cut
            ):
                characters.append(" ")
                at.append(at[-1])
        characters.extend(piece)
        at.extend(range(start, end))
        last = end
    joined = "".join(characters)
    if _HALF_KANA.search(joined):
        return _widen_kana(joined, at)
    return Flat(joined, at)


def _hangul(before: str, first: str) -> bool:
    # Korean is wrapped at spaces; a join without one would glue two words together.
    return "가" <= before <= "힣" or "가" <= first <= "힣"


def _widen_kana(text: str, at: Sequence[int]) -> Flat:
    """Turn half-width kana into full-width ones; a voicing mark joins the kana before it."""
    characters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for character, offset in zip(text, at, strict=True):
        if character in "ﾞﾟ" and characters:
            mark = "\u3099" if character == "ﾞ" else "\u309a"
            joined = unicodedata.normalize("NFC", characters[-1] + mark)
            if len(joined) == 1:
                characters[-1] = joined
                ends[-1] = offset + 1
                continue
        if _HALF_KANA.match(character):
            character = unicodedata.normalize("NFKC", character)[:1]
        characters.append(character)
        starts.append(offset)
        ends.append(offset + 1)
    return Flat("".join(characters), starts, ends)
