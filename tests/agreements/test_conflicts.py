"""Conflicts on own miniature texts, each kind once, and none where texts agree."""

# ruff: noqa: E501 - one paragraph, one line
from __future__ import annotations

from pathlib import Path

import pytest

from techpact.agreements.analyse import read_documents
from techpact.agreements.conflicts import find_conflicts

MEMORANDUM = """日本国政府とカナダ政府との間の深海観測についての協力に関する覚書

日本国の文部科学省及びカナダの漁業海洋省(以下「両者」という。)は、

I.目的

本覚書は、深海観測における協力を強化することを目的とする。

II.協力分野

量子技術

両者は、量子センサーの共同研究を行う意向である。

宇宙

両者は、衛星の共同利用を進める意向である。

III.法的性質

本覚書は、法的拘束力のある権利及び義務を生じさせるものではない。

2024年5月7日、東京において、二通の書面に英語で署名した。

日本国文部科学省:

カナダ漁業海洋省:
"""
FORECAST = """日本とカナダ、量子など3分野で覚書へ

 日本とカナダは、量子や宇宙など3つの分野での協力覚書に5月6日に東京で署名する見通しだと、共同通信が2024年5月2日に報じた。
 量子技術と衛星が中心になる。
"""
AGREEING = """日本とカナダ、覚書に署名

 日本とカナダは2024年5月7日、東京で深海観測の覚書に署名した。量子技術と宇宙で協力する。
"""
CAPTION = """会合のまとめ

 2024年5月、山下健一外相はオタワでジョン・マクレー首相と会談した。量子技術が議題だった。

 会談に臨む山下健一防衛相とマクレー首相。(写真提供:外務省)
"""
SPELT = (
    "カナダのデイビッド・マクローリン商務長官は量子の協力を歓迎した。会談は2024年に開かれた。",
    "カナダのデビッド・マクラーリン商務長官は量子の協力に署名した。会談は2024年に開かれた。",
)
FATE = """提言

 日加合同科学委員会の権限強化により、優先事項を決めるべきである。
 この組織は、1990年に設けられ、後に廃止された日加合同科学委員会に似る。
"""


def conflicts(tmp_path: Path, *texts: str):
    paths = []
    for i, text in enumerate(texts):
        path = tmp_path / f"text{i}.txt"
        path.write_text(text)
        paths.append(path)
    documents = read_documents(paths)
    found = find_conflicts(documents)
    by_id = {d.id: d for d in documents}
    for conflict in found:
        assert len(conflict.claims) > 1
        for claim in conflict.claims:
            quoted = by_id[claim.document].text[claim.start : claim.end]
            assert quoted
            if isinstance(claim.value, str) and conflict.key.startswith("name:"):
                assert quoted == claim.value
    return {c.key: (c.relation, [c.value for c in c.claims]) for c in found}


def test_forecast_superseded_and_fields_counted_differently(tmp_path):
    found = conflicts(tmp_path, FORECAST, MEMORANDUM)
    assert found["agreement:CAN-JPN:signed_date"] == ("refinement", ["2024-05-06", "2024-05-07"])
    assert found["agreement:CAN-JPN:number_of_areas"] == ("variant", [3, 2])


def test_texts_that_agree_give_none(tmp_path):
    assert conflicts(tmp_path, AGREEING) == {}
    found = conflicts(tmp_path, AGREEING, MEMORANDUM)
    assert not {k for k, (relation, _) in found.items() if relation == "contradiction"}


OTHER = """日本国政府とカナダ政府との間の月面観測及び量子計算についての協力に関する取決め

日本国の経済産業省及びカナダの革新科学経済開発省(以下「両者」という。)は、

I.目的

本取決めは、月面観測及び量子計算における協力の条件を定める。

II.協力の形態

量子計算

両者は、量子計算機の利用に関する情報を定期的に交換する。

宇宙

両者は、月面の放射線に関する観測データを共有する意向である。

III.最終規定

本取決めは、署名の日から五年間効力を有する。

2024年9月30日、オタワにおいて、二通の書面に英語で署名した。

日本国経済産業省:

カナダ革新科学経済開発省:
"""


def test_two_agreements_of_one_pair_are_not_set_against_each_other(tmp_path):
    assert not conflicts(tmp_path, MEMORANDUM, OTHER)


