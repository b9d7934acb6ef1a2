"""Run many scenarios: choose the kernel, cut into batches, spread over joblib workers, resume."""

from __future__ import annotations

import hashlib
import io
from dataclasses import fields
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from techpact.analysis import Checkpoint, Progress
from techpact.shocks.cascade_lanes import run_lanes
from techpact.shocks.cascade_plain import run_plain
from techpact.shocks.cascade_push import MEET_STEPS, run_push
from techpact.shocks.cascade_rules import UNFINISHED, Outcome, Rules, Scenarios, join, layout
from techpact.shocks.lane_rows import LANES
from techpact.shocks.production_network import Floats, ProductionNetwork
from techpact.shocks.upstream import reach_upstream

Kernel = Literal["plain", "push", "lanes", "cuda"]

PLAIN_WORK = 30_000_000
"""Scenarios × edges up to which every edge is walked in every step: that needs no second."""

PILOT = 48
"""Scenarios that are pushed to choose a kernel."""

LANE_COST = 0.04
"""Time of an edge in one lane relative to an edge that is pushed: measured by the benchmark."""

SINGLE_BATCHES = 32


def choose_kernel(
    network: ProductionNetwork,
    scenarios: Scenarios,
    rules: Rules,
    reach: Floats | None = None,
) -> Kernel:
    """Choose by measurement: a pilot counts the edges that pushing passes.

    Edges are counted, not seconds, so that the choice is the same on every machine and run.
    """
    if len(scenarios) * network.edges <= PLAIN_WORK:
        return "plain"
    step = max(1, len(scenarios) // PILOT)
    pilot = scenarios.select(np.arange(0, len(scenarios), step)[:PILOT])
    pushed = run_push(layout(network), pilot, rules, losses=False, reach=reach)
    walked = len(network.input_supplier) + network.edges
    lanes = np.maximum(pushed.iterations, 1).sum() * walked * LANE_COST
    return "lanes" if pushed.work.sum() > lanes else "push"


def run_cascades(
    network: ProductionNetwork,
    scenarios: Scenarios,
    rules: Rules,
    *,
    losses: bool = False,
    jobs: int = 0,
    kernel: Kernel | None = None,
    progress: Progress | None = None,
    checkpoint: Checkpoint | None = None,
) -> Outcome:
    """Run all scenarios; results do not depend on jobs, batches or interruptions.

    Parameters
    ----------
    jobs
        Threads; 0 stands for the cores that this process may use. Inside a
        `joblib.parallel_config` (Dask, Ray) that backend and its number of workers hold.
    kernel
        Forces a kernel (`cuda` needs such a device); otherwise it is chosen by `choose_kernel`.
    checkpoint
        Finished batches are left here under keys that name network, rules and scenarios.
    """
    every_edge = kernel in {"plain", "cuda"}  # these walk all edges in every step
    reach = None if every_edge else reach_upstream(layout(network), MEET_STEPS)
    chosen = kernel or choose_kernel(network, scenarios, rules, reach)
    if losses and chosen == "lanes":
        chosen = "push"
    total = len(scenarios)
    if total == 0:
        return run_plain(layout(network), scenarios, rules, losses=losses)
    bounds = _batches(total, chosen, losses, network.firms)
    prefix = _fingerprint(network, scenarios, rules, chosen, losses) if checkpoint else ""
    parts: dict[int, Outcome] = {}
    if checkpoint is not None:
        for at, _ in bounds:
            stored = checkpoint.load(f"{prefix}-{at}")
            if stored is not None:
                parts[at] = _unpack(stored)
    todo = [b for b in bounds if b[0] not in parts]
    done = sum(last - first for first, last in bounds if first in parts)
    if progress is not None:
        progress(done, total)
    for first, part in _results(network, scenarios, rules, chosen, losses, todo, jobs, reach):
        parts[first] = part
        done += len(part.esri)
        if checkpoint is not None:
            checkpoint.save(f"{prefix}-{first}", _pack(part))
        if progress is not None:
            progress(done, total)
    return join([parts[first] for first, _ in bounds])


def _results(
    network: ProductionNetwork,
    scenarios: Scenarios,
    rules: Rules,
    kernel: Kernel,
    losses: bool,
    todo: list[tuple[int, int]],
    jobs: int,
    reach: Floats | None,
) -> Any:
    """Yield (first scenario, outcome) as batches finish."""
    import joblib

    backend, _ = joblib.parallel.get_active_backend()
    threads = jobs or available_cores()
    name = type(backend).__name__
    elsewhere = name not in {"LokyBackend", "ThreadingBackend", "SequentialBackend"}
    if kernel == "cuda" or (not elsewhere and (threads == 1 or len(todo) == 1)):
        for first, last in todo:
            yield _batch(network, scenarios.part(first, last), rules, kernel, losses, first, reach)
        return
    how: dict[str, Any] = {"n_jobs": threads, "backend": "threading"}
    if elsewhere:
        how = {"n_jobs": jobs or None}
    tasks = (
        joblib.delayed(_batch)(
            network, scenarios.part(first, last), rules, kernel, losses, first, reach
        )
        for first, last in todo
    )
    # Dask and Ray backends cannot hand results back one by one; threads can.
    if elsewhere:
        yield from joblib.Parallel(**how)(tasks)
    else:
        yield from joblib.Parallel(return_as="generator_unordered", **how)(tasks)


def _batch(
    network: ProductionNetwork,
    scenarios: Scenarios,
    rules: Rules,
    kernel: Kernel,
    losses: bool,
    first: int,
    reach: Floats | None,
) -> tuple[int, Outcome]:
    arrays = layout(network)
    if kernel == "plain":
        return first, run_plain(arrays, scenarios, rules, losses=losses)
    if kernel == "cuda":
        from techpact.shocks.cascade_cuda import run_cuda  # brings in the device's driver

        done = run_cuda(arrays, scenarios, rules, losses=losses)
    elif kernel == "lanes":
        done = run_lanes(arrays, scenarios, rules)
    else:
        done = run_push(arrays, scenarios, rules, losses=losses, reach=reach)
    left = np.flatnonzero(done.iterations == UNFINISHED)
    if len(left):
        done = _replace(done, left, run_plain(arrays, scenarios.select(left), rules, losses=losses))
    return first, done


def _replace(outcome: Outcome, at: npt.NDArray[np.int64], other: Outcome) -> Outcome:
    """Put the outcomes of some scenarios in place."""
    if outcome.loss_offsets is not None:
        whole = {int(s): other for s in at}
        parts = [
            _one(whole[s], int(np.searchsorted(at, s))) if s in whole else _one(outcome, s)
            for s in range(len(outcome.esri))
        ]
        return join(parts)
    for name in ("esri", "down", "up", "iterations", "work", "bound"):
        getattr(outcome, name)[at] = getattr(other, name)
    return outcome


def _one(outcome: Outcome, s: int) -> Outcome:
    assert outcome.loss_offsets is not None  # noqa: S101
    assert outcome.loss_firm is not None  # noqa: S101
    assert outcome.loss_down is not None  # noqa: S101
    assert outcome.loss_up is not None  # noqa: S101
    low, high = outcome.loss_offsets[s], outcome.loss_offsets[s + 1]
    return Outcome(
        outcome.esri[s : s + 1],
        outcome.down[s : s + 1],
        outcome.up[s : s + 1],
        outcome.iterations[s : s + 1],
        outcome.work[s : s + 1],
        outcome.bound[s : s + 1],
        np.array([0, high - low]),
        outcome.loss_firm[low:high],
        outcome.loss_down[low:high],
        outcome.loss_up[low:high],
    )


def available_cores() -> int:
    """Cores that this process may use (affinity, container limits, NUMBA_NUM_THREADS)."""
    import joblib
    from numba import get_num_threads

    return int(max(1, min(joblib.cpu_count(), get_num_threads())))


def _batches(total: int, kernel: Kernel, losses: bool, firms: int) -> list[tuple[int, int]]:
    """Cut into batches of whole lanes, many enough for an even load and a useful checkpoint.

    A batch fills lanes only with its own broad scenarios, so that small ones would waste them.
    """
    if kernel == "cuda":
        from techpact.shocks.cascade_cuda import scenarios_at_once

        size = scenarios_at_once(firms)
        return [(first, min(first + size, total)) for first in range(0, total, size)]
    size = max(
        total // SINGLE_BATCHES, LANES * 4 if kernel == "lanes" else min(4096, max(64, total // 8))
    )
    if losses:
        size = min(size, 256)
    size = -(-size // LANES) * LANES
    return [(first, min(first + size, total)) for first in range(0, total, size)]


def _fingerprint(
    network: ProductionNetwork, scenarios: Scenarios, rules: Rules, kernel: str, losses: bool
) -> str:
    digest = hashlib.sha256(repr((tuple(rules), kernel, losses, len(scenarios))).encode())
    for holder in (network, scenarios):
        for field in fields(holder):
            digest.update(np.ascontiguousarray(getattr(holder, field.name)).data)
    return digest.hexdigest()[:24]


def _pack(outcome: Outcome) -> bytes:
    buffer = io.BytesIO()
    arrays = {f.name: getattr(outcome, f.name) for f in fields(outcome)}
    np.savez(buffer, **{name: value for name, value in arrays.items() if value is not None})
    return buffer.getvalue()


def _unpack(stored: bytes) -> Outcome:
    with np.load(io.BytesIO(stored), allow_pickle=False) as arrays:
        return Outcome(**{name: arrays[name] for name in arrays.files})
