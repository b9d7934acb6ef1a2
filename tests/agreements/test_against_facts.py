"""What own miniature texts say, set beside the cited facts of the fact base."""

# ruff: noqa: E501 - one paragraph, one line
from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from techpact.agreements.analyse import read_documents
from techpact.agreements.conflicts import find_conflicts
from techpact.agreements.exports import export_files
from techpact.assessment.documents import as_views
from techpact.facts import FactBase

OTHER_DAY_AND_PLACE = (
    "Seoul and Washington seal technology pact\n\n4 November 2025\n\n"
    "South Korea and the United States signed the Technology Prosperity Deal in Seoul on 30 October 2025. Both countries intend to cooperate on AI and quantum.\n"
)
FORECAST = (
    "日米、重要鉱物の枠組みに署名へ\n\n2025年10月20日\n\n"
    "日本と米国は、重要鉱物・レアアースの供給確保に関する枠組みに10月27日に大阪で署名する見通しだ。\n"
)
OTHER_PLACE = (
    "미국과 영국, 기술번영협정 서명\n\n2025년 9월 20일\n\n"
    "미국과 영국은 9월 18일 런던에서 기술번영협정에 서명했다.\n"
)
OTHER_SUM = (
    "Japan promises more\n\n2 September 2025\n\n"
    "Japan committed to invest $650 billion in the United States, officials said.\n"
)
MONTH = (
    "技術協力の一年\n\n2026年1月5日\n\n"
    "米国と日本は2025年10月、技術繁栄ディールに署名した。韓国も関心を示している。\n"
)
MISNAMED = (
    "経済政策をめぐる日米の対話\n\n2024年3月2日\n\n"
    "日米経済政策諮問委員会は3月1日に東京で会合を開き、半導体について話し合った。\n"
)
BINDING = (
    "Memorandum of Cooperation between the United States of America and Japan regarding the Technology Prosperity Deal\n\n"
    'The United States of America and Japan (hereinafter "the Participants") have reached the following understanding:\n\n'
    "I. PURPOSE\n\nThe Participants intend to cooperate on quantum technology.\n\n"
    "II. FINAL\n\nThis Memorandum is legally binding. Either Participant may discontinue this Memorandum by written notice, effective 90 days after the notice.\n\n"
    "Signed in Tokyo on 28 October 2025, in English.\n"
)


def found(tmp_path: Path, *texts: str):
    paths = []
    for i, text in enumerate(texts):
        path = tmp_path / f"text{i}.txt"
        path.write_text(text)
        paths.append(path)
    documents = read_documents(paths)
    return documents, find_conflicts(documents)


@pytest.mark.parametrize(
    ("text", "key", "relation", "values"),
    [
        (OTHER_DAY_AND_PLACE, "agreement:KOR-USA:signed_date", "contradiction", ["2025-10-30", "2025-10-29"]),
        (OTHER_DAY_AND_PLACE, "agreement:KOR-USA:signed_place", "contradiction", ["Seoul", "Gyeongju"]),
        (FORECAST, "agreement:JPN-USA:signed_date", "refinement", ["2025-10-27", "2025-10-28"]),
        (OTHER_PLACE, "agreement:GBR-USA:signed_place", "contradiction", ["런던", "Chequers"]),
        (OTHER_SUM, "figure:pledge:JPN:USD", "contradiction", [6.5e11, 5.5e11]),
        (MONTH, "agreement:JPN-USA:signed_date", "refinement", ["2025-10", "2025-10-28"]),
        (MISNAMED, "name:intl_epcc", "variant", ["日米経済政策協議委員会", "日米経済政策諮問委員会"]),
        (BINDING, "agreement:JPN-USA:notice_days", "contradiction", [90, 180]),
        (BINDING, "agreement:JPN-USA:legally_binding", "contradiction", [True, False]),
    ],
)  # fmt: skip
def test_what_differs_from_a_cited_fact_is_shown_with_both_sources(
    tmp_path, text, key, relation, values
):
    documents, conflicts = found(tmp_path, text)
    (conflict,) = [c for c in conflicts if c.key == key]
    assert conflict.relation == relation
    assert [c.value for c in conflict.claims] == values
    told = [c for c in conflict.claims if c.start is not None]
    listed = [c for c in conflict.claims if c.start is None]
    assert told
    assert listed
    assert all(documents[0].text[c.start : c.end] for c in told)
    for claim in listed:
        assert claim.document.startswith("facts:")
        assert claim.source
        assert "https://" in claim.source


