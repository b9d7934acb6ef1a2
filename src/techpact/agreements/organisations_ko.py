"""Find organisations in Korean text by the endings of their names."""

# ruff: noqa: E501 - lists of words are easier to extend when they stand on one line

from __future__ import annotations

import re
from collections.abc import Iterator

from techpact.agreements.lexicon import words
from techpact.agreements.organisations_ja import Organisation
from techpact.agreements.places import korean_countries

PARTICLE = (
    r"(?:은|는|이|가|을|를|의|와|과|에|에서|에게|으로|로|도|만|까지|부터|께서|및|이나|나|이며"
    r"|라고|이라고|측은|측이|측|간|등|과의|와의|에는|에도|으로부터|을\s통해|이란|란|이라는)?"
)
END = r"(?![가-힣])"
ORGANISATION = (
    "홀딩스|대학|상공회의소|공과대학|기술연구회|솔루션|에너빌리티|위원회|연구소|연구원|연구재단|재단|대학교|대학원|전자|자동차"
    "|하이닉스|그룹|은행|협회|학회"
    "|공사|공단|센터|신문|방송|통신사|통신|일보"
    "|관리원|안전원|보호원|품질원|물산|증권|제철|디스플레이"
    "|기구|진흥원|평가원|과학원|정보원|감사원|기술원|개발원|진흥회|연합회|연맹|연합|주식회사"
    "|국회|의회|법원|검찰청|경찰청|청|처"
    "|과학기술정책실|정책실|국가안보실|안보실|비서실|조정실|중공업|에너지|제약|화학|바이오로직스"
    "|반도체|텔레콤|항공|우주국|정보청|백악관|공군|해군|육군|해병대"
    "|더불어민주당|국민의힘|공화당|민주당|자민당|학술진흥회|기술진흥기구|연구개발기구|혁신센터"
    "|계량원|측정원|안전연구소|정부|회의|협의체|대화|포럼|협의회|부|국|사무국"
)
_TOKEN = re.compile(
    rf"(?<![가-힣A-Za-z0-9])(?P<name>[가-힣A-Za-z0-9·]{{1,18}}?(?P<suffix>{ORGANISATION})){PARTICLE}{END}"
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
    "물산 증권 제철 디스플레이 협의체 부 국 청 처 통신사 정부 중공업 바이오로직스 텔레콤"
)
_BODIES = words("위원회 회의 협의체 대화 포럼 협의회")
_STATE_BODIES = words(
    "센터 청 처 연구소 연구원 진흥원 기구 재단 은행 과학원 기술원 협회 학회 우주국 개발원"
)
_STOP = words(
    "정부 일부 대부 내부 외부 전부 본부 공부 간부 여부 거부 기부 상부 하부 중부 북부 남부 동부 "
    "서부 승부 두부 세부 학부 양국 각국 한국 미국 중국 영국 자국 "
    "타국 결국 전국 당국 외국 조국 태국 "
    "천국 입국 출국 귀국 약국 애국 개국 건국 대국 강대국 강국 소국 국 부 청 처 출처 대처 조처 "
    "거처 상처 신청 요청 시청 구청 도청 초청 청와대 근처 "
    "회의 대화 국회 의회 법원 병원 직원 인원 자원 지원 복원 차원 공원 회원 위원 의원 요원 정원 "
    "동맹국 당사국 가입국 우방국 회원국 체결국 개발도상국 선진국 신흥국 "
    "자문기구 박사후연구원 협력국 참가국 원산국 수출국 수입국 상대국 "
    "표준기구 국제기구 국제표준기구 연구기구 위원회 연구소 연구원 재단 대학교 센터 협회 기구 연구기관 국립연구소 국가연구소 정상회의 "
    "화상회의 장관회의 국제회의 외무장관회의 기자회의 담당부 해당부 미국정부 "
    "선임연구원 책임연구원 수석연구원 전임연구원 객원연구원 주임연구원 위촉연구원 공동연구원 "
    "전담부 주무부 실무부 접촉부 연결부 심층부 핵심부"
)
_JOINT = re.compile(r"^(?:공동|합동|운영|실무|조정|자문|고위급|장관급)+위원회$")
_JOINT_LEAD = re.compile(
    r"(?<![가-힣])(?!(?:관련|새로운|양국|해당|기존|매년"
    r"|각)\s)[가-힣A-Za-z·-]{1,10}(?<![은는이가을를의와과에로며고한된여해])\s$"
)


