"""The body of a text: what is left when the page's furniture is taken away."""
# ruff: noqa: E501 - alternatives of one kind are easier to extend when they stand on one line

from __future__ import annotations

import re
from collections.abc import Sequence

from techpact.agreements import furniture as f
from techpact.agreements.instruments import (
    BARE_KIND,
    HEADS_SIGN,
    INSTRUMENT,
    KIND_AHEAD,
    PREAMBLE,
    SIDES,
    STATEMENT,
    TESTIMONIUM,
    leads_to_title,
    names_instrument,
    tells_signing,
)
from techpact.agreements.layout import Unit
from techpact.agreements.records import Span

_SIGNATURE = re.compile(
    r"政府|府|省|局|庁|委員|団長|議長|大臣|長官|次官|首相|大統領|代表|のために|日本国|合衆国|^(?i:for|on behalf)\b"
    r"|(?i:\b(?:government|ministry|department|office|secretary|minister|director|ambassador|republic"
    r"|kingdom|states|japan|korea|signature|signed|undersigned)\b)"
    r"|정부|부$|장관|차관|단장|수석대표|총리|대통령|대표|처|위하여|^(?:국장|청장|차장|원장|소장|이사장|총장|회장|局長|長官|理事長|総裁|院長|所長|総長|総理大臣|大使|公使)[ \u3000]|대한민국|미합중국|[:：]$|^[_＿]+|^(?:Name|Title|Date)\b"
)
_SIGNER = re.compile(
    r"^(?:H\.E\.|Dr\.|Mr\.|Ms\.|The Hon)|^[A-ZÀ-Ž][\w.'-]*(?: [A-ZÀ-Ž][\w.'-]*){1,3}$"
    r"|^(?:Dr|Mr|Ms|Mrs|Prof|The Hon(?:ou?rable)?|The Right Hon(?:ou?rable)?|Shri|H\.E)\.? [A-Z][^.]{3,60}$|^[A-Z][a-z]+, \d{1,2} [A-Z][a-z]+ \d{4}$"
    r"|^[ァ-ヺー]{1,12}(?:・[ァ-ヺー]{1,12}){1,4}$|^[一-鿿々]{1,4}[ \u3000]{1,2}[一-鿿々]{1,4}$|^[가-힣]{1,3}(?: [가-힣]{1,2}){0,2}$|^[가-힣]{2,4} [가-힣]{2,6}$"
)
"""A line that may be the name of one who signs."""
_CLOSED = re.compile(r"[。.!?！？][」』\"'”’）)\]]*(?:\s?[(（][^()（）]{1,40}[)）])*\s*\d{0,3}$")
_MINUTES = re.compile(
    r"(?:議事要旨|議事概要|議事録|会議録|議事次第)$"
    r"|(?i:^(?:summary |agreed |draft )?minutes\s+(?:of|from)\b|\bminutes$)"
    r"|(?:회의록|회의\s?결과|의사록|결과\s?보고)$"
)
"""A title above the list of those present at a meeting."""
_BYLINE = re.compile(
    r"記者$|編集部?$|アクセス\s*$|配信$|更新日?|公開日?|投稿日?|기자$|특파원|입력|수정|송고|^By\s|^Published|^Updated"
    r"|^(?:令和|平成)[0-9０-９元一二三四五六七八九十]{1,3}年"
    r"|^\d{4}[-./年]\s?\d{1,2}[-./月]|^작성일|조회\s?수|^(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? )?(?:\d{1,2} )?(?:January|February|March|April|May|June|July|August|September|October|November|December)(?: \d{1,2},)? \d{4}$|^[A-ZÀ-Ž][\w.-]+(?: [A-Z]\w+)?, \d{1,2} [A-Z][a-z]+ \d{4}$|^\d{1,2}:\d{2}|min read|読了"
)


def find_body(units: Sequence[Unit]) -> tuple[list[Unit], Unit | None]:
    """Take the furniture away.

    Parameters
    ----------
    units
        All units of the text, in order.

    Returns
    -------
    tuple of (list of Unit, Unit or None)
        The units of the body, and the title among them when there is one.
    """
    kept = [u for u in units if not _furniture(u)]
    if not kept:
        return [], None
    prose = [_prose(u) for u in kept]
    first = _paragraph_start(kept, _first_prose(kept, prose))
    begin, title = _begin(kept, first)
    joint = title is not None and STATEMENT.search(title.text) is not None
    end = _end(kept, prose, max(first, begin), joint)
    inner = _without_boxes(kept[begin:end], prose[begin:end])
    if title is not None and title is not kept[first]:
        first_text = next((i for i, u in enumerate(inner) if u is kept[first]), 0)
        agreement = INSTRUMENT.search(title.text) and not STATEMENT.search(title.text)
        short = 0 if agreement else 14
        inner = [
            u
            for i, u in enumerate(inner)
            if not (
                0 < i < first_text
                and (_byline(u) or (len(u.text) < short and u.mark is None))
                and not INSTRUMENT.search(u.text)
            )
        ]
    return inner, title


