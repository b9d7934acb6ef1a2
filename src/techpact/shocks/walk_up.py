"""Losses upstream of one scenario, walked without the small ones: when does the cascade stop?

Growth of at most `drop` is not walked on. Sale shares of a firm add to at most 1, so that what is
left out makes no firm's growth in the next step smaller by more than the largest growth left out:
`lack` bounds it. Where that does not decide whether growth is still above the threshold, the firms
in question look ahead along their sales (`push_ahead`), to a step of which less is missing.
"""

from __future__ import annotations

from typing import Any

from techpact.shocks.cascade_rules import TIE, UNFINISHED
from techpact.shocks.compiled import fetch, inner
from techpact.shocks.push_ahead import push_ahead
from techpact.shocks.push_state import (
    CAME,
    FAR,
    FETCHED,
    GAINED,
    HIT,
    IMPOSED,
    LOSS,
    NEAR,
    NEXT_LINE,
    SOURCE,
    SOURCES,
)

NARROW = 1000
"""Edges up to which a step is walked whole: below, leaving out saves nothing."""

AHEAD = 4
"""Most steps that firms in question look ahead; the firms in reach grow about fivefold a step."""

UNDECIDED = 0
"""Answer of the search for the last step: too little was walked, or too many edges are due."""


@inner
def start_walk(work: Any, firm: Any) -> None:
    """Begin with the firms that a scenario hit (after `start_up`)."""
    trail, rows, lines = work.trail, work.up.rows, work.lines
    count = 0
    for p in range(len(firm)):
        i = firm[p]
        if lines[i, HIT] > 0.0:
            trail.firm[count], trail.grown[count] = i, rows[i, LOSS]
            trail.source[count], trail.sources[count] = lines[i, SOURCE], lines[i, SOURCES]
            count += 1
    trail.ends[0] = 0
    trail.ends[1] = count
    trail.lack[0] = 0.0


@inner
def walk_step(network: Any, work: Any, step: int, drop: float, allowed: int) -> Any:
    """Walk from `step` to the next; the row of a hit firm says what came back to it (IMPOSED).

    Returns
    -------
    The largest growth that was found, or -1 where more than the allowed edges are due, and the
    number of edges passed.
    """
    rows, lines = work.up.rows, work.lines
    node, grown, ends, lack, source, sources, sender = work.trail
    supplier, share = network.source_supplier, network.source_share
    first, last = ends[step], ends[step + 1]
    for k in range(ends[1]):
        rows[node[k], IMPOSED] = 0.0
    due, k = 0, first
    while k < last and due <= NARROW:
        due += sources[k]
        k += 1
    cut = drop if step > 0 and due > NARROW else 0.0
    due = senders = 0
    left_out = 0.0
    for k in range(first, last):
        sends = grown[k] > cut
        sender[senders] = k
        senders += int(sends)
        due += sources[k] * int(sends)
        left_out = max(left_out, 0.0 if sends else grown[k])
    # The free end of the list is the queue: a firm is written there for every edge.
    if due > allowed or last + due >= len(node):
        return -1.0, 0
    queued = last
    for s in range(senders):
        k = sender[min(s + FAR, senders - 1)]
        fetch(supplier, source[k])
        fetch(share, source[k])
        k = sender[min(s + NEAR, senders - 1)]
        for e in range(source[k], source[k] + min(sources[k], FETCHED)):
            fetch(lines, supplier[e])
        k = sender[s]
        send = grown[k]
        # Free of branches: a mispredicted one costs more than the rest of the edge.
        end = source[k] + sources[k]
        for e in range(source[k], end):
            fetch(lines, supplier[min(e + FETCHED, end - 1)])
            i = supplier[e]
            amount = share[e] * send
            node[queued] = i
            was = lines[i, CAME]
            queued += int((was == 0.0) & (amount > 0.0))
            lines[i, CAME] = was + amount
    count, largest = last, 0.0
    for k in range(last, queued):
        fetch(lines, node[min(k + NEXT_LINE, queued - 1)])
        i = node[k]
        came = lines[i, CAME]
        lines[i, CAME] = 0.0
        if lines[i, HIT] > 0.0:
            # What comes back to a hit firm is not lost again, nor passed on.
            rows[i, IMPOSED] = came
        else:
            largest = max(largest, came)
            node[count], grown[count] = i, came
            source[count], sources[count] = lines[i, SOURCE], lines[i, SOURCES]
            count += 1
    ends[step + 2] = count
    lack[step + 1] = lack[step] + left_out
    return largest, due


@inner
def find_stop(network: Any, work: Any, eps: float, drop: float, allowed: int) -> Any:
    """Find the first step in which no loss upstream grows by more than eps.

    Returns
    -------
    The step, UNDECIDED, or UNFINISHED at a tie; the number of edges passed; the last step in which
    growth is known to be larger.
    """
    step = passed = 0
    while True:
        if step + 1 >= len(work.trail.lack):
            return UNDECIDED, passed, step
        largest, edges = walk_step(network, work, step, drop, allowed - passed)
        passed += edges
        if largest < 0.0:
            return UNDECIDED, passed, step
        step += 1
        if largest > eps + TIE:
            continue
        lack = work.trail.lack[step]
        if lack == 0.0 and largest >= eps - TIE:
            return UNFINISHED, passed, step
        if largest + lack < eps - TIE:
            return step, passed, step
        grows, edges = _look_ahead(network, work, eps, step, allowed - passed)
        passed += edges
        if grows == 0:
            return UNDECIDED, passed, step - 1
        if grows < 0:
            return step, passed, step


@inner
def _look_ahead(network: Any, work: Any, eps: float, step: int, allowed: int) -> Any:
    """Say whether any firm grows by more than eps in a step: yes (1), no (-1), or unknown (0)."""
    node, grown, ends, lack = work.trail[:4]
    lines, ahead, share = work.lines, work.ahead.firm, work.ahead.share
    open_ = work.ahead.open
    passed = candidates = 0
    lowest = eps - TIE - lack[step]
    if lowest <= 0.0:
        return 0, passed
    for k in range(ends[step], ends[step + 1]):
        if grown[k] >= lowest:
            if candidates == len(open_):
                return 0, passed
            open_[candidates] = node[k]
            candidates += 1
    levels = 0
    while candidates > 0 and levels < min(AHEAD, step - 1):
        levels += 1
        source = step - levels
        work.ahead.short[:] = 1.0
        for k in range(ends[source], ends[source + 1]):
            fetch(lines, node[min(k + NEXT_LINE, ends[source + 1] - 1)])
            lines[node[k], GAINED] = grown[k]
        left = 0
        answer = 0
        for c in range(candidates):
            count, level, reached, edges = push_ahead(
                network, work, open_[c], levels, 0.0, allowed - passed
            )
            passed += edges
            if level < levels and count > 0:
                answer = -1
                break
            least = 0.0
            for a in range(count):
                least += share[a] * lines[ahead[a], GAINED]
            if least > eps + TIE:
                answer = 1
                break
            if least + reached * lack[source] >= eps - TIE:
                open_[left] = open_[c]
                left += 1
        for k in range(ends[source], ends[source + 1]):
            lines[node[k], GAINED] = 0.0
        if answer != 0:
            return max(answer, 0), passed
        candidates = left
    return -1 if candidates == 0 else 0, passed
