"""Chains of needed inputs: what a product loses because something that it is made from is lost."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from techpact.analysis import Frame
from techpact.controls.flows import Floats

Link = tuple[str, str, float]


def links_of(product_inputs: Frame | None) -> list[Link]:
    """Product, input that it needs, and how far it depends on it (0 to 1)."""
    if product_inputs is None:
        return []
    return [
        (row["hs6"], row["input_hs6"], 1.0 if row["dependence"] is None else row["dependence"])
        for row in product_inputs.iter_rows(named=True)
    ]


def needed(products: Sequence[str], links: Sequence[Link]) -> set[str]:
    """Return the products and everything that they need, through all tiers."""
    found = set(products)
    while True:
        more = {i for p, i, _ in links if p in found} - found
        if not more:
            return found
        found |= more


def along_chains(
    direct: Floats, products: Sequence[str], links: Sequence[Link]
) -> tuple[Floats, np.ndarray[tuple[int, ...], np.dtype[np.int64]]]:
    """Return the largest loss along the chain of inputs, and the product that carries it.

    Parameters
    ----------
    direct
        Loss shares, products by targets.
    products
        HS6 codes of the rows of `direct`.
    links
        Links between them; those that name another product are passed over.

    Notes
    -----
    The least solution of :math:`l_p = \\max(d_p, \\max_i a_{pi} l_i)`. Dependences do not exceed 1,
    so that cycles cannot raise a loss above its cause and the rounds end.
    """
    position = {code: i for i, code in enumerate(products)}
    pairs = [(position[p], position[i], a) for p, i, a in links if {p, i} <= position.keys()]
    loss = direct.copy()
    carrier = np.broadcast_to(np.arange(len(products))[:, None], direct.shape).copy()
    for _ in range(len(products) + 1):
        changed = False
        for p, i, a in pairs:
            through = a * loss[i]
            better = through > loss[p] * (1 + 1e-12) + 1e-15
            if better.any():
                loss[p, better] = through[better]
                carrier[p, better] = carrier[i, better]
                changed = True
        if not changed:
            break
    return loss, carrier


def bound_capacity(
    capacity: Floats, shares: Floats, products: Sequence[str], links: Sequence[Link]
) -> Floats:
    """Lower what outsiders can add where they need inputs from the coalition themselves.

    Parameters
    ----------
    capacity
        What each outsider could add, products by countries.
    shares
        Share of the coalition in each country's imports, products by countries.
    products
        HS6 codes of the rows.
    links
        Needed inputs.
    """
    position = {code: i for i, code in enumerate(products)}
    factor = np.ones_like(capacity)
    for p, i, a in links:
        if p in position and i in position:
            row = position[p]
            factor[row] = np.minimum(factor[row], 1.0 - a * shares[position[i]])
    return capacity * factor
