"""Where the sales of a firm go in a number of steps: the cascade upstream, seen from its end.

Losses upstream are linear, so that the loss of a firm in step t is the sum, over the firms that its
sales reach in d steps, of the share that reaches them times their loss in step t - d.
"""

from __future__ import annotations

from typing import Any

from techpact.shocks.compiled import fetch, inner
from techpact.shocks.push_state import FAR, FETCHED, HIT, LOSS, NEAR, PART, SALE, SALES


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
    firm, share, sale, sales, queue, home, short, _ = work.ahead
    lines, rows = work.lines, work.up.rows
    buyer, sold = network.sale_buyer, network.sale_share
    firm[0], share[0] = start, 1.0
    sale[0], sales[0] = lines[start, SALE], lines[start, SALES]
    count, level, passed, reached = 1, 0, 0, 1.0
    due = int(sales[0])
    while (
        level < levels
        and (level == 0 or reached * short[level] > tolerance)
        and passed + due <= allowed
    ):
        passed += due
        queued = 0
        for k in range(count):
            far, near = min(k + FAR, count - 1), min(k + NEAR, count - 1)
            fetch(buyer, sale[far])
            fetch(sold, sale[far])
            for e in range(sale[near], sale[near] + min(sales[near], FETCHED)):
                fetch(lines, buyer[e])
            part = share[k]
            end = sale[k] + sales[k]
            for e in range(sale[k], end):
                fetch(lines, buyer[min(e + FETCHED, end - 1)])
                j = buyer[e]
                amount = sold[e] * part
                queue[queued] = j
                was = lines[j, PART]
                queued += int((was == 0.0) & (amount > 0.0))
                lines[j, PART] = was + amount
        level += 1
        count = due = 0
        home[level] = reached = 0.0
        for k in range(queued):
            j = queue[k]
            came = lines[j, PART]
            lines[j, PART] = 0.0
            if lines[j, HIT] > 0.0:
                home[level] += came * rows[j, LOSS]
            else:
                firm[count], share[count] = j, came
                sale[count], sales[count] = lines[j, SALE], lines[j, SALES]
                due += sales[count]
                reached += came
                count += 1
    return count, level, reached, passed
