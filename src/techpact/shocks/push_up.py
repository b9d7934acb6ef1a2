"""One step upstream of the pushing cascade, and the last step without its edges (compiled)."""

from __future__ import annotations

from typing import Any

import numba

from techpact.shocks.push_state import HURT, MOVED, NEXT, NOW, SENT, STAMP


@numba.njit(nogil=True, cache=True)
def start_up(work: Any, firm: Any, psi: Any) -> None:
    """Put the initial losses of a scenario into empty rows."""
    rows, hurt, moved, _queue, counts = work.up
    counts[HURT] = counts[MOVED] = 0
    for p in range(len(firm)):
        if psi[p] > 0.0:
            rows[firm[p], NOW] = psi[p]
            hurt[counts[HURT]] = moved[counts[MOVED]] = firm[p]
            counts[HURT] += 1
            counts[MOVED] += 1


@numba.njit(nogil=True, cache=True)
def step_up(network: Any, work: Any, clock: float) -> Any:
    """Push what changed, then let all firms take their new losses; largest change, edges passed."""
    rows, hurt, moved, queue, counts = work.up
    edges = network.source_edges
    supplier, share = network.source_supplier, network.source_share
    queued = passed = 0
    for k in range(counts[MOVED]):
        j = moved[k]
        send = rows[j, NOW] - rows[j, SENT]
        rows[j, SENT] = rows[j, NOW]
        first, last = edges[j], edges[j + 1]
        for e in range(first, last):
            i = supplier[e]
            queue[queued] = i
            queued += int(rows[i, STAMP] != clock)
            rows[i, STAMP] = clock
            rows[i, NEXT] += share[e] * send
        passed += last - first
    change = 0.0
    n_hurt, n_moved = counts[HURT], 0
    for k in range(queued):
        i = queue[k]
        was = rows[i, NOW]
        now = min(1.0, rows[i, NEXT])
        if now > was:
            change = max(change, (1.0 - was) - (1.0 - now))
            rows[i, NOW] = now
            moved[n_moved] = i
            n_moved += 1
            if was == 0.0:
                hurt[n_hurt] = i
                n_hurt += 1
    counts[HURT], counts[MOVED] = n_hurt, n_moved
    return change, passed


@numba.njit(nogil=True, cache=True)
def is_last_step(network: Any, work: Any, eps: float, clock: float) -> Any:
    """Tell whether no firm's loss upstream would grow by more than eps in the coming step.

    The growth of a firm is an average of the growth of its buyers (its sale shares add to at most
    1), so that only suppliers of firms that just grew by more than eps can grow by more than eps.
    """
    rows, _hurt, moved, _queue, counts = work.up
    edges, supplier = network.source_edges, network.source_supplier
    sales, buyer, share = network.sale_edges, network.sale_buyer, network.sale_share
    passed = 0
    for k in range(counts[MOVED]):
        j = moved[k]
        if rows[j, NOW] - rows[j, SENT] <= eps:
            continue
        for e in range(edges[j], edges[j + 1]):
            i = supplier[e]
            # Half a step back: seen by this check, still unseen by the push that may follow.
            if rows[i, STAMP] != clock - 0.5 and rows[i, STAMP] != clock:
                rows[i, STAMP] = clock - 0.5
                growth = 0.0
                for s in range(sales[i], sales[i + 1]):
                    growth += share[s] * (rows[buyer[s], NOW] - rows[buyer[s], SENT])
                passed += sales[i + 1] - sales[i]
                now = max(rows[i, NOW], min(1.0, rows[i, NEXT] + growth))
                if (1.0 - rows[i, NOW]) - (1.0 - now) > eps:
                    return False, passed
    return True, passed


@numba.njit(nogil=True, cache=True)
def finish_up(network: Any, work: Any, firm: Any) -> Any:
    """Index after one more step upstream, without taking it: combined, down, up, edges passed.

    What the step adds is linear in what just changed, except at the firms that were hit first
    (their own loss may hide it); and the combined index needs the new loss upstream only of firms
    whose loss downstream is larger.
    """
    rows, hurt, moved, _queue, counts = work.up
    sales, buyer, share = network.sale_edges, network.sale_buyer, network.sale_share
    weight, reach = network.weight, work.reach
    lost_up, passed = 0.0, 0
    for k in range(counts[HURT]):
        lost_up += weight[hurt[k]] * rows[hurt[k], NOW]
    for k in range(counts[MOVED]):
        j = moved[k]
        lost_up += reach[j] * (rows[j, NOW] - rows[j, SENT])
    for p in range(len(firm)):
        i = firm[p]
        growth = 0.0
        for s in range(sales[i], sales[i + 1]):
            growth += share[s] * (rows[buyer[s], NOW] - rows[buyer[s], SENT])
        passed += sales[i + 1] - sales[i]
        now = max(rows[i, NOW], min(1.0, rows[i, NEXT] + growth))
        lost_up += weight[i] * (now - rows[i, NOW] - growth)
    down, hurt_down = work.down.rows, work.down.hurt
    lost_down = more = 0.0
    for k in range(work.down.counts[HURT]):
        i = hurt_down[k]
        x = down[i, NOW]
        lost_down += weight[i] * x
        if x > rows[i, NOW]:
            growth = rows[i, NEXT]
            for s in range(sales[i], sales[i + 1]):
                growth += share[s] * (rows[buyer[s], NOW] - rows[buyer[s], SENT])
            passed += sales[i + 1] - sales[i]
            y = max(rows[i, NOW], min(1.0, growth))
            if x > y:
                more += weight[i] * (x - y)
    return lost_up + more, lost_down, lost_up, passed


@numba.njit(nogil=True, cache=True)
def clear_up(work: Any) -> None:
    """Set back what a scenario touched."""
    rows, hurt, _moved, _queue, counts = work.up
    for k in range(counts[HURT]):
        i = hurt[k]
        rows[i, NOW] = rows[i, NEXT] = rows[i, SENT] = 0.0
