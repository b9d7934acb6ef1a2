"""The plain cascade: every edge in every step, in the arithmetic order of the published code.

Small networks run here, and scenarios that break the monotone course that the faster kernels
rely on (the floor of reference mode can let a loss shrink again).
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
from techpact.shocks.compiled import compiled, inlined


def run_plain(network: Layout, scenarios: Scenarios, rules: Rules, *, losses: bool) -> Outcome:
    """Run scenarios one after another over all edges."""
    count, n = len(scenarios), len(network.out)
    esri, down, up = (np.empty(count) for _ in range(3))
    iterations = np.empty(count, dtype=np.int64)
    kept: list[tuple[Any, ...]] = []
    h_down, h_up = np.empty(n), np.empty(n)
    for s in range(count):
        low, high = scenarios.offsets[s], scenarios.offsets[s + 1]
        firm = scenarios.firm[low:high]
        psi_down, psi_up = np.zeros(n), np.zeros(n)
        psi_down[firm], psi_up[firm] = scenarios.down[low:high], scenarios.up[low:high]
        iterations[s] = _cascade(network, rules, psi_down, psi_up, h_down, h_up)
        lost = 1 - np.minimum(h_down, h_up)
        esri[s] = network.weight @ lost
        down[s] = network.weight @ (1 - h_down)
        up[s] = network.weight @ (1 - h_up)
        if losses:
            hit = np.flatnonzero(lost > 0)
            kept.append((hit.astype(np.int32), 1 - h_down[hit], 1 - h_up[hit]))
    edges = len(network.input_supplier) + len(network.sale_buyer)
    work = iterations * edges
    if not losses:
        return Outcome(esri, down, up, iterations, work, np.zeros(count))
    return Outcome(
        esri,
        down,
        up,
        iterations,
        work,
        np.zeros(count),
        np.concatenate([[0], np.cumsum([len(k[0]) for k in kept])]).astype(np.int64),
        *(np.concatenate([k[c] for k in kept]) for c in range(3)),
    )


@compiled
def _cascade(
    network: Layout, rules: Rules, psi_down: Any, psi_up: Any, h_down: Any, h_up: Any
) -> int:
    """Run one scenario; leaves the final h in `h_down` and `h_up`, returns the iterations."""
    n = len(network.out)
    markets = len(network.market_firms) - 1
    next_down, next_up = np.empty(n), np.empty(n)
    supply, delivered = np.empty(markets), np.empty(n)
    index = 0.0
    for i in range(n):
        h_down[i] = 1.0 - psi_down[i]
        h_up[i] = 1.0 - psi_up[i]
        index += network.weight[i] * (1.0 - min(h_down[i], h_up[i]))
    for iteration in range(1, MAX_ITERATIONS + 1):
        _missing_supply(network, rules, h_down, supply, delivered)
        for j in range(n):
            # π is the share of an input that still arrives; a sector that j does not buy from, or
            # whose suppliers are unhurt, keeps 1.
            linear = 0.0
            last = network.buyer_essential[j]
            for g in range(network.buyer_groups[j], last):
                linear += _arriving(network, g, delivered) - 1.0
            h = 1.0 + linear
            for g in range(last, network.buyer_groups[j + 1]):
                h = min(h, _arriving(network, g, delivered))
            next_down[j] = max(0.0, min(1.0 - psi_down[j], h))
            lost = 0.0
            for e in range(network.sale_edges[j], network.sale_edges[j + 1]):
                lost += network.sale_share[e] * (1.0 - h_up[network.sale_buyer[e]])
            next_up[j] = max(0.0, min(1.0 - psi_up[j], 1.0 - lost))
        change, before = 0.0, index
        index = 0.0
        for i in range(n):
            change = max(change, h_down[i] - next_down[i], h_up[i] - next_up[i])
            h_down[i], h_up[i] = next_down[i], next_up[i]
            index += network.weight[i] * (1.0 - min(h_down[i], h_up[i]))
        if rules.relative:
            # 0/0 is not above the bound and stops; a rise from 0 is and goes on.
            if before > 0.0 and not index / before > 1.0 + rules.eps:
                return iteration
            if before == 0.0 and index == 0.0:
                return iteration
        elif change <= rules.eps:
            return iteration
    return MAX_ITERATIONS


@compiled
def _missing_supply(
    network: Layout, rules: Rules, h_down: Any, supply: Any, delivered: Any
) -> None:
    """Fill `delivered` with s_i (1 − h_i): what others cannot replace of what i fails to send."""
    n = len(network.out)
    if not rules.replaceability:
        for i in range(n):
            delivered[i] = 1.0 - h_down[i]
        return
    normal = np.zeros(len(supply))
    supply[:] = 0.0
    for i in range(n):
        supply[network.market[i]] += h_down[i] * network.out[i]
        normal[network.market[i]] += network.out[i]
    for i in range(n):
        k = network.market[i]
        share = 1.0
        if rules.reference:
            available = supply[k] if supply[k] > FLOOR else 1.0
            share = min(1.0, network.out[i] / available)
        elif supply[k] > NOTHING_LEFT * normal[k]:
            share = min(1.0, network.out[i] / supply[k])
        delivered[i] = share * (1.0 - h_down[i])


@inlined
def _arriving(network: Layout, group: int, delivered: Any) -> float:
    lost = 0.0
    for e in range(network.group_edges[group], network.group_edges[group + 1]):
        lost += network.input_share[e] * delivered[network.input_supplier[e]]
    return 1.0 - lost
