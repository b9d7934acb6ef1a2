"""The sparse cascade: only what changed is pushed along its edges.

Work follows the firms that a scenario touches; what it touched is set back to 0 when it ends. The
last steps upstream, by far the widest, are not walked when only the index is asked for.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from techpact.shocks.broad_up import BENT, MOST_HIT, SINGLE_FROM, run_broad
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
from techpact.shocks.meet_up import MET, NOT_LINEAR, meet_up
from techpact.shocks.push_down import clear_down, start_down, step_down
from techpact.shocks.push_state import HURT, LOSS, NOW, workspace
from techpact.shocks.push_up import clear_up, index_now, start_up, step_up
from techpact.shocks.upstream import reach_upstream
from techpact.shocks.walk_up import UNDECIDED, find_stop, start_walk, walk_step

MEET_STEPS = 24
"""Most steps for which `reach_upstream` is prepared; longer cascades run in lanes."""

DROPS = (0.1, 0.02, 0.004)
"""Growth, relative to eps, that a walk upstream leaves out; tried in turn."""

ACCURACY = 1e-4
"""Largest error of the index, relative to it, from `SINGLE_FROM` firms on, rounding included."""

PATIENCE = 0.03
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
    allowed = int(patience * len(network.sale_buyer))
    accuracy = ACCURACY if n >= SINGLE_FROM else 0.0
    bound = np.zeros(count)
    longest = (MEET_STEPS + 2) * n + len(network.sale_buyer) + 1
    work = workspace(network, reach, min(allowed + n + 1, longest))
    capacity = max(4 * n, 1 << 16) if losses else 0
    buffers = (np.empty(capacity, dtype=np.int32), np.empty(capacity), np.empty(capacity))
    ends = np.zeros(count + 1, dtype=np.int64)
    kept: list[tuple[Any, ...]] = []
    clock, done, stored = 1.0, 0, 0
    while done < count:
        clock, last, used = _batch(
            network, rules, scenarios.offsets, scenarios.firm, scenarios.down, scenarios.up,
            done, clock, work, index, iterations, passed, bound, losses, buffers, ends,
            allowed, accuracy,
        )  # fmt: skip
        if losses:
            kept.append(tuple(b[:used].copy() for b in buffers))
            ends[done + 1 : last + 1] += stored
            stored += used
        done = last
    broad = np.flatnonzero(iterations == BROAD)
    if len(broad):
        # The longest first, as far as known, so that the last lanes end together.
        order = broad[np.argsort(-index[0, broad], kind="stable")]
        outcome = (index, iterations, passed, bound)
        run_broad(network, rules, scenarios, order, work, clock, outcome)
        # Those that single precision leaves too uncertain are walked step by step as well.
        coarse = (iterations == UNFINISHED) | (bound > accuracy * index[0])
        iterations[broad[coarse[broad]]] = BENT
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
    bound: Any, losses: bool, buffers: Any, ends: Any, allowed: int, accuracy: float,
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
            clock, iterations[s], passed[s], bound[s] = _meet(
                network, rules, hit, down, up, clock, work, index[:, s], allowed, accuracy
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
    result: Any, allowed: int, accuracy: float,
) -> Any:  # fmt: skip
    """Run one scenario whose losses upstream are linear; returns clock, iterations, edges, bound.

    Of a scenario that is put off (BROAD), `result` holds the step that was reached.
    """
    eps, start = rules.eps, clock
    start_up(work, firm, psi_up)
    stop = passed = reached = 0
    at = -1
    while stop == UNDECIDED:
        at += 1
        if at == len(DROPS):
            result[0] = reached
            return clock, BROAD if reached > 0 else BENT, passed, 0.0
        start_walk(work, firm)
        stop, edges, reached = find_stop(network, work, eps, DROPS[at] * eps, allowed - passed)
        passed += edges
        if stop == UNFINISHED:
            return clock, UNFINISHED, passed, 0.0
    start_down(network, rules, work, firm, psi_down, clock)
    last = 0
    while True:
        clock += 1.0
        last += 1
        change, edges = step_down(network, rules, work, clock, start)
        passed += edges
        if change < 0.0 or (last >= stop and abs(change - eps) <= TIE):
            return clock, UNFINISHED, passed, 0.0
        if (change <= eps and last >= stop) or last >= MAX_ITERATIONS:
            break
    result[0] = last
    walked = stop
    while last <= work.reach.shape[1]:
        largest = 0.0
        while walked < last and largest >= 0.0:
            largest, edges = walk_step(network, work, walked, DROPS[at] * eps, allowed - passed)
            passed += edges
            walked += 1
        if largest < 0.0:
            break
        answer, error, edges = meet_up(
            network, work, firm, psi_up, last, accuracy, allowed - passed, result
        )
        passed += edges
        if answer == NOT_LINEAR:
            return clock, BENT, passed, 0.0
        if answer == MET and error <= accuracy * result[0]:
            return clock, last, passed, error
        at += 1
        if at >= len(DROPS):
            break
        start_walk(work, firm)
        walked = 0
    result[0] = last
    return clock, BROAD, passed, 0.0


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