def body_spans(text: str, body: Sequence[Unit], units: Sequence[Unit]) -> list[Span]:
    """Return the stretches of text that the body covers; only furniture splits them."""
    chosen = {id(u) for u in body}
    spans: list[Span] = []
    open_span = False
    for unit in units:
        if id(unit) not in chosen:
            open_span = False
            continue
        start, end = unit.lines[0].start, unit.lines[-1].end
        if open_span:
            spans[-1] = Span(spans[-1].start, end)
        else:
            spans.append(Span(start, end))
        open_span = True
    return [s for s in spans if text[s.start : s.end].strip()]


def _furniture(unit: Unit) -> bool:
    line = unit.lines[0]
    surface = unit.text if unit.mark is None else line.text
    if all(x.furniture or x.page_break for x in unit.lines):
        return True
    if len(unit.lines) > 1 and all(f.WITHIN.match(x.text) for x in unit.lines):
        return True
    if line.link_share > 0.8 and not f.count_sentences(unit.text) and line.level is None:
        return True
    if len(surface) > 240:
        return False
    numbered = unit.mark is not None and unit.mark.heads
    return bool(f.WITHIN.match(surface)) or (not numbered and f.is_caption(unit.text))


def _prose(unit: Unit) -> int:
    """Return the length of a unit that is running text, else 0."""
    text = unit.text
    size = len(text) + (len(text.encode("utf-8", "replace")) - len(text)) // 2
    count = f.count_sentences(text)
    if size >= 36 and count and (count > 1 or _CLOSED.search(text)):
        return len(text)
    if unit.mark is not None and size >= _LEAST_NOMINAL and _NOMINAL_KO.search(text):
        return len(text)
    if unit.mark is not None and unit.mark.bullet and size >= _LEAST_BULLET:
        return len(text)
    if size >= 70 and text[-1] in ";；:：、,":  # recitals and bullets of agreements
        return len(text)
    return 0


_NOMINAL_KO = re.compile(
    r"(?:[함음임됨]|것|예정|계획|지적|요구|강조|필요|논의|합의|참석|개최|추진|당부|제안|건의|설명|답변|확인|공유|방침|마련|확대|강화|지원)$"
)
"""How the sentences of Korean officials end, with a noun and without a full stop."""
_LEAST_NOMINAL, _LEAST_BULLET = 36, 70


def _first_prose(units: Sequence[Unit], prose: Sequence[int]) -> int:
    for i, size in enumerate(prose):
        if size and (sum(1 for p in prose[i + 1 : i + 8] if p) >= 1 or size > 120):
            return i
        if size >= _LEAST_LEAD and any(u.mark and u.mark.heads for u in units[i + 1 : i + 2]):
            return i  # a notice goes on with numbered items at once
    return next((i for i, size in enumerate(prose) if size), 0)


def _paragraph_start(units: Sequence[Unit], first: int) -> int:
    """Go back over lines of the same paragraph that break off in the middle of a sentence."""
    while first > 0 and not units[first].blank_before:
        before = units[first - 1]
        wide = len(before.text) + sum(c > "\u2e80" for c in before.text)
        if before.mark is not None or wide < _LEAST_BROKEN or _CLOSED.search(before.text):
            break
        if names_instrument(before.text) or KIND_AHEAD.match(before.text):
            break
        first -= 1
    return first


_LEAST_BROKEN = 40
_LEAST_LEAD = 60


def _begin(units: Sequence[Unit], first: int) -> tuple[int, Unit | None]:
    catalogue = [i for i in range(min(first + 1, 60)) if f.METADATA.match(units[i].first_line)]
    floor = catalogue[-1] + 1 if catalogue else 0
    front = range(floor, first)
    named = [
        i for i in range(floor, min(first + 1, len(units))) if _instrument(units[i], units, first)
    ]
    if named:
        # The same title may stand in the page's head; the last one before the parties is its own.
        best: int = named[-1]
        for i in reversed(named[:-1]):
            if (
                best - i == 1
                and units[i].text != units[best].text
                and _continues(units[i : best + 1])
            ):
                best = i
        while best > floor and _title_line(units[best - 1]) and _title_line(units[best]):
            best -= 1  # BETWEEN / THE GOVERNMENT OF … / AND / …, each on a line of its own
        while best > floor and _leads_to_title(units[best - 1], units[best]):
            best -= 1
        return best, units[best]
    levels = [i for i in front if units[i].level == 1]
    if levels:
        return levels[-1], units[levels[-1]]
    for i in front:
        if units[i].mark is None and len(units[i].text) < 80 and _MINUTES.search(units[i].text):
            return i, units[i]
    texts = [units[i].text for i in front]
    for i in reversed(front):
        if len(units[i].text) >= 8 and texts.count(units[i].text) > 1:
            return i, units[i]
    candidates = [i for i in front if _title_like(units[i])]
    if not candidates:
        return max(floor, first), None
    title = max(candidates[-6:], key=lambda i: _title_score(units, i, first))
    while (
        title - 1 in candidates
        and _title_score(units, title - 1, first)
        >= _title_score(units, title, first) - _DECK_BETTER
    ):
        title -= 1  # a headline stands above its deck
    begin = title
    while begin - 1 in candidates and title - begin < 2 and _genre(units[begin - 1]):
        begin -= 1
    return begin, units[title]


