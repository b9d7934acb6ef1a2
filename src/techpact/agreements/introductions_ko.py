"""Find people in Korean text where the name stands first: name, then the body, then the office.

That is how the press introduces everybody (조성환 현대모비스 고문); lists, tables and the boxes
below a text do the same line by line. A family name alone is somebody who was named in full.
"""
# ruff: noqa: E501 - lists of words are easier to extend when they stand on one line

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from techpact.agreements.korean_names import COMPOUND, SURNAMES, TITLES
from techpact.agreements.lexicon import words
from techpact.agreements.name_shapes_ko import (
    foreign_length,
    is_body,
    is_chinese,
    is_foreign_pair,
    is_full_name,
    is_native,
    sounds_foreign,
)
from techpact.agreements.organisations_ko import END, PARTICLE
from techpact.agreements.people_ja import Person

_MORE = (
    "마스터|총괄|담당|펠로우?|매니저|디렉터|시니어|리더|파트장|그룹장|랩장|실무책임자|연구교수|겸임교수|초빙교수|특임교수|객원교수|교사|강사|조교|간사|사무관|주무관"
    "|국무위원장|정치국원|부주석|당서기|총서기|외교부장|상무부장|부장관보|차관보|부차관보|부차관|보좌관보|비서관|집행위원장|집행위원|총국장|부총국장|관장|역장|지점장|법인장|대표부|부본부장|단장|부단장"
    "|이사회|평의원|명예회장|회장대행|총재|부총재|상근부회장|선임연구위원|수석연구위원|선임연구원|수석연구원|주임|대리|차장|과학관|참사관|공사|서기관|영사|군수|시장|구청장|도지사|부지사|왕세자|국왕|총독|협력관|공보관|기획조정관|심사관|감사관|서기장|의원실|상무관|장관대행|청장대행|총재대행|국장대행|작가|감독|원사|평론가|칼럼니스트|소설가|강연자|발표자|투자가|창업가|기업가"
)
_TITLE_WORD = re.compile(
    rf"(?P<office>[가-힣A-Za-z0-9·&]{{0,16}}?)(?P<title>{TITLES}|{_MORE})(?P<tail>{PARTICLE}(?:께서|님)?(?:이라며|이라고|이고|이며|이다|였다|이었다|으로서|로서|대행|과도|와도|에게도|으로부터)?)"
)
_OFFICE_WORD = re.compile(rf"(?:{TITLES})(?:은|는|이|가|을|를|의|과|와|도|에게|인)?|지도로")
"""An office with a particle is no name (국장이)."""
_WORD = re.compile(r"[가-힣A-Za-z0-9·・&-]+")
_BREAK = re.compile(r"[^가-힣A-Za-z0-9·・& -]")
_MOST_BETWEEN = 6
_BODY_ENDS = re.compile(
    r"(?:은|는|을|를|에서|에게|까지|부터|하는|한|된|되는|하고|하며|하여|해서|위해|통해|대해|따라|이어|라고|했다|던|의)$"
)
_NO_BODIES = words("같은 이날 오는 지난 이번 다른 모든 각 등 것 수 또 더 그 이 두")
_GOES_OVER = words("전 현 및 겸 담당 산하 소속 주한 신임 전임 명예")

