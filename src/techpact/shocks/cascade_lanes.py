"""The dense cascade: many scenarios side by side in one pass over all edges.

A step reads each edge once and updates one lane per scenario, so that the index and share of an
edge are loaded once for all and the processor's vector units fill. A lane whose scenario has ended
takes the next one.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from techpact.shocks.cascade_rules import (
    FLOOR,
    MAX_ITERATIONS,
    NOTHING_LEFT,
    Layout,
    Outcome,
    Rules,
    Scenarios,
)
from techpact.shocks.compiled import compiled
from techpact.shocks.lane_rows import LANES, empty_rows, sum_rows, worst_rows

CHUNK = 64
"""Firms that are gathered and settled together."""


def run_lanes(network: Layout, scenarios: Scenarios, rules: Rules) -> Outcome:
    """Run scenarios in lanes."""
    count, n = len(scenarios), len(network.out)
    index = np.empty((3, count))
    iterations = np.empty(count, dtype=np.int64)
    _run(
        network, rules, scenarios.offsets, scenarios.firm, scenarios.down, scenarios.up,
        tuple(empty_rows(n) for _ in range(4)),
        np.bincount(network.market, weights=network.out, minlength=len(network.market_firms) - 1),
        index, iterations,
    )  # fmt: skip
    edges = len(network.input_supplier) + len(network.sale_buyer)
    return Outcome(index[0], index[1], index[2], iterations, iterations * edges, np.zeros(count))


@compiled
def _run(
    network: Any, rules: Any, offsets: Any, firm: Any, psi_down: Any, psi_up: Any, state: Any,
    normal: Any, index: Any, iterations: Any,
) -> None:  # fmt: skip
    down, sent, up, next_up = state
    count = len(offsets) - 1
    eps, relative = rules.eps, rules.relative
    lane_scenario = np.full(LANES, -1)
    lane_steps = np.zeros(LANES, dtype=np.int64)
    lane_index = np.zeros(LANES)
    waiting, running = 0, 0
    change = np.zeros(LANES)
    totals = np.zeros((3, LANES))
    supply = np.zeros((len(normal), LANES))
    weight = network.weight
    while True:
        for lane in range(LANES):
            if lane_scenario[lane] < 0 and waiting < count:
                s = waiting
                waiting += 1
                running += 1
                lane_scenario[lane], lane_steps[lane] = s, 0
                for i in range(len(down)):
                    down[i, lane] = up[i, lane] = 0.0
                for p in range(offsets[s], offsets[s + 1]):
                    down[firm[p], lane] = psi_down[p]
                    up[firm[p], lane] = psi_up[p]
                if relative:
                    lane_index[lane] = 0.0
                    for i in range(len(down)):
                        lane_index[lane] += weight[i] * max(down[i, lane], up[i, lane])
        if running == 0:
            return
        _send(network, rules, down, sent, supply, normal)
        _step(network, sent, down, up, next_up, change, totals)
        for lane in range(LANES):
            s = lane_scenario[lane]
            if s >= 0:
                # What was hit first never does better than its initial loss.
                for p in range(offsets[s], offsets[s + 1]):
                    i = firm[p]
                    w, x, y = weight[i], down[i, lane], next_up[i, lane]
                    down[i, lane] = max(x, psi_down[p])
                    next_up[i, lane] = max(y, psi_up[p])
                    totals[0, lane] += w * (max(down[i, lane], next_up[i, lane]) - max(x, y))
                    totals[1, lane] += w * (down[i, lane] - x)
                    totals[2, lane] += w * (next_up[i, lane] - y)
        up, next_up = next_up, up
        for lane in range(LANES):
            s = lane_scenario[lane]
            if s < 0:
                continue
            lane_steps[lane] += 1
            if relative:
                before, now = lane_index[lane], totals[0, lane]
                lane_index[lane] = now
                going_on = now > 0.0 and (before == 0.0 or now / before > 1.0 + eps)
            else:
                going_on = change[lane] > eps
            if not going_on or lane_steps[lane] >= MAX_ITERATIONS:
                for c in range(3):
                    index[c, s] = totals[c, lane]
                iterations[s] = lane_steps[lane]
                lane_scenario[lane] = -1
                running -= 1


@compiled
def _send(network: Any, rules: Any, down: Any, sent: Any, supply: Any, normal: Any) -> None:
    """Fill `sent` with the losses that others cannot replace."""
    out, market = network.out, network.market
    if not rules.replaceability:
        sent[:] = down
        return
    reference = rules.reference
    supply[:] = 0.0
    for i in range(len(out)):
        total, row, o = supply[market[i]], down[i], out[i]
        for lane in range(LANES):
            total[lane] += (1.0 - row[lane]) * o
    for k in range(len(normal)):
        for lane in range(LANES):
            left = supply[k, lane]
            if reference:
                supply[k, lane] = 1.0 / left if left > FLOOR else 1.0
            else:
                supply[k, lane] = 1.0 / left if left > NOTHING_LEFT * normal[k] else np.inf
    for i in range(len(out)):
        scarcity, row, to = supply[market[i]], down[i], sent[i]
        o = max(out[i], 1e-300)
        for lane in range(LANES):
            to[lane] = min(1.0, o * scarcity[lane]) * row[lane]


@compiled
def _step(
    network: Any, sent: Any, down: Any, up: Any, next_up: Any, change: Any, totals: Any
) -> None:
    """Let all firms take their new losses; the largest change and the index of each lane.

    Firms are done in chunks, so that what is gathered is still in the nearest cache when it is
    settled. `down` may change in place, since buyers read `sent`; suppliers read `up`.
    """
    change[:] = 0.0
    totals[:] = 0.0
    lost = np.empty((CHUNK, LANES))
    n = len(down)
    for first in range(0, n, CHUNK):
        last = min(first + CHUNK, n)
        _missed(network, sent, lost, first, last)
        _unsold(network, up, next_up, first, last)
        _settle(network.weight, lost, down, up, next_up, first, last, change, totals)


@compiled
def _missed(network: Any, sent: Any, lost: Any, first: int, last: int) -> None:
    """Fill `lost` with what the inputs impose on each firm of a chunk."""
    groups, essential = network.buyer_groups, network.buyer_essential
    edges, supplier, share = network.group_edges, network.input_supplier, network.input_share
    for j in range(first, last):
        middle = essential[j]
        sum_rows(lost, j - first, sent, supplier, share, edges[groups[j]], edges[middle])
        worst_rows(lost, j - first, sent, supplier, share, edges, middle, groups[j + 1])


@compiled
def _unsold(network: Any, up: Any, lost: Any, first: int, last: int) -> None:
    """Fill `lost` with what the buyers impose on each firm of a chunk."""
    edges, buyer, share = network.sale_edges, network.sale_buyer, network.sale_share
    for i in range(first, last):
        sum_rows(lost, i, up, buyer, share, edges[i], edges[i + 1])


@compiled
def _settle(
    weight: Any, lost: Any, down: Any, up: Any, next_up: Any, first: int, last: int, change: Any,
    totals: Any,
) -> None:  # fmt: skip
    """Bound the new losses by 1; add to the largest change and the index of each lane."""
    # Written with conditions, not min and max: those mind NaN, and the loop would not vectorize.
    both, only_down, only_up = totals[0], totals[1], totals[2]
    for i in range(first, last):
        w, new, was, old, now = weight[i], lost[i - first], down[i], up[i], next_up[i]
        for lane in range(LANES):
            x, y = new[lane], now[lane]
            x = x if x < 1.0 else 1.0
            y = y if y < 1.0 else 1.0
            grown = (1.0 - was[lane]) - (1.0 - x)
            other = (1.0 - old[lane]) - (1.0 - y)
            grown = grown if grown > other else other
            most = change[lane]
            change[lane] = grown if grown > most else most
            was[lane] = x
            now[lane] = y
            both[lane] += w * (x if x > y else y)
            only_down[lane] += w * x
            only_up[lane] += w * y
