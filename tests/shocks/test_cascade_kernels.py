"""All kernels against the dense formulas, and their invariants."""

from __future__ import annotations

import sys
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))
from dense_reference import dense_cascade, random_economy

from techpact.shocks import broad_up, cascade_push
from techpact.shocks.cascade_lanes import run_lanes
from techpact.shocks.cascade_plain import run_plain
from techpact.shocks.cascade_push import ACCURACY, run_push
from techpact.shocks.cascade_rules import UNFINISHED, Rules, Scenarios, closures, layout
from techpact.shocks.cascade_run import run_cascades
from techpact.shocks.production_network import build_network

CLASSES = {"linear": (0, 1), "leontief": (1, 0), "mixed": (0.5, 0.5), "sparse": (0.2, 0.2)}


def network_of(W, sector, market, essentiality, **rest):
    supplier, buyer = (a.astype(np.int32) for a in np.nonzero(W))
    return build_network(
        supplier,
        buyer,
        W[supplier, buyer],
        sector.astype(np.int32),
        market.astype(np.int32),
        essentiality.astype(np.int8),
        **rest,
    )


def partial(rng, n, count):
    firm = np.concatenate([rng.choice(n, 3, replace=False) for _ in range(count)])
    return Scenarios(
        np.arange(count + 1) * 3,
        firm.astype(np.int32),
        rng.random(count * 3),
        rng.random(count * 3) * (rng.random(count * 3) < 0.7),
    )


def expected(W, sector, market, essentiality, scenarios, rules, weight, **rest):
    rows = []
    for s in range(len(scenarios)):
        low, high = scenarios.offsets[s], scenarios.offsets[s + 1]
        psi = np.zeros((2, len(W)))
        psi[0, scenarios.firm[low:high]] = scenarios.down[low:high]
        psi[1, scenarios.firm[low:high]] = scenarios.up[low:high]
        rows.append(
            dense_cascade(
                W, sector, market, essentiality, psi[0], psi[1], eps=rules.eps,
                relative=rules.relative, replaceability=rules.replaceability,
                reference=rules.reference, weight=weight, **rest,
            )
        )  # fmt: skip
    return rows


def check(outcome, network, rows, *, losses):
    weight = network.weight
    iterations = np.array([r[2] for r in rows])
    esri = np.array([weight @ (1 - np.minimum(r[0], r[1])) for r in rows])
    down = np.array([weight @ (1 - r[0]) for r in rows])
    up = np.array([weight @ (1 - r[1]) for r in rows])
    there = outcome.iterations != UNFINISHED
    assert (outcome.iterations == iterations)[there].all()
    for got, want in ((outcome.esri, esri), (outcome.down, down), (outcome.up, up)):
        np.testing.assert_allclose(got[there], want[there], atol=1e-10, rtol=0)
    if losses:
        for s in np.flatnonzero(there):
            listed = slice(outcome.loss_offsets[s], outcome.loss_offsets[s + 1])
            firm = outcome.loss_firm[listed]
            assert len(set(firm.tolist())) == len(firm)
            for column, h in ((outcome.loss_down, rows[s][0]), (outcome.loss_up, rows[s][1])):
                whole = np.zeros(len(weight))
                whole[firm] = column[listed]
                np.testing.assert_allclose(whole, 1 - h, atol=1e-10)


