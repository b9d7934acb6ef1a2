"""Bans on pairs of suppliers and buyers as small corrections of the products with the table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from techpact.shocks.ario_parameters import Ban
from techpact.shocks.economy import Array, Economy

Index = NDArray[np.intp]
LEAST_LEFT = 1e-7
"""Share of what suppliers give below which nobody is left to turn to: a ban is full."""


@dataclass(eq=False)
class BanBlock:
    """What a ban takes out of one sector's block of rows, for its buyers.

    Attributes
    ----------
    rows, columns : arrays of positions
        Banned suppliers (within the block) and buyers.
    taken : array (rows, columns)
        What is taken out of Z.
    turned : positions
        Suppliers (within the block) to which orders turn under the rule "alliance".
    left : array (turned, columns)
        Their rows of Z.
    same_mix : bool
        Whether orders turn to all other suppliers in their usual mix.
    boost : array (columns,)
        By how much orders on `turned` are raised; set when orders are placed.
    """

    rows: Index
    columns: Index
    taken: Array
    turned: Index
    left: Array
    same_mix: bool
    boost: Array = field(init=False)

    def __post_init__(self) -> None:
        self.boost = np.zeros(len(self.columns))

    def offer(self, offer: Array, reach: Array) -> None:
        """Correct what suppliers can give to the buyers, (n,), and set the boost."""
        lacking = self.taken.T @ reach[self.rows]
        if self.same_mix:
            usual = offer[self.columns]
            left = usual - lacking
            # what is left of a full ban is rounding: orders on it would be raised without bound
            offer[self.columns] = np.where(left > LEAST_LEFT * usual, left, 0.0)
        elif len(self.turned):
            there = self.left.T @ reach[self.turned]
            self.boost = np.divide(lacking, there, out=np.zeros_like(lacking), where=there > 0)

    def orders(self, orders: Array, need: Array) -> None:
        """Correct Z @ need, (rows of the block,)."""
        orders[self.rows] -= self.taken @ need[self.columns]
        if len(self.turned):
            orders[self.turned] += self.left @ (self.boost * need[self.columns])

    def deliveries(self, given: Array, weights: Array) -> None:
        """Correct Zᵀ @ weights, (n,)."""
        given[self.columns] -= self.taken.T @ weights[self.rows]
        if len(self.turned):
            given[self.columns] += (self.left.T @ weights[self.turned]) * self.boost
        np.maximum(given, 0.0, out=given)


def compile_bans(economy: Economy, bans: Sequence[Ban]) -> dict[int, list[BanBlock]]:
    """Return the corrections by block; later bans take from what earlier ones left."""
    blocks: dict[int, list[BanBlock]] = {}
    for b, block in enumerate(economy.blocks):
        rest: Array | None = None
        for ban in bans:
            inside = (ban.suppliers >= block.start) & (ban.suppliers < block.stop)
            rows = (ban.suppliers[inside] - block.start).astype(np.intp)
            if not len(rows) or not len(ban.buyers):
                continue
            if rest is None:
                rest = economy.Z[block].copy()
            place = np.ix_(rows, ban.buyers)
            taken = ban.cut * rest[place]
            rest[place] -= taken
            turned = np.empty(0, dtype=np.intp)
            if ban.replacement == "alliance" and ban.allies is not None:
                allied = ban.allies[(ban.allies >= block.start) & (ban.allies < block.stop)]
                turned = np.setdiff1d(allied - block.start, rows).astype(np.intp)
            blocks.setdefault(b, []).append(
                BanBlock(
                    rows,
                    ban.buyers.astype(np.intp),
                    taken,
                    turned,
                    rest[np.ix_(turned, ban.buyers)].copy(),
                    ban.replacement == "same_mix",
                )
            )
    return blocks


def banned_final_demand(economy: Economy, bans: Sequence[Ban]) -> Array:
    """Return Y after the bans, (n, m): cut, and turned to others where the rule says so."""
    final = economy.Y.copy()
    for ban in bans:
        if not len(ban.final_buyers):
            continue
        for block in economy.blocks:
            inside = (ban.suppliers >= block.start) & (ban.suppliers < block.stop)
            rows = ban.suppliers[inside]
            if not len(rows):
                continue
            place = np.ix_(rows, ban.final_buyers)
            taken = ban.cut * final[place]
            final[place] -= taken
            others = np.setdiff1d(np.arange(block.start, block.stop), rows)
            if ban.replacement == "none":
                continue
            if ban.replacement == "alliance" and ban.allies is not None:
                others = np.intersect1d(others, ban.allies)
            left = final[np.ix_(others, ban.final_buyers)]
            total = left.sum(axis=0)
            share = np.divide(left, total, out=np.zeros_like(left), where=total > 0)
            final[np.ix_(others, ban.final_buyers)] += share * taken.sum(axis=0)
    return final
