"""Find people and organisations in Korean text by name endings and titles."""

from __future__ import annotations

import re
from collections.abc import Iterator

from techpact.agreements.lexicon import words
from techpact.agreements.organisations_ja import Organisation
from techpact.agreements.people_ja import Person
from techpact.agreements.places import korean_countries

_PARTICLE = (
    r"(?:은|는|이|가|을|를|의|와|과|에|에서|에게|으로|로|도|만|까지|부터|께서|및|이나|나|이며"
    r"|라고|이라고|측은|측이|측|간|등|과의|와의|에는|에도|으로부터|을\s통해|이란|란|이라는)?"
)
_END = r"(?![가-힣])"
_ORGANISATION = (
    "홀딩스|대학|상공회의소|공과대학|기술연구회|솔루션|에너빌리티|위원회|연구소|연구원|연구재단|재단|대학교|대학원|전자|자동차"
    "|하이닉스|그룹|은행|협회|학회"
    "|공사|공단|센터|신문|방송|통신사|통신|일보"
    "|기구|진흥원|평가원|과학원|정보원|감사원|기술원|개발원|진흥회|연합회|연맹|연합|주식회사"
    "|국회|의회|법원|검찰청|경찰청|청|처"
    "|과학기술정책실|정책실|국가안보실|안보실|비서실|조정실|중공업|에너지|제약|화학|바이오로직스"
    "|반도체|텔레콤|항공|우주국|정보청|백악관|공군|해군|육군|해병대"
    "|더불어민주당|국민의힘|공화당|민주당|자민당|학술진흥회|기술진흥기구|연구개발기구|혁신센터"
    "|안전연구소|정부|회의|협의체|대화|포럼|협의회|부|국|사무국"
)
_TOKEN = re.compile(
    rf"(?<![가-힣A-Za-z0-9])(?P<name>[가-힣A-Za-z0-9·]{{1,18}}?(?P<suffix>{_ORGANISATION})){_PARTICLE}{_END}"
)
_MINISTRY = re.compile(
    r"^(?:미|일|중|한)?(?:외교부|국방부|국무부|상무부|재무부|법무부|교육부|통일부|환경부"
    r"|고용노동부|국토교통부|보건복지부|산업통상자원부|산업통상부"
    r"|과학기술정보통신부|과기정통부"
    r"|기획재정부|행정안전부|문화체육관광부|농림축산식품부|중소벤처기업부|해양수산부|여성가족부"
    r"|에너지부|노동부|전쟁부|내무부|보건부|농무부|운수부|국토안보부"
    r"|[가-힣]{2,8}(?:통신부|자원부|기술부|경제부|산업부|안보부|정보부|통상부|혁신부|개발부)"
    r"|[가-힣]{2,8}(?:정책|과학|기후|환경|에너지|외무|교육"
    r"|문화|복지|노동|교통|건설|농업|보건|재정|무역)부)$"
)
_GENERIC = re.compile(
    r"^(?:(?:관련|연구|정부|국립|민간|공공|국제|각|양|양국|두|동|해당|타|주요|전문|기존|신규"
    r"|세계|국내|해외|외국|지방|중앙|첨단|데이터|기술|과학|교육"
    r"|학술|연방|합동|공동|"
    r"우주|반도체|원자력|바이오|디지털|에너지|인공지능|AI|재생|핵융합|신재생|수소|이동|무선"
    r"|청정|초고속|고속|차세대|위성|광|정보|의약품|전기|친환경|대|본|고위급"
    r"|정상|실무|장관급|차관급|안보|경제|전략|확대|정례|연례|콜|쇼핑|일|"
    r"외|내|전|하|상|후|학|간|일부|대부|거|당|약|결|천연|통합|전력|석유|산업|혁신|협력|시민|국민"
    r"|같은|이|그|저))*$"
)
_NEED_PROPER = words(
    "전자 자동차 그룹 은행 센터 신문 방송 통신 에너지 제약 화학 반도체 항공 연합 회의 대화 포럼 "
    "협의체 부 국 청 처 통신사 정부 중공업 바이오로직스 텔레콤"
)
_BODIES = words("위원회 회의 협의체 대화 포럼 협의회")
_STOP = words(
    "정부 일부 대부 내부 외부 전부 본부 공부 간부 여부 거부 기부 상부 하부 중부 북부 남부 동부 "
    "서부 승부 두부 세부 학부 양국 각국 한국 미국 중국 영국 자국 "
    "타국 결국 전국 당국 외국 조국 태국 "
    "천국 입국 출국 귀국 약국 애국 개국 건국 대국 강대국 강국 소국 국 부 청 처 출처 대처 조처 "
    "거처 상처 신청 요청 시청 구청 도청 초청 청와대 근처 "
    "회의 대화 국회 의회 법원 병원 직원 인원 자원 지원 복원 차원 공원 회원 위원 의원 요원 정원 "
    "동맹국 당사국 가입국 우방국 회원국 체결국 개발도상국 선진국 신흥국 "
    "협력국 참가국 원산국 수출국 수입국 상대국 "
    "위원회 연구소 연구원 재단 대학교 센터 협회 기구 연구기관 국립연구소 국가연구소 정상회의 "
    "화상회의 장관회의 국제회의 외무장관회의 기자회의 담당부 해당부 미국정부 "
    "전담부 주무부 실무부 접촉부 연결부 심층부 핵심부"
)
_TITLES = (
    "대통령|부통령|총리|부총리|장관|차관|차관보|실장|국장|청장|처장|위원장|의장|의원|상원의원"
    "|하원의원|대표|회장|부회장|사장|원장|총장|사무총장|교수|박사|대사"
    "|국가주석|주석|총서기"
    "|씨|기자|대변인|보좌관|특사|일왕|천황|국왕|수석|본부장|소장|외무상|외상|경제산업상|방위상"
    "|재무상|관방장관|대신|이사장|부장관|비서실장|안보실장|국무장관"
    ""
    "|담당상|담당장관|문부과학상|총무상|환경상"
    "|대표이사|공동대표|원내대표|당대표|부의장|최고[가-힣]{2,6}책임자|이사|전무|상무"
    "|연구위원|연구원|책임연구원|센터장|단장|팀장|부장|부사장|부총장|학장|총재|행장"
    "|최고경영자|총영사|참사관|사령관|주지사|전문위원|애널리스트|변호사"
    "|상무장관|재무장관|에너지장관|외교장관|통상교섭본부장"
)
_SURNAMES = (
    "김이박최정강조윤장임한오서신권황안송류홍전고문양손배백허유남심노하곽성차주"
    "우구민진나지엄채원천방공현함변염여추도소석선설마길연위표명기반라왕금옥육인맹제모탁국어은편용"
)
# a title with a particle ends an earlier name (… 총리와 …)
_PASSED = rf"(?:{_TITLES})(?:은|는|이|가|을|를|의|와|과|도|에게|께서|측은)\s"
_TITLED = re.compile(
    rf"(?<![가-힣A-Za-z])(?P<before>(?:(?!{_PASSED})[가-힣A-Za-z·]{{1,14}}\s){{1,5}})(?P<office>[가-힣0-9]{{0,10}}?)(?P<title>{_TITLES}){_PARTICLE}(?:께서|님)?{_END}"
)
_NOT_NAME = words(
    "미국 한국 일본 중국 영국 미 일 한 중 독일 프랑스 양국 전 현 신임 당시 두 각 한미 한일 미일 "
    "한미일 양 대통령 총리 장관 국무 상무 외교 국방 그 이 저 새 "
    "여성 부 첫 초대 역대 각국 세계 "
    "정부 백악관 대통령실 국가 안보 과학기술정책 정상 주미 주일 주한 공화당 민주당 여당 야당 "
    "같은 당 이날 그리고 또한 그러나 한편 이어 이에 오늘 어제 지난 오는 "
    "함께 관계자 전직 현직"
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
_OFFICE_LIKE = re.compile(
    rf"(?:{_ORGANISATION}|정책|안보|담당|경제|통상|산업|기술|과학|정보|외무|외교|국방|국무|상무"
    rf"|재무|총무|법무|에너지|문부|후생|선임|수석|부|특별)$"
)


_JOINT = re.compile(r"^(?:공동|합동|운영|실무|조정|자문|고위급|장관급)+위원회$")
_JOINT_LEAD = re.compile(
    r"(?<![가-힣])(?!(?:관련|새로운|양국|해당|기존|매년"
    r"|각)\s)[가-힣A-Za-z·-]{1,10}(?<![은는이가을를의와과에로며고한된])\s$"
)


def find_organisations(text: str) -> Iterator[Organisation]:
    """Find organisations and bodies in a folded Korean text."""
    for match in _UNIVERSITY.finditer(text):
        yield Organisation(*match.span(), "ORG", 0.7)
    for match in _TOKEN.finditer(text):
        name, suffix = match["name"], match["suffix"]
        if name in _STOP or name == suffix:
            continue
        start, end = match.span("name")
        if suffix == "위원회" and _JOINT.match(name):
            lead = _JOINT_LEAD.search(text, max(0, start - 24), start)
            if lead is None:
                continue
            yield Organisation(lead.start(), end, "BODY", 0.7)
            continue
        if suffix == "부":
            if not _MINISTRY.match(name):
                continue
        else:
            stem = name[: -len(suffix)]
            if _GENERIC.match(stem) and not (
                len(stem) >= 4
                and suffix in {"재단", "위원회", "연구원", "연구소", "기구", "진흥원"}
            ):
                continue
            if suffix in {"국", "청", "처"} and (
                len(name) < 4
                or re.search(
                    r"(?:회원|당사|참가|상대|체결|동맹|선진|신흥)국$|신청$|요청$|초청$", name
                )
            ):
                continue
            if suffix == "정부":
                continue
            if suffix in _NEED_PROPER and suffix not in {"국", "청", "처"} and len(stem) < 2:
                continue
            if suffix in {"회의", "대화", "포럼", "협의체"} and len(stem) < 4:
                continue
        abroad = _ABROAD.search(text, max(0, start - 8), start)
        if abroad and abroad["state"] in korean_countries() and _plain_head(name, suffix):
            start = abroad.start("state")  # 스웨덴 에너지청: no name without its country
        yield Organisation(
            start, end, "BODY" if suffix in _BODIES and "국가" not in name[:2] else "ORG", 0.75
        )


_ABROAD = re.compile(r"(?<![가-힣])(?P<state>[가-힣]{2,6})\s$")


def _plain_head(name: str, suffix: str) -> bool:
    """Whether a name is made of common words only."""
    stem = name[: -len(suffix)]
    return bool(_GENERIC.match(stem) or _ROYAL.match(stem))


_ROYAL = re.compile(
    r"^(?:왕립|국립|연방|중앙|국가|공과|과학|기술|응용|에너지|원자력|우주|경제|산업)+$"
)
_UNIVERSITY = re.compile(
    r"(?<![가-힣])[가-힣]{2,4}대(?=\s[가-힣]{2,4}\s(?:교수|총장|명예교수|석좌교수|연구교수|박사|부총장))"
)


_CORPORATE = re.compile(r"최고[가-힣]{2,6}책임자|대표")
_ROLE_FIRST = re.compile(
    r"(?P<role>(?:최고[가-힣]{2,6}책임자|최고경영자|대표이사|대표|회장|사장|총재|CEO|CTO|CFO)(?:\([A-Z]{3}\))?)\s"
    r"(?P<name>[가-힣]{2,5}(?:\s[가-힣]{2,6})?)(?=(?:은|는|이|가|도|와|과)\s)"
)


def find_people(text: str) -> Iterator[Person]:
    """Find people in a folded Korean text by the titles behind or before their names."""
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
        ):
            if (
                tokens[-1][2] in {"전", "당시", "신임"}
                or _OFFICE_LIKE.search(tokens[-1][2])
                or tokens[-1][2] in {"미", "미국", "백악관", "대통령실"}
            ):
                office_start = base + tokens[-1][0]
            tokens.pop()
        if not tokens:
            continue
        while tokens and tokens[-1][2] in korean_countries():
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
        if last[2] in _NOT_NAME or (ends and not _korean_name(last[2])):
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
                or len(tokens) - tokens.index(token) > 3
                or _OFFICE_LIKE.search(token[2])
            ):
                break
            first = token
        name = text[base + first[0] : base + last[1]]
        yield Person(base + first[0], base + last[1], name, role, 0.85, " " in name)


def _given(tokens: list[tuple[int, int, str]], token: tuple[int, int, str]) -> bool:
    """Whether a word that ends like a verb is a given name: a body or country stands before it."""
    at = tokens.index(token)
    before = tokens[at - 1][2] if at else ""
    return len(token[2]) == _TWO and (before.endswith("의") or before in korean_countries())


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
