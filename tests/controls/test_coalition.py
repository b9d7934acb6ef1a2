"""Coalition effect: against a row-by-row reading of its definition, permutations, and bad input."""

from itertools import permutations
from math import factorial

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from techpact.controls.coalition import coalition_effect
from techpact.errors import DataError, InputError, LimitError, NotFoundError

CODES = ["CHN", "DEU", "JPN", "KOR", "NLD", "TWN", "USA", "VNM"]
MEMBERS = ["JPN", "NLD", "USA"]
ALLIANCE = "JPN,NLD,USA;;CHN"


def trade_of(rows: list[tuple]) -> pl.DataFrame:
    return pl.DataFrame(
        rows,
        schema={
            "year": pl.Int64, "exporter": pl.String, "importer": pl.String, "hs6": pl.String,
            "value_usd": pl.Int64, "quantity_t": pl.Float64,
        },
        orient="row",
    )  # fmt: skip


def random_trade(seed: int) -> pl.DataFrame:
    rng = np.random.default_rng(seed)
    return trade_of(
        [
            (2023, e, i, p, int(rng.integers(0, 1000)), float(rng.integers(1, 9)))
            for p in ("381800", "848620", "854231")
            for e in CODES
            for i in CODES
            if e != i and rng.random() < 0.5
        ]
    )


def loss_by_hand(rows, coalition, product, target, spare, redirect, sigma):
    """Loss in dollars, from the rows one by one."""
    mine = [r for r in rows if r["hs6"] == product]
    imports = sum(r["value_usd"] for r in mine if r["importer"] == target)
    lost = sum(
        r["value_usd"] for r in mine if r["importer"] == target and r["exporter"] in coalition
    )
    outside = sum(
        r["value_usd"] for r in mine if r["exporter"] not in coalition and r["exporter"] != target
    )
    own = sum(r["value_usd"] for r in mine if r["exporter"] == target)
    filled = min(lost, spare * outside + redirect * own)
    w = (imports - lost) / imports
    kept = w + filled / imports
    if sigma is not None:
        kept = 1.0 if lost == 0 else (0.0 if sigma <= 1 else kept * w ** (1 / (sigma - 1)))
    return (1 - kept) * imports


@settings(deadline=None, max_examples=25)
@given(
    st.integers(0, 10_000),
    st.sampled_from([0.0, 0.1, 0.5]),
    st.sampled_from([0.0, 0.3]),
    st.sampled_from([None, 0.5, 1.5, 4.0]),
)
def test_loss_and_pivotal_member_by_hand(seed, spare, redirect, sigma) -> None:
    trade = random_trade(seed)
    rows = list(trade.iter_rows(named=True))
    options = {"alliance": ALLIANCE, "spare": spare, "redirect": redirect, "elasticity": sigma}
    table = coalition_effect(trade, **options)
    assert set(table["target"]).isdisjoint(MEMBERS)
    for row in table.iter_rows(named=True):
        case = (row["hs6"], row["target"], spare, redirect, sigma)
        whole = loss_by_hand(rows, MEMBERS, *case)
        assert row["loss_usd"] == pytest.approx(whole, abs=1e-6)
        without = {m: loss_by_hand(rows, [x for x in MEMBERS if x != m], *case) for m in MEMBERS}
        least = min(without.values())
        if row["pivotal"] is None:
            assert least == pytest.approx(whole, abs=1e-6)
        else:
            assert without[row["pivotal"]] == pytest.approx(least, abs=1e-6)
            assert row["without_pivotal_share"] * row["imports_usd"] == pytest.approx(
                least, abs=1e-6
            )
        assert 0 <= row["loss_share"] <= 1
        assert row["leakage_usd"] <= row["coalition_usd"] + 1e-9


