"""Scenarios whose losses upstream reach the whole network: side by side in lanes.

Upstream, 16 scenarios share one pass over the edges in every step; a lane whose scenario has ended
takes the next one. Downstream, where few firms are hurt, each is pushed alone.
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
from techpact.shocks.lane_rows import LANES, empty_rows, grow_rows
from techpact.shocks.push_down import clear_down, start_down, step_down
from techpact.shocks.push_state import HIT, HURT, IMPOSED, NOW
from techpact.shocks.push_up import clear_up, start_up
from techpact.shocks.walk_up import start_walk, walk_step

SHORT = 64
"""Edges up to which a row is summed in single precision; the sums of longer ones are double."""

ROUNDING = (SHORT + 8) * 2.0**-24
"""Relative error of growth by step in single precision: sums, shares, storing and adding up."""

SINGLE_FROM = 5_000
"""Firms from which rows are kept in single precision, since the time goes into reading them; the
rows of smaller networks stay in the cache anyway."""

WALKED = 40
"""A step is walked alone while its edges are fewer than this part of all: lanes take as long."""

FAR_FROM = 300_000
"""Firms from which rows are fetched before they are needed: then a pass takes a quarter less."""

MOST_HIT = 64
"""Firms hit by a scenario up to which it may run in a lane; their rows are looked up one by one."""

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
    """Run the scenarios of `order`; fills `outcome`, returns the clock.

    Each must last for more than one step. `outcome` holds the index (3 × scenarios), the
    iterations, the edges passed and the bound of the error of the index, which owes to rounding.
    """
    n = len(network.out)
    single = n >= SINGLE_FROM
    kind = np.float32 if single else np.float64
    state = tuple(empty_rows(n, kind) for _ in range(3))
    lists = (np.empty((LANES, n), dtype=np.int32), np.empty((LANES, n)))
    shares = network.sale_share.astype(kind)
    return float(
        _run(
            network, rules, scenarios.offsets, scenarios.firm, scenarios.down, scenarios.up,
            order, work, clock, state, lists, shares, outcome, ROUNDING if single else 0.0,
        )
    )  # fmt: skip


@compiled
def _run(
    network: Any, rules: Any, offsets: Any, firm: Any, psi_down: Any, psi_up: Any, order: Any,
    work: Any, clock: float, state: Any, lists: Any, shares: Any, outcome: Any, rounding: float,
) -> float:  # fmt: skip
    index, iterations, passed, bound = outcome
    growth, fresh, loss = state
    hurt, lost = lists
    steps = work.reach.shape[1]
    hits_firm = np.full(LANES * MOST_HIT, -1)
    hits_psi = np.zeros(LANES * MOST_HIT)
    back = np.zeros((LANES * MOST_HIT, steps + 1))
    hits = np.zeros(LANES, dtype=np.int64)
    marks = np.zeros(len(network.weight), dtype=np.int32)
    keep, top = state[0][0].copy(), state[0][0].copy()
    before = top.copy()
    scenario, clean = np.full(LANES, -1), np.ones(LANES, dtype=np.bool_)
    step, last = np.zeros(LANES, dtype=np.int64), np.zeros(LANES, dtype=np.int64)
    count, begun = np.zeros(LANES, dtype=np.int64), np.zeros(LANES, dtype=np.int64)
    waiting = running = 0
    while True:
        for lane in range(LANES):
            if clean[lane] and waiting < len(order):
                s = order[waiting]
                waiting += 1
                running += 1
                low, high = offsets[s], offsets[s + 1]
                scenario[lane], last[lane], keep[lane], clean[lane] = s, 0, 1.0, False
                begun[lane], hits[lane], edges = _begin(
                    network, work, rules.eps, firm[low:high], psi_up[low:high], growth, loss, lane,
                    marks, hits_firm, hits_psi, back,
                )  # fmt: skip
                step[lane] = begun[lane]
                passed[s] += edges
        if running == 0 and waiting == len(order):
            return clock
        top[:] = 0.0
        _grow(
            network, shares, growth, fresh, keep, loss, top, marks, before, hits, hits_firm
        )  # fmt: skip
        growth, fresh = fresh, growth
        for lane in range(LANES):
            s = scenario[lane]
            if s < 0:
                # The pass has emptied the lane of a scenario that had ended.
                clean[lane] = True
                continue
            step[lane] += 1
            t = step[lane]
            for h in range(lane * MOST_HIT, lane * MOST_HIT + hits[lane]):
                # What comes back to a hit firm is not lost again, nor passed on.
                back[h, min(t, steps)] += growth[hits_firm[h], lane]
                growth[hits_firm[h], lane] = 0.0
            largest = top[lane]
            low, high = offsets[s], offsets[s + 1]
            tie = rounding * rules.eps * (t - begun[lane]) + TIE
            if last[lane] == 0 and abs(largest - rules.eps) <= tie:
                # Too near to the threshold for the precision of the rows.
                last[lane] = UNFINISHED
            if last[lane] == 0 and (largest < rules.eps or t >= MAX_ITERATIONS):
                clock, last[lane], edges = _downstream(
                    network, rules, work, firm[low:high], psi_down[low:high], clock, t
                )
                passed[s] += edges
                count[lane] = work.down.counts[HURT]
                for k in range(count[lane]):
                    i = work.down.hurt[k]
                    hurt[lane, k], lost[lane, k] = i, work.down.rows[i, NOW]
                clear_down(network, work)
            if last[lane] == t or last[lane] == UNFINISHED:
                iterations[s] = last[lane]
                passed[s] += (t - begun[lane]) * len(network.sale_buyer) // LANES
                if last[lane] == t:
                    _end(
                        network, work, lane, s, t, hits[lane], hits_firm, hits_psi, back, loss,
                        hurt[lane, : count[lane]], lost[lane, : count[lane]], rounding, index,
                        iterations, bound,
                    )  # fmt: skip
                for h in range(lane * MOST_HIT, lane * MOST_HIT + hits[lane]):
                    marks[hits_firm[h]] -= 1
                running -= 1
                scenario[lane], keep[lane], hits[lane] = -1, 0.0, 0


@inner
def _begin(
    network: Any, work: Any, eps: float, firm: Any, psi: Any, growth: Any, loss: Any, lane: int,
    marks: Any, hits_firm: Any, hits_psi: Any, back: Any,
) -> Any:  # fmt: skip
    """Walk the first steps upstream alone, where few firms are reached, and fill an empty lane.

    Returns
    -------
    The steps walked, the number of hit firms, and the edges passed.
    """
    node, grown, ends = work.trail[:3]
    rows, lines = work.up.rows, work.lines
    start_up(work, firm, psi)
    start_walk(work, firm)
    first = hits = lane * MOST_HIT
    for p in range(len(firm)):
        if lines[firm[p], HIT] > 0.0:
            hits_firm[hits], hits_psi[hits] = firm[p], psi[p]
            back[hits, :] = 0.0
            marks[firm[p]] += 1
            hits += 1
    allowed = len(network.sale_buyer) // WALKED
    step = passed = 0
    while step < back.shape[1] - 1:
        largest, edges = walk_step(network, work, step, 0.0, allowed)
        if largest <= eps + TIE:
            # Too many edges, or no growth left: the last step belongs to the lane.
            break
        step += 1
        passed += edges
        for h in range(first, hits):
            back[h, step] = rows[hits_firm[h], IMPOSED]
        for k in range(ends[step], ends[step + 1]):
            loss[node[k], lane] += grown[k]
    for k in range(ends[step], ends[step + 1]):
        growth[node[k], lane] = grown[k]
    clear_up(work, firm)
    return step, hits - first, passed


@inner
def _grow(
    network: Any, shares: Any, growth: Any, fresh: Any, keep: Any, loss: Any, top: Any, marks: Any,
    before: Any, hits: Any, hits_firm: Any,
) -> None:  # fmt: skip
    """Pass all edges once."""
    edges, buyer, double = network.sale_edges, network.sale_buyer, network.sale_share
    far = len(marks) >= FAR_FROM
    for i in range(len(marks)):
        first, last = edges[i], edges[i + 1]
        if marks[i] > 0:
            for lane in range(LANES):
                before[lane] = top[lane]
        if last - first <= SHORT:
            grow_rows(fresh, i, growth, buyer, shares, first, last, keep, loss, top, far)
        else:
            grow_rows(fresh, i, growth, buyer, double, first, last, keep, loss, top, far)
        if marks[i] > 0:
            # What comes back to a hit firm is no growth.
            for lane in range(LANES):
                for h in range(lane * MOST_HIT, lane * MOST_HIT + hits[lane]):
                    if hits_firm[h] == i:
                        top[lane] = before[lane]


@inner
def _end(
    network: Any, work: Any, lane: int, s: int, t: int, hits: int, hits_firm: Any, hits_psi: Any,
    back: Any, loss: Any, hurt: Any, lost: Any, rounding: float, index: Any, iterations: Any,
    bound: Any,
) -> None:  # fmt: skip
    """Compute the index of a scenario that has ended in step t."""
    weight, reach = network.weight, work.reach
    first = lane * MOST_HIT
    up = taken = 0.0
    for h in range(first, first + hits):
        i, psi = hits_firm[h], hits_psi[h]
        came = 0.0
        for step in range(1, min(t, reach.shape[1]) + 1):
            came += back[h, step]
            if t <= reach.shape[1]:
                left = t - step - 1
                taken += back[h, step] * (weight[i] + (reach[i, left] if left >= 0 else 0.0))
        if came * (1.0 + rounding * t) > psi and psi < 1.0:
            iterations[s] = BENT
        loss[i, lane] = psi
        up += psi * (weight[i] + reach[i, min(t, reach.shape[1]) - 1])
    up -= taken
    if t > reach.shape[1]:
        up = 0.0
        for i in range(len(weight)):
            up += weight[i] * loss[i, lane]
        taken = up
    down = more = unsure = 0.0
    for k in range(len(hurt)):
        i, x = hurt[k], lost[k]
        y = min(1.0, loss[i, lane])
        down += weight[i] * x
        more += weight[i] * max(0.0, x - y)
        unsure += weight[i] * min(x, y)
    index[0, s], index[1, s], index[2, s] = up + more, down, up
    bound[s] = rounding * t * (taken + unsure)


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
