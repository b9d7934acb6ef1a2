"""Alignment: numbers and regimes, states over time, and what unknown means."""

import polars as pl
import pytest

from techpact.controls.alignment import control_alignment
from techpact.controls.item_numbers import category_of, common_number, regime_of
from techpact.errors import NotFoundError


def run(facts, alliance: str, as_of: str, **options):
    tables = {
        i.name: facts.table(i.table.name)
        for i in control_alignment.inputs
        if i.name != "partner_items"
    }
    tables |= options.pop("tables", {})
    return control_alignment.run(tables, {"alliance": alliance, "as_of": as_of} | options)


def partner_items(*rows) -> pl.DataFrame:
    columns = ["list", "issuer", "item", "start_date", "end_date"]
    return pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row")


@pytest.mark.parametrize(
    ("item", "number", "regime", "category"),
    [
        ("3B001", "3B001", "wassenaar", "3"),
        ("3.B.1.", "3B001", "wassenaar", "3"),
        ("3.B.1.a", "3B001", "wassenaar", "3"),
        ("0C001", "0C001", "nsg", "0"),
        ("9A106", "9A106", "mtcr", "9"),
        ("1C351", "1C351", "australia-group", "1"),
        ("2B201", "2B201", "nsg", "2"),
        ("4A906", "4A906", None, "4"),
        ("9A515", "9A515", None, "9"),
        ("7", None, None, "7"),
        ("3-2", None, None, None),
    ],
)
def test_numbers_name_their_regime(item, number, regime, category) -> None:
    assert common_number(item) == number
    assert (regime_of(number) if number else None) == regime
    assert category_of(item) == category


def test_all_us_items_stand_once_and_belong_to_the_right_regime(facts) -> None:
    result = run(facts, "JPN,USA", "2026-11-23", expected=False)
    us = result.table.filter(pl.col("list") == "US_CCL")
    assert us.height == facts.table("control_list_items").height
    assert set(us["state"]) == {"in_force"}
    key = result.table.select("country", "list", "item")
    assert key.is_unique().all()
    nuclear = facts.table("control_list_items").filter(
        pl.col("reasons").str.contains("NP"), pl.col("number").str.starts_with("2")
    )
    assert {regime_of(i) for i in nuclear["item"]} == {"nsg"}


def test_national_items_are_known_only_for_one_and_unknown_for_the_rest(facts) -> None:
    gaps = run(facts, "JPN,USA;NLD,KOR", "2026-11-23").extras["control_gaps"]
    quantum = gaps.filter(pl.col("subject") == "4A906").row(0, named=True)
    assert quantum["only_known_by"] == "USA"
    assert quantum["unknown_for"] == "JPN;KOR;NLD"
    shared = gaps.filter(pl.col("subject") == "3B001").row(0, named=True)
    assert shared["only_known_by"] is None
    assert shared["expected_by"] == "JPN;KOR;NLD"


def test_an_item_is_unknown_before_the_edition_that_shows_it(facts) -> None:
    table = run(facts, "USA", "2019-01-01").table
    assert set(table.filter(pl.col("list") == "US_CCL")["state"]) == {"unknown"}


def test_measures_by_area_say_since_when(facts) -> None:
    def tools(day: str):
        gaps = run(facts, "JPN,USA;NLD", day).extras["control_gaps"]
        return gaps.filter(pl.col("subject") == "semiconductors: export_control").row(0, named=True)

    early, late = tools("2023-03-01"), tools("2024-01-01")
    assert (early["only_known_by"], early["not_in_force_by"]) == ("USA", "JPN;NLD")
    assert late["controlled_by"] == "JPN;NLD;USA"
    assert "JPN 2023-07-23" in late["dates"]
    assert late["since"] == "2022-10-07"


def test_a_users_list_replaces_what_was_expected(facts) -> None:
    tables = {"partner_items": partner_items(("KR", "KOR", "3.B.1", "2020-01-01", None))}
    gaps = run(facts, "KOR,USA", "2026-11-23", tables=tables).extras["control_gaps"]
    row = gaps.filter(pl.col("subject") == "3B001").row(0, named=True)
    assert row["controlled_by"] == "KOR;USA"
    assert row["expected_by"] is None
    assert row["dates"] == "KOR 2020-01-01"
    ended = {"partner_items": partner_items(("KR", "KOR", "3B001", "2020-01-01", "2021-01-01"))}
    gaps = run(facts, "KOR,USA", "2026-11-23", tables=ended).extras["control_gaps"]
    row = gaps.filter(pl.col("subject") == "3B001").row(0, named=True)
    assert row["not_in_force_by"] == "KOR"
    assert row["only_known_by"] == "USA"


def test_the_crosswalk_is_many_to_many(facts) -> None:
    table = run(facts, "JPN,USA", "2026-11-23").table
    materials = table.filter(pl.col("item") == "1C002").row(0, named=True)
    assert set(materials["jp_items"].split(";")) == {"3", "3-2", "4", "5"}
    item_4 = table.filter(pl.col("list") == "JP_EXPORT_ORDER", pl.col("item") == "4")
    assert set(item_4["categories"].item().split(";")) == {"1", "9"}


def test_an_area_keeps_its_rows_and_an_unknown_one_is_named(facts) -> None:
    table = run(facts, "JPN,USA", "2026-11-23", area="quantum").table
    assert table.height
    assert table["areas"].str.split(";").list.contains("quantum").all()
    with pytest.raises(NotFoundError, match="quantum"):
        run(facts, "JPN,USA", "2026-11-23", area="quantom")
