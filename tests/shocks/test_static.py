import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from techpact.errors import InputError
from techpact.registry import get_analysis
from techpact.shocks.static_models import ghosh, inoperability, ration

# Two industries: 1 sells 40 to 2, 2 sells 20 to 1; final demand 60 and 80; output 100 and 100.
Z = np.array([[0.0, 40.0], [20.0, 0.0]])
F = np.array([60.0, 80.0])
X = np.array([100.0, 100.0])


def test_no_loss_changes_nothing():
    for model in ("proportional", "mixed", "priority"):
        made, final = ration(Z, F, X, X, model=model)
        assert np.allclose(made, X)
        assert np.allclose(final, F)
    assert np.allclose(inoperability(Z, X, np.zeros(2)), X)
    assert np.allclose(ghosh(Z, X, np.zeros(2)), X)


def test_industries_first_leaves_the_buyer_whole():
    made, final = ration(Z, F, X, np.array([50.0, 100.0]), model="mixed")
    # Of 50, industry 2 gets the 40 it orders and final demand the other 10; then orders for a final
    # demand of (10, 80) are d1 = 10 + 0.4 d2, d2 = 80 + 0.2 d1.
    assert final == pytest.approx([10.0, 80.0])
    assert made == pytest.approx([42 / 0.92, 82 / 0.92])


def test_by_hand_inoperability_and_ghosh():
    # c = (0, 0.1): q2 = 0.1 + 0.2 q1, q1 = 0.4 q2
    q2 = 0.1 / (1 - 0.08)
    assert inoperability(Z, X, np.array([0, 0.1])) == pytest.approx([100 * (1 - 0.4 * q2),
                                                                    100 * (1 - q2)])  # fmt: skip
    # value added 80, 60; half of industry 1's is lost: d1 = 40 + 0.2 d2, d2 = 0.4 d1
    d1 = 40 / (1 - 0.08)
    assert ghosh(Z, X, np.array([0.5, 0])) == pytest.approx([100 - d1, 100 - 0.4 * d1])


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 9999),
    model=st.sampled_from(["proportional", "mixed", "priority"]),
    substitution=st.floats(0, 1),
)
def test_a_rationed_economy_is_feasible(seed, model, substitution):
    rng = np.random.default_rng(seed)
    n = int(rng.integers(2, 8))
    x = rng.lognormal(3, 1, n)
    A = rng.random((n, n)) * (rng.random((n, n)) < 0.6)
    A *= 0.7 / np.maximum(A.sum(axis=0), 0.7)
    deliveries = A * x
    scale = np.minimum(1, 0.8 * x / np.maximum(deliveries.sum(axis=1), 1e-9))
    deliveries *= scale[:, None]
    f = x - deliveries.sum(axis=1)
    capacity = x * rng.random(n)
    made, final = ration(deliveries, f, x, capacity, model=model, substitution=substitution)
    assert (made <= capacity * (1 + 1e-7) + 1e-9).all()
    assert (final >= 0).all()
    assert (final <= f * (1 + 1e-9) + 1e-9).all()


def test_the_analysis_refuses_what_a_static_model_cannot_say():
    analysis = get_analysis("static_shock")
    flows = {"year": [2011], "supplier_country": ["JPN"], "supplier_sector": ["A"],
             "buyer_country": ["JPN"], "buyer_sector": ["A"], "value_musd": [1.0]}  # fmt: skip
    final = {"year": [2011], "supplier_country": ["JPN"], "supplier_sector": ["A"],
             "buyer_country": ["JPN"], "category": ["f"], "value_musd": [2.0]}  # fmt: skip
    events = {"scenario": ["s"], "kind": ["ban"], "start_day": [0], "duration_days": [1]}
    tables = {"flows": flows, "final_demand": final, "events": events}
    with pytest.raises(InputError, match="use `ario`"):
        analysis.run(tables, {})
    with pytest.raises(InputError, match="between 0 and 1"):
        analysis.run(tables, {"substitution": 2})
