"""Find people in Korean text by the titles behind or before their names."""
# ruff: noqa: E501 - lists of words are easier to extend when they stand on one line

from __future__ import annotations

import re
from collections.abc import Iterator

from techpact.agreements.lexicon import words
from techpact.agreements.organisations_ko import END, ORGANISATION, PARTICLE
from techpact.agreements.people_ja import Person
from techpact.agreements.places import korean_countries

_TITLES = (
    "대통령|부통령|총리|부총리|장관|차관|차관보|실장|국장|청장|처장|위원장|의장|의원|상원의원"
    "|하원의원|대표|회장|부회장|사장|원장|총장|사무총장|교수|박사|대사"
    "|국가주석|주석|총서기"
    "|씨|기자|대변인|보좌관|특사|일왕|천황|국왕|수석|본부장|소장|외무상|외상|경제산업상|방위상"
    "|재무상|관방장관|대신|이사장|부장관|비서실장|안보실장|국무장관"
    ""
    "|담당상|담당장관|문부과학상|총무상|환경상"
    "|대표이사|공동대표|원내대표|당대표|부의장|최고[가-힣]{2,6}책임자|이사|전무|상무"
    "|특파원|논설위원|편집장|부소장|부원장|부국장|과장|담당관|서기관|이사관|고문|물리학자|경제학자|과학자"
    "|명예교수|석좌교수|부교수|조교수|수상|도지사|지사|부행장|심의관|정책관|기획관|조정관|비서관|행정관|영사|대사대리"
    "|부대표|창업자|설립자|공동창업자|최고경영자|엔지니어|위원|부위원장|감사|당수|회장단|부시장"
    "|연구위원|연구원|책임연구원|센터장|단장|팀장|부장|부사장|부총장|학장|총재|행장"
    "|최고경영자|총영사|참사관|사령관|주지사|전문위원|애널리스트|변호사"
    "|상무장관|재무장관|에너지장관|외교장관|통상교섭본부장"
)
_SURNAMES = (
    "김이박최정강조윤장임한오서신권황안송류홍전고문양손배백허유남심노하곽성차주"
    "우구민진나지엄채원천방공현함변염여추도소석선설마길연위표명기반라왕금옥육인맹제모탁국어은편용"
)
# a title with a particle ends an earlier name (… 총리와 …)
_PASSED = rf"(?:[가-힣0-9]{{3,8}}?)?(?:{_TITLES})(?:은|는|이|가|을|를|의|와|과|도|에게|께서|측은)\s"
_TITLED = re.compile(
    rf"(?<![가-힣A-Za-z])(?P<before>(?:(?!{_PASSED})[가-힣A-Za-z·]{{1,14}}\s){{1,7}})(?P<office>[가-힣0-9]{{0,10}}?)(?P<title>{_TITLES}){PARTICLE}(?:께서|님)?{END}"
)
_NOT_NAME = words(
    "미국 한국 일본 중국 영국 미 일 한 중 독일 프랑스 양국 전 현 신임 당시 두 각 한미 한일 미일 "
    "한미일 양 대통령 총리 장관 국무 상무 외교 국방 그 이 저 새 "
    "여성 부 첫 초대 역대 각국 세계 "
    "정부 백악관 대통령실 국가 안보 과학기술정책 정상 주미 주일 주한 공화당 민주당 여당 야당 "
    "같은 당 이날 그리고 또한 그러나 한편 이어 이에 오늘 어제 지난 오는 "
    "함께 관계자 전직 현직 새로운 실무 고위 현지 주무 수석 협상 여러 일부 많은 모든 다른 어떤 이런 그런 주요 해당 담당 차기 선임 "
    "전임 후임 신규 산업계 학계 업계 재계 정부측 양측 상대 외국 국제 국내 해외 지역 국립 시민 청년 학생 기업 노동 "
    "심사 자문 평가 운영 기획 편집 집행 상임 비상임 외부 내부 민간 공동 합동 두나라 세계적인 유명 저명 글로벌"
)
_COMMON = words(
    "협력 안전 개발 연구 교육 관리 지원 정책 운영 평가 분석 기획 조정 전략 통상 무역 투자 금융 재정 예산 법률 홍보 "
    "대외 총괄 교류 협상 감독 규제 산업 기술 과학 공학 물리 화학 생명 의료 보건 환경 기후 에너지 원전 원자력 반도체 양자 우주 통신 "
    "정보 데이터 인공지능 보안 사이버 디지털 로봇 소재 부품 장비 바이오 제약 핵융합 광물 자원 해양 수산 농업 국토 교통 항공 철도 문화 "
    "체육 관광 고용 복지 가족 청소년 법무 사법 군사 통일 재료 전문 이전 소속 사업 차세대 첨단 미래 혁신 성장 창업 중소 "
    "벤처 공급망 핵심 생산 제조 품질 영업 인사 총무 재무 회계 현장 본사 지사 계열 그룹 회사 기관 단체 협회 학회 대학 학교 "
    "한미일 남북 유럽 아시아 아프리카 중동 북미 남미 동남아 태평양 인도태평양 세계은행 유엔 제일 최고 최대 최연소 최초 젊은 "
    "공무원 민간인 군인 전문가 관련 관계 업무 담당자 책임자 실무자 참석자 수석대표 정부대표 대표단 부처 양국간 범정부 "
    "양국 각료 경제인 기업인 의료진 연구진 학자 교수진 유력 중견 원로 간판 대표적 유능 훌륭 시니어 주니어 "
)
"""Nouns that stand before a title and say what the office is for."""
_ENDS_PARTICLE = re.compile(
    r"(?:은|는|을|를|의|와|과|에서|에게|으로|에|까지|부터|및|등|하는|한|된|되는|할|하고|하며"
    r"|하여|해|해서|위해|통해|대해|따라|맞아|이어|만나|며|이라고"
    r"|라고|했다)$"
)
_TWO = 2
_GIVEN = re.compile(r"^[가-힣]{2,4}$")
_TIME = re.compile(r"(?:일|월|년|날|주|전|후|번|회|차|째|시|장|인|적|간|중|측|등|씨)$")
_FOREIGN_OK = re.compile(r"^[가-힣]{1,6}$")
_OFFICE_LIKE = re.compile(
    rf"(?:{ORGANISATION}|뉴스|타임스|투데이|데일리|미디어|저널|증권|총괄|담당|정책|안보|담당|경제|통상|산업|기술|과학|정보|외무|외교|국방|국무|상무"
    rf"|재무|총무|법무|에너지|문부|후생|선임|수석|부|특별)$"
)


