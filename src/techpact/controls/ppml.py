"""Poisson pseudo-maximum likelihood with row and column effects and clustered standard errors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from techpact.controls.flows import Floats

MAX_ROUNDS = 200
TOLERANCE = 1e-11
MIN_TREATED = 5
"""Clusters that must be treated for the standard error to mean something."""

SEPARATED = 30.0
"""A coefficient beyond this says that the data separate: the estimate runs off to infinity."""


@dataclass(frozen=True)
class Estimate:
    """One coefficient and its standard error clustered by row.

    The error is None with fewer than `MIN_TREATED` treated rows, where it is known to be far too
    small, and where the fit is perfect.
    """

    effect: float
    error: float | None

    @property
    def z(self) -> float | None:
        """Effect over standard error."""
        return None if self.error is None else self.effect / self.error


def ppml(values: Floats, treated: Floats) -> Estimate | None:
    """Estimate the effect of a regressor on values with effects of rows and columns.

    Parameters
    ----------
    values
        Values of 0 or more, rows (units, the clusters) by columns (periods).
    treated
        Regressor of the same shape, such as listed product times period after.

    Returns
    -------
    Estimate, or None when the effect is not identified: no variation once the effects are taken
    out, no values where it would show, or separation.

    Notes
    -----
    Iteratively reweighted least squares on
    :math:`E[y_{it}] = \\exp(a_i + b_t + \\beta d_{it})`; in each round the two sets of effects are
    taken out exactly, rows by elimination and columns by the normal equations that remain. The
    variance is the sandwich with scores summed by row and the factor :math:`G / (G - 1)`.
    """
    scale = float(values.mean()) if values.size else 0.0
    if scale <= 0:
        return None
    y = values / scale
    rows, columns = y.sum(axis=1) > 0, y.sum(axis=0) > 0
    y, d = y[np.ix_(rows, columns)], treated[np.ix_(rows, columns)]
    if y.shape[0] < 2 or y.shape[1] < 2 or not _identified(y, d):
        return None
    mu = (y + y.mean()) / 2
    eta = np.log(mu)
    before, effect = np.inf, 0.0
    for _ in range(MAX_ROUNDS):
        z = eta + (y - mu) / mu
        z_left, d_left = without_effects(z, mu), without_effects(d, mu)
        information = float((mu * d_left**2).sum())
        if information <= 1e-12 * float((mu * d**2).sum()):
            return None
        effect = float((mu * d_left * z_left).sum()) / information
        if not abs(effect) < SEPARATED:
            return None
        eta = np.clip(z - (z_left - effect * d_left), -50, 50)
        mu = np.exp(eta)
        deviance = 2 * float((_xlogy(y, mu) - (y - mu)).sum())
        if abs(before - deviance) <= TOLERANCE * (1 + abs(deviance)):
            break
        before = deviance
    else:
        return None
    d_left = without_effects(d, mu)
    information = float((mu * d_left**2).sum())
    scores = (d_left * (y - mu)).sum(axis=1)
    clusters = y.shape[0]
    variance = float((scores**2).sum()) * clusters / (clusters - 1) / information**2
    few = int(d.any(axis=1).sum()) < MIN_TREATED
    error = float(np.sqrt(variance))
    return Estimate(effect, None if few or error <= 0 else error)


def without_effects(values: Floats, weights: Floats) -> Floats:
    """Residuals of a weighted regression on row and column effects."""
    by_row = weights.sum(axis=1)
    share = weights / by_row[:, None]
    weighted = weights * values
    left = weighted.sum(axis=0) - share.T @ weighted.sum(axis=1)
    system = np.diag(weights.sum(axis=0)) - weights.T @ share
    column: Floats = np.linalg.lstsq(system, left, rcond=1e-12)[0]
    row = (weighted.sum(axis=1) - weights @ column) / by_row
    residual: Floats = values - row[:, None] - column[None, :]
    return residual


def _xlogy(y: Floats, mu: Floats) -> Floats:
    safe: Floats = np.where(y > 0, y, 1.0)
    return np.where(y > 0, y * np.log(safe / mu), 0.0)


def _identified(y: Floats, d: Floats) -> bool:
    """Whether values lie on both sides of the comparison, in treated and in other rows."""
    touched = d.any(axis=1)
    period = d.any(axis=0)
    quarters = (
        y[np.ix_(touched, period)], y[np.ix_(touched, ~period)],
        y[np.ix_(~touched, period)], y[np.ix_(~touched, ~period)],
    )  # fmt: skip
    return all(q.size and q.sum() > 0 for q in quarters)
