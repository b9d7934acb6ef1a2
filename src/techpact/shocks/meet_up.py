"""The index after many steps upstream without taking them all: losses meet in the middle.

Upstream losses are linear as long as the hit firms lose only what hit them. Three things are asked
of the last steps, and none needs the losses of all firms:

* In which step the cascade stops: no firm's growth exceeds that of the buyer that grew most, and
  small growth cannot decide, so that a walk which drops it finds the step (`stop_up`).
* The sum upstream: it is linear in the losses of an earlier step (`upstream.reach_upstream`), less
  what would come back to the hit firms.
* The combined index: the losses upstream of those firms alone that lose more downstream.

So losses are pushed from the hit firms as far as that is cheap, and what the hit firms and the
firms hurt downstream need is gathered backwards from there (`meet_up`). Whichever side is the
cheaper to extend is extended, as in a search from both ends.
"""

from __future__ import annotations

from typing import Any

from techpact.shocks.broad_up import WALKED
from techpact.shocks.cascade_rules import TIE
from techpact.shocks.compiled import inner
from techpact.shocks.push_state import (
    AROUND,
    DELTA,
    EXCESS,
    HURT,
    IMPOSED,
    LATER,
    LEAST,
    LISTED,
    LOSS,
    MOST,
    MOVED,
    NOW,
    ONE,
    TWO,
)
from techpact.shocks.push_up import PUSH_COST, index_now, reached_up, step_up

MET, NOT_LINEAR, TOO_BROAD = 0, 1, 2
"""Answers of `meet_up`: done; a hit firm lost more than what hit it; more edges than allowed."""


@inner
def stop_up(network: Any, work: Any, eps: float, step: int, drop: float, patience: int) -> Any:
    """Find the first step after `step` in which no loss upstream grows by more than eps.

    Growth up to `drop` is not walked. Sale shares add to at most 1: with D the largest growth that
    a firm outside the walk can have, the growth of a firm is at most D + Σ_j Λu_ij (most_j − D)
    over its walked buyers j. Where that could decide, or more edges than `patience` are due, the
    answer is 0.

    Returns
    -------
    The step or 0, the number of edges passed, and the step reached.
    """
    rows, hit, moved, queue = work.up.rows, work.up.hit, work.up.moved, work.up.queue
    walk, listed = work.middle.walk, work.middle.listed
    edges = network.source_edges
    supplier, share = network.source_supplier, network.source_share
    count = passed = 0
    outside = 0.0
    for k in range(work.up.counts[MOVED]):
        j = moved[k]
        grown = rows[j, DELTA]
        if grown > drop:
            walk[j, LEAST] = walk[j, MOST] = grown
            listed[count] = j
            count += 1
        else:
            outside = max(outside, grown)
    while True:
        due = 0
        for k in range(count):
            due += edges[listed[k] + 1] - edges[listed[k]]
        if passed + due > patience:
            return 0, passed, step
        step += 1
        queued = 0
        for k in range(count):
            j = listed[k]
            send, over = walk[j, LEAST], walk[j, MOST] - outside
            first, last = edges[j], edges[j + 1]
            for e in range(first, last):
                i = supplier[e]
                amount = share[e] * send
                queue[queued] = i
                was = walk[i, LATER]
                queued += int((was == 0.0) & (amount > 0.0))
                walk[i, LATER] = was + amount
                walk[i, EXCESS] += share[e] * over
            passed += last - first
        count = 0
        largest = highest = 0.0
        above = outside
        for k in range(queued):
            i = queue[k]
            grown = walk[i, LATER]
            bound = max(grown, min(1.0, outside + walk[i, EXCESS]))
            walk[i, LATER] = walk[i, EXCESS] = 0.0
            if hit[i]:
                continue
            largest = max(largest, grown)
            highest = max(highest, bound)
            if grown > drop:
                walk[i, LEAST] = grown
                walk[i, MOST] = bound
                listed[count] = i
                count += 1
            else:
                above = max(above, bound)
        outside = above
        if largest <= eps + TIE:
            if max(highest, outside) > eps - TIE:
                return 0, passed, step
            return step, passed, step


