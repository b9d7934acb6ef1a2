"""Names that stand before their body and office, in rows, tables and boxes, and known firms."""
# ruff: noqa: E501 - a case is easier to read when it stands on one line

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
        (
            "심포지엄에는 왕즈밍 KAIST 초빙교수와 천메이화 국립해양대 부교수가 왔다.",
            ["왕즈밍", "천메이화"],
        ),
        ("응우옌 티 마이 흐엉 박사는 반대했다.", ["응우옌 티 마이 흐엉"]),
        ("하노이에서 온 쩐 티 란(38)은 웃었다.", ["쩐 티 란"]),
        ("이마가와 다쿠오 총무심의관도 말했다.", ["이마가와 다쿠오"]),
        ("다음 달 미국을 찾아 마코 루비오 국무부 장관과 만난다.", ["마코 루비오"]),
        (
            "문채원/선장\n닻이었다고 합니다.\n하시모토 나오키/NTT 부장\n그렇습니다.",
            ["문채원", "하시모토 나오키"],
        ),
        ("담당자 | 사무관 | 류한솔 (044-202-4301)", ["류한솔"]),
        ("[참석자] 김재완·라훌 카푸르·천메이화", ["김재완", "라훌 카푸르", "천메이화"]),
        ("인터뷰가 끝나자 모두 일어섰다. 이를 위하여 공사가 나섰다.", []),
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
        (
            "│竹谷\u3000厚\u3000\u3000│経済産業の局\u3000課長│\n│J.ラボンテ\u3000│次官│\n",
            ["竹谷\u3000厚", "J.ラボンテ"],
        ),
        ("桑原直美(くわはら・なおみ)北方大学で学ぶ。", ["桑原直美"]),
        ("続いて山野内勘二駐カナダ特命全権大使が挨拶した。", ["山野内勘二"]),
        ("商務省の何詠前報道官は会見で述べた。", ["何詠前"]),
        ("担当者:西田、小笠原\n電話はこちらへ", ["西田", "小笠原"]),
        (
            "意見を寄せた土屋大洋、桑原直美、ペッカ・サロネンに感謝する。土屋大洋氏は",
            ["土屋大洋", "桑原直美", "ペッカ・サロネン", "土屋大洋"],
        ),
        ("質問は岡部先生と堀部氏、王氏から出た。", ["岡部", "堀部", "王"]),
        ("主 催:海洋通信機構の会\n共 催:北方の会\n", []),
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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "KURIHARA Toshiaki          DELGADO Marco\nDeputy Director",
            ["KURIHARA Toshiaki", "DELGADO Marco"],
        ),
        ("The plan, said He Yongqian, a spokeswoman, is sound.", ["He Yongqian"]),
        ("First is cost. Le Thi Minh Chau, of the academy, agrees.", ["Le Thi Minh Chau"]),
        (
            "The text of the long report was written by the former adviser Fiona\nOrsta of Lund.",
            ["Fiona Orsta"],
        ),
        ("  Ari Pouttu        Oulu\n  Bang Seung-chan   ETRI\n", ["Ari Pouttu", "Bang Seung-chan"]),
        ("John Rim of Samsung Biologics spoke.", ["John Rim"]),
    ],
)
def test_people_in_english_columns_and_shapes(text, expected):
    assert [" ".join(n.split()) for n in _names(text, "PERSON")] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The Commerce Department's Bureau of Ports and Norway's Orsta Instruments agreed.",
            ["Commerce Department", "Bureau of Ports", "Orsta Instruments"],
        ),
        (
            "It was signed at the Harbour Forum Secretariat on Friday.",
            ["Harbour Forum Secretariat"],
        ),
        ("Ana Ruiz, Head of Life Sciences Computing at Tarn Institute, spoke.", ["Tarn Institute"]),
        (
            "海洋産業省港湾管理部と株式会社白樺光学が担う。",
            ["海洋産業省港湾管理部", "株式会社白樺光学"],
        ),
        ("新設する「港湾標準作業部会」は来月開く。", []),
        ("'한빛 반도체 공동연구센터' 설립에 합의했다.", []),
    ],
)
def test_bodies_with_their_whole_name(text, expected):
    assert _names(text, "ORG") == expected


