"""Events with their status, and recommendations with their groups, on own miniature texts."""
# ruff: noqa: E501 - one paragraph, one line

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from techpact.agreements.analyse import read_document
from techpact.agreements.annotation import annotate
from techpact.agreements.records import Span

PAPER_JA = """政策提言

はじめに

 この報告は、洋上風力の部品をめぐる課題を整理し、対策を提言する。各国は補助金を増やしてきた。

アクセス制限

 両国は、磁石の製造装置の輸出管理をそろえるべきである。守るべき技術は多いが、産業の負担も重い。

提言1:

 共同イノベーション-両国の国立研究所が軸受の共同研究を始める。
これは、部品の寿命を延ばすことにつながる。
 日本は、研究者の査証を早く出す必要がある。

提言2:

 第三国への関与-ASEAN諸国の港湾に試験場を設ける。
(了)
"""
PAPER_EN = """Policy brief

Background
Wind turbines need magnets. Prices rose last year, and firms had to wait.

Export controls
Japan and the United States should align their licensing of magnet tools. Critics said officials
should have acted earlier.

Recommendations

Joint research
Launch a joint bearing laboratory in Sapporo.
It would be cheap.
The two governments must share test data.

Third countries
Washington needs to fund ports in Southeast Asia.
"""
PAPER_KO = """정책 제언

배경
자석 가격이 올랐다.

제언

공동 혁신
양국은 베어링 공동연구를 확대해야 한다.

제3국 관여
일본은 동남아시아 항만에 시험장을 마련할 필요가 있다.
"""


def recommended(text: str) -> list[tuple[str, str]]:
    notes = annotate(text, [Span(0, len(text))], "policy_paper")
    return [(r.group, text[r.start : r.end]) for r in notes.recommendations]


def test_recommendations_japanese():
    assert recommended(PAPER_JA) == [
        ("access_restriction", "両国は、磁石の製造装置の輸出管理をそろえるべきである。"),
        ("joint_innovation", "共同イノベーション-両国の国立研究所が軸受の共同研究を始める。"),
        ("joint_innovation", "日本は、研究者の査証を早く出す必要がある。"),
        ("third_country_engagement", "第三国への関与-ASEAN諸国の港湾に試験場を設ける。"),
    ]


def test_recommendations_english_and_korean():
    assert [g for g, _ in recommended(PAPER_EN)] == [
        "access_restriction",
        "joint_innovation",
        "joint_innovation",
        "third_country_engagement",
    ]
    assert recommended(PAPER_KO) == [
        ("joint_innovation", "양국은 베어링 공동연구를 확대해야 한다."),
        ("third_country_engagement", "일본은 동남아시아 항만에 시험장을 마련할 필요가 있다."),
    ]


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        (
            "日本とカナダは来月5日、東京で覚書に署名する見通しだと共同通信が報じた。",
            "news",
            ("signing", "planned", "city:Tokyo"),
        ),
        (
            "Japan and Canada signed a memorandum in Tokyo on 5 May 2024, Kyodo News reported.",
            "news",
            ("signing", "reported", "city:Tokyo"),
        ),
        ("2024年5月5日、東京において署名した。", "memorandum", ("signing", "actual", "city:Tokyo")),
        (
            "김민수 장관은 내년 3월 오사카를 방문할 예정이다.",
            "news",
            ("visit", "planned", None),
        ),
    ],
)
def test_event_status(text, kind, expected):
    notes = annotate(text, [Span(0, len(text))], kind, "2024-04-20")
    event = notes.events[0]
    assert (event.type, event.status, event.place) == expected


def test_day_of_report_is_not_day_of_event():
    text = "日本とカナダは来月覚書に署名すると、共同通信が25日に報じた。"
    (event,) = annotate(text, [Span(0, len(text))], "news", "2024-04-26").events
    assert event.date == "2024-05"


def test_the_policy_paper_at_hand():
    """Places that a careful reader marks as recommendations; nothing of the paper is kept here."""
    folder = Path(__file__).parents[2].parent / "shared" / "documents"
    gold = json.loads((Path(__file__).parent / "gold_recommendations.json").read_text())
    for path in sorted(folder.glob("003_*.txt")):
        marked = gold[hashlib.sha256(path.read_bytes()).hexdigest()]
        places = {(start, end): group for start, end, group in marked}
        found = {(r.start, r.end): r.group for r in read_document(path).recommendations}
        both = found.keys() & places.keys()
        assert 2 * len(both) / (len(found) + len(places)) >= 0.85
        named = [k for k in both if places[k]]
        assert sum(found[k] == places[k] for k in named) >= 0.9 * len(named)
        return
    pytest.skip("the policy paper is not here")


def test_own_words_of_a_recommendation_go_before_its_heading():
    text = (
        "Recommendations\n\nJoint innovation\n\nBoth sides should fund a joint laboratory.\n\n"
        "Ministers should vet foreign funding and tighten export controls.\n\n"
        "They should invite Vietnam and Indonesia to the testbed.\n"
    )
    assert [g for g, _ in recommended(text)] == [
        "joint_innovation",
        "access_restriction",
        "third_country_engagement",
    ]


@pytest.mark.parametrize(
    "header",
    [
        "MEMORANDUM\nTO: Members of the Tides Caucus\nFROM: Petra Lindgren\nRE: What to do about tides\n\n",
        "Tides after the statement\n\nWe recommend three steps, none of them costly for either side.\n\n",
        "Tides after the statement\n\nThe statement was a start, and little has followed from it since.\n\n"
        "Recommendations\n\n",
    ],
)
def test_papers_are_known_by_their_header_or_their_advice(header, tmp_path):
    path = tmp_path / "paper.txt"
    path.write_text(
        header + "1. The two governments should fund a joint tide gauge at Lerwick next year.\n\n"
        "2. Oslo must publish its records of the northern harbours without delay.\n"
    )
    document = read_document(path)
    assert document.type == "policy_paper"
    found = [document.text[r.start : r.end] for r in document.recommendations]
    assert "The two governments should fund a joint tide gauge at Lerwick next year." in found
    assert "Oslo must publish its records of the northern harbours without delay." in found


MASTHEAD = """POLICY BRIEF
Fjord Institute
3 May 2024

Tides in Common: Gauges for Friends

Gauges have been closed for want of spare parts since the winter of 2022, and nobody counts them.

What to do

Guard the doors
(a) Norway should vet every buyer of old gauges before the autumn of next year.

Build together
(b) The two ministries should pay for one gauge at Lerwick from their common fund.

Bring in others
(c) Chile must be asked to join the tables of the northern harbours from the start.

Objections

Some will say that the sea should be left alone. It is not a weak point.
"""
MENU = """Home
White Papers
Harbour closed after storm

3 May 2024

The harbour was closed on Thursday after a storm, the harbour master said in a short statement.
Boats should stay in port, and crews should call the office, she told the local paper on Friday.
"""


def test_a_masthead_makes_a_paper_and_a_menu_does_not(tmp_path):
    paper, news = tmp_path / "paper.txt", tmp_path / "news.txt"
    paper.write_text(MASTHEAD, encoding="utf-8")
    news.write_text(MENU, encoding="utf-8")
    document = read_document(paper)
    assert document.type == "policy_paper"
    assert [document.text[r.start :][:6] for r in document.recommendations] == [
        "Norway",
        "The tw",
        "Chile ",
    ]
    assert document.recommendations[-1].group == "third_country_engagement"
    assert read_document(news).type == "news"
