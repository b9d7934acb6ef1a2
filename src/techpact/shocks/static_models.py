"""Static answers to the same question: rationing, inoperability, Ghosh."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import lu_factor, lu_solve

from techpact.shocks.economy import Array

Model = Literal["proportional", "mixed", "priority", "inoperability", "ghosh"]

CRITICAL, IMPORTANT, NEEDLESS = 2, 1, 0
"""Ratings of an input: production stops without it; half of it can be missed; it can be missed."""

TOLERANCE = 1e-10
MAX_ROUNDS = 10_000


def coefficients(Z: Array, x: Array) -> Array:
    """Inputs for one unit of output, (n, n); zero columns for industries without output."""
    return np.asarray(Z / np.where(x > 0, x, np.inf))


def ration(
    Z: Array,
    f: Array,
    x: Array,
    capacity: Array,
    *,
    model: Model,
    substitution: float = 0.0,
    ratings: NDArray[np.int8] | None = None,
) -> tuple[Array, Array]:
    """Find output and final demand when some industries cannot make what is asked of them.

    Parameters
    ----------
    Z : array (n, n)
        Deliveries.
    f, x, capacity : array (n,)
        Final demand, output and largest possible output.
    model
        Who is served first: `proportional` everybody alike; `mixed` industries before final demand,
        alike; `priority` industries before final demand, the largest order first.
    substitution
        0: the scarcest input limits production (Leontief); 1: inputs replace one another fully, so
        that the mean over inputs limits; between: a mean of both.
    ratings : array (n, n) or None
        CRITICAL, IMPORTANT or NEEDLESS by supplier and buyer; all inputs are critical when None.
        Of important inputs half can be done without for a time, needless ones do not limit
        (partially binding Leontief, Pichler et al. 2022).

    Returns
    -------
    (output, final demand) : arrays (n,)
        A fixed point with output at most capacity and final demand at most the one asked for.

    Notes
    -----
    Each round: orders d = (I − A)⁻¹ f; r_i is the share of orders that industry i can fill;
    s_j the share that the inputs of j allow; x_j = min(capacity_j, s_j d_j); f_i = what is left of
    x_i after deliveries. Output never rises from round to round, so the rounds end.
    """
    A = coefficients(Z, x)
    factored = lu_factor(np.eye(len(x)) - A)
    uses = A > 0
    rated = np.full(A.shape, CRITICAL, dtype=np.int8) if ratings is None else ratings
    critical, important = uses & (rated == CRITICAL), uses & (rated == IMPORTANT)
    weight = A.sum(axis=0)
    final = f.copy()
    made = x.copy()
    for _ in range(MAX_ROUNDS):
        orders = np.maximum(lu_solve(factored, final), 0.0)
        share = _filled(A, orders, capacity, model)
        worst = np.where(critical, share, np.where(important, (1 + share) / 2, 1.0)).min(axis=0)
        total = (A * share).sum(axis=0) if share.ndim == 2 else A.T @ share
        mean = np.divide(total, weight, out=np.ones_like(weight), where=weight > 0)
        allowed = (1 - substitution) * worst + substitution * mean
        made = np.minimum(capacity, allowed * orders)
        left = np.clip(made - A @ made, 0.0, final)
        if np.abs(left - final).max() <= TOLERANCE * max(1.0, float(f.max())):
            final = left
            break
        final = left
    return made, final


def _filled(A: Array, orders: Array, capacity: Array, model: Model) -> Array:
    """Share of each order that is filled: (n, 1) alike for all buyers, or (n, n) by buyer."""
    between = A * orders
    if model == "proportional":
        asked = orders
        share = np.divide(capacity, asked, out=np.ones_like(asked), where=asked > 0)
        return np.asarray(np.minimum(share, 1.0)[:, None])
    if model == "mixed":
        asked = between.sum(axis=1)
        share = np.divide(capacity, asked, out=np.ones_like(asked), where=asked > 0)
        return np.asarray(np.minimum(share, 1.0)[:, None])
    short = capacity < between.sum(axis=1)
    shares = np.ones_like(between)
    for i in np.flatnonzero(short):
        queue = np.argsort(-between[i], kind="stable")
        served = np.minimum(np.cumsum(between[i, queue]), capacity[i])
        got = np.diff(np.concatenate([[0.0], served]))
        want = between[i, queue]
        shares[i, queue] = np.divide(got, want, out=np.ones_like(want), where=want > 0)
    return shares


def inoperability(Z: Array, x: Array, loss: Array) -> Array:
    """Output after a fall of demand spreads to suppliers (Haimes and Santos), (n,).

    `loss` is the share by which each industry's demand falls. q = (I − A*)⁻¹ c*,
    A*_ij = A_ij x_j / x_i; inoperability above 1 is cut at 1.
    """
    safe = np.where(x > 0, x, np.inf)
    A_star = Z / safe[:, None]
    q = np.linalg.solve(np.eye(len(x)) - A_star, loss)
    return np.asarray(x * (1 - np.clip(q, 0.0, 1.0)))


def ghosh(Z: Array, x: Array, loss: Array) -> Array:
    """Output after a loss of primary inputs spreads to buyers (supply-driven), (n,).

    `loss` is the share of each industry's value added that is lost. Δx' = Δv' (I − B)⁻¹,
    B_ij = Z_ij / x_i.
    """
    added = np.maximum(x - Z.sum(axis=0), 0.0) * loss
    B = Z / np.where(x > 0, x, np.inf)[:, None]
    lost = np.linalg.solve((np.eye(len(x)) - B).T, added)
    return np.asarray(np.maximum(x - lost, 0.0))
