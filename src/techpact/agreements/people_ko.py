"""Find people in Korean text by the titles behind or before their names."""
# ruff: noqa: E501 - lists of words are easier to extend when they stand on one line

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Sequence

from techpact.agreements import introductions_ko
from techpact.agreements.foreign_words_ko import FOREIGN_GIVEN
from techpact.agreements.korean_names import (
    COMMON,
    COMPOUND,
    NOT_NAME,
    SURNAMES,
    TITLES,
)
from techpact.agreements.lexicon import words
from techpact.agreements.name_shapes_ko import (
    COMMON_THREE,
    OFFICE_LIKE,
    is_mission,
    is_native,
    may_be_part,
    sounds_foreign,
)
from techpact.agreements.organisations_ko import END, PARTICLE
from techpact.agreements.people_ja import Person
from techpact.agreements.places import korean_countries

# a title with a particle ends an earlier name (… 총리와 …)
_PASSED = rf"(?:[가-힣0-9]{{3,8}}?)?(?:{TITLES})(?:은|는|이|가|을|를|의|와|과|도|에게|께서|측은)\s"
_TITLED = re.compile(
    rf"(?<![가-힣A-Za-z])(?P<before>(?:(?!{_PASSED})[가-힣A-Za-z·]{{1,14}}\s){{1,7}})(?P<office>[가-힣0-9]{{0,10}}?)(?P<title>{TITLES}){PARTICLE}(?:께서|님)?{END}"
)
_ENDS_PARTICLE = re.compile(
    r"(?:은|는|을|를|의|와|과|에서|에게|으로|에|까지|부터|및|등|하는|한|된|되는|할|하고|하며"
    r"|하여|해|해서|위해|통해|대해|따라|맞아|이어|만나|며|이라고"
    r"|라고|했다)$"
)
_TWO = 2
_GIVEN = re.compile(r"^[가-힣]{2,4}$")
_TIME = re.compile(r"(?:일|월|년|날|주|전|후|번|회|차|째|시|장|인|적|간|중|측|등|씨)$")
_FOREIGN_OK = re.compile(r"^[가-힣]{1,6}$")


_CORPORATE = re.compile(r"최고[가-힣]{2,6}책임자|대표")
_ROLE_FIRST = re.compile(
    r"(?P<role>(?:최고[가-힣]{2,6}책임자|최고경영자|대표이사|대표|회장|사장|총재|CEO|CTO|CFO)(?:\([A-Z]{3}\))?)\s"
    r"(?P<name>[가-힣]{2,5}(?:\s[가-힣]{2,6})?)(?=(?:은|는|이|가|도|와|과)\s)"
)


_HANJA = re.compile(
    rf"(?<![가-힣])(?P<name>[{SURNAMES}][가-힣]{{1,3}})\((?:[一-鿿]{{2,5}}|[0-9]{{2}}세?|[A-Z][A-Za-z .-]{{3,40}})\)"
)
"""A name with its Chinese characters, its Latin spelling or an age in brackets."""
_BRACKETED = re.compile(
    rf"(?<![가-힣])(?P<name>[가-힣]{{2,7}}(?: [가-힣]{{2,8}})?)\((?P<role>[가-힣A-Za-z ·]{{0,24}}(?:{TITLES}))\)"
)
_BYLINE = re.compile(
    r"(?m)(?:^|[\[(=|/]|[A-Za-z가-힣]=)\s?(?:글|사진|취재|정리|그래픽|저자|작성자|글쓴이|집필|필자|지은이|번역)?\s?[=:・ ]\s?(?P<names>[가-힣]{2,4}(?:[・,] ?[가-힣]{2,4}){0,4})\s?(?P<role>기자|특파원|논설위원)"
)
_CREDIT = re.compile(
    r"(?m)(?:^|[\[(|/] ?)(?:글|사진|취재|정리|저자|작성자|글쓴이|집필|필자|지은이|번역|집필자|연구책임자)\s?[=:·・]\s?(?P<names>[가-힣]{2,4}(?:[・,] ?[가-힣]{2,4}){0,4})(?=\s*(?:[)\]|/(]|$))"
)
_IN_OFFICE = re.compile(
    rf"\((?P<role>(?:(?:{TITLES}) 겸 )?(?:제?[1-3])?(?:{TITLES}))\s?(?P<name>[가-힣]{{2,4}}|[가-힣]{{2,8}} [가-힣]{{2,8}})(?=[),・·])"
    r"|(?P<clerk>과장|사무관|주무관|팀장|서기관|책임자|담당자|국장|연구관)\s?:?\s(?P<called>[가-힣]{3})(?=\s?(?:\(?0\d|[,)]|$))",
    re.M,
)
"""A body with its head in brackets, and the contacts below an announcement."""