def test_two_editions_of_one_agreement_are(tmp_path):
    later = MEMORANDUM.replace("2024年5月7日", "2024年5月9日")
    found = conflicts(tmp_path, MEMORANDUM, later)
    assert found["agreement:CAN-JPN:signed_date"][0] == "contradiction"


def test_office_confused_in_a_caption(tmp_path):
    found = conflicts(tmp_path, CAPTION)
    assert found == {
        "office:山下健一": ("contradiction", ["foreign_affairs", "defence"]),
    }


def test_names_spelt_differently(tmp_path):
    ((key, (relation, values)),) = conflicts(tmp_path, *SPELT).items()
    assert key.startswith("name:person:")
    assert relation == "variant"
    assert set(values) == {"デイビッド・マクローリン", "デビッド・マクラーリン"}


def test_body_called_living_and_abolished(tmp_path):
    ((key, (relation, values)),) = conflicts(tmp_path, FATE).items()
    assert key.startswith("status:")
    assert (relation, set(values)) == ("contradiction", {"in_existence", "ended"})


COSTS = (
    "Japan and Canada plan quantum observatory in Lofton\n2 May 2031\n\n"
    "Japan and Canada will sign an agreement on 12 May to build a quantum observatory at Lofton. "
    "The Lofton observatory will cost C$90 million. Construction is due to start in 2033.\n\n"
    "It would train about 400 engineers a year, said Deputy Minister Orla Whitcombe.\n",
    "日加、量子観測所を建設へ\n2031年5月4日\n\n 日本とカナダは、ロフトンに量子観測所を建設する協定に今月12日に署名する。"
    "観測所の総事業費は9000万カナダドルになる。年間250人の技術者を訓練する計画だ。\n",
    "일본·캐나다, 양자 관측소 짓는다\n2031년 5월 6일\n\n일본과 캐나다가 로프턴에 양자 관측소를 짓는 협정에 오는 12일 서명한다."
    " 관측소의 사업비는 7천만 캐나다달러다.\n\n올라 휘트컴 장관이 협상을 이끌었다.\n",
    "Work on Lofton quantum observatory to begin\n8 June 2031\n\n"
    "Japan and Canada signed the agreement on the Lofton quantum observatory on 12 May. "
    "Construction of the C$90-million observatory will start on 3 March 2033. "
    "The observatory will train about 400 engineers a year.\n",
)


def test_sums_people_and_days_that_differ(tmp_path):
    found = conflicts(tmp_path, *COSTS)
    assert found["figure:cost:CAD"] == ("contradiction", [9e7, 9e7, 7e7, 9e7])
    assert found["figure:trained:person"] == ("contradiction", [400.0, 250.0, 400.0])
    assert found["date:construction_start"] == ("refinement", ["2033", "2033-03-03"])
    assert not [k for k in found if "signatories" in k]


@pytest.mark.parametrize(
    "other",
    [
        # another matter, though of the same kind
        "Japan and Canada fund polar ship\n3 May 2031\n\nThe ship will cost C$300 million, Japan"
        " and Canada said. It would train about 30 engineers a year.\n",
        # the same matter two years later
        COSTS[0].replace("2031", "2034").replace("C$90", "C$120"),
        # two costs: neither is the other text's
        COSTS[0] + "\nIts instruments will cost C$30 million more.\n",
    ],
)
def test_figures_of_other_things_are_not_set_against_each_other(tmp_path, other):
    found = conflicts(tmp_path, COSTS[0], other)
    assert not [k for k in found if k.startswith("figure:cost")]


def test_five_texts():
    folder = Path(__file__).parents[2].parent / "shared" / "documents"
    paths = sorted(folder.glob("*.txt"))
    if len(paths) < 5:
        pytest.skip("the five texts are not here")
    conflicts = find_conflicts(read_documents(paths))
    keys = {c.key for c in conflicts}
    assert {
        "agreement:JPN-USA:name",
        "agreement:JPN-USA:signed_date",
        "agreement:KOR-USA:signed_date",
        "agreement:JPN-USA:signatories",
        "agreement:JPN-USA:number_of_areas",
        "status:intl_jhlc",
    } <= keys
    assert len([k for k in keys if k.startswith("office:")]) == 1
    between = [c for c in conflicts if all(k.start is not None for k in c.claims)]
    assert len(between) <= 10
    # names that the fact base knows as machine translations, and no other
    listed = {c.key for c in conflicts if c not in between}
    assert {k for k in listed if k.startswith("name:")} == {
        "name:intl_epcc",
        "name:intl_hiroshima_ai",
        "name:intl_jhlc",
        "name:intl_jucip",
        "name:intl_jwlc",
    }
    assert len(listed) <= 7


