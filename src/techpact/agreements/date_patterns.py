"""How dates are written in English, Japanese and Korean: one pattern, one parsed form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from techpact.agreements.counting_words import MONTHS
from techpact.agreements.lexicon import words
from techpact.agreements.numerals import DIGIT, integer
from techpact.agreements.spelled_dates import find_spelled

_MONTH_OF = {m: i for i, m in enumerate(MONTHS, 1)} | {m[:3]: i for i, m in enumerate(MONTHS, 1)}
_MONTH_OF["sept"] = 9
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "明治": 1867}

_D = f"[{DIGIT}]"
_N12 = rf"(?:{_D}{{1,2}}|[一二三四五六七八九十]{{1,3}})"
_MONTH = "|".join([*MONTHS, *(rf"{m[:3]}\.?" for m in MONTHS if m != "may"), r"sept\.?"])
_BEGINS = (
    f"[{DIGIT}A-Za-z一二三四五六七八九十元令平昭大明月火水木金土日前翌同当昨本今再去来先"
    "월화수목금토일전다이같어오내작지올당]"
)
_PATTERN = re.compile(
    # Every date begins with one of these; that is known before the alternatives are tried.
    rf"(?={_BEGINS})(?:"
    # 2025年10月28日, 令和7年10月28日, 2025년 10월 28일, and their parts
    rf"(?P<era>令和|平成|昭和|大正|明治)\s?(?P<era_year>元|{_N12})年"
    rf"(?:度|\s?(?P<era_month>{_N12})月(?:\s?(?P<era_day>{_N12})日)?)?"
    rf"|(?<!{_D})(?P<year>{_D}{{4}}|[一二][〇零一二三四五六七八九]{{3}})\s?[年년](?:度|도|初頭|末)?"
    rf"(?:\s?(?P<month>{_N12})\s?[月월](?:\s?(?P<day>{_N12})\s?[日일](?![間간]))?)?"
    rf"|(?<![{DIGIT}.])(?P<m>{_N12})\s?[月월](?:\s?(?P<md>{_N12})\s?[日일](?![間간])|(?<=月)(?:末|上旬|中旬|下旬|初旬|初め|半ば))?(?!面|例|刊)"
    rf"|(?<![{DIGIT}.])(?<![一-鿿])(?P<d>{_D}{{1,2}}|二?十[一二三四五六七八九]?|三十一?)\s?[日일]"
    r"(?![間本目米韓英豪印欧前後以銀]|時(?!点)|\s?(?:이내|후|전|간|동안)|を?経過|の予告)"
    rf"|(?<![{DIGIT}./-])(?P<iso_year>{_D}{{4}})(?P<sep>[-/.．]\s?)(?P<iso_month>{_D}{{1,2}})(?P=sep)"
    rf"(?P<iso_day>{_D}{{1,2}})(?![{DIGIT}/-])"
    rf"|(?i:\b(?P<en_month>{_MONTH})\s+(?P<en_day>\d{{1,2}})(?!\d)(?:st|nd|rd"
    rf"|th)?(?:,?\s+(?P<en_year>\d{{4}}))?\b)"
    rf"|(?i:\b(?P<eu_day>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+day\s+of"
    rf"|\s+of)?\s+(?P<eu_month>{_MONTH})(?:,?\s+(?P<eu_year>\d{{4}}))?\b)"
    rf"|(?i:\b(?P<my_month>{_MONTH}),?\s+(?P<my_year>\d{{4}})\b)"
    r"|\b(?i:in|early|late|mid|during|through|by|until|before|after|since|from|last|next|this|of"
    r"|to|between|and|end of)[\s-]+(?P<lone_month>"
    + "|".join(m.capitalize() for m in MONTHS)
    + r")\b(?!,?\s+\d)"
    r"|\b(?i:in|since|by|until|before|after|from|during|of|early|late|mid|to|between"
    r"|spring|summer|autumn|fall|winter|through|fiscal(?: year)?|FY)[\s-]?"
    r"(?P<lone_year>(?:19|20)\d{2})\b(?![-–]\d|,\d|\.\d|%)"
    r"|(?P<weekday>\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b"
    rf"(?!,?\s+(?:the\s+)?(?:\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?i:{_MONTH})\b|(?i:{_MONTH})\s+\d))|"
    r"[月火水木金土日]曜日"
    r"|[월화수목금토일]요일)"
    r"|(?P<relative>前日|翌日|同日|当日|昨日|本日|今日(?!の|では)|明日"
    r"|一昨年|再来年|昨年度|来年度|今年度|前年|昨年|去年|来年|今年|同年|翌年"
    r"|先月|来月|今月|同月|翌月|前月"
    r"|전날|다음\s?날|이튿날|같은\s?날|이날|어제|오늘(?!날)|내일|작년|지난해|내년|올해|같은\s?해"
    r"|이듬해|지난달|다음\s?달|이번\s?달|내달|이달|당월"
    r"|(?i:\b(?:next|last|this|the same|the following|the previous) (?:year|month|day)\b"
    r"|\byesterday\b|\btomorrow\b|\btoday\b))"
    rf"(?:(?<=年)(?P<rel_month>\s?{_N12})月(?:(?P<rel_day>{_N12})日)?"
    rf"|(?<=[년해])\s?(?P<rel_month_ko>{_N12})월(?:\s?(?P<rel_day_ko>{_N12})일)?"
    rf"|(?<=月)(?P<rel_day_only>{_N12})日|(?<=달)\s?(?P<rel_day_only_ko>{_N12})일)?)"
)
_RELATIVE = {
    **dict.fromkeys(("前日", "昨日", "전날", "어제", "yesterday", "the previous day"), ("day", -1)),
    **dict.fromkeys(
        ("翌日", "明日", "다음날", "이튿날", "내일", "tomorrow", "the following day", "next day"),
        ("day", 1),
    ),
    **dict.fromkeys(
        ("同日", "当日", "本日", "今日", "같은날", "이날", "오늘", "today",
         "the same day", "this day"),
        ("day", 0),
    ),
    **dict.fromkeys(
        ("前年", "昨年", "去年", "昨年度", "작년", "지난해", "last year", "the previous year"),
        ("year", -1),
    ),
    **dict.fromkeys(
        ("来年", "翌年", "来年度", "내년", "이듬해", "next year", "the following year"), ("year", 1)
    ),
    **dict.fromkeys(
        ("今年", "同年", "今年度", "올해", "같은해", "this year", "the same year"), ("year", 0)
    ),
    "一昨年": ("year", -2),
    "再来年": ("year", 2),
    **dict.fromkeys(
        ("先月", "前月", "지난달", "last month", "the previous month"), ("month", -1)
    ),
    **dict.fromkeys(
        ("来月", "翌月", "다음달", "내달", "next month", "the following month"), ("month", 1)
    ),
    **dict.fromkeys(
        ("今月", "同月", "이번달", "이달", "당월", "this month", "the same month"), ("month", 0)
    ),
}  # fmt: skip
_WEEKDAYS = [*"月火水木金土日", *"월화수목금토일", "Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]
_TEXT_RELATIVE = words(
    "同日 当日 同年 同月 翌日 翌年 翌月 前月 前年 같은날 이튿날 같은해 이듬해"
) | {
    "the same day",
    "the same year",
    "the following day",
    "the following year",
    "the following month",
    "the previous day",
    "the previous month",
    "the previous year",
}
_RELATIVE_DAYS = ("rel_day", "rel_day_ko", "rel_day_only", "rel_day_only_ko")


class DateParts(NamedTuple):
    """A date as printed: what it says and, for a relative one, the shift."""

    start: int
    end: int
    year: int | None
    month: int | None
    day: int | None
    unit: str | None = None
    shift: int = 0
    from_text: bool = False
    counted: bool = False
    """Whether the shift is a distance in words, counted from the day of writing when it is not
    counted from the text (`two days ago`)."""

    @property
    def complete(self) -> bool:
        """Whether the year is printed."""
        return self.year is not None


def find_date_parts(text: str, start: int, end: int) -> Iterator[DateParts]:
    """Find dates as printed in a stretch of text, in order."""
    spelled = [
        DateParts(
            s.start, s.end, s.year, s.month, s.day, s.unit, s.shift, s.from_text, s.unit is not None
        )
        for s in find_spelled(text, start, end)
    ]
    at = 0
    for match in _PATTERN.finditer(text, start, end):
        while at < len(spelled) and spelled[at].start <= match.start():
            yield spelled[at]
            at += 1
        if at and match.start() < spelled[at - 1].end:
            continue
        if at < len(spelled) and match.end() > spelled[at].start:
            continue  # the words of a longer expression
        parts = _parts(match)
        if parts is None or not _possible(parts):
            continue
        yield parts
    yield from spelled[at:]


def _possible(parts: DateParts) -> bool:
    if parts.year is not None and not 1500 <= parts.year <= 2199:
        return False
    if parts.month is not None and not 1 <= parts.month <= 12:
        return False
    return parts.day is None or 1 <= parts.day <= 31


def _parts(match: re.Match[str]) -> DateParts | None:
    group = match.groupdict()
    start, end = match.span()

    def value(name: str) -> int | None:
        return integer(group[name]) if group[name] else None

    def month(name: str) -> int | None:
        return _MONTH_OF[group[name].lower().rstrip(".")] if group[name] else None

    if group["era"]:
        year = 1 if group["era_year"] == "元" else value("era_year")
        if year is None:
            return None
        return DateParts(
            start, end, _ERAS[group["era"]] + year, value("era_month"), value("era_day")
        )
    if group["year"]:
        return DateParts(start, end, value("year"), value("month"), value("day"))
    if group["m"]:
        return DateParts(start, end, None, value("m"), value("md"))
    if group["d"]:
        return DateParts(start, end, None, None, value("d"))
    if group["iso_year"]:
        return DateParts(start, end, value("iso_year"), value("iso_month"), value("iso_day"))
    if group["en_month"]:
        return DateParts(start, end, value("en_year"), month("en_month"), value("en_day"))
    if group["eu_month"]:
        return DateParts(start, end, value("eu_year"), month("eu_month"), value("eu_day"))
    if group["my_month"]:
        return DateParts(start, end, value("my_year"), month("my_month"), None)
    if group["lone_month"]:
        return DateParts(match.start("lone_month"), end, None, month("lone_month"), None)
    if group["lone_year"]:
        return DateParts(match.start("lone_year"), end, value("lone_year"), None, None)
    if group["weekday"]:
        name = group["weekday"]
        weekday = _WEEKDAYS.index(name[0] if name[0] > "\u3000" else name[:2]) % 7
        return DateParts(start, end, None, None, None, "weekday", weekday)
    surface = match["relative"].lower()
    key = re.sub(r"\s+", "", surface) if not surface.isascii() else surface
    unit, shift = _RELATIVE.get(key, (None, 0))
    if unit is None:
        return None
    month_number = value("rel_month") or value("rel_month_ko")
    day = next(filter(None, map(value, _RELATIVE_DAYS)), None)
    return DateParts(start, end, None, month_number, day, unit, shift, key in _TEXT_RELATIVE)
