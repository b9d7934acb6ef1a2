"""Marks at the front of a line: numbers of articles and sections, letters, bullets."""

from __future__ import annotations

import re
from dataclasses import dataclass

BULLETS = "◦・ㅇㆍ△▲•·●○◯◎◆◇◈■□▪▫‣⁃∙►▶▷➢➤✓✔※★☆►‧∘-–—−－*+"
_KANJI = "一二三四五六七八九十百"
_ROMAN = r"(?:X{0,3}(?:IX|IV|V?I{1,3}|V)|X{1,3}|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ])"
_JA_UNIT = "条章節項款部編"
_KO_UNIT = "조장절항관부편"

_ARTICLE = re.compile(
    rf"(?:第\s?[0-9{_KANJI}]+\s?[{_JA_UNIT}](?:の[0-9{_KANJI}]+)?"
    r"|(?:項目|附属書|別添|부속서)\s?[0-9]{1,2}"
    rf"|제\s?[0-9]+\s?[{_KO_UNIT}](?:의\s?[0-9]+)?"
    r"|(?:Article|ARTICLE|Section|SECTION|Chapter|CHAPTER|Part|PART|Paragraph|PARAGRAPH|Annex|ANNEX"
    rf"|§)\s?(?:[0-9]+(?:\.[0-9]+)*|{_ROMAN}|[A-Z])(?![a-z]))"
    r"(?:\s*[.:：、]|\s+[-–—](?=\s)|(?=\s|[（(\[【]|$)|\s*[-–—])\s*"
)
_PATTERNS = (
    ("roman", re.compile(rf"({_ROMAN})(?:\s?[.、)）:]\s*|\s{{1,4}}(?=[A-Z\u3040-\uD7A3]))")),
    ("roman_lower", re.compile(r"(?:\(|（)?((?:ix|iv|v?i{1,3}|v|x))\s?[.)）]\s*")),
    ("multilevel", re.compile(r"([0-9]{1,2}(?:\.[0-9]{1,2}){1,3})(?:[.)]?\s+|[.)、](?=\D))")),
    (
        "arabic",
        re.compile(
            r"([0-9]{1,2})(?:\s?[.、](?![0-9])\s*|\s+(?=[^\W\d]|\d{1,2}(?:に|の|から|及び|項|에|의))"
            r")"
        ),
    ),
    ("paren", re.compile(r"[(（〔]\s?([0-9]{1,2})\s?[)）〕]\s*")),
    ("half_paren", re.compile(r"([0-9]{1,2})\s?[)）]\s*")),
    ("kanji", re.compile(rf"(第?[{_KANJI}]{{1,3}})(?:\s?[、.．:]\s*|\s{{1,4}}(?=\S))")),
    ("kanji_paren", re.compile(rf"[(（]([{_KANJI}]{{1,3}})[)）]\s*")),
    ("circled", re.compile(r"([①-⑳❶-❿⓵-⓾⑴-⒇⒈-⒛㉠-㉯㈀-㈎㋐-㋾])\s*")),
    ("letter_paren", re.compile(r"[(（]([a-zA-Z])[)）]\s*")),
    ("letter_half", re.compile(r"([a-z])[)）]\s*")),
    ("letter", re.compile(r"([A-Ha-h])\.\s+")),
    ("hangul", re.compile(r"[(（]?([가나다라마바사아자차카타파하])[.)）]\s*")),
    ("kana_paren", re.compile(r"[(（]([ア-ンあ-んイロハ])[)）]\s*")),
    ("kana", re.compile(r"([アイウエオカキクケコロハニホヘトチリヌ])[.、)）\s]\s*(?=\S)")),
)
_DASHES = "-–—−*+o"
_ALSO_WORDS = frozenset(["arabic", "roman", "kana", "kanji", "hangul", "letter", "roman_lower"])
"""Styles that may also be the first letters of a wrapped line."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark: its style, its label as printed, its length with the blanks after it.

    `certain` marks begin a unit wherever they stand; others may also begin a wrapped line.
    """

    style: str
    label: str
    length: int
    certain: bool = False

    @property
    def bullet(self) -> bool:
        """Whether it is a bare bullet that counts nothing."""
        return self.style.startswith("bullet")

    @property
    def heads(self) -> bool:
        """Whether it is the number of a section, which belongs to the heading."""
        return self.style in {"article", "roman", "arabic", "multilevel", "kanji"}


def find_mark(text: str, item: bool = False) -> Mark | None:
    """Find the mark at the front of a line of folded text.

    Parameters
    ----------
    text
        The line, widths folded, blanks stripped (its first 80 characters do).
    item
        Whether the file format says that the line is a list item.
    """
    first = text[0]
    if first in BULLETS or (first == "o" and text[1:2] == " "):
        spaced = text[1:2] in {" ", "\t", ""}
        if first == "ㅇ" and not spaced:
            return None
        if first in _DASHES and not spaced and not item:
            # "-5 %" is no bullet, and "-協力" or "–협력" is one only before a letter.
            if first in "*+o" or not text[1:2].isalpha():
                return None
            return Mark("bullet" + first, first, 1, False)
        length = len(text) - len(text[1:].lstrip())
        return Mark("bullet" + first, first, length, spaced or first not in "・·-–—−")
    article = _ARTICLE.match(text)
    if article:
        return Mark("article", article.group().strip(" .:、-–—："), article.end(), False)
    for style, pattern in _PATTERNS:
        found = pattern.match(text)
        if not found:
            continue
        if style == "arabic" and not _counts(text, found):
            continue
        return Mark(style, found.group().strip(), found.end(), style not in _ALSO_WORDS)
    return None


def _counts(text: str, found: re.Match[str]) -> bool:
    """Tell "1 Purpose" from "28 October" and "7 fields": bare numbers count only short titles."""
    if found.group().strip()[-1] in ".、":
        return True
    rest = text[found.end() :]
    return int(found.group(1)) <= 30 and not re.match(
        r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
        r"|days?|years?|months?|percent|%|[年月日つ分時]|개|년|월|일|명|[a-z])",
        rest,
    )
