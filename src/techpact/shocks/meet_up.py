"""The index after many steps upstream without taking them all: losses meet in the middle.

Upstream losses are linear as long as the hit firms lose only what hit them. So the index needs the
losses of few firms:

* The sum upstream is linear in what hit the firms (`upstream.reach_upstream`), less what comes back
  to them.
* The combined index needs the losses upstream of those firms alone that lose more downstream.

Their losses are found from both ends: the growth that was walked from the hit firms (`walk_up`) is
met by following the sales of each such firm (`push_ahead`). The walk leaves out small growth; what
that can cost is added up and certified.
"""

from __future__ import annotations

from typing import Any

from techpact.shocks.compiled import fetch, inner
from techpact.shocks.push_ahead import push_ahead
from techpact.shocks.push_state import GAINED, HIT, HURT, NEXT_LINE, NOW, PART

MET, NOT_LINEAR, TOO_BROAD = 0, 1, 2
"""Answers of `meet_up`: done; a hit firm lost more than what hit it; more edges than allowed."""

AHEAD_EDGES = 20_000
"""Edges along which the sales of a hit firm are followed at most."""

AHEAD_STEPS = 4
"""Most steps for which the sales of a firm that is hurt downstream are followed."""

FOR_HITS, FOR_HURT = 0.5, 0.4
"""Parts of the accuracy at which hit firms, and firms hurt downstream, need not look further."""

SKIPPED = 0.1
"""Part of the accuracy that may go to firms whose losses upstream are not computed."""


@inner
def meet_up(
    network: Any, work: Any, firm: Any, psi: Any, last: int, accuracy: float, allowed: int,
    result: Any,
) -> Any:  # fmt: skip
    """Compute the index after step `last` into `result`; the walk has come as far as that step.

    Returns
    -------
    MET, NOT_LINEAR or TOO_BROAD, the bound of the error of the index, and the edges passed.
    """
    lines, weight, reach = work.lines, network.weight, work.reach
    down, hurt = work.down.rows, work.down.hurt
    lacking = work.ahead.short
    lacking[last] = 0.0
    for d in range(last - 1, -1, -1):
        lacking[d] = lacking[d + 1] + work.trail.lack[last - d]
    lost_up = lost_down = more = error = 0.0
    passed = 0
    for p in range(len(firm)):
        i = firm[p]
        if lines[i, HIT] > 0.0:
            lost_up += psi[p] * (weight[i] + reach[i, last - 1])
            more += weight[i] * max(0.0, down[i, NOW] - psi[p])
            back, lack, taken, spread, edges = _arrive(
                network,
                work,
                i,
                last,
                last,
                FOR_HITS * accuracy,
                min(AHEAD_EDGES, allowed - passed),
            )
            passed += edges
            if back + lack > psi[p] and psi[p] < 1.0:
                return NOT_LINEAR, error, passed
            lost_up -= taken
            error += spread
    negligible = SKIPPED * accuracy * lost_up / (1 + work.down.counts[HURT])
    needed = 0
    for k in range(work.down.counts[HURT]):
        i = hurt[k]
        lost = weight[i] * down[i, NOW]
        lost_down += lost
        if lines[i, HIT] == 0.0:
            if lost > negligible:
                needed += 1
            else:
                more += lost
                error += lost
    if needed > 0:
        enough = FOR_HURT * accuracy * lost_up / needed
        deepest = 0
        for k in range(work.down.counts[HURT]):
            i = hurt[k]
            if lines[i, HIT] == 0.0 and weight[i] * down[i, NOW] > negligible:
                deepest = max(deepest, _levels(work, weight[i], enough))
        passed += _gain(work, 1, last - deepest)
        for levels in range(deepest, -1, -1):
            for k in range(work.down.counts[HURT]):
                i = hurt[k]
                if (
                    lines[i, HIT] > 0.0
                    or weight[i] * down[i, NOW] <= negligible
                    or _levels(work, weight[i], enough) != levels
                    or passed > allowed
                ):
                    continue
                gained, lack, edges = _meet_one(network, work, i, levels, last, allowed - passed)
                passed += edges
                left = max(0.0, down[i, NOW] - min(1.0, gained))
                more += weight[i] * left
                error += weight[i] * min(lack, left)
            if levels > 0:
                passed += _gain(work, last - levels + 1, last - levels + 1)
        _forget(work, last)
    result[0], result[1], result[2] = lost_up + more, lost_down, lost_up
    return (MET if passed <= allowed else TOO_BROAD), error, passed