def find_organisations(text: str) -> Iterator[Organisation]:
    """Find organisations and bodies in a folded Korean text."""
    for match in _QUOTED.finditer(text):
        yield Organisation(*match.span("name"), "BODY", 0.8)
    for match in _BILATERAL.finditer(text):
        yield Organisation(*match.span(), "BODY", 0.8)
    for match in _OF_GROUP.finditer(text):
        if not _NO_FIRM.search(match["name"]):
            yield Organisation(*match.span("name"), "ORG", 0.7)
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
        abroad = _ABROAD.search(text, max(0, start - 8), start)
        if (
            abroad
            and suffix in _STATE_BODIES
            and abroad["state"] in korean_countries()
            and _plain_head(name, suffix)
        ):
            # 스웨덴 에너지청: no name without its country
            yield Organisation(abroad.start("state"), end, "ORG", 0.75)
            continue
        if suffix == "부":
            # 아랍에미리트 인공지능부: of another country, a ministry of any matter
            foreign = (
                abroad
                and abroad["state"] in korean_countries()
                and len(name) > _TWO
                and _TOPIC_MINISTRY.match(name)
            )
            if not foreign and not _MINISTRY.match(name):
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
        yield Organisation(
            start, end, "BODY" if suffix in _BODIES and "국가" not in name[:2] else "ORG", 0.75
        )


_TWO = 2
_TOPIC_MINISTRY = re.compile(
    r"^(?:인공지능|디지털|투자|통상|산업|기술|과학|혁신|경제|우주|통신|광물|자원|광업|에너지|전력|기후|데이터|외교|외무|국방|재무|재정|교육|보건|교통|농업|법무|내무|상공|무역|국제|협력|개발|석유|첨단|정보|전자|및|·)+부$"
)
_ABROAD = re.compile(r"(?<![가-힣])(?P<state>[가-힣]{2,6})\s$")


def _plain_head(name: str, suffix: str) -> bool:
    """Whether a name is made of common words only."""
    stem = name[: -len(suffix)]
    return bool(_GENERIC.match(stem) or _ROYAL.match(stem))


_ROYAL = re.compile(
    r"^(?:왕립|국립|연방|중앙|국가|공과|과학|기술|응용|에너지|원자력|우주|경제|산업|통신|개발|전자|정보|지질|수소|양자|반도체|바이오|환경)+$"
)
_QUOTED = re.compile(
    r"[「『'‘“\"](?P<name>(?=[^」』'’”\"\n]{0,30}[ 가-힣])[가-힣A-Za-z0-9·・ -]{4,30}?(?:센터|위원회|협의회|협의체|작업반|워킹그룹|분과|포럼|태스크포스|TF|연구소|기구|협회|대화|사무국|컨소시엄|얼라이언스))[」』'’”\"]"
)
"""A body whose whole name stands in marks of quotation."""
_BILATERAL = re.compile(
    r"(?<![가-힣-])[가-힣]{1,3}-[가-힣]{1,3}(?:-[가-힣]{1,3})?\s[가-힣]{2,14}(?:공동위원회|위원회|협의회|협의체|포럼|대화|작업반)(?![가-힣]*(?:장|원)\b)"
)
"""A body of two countries (한-독 과학기술공동위원회)."""
_OF_GROUP = re.compile(
    r"(?<![가-힣A-Za-z0-9])(?P<name>(?:KT|SK|LG|LS|GS|CJ|HD|HL|DL|DB|KG|KCC|OCI|JW|SPC|STX|NH|KB|BNK|NTT|KDDI|JX|IBM|BMW|TSMC|IDQ|ABB|ASML)[가-힣]{2,12}?)"
    r"(?=(?:은|는|이|가|을|를|의|와|과|도|에|에서|으로|로|나|등)?(?![가-힣A-Za-z0-9]))"
)
"""A firm of a group that is written in Latin letters (KT서브마린)."""
_NO_FIRM = re.compile(
    r"(?:그룹|측|사|제|산|계열|계열사|대표|사장|회장|공장|본사|주가|직원|관계자)(?:은|는|이|가)?$"
)
_UNIVERSITY = re.compile(
    r"(?<![가-힣])[가-힣]{2,4}대(?=\s[가-힣]{2,4}\s(?:교수|총장|명예교수|석좌교수|연구교수|박사|부총장))"
)
