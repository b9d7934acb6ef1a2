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
from techpact.shocks.push_up import (
    NO,
    UNSURE,
    clear_up,
    finish_up,
    is_last_step,
    start_up,
    step_up,
)
from techpact.shocks.upstream import reach_upstream

DROP_STEPS = 12
"""Steps for which the effect of dropped losses is prepared; a longer scenario runs exactly."""

LARGEST_DROP = 0.02
"""Largest dropped change relative to eps; larger ones would often leave the last step undecided."""

USUAL_STEPS = 20.0

RETRY = -2
"""Iterations of a scenario that dropping leaves undecided; it is run again without."""


def run_push(
    network: Layout,
    scenarios: Scenarios,
    rules: Rules,
    *,
    losses: bool,
    tolerance: float = 0.0,
    reach: Any = None,
) -> Outcome:
    """Run scenarios one after another, pushing changes.

    With a `tolerance` small losses upstream are not walked; their effect on the index is linear and
    added, and `Outcome.bound` certifies the error: at most `tolerance` times what the hit firms
    and an average firm weigh and reach upstream. Iterations stay exact.

    Scenarios in which a loss shrinks (reference mode with a market at its floor) come back with
    `UNFINISHED` iterations.
    """
    count, n = len(scenarios), len(network.out)
    index = np.empty((3, count))
    iterations, passed = np.empty(count, dtype=np.int64), np.empty(count, dtype=np.int64)
    if reach is None:
        reach = reach_upstream(network, DROP_STEPS if tolerance > 0 else 1)
    work = workspace(network, reach)
    bound = np.zeros(count)
    capacity = max(4 * n, 1 << 16) if losses else 0
    buffers = (np.empty(capacity, dtype=np.int32), np.empty(capacity), np.empty(capacity))
    ends = np.zeros(count + 1, dtype=np.int64)
    kept: list[tuple[Any, ...]] = []
    clock, done, stored = 1.0, 0, 0
    while done < count:
        clock, last, used = _batch(
            network, rules, scenarios.offsets, scenarios.firm, scenarios.down, scenarios.up,
            done, clock, work, index, iterations, passed, losses, buffers, ends, tolerance, bound,
        )  # fmt: skip
        if losses:
            kept.append(tuple(b[:used].copy() for b in buffers))
            ends[done + 1 : last + 1] += stored
            stored += used
        done = last
    if not losses:
        return Outcome(index[0], index[1], index[2], iterations, passed, bound)
    lists = (np.concatenate([k[c] for k in kept]) for c in range(3))
    return Outcome(index[0], index[1], index[2], iterations, passed, bound, ends, *lists)