@pytest.mark.parametrize("classes", CLASSES.values(), ids=CLASSES)
@pytest.mark.parametrize("reference", [True, False])
@pytest.mark.parametrize("replaceability", [True, False])
@pytest.mark.parametrize("relative", [True, False])
def test_kernels_match_the_formulas(classes, reference, replaceability, relative):
    rng = np.random.default_rng(7)
    for n, m, eps in ((6, 3, 1e-2), (24, 5, 1e-3)):
        W, sector, essentiality = random_economy(rng, n, m, classes=classes, scale=0.05)
        market = rng.integers(0, 4, n)
        market[:4] = range(4)
        weight = rng.random(n)
        rest = {
            "revenue": W.sum(axis=1) * rng.uniform(0.8, 1.5, n),
            "costs": W.sum(axis=0) * rng.uniform(0.8, 1.5, n) * (rng.random(n) < 0.9),
        }
        for balance in ({}, rest):
            network = network_of(W, sector, market, essentiality, weight=weight, **balance)
            rules = Rules(eps, relative, replaceability, reference)
            for scenarios in (closures(n), partial(rng, n, 6)):
                rows = expected(
                    W, sector, market, essentiality, scenarios, rules, weight, **balance
                )
                arrays = layout(network)
                check(run_plain(arrays, scenarios, rules, losses=True), network, rows, losses=True)
                check(run_push(arrays, scenarios, rules, losses=True), network, rows, losses=True)
                # Met in the middle, and side by side.
                for patience in (1e9, 0.3, 0.0):
                    pushed = run_push(arrays, scenarios, rules, losses=False, patience=patience)
                    check(pushed, network, rows, losses=False)
                check(run_lanes(arrays, scenarios, rules), network, rows, losses=False)
                # Scenarios that the pushing kernel cannot do are done by the plain one.
                whole = run_cascades(network, scenarios, rules, losses=True, kernel="push")
                assert (whole.iterations > 0).all()
                check(whole, network, rows, losses=True)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    seed=st.integers(0, 10**6),
    n=st.integers(1, 25),
    m=st.integers(1, 6),
    eps=st.sampled_from([1e-1, 1e-2, 1e-4]),
    flags=st.tuples(st.booleans(), st.booleans(), st.booleans()),
)
def test_kernels_agree(seed, n, m, eps, flags):
    rng = np.random.default_rng(seed)
    W, sector, essentiality = random_economy(rng, n, m, degree=rng.uniform(0, 5))
    W[0, 0] = 1.0  # never empty
    sector %= m
    network = network_of(W, sector, sector, essentiality)
    rules, scenarios = Rules(eps, *flags), closures(n)
    plain = run_cascades(network, scenarios, rules, kernel="plain")
    assert (plain.esri >= np.maximum(plain.down, plain.up) - 1e-12).all()
    assert (plain.esri <= plain.down + plain.up + 1e-12).all()
    assert (plain.esri <= 1 + 1e-12).all()
    # A closed firm loses itself.
    assert (plain.esri >= network.weight - 1e-12).all()
    for kernel in ("push", "lanes"):
        other = run_cascades(network, scenarios, rules, kernel=kernel)
        assert (other.iterations == plain.iterations).all()
        for name in ("esri", "down", "up"):
            np.testing.assert_allclose(getattr(other, name), getattr(plain, name), atol=1e-10)


def test_unit_free_does_not_depend_on_the_unit_and_reference_does():
    W = np.array([[0.0, 0.4], [0.0, 0.0]])
    sector = np.array([0, 1])
    essentiality = np.array([[0, 2], [0, 0]])
    found = {}
    for reference in (True, False):
        for unit in (1.0, 1000.0):
            network = network_of(W * unit, sector, sector, essentiality)
            rules = Rules(1e-2, False, True, reference)
            outcome = run_cascades(network, closures(2), rules, losses=True)
            firm = outcome.loss_firm[: outcome.loss_offsets[1]]
            found[reference, unit] = outcome.loss_down[: len(firm)][firm == 1][0]
    # The only supplier is closed: nothing replaces it; the floor of 1 hides this in small units.
    assert found[False, 1.0] == found[False, 1000.0] == 1.0
    assert found[True, 1000.0] == 1.0
    assert found[True, 1.0] == pytest.approx(0.4)


def test_a_chain_by_hand():
    # a sells to b and c (half each); b to d. All inputs essential, nothing replaceable.
    W = np.zeros((4, 4))
    W[0, 1] = W[0, 2] = 10
    W[1, 3] = 5
    network = network_of(W, np.arange(4), np.arange(4), np.full((4, 4), 2))
    outcome = run_cascades(network, closures(4), Rules(1e-2, False, False, True), losses=True)
    # Closing a: b, c, d stop; nobody buys less. Weights: a 20/25, b 5/25.
    assert outcome.down[0] == pytest.approx(1.0)
    assert outcome.up[0] == pytest.approx(0.8)
    assert outcome.iterations[0] == 3
    # Closing d: b loses all its sales, then a half of its own.
    assert outcome.up[3] == pytest.approx(0.8 * 0.5 + 0.2)
    assert outcome.down[3] == 0


