"""The sparse cascade: only what changed is pushed along its edges.

Work follows the firms that a scenario touches; what it touched is set back to 0 when it ends. The
last step upstream, by far the widest, is not walked when its only use is its sum.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from techpact.shocks.cascade_rules import (
    MAX_ITERATIONS,
    UNFINISHED,
    Layout,
    Outcome,
    Rules,
    Scenarios,
)
from techpact.shocks.compiled import compiled
from techpact.shocks.push_down import clear_down, start_down, step_down
from techpact.shocks.push_state import HURT, MOVED, NOW, workspace
from techpact.shocks.push_up import clear_up, finish_up, is_last_step, start_up, step_up


def run_push(network: Layout, scenarios: Scenarios, rules: Rules, *, losses: bool) -> Outcome:
    """Run scenarios one after another, pushing changes.

    Scenarios in which a loss shrinks (reference mode with a market at its floor) come back with
    `UNFINISHED` iterations.
    """
    count, n = len(scenarios), len(network.out)
    index = np.empty((3, count))
    iterations, passed = np.empty(count, dtype=np.int64), np.empty(count, dtype=np.int64)
    work = workspace(network)
    capacity = max(4 * n, 1 << 16) if losses else 0
    buffers = (np.empty(capacity, dtype=np.int32), np.empty(capacity), np.empty(capacity))
    ends = np.zeros(count + 1, dtype=np.int64)
    kept: list[tuple[Any, ...]] = []
    clock, done, stored = 1.0, 0, 0
    while done < count:
        clock, last, used = _batch(
            network, rules, scenarios.offsets, scenarios.firm, scenarios.down, scenarios.up,
            done, clock, work, index, iterations, passed, losses, buffers, ends,
        )  # fmt: skip
        if losses:
            kept.append(tuple(b[:used].copy() for b in buffers))
            ends[done + 1 : last + 1] += stored
            stored += used
        done = last
    if not losses:
        return Outcome(index[0], index[1], index[2], iterations, passed)
    lists = (np.concatenate([k[c] for k in kept]) for c in range(3))
    return Outcome(index[0], index[1], index[2], iterations, passed, ends, *lists)


@compiled
def _batch(
    network: Any, rules: Any, offsets: Any, firm: Any, psi_down: Any, psi_up: Any,
    first: int, clock: float, work: Any, index: Any, iterations: Any, passed: Any,
    losses: bool, buffers: Any, ends: Any,
) -> Any:  # fmt: skip
    """Run scenarios from `first` on; stops early when the loss buffers are full."""
    used, count = 0, len(offsets) - 1
    for s in range(first, count):
        if losses and s > first and used + 2 * len(network.out) > len(buffers[0]):
            return clock, s, used
        low, high = offsets[s], offsets[s + 1]
        clock, iterations[s], passed[s] = _cascade(
            network, rules, firm[low:high], psi_down[low:high], psi_up[low:high], clock, work,
            losses, index[:, s],
        )  # fmt: skip
        if losses:
            used = _list_losses(work, buffers, used)
            ends[s + 1] = used
        clear_down(network, work)
        clear_up(work, firm[low:high])
        clock += 1.0
    return clock, count, used


@compiled
def _cascade(
    network: Any, rules: Any, firm: Any, psi_down: Any, psi_up: Any, clock: float, work: Any,
    losses: bool, result: Any,
) -> Any:  # fmt: skip
    """Run one scenario: fills `result`, returns the clock, iterations and edges passed."""
    eps, start, passed = rules.eps, clock, 0
    start_down(network, rules, work, firm, psi_down, clock)
    start_up(work, firm, psi_up)
    shortcut = work.bounded and not rules.relative and not losses
    index = 0.0
    if rules.relative:
        index = _index(network.weight, work)[0]
    for iteration in range(1, MAX_ITERATIONS + 1):
        clock += 1.0
        change, edges = step_down(network, rules, work, clock, start)
        passed += edges
        if change < 0.0:
            return clock, UNFINISHED, passed
        if shortcut and change <= eps and work.up.counts[MOVED] > 0:
            last, edges = is_last_step(network, work, eps, clock)
            passed += edges
            if last:
                result[0], result[1], result[2], edges = finish_up(network, work, firm)
                return clock, iteration, passed + edges
        growth, edges = step_up(network, work)
        passed += edges
        if rules.relative:
            before = index
            index = _index(network.weight, work)[0]
            # 0/0 is not above the bound and stops; a rise from 0 is and goes on.
            going_on = index > 0.0 and (before == 0.0 or index / before > 1.0 + eps)
        else:
            going_on = max(change, growth) > eps
        if not going_on:
            result[0], result[1], result[2] = _index(network.weight, work)
            return clock, iteration, passed
    result[0], result[1], result[2] = _index(network.weight, work)
    return clock, MAX_ITERATIONS, passed


@compiled
def _index(weight: Any, work: Any) -> Any:
    """Weighted losses: combined, down, up. Rows of unhurt firms hold 0."""
    down, up, hurt = work.down.rows, work.up.loss, work.up.hurt
    lost_up = 0.0
    for k in range(work.up.counts[HURT]):
        i = hurt[k]
        lost_up += weight[i] * up[i]
    hurt = work.down.hurt
    lost_down = more = 0.0
    for k in range(work.down.counts[HURT]):
        i = hurt[k]
        x, y = down[i, NOW], up[i]
        lost_down += weight[i] * x
        if x > y:
            more += weight[i] * (x - y)
    return lost_up + more, lost_down, lost_up


@compiled
def _list_losses(work: Any, buffers: Any, used: int) -> int:
    firm, lost_down, lost_up = buffers
    down, up, hurt = work.down.rows, work.up.loss, work.down.hurt
    for k in range(work.down.counts[HURT]):
        i = hurt[k]
        firm[used], lost_down[used], lost_up[used] = i, down[i, NOW], up[i]
        used += 1
    hurt = work.up.hurt
    for k in range(work.up.counts[HURT]):
        i = hurt[k]
        if down[i, NOW] == 0.0:
            firm[used], lost_down[used], lost_up[used] = i, 0.0, up[i]
            used += 1
    return used
