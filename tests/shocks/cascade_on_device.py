"""Compare the CUDA kernel with the plain one; run under Numba's simulator or on a device."""

from __future__ import annotations

import itertools
import json

import numpy as np
from bench.shocks.networks import Recipe, draw

from techpact.shocks import cascade_cuda
from techpact.shocks.cascade_plain import run_plain
from techpact.shocks.cascade_rules import Rules, Scenarios, closures, layout
from techpact.shocks.cascade_run import run_cascades
from techpact.shocks.production_network import build_network


def networks() -> list:
    found = []
    for seed, firms, sectors in ((1, 12, 4),):
        supplier, buyer, weight, sector, matrix = draw(
            Recipe(firms, sectors, (0.4, 0.3), degree=3.5, seed=seed)
        )
        found.append(build_network(supplier, buyer, weight, sector, sector, matrix))
    return found


def partial(firms: int) -> Scenarios:
    """Two scenarios: two firms in part, and one firm downstream only."""
    return Scenarios(
        np.array([0, 2, 3]),
        np.array([0, firms - 1, 2], dtype=np.int32),
        np.array([0.6, 1.0, 0.8]),
        np.array([0.3, 1.0, 0.0]),
    )


def main() -> None:
    # few threads and small chunks: the simulator runs one thread of Python for each
    cascade_cuda.WARP, cascade_cuda.ROWS, cascade_cuda.MOST_BLOCKS = 2, 2, 3
    cascade_cuda.CHUNK = 5
    worst, unequal = 0.0, 0
    for network in networks():
        arrays = layout(network)
        for reference, relative, replaceability in itertools.product((False, True), repeat=3):
            rules = Rules(1e-2, relative, replaceability, reference)
            for scenarios in (closures(network.firms).part(0, 2), partial(network.firms)):
                a = run_plain(arrays, scenarios, rules, losses=True)
                b = run_cascades(network, scenarios, rules, losses=True, kernel="cuda")
                unequal += int(np.sum(a.iterations != b.iterations))
                unequal += int(not np.array_equal(a.loss_firm, b.loss_firm))
                for name in ("esri", "down", "up", "loss_down", "loss_up"):
                    worst = max(worst, float(np.max(np.abs(getattr(a, name) - getattr(b, name)))))
    print(json.dumps({"worst": worst, "unequal": unequal}))


if __name__ == "__main__":
    main()
