"""Parameters and events of an inventory simulation (ARIO)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from techpact.errors import InputError
from techpact.shocks.economy import Array, Economy

SHORTEST = 2.0
"""Days of the smallest target inventory: twice the time step, as in BoARIO."""

Replacement = Literal["none", "same_mix", "alliance"]
Recovery = Literal["linear", "convex", "convex_scaled", "concave", "none"]


@dataclass(frozen=True)
class StockRule:
    """What some industries do otherwise about some inputs; later rules overrule earlier ones.

    Attributes
    ----------
    sector, country : str or None
        The input that is held and the country of the industries that hold it; None for all.
    days : float or None
        Target inventory in days of use; None leaves it.
    psi : float or None
        Share of the target below which production falls; None leaves it.
    restoration : float or None
        Days in which a gap to the target is ordered; None leaves it.
    """

    sector: str | None = None
    country: str | None = None
    days: float | None = None
    psi: float | None = None
    restoration: float | None = None


@dataclass(frozen=True, eq=False)
class Stocks:
    """Behaviour about inventories by input and country of the holder, (s, c) each."""

    days: Array
    psi: Array
    restoration: Array


@dataclass(frozen=True)
class Parameters:
    """Behaviour of industries; times are days.

    Attributes
    ----------
    psi : float
        Share of the target inventory below which production falls (0 to 1; Hallegatte 2013).
    inventory : float or dict
        Target inventory of every input, or by input; `inf` never limits.
    restoration : float
        Time in which a gap to the target inventory is ordered.
    overproduction_max : float
        Largest factor of overproduction.
    overproduction_time : float
        Time in which overproduction builds up.
    orders : {"capacity", "fixed"}
        Orders go to suppliers by their capacity of the day ("alt" in BoARIO) or by the table.
    demand_response : float
        Share of a country's loss of income by which its final demand falls (0: demand is fixed).
    rules : tuple of StockRule
        Exceptions by input and country of the holder.
    """

    psi: float = 0.8
    inventory: float | dict[str, float] = 90.0
    restoration: float = 60.0
    overproduction_max: float = 1.25
    overproduction_time: float = 365.0
    orders: Literal["capacity", "fixed"] = "capacity"
    demand_response: float = 0.0
    rules: tuple[StockRule, ...] = ()

    def __post_init__(self) -> None:
        problems = []
        if not 0 <= self.psi <= 1:
            problems.append(f"psi {self.psi} is not between 0 and 1")
        if not self.overproduction_max >= 1:
            problems.append(f"overproduction_max {self.overproduction_max} is below 1")
        if not self.restoration >= 1 or not self.overproduction_time >= 1:
            problems.append("restoration and overproduction_time are at least 1 day")
        if not 0 <= self.demand_response <= 1:
            problems.append(f"demand_response {self.demand_response} is not between 0 and 1")
        if problems:
            raise InputError("; ".join(problems), where="parameters", mend="see the docs of `ario`")

    def stocks(self, economy: Economy) -> Stocks:
        """Return what holds for each input and country of the holder.

        Raises
        ------
        InputError
            When rules name what the table does not have, or values out of range.
        """
        shape = (len(economy.inputs), len(economy.holders))
        days = np.repeat(self.durations(economy)[:, None], shape[1], axis=1)
        psi, restoration = np.full(shape, self.psi), np.full(shape, float(self.restoration))
        problems = []
        for number, rule in enumerate(self.rules, start=1):
            for kind, name, known in (
                ("sector", rule.sector, economy.inputs),
                ("country", rule.country, economy.holders),
            ):
                if name is not None and name not in known:
                    problems.append(f"rule {number}: {kind} not in the table: {name}")
            if rule.days is not None and not rule.days >= 0:
                problems.append(f"rule {number}: days {rule.days:g} are negative")
            if rule.psi is not None and not 0 <= rule.psi <= 1:
                problems.append(f"rule {number}: psi {rule.psi:g} is not between 0 and 1")
            if rule.restoration is not None and not rule.restoration >= 1:
                problems.append(f"rule {number}: restoration {rule.restoration:g} is below 1 day")
        if problems:
            raise InputError(
                "; ".join(problems),
                where="inventories",
                mend=f"inputs: {', '.join(economy.inputs[:60])}; "
                f"countries: {', '.join(economy.holders[:80])}",
            )
        for rule in self.rules:
            b = slice(None) if rule.sector is None else economy.inputs.index(rule.sector)
            c = slice(None) if rule.country is None else economy.holders.index(rule.country)
            if rule.days is not None:
                days[b, c] = rule.days if rule.days > 1 else SHORTEST
            if rule.psi is not None:
                psi[b, c] = rule.psi
            if rule.restoration is not None:
                restoration[b, c] = rule.restoration
        return Stocks(days, psi, restoration)

    def durations(self, economy: Economy) -> Array:
        """Target inventory in days by input, (s,); at least 2 days, the model's time step."""
        if isinstance(self.inventory, dict):
            unknown = sorted(set(self.inventory) - set(economy.inputs))
            missing = [s for s in economy.inputs if s not in self.inventory]
            if unknown or missing:
                raise InputError(
                    f"inventory: not in the table: {unknown}; without a value: {missing[:10]}",
                    mend="give one number of days for every sector",
                )
            days = np.array([self.inventory[s] for s in economy.inputs], dtype=float)
        else:
            days = np.full(len(economy.inputs), float(self.inventory))
        if not (days >= 0).all():
            raise InputError("inventory: days are not negative", mend="give days, or inf")
        return np.where(days <= 1, SHORTEST, days)


