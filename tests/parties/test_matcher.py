import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from techpact.parties import likeness
from techpact.parties.explain import explain
from techpact.parties.index import NameIndex, build
from techpact.parties.listing import Party
from techpact.parties.mapped import load, save
from techpact.parties.matcher import Matcher
from techpact.parties.names import read


def best(matcher, query):
    hits = matcher.search([query])[0]
    if not hits:
        return None, 0.0
    return matcher.index.text("entity_id", hits[0].entity), hits[0].score


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("Huawei Technologies", {"a1", "b1"}),
        ("Hauwei Tecnologies Co Ltd", {"a1", "b1"}),
        ("华为技术有限公司", {"a1", "b1"}),
        ("ファーウェイ", {"a1", "b1"}),
        ("화웨이", {"a1", "b1"}),
        ("ООО Хуавей Технологии", {"a1", "b1"}),
        ("哈尔滨工业大学", {"a5"}),
        ("中国電子科技集団公司第十四研究所", {"a7"}),
        ("朝鮮蓮河機械合営会社", {"a4"}),
        ("조선련하기계합영회사", {"a4"}),
        ("株式会社科学生産団体ズヴョズドチカ", {"a3"}),
        ("НПО Звёздочка", {"a3"}),
        ("شرکت صنایع الکترونیک ایران", {"b2"}),
        ("Karim Yusuf al-Hassani", {"a8"}),
        ("Bright Water Logistics", {"a6"}),
        ("深圳市天路半导体科技有限公司", {"a9"}),
    ],
)
def test_a_listed_party_is_found_in_any_script(matcher, query, expected):
    found, score = best(matcher, query)
    assert found in expected
    assert score > 0.35


@pytest.mark.parametrize(
    ("true", "other"),
    [
        ("Hongda Precision Machinery Factory 601", "Hongda Precision Machinery Factory 603"),
        ("China Electronics Technology Group 14th Research Institute",
         "China Electronics Technology Group 41st Research Institute"),
        ("中国电子科技集团公司第十四研究所", "中国电子科技集团公司第四十一研究所"),
        ("Harbin Institute of Technology", "Tallinn Institute of Technology"),
        ("Iran Electronics Industries", "Oman Ceramics Industries"),
    ],
)  # fmt: skip
def test_another_number_or_name_is_another_firm(matcher, true, other):
    assert best(matcher, true)[1] > 0.5
    assert best(matcher, other)[1] < 0.35


def test_the_place_decides_between_namesakes(matcher):
    assert best(matcher, "Wuhan Tianlu Semiconductor Technology")[0] == "a10"
    assert best(matcher, "武汉天路半导体科技有限公司")[0] == "a10"


@pytest.mark.parametrize("query", ["", " ", "🙂", "\u202e", "a" * 10_000, "株式会社", "Ltd."])
def test_hostile_names_have_no_match(matcher, query):
    assert best(matcher, query)[1] < 0.35


def test_scores_do_not_depend_on_company(matcher, parties):
    queries = [p.name for p in parties] + ["华为", "Zvezdochka", ""]
    together = matcher.search(queries)
    alone = [matcher.search([q])[0] for q in queries]
    for a, b in zip(together, alone, strict=True):
        assert [(h.entity, h.score) for h in a] == [(h.entity, h.score) for h in b]


def test_saved_index_answers_alike(matcher, parties, tmp_path):
    index = build(parties)
    save(index.arrays, tmp_path / "index")
    loaded = Matcher(NameIndex(load(tmp_path / "index")))
    for query in ["Huawei", "朝鮮蓮河機械合営会社"]:
        assert [h.score for h in loaded.search([query])[0]] == [
            h.score for h in matcher.search([query])[0]
        ]


def test_an_empty_list_has_no_hits():
    assert Matcher(build([])).search(["Huawei"]) == [[]]


words = st.text(alphabet="abcde", min_size=1, max_size=10)


@given(words, words)
@settings(deadline=None)
def test_typing_distance_equals_rapidfuzz(a, b):
    x, y = (np.frombuffer(w.encode(), np.uint8) for w in (a, b))
    masks = np.zeros(256, np.uint64)
    likeness.mark_letters(masks, x, 0, len(a))
    for limit in (20, 2):
        ours = likeness.typing_distance(masks, len(a), y, 0, len(b), limit)
        assert ours == min(OSA.distance(a, b), limit + 1)
    likeness.clear_letters(masks, x, 0, len(a))
    assert not masks.any()


def test_the_order_of_words_in_the_index_does_not_decide():
    listed = [
        Party("a", "X", "Karimov Trading", (), ""),
        Party("b", "X", "Karimova Stal", (), ""),
        Party("c", "X", "Karimon Trading", (), ""),
        Party("d", "X", "Karimon Metal", (), ""),
        Party("e", "X", "Karimovx Metal", (), ""),
    ]
    queries = ["Karimof Trading", "Karimow Metal", "Karimo Stal"]
    there, back = Matcher(build(listed)), Matcher(build(listed[::-1]))
    for query in queries:
        found = [
            sorted((round(h.score, 9), ids[h.entity].id) for h in matcher.search([query])[0])
            for matcher, ids in ((there, listed), (back, listed[::-1]))
        ]
        assert found[0] == found[1]