def test_relative_rule_stops_at_zero_over_zero():
    W = np.array([[0.0, 1.0], [0.0, 0.0]])
    network = network_of(W, np.zeros(2, dtype=int), np.zeros(2, dtype=int), np.array([[1]]))
    # Firm 1 sells nothing, so its weight is 0; its closure hurts its supplier only a step later.
    for kernel in ("plain", "push", "lanes"):
        outcome = run_cascades(network, closures(2), Rules(1e-2, True, True, True), kernel=kernel)
        assert outcome.iterations[1] == 2
        assert outcome.up[1] == 1.0


@pytest.mark.parametrize("eps", [1e-2, 1e-3])
@pytest.mark.parametrize("seed", [1, 2])
def test_what_a_walk_leaves_out_is_certified(seed, eps):
    """Wide enough for walks that leave out small growth; never put into a lane."""
    rng = np.random.default_rng(seed)
    n = 1500
    W, sector, essentiality = random_economy(rng, n, 30, degree=6)
    for i in range(200, 260):
        W[i] = 0.0
        W[i, i + 1 if i % 7 else i - 6] = 1.0
    network = network_of(W, sector, sector, essentiality)
    rules = Rules(eps, False, True, False)
    few = np.sort(rng.choice(n, 60, replace=False))
    for scenarios in (closures(n).select(few), partial(rng, n, 20)):
        exact = run_cascades(network, scenarios, rules, kernel="plain")
        with patch.object(cascade_push, "SINGLE_FROM", 0):
            fast = run_push(layout(network), scenarios, rules, losses=False, patience=1e9)
        done = fast.iterations != UNFINISHED
        assert done.mean() > 0.9
        assert (fast.iterations == exact.iterations)[done].all()
        assert ((fast.bound > 0) & (fast.bound <= ACCURACY * fast.esri))[done].any()
        assert (np.abs(fast.up - exact.up) <= fast.bound + 1e-12)[done].all()
        assert (np.abs(fast.esri - exact.esri) <= fast.bound + 1e-12)[done].all()


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    eps=st.sampled_from([0.1, 1e-2, 1e-3]),
    patience=st.sampled_from([0.0, 0.2, 1.0, 1e9]),
    single_from=st.sampled_from([0, 5000]),
)
def test_upstream_meets_in_the_middle(seed, eps, patience, single_from):
    rng = np.random.default_rng(seed)
    W, sector, essentiality = random_economy(rng, 150, 8, degree=rng.uniform(1.5, 6))
    W[0, 1] = 1.0
    # Chains of single buyers and a closed circle: losses that do not fade for many steps.
    for i in range(20, 40):
        W[i] = 0.0
        W[i, (i + 1 if i % 7 else i - 6) % 150] = 1.0
    network = network_of(W, sector, sector, essentiality)
    rules = Rules(eps, False, True, False)
    for scenarios in (closures(150), partial(rng, 150, 40)):
        exact = run_cascades(network, scenarios, rules, kernel="plain")
        with (
            patch.object(broad_up, "SINGLE_FROM", single_from),
            patch.object(cascade_push, "SINGLE_FROM", single_from),
        ):
            fast = run_push(layout(network), scenarios, rules, losses=False, patience=patience)
        assert (fast.bound == 0).all() or single_from == 0
        # A change on the threshold is left to the plain kernel.
        done = fast.iterations != UNFINISHED
        assert done.mean() > 0.9
        assert (fast.iterations == exact.iterations)[done].all()
        np.testing.assert_allclose(fast.down[done], exact.down[done], atol=1e-10)
        assert (fast.bound <= (ACCURACY * (1 + ACCURACY)) * exact.esri)[done].all()
        assert (np.abs(fast.up - exact.up) <= fast.bound + 1e-12)[done].all()
        assert (np.abs(fast.esri - exact.esri) <= fast.bound + 1e-12)[done].all()
