"""PPML against a dense Poisson regression with dummies, and its refusal to estimate."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from techpact.controls.ppml import ppml, without_effects


def dense(y, d):
    """Newton steps on the full design; sandwich variance with scores summed by row."""
    rows, columns = y.shape
    design = np.zeros((rows * columns, 1 + rows + columns - 1))
    design[:, 0] = d.ravel()
    for i in range(rows):
        design[i * columns : (i + 1) * columns, 1 + i] = 1
    for j in range(1, columns):
        design[j::columns, rows + j] = 1
    flat = y.ravel()
    beta = np.zeros(design.shape[1])
    beta[1 : 1 + rows] = np.log(y.mean(axis=1))
    for _ in range(200):
        mu = np.exp(design @ beta)
        hessian = design.T @ (mu[:, None] * design)
        step = np.linalg.solve(hessian, design.T @ (flat - mu))
        beta += step
        if np.abs(step).max() < 1e-12:
            break
    mu = np.exp(design @ beta)
    bread = np.linalg.inv(design.T @ (mu[:, None] * design))
    scores = (design * (flat - mu)[:, None]).reshape(rows, columns, -1).sum(axis=1)
    variance = bread @ (scores.T @ scores) @ bread * rows / (rows - 1)
    return beta[0], np.sqrt(variance[0, 0])


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 100_000), st.integers(8, 16), st.integers(2, 6))
def test_equals_the_dense_regression(seed, rows, columns) -> None:
    rng = np.random.default_rng(seed)
    listed = np.arange(rows) < max(5, rows // 3)
    after = np.arange(columns) >= columns // 2
    d = np.outer(listed, after).astype(float)
    mean = np.exp(rng.normal(2, 1, (rows, 1)) + rng.normal(0, 0.3, (1, columns)) + 0.7 * d)
    y = rng.poisson(mean) * rng.lognormal(0, 0.5, (rows, columns))
    y[:, 0] += 0.5
    y[:, -1] += 0.5
    found = ppml(y, d)
    assert found is not None
    effect, error = dense(y, d)
    assert found.effect == pytest.approx(effect, abs=1e-6)
    assert found.error == pytest.approx(error, rel=1e-4)


def test_two_by_two_is_the_ratio_of_ratios() -> None:
    y = np.array([[10.0, 40.0], [20.0, 20.0], [5.0, 10.0]])
    d = np.array([[0.0, 1.0], [0.0, 0.0], [0.0, 0.0]])
    found = ppml(y, d)
    assert found is not None
    assert np.exp(found.effect) == pytest.approx((40 / 10) / (30 / 25))
    assert found.error is None, "one treated row gives no error to trust"


def test_scale_of_values_does_not_matter() -> None:
    rng = np.random.default_rng(1)
    y, d = rng.lognormal(0, 1, (9, 4)), np.outer(np.arange(9) < 5, np.arange(4) > 1).astype(float)
    one, other = ppml(y, d), ppml(y * 1e12, d)
    assert one is not None
    assert other is not None
    assert one.effect == pytest.approx(other.effect)
    assert one.error == pytest.approx(other.error)


def test_effects_are_taken_out_exactly() -> None:
    rng = np.random.default_rng(2)
    w, v = rng.lognormal(0, 2, (6, 4)), rng.normal(0, 1, (6, 4))
    left = w * without_effects(v, w)
    assert np.abs(left.sum(axis=0)).max() < 1e-9
    assert np.abs(left.sum(axis=1)).max() < 1e-9


@pytest.mark.parametrize(
    "y",
    [
        np.zeros((3, 2)),
        np.array([[0.0, 5.0], [1.0, 1.0], [1.0, 2.0]]),  # listed goods only after
        np.array([[5.0, 0.0], [1.0, 1.0], [1.0, 2.0]]),  # listed goods only before
        np.array([[5.0, 5.0], [0.0, 0.0], [0.0, 0.0]]),  # nothing to compare with
        np.array([[5.0, 5.0], [3.0, 0.0], [3.0, 0.0]]),
    ],
)
def test_what_is_not_identified_is_not_estimated(y) -> None:
    assert ppml(y, np.array([[0.0, 1.0], [0.0, 0.0], [0.0, 0.0]])) is None