@compiled
def _batch(
    network: Any, rules: Any, offsets: Any, firm: Any, psi_down: Any, psi_up: Any,
    first: int, clock: float, work: Any, index: Any, iterations: Any, passed: Any,
    losses: bool, buffers: Any, ends: Any, tolerance: float, bound: Any,
) -> Any:  # fmt: skip
    """Run scenarios from `first` on; stops early when the loss buffers are full."""
    used, count = 0, len(offsets) - 1
    for s in range(first, count):
        if losses and s > first and used + 2 * len(network.out) > len(buffers[0]):
            return clock, s, used
        low, high = offsets[s], offsets[s + 1]
        drop = 0.0
        if tolerance > 0.0 and work.bounded and not rules.relative and not losses:
            drop, allowed = _drop(network, work, firm[low:high], rules.eps, tolerance)
            clock, iterations[s], passed[s], bound[s] = _cascade(
                network, rules, firm[low:high], psi_down[low:high], psi_up[low:high], clock,
                work, losses, index[:, s], drop,
            )  # fmt: skip
            if iterations[s] == RETRY or bound[s] > allowed:
                clear_down(network, work)
                clear_up(work, firm[low:high])
                clock += 1.0
                drop = 0.0
        if drop == 0.0:
            clock, iterations[s], passed[s], bound[s] = _cascade(
                network, rules, firm[low:high], psi_down[low:high], psi_up[low:high], clock,
                work, losses, index[:, s], 0.0,
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
    losses: bool, result: Any, drop: float,
) -> Any:  # fmt: skip
    """Run one scenario: fills `result`, returns the clock, iterations, edges passed and bound."""
    eps, start, passed = rules.eps, clock, 0
    generations = 0  # steps since losses were first dropped
    start_down(network, rules, work, firm, psi_down, clock)
    start_up(work, firm, psi_up)
    shortcut = work.bounded and not rules.relative and not losses
    index = 0.0
    if rules.relative:
        index = _index(network.weight, work)[0]
    for iteration in range(1, MAX_ITERATIONS + 1):
        if drop > 0.0 and iteration >= DROP_STEPS:
            return clock, RETRY, passed, 0.0
        clock += 1.0
        change, edges = step_down(network, rules, work, clock, start)
        passed += edges
        if change < 0.0:
            return clock, UNFINISHED, passed, 0.0
        # Sale shares add to at most 1, so that each step adds at most `drop` to any firm's growth.
        unseen = generations * drop
        if shortcut and change <= eps and work.up.counts[MOVED] > 0:
            last, edges = is_last_step(network, work, eps, unseen, clock)
            passed += edges
            if last == UNSURE:
                return clock, RETRY, passed, 0.0
            if last != NO:
                result[0], result[1], result[2], edges = finish_up(network, work, firm)
                result[0] += work.tally[min(iteration, len(work.tally) - 1)]
                result[2] += work.tally[min(iteration, len(work.tally) - 1)]
                bound = _bound(network.weight, work, firm, generations, drop)
                return clock, iteration, passed + edges, bound
        growth, edges, dropped = step_up(network, work, drop, iteration)
        passed += edges
        if dropped or generations > 0:
            generations += 1
        if rules.relative:
            before = index
            index = _index(network.weight, work)[0]
            # 0/0 is not above the bound and stops; a rise from 0 is and goes on.
            going_on = index > 0.0 and (before == 0.0 or index / before > 1.0 + eps)
        else:
            going_on = max(change, growth) > eps
            if not going_on and growth + generations * drop > eps:
                return clock, RETRY, passed, 0.0
        if not going_on:
            result[0], result[1], result[2] = _index(network.weight, work)
            result[0] += work.tally[min(iteration, len(work.tally) - 1)]
            result[2] += work.tally[min(iteration, len(work.tally) - 1)]
            bound = _bound(network.weight, work, firm, generations, drop)
            return clock, iteration, passed, bound
    result[0], result[1], result[2] = _index(network.weight, work)
    return clock, MAX_ITERATIONS, passed, 0.0


@compiled
def _drop(network: Any, work: Any, firm: Any, eps: float, tolerance: float) -> Any:
    """Choose up to which change losses are dropped, and the error that is allowed in return."""
    weight, buyer = network.weight, network.sale_buyer
    last = work.reach.shape[1] - 1
    own, scale = 1.0 / len(weight), 0.0
    for p in range(len(firm)):
        i = firm[p]
        own += weight[i] + work.reach[i, last]
        scale += weight[i] + work.reach[i, last]
        for e in range(network.sale_edges[i], network.sale_edges[i + 1]):
            scale += weight[buyer[e]]
    allowed = tolerance * own
    if scale == 0.0:
        return eps * LARGEST_DROP, allowed
    return min(eps * LARGEST_DROP, allowed / (USUAL_STEPS * scale)), allowed


@compiled
def _bound(weight: Any, work: Any, firm: Any, generations: int, drop: float) -> float:
    """Bound the error of the index that dropping leaves.

    What was dropped reaches any firm with at most `drop` a step and generation. The tally counts
    what comes back to the hit firms, which cannot lose it again; and it is not known how much of it
    meets a larger loss downstream.
    """
    if generations == 0 or drop == 0.0:
        return 0.0
    most = 0.5 * generations * (generations + 1) * drop
    last = work.reach.shape[1] - 1
    total = 0.0
    for p in range(len(firm)):
        total += most * (weight[firm[p]] + work.reach[firm[p], last])
    rows, hurt, loss = work.down.rows, work.down.hurt, work.up.loss
    for k in range(work.down.counts[HURT]):
        i = hurt[k]
        more = rows[i, NOW] - loss[i]
        if more > 0.0:
            total += weight[i] * min(more, most)
    return total


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