def test_a_firm_is_no_person_and_no_ship():
    listed = [
        Party("p", "SDN", "GAO, Shan", (), ""),
        Party("q", "X", "Gao Shan", (), "", schema="Person"),
        Party("v", "X", "Gao Shan", (), "", schema="Vessel"),
        Party("f", "X", "Gao Shan", (), "", schema="Company"),
        Party("u", "X", "GAO SHAN, LTD"),
    ]
    assert [p.is_no_firm() for p in listed] == [True, True, True, False, False]
    matcher = Matcher(build(listed))
    (person,), (firm,) = matcher.search(["高山"], top=1), matcher.search(["高山有限公司"], top=5)
    assert person[0].score > 0.3
    scores = {listed[h.entity].id: h.score for h in firm}
    assert min(scores["f"], scores["u"]) > 2 * max(scores[i] for i in "pqv")
    (asked,) = matcher.search(["Gao Shan Sa"], top=5)  # `Sa` is a legal form and a name
    assert {listed[h.entity].id for h in asked if h.score > 0.3} >= {"p", "q"}


def test_another_city_in_brackets_speaks_against_a_match():
    listed = [
        Party("1", "X", "Tianlu Silicon Technologies (Suzhou) Co., Ltd."),
        Party("2", "X", "Tianlu Silicon Technologies Co., Ltd."),
        Party("3", "X", "Tianlu Silicon Technologies Co., Ltd. (Shenzhen)"),
    ]
    (found,) = Matcher(build(listed)).search(["Tianlu Silicon Technologies (Shenzhen)"])
    assert [listed[h.entity].id for h in found] == ["3", "2", "1"]


def test_a_number_alone_is_no_match():
    listed = [Party("1", "X", "Tekhnologiya 5 OOO"), Party("2", "X", "Zarya Works 7")]
    matcher = Matcher(build(listed))
    (other,), (same,) = matcher.search(["ООО Рассвет 5"]), matcher.search(["ООО Заря 7"])
    assert max((h.score for h in other), default=0.0) < 0.25
    assert listed[same[0].entity].id == "2"
    assert same[0].score > 0.5
    name = read("ООО Рассвет 5")
    against = explain(matcher.index, name, matcher.search_read([name])[0][1][0]).against
    assert "no name agrees, only a number" in against


def test_an_explanation_says_what_other_scripts_were_read_as():
    matcher = Matcher(build([Party("1", "X", "Northwestern Polytechnical University")]))
    for query, token in (
        ("西北工业大学", "西北工业大学 (northwest polytechnic university)"),
        ("서북공업대학", "서북공업대학 (northwest polytechnic university)"),
    ):
        ((name, hits),) = matcher.search_read([read(query)])
        assert explain(matcher.index, name, hits[0]).shared == (token,)


def test_common_names_are_found_in_other_spellings():
    namesakes = [Party(f"n{n}", "X", f"Dmitriy Other{n}") for n in range(300)]
    listed = [
        Party("m", "X", "VOLOSHIN, Dmitry Anatolievich"),
        Party("k", "X", "HAN, Jong Un"),
        *namesakes,
    ]
    queries = ["Волошин Дмитрий Анатольевич", "Dmitriy Voloshin", "Han Jeong-eun"]
    for query, hits in zip(queries, Matcher(build(listed)).search(queries), strict=True):
        assert listed[hits[0].entity].id == ("k" if "Han" in query else "m")
        assert hits[0].score > 0.6


def test_a_city_after_a_name_counts_little_when_asked():
    listed = [Party("a", "X", "Mobarakan Steel Company"), Party("b", "X", "Bank of Tabriz")]
    matcher = Matcher(build(listed))
    bare, city, bank = matcher.search(
        ["Mobarakan Steel", "Mobarakan Steel Co Isfahan", "Bank Tabriz"]
    )
    assert city[0].score > 0.6 * bare[0].score
    assert listed[bank[0].entity].id == "b"


def test_the_name_of_a_known_firm_is_no_common_word():
    affiliates = [Party(f"a{n}", "X", f"Huawei Branch Office {n + 2} Nowhere") for n in range(300)]
    listed = [Party("h", "X", "Huawei Technologies Co., Ltd."), *affiliates]
    (known,) = Matcher(build(listed)).search(["Huawei"])
    assert listed[known[0].entity].id == "h"
    others = [Party(p.id, p.list, p.name.replace("Huawei", "Zeldin")) for p in listed]
    (other,) = Matcher(build(others)).search(["Zeldin"])
    assert known[0].score > other[0].score + 0.2