def test_shapley_values_by_permutations() -> None:
    trade = random_trade(5)
    rows = list(trade.iter_rows(named=True))
    options = {"alliance": ALLIANCE, "spare": 0.2, "elasticity": 3.0}
    result = coalition_effect.run({"trade": trade}, options, wanted=["coalition_shapley"])
    table = result.extras["coalition_shapley"]
    assert set(table["basis"]) == {"exact"}
    for (product, target), group in table.group_by("hs6", "target"):
        expected = dict.fromkeys(MEMBERS, 0.0)
        for order in permutations(MEMBERS):
            for place, member in enumerate(order):
                case = (product, target, 0.2, 0.0, 3.0)
                after = loss_by_hand(rows, order[: place + 1], *case)
                before = loss_by_hand(rows, order[:place], *case)
                expected[member] += (after - before) / factorial(len(MEMBERS))
        found = dict(zip(group["member"], group["shapley_usd"], strict=True))
        assert found == pytest.approx(expected, abs=1e-6)


def test_without_capacity_and_substitution_the_shares_say_it_all() -> None:
    trade = random_trade(6)
    result = coalition_effect.run(
        {"trade": trade}, {"alliance": ALLIANCE}, wanted=["coalition_shapley"]
    )
    table = result.extras["coalition_shapley"]
    assert set(table["basis"]) == {"sales"}
    assert "SHARES_ARE_SHAPLEY" in result.notes
    assert (table["shapley_usd"] == table["sales_usd"]).all()


def test_leakage_by_outsider_adds_up_and_costs_add_up() -> None:
    result = coalition_effect.run(
        {"trade": random_trade(7)},
        {"alliance": ALLIANCE, "spare": 0.1},
        wanted=["coalition_leakage"],
    )
    leaks = result.extras["coalition_leakage"].group_by("hs6", "target").agg(
        pl.col("leakage_usd").sum().alias("sum")
    )  # fmt: skip
    joined = result.table.filter(pl.col("coalition_usd") > 0).join(leaks, on=["hs6", "target"])
    assert joined["sum"].to_list() == pytest.approx(joined["leakage_usd"].to_list())
    costs = result.extras["coalition_cost"]
    assert costs["own_loss_usd"].sum() == result.table["own_loss_usd"].sum()
    assert (costs["own_loss_share"] <= 1).all()


def test_a_wider_coalition_bites_no_less() -> None:
    trade = random_trade(8)
    options = {"spare": 0.2, "elasticity": 5.0, "targets": "CHN"}
    small = coalition_effect(trade, alliance="JPN", **options)
    large = coalition_effect(trade, alliance="JPN,KOR,USA", **options)
    pairs = small.join(large, on=["hs6", "target"], suffix="_large")
    assert (pairs["loss_share_large"] >= pairs["loss_share"] - 1e-12).all()


def test_outsiders_that_need_our_inputs_are_held_back() -> None:
    trade = trade_of(
        [
            (2023, "JPN", "CHN", "848620", 100, None),
            (2023, "KOR", "VNM", "848620", 1000, None),
            (2023, "JPN", "KOR", "854231", 60, None),
            (2023, "TWN", "KOR", "854231", 40, None),
        ]
    )
    chain = pl.DataFrame({"hs6": ["848620"], "input_hs6": ["854231"], "dependence": [0.5]})
    tables = {"trade": trade, "product_inputs": chain}
    options = {"alliance": "JPN", "targets": "CHN", "products": "848620", "spare": 0.08}
    free = coalition_effect.run(tables, options).table.row(0, named=True)
    bound = coalition_effect.run(tables, options | {"bind_outsiders": True}).table.row(
        0, named=True
    )
    assert free["spare_usd"] == pytest.approx(80)
    assert bound["spare_usd"] == pytest.approx(80 * (1 - 0.5 * 0.6))
    assert bound["loss_usd"] == pytest.approx(100 - 56)


def test_a_cycle_of_inputs_ends() -> None:
    trade = trade_of(
        [(2023, "JPN", "CHN", "848620", 1, None), (2023, "KOR", "CHN", "854231", 1, None)]
    )
    chain = pl.DataFrame({"hs6": ["848620", "854231"], "input_hs6": ["854231", "848620"]})
    table = coalition_effect.run(
        {"trade": trade, "product_inputs": chain}, {"alliance": "JPN"}
    ).table
    assert table["chain_loss_share"].to_list() == [1.0, 1.0]
    assert table["chain_hs6"].to_list() == ["848620", "848620"]


