"""What was ordered and delivered between industries, summed over days, for one scenario."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from techpact.shocks.bans import BanBlock
from techpact.shocks.economy import Array, Economy

FLUSH = 32
"""Days kept before they are added up as one product of matrices."""


class DeliveryLedger:
    """Sums of orders and deliveries between all industries, for the first lane of a simulation.

    Attributes
    ----------
    ordered, delivered : array (n, n)
        Million USD, supplier to buyer, summed over the days booked.
    """

    def __init__(self, economy: Economy) -> None:
        self.economy = economy
        self.ordered = np.zeros_like(economy.Z)
        self.delivered = np.zeros_like(economy.Z)
        self._kept: list[list[tuple[Array, Array, Array]]] = [[] for _ in economy.blocks]

    def book(
        self,
        block: int,
        sent: Array,
        reach: Array,
        need: Array,
        bans: Sequence[dict[int, list[BanBlock]]],
    ) -> None:
        """Book one input of one day (see `ario_step.Ledger`)."""
        cuts = bans[0].get(block, [])
        if not cuts:
            kept = self._kept[block]
            kept.append((sent[:, 0].copy(), reach[:, 0].copy(), need[:, 0].copy()))
            if len(kept) == FLUSH:
                self._add(block)
            return
        rows = self.economy.blocks[block]
        table = self._after(block, cuts)
        asked = reach[:, :1] * table * need[:, 0]
        self.ordered[rows] += asked
        met = np.divide(sent[:, 0], reach[:, 0], out=np.zeros(len(sent)), where=reach[:, 0] > 0)
        self.delivered[rows] += met[:, None] * asked

    def close(self) -> None:
        """Add up what is still kept."""
        for block in range(len(self._kept)):
            self._add(block)

    def _add(self, block: int) -> None:
        kept = self._kept[block]
        if not kept:
            return
        rows = self.economy.blocks[block]
        sent, reach, need = (np.array(part) for part in zip(*kept, strict=True))
        self.ordered[rows] += self.economy.Z[rows] * (reach.T @ need)
        self.delivered[rows] += self.economy.Z[rows] * (sent.T @ need)
        kept.clear()

    def _after(self, block: int, cuts: Sequence[BanBlock]) -> Array:
        """Return the rows of the table under the bans of the day."""
        table = self.economy.Z[self.economy.blocks[block]].copy()
        for cut in cuts:
            table[np.ix_(cut.rows, cut.columns)] -= cut.taken
        for cut in cuts:
            if len(cut.turned):
                table[np.ix_(cut.turned, cut.columns)] += cut.left * cut.boost
        return np.maximum(table, 0.0)


def first_days(shares: Array, threshold: float) -> NDArray[np.int64]:
    """Return the first day on which a share (days, n) is at least the threshold; -1 for never."""
    over = shares >= threshold
    return np.where(over.any(axis=0), over.argmax(axis=0), -1).astype(np.int64)
