"""Where the sales of a firm go in a number of steps: the cascade upstream, seen from its end.

Losses upstream are linear, so that the loss of a firm in step t is the sum, over the firms that its
sales reach in d steps, of the share that reaches them times their loss in step t - d.
"""

from __future__ import annotations

from typing import Any

from techpact.shocks.compiled import inner
from techpact.shocks.push_state import LOSS


@inner
def push_ahead(
    network: Any, work: Any, start: int, levels: int, tolerance: float, allowed: int
) -> Any:
    """Follow the sales of a firm for `levels` steps.

    It takes fewer where more edges than allowed are due, or where the share on its way, times what
    `work.ahead.short` says of the steps taken (all but none), is at most the tolerance.

    `work.ahead.firm` and `.share` list the firms reached. Shares that arrive at a hit firm end
    there; `work.ahead.home[d]` is what its initial loss takes from the start in step d.

    Returns
    -------
    The number of firms listed, the steps taken, their share, and the number of edges passed.
    """
    firm, share, queue, later, home, short, _ = work.ahead
    hit, rows = work.up.hit, work.up.rows
    edges, buyer, sold = network.sale_edges, network.sale_buyer, network.sale_share
    firm[0], share[0] = start, 1.0
    count, level, passed, reached = 1, 0, 0, 1.0
    while level < levels and (level == 0 or reached * short[level] > tolerance):
        due = 0
        for k in range(count):
            due += edges[firm[k] + 1] - edges[firm[k]]
        if passed + due > allowed:
            break
        queued = 0
        for k in range(count):
            i, part = firm[k], share[k]
            for e in range(edges[i], edges[i + 1]):
                j = buyer[e]
                amount = sold[e] * part
                queue[queued] = j
                was = later[j]
                queued += int((was == 0.0) & (amount > 0.0))
                later[j] = was + amount
        passed += due
        level += 1
        count = 0
        home[level] = reached = 0.0
        for k in range(queued):
            j = queue[k]
            if hit[j]:
                home[level] += later[j] * rows[j, LOSS]
            else:
                firm[count], share[count] = j, later[j]
                reached += later[j]
                count += 1
            later[j] = 0.0
    return count, level, reached, passed
