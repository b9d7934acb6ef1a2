"""What a cascade is run with, and what it leaves: shared by the three kernels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from techpact.shocks.production_network import Floats, Ints, Offsets, ProductionNetwork

FLOOR = 1e-10
"""In reference mode a market supply at or below this counts as 1, whatever the currency unit."""

NOTHING_LEFT = 1e-12
"""In unit-free mode a market supply below this share of its normal value counts as none."""

MAX_ITERATIONS = 20_000

UNFINISHED = -1
"""Iterations reported for a scenario that a kernel could not do; the plain one does it."""

TIE = 1e-13
"""A change as near as this to the threshold is a tie that rounding would decide: the plain kernel,
which sums in the order of the published code, has the last word."""


class Rules(NamedTuple):
    """How a cascade runs: see the options of the analysis."""

    eps: float
    relative: bool
    replaceability: bool
    reference: bool


class Layout(NamedTuple):
    """The arrays of a `ProductionNetwork`, in the form that compiled code takes."""

    market: Ints
    market_firms: Offsets
    market_members: Ints
    out: Floats
    weight: Floats
    buyer_groups: Offsets
    buyer_essential: Offsets
    group_edges: Offsets
    input_supplier: Ints
    input_share: Floats
    push_edges: Offsets
    push_slot: Ints
    push_buyer: Ints
    push_share: Floats
    sale_edges: Offsets
    sale_buyer: Ints
    sale_share: Floats
    source_edges: Offsets
    source_supplier: Ints
    source_share: Floats


def layout(network: ProductionNetwork) -> Layout:
    """Return the arrays of a network."""
    return Layout(*(getattr(network, name) for name in Layout._fields))


@dataclass(frozen=True, eq=False)
class Scenarios:
    """Initial losses: scenario s hits firm[offsets[s]:offsets[s + 1]] by `down` and `up`."""

    offsets: Offsets
    firm: Ints
    down: Floats
    up: Floats

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def part(self, first: int, last: int) -> Scenarios:
        """Return the scenarios from `first` to before `last`."""
        low, high = self.offsets[first], self.offsets[last]
        return Scenarios(
            self.offsets[first : last + 1] - low,
            self.firm[low:high],
            self.down[low:high],
            self.up[low:high],
        )

    def select(self, chosen: npt.NDArray[np.int64]) -> Scenarios:
        """Return the chosen scenarios, in the order given."""
        sizes = np.diff(self.offsets)[chosen]
        offsets = np.concatenate(([0], np.cumsum(sizes)))
        at = np.repeat(self.offsets[chosen] - offsets[:-1], sizes) + np.arange(offsets[-1])
        return Scenarios(offsets, self.firm[at], self.down[at], self.up[at])


def closures(firms: int) -> Scenarios:
    """Close every firm in turn."""
    ones = np.ones(firms)
    return Scenarios(np.arange(firms + 1), np.arange(firms, dtype=np.int32), ones, ones)


@dataclass(frozen=True, eq=False)
class Outcome:
    """Results by scenario; `work` counts edges passed, `bound` certifies the error of the index.

    Losses are listed by scenario (offsets) when asked for: firm, loss down, loss up.
    """

    esri: Floats
    down: Floats
    up: Floats
    iterations: npt.NDArray[np.int64]
    work: npt.NDArray[np.int64]
    bound: Floats
    loss_offsets: Offsets | None = None
    loss_firm: Ints | None = None
    loss_down: Floats | None = None
    loss_up: Floats | None = None


def join(parts: list[Outcome]) -> Outcome:
    """Put outcomes of consecutive scenarios behind one another."""
    if len(parts) == 1:
        return parts[0]

    def column(name: str) -> npt.NDArray[np.float64]:
        return np.concatenate([getattr(p, name) for p in parts])

    listed = all(p.loss_offsets is not None for p in parts)
    sizes = [np.diff(p.loss_offsets) for p in parts if p.loss_offsets is not None]
    return Outcome(
        column("esri"),
        column("down"),
        column("up"),
        column("iterations").astype(np.int64),
        column("work").astype(np.int64),
        column("bound"),
        np.concatenate([[0], np.cumsum(np.concatenate(sizes))]) if listed else None,
        column("loss_firm").astype(np.int32) if listed else None,
        column("loss_down") if listed else None,
        column("loss_up") if listed else None,
    )
