"""Numbers, periods and days as agreements write them, in three languages."""

from __future__ import annotations

import re

from techpact.agreements.counting_words import CARDINAL_OF, MONTHS

_KANJI = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "壱": 1, "弐": 2, "参": 3}
_PLACES = {"十": 10, "百": 100, "千": 1000}
_ENGLISH = {"zero": 0, **CARDINAL_OF, "hundred": 100}
_KOREAN = {
    "한": 1,
    "두": 2,
    "세": 3,
    "네": 4,
    "다섯": 5,
    "여섯": 6,
    "일곱": 7,
    "여덟": 8,
    "아홉": 9,
    "열": 10,
}
_SINO = {c: i for i, c in enumerate("영일이삼사오육칠팔구")}
_SINO_PLACES = {"십": 10, "백": 100, "천": 1000}
_UNITS = (
    ("D", re.compile(r"日|일|days?", re.IGNORECASE)),
    ("W", re.compile(r"週|주|weeks?", re.IGNORECASE)),
    ("M", re.compile(r"[かヶカケ箇ヵ]月|月|개월|달|months?", re.IGNORECASE)),
    ("Y", re.compile(r"年|년|years?", re.IGNORECASE)),
)
NUMBER = (
    r"(?:\d{1,4}|[〇零一二三四五六七八九十百千]{1,7}"
    r"|(?:one\s+hundred\s+(?:and\s+)?)?(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|fifteen|eighteen|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-\w+)?|hundred)"
    r"|한|두|세|네|다섯|여섯|일곱|여덟|아홉|열|[일이삼사오육칠팔구십백천]{1,5})"
)
"""A number in digits or words."""

_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925}
_DIGITS = r"(?:\d{1,4}|[〇零一二三四五六七八九十百千元]{1,8})"
_ASIAN_DAY = re.compile(
    rf"(?P<era>令和|平成|昭和)?(?P<y>{_DIGITS})\s?[年년]\s?(?:\([^)]{{1,12}}\)\s?)?(?P<m>{_DIGITS})\s?[月월]\s?(?P<d>{_DIGITS})\s?[日일]"
)
_NUMERIC_DAY = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d{2})[-./]\s?(?P<m>\d{1,2})[-./]\s?(?P<d>\d{1,2})(?!\d)"
)
_EN_MONTH = "|".join(MONTHS)
_ENGLISH_DAY = re.compile(
    rf"(?i:\b(?P<m1>{_EN_MONTH})\s+(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s*,?\s+(?P<y1>(?:19|20)\d{{2}})"
    rf"|\b(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:day\s+of\s+)?(?P<m2>{_EN_MONTH})\s*,?\s+(?:in\s+the\s+year\s+)?(?P<y2>(?:19|20)\d{{2}}))"
)


def read_number(text: str) -> int | None:
    """Read a number in digits, kanji, English or Korean words; None when it is none."""
    text = text.strip().lower()
    if text.isdigit():
        return int(text)
    if text == "元":
        return 1
    if text in _KOREAN:
        return _KOREAN[text]
    for digits, places in ((_KANJI, _PLACES), (_SINO, _SINO_PLACES)):
        if text and all(c in digits or c in places for c in text):
            return _positional(text, digits, places)
    total = 0
    for word in re.split(r"[\s-]+", text.replace(" and ", " ")):
        if word not in _ENGLISH:
            return None
        total = total * 100 if word == "hundred" and total else total + _ENGLISH[word]
    return total or None


def _positional(text: str, digits: dict[str, int], places: dict[str, int]) -> int:
    if not any(c in places for c in text):
        return int("".join(str(digits[c]) for c in text))
    total, current = 0, 0
    for c in text:
        if c in places:
            total += (current or 1) * places[c]
            current = 0
        else:
            current = digits[c]
    return total + current


def iso_period(number: str, unit: str) -> str | None:
    """Return a period such as `P180D`; None when the number cannot be read."""
    count = read_number(number)
    code = next((c for c, pattern in _UNITS if pattern.fullmatch(unit.strip("間 간"))), None)
    return f"P{count}{code}" if count is not None and code else None


def find_day(text: str) -> tuple[str, int, int] | None:
    """Find the first full date of a folded text: ISO 8601 and its place."""
    hits = [p.search(text) for p in (_ASIAN_DAY, _NUMERIC_DAY, _ENGLISH_DAY)]
    for found in sorted((h for h in hits if h), key=lambda h: h.start()):
        parts = found.groupdict()
        if "m1" in parts:
            month = parts["m1"] or parts["m2"]
            year, number = int(parts["y1"] or parts["y2"]), MONTHS.index(month.lower()) + 1
            day = int(parts["d1"] or parts["d2"])
        else:
            read = [read_number(parts[k]) for k in ("y", "m", "d")]
            if any(r is None for r in read):
                continue
            year, number, day = (r or 0 for r in read)
            if parts.get("era"):
                year += _ERAS[parts["era"]]
        if 1800 <= year <= 2200 and 1 <= number <= 12 and 1 <= day <= 31:
            return f"{year:04d}-{number:02d}-{day:02d}", found.start(), found.end()
    return None
