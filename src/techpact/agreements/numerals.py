"""Read numbers as they are written in English, Japanese and Korean."""

from __future__ import annotations

import re
import unicodedata

from techpact.agreements.counting_words import CARDINAL_OF

DIGIT = "0-9０-９"
KANJI_DIGIT = "〇零一二三四五六七八九十百千"

_KANJI = {"〇": 0, "零": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8,
          "九": 9}  # fmt: skip
_SMALL = {"十": 10, "百": 100, "千": 1000, "천": 1000, "백": 100, "십": 10}
_MYRIAD = {"万": 10**4, "億": 10**8, "兆": 10**12, "京": 10**16, "萬": 10**4,
           "만": 10**4, "억": 10**8, "조": 10**12, "경": 10**16}  # fmt: skip
_ENGLISH = {
    "hundred": 10**2,
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
    "mn": 10**6,
    "bn": 10**9,
    "tn": 10**12,
    "k": 10**3,
    "m": 10**6,
    "b": 10**9,
}
_WORDS = {"zero": 0, **CARDINAL_OF}
_KOREAN = {"한": 1, "두": 2, "세": 3, "네": 4, "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8,
           "아홉": 9, "열": 10}  # fmt: skip

_TOKEN = re.compile(
    r"(?P<number>\d[\d,]*(?:\.\d+)?|\.\d+)|(?P<kanji>[〇零一二三四五六七八九])"
    r"|(?P<small>[十百千천백십])|(?P<myriad>[万億兆京萬만억조경])|(?P<word>[A-Za-z]+)"
    r"|(?P<hangul>[가-힣]+)|(?P<skip>[\s,、-])"
)
_LONGEST = 60


def number(text: str) -> float | None:
    """Value of a number, or None when the text is not one.

    Understands digits of any width with separators, kanji numerals, myriads (450兆, 3억 5천만),
    English scales (1.5 million) and small number words in English and Korean.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if not plain or len(plain) > _LONGEST:
        return None
    lowered = plain.lower()
    if lowered in _WORDS:
        return float(_WORDS[lowered])
    if plain in _KOREAN:
        return float(_KOREAN[plain])
    total = 0.0
    section = 0.0
    digits: float | None = None
    place = 0
    seen = False
    while place < len(plain):
        match = _TOKEN.match(plain, place)
        if match is None:
            return None
        kind, token = match.lastgroup, match.group()
        place = match.end()
        if kind == "number":
            if digits is not None:
                return None
            digits = float(token.replace(",", ""))
        elif kind == "kanji":
            # 二〇二五 is positional, 二 alone is a digit
            digits = _KANJI[token] if digits is None else digits * 10 + _KANJI[token]
        elif kind == "small":
            section += (1.0 if digits is None else digits) * _SMALL[token]
            digits = None
        elif kind == "myriad":
            section += digits or 0.0
            total += (section or 1.0) * _MYRIAD[token]
            section, digits = 0.0, None
        elif kind == "word":
            scale = _ENGLISH.get(token.lower())
            if scale is None or (digits is None and total == 0):
                return None
            total = (total + section + (digits or 0.0)) * scale
            section, digits = 0.0, None
        elif kind == "hangul":
            return None
        elif kind == "skip":
            continue
        seen = True
    return total + section + (digits or 0.0) if seen else None


def integer(text: str) -> int | None:
    """Value of a whole number, or None."""
    value = number(text)
    return int(value) if value is not None and value == int(value) else None
