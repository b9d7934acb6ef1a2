import pytest
from hypothesis import given
from hypothesis import strategies as st

from techpact.alliance import Alliance, country_codes
from techpact.errors import InputError, NotFoundError
from techpact.facts import FactBase


def test_iso_3166_has_249_countries():
    codes = country_codes()
    assert len(codes) == 249
    assert {"TWN", "PSE", "SSD", "HKG", "VAT"} <= codes.keys()
    assert not {"ANT", "YUG", "XKX", "EUU", "ZZZ", "SUN"} & codes.keys()


def test_an_unknown_code_names_the_nearest():
    with pytest.raises(NotFoundError, match=r"nearest: .*JPN"):
        Alliance.parse("JPM,USA")
    with pytest.raises(InputError, match="write 'USA'"):
        Alliance.parse("JPN,US")
    with pytest.raises(NotFoundError, match="us-japan"):
        FactBase().alliance("us-japn")


@pytest.mark.parametrize("text", ["", ";CHN", "JPN;JPN", "JPN,USA;;USA", "JPN|USA", "JPN;KOR;KOR"])
def test_impossible_alliances(text):
    with pytest.raises(InputError):
        FactBase().alliance(text)


@given(st.lists(st.sampled_from(sorted(country_codes())), min_size=3, max_size=9, unique=True))
def test_text_form_reads_back(codes):
    a = Alliance(frozenset(codes[:1]), frozenset(codes[1:2]), frozenset(codes[2:]))
    b = Alliance.parse(str(a))
    assert (a.members, a.partners, a.concern) == (b.members, b.partners, b.concern)


def test_presets_and_given_sets():
    facts = FactBase()
    a = facts.alliance("us-japan")
    assert a.members == {"JPN", "USA"}
    assert facts.alliance("US-Japan", partners="NLD", concern="CHN").concern == {"CHN"}
    assert facts.alliance("JPN,KOR,TWN", "NLD,DEU", "CHN,RUS").friends == {
        "JPN", "KOR", "TWN", "NLD", "DEU",
    }  # fmt: skip
