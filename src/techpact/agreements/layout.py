"""The physical lines of a text and the logical units (paragraphs, headings, bullets) they make.

A line break inside a paragraph is told from a deliberate one by the width at which the text was
wrapped: a break is forced when the next word would not have fitted.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from techpact.agreements.flat import Flat, flatten, fold
from techpact.agreements.numbering import Mark, find_mark
from techpact.agreements.wrapping import PARAGRAPH_INDENT, Wrap, display_width, is_full

_LINE = re.compile(r"[^\n\r\x0b\x0c\x85\u2028\u2029]+")
_BREAKS = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_BLANK = " \t\u3000\xa0\u200b\ufeff"
_TERMINAL = re.compile(r"[。．.!?！？:：;；…]['\"”’」』）)\]]*$")
_ABBREVIATION = re.compile(
    r"(?:\b(?:U\.S|U\.K|No|Art|Dr|Mr|Ms|Mrs|St|Inc|Ltd|Co|Corp|vs|cf|al|e\.g|i\.e|[A-Z])\.)$"
)
_OPENERS, _CLOSERS = "（(「『【[", "）)」』】]"
_RULE = re.compile(r"^[\s\-–—_=*~·.・―─━]+$")
COLUMN_GAP = re.compile(r"(?<=\S)(?: {4,}|[ \u3000]*(?:\t|\u3000{2})[ \t\u3000]*)(?=\S)")
"""The blanks between two columns that stand on one line, as the blocks of signatures do."""
_TOPIC = re.compile(
    r"(?:両当事者|両者)は|(?:The|Both)\s+(?:Participants|Parties|Sides)\b|양\s?(?:당사자|측)(?:은|는)"
)
"""The subject that opens the sentences of an agreement."""
_OPEN_ENDED = re.compile(r"(?:[、,はがをにでとのもし]|\b[a-z]+|[가-힣])$")
"""An end after which a sentence certainly goes on."""
_HANGING_WORD = re.compile(r"[a-z] (?:the|of|and|or|to|in|for|with|by|a|an|its|their|on)$")
"""A word with which no line of a finished text ends."""
_PAGE = re.compile(
    r"^(?:[-–—]\s?[0-9ivx]{1,4}\s?[-–—]|(?:Page|PAGE|p\.|페이지)\s?[0-9]{1,4}(?:\s?(?:of|/)\s?[0-9]{1,4})?)$"
)
"""A line that holds the number of a page."""
_LONGEST_HEAD = 80
_RECITAL_LINE = re.compile(r"(?:し|て|り|め|い|き)[、;]$|(?:하며|하고|하여)[,;]$")
_LEADS_ON = re.compile(r"(?:以下|次)の|다음과\s?같")
_BROKEN_WORD = re.compile(
    r"[のとをにがでへもやるすくさせれらりたてぁ-ぉゃゅょっー](?!め|わりに|りわけ)"
)
"""A beginning that no heading or paragraph has in Japanese."""
_CJK_END = re.compile(r"[々一-鿿ァ-ヺーぁ-ん0-9０-９]$")
_OPEN_JA = re.compile(r"[はもが]、[^。]*[^。:：]$")
_CLOSED_KO = re.compile(r"다\.$")
_BROKEN = re.compile(r"(?:。|다\. |[a-z]\. (?=[A-Z]))[^。)）」』]{0,200}(?<![。.!?)）」』:：;；])$")
"""A line in which one sentence ends and another is left open."""
_FIELD = re.compile(
    r"(?:Name|Title|Date|Place|Signature|氏名|役職|日付|場所|성명|직위|일자|장소)\s?[:：]"
)
"""A field of a form, as below a signature."""
_ADDRESS = re.compile(r"(?:Dr|Mr|Ms|Mrs|Prof|H\.E)\. ")
_CLOSED_ASIDE = re.compile(r"。[)）」』]$")
"""A sentence in brackets, behind which the sentence around it goes on."""
_TITLE_END = re.compile(r"(?:覚書|協定|条約|取極|議定書|각서|협정서?|약정서?|조약)$")
_PREAMBLE_END = re.compile(
    r"(?:という。?[)）]は、|hereinafter[^()]{0,60}[)），,]+|(?:한다[\"”]?|[\"”])\)\s?[는은],?)$"
)
_PREAMBLE_START = re.compile(
    r"(?:Have|HAVE)\s+(?:reached|agreed|decided|come)|以下の|次のとおり|다음과\s?같|아래와\s?같"
    r"|[A-Z][a-z]+(?:ing|ized|ised|ous|ced|ful)\b"
)
"""The beginning of a recital or of the words that end the preamble."""
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
    mark: Mark | None = None
    page_break: bool = False


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

    @property
    def first_line(self) -> str:
        """The first line with its mark."""
        return self.lines[0].text


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
        line = Line(start, end, stripped, display_width(text[found.start() : start]))
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
        line.mark = find_mark(fold(stripped[:80]), line.item)
        lines.append(line)
        previous = end
    _mark_page_breaks(lines)
    return lines


def _mark_page_breaks(lines: Sequence[Line]) -> None:
    """Mark page numbers and the running heads beside them: a sentence may go on below them."""
    numbers = [i for i, line in enumerate(lines) if _PAGE.match(fold(line.text))]
    counts = Counter(line.text for line in lines)
    for i in numbers:
        lines[i].page_break = True
        for beside in (i - 1, i + 1):
            if 0 <= beside < len(lines):
                head = lines[beside]
                if counts[head.text] > 1 and len(head.text) < _LONGEST_HEAD:
                    head.page_break = True
    heads = {line.text for line in lines if line.page_break}
    for line in lines[:2]:
        if line.text in heads:
            line.page_break = True


def make_units(text: str, lines: Sequence[Line], wrap: Wrap | None) -> list[Unit]:
    """Join wrapped lines into units and take the marks (numbers, bullets) off their front."""
    units: list[Unit] = []
    group: list[Line] = []
    mark: Mark | None = None
    depth = 0
    last: dict[str, Mark] = {}
    for line in lines:
        if line.page_break:
            units.append(_unit(text, [line], None, wrap))
            continue
        listed = bool(group) and (group[0].mark is not None or group[-1].indent > 0)
        joins = (
            bool(group)
            and not (line.mark and counts_on(last.get(line.mark.style), line.mark))
            and _joins(group[-1], line, wrap, depth, listed)
        )
        if not joins:
            if group:
                units.append(_unit(text, group, mark, wrap))
            group, mark, depth = [], line.mark, 0
        if line.mark is not None and not joins:
            last[line.mark.style] = line.mark
        group.append(line)
        depth = max(0, depth + _balance(line.text))
    if group:
        units.append(_unit(text, group, mark, wrap))
    units.sort(key=lambda u: u.start)
    return units


_ORDER = (
    "가나다라마바사아자차카타파하",
    "abcdefghijklmnopqrstuvwxyz",
    "一二三四五六七八九十",
    "アイウエオカキクケコ",
    "イロハニホヘトチリヌ",
    "①②③④⑤⑥⑦⑧⑨⑩",
)


def _roman(numeral: str) -> int:
    worth = [{"i": 1, "v": 5, "x": 10}[c] for c in numeral.lower()]
    return sum(
        -w if any(w < after for after in worth[i + 1 : i + 2]) else w for i, w in enumerate(worth)
    )


def counts_on(mark: Mark | None, after: Mark | None) -> bool:
    """Whether a mark counts on from another of its style."""
    if mark is None or after is None or mark.style != after.style or mark.style == "article":
        return False
    one, two = (re.sub(r"[\s.()（）、:]", "", m.label) for m in (mark, after))
    if one.isdecimal() and two.isdecimal():
        return int(two) == int(one) + 1
    if {*one.lower(), *two.lower()} <= set("ivx"):
        return _roman(two) == _roman(one) + 1
    return any(one + two in order for order in _ORDER if len(one) == len(two) == 1)


def _joins(a: Line, b: Line, wrap: Wrap | None, depth: int, listed: bool) -> bool:
    mark = b.mark
    if b.blank_before or b.level is not None or a.level is not None or b.item:
        return False
    if COLUMN_GAP.search(a.text) or COLUMN_GAP.search(b.text) or _FIELD.match(b.text):
        return False
    if a.text.isascii() and a.text.isupper() and any(c.islower() for c in b.text):
        return False  # a title in capitals
    known = a.full is not None
    full = bool(a.full) if known else wrap is not None and is_full(a, b.text, wrap, listed)
    if _TITLE_END.search(a.text) and b.start < 1_500 and b.text[0] not in "のにをがはでと、及並（(":
        return False
    if wrap is not None and wrap.set_in and mark is None and b.indent == PARAGRAPH_INDENT:
        return False
    if _TOPIC.match(b.text) and not _OPEN_ENDED.search(a.text):
        return False
    if _PREAMBLE_END.search(a.text) or (a.text[-1] in ",、;；，" and _PREAMBLE_START.match(b.text)):
        return False
    if _RECITAL_LINE.search(a.text) and (_RECITAL_LINE.search(b.text) or _LEADS_ON.match(b.text)):
        return False
    terminal = bool(_TERMINAL.search(a.text)) and not _ABBREVIATION.search(a.text)
    latin = b.text[0].islower()
    if mark is not None and (mark.certain or not full or terminal):
        # "Article 5 of the Treaty" may begin a wrapped line in the middle of a sentence.
        return bool(full and not terminal and mark.style in {"article", "arabic"} and not _alone(b))
    if b.text[0] in _CLOSERS or (depth > 0 and full):
        return True
    if _CLOSED_ASIDE.search(a.text) and b.text[0] in "はがをのにと":
        return True
    if wrap is not None and not terminal and _left_open(a, b):
        return True
    if terminal:
        return full and latin and a.text[-1] not in ":："
    if (
        full
        or (_BROKEN.search(a.text) and not _ADDRESS.match(a.text))
        or _HANGING_WORD.search(a.text)
    ):
        return True
    return (
        latin
        and (known or wrap is not None)
        and bool(_CONTINUES.search(a.text) or len(a.text) > 30)
    )


def _left_open(a: Line, b: Line) -> bool:
    """Whether a line breaks off in the middle of a word or sentence, however short it is."""
    if a.text[-1] in ",、;；，" or b.mark is not None:
        return False
    if _BROKEN_WORD.match(b.text) and _CJK_END.search(a.text):
        return True
    if _OPEN_JA.search(a.text) and b.text[-1] in "。．":
        return True
    return a.mark is not None and b.indent > 0 and bool(_CLOSED_KO.search(b.text))


def _alone(line: Line) -> bool:
    return len(line.text) < 16


def _balance(text: str) -> int:
    return sum(map(text.count, _OPENERS)) - sum(map(text.count, _CLOSERS))


def _unit(text: str, lines: Iterable[Line], mark: Mark | None, wrap: Wrap | None) -> Unit:
    group = list(lines)
    pieces = [(x.start, x.end) for x in group]
    cut = {
        a.end
        for a, b in itertools.pairwise(group)
        if wrap is not None and wrap.cuts_word(a) and not b.indent
    }
    first = pieces[0][0] + (mark.length if mark else 0)
    if first < pieces[0][1]:
        pieces[0] = (first, pieces[0][1])
    elif len(pieces) > 1:
        pieces = pieces[1:]
    else:  # the mark is all there is
        mark = None
    flat = flatten(text, pieces, cut)
    return Unit(
        group,
        mark,
        flat,
        pieces[0][0],
        pieces[-1][1],
        group[0].blank_before,
        group[0].level,
    )