def test_areas_sum_their_products(facts) -> None:
    codes = ["848620", "854231", "010121"]
    trade = trade_of(
        [(2023, m, "CHN", p, 10 * n, None) for n, m in enumerate(["JPN", "KOR"], 1) for p in codes]
    )
    tables = {"trade": trade, "area_products": facts.table("area_products")}
    result = coalition_effect.run(tables, {"alliance": "JPN", "area": "semiconductors"})
    assert "010121" not in set(result.table["hs6"])
    area = result.extras["coalition_areas"].filter(pl.col("area") == "semiconductors")
    assert area["imports_usd"].item() == result.table["imports_usd"].sum()
    assert area["pivotal"].item() == "JPN"
    assert area["coalition_share"].item() == pytest.approx(1 / 3)


def test_lazy_parquet_and_pandas_give_the_same(tmp_path) -> None:
    trade = random_trade(9)
    trade.write_parquet(tmp_path / "t.parquet")
    options = {"alliance": ALLIANCE, "spare": 0.1}
    one = coalition_effect(trade, **options)
    assert one.equals(
        coalition_effect(pl.scan_parquet(tmp_path / "t.parquet"), **options).collect()
    )
    other = coalition_effect(trade.to_pandas(), **options)
    assert other["loss_usd"].tolist() == one["loss_usd"].to_list()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"hs6": "84862"}, r"hs6: not six digits: row 1: '84862'"),
        ({"hs6": "+84862"}, "hs6: not six digits"),
        ({"exporter": "EUR"}, r"exporter: not an ISO alpha-3 country code: row 1: 'EUR'"),
        ({"value_usd": -5}, r"value_usd: below 0: row 1: -5"),
        ({"value_usd": None}, "value_usd"),
    ],
)
def test_bad_rows_are_named(change, message) -> None:
    trade = trade_of([(2023, "JPN", "CHN", "848620", 100, None)])
    trade = trade.with_columns(**{k: pl.lit(v, trade.schema[k]) for k, v in change.items()})
    with pytest.raises(DataError, match=message):
        coalition_effect(trade, alliance="JPN")


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"targets": "JPN"}, InputError, "cannot be a target"),
        ({"targets": "FRA"}, InputError, "no imports of FRA"),
        ({"products": "848621"}, NotFoundError, "848620"),
        ({"year": 1999}, InputError, "2023"),
        ({"spare": -1}, InputError, "spare"),
        ({"elasticity": 0}, InputError, "elasticity"),
        ({"bind_outsiders": True}, InputError, "product_inputs"),
        ({"area": "ai"}, InputError, "area_products"),
    ],
)
def test_bad_options_are_named(options, error, message) -> None:
    trade = trade_of([(2023, "JPN", "CHN", "848620", 100, None)])
    with pytest.raises(error, match=message):
        coalition_effect(trade, alliance="JPN", **options)


def test_edges_without_error() -> None:
    none = coalition_effect(trade_of([(2023, "KOR", "CHN", "848620", 0, None)]), alliance="JPN")
    assert none.is_empty()
    lone = coalition_effect(trade_of([(2023, "JPN", "CHN", "848620", 5, None)]), alliance="KOR")
    row = lone.row(0, named=True)
    assert (row["coalition_usd"], row["loss_share"], row["pivotal"]) == (0, 0, None)
    result = coalition_effect.run({"trade": trade_of([(2023, "JPN", "CHN", "848620", 5, None)])},
                                  {"alliance": "JPN,KOR"})  # fmt: skip
    assert "SELLER_NOT_IN_TABLE" in result.notes
    with pytest.raises(InputError, match="no trade"):
        coalition_effect(trade_of([]), alliance="JPN")


def test_shapley_refuses_what_it_cannot_do() -> None:
    from techpact.controls.shapley import shapley_values

    with pytest.raises(LimitError, match="17 members"):
        shapley_values(np.zeros((17, 1)), np.zeros((17, 1)), lambda a, _b, _c: a)
