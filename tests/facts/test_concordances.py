"""Concordances of areas point at codes that exist."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import polars as pl
import pytest

from techpact.areas import GENERAL
from techpact.facts import FactBase

FACTS = FactBase()
SHARED = Path(__file__).parents[3] / "shared"
CONCORDANCES = ("area_products", "area_sectors", "area_control_items", "area_research_fields")
# chapter 77 is reserved for later use; 98 and 99 are left to national tariffs
IMPOSSIBLE_CHAPTERS = {"00", "77", "98", "99"}


@pytest.mark.parametrize("table", CONCORDANCES)
def test_areas_are_known_and_none_is_general(table: str) -> None:
    areas = set(FACTS.table(table)["area"])
    assert areas <= set(FACTS.areas.codes)
    assert GENERAL not in areas


def test_products_are_six_digits_of_possible_chapters() -> None:
    for code in FACTS.table("area_products")["hs6"]:
        assert re.fullmatch(r"\d{6}", code), code
        assert code[:2] not in IMPOSSIBLE_CHAPTERS, code


def test_areas_that_have_goods_have_at_least_eight_codes() -> None:
    counts = dict(FACTS.table("area_products").group_by("area").len().iter_rows())
    assert set(FACTS.areas.codes) - set(counts) == {"research_security", GENERAL}
    assert min(counts.values()) >= 8, counts


def test_2017_codes_stand_in_the_published_list() -> None:
    path = SHARED / "data" / "baci_sample" / "product_codes_HS17_V202301.csv"
    if not path.exists():
        pytest.skip("no shared data")
    with path.open(encoding="utf-8") as file:
        known = {row["code"].zfill(6) for row in csv.DictReader(file)}
    ours = FACTS.table("area_products").filter(pl.col("hs_revision") == "HS2017")["hs6"]
    assert set(ours) <= known


def test_control_items_stand_in_the_lists() -> None:
    items = FACTS.table("area_control_items")
    of = {regime: set(items.filter(pl.col("regime") == regime)["item"]) for regime in
          ("US_CCL", "JP_EXPORT_ORDER", "WASSENAAR")}  # fmt: skip
    assert of["US_CCL"] <= set(FACTS.table("control_list_items")["item"])
    assert of["JP_EXPORT_ORDER"] <= set(FACTS.table("jp_export_order_items")["item"])
    assert of["WASSENAAR"] <= set("123456789")


def test_older_sectors_are_those_of_the_tables() -> None:
    path = SHARED / "data" / "wiod2013" / "sectors.csv"
    if not path.exists():
        pytest.skip("no shared data")
    with path.open(encoding="utf-8") as file:
        known = {row["code"]: row["name"] for row in csv.DictReader(file)}
    rows = FACTS.table("area_sectors").filter(pl.col("scheme") == "WIOD2013")
    for row in rows.iter_rows(named=True):
        assert known[row["sector"]] == row["label"]


def test_every_technology_meets_every_scheme_of_sectors() -> None:
    rows = FACTS.table("area_sectors").select("area", "scheme").unique()
    assert rows.height == (len(FACTS.areas) - 1) * 4


def test_inputs_named_by_products_are_inputs_of_the_area() -> None:
    inputs = FACTS.table("inputs").select("input", "area")
    named = FACTS.table("area_products").filter(pl.col("input").is_not_null())
    assert named.join(inputs, on=["input", "area"], how="anti").is_empty()
