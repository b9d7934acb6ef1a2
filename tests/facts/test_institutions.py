"""The institutions of the fact base: who must be there, and that aliases lead to one of them."""

import re
from collections import Counter

import pytest

from techpact.facts.base import FactBase

KINDS = {
    "ministry",
    "agency",
    "funder",
    "laboratory",
    "university",
    "company",
    "dialogue",
    "standards_body",
    "international",
    "facility",
    "programme",
    "think_tank",
    "media",
}

# bodies that the agreements of 2025 and the writing about them name; a reader must know them
NAMED = """
JST JSPS RIKEN NSF NIST CAISI AISI MIC NTIA NICT METI MOFA OSTP CRDS STPI IPA LSTC NSTC EPCC JUCIP
JWLC JHLC ISS JT-60SA IPEF APEC ASEAN G7 OECD NATO NASA JAXA KARI KASA UKAEA QST NIFS KFE AIST NIMS
NEDO KAIST ETRI NRF MSIT MOTIE DSIT UKRI BIS OFAC CFIUS imec ASML TSMC SMIC NHK BBC AP
科学技術振興機構 日本学術振興会 理化学研究所 総務省 情報通信研究機構 内閣府 外務省 経済産業省
電気通信情報庁 読売新聞 朝日新聞 日本経済新聞 共同通信 トヨタ自動車 日産自動車 東京ガス 日本電産
華為技術 笹川平和財団 カーネギー国際平和財団 情報処理推進機構 サムスン電子
日米経済政策諮問委員会 日米貿易産業パートナーシップ リスタック
과학기술정보통신부 한국연구재단 정보통신기획평가원 우주항공청
"""


@pytest.fixture(scope="module")
def base():
    return FactBase()


@pytest.fixture(scope="module")
def names(base):
    """Every name and alias with the institutions that bear it."""
    found: dict[str, set[str]] = {}
    for row in base.table("institutions").iter_rows(named=True):
        for lang in ("en", "ja", "ko"):
            found.setdefault(row[f"name_{lang}"], set()).add(row["institution"])
    for row in base.table("institution_aliases").iter_rows(named=True):
        found.setdefault(row["alias"], set()).add(row["institution"])
    return found


def test_enough_institutions_all_with_three_names(base):
    table = base.table("institutions")
    assert table.height >= 180
    for lang in ("en", "ja", "ko"):
        assert table[f"name_{lang}"].null_count() == 0
    assert set(table["kind"]) <= KINDS


def test_identifier_tells_the_country(base):
    prefixes = {
        "USA": "us",
        "JPN": "jp",
        "KOR": "kr",
        "GBR": "uk",
        "DEU": "de",
        "NLD": "nl",
        "BEL": "be",
        "FRA": "fr",
        "CAN": "ca",
        "AUS": "au",
        "IND": "in",
        "TWN": "tw",
        "CHN": "cn",
        "SGP": "sg",
        "RUS": "ru",
        "SWE": "se",
        None: "intl eu",
    }
    wrong = [
        row["institution"]
        for row in base.table("institutions").iter_rows(named=True)
        if row["institution"].split("_")[0] not in prefixes[row["country"]].split()
    ]
    assert not wrong


def test_named_bodies_are_covered(names):
    assert not [n for n in NAMED.split() if n not in names]


def test_scripts_match_languages(base):
    hangul = re.compile("[가-힣]")
    kana_or_han = re.compile("[ぁ-んァ-ヶ一-龥]")
    for row in base.table("institutions").iter_rows(named=True):
        assert not hangul.search(row["name_en"] + row["name_ja"]), row["institution"]
        assert not kana_or_han.search(row["name_en"] + row["name_ko"]), row["institution"]


def test_aliases_belong_to_institutions_and_differ_from_their_names(base):
    table = base.table("institutions")
    own = {r["institution"]: r for r in table.iter_rows(named=True)}
    for row in base.table("institution_aliases").iter_rows(named=True):
        body = own[row["institution"]]
        assert row["alias"] != body[f"name_{row['lang']}"], row


def test_identifiers_are_well_formed_and_not_shared(base):
    table = base.table("institutions")
    rors = [r for r in table["ror"] if r]
    assert len(rors) >= 150
    assert all(re.fullmatch(r"https://ror\.org/0[a-z0-9]{6}\d{2}", r) for r in rors)
    assert not [r for r, n in Counter(rors).items() if n > 1]
    items = [w for w in table["wikidata"] if w]
    assert all(re.fullmatch(r"Q\d+", w) for w in items)


def test_a_confirmed_body_cites_something_that_was_seen(base):
    table = base.table("institutions")
    rows = [r for r in table.iter_rows(named=True) if r["source_id"] == "editors_unseen"]
    assert {r["status"] for r in rows} <= {"unconfirmed"}
    assert len(rows) < 0.15 * table.height
