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


@pytest.mark.parametrize(
    ("text", "surface", "value"),
    [
        (
            "Done at Oslo on the third of March, two thousand and thirty-one.",
            "the third of March, two thousand and thirty-one",
            "2031-03-03",
        ),
        (
            "Done this twenty-eighth day of October 2030.",
            "twenty-eighth day of October 2030",
            "2030-10-28",
        ),
        ("They met two days ago.", "two days ago", "2031-05-12"),
        ("It closes next June.", "June", "2031-06"),
        ("It opened last March.", "March", "2031-03"),
        ("3日前に合意した。", "3日前", "2031-05-11"),
        ("一昨日の会談", "一昨日", "2031-05-12"),
        ("사흘 뒤 서명한다.", "사흘 뒤", "2031-05-17"),
        ("이달 20일 서명한다.", "이달 20일", "2031-05-20"),
        ("지난 28일 합의한 안을 확정할 예정이다.", "28일", "2031-04-28"),
        ("On Monday 12 May 2031 they met.", "12 May 2031", "2031-05-12"),
    ],
)
def test_dates_in_words_and_distances(text, surface, value):
    ((found, read, _),) = dates(text, "2031-05-14")
    assert (found, read) == (surface, value)


def test_distances_count_from_the_date_before_them():
    assert dates("They met on 3 May 2031. Two days later they signed.")[1][1] == "2031-05-05"
    assert dates("5月3日に会った。2日後に署名した。", "2031-05-14")[1][1] == "2031-05-05"


def test_a_headline_has_no_tense():
    text = "Joint reactor works from September\n\nThe sides met on 9 June 2031.\n"
    assert dates(text, "2031-06-09")[0][1] == "2031-09"


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("$95m in equipment", 95e6, "USD"),
        ("3億5千万ユーロ", 350e6, "EUR"),
        ("1.5 billion dirhams", 1.5e9, "AED"),
    ],
)
def test_short_scales_and_more_currencies(text, value, currency):
    (found,) = find_amounts(text)
    assert (found.value, found.currency) == (value, currency)


@pytest.mark.parametrize(
    ("text", "surfaces"),
    [
        ("9月末までに決める。12月初旬に訪れる。", ["9月末", "12月初旬"]),
        ("1 日時 2026年6月23日(火)14時", ["2026年6月23日"]),
        ("10日時点で残る。", ["10日"]),
    ],
)
def test_parts_of_a_month_and_the_word_for_time(text, surfaces):
    found = find_dates(text, [Span(0, len(text))], "2026-06-20")
    assert [text[d.start : d.end] for d in found] == surfaces
