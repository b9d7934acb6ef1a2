"""Names told by their surroundings, in three languages, with sentences in which there is none."""

from time import process_time

import pytest

from techpact.agreements.mentions import find_names
from techpact.agreements.records import Span


def _names(text, kind):
    return [
        " ".join(m.surface.split())
        for m in find_names(text, [Span(0, len(text))]).mentions
        if m.kind == kind
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Velquist agreed to buy Norra Optics in May for a small sum.",
            ["Velquist", "Norra Optics"],
        ),
        (
            "The deal is simple: Velquist and Osmer Cells plan to build a plant.",
            ["Velquist", "Osmer Cells"],
        ),
        (
            "Velquist and its partner Osmer Future C hold the permits.",
            ["Velquist", "Osmer Future C"],
        ),
        ("They test the cells at Tarn, the institute in Lund.", ["Tarn"]),
        ("Ana Lindqvist, a chemist at Orsta Minerals, said so.", ["Orsta Minerals"]),
        ("The Harbour Review Unit cleared it.", ["Harbour Review Unit"]),
        ("トム・ベイカー氏と白樺フォトニクスの山田花子氏が述べた。", ["白樺フォトニクス"]),
        (
            "試験は理化学研究所及び海洋科学ノルウェーを通じて行う。",
            ["理化学研究所", "海洋科学ノルウェー"],
        ),
        ("先端量子技術研究所(AQTI)が担う。", ["先端量子技術研究所", "AQTI"]),
        ("ノルウェー経済省の局長が述べた。", ["ノルウェー経済省"]),
        ("김하늘 벨로닉스 부사장은 이렇게 말했다.", ["벨로닉스"]),
        ("현대자동차와 벨로크는 공장을 짓는다.", ["현대자동차", "벨로크"]),
        ("Q7의 데이터센터에 설치한다.", ["Q7"]),
        ("Engineers at Velquist and Osmer say that the line is late.", ["Velquist", "Osmer"]),
        ("The cooler comes from a Danish company, Velquist, and the gas is local.", ["Velquist"]),
        ("It was bought by the Bergen-based developer Velquist.", ["Velquist"]),
        (
            "Ana Ruiz, Deputy Director of the Department of Mines, Ports and Tourism, agreed.",
            ["Department of Mines, Ports and Tourism"],
        ),
        ("Let the Harbour Review Agency audit the stocks.", ["Harbour Review Agency"]),
        (
            "The University of Northern Alberta and Tarn teach it.",
            ["University of Northern Alberta", "Tarn"],
        ),
        (
            "Mineral Institute of Chile and Norway's Orsta will dig.",
            ["Mineral Institute of Chile", "Orsta"],
        ),
        (
            "She chairs the House of Lords Energy and Climate Committee.",
            ["House of Lords Energy and Climate Committee"],
        ),
    ],
)
def test_organisations(text, expected):
    assert _names(text, "ORG") == expected


