from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from techpact.errors import InputError
from techpact.supply.resourcing import resourcing
from techpact.supply.transport import Problem, solve

ALLIANCE = "JPN,USA;AUS,KOR;CHN"


def test_cheapest_capacity_first_and_the_rest_is_uncovered() -> None:
    losses = pl.DataFrame({"product": "p", "importer": ["JPN", "USA"], "lost": [60.0, 40.0]})
    spare = pl.DataFrame(
        {
            "product": "p",
            "supplier": ["USA", "AUS", "CHN", "BRA"],
            "spare": [30.0, 50.0, 900.0, 900.0],
            "unit_cost": [2.0, 1.5, 1.0, 1.0],
        }
    )
    found = resourcing.run({"losses": losses, "spare": spare}, {"alliance": ALLIANCE}).table
    row = found.row(0, named=True)
    assert row["method"] == "closed"
    assert row["replaced"] == pytest.approx(48)
    assert (row["from_members"], row["from_partners"]) == pytest.approx((18, 30))
    assert row["uncovered"] == pytest.approx(12)
    assert row["unit_cost"] == pytest.approx((30 * 1.5 + 18 * 2) / 48)
    assert row["highest_unit_cost"] == 2.0
    wide = resourcing.run(
        {"losses": losses, "spare": spare}, {"alliance": ALLIANCE, "suppliers": "all"}
    ).table
    assert wide["uncovered"].to_list() == [0, 0]
    assert wide["from_others"].sum() == 100  # never from a country of concern


def test_lead_times_caps_and_distances_bind() -> None:
    losses = pl.DataFrame({"product": "p", "importer": "JPN", "lost": [100.0]})
    spare = pl.DataFrame(
        {
            "product": "p",
            "supplier": ["KOR", "AUS"],
            "spare": [100.0, 100.0],
            "lead_months": [24.0, 3.0],
        }
    )
    distances = pl.DataFrame(
        {"origin": ["KOR", "AUS"], "destination": "JPN", "distance_km": [1000.0, 8000.0]}
    )
    given_tables = {"losses": losses, "spare": spare, "distances": distances}

    def run(**options: Any) -> dict[str, Any]:
        options = {"alliance": ALLIANCE, "cost_per_1000_km": 0.1, **options}
        return resourcing.run(given_tables, options).table.row(0, named=True)

    assert run()["unit_cost"] == pytest.approx(1.1)
    assert run(within_months=6)["unit_cost"] == pytest.approx(1.8)
    assert run(max_share=0.5)["unit_cost"] == pytest.approx(1.45)
    assert run(max_share=0.4)["covered_share"] == pytest.approx(0.8)
    with pytest.raises(InputError, match="needs the table 'distances'"):
        resourcing.run(
            {"losses": losses, "spare": spare}, {"alliance": ALLIANCE, "cost_per_1000_km": 1.0}
        )


def oracle(problem: Problem) -> tuple[float, float]:
    """Most that can be covered, then the least cost of covering it: two programmes in a row."""
    suppliers, importers = problem.cost.shape
    rows = [np.eye(suppliers)[s].repeat(importers) for s in range(suppliers)]
    rows += [np.tile(np.eye(importers)[i], suppliers) for i in range(importers)]
    limits = np.concatenate([problem.spare, problem.lost])
    bounds = [(0, c) for c in problem.cap.ravel()]
    size = problem.cost.size
    most = -linprog(-np.ones(size), A_ub=np.array(rows), b_ub=limits, bounds=bounds).fun
    least = linprog(
        problem.cost.ravel(),
        A_ub=np.vstack([*rows, -np.ones(size)]),
        b_ub=np.append(limits, -most + 1e-9),
        bounds=bounds,
    ).fun
    return most, least


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6))
def test_covers_the_most_at_the_least_cost(seed: int) -> None:
    rng = np.random.default_rng(seed)
    problems = []
    for _ in range(3):
        suppliers, importers = rng.integers(1, 5, 2)
        lost = rng.integers(0, 100, importers).astype(float)
        cap = lost * rng.choice([0.3, 1.0], (suppliers, importers))
        cost = rng.integers(1, 20, (suppliers, importers)) / 4
        if rng.random() < 0.3:
            cost[:] = cost[:, :1]
        problems.append(Problem(lost, rng.integers(0, 80, suppliers).astype(float), cost, cap))
    for problem, (flows, _) in zip(problems, solve(problems), strict=True):
        most, least = oracle(problem)
        assert (flows.sum(1) <= problem.spare + 1e-6).all()
        assert (flows.sum(0) <= problem.lost + 1e-6).all()
        assert (flows <= problem.cap + 1e-6).all()
        assert flows.sum() == pytest.approx(most, abs=1e-6)
        assert (flows * problem.cost).sum() == pytest.approx(least, abs=1e-5)
