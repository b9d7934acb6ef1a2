"""Search on a grid of stock levels for the cheapest one that keeps a loss under a bound.

The loss is a black box that is asked for many points at once. What is assumed is that a higher
level of any input never adds loss; every pair of points that was asked is checked against it.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from techpact.shocks.economy import Array

Levels = tuple[int, ...]

CHOSEN_MOST = 4
"""Inputs among which all grid points are searched."""
POINTS_MOST = 320
"""Points of that search; beyond them the claim is the weaker one."""
ROUNDING = 1e-9
UNREACHED = frozenset({"out_of_reach", "nothing_found"})
"""Statuses without a cover."""
STOPPED = frozenset({"stopped", "nothing_found"})
"""Statuses of a search whose time was up."""


class OutOfTime(Exception):  # noqa: N818 - no fault: the search answers with what it has
    """The time for simulations is up; raised by the loss, caught by the search."""


@dataclass(eq=False)
class Asked:
    """The loss at grid points, asked in batches and kept.

    Attributes
    ----------
    losses : callable
        Losses of some points, in their order.
    batch : int
        Points that are asked at once.
    known : dict
        Loss by point.
    """

    losses: Callable[[Sequence[Levels]], Sequence[float]]
    batch: int
    known: dict[Levels, float] = field(default_factory=dict)

    def __call__(self, points: Sequence[Levels]) -> list[float]:
        """Return the losses of points."""
        new = [p for p in dict.fromkeys(points) if p not in self.known]
        for first in range(0, len(new), self.batch):
            some = new[first : first + self.batch]
            self.known.update(zip(some, map(float, self.losses(some)), strict=True))
        return [self.known[p] for p in points]

    def violations(self) -> int:
        """Count the pairs in which the higher point loses more."""
        return len(self._rises())

    def largest_violation(self) -> float:
        """Largest loss that a higher point adds; 0 when none does."""
        return max(self._rises(), default=0.0)

    def _rises(self) -> list[float]:
        if not self.known:
            return []
        points = np.array(list(self.known))
        loss = np.array(list(self.known.values()))
        scale = ROUNDING * max(1.0, float(np.abs(loss).max()))
        rises: list[float] = []
        for point, value in zip(points, loss, strict=True):
            more = (points >= point).all(axis=1) & (loss > value + scale)
            rises += (loss[more] - value).tolist()
        return rises


@dataclass(frozen=True)
class Found:
    """What a search reached: levels, loss, what each input needs at least, and the claim.

    The loss is infinite where no point was asked before the time was up.
    """

    levels: Levels
    loss: float
    needed: Levels
    status: str


def search(asked: Asked, cost: Array, top: int, bound: float) -> Found:
    """Find the cheapest levels whose loss is at most the bound.

    Parameters
    ----------
    asked
        The loss at grid points.
    cost : array (inputs,)
        Cost of one level of each input, positive.
    top
        Highest level of every input.
    bound
        Largest loss allowed.

    Returns
    -------
    Found
        `needed` is, for each input, the least level that keeps the bound when all others are at the
        top; where more stock never adds loss, every feasible point holds at least these. When the
        loss raises `OutOfTime`, the answer is the cheapest point known to keep the bound, and
        `needed` is what the points asked so far show.
    """
    try:
        return _search(asked, cost, top, bound)
    except OutOfTime:
        return _stopped(asked, cost, top, bound)


def _search(asked: Asked, cost: Array, top: int, bound: float) -> Found:
    size = len(cost)
    nothing: Levels = (0,) * size
    most: Levels = (top,) * size
    without, with_all = asked([nothing, most])
    if without <= bound:
        return Found(nothing, without, nothing, "nothing_needed")
    if with_all > bound:
        return Found(most, with_all, most, "out_of_reach")
    needed = _needed(asked, size, top, bound)
    if asked([needed])[0] <= bound:
        levels, status = needed, "optimal"
    else:
        levels = _shrink(asked, cost, _prefix(asked, cost, needed, top, bound), needed, bound)
        better = _best_among(asked, cost, levels, needed, top, bound)
        status = "no_step_down" if better is None else "optimal_among_chosen"
        levels = levels if better is None else better
    if asked.violations():
        # What was inferred from points above or below does not hold: only what was asked does.
        levels, status = _shrink(asked, cost, levels, nothing, bound), "no_step_down"
    return Found(levels, asked([levels])[0], needed, status)


def _stopped(asked: Asked, cost: Array, top: int, bound: float) -> Found:
    """Say what the points asked so far show; nothing of it is taken from a batch cut short."""
    size = len(cost)
    needed = [0] * size
    for point, loss in asked.known.items():
        short = [place for place in range(size) if point[place] < top]
        # All others at the top and still above the bound: this one needs more.
        if loss > bound and len(short) == 1:
            place = short[0]
            needed[place] = max(needed[place], point[place] + 1)
    good = [point for point, loss in asked.known.items() if loss <= bound]
    if not good:
        return Found((0,) * size, np.inf, tuple(needed), "nothing_found")
    best = min(good, key=lambda point: (float(cost @ np.array(point)), point))
    return Found(best, asked.known[best], tuple(needed), "stopped")


def _with(levels: Levels, place: int, level: int) -> Levels:
    return (*levels[:place], level, *levels[place + 1 :])


def _least(asked: Asked, levels: Levels, place: int, low: int, bound: float) -> int:
    """Lowest level of one input that keeps the bound; that of `levels` is known to.

    Many points are asked at once, so a round narrows by the size of a batch, not by two.
    """
    high = levels[place]
    while low < high:
        width = min(asked.batch, high - low)
        tried = sorted({low + (high - low) * i // width for i in range(width)})
        losses = asked([_with(levels, place, t) for t in tried])
        good = [t for t, loss in zip(tried, losses, strict=True) if loss <= bound]
        bad = [t for t, loss in zip(tried, losses, strict=True) if loss > bound]
        high = min(good, default=high)
        low = max((b for b in bad if b < high), default=low - 1) + 1
    return high


def _needed(asked: Asked, size: int, top: int, bound: float) -> Levels:
    most: Levels = (top,) * size
    losses = asked([_with(most, place, 0) for place in range(size)])
    return tuple(
        0 if loss <= bound else _least(asked, most, place, 1, bound)
        for place, loss in enumerate(losses)
    )


def _prefix(asked: Asked, cost: Array, needed: Levels, top: int, bound: float) -> Levels:
    """Return the fewest inputs, those that help most for their cost first, held at the top."""
    size = len(cost)
    base = asked([needed])[0]
    alone = asked([_with(needed, place, top) for place in range(size)])
    gain = (base - np.array(alone)) / cost
    order = sorted(range(size), key=lambda place: (-gain[place], place))
    prefixes = [needed]
    for place in order:
        prefixes.append(_with(prefixes[-1], place, top))
    low, high = 0, size
    while low < high:
        width = min(asked.batch, high - low)
        tried = sorted({low + (high - low) * i // width for i in range(width)})
        losses = asked([prefixes[t] for t in tried])
        good = [t for t, loss in zip(tried, losses, strict=True) if loss <= bound]
        high = min(good, default=high)
        low = max((t for t in tried if t < high), default=low - 1) + 1
    return prefixes[high]


def _shrink(asked: Asked, cost: Array, levels: Levels, needed: Levels, bound: float) -> Levels:
    """Lower one input after the other as far as the bound allows, dear ones first."""
    changed = True
    while changed:
        changed = False
        dear = sorted(range(len(cost)), key=lambda p: (-cost[p] * (levels[p] - needed[p]), p))
        for place in dear:
            if levels[place] > needed[place]:
                level = _least(asked, levels, place, needed[place], bound)
                changed |= level < levels[place]
                levels = _with(levels, place, level)
    return levels


def _best_among(
    asked: Asked, cost: Array, levels: Levels, needed: Levels, top: int, bound: float
) -> Levels | None:
    """Ask the cheaper points that hold only these inputs, in order of cost.

    Returns the first that keeps the bound, `levels` when none does, None when there are too many.
    """
    places = [p for p, level in enumerate(levels) if level > 0]
    if len(places) > CHOSEN_MOST:
        return None
    ceiling = float(cost @ np.array(levels))
    start = tuple(needed[p] if p in places else 0 for p in range(len(cost)))
    queue = [(float(cost @ np.array(start)), start)]
    seen = {start}
    failed: list[Levels] = []
    checked = 0
    while queue:
        some: list[Levels] = []
        while queue and len(some) < asked.batch:
            price, point = heapq.heappop(queue)
            if price >= ceiling * (1 - ROUNDING):
                queue.clear()
                break
            for place in places:
                higher = _with(point, place, point[place] + 1)
                if point[place] < top and higher not in seen:
                    seen.add(higher)
                    heapq.heappush(queue, (float(cost @ np.array(higher)), higher))
            # Below a point that fails, all fail.
            if not any(all(a <= b for a, b in zip(point, f, strict=True)) for f in failed):
                some.append(point)
        for point, loss in zip(some, asked(some), strict=True):
            if loss <= bound:
                return point
            failed.append(point)
        checked += len(some)
        if checked > POINTS_MOST or len(seen) > 200_000:
            return None
    return levels
