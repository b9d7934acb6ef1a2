"""Cascades in which sales are cut: removed or reduced edges, an export control by country."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from techpact.analysis import Progress
from techpact.shocks.cascade_rules import (
    FLOOR,
    MAX_ITERATIONS,
    NOTHING_LEFT,
    Layout,
    Outcome,
    Rules,
    Scenarios,
    join,
    layout,
)
from techpact.shocks.compiled import compiled
from techpact.shocks.production_network import Floats, Ints, Offsets, ProductionNetwork


class Cuts(NamedTuple):
    """Cuts by scenario: rows offsets[s] to offsets[s + 1], in order of their starts.

    From step `start` on, the sale at place `edge` of `ProductionNetwork.sale_buyer` carries the
    share `carried` of what it would.
    """

    offsets: Offsets
    edge: Offsets
    carried: Floats
    start: Ints

    def select(self, chosen: Any) -> Cuts:
        """Return the cuts of the chosen scenarios, in the order given."""
        rows = [np.arange(self.offsets[s], self.offsets[s + 1]) for s in chosen]
        at = np.concatenate([*rows, np.zeros(0, dtype=np.int64)]).astype(np.int64)
        offsets = np.concatenate(([0], np.cumsum([len(r) for r in rows]))).astype(np.int64)
        return Cuts(offsets, self.edge[at], self.carried[at], self.start[at])


def run_cuts(
    network: ProductionNetwork,
    scenarios: Scenarios,
    cuts: Cuts,
    rules: Rules,
    *,
    losses: bool = False,
    progress: Progress | None = None,
) -> Outcome:
    """Run scenarios with cut sales one after another, over all edges in every step."""
    arrays, n = layout(network), network.firms
    input_sale = _sale_of_input(network)
    parts = []
    for s in range(len(scenarios)):
        psi = np.zeros((2, n))
        hit = slice(scenarios.offsets[s], scenarios.offsets[s + 1])
        psi[0, scenarios.firm[hit]] = scenarios.down[hit]
        psi[1, scenarios.firm[hit]] = scenarios.up[hit]
        own = slice(cuts.offsets[s], cuts.offsets[s + 1])
        h = np.empty((2, n))
        steps = _cascade(
            arrays, rules, psi[0], psi[1], input_sale, cuts.edge[own], cuts.carried[own],
            cuts.start[own], np.ones(network.edges), h,
        )  # fmt: skip
        parts.append(_outcome(network, h, steps, losses))
        if progress is not None:
            progress(s + 1, len(scenarios))
    return join(parts)


def _outcome(network: ProductionNetwork, h: Floats, steps: int, losses: bool) -> Outcome:
    lost, weight = 1 - h, network.weight
    most = lost.max(axis=0)
    work = steps * (network.edges + len(network.input_supplier))
    esri, down, up = (np.array([weight @ x]) for x in (most, lost[0], lost[1]))
    done = Outcome(esri, down, up, np.array([steps]), np.array([work]), np.zeros(1))
    if not losses:
        return done
    hurt = np.flatnonzero(most > 0)
    return replace(
        done,
        loss_offsets=np.array([0, len(hurt)]),
        loss_firm=hurt.astype(np.int32),
        loss_down=lost[0, hurt],
        loss_up=lost[1, hurt],
    )


def _sale_of_input(network: ProductionNetwork) -> Offsets:
    """Place of each input among the sales."""
    n = network.firms
    seller = np.repeat(np.arange(n), np.diff(network.sale_edges))
    sales = seller * n + network.sale_buyer
    inputs = network.group_edges[network.buyer_groups]
    buyer = np.repeat(np.arange(n), np.diff(inputs))
    place: Offsets = np.searchsorted(sales, network.input_supplier.astype(np.int64) * n + buyer)
    return place


@compiled
def _cascade(
    network: Layout, rules: Rules, psi_down: Any, psi_up: Any, input_sale: Any, cut_edge: Any,
    cut_carried: Any, cut_start: Any, carried: Any, h: Any,
) -> int:  # fmt: skip
    """Run one scenario; leaves the final h (down, up) in `h`, returns the iterations."""
    n = len(network.out)
    down, up = h
    next_down, next_up, replaced = np.empty(n), np.empty(n), np.empty(n)
    first, index = 0, 0.0
    for i in range(n):
        down[i], up[i] = 1.0 - psi_down[i], 1.0 - psi_up[i]
        index += network.weight[i] * (1.0 - min(down[i], up[i]))
    for iteration in range(1, MAX_ITERATIONS + 1):
        while first < len(cut_edge) and cut_start[first] <= iteration:
            carried[cut_edge[first]] = min(carried[cut_edge[first]], cut_carried[first])
            first += 1
        _fill_shares(network, rules, down, replaced)
        for j in range(n):
            linear, worst = 0.0, 0.0
            for g in range(network.buyer_groups[j], network.buyer_groups[j + 1]):
                lost = 0.0
                for e in range(network.group_edges[g], network.group_edges[g + 1]):
                    i = network.input_supplier[e]
                    arrives = carried[input_sale[e]] * down[i]
                    lost += network.input_share[e] * replaced[i] * (1.0 - arrives)
                if g < network.buyer_essential[j]:
                    linear += lost
                else:
                    worst = max(worst, lost)
            next_down[j] = max(0.0, min(1.0 - psi_down[j], 1.0 - max(linear, worst)))
            lost = 0.0
            for e in range(network.sale_edges[j], network.sale_edges[j + 1]):
                lost += network.sale_share[e] * (1.0 - carried[e] * up[network.sale_buyer[e]])
            next_up[j] = max(0.0, min(1.0 - psi_up[j], 1.0 - lost))
        change, before = 0.0, index
        index = 0.0
        for i in range(n):
            change = max(change, down[i] - next_down[i], up[i] - next_up[i])
            down[i], up[i] = next_down[i], next_up[i]
            index += network.weight[i] * (1.0 - min(down[i], up[i]))
        if first < len(cut_edge):
            continue  # a later cut is still to come
        if rules.relative:
            if before > 0.0 and not index / before > 1.0 + rules.eps:
                return iteration
            if before == 0.0 and index == 0.0:
                return iteration
        elif change <= rules.eps:
            return iteration
    return MAX_ITERATIONS


@compiled
def _fill_shares(network: Layout, rules: Rules, down: Any, replaced: Any) -> None:
    """Fill `replaced` with s_i: the share of what i fails to send that others cannot replace."""
    n = len(network.out)
    replaced[:] = 1.0
    if not rules.replaceability:
        return
    markets = len(network.market_firms) - 1
    supply, normal = np.zeros(markets), np.zeros(markets)
    for i in range(n):
        supply[network.market[i]] += down[i] * network.out[i]
        normal[network.market[i]] += network.out[i]
    for i in range(n):
        left = supply[network.market[i]]
        if rules.reference:
            replaced[i] = min(1.0, network.out[i] / (left if left > FLOOR else 1.0))
        elif left > NOTHING_LEFT * normal[network.market[i]]:
            replaced[i] = min(1.0, network.out[i] / left)
