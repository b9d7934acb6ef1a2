"""Wordings of other deals: passive rights, items after a full stop, bodies joined by `and`."""

import csv
import io

import pytest

from techpact.agreements.analyse import read_loaded
from techpact.agreements.annotation import annotate
from techpact.agreements.load import Loaded
from techpact.agreements.records import Span
from techpact.agreements.tabular import document_tables

ENGLISH = """Memorandum of Understanding on Orchard Science between Norway and Canada

The Government of Norway and the Government of Canada (hereinafter "the Participants"),

Noting their shared interest in orchards;

Have reached the following understanding:

I. Cooperation

The Participants intend to grow quantum orchards with the Northern Orchard Institute and the
Maple Research Council. The Orchard Safety Office will share its findings with the U.S. Orchard
Agency. This memorandum sets out how the Participants will prune.

II. Legal Nature and Discontinuation

This memorandum does not create legally binding obligations under domestic or international law.
This memorandum may be discontinued at any time by either Participant upon written notice.
"""
JAPANESE = """果樹科学に関する協力覚書

日本国農務省及びノルウェー王国農務省(以下「双方」という。)は、
果樹の価値を認識し、
次のとおり決定した。

第1項 協力の範囲
双方は、次に掲げる事項について協力する意向を有する。
(1) 人工知能による剪定の手法を共有すること。
(2) 量子センサーによる土壌の計測を進めること。

第2項 最終規定
この覚書は、法的拘束力を有しない。この覚書は、署名の日から効力を生ずる。

2024年5月9日にオスロで、英語により本書二通に署名した。

日本国農務省のために
ノルウェー王国農務省のために
"""
KOREAN = """과수 과학에 관한 양해각서

대한민국 정부와 노르웨이 정부(이하 "양측"이라 한다)는,
과수의 가치를 인식하고,
다음과 같은 인식에 이르렀다.

제1조 목적
본 양해각서의 목적은 과수 과학에 관한 협력을 강화하는 데 있다.

제2조 협력
당사국은 다음 각 호의 조치를 취하여야 한다.
  1. 양자 센서 정보의 공유
  2. 한별연구원을 통한 시료 분석

제3조 종료
본 양해각서는 법적 구속력을 가지지 아니한다.
어느 일방이든 서면으로 통보함으로써 본 양해각서를 종료할 수 있다.

2024년 5월 9일 오슬로에서 영어로 2부를 작성하여 서명하였다.

대한민국 정부를 대표하여:
노르웨이 정부를 대표하여:
"""


def _read(text):
    return read_loaded(Loaded("fresh.txt", "0" * 64, "txt", text))


def _quoted(document):
    return {document.text[c.start : c.end].replace("\n", " "): c for c in document.commitments}


def test_english_bearers_channels_and_rights():
    document = _read(ENGLISH)
    found = _quoted(document)
    assert [c.modality for c in found.values()] == ["intend", "declarative", "may"]
    grow, share, end = found.values()
    assert [" ".join(c.split()) for c in grow.channels] == [
        "Northern Orchard Institute",
        "Maple Research Council",
    ]
    assert any("Orchard\nAgency" in c or "Orchard Agency" in c for c in share.channels)
    assert end.bearers == ("either Participant",)


def test_binding_sentence_says_nothing_of_frameworks():
    keys = {f.key for f in _read(ENGLISH).facts}
    assert "legally_binding" in keys
    assert "within_respective_legal_frameworks" not in keys


def test_items_after_a_full_stop_inherit():
    document = _read(JAPANESE)
    items = [c for c in document.commitments if c.inherited_from]
    assert [document.text[c.start : c.end] for c in items] == [
        "人工知能による剪定の手法を共有すること。",
        "量子センサーによる土壌の計測を進めること。",
    ]
    assert {c.modality for c in items} == {"intend"}
    assert [c.area for c in items] == ["ai", "quantum"]


def test_korean_right_of_either_side():
    *listed, found = _quoted(_read(KOREAN)).values()
    assert [c.modality for c in listed] == ["shall"] * 3
    assert listed[-1].channels == ("한별연구원",)
    assert (found.modality, found.bearers) == ("may", ("어느 일방",))


