"""The working arrays of the pushing cascade and how compiled code names their columns."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from techpact.shocks.cascade_rules import Layout

NOW, NEXT, STAMP, SENT = 0, 1, 2, 3
"""Columns of a firm's row: loss now; loss that its inputs (or buyers) impose; step in which it was
last queued; what of its loss was pushed on already."""

HURT, MOVED = 0, 1
"""Places in `counts`: firms with a loss, firms whose loss grew in the last step."""

SINGLE_ROW = 1.0 + 1e-9


class Upstream(NamedTuple):
    """Losses upstream; separate arrays, since a push reads and writes `fresh` alone.

    `loss` is the loss now, `delta` its growth in the last step, `fresh` what arrives in this step;
    `imposed` and `hit` belong to the firms that the scenario hit, whose own loss may hide what
    their buyers impose. Lists hold firms; `counts` says how many of each are valid.
    """

    loss: Any
    delta: Any
    fresh: Any
    imposed: Any
    hit: Any
    checked: Any
    hurt: Any
    moved: Any
    queue: Any
    counts: Any


class Downstream(NamedTuple):
    """Losses downstream, a row for each firm; lists and `counts` as in `Upstream`."""

    rows: Any
    hurt: Any
    moved: Any
    queue: Any
    counts: Any


class Markets(NamedTuple):
    """Supply left by market, the hurt firms of each as linked lists, and the touched markets."""

    normal: Any
    supply: Any
    scenario: Any
    step: Any
    head: Any
    link: Any
    touched: Any
    counts: Any


class Workspace(NamedTuple):
    """All that one thread needs; every row is 0 between scenarios.

    `reach[j, r]` is what a unit of demand lost at firm j takes from the index in the r + 1 next
    steps upstream (`upstream.reach_upstream`); `tally` holds, by the step in which the run may end,
    what dropped losses add. `bounded` tells that no firm's sale shares add to more than 1.
    """

    down: Downstream
    up: Upstream
    slots: Any
    markets: Markets
    reach: Any
    tally: Any
    bounded: bool


def workspace(network: Layout, reach: Any) -> Workspace:
    """Make the working arrays of one thread: O(firms + groups)."""
    n, markets = len(network.out), len(network.market_firms) - 1

    def firms() -> Any:
        return np.empty(n + 1, dtype=np.int32)

    sellers = np.repeat(np.arange(n), np.diff(network.sale_edges))
    sold = np.bincount(sellers, weights=network.sale_share, minlength=n)
    return Workspace(
        Downstream(np.zeros((n, 4)), firms(), firms(), firms(), np.zeros(2, dtype=np.int64)),
        Upstream(
            np.zeros(n),
            np.zeros(n),
            np.zeros(n),
            np.zeros(n),
            np.zeros(n, dtype=np.int8),
            np.zeros(n),
            firms(),
            firms(),
            firms(),
            np.zeros(2, dtype=np.int64),
        ),
        np.zeros(len(network.group_edges) - 1),
        Markets(
            np.bincount(network.market, weights=network.out, minlength=markets),
            np.zeros(markets),
            np.zeros(markets),
            np.zeros(markets),
            np.empty(markets, dtype=np.int32),
            np.empty(n, dtype=np.int32),
            np.empty(markets + 1, dtype=np.int32),
            np.zeros(1, dtype=np.int64),
        ),
        reach,
        np.zeros(reach.shape[1] + 1),
        bool(n == 0 or sold.max() <= SINGLE_ROW),
    )
