"""Benchmark of firm-level cascades: python -m bench.shocks.cascade [--case NAME] [--sample N].

Each case runs in its own process on one thread or on two, and prints milliseconds per firm,
iterations, peak memory, and the edges passed. `scaling` compares one thread, two threads and a
local Dask cluster of two workers on dense cascades and checks that the results are identical.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from typing import Any

import numpy as np

from bench.shocks.networks import DENSE, HUBS, SPARSE, Recipe, draw

CASES: dict[str, dict[str, Any]] = {
    "sparse_10k": {"recipe": Recipe(10_000, **SPARSE), "jobs": 1, "bar_ms": 0.15},
    "sparse_100k": {
        "recipe": Recipe(100_000, **SPARSE),
        "jobs": 1,
        "bar_ms": 0.45,
        "sample": 32_000,
    },
    "hubs_10k": {"recipe": Recipe(10_000, **HUBS), "jobs": 1, "bar_ms": 0.15},
    "hubs_100k": {"recipe": Recipe(100_000, **HUBS), "jobs": 1, "bar_ms": 0.45, "sample": 32_000},
    "dense_10k": {"recipe": Recipe(10_000, **DENSE), "jobs": 2, "bar_ms": 0.5},
    "dense_10k_fixed": {
        "recipe": Recipe(10_000, **DENSE),
        "jobs": 2,
        "replaceability": False,
        "sample": 2000,
    },
    "hubs_1m": {"recipe": Recipe(1_000_000, **HUBS), "jobs": 2, "bar_ms": 1.2, "sample": 60_000},
    "sparse_1m": {
        "recipe": Recipe(1_000_000, **SPARSE),
        "jobs": 2,
        "bar_ms": 1.2,
        "sample": 60_000,
    },
    "dense_1m": {
        "recipe": Recipe(1_000_000, **DENSE),
        "jobs": 2,
        "bar_ms": 1.2,
        "sample": 60_000,
    },
}


def network_of(recipe: Recipe) -> Any:
    """Draw and prepare a network."""
    from techpact.shocks.production_network import build_network

    supplier, buyer, weight, sector, matrix = draw(recipe)
    return build_network(supplier, buyer, weight, sector, sector, matrix)


def measure(name: str, sample: int | None) -> dict[str, Any]:
    """Run one case in this process."""
    from techpact.shocks.cascade_rules import Rules, closures
    from techpact.shocks.cascade_run import choose_kernel, run_cascades

    case = CASES[name]
    started = time.perf_counter()
    network = network_of(case["recipe"])
    prepared = time.perf_counter() - started
    rules = Rules(1e-2, False, case.get("replaceability", True), False)
    scenarios = closures(network.firms)
    wanted = sample or case.get("sample", network.firms)
    if wanted < network.firms:
        chosen = np.sort(np.random.default_rng(0).choice(network.firms, wanted, replace=False))
        scenarios = scenarios.select(chosen)
    # Compile outside the measured time.
    for kernel in ("push", "lanes"):
        run_cascades(network, scenarios.part(0, 2), rules, kernel=kernel, jobs=1)  # type: ignore[arg-type]
    kernel = choose_kernel(network, scenarios, rules)
    started, used = time.perf_counter(), time.process_time()
    outcome = run_cascades(network, scenarios, rules, jobs=case["jobs"])
    wall, cpu = time.perf_counter() - started, time.process_time() - used
    count = len(scenarios)
    return {
        "case": name,
        "firms": network.firms,
        "edges": network.edges,
        "scenarios": count,
        "threads": case["jobs"],
        "kernel": kernel,
        "prepare_s": round(prepared, 2),
        "wall_s": round(wall, 3),
        "ms_per_firm": round(wall / count * 1e3, 4),
        "cpu_ms_per_firm": round(cpu / count * 1e3, 4),
        "bar_ms": case.get("bar_ms"),
        "iterations": round(float(outcome.iterations.mean()), 2),
        "edges_passed": round(float(outcome.work.mean())),
        "error_bound": float(outcome.bound.max()),
        "relative_error_bound": float(
            np.max(outcome.bound / np.where(outcome.esri > 0, outcome.esri, 1.0))
        ),
        "mean_esri": float(outcome.esri.mean()),
        "network_mb": round(network.nbytes() / 1e6, 1),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3),
    }


def scaling(sample: int | None) -> dict[str, Any]:
    """One thread, two threads, and two Dask workers on dense cascades."""
    import joblib
    from dask.distributed import Client, LocalCluster

    from techpact.shocks.cascade_rules import Rules, closures
    from techpact.shocks.cascade_run import run_cascades

    network = network_of(Recipe(10_000, **DENSE))
    rules = Rules(1e-2, False, True, False)
    scenarios = closures(network.firms).part(0, sample or network.firms)
    run_cascades(network, scenarios.part(0, 2), rules, kernel="lanes", jobs=1)
    times: dict[str, float] = {}
    results = []

    def timed(name: str) -> None:
        started = time.perf_counter()
        results.append(run_cascades(network, scenarios, rules, kernel="lanes", jobs=int(name[0])))
        times[name] = time.perf_counter() - started

    timed("1 thread")
    timed("2 threads")
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        Client(cluster),
        joblib.parallel_config(backend="dask"),
    ):
        run_cascades(network, scenarios.part(0, 256), rules, kernel="lanes", jobs=2)
        timed("2 dask workers")
    first = results[0]
    same = all(
        np.array_equal(getattr(r, c), getattr(first, c))
        for r in results
        for c in ("esri", "down", "up", "iterations")
    )
    one = times["1 thread"]
    return {
        "case": "scaling",
        **{name: round(t, 2) for name, t in times.items()},
        **{f"speedup {name}": round(one / t, 2) for name, t in times.items()},
        "identical": same,
    }


def main() -> None:
    """Run all cases, each in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--case", choices=[*CASES, "scaling"])
    parser.add_argument("--sample", type=int)
    given = parser.parse_args()
    if given.case == "scaling":
        print(json.dumps(scaling(given.sample)))
    elif given.case:
        print(json.dumps(measure(given.case, given.sample)))
    else:
        for name in (*CASES, "scaling"):
            subprocess.run(
                [sys.executable, "-m", "bench.shocks.cascade", "--case", name], check=True
            )


if __name__ == "__main__":
    main()
