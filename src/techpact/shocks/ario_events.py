"""Events at work: what they take from capacity, add to demand, and cut from deliveries on a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from techpact.errors import InputError
from techpact.shocks.ario_parameters import (
    Ban,
    CapacityLoss,
    CapitalLoss,
    Event,
    recovery_curve,
)
from techpact.shocks.economy import Array, Economy

SETTLED = 1e-9
"""Damage below this share of its start counts as mended."""


@dataclass(eq=False)
class Rebuilding:
    """A rebuilding event: what each supplier was asked for, and the share still open.

    What is asked of supplier i for all damaged columns is delivered in one proportion, so one
    number a supplier carries the whole matrix of claims.
    """

    event: CapitalLoss
    claims: Array
    by_industry: Array
    open_share: Array = field(init=False)

    def __post_init__(self) -> None:
        self.open_share = np.ones(len(self.claims))

    def damage(self) -> Array:
        """Industrial damage not yet rebuilt, (n,)."""
        return np.asarray(self.open_share @ self.by_industry)

    def daily(self) -> Array:
        """Demand of one day by supplier, (n,)."""
        return np.asarray(self.claims * self.open_share / self.event.recovery_time)

    def receive(self, delivered_share: Array) -> None:
        """Take the deliveries of a day: each supplier delivered this share of what was asked."""
        self.open_share *= 1.0 - delivered_share / self.event.recovery_time
        self.open_share[self.open_share < SETTLED] = 0.0


def start_rebuilding(economy: Economy, event: CapitalLoss) -> Rebuilding:
    """Turn damage into claims on the rebuilding sectors, split as each buyer's suppliers are.

    Raises
    ------
    InputError
        When the shares do not sum to one, or a sector supplies a damaged industry with nothing.
    """
    shares = event.rebuilders
    if abs(sum(shares.values()) - 1.0) > 1e-9:
        raise InputError(
            f"rebuilders: shares sum to {sum(shares.values()):g}", mend="they must sum to 1"
        )
    by_industry = np.zeros((economy.n, economy.n))
    claims = np.zeros(economy.n)
    parts = [(event.damage, economy.Z, by_industry)]
    if event.households is not None:
        parts.append((event.households, economy.Y, np.zeros_like(economy.Y)))
    for damage, flows, out in parts:
        hit = np.flatnonzero(damage)
        for sector, share in shares.items():
            if sector not in economy.inputs:
                raise InputError(
                    f"rebuilders: sector not in the table: {sector}",
                    mend=f"the table has: {', '.join(economy.inputs)}",
                )
            rows = economy.blocks[economy.inputs.index(sector)]
            block = flows[rows][:, hit]
            total = block.sum(axis=0)
            split = np.divide(block, total, out=np.zeros_like(block), where=total > 0)
            out[rows, hit] += split * damage[hit] * share * event.rebuild_factor
        claims += out.sum(axis=1)
    return Rebuilding(event, claims, by_industry / event.rebuild_factor)


class EventsAtWork:
    """The events of one scenario, day by day.

    Parameters
    ----------
    economy
        The economy.
    events
        The events.

    Raises
    ------
    InputError
        When a loss is out of range or larger than the capital.
    """

    def __init__(self, economy: Economy, events: Sequence[Event]) -> None:
        self.economy = economy
        self.all = list(events)
        self.losses = [e for e in events if isinstance(e, CapacityLoss)]
        self.damages = [e for e in events if isinstance(e, CapitalLoss)]
        self.bans = [e for e in events if isinstance(e, Ban)]
        self.rebuilding: dict[int, Rebuilding] = {}
        self._check()

    def _check(self) -> None:
        problems = [
            f"start {event.start}, duration {event.duration}"
            for event in self.all
            if event.start < 0 or event.duration < 1
        ]
        problems += [
            "a loss of capacity is not between 0 and 1"
            for loss in self.losses
            if not ((loss.loss >= 0) & (loss.loss <= 1)).all()
        ]
        if self.damages:
            total = np.sum([d.damage for d in self.damages], axis=0)
            worst = np.flatnonzero(total > self.economy.capital * (1 + 1e-12))
            problems += [
                f"damage {total[i]:g} exceeds the capital {self.economy.capital[i]:g} MUSD of "
                f"{self.economy.countries[i]} {self.economy.sectors[i]}"
                for i in worst[:5]
            ]
            problems += ["damage is negative"] * any((d.damage < 0).any() for d in self.damages)
        for ban in self.bans:
            if not 0 <= ban.cut <= 1:
                problems.append(f"cut {ban.cut} is not between 0 and 1")
            if ban.replacement == "alliance" and ban.allies is None:
                problems.append('replacement "alliance" names no allies')
        if problems:
            raise InputError("; ".join(problems), where="events", mend="correct the events")

    def last_day(self) -> int:
        """Day on which the last event starts."""
        return max((e.start for e in self.all), default=0)

    def begin(self, day: int) -> None:
        """Open the rebuilding that starts on this day."""
        for number, event in enumerate(self.damages):
            if event.rebuilders and day == event.start + event.duration:
                self.rebuilding[number] = start_rebuilding(self.economy, event)

    def capacity_loss(self, day: int) -> Array:
        """Share of capacity that each industry lacks on a day, (n,)."""
        lost = np.zeros(self.economy.n)
        for loss in self.losses:
            if day >= loss.start:
                curve = recovery_curve(loss.recovery, loss.recovery_time)
                # Recovery seen on a day is what the day before ended with.
                elapsed = day - 1 - (loss.start + loss.duration)
                left = 1.0 if elapsed < 0 else curve(elapsed)
                if loss.recovery == "none" and day >= loss.start + loss.duration:
                    left = 0.0
                lost = np.maximum(lost, left * loss.loss)
        damage = np.zeros(self.economy.n)
        for number, event in enumerate(self.damages):
            if day < event.start:
                continue
            if number in self.rebuilding:
                damage += self.rebuilding[number].damage()
            elif event.rebuilders:
                damage += event.damage
            else:
                elapsed = day - 1 - (event.start + event.duration)
                curve = recovery_curve(event.recovery, event.recovery_time)
                damage += event.damage * (1.0 if elapsed < 0 else curve(elapsed))
        capital = self.economy.capital
        share = np.divide(damage, capital, out=np.zeros_like(damage), where=capital > 0)
        return np.asarray(np.maximum(lost, np.minimum(share, 1.0)))

    def peak_loss(self) -> Array:
        """Largest loss of each industry's capacity at full strength, (n,)."""
        losses = [e.loss for e in self.losses] or [np.zeros(self.economy.n)]
        return np.asarray(np.max(losses, axis=0))

    def rebuild_demand(self) -> Array:
        """Demand of a day for rebuilding, by supplier, (n,)."""
        total = np.zeros(self.economy.n)
        for work in self.rebuilding.values():
            total += work.daily()
        return total

    def receive(self, delivered_share: Array) -> None:
        """Book the deliveries of a day."""
        for work in self.rebuilding.values():
            work.receive(delivered_share)

    def bans_on(self, day: int) -> list[Ban]:
        """Bans in force on a day."""
        return [b for b in self.bans if b.start <= day < b.start + b.duration]