_AGED = re.compile(
    r"(?<![가-힣])(?P<name>[가-힣]{3,4})(?=\((?:[1-9]\d세?|사진|왼쪽|오른쪽|가운데|여|남)[·・,)])"
)
_HEADLINE = re.compile(r"(?m)^(?P<name>[가-힣]{3}) ?(?=[\"“‘'])")
"""Who is quoted in a headline."""
_CELL = re.compile(r"(?m)[│|┃\t][ ]*(?P<name>[가-힣]{2,5}(?: [가-힣]{1,6}){0,2})[ ]*(?=[│|┃\t]|$)")
_BETWEEN_SLASHES = re.compile(r"(?<= / )(?P<name>[가-힣]{2,5}(?: [가-힣]{1,6}){0,3})(?= / )")
_LED = re.compile(
    r"(?m)(?:^[ ]*(?:[-•·・▲△▶■□◇◆○●*※☞☎]|\d+[.)])[ ]*|[-–—:][ ]+|[,·・][ ]?|^[ ]*|[\"'“‘’”][ ]?|\][ ]?|[.?!][ ])(?=[가-힣])"
)
_SPACED = re.compile(r"(?<=[ \n(])(?=[가-힣])")
_OF = re.compile(r"[가-힣A-Za-z0-9)](?:의|인|출신|소속|측) $")
_ENUMERATES = re.compile(r"(?:,| 등|[·・]|와 |과 |은 |는 |이 |가 |도 |를 |을 |의 )")
_FAMILY_THEN = re.compile(
    rf"(?<![가-힣A-Za-z])(?P<name>[{SURNAMES}]|{'|'.join(COMPOUND)}|[가-힣]{{1,7}})\s(?P<role>[가-힣]{{2,8}}?){PARTICLE}(?:님)?{END}"
)
_LONGEST = 90
_SHORT_FORM = re.compile(r"(?<=[가-힣])\([A-Z][A-Za-z0-9&-]{1,11}\) ")
"""An abbreviation in brackets, behind which the sentence goes on."""
_HIGH = re.compile(r"대통령|총리|수상|주석|국왕|총서기|장관|외무상|외상|의원$")
_PRESENT = re.compile(
    r"(?:참석자|토론자|발표자|집필진|연구진|참여자|저자|필자)[^\]\n:：]{0,14}[\]:：] ?(?P<names>[가-힣][가-힣 ]+(?:(?:[・·,]|, ) ?[가-힣][가-힣 ]+){1,40})"
)
"""A list of those present, parted by dots or commas."""
_BARE = re.compile(
    r"(?<![가-힣])(?P<name>(?P<given>[가-힣]{2,6}) (?P<family>[가-힣]{2,6}?))(?=(?:은|는|이|가|을|를|의|와|과|도|에게|께서|와는|과는|에게는)?(?![가-힣]))"
)
"""A known given name of another country and a word that sounds foreign."""
_PHONED = re.compile(r"(?<![가-힣])(?P<name>[가-힣]{3,4}) ?(?=\(?0\d{1,2}-\d)")
"""Somebody with a telephone number."""
_SLASH = re.compile(r"(?m)^[ ]*(?P<name>[가-힣]{2,6}(?: [가-힣]{1,6}){0,2})/(?=[가-힣A-Z])")
"""A speaker in a broadcast: the name, then who it is."""
_OFFICE_FIRST = re.compile(
    r"(?:장관|차관|원장|회장|총장|청장|이사장|사장|위원장|대사|총재|대표|본부장|국장) (?P<name>[가-힣]{3,4}?)(?=[,)\]'\"’”]|은 |는 |이 |가 |과 |와 |, )"
)
_SEATED = re.compile(
    r"(?m)(?:위원장|위원|의장|간사|정부 측|참고인|진술인|증인|배석)[::]? (?P<names>[가-힣]{3}(?:[·・,] ?[가-힣]{3}){0,40})(?= 등|[ ]*$)"
)
"""Those present by what they are, in the record of a meeting."""
_TIED = re.compile(r"(?:와는|과는|에게는|[가-힣]{2}와|[은는을를])$")
"""Particles that part a name from what follows."""
_AGE = re.compile(r"(?<=[가-힣]) ?\((?=[1-9]\d세?[·・,)]|0\d{1,2}-\d)")
_MISTER = re.compile(rf"(?<=[가-힣])(?P<mister>씨){PARTICLE}{END}")
_BACK = 30


class _Token(NamedTuple):
    start: int
    end: int
    text: str


def find_introduced(text: str) -> Iterator[Person]:
    """Find those whose name stands before their body and office, in running text and in lists."""
    taken = -1
    for place in _starts(text):
        if place < taken:
            continue
        person = _introduced(text, place)
        if person is not None:
            taken = person.end
            yield person
    for pattern in (_AGED, _HEADLINE, _PHONED, _OFFICE_FIRST):
        for match in pattern.finditer(text):
            if is_native(match["name"]):
                yield Person(*match.span("name"), match["name"], None, 0.9, True)
    for match in _SLASH.finditer(text):
        if is_full_name(match["name"].split()):
            yield Person(*match.span("name"), match["name"], None, 0.9, True)
    for match in _SEATED.finditer(text):
        for name in re.finditer(r"[가-힣]{3}", match["names"]):
            if is_native(name.group()):
                a = match.start("names")
                yield Person(a + name.start(), a + name.end(), name.group(), None, 0.88, True)
    for match in _PRESENT.finditer(text):
        for name in re.finditer(r"[가-힣]+(?: [가-힣]+)*", match["names"]):
            if is_full_name(name.group().split()):
                a = match.start("names")
                yield Person(a + name.start(), a + name.end(), name.group(), None, 0.88, True)
    for match in _BARE.finditer(text):
        if is_foreign_pair(match["given"], match["family"]):
            yield Person(*match.span("name"), match["name"], None, 0.8, True)
    for match in _AGE.finditer(text):
        yield from _behind(text, match.start(), None)
    for match in _MISTER.finditer(text):
        yield from _behind(text, match.start("mister"), match.span("mister"))
    yield from _of_bodies(text)
    yield from _in_cells(text)


def _behind(text: str, end: int, role: tuple[int, int] | None) -> Iterator[Person]:
    """The foreign name that ends at a place, before an age or 씨."""
    tokens = [
        _Token(m.start(), m.end(), m.group())
        for m in _WORD.finditer(text, max(0, end - _BACK), end)
        if m.start() == 0 or not text[m.start() - 1].isalnum()
    ][-4:]
    if role is None and tokens and is_native(tokens[-1].text):
        return  # told by other patterns; what stands before it is no given name
    for i in range(len(tokens)):
        parts = [t.text for t in tokens[i:]]
        whole = text[tokens[i].start : end]
        if "\n" not in whole and foreign_length(parts) == len(parts) > 1:
            yield Person(tokens[i].start, end, whole, role, 0.9, True)
            return
    if tokens and tokens[-1].end == end and (role is None or is_native(tokens[-1].text)):
        last = tokens[-1]
        if is_chinese(last.text) or (role and is_native(last.text)):
            yield Person(last.start, end, last.text, role, 0.9, True)


