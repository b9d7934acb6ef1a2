"""How a word in Hangul looks: a Korean name, a foreign name by its sound, or neither."""
# ruff: noqa: E501 - lists of words are easier to extend when they stand on one line

from __future__ import annotations

import re
from functools import cache

from techpact.agreements.foreign_words_ko import (
    CHINESE_FAMILIES,
    CHINESE_SYLLABLES,
    FAMILY_FIRST,
    FOREIGN_GIVEN,
    LOAN,
    LOAN_FIRST,
    LOAN_NOUNS,
    NATIVE_WORDS,
    PARTICLES,
)
from techpact.agreements.known_firms import known_firms
from techpact.agreements.korean_names import COMMON, COMPOUND, GIVEN_SYLLABLES, NOT_NAME, SURNAMES
from techpact.agreements.lexicon import words
from techpact.agreements.organisations_ko import ORGANISATION
from techpact.agreements.places import korean_countries

_FIRST = frozenset(
    "회민서지현수영정재성승태동상준진경혜은미선유예하도시우주윤채나다소가건광규기남대덕두명문병보봉석순신양연용원의익인일장종창천철충택필학한해호홍화효희훈형흥세슬아안여옥완애란노누라로루려림무새아"
    "이제조중판풍길강격계교구국권귀근금난능달담돈래련령륜만말맹면모묘미방배백범복부빈삼설섭송숙술숭실심암앙언엄억업열염엽오온왕요욱운웅월위율응임자작전점증찬청초총춘치칠쾌탁평표하함행향헌혁협"
)
_SECOND = frozenset(
    "준우현민서진호수영희경숙순옥정미은연아윤원석훈환철식규기태성재혁인용국근균길남덕도동란람련령례림만명모목문배범병봉빈삼상선섭세솔승시신실안애언여열엽오완욱웅율의이익일임주중지찬창채천춘택표필하학한해향헌형혜홍화황회효휘흥희라나린별슬결비나유예권곤광교구권금노달담돈두락래량렬록룡류륜률리립무묵민백번복부술숭심옹왕월위윗융음자장적제조종직탁평품행협휴흠"
)
_PURE_KOREAN = words(
    "하늘 아름 슬기 보람 한울 가람 다솜 이슬 새롬 아람 우람 한별 은별 샛별 초롱 나래 빛나 힘찬 한결 가을 겨울 여름 바다 미르 누리 다운 해솔 한솔 은솔 예솔 새봄 봄이 소담 라온 마루 벼리 한빛 은빛 꽃님 단비 고운 나라 두리 아라 한길 이을 세움"
)
"""Given names made of Korean words."""
_OF_WOMEN = frozenset("영순정명경미춘옥숙은희애광말복")
"""What stands before 자 in given names; elsewhere it is a sort of person (연구자)."""
_NO_END = frozenset("사과관급형용부국처청회당권법론성품률력계체점금비")
"""Ends of common words of three syllables, which given names seldom have."""
COMMON_THREE = words(
    "유성구 대덕구 서초구 강남구 송파구 마포구 종로구 금천구 구로구 성동구 광진구 연수구 수영구 남동구 서구의 동구의 "
    "이민자 노동자 지도자 유권자 소비자 공급자 연구자 주지사 정상급 고위급 한국인 조선업 신도시 인도적 주도적 정기적 이명박 반도체 "
    "나머지 다음달 이달초 지난해 지난달 지난주 이번주 올해초 현재로 당시에 이밖에 이외에 이처럼 이렇게 그동안 한동안 오랫동안 조만간 "
    "정부안 공동안 기자단 이사진 경영진 연구진 의료진 주미한 주한미 방한단 이전부 강경파 온건파 원내외 국내외 대내외 전문위 "
    "인수위 상임위 정무위 국방위 외통위 산자위 과방위 기재위 법사위 운영위 조정위 심의위 공정위 금융위 방통위 원안위 국조실 "
    "기재부 산업부 외교부 국방부 환경부 과기부 복지부 고용부 국토부 문체부 통일부 법무부 행안부 중기부 농식품 해수부 국정원 감사원 "
    "표준연 국표원 생명연 전자연 기계연 화학연 원자력 천문연 항우연 핵융합 에기연 지질연 철도연 식품연 한의학 안전원 국보연 "
    "유럽의 아시아 남미의 공화당 민주당 자민당 공명당 여당인 야당인 전세계 동남아 북미의 조선인 화이트 한전의 도쿄의 인천시 수원시 "
    "성남시 용인시 고양시 안산시 안양시 구미시 평택시 제주도 강원도 경기도 전라도 경상도 충청도 서울시 부산시 대구시 광주시 대전시 울산시 "
    "세종시 창원시 천안시 청주시 전주시 포항시 김해시 경산시 여수시 순천시 광양시 나주시 정읍시 원주시 강릉시 춘천시 서초구 강남구 종로구 "
    "고려대 연세대 서강대 한양대 성균대 중앙대 경희대 건국대 동국대 홍익대 인하대 아주대 전남대 전북대 경북대 부산대 충남대 충북대 강원대 제주대 "
    "금융감 예산안 정책안 개정안 법률안 추경안 인사안 제안서 보고서 선언문 성명서 기고문 양해서 합의문 의정서 조약문 협정문 차세대 "
    "신소재 신기술 신사업 신산업 신재생 전기차 수소차 자동차 고속도 고성능 고효율 고부가 고농축 고순도 고해상 노광기 노후화 다변화 "
    "동맹국 우방국 경쟁국 상대국 협력국 참여국 회원국 서명국 가입국 수출국 수입국 생산국 신흥국 선진국 강대국 최강국 교역국 "
    "전문가 정치가 기업가 투자가 활동가 예술가 "
    "오전에 오후에 하루에 이틀간 사흘간 나흘간 매년마 매달마 연구소 연구원 위원회 "
    "제이크 지미카 한나라 이스라 유라시 진나이 하와이 마이애 "
)
_FIRM_END = re.compile(
    r"(?:전자|테크|소프트|바이오|반도체|텔레콤|시스템즈?|네트웍스|에너지|케미칼|화학|제약|건설|중공업|은행|증권|그룹|홀딩스|코리아|저널|타임스|뉴스|통신|신문|일보|방송|대학|대|랩스?|리서치|모빌리티|솔루션|로직스|머티리얼즈?)$"
)

