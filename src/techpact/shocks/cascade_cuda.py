"""The plain cascade on a CUDA device: every edge in every step, many scenarios at once.

Arrays of firms by scenarios lie so that the threads of one warp take neighbouring scenarios of the
same firm: an edge is read once for all of them, and their losses come in whole lines of memory.
Sums over firms are made in a fixed order, so that a run gives the same bits every time.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

import numpy as np

from techpact.shocks.cascade_rules import (
    FLOOR,
    MAX_ITERATIONS,
    NOTHING_LEFT,
    TIE,
    UNFINISHED,
    Layout,
    Outcome,
    Rules,
    Scenarios,
)

cuda: Any = import_module("numba.cuda")  # it has no types

WARP, ROWS = 32, 8
"""Threads of a block: scenarios, and firms."""

CHUNK = 256
"""Firms whose losses one thread adds up."""

MOST_BLOCKS = 4096
"""Blocks over firms; with more firms each thread takes several."""

DEVICE_BYTES = 2_000_000_000
"""Memory that the arrays of firms by scenarios may take."""

RATIO_TIE = 1e-12
"""A growth of the index as near as this to the threshold is a tie that rounding would decide."""


def _device(function: Callable[..., None]) -> Any:
    """Compile a function for the device on first use."""
    return cuda.jit(function)


def available() -> bool:
    """Whether a CUDA device is there."""
    return bool(cuda.is_available())


def scenarios_at_once(firms: int) -> int:
    """Return how many scenarios fit into the memory of a batch: whole warps, at most 4,096."""
    fitting = DEVICE_BYTES // (max(firms, 1) * 5 * 8)
    return int(max(1, min(4096, fitting) // WARP) * WARP)


def run_cuda(network: Layout, scenarios: Scenarios, rules: Rules, *, losses: bool) -> Outcome:
    """Run scenarios side by side on the device: no more than `scenarios_at_once` tells.

    Scenarios whose last step is a tie come back with `UNFINISHED` iterations.

    Returns
    -------
    Outcome
        As from `run_plain`; the index differs from it by rounding alone.
    """
    held = {name: cuda.to_device(np.ascontiguousarray(getattr(network, name))) for name in _SENT}
    held["normal"] = cuda.to_device(
        np.bincount(network.market, weights=network.out, minlength=len(network.market_firms) - 1)
    )
    count, n = len(scenarios), len(network.out)
    markets = len(network.market_firms) - 1
    chunks = -(-n // CHUNK)
    of_hit = np.repeat(np.arange(count, dtype=np.int32), np.diff(scenarios.offsets))
    hit = tuple(
        cuda.to_device(np.ascontiguousarray(a))
        for a in (of_hit, scenarios.firm, scenarios.down, scenarios.up)
    )
    down, up, next_down, next_up, sent = (cuda.to_device(np.ones((n, count))) for _ in range(5))
    supply = cuda.device_array((markets, count))
    partial = cuda.device_array((4, chunks, count))
    totals = cuda.to_device(np.zeros((4, count)))
    iterations = cuda.to_device(np.zeros(count, dtype=np.int64))
    by_firm, by_market, by_chunk = (_grid(count, rows) for rows in (n, markets, chunks))
    block, flat = (WARP, ROWS), (-(-max(count, 1) // WARP), WARP)
    hits = (-(-max(len(of_hit), 1) // WARP), WARP)
    if len(of_hit):
        _hit[hits](*hit, down, up)
    _add_up[by_chunk, block](held["weight"], down, up, down, up, partial)
    _decide[flat](partial, totals, iterations, 0, rules.eps, rules.relative)
    for step in range(1, MAX_ITERATIONS + 1):
        if rules.replaceability:
            _supply[by_market, block](
                held["market_firms"], held["market_members"], held["out"], held["normal"], down,
                supply, rules.reference,
            )  # fmt: skip
            _send[by_firm, block](held["market"], held["out"], supply, down, sent)
        else:
            _send_all[by_firm, block](down, sent)
        _step[by_firm, block](
            held["buyer_groups"], held["buyer_essential"], held["group_edges"],
            held["input_supplier"], held["input_share"], held["sale_edges"], held["sale_buyer"],
            held["sale_share"], sent, down, up, next_down, next_up, iterations,
        )  # fmt: skip
        if len(of_hit):
            _hit[hits](*hit, next_down, next_up)
        _add_up[by_chunk, block](held["weight"], down, up, next_down, next_up, partial)
        _decide[flat](partial, totals, iterations, step, rules.eps, rules.relative)
        down, up, next_down, next_up = next_down, next_up, down, up
        done = iterations.copy_to_host()
        if np.all(done != 0):
            break
    else:
        done = np.where(done == 0, MAX_ITERATIONS, done)
    _, both, lost_down, lost_up = totals.copy_to_host()
    edges = len(network.input_supplier) + len(network.sale_buyer)
    work = np.maximum(done, 0) * edges
    bound = np.zeros(count)
    if not losses:
        return Outcome(both, lost_down, lost_up, done, work, bound)
    h_down, h_up = down.copy_to_host(), up.copy_to_host()
    scenario, firm = np.nonzero((np.minimum(h_down, h_up) < 1.0).T)
    offsets = np.searchsorted(scenario, np.arange(count + 1)).astype(np.int64)
    return Outcome(
        both, lost_down, lost_up, done, work, bound, offsets, firm.astype(np.int32),
        1.0 - h_down[firm, scenario], 1.0 - h_up[firm, scenario],
    )  # fmt: skip


_SENT = (
    "market", "market_firms", "market_members", "out", "weight", "buyer_groups",
    "buyer_essential", "group_edges", "input_supplier", "input_share", "sale_edges", "sale_buyer",
    "sale_share",
)  # fmt: skip


def _grid(scenarios: int, rows: int) -> tuple[int, int]:
    """Blocks over scenarios and rows."""
    return -(-max(scenarios, 1) // WARP), min(MOST_BLOCKS, -(-max(rows, 1) // ROWS))


def _called(function: Callable[..., float]) -> Any:
    """Compile a function that other functions for the device call."""
    return cuda.jit(device=True)(function)


# The built-in ones mind NaN and the sign of 0, which costs calls of a library.
@_called
def _least(x: float, y: float) -> float:
    return x if x < y else y


@_called
def _largest(x: float, y: float) -> float:
    return x if x > y else y


@_device
def _hit(scenario: Any, firm: Any, psi_down: Any, psi_up: Any, down: Any, up: Any) -> None:
    """Keep what a scenario hits at or below what its initial loss leaves."""
    p = cuda.grid(1)
    if p < len(firm):
        i, s = firm[p], scenario[p]
        down[i, s] = _least(down[i, s], 1.0 - psi_down[p])
        up[i, s] = _least(up[i, s], 1.0 - psi_up[p])


@_device
def _supply(
    firms: Any, members: Any, out: Any, normal: Any, down: Any, supply: Any, reference: bool
) -> None:
    """Fill `supply` with the output A that each market has left; 0 where it is as good as none."""
    s, first = cuda.grid(2)
    if s >= supply.shape[1]:
        return
    for k in range(first, supply.shape[0], cuda.gridsize(2)[1]):
        left = 0.0
        for m in range(firms[k], firms[k + 1]):
            left += down[members[m], s] * out[members[m]]
        if reference:
            supply[k, s] = left if left > FLOOR else 1.0
        else:
            supply[k, s] = left if left > NOTHING_LEFT * normal[k] else 0.0


@_device
def _send(market: Any, out: Any, supply: Any, down: Any, sent: Any) -> None:
    """Fill `sent` with what others cannot replace of what a firm fails to send."""
    s, first = cuda.grid(2)
    if s >= sent.shape[1]:
        return
    for i in range(first, sent.shape[0], cuda.gridsize(2)[1]):
        left = supply[market[i], s]
        share = _least(1.0, out[i] / left) if left > 0.0 else 1.0
        sent[i, s] = share * (1.0 - down[i, s])


@_device
def _send_all(down: Any, sent: Any) -> None:
    """Fill `sent` with what firms fail to send when nobody replaces it."""
    s, first = cuda.grid(2)
    if s >= sent.shape[1]:
        return
    for i in range(first, sent.shape[0], cuda.gridsize(2)[1]):
        sent[i, s] = 1.0 - down[i, s]


@_device
def _step(
    buyer_groups: Any, buyer_essential: Any, group_edges: Any, input_supplier: Any,
    input_share: Any, sale_edges: Any, sale_buyer: Any, sale_share: Any, sent: Any, down: Any,
    up: Any, next_down: Any, next_up: Any, iterations: Any,
) -> None:  # fmt: skip
    """Let all firms take their new losses; a scenario that has ended keeps its own."""
    s, first = cuda.grid(2)
    if s >= down.shape[1]:
        return
    ended = iterations[s] != 0
    for j in range(first, down.shape[0], cuda.gridsize(2)[1]):
        if ended:
            next_down[j, s] = down[j, s]
            next_up[j, s] = up[j, s]
            continue
        middle = buyer_essential[j]
        linear = 0.0
        for g in range(buyer_groups[j], middle):
            lost = 0.0
            for e in range(group_edges[g], group_edges[g + 1]):
                lost += input_share[e] * sent[input_supplier[e], s]
            linear += (1.0 - lost) - 1.0
        h = 1.0 + linear
        for g in range(middle, buyer_groups[j + 1]):
            lost = 0.0
            for e in range(group_edges[g], group_edges[g + 1]):
                lost += input_share[e] * sent[input_supplier[e], s]
            h = _least(h, 1.0 - lost)
        next_down[j, s] = _largest(0.0, _least(1.0, h))
        lost = 0.0
        for e in range(sale_edges[j], sale_edges[j + 1]):
            lost += sale_share[e] * (1.0 - up[sale_buyer[e], s])
        next_up[j, s] = _largest(0.0, _least(1.0, 1.0 - lost))


@_device
def _add_up(weight: Any, down: Any, up: Any, next_down: Any, next_up: Any, partial: Any) -> None:
    """Of each chunk of firms: the largest fall, and the weighted losses combined, down and up."""
    s, first = cuda.grid(2)
    if s >= down.shape[1]:
        return
    for c in range(first, partial.shape[1], cuda.gridsize(2)[1]):
        fall = both = lost_down = lost_up = 0.0
        last = (c + 1) * CHUNK
        for i in range(c * CHUNK, last if last < down.shape[0] else down.shape[0]):
            x, y = next_down[i, s], next_up[i, s]
            fall = _largest(fall, _largest(down[i, s] - x, up[i, s] - y))
            both += weight[i] * (1.0 - _least(x, y))
            lost_down += weight[i] * (1.0 - x)
            lost_up += weight[i] * (1.0 - y)
        partial[0, c, s], partial[1, c, s] = fall, both
        partial[2, c, s], partial[3, c, s] = lost_down, lost_up


@_device
def _decide(
    partial: Any, totals: Any, iterations: Any, step: int, eps: float, relative: bool
) -> None:
    """Add up a step of each scenario and say whether it was the last (`iterations`)."""
    s = cuda.grid(1)
    if s >= len(iterations) or iterations[s] != 0:
        return
    fall = both = lost_down = lost_up = 0.0
    for c in range(partial.shape[1]):
        fall = _largest(fall, partial[0, c, s])
        both += partial[1, c, s]
        lost_down += partial[2, c, s]
        lost_up += partial[3, c, s]
    before = totals[1, s]
    totals[0, s], totals[1, s] = fall, both
    totals[2, s], totals[3, s] = lost_down, lost_up
    if step == 0:
        return
    if relative:
        # 0/0 is not above the bound and stops; a rise from 0 is and goes on.
        if before > 0.0:
            growth = both / before - 1.0 - eps
            if -RATIO_TIE <= growth <= RATIO_TIE:
                iterations[s] = UNFINISHED
            elif growth < 0.0:
                iterations[s] = step
        elif both == 0.0:
            iterations[s] = step
    elif -TIE <= fall - eps <= TIE:
        iterations[s] = UNFINISHED
    elif fall < eps:
        iterations[s] = step
