"""Alignment: numbers and regimes, states over time, and what unknown means."""

import datetime

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
    items = set(facts.table("control_list_items")["item"])
    assert us.filter(pl.col("item").is_in(items)).height == len(items)
    assert set(us["state"]) == {"in_force"}
    key = result.table.select("country", "list", "item", "subject", "since")
    assert key.is_unique().all()
    nuclear = facts.table("control_list_items").filter(
        pl.col("reasons").str.contains("NP"), pl.col("number").str.starts_with("2")
    )
    assert {regime_of(i) for i in nuclear["item"]} == {"nsg"}


def gap(result, level: str, subject: str) -> dict:
    gaps = result.extras["control_gaps"]
    return gaps.filter(pl.col("level") == level, pl.col("subject") == subject).row(0, named=True)


def test_national_items_are_known_only_for_one_and_unknown_for_the_rest(facts) -> None:
    result = run(facts, "JPN,USA;NLD,KOR", "2026-11-23")
    national = gap(result, "item", "3B991")
    assert national["only_known_by"] == "USA"
    assert national["unknown_for"] == "JPN;KOR;NLD"
    shared = gap(result, "item", "3B001")
    assert shared["only_known_by"] is None
    assert shared["controlled_by"] == "KOR;NLD;USA"
    assert shared["expected_by"] == "JPN"
    assert shared["unconfirmed_for"] == "KOR"


def test_goods_under_different_numbers_are_compared_by_subject(facts) -> None:
    result = run(facts, "JPN,USA;NLD,KOR,GBR", "2026-11-28")
    quantum = gap(result, "subject", "quantum_computers")
    assert quantum["controlled_by"] == "GBR;JPN;KOR;NLD;USA"
    assert {"US_CCL 4A906", "EU_ANNEX_I 4A506"} <= set(quantum["items"].split(";"))
    gaps = result.extras["control_gaps"]
    assert gaps.filter(pl.col("level") == "item", pl.col("subject") == "4A906").is_empty()


SOLE = [
    ("wafer_cleaning", "2023-07-22", None),
    ("wafer_cleaning", "2023-07-23", "JPN"),
    ("wafer_cleaning", "2023-11-16", "JPN"),
    ("wafer_cleaning", "2023-11-17", None),
    ("epitaxy", "2023-08-31", None),
    ("epitaxy", "2023-09-01", "NLD"),
    ("euv_pellicles", "2023-09-01", "NLD"),
    ("high_bandwidth_memory", "2024-12-01", None),
    ("high_bandwidth_memory", "2024-12-02", "USA"),
    ("advanced_computing_chips", "2022-10-20", None),
    ("advanced_computing_chips", "2022-10-21", "USA"),
    ("advanced_computing_chips", "2025-02-27", "USA"),
    ("advanced_computing_chips", "2025-02-28", None),
    ("quantum_computers", "2024-03-31", None),
    ("quantum_computers", "2024-04-01", "GBR"),
    ("quantum_computers", "2024-09-05", "GBR"),
    ("quantum_computers", "2024-09-06", None),
]


@pytest.mark.parametrize(("subject", "day", "alone"), SOLE)
def test_who_controls_alone_changes_on_the_day_of_each_rule(facts, subject, day, alone) -> None:
    result = run(facts, "JPN,USA;NLD,KOR,GBR", day)
    assert gap(result, "subject", subject)["only_known_by"] == alone


IN_FORCE = [
    ("USA", "4A906", "2024-09-06"),
    ("USA", "3B903", "2024-09-06"),
    ("NLD", "3B001.f.4", "2023-09-01"),
    ("NLD", "3B501.k", "2025-11-15"),
    ("NLD", "3D006", "2023-01-12"),
    ("GBR", "PL9015", "2024-04-01"),
    ("GBR", "3B504", "2025-12-16"),
    ("KOR", "1C011.e", "2024-09-21"),
    ("KOR", "quantum computers and their control parts", "2025-02-28"),
]


@pytest.mark.parametrize(("country", "item", "start"), IN_FORCE)
def test_an_item_is_ahead_on_the_day_before_it_starts(facts, country, item, start) -> None:
    def on(day: str) -> set[str]:
        table = run(facts, "JPN,USA;NLD,KOR,GBR", day).table
        return set(
            table.filter(
                pl.col("country") == country, pl.col("item") == item, pl.col("basis") == "listed"
            )["state"]
        )  # fmt: skip

    before = str(datetime.date.fromisoformat(start) - datetime.timedelta(days=1))
    assert (on(before), on(start)) == ({"future"}, {"in_force"})


def test_a_control_is_as_old_as_the_entry_that_it_took_over(facts) -> None:
    result = run(facts, "GBR,USA", "2026-01-01")
    quantum = gap(result, "subject", "quantum_computers")
    assert "GBR 2024-04-01" in quantum["dates"]
    rows = result.table.filter(pl.col("country") == "GBR", pl.col("subject") == "quantum_computers")
    assert dict(rows.select("item", "state").iter_rows()) == {
        "PL9014": "ended",
        "4A506": "in_force",
    }


def test_what_is_known_by_a_date_is_unknown_before_it_and_never_exact(facts) -> None:
    def machine_tools(day: str) -> dict:
        return gap(run(facts, "NLD,GBR", day), "item", "2B001")

    early, late = machine_tools("2020-06-01"), machine_tools("2026-01-01")
    assert early["controlled_by"] is None
    assert early["expected_by"] == "GBR;NLD"
    assert late["dates"] == "GBR by 2020-12-31;NLD by 2021-09-09"
    assert late["since"] is None


def test_an_item_without_a_date_is_unknown_before_the_edition_that_shows_it(facts) -> None:
    table = run(facts, "USA", "2019-01-01").table.filter(pl.col("list") == "US_CCL")
    undated = table.filter(pl.col("since").is_null())
    assert undated.height > 500
    assert set(undated["state"]) == {"unknown"}
    assert set(table.filter(pl.col("since").is_not_null())["state"]) == {"future"}


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
