"""The sparse cascade: only what changed is pushed along its edges.

Work follows the firms that a scenario touches; what it touched is set back to 0 when it ends.
"""

from __future__ import annotations

from typing import Any

import numba
import numpy as np

from techpact.shocks.cascade_rules import (
    FLOOR,
    MAX_ITERATIONS,
    NOTHING_LEFT,
    UNFINISHED,
    Layout,
    Outcome,
    Rules,
    Scenarios,
)

NOW, NEXT, STAMP, SENT = 0, 1, 2, 3
"""Columns of a firm's row: loss now, loss that its inputs (or buyers) impose, iteration stamp, and
what of its loss was pushed on already."""

SCARCE = 1e-3
"""Below this share of its normal supply a market is summed anew, not kept by differences."""

SHRANK = 1e-12


def run_push(network: Layout, scenarios: Scenarios, rules: Rules, *, losses: bool) -> Outcome:
    """Run scenarios one after another, pushing changes.

    Scenarios in which a loss shrinks (reference mode with a market at its floor) come back with
    `UNFINISHED` iterations.
    """
    count, n = len(scenarios), len(network.out)
    columns = np.empty((3, count))
    iterations, work = np.empty(count, dtype=np.int64), np.empty(count, dtype=np.int64)
    state = _workspace(network)
    capacity = max(2 * n, 1 << 16) if losses else 0
    buffers = (np.empty(capacity, dtype=np.int32), np.empty(capacity), np.empty(capacity))
    ends = np.zeros(count + 1, dtype=np.int64)
    kept: list[tuple[Any, ...]] = []
    clock, done, stored = 1.0, 0, 0
    while done < count:
        clock, last, used = _batch(
            network, rules, scenarios.offsets, scenarios.firm, scenarios.down, scenarios.up,
            done, clock, state, columns, iterations, work, losses, buffers, ends,
        )  # fmt: skip
        if losses:
            kept.append(tuple(b[:used].copy() for b in buffers))
            ends[done + 1 : last + 1] += stored
            stored += used
        done = last
    if not losses:
        return Outcome(columns[0], columns[1], columns[2], iterations, work)
    return Outcome(
        columns[0],
        columns[1],
        columns[2],
        iterations,
        work,
        ends,
        *(np.concatenate([k[c] for k in kept]) for c in range(3)),
    )


def _workspace(network: Layout) -> tuple[Any, ...]:
    n, markets = len(network.out), len(network.market_firms) - 1
    normal = np.bincount(network.market, weights=network.out, minlength=markets)
    return (
        np.zeros((n, 4)),  # downstream rows
        np.zeros((n, 4)),  # upstream rows
        np.zeros(len(network.group_edges) - 1),  # loss by slot
        normal,
        np.zeros((markets, 2)),  # supply now, stamp of the scenario
        np.zeros(markets),  # stamp of the iteration in which it was last touched
        np.empty(markets, dtype=np.int32),  # first hurt firm of each market
        np.empty(n, dtype=np.int32),  # next hurt firm of the same market
        np.empty((7, max(n, markets) + 1), dtype=np.int32),  # lists
    )


@numba.njit(nogil=True, cache=True)  # type: ignore[untyped-decorator]
def _batch(
    network: Any, rules: Any, offsets: Any, firm: Any, psi_down: Any, psi_up: Any,
    first: int, clock: float, state: Any, columns: Any, iterations: Any, work: Any,
    losses: bool, buffers: Any, ends: Any,
) -> Any:  # fmt: skip
    """Run scenarios from `first` on; stops early when the loss buffers are full."""
    down, up, slots, normal, supply, touched, head, link, lists = state
    hurt_down, hurt_up = lists[0], lists[1]
    buyer_groups = network.buyer_groups
    used, count = 0, len(offsets) - 1
    for s in range(first, count):
        if losses and s > first and used + 2 * len(network.out) > len(buffers[0]):
            return clock, s, used
        clock, iterations[s], work[s], n_down, n_up = _cascade(
            network, rules, firm[offsets[s] : offsets[s + 1]], psi_down[offsets[s] :],
            psi_up[offsets[s] :], clock, down, up, slots, normal, supply, touched, head, link,
            lists,
        )  # fmt: skip
        columns[0, s], columns[1, s], columns[2, s] = _index(
            network.weight, down, up, hurt_down, n_down, hurt_up, n_up
        )
        if losses:
            used = _list_losses(down, up, hurt_down, n_down, hurt_up, n_up, buffers, used)
            ends[s + 1] = used
        clock += 1.0
        _clear(down, buyer_groups, slots, hurt_down[:n_down])
        for k in range(n_up):
            i = hurt_up[k]
            up[i, NOW] = up[i, NEXT] = up[i, SENT] = 0.0
    return clock, count, used


