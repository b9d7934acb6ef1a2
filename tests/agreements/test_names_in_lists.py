"""Names that stand before their body and office, in rows, tables and boxes, and known firms."""

import pytest

from techpact.agreements.analyse import read_document
from techpact.agreements.gazetteer import load
from techpact.agreements.known_firms import known_firms
from techpact.agreements.mentions import find_names
from techpact.agreements.name_shapes_ko import foreign_length, is_native
from techpact.agreements.records import Span


def _names(text, kind):
    return [m.surface for m in find_names(text, [Span(0, len(text))]).mentions if m.kind == kind]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("초대 단장은 윤태호 KAIST 로봇공학과 교수가 맡는다.", ["윤태호"]),
        ("문서영 벨로닉스 마스터는 웃었다. 문 마스터는 기고도 했다.", ["문서영", "문"]),
        ("이사회에는 하산 빈 칼리드 우주청 국장도 왔다.", ["하산 빈 칼리드"]),
        ("쩐 반 득 하노이공대 교수는 반대했다.", ["쩐 반 득"]),
        ("지난주 카트린 뮐러 국장과 통화했다. 뮐러 국장은 담담했다.", ["카트린 뮐러", "뮐러"]),
        (
            "후보로는 노키아의 페카 살로넨, 에릭슨의 울라 노르딘 등이 있다.",
            ["페카 살로넨", "울라 노르딘"],
        ),
        ("장민수(51·한빛연구원 위원) 교수가 말했다.", ["장민수"]),
        (
            "│ 벨로닉스 │ 부사장 │ 권도현 │\n│ 오르스타 │ 대표 │ 하랄 뢰켄 │\n",
            ["권도현", "하랄 뢰켄"],
        ),
        ("남은영 정보평가원(IPE) 원장이 서명했다.", ["남은영"]),
        ("냉각기는 벨로닉스 대신 국산을 썼다. 고려대 교수는 아니다.", []),
        ("이번 방한에서 만난 관계자와 지난달 회의에서 정한 원칙을 따른다.", []),
    ],
)
def test_people_before_their_body_in_korean(text, expected):
    assert _names(text, "PERSON") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "出席者\n\u3000\u3000桑原直美\u3000\u3000海洋通信機構理事\n\u3000\u3000ペッカ・サロネン\u3000北方大学教授\n",
            ["桑原直美", "ペッカ・サロネン"],
        ),
        (
            "国\u3000\u3000機関\u3000\u3000\u3000担当の人\n韓国\u3000\u3000関税庁\u3000\u3000\u3000朴有真\n台湾\u3000\u3000貿易署\u3000\u3000\u3000林威廉\n",
            ["朴有真", "林威廉"],
        ),
        ("アルン・クマール・メノン鉱山次官補が述べた。", ["アルン・クマール・メノン"]),
        ("海洋研究所の桑原直美チームリーダーに聞いた。桑原さん(47)は笑う。", ["桑原直美", "桑原"]),
        ("野党の中堅議員と若手議員が質問した。", []),
    ],
)
def test_people_in_japanese_rows(text, expected):
    assert _names(text, "PERSON") == expected


def test_shapes_of_names_in_hangul():
    assert all(map(is_native, ["윤태호", "문서영", "황보현우", "김하늘"]))
    assert not any(map(is_native, ["연구자", "반도체", "고려대", "지난달", "에릭슨", "김치"]))
    assert foreign_length(["카트린", "뮐러", "국장"]) == 2
    assert foreign_length(["하산", "빈", "칼리드", "국장"]) == 3
    assert foreign_length(["이번", "방한에서"]) == 0
    assert foreign_length(["데이터", "센터"]) == 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("東芝と東芝機械、東大阪市、日産100トン、日経平均。", [("東芝", "jp_toshiba")]),
        (
            "삼성전자는 메타버스를, 메타는 칩을 판다.",
            [("삼성전자", "kr_samsung"), ("메타", "known:meta")],
        ),
        ("ASML follows ISO 9001 and ISO agrees.", [("ASML", "nl_asml"), ("ISO", "intl_iso")]),
        ("米グーグルは発表した。", [("グーグル", "us_google")]),
    ],
)
def test_known_firms_stand_alone(text, expected):
    hits = load().find(text)
    found = [(text[h.start : h.end], h.names[0].entity) for h in hits]
    assert [f for f in found if not f[1].startswith(("city:", "JPN", "USA"))] == expected


def test_firms_keep_their_three_names_together():
    firms = dict(known_firms())
    assert {"Helion", "ヘリオン・エナジー", "헬리온"} <= set(firms["known:helion"])
    assert len(firms) > 300


def test_person_goes_before_a_firm_of_the_same_name():
    text = "Professor Nomura of MIT spoke. Keiko Nomura, a chemist, agreed."
    assert "Keiko Nomura" in _names(text, "PERSON")


def test_table_below_the_text_belongs_to_it(tmp_path):
    prose = "The parties met in Oslo and agreed on a plan for the new cable station. " * 4
    below = "Table 1. Members\nVelquist | Ana Ruiz\n\nRelated\nOther news\n"
    text = f"Cable plan agreed\n\n{prose}\n\n{prose}\n\n{below}"
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8")
    body = "".join(text[a:b] for a, b in read_document(path).body)
    assert "Velquist | Ana Ruiz" in body
    assert "Other news" not in body