def test_absent_facts_quote_nothing():
    document = _read(ENGLISH)
    rows = list(csv.DictReader(io.StringIO(document_tables([document])["facts"].decode())))
    absent = [r for r in rows if r["value"] == "absent"]
    assert absent
    assert {r["quote"] for r in absent} == {""}
    assert all(r["quote"] for r in rows if r["value"] != "absent")


def _names(text, kind):
    return [
        m.surface for m in annotate(text, [Span(0, len(text))], "news").mentions if m.kind == kind
    ]


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("Its chief executive, Tomas Nowik, resigned.", "PERSON", ["Tomas Nowik"]),
        ("They met Ruritanian leader Anna Zenda there.", "PERSON", ["Anna Zenda"]),
        ("緑林総合研究所の西川直樹主席研究員は述べた。", "PERSON", ["西川直樹"]),
        ("한강경제연구원 박민서 연구위원은 말했다.", "PERSON", ["박민서"]),
        ("Shares of Orchard Quantum Inc. rose on Monday.", "ORG", ["Orchard Quantum Inc."]),
        (
            "회의가 열렸다.\n노무라 하나에 총리와 로버트 플린트 대통령은 회담했다.",
            "PERSON",
            ["노무라 하나에", "로버트 플린트"],
        ),
        ("緑林機構のベルナー事務局長は歓迎した。", "PERSON", ["ベルナー"]),
        ("Ada Finch of the Orchard Policy Institute agreed.", "PERSON", ["Ada Finch"]),
        ("Ada Finch of the Orchard Policy Institute agreed.", "ORG", ["Orchard Policy Institute"]),
        ("The site will be run by trading house Obrino.", "ORG", ["Obrino"]),
        ("한별대 나영수 교수는 설명했다.", "ORG", ["한별대"]),
        ("米オブリノ・パワーは計画を示した。", "ORG", ["オブリノ・パワー"]),
        ("But Cora Whitby, who advised them, left.", "PERSON", ["Cora Whitby"]),
        ("A spokesperson for Obrino declined.", "ORG", ["Obrino"]),
        ("両国は共同基金を設ける。", "ORG", []),
        ("한별 장관과 엘라 위트 호주 자원장관이 서명했다.", "PERSON", ["한별", "엘라 위트"]),
        ("Civil Fusion Energy\nThe parties met.", "ORG", []),
    ],
)
def test_names(text, kind, expected):
    assert _names(text, kind) == expected


@pytest.mark.parametrize(
    ("clause", "channels"),
    [
        (
            "双方は、理化学研究所及び産業技術総合研究所による果樹の共同研究を促進する意向を有する。",
            2,
        ),
        ("双方は、理化学研究所と東京大学との間で試料が共有されることを支援する意向を有する。", 2),
        ("双方は、理化学研究所を主導機関として、土壌を調べる意向を有する。", 1),
        ("双方は、理化学研究所が作成する仕様を毎年見直す。", 0),
        ("双方は、理化学研究所による報告を歓迎する意向を有する。", 0),
    ],
)
def test_bodies_named_as_means_in_japanese(clause, channels):
    final = "この覚書は、法的拘束力"
    document = _read(JAPANESE.replace(final, clause + final))
    assert len(_quoted(document)[clause].channels) == channels


@pytest.mark.parametrize(
    ("clause", "channels"),
    [
        ("양측은 한국과학기술원과 서울대학교 간의 연구자 교류를 장려한다.", 2),
        ("양측은 한국과학기술원과 서울대학교가 시료를 함께 분석하도록 장려하고자 한다.", 2),
        ("양측은 한국과학기술원이 작성한 지침을 검토한다.", 0),
    ],
)
def test_bodies_named_as_means_in_korean(clause, channels):
    document = _read(KOREAN.replace("제3조 종료\n", f"제3조 교류\n{clause}\n\n제4조 종료\n"))
    assert len(_quoted(document)[clause].channels) == channels


def test_bodies_that_act_together_are_named_one_by_one():
    both = "The Northern Orchard Institute and the Maple Research Council will share data."
    document = _read(ENGLISH.replace("The Orchard Safety Office will", f"{both} The Office will"))
    assert _quoted(document)[both].bearers == (
        "Northern Orchard Institute",
        "Maple Research Council",
    )