UNION = (
    "日欧、半導体の試験線に800億円\n\n2031年5月12日\n\n"
    "日本と欧州連合(EU)は12日、次世代半導体の試験線を共同で整備することで合意した。"
    "日本側が800億円、欧州側が2億ユーロを負担する。協定には6月20日にジュネーブで署名する見通しだ。\n",
    "日欧の試験線、日本の負担は600億円\n\n2031年5月13日\n\n"
    "日本とEUが整備する次世代半導体の試験線で、日本側の負担額が600億円となることが分かった。"
    "協定の署名式は7月2日に大阪で開く。\n",
)


def test_union_as_a_party_shares_days_and_places(tmp_path):
    found = conflicts(tmp_path, *UNION)
    assert found["agreement:EU-JPN:signed_date"] == ("contradiction", ["2031-06-20", "2031-07-02"])
    assert found["agreement:EU-JPN:signed_place"] == ("contradiction", ["ジュネーブ", "大阪"])
    assert found["figure:contribution:JPN:JPY"] == ("contradiction", [8e10, 6e10])


def test_one_memorandum_in_two_languages_does_not_contradict_itself(tmp_path):
    english = (
        "MEMORANDUM OF COOPERATION ON TIDES\n\nThe Ministry of Tides of Japan and the Department of "
        'Seas of the Philippines (hereinafter "the Participants") have decided as follows:\n\n'
        "I. PURPOSE\n\nThe Participants intend to study tides.\n\n"
        "Signed in Manila on 3 May 2031, in the English and Japanese languages.\n\n"
        "For the Ministry of Tides of Japan: Kaoru Minase\n"
        "For the Department of Seas of the Philippines: Luz Abrera\n"
    )
    japanese = (
        "潮流に関する協力覚書\n\n日本国潮流省とフィリピン共和国海洋省(以下「両参加者」という。)は、\n"
        "次のとおり認識を共有した。\n\n第1条 目的\n両参加者は、潮流を研究する意向である。\n\n"
        "2031年5月3日にマニラで、英語及び日本語により署名した。\n\n"
        "日本国潮流省のために 水瀬薫\nフィリピン共和国海洋省のために ルス・アブレラ\n"
    )
    assert not [
        k
        for k in conflicts(tmp_path, english, japanese)
        if "signed_place" in k or "signatories" in k
    ]


def test_ordinals_of_one_meeting(tmp_path):
    told = (
        "日本とカナダ、量子で第3回対話\n\n2031年5月12日\n\n日本とカナダは12日、オタワで量子技術に関する"
        "第3回日加量子対話を開いた。両国は研究者の交流を広げる。\n",
        "日加、量子対話を開催\n\n2031年5月13日\n\n日本とカナダは12日、オタワで量子技術に関する"
        "第4回日加量子対話を開いた。両国は研究者の交流を確認した。\n",
    )
    assert conflicts(tmp_path, *told)["ordinal:meeting"] == ("contradiction", [3, 4])


ONE_PRESS = """Canada and Norway sign seaweed deal

By Ana Lindqvist
5 March 2026

Canada and Norway signed an agreement on seaweed and battery minerals on Thursday in Tofino, with
C$1.8 billion of projects attached to it and seven companies in the room. The agreement covers
battery minerals, and production would begin in 2029.
"""
OTHER_PRESS = """Firms back seaweed pact

By Tom Baker
6 March 2026

The agreement on battery minerals that Canada and Norway signed in Ottawa on Thursday brings
C$1.2 billion of projects from five companies. The plant for battery minerals should be running by
2030, both ministers said.
"""
LATER = """Ferry opens in Oslo

By Tom Baker
6 March 2026

Canada and Norway opened a ferry on Thursday in Bergen. Nine companies bid for C$2 billion of work
in March, and the line should be full by 2031, the owner said.
"""


def test_two_reports_of_one_signing(tmp_path):
    found = conflicts(tmp_path, ONE_PRESS, OTHER_PRESS)
    assert set(found) == {
        "agreement:CAN-NOR:signed_place",
        "date:operation_start",
        "figure:projects:CAD",
        "figure:signing:company",
    }
    assert {relation for relation, _ in found.values()} == {"contradiction"}
    assert conflicts(tmp_path, ONE_PRESS, LATER) == {}
