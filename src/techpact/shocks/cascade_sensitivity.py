"""How much the index and the ranks owe to the threshold at which a cascade is stopped."""

from __future__ import annotations

from typing import Any

import numpy as np

from techpact.shocks.cascade_cuts import Cuts, run_cuts
from techpact.shocks.cascade_rules import Outcome, Rules, Scenarios
from techpact.shocks.cascade_run import run_cascades
from techpact.shocks.production_network import Floats, ProductionNetwork

SAMPLE = (30, 200)
"""Least and greatest number of scenarios in the sample; in between, one in fifty."""

LARGE = 50_000
"""Firms above which the least sample has to do: each of its scenarios walks the whole network."""

FINER = (10.0, 100.0)

STOPS_EARLY = 1.1
UNSTABLE = 0.95


def sensitivity(
    network: ProductionNetwork,
    scenarios: Scenarios,
    rules: Rules,
    outcome: Outcome,
    jobs: int,
    cuts: Cuts | None = None,
) -> tuple[dict[str, list[Any]], tuple[str, ...]]:
    """Repeat a sample of the scenarios with finer thresholds.

    Returns
    -------
    The columns of the table `sensitivity` and the caveat codes that follow from them.
    """
    count = len(scenarios)
    most = SAMPLE[1] if network.firms <= LARGE else SAMPLE[0]
    size = min(count, max(SAMPLE[0], min(most, count // 50)))
    chosen = np.unique(np.linspace(0, count - 1, size).round().astype(np.int64))
    sample = scenarios.select(chosen)
    sample_cuts = cuts.select(chosen) if cuts is not None else None
    esri, steps = outcome.esri[chosen], outcome.iterations[chosen]
    columns: dict[str, list[Any]] = {}
    notes: list[str] = []
    mean = float(esri.mean())
    top = _top(esri)
    for finer in (1.0, *FINER):
        now, eps = esri, rules.eps / finer
        if finer > 1:
            again = _repeat(network, sample, rules._replace(eps=eps), jobs, sample_cuts)
            now, steps = again.esri, again.iterations
        row = {
            "eps": eps,
            "scenarios": len(chosen),
            "mean_esri": float(now.mean()),
            "ratio": float(now.mean()) / mean if mean > 0 else 1.0,
            "rank_correlation": _rank_correlation(esri, now),
            "top_overlap": len(top & _top(now)) / len(top),
            "mean_iterations": float(steps.mean()),
        }
        for name, value in row.items():
            columns.setdefault(name, []).append(value)
    if max(columns["ratio"]) > STOPS_EARLY:
        notes.append("CASCADE_STOPS_EARLY")
    if any(r is not None and r < UNSTABLE for r in columns["rank_correlation"]):
        notes.append("CASCADE_RANKS_UNSTABLE")
    return columns, tuple(notes)


def _repeat(
    network: ProductionNetwork, sample: Scenarios, rules: Rules, jobs: int, cuts: Cuts | None
) -> Outcome:
    if cuts is not None:
        return run_cuts(network, sample, cuts, rules)
    return run_cascades(network, sample, rules, jobs=jobs)


def _top(esri: Floats) -> set[int]:
    return set(np.argsort(-esri, kind="stable")[: max(1, len(esri) // 10)].tolist())


def _rank_correlation(a: Floats, b: Floats) -> float | None:
    if len(a) < 2 or np.ptp(a) == 0 or np.ptp(b) == 0:
        return None
    return float(np.corrcoef(_ranks(a), _ranks(b))[0, 1])


def _ranks(values: Floats) -> Floats:
    """Ranks from 1; ties share their mean rank (scipy.stats takes seconds to import)."""
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    mean_rank: Floats = np.cumsum(counts) - (counts - 1) / 2
    return mean_rank[place]
