"""Which units are headings, and how they nest."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from techpact.agreements import vocabulary as words
from techpact.agreements.furniture import count_sentences
from techpact.agreements.layout import Unit
from techpact.agreements.numbering import find_mark
from techpact.agreements.wrapping import display_width

if TYPE_CHECKING:
    from techpact.agreements.structure import Node

_OPENS_LIST = re.compile(
    r"\b(?:includ(?:e|es|ing)|covers?|comprises?|follow(?:s|ing)?|are)\s?[:：]$"
)
"""The end of a sentence that opens a list."""
_END = re.compile(r"[。.;；、,]$")
_LARGE_START = re.compile(r"[A-ZÀ-Ž]|\d{1,3}[A-Z]")
_TITLE_WORD = re.compile(r"[A-Za-z][\w'-]*")
_SMALL = re.compile(
    r"(?:a|an|and|as|at|by|for|from|in|into|of|on|or|the|to|with|via|vs)", re.IGNORECASE
)


@dataclass(slots=True)
class Level:
    """An open heading: the style of its mark, its node and the type that the style stands for.

    `frame` says that its words belong to the frame of an agreement (purpose, final provisions).
    """

    style: str
    node: Node
    type: str
    frame: bool = False


def is_heading(unit: Unit, after: Unit | None, before: Unit | None = None) -> bool:
    """Whether a unit is a heading.

    Parameters
    ----------
    unit
        The unit in question.
    after, before
        Its neighbours; a heading stands before something, and a bullet heads only a paragraph.
    """
    text = unit.text
    if unit.level is not None:
        return len(text) < 300
    if len(text) > 150:
        return False
    wide = display_width(text) - len(text)
    if len(text) + wide > 150 or len(unit.lines) > 3:
        return False
    mark = unit.mark
    colon = text[-1] in ":："
    if colon and (len(text) + wide > 40 or words.FINITE_EN.search(text) or _predicate(text)):
        return False
    if colon and (words.PARTY_BEARER.match(text) or _OPENS_LIST.search(text)):
        return False
    if _END.search(text) and not (text[-1] == "." and len(text) < 30 and mark is not None):
        return False
    if count_sentences(text[:-1]):
        return False
    if _predicate(text) and not words.SECTION_TITLE.search(text):
        return False
    if not _nominal(text):
        return False
    if mark is None:
        return after is not None and (len(text) > 1) and not _fragment(text)
    if mark.style == "article":
        return True
    if words.SECTION_TITLE.search(text) and not mark.bullet:
        return True
    if after is None:
        return False
    if mark.bullet or mark.style not in {"roman", "arabic", "kanji", "multilevel"}:
        return _heads_paragraph(unit, after, before)
    return after.mark is None or after.mark.style != mark.style


def _heads_paragraph(unit: Unit, after: Unit, before: Unit | None) -> bool:
    """A short marked line heads the paragraph after it unless it ends a list of its like."""
    if unit.mark is None or (after.mark is not None and after.mark.style == unit.mark.style):
        return False
    paragraph = after.text[-1] in "。.:：" or len(after.text) > 80
    listed = before is not None and before.mark is not None and before.mark.style == unit.mark.style
    opened = before is not None and before.text[-1] in ":："
    if listed or not paragraph:
        return False
    if after.mark is None:
        return True
    # "□ Space" above "ㅇ The sides will …", but not an item of a list above its own sub-items
    return display_width(after.text) > 24 and not (unit.mark.bullet and opened)


def _predicate(text: str) -> bool:
    """Whether a Japanese or Korean text ends like a sentence."""
    bare = text.rstrip("」；;:：、。. ")
    if not bare:
        return False
    if "ぁ" <= bare[-1] <= "ん":
        return bool(words.PREDICATE_JA.search(bare))
    if "가" <= bare[-1] <= "힣":
        return bool(words.PREDICATE_KO.search(bare)) and len(bare) > 12
    return False


def _nominal(text: str) -> bool:
    """Whether a Latin text looks like a title rather than a clause; others always do."""
    found = _TITLE_WORD.findall(text)
    if len(found) < 3 or sum(map(len, found)) * 2 < len(text):
        return True
    if len(found) > 18 or words.FINITE_EN.search(text):
        return False
    large = [w for w in found if not _SMALL.fullmatch(w)]
    capital = sum(w[0].isupper() for w in large)
    return capital >= 0.5 * len(large) or (_LARGE_START.match(text) is not None and len(found) <= 9)


def _fragment(text: str) -> bool:
    return not any(c.isalpha() for c in text) or text[0] in ")）」,、"


def nest(
    root: Node, here: Node, heading: Node | None, unit: Unit, levels: list[Level], agreement: bool
) -> Node:
    """Open the part that a heading begins and return it.

    The style of the mark gives the depth: a style that is already open is returned to, a new one
    lies below the last. Headings without marks are told apart by their words.
    """
    from techpact.agreements.structure import Node

    text = unit.text.strip("()[]【】〔〕 ")
    # a number that is all of its line is no mark in front of something
    bare = None if unit.mark else find_mark(unit.text)
    article = bare is not None and bare.style == "article" and bare.length == len(unit.text)
    style = unit.mark.style if unit.mark else f"plain{unit.level or ''}"
    style = "article" if article else style
    if style == "plain" and agreement:
        style = _plain_style(text, levels, here)
    kind = _kind(text, style, levels, agreement)
    while levels and any(x.style == style for x in levels):
        if levels.pop().style == style:
            break
    if style == "plain:section" or (style == "article" and kind == "section"):
        while levels and levels[-1].type in {"area", "sub_area", "section"}:
            if levels[-1].type == "section" and levels[-1].style != style and style == "article":
                break
            levels.pop()
    parent = levels[-1].node if levels else root
    start = heading.start if heading is not None else unit.lines[0].start
    label = unit.mark.label if unit.mark and not unit.mark.bullet else None
    part = parent.add(Node(kind, start, unit.end, label))
    if heading is not None:
        part.add(heading)
    frame = unit.mark is not None or bool(words.SECTION_TITLE.search(text))
    levels.append(Level(style, part, kind, frame))
    return part


def _plain_style(text: str, levels: list[Level], here: Node) -> str:
    if words.SECTION_TITLE.search(text) or (text.isascii() and text.isupper() and len(text) > 5):
        return "plain:section"
    if any(x.style == "plain:sub_area" for x in levels):
        return "plain:sub_area"
    leaf = here.children[-1] if here.children else None
    open_chapeau = leaf is not None and leaf.type == "sentence" and leaf.text[-1:] in {":", "："}
    if open_chapeau and here.type == "area":
        return "plain:sub_area"
    # Topics that no frame holds together stand side by side: a statement, not an agreement.
    framed = levels and (levels[-1].type != "section" or levels[-1].frame)
    return "plain:area" if framed else "plain:section"


def _kind(text: str, style: str, levels: list[Level], agreement: bool) -> str:
    if not agreement:
        return "section"
    if style.startswith("plain:"):
        return style.removeprefix("plain:")
    known = next((x.type for x in levels if x.style == style), None)
    if known:
        return known
    depth = len(levels)
    if depth == 0 or words.SECTION_TITLE.search(text):
        return "section"
    return "area" if depth == 1 and not style.startswith("bullet") else "sub_area"