def _starts(text: str) -> Iterator[int]:
    yield from sorted({m.end() for p in (_LED, _SPACED) for m in p.finditer(text)})


def _introduced(text: str, place: int) -> Person | None:
    tokens = _following(text, place)
    if len(tokens) < 2:
        return None
    size, native = _name_of(tokens)
    if not size or _TIED.search(tokens[size - 1].text):
        return None
    end = tokens[size - 1].end
    rest = tokens[size:]
    if text[end : end + 1] == "(":
        return None  # brackets have finders of their own
    for i, token in enumerate(rest[: _MOST_BETWEEN + 1]):
        title = _TITLE_WORD.fullmatch(token.text)
        if title:
            if native and i == 1 and _HIGH.search(title["title"]) and not is_body(rest[0].text):
                end = rest[0].end  # 노무라 하나에 총리: the second word is no body
            role = (rest[0].start, token.start + title.end("title"))
            if end > role[0]:
                role = (token.start, role[1])
            name = text[tokens[0].start : end]
            return Person(tokens[0].start, end, name, role, 0.91 if native else 0.87, True)
        if token.text in _NO_BODIES:
            return None
        if (
            token.text not in _GOES_OVER
            and _BODY_ENDS.search(token.text)
            and not token.text.isascii()
        ):
            return None
        if i and text[rest[i - 1].end : token.start].strip(" ") not in {"", "(", ")"}:
            return None
    return None


def _name_of(tokens: Sequence[_Token]) -> tuple[int, bool]:
    if _OFFICE_WORD.fullmatch(tokens[0].text):
        return 0, False
    if is_native(tokens[0].text):
        return 1, True
    if is_chinese(tokens[0].text) and not sounds_foreign(tokens[1].text):
        return 1, False
    return foreign_length([t.text for t in tokens[:5]]), False


def _following(text: str, place: int) -> list[_Token]:
    """The words from a place to the next break in the sentence."""
    end = min(len(text), place + _LONGEST)
    for stop in _BREAK.finditer(text, place, end):
        if not (
            stop.group() in "()" and _SHORT_FORM.match(text, text.rfind("(", place, stop.end()))
        ):
            end = stop.start()
            break
    return [_Token(m.start(), m.end(), m.group()) for m in _WORD.finditer(text, place, end)][
        : _MOST_BETWEEN + 5
    ]


def _of_bodies(text: str) -> Iterator[Person]:
    """Foreigners in a list who are told by their body alone: 에릭슨의 소피아 룬드마르크, …."""
    for found in _SPACED.finditer(text):
        place = found.end()
        if not _OF.search(text, max(0, place - 4), place):
            continue
        tokens = _following(text, place)
        bare = [t.text for t in tokens[:4]]
        for cut in range(min(4, len(bare)), 1, -1):
            last = bare[cut - 1]
            stem = re.sub(r"(?:은|는|이|가|을|를|와|과|도|의)$", "", last)
            for word in dict.fromkeys((last, stem)):
                if (
                    not word
                    or foreign_length([*bare[: cut - 1], word]) != cut
                    or not sounds_foreign(word)
                ):
                    continue
                end = tokens[cut - 1].start + len(word)
                if word == last and not _ENUMERATES.match(text, end):
                    continue
                name = text[place:end]
                yield Person(place, end, name, None, 0.8, True)
                break
            else:
                continue
            break


def _in_cells(text: str) -> Iterator[Person]:
    """Names that fill a cell of a table, or stand between slashes."""
    for match in _BETWEEN_SLASHES.finditer(text):
        if is_full_name(match["name"].split()):
            yield Person(*match.span("name"), match["name"], None, 0.86, True)
    for match in _CELL.finditer(text):
        if is_full_name(match["name"].split()):
            yield Person(*match.span("name"), match["name"], None, 0.86, True)


def find_again(text: str, people: Sequence[Person]) -> Iterator[Person]:
    """Find family names with the last word of the office of somebody who was named in full."""
    offices: dict[str, set[str]] = {}
    for person in people:
        if not person.full or person.role is None:
            continue
        role = text[slice(*person.role)].split()
        if not role:
            continue
        last = role[-1]
        parts = person.name.split()
        family = parts[-1] if len(parts) > 1 else _family(person.name)
        for known in {family, *((parts[0],) if len(parts) > 1 else ())}:
            offices.setdefault(known, set()).add(last)
    if not offices:
        return
    for match in _FAMILY_THEN.finditer(text):
        lasts = offices.get(match["name"], ())
        if any(last.endswith(match["role"]) or match["role"].endswith(last) for last in lasts):
            yield Person(*match.span("name"), match["name"], match.span("role"), 0.9, False)


def _family(name: str) -> str:
    return name[:2] if name.startswith(COMPOUND) and len(name) > 3 else name[:1]
