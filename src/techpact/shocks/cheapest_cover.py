"""The cheapest inventory or re-sourcing that keeps a scenario's loss under a bound, as analysis."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any, Literal

import numpy as np

from techpact.alliance import Alliance
from techpact.analysis import Frame, Progress, Result, analysis
from techpact.errors import InputError
from techpact.shocks.ario import INPUTS, LANES, read_table
from techpact.shocks.ario_events import EventsAtWork
from techpact.shocks.ario_parameters import Ban, Event, Parameters, StockRule
from techpact.shocks.ario_scenarios import read_rules, read_scenario
from techpact.shocks.ario_step import Simulation
from techpact.shocks.cover_search import STOPPED, UNREACHED, Asked, Found, Levels, OutOfTime, search
from techpact.shocks.cover_tables import COVER, COVER_PROOF
from techpact.shocks.economy import Array, Economy

TURNED = (0.0, 0.25, 0.5, 0.75, 1.0)
"""Shares of cut orders that are tried beside inventories."""


@analysis(
    name="cheapest_cover",
    part="shocks",
    inputs=INPUTS[:5],
    output=COVER,
    extras=(COVER_PROOF,),
    references=("hallegatte2013", "juhel2024"),
    caveats=("NO_PRICES", "FIXED_TECHNOLOGY", "NEGATIVE_DEMAND_DROPPED", "COVER_ON_GRID"),
    version=2,
)
def cheapest_cover(
    flows: Frame,
    final_demand: Frame,
    events: Frame,
    output: Frame | None,
    inventories: Frame | None,
    *,
    alliance: Alliance,
    scenario: str = "",
    bound_share: float = 0.5,
    bound_musd: float | None = None,
    measures: Literal["inventory", "resourcing", "both"] = "inventory",
    days: int = 365,
    step_days: float = 10.0,
    most_days: float = 180.0,
    holding_cost: float = 1.0,
    premium: float = 1.0,
    turn_to: Literal["same_mix", "alliance"] = "same_mix",
    year: int | None = None,
    psi: float = 0.8,
    inventory_days: float = 90.0,
    restoration_days: float = 60.0,
    overproduction_max: float = 1.25,
    seconds: float | None = None,
    progress: Progress | None = None,
) -> Result:
    """What is the cheapest inventory or re-sourcing that keeps the members' loss under a bound?

    The members hold more of single inputs, on a grid of days, or have a share of the cut orders
    turn to other suppliers; many settings are simulated side by side.

    Parameters
    ----------
    flows, final_demand, output, events, inventories
        As for `ario`.
    alliance
        The members hold the inventories, and their loss is bounded.
    scenario
        Scenario of the events; the first by name when not given.
    bound_share
        Largest loss allowed, as a share of the loss without measures.
    bound_musd
        Largest loss allowed; replaces bound_share.
    measures
        What may be done.
    days
        Days to simulate and to sum.
    step_days
        Step of the grid of inventories.
    most_days
        Most days of use that an input may be held in addition.
    holding_cost
        Cost of one unit of value held; 1 counts the value tied up.
    premium
        Cost of one unit of cut deliveries that turns to others; 1 counts the value turned.
    turn_to
        Where orders turn.
    year
        Year of the table; the last one when not given.
    psi
        Share of the target inventory below which production falls.
    inventory_days
        Target inventory of every input in days of use, before anything is added.
    restoration_days
        Days in which a gap to the target is ordered.
    overproduction_max
        Largest factor on capacity.
    seconds
        Time after which the search stops and answers with the best found and its gap; the loss
        without measures is always simulated. No limit when not given.

    Returns
    -------
    cheapest_cover
        One row for each input held in addition and for re-sourcing.
    cover_proof
        Loss before and after, cost, the least that any cover costs, and what is proven.

    Notes
    -----
    The loss is the output of the members' industries missing over the days, gains not set off:
    Σ_t Σ_j max(0, x_j − P_j(t)). Inventories are full when the events begin. The search first finds
    what each input needs when all others are held at the most (these add up to the least cost),
    then takes inputs by what they save for their cost, lowers each as far as the bound allows, and,
    with at most four inputs left, asks all cheaper points of the grid that hold only these.

    References
    ----------
    hallegatte2013, juhel2024
    """
    if days < 1 or not step_days > 0 or not most_days >= step_days:
        raise InputError(
            "days is at least 1, step_days positive and most_days at least one step",
            mend="days 365, step_days 10, most_days 180",
        )
    if not holding_cost > 0 or not premium > 0:
        raise InputError("holding_cost and premium are positive", mend="1 counts the value itself")
    if bound_musd is None and not 0 <= bound_share < 1:
        raise InputError("bound_share is not between 0 and 1", mend="0.5 halves the loss")
    if seconds is not None and not 0 < seconds < math.inf:
        raise InputError(f"seconds is {seconds:g}: it must be above 0", mend="seconds 600")
    deadline = math.inf if seconds is None else time.monotonic() + seconds
    economy = read_table(flows, final_demand, output, year, 4.0)
    name, listed = read_scenario(events.rows(named=True), economy, alliance, scenario)
    parameters = Parameters(
        psi, inventory_days, restoration_days, overproduction_max, rules=read_rules(inventories)
    )
    runner = _Runner(economy, listed, parameters, alliance, days, step_days, turn_to, progress)
    cut = runner.cut_value()
    if measures != "inventory" and not cut > 0:
        raise InputError(
            'no ban of the scenario has the replacement "none": there is nothing to turn',
            mend="measures inventory",
        )
    nobody: Levels = (0,) * len(economy.inputs)
    before = float(runner.losses(0.0, [nobody])[0])
    runner.deadline = deadline
    bound = before * bound_share if bound_musd is None else bound_musd
    top = int(most_days // step_days)
    unit = runner.daily_use() * step_days * holding_cost
    rest = unit > 0
    best: tuple[float, float, Found] | None = None
    least = np.inf
    violations, worst = 0, 0.0
    stopped = False
    if measures == "resourcing":
        shares: Sequence[float] = tuple(i / LANES for i in range(LANES + 1))
        lost = runner.losses_turned(shares)
        good = [i for i, loss in enumerate(lost) if loss <= bound]
        if not good and len(lost) < len(shares):
            # The shares asked do not keep the bound: a cover turns at least the next one.
            at, after, status = len(lost), np.inf, "nothing_found"
        else:
            at = good[0] if good else len(shares) - 1
            status = "out_of_reach" if not good else "optimal" if at else "nothing_needed"
            after = lost[at]
        found = Found(nobody, after, nobody, status)
        best = (shares[at] * cut * premium, shares[at], found)
        least = best[0]
        rises = [b - a for a, b in pairwise(lost) if b > a * (1 + 1e-9)]
        violations, worst = len(rises), max(rises, default=0.0)
        if rises and status == "optimal":
            status = "no_step_down"
            found = replace(found, status=status)
            best = (best[0], best[1], found)
    else:
        tried = TURNED if measures == "both" else (0.0,)
        for share in tried:
            turned = share * cut * premium
            asked = Asked(lambda some, r=share: runner.losses(r, _spread(some, rest)), LANES)  # type: ignore[misc]
            found = search(asked, unit[rest], top, bound)
            violations += asked.violations()
            worst = max(worst, asked.largest_violation())
            price = turned + float(unit[rest] @ np.array(found.levels))
            least = min(least, turned + float(unit[rest] @ np.array(found.needed)))
            if best is None or _better(found, price, best):
                best = (price, share, found)
            if found.status in STOPPED:
                # Of the larger shares nothing is known but what turning them costs.
                more = [s for s in tried if s > share]
                least = min(least, more[0] * cut * premium if more else least)
                stopped = True
                break
    if best is None:
        raise AssertionError("at least one share is tried")
    price, share, found = best
    status = found.status
    if measures == "both" and status in {"optimal", "nothing_needed", "optimal_among_chosen"}:
        # Between the shares that were tried nothing is claimed.
        status = "no_step_down" if price > least * (1 + 1e-9) else status
    if stopped:
        status = "nothing_found" if status in UNREACHED else "stopped"
    reached = status not in UNREACHED
    at_least = min(least, price)
    rows: dict[str, list[Any]] = {c.name: [] for c in COVER.columns}
    if reached:
        rows = _rows(economy, name, found, share, cut * premium, unit, rest, step_days)
    proof = {
        "scenario": [name],
        "bound_musd": [bound],
        "loss_before_musd": [before],
        "loss_after_musd": [found.loss if math.isfinite(found.loss) else None],
        "cost_musd": [price if reached else None],
        "cost_at_least_musd": [None if status == "out_of_reach" else at_least],
        "gap_share": [((price - at_least) / price if price > 0 else 0.0) if reached else None],
        "status": [status],
        "runs": [runner.runs],
        "violations": [violations],
        "violation_musd": [worst],
    }
    return Result(rows, {"cover_proof": proof})


def _better(found: Found, price: float, best: tuple[float, float, Found]) -> bool:
    """Whether a finding beats the best so far: one that keeps the bound first, then the cost."""
    reaches, reached = found.status not in UNREACHED, best[2].status not in UNREACHED
    if reaches != reached:
        return reaches
    return price < best[0] if reaches else found.loss < best[2].loss


def _spread(some: Sequence[Levels], rest: np.ndarray[Any, np.dtype[np.bool_]]) -> list[Levels]:
    """Put the levels of the inputs that cost something among all inputs."""
    places = np.flatnonzero(rest)
    out = np.zeros((len(some), len(rest)), dtype=int)
    out[:, places] = np.array(some, dtype=int).reshape(len(some), len(places))
    return [tuple(int(v) for v in row) for row in out]


def _rows(
    economy: Economy,
    name: str,
    found: Found,
    share: float,
    turned_cost: float,
    unit: Array,
    rest: np.ndarray[Any, np.dtype[np.bool_]],
    step: float,
) -> dict[str, list[Any]]:
    out: dict[str, list[Any]] = {c.name: [] for c in COVER.columns}
    row: tuple[Any, ...]
    if share > 0:
        row = (name, "resourcing", None, None, None, share, share * turned_cost)
        for column, value in zip(out, row, strict=True):
            out[column].append(value)
    if len(found.levels) != int(rest.sum()):  # re-sourcing alone: no inventory was searched
        return out
    for place, level, least in zip(np.flatnonzero(rest), found.levels, found.needed, strict=True):
        if level:
            row = (
                name, "inventory", economy.inputs[place], level * step, least * step, None,
                level * float(unit[place]),
            )  # fmt: skip
            for column, value in zip(out, row, strict=True):
                out[column].append(value)
    return out


class _Runner:
    """Simulates settings side by side and says what the members lose."""

    def __init__(
        self,
        economy: Economy,
        events: list[Event],
        parameters: Parameters,
        alliance: Alliance,
        days: int,
        step: float,
        turn_to: Literal["same_mix", "alliance"],
        progress: Progress | None,
    ) -> None:
        self.economy, self.events, self.parameters = economy, events, parameters
        self.members = [c for c in economy.holders if c in alliance.members]
        if not self.members:
            raise InputError("no member of the alliance is in the table", where="option alliance")
        self.mine = np.isin(economy.countries, self.members)
        self.days, self.step, self.turn_to, self.progress = days, step, turn_to, progress
        self.stocks = parameters.stocks(economy)
        self.runs = 0
        self.deadline = math.inf

    def daily_use(self) -> Array:
        """What the members' industries use of each input in a day, (s,)."""
        return np.asarray(self.economy.by_input[:, self.mine].sum(axis=1))

    def cut_value(self) -> float:
        """Value of the deliveries that bans without replacement cut within the days."""
        total = 0.0
        for ban in self.events:
            if isinstance(ban, Ban) and ban.replacement == "none":
                length = max(0, min(self.days, ban.start + ban.duration) - ban.start)
                value = self.economy.Z[np.ix_(ban.suppliers, ban.buyers)].sum()
                value += self.economy.Y[np.ix_(ban.suppliers, ban.final_buyers)].sum()
                total += ban.cut * length * float(value)
        return total

    def losses_turned(self, shares: Sequence[float]) -> list[float]:
        """Members' loss at each share turned, nothing held; as many as the time allows."""
        nobody: Levels = (0,) * len(self.economy.inputs)
        lost: list[float] = []
        try:
            for share in shares:
                lost += self.losses(share, [nobody])
        except OutOfTime:
            pass
        return lost

    def losses(self, turned: float, points: Sequence[Levels]) -> list[float]:
        """Members' loss at each point, with this share of cut orders turned.

        Raises `OutOfTime` when the deadline passes; what was begun is dropped.
        """
        events = [e for event in self.events for e in self._turn(event, turned)]
        several = [self._at(point) for point in points]
        works = [EventsAtWork(self.economy, events) for _ in points]
        run = Simulation(self.economy, works, several)
        usual = self.economy.x[self.mine, None]
        lost = np.zeros(len(points))
        for day in range(self.days):
            if time.monotonic() > self.deadline:
                raise OutOfTime
            made = run.step(day).production[self.mine]
            lost += np.maximum(usual - made, 0.0).sum(axis=0)
        self.runs += len(points)
        if self.progress:
            # How many runs the search takes is not known before it ends.
            self.progress(self.runs, max(self.runs + 1, 40 * LANES))
        return [float(v) for v in lost]

    def _at(self, point: Levels) -> Parameters:
        """Add days of stock; the days below which production falls stay what they were."""
        rules = []
        for b, (sector, level) in enumerate(zip(self.economy.inputs, point, strict=True)):
            for country in self.members if level else ():
                c = self.economy.holders.index(country)
                usual, psi = float(self.stocks.days[b, c]), float(self.stocks.psi[b, c])
                days = usual + level * self.step
                # An input that never limits stays so.
                rest = psi if np.isinf(usual) else psi * usual / days
                rules.append(StockRule(sector, country, days, rest))
        return replace(self.parameters, rules=(*self.parameters.rules, *rules))

    def _turn(self, event: Event, share: float) -> list[Event]:
        """Part a ban in what nobody replaces and what turns to others; together they cut alike."""
        if not isinstance(event, Ban) or event.replacement != "none" or share == 0:
            return [event]
        allies = self.economy.industries(frozenset(self.members), None)
        lost = event.cut * (1 - share)
        rest = 1 - (1 - event.cut) / (1 - lost)
        turned = replace(event, cut=rest, replacement=self.turn_to, allies=allies)
        return [turned] if lost == 0 else [replace(event, cut=lost), turned]