@pytest.mark.parametrize(
    "text",
    [
        "Companies plan to build plants. Investors will buy shares.",
        "Korea makes the cells. Washington will buy them, and Ana Ruiz plans to build more.",
        "“No,” said Ana Ruiz. Ruiz will sell the house. Yesterday she agreed to buy another.",
        "Three officials will meet on 15 June, Monday or Friday.",
        "Everyone would invest in Asia if Parliament agreed to spend.",
        "専門家の山田花子氏と米国のトム・ベイカー氏が述べた。",
        "二つの事業と計画を通じて進める。",
        "정부와 기업은 협력한다. 우리 측은 데이터센터와 로봇은 맡는다.",
        "단독 인터뷰에서 말했다. 한국과 프랑스는 합의했다.",
        "Researchers at The Hague, Monday or Friday, will say no.",
        "The ministry of a rich country, Norway, declined. Meet the Press.",
    ],
)
def test_no_organisation(text):
    assert _names(text, "ORG") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "(日本側)総務省 羽生慎一郎 国際戦略局参事官、理化学研究所 楠本隆 室長。出席した。",
            ["羽生慎一郎", "楠本隆"],
        ),
        ("(2)人材\n楠本隆室長が述べた。楠本室長は退いた。", ["楠本隆", "楠本"]),
        (
            "ヤン・ファン・デル・ヘルム局次長が開会した。ファン・デル・ヘルム局次長は述べた。",
            ["ヤン・ファン・デル・ヘルム", "ファン・デル・ヘルム"],
        ),
        ("財務省の羽生慎一国際局長は話す。", ["羽生慎一"]),
        ("회의는 김하늘 부총리 겸 과학기술정보통신부 장관이 주재했다.", ["김하늘"]),
        ("다니엘 한 미국 무역대표부 부대표는 주장했다.", ["다니엘 한"]),
        ("오마르 알 하산 인공지능 담당 국무장관이 말했다.", ["오마르 알 하산"]),
        ("(記者)では次に。白樺新聞の楠本です。お尋ねします。", ["楠本"]),
        ("(記者)ノルド通信のトム・ベイカーです。", ["トム・ベイカー"]),
        ("白樺光学(社長:楠ノ木 隆)は開く。\n所長 羽生 慎一\n", ["楠ノ木 隆", "羽生 慎一"]),
        ("温哲明会長が来た。温会長は述べた。", ["温哲明", "温"]),
        ("当所のトム・ベイカー特任准教授が話す。", ["トム・ベイカー"]),
        ("산업통상부에 따르면 김하늘 장관은 동의했다.", ["김하늘"]),
        ("■ 협정 다시 본다\n토마스 베리 미 상무장관은 말했다.", ["토마스 베리"]),
        ("김하늘 주베트남 대사와 주호주 대사 주하늘은 웃었다.", ["김하늘", "주하늘"]),
        ("독일 측에서 토마스 베리 장관이 참석했다.", ["토마스 베리"]),
        ("통신부(부총리 겸 장관 김하늘)와 자원부(장관 토마스 베리)가", ["김하늘", "토마스 베리"]),
        ("원자력연 김하늘 원장과 서명했다. 남궁혁 교수는 웃었다.", ["김하늘", "남궁혁"]),
        (
            "Minister Pieter van der Berg signed. Talks went on, van der Berg told reporters.",
            ["Pieter van der Berg", "van der Berg"],
        ),
        (
            "It was chaired by a guest, with Tomila Orsk beside her. Minister Orsk agreed.",
            ["Tomila Orsk", "Orsk"],
        ),
        ("The spokesperson Deng Qing declined. Gov. Tom Baker agreed.", ["Deng Qing", "Tom Baker"]),
        ("“It works,” said Park Min-seo. Park agreed.", ["Park Min-seo", "Park"]),
    ],
)
def test_people(text, expected):
    assert _names(text, "PERSON") == expected


@pytest.mark.parametrize(
    "text",
    [
        "双方は試験仕様を見直す。同様の模様だ。",
        "이번 회의는 후속 조치로, 제2차관이 주재했다.",
        "한 미국 당국자는 말했다. 각국 장관과 협의했다.",
        "(記者)今回の目的です。前会長は話した。同社長も話した。",
        "통신부(부총리 겸 장관)와 협의했다.",
        "総務省 国際戦略局 参事官室、経済産業省 通商政策局 課長補佐",
        "주베트남 대사는 기업인들을 만났다. 주유엔 대사와 면담했다. 주미국 대사가 참석했다.",
    ],
)
def test_no_person(text):
    assert _names(text, "PERSON") == []


@pytest.mark.parametrize(
    "piece",
    [
        "Abcd will buy Efgh in May. ",
        "A",
        "、理化学研究所 楠本隆 室長",
        "한국과학기술원과 벨로크는 ",
    ],
)
def test_time_grows_with_the_text(piece):
    def seconds(length):
        text = (piece * (length // len(piece) + 1))[:length]
        begin = process_time()
        find_names(text, [Span(0, length)])
        return process_time() - begin

    seconds(100)
    assert seconds(32_000) < 10 * seconds(8_000)  # a square would take 16 times as long
