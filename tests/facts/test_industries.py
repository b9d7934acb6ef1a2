"""Industries by name: the scheme is told by the codes, what no scheme knows has no name."""

from techpact.areas import LANGUAGES
from techpact.facts import FactBase
from techpact.facts.industries import industry_names

INDUSTRIES = FactBase().table("industries")


def test_every_industry_is_named_in_three_languages():
    for lang in LANGUAGES:
        assert INDUSTRIES[f"name_{lang}"].null_count() == 0
    wiod = INDUSTRIES.filter(INDUSTRIES["scheme"] == "WIOD2013")
    assert wiod["sector"].to_list() == [f"c{n}" for n in range(1, 36)]


def test_the_scheme_that_knows_most_codes_names_them():
    assert industry_names(INDUSTRIES, ["c13", "c14"], "en")["c13"] == "Machinery"
    names = industry_names(INDUSTRIES, ["C26", "C26@CN1", "C10T12", "made_up"], "ja")
    assert names["C26"] == "コンピュータ・電子・光学"
    assert names["C26@CN1"] == "コンピュータ・電子・光学 (CN1)"
    assert "made_up" not in names


def test_the_industries_of_areas_have_names():
    areas = FactBase().table("area_sectors")
    known = dict(INDUSTRIES.group_by("scheme").agg("sector").iter_rows())
    for row in areas.iter_rows(named=True):
        if row["scheme"] == "WIOD2013":
            assert row["sector"] in known["WIOD2013"]
        elif row["scheme"] != "ISIC4":  # its groups are finer than the tables
            assert row["sector"] in known["ISIC4"], row
