"""The sparse cascade: only what changed is pushed along its edges.

Work follows the firms that a scenario touches; what it touched is set back to 0 when it ends. The
last steps upstream, by far the widest, are not walked when only the index is asked for.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from techpact.shocks.broad_up import BENT, MOST_HIT, WALKED, run_broad
from techpact.shocks.cascade_rules import (
    MAX_ITERATIONS,
    TIE,
    UNFINISHED,
    Layout,
    Outcome,
    Rules,
    Scenarios,
)
from techpact.shocks.compiled import compiled, inner
from techpact.shocks.meet_up import MET, NOT_LINEAR, meet_up, stop_up
from techpact.shocks.push_down import clear_down, start_down, step_down
from techpact.shocks.push_state import HURT, LOSS, NOW, workspace
from techpact.shocks.push_up import clear_up, index_now, reached_up, start_up, step_up
from techpact.shocks.upstream import reach_upstream

MEET_STEPS = 6
"""Most steps upstream that are gathered backwards; for so many `reach_upstream` is prepared."""

NARROW = 1000
"""Edges up to which a further step is pushed for all, before the search for the last step."""

DROPS = (0.2, 0.05)
"""Growth, relative to eps, that the search for the last step does not walk; tried in turn."""

PATIENCE = 0.04
"""Edges that a scenario may pass alone, relative to all edges, before it is put into a lane."""

BROAD = -4
"""Iterations of a scenario whose losses upstream spread too widely to be pushed; see `broad_up`."""


def run_push(
    network: Layout,
    scenarios: Scenarios,
    rules: Rules,
    *,
    losses: bool,
    reach: Any = None,
    patience: float = PATIENCE,
) -> Outcome:
    """Run scenarios one after another, pushing changes; broad ones side by side.

    Results do not depend on `patience` beyond `Outcome.bound`: rounding in broad scenarios.

    Scenarios in which a loss shrinks (reference mode with a market at its floor) come back with
    `UNFINISHED` iterations.
    """
    count, n = len(scenarios), len(network.out)
    index = np.empty((3, count))
    iterations, passed = np.empty(count, dtype=np.int64), np.empty(count, dtype=np.int64)
    if reach is None:
        reach = reach_upstream(network, MEET_STEPS)
    work = workspace(network, reach)
    capacity = max(4 * n, 1 << 16) if losses else 0
    buffers = (np.empty(capacity, dtype=np.int32), np.empty(capacity), np.empty(capacity))
    ends = np.zeros(count + 1, dtype=np.int64)
    kept: list[tuple[Any, ...]] = []
    clock, done, stored = 1.0, 0, 0
    while done < count:
        clock, last, used = _batch(
            network, rules, scenarios.offsets, scenarios.firm, scenarios.down, scenarios.up,
            done, clock, work, index, iterations, passed, losses, buffers, ends, patience,
        )  # fmt: skip
        if losses:
            kept.append(tuple(b[:used].copy() for b in buffers))
            ends[done + 1 : last + 1] += stored
            stored += used
        done = last
    bound = np.zeros(count)
    broad = np.flatnonzero(iterations == BROAD)
    if len(broad):
        # Lanes of like length: those that reached as far in the search for their last step.
        order = broad[np.argsort(index[0, broad], kind="stable")]
        outcome = (index, iterations, passed, bound)
        run_broad(network, rules, scenarios, order, work, clock, outcome)
        bent = np.flatnonzero(iterations == BENT)
        if len(bent):
            again = run_push(network, scenarios.select(bent), rules, losses=True, reach=reach)
            for row, values in enumerate((again.esri, again.down, again.up)):
                index[row, bent] = values
            iterations[bent] = again.iterations
            bound[bent] = 0.0
    if not losses:
        return Outcome(index[0], index[1], index[2], iterations, passed, bound)
    lists = (np.concatenate([k[c] for k in kept]) for c in range(3))
    return Outcome(index[0], index[1], index[2], iterations, passed, bound, ends, *lists)


@compiled
def _batch(
    network: Any, rules: Any, offsets: Any, firm: Any, psi_down: Any, psi_up: Any,
    first: int, clock: float, work: Any, index: Any, iterations: Any, passed: Any,
    losses: bool, buffers: Any, ends: Any, patience: float,
) -> Any:  # fmt: skip
    """Run scenarios from `first` on; stops early when the loss buffers are full."""
    used, count = 0, len(offsets) - 1
    for s in range(first, count):
        if losses and s > first and used + 2 * len(network.out) > len(buffers[0]):
            return clock, s, used
        low, high = offsets[s], offsets[s + 1]
        hit, down, up = firm[low:high], psi_down[low:high], psi_up[low:high]
        iterations[s] = BENT
        if work.bounded and not rules.relative and not losses:
            clock, iterations[s], passed[s] = _meet(
                network, rules, hit, down, up, clock, work, index[:, s], patience
            )
            if iterations[s] == BROAD and high - low > MOST_HIT:
                iterations[s] = BENT
            if iterations[s] == BENT:
                clear_down(network, work)
                clear_up(work, hit)
                clock += 1.0
        if iterations[s] == BENT:
            clock, iterations[s], passed[s] = _walk(
                network, rules, hit, down, up, clock, work, index[:, s]
            )
        if losses:
            used = _list_losses(work, buffers, used)
            ends[s + 1] = used
        clear_down(network, work)
        clear_up(work, hit)
        clock += 1.0
    return clock, count, used


@inner
def _meet(
    network: Any, rules: Any, firm: Any, psi_down: Any, psi_up: Any, clock: float, work: Any,
    result: Any, patience: float,
) -> Any:  # fmt: skip
    """Run one scenario whose losses upstream are linear; returns clock, iterations, edges.

    Of a scenario that is put off (BROAD), `result` holds the step that was reached.
    """
    eps, start = rules.eps, clock
    start_up(work, firm, psi_up)
    step = stop = passed = 0
    # The first step in which no loss upstream grows by more than eps; growth never rises again.
    while stop == 0 and (step < WALKED or reached_up(network, work) <= NARROW):
        growth, edges = step_up(network, work)
        step += 1
        passed += edges
        if abs(growth - eps) <= TIE:
            return clock, UNFINISHED, passed
        if growth <= eps:
            stop = step
    work.down.counts[HURT] = 0
    allowed = int(patience * len(network.sale_buyer))
    for drop in DROPS:
        if stop <= 0:
            stop, edges, reached = stop_up(network, work, eps, step, drop * eps, allowed)
            passed += edges
            allowed -= edges
            # Scenarios with a larger growth now take longer.
            result[0] = reached + growth
    if stop <= 0:
        return clock, BROAD, passed
    start_down(network, rules, work, firm, psi_down, clock)
    iteration = 0
    while True:
        clock += 1.0
        iteration += 1
        change, edges = step_down(network, rules, work, clock, start)
        passed += edges
        if change < 0.0 or (iteration >= stop and abs(change - eps) <= TIE):
            return clock, UNFINISHED, passed
        if (change <= eps and iteration >= stop) or iteration >= MAX_ITERATIONS:
            break
    answer, edges = meet_up(network, work, firm, psi_up, step, iteration, start, allowed, result)
    passed += edges
    if answer == MET:
        return clock, iteration, passed
    result[0] = iteration
    return clock, BENT if answer == NOT_LINEAR else BROAD, passed


@inner
def _walk(
    network: Any, rules: Any, firm: Any, psi_down: Any, psi_up: Any, clock: float, work: Any,
    result: Any,
) -> Any:  # fmt: skip
    """Run one scenario step by step: fills `result`, returns the clock, iterations, edges."""
    eps, start, passed = rules.eps, clock, 0
    start_down(network, rules, work, firm, psi_down, clock)
    start_up(work, firm, psi_up)
    index = 0.0
    if rules.relative:
        index = index_now(network.weight, work)[0]
    iteration = 0
    going_on = True
    while going_on and iteration < MAX_ITERATIONS:
        iteration += 1
        clock += 1.0
        change, edges = step_down(network, rules, work, clock, start)
        passed += edges
        if change < 0.0:
            return clock, UNFINISHED, passed
        growth, edges = step_up(network, work)
        passed += edges
        if rules.relative:
            before = index
            index = index_now(network.weight, work)[0]
            # 0/0 is not above the bound and stops; a rise from 0 is and goes on.
            going_on = index > 0.0 and (before == 0.0 or index / before > 1.0 + eps)
        else:
            going_on = max(change, growth) > eps
            if abs(max(change, growth) - eps) <= TIE:
                return clock, UNFINISHED, passed
    result[0], result[1], result[2] = index_now(network.weight, work)
    return clock, iteration, passed


@inner
def _list_losses(work: Any, buffers: Any, used: int) -> int:
    firm, lost_down, lost_up = buffers
    down, up, hurt = work.down.rows, work.up.rows, work.down.hurt
    for k in range(work.down.counts[HURT]):
        i = hurt[k]
        firm[used], lost_down[used], lost_up[used] = i, down[i, NOW], up[i, LOSS]
        used += 1
    hurt = work.up.hurt
    for k in range(work.up.counts[HURT]):
        i = hurt[k]
        if down[i, NOW] == 0.0:
            firm[used], lost_down[used], lost_up[used] = i, 0.0, up[i, LOSS]
            used += 1
    return used
