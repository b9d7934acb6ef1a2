"""Losses upstream are linear: what a lost unit of demand takes from the index needs no cascade."""

from __future__ import annotations

import numpy as np

from techpact.shocks.cascade_rules import Layout
from techpact.shocks.production_network import Floats


def reach_upstream(network: Layout, steps: int) -> Floats:
    """Sum the index that a unit of demand lost at each firm takes in the next 1, 2, … steps.

    Column r is the sum of (Λuᵀ)^t w for t from 1 to r + 1, with the weights w of the index.

    Returns
    -------
    Floats
        n × steps, shares of the index.
    """
    n = len(network.out)
    buyer = np.repeat(np.arange(n, dtype=np.int32), np.diff(network.source_edges))
    taken: Floats = network.weight
    reach = np.empty((n, steps))
    total = np.zeros(n)
    for r in range(steps):
        loss = network.source_share * taken[network.source_supplier]
        taken = np.bincount(buyer, weights=loss, minlength=n).astype(np.float64)
        total += taken
        reach[:, r] = total
    return reach