@inner
def _arrive(
    network: Any,
    work: Any,
    start: int,
    levels: int,
    last: int,
    tolerance: float,
    allowed: int,
) -> Any:
    """Compute what buyers impose on a firm up to step `last`, step by step.

    Returns
    -------
    The sum; what it may lack; what it would take from the index were it lost again, as it is not
    at a hit firm, and what that may lack; the edges passed.
    """
    weight, reach = network.weight[start], work.reach
    node, grown, ends, lack = work.trail[:4]
    count, level, reached, passed = push_ahead(network, work, start, levels, tolerance, allowed)
    firm, share, home, lines = work.ahead.firm, work.ahead.share, work.ahead.home, work.lines
    total = short = taken = spread = 0.0
    for d in range(1, level + 1):
        total += home[d]
        taken += home[d] * (weight + (reach[start, last - d - 1] if last > d else 0.0))
    if last > level:
        for k in range(count):
            lines[firm[k], PART] = share[k]
        for step in range(1, last - level + 1):
            came = 0.0
            for k in range(ends[step], ends[step + 1]):
                fetch(lines, node[min(k + NEXT_LINE, ends[step + 1] - 1)])
                came += lines[node[k], PART] * grown[k]
            left = last - level - step
            worth = weight + (reach[start, left - 1] if left > 0 else 0.0)
            total += came
            taken += came * worth
            short += reached * lack[step]
            spread += reached * lack[step] * worth
        passed += ends[last - level + 1]
        for k in range(count):
            lines[firm[k], PART] = 0.0
    return total, short, taken, spread, passed


@inner
def _meet_one(network: Any, work: Any, start: int, levels: int, last: int, allowed: int) -> Any:
    """Return a firm's loss upstream after step `last`, what it may lack, and the edges passed.

    `_gain` has been called up to `levels` steps before the last.
    """
    count, level, reached, passed = push_ahead(network, work, start, levels, 0.0, allowed)
    if level < levels and count > 0:
        total, short, _, _, edges = _arrive(network, work, start, level, last, 0.0, allowed)
        return total, short, passed + edges
    firm, share, home, lines = work.ahead.firm, work.ahead.share, work.ahead.home, work.lines
    total = 0.0
    for d in range(1, level + 1):
        total += home[d]
    for k in range(count):
        total += share[k] * lines[firm[k], GAINED]
    return total, reached * work.ahead.short[level], passed


@inner
def _levels(work: Any, weight: float, enough: float) -> int:
    """Return for how many steps the sales of a firm hurt downstream are followed."""
    levels = 0
    while levels < AHEAD_STEPS and weight * work.ahead.short[levels] > enough:
        levels += 1
    return levels


@inner
def _gain(work: Any, first: int, last: int) -> int:
    """Add up growth by firm from step `first` to step `last`; returns the number of entries."""
    node, grown, ends = work.trail[:3]
    lines = work.lines
    count = 0
    for k in range(ends[first], ends[last + 1]):
        fetch(lines, node[min(k + NEXT_LINE, ends[last + 1] - 1)])
        lines[node[k], GAINED] += grown[k]
        count += 1
    return count


@inner
def _forget(work: Any, last: int) -> None:
    """Set back what `_gain` filled until step `last`."""
    node, ends, lines = work.trail.firm, work.trail.ends, work.lines
    for k in range(ends[1], ends[last + 1]):
        fetch(lines, node[min(k + NEXT_LINE, ends[last + 1] - 1)])
        lines[node[k], GAINED] = 0.0
