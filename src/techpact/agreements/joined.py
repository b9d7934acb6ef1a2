"""Find the body that stands beside a known one: `A and B`, where only A is known.

What is joined is of one sort. A name is taken only where it looks like one (transliterated, or with
Latin letters) or where both are the means or the doers of one thing (through A and B).
"""
# ruff: noqa: E501 - lists of words are easier to extend when they stand on one line

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from techpact.agreements.organisations_ja import Organisation
from techpact.agreements.places import japanese_places, korean_countries

_SCORE = 0.6
_HANGUL, _NEAR = re.compile(r"[가-힣]"), 20
_SHORT = r"(?:\s?[(（][^()（）]{1,16}[)）])?"
_JA = r"(?P<x>[一-鿿々ァ-ヺーA-Za-z・]{3,24}?)"
_TO_JA = r"(?:及び|並びに|と)"
_MEANS_JA = r"(?:を通じ|を通して|を介し|によ[るりっ]|との間|を(?:主導|実施|中心)機関|が共同|は共同|が(?:主導|連携|協力))"
_AFTER_JA = re.compile(rf"{_SHORT}{_TO_JA}{_JA}{_SHORT}(?={_MEANS_JA})")
_BEFORE_JA = re.compile(
    rf"(?:^|(?<=[、。\nはがのに]))(?P<x>[一-鿿々ァ-ヺーA-Za-z・]{{3,24}}){_SHORT}{_TO_JA}$"
)
_THEN_JA = re.compile(rf"{_SHORT}{_MEANS_JA}")
_KATAKANA_AFTER_JA = re.compile(
    rf"{_SHORT}と(?P<x>[ァ-ヺー]{{4,}}(?:・[ァ-ヺー]{{2,}})*)(?=[はがも]|の(?:両社|2社|提携|合弁))"
)
_PARTICLE = r"(?=(?:은|는|이|가|을|를|의|도)(?![가-힣A-Za-z]))"
_AFTER_KO = re.compile(
    rf"{_SHORT}(?:와|과| 및|,)\s(?P<x>[가-힣A-Za-z0-9]{{3,14}}?){_SHORT}{_PARTICLE}"
)
_BEFORE_KO = re.compile(
    rf"(?<![가-힣A-Za-z0-9])(?P<x>[가-힣A-Za-z0-9]{{3,14}}?){_SHORT}(?:와|과| 및)\s$"
)
_MEANS_KO = re.compile(
    rf"{_SHORT}(?:을|를)\s?(?:통해|통하여|통한|거쳐)| ?간의?\s|(?:이|가|은|는)\s(?:공동|함께|협력)"
)
_LOAN_KO = re.compile(
    r"[르크트프드즈츠쿠퀄엔닉텍텔앤콤랩벨븐블빅넷글렉릭믹픽웨웍윈젠켐콘퀀킨탈터튼틱퍼폴풀핀필핑헬버쉬슨스]"
)
"""Syllables that Korean words of Chinese origin do not have."""
_LOAN_WORD_KO = re.compile(
    r"데이터|센터|서비스|네트워크|플랫폼|시스템|프로그램|로봇|배터리|프로젝트|인프라|클라우드|소프트웨어|하드웨어|에너지|바이오|스타트업|파트너|리더|그룹$|기업|업체|연구|회사|정부|아랍에미리트|네덜란드|이스라엘|싱가포르|유럽|아시아"
)
_NOT_KO = re.compile(
    r"(?:측|들|자|등|국|명|곳|개|사업|분야|기관|양국|양측|장관|차관|대통령|총리|회장|사장|교수|대표|협력|기술)$"
)
_NOT_JA = re.compile(
    r"(?:両国|双方|政府|企業|大学|機関|関係者|技術|分野|事業|産業|研究者|専門家|計画|基盤|協力|開発|連携|交流|対話|会合|会議|メーカー|センター|データ|サービス|システム|プロジェクト)$"
)


def beside(text: str, known: Sequence[tuple[int, int]]) -> Iterator[Organisation]:
    """Find bodies that are joined to known ones.

    Parameters
    ----------
    text
        Folded text.
    known
        Spans in it of organisations and bodies.
    """
    for start, end in known:
        for found in _near_japanese(text, start, end):
            if not _NOT_JA.search(found["x"]) and found["x"] not in japanese_places():
                yield Organisation(*found.span("x"), "ORG", _SCORE)
        if not _HANGUL.search(text, end, end + _NEAR):
            continue
        for found, means in _near_korean(text, start, end):
            name = found["x"]
            if name in korean_countries() or _NOT_KO.search(name) or _LOAN_WORD_KO.search(name):
                continue
            if means or _LOAN_KO.search(name) or re.search(r"[A-Z]", name):
                yield Organisation(*found.span("x"), "ORG", _SCORE)


def _near_japanese(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    for pattern in (_AFTER_JA, _KATAKANA_AFTER_JA):
        if after := pattern.match(text, end):
            yield after
    if _THEN_JA.match(text, end) and (before := _BEFORE_JA.search(text, max(0, start - 44), start)):
        yield before


def _near_korean(text: str, start: int, end: int) -> Iterator[tuple[re.Match[str], bool]]:
    if after := _AFTER_KO.match(text, end):
        yield after, _MEANS_KO.match(text, after.end()) is not None
    if before := _BEFORE_KO.search(text, max(0, start - 32), start):
        yield before, _MEANS_KO.match(text, end) is not None
