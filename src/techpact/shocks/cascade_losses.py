"""Losses by firm and by sector from the outcome of cascades."""

from __future__ import annotations

from typing import Any

import numpy as np

from techpact.shocks.cascade_inputs import Economy
from techpact.shocks.cascade_rules import Outcome, Scenarios
from techpact.shocks.production_network import Floats, Ints, Offsets


def _listed(outcome: Outcome) -> tuple[Offsets, Ints, Floats, Floats]:
    if (
        outcome.loss_offsets is None
        or outcome.loss_firm is None
        or outcome.loss_down is None
        or outcome.loss_up is None
    ):
        raise AssertionError("the cascades were run without listing losses")
    return outcome.loss_offsets, outcome.loss_firm, outcome.loss_down, outcome.loss_up


def losses_by_firm(economy: Economy, names: list[str], outcome: Outcome) -> dict[str, Any]:
    """Return the columns of the table `losses`, in order of scenario and firm."""
    offsets, firm, down, up = _listed(outcome)
    scenario = np.repeat(np.arange(len(names)), np.diff(offsets))
    order = np.lexsort((firm, scenario))
    return {
        "scenario": np.array(names, dtype=object)[scenario[order]],
        "firm": np.array(economy.firms, dtype=object)[firm[order]],
        "loss": np.maximum(down, up)[order],
        "loss_down": down[order],
        "loss_up": up[order],
    }


def losses_by_sector(
    economy: Economy, names: list[str], scenarios: Scenarios, outcome: Outcome
) -> dict[str, Any]:
    """Return the columns of the table `sector_losses`: the weighted mean loss of each sector."""
    offsets, firm, down, up = _listed(outcome)
    weight, sectors = economy.network.weight, len(economy.sectors)
    total = np.bincount(economy.sector, weights=weight, minlength=sectors)
    total[total == 0] = 1
    key = np.repeat(np.arange(len(names)), np.diff(offsets)) * sectors + economy.sector[firm]
    pairs, place = np.unique(key, return_inverse=True)

    def mean(loss: Floats) -> Floats:
        sums = np.bincount(place, weights=weight[firm] * loss, minlength=len(pairs))
        shares: Floats = sums / total[pairs % sectors]
        return shares

    hit = np.repeat(np.arange(len(names)), np.diff(scenarios.offsets)) * sectors
    hit += economy.sector[scenarios.firm]
    # A firm that was hit has a loss, so its pair is there.
    there = np.minimum(np.searchsorted(pairs, hit), max(len(pairs) - 1, 0))
    first = np.zeros(len(pairs))
    psi = np.maximum(scenarios.down, scenarios.up)
    np.add.at(first, there[psi > 0], (weight[scenarios.firm] * psi)[psi > 0])
    return {
        "scenario": np.array(names, dtype=object)[pairs // sectors],
        "sector": np.array(economy.sectors, dtype=object)[pairs % sectors],
        "initial": first / total[pairs % sectors],
        "down": mean(down),
        "up": mean(up),
        "combined": mean(np.maximum(down, up)),
    }