_CORPORATE = re.compile(r"최고[가-힣]{2,6}책임자|대표")
_ROLE_FIRST = re.compile(
    r"(?P<role>(?:최고[가-힣]{2,6}책임자|최고경영자|대표이사|대표|회장|사장|총재|CEO|CTO|CFO)(?:\([A-Z]{3}\))?)\s"
    r"(?P<name>[가-힣]{2,5}(?:\s[가-힣]{2,6})?)(?=(?:은|는|이|가|도|와|과)\s)"
)


_HANJA = re.compile(
    rf"(?<![가-힣])(?P<name>[{_SURNAMES}][가-힣]{{1,3}})\((?:[一-鿿]{{2,5}}|[0-9]{{2}}세?|[A-Z][A-Za-z .-]{{3,40}})\)"
)
"""A name with its Chinese characters, its Latin spelling or an age in brackets."""
_BRACKETED = re.compile(
    rf"(?<![가-힣])(?P<name>[가-힣]{{2,7}}(?: [가-힣]{{2,8}})?)\((?P<role>[가-힣A-Za-z ·]{{0,24}}(?:{_TITLES}))\)"
)
_BYLINE = re.compile(
    r"(?m)(?:^|[\[(=|/]|[A-Za-z가-힣]=)\s?(?:글|사진|취재|정리|그래픽|저자|작성자|글쓴이|집필|필자|지은이|번역)?\s?[=:・ ]\s?(?P<names>[가-힣]{2,4}(?:[・,] ?[가-힣]{2,4}){0,4})\s?(?P<role>기자|특파원|논설위원)"
)
_CREDIT = re.compile(
    r"(?m)(?:^|[\[(|/] ?)(?:글|사진|취재|정리|저자|작성자|글쓴이|집필|필자|지은이|번역|집필자|연구책임자)\s?[=:·・]\s?(?P<names>[가-힣]{2,4}(?:[・,] ?[가-힣]{2,4}){0,4})(?=\s*(?:[)\]|/(]|$))"
)
_IN_OFFICE = re.compile(
    rf"\((?P<role>(?:제?[1-3])?(?:{_TITLES}))\s?(?P<name>[가-힣]{{2,4}})(?=[),・·])"
    r"|(?P<clerk>과장|사무관|주무관|팀장|서기관|책임자|담당자|국장|연구관)\s?:?\s(?P<called>[가-힣]{3})(?=\s?(?:\(?0\d|[,)]|$))",
    re.M,
)
"""A body with its head in brackets, and the contacts below an announcement."""
_COMPOUND = ("황보", "남궁", "제갈", "선우", "독고", "사공", "서문", "동방")
"""Family names of two syllables."""
_GIVEN_SYLLABLES = frozenset(
    "가강건겸경계고관광교구국규균근금기길나남내노누다단달담대덕도동두라란람래려련령례로록루류률륜리린림마만명모묘무문"
    "미민바방배백범법별병보복봉부비빈사산상새서석선설섭성세소솔송수숙순슬승시식신실심아안애양언여연열영예오옥온완용우욱운웅원월유윤율은을음의이익인일임"
    "자장재전정제조종주준중지진찬창채천철청초총춘충치태택평표필하학한함해행향헌혁현형혜호홍화환황회효훈휘흠희"
    "늘슬봄결빛샘람돌별들롱찬벼루"
)
"""Syllables of which Korean given names are made."""