@numba.njit(nogil=True, cache=True)  # type: ignore[untyped-decorator]
def _clear(down: Any, buyer_groups: Any, slots: Any, hurt: Any) -> None:
    """Set back what a scenario touched: every firm that a push reached is hurt."""
    for k in range(len(hurt)):
        j = hurt[k]
        down[j, NOW] = down[j, NEXT] = down[j, SENT] = 0.0
        for g in range(buyer_groups[j], buyer_groups[j + 1]):
            slots[g] = 0.0


@numba.njit(nogil=True, cache=True)  # type: ignore[untyped-decorator]
def _cascade(
    network: Any, rules: Any, firm: Any, psi_down: Any, psi_up: Any, clock: float,
    down: Any, up: Any, slots: Any, normal: Any, supply: Any, touched: Any, head: Any,
    link: Any, lists: Any,
) -> Any:  # fmt: skip
    hurt_down, hurt_up = lists[0], lists[1]
    moved_down, moved_up = lists[2], lists[3]
    queue_down, queue_up, markets = lists[4], lists[5], lists[6]
    # Arrays are taken out of the layout once: reaching into it inside a loop counts references.
    out, market_of = network.out, network.market
    push_edges, push_slot = network.push_edges, network.push_slot
    push_buyer, push_share = network.push_buyer, network.push_share
    source_edges = network.source_edges
    source_supplier, source_share = network.source_supplier, network.source_share
    replaceability, relative, eps = rules.replaceability, rules.relative, rules.eps
    start = clock
    n_down = n_up = m_down = m_up = n_markets = 0
    passed = 0
    for p in range(len(firm)):
        i = firm[p]
        if psi_down[p] > 0.0:
            down[i, NOW] = psi_down[p]
            hurt_down[n_down] = i
            n_down += 1
            moved_down[m_down] = i
            m_down += 1
            if replaceability:
                n_markets = _shrink_market(
                    market_of[i], i, out[i] * psi_down[p], True, start, clock, normal, supply,
                    touched, head, link, markets, n_markets,
                )  # fmt: skip
        if psi_up[p] > 0.0:
            up[i, NOW] = psi_up[p]
            hurt_up[n_up] = i
            n_up += 1
            moved_up[m_up] = i
            m_up += 1
    index = 0.0
    if relative:
        index = _index(network.weight, down, up, hurt_down, n_down, hurt_up, n_up)[0]
    for iteration in range(1, MAX_ITERATIONS + 1):
        clock += 1.0
        q_down = q_up = 0
        # What changed in the last step goes out along its edges.
        if replaceability:
            for k in range(n_markets):
                market = markets[k]
                available = _available(network, rules, market, normal, supply, down)
                i = head[market]
                while i >= 0:
                    part = 1.0
                    if available > 0.0:
                        part = min(1.0, out[i] / available)
                    send = part * down[i, NOW] - down[i, SENT]
                    if send < -SHRANK:
                        return clock, UNFINISHED, passed, n_down, n_up
                    if send > 0.0:
                        down[i, SENT] += send
                        q_down = _push_down(
                            push_edges[i], push_edges[i + 1], push_buyer, push_slot, push_share,
                            down, slots, send, clock, queue_down, q_down,
                        )  # fmt: skip
                        passed += push_edges[i + 1] - push_edges[i]
                    i = link[i]
        else:
            for k in range(m_down):
                i = moved_down[k]
                send = down[i, NOW] - down[i, SENT]
                down[i, SENT] = down[i, NOW]
                q_down = _push_down(
                    push_edges[i], push_edges[i + 1], push_buyer, push_slot, push_share,
                    down, slots, send, clock, queue_down, q_down,
                )  # fmt: skip
                passed += push_edges[i + 1] - push_edges[i]
        for k in range(m_up):
            j = moved_up[k]
            send = up[j, NOW] - up[j, SENT]
            up[j, SENT] = up[j, NOW]
            q_up = _push_up(
                source_edges[j], source_edges[j + 1], source_supplier, source_share,
                up, send, clock, queue_up, q_up,
            )  # fmt: skip
            passed += source_edges[j + 1] - source_edges[j]
        # All firms take their new losses at once.
        change = 0.0
        m_down = m_up = n_markets = 0
        for k in range(q_down):
            j = queue_down[k]
            was = down[j, NOW]
            now = min(1.0, down[j, NEXT])
            if now > was:
                change = max(change, (1.0 - was) - (1.0 - now))
                down[j, NOW] = now
                moved_down[m_down] = j
                m_down += 1
                if was == 0.0:
                    hurt_down[n_down] = j
                    n_down += 1
                if replaceability:
                    n_markets = _shrink_market(
                        market_of[j], j, out[j] * (now - was), was == 0.0, start, clock, normal,
                        supply, touched, head, link, markets, n_markets,
                    )  # fmt: skip
        for k in range(q_up):
            i = queue_up[k]
            was = up[i, NOW]
            now = min(1.0, up[i, NEXT])
            if now > was:
                change = max(change, (1.0 - was) - (1.0 - now))
                up[i, NOW] = now
                moved_up[m_up] = i
                m_up += 1
                if was == 0.0:
                    hurt_up[n_up] = i
                    n_up += 1
        if relative:
            before = index
            index = _index(network.weight, down, up, hurt_down, n_down, hurt_up, n_up)[0]
            if before > 0.0 and not index / before > 1.0 + eps:
                return clock, iteration, passed, n_down, n_up
            if before == 0.0 and index == 0.0:
                return clock, iteration, passed, n_down, n_up
        elif change <= eps:
            return clock, iteration, passed, n_down, n_up
    return clock, MAX_ITERATIONS, passed, n_down, n_up


