"""Presets resolve, their members are countries, and the counts are those that the bodies state."""

from __future__ import annotations

import polars as pl
import pytest

from techpact.alliance import check_countries
from techpact.errors import NotFoundError
from techpact.facts import FactBase

FACTS = FactBase()
PRESETS = FACTS.table("alliances")["alliance"].to_list()


@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_resolves_to_known_countries(preset: str) -> None:
    alliance = FACTS.alliance(preset)
    assert alliance.name == preset
    assert len(alliance.members) >= 2
    rows = FACTS.table("alliance_members").filter(pl.col("alliance") == preset)
    check_countries(rows["country"].to_list())


def test_members_belong_to_presets_that_exist() -> None:
    assert set(FACTS.table("alliance_members")["alliance"]) == set(PRESETS)


@pytest.mark.parametrize(
    ("preset", "count"),
    # numbers that the bodies themselves give, counted apart from the rows
    [("g7", 7), ("ipef", 14), ("eu", 27), ("wassenaar", 42), ("nsg", 48), ("mtcr", 35),
     ("australia-group", 42), ("mineral-security-partnership", 14), ("quad", 4)],
)  # fmt: skip
def test_membership_counts(preset: str, count: int) -> None:
    assert len(FACTS.alliance(preset).members) == count


def test_names_stand_in_three_languages() -> None:
    names = FACTS.table("alliances").select("name_en", "name_ja", "name_ko")
    assert names.null_count().row(0) == (0, 0, 0)


def test_eu_members_of_the_g7_are_eu_members() -> None:
    both = FACTS.alliance("g7").members & FACTS.alliance("eu").members
    assert both == {"DEU", "FRA", "ITA"}


def test_given_concern_replaces_that_of_the_preset() -> None:
    assert FACTS.alliance("us-japan").concern == {"CHN", "RUS"}
    assert FACTS.alliance("us-japan", concern="PRK").concern == {"PRK"}
    assert FACTS.alliance("us-japan", partners="RUS").concern == {"CHN"}


def test_an_unknown_preset_names_the_nearest() -> None:
    with pytest.raises(NotFoundError) as caught:
        FACTS.alliance("us-jpan")
    assert "us-japan" in caught.value.nearest