def _byline(unit: Unit) -> bool:
    return len(unit.text) < 40 and bool(_BYLINE.search(unit.text))


def _instrument(unit: Unit, units: Sequence[Unit], first: int) -> bool:
    if len(unit.text) > 300 or f.count_sentences(unit.text) or unit.text[-1] in ":：;；、,は":
        return False
    if not names_instrument(unit.text) or f.END_MARKERS.match(unit.text):
        return False
    after = units[first : first + 3]
    if STATEMENT.search(unit.text) and any(SIDES.search(u.text) for u in after):
        return True
    return any(PREAMBLE.search(u.text) or TESTIMONIUM.search(u.text) for u in after) or any(
        TESTIMONIUM.search(u.text) for u in units[-12:]
    )


def _title_line(unit: Unit) -> bool:
    text = unit.text
    return len(text) < 100 and unit.mark is None and text.isascii() and text.isupper()


def _leads_to_title(line: Unit, title: Unit) -> bool:
    """Whether a line is the first part of a title that goes on in the next one."""
    if line.mark is not None or len(line.text) > 90 or f.END_MARKERS.match(line.text):
        return False
    if "  " in line.text:  # a menu
        return False
    if _byline(line) or _MENU.fullmatch(line.text) or _NAVIGATION.search(line.text):
        return False
    if leads_to_title(line.text):
        return True
    short = BARE_KIND.fullmatch(title.text) or _SESSION.fullmatch(title.text)
    if short and _SESSION.fullmatch(line.text):
        return not title.blank_before
    return bool(short) and not title.blank_before and len(line.text) > 8


_SESSION = re.compile(
    r"第\s?[0-9０-９一二三四五六七八九十]{1,3}\s?回\s?(?:会合|会議|対話|協議)?|제\s?[0-9]{1,3}차\s?(?:회의|대화|협의)?"
)
"""Which meeting it was, on a line of a title."""


def _continues(group: Sequence[Unit]) -> bool:
    return all(len(u.text) < 90 for u in group)


def _title_like(unit: Unit) -> bool:
    text = unit.text
    if len(text) < 6 or len(text) > 200 or (unit.mark is not None and unit.mark.bullet):
        return False
    if f.THANKS.search(text) and len(text) < 30:
        return False
    return not _BYLINE.search(text) and not f.END_MARKERS.match(text)


def _title_score(units: Sequence[Unit], i: int, first: int) -> float:
    text = units[i].text
    width = len(text) + sum(c > "\u2e80" for c in text)
    score = min(width, 60) / 20 - 0.15 * (first - i)
    if re.search(
        r"On-?line|[|｜»]|\.com|公式|サイト|ニュース.{0,12}分析$|について$|執筆者|著者|은?\s소개",
        text,
    ):
        score -= 2
    if _NO_TITLE.search(text):
        score -= 2
    if _MENU.fullmatch(text):
        score -= 3
    level = units[i].level
    if level is not None:
        score += 3 - level
    elif any(_NAVIGATION.search(u.text) for u in units[i + 1 : first]):
        score -= 2  # the head of the site, above its menu
    return score


_DECK_BETTER = 0.5
_NO_TITLE = re.compile(
    r"^[\[［【(（]?(?:\d/\d|写真|사진|図|Photo|PHOTO|Image|画像)|^(?:Commentary|Analysis|Opinion|Report|Reported|Written|By)\sby\b|^By\s[A-Z]"
    r"|^(?:January|February|March|April|May|June|July|August|September|October|November|December) \d|^(?:開催日|日時|会場)\s?[:：]"
    r"|^(?:발행일|등록|입력|발행|송고)|^(?:主|共|後|会)\s[催援場]|^(?:개최일|일시|장소)\s?[:：]"
    r"|(?:보도자료|報道発表|報道資料|プレスリリース|News Release|Press Release|PRESS RELEASE|NEWS RELEASE)$"
    r"|^[^、。「」?!]{2,40}(?:[(（][^()（）]{3,30}(?:研究員|フェロー|教授|Fellow|Professor|연구원|연구위원|교수)[)）])$"
    r"|^[─━═=┌┬┐_-]{4,}"
)
"""Captions, credits, dates, the kind of a paper and the names of its writers."""
_MENU = re.compile(
    r"[^|｜・]{1,14}(?:\s?[|｜·]\s?[^|｜]{1,24}){3,}|(?:[ァ-ヺー一-鿿A-Za-z・&]{1,8}[ \u3000]){5,}[^。、]{1,12}"
)
"""Short words in a row, as in the menu of a site."""
_NAVIGATION = re.compile(r"[|｜].*[|｜]|[>＞»].*[>＞»]")