def find_people(text: str) -> Iterator[Person]:
    """Find people in a folded Korean text by the titles behind or before their names."""
    introduced = list(introductions_ko.find_introduced(text))
    spans = sorted((p.start, p.end) for p in introduced)
    found = [p for p in (*_titled(text), *_credited(text)) if not _cut(p, spans)]
    parts = {part for p in found if " " in p.name for part in p.name.split()}
    found = [*(p for p in found if _certain(text, p, parts)), *introduced]
    found = [p for p in found if not _posted(text, p)]
    yield from found
    yield from introductions_ko.find_again(text, found)
    known = {(p.name, text[slice(*p.role)]) for p in found if p.full and p.role}
    for match in _SHORT.finditer(text):
        # 한 장관: a family name alone, when somebody of the family was named
        short, office = match["name"], match["role"]
        if any(
            len(n) > len(short) and n.startswith(short) and " " not in n and role.endswith(office)
            for n, role in known
        ):
            yield Person(*match.span("name"), short, match.span("role"), 0.9, False)
    for match in _INITIALLED.finditer(text):
        yield Person(*match.span("name"), match["name"], match.span("role"), 0.88, True)
    families = {p.name[0] for p in found if p.full and p.name and " " not in p.name}
    for match in _TEAM.finditer(text):
        if match["name"] in families:
            yield Person(*match.span("name"), match["name"], match.span("role"), 0.85, False)
    for person in found:
        yield from _beside(text, person)


