"""Static models against their published algorithms, written as loops, and against series."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from techpact.errors import DataError
from techpact.registry import get_analysis
from techpact.shocks.static_models import ghosh, inoperability, ration


def economy_of(seed):
    rng = np.random.default_rng(seed)
    n = int(rng.integers(2, 7))
    x = rng.lognormal(3, 1, n)
    A = rng.random((n, n)) * (rng.random((n, n)) < 0.6)
    A *= 0.7 / np.maximum(A.sum(axis=0), 0.7)
    Z = A * x
    Z *= np.minimum(1, 0.8 * x / np.maximum(Z.sum(axis=1), 1e-9))[:, None]
    return rng, Z, x - Z.sum(axis=1), x


def rounds(Z, f, x, capacity, model, substitution, ratings):
    """Pichler and Farmer's rounds, customer by customer; nothing but loops."""
    n = len(x)
    A = [[Z[i][j] / x[j] for j in range(n)] for i in range(n)]
    final = list(f)
    for _ in range(5000):
        orders = list(final)  # (I - A)^-1 f as a series
        term = list(final)
        for _ in range(400):
            term = [sum(A[i][j] * term[j] for j in range(n)) for i in range(n)]
            orders = [o + t for o, t in zip(orders, term, strict=True)]
        got = [[1.0] * n for _ in range(n)]
        for i in range(n):
            asked = [A[i][j] * orders[j] for j in range(n)]
            if model == "proportional" and orders[i] > 0:
                got[i] = [min(1.0, capacity[i] / orders[i])] * n
            if model == "mixed" and sum(asked) > 0:
                got[i] = [min(1.0, capacity[i] / sum(asked))] * n
            if model == "priority":
                left = capacity[i]
                for j in sorted(range(n), key=lambda j: -asked[j]):
                    part = min(asked[j], left)
                    got[i][j] = part / asked[j] if asked[j] > 0 else 1.0
                    left -= part
        made = []
        for j in range(n):
            limits, total, weight = [1.0], 0.0, 0.0
            for i in range(n):
                if A[i][j] > 0:
                    limits.append({2: got[i][j], 1: (1 + got[i][j]) / 2, 0: 1.0}[ratings[i][j]])
                    total += A[i][j] * got[i][j]
                    weight += A[i][j]
            mean = total / weight if weight > 0 else 1.0
            share = (1 - substitution) * min(limits) + substitution * mean
            made.append(min(capacity[j], share * orders[j]))
        after = [
            min(final[i], max(0.0, made[i] - sum(A[i][j] * made[j] for j in range(n))))
            for i in range(n)
        ]
        settled = max(abs(a - b) for a, b in zip(after, final, strict=True)) <= 1e-11 * max(*f, 1)
        final = after
        if settled:
            break
    return np.array(made), np.array(final)


@settings(max_examples=15, deadline=None)
@given(
    st.integers(0, 9999),
    st.sampled_from(["proportional", "mixed", "priority"]),
    st.sampled_from([0.0, 0.4, 1.0]),
    st.booleans(),
)
def test_rationing_equals_its_rounds(seed, model, substitution, rated):
    rng, Z, f, x = economy_of(seed)
    capacity = x * rng.uniform(0.5, 1.0, len(x))
    ratings = rng.integers(0, 3, Z.shape) if rated else np.full(Z.shape, 2)
    wanted = rounds(Z, f, x, capacity, model, substitution, ratings)
    found = ration(
        Z, f, x, capacity, model=model, substitution=substitution,
        ratings=ratings.astype(np.int8) if rated else None,
    )  # fmt: skip
    for a, b in zip(found, wanted, strict=True):
        assert np.allclose(a, b, rtol=1e-6, atol=1e-6 * x.max())


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 9999))
def test_inoperability_and_ghosh_equal_their_series(seed):
    rng, Z, _, x = economy_of(seed)
    loss = 0.2 * rng.random(len(x)) * (rng.random(len(x)) < 0.5)
    A = Z / x
    lost, term = np.zeros(len(x)), loss * x
    for _ in range(500):
        lost, term = lost + term, A @ term
    assert np.allclose(inoperability(Z, x, loss), np.maximum(x - lost, 0))
    added = np.maximum(x - Z.sum(axis=0), 0) * loss
    B = Z / x[:, None]
    lost, term = np.zeros(len(x)), added
    for _ in range(3000):
        lost, term = lost + term, B.T @ term
    assert np.allclose(ghosh(Z, x, loss), np.maximum(x - lost, 0), rtol=1e-5, atol=1e-6)


def test_ratings_by_sector_reach_the_model():
    flows = {"year": [2011] * 2, "supplier_country": ["JPN"] * 2, "supplier_sector": ["A", "B"],
             "buyer_country": ["JPN"] * 2, "buyer_sector": ["B", "A"], "value_musd": [40.0, 20.0],
             }  # fmt: skip
    final = {"year": [2011] * 2, "supplier_country": ["JPN"] * 2, "supplier_sector": ["A", "B"],
             "buyer_country": ["JPN"] * 2, "category": ["f"] * 2, "value_musd": [60.0, 80.0],
             }  # fmt: skip
    events = {"scenario": ["s"], "kind": ["capacity_loss"], "start_day": [0],
              "duration_days": [1], "sectors": ["A"], "share": [0.8]}  # fmt: skip
    tables = {n: pl.DataFrame(t) for n, t in (("flows", flows), ("final_demand", final),
                                              ("events", events))}  # fmt: skip
    analysis = get_analysis("static_shock")

    def lost(rating):
        rated = pl.DataFrame({"supplier_sector": ["A"], "buyer_sector": ["B"], "rating": [rating]})
        made = analysis.run(tables | {"input_ratings": rated}, {"model": "mixed"}).table
        return dict(zip(made["sector"], made["loss_musd"], strict=True))["B"]

    assert lost("critical") > lost("important") > lost("needless")
    plain = analysis.run(tables, {"model": "mixed"}).table
    assert lost("critical") == pytest.approx(plain.filter(pl.col("sector") == "B")["loss_musd"][0])
    wrong = pl.DataFrame({"supplier_sector": ["Z"], "buyer_sector": ["B"], "rating": ["critical"]})
    with pytest.raises(DataError, match="row 1: sector not in the table: Z"):
        analysis.run(tables | {"input_ratings": wrong}, {})
