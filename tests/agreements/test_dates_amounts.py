"""Dates and amounts as written in three languages, and dates completed from their context."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from techpact.agreements.amounts import find_amounts
from techpact.agreements.dates import find_dates
from techpact.agreements.numerals import number
from techpact.agreements.records import Span


def dates(text, published=None, anchors=()):
    return [
        (text[d.start : d.end], d.value, d.inferred)
        for d in find_dates(text, [Span(0, len(text))], published, anchors)
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("450兆", 450e12),
        ("3,500億", 350e9),
        ("３，５００", 3500),
        ("1億2000万", 120e6),
        ("二〇二五", 2025),
        ("百八十", 180),
        ("千五百", 1500),
        ("3억 5천만", 350e6),
        ("1.5 million", 1.5e6),
        ("twelve", 12),
        ("about", None),
        ("", None),
    ],
)
def test_numbers(text, value):
    assert number(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2025年10月28日", "2025-10-28"),
        ("令和７年１０月２８日", "2025-10-28"),
        ("令和元年5月", "2019-05"),
        ("二〇二五年十月二十八日", "2025-10-28"),
        ("2025년 10월 28일", "2025-10-28"),
        ("October 28, 2025", "2025-10-28"),
        ("28th of October 2025", "2025-10-28"),
        ("28 Oct. 2025", "2025-10-28"),
        ("2025-10-28", "2025-10-28"),
        ("2025. 10. 28", "2025-10-28"),
        ("October 2025", "2025-10"),
        ("2025年度", "2025"),
    ],
)
def test_full_dates(text, value):
    assert dates(f"({text})") == [(text, value, False)]


def test_dates_are_completed_from_publication():
    text = "会談は3月5日に行われた。前日には電話があった。来年4月に再び会う予定だ。12月に訪れた。"
    assert dates(text, "2024-03-06") == [
        ("3月5日", "2024-03-05", True),
        ("前日", "2024-03-04", True),
        ("来年4月", "2025-04", True),
        ("12月", "2023-12", True),
    ]


def test_day_without_month_turns_over_the_month():
    text = "협정은 오는 2일 서명할 예정이다. 지난 29일 양측이 밝혔다."
    assert dates(text, "2024-05-31") == [("2일", "2024-06-02", True), ("29일", "2024-05-29", True)]


def test_anchor_gives_month_and_year():
    text = "The ministers will sign on the day.\n28日に署名する見通しだと25日に報じた。"
    assert dates(text, anchors=["2025-10-28", "2024-01-03"])[0] == ("28日", "2025-10-28", True)
    # two anchors that fit decide nothing
    assert dates(text, anchors=["2025-10-28", "2024-01-28"])[0] == ("28日", "---28", True)


def test_year_of_writing_between_past_and_coming_years():
    text = "11月14日に会合が開かれた。2021年に始まった対話だ。2023年の選挙が近づくなか、急ぐ。"
    assert dates(text)[0] == ("11月14日", "2022-11-14", True)


def test_durations_are_not_dates():
    assert dates("通知から180日後に終わる。14日以内に答える。30日間有効だ。within 30 days") == []


@pytest.mark.parametrize(
    ("text", "surface", "value", "currency", "unit"),
    [
        ("450兆ウォンを投資", "450兆ウォン", 450e12, "KRW", None),
        ("約3100億ドル", "3100億ドル", 310e9, "USD", None),
        ("US$550 billion package", "US$550 billion", 550e9, "USD", None),
        ("￥３，５００億", "￥３，５００億", 350e9, "JPY", None),
        ("3500억 달러 규모", "3500억 달러", 350e9, "USD", None),
        ("a 5 percent rise", "5 percent", 5, None, "%"),
        ("費用を2倍に", "2倍", 2, None, "x"),
        ("通知から180日後", "180日", 180, None, "day"),
        ("180 days after", "180 days", 180, None, "day"),
        ("通知 180일 후", "180일", 180, None, "day"),
        ("約100万トン", "100万トン", 1e6, None, "t"),
        ("7つの分野", "7つの分野", 7, None, "field"),
        ("二通の書面", "二通", 2, None, "copy"),
    ],
)
def test_amounts(text, surface, value, currency, unit):
    (found,) = find_amounts(text)
    assert (text[found.start : found.end], found.value, found.currency, found.unit) == (
        surface,
        value,
        currency,
        unit,
    )


@given(st.text(alphabet="0123456789０１年月日月억원億ドル円%. ,-/Octber前翌来", max_size=120))
def test_any_text_is_read(text):
    for date in find_dates(text, [Span(0, len(text))], "2025-01-31"):
        assert 0 <= date.start < date.end <= len(text)
        assert date.precision in {"year", "month", "day"}
    for amount in find_amounts(text):
        assert amount.value >= 0
