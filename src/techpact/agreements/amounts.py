"""Find amounts: money, shares, multiples, quantities, durations and counts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from techpact.agreements.numerals import DIGIT, number

if TYPE_CHECKING:
    from techpact.agreements.records import Amount

# bounded, and begun only where a number begins, so that a wall of digits is read in linear time
_NUMBER = rf"[{DIGIT}](?:[{DIGIT},，]{{0,30}}[{DIGIT}])?(?:[.．][{DIGIT}]{{1,12}})?"
_ASIAN = (
    rf"{_NUMBER}(?:[万億兆京千百만억조경천백](?:\s?(?={_NUMBER}))?(?:{_NUMBER})?){{0,6}}"
    r"|[一二三四五六七八九十百千][一二三四五六七八九十百千万億兆]{0,12}"
)
_ENGLISH = rf"{_NUMBER}(?:[\s-]?(?:hundred|thousand|million|billion|trillion|bn|mn|tn)\b|[mbk]\b)?"
_WORD = r"(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"

_SYMBOLS = {"$": "USD", "＄": "USD", "US$": "USD", "¥": "JPY", "￥": "JPY", "₩": "KRW",
            "€": "EUR", "£": "GBP", "NT$": "TWD", "A$": "AUD", "C$": "CAD", "S$": "SGD",
            "HK$": "HKD"}  # fmt: skip
_CURRENCIES = {
    "米ドル": "USD", "ドル": "USD", "ユーロ": "EUR", "ポンド": "GBP", "ウォン": "KRW", "円": "JPY",
    "人民元": "CNY", "元": "CNY", "台湾ドル": "TWD", "豪ドル": "AUD", "加ドル": "CAD",
    "カナダドル": "CAD", "オーストラリアドル": "AUD", "シンガポールドル": "SGD", "香港ドル": "HKD",
    "캐나다달러": "CAD", "캐나다 달러": "CAD", "호주달러": "AUD", "호주 달러": "AUD",
    "canadian dollars": "CAD", "australian dollars": "AUD",
    "ルピー": "INR", "ルーブル": "RUB", "スイスフラン": "CHF",
    "달러": "USD", "미국달러": "USD", "유로": "EUR", "파운드": "GBP", "원": "KRW", "엔": "JPY",
    "위안": "CNY",
    "dollars": "USD", "us dollars": "USD", "u.s. dollars": "USD", "usd": "USD", "euros": "EUR",
    "eur": "EUR", "pounds": "GBP", "gbp": "GBP", "won": "KRW", "krw": "KRW", "yen": "JPY",
    "dirhams": "AED", "riyals": "SAR", "rupiah": "IDR", "baht": "THB", "ringgit": "MYR",
    "singapore dollars": "SGD", "hong kong dollars": "HKD", "new zealand dollars": "NZD",
    "new taiwan dollars": "TWD", "swiss francs": "CHF", "swedish kronor": "SEK", "zlotys": "PLN",
    "zloty": "PLN", "shekels": "ILS", "rand": "ZAR", "dong": "VND", "philippine pesos": "PHP",
    "norwegian kroner": "NOK", "danish kroner": "DKK", "turkish lira": "TRY", "reais": "BRL",
    "ディルハム": "AED", "リヤル": "SAR", "ルピア": "IDR", "バーツ": "THB", "リンギット": "MYR",
    "スウェーデンクローナ": "SEK", "フィリピンペソ": "PHP", "ニュージーランドドル": "NZD",
    "디르함": "AED", "리얄": "SAR", "루피아": "IDR", "바트": "THB", "링깃": "MYR",
    "루피": "INR", "싱가포르달러": "SGD", "싱가포르 달러": "SGD", "대만달러": "TWD",
    "스위스프랑": "CHF", "스위스 프랑": "CHF", "홍콩달러": "HKD",
    "jpy": "JPY", "yuan": "CNY", "renminbi": "CNY", "cny": "CNY", "rupees": "INR",
}  # fmt: skip
_UNITS = {
    "%": "%", "％": "%", "パーセント": "%", "퍼센트": "%", "percent": "%", "per cent": "%",
    "ポイント": "point", "percentage points": "point",
    "倍": "x", "배": "x", "times": "x", "fold": "x", "-fold": "x",
    "トン": "t", "톤": "t", "tons": "t", "tonnes": "t", "metric tons": "t", "キロメートル": "km",
    "km": "km", "キロ": "km", "kilometres": "km", "kilometers": "km", "킬로미터": "km",
    "キログラム": "kg", "kg": "kg", "nm": "nm", "ナノメートル": "nm", "나노미터": "nm",
    "나노": "nm",
    "nanometres": "nm", "nanometers": "nm", "nanometer": "nm",
    "GW": "GW", "ギガワット": "GW", "기가와트": "GW", "gigawatts": "GW",
    "kW": "kW", "キロワット": "kW", "킬로와트": "kW", "kilowatts": "kW",
    "MW": "MW", "メガワット": "MW", "메가와트": "MW", "megawatts": "MW", "GHz": "GHz",
    "年間": "year", "か年": "year", "カ年": "year", "ヵ年": "year", "년간": "year",
    "years": "year", "year": "year",
    "か月": "month", "カ月": "month", "ヶ月": "month", "ヵ月": "month", "箇月": "month",
    "개월": "month", "months": "month", "month": "month", "週間": "week", "주간": "week",
    "weeks": "week", "week": "week", "日間": "day", "일간": "day", "days": "day", "day": "day",
    "時間": "hour", "시간": "hour", "hours": "hour", "分間": "minute", "분간": "minute",
    "minutes": "minute", "minute": "minute",
    "か国": "country", "カ国": "country", "ヵ国": "country", "ヶ国": "country",
    "개국": "country", "countries": "country", "分野": "field", "つの分野": "field",
    "개 분야": "field", "fields": "field", "areas": "field", "人": "person", "名": "person",
    "명": "person", "people": "person",
    "operators": "person", "engineers": "person", "researchers": "person", "students": "person",
    "scientists": "person",
    "workers": "person", "trainees": "person", "experts": "person", "specialists": "person",
    "社": "company", "개사": "company", "companies": "company",
    "通": "copy", "台": "item", "대": "item", "件": "case", "건": "case", "基": "item",
    "か所": "place", "カ所": "place", "곳": "place",
}  # fmt: skip


def _alternatives(words: dict[str, str]) -> str:
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(
        re.escape(w) + (r"\b" if w[-1].isascii() and w[-1].isalnum() else "") for w in ordered
    )


_DAYS = r"日(?=後|以内|前|以降|を経|の予告|の通知|が経過)|일(?=\s?(?:후|이내|전|뒤|이 지난))"
_YEARS = (
    r"年(?=前|以内|以上|後|近く|余り|にわたり|ぶり|だけ)|년(?=\s?(?:전|이내|이상|후|동안|만에|간))"
)
_PATTERN = re.compile(
    rf"(?P<symbol>US\$|NT\$|HK\$|[ACS]\$|[$＄¥￥₩€£])\s?(?P<symbol_number>(?>{_ENGLISH})(?![万億兆京만억조경])|{_ASIAN})"
    rf"|(?<![{DIGIT},，.．])(?P<number>(?>{_ENGLISH})(?![万億兆京만억조경])|(?:{_ASIAN})|(?i:\b{_WORD}\b))[\s-]{{0,2}}"
    rf"(?:(?P<currency>(?i:{_alternatives(_CURRENCIES)}))|(?P<unit>{_alternatives(_UNITS)})"
    rf"|(?P<day>{_DAYS})|(?P<year>{_YEARS}))"
)
_BEGIN = re.compile(rf"[{DIGIT}一二三四五六七八九十百千UNHACS$＄¥￥₩€£]|(?i:[tfsen])(?<!\w\w)")
"""The characters with which an amount begins."""
_IDIOMS = frozenset(("一人", "二人", "一社", "一件", "一台"))


def find_amounts(text: str, start: int = 0, end: int | None = None) -> list[Amount]:
    """Find the amounts of a stretch of text.

    Parameters
    ----------
    text
        The whole text; offsets point into it.
    start, end
        The stretch.

    Returns
    -------
    list of Amount
        In order; `value` in units of the currency or unit.
    """
    from techpact.agreements.records import Amount

    found = []
    free, end = start, len(text) if end is None else end
    for begin in _BEGIN.finditer(text, start, end):
        if begin.start() < free:
            continue
        match = _PATTERN.match(text, begin.start(), end)
        if match is None:
            continue
        free = match.end()
        place = match.start()
        if place and (text[place - 1].isdigit() or text[place - 1] in ".．,"):
            continue
        currency: str | None = None
        unit: str | None = None
        if match["symbol"]:
            value = number(match["symbol_number"])
            currency = _SYMBOLS[match["symbol"]]
        else:
            surface = match["number"]
            value = number(surface)
            if match["currency"]:
                currency = _CURRENCIES[match["currency"].lower()]
                if match["currency"] == "元" and not re.search(r"[万億兆]$|\d$", surface):
                    continue
            elif match["unit"]:
                unit = _UNITS[match["unit"]]
                if place and surface[0] in "一二三四五六七八九十百千" and _kanji(text[place - 1]):
                    continue  # part of a word (同一人, 統一)
            else:
                unit = "day" if match["day"] else "year"
                if unit == "year" and value is not None and value >= 1000:
                    continue  # a calendar year
        if value is None or match.group() in _IDIOMS:
            continue
        found.append(Amount(place, match.end(), value, currency, unit))
    return found


def _kanji(character: str) -> bool:
    return "一" <= character <= "鿿"