@pytest.mark.parametrize(
    "text",
    [
        # another deal of the same countries that names the listed one beside it
        "Tokyo and Washington sign chip memorandum\n\n4 March 2026\n\nJapan and the United States signed a memorandum on chip packaging on 3 March 2026 in Osaka, building on the Technology Prosperity Deal signed last year.\n",
        # an extension, not the agreement
        "科学技術協力協定の延長\n\n2014年4月24日\n\n日本と米国は2014年4月23日、科学技術における研究開発のための協力に関する協定を延長する議定書に署名した。\n",
        # the same day and place in Korean; another pledge of another size
        "한국과 미국, 기술번영협정 체결\n\n2025년 10월 30일\n\n한국과 미국은 2025년 10월 29일 경주에서 기술번영협정에 서명했다. 한국은 반도체에 100억 달러를 투자하기로 약속했다.\n",
        # the listed sum, the stock of investment, and an accord that nobody lists
        "Money across the Pacific\n\n2 September 2025\n\nJapanese direct investment in the United States stood at $783 billion. Japan committed to invest $550 billion in the United States. Japan and the United States will sign a fusion accord on 3 October 2025.\n",
        # listed without a day and a place
        "スウェーデンと米国、技術繁栄の覚書\n\n2026年5月23日\n\n米国とスウェーデンは5月22日、技術繁栄ディールの覚書にストックホルムで署名した。\n",
        # a field that many agreements share
        "미국과 일본, 핵심광물 협정 서명\n\n2027년 3월 2일\n\n미국과 일본은 2027년 3월 1일 핵심광물 협정에 서명했다.\n",
        # two years on: an annex, in another place; a pledge of another size
        "Two years of the deal\n\n2 November 2027\n\nJapan and the United States marked two years of the Technology Prosperity Deal in Osaka on 2 November 2027 and signed further papers on fusion. Japan pledged to invest $20 billion in the United States in batteries.\n",
        # news under the bare name of the agreement: the money is promised elsewhere
        "韓米の技術繁栄ディール\n\n2025年11月3日\n\n米国と韓国は10月29日、慶州で技術繁栄ディールに署名した。韓国は米国に3500億ドルを投資すると約束した。\n",
        # other countries
        "Canada and Japan sign Technology Prosperity Deal\n\n2 May 2026\n\nCanada and Japan signed a Technology Prosperity Deal in Ottawa on 1 May 2026.\n",
    ],
)  # fmt: skip
def test_other_deals_and_equal_facts_are_no_conflicts(tmp_path, text):
    assert found(tmp_path, text)[1] == []


def test_claims_of_the_fact_base_reach_the_table_and_the_brief(tmp_path):
    documents, conflicts = found(tmp_path, OTHER_DAY_AND_PLACE)
    table = export_files(documents, "csv")["conflicts.csv"].decode()
    rows = list(csv.DictReader(io.StringIO(table)))
    assert {r["source"] != "" for r in rows} == {True, False}
    assert all((r["start"] == "") == (r["source"] != "") for r in rows)
    _, shown = as_views(documents, FactBase())
    assert len(shown) == len(conflicts)
    cited = [s for c in shown for claim in c["claims"] for s in claim["sources"]]
    known = set(FactBase().table("sources")["source_id"])
    assert {s.source_id in known for s in cited} == {True, False}
