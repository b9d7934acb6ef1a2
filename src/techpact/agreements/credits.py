"""The lines that credit a text: who wrote it, above its body or right below it."""
# ruff: noqa: E501 - alternatives of one kind are easier to extend when they stand on one line

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from techpact.agreements import introductions_ja, people_en, people_ja, people_ko
from techpact.agreements.furniture import END_MARKERS, is_caption
from techpact.agreements.layout import Unit
from techpact.agreements.name_shapes_ja import can_be_name
from techpact.agreements.people_ja import Person
from techpact.agreements.records import Span

_ABOVE, _BELOW = 6, 3
_LONGEST = 160
_CREDIT = re.compile(
    r"^(?:By|BY|From|FROM|Authors?|AUTHORS?|Written by|Reported by|Editors?)\b[: ]|記者|特派員|編集委員|論説委員|執筆|著者|文責|筆者|聞き手|[\w.+-]+@"
    r"|担当者?[:：]|問い?合わせ|기자|특파원|책임자|담당자|논설위원|참석자|토론자|집필진|연구진|저자|필자|글쓴이|작성자|글\s?[=:·]"
)
_ALONE_JA = re.compile(
    r"^(?:文|筆者|執筆)?[・: ]?(?P<name>[一-鿿々]{1,3} ?[一-鿿々ぁ-ん]{1,4}|[ァ-ヺー]+(?:[・=][ァ-ヺー]+){1,3})(?: ?[((].*[))])?$"
)
_ALONE_EN = re.compile(rf"^(?P<name>{people_en.NAME})$")


def find_credit_lines(units: Sequence[Unit], body: Sequence[Unit]) -> list[Span]:
    """Find the short lines outside the body that stand beside its beginning or its end."""
    if not body:
        return []
    inside = {id(u) for u in body}
    places = [i for i, u in enumerate(units) if id(u) in inside]
    first, last = places[0], places[-1]
    gaps = [i for i in range(first, min(first + _ABOVE, last)) if id(units[i]) not in inside]
    above, below = range(max(0, first - _ABOVE), first), range(last + 1, last + 1 + _BELOW)
    found = []
    for i in [*above, *gaps, *below]:
        if i < len(units) and len(units[i].text) < _LONGEST:
            found += [Span(line.start, line.end) for line in units[i].lines]
    return found


_APPARATUS = re.compile(
    r"^[\[【〈<「■◆●▼#*\s]*(?:About\s(?:the\s)?(?:authors?|contributors?)|Acknowledge?ments?|(?:End)?[Nn]otes|NOTES|References|Contributors?|Heads\sof\sDelegations?.*|(?:Senior\s|List\sof\s)?[Pp]articipants|Signatories|参加者(?:一覧)?|出席者(?:一覧)?|참석자(?:\s명단)?|(?:Media|Press)\s(?:contacts?|enquir\w+|inquir\w+|office)|Contacts?(?:\sfor\smedia)?|著者(?:略歴|紹介|について|プロフィール)|執筆者(?:略歴|紹介|一覧)?|筆者(?:略歴|紹介|プロフィール)|略歴|注|注釈|脚注|参考文献|謝辞|(?:お?問い?合わせ先?|本件に関する(?:お?問い?合わせ先?)|担当)|저자\s?(?:소개|약력)?|필자\s?소개|집필진|연구진|각주|주석|미주|참고\s?문헌|감사의\s?글|담당\s?부서|담당자|문의처?)\s*[\]】〉>」:：|]?\s*(?:$|[|(（:：])",
    re.I,
)
_LONGEST_APPARATUS = 60


def find_apparatus(units: Sequence[Unit], body: Sequence[Unit]) -> list[Span]:
    """Find the notes, the lines on the authors and the contacts below the body."""
    if not body:
        return []
    inside = {id(u) for u in body}
    last = max(i for i, u in enumerate(units) if id(u) in inside)
    found: list[Span] = []
    open_part = joined = False
    for unit in units[last + 1 : last + 1 + _LONGEST_APPARATUS]:
        line = unit.first_line
        if _APPARATUS.match(line):
            open_part = True
        elif END_MARKERS.match(line) and len(line) < _SHORTEST_ROW:
            open_part = False
        elif not open_part and _NOTE.match(line):
            open_part = True
        if open_part:
            begin = found.pop().start if joined else unit.lines[0].start
            found.append(Span(begin, unit.lines[-1].end))
        joined = open_part
    return found


_SHORTEST_ROW = 80
_NOTE = re.compile(r"^(?:\[1\]|\(?1\)|注1|1\)|\*\s?[A-Z一-鿿가-힣])")


def find_writers(line: str) -> Iterator[Person]:
    """Find the people in one folded line outside the body, when it is one that credits."""
    if is_caption(line.strip() or " "):
        return  # who took a picture did not write the text
    if _CREDIT.search(line):
        for finder in (people_en, people_ja, people_ko):
            yield from (p for p in finder.find_people(line) if p.full)
        yield from introductions_ja.find_introduced(line)
        return
    stripped = line.strip()
    at = line.find(stripped)
    found = _ALONE_JA.match(stripped)
    if found and can_be_name(found["name"].replace(" ", "")):
        yield Person(at, at + found.end("name"), found["name"], None, 0.8, True)
    found = _ALONE_EN.match(stripped)
    if found and people_en.known_given_name(found["name"]) and people_en.can_be_name(found["name"]):
        yield Person(at, at + found.end("name"), found["name"], None, 0.8, True)
