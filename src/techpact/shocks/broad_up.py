"""Scenarios whose losses upstream reach the whole network: side by side in lanes.

Upstream, 16 scenarios share one pass over the edges in every step; downstream, where few firms are
hurt, each is pushed alone.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from techpact.shocks.cascade_rules import (
    MAX_ITERATIONS,
    TIE,
    UNFINISHED,
    Layout,
    Rules,
    Scenarios,
)
from techpact.shocks.compiled import compiled, inner
from techpact.shocks.lane_rows import LANES, sum_rows
from techpact.shocks.push_down import clear_down, start_down, step_down
from techpact.shocks.push_state import DELTA, HURT, IMPOSED, LOSS, NOW
from techpact.shocks.push_up import clear_up, start_up, step_up

ROUNDING = 2.0**-22
"""Relative error of the index by step: rows are kept in single precision, since the time goes into
reading them, and sums in double. Storing costs 2^-24 at most, for the growth and for the loss."""

WALKED = 3
"""Steps upstream that every scenario is pushed alone: few edges lie so near to a firm."""

SINGLE_FROM = 5_000
"""Firms from which rows are kept in single precision; smaller networks stay in the cache anyway."""

MOST_HIT = 64
"""Firms hit by a scenario up to which it may run in a lane; their rows are looked up one by one."""

CHUNK = 64
"""Firms that are gathered and settled together."""

BENT = -3
"""Iterations of a scenario that is not linear upstream; it is run again step by step."""


def run_broad(
    network: Layout,
    rules: Rules,
    scenarios: Scenarios,
    order: Any,
    work: Any,
    clock: float,
    outcome: Any,
) -> float:
    """Run the scenarios of `order`, near ones of like length; fills `outcome`, returns the clock.

    `outcome` holds the index (3 × scenarios), the iterations, the edges passed and the bound of
    the error of the index, which owes to rounding.
    """
    n = len(network.out)
    single = n >= SINGLE_FROM
    kind = np.float32 if single else np.float64
    state = tuple(np.zeros((n, LANES), dtype=kind) for _ in range(3))
    lists = (np.empty((LANES, n), dtype=np.int32), np.empty((LANES, n)))
    return float(
        _run(
            network, rules, scenarios.offsets, scenarios.firm, scenarios.down, scenarios.up,
            order, work, clock, state, lists, outcome, ROUNDING if single else 0.0,
        )
    )  # fmt: skip


@compiled
def _run(
    network: Any, rules: Any, offsets: Any, firm: Any, psi_down: Any, psi_up: Any, order: Any,
    work: Any, clock: float, state: Any, lists: Any, outcome: Any, rounding: float,
) -> float:  # fmt: skip
    index, iterations, passed, bound = outcome
    growth, fresh, loss = state
    hurt, lost = lists
    weight, hit = network.weight, work.up.hit
    eps_error = rounding * rules.eps
    hits_firm = np.empty(LANES * MOST_HIT, dtype=np.int64)
    hits_lane = np.empty(LANES * MOST_HIT, dtype=np.int64)
    hits_psi = np.empty(LANES * MOST_HIT)
    hits_back = np.empty(LANES * MOST_HIT)
    total, top = np.zeros(LANES), np.zeros(LANES)
    last = np.zeros(LANES, dtype=np.int64)
    count = np.zeros(LANES, dtype=np.int64)
    for group in range(0, len(order), LANES):
        lanes = min(LANES, len(order) - group)
        growth[:] = 0.0
        loss[:] = 0.0
        total[:] = 0.0
        last[:] = 0
        hits = 0
        for lane in range(lanes):
            s = order[group + lane]
            low, high = offsets[s], offsets[s + 1]
            edges, total[lane] = _first_steps(
                network, work, firm[low:high], psi_up[low:high], growth, loss, lane
            )
            passed[s] += edges
            for p in range(low, high):
                if psi_up[p] > 0.0:
                    i = firm[p]
                    hits_firm[hits], hits_lane[hits] = i, lane
                    hits_psi[hits], hits_back[hits] = psi_up[p], work.up.rows[i, IMPOSED]
                    hits += 1
            clear_up(work, firm[low:high])
        for h in range(hits):
            hit[hits_firm[h]] = 1
        running, step = lanes, WALKED
        while running > 0:
            step += 1
            top[:] = 0.0
            for first in range(0, len(weight), CHUNK):
                end = min(first + CHUNK, len(weight))
                _gather(network, growth, fresh, first, end)
                for i in range(first, end):
                    if hit[i]:
                        for h in range(hits):
                            if hits_firm[h] == i:
                                # What comes back to a hit firm is not lost again, nor passed on.
                                hits_back[h] += fresh[i, hits_lane[h]]
                                fresh[i, hits_lane[h]] = 0.0
                _settle(weight, fresh, loss, first, end, total, top)
            growth, fresh = fresh, growth
            for lane in range(lanes):
                s = order[group + lane]
                if last[lane] == 0 and abs(top[lane] - rules.eps) <= eps_error * step + TIE:
                    # Too near to the threshold for the precision of the rows.
                    last[lane] = iterations[s] = UNFINISHED
                    running -= 1
                if last[lane] == 0 and (top[lane] < rules.eps or step >= MAX_ITERATIONS):
                    low, high = offsets[s], offsets[s + 1]
                    clock, last[lane], edges = _downstream(
                        network, rules, work, firm[low:high], psi_down[low:high], clock, step
                    )
                    passed[s] += edges
                    count[lane] = work.down.counts[HURT]
                    for k in range(count[lane]):
                        i = work.down.hurt[k]
                        hurt[lane, k], lost[lane, k] = i, work.down.rows[i, NOW]
                    clear_down(network, work)
                    if last[lane] == UNFINISHED:
                        iterations[s] = UNFINISHED
                        running -= 1
                if last[lane] == step:
                    running -= 1
                    iterations[s] = step
                    for h in range(hits):
                        back, psi = hits_back[h], hits_psi[h]
                        if hits_lane[h] == lane and back > psi and psi < 1.0:
                            iterations[s] = BENT
                    down = more = 0.0
                    for k in range(count[lane]):
                        i, x = hurt[lane, k], lost[lane, k]
                        down += weight[i] * x
                        more += weight[i] * max(0.0, x - min(1.0, loss[i, lane]))
                    index[0, s], index[1, s], index[2, s] = total[lane] + more, down, total[lane]
                    bound[s] = rounding * step * total[lane]
                    passed[s] += (step - WALKED) * len(network.sale_buyer) // LANES
        for h in range(hits):
            hit[hits_firm[h]] = 0
    return clock


@inner
def _first_steps(
    network: Any, work: Any, firm: Any, psi: Any, growth: Any, loss: Any, lane: int
) -> Any:
    """Push the first steps upstream, where few firms are reached, and fill the lane with them.

    Returns
    -------
    The edges passed and the weighted loss so far.
    """
    rows, hurt = work.up.rows, work.up.hurt
    start_up(work, firm, psi)
    passed, total = 0, 0.0
    for _ in range(WALKED):
        passed += step_up(network, work)[1]
    for k in range(work.up.counts[HURT]):
        i = hurt[k]
        growth[i, lane], loss[i, lane] = rows[i, DELTA], rows[i, LOSS]
        total += network.weight[i] * rows[i, LOSS]
    return passed, total


@inner
def _downstream(
    network: Any, rules: Any, work: Any, firm: Any, psi: Any, clock: float, stop: int
) -> Any:
    """Push losses downstream up to the first step from `stop` on that changes little enough.

    Returns
    -------
    The clock, that step or UNFINISHED, and the edges passed.
    """
    start = clock
    start_down(network, rules, work, firm, psi, clock)
    step = passed = 0
    while True:
        step += 1
        clock += 1.0
        change, edges = step_down(network, rules, work, clock, start)
        passed += edges
        if change < 0.0:
            return clock + 1.0, UNFINISHED, passed
        if step >= stop and abs(change - rules.eps) <= TIE:
            return clock + 1.0, UNFINISHED, passed
        if step >= stop and (change <= rules.eps or step >= MAX_ITERATIONS):
            return clock + 1.0, step, passed


@inner
def _gather(network: Any, growth: Any, fresh: Any, first: int, last: int) -> None:
    """Fill `fresh` with what their buyers impose on the firms of a chunk."""
    edges, buyer, share = network.sale_edges, network.sale_buyer, network.sale_share
    for i in range(first, last):
        sum_rows(fresh, i, growth, buyer, share, edges[i], edges[i + 1])


@inner
def _settle(
    weight: Any, fresh: Any, loss: Any, first: int, last: int, total: Any, top: Any
) -> None:
    """Add the growth of a chunk to its losses, to the index, and to the largest growth."""
    # A condition, not max: that minds NaN, and the loop would not vectorize.
    for i in range(first, last):
        w, new, row = weight[i], fresh[i], loss[i]
        for lane in range(LANES):
            x, most = new[lane], top[lane]
            top[lane] = x if x > most else most
            row[lane] += x
            total[lane] += w * x
