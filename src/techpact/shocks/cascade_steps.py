"""One cascade step by step over whole arrays: when each firm is reached, and by which edges."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from techpact.shocks.cascade_rules import FLOOR, MAX_ITERATIONS, NOTHING_LEFT, Rules
from techpact.shocks.production_network import Floats, Ints, ProductionNetwork

Flags = npt.NDArray[np.bool_]


@dataclass(eq=False)
class Trace:
    """How one cascade went.

    Attributes
    ----------
    down, up : array (firms,)
        Losses at the end.
    reached : array (firms,)
        Step at which the larger loss first was at least the threshold; -1 for never.
    iterations : int
        Steps until the stop rule held.
    input_buyer : array (inputs,)
        Buyer of each input edge, in the order of `ProductionNetwork.input_supplier`.
    input_carried, sale_carried : array (inputs,), (edges,)
        Share of the buyer's, or the supplier's, output that the edge alone would cost at the end.
    input_step, sale_step : array
        Step at which the edge first carries a loss; 0 for never.
    input_binding : array (inputs,)
        Whether the edge belongs to the inputs that set the buyer's loss downstream.
    sale_supplier : array (edges,)
        Supplier of each sale, in the order of `ProductionNetwork.sale_buyer`.
    """

    down: Floats
    up: Floats
    reached: Ints
    iterations: int
    input_buyer: Ints
    input_carried: Floats
    input_step: Ints
    input_binding: Flags
    sale_supplier: Ints
    sale_carried: Floats
    sale_step: Ints


def trace_cascade(
    network: ProductionNetwork, psi_down: Floats, psi_up: Floats, rules: Rules, threshold: float
) -> Trace:
    """Run one scenario and keep when each firm and edge first carried a loss.

    Parameters
    ----------
    network
        The network.
    psi_down, psi_up
        Initial losses, (firms,).
    rules
        As for cascades.
    threshold
        Share of output from which a firm counts as reached.

    Returns
    -------
    Trace
        Losses and iterations equal those of the cascade kernels.
    """
    n = network.firms
    group_of = np.repeat(np.arange(len(network.group_edges) - 1), np.diff(network.group_edges))
    buyer_of_group = np.repeat(np.arange(n), np.diff(network.buyer_groups))
    essential = np.arange(len(buyer_of_group)) >= network.buyer_essential[buyer_of_group]
    supplier = network.input_supplier
    seller = np.repeat(np.arange(n), np.diff(network.sale_edges))
    usual: Floats = np.bincount(network.market, weights=network.out).astype(np.float64)
    down, up = psi_down.copy(), psi_up.copy()
    reached = np.where(np.maximum(down, up) >= threshold, 0, -1)
    input_step = np.zeros(len(supplier), dtype=np.int32)
    sale_step = np.zeros(len(seller), dtype=np.int32)
    index = float(network.weight @ np.maximum(down, up))
    step = 0
    while True:
        step += 1
        share = _replaceable(network, down, usual, rules)
        carried = network.input_share * (share * down)[supplier]
        lost = np.bincount(group_of, weights=carried, minlength=len(buyer_of_group))
        linear = np.bincount(buyer_of_group[~essential], weights=lost[~essential], minlength=n)
        worst = np.zeros(n)
        np.maximum.at(worst, buyer_of_group[essential], lost[essential])
        sale = network.sale_share * up[network.sale_buyer]
        new_down = np.minimum(1.0, np.maximum.reduce([psi_down, worst, linear]))
        ordered = np.bincount(seller, weights=sale, minlength=n)
        new_up = np.minimum(1.0, np.maximum(psi_up, ordered))
        input_step[(input_step == 0) & (carried > 0)] = step
        sale_step[(sale_step == 0) & (sale > 0)] = step
        arrived = np.maximum(new_down, new_up) >= threshold
        reached[(reached < 0) & arrived] = step
        change = max(float((new_down - down).max()), float((new_up - up).max()))
        before, index = index, float(network.weight @ np.maximum(new_down, new_up))
        down, up = new_down, new_up
        settled = change <= rules.eps
        if rules.relative:
            settled = index <= before * (1 + rules.eps)
        if settled or step >= MAX_ITERATIONS:
            break
    by_linear = linear >= worst
    binding = np.where(
        essential,
        (lost > 0) & (lost >= worst[buyer_of_group]) & ~by_linear[buyer_of_group],
        (lost > 0) & by_linear[buyer_of_group],
    )
    return Trace(
        down,
        up,
        reached.astype(np.int32),
        step,
        buyer_of_group[group_of].astype(np.int32),
        carried,
        input_step,
        binding[group_of],
        seller.astype(np.int32),
        sale,
        sale_step,
    )


def _replaceable(network: ProductionNetwork, down: Floats, usual: Floats, rules: Rules) -> Floats:
    """Share of a supplier's missing output that nobody in its market replaces, (firms,)."""
    if not rules.replaceability:
        return np.ones(network.firms)
    supply = np.bincount(network.market, weights=network.out * (1 - down))
    if rules.reference:
        return np.minimum(1.0, network.out / np.where(supply <= FLOOR, 1.0, supply)[network.market])
    gone = (supply <= NOTHING_LEFT * usual)[network.market]
    left = np.where(gone, 1.0, supply[network.market])
    return np.where(gone, 1.0, np.minimum(1.0, network.out / left))
