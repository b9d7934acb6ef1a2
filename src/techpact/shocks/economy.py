"""The frozen inputs of an inventory simulation: a table in values of one day, sector by sector."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from techpact.errors import InputError

Array = NDArray[np.float64]

DAYS_A_YEAR = 365
INPUT_THRESHOLD = 1e-5
"""An input below this share of output does not limit production."""


@dataclass(frozen=True, eq=False)
class Economy:
    """An inter-country table per day, with industries ordered by sector.

    Attributes
    ----------
    countries, sectors : tuple of str
        Country and sector of each of the n industries, in this order (sector by sector).
    inputs : tuple of str
        The s sectors, in the order of the blocks of rows.
    blocks : tuple of slice
        Rows of each sector: the suppliers of one input, alike to a buyer.
    Z : array (n, n)
        Intermediate deliveries of one day, million USD, row to column.
    Y : array (n, m)
        Final demand of one day by buying country, million USD, not negative.
    buyers : tuple of str
        The m buying countries.
    x : array (n,)
        Output of one day that balances Z and Y.
    capital : array (n,)
        Productive capital, million USD.
    order : array (n,)
        Position of each industry in the table it was made from.
    input_threshold : float
        An input below this share of output does not limit production.
    """

    countries: tuple[str, ...]
    sectors: tuple[str, ...]
    inputs: tuple[str, ...]
    blocks: tuple[slice, ...]
    Z: Array
    Y: Array
    buyers: tuple[str, ...]
    x: Array
    capital: Array
    order: NDArray[np.intp]
    input_threshold: float = INPUT_THRESHOLD

    @property
    def n(self) -> int:
        """Number of industries."""
        return len(self.x)

    @cached_property
    def technology(self) -> Array:
        """Inputs by sector for one unit of output, (s, n); zero for an industry without output."""
        return np.asarray(self.by_input / np.where(self.x > 0, self.x, np.inf))

    @cached_property
    def by_input(self) -> Array:
        """Z summed over the suppliers of each input, (s, n)."""
        return np.vstack([self.Z[rows].sum(axis=0) for rows in self.blocks])

    @cached_property
    def limiting(self) -> NDArray[np.bool_]:
        """Which inputs can limit which industry, (s, n)."""
        return np.asarray(self.by_input > self.x * self.input_threshold)

    @cached_property
    def value_added(self) -> Array:
        """Value added of one day, not negative, (n,)."""
        return np.asarray(np.maximum(self.x - self.Z.sum(axis=0), 0.0))

    @cached_property
    def block_of(self) -> NDArray[np.intp]:
        """Position of each industry's sector in `inputs`, (n,)."""
        return np.repeat(np.arange(len(self.inputs)), [b.stop - b.start for b in self.blocks])

    @cached_property
    def holders(self) -> tuple[str, ...]:
        """Countries of the industries, sorted: those who hold inventories."""
        return tuple(sorted(set(self.countries)))

    @cached_property
    def holder_of(self) -> NDArray[np.intp]:
        """Position of each industry's country in `holders`, (n,)."""
        place = {c: i for i, c in enumerate(self.holders)}
        return np.array([place[c] for c in self.countries], dtype=np.intp)

    def industries(
        self, countries: frozenset[str] | None, sectors: frozenset[str] | None
    ) -> NDArray[np.intp]:
        """Positions of the industries of some countries and sectors; None means all.

        Raises
        ------
        InputError
            When a name is not in the table, or no industry is meant.
        """
        for kind, wanted, known in (
            ("country", countries, self.countries),
            ("sector", sectors, self.sectors),
        ):
            unknown = sorted((wanted or frozenset()) - set(known))
            if unknown:
                raise InputError(
                    f"{kind} not in the table: {', '.join(unknown)}",
                    mend=f"the table has: {', '.join(sorted(set(known))[:60])}",
                )
        chosen = [
            i
            for i, (c, s) in enumerate(zip(self.countries, self.sectors, strict=True))
            if (countries is None or c in countries) and (sectors is None or s in sectors)
        ]
        if not chosen:
            raise InputError("no industry has this country and sector", mend="see the table")
        return np.array(chosen, dtype=np.intp)


def make_economy(system: Any, *, capital_ratio: float = 4.0) -> Economy:
    """Prepare an input-output table for simulation.

    Parameters
    ----------
    system
        An `InputOutputSystem` (yearly, million USD).
    capital_ratio
        Productive capital for one unit of yearly value added (4 in Hallegatte 2008).

    Returns
    -------
    Economy
        Negative deliveries and negative final demand (falling inventories) are set to zero and
        output is what the rest adds up to, so that the undisturbed economy stands still.

    Raises
    ------
    InputError
        When the ratio is not positive.
    """
    if not capital_ratio > 0:
        raise InputError("capital_ratio must be positive", mend="4 is usual")
    inputs = tuple(dict.fromkeys(system.sectors))
    place = {s: i for i, s in enumerate(inputs)}
    order = np.argsort([place[s] for s in system.sectors], kind="stable")
    sectors = tuple(system.sectors[i] for i in order)
    counts = [sectors.count(s) for s in inputs]
    ends = np.cumsum(counts)
    Z = np.maximum(system.Z[np.ix_(order, order)], 0.0) / DAYS_A_YEAR
    buyers = tuple(dict.fromkeys(c for c, _ in system.final))
    Y = np.zeros((len(order), len(buyers)))
    for column, (country, _) in enumerate(system.final):
        Y[:, buyers.index(country)] += np.maximum(system.Y[order, column], 0.0) / DAYS_A_YEAR
    x = Z.sum(axis=1) + Y.sum(axis=1)
    added = np.maximum(x - Z.sum(axis=0), 0.0)
    return Economy(
        countries=tuple(system.countries[i] for i in order),
        sectors=sectors,
        inputs=inputs,
        blocks=tuple(slice(int(e - c), int(e)) for c, e in zip(counts, ends, strict=True)),
        Z=Z,
        Y=Y,
        buyers=buyers,
        x=x,
        capital=added * DAYS_A_YEAR * capital_ratio,
        order=order.astype(np.intp),
    )
