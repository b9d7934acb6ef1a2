"""The two passes over inventories, compiled: every element is read and written once."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from techpact.shocks.economy import Array


@njit(cache=True, nogil=True)
def scarcest_input(
    stock: Array,
    tech: Array,
    limiting: Any,
    wanted: Array,
    limit: Array,
    holder: Any,
    share: Array,
) -> None:
    """Share of wanted production that the scarcest input allows.

    stock (s, n, k), tech and limiting (s, n), wanted (n, k), limit (s, c, k): needed days of stock
    by country of the holder, zero where an input never limits; holder (n,): country of each
    industry; share (n, k) is written.
    """
    s, n, k = stock.shape
    for j in range(n):
        c = holder[j]
        for lane in range(k):
            share[j, lane] = 1.0
        for b in range(s):
            if limiting[b, j]:
                for lane in range(k):
                    needed = tech[b, j] * wanted[j, lane] * limit[b, c, lane]
                    if needed > stock[b, j, lane]:
                        share[j, lane] = min(share[j, lane], stock[b, j, lane] / needed)


@njit(cache=True, nogil=True)
def take_stock(
    given: Array,
    offer: Array,
    stock: Array,
    want: Array,
    need: Array,
    tech: Array,
    production: Array,
    wanted: Array,
    days: Array,
    restoration: Array,
    holder: Any,
) -> None:
    """Book one input's deliveries and use, and say what is ordered next.

    given and offer (n, k): what arrived for one unit of need, and what suppliers can give; stock,
    want, need (n, k) of the input are written; tech (n,), production and wanted (n, k), days and
    restoration (c, k) by country of the holder; holder (n,).
    """
    n, k = stock.shape
    for j in range(n):
        c = holder[j]
        for lane in range(k):
            used = tech[j] * production[j, lane]
            now = stock[j, lane] + given[j, lane] * need[j, lane] - used
            if now < 0.0:  # rounding only: production left a day's use
                now = 0.0
            stock[j, lane] = now
            order = used
            if days[c, lane] != np.inf:
                gap = tech[j] * wanted[j, lane] * days[c, lane] - now
                if gap > 0.0:
                    order += gap / restoration[c, lane]
            want[j, lane] = order
            need[j, lane] = order / offer[j, lane] if offer[j, lane] > 0.0 else 0.0