_PARTICLE = re.compile(
    r"(?:에서는|에서도|에서|에게는|에게|에는|에도|에|으로는|으로|로는|까지|부터|처럼|보다|은|는|을|를|의|와|과|이라는|라는|히|던|른|데|터|러)$"
)
_ENDS_FIRST = re.compile(
    r"(?:은|는|을|를|의|과|와|에서|에게|으로|에|며|고|면|서|해|한|된|던|인|측|씩|들|쯤|간|중|때|후|전|뒤|속|상|적|된다|했다|이다)$"
)
"""How a word ends that leads to a name and does not begin one."""
OFFICE_LIKE = re.compile(
    rf"(?:{ORGANISATION}|뉴스|타임스|투데이|데일리|미디어|저널|증권|총괄|담당|정책|안보|경제|통상|무역|산업|기술|과학|정보|외무|외교|국방|국무|상무|재무|총무|법무|문부|후생|선임|수석|부|특별)$"
)
"""The end of a word that belongs to a body or an office."""
_ENDS_VERB = re.compile(
    r"(?:은|는|을|를|의|에서|에게|으로|에|까지|부터|및|등|하는|한|된|되는|할|하고|하며|하여|해|해서|위해|통해|대해|따라|이어|이라고|라고|했다|던|출신인|인|만난|다는|에는|에서는|에도|와는|과는|부터는|로는|로도|로서|로써|이며|이고)$"
)


_VERBAL = re.compile(
    r"(?:하여|하고|하며|하는|하면|한다|했다|되어|되고|된다|이다|였다|니다|에서|에게|으로|까지|부터)$"
)


_MISSIONS = words("미 일 중 러 영 독 불 인도 유엔 제네바 유럽연합 아세안")


def is_mission(word: str) -> bool:
    """Whether a word tells where an envoy is posted (주베트남 대사), which looks like a name."""
    return word[:1] == "주" and (word[1:] in _MISSIONS or word[1:] in korean_countries())


@cache
def _firms() -> frozenset[str]:
    return frozenset(n for _, names in known_firms() for n in names if "가" <= n[0] <= "힣")


def is_native(word: str) -> bool:
    """Whether a word is a full Korean name by its syllables: a family name and a given one."""
    compound = word.startswith(COMPOUND) and len(word) > 3
    given = word[2:] if compound else word[1:]
    if len(given) != 2 or not (compound or word[0] in SURNAMES):
        return False
    if word in COMMON_THREE or word in NOT_NAME or word in COMMON or word in _firms():
        return False
    if word in korean_countries() or _FIRM_END.search(word):
        return False
    if _VERBAL.search(word):
        return False
    if given in _PURE_KOREAN:
        return True
    if given[1] == "자":
        return given[0] in _OF_WOMEN
    if word in FOREIGN_GIVEN or given[0] not in _FIRST or given[1] not in _SECOND:
        return False
    return given[1] not in _NO_END or (given[1] == "성" and given[0] in GIVEN_SYLLABLES)


def sounds_foreign(word: str) -> bool:
    """Whether a word holds a syllable that only foreign words have, and is no loan noun or firm."""
    bare = _PARTICLE.sub("", word) if len(word) > 2 else word
    first, rest = bare[:1], bare[1:]
    return (
        (first in LOAN_FIRST or first in LOAN or any(c in LOAN for c in rest))
        and word not in NATIVE_WORDS
        and word not in LOAN_NOUNS
        and word not in _firms()
        and word not in korean_countries()
    )


