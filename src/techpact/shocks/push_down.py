"""One step downstream of the pushing cascade (compiled)."""

from __future__ import annotations

from typing import Any

from techpact.shocks.cascade_rules import FLOOR, NOTHING_LEFT
from techpact.shocks.compiled import inlined, inner
from techpact.shocks.push_state import HURT, MOVED, NEXT, NOW, SENT, STAMP

SCARCE = 1e-3
"""Below this share of its normal supply a market is summed anew, not kept by differences."""

NEGLIGIBLE_SEND = 1e-13
"""A smaller rise waits until it has grown: rounding would otherwise walk all edges of a market. No
loss is off by more than this in a step (the shares of an input add to at most 1)."""

SHRANK = 1e-12
"""A smaller fall of what is pushed is rounding."""


@inner
def start_down(network: Any, rules: Any, work: Any, firm: Any, psi: Any, clock: float) -> None:
    """Put the initial losses of a scenario into empty rows."""
    rows, hurt, moved, _queue, counts = work.down
    counts[HURT] = counts[MOVED] = work.markets.counts[0] = 0
    for p in range(len(firm)):
        if psi[p] > 0.0:
            i = firm[p]
            rows[i, NOW] = psi[p]
            hurt[counts[HURT]] = moved[counts[MOVED]] = i
            counts[HURT] += 1
            counts[MOVED] += 1
            if rules.replaceability:
                _shrink(
                    network.market[i], i, network.out[i] * psi[p], True, clock, clock, work.markets
                )


@inner
def step_down(network: Any, rules: Any, work: Any, clock: float, start: float) -> Any:
    """Push what changed, then let all firms take their new losses at once.

    Returns
    -------
    The largest change and the number of edges passed; the change is negative when a loss that had
    been pushed shrank, which this kernel cannot follow.
    """
    # Arrays are taken out of tuples once: reaching into one inside a loop counts references.
    rows, hurt, moved, queue, counts = work.down
    slots, markets = work.slots, work.markets
    out, market_of = network.out, network.market
    edges, slot_of = network.push_edges, network.push_slot
    buyer, share = network.push_buyer, network.push_share
    head, link, touched = markets.head, markets.link, markets.touched
    replaceability = rules.replaceability
    queued = passed = 0
    if replaceability:
        for k in range(markets.counts[0]):
            market = touched[k]
            available = _available(network, rules, market, markets, rows)
            i = head[market]
            while i >= 0:
                part = min(1.0, out[i] / available) if available > 0.0 else 1.0
                send = part * rows[i, NOW] - rows[i, SENT]
                if send < -SHRANK:
                    return -1.0, passed
                if send > NEGLIGIBLE_SEND:
                    rows[i, SENT] += send
                    queued = _push(
                        edges[i], edges[i + 1], buyer, slot_of, share, rows, slots, send, clock,
                        queue, queued,
                    )  # fmt: skip
                    passed += edges[i + 1] - edges[i]
                i = link[i]
    else:
        for k in range(counts[MOVED]):
            i = moved[k]
            send = rows[i, NOW] - rows[i, SENT]
            rows[i, SENT] = rows[i, NOW]
            queued = _push(
                edges[i], edges[i + 1], buyer, slot_of, share, rows, slots, send, clock, queue,
                queued,
            )  # fmt: skip
            passed += edges[i + 1] - edges[i]
    change = 0.0
    n_hurt, n_moved = counts[HURT], 0
    markets.counts[0] = 0
    for k in range(queued):
        j = queue[k]
        was = rows[j, NOW]
        now = min(1.0, rows[j, NEXT])
        if now > was:
            change = max(change, (1.0 - was) - (1.0 - now))
            rows[j, NOW] = now
            moved[n_moved] = j
            n_moved += 1
            if was == 0.0:
                hurt[n_hurt] = j
                n_hurt += 1
            if replaceability:
                _shrink(market_of[j], j, out[j] * (now - was), was == 0.0, clock, start, markets)
    counts[HURT], counts[MOVED] = n_hurt, n_moved
    return change, passed


@inner
def clear_down(network: Any, work: Any) -> None:
    """Set back what a scenario touched: every firm that a push reached is hurt."""
    rows, hurt, _moved, _queue, counts = work.down
    slots, groups = work.slots, network.buyer_groups
    for k in range(counts[HURT]):
        j = hurt[k]
        rows[j, NOW] = rows[j, NEXT] = rows[j, SENT] = 0.0
        for g in range(groups[j], groups[j + 1]):
            slots[g] = 0.0


@inlined
def _push(
    first: int, last: int, buyer: Any, slot_of: Any, share: Any, rows: Any, slots: Any,
    send: float, clock: float, queue: Any, queued: int,
) -> int:  # fmt: skip
    # Free of branches: a mispredicted one costs more than the rest of the edge.
    for e in range(first, last):
        j = buyer[e]
        queue[queued] = j
        queued += int(rows[j, STAMP] != clock)
        rows[j, STAMP] = clock
        lost = slots[slot_of[e]] + share[e] * send
        slots[slot_of[e]] = lost
        rows[j, NEXT] = max(rows[j, NEXT], lost)
    return queued


@inner
def _shrink(
    k: int, i: int, lost: float, new: bool, clock: float, start: float, markets: Any
) -> None:
    """Take a loss of firm i out of its market k; a market counts as touched once a step."""
    if markets.scenario[k] != start:
        markets.supply[k] = markets.normal[k]
        markets.scenario[k] = start
        markets.head[k] = -1
    markets.supply[k] -= lost
    if new:
        markets.link[i] = markets.head[k]
        markets.head[k] = i
    if markets.step[k] != clock:
        markets.step[k] = clock
        markets.touched[markets.counts[0]] = k
        markets.counts[0] += 1


@inner
def _available(network: Any, rules: Any, market: int, markets: Any, rows: Any) -> float:
    """Supply left in a market; 0 stands for the limit in which nothing can be replaced."""
    left = markets.supply[market]
    normal = markets.normal[market]
    if left < SCARCE * normal:
        # Differences would leave rounding noise where the sum is 0.
        left = 0.0
        members, out = network.market_members, network.out
        for k in range(network.market_firms[market], network.market_firms[market + 1]):
            i = members[k]
            left += (1.0 - rows[i, NOW]) * out[i]
        markets.supply[market] = left
    if rules.reference:
        return left if left > FLOOR else 1.0
    return left if left > NOTHING_LEFT * normal else 0.0
