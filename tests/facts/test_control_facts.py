"""Control facts: counts that the issuers state, and dates that follow one another."""

from __future__ import annotations

import re

import polars as pl
import pytest

from techpact.alliance import check_countries
from techpact.facts import FactBase

FACTS = FactBase()


def test_common_high_priority_list_has_fifty_codes_in_its_tiers() -> None:
    tiers = dict(FACTS.table("common_high_priority").group_by("tier").len().iter_rows())
    assert tiers == {"1": 4, "2": 5, "3A": 16, "3B": 9, "4A": 11, "4B": 5}


def test_japan_listed_23_kinds_of_equipment() -> None:
    assert FACTS.table("jp_semiconductor_items")["items"].sum() == 23


def test_list_items_spell_their_category_and_group() -> None:
    for row in FACTS.table("control_list_items").iter_rows(named=True):
        assert row["item"] == row["category"] + row["product_group"] + row["number"]


@pytest.mark.parametrize(
    ("item", "reasons", "column"),
    [("3B001", "NS", "NS 2"), ("1C351", "CB", "CB 1"), ("4A906", "NS", "AT 1")],
)
def test_known_items_carry_their_reasons(item: str, reasons: str, column: str) -> None:
    row = FACTS.table("control_list_items").row(by_predicate=pl.col("item") == item, named=True)
    assert reasons in row["reasons"].split(";")
    assert column in row["chart_columns"].split(";")


def test_licences_beside_the_chart_are_kept() -> None:
    row = FACTS.table("control_list_items").row(by_predicate=pl.col("item") == "4A906", named=True)
    assert "Worldwide control" in row["other_rules"]


def test_country_tables_hold_countries() -> None:
    for table in ("country_groups", "country_chart"):
        check_countries(FACTS.table(table)["country"].to_list())


def test_groups_tell_friends_from_embargoed() -> None:
    groups = FACTS.table("country_groups")

    def of(name: str) -> set[str]:
        return set(groups.filter(pl.col("country_group") == name)["country"])

    assert {"CHN", "RUS", "IRN", "PRK"} <= of("D:5")
    assert not of("A:5") & of("D:5")
    assert of("E:1") <= of("D:5")
    assert len(of("appended_table_3")) == 27
    assert {"USA", "KOR", "GBR"} <= of("appended_table_3")


def test_chart_marks_china_and_leaves_canada_almost_free() -> None:
    chart = FACTS.table("country_chart")

    def columns(country: str) -> set[str]:
        return set(chart.filter(pl.col("country") == country)["chart_column"])

    assert {"NS 1", "NS 2", "RS 1", "RS 2"} <= columns("CHN")
    assert "NS 2" not in columns("JPN")
    assert "NS 1" not in columns("CAN")


def test_measures_have_ordered_dates_known_targets_and_areas() -> None:
    for row in FACTS.table("control_measures").iter_rows(named=True):
        dates = [row[c] for c in ("start_date", "end_date", "resumes_date") if row[c]]
        assert all(re.fullmatch(r"\d{4}(-\d\d){0,2}", d) for d in dates), row["measure"]
        assert dates == sorted(dates), row["measure"]
        assert not row["resumes_date"] or row["end_date"], row["measure"]
        check_countries((row["targets"] or "").split(";"))
        if row["issuer"] != "EU":
            check_countries([row["issuer"]])
        assert row["area"] is None or row["area"] in FACTS.areas


def test_each_category_has_one_main_item_of_the_japanese_order() -> None:
    crosswalk = FACTS.table("category_crosswalk")
    main = crosswalk.filter(pl.col("relation") == "main")
    assert sorted(main["category"]) == list("0123456789")
    assert set(crosswalk["jp_item"]) <= set(FACTS.table("jp_export_order_items")["item"])
