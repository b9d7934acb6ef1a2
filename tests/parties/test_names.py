import csv

import pytest
from bench import pinyin_terms
from hypothesis import given
from hypothesis import strategies as st

from techpact.parties import lexicon
from techpact.parties.names import han_number, read
from techpact.parties.text import clean, simplify
from techpact.parties.transliterate import cyrillic, hangul, kana, korean_reading
from techpact.parties.units import GENERIC, NUMBER, PLACE, WORD


def forms(text):
    return [u.forms[0][0] for u in read(text).units]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("华为技术有限公司", ["huawei", "technology"]),
        ("華為技術有限公司", ["huawei", "technology"]),
        ("Huawei Technologies Co., Ltd.", ["huawei", "technology"]),
        ("Нuаwei Teсhnologies", ["huawei", "technology"]),  # Cyrillic Н, а, с
        ("ООО «Научно-производственное объединение Заря»",
         ["science", "production", "association", "zarya"]),
        ("\u202bHuawei\u202c\u200b", ["huawei"]),
        ("第六〇一工厂", ["601", "factory"]),
        ("The Second Academy", ["2", "academy"]),
        ("K.N. Trading", ["kn", "trade"]),
        ("Zaryad Opt.-Mech. TradingCorp.", ["zaryad", "optical", "mechanical", "trade"]),
        ("Smartbank", ["smartbank"]),  # short words make names
        ("FalconkaInternational", ["falconka", "international"]),
        ("NabilQaouk", ["nabil", "qaouk"]),
        ("CloudWalk", ["cloudwalk"]),
        ("Zaryadovollc", ["zaryadovo"]),
        ("Unlimited Microtechnologies", ["unlimited", "microtechnologies"]),
        ("중국전자과기집단공사 제오십사연구소",
         ["china", "electronic", "technology", "group", "54", "research", "institute"]),
        ("Daneshgah-e Zarrin", ["university", "zarrin"]),
        ("معهد العلوم التطبيقية", ["institute", "science", "applied"]),
        ("شرکت هواپیماسازی ایران", ["aircraft", "manufacture", "iran"]),
        ("Тульский оружейный завод", ["tula", "weapon", "factory"]),
        ("Vertolyoty Rossii", ["helicopter", "russia"]),
        ("Вертолёты России", ["helicopter", "russia"]),
        ("", []),
        ("🙂 -- ***", []),
    ],
)  # fmt: skip
def test_one_name_gives_the_same_units_in_any_script(text, expected):
    assert forms(text) == expected


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("華為技術有限公司", "ltd"),
        ("株式会社テスト", "jsc"),
        ("주식회사 한빛", "jsc"),
        ("ООО Заря", "llc"),
        ("Zarya Limited Liability Company", "llc"),
        ("Brightwater GmbH", "gmbh"),
        ("شرکت پارس", "co"),
        ("Zarya (Private) Limited", "pvt"),
    ],
)
def test_legal_forms_are_taken_out(text, form):
    name = read(text)
    assert form in name.legal
    assert name.units


def test_a_name_that_is_only_a_legal_form_keeps_it():
    assert forms("Company Limited")


def test_an_arabic_name_is_read_with_and_without_its_article():
    (unit,) = read("القاطرجي").units
    assert [sound.replace("*", "") for sound, _ in unit.forms] == ["alqatrji", "qatrji"]
    assert [form for form, _ in read("تهرانی").units[0].forms] == ["tehran", "t*h*rani"]
    assert not read("ال").units
    assert "d" in read("ضيف").units[0].forms[0][0]  # Arabic
    assert "z" in read("رضایی").units[0].forms[0][0]  # Persian, for its ی


@pytest.mark.parametrize(
    ("text", "optional"),
    [
        ("ABRAMOVICH, Roman Arkadyevich", [False, False, True]),
        ("Roman Arkadyevich Abramovich", [False, True, False]),
        ("Roman Abramovich", [False, False]),
        ("Markovic Steel Works", [False, False, False]),
    ],
)
def test_a_patronymic_counts_little(text, optional):
    assert [u.optional for u in read(text).units] == optional


def test_names_between_scripts():
    def sounds(text):
        return {form for u in read(text).units for form, _ in u.forms}

    assert {"northwest", "polytechnic"} <= sounds(
        "서북공업대학"
    )  # the Korean reading of a Chinese term
    assert "p~=tin" in sounds("プーチン")
    assert "vradi=mir~" in sounds("ウラジーミル")
    assert "system" in sounds("ゼルダシステムズ")
    assert read("제14연구소").units[0].forms[0][0] == "14"
    assert "university" in sounds("톈진대")
    assert "university" not in sounds("북해함대")
    units = [u.forms[0][0] for u in read("凤凰（深圳）技术有限公司").units]
    assert "shenzhen" in units
    assert not any("(" in form for form in sounds("凤凰（深圳）技术有限公司"))
    assert read("(주)한빛").legal == read("한빛(주)").legal == {"jsc"}


def test_a_place_at_the_end_counts_little():
    assert [u.optional for u in read("Dahuan Technology, Hangzhou").units] == [False, False, True]
    assert read("Dahuan Technology Co., Ltd.").legal == {"ltd"}
    assert len(read("Dahuan Technology Co., Ltd.").units) == 2


def test_kinds_of_units():
    kinds = {u.forms[0][0]: u.kind for u in read("Beijing Kexun Technology Factory 601").units}
    assert kinds == {
        "beijing": PLACE, "kexun": WORD, "technology": GENERIC, "factory": GENERIC, "601": NUMBER,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "number"), [("十四", 14), ("二十", 20), ("一百零五", 105), ("七七一", 771), ("三", 3)]
)
def test_han_numbers(text, number):
    assert han_number(text) == number


def test_transliteration_against_published_examples():
    # BGN/PCGN, Hepburn, Revised Romanisation: examples of their own tables
    assert cyrillic("хабаровск") == "khabarovsk"
    assert cyrillic("щёлково") == "shchelkovo"
    assert kana("ファーウェイ") == "fa=wei"  # = is a long vowel, ~ one put in
    assert kana("ロススタンダート") == "ros~s~tanda=t^"
    assert kana("とうきょう") == "toukyou"
    assert hangul("서울") == "seoul"
    assert hangul("부산") == "busan"
    assert korean_reading(simplify("平壌")) == "pyeongyang"


@given(st.text(max_size=80))
def test_any_text_is_read_without_failure_and_stays_bounded(text):
    name = read(text)
    assert len(name.units) <= 28
    assert all(form for u in name.units for form, _ in u.forms)
    assert clean(clean(text)) == clean(text)


def test_a_very_long_name_is_cut():
    assert len(read("ab " * 5000).units) <= 28
    assert len(clean("株" * 10_000)) <= 600


def test_the_kept_table_of_terms_in_pinyin_is_that_of_the_word_lists():
    # after a change of the word lists: python -m bench.pinyin_terms
    assert lexicon.read_in_pinyin() == pinyin_terms.made()


def test_a_descriptive_word_stands_for_itself_or_for_one_other():
    with (lexicon.HERE / "english.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    words = [row[0] for row in rows] + [form for row in rows for form in row[1].split()]
    assert sorted(words) == sorted(set(words))
