"""Cheapest way to cover losses from spare capacity: closed forms first, then one sparse programme.

A product is a small transport problem: suppliers with spare capacity, importers with a loss, a unit
cost and a cap for each pair. Covering more always comes before covering more cheaply.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]

BLOCK_PAIRS = 12_000
"""Pairs in one programme: enough to make the solver's start-up small against its work."""

TOLERANCE = 1e-9


@dataclass(frozen=True)
class Problem:
    """One product: `lost` by importer, `spare` by supplier, `cost` and `cap` of each pair."""

    lost: Numbers
    spare: Numbers
    cost: Numbers
    cap: Numbers


def closed_form(problem: Problem) -> Numbers | None:
    """Flows supplier × importer where no programme is needed; None where one is.

    Three cases: costs do not depend on the importer and no pair is capped (cheapest suppliers
    first, shared among importers in proportion to their losses); one importer; or every importer
    can take its own cheapest suppliers without two wanting the same capacity.
    """
    lost, spare, cost, cap = problem.lost, problem.spare, problem.cost, problem.cap
    flows = np.zeros_like(cost)
    total = lost.sum()
    if not len(lost) or not len(spare) or total <= 0:
        return flows
    free = np.all(cap >= np.minimum(spare[:, None], lost[None, :]))
    if free and np.all(cost == cost[:, :1]):
        order = np.argsort(cost[:, 0], kind="stable")
        taken = _fill(spare[order], total)
        flows[order] = taken[:, None] * (lost / total)
        return flows
    for i, need in enumerate(lost):
        order = np.argsort(cost[:, i], kind="stable")
        flows[order, i] = _fill(np.minimum(spare, cap[:, i])[order], need)
    if len(lost) == 1 or np.all(flows.sum(1) <= spare * (1 + TOLERANCE)):
        return flows
    return None


def _fill(available: Numbers, need: float) -> Numbers:
    before = np.concatenate([[0.0], np.cumsum(available)[:-1]])
    return np.clip(need - before, 0.0, available)


def solve(problems: Sequence[Problem]) -> list[tuple[Numbers, str]]:
    """Flows of each problem and how they were found ("closed" or "programme")."""
    found: list[tuple[Numbers, str] | None] = []
    waiting: list[int] = []
    for position, problem in enumerate(problems):
        flows = closed_form(problem)
        found.append(None if flows is None else (flows, "closed"))
        if flows is None:
            waiting.append(position)
    block: list[int] = []
    pairs = 0
    for position in waiting:
        block.append(position)
        pairs += problems[position].cost.size
        if pairs >= BLOCK_PAIRS or position == waiting[-1]:
            for where, flows in zip(block, _programme([problems[p] for p in block]), strict=True):
                found[where] = (flows, "programme")
            block, pairs = [], 0
    return [f for f in found if f is not None]


def _programme(problems: Sequence[Problem]) -> list[Numbers]:
    """Solve several problems as one block-diagonal linear programme with HiGHS."""
    from scipy import sparse
    from scipy.optimize import linprog

    objective, upper, limits = [], [], []
    rows, columns = [], []
    row = start = 0
    for p in problems:
        suppliers, importers = p.cost.shape
        scale = max(1.0, float(p.lost.max(initial=0.0)))
        # A covered unit must gain more than any chain of dearer swaps can cost.
        unit = p.cost / max(TOLERANCE, float(np.abs(p.cost).max()))
        objective.append((unit - (suppliers + importers + 1.0)).ravel())
        upper.append((np.minimum(p.cap, np.minimum(p.spare[:, None], p.lost)) / scale).ravel())
        limits.append(np.concatenate([p.spare, p.lost]) / scale)
        pair = np.arange(p.cost.size)
        rows += [row + pair // importers, row + suppliers + pair % importers]
        columns += [start + pair, start + pair]
        row += suppliers + importers
        start += p.cost.size
    place = np.concatenate(rows)
    matrix: Any = sparse.csr_array(
        (np.ones(len(place)), (place, np.concatenate(columns))), shape=(row, start)
    )
    bounds: Any = np.stack([np.zeros(start), np.concatenate(upper)], axis=1)
    result: Any = linprog(
        np.concatenate(objective),
        A_ub=matrix,
        b_ub=np.concatenate(limits),
        bounds=bounds,
        method="highs",
    )
    if result.status != 0:  # zero flows are always allowed and the sum is bounded
        raise ArithmeticError(f"the programme was not solved: {result.message}")
    flows, start = [], 0
    for p in problems:
        scale = max(1.0, float(p.lost.max(initial=0.0)))
        part = result.x[start : start + p.cost.size].reshape(p.cost.shape)
        flows.append(np.maximum(part, 0.0) * scale)
        start += p.cost.size
    return flows
