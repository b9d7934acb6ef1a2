"""Small tables and the naive way to the answer, for the input-output tests."""

from typing import Any

import numpy as np
from hypothesis import settings

from techpact.sources.input_output import InputOutputSystem

COUNTRIES = ("CHN", "JPN", "USA", "ROW")


def two_countries() -> InputOutputSystem:
    """A = [[.2, .15], [.1, .2]], det(I - A) = .625, L = [[1.28, .24], [.16, 1.28]]."""
    return InputOutputSystem(
        2020,
        ("JPN", "USA"),
        ("C", "C"),
        np.array([[20.0, 30.0], [10.0, 40.0]]),
        np.array([[40.0, 10.0], [50.0, 100.0]]),
        (("JPN", "FD"), ("USA", "FD")),
        np.array([100.0, 200.0]),
    )


def random_system(
    seed: int, countries: tuple[str, ...] = COUNTRIES, sectors: int = 3, *, holes: bool = True
) -> InputOutputSystem:
    """A non-negative table with some zero flows, one idle industry and falling stocks."""
    random = np.random.default_rng(seed)
    n, c = len(countries) * sectors, len(countries)
    A = random.random((n, n)) * (random.random((n, n)) < 0.7)
    A *= random.uniform(0.2, 0.75, n) / np.maximum(A.sum(axis=0), 1e-9)
    Y = random.lognormal(3, 1, (n, 2 * c))
    Y[:, 1::2] = random.normal(0, 1, (n, c))
    if holes:
        A[n - 1] = A[:, n - 1] = 0.0
        Y[n - 1] = 0.0
    x = np.linalg.solve(np.eye(n) - A, Y.sum(axis=1))
    x[np.abs(x) < 1e-12] = 0.0
    return InputOutputSystem(
        2020,
        tuple(k for k in countries for _ in range(sectors)),
        tuple(f"s{i}" for _ in countries for i in range(1, sectors + 1)),
        A * x,
        Y,
        tuple((k, f) for k in countries for f in ("CONS", "INVNT")),
        x,
    )


def dense_inverse(system: InputOutputSystem) -> Any:
    return np.linalg.inv(np.eye(system.n) - system.Z / system.divisor)


def without(system: InputOutputSystem, index: Any) -> Any:
    """Output when the industries vanish, by solving the reduced system."""
    rest = np.setdiff1d(np.arange(system.n), index)
    x = np.zeros(system.n)
    A = system.Z / system.divisor
    x[rest] = np.linalg.solve((np.eye(system.n) - A)[np.ix_(rest, rest)], system.y[rest])
    return x


unhurried = settings(deadline=None, max_examples=40)
"""The first example loads SciPy; a shared machine is slow at times."""
