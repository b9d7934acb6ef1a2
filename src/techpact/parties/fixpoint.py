"""Compiled least fixpoint of ownership: restricted owners make restricted firms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from techpact.compiled import compiled

UNIT = 1_000_000_000
"""Shares are whole billionths, so that sums are exact and do not depend on their order."""


@compiled
def _spread(starts, owned, share, control, seeds, threshold, strict, together, by_control,
            depth, total, queue):  # fmt: skip
    """Mark every firm reached from the seeds; each stake is looked at once."""
    head = 0
    tail = 0
    for firm in range(depth.size):
        if seeds[firm]:
            depth[firm] = 0
            queue[tail] = firm
            tail += 1
    while head < tail:
        owner = queue[head]
        head += 1
        for k in range(starts[owner], starts[owner + 1]):
            firm = owned[k]
            total[firm] += share[k]
            if depth[firm] >= 0:
                continue
            held = total[firm] if together else share[k]
            enough = held > threshold if strict else held >= threshold
            if enough or (by_control and control[k]):
                depth[firm] = depth[owner] + 1
                queue[tail] = firm
                tail += 1
    return tail


@dataclass(frozen=True)
class Network:
    """Stakes by owner: where each owner's stakes start, whom they are in, and their order."""

    starts: npt.NDArray[np.int64]
    owned: npt.NDArray[np.int64]
    order: npt.NDArray[np.int64]

    @classmethod
    def of(cls, owner: npt.NDArray[Any], owned: npt.NDArray[Any], firms: int) -> Network:
        """Sort stakes by owner."""
        starts = np.zeros(firms + 1, np.int64)
        np.cumsum(np.bincount(owner, minlength=firms), out=starts[1:])
        order = np.argsort(owner, kind="stable")
        return cls(starts, owned[order].astype(np.int64), order)


def restricted(
    network: Network,
    share: npt.NDArray[Any],
    control: npt.NDArray[Any],
    seeds: npt.NDArray[Any],
    *,
    threshold: int,
    strict: bool,
    together: bool,
    by_control: bool,
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int64]]:
    """Return for each firm the steps from a listed party (-1: none) and the restricted share.

    Parameters
    ----------
    network
        Stakes by owner.
    share, control
        Share of each stake in billionths and whether it gives control, in the network's order.
    seeds
        Whether each firm is itself listed.
    threshold, strict, together, by_control
        The test: at least (or, when strict, more than) the threshold; all restricted owners
        counted together or one by one; control counted or not.
    """
    firms = seeds.size
    depth = np.full(firms, -1, np.int32)
    total = np.zeros(firms, np.int64)
    spread: Any = _spread
    spread(
        network.starts, network.owned, share.astype(np.int64), control.astype(np.bool_),
        seeds.astype(np.bool_), threshold, strict, together, by_control, depth, total,
        np.empty(firms, np.int64),
    )  # fmt: skip
    return depth, total
