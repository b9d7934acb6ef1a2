"""The cheapest cover: against every point of the grid, and on an economy worked by hand."""

import itertools

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from techpact.errors import InputError
from techpact.registry import get_analysis
from techpact.shocks.cover_search import Asked, OutOfTime, search


def falling(seed, size, top):
    """A loss that never rises with a level, with inputs that complement or replace each other."""
    rng = np.random.default_rng(seed)
    weight, power = rng.random(size) + 0.1, rng.uniform(0.3, 2, size)
    pairs = rng.random((size, size)) * (rng.random((size, size)) < 0.3)

    def loss(point):
        share = (np.array(point) / top) ** power
        return float(10 - weight @ share - share @ pairs @ share)

    return loss


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 4), st.integers(1, 5), st.floats(0.05, 0.95))
def test_what_is_claimed_holds_on_every_grid(seed, size, top, ask):
    loss = falling(seed, size, top)
    cost = np.random.default_rng(seed + 1).uniform(0.1, 3, size)
    best, worst = loss((top,) * size), loss((0,) * size)
    bound = worst - ask * (worst - best)
    asked = Asked(lambda some: [loss(p) for p in some], 4)
    found = search(asked, cost, top, bound)
    points = list(itertools.product(range(top + 1), repeat=size))
    good = [p for p in points if loss(p) <= bound]
    cheapest = min(float(cost @ np.array(p)) for p in good)
    price = float(cost @ np.array(found.levels))
    assert found.loss == loss(found.levels) <= bound
    assert asked.violations() == 0
    assert float(cost @ np.array(found.needed)) <= cheapest + 1e-9
    for p in good:
        assert all(a >= b for a, b in zip(p, found.needed, strict=True))
    if found.status == "optimal":
        assert price == pytest.approx(cheapest)
    if found.status == "optimal_among_chosen":
        used = [i for i, level in enumerate(found.levels) if level]
        among = [p for p in good if all(p[i] == 0 for i in range(size) if i not in used)]
        assert price <= min(float(cost @ np.array(p)) for p in among) + 1e-9
    for place, level in enumerate(found.levels):
        if level:
            lower = (*found.levels[:place], level - 1, *found.levels[place + 1 :])
            assert loss(lower) > bound


def test_out_of_reach_and_nothing_needed_and_a_rise_is_seen():
    cost = np.ones(2)
    asked = Asked(lambda some: [5.0 - sum(p) for p in some], 2)
    assert search(asked, cost, 2, 0.5).status == "out_of_reach"
    assert search(asked, cost, 2, 5.0).status == "nothing_needed"
    rising = Asked(lambda some: [float(sum(p)) for p in some], 2)
    rising([(0, 0), (1, 0), (2, 2)])
    assert rising.violations() == 3
    assert rising.largest_violation() == 4.0


def test_where_more_stock_can_hurt_only_the_single_steps_are_claimed():
    table = np.array([[9.0, 4.0, 12.0], [8.0, 4.5, 3.0], [5.0, 2.0, 1.0]])
    asked = Asked(lambda some: [float(table[p]) for p in some], 4)
    found = search(asked, np.array([1.0, 1.0]), 2, 5.0)
    assert asked.violations() > 0
    assert found.status == "no_step_down"
    assert table[found.levels] <= 5.0


FLOWS = [("JPN", "A", "JPN", "B", 365.0), ("CHN", "A", "JPN", "B", 365.0),
         ("JPN", "C", "JPN", "B", 365.0)]  # fmt: skip
FINAL = [("JPN", "A", "JPN", 365.0), ("JPN", "B", "JPN", 2190.0), ("JPN", "C", "JPN", 365.0),
         ("CHN", "A", "CHN", 365.0)]  # fmt: skip


def tables(days=30, share=1.0):
    return {
        "flows": pl.DataFrame(
            [(2011, *row) for row in FLOWS], orient="row",
            schema=["year", "supplier_country", "supplier_sector", "buyer_country",
                    "buyer_sector", "value_musd"],
        ),
        "final_demand": pl.DataFrame(
            [(2011, a, s, b, "f", v) for a, s, b, v in FINAL], orient="row",
            schema=["year", "supplier_country", "supplier_sector", "buyer_country", "category",
                    "value_musd"],
        ),
        "events": pl.DataFrame(
            {"scenario": ["ban"], "kind": ["ban"], "start_day": [1], "duration_days": [days],
             "countries": ["CHN"], "sectors": ["A"], "share": [share], "buyers": ["JPN"]}
        ),
    }  # fmt: skip


OPTIONS = {"alliance": "JPN", "days": 40, "inventory_days": 2, "psi": 0.5, "restoration_days": 1,
           "step_days": 5, "most_days": 60, "overproduction_max": 1}  # fmt: skip


def run(given, **options):
    analysis = get_analysis("cheapest_cover")
    result = analysis.run(given, OPTIONS | options, wanted=["cover_proof"])
    return result.table, result.extras["cover_proof"].row(0, named=True)