_IN_A_CITY = re.compile(r"(?:턴|쿄|울|징|런던|파리|네바|델리|그|뤼셀|하이|노이)서$")
"""A city with the particle of a place (워싱턴서)."""
_PARTICLE_OF_NOUN = re.compile(r"(?<=..)(?:이|가|은|는|을|를|의|와|과|도|만|로|으로|에서|에)$")
_TITLE_END = re.compile(
    r"(?:교수|장관|차관|차관보|대표|위원|국장|원장|회장|사장|총장|대사|박사|이사|연구원|기자|의원|총리|대통령|팀장|센터장|심의관|정책관|기획관|조정관|담당관|비서관|대변인|보좌관)$"
)


def may_be_part(word: str) -> bool:
    """Whether a word may be a part of a foreign name."""
    return (
        1 <= len(word) <= 7
        and all("가" <= c <= "힣" for c in word)
        and word not in NOT_NAME
        and word not in COMMON
        and word not in LOAN_NOUNS
        and _PARTICLE_OF_NOUN.sub("", word) not in LOAN_NOUNS
        and word not in COMMON_THREE
        and word not in _firms()
        and word not in korean_countries()
        and not OFFICE_LIKE.search(word)
        and not _IN_A_CITY.search(word)
        and not _TITLE_END.search(_PARTICLE_OF_NOUN.sub("", word))
        and (word in FOREIGN_GIVEN or not _ENDS_VERB.search(word) or sounds_foreign(word[:-1]))
    )


def is_foreign_pair(given: str, family: str) -> bool:
    """Whether a known given name and a word that sounds foreign stand together."""
    return (
        given in FOREIGN_GIVEN
        and sounds_foreign(family)
        and may_be_part(family)
        and foreign_length([given, family]) > 0
    )


def is_chinese(word: str) -> bool:
    """Whether one word is a Chinese name as it sounds: the family, then one or two syllables."""
    if not 3 <= len(word) <= 5 or word in LOAN_NOUNS or word in _firms() or is_native(word):
        return False
    if OFFICE_LIKE.search(word) or word in COMMON_THREE or word in COMMON or word in NOT_NAME:
        return False
    family = next((f for f in CHINESE_FAMILIES if word.startswith(f)), "")
    given = word[len(family) :]
    return bool(family) and 1 <= len(given) <= 3 and all(c in CHINESE_SYLLABLES for c in given)


def is_full_name(parts: list[str]) -> bool:
    """Whether these words, all of them, are the full name of one person."""
    if len(parts) == 1:
        return is_native(parts[0]) or is_chinese(parts[0])
    return foreign_length(parts) == len(parts)


def is_body(word: str) -> bool:
    """Whether a word between a name and a high office says of which body or country it is."""
    return (
        word in korean_countries()
        or word in NOT_NAME
        or word in COMMON
        or word in _firms()
        or OFFICE_LIKE.search(word) is not None
        or not 1 < len(word) <= 5
    )


def _all_loan(word: str) -> bool:
    """Whether a word sounds foreign even without what may be a particle at its end (알렉산드라와)."""
    if word.endswith(("가와", "카와", "자와", "이와", "노와")):
        return len(word) > 2  # families of Japan that end in a river
    if len(word) == 2:
        return word[0] in LOAN
    return len(word) > 2 and word[-1] not in "은는을를의과" and any(c in LOAN for c in word[:-1])


def foreign_length(tokens: list[str]) -> int:
    """Of how many of the first words a foreign name is made; 0 when they begin with none.

    Two words, of which one sounds foreign or is a given name that is known; more with particles
    (판 데르) and with Vietnamese family names.
    """
    if len(tokens) < 2 or not may_be_part(tokens[0]):
        return 0
    if (
        _ENDS_FIRST.search(tokens[0])
        and tokens[0] not in FOREIGN_GIVEN
        and not _all_loan(tokens[0])
    ):
        return 0
    size = 1
    while size < len(tokens) and tokens[size] in PARTICLES and size < 3:
        size += 1
    if size >= len(tokens) or not may_be_part(tokens[size]):
        return 0
    size += 1
    while tokens[0] in FAMILY_FIRST and size < min(4, len(tokens)):
        if len(tokens[size]) > 2 or not may_be_part(tokens[size]):
            break
        size += 1
    parts = tokens[:size]
    if not any(sounds_foreign(p) or p in FOREIGN_GIVEN for p in parts):
        return 0
    unlike = parts[0] not in FOREIGN_GIVEN and not sounds_foreign(parts[0])
    if unlike and size < len(tokens) and foreign_length(tokens[1:]):
        return 0  # 찾아 마코 루비오: the name begins at the next word
    if len(parts[0]) == 1 and parts[0] not in FOREIGN_GIVEN:
        return 0
    return size
