"""The working arrays of the pushing cascade and how compiled code names their columns."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from techpact.shocks.cascade_rules import Layout

NOW, NEXT, STAMP, SENT = 0, 1, 2, 3
"""Columns of a firm's row: loss now; loss that its inputs (or buyers) impose; step in which it was
last queued; what of its loss was pushed on already."""

LOSS, DELTA, FRESH, IMPOSED = 0, 1, 2, 3
"""Columns of a firm's row upstream: loss now; its growth in the last step; what arrives in this
step; what buyers impose on a firm that the scenario hit, whose own loss may hide it."""

CAME, SOURCE, SOURCES, PART, SALE, SALES, GAINED, HIT = range(8)
"""Columns of a firm's line, which fills one line of the cache, so that a walk touches one a firm:
growth that arrives in this step of a walk upstream; where its purchases begin among the edges, and
how many they are; share that arrives when sales are followed; where its sales begin, and how many;
growth added up; 1 where the scenario hit it."""

HURT, MOVED = 0, 1
"""Places in `counts`: firms with a loss, firms whose loss grew in the last step."""

CANDIDATES = 256
"""Most firms that may be in question in the search for the last step."""

FAR, NEAR, FETCHED = 16, 6, 8
"""Places in a list at which the edges of a firm are asked for before they are needed, and then the
lines of at most so many firms at their ends: waiting for memory is most of the time of a walk."""

NEXT_LINE = 16
"""Places in a list at which the line of a firm is asked for before it is read."""

SINGLE_ROW = 1.0 + 1e-9


class Upstream(NamedTuple):
    """Losses upstream, a row for each firm; a row fills half a line of the cache.

    Lists hold firms; `counts` says how many of each are valid.
    """

    rows: Any
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


class Trail(NamedTuple):
    """The walk upstream of one scenario (see `walk_up`).

    Step t reached the firms `firm[ends[t]:ends[t + 1]]` and found the growth `grown` for them; no
    firm's growth is larger by more than lack[t]. `source` and `sources` are those of their lines;
    `sender` lists the places of those whose growth is walked on.
    """

    firm: Any
    grown: Any
    ends: Any
    lack: Any
    source: Any
    sources: Any
    sender: Any


class Ahead(NamedTuple):
    """Where the sales of one firm go (see `push_ahead`).

    `sale` and `sales` are those of the lines of the firms listed. short[d] is what a firm's loss
    may lack when its sales are followed for d steps; `open` lists firms of which more has to be
    known.
    """

    firm: Any
    share: Any
    sale: Any
    sales: Any
    queue: Any
    home: Any
    short: Any
    open: Any


class Workspace(NamedTuple):
    """All that one thread needs; every row is 0 between scenarios.

    `lines` holds eight numbers a firm (`CAME` to `HIT`), beginning at lines of the cache.
    `reach[j, r]` is what a unit of demand lost at firm j takes from the index in the r + 1 next
    steps upstream (`upstream.reach_upstream`). `bounded` tells that no firm's sale shares add to
    more than 1.
    """

    down: Downstream
    up: Upstream
    lines: Any
    slots: Any
    markets: Markets
    trail: Trail
    ahead: Ahead
    reach: Any
    bounded: bool


def workspace(network: Layout, reach: Any, trail: int) -> Workspace:
    """Make the working arrays of one thread: O(firms + groups + trail).

    A walk upstream may list as many firms as `trail` says.
    """
    n, markets = len(network.out), len(network.market_firms) - 1

    def firms() -> Any:
        return np.empty(n + 1, dtype=np.int32)

    sales = np.diff(network.sale_edges)
    sellers = np.repeat(np.arange(n), sales)
    sold = np.bincount(sellers, weights=network.sale_share, minlength=n)
    steps = reach.shape[1]
    return Workspace(
        Downstream(np.zeros((n, 4)), firms(), firms(), firms(), np.zeros(2, dtype=np.int64)),
        Upstream(
            np.zeros((n, 4)),
            firms(),
            firms(),
            firms(),
            np.zeros(2, dtype=np.int64),
        ),
        _lines(network),
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
        Trail(
            np.empty(trail, dtype=np.int32),
            np.empty(trail),
            np.zeros(steps + 2, dtype=np.int64),
            np.zeros(steps + 1),
            np.empty(trail, dtype=np.int64),
            np.empty(trail, dtype=np.int32),
            np.empty(trail, dtype=np.int32),
        ),
        Ahead(
            firms(),
            np.empty(n + 1),
            np.empty(n + 1, dtype=np.int64),
            firms(),
            firms(),
            np.zeros(steps + 1),
            np.zeros(steps + 1),
            np.empty(CANDIDATES, dtype=np.int32),
        ),
        reach,
        bool(n == 0 or sold.max() <= SINGLE_ROW),
    )


def _lines(network: Layout) -> Any:
    n, width = len(network.out), HIT + 1
    held = np.zeros((n + 1) * width)
    # Arrays begin at 16 bytes; lines of the cache at 64.
    start = -held.ctypes.data // 8 % width
    lines = held[start : start + n * width].reshape(n, width)
    lines[:, SOURCE], lines[:, SOURCES] = network.source_edges[:-1], np.diff(network.source_edges)
    lines[:, SALE], lines[:, SALES] = network.sale_edges[:-1], np.diff(network.sale_edges)
    return lines