@dataclass(frozen=True, eq=False)
class CapacityLoss:
    """Industries lose a share of their capacity from a day on, and recover.

    `loss` is the share of capacity lost by industry, (n,), 0 to 1. Of several such events the
    largest loss counts for an industry.
    """

    start: int
    loss: Array
    duration: int = 1
    recovery: Recovery = "none"
    recovery_time: int = 1


@dataclass(frozen=True, eq=False)
class CapitalLoss:
    """Capital is destroyed; it recovers by itself, or is rebuilt by sectors that must produce it.

    `damage` is in million USD by industry, (n,), `households` by buying country, (m,). With
    `rebuilders` (share by sector name, summing to 1) the damage times `rebuild_factor` becomes
    demand, spread over `recovery_time`; damages of several events add up.
    """

    start: int
    damage: Array
    households: Array | None = None
    duration: int = 1
    recovery: Recovery = "linear"
    recovery_time: int = 60
    rebuilders: dict[str, float] = field(default_factory=dict)
    rebuild_factor: float = 1.0


@dataclass(frozen=True, eq=False)
class Ban:
    """Suppliers deliver a share less to buyers, for a time: an export ban or a closed route.

    `suppliers` and `buyers` are positions of industries; `final_buyers` positions of buying
    countries. `allies` are the industries to which orders turn under the rule "alliance".
    """

    start: int
    suppliers: np.ndarray
    buyers: np.ndarray
    final_buyers: np.ndarray
    cut: float = 1.0
    duration: int = 365
    replacement: Replacement = "none"
    allies: np.ndarray | None = None


STEEPNESS = 1e-6

Event = CapacityLoss | CapitalLoss | Ban


def recovery_curve(kind: Recovery, time: int) -> Callable[[int], float]:
    """Share of the first impact that is left after some days.

    "concave" is S-shaped and reaches one half after half of the time.
    """
    if kind == "none":
        return lambda elapsed: 1.0 if elapsed <= 0 else 0.0
    if kind == "linear":
        return lambda elapsed: max(0.0, 1.0 - elapsed / time)
    if kind == "convex":
        return lambda elapsed: float((1 - 1 / time) ** elapsed)
    if kind == "convex_scaled":
        return lambda elapsed: float((1 - 1 / time) ** (4.0 * elapsed))
    if time <= 2:
        raise InputError("a concave recovery takes more than 2 days", mend="choose linear")
    # An S-curve through one half at half of the time; the small factor makes its middle steep.
    power = (np.log(time) - np.log(STEEPNESS)) / (np.log(time) - np.log(2.0))
    return lambda elapsed: float(time / (time + STEEPNESS * max(elapsed, 0) ** power))