def _cut(person: Person, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether a name overlaps one that is known by its place before a body."""
    i = bisect.bisect_left(spans, (person.start, person.end))
    return any(
        a < person.end and person.start < b and (a, b) != (person.start, person.end)
        for a, b in spans[max(0, i - 2) : i + 2]
    )


_ENVOY = re.compile(r"(?:대사|공사|영사|참사관|서기관|무관)$")


def _posted(text: str, person: Person) -> bool:
    """Whether a supposed name is where an envoy is posted (주베트남 대사)."""
    role = text[slice(*person.role)] if person.role else ""
    return is_mission(person.name) and _ENVOY.search(role) is not None


_HIGH = re.compile(
    r"(?:대통령|부통령|총리|장관|장관보|차관|수상|주석|의원|국왕|총서기|외무상|외상|대신|CEO|최고경영자|사무총장|총재|특사|대변인|대사|보좌관|집행위원)$"
)


def _certain(text: str, person: Person, parts: set[str]) -> bool:
    """Whether a lone foreign word with an office is a name: known, or of one in high office."""
    tokens = person.name.split()
    named = tokens[:-1] if len(tokens) > 1 and tokens[-1] in SURNAMES else tokens
    if any(t in COMMON or t in NOT_NAME for t in named):
        return False
    if len(tokens) > 1 or is_native(person.name) or person.role is None:
        return True
    if _korean_name(person.name) and len(person.name) > _TWO:
        return True
    return person.name in parts or bool(_HIGH.search(text[slice(*person.role)]))


_SHORT = re.compile(
    rf"(?<![가-힣A-Za-z])(?P<name>[{SURNAMES}]|{'|'.join(COMPOUND)})\s(?P<role>[가-힣]{{0,8}}?(?:{TITLES})){PARTICLE}(?:께서|님)?{END}"
)
_INITIALLED = re.compile(
    rf"(?<![\w.])(?P<name>(?:[A-Z]\. ?){{1,3}}[가-힣]{{2,7}}(?: [가-힣]{{2,7}})?) (?P<role>[가-힣]{{0,10}}?(?:{TITLES})){PARTICLE}{END}"
)
"""A foreign name with its initials in Latin letters."""
_TEAM = re.compile(rf"(?<![가-힣A-Za-z])(?P<name>[{SURNAMES}]) (?P<role>박사|교수)(?=팀)")
"""The team of somebody who was named in full."""
_BEFORE_IN_LIST = re.compile(r"(?<![가-힣])(?P<name>[가-힣]{2,4})(?:[・,] ?|(?<=[가-힣])[와과] )$")


def _beside(text: str, person: Person) -> Iterator[Person]:
    """Those named before a person with the one title that all of a list share."""
    end, name = person.start, person.name
    for _ in range(_MOST_IN_LIST):
        before = _BEFORE_IN_LIST.search(text, max(0, end - 12), end)
        if before is None or not (is_native(before["name"]) and is_native(name)):
            return
        if before["name"][-1] in "로며고서면":  # 조치로, … : a word with its particle
            return
        end, name = before.start(), before["name"]
        yield Person(*before.span("name"), name, person.role, 0.85, True)


_FIRM_OF_THREE = re.compile(r"[대청처]$|^.전자$|^.제철$")
_MOST_IN_LIST = 8


def _credited(text: str) -> Iterator[Person]:
    for match in _HANJA.finditer(text):
        name = match["name"]
        latin = text[match.end("name") + 1].isascii() and not text[match.end("name") + 1].isdigit()
        if is_native(name) or (not latin and _korean_name(name)):
            yield Person(*match.span("name"), match["name"], None, 0.86, True)
    for match in _BRACKETED.finditer(text):
        name = match["name"]
        if _OFFICE_END.search(name.split()[0]) or name.endswith(" 겸"):
            continue  # two offices, the name behind them
        if " " not in name:
            if not is_native(name):
                continue
        elif any(w in NOT_NAME or OFFICE_LIKE.search(w) for w in name.split()):
            continue
        yield Person(*match.span("name"), name, match.span("role"), 0.85, True)
    for match in _IN_OFFICE.finditer(text):
        group, office = ("name", "role") if match["name"] else ("called", "clerk")
        called = match[group]
        foreign = " " in called and not any(
            w in NOT_NAME or w in COMMON or OFFICE_LIKE.search(w) for w in called.split()
        )
        if foreign or is_native(called) or (match["name"] and _korean_name(called)):
            yield Person(*match.span(group), called, match.span(office), 0.9, True)
    for pattern in (_BYLINE, _CREDIT):
        for match in pattern.finditer(text):
            for name in re.finditer(r"[가-힣]{2,4}", match["names"]):
                if is_native(name.group()):
                    a = match.start("names")
                    yield Person(a + name.start(), a + name.end(), name.group(), None, 0.9, True)


def _titled(text: str) -> Iterator[Person]:
    for match in _ROLE_FIRST.finditer(text):
        words = match["name"].split()
        if len(words) == _TWO or _korean_name(words[0]):
            if any(OFFICE_LIKE.search(w) or w in NOT_NAME for w in words):
                continue
            yield Person(*match.span("name"), match["name"], match.span("role"), 0.8, True)
    for match in _TITLED.finditer(text):
        if match["title"] == "대신" and not match["office"]:
            continue  # 블루포스 대신: instead of it
        tokens = [
            (m.start(), m.end(), m.group())
            for m in re.finditer(r"[가-힣A-Za-z·]+", match["before"])
        ]
        base = match.start("before")
        line = _after_heading(text, base, match.end("before"))
        tokens = [t for t in tokens if base + t[0] >= line]
        office_start = match.start("office")
        # walk back over the office (과학기술정보통신부 장관, 백악관 과학기술정책실장)
        while (
            tokens
            and (OFFICE_LIKE.search(tokens[-1][2]) or tokens[-1][2] in NOT_NAME)
            and not _korean_name(tokens[-1][2])
            and not _ends_foreign_name(tokens)
        ):
            if (
                tokens[-1][2] in {"전", "당시", "신임"}
                or OFFICE_LIKE.search(tokens[-1][2])
                or tokens[-1][2] in {"미", "미국", "백악관", "대통령실"}
            ):
                office_start = base + tokens[-1][0]
            if tokens.pop()[2] == "담당":
                while len(tokens) > 1 and tokens[-1][2] in _CHARGES:
                    office_start = base + tokens.pop()[0]
        while len(tokens) > 1 and _AFFILIATION.search(tokens[-1][2]):
            office_start = base + tokens[-1][0]
            tokens.pop()
        if tokens and (both := _holds_two(tokens)):
            # 배경훈 부총리 겸 … 장관: the name stands before the first of two offices
            office_start = base + tokens[both][0]
            del tokens[both:]
        if not tokens or tokens[-1][2] == "겸":
            continue
        surname = _ends_foreign_name(tokens)
        while tokens and tokens[-1][2] in korean_countries() and not surname:
            office_start = base + tokens[-1][0]
            tokens.pop()
        if not tokens:
            continue
        role, last = (office_start, match.end("title")), tokens[-1]
        if _CORPORATE.match(match["title"]) and not _korean_name(last[2]) and len(tokens) < _TWO:
            continue  # a firm and the office in it, with the name behind
        # "다카이치 사나에 총리": two words that open a sentence are a name, whatever they end in
        opens = len(tokens) == _TWO and not text[:base].rstrip(" ")[-1:].isalnum()
        ends = _ENDS_PARTICLE.search(last[2]) and not (
            last[2][-1] not in "은는을를" and opens and _plain_word(tokens[0][2])
        )
        if (
            (last[2] in NOT_NAME and not surname)
            or (len(last[2]) > _TWO and _OFFICE_END.search(last[2]))
            or _MODIFIER.search(last[2])
            or (ends and not _korean_name(last[2]))
        ):
            continue
        if is_native(last[2]) and (_HOME_TITLE.match(match["title"]) or not _given_before(tokens)):
            yield Person(base + last[0], base + last[1], last[2], role, 0.93, True)
            continue
        if len(tokens) > 1 and _at_a_firm(tokens[-2][2], last[2], match["title"]):
            # 조성준 리벨리온 부사장: name, firm, office
            first = tokens[-2]
            role = (base + last[0], role[1])
            yield Person(base + first[0], base + first[1], first[2], role, 0.9, True)
            continue
        if _korean_name(last[2]) and not _given_before(tokens):
            yield Person(base + last[0], base + last[1], last[2], role, 0.92, len(last[2]) >= 3)
            continue
        if not _FOREIGN_OK.match(last[2]) or (
            match["office"]
            and match["title"] not in {"장관", "차관"}
            and match["office"] not in {"전", "부"}
            and not OFFICE_LIKE.search(match["office"])
        ):
            continue
        first = last
        for token in reversed(tokens[:-1]):
            if (
                token[2] in NOT_NAME
                or token[2] in korean_countries()
                or (_ENDS_PARTICLE.search(token[2]) and not _given(tokens, token))
                or not _FOREIGN_OK.match(token[2])
                or "\n" in text[base + token[1] : base + first[0]]
                or not may_be_part(token[2])
                or (first is not last and not _may_lead(token[2]))
                or sum(t[2] not in _PARTICLES for t in tokens[tokens.index(token) :]) > _MOST_PARTS
                or OFFICE_LIKE.search(token[2])
            ):
                break
            first = token
        name = text[base + first[0] : base + last[1]]
        yield Person(base + first[0], base + last[1], name, role, 0.85, " " in name)


def _may_lead(word: str) -> bool:
    """Whether a third word can be a part of a foreign name."""
    return sounds_foreign(word) or word in _PARTICLES or word in FOREIGN_GIVEN


def _after_heading(text: str, start: int, end: int) -> int:
    """Where the line begins that goes on from no other: a short line before it is a heading."""
    cut = text.rfind("\n", start, end)
    if cut < 0 or (cut - text.rfind("\n", 0, cut) > _SHORTEST_WRAPPED and text[cut - 1] != "다"):
        return start
    return cut + 1


_SHORTEST_WRAPPED = 24
_CHARGES = COMMON | words("전환 정책 핵심광물 경제안보 과학기술 기후변화")
"""Words for what somebody with an office is in charge of."""
_OFFICE_END = re.compile(rf"(?:{TITLES})$")
_LOOK_NATIVE = words(
    "마리아 유리아 안나리 이리나 나디아 소피아 지아니 마리오 마르코 이사벨 로사리 도미니 노아미"
)
"""Given names of other countries that are made of Korean syllables."""


def _holds_two(tokens: list[tuple[int, int, str]]) -> int:
    """Where the first of two offices joined by 겸 begins among words, or 0."""
    joint = next((i for i, t in enumerate(tokens) if t[2] == "겸"), 0)
    return joint - 1 if joint > 1 and _OFFICE_END.search(tokens[joint - 1][2]) else 0


def _ends_foreign_name(tokens: list[tuple[int, int, str]]) -> bool:
    """Whether one syllable is the family name of somebody with a foreign given name."""
    if len(tokens) != _TWO or len(tokens[-1][2]) != 1 or tokens[-1][2] not in SURNAMES:
        return False
    given = tokens[0][2]
    return len(given) > _TWO and _plain_word(given) and not is_native(given) and given not in COMMON


def _at_a_firm(name: str, firm: str, title: str) -> bool:
    """Whether a Korean name stands before the firm in which somebody holds an office."""
    return (
        is_native(name)
        and name not in _LOOK_NATIVE
        and not is_native(firm)
        and len(firm) > _TWO
        and _IN_A_FIRM.match(title) is not None
        and not _ENDS_PARTICLE.search(firm)
        and firm not in COMMON
    )


_IN_A_FIRM = re.compile(
    r"대표|회장|부회장|사장|부사장|전무|상무|이사|최고|본부장|연구원|팀장|센터장|소장|애널리스트"
)
_AFFILIATION = re.compile(
    r"^[A-Z][A-Za-z0-9&]+$|^[가-힣]{2,6}도$|[가-힣]{2,}(?:대|공대|과기대|외대|특별시|광역시|[경충전강제][가-힣]{1,3}도|충청북도|충청남도|전라남도|경상북도|경상남도|강원도|제주도|군청|시청|도청|신문|일보|뉴스|방송|경제|당)$"
)
"""Where somebody works or teaches, between the name and the office."""
_PARTICLES = words("판 반 데 덴 폰 드 델 라 르 알 빈 본 더 디 판데르")
"""Particles of foreign family names."""
_MOST_PARTS = 3
_HOME_TITLE = re.compile(r"기자|특파원|논설위원|대표|회장|사장|부사장|전무|상무|이사")
"""Before these a company or paper stands, not the given name of a foreigner."""
_MODIFIER = re.compile(
    r"(?:로운|스러운|적인|있는|없는|많은|같은|다른|이번|모든)$|^주[한미일중영독불러호인캐EU]$|^(?:각국|양국)"
)
"""Words that tell what sort of official is meant, or where an ambassador sits."""


_LINKS = re.compile(
    r"(?:따르면|의하면|관련해|앞서|통해|위해|대해|비롯해|함께|가운데|측에서|에서|에게|으로|까지|부터)$"
)
"""Words that lead from one part of a sentence to the next, never a given name."""


def _given(tokens: list[tuple[int, int, str]], token: tuple[int, int, str]) -> bool:
    """Whether a word that ends like a verb is a given name: a body or country stands before it."""
    at = tokens.index(token)
    before = tokens[at - 1][2] if at else ""
    if token[2].endswith("의") or _LINKS.search(token[2]):
        return False
    if before.endswith("의"):
        return len(token[2]) == _TWO or before[:-1] in korean_countries()
    return before in korean_countries()


def _plain_word(word: str) -> bool:
    return not (
        word in NOT_NAME
        or word in korean_countries()
        or _ENDS_PARTICLE.search(word)
        or OFFICE_LIKE.search(word)
        or _TIME.search(word)
    )


def _given_before(tokens: list[tuple[int, int, str]]) -> bool:
    """Whether the word before a name of Korean length makes it a foreign one (헬렌 오코예)."""
    if len(tokens) < _TWO:
        return False
    word = tokens[-2][2]
    if word in _PARTICLES:
        return True
    if _LINKS.search(word):
        return False
    if len(word) > _TWO and word[-1] in "대연원힘당청처부협련":  # 서울대, a university
        return False
    return (
        bool(_GIVEN.match(word))
        and word not in NOT_NAME
        and word not in korean_countries()
        and not _ENDS_PARTICLE.search(word)
        and not OFFICE_LIKE.search(word)
        and not _TIME.search(word)
    )


def _korean_name(token: str) -> bool:
    if token in NOT_NAME or (OFFICE_LIKE.search(token) and len(token) != 3):
        return False
    if len(token) == 3 and (
        sounds_foreign(token) or token in COMMON_THREE or _FIRM_OF_THREE.search(token)
    ):
        return False
    return (
        2 <= len(token) <= 3
        and token[0] in SURNAMES
        and not _ENDS_PARTICLE.search(token[2:] if len(token) > 2 else "")
    )
