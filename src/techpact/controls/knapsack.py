"""Choose products under limits: mixed-integer programmes with proven bounds, solved by HiGHS."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from techpact.controls.flows import Floats
from techpact.controls.solver import minimise
from techpact.errors import InputError, LimitError

Flags = npt.NDArray[np.bool_]
Pair = tuple[int, int]
SLACK = 1e-9
MARGINS = (0.0, 2e-6, 1e-4)
"""Within the solver's tolerance a limit may be passed: then it is asked again inside a margin."""


@dataclass(frozen=True)
class Solution:
    """Chosen products, the proven bound on the objective, and the seconds that the solver took."""

    chosen: Flags
    bound: float
    seconds: float = 0.0


@dataclass(frozen=True)
class Problem:
    """Effects and costs of products, links between them, and caps on the cost of each member."""

    effect: Floats
    cost: Floats
    requires: Sequence[Pair] = ()
    excludes: Sequence[Pair] = ()
    together: Sequence[tuple[int, int, float]] = ()
    member_cost: Floats = field(default_factory=lambda: np.zeros((0, 0)))
    member_share: float = 1.0

    @property
    def linked(self) -> bool:
        """Whether there is more to it than effects, costs and one limit."""
        return bool(self.requires or self.excludes or self.together or len(self.member_cost))

    def worth(self, chosen: Flags) -> float:
        """Effect of a package, links included."""
        pairs = sum(v for a, b, v in self.together if chosen[a] and chosen[b])
        return float(self.effect[chosen].sum()) + pairs

    def price(self, chosen: Flags) -> float:
        """Cost of a package."""
        return float(self.cost[chosen].sum())


def largest_effect(problem: Problem, budget: float, *, gap: float, seconds: float) -> Solution:
    """Return the package of the largest effect whose cost does not pass the budget."""
    if problem.linked:
        return _linked(problem, budget=budget, reach=None, gap=gap, seconds=seconds)
    return knapsack(problem.effect, problem.cost, budget, gap=gap, seconds=seconds)


def cheapest(problem: Problem, reach: float, *, gap: float, seconds: float) -> Solution:
    """Return the cheapest package whose effect reaches a value.

    Raises
    ------
    InputError
        When no package reaches it.
    """
    if problem.linked:
        return _linked(problem, budget=None, reach=reach, gap=gap, seconds=seconds)
    total, price = float(problem.effect.sum()), float(problem.cost.sum())
    if reach > total * (1 + SLACK):
        raise _out_of_reach(reach)
    # The products left out are a knapsack: save the most cost within the effect to spare.
    spared = knapsack(
        problem.cost, problem.effect, max(total - reach, 0.0), gap=gap, seconds=seconds, whole=price
    )
    kept = ~spared.chosen & (problem.effect > 0)
    return Solution(kept, max(price - spared.bound, 0.0), spared.seconds)


def knapsack(
    value: Floats,
    weight: Floats,
    capacity: float,
    *,
    gap: float,
    seconds: float,
    whole: float | None = None,
) -> Solution:
    """Solve a 0-1 knapsack: greedy package, bound by the relaxation, then HiGHS on what is open.

    The gap is relative to the value or, with `whole`, to what the value leaves of the whole.

    The relaxation's dual price fixes every product whose change would take the bound below the
    greedy package; only the others go to the solver, so that bounds stay proven for the whole.
    """
    free = (weight <= 0) & (value > 0)
    fits = (weight > 0) & (value > 0) & (weight <= capacity * (1 + SLACK))
    index = np.flatnonzero(fits)
    order = index[np.argsort(-value[index] / weight[index], kind="stable")]
    chosen = free.copy()
    base = float(value[free].sum())
    room = capacity
    price, relaxed = 0.0, base
    filling = True
    for j in order:
        if weight[j] <= room * (1 + SLACK):
            chosen[j] = True
            room -= weight[j]
            relaxed += value[j] if filling else 0.0
        elif filling:
            price = value[j] / weight[j]
            relaxed += price * max(room, 0.0)
            filling = False
    found = float(value[chosen].sum())
    if filling:
        return Solution(chosen, found)
    reduced = np.abs(value[order] - price * weight[order])
    ceiling = relaxed - reduced
    allowed = gap / 2 * (found if whole is None else max(whole - relaxed, 0.0))
    decided = ceiling <= found + allowed
    beyond = float(ceiling[decided].max()) if decided.any() else 0.0
    opened = order[~decided]
    good = value[order] > price * weight[order]
    fixed = order[decided & good]
    left = capacity - float(weight[fixed].sum())
    if not len(opened):
        return Solution(chosen, max(found, min(beyond, relaxed)))
    constant = base + float(value[fixed].sum())
    inner = allowed / max(found - constant, 1e-300)
    picked, bound, took = _solve_knapsack(
        value[opened], weight[opened], left, gap=min(inner, gap), seconds=seconds
    )
    bound = min(relaxed, max(constant + bound, beyond, found))
    other = free.copy()
    other[fixed] = True
    other[opened[picked]] = True
    better = float(value[other].sum()) > found
    return Solution(other if better else chosen, bound, took)


