"""Dates in words and distances in time: `the third of March`, `two days later`, 3日前, 사흘 뒤."""
# ruff: noqa: E501 - alternatives of one kind are easier to extend when they stand on one line

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from techpact.agreements.counting_words import CARDINAL_OF, CARDINALS, MONTHS, ORDINALS, TENS
from techpact.agreements.numerals import integer

_ORDINAL_OF = {
    **{w: i for i, w in enumerate(ORDINALS, 1)},
    **{f"twenty-{w}": 20 + i for i, w in enumerate(ORDINALS[:9], 1)},
    "thirtieth": 30,
    "thirty-first": 31,
}
_MONTH = "|".join(m.capitalize() for m in MONTHS)
_ORDINAL = "|".join(sorted(_ORDINAL_OF, key=len, reverse=True)).replace("-", "[- ]")
_SMALL = "|".join([*CARDINALS, *TENS])
_YEAR = rf"(?:\d{{4}}|(?:two thousand|nineteen hundred|twenty|nineteen)(?:,? (?:and )?(?:{_SMALL})(?:[- ](?:{_SMALL}))?)?)"
_SPELLED = re.compile(
    rf"\b(?:the )?(?P<day>(?i:{_ORDINAL}))(?: day)?(?: of)? (?P<month>{_MONTH})(?:,? (?:in the year )?(?P<year>(?i:{_YEAR}))\b)?"
    rf"|\b(?P<month_first>{_MONTH}) (?:the )?(?P<day_after>(?i:{_ORDINAL}))\b(?:,? (?P<year_after>(?i:{_YEAR}))\b)?"
)
_NUMBER = "|".join(["a", "an", *CARDINALS[:12]])
_DISTANCE_EN = re.compile(
    rf"\b(?P<n>\d{{1,3}}|(?i:{_NUMBER})) (?P<unit>days?|weeks?|months?|years?) (?P<way>ago|earlier|later|before(?=[,.])|after(?=[,.])|prior)\b"
    r"|(?P<word>the day before yesterday|the day after tomorrow)"
)
_DISTANCE_JA = re.compile(
    r"(?=[0-9０-９一二三四五六七八九十])(?<!から)(?<!より)(?<!以降)(?<![0-9０-９.])(?P<n>[0-9０-９]{1,3}|[一二三四五六七八九十]{1,3})(?P<unit>日|週間|[かヶカケヵ箇]月|年)(?P<way>前|後)(?![半期])"
    r"|(?P<word>一昨日|おととい|明後日|あさって|昨晩|昨夜|今朝|今晩|今夜)"
)
_DISTANCE_KO = re.compile(
    r"(?<![가-힣])(?P<days>하루|이틀|사흘|나흘|닷새|엿새|이레|열흘|보름) (?P<days_way>전|뒤|후|만에)"
    r"|(?<![가-힣0-9부터터 ] )(?<![0-9])(?P<n>[0-9]{1,3}|한|두|세|네) ?(?P<unit>일|주|달|개월|년|해) ?(?P<way>전|뒤|후)(?![가-힣]*(?:부터|까지))"
    r"|(?P<word>그저께|그제|엊그제|모레|재작년|내후년|금년)"
)
_LIKELY_DAY = re.compile(rf"(?:{_MONTH})\b")
_LIKELY_EN = re.compile(r"(?:ago|earlier|later|before|after|prior)\b")
_LIKELY_JA = re.compile(r"[日間月年][前後]|一昨|おととい|明後|あさって|昨晩|昨夜|今[朝晩夜]")
_LIKELY_KO = re.compile(r"[전뒤후만]|그제|그저께|모레|재작년|내후년|금년")
"""What every such expression holds; most statements hold none of it."""
_WORDS = {
    "the day before yesterday": ("day", -2), "the day after tomorrow": ("day", 2),
    "一昨日": ("day", -2), "おととい": ("day", -2), "明後日": ("day", 2), "あさって": ("day", 2),
    "昨晩": ("day", -1), "昨夜": ("day", -1), "今朝": ("day", 0), "今晩": ("day", 0), "今夜": ("day", 0),
    "그저께": ("day", -2), "그제": ("day", -2), "엊그제": ("day", -2), "모레": ("day", 2),
    "재작년": ("year", -2), "내후년": ("year", 2), "금년": ("year", 0),
}  # fmt: skip
_KOREAN_DAYS = {
    "하루": 1, "이틀": 2, "사흘": 3, "나흘": 4, "닷새": 5, "엿새": 6, "이레": 7, "열흘": 10, "보름": 15,
}  # fmt: skip
_KOREAN_COUNT = {"한": 1, "두": 2, "세": 3, "네": 4}
_MOST = {"day": 40, "month": 24, "year": 60}
"""Longer distances are terms and periods, not dates."""


