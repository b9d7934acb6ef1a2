"""One step upstream of the pushing cascade (compiled)."""

from __future__ import annotations

from typing import Any

from techpact.shocks.compiled import inner
from techpact.shocks.push_state import DELTA, FRESH, HIT, HURT, IMPOSED, LOSS, MOVED, NOW

PUSH_COST = 10
"""Time of an edge that is pushed relative to one of a gathering pass (measured)."""


@inner
def start_up(work: Any, firm: Any, psi: Any) -> None:
    """Put the initial losses of a scenario into empty arrays."""
    up = work.up
    up.counts[HURT] = up.counts[MOVED] = 0
    for p in range(len(firm)):
        i = firm[p]
        if psi[p] > 0.0:
            work.lines[i, HIT] = 1.0
            up.rows[i, IMPOSED] = 0.0
            up.rows[i, LOSS] = up.rows[i, DELTA] = psi[p]
            up.hurt[up.counts[HURT]] = up.moved[up.counts[MOVED]] = i
            up.counts[HURT] += 1
            up.counts[MOVED] += 1


@inner
def reached_up(network: Any, work: Any) -> int:
    """Count the edges that the next step upstream would push along."""
    edges, moved = network.source_edges, work.up.moved
    reached = 0
    for k in range(work.up.counts[MOVED]):
        reached += edges[moved[k] + 1] - edges[moved[k]]
    return reached


@inner
def step_up(network: Any, work: Any) -> Any:
    """Push what changed, then let all firms take their new losses.

    Returns
    -------
    The largest change and the number of edges passed.
    """
    # Arrays are taken out of tuples once: reaching into one inside a loop counts references.
    rows, hurt, moved, queue, counts = work.up
    lines = work.lines
    edges = network.source_edges
    supplier, share = network.source_supplier, network.source_share
    queued = passed = 0
    if reached_up(network, work) * PUSH_COST > len(supplier):
        # Nearly all edges are due: each firm gathers from its buyers, in the order of memory.
        sales, buyer, sold = network.sale_edges, network.sale_buyer, network.sale_share
        for i in range(len(rows)):
            growth = 0.0
            for e in range(sales[i], sales[i + 1]):
                growth += sold[e] * rows[buyer[e], DELTA]
            rows[i, FRESH] = growth
            queue[queued] = i
            queued += int(growth > 0.0)
        for k in range(counts[MOVED]):
            rows[moved[k], DELTA] = 0.0
        counts[MOVED] = 0
        passed += len(supplier) // PUSH_COST
    for k in range(counts[MOVED]):
        j = moved[k]
        send = rows[j, DELTA]
        rows[j, DELTA] = 0.0
        first, last = edges[j], edges[j + 1]
        # Free of branches: a mispredicted one costs more than the rest of the edge.
        for e in range(first, last):
            i = supplier[e]
            amount = share[e] * send
            queue[queued] = i
            was = rows[i, FRESH]
            queued += int((was == 0.0) & (amount > 0.0))
            rows[i, FRESH] = was + amount
        passed += last - first
    change = 0.0
    n_hurt, n_moved = counts[HURT], 0
    for k in range(queued):
        i = queue[k]
        was, fresh = rows[i, LOSS], rows[i, FRESH]
        now = min(1.0, was + fresh)
        if lines[i, HIT] > 0.0:
            rows[i, IMPOSED] += fresh
            now = max(was, min(1.0, rows[i, IMPOSED]))
        rows[i, FRESH] = 0.0
        if now > was:
            change = max(change, (1.0 - was) - (1.0 - now))
            rows[i, LOSS], rows[i, DELTA] = now, now - was
            moved[n_moved] = i
            n_moved += 1
            hurt[n_hurt] = i
            n_hurt += int(was == 0.0)
    counts[HURT], counts[MOVED] = n_hurt, n_moved
    return change, passed


@inner
def index_now(weight: Any, work: Any) -> Any:
    """Weighted losses: combined, down, up. Rows of unhurt firms hold 0."""
    down, up, hurt = work.down.rows, work.up.rows, work.up.hurt
    lost_up = 0.0
    for k in range(work.up.counts[HURT]):
        i = hurt[k]
        lost_up += weight[i] * up[i, LOSS]
    hurt = work.down.hurt
    lost_down = more = 0.0
    for k in range(work.down.counts[HURT]):
        i = hurt[k]
        x, y = down[i, NOW], up[i, LOSS]
        lost_down += weight[i] * x
        if x > y:
            more += weight[i] * (x - y)
    return lost_up + more, lost_down, lost_up


@inner
def clear_up(work: Any, firm: Any) -> None:
    """Set back what a scenario touched."""
    rows, lines, hurt = work.up.rows, work.lines, work.up.hurt
    for k in range(work.up.counts[HURT]):
        rows[hurt[k], LOSS] = rows[hurt[k], DELTA] = 0.0
    for p in range(len(firm)):
        lines[firm[p], HIT] = 0.0