def test_quoted_bodies_are_bodies():
    assert _names("新設する「港湾標準作業部会」は来月開く。", "BODY") == ["港湾標準作業部会"]
    assert _names("'한빛 반도체 공동연구센터' 설립에 합의했다.", "BODY") == [
        "한빛 반도체 공동연구센터"
    ]


def test_names_below_the_body_are_found_and_nothing_else(tmp_path):
    prose = "The parties met in Oslo and agreed on a plan for the new cable station. " * 4
    notes = 'Notes\n[1] Keiko Orsta, "On cables".\n\nAbout the authors\nAna Ruiz is a fellow.\n'
    path = tmp_path / "a.txt"
    path.write_text(f"Cable plan\n\n{prose}\n\n{prose}\n\n{notes}", encoding="utf-8")
    document = read_document(path)
    people = [m.surface for m in document.mentions if m.kind == "PERSON"]
    assert people == ["Keiko Orsta", "Ana Ruiz"]
    assert "Ana Ruiz" not in "".join(document.text[a:b] for a, b in document.body)


def test_table_below_the_text_belongs_to_it(tmp_path):
    prose = "The parties met in Oslo and agreed on a plan for the new cable station. " * 4
    below = "Table 1. Members\nVelquist | Ana Ruiz\n\nRelated\nOther news\n"
    text = f"Cable plan agreed\n\n{prose}\n\n{prose}\n\n{below}"
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8")
    body = "".join(text[a:b] for a, b in read_document(path).body)
    assert "Velquist | Ana Ruiz" in body
    assert "Other news" not in body


@pytest.mark.parametrize(
    ("head", "title"),
    [
        (
            "合同新聞 | 最新 | 政治 | 経済 | 国際\n\n海底線の防護で日韓が合意 来月に実務会合",
            "海底線の防護で日韓が合意 来月に実務会合",
        ),
        (
            "トップ 速報 ビジネス マーケット 経済 国際\n\n海底線の防護で日韓が合意へ向かう",
            "海底線の防護で日韓が合意へ向かう",
        ),
        (
            "海洋省\u3000Ministry of the Sea, Ports and Cable Affairs of Norra\n本文へ|お問合せ|English\n海底線の政策対話を開催しました",
            "海底線の政策対話を開催しました",
        ),
        (
            "海底線の防護で日韓が合意 実務会合へ\n\n[写真] 握手する両国の代表たち(17日、東京の外務省で)",
            "海底線の防護で日韓が合意 実務会合へ",
        ),
        (
            "한빛뉴스 | 최신 | 정치 | 경제 | 국제\n\n한일 고위급 회동…해저선 방호와 핵심광물 공급망 논의",
            "한일 고위급 회동…해저선 방호와 핵심광물 공급망 논의",
        ),
    ],
)
def test_the_title_is_no_menu_caption_or_head_of_the_site(tmp_path, head, title):
    korean = "한일" in head
    line = (
        "양국은 해저선을 함께 지키기로 하고 다음 달에 다시 만나기로 했다. "
        if korean
        else "両国は海底線を共に守ることで合意し、来月に改めて会うことを決めた。"
    )
    path = tmp_path / "a.txt"
    path.write_text(f"{head}\n\n{line * 3}\n\n{line * 4}\n", encoding="utf-8")
    document = read_document(path)
    assert document.title == title
    assert document.text[document.body[0].start : document.body[0].end].startswith(title)


def test_minutes_of_korean_officials_are_text(tmp_path):
    items = "".join(
        f" ○ {name} 위원(한빛당)\n  - 해저선 방호 예산을 두 배로 늘릴 필요가 있다고 지적\n"
        f"  - {name} 위원: 항만 관리 부처와 협의해 상반기 안에 대책을 마련하겠음\n"
        for name in ("윤태호", "문서영", "권도현")
    )
    path = tmp_path / "a.txt"
    path.write_text(f"제3차 해저선 위원회 회의 결과\n\n1. 질의\n\n{items}", encoding="utf-8")
    document = read_document(path)
    body = "".join(document.text[a:b] for a, b in document.body)
    assert "두 배로 늘릴" in body
    assert {m.surface for m in document.mentions if m.kind == "PERSON"} == {
        "윤태호",
        "문서영",
        "권도현",
    }
