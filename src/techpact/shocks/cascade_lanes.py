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

LANES = 16


def run_lanes(network: Layout, scenarios: Scenarios, rules: Rules) -> Outcome:
    """Run scenarios in lanes."""
    count, n = len(scenarios), len(network.out)
    index = np.empty((3, count))
    iterations = np.empty(count, dtype=np.int64)
    _run(
        network, rules, scenarios.offsets, scenarios.firm, scenarios.down, scenarios.up,
        tuple(np.zeros((n, LANES)) for _ in range(5)),
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
    down, up, sent, next_down, next_up = state
    count = len(offsets) - 1
    eps, relative = rules.eps, rules.relative
    lane_scenario = np.full(LANES, -1)
    lane_steps = np.zeros(LANES, dtype=np.int64)
    lane_index = np.zeros(LANES)
    waiting, running = 0, 0
    change = np.zeros(LANES)
    totals = np.zeros((3, LANES))
    while True:
        for lane in range(LANES):
            if lane_scenario[lane] < 0 and waiting < count:
                s = waiting
                waiting += 1
                running += 1
                lane_scenario[lane], lane_steps[lane] = s, 0
                _fill(down, up, lane, firm, psi_down, psi_up, offsets[s], offsets[s + 1])
                if relative:
                    lane_index[lane] = _lane_index(network.weight, down, up, lane)
        if running == 0:
            return
        _send(network, rules, down, sent, normal)
        _down(network, sent, next_down)
        _up(network, up, next_up)
        for lane in range(LANES):
            s = lane_scenario[lane]
            if s >= 0:
                # What was hit first never does better than its initial loss.
                for p in range(offsets[s], offsets[s + 1]):
                    i = firm[p]
                    next_down[i, lane] = max(next_down[i, lane], psi_down[p])
                    next_up[i, lane] = max(next_up[i, lane], psi_up[p])
        _settle(network.weight, down, next_down, up, next_up, change, totals)
        down, next_down = next_down, down
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
def _fill(
    down: Any, up: Any, lane: int, firm: Any, psi_down: Any, psi_up: Any, low: int, high: int
) -> None:
    for i in range(len(down)):
        down[i, lane] = 0.0
        up[i, lane] = 0.0
    for p in range(low, high):
        down[firm[p], lane] = psi_down[p]
        up[firm[p], lane] = psi_up[p]


@compiled
def _send(network: Any, rules: Any, down: Any, sent: Any, normal: Any) -> None:
    """Fill `sent` with the losses that others cannot replace."""
    out, market = network.out, network.market
    if not rules.replaceability:
        sent[:] = down
        return
    supply = np.zeros((len(normal), LANES))
    for i in range(len(out)):
        k = market[i]
        for lane in range(LANES):
            supply[k, lane] += (1.0 - down[i, lane]) * out[i]
    for k in range(len(normal)):
        for lane in range(LANES):
            left = supply[k, lane]
            if rules.reference:
                supply[k, lane] = 1.0 / left if left > FLOOR else 1.0
            else:
                supply[k, lane] = 1.0 / left if left > NOTHING_LEFT * normal[k] else np.inf
    for i in range(len(out)):
        k = market[i]
        o = max(out[i], 1e-300)
        for lane in range(LANES):
            sent[i, lane] = min(1.0, o * supply[k, lane]) * down[i, lane]


@compiled
def _down(network: Any, sent: Any, lost: Any) -> None:
    """Fill `lost` with what the inputs impose on each firm."""
    groups, essential = network.buyer_groups, network.buyer_essential
    edges, supplier, share = network.group_edges, network.input_supplier, network.input_share
    part = np.zeros(LANES)
    for j in range(len(lost)):
        row = lost[j]
        for lane in range(LANES):
            row[lane] = 0.0
        for e in range(edges[groups[j]], edges[essential[j]]):
            i, v = supplier[e], share[e]
            for lane in range(LANES):
                row[lane] += v * sent[i, lane]
        for g in range(essential[j], groups[j + 1]):
            first, last = edges[g], edges[g + 1]
            if last - first == 1:
                i, v = supplier[first], share[first]
                for lane in range(LANES):
                    row[lane] = max(row[lane], v * sent[i, lane])
            else:
                for lane in range(LANES):
                    part[lane] = 0.0
                for e in range(first, last):
                    i, v = supplier[e], share[e]
                    for lane in range(LANES):
                        part[lane] += v * sent[i, lane]
                for lane in range(LANES):
                    row[lane] = max(row[lane], part[lane])


@compiled
def _up(network: Any, up: Any, lost: Any) -> None:
    """Fill `lost` with what the buyers impose on each firm."""
    edges, buyer, share = network.sale_edges, network.sale_buyer, network.sale_share
    for i in range(len(lost)):
        row = lost[i]
        for lane in range(LANES):
            row[lane] = 0.0
        for e in range(edges[i], edges[i + 1]):
            j, v = buyer[e], share[e]
            for lane in range(LANES):
                row[lane] += v * up[j, lane]


@compiled
def _settle(
    weight: Any, down: Any, next_down: Any, up: Any, next_up: Any, change: Any, totals: Any
) -> None:
    """Bound the new losses by 1, take the largest change and the index of each lane."""
    change[:] = 0.0
    totals[:] = 0.0
    for i in range(len(weight)):
        w = weight[i]
        for lane in range(LANES):
            x, y = min(1.0, next_down[i, lane]), min(1.0, next_up[i, lane])
            next_down[i, lane], next_up[i, lane] = x, y
            grown = max(
                (1.0 - down[i, lane]) - (1.0 - x),
                (1.0 - up[i, lane]) - (1.0 - y),
            )
            change[lane] = max(change[lane], grown)
            totals[0, lane] += w * max(x, y)
            totals[1, lane] += w * x
            totals[2, lane] += w * y


@compiled
def _lane_index(weight: Any, down: Any, up: Any, lane: int) -> float:
    total = 0.0
    for i in range(len(weight)):
        total += weight[i] * max(down[i, lane], up[i, lane])
    return total