def _genre(unit: Unit) -> bool:
    return len(unit.text) < 40 and bool(
        re.search(
            r"メモランダム|レポート|ペーパー|報告|提言|Brief|Memo|Report|Paper|보고서|브리프",
            unit.text,
        )
    )


def _end(units: Sequence[Unit], prose: Sequence[int], first: int, joint: bool) -> int:
    total = sum(prose[first:])
    seen = 0
    last = first
    signing = False
    for i in range(first, len(units)):
        unit = units[i]
        text = unit.first_line if unit.mark else unit.text
        if f.CLOSING.match(text) and seen > 0.5 * total:
            return _footnotes(units, i + 1)
        if f.END_MARKERS.match(text) and len(text) < 80 and i > first:
            # A box in the middle of an article also begins so; below it the article goes on.
            box = f.BOX.match(text) or f.QUOTED_BOX.match(unit.first_line)
            if seen >= 0.6 * total and not (box and _goes_on(units, prose, i)):
                break
            continue
        if prose[i]:
            seen += prose[i]
            last = i
            signing = tells_signing(unit.text) or signing
        elif joint and i - last <= _NEXT and seen > 0.9 * total and HEADS_SIGN.match(unit.text):
            last, signing = i, True
        elif signing and len(unit.text) < 160 and _signs(unit, i - last, prose[last] > 0):
            last = i
        elif TESTIMONIUM.search(unit.text) and len(unit.text) < 200:
            last, signing = i, True
        elif unit.mark is not None and i - last <= 1 and len(unit.text) > 12:
            last = i
    while last > first and f.HEADING_OF_NOTHING.match(units[last].text):
        last -= 1
    return _table_below(units, last + 1)


def _table_below(units: Sequence[Unit], at: int) -> int:
    """Where the table ends that stands below the last paragraph under a heading of its own."""
    head = at
    while head < len(units) and f.SEPARATOR.fullmatch(units[head].text):
        head += 1
    if head >= len(units) or not f.TABLE_HEAD.match(units[head].first_line):
        return at
    end = head + 1
    while end < len(units):
        unit = units[end]
        if (end > head + 1 and unit.blank_before) or f.END_MARKERS.match(unit.first_line):
            break
        if len(unit.text) > _LONGEST_ROW or _byline(unit) or f.is_caption(unit.text):
            break
        end += 1
    return end


_LONGEST_ROW, _NEXT = 120, 2


def _signs(unit: Unit, distance: int, after_prose: bool) -> bool:
    """Whether a short line belongs to the signatures: a body or office, or a name below one."""
    if _SIGNATURE.search(unit.text):
        return distance <= 3
    sides = _COLUMNS.split(unit.text)
    return distance == 1 and not after_prose and all(_SIGNER.search(s) for s in sides)


_COLUMNS = re.compile(r"[ \u3000]{3,}|\t+")


def _goes_on(units: Sequence[Unit], prose: Sequence[int], at: int) -> bool:
    """Whether the paragraphs of an article stand right below a box."""
    below = [i for i in range(at + 1, min(at + 4, len(units))) if prose[i]]
    if not below or any(f.END_MARKERS.match(u.text) for u in units[at + 1 : below[0]]):
        return False
    return sum(prose[at : at + 8]) > _LONG_BELOW


_LONG_BELOW = 160


def _footnotes(units: Sequence[Unit], at: int) -> int:
    while at < len(units) and f.FOOTNOTE.match(units[at].first_line):
        at += 1
    return at


def _without_boxes(units: list[Unit], prose: Sequence[int]) -> list[Unit]:
    """Drop boxes inside the body: a marker line and the headlines that follow it."""
    kept: list[Unit] = []
    boxed = False
    for unit, size in zip(units, prose, strict=True):
        text = unit.first_line if unit.mark else unit.text
        if f.END_MARKERS.match(text) and len(text) < 80:
            # "Related video: How a battery is made" is all there is to its box
            boxed = not f.WHOLE_BOX.match(text)
            continue
        if boxed and not size:
            continue
        boxed = False
        kept.append(unit)
    return kept