class Spelled(NamedTuple):
    """A date in words (`year`, `month`, `day`) or a distance (`unit`, `shift`).

    `from_text`: counted from the date told before it, not from the day of writing.
    """

    start: int
    end: int
    year: int | None
    month: int | None
    day: int | None
    unit: str | None = None
    shift: int = 0
    from_text: bool = False


def find_spelled(text: str, start: int, end: int) -> list[Spelled]:
    """Find dates in words and distances in time in a stretch of text, in order."""
    found = _days(text, start, end) if _LIKELY_DAY.search(text, start, end) else []
    for likely, pattern, counted in _DISTANCES:
        if likely.search(text, start, end):
            for match in pattern.finditer(text, start, end):
                distance = _WORDS[match["word"]] if match["word"] else counted(match)
                if distance is not None and abs(distance[1]) <= _MOST[distance[0]]:
                    found.append(Spelled(*match.span(), None, None, None, *distance))
    return sorted(found, key=lambda s: s.start)


def _days(text: str, start: int, end: int) -> list[Spelled]:
    """Days of months in words."""
    found = []
    for match in _SPELLED.finditer(text, start, end):
        day = match["day"] or match["day_after"]
        month = match["month"] or match["month_first"]
        year = match["year"] or match["year_after"]
        found.append(
            Spelled(
                *match.span(),
                _year(year) if year else None,
                MONTHS.index(month.lower()) + 1,
                _ORDINAL_OF[day.lower().replace(" ", "-")],
            )
        )
    return found


_Distance = tuple[str, int] | tuple[str, int, bool]
"""Unit, signed count and whether it is counted from the text."""


def _english(match: re.Match[str]) -> _Distance | None:
    count = 1 if match["n"].lower() in {"a", "an"} else integer(match["n"].lower())
    unit, way = match["unit"].rstrip("s"), match["way"]
    return _distance(unit, count, way in {"later", "after"}, way != "ago")


def _japanese(match: re.Match[str]) -> _Distance | None:
    unit = {"日": "day", "週間": "week", "年": "year"}.get(match["unit"], "month")
    later = match["way"] == "後"
    return _distance(unit, integer(match["n"]), later, later)


def _korean(match: re.Match[str]) -> _Distance | None:
    if match["days"]:
        later = match["days_way"] != "전"
        return _distance("day", _KOREAN_DAYS[match["days"]], later, later)
    count = _KOREAN_COUNT.get(match["n"]) or integer(match["n"])
    unit = {"일": "day", "주": "week", "년": "year", "해": "year"}.get(match["unit"], "month")
    later = match["way"] != "전"
    return _distance(unit, count, later, later)


def _distance(unit: str, count: int | None, later: bool, from_text: bool) -> _Distance | None:
    if not count:
        return None
    shift = count if later else -count
    if unit == "week":
        return ("day", shift * 7, True) if from_text else None
    return unit, shift, from_text


_DISTANCES: tuple[
    tuple[re.Pattern[str], re.Pattern[str], Callable[[re.Match[str]], _Distance | None]], ...
] = (
    (_LIKELY_EN, _DISTANCE_EN, _english),
    (_LIKELY_JA, _DISTANCE_JA, _japanese),
    (_LIKELY_KO, _DISTANCE_KO, _korean),
)


def _year(text: str) -> int | None:
    """Read a year: 2025, two thousand (and) twenty-five, twenty twenty-five."""
    if text.isdigit():
        return int(text)
    tokens = re.split(r"[\s,-]+", text.lower().replace(" and ", " "))
    if tokens[:2] == ["two", "thousand"]:
        return 2000 + sum(CARDINAL_OF.get(t, 0) for t in tokens[2:])
    century = {"twenty": 2000, "nineteen": 1900}.get(tokens[0])
    rest = [t for t in tokens[1:] if t != "hundred"]
    return century + sum(CARDINAL_OF.get(t, 0) for t in rest) if century and rest else None
