"""Packages against all subsets, their bounds, and what reopening gains."""

import os
from itertools import product

import numpy as np
import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from techpact.controls.knapsack import Problem, cheapest, knapsack, largest_effect
from techpact.controls.package import control_package
from techpact.errors import DataError, InputError, NotFoundError

DOLLARS = st.integers(0, 50).map(float)


def options_of(effects, costs) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "hs6": [f"{i:06d}" for i in range(len(effects))],
            "loss_usd": [float(e) for e in effects],
            "own_loss_usd": [float(c) for c in costs],
        }
    )


def subsets(n: int):
    return (np.array(s, bool) for s in product([False, True], repeat=n))


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.tuples(DOLLARS, DOLLARS), min_size=1, max_size=9),
    st.floats(0, 1),
)
@example([(1.0, 2.0), (2.0, 3.0)], 1.192092896e-07)  # a limit inside the solver's tolerance
def test_plain_packages_are_the_best_of_all_subsets(pairs, part) -> None:
    effect, cost = (np.array(x) for x in zip(*pairs, strict=True))
    problem = Problem(effect, cost)
    budget, reach = part * cost.sum(), part * effect.sum()
    every = [(problem.worth(s), problem.price(s)) for s in subsets(len(pairs))]
    harm = largest_effect(problem, budget, gap=1e-9, seconds=10)
    best = max(w for w, p in every if p <= budget + 1e-9)
    assert problem.price(harm.chosen) <= budget + 1e-6
    assert problem.worth(harm.chosen) == pytest.approx(best)
    assert harm.bound >= best - 1e-6
    assert harm.bound == pytest.approx(best, rel=1e-4, abs=1e-3)
    low = cheapest(problem, reach, gap=1e-9, seconds=10)
    # Limits are kept to a billionth of the whole: the answer lies between the two readings.
    least, loose = (
        min(p for w, p in every if w >= reach - slack * effect.sum()) for slack in (0.0, 3e-9)
    )
    assert problem.worth(low.chosen) >= reach - 1e-6
    assert loose - 1e-6 <= problem.price(low.chosen) <= least + 1e-6
    assert low.bound <= least + 1e-6


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 100_000))
def test_linked_packages_are_the_best_of_all_subsets(seed) -> None:
    rng = np.random.default_rng(seed)
    n = 7
    pairs = [tuple(int(x) for x in rng.choice(n, 2, replace=False)) for _ in range(4)]
    cost = rng.integers(1, 40, n).astype(float)
    parts = rng.dirichlet(np.ones(3), n).T * cost
    problem = Problem(
        rng.integers(0, 60, n).astype(float),
        cost,
        [pairs[0]],
        [pairs[1]],
        [(*pairs[2], 25.0), (*pairs[3], -10.0)],
        parts,
        0.5,
    )

    def allowed(s) -> bool:
        (a, b), (c, d) = pairs[0], pairs[1]
        fair = (parts[:, s].sum(axis=1) <= 0.5 * problem.price(s) + 1e-6).all()
        return bool((not s[a] or s[b]) and not (s[c] and s[d]) and fair)

    good = [s for s in subsets(n) if allowed(s)]
    budget = 0.6 * cost.sum()
    harm = largest_effect(problem, budget, gap=1e-9, seconds=10)
    best = max(problem.worth(s) for s in good if problem.price(s) <= budget)
    assert allowed(harm.chosen)
    assert problem.price(harm.chosen) <= budget * (1 + 1e-9)
    assert problem.worth(harm.chosen) == pytest.approx(best, rel=1e-3)
    assert harm.bound >= best * (1 - 1e-9)
    reach = 0.7 * max(problem.worth(s) for s in good)
    low = cheapest(problem, reach, gap=1e-9, seconds=10)
    least = min(problem.price(s) for s in good if problem.worth(s) >= reach)
    assert problem.worth(low.chosen) >= reach * (1 - 1e-9)
    assert problem.price(low.chosen) == pytest.approx(least, rel=1e-3)
    assert low.bound <= least * (1 + 1e-6)


@settings(deadline=None, max_examples=15)
@given(st.integers(0, 1000))
def test_bounds_hold_on_knapsacks_too_large_to_enumerate(seed) -> None:
    rng = np.random.default_rng(seed)
    weight = rng.integers(1, 60, 80).astype(float)
    value = weight * rng.lognormal(0, 0.2, 80)
    capacity = int(weight.sum() * 0.4)
    best = np.zeros(capacity + 1)  # the textbook table over whole dollars
    for v, w in zip(value, weight.astype(int), strict=True):
        best[w:] = np.maximum(best[w:], best[:-w] + v)
    found = knapsack(value, weight, capacity, gap=1e-7, seconds=10)
    assert value[found.chosen].sum() == pytest.approx(best[-1], rel=1e-6)
    assert found.bound >= best[-1] - 1e-6