@numba.njit(nogil=True, cache=True, inline="always")  # type: ignore[untyped-decorator]
def _push_down(
    first: int, last: int, push_buyer: Any, push_slot: Any, push_share: Any, down: Any,
    slots: Any, send: float, clock: float, queue: Any, queued: int,
) -> int:  # fmt: skip
    # Free of branches: a mispredicted one costs more than the rest of the edge.
    for e in range(first, last):
        j = push_buyer[e]
        queue[queued] = j
        queued += int(down[j, STAMP] != clock)
        down[j, STAMP] = clock
        lost = slots[push_slot[e]] + push_share[e] * send
        slots[push_slot[e]] = lost
        down[j, NEXT] = max(down[j, NEXT], lost)
    return queued


@numba.njit(nogil=True, cache=True, inline="always")  # type: ignore[untyped-decorator]
def _push_up(
    first: int, last: int, source_supplier: Any, source_share: Any, up: Any, send: float,
    clock: float, queue: Any, queued: int,
) -> int:  # fmt: skip
    for e in range(first, last):
        i = source_supplier[e]
        queue[queued] = i
        queued += int(up[i, STAMP] != clock)
        up[i, STAMP] = clock
        up[i, NEXT] += source_share[e] * send
    return queued


@numba.njit(nogil=True, cache=True)  # type: ignore[untyped-decorator]
def _shrink_market(
    k: int, i: int, lost: float, new: bool, start: float, clock: float, normal: Any,
    supply: Any, touched: Any, head: Any, link: Any, markets: Any, n_markets: int,
) -> int:  # fmt: skip
    """Take a loss of firm i out of its market k; a market counts as touched once a step."""
    if supply[k, 1] != start:
        supply[k, 0] = normal[k]
        supply[k, 1] = start
        head[k] = -1
    supply[k, 0] -= lost
    if new:
        link[i] = head[k]
        head[k] = i
    if touched[k] != clock:
        touched[k] = clock
        markets[n_markets] = k
        n_markets += 1
    return n_markets


@numba.njit(nogil=True, cache=True)  # type: ignore[untyped-decorator]
def _available(
    network: Any, rules: Any, market: int, normal: Any, supply: Any, down: Any
) -> float:
    """Supply left in a market; 0 stands for the limit in which nothing can be replaced."""
    left = supply[market, 0]
    if left < SCARCE * normal[market]:
        # Differences would leave rounding noise where the sum is 0. The rows of unhurt firms hold 0
        # (the batch clears what a scenario hurt).
        left = 0.0
        members, out = network.market_members, network.out
        for k in range(network.market_firms[market], network.market_firms[market + 1]):
            i = members[k]
            left += (1.0 - down[i, NOW]) * out[i]
        supply[market, 0] = left
    if rules.reference:
        return left if left > FLOOR else 1.0
    return left if left > NOTHING_LEFT * normal[market] else 0.0


@numba.njit(nogil=True, cache=True)  # type: ignore[untyped-decorator]
def _index(
    weight: Any, down: Any, up: Any, hurt_down: Any, n_down: int, hurt_up: Any, n_up: int
) -> Any:
    """Weighted losses: combined, down, up. Rows of unhurt firms hold 0."""
    lost_up = 0.0
    for k in range(n_up):
        i = hurt_up[k]
        lost_up += weight[i] * up[i, NOW]
    lost_down = more = 0.0
    for k in range(n_down):
        i = hurt_down[k]
        x, y = down[i, NOW], up[i, NOW]
        lost_down += weight[i] * x
        if x > y:
            more += weight[i] * (x - y)
    return lost_up + more, lost_down, lost_up


@numba.njit(nogil=True, cache=True)  # type: ignore[untyped-decorator]
def _list_losses(
    down: Any, up: Any, hurt_down: Any, n_down: int, hurt_up: Any, n_up: int, buffers: Any,
    used: int,
) -> int:  # fmt: skip
    firm, lost_down, lost_up = buffers
    for k in range(n_down):
        i = hurt_down[k]
        firm[used], lost_down[used], lost_up[used] = i, down[i, NOW], up[i, NOW]
        used += 1
    for k in range(n_up):
        i = hurt_up[k]
        if down[i, NOW] == 0.0:
            firm[used], lost_down[used], lost_up[used] = i, 0.0, up[i, NOW]
            used += 1
    return used
