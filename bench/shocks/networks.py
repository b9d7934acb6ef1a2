"""Synthetic production networks from a seed: scale-free, log-normal weights."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

Array = Any


@dataclass(frozen=True)
class Recipe:
    """How a network is drawn.

    `classes` are the shares of essential and non-essential pairs of sectors; the rest is
    negligible. `tail` is the exponent of the degree distribution; `cutoff` is added to the rank of
    a firm in it: without it (0) the largest hubs grow without bound, and cascades end sooner.
    """

    firms: int
    sectors: int
    classes: tuple[float, float]
    degree: float = 7.5
    tail: float = 2.4
    cutoff: float = 9.0
    seed: int = 1


SPARSE = {"sectors": 616, "classes": (0.17, 0.12)}
HUBS = {**SPARSE, "tail": 2.2, "cutoff": 0.0, "degree": 8.3}
"""The sparse network with unbounded hubs: about 4.2 iterations at 10,000 firms instead of 5.9."""

DENSE = {"sectors": 60, "classes": (0.5, 0.5)}


def draw(recipe: Recipe) -> tuple[Array, Array, Array, Array, Array]:
    """Return supplier, buyer, weight, sector by firm, and the essentiality matrix."""
    rng = np.random.default_rng(recipe.seed)
    n = recipe.firms
    edges = int(n * recipe.degree)
    ends = []
    for _ in range(2):
        # Propensities of a static scale-free model: rank to the power −1/(tail − 1).
        propensity = (np.arange(n) + 1.0 + recipe.cutoff) ** (-1 / (recipe.tail - 1))
        rng.shuffle(propensity)
        cumulative = np.cumsum(propensity)
        ends.append(np.searchsorted(cumulative, rng.random(edges) * cumulative[-1]))
    supplier, buyer = ends
    keep = supplier != buyer
    key = np.unique(supplier[keep] * n + buyer[keep])
    supplier, buyer = (key // n).astype(np.int32), (key % n).astype(np.int32)
    weight = rng.lognormal(mean=10.0, sigma=1.5, size=len(key))
    sector = rng.integers(0, recipe.sectors, n).astype(np.int32)
    sector[: recipe.sectors] = np.arange(recipe.sectors)
    draw = rng.random((recipe.sectors, recipe.sectors))
    two, one = recipe.classes
    matrix = np.where(draw < two, 2, np.where(draw < two + one, 1, 0)).astype(np.int8)
    return supplier, buyer, weight, sector, matrix