def find_people(text: str) -> Iterator[Person]:
    """Find people in a folded Korean text by the titles behind or before their names."""
    found = [*_titled(text), *_credited(text)]
    parts = {part for p in found if " " in p.name for part in p.name.split()}
    found = [p for p in found if _certain(text, p, parts)]
    yield from found
    known = {(p.name, text[slice(*p.role)]) for p in found if p.full and p.role}
    for match in _SHORT.finditer(text):
        # 한 장관: a family name alone, when somebody of the family was named
        short, office = match["name"], match["role"]
        if any(
            len(n) > len(short) and n.startswith(short) and " " not in n and role.endswith(office)
            for n, role in known
        ):
            yield Person(*match.span("name"), short, match.span("role"), 0.9, False)
    for person in found:
        yield from _beside(text, person)


_HIGH = re.compile(
    r"(?:대통령|부통령|총리|장관|장관보|차관|수상|주석|의원|국왕|총서기|외무상|외상|대신|CEO|최고경영자|사무총장|총재|특사|대변인|대사|보좌관|집행위원)$"
)


def _certain(text: str, person: Person, parts: set[str]) -> bool:
    """Whether a lone foreign word with an office is a name: known, or of one in high office."""
    tokens = person.name.split()
    named = tokens[:-1] if len(tokens) > 1 and tokens[-1] in _SURNAMES else tokens
    if any(t in _COMMON or t in _NOT_NAME for t in named):
        return False
    if len(tokens) > 1 or _native(person.name) or person.role is None:
        return True
    if _korean_name(person.name) and len(person.name) > _TWO:
        return True
    return person.name in parts or bool(_HIGH.search(text[slice(*person.role)]))


_SHORT = re.compile(
    rf"(?<![가-힣A-Za-z])(?P<name>[{_SURNAMES}]|{'|'.join(_COMPOUND)})\s(?P<role>[가-힣]{{0,8}}?(?:{_TITLES})){PARTICLE}(?:께서|님)?{END}"
)
_BEFORE_IN_LIST = re.compile(r"(?<![가-힣])(?P<name>[가-힣]{2,4})(?:[・,] ?|(?<=[가-힣])[와과] )$")


def _beside(text: str, person: Person) -> Iterator[Person]:
    """Those named before a person with the one title that all of a list share."""
    end, name = person.start, person.name
    for _ in range(_MOST_IN_LIST):
        before = _BEFORE_IN_LIST.search(text, max(0, end - 12), end)
        if before is None or not (_native(before["name"]) and _native(name)):
            return
        if before["name"][-1] in "로며고서면":  # 조치로, … : a word with its particle
            return
        end, name = before.start(), before["name"]
        yield Person(*before.span("name"), name, person.role, 0.85, True)


_MOST_IN_LIST = 8


def _native(name: str) -> bool:
    """Whether a word is a full Korean name beyond doubt: family name and two given syllables."""
    given = name[2:] if name.startswith(_COMPOUND) and len(name) > _TWO else name[1:]
    return (
        1 <= len(given) <= _TWO
        and len(name) > _TWO
        and (name[0] in _SURNAMES or name.startswith(_COMPOUND))
        and all(c in _GIVEN_SYLLABLES for c in given)
        and name not in _NOT_NAME
        and not _OFFICE_LIKE.search(name)
        and name not in korean_countries()
    )


def _credited(text: str) -> Iterator[Person]:
    for match in _HANJA.finditer(text):
        if _korean_name(match["name"]) or _native(match["name"]):
            yield Person(*match.span("name"), match["name"], None, 0.86, True)
    for match in _BRACKETED.finditer(text):
        name = match["name"]
        if " " not in name:
            if not _native(name):
                continue
        elif any(w in _NOT_NAME or _OFFICE_LIKE.search(w) for w in name.split()):
            continue
        yield Person(*match.span("name"), name, match.span("role"), 0.85, True)
    for match in _IN_OFFICE.finditer(text):
        group, office = ("name", "role") if match["name"] else ("called", "clerk")
        if _native(match[group]) or (match["name"] and _korean_name(match[group])):
            yield Person(*match.span(group), match[group], match.span(office), 0.9, True)
    for pattern in (_BYLINE, _CREDIT):
        for match in pattern.finditer(text):
            for name in re.finditer(r"[가-힣]{2,4}", match["names"]):
                if _native(name.group()):
                    a = match.start("names")
                    yield Person(a + name.start(), a + name.end(), name.group(), None, 0.9, True)


