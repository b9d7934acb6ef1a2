"""One step upstream of the pushing cascade, and the last step without its edges (compiled)."""

from __future__ import annotations

from typing import Any

from techpact.shocks.compiled import compiled
from techpact.shocks.push_state import HURT, MOVED, NOW

NO, YES, UNSURE = 0, 1, 2

PUSH_COST = 10
"""Time of an edge that is pushed relative to one of a gathering pass (measured)."""

GATHERED = 4
"""Edges of a gathering pass that count as one pushed edge in the choice of a kernel."""


@compiled
def start_up(work: Any, firm: Any, psi: Any) -> None:
    """Put the initial losses of a scenario into empty arrays."""
    up = work.up
    up.counts[HURT] = up.counts[MOVED] = 0
    for p in range(len(firm)):
        i = firm[p]
        up.hit[i] = 1
        up.imposed[i] = 0.0
        if psi[p] > 0.0:
            up.loss[i] = up.delta[i] = psi[p]
            up.hurt[up.counts[HURT]] = up.moved[up.counts[MOVED]] = i
            up.counts[HURT] += 1
            up.counts[MOVED] += 1


@compiled
def step_up(network: Any, work: Any, drop: float, step: int) -> Any:
    """Push what changed, then let all firms take their new losses.

    Changes up to `drop` are not pushed: the tally takes what they will have added to the index when
    the run ends in this step or in any later one.

    Returns
    -------
    The largest change, the number of edges passed, and whether anything was dropped.
    """
    # Arrays are taken out of tuples once: reaching into one inside a loop counts references.
    loss, delta, fresh, imposed, hit, _checked, hurt, moved, queue, counts = work.up
    edges = network.source_edges
    supplier, share = network.source_supplier, network.source_share
    queued = passed = reached = 0
    dropped = False
    if drop > 0.0:
        kept = 0
        reach, tally = work.reach, work.tally
        for k in range(counts[MOVED]):
            j = moved[k]
            if delta[j] > drop:
                moved[kept] = j
                kept += 1
            else:
                dropped = True
                for later in range(step, len(tally)):
                    tally[later] += delta[j] * reach[j, later - step]
                delta[j] = 0.0
        counts[MOVED] = kept
    for k in range(counts[MOVED]):
        reached += edges[moved[k] + 1] - edges[moved[k]]
    if reached * PUSH_COST > len(supplier):
        # Nearly all edges are due: each firm gathers from its buyers, in the order of memory.
        sales, buyer, sold = network.sale_edges, network.sale_buyer, network.sale_share
        for i in range(len(loss)):
            growth = 0.0
            for e in range(sales[i], sales[i + 1]):
                growth += sold[e] * delta[buyer[e]]
            fresh[i] = growth
            queue[queued] = i
            queued += int(growth > 0.0)
        for k in range(counts[MOVED]):
            delta[moved[k]] = 0.0
        counts[MOVED] = 0
        passed += len(supplier) // GATHERED
    for k in range(counts[MOVED]):
        j = moved[k]
        send = delta[j]
        delta[j] = 0.0
        first, last = edges[j], edges[j + 1]
        # Free of branches: a mispredicted one costs more than the rest of the edge.
        for e in range(first, last):
            i = supplier[e]
            amount = share[e] * send
            queue[queued] = i
            queued += int((fresh[i] == 0.0) & (amount > 0.0))
            fresh[i] += amount
        passed += last - first
    change = 0.0
    n_hurt, n_moved = counts[HURT], 0
    for k in range(queued):
        i = queue[k]
        was = loss[i]
        now = min(1.0, was + fresh[i])
        if hit[i]:
            imposed[i] += fresh[i]
            now = max(was, min(1.0, imposed[i]))
        fresh[i] = 0.0
        if now > was:
            change = max(change, (1.0 - was) - (1.0 - now))
            loss[i], delta[i] = now, now - was
            moved[n_moved] = i
            n_moved += 1
            hurt[n_hurt] = i
            n_hurt += int(was == 0.0)
    counts[HURT], counts[MOVED] = n_hurt, n_moved
    return change, passed, dropped