@inner
def meet_up(
    network: Any, work: Any, firm: Any, psi: Any, step: int, last: int, clock: float,
    patience: int, result: Any,
) -> Any:  # fmt: skip
    """Compute the index after step `last` from the losses after step `step` into `result`.

    Returns
    -------
    MET, NOT_LINEAR or TOO_BROAD, and the number of edges passed.
    """
    passed = 0
    rows, hit = work.up.rows, work.up.hit
    need, ends, needed = work.middle.need, work.middle.ends, work.middle.rows
    sales, buyer, weight = network.sale_edges, network.sale_buyer, network.weight
    down, hurt = work.down.rows, work.down.hurt
    count = 0
    gather = extend = 0.0
    for p in range(len(firm)):
        i = firm[p]
        if hit[i] and needed[i, LISTED] != clock:
            needed[i, LISTED] = clock
            need[count] = i
            count += 1
    hits = count
    for k in range(work.down.counts[HURT]):
        i = hurt[k]
        if down[i, NOW] > rows[i, LOSS] and needed[i, LISTED] != clock:
            needed[i, LISTED] = clock
            need[count] = i
            count += 1
    for k in range(count):
        i = need[k]
        gather += sales[i + 1] - sales[i]
        extend += needed[i, AROUND]
    ends[0] = inner = count
    levels, opened = 1, 0
    most = len(buyer)
    while step + levels < last and work.up.counts[MOVED] > 0:
        if passed + gather > patience and last > WALKED:
            return TOO_BROAD, passed
        push = float(min(reached_up(network, work), most // PUSH_COST))
        if push <= min(extend + gather, most / 2.0) or levels >= len(ends) - 1:
            _, edges = step_up(network, work)
            passed += edges
            step += 1
        else:
            extend = 0.0
            closed = count
            for k in range(opened, closed):
                i = need[k]
                for e in range(sales[i], sales[i + 1]):
                    j = buyer[e]
                    need[count] = j
                    new = int(needed[j, LISTED] != clock)
                    count += new
                    needed[j, LISTED] = clock
                    extend += new * needed[j, AROUND]
                    gather += new * (sales[j + 1] - sales[j])
                passed += sales[i + 1] - sales[i]
            opened = closed
            ends[levels] = count
            levels += 1
    for p in range(len(firm)):
        if hit[firm[p]] and rows[firm[p], LOSS] > psi[p]:
            return NOT_LINEAR, passed
    if work.up.counts[MOVED] == 0 or step == last:
        result[0], result[1], result[2] = index_now(weight, work)
        return MET, passed
    steps = last - step
    gained = work.middle.gained
    for k in range(hits, inner):
        gained[k] = rows[need[k], LOSS]
    lost_up, edges = _gather(network, work, steps, hits, inner)
    passed += edges
    for k in range(hits):
        i = need[k]
        if rows[i, IMPOSED] > rows[i, LOSS] and rows[i, LOSS] < 1.0:
            return NOT_LINEAR, passed
    lost_down = more = 0.0
    for k in range(work.down.counts[HURT]):
        lost_down += weight[hurt[k]] * down[hurt[k], NOW]
    for k in range(hits):
        i = need[k]
        more += weight[i] * max(0.0, down[i, NOW] - rows[i, LOSS])
    for k in range(hits, inner):
        i = need[k]
        more += weight[i] * max(0.0, down[i, NOW] - min(1.0, gained[k]))
    result[0], result[1], result[2] = lost_up + more, lost_down, lost_up
    return MET, passed


@inner
def _gather(network: Any, work: Any, steps: int, hits: int, inner: int) -> Any:
    """Sum the losses upstream over the last steps, and what the needed firms gain in them.

    Returns
    -------
    The weighted sum upstream and the number of edges passed.
    """
    rows, hurt, moved = work.up.rows, work.up.hurt, work.up.moved
    need, ends, gained = work.middle.need, work.middle.ends, work.middle.gained
    sales, buyer, share = network.sale_edges, network.sale_buyer, network.sale_share
    weight, reach = network.weight, work.reach
    lost, passed = 0.0, 0
    for k in range(work.up.counts[HURT]):
        lost += weight[hurt[k]] * rows[hurt[k], LOSS]
    for k in range(work.up.counts[MOVED]):
        lost += reach[moved[k], steps - 1] * rows[moved[k], DELTA]
    source, column, target = rows, DELTA, work.middle.rows
    to = ONE
    for s in range(steps):
        left = steps - 1 - s
        for k in range(ends[left]):
            i = need[k]
            grown = 0.0
            for e in range(sales[i], sales[i + 1]):
                grown += share[e] * source[buyer[e], column]
            passed += sales[i + 1] - sales[i]
            target[i, to] = grown
            if k < hits:
                # What comes back to a hit firm is not lost again, nor passed on.
                target[i, to] = 0.0
                rows[i, IMPOSED] += grown
                lost -= grown * weight[i]
                if left > 0:
                    lost -= grown * reach[i, left - 1]
            elif k < inner:
                gained[k] += grown
        source, column, to = target, to, ONE + TWO - to
    return lost, passed