def _titled(text: str) -> Iterator[Person]:
    for match in _ROLE_FIRST.finditer(text):
        words = match["name"].split()
        if len(words) == _TWO or _korean_name(words[0]):
            if any(_OFFICE_LIKE.search(w) or w in _NOT_NAME for w in words):
                continue
            yield Person(*match.span("name"), match["name"], match.span("role"), 0.8, True)
    for match in _TITLED.finditer(text):
        tokens = [
            (m.start(), m.end(), m.group())
            for m in re.finditer(r"[가-힣A-Za-z·]+", match["before"])
        ]
        base = match.start("before")
        office_start = match.start("office")
        # walk back over the office (과학기술정보통신부 장관, 백악관 과학기술정책실장)
        while (
            tokens
            and (_OFFICE_LIKE.search(tokens[-1][2]) or tokens[-1][2] in _NOT_NAME)
            and not _korean_name(tokens[-1][2])
            and not _ends_foreign_name(tokens)
        ):
            if (
                tokens[-1][2] in {"전", "당시", "신임"}
                or _OFFICE_LIKE.search(tokens[-1][2])
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
        if not tokens:
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
        ends = _ENDS_PARTICLE.search(last[2]) and not (opens and _plain_word(tokens[0][2]))
        if (
            (last[2] in _NOT_NAME and not surname)
            or _MODIFIER.search(last[2])
            or (ends and not _korean_name(last[2]))
        ):
            continue
        if _native(last[2]) and (_HOME_TITLE.match(match["title"]) or not _given_before(tokens)):
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
            and not _OFFICE_LIKE.search(match["office"])
        ):
            continue
        first = last
        for token in reversed(tokens[:-1]):
            if (
                token[2] in _NOT_NAME
                or token[2] in korean_countries()
                or (_ENDS_PARTICLE.search(token[2]) and not _given(tokens, token))
                or not _FOREIGN_OK.match(token[2])
                or sum(t[2] not in _PARTICLES for t in tokens[tokens.index(token) :]) > _MOST_PARTS
                or _OFFICE_LIKE.search(token[2])
            ):
                break
            first = token
        name = text[base + first[0] : base + last[1]]
        yield Person(base + first[0], base + last[1], name, role, 0.85, " " in name)


_CHARGES = _COMMON | words("전환 정책 핵심광물 경제안보 과학기술 기후변화")
"""Words for what somebody with an office is in charge of."""
_OFFICE_END = re.compile(rf"(?:{_TITLES})$")
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
    if len(tokens) != _TWO or len(tokens[-1][2]) != 1 or tokens[-1][2] not in _SURNAMES:
        return False
    given = tokens[0][2]
    return len(given) > _TWO and _plain_word(given) and not _native(given) and given not in _COMMON


def _at_a_firm(name: str, firm: str, title: str) -> bool:
    """Whether a Korean name stands before the firm in which somebody holds an office."""
    return (
        _native(name)
        and name not in _LOOK_NATIVE
        and not _native(firm)
        and len(firm) > _TWO
        and _IN_A_FIRM.match(title) is not None
        and not _ENDS_PARTICLE.search(firm)
        and firm not in _COMMON
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


def _given(tokens: list[tuple[int, int, str]], token: tuple[int, int, str]) -> bool:
    """Whether a word that ends like a verb is a given name: a body or country stands before it."""
    at = tokens.index(token)
    before = tokens[at - 1][2] if at else ""
    if token[2].endswith("의"):
        return False
    if before.endswith("의"):
        return len(token[2]) == _TWO or before[:-1] in korean_countries()
    return before in korean_countries()


def _plain_word(word: str) -> bool:
    return not (
        word in _NOT_NAME
        or word in korean_countries()
        or _ENDS_PARTICLE.search(word)
        or _OFFICE_LIKE.search(word)
        or _TIME.search(word)
    )


def _given_before(tokens: list[tuple[int, int, str]]) -> bool:
    """Whether the word before a name of Korean length makes it a foreign one (헬렌 오코예)."""
    if len(tokens) < _TWO:
        return False
    word = tokens[-2][2]
    if word in _PARTICLES:
        return True
    if len(word) > _TWO and word.endswith("대"):  # 서울대, a university
        return False
    return (
        bool(_GIVEN.match(word))
        and word not in _NOT_NAME
        and word not in korean_countries()
        and not _ENDS_PARTICLE.search(word)
        and not _OFFICE_LIKE.search(word)
        and not _TIME.search(word)
    )


def _korean_name(token: str) -> bool:
    if token in _NOT_NAME or (_OFFICE_LIKE.search(token) and len(token) != 3):
        return False
    return (
        2 <= len(token) <= 3
        and token[0] in _SURNAMES
        and not _ENDS_PARTICLE.search(token[2:] if len(token) > 2 else "")
    )