@compiled
def is_last_step(network: Any, work: Any, eps: float, unseen: float, clock: float) -> Any:
    """Tell whether no firm's loss upstream would grow by more than eps in the coming step.

    `unseen` bounds what dropped losses may add to the growth of any firm: where that decides, the
    answer is UNSURE.

    The growth of a firm is an average of the growth of its buyers (its sale shares add to at most
    1), so that only suppliers of firms that just grew by more than eps can grow by more than eps.
    """
    loss, delta, _fresh, imposed, hit, checked, _hurt, moved, _queue, counts = work.up
    edges, supplier = network.source_edges, network.source_supplier
    sales, buyer, share = network.sale_edges, network.sale_buyer, network.sale_share
    passed, answer = 0, YES
    for k in range(counts[MOVED]):
        j = moved[k]
        if delta[j] <= eps - unseen:
            continue
        for e in range(edges[j], edges[j + 1]):
            i = supplier[e]
            if checked[i] != clock:
                checked[i] = clock
                growth = 0.0
                for s in range(sales[i], sales[i + 1]):
                    growth += share[s] * delta[buyer[s]]
                passed += sales[i + 1] - sales[i]
                base = imposed[i] if hit[i] else loss[i]
                now = max(loss[i], min(1.0, base + growth))
                grown = (1.0 - loss[i]) - (1.0 - now)
                if grown > eps:
                    return NO, passed
                if grown > eps - unseen:
                    answer = UNSURE
    return answer, passed


@compiled
def finish_up(network: Any, work: Any, firm: Any) -> Any:
    """Index after one more step upstream, without taking it: combined, down, up, edges passed.

    What the step adds is linear in what just changed, except at the firms that were hit first
    (their own loss may hide it); and the combined index needs the new loss upstream only of firms
    whose loss downstream is larger.
    """
    loss, delta, _fresh, imposed, hit, _checked, hurt, moved, _queue, counts = work.up
    sales, buyer, share = network.sale_edges, network.sale_buyer, network.sale_share
    weight, reach = network.weight, work.reach
    lost_up, passed = 0.0, 0
    for k in range(counts[HURT]):
        lost_up += weight[hurt[k]] * loss[hurt[k]]
    for k in range(counts[MOVED]):
        lost_up += reach[moved[k], 0] * delta[moved[k]]
    for p in range(len(firm)):
        i = firm[p]
        growth = 0.0
        for s in range(sales[i], sales[i + 1]):
            growth += share[s] * delta[buyer[s]]
        passed += sales[i + 1] - sales[i]
        now = max(loss[i], min(1.0, imposed[i] + growth))
        lost_up += weight[i] * (now - loss[i] - growth)
    down, hurt_down = work.down.rows, work.down.hurt
    lost_down = more = 0.0
    for k in range(work.down.counts[HURT]):
        i = hurt_down[k]
        x = down[i, NOW]
        lost_down += weight[i] * x
        if x > loss[i]:
            growth = imposed[i] if hit[i] else loss[i]
            for s in range(sales[i], sales[i + 1]):
                growth += share[s] * delta[buyer[s]]
            passed += sales[i + 1] - sales[i]
            y = max(loss[i], min(1.0, growth))
            if x > y:
                more += weight[i] * (x - y)
    return lost_up + more, lost_down, lost_up, passed


@compiled
def clear_up(work: Any, firm: Any) -> None:
    """Set back what a scenario touched."""
    loss, delta, hit, hurt = work.up.loss, work.up.delta, work.up.hit, work.up.hurt
    for k in range(work.up.counts[HURT]):
        loss[hurt[k]] = delta[hurt[k]] = 0.0
    for p in range(len(firm)):
        hit[firm[p]] = 0
    work.tally[:] = 0.0