def test_the_frontier_rises_and_is_proven() -> None:
    rng = np.random.default_rng(3)
    frame = options_of(rng.integers(0, 10**9, 200), rng.integers(0, 10**9, 200))
    table = control_package(frame, points=6)
    assert table["proven"].all()
    assert (table["own_loss_usd"] <= table["limit_usd"] * (1 + 1e-9)).all()
    assert table["effect_usd"].is_sorted()
    assert table["effect_share"][-1] == pytest.approx(1)
    back = control_package(frame, goal="cheapest", points=1, reach=table["effect_share"][2])
    assert back["own_loss_usd"].item() <= table["own_loss_usd"][2] * (1 + 1e-6)


def test_reopening_keeps_the_effect_and_gains_the_rest() -> None:
    frame = options_of([100, 50, 1, 70], [10, 10, 500, 10])
    result = control_package.run(
        {"control_options": frame},
        {"goal": "reopen", "controlled": "000000,000001,000002", "points": 1, "reach": 0.99},
    )
    row = result.table.row(0, named=True)
    assert row["products"] == "000000;000001"
    assert (row["gain_usd"], row["own_loss_usd"]) == (500, 20)
    products = result.extras["control_package_products"]
    third = products.filter(pl.col("hs6") == "000002").row(0, named=True)
    assert (third["opening_gain_usd"], third["opening_effect_usd"]) == (500, 1)
    assert "000003" not in set(products["hs6"])


def test_the_solver_writes_nothing_to_standard_output(capfd) -> None:
    rng = np.random.default_rng(0)
    cost = np.exp(rng.normal(15, 2, 300)).round()
    control_package(options_of(cost * rng.lognormal(0, 0.7, 300), cost), points=5)
    os.write(1, b"end")
    assert capfd.readouterr().out == "end"


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"points": 0}, InputError, "points"),
        ({"reach": 1.5}, InputError, "reach"),
        ({"budget_usd": -1}, InputError, "budget_usd"),
        ({"seconds": 0}, InputError, "seconds"),
        ({"goal": "reopen"}, InputError, "controlled"),
        ({"controlled": "999999"}, NotFoundError, "000000"),
        ({"max_member_share": 0.5}, InputError, "member_losses"),
        ({"targets": "CHN"}, NotFoundError, "CHN"),
        ({"goal": "most"}, NotFoundError, "harm"),
    ],
)
def test_bad_options_are_named(options, error, message) -> None:
    with pytest.raises(error, match=message):
        control_package(options_of([1], [1]), **options)


def test_bad_tables_are_named() -> None:
    with pytest.raises(DataError, match="own_loss_usd: below 0"):
        control_package(options_of([1], [-1]))
    with pytest.raises(InputError, match="no product"):
        control_package(options_of([], []))
    link = pl.DataFrame(
        {"hs6": ["000000"], "other_hs6": ["000001"], "kind": ["bonus"], "value_usd": [None]},
        schema_overrides={"value_usd": pl.Float64},
    )
    tables = {"control_options": options_of([1, 1], [1, 1]), "package_links": link}
    with pytest.raises(InputError, match="has no value"):
        control_package.run(tables)


def test_what_has_neither_effect_nor_cost_is_not_chosen() -> None:
    table = control_package(options_of([0, 5], [0, 2]), goal="cheapest", points=1)
    assert table["products"].item() == "000001"


def test_products_without_any_effect_are_left_alone() -> None:
    table = control_package(options_of([0, 0], [5, 0]), points=2)
    assert table["n_products"].to_list() == [0, 0]
    assert table["effect_share"].to_list() == [None, None]
    assert table["gap"].to_list() == [0, 0]


def test_points_still_open_share_the_time_that_the_others_left(monkeypatch) -> None:
    from techpact.controls import package as module
    from techpact.controls.knapsack import Solution

    asked: list[tuple[float, float]] = []

    def slow_at_first(problem, budget, *, gap, seconds):
        asked.append((budget, seconds))
        found = largest_effect(problem, budget, gap=gap, seconds=10)
        hard = budget < 2 and seconds < 10
        return Solution(found.chosen, found.bound * (2 if hard else 1), seconds if hard else 0.5)

    monkeypatch.setattr(module, "largest_effect", slow_at_first)
    result = control_package.run(
        {"control_options": options_of([3, 5, 4], [1, 2, 2])}, {"points": 5, "seconds": 20.0}
    )
    assert asked[-1] == (1.0, pytest.approx(20 - 4 - 4 * 0.5))
    assert len(asked) == 6
    assert result.table["proven"].all()
    assert result.table["point"].to_list() == [1, 2, 3, 4, 5]
