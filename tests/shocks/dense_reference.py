"""The cascade straight from its formulas, on dense arrays: the oracle of the tests."""

from __future__ import annotations

import numpy as np


def dense_cascade(
    W, sector, market, essentiality, psi_down, psi_up, *, eps, relative=False,
    replaceability=True, reference=True, weight=None, revenue=None, costs=None,
    cuts=(),
):  # fmt: skip
    """Return (h_down, h_up, iterations); W[i, j] is what i sells to j.

    `cuts` lists (first step, matrix of the shares of sales that are cut from then on).
    """
    n, m = len(W), len(essentiality)
    member = np.eye(m)[sector]
    out, inputs = W.sum(axis=1), W.sum(axis=0)
    bought = W.T @ member
    kind = essentiality[np.ix_(sector, sector)]
    with np.errstate(divide="ignore", invalid="ignore"):
        essential = np.nan_to_num(W / bought[:, sector].T)
        linear = np.nan_to_num(W / inputs)
    down = np.where(kind == 2, essential, np.where(kind == 1, linear, 0.0))
    if costs is not None:
        down = down * np.where(inputs == 0, 1, inputs) / np.where(costs == 0, 1, costs)
    base = out if revenue is None else revenue
    up = W / np.where(base == 0, 1, base)[:, None]
    weight = out if weight is None else weight
    weight = weight / weight.sum()
    markets = np.eye(market.max() + 1)[market]
    h_down, h_up = 1 - psi_down, 1 - psi_up
    index = weight @ (1 - np.minimum(h_down, h_up))
    carried = np.ones((n, n))
    for iteration in range(1, 100_000):
        for start, cut in cuts:
            if start == iteration:
                carried = 1 - cut
        share = np.ones(n)
        if replaceability:
            supply = (out * h_down) @ markets
            if reference:
                share = np.minimum(1, out / np.where(supply <= 1e-10, 1, supply)[market])
            else:
                gone = (supply <= 1e-12 * (out @ markets))[market]
                with np.errstate(divide="ignore", invalid="ignore"):
                    share = np.where(gone, 1.0, np.minimum(1, out / supply[market]))
        arriving = carried * h_down[:, None]
        left = 1 - (down * share[:, None] * (1 - arriving)).T @ member
        rows = essentiality[:, sector].T
        leontief = np.where(rows == 2, left, 1.0).min(axis=1)
        additive = 1 - np.where(rows == 1, 1 - left, 0.0).sum(axis=1)
        new_down = np.maximum(0, np.minimum(1 - psi_down, np.minimum(leontief, additive)))
        new_up = np.maximum(0, np.minimum(1 - psi_up, 1 - (up * (1 - carried * h_up)).sum(axis=1)))
        before, index = index, weight @ (1 - np.minimum(new_down, new_up))
        change = max((h_down - new_down).max(), (h_up - new_up).max())
        h_down, h_up = new_down, new_up
        if any(start > iteration for start, _ in cuts):
            continue
        if relative:
            with np.errstate(divide="ignore", invalid="ignore"):
                if not np.float64(index) / np.float64(before) > 1 + eps:
                    return h_down, h_up, iteration
        elif change <= eps:
            return h_down, h_up, iteration
    raise AssertionError("the cascade does not settle")


def random_economy(rng, n, m, *, degree=3.0, classes=(0.4, 0.4), scale=1.0):
    """A small random network with self-loops and isolated firms."""
    W = (rng.random((n, n)) < degree / n) * rng.lognormal(0, 1.2, (n, n)) * scale
    sector = rng.integers(0, m, n)
    sector[: min(n, m)] = np.arange(min(n, m))
    draw = rng.random((m, m))
    two, one = classes
    essentiality = np.where(draw < two, 2, np.where(draw < two + one, 1, 0))
    return W, sector, essentiality