def test_only_the_banned_input_is_held():
    # JPN B uses 2 of A a day, half of it from CHN, and 1 of C: only A runs short.
    table, proof = run(tables(), bound_share=0.1)
    assert proof["status"] in {"optimal", "optimal_among_chosen"}
    assert proof["violations"] == 0
    assert table["sector"].to_list() == ["A"]
    days = table["days_added"][0]
    assert proof["cost_musd"] == pytest.approx(days * 2)
    assert proof["loss_after_musd"] <= proof["bound_musd"] < proof["loss_before_musd"]
    assert table["days_needed"][0] == days
    # A cheaper step down would break the bound.
    inventories = pl.DataFrame({"country": ["JPN"], "sector": ["A"], "days": [2 + days - 5]})
    worse, _ = run(tables() | {"inventories": inventories}, bound_share=0.999)
    assert worse is not None
    loss = run(tables() | {"inventories": inventories}, bound_musd=0.0)[1]["loss_before_musd"]
    assert loss > proof["bound_musd"]


def test_re_sourcing_alone_and_beside_inventories():
    table, proof = run(tables(), bound_share=0.8, measures="resourcing")
    assert proof["status"] == "optimal"
    share = table["share_turned"][0]
    assert 0 < share <= 1
    assert table["cost_musd"][0] == pytest.approx(share * 30)  # 1 a day for 30 days
    dear = run(tables(), bound_share=0.8, measures="both", premium=1000.0)[0]
    assert dear["measure"].to_list() == ["inventory"]
    cheap = run(tables(), bound_share=0.8, measures="both", premium=0.001)[0]
    assert "resourcing" in cheap["measure"].to_list()


def test_what_is_out_of_reach_is_no_cover():
    given = tables()
    given["events"] = given["events"].with_columns(
        kind=pl.lit("capacity_loss"), countries=pl.lit("JPN"), buyers=pl.lit(None, pl.String)
    )
    table, proof = run(given, bound_share=0.5)
    assert table.height == 0
    assert proof["status"] == "out_of_reach"
    assert proof["cost_musd"] is None
    assert proof["loss_after_musd"] > proof["bound_musd"]


def test_what_cannot_be_asked():
    with pytest.raises(InputError, match="bound_share"):
        run(tables(), bound_share=1.0)
    with pytest.raises(InputError, match="step"):
        run(tables(), step_days=0.0)
    given = tables()
    given["events"] = given["events"].with_columns(replacement=pl.lit("same_mix"))
    with pytest.raises(InputError, match="nothing to turn"):
        run(given, measures="resourcing")
    with pytest.raises(InputError, match="no member"):
        run(tables(), alliance="DEU")


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 4), st.integers(1, 4), st.integers(0, 12))
def test_a_search_stopped_at_any_batch_claims_only_what_is_so(seed, size, top, batches):
    loss = falling(seed, size, top)
    cost = np.random.default_rng(seed + 1).uniform(0.1, 3, size)
    best, worst = loss((top,) * size), loss((0,) * size)
    bound = worst - 0.6 * (worst - best)
    left = [batches]

    def losses(some):
        if left[0] == 0:
            raise OutOfTime
        left[0] -= 1
        return [loss(p) for p in some]

    found = search(Asked(losses, 4), cost, top, bound)
    good = [p for p in itertools.product(range(top + 1), repeat=size) if loss(p) <= bound]
    cheapest = min(float(cost @ np.array(p)) for p in good)
    assert float(cost @ np.array(found.needed)) <= cheapest + 1e-9
    if batches == 0:
        assert found.status == "nothing_found"
    else:
        assert found.loss == loss(found.levels) <= bound
    if found.status == "optimal":
        assert float(cost @ np.array(found.levels)) == pytest.approx(cheapest)


class Clock:
    """Time that moves by one at each look."""

    def __init__(self):
        self.now = 0.0

    def monotonic(self):
        self.now += 1.0
        return self.now


@pytest.mark.parametrize("measures", ["inventory", "resourcing", "both"])
def test_when_the_time_is_up_the_best_so_far_comes_with_its_gap(monkeypatch, measures):
    whole = run(tables(), bound_share=0.8, measures=measures)[1]
    seen = set()
    for seconds in (60.0, 150.0, 300.0, 500.0, 1_000.0, 100_000.0):
        monkeypatch.setattr("techpact.shocks.cheapest_cover.time", Clock())
        table, proof = run(tables(), bound_share=0.8, measures=measures, seconds=seconds)
        seen.add(proof["status"])
        assert proof["cost_at_least_musd"] <= whole["cost_musd"] * (1 + 1e-9)
        if proof["status"] == "nothing_found":
            assert table.height == 0
            assert proof["cost_musd"] is proof["gap_share"] is proof["loss_after_musd"] is None
            continue
        cost, least = proof["cost_musd"], proof["cost_at_least_musd"]
        assert cost == pytest.approx(table["cost_musd"].sum())
        assert cost >= whole["cost_musd"] * (1 - 1e-9)
        assert proof["loss_after_musd"] <= proof["bound_musd"]
        assert proof["gap_share"] == pytest.approx((cost - least) / cost)
    assert proof == whole
    assert seen & {"stopped", "nothing_found"}


@pytest.mark.parametrize("seconds", [0.0, -1.0, float("nan"), float("inf")])
def test_a_time_limit_is_a_positive_number(seconds):
    with pytest.raises(InputError, match="seconds"):
        run(tables(), seconds=seconds)