def _solve_knapsack(
    value: Floats, weight: Floats, capacity: float, *, gap: float, seconds: float
) -> tuple[Flags, float, float]:
    scale, size = float(value.max()), max(capacity, float(weight.min()), 1e-300)
    limit = float(value.sum())
    best = np.zeros(len(value), bool)
    took = 0.0
    for margin in MARGINS:
        answer = minimise(
            -value / scale,
            (weight / size)[None, :],
            np.array([capacity / size - margin]),
            len(value),
            gap=gap,
            seconds=seconds / 2,
        )
        took += answer.seconds
        if margin == 0.0 and answer.bound is not None:
            limit = min(limit, -answer.bound * scale)
        if answer.x is None:
            continue
        picked: Flags = answer.x > 0.5
        whole = float(weight[picked].sum()) <= capacity * (1 + SLACK)
        # The package must keep the limit to the dollar: let go of the worst until it does.
        for j in np.flatnonzero(picked)[np.argsort(value[picked] / weight[picked])]:
            if float(weight[picked].sum()) <= capacity * (1 + SLACK):
                break
            picked[j] = False
        if float(value[picked].sum()) > float(value[best].sum()):
            best = picked
        if whole:
            break
    return best, limit, took


def _linked(
    problem: Problem, *, budget: float | None, reach: float | None, gap: float, seconds: float
) -> Solution:
    from scipy.sparse import csr_array

    n, pairs = len(problem.effect), len(problem.together)
    top = max(float(problem.effect.max(initial=0)), 1.0)
    dear = max(float(problem.cost.max(initial=0)), 1.0)
    worth = np.concatenate([problem.effect, [v for _, _, v in problem.together]]) / top
    price = np.concatenate([problem.cost, np.zeros(pairs)]) / dear
    rows: list[tuple[dict[int, float], float]] = []
    for a, b in problem.requires:
        rows.append(({a: 1.0, b: -1.0}, 0.0))
    for a, b in problem.excludes:
        rows.append(({a: 1.0, b: 1.0}, 1.0))
    for k, (a, b, v) in enumerate(problem.together):
        if v > 0:
            rows += [({n + k: 1.0, a: -1.0}, 0.0), ({n + k: 1.0, b: -1.0}, 0.0)]
        else:
            rows.append(({a: 1.0, b: 1.0, n + k: -1.0}, 1.0))
    for member in problem.member_cost:
        row = (member - problem.member_share * problem.cost) / dear
        rows.append((_entries(row), 0.0))
    if budget is not None:
        size = max(budget / dear, 1.0)
        rows.append((_entries(price / size), budget / dear / size))
    if reach is not None:
        size = max(reach / top, 1.0)
        rows.append((_entries(-worth / size), -reach / top / size))
    data = [v for row, _ in rows for v in row.values()]
    columns = [j for row, _ in rows for j in row]
    starts = np.cumsum([0, *(len(row) for row, _ in rows)])
    matrix = csr_array((data, columns, starts), shape=(len(rows), n + pairs))
    limits = np.array([limit for _, limit in rows])
    objective = -worth if budget is not None else price
    chosen = np.zeros(n, bool)
    bound = float("inf") if budget is not None else 0.0
    took = 0.0
    for margin in MARGINS:
        tightened = limits.copy()
        if len(limits):
            tightened[-1] -= margin
        answer = minimise(objective, matrix, tightened, n, gap=gap / 2, seconds=seconds / 2)
        took += answer.seconds
        if margin == 0.0:
            if answer.infeasible and reach is not None:
                raise _out_of_reach(reach)
            if answer.bound is not None:
                bound = -answer.bound * top if budget is not None else answer.bound * dear
        if answer.x is None:
            continue
        picked = answer.x[:n] > 0.5
        if (budget is None or problem.price(picked) <= budget * (1 + SLACK)) and (
            reach is None or problem.worth(picked) >= reach * (1 - SLACK)
        ):
            chosen = picked
            break
    else:
        if reach is not None:
            raise LimitError(
                f"no package that reaches a loss of {reach:,.0f} USD was found in {seconds:g} s",
                mend="raise `seconds`, or use fewer points",
            )
    if budget is not None:
        every = float(problem.effect.sum()) + sum(max(v, 0.0) for _, _, v in problem.together)
        bound = min(max(bound, problem.worth(chosen)), every)
    else:
        bound = max(min(bound, problem.price(chosen)), 0.0)
    return Solution(chosen, bound, took)


def _entries(row: Floats) -> dict[int, float]:
    return {int(j): float(row[j]) for j in np.flatnonzero(row)}


def _out_of_reach(reach: float) -> InputError:
    return InputError(
        f"no package reaches a loss of {reach:,.0f} USD",
        mend="lower `reach`, or loosen the links and the cap on one member",
    )
