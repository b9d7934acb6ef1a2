"""Inventory dynamics of country-sectors after a disruption (ARIO), as an analysis."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import numpy as np

from techpact.alliance import Alliance
from techpact.analysis import Frame, Input, Progress, Result, analysis
from techpact.errors import InputError
from techpact.shocks.ario_events import EventsAtWork
from techpact.shocks.ario_parameters import Parameters
from techpact.shocks.ario_scenarios import read_events
from techpact.shocks.ario_step import Simulation
from techpact.shocks.ario_tables import ARIO_LOSSES, ARIO_SPREAD, EVENTS, UNMET_DEMAND
from techpact.shocks.economy import Array, Economy, make_economy
from techpact.sources.flow_tables import from_tables, years_of
from techpact.sources.tables import FINAL_DEMAND, FLOWS, OUTPUT

LANES = 16
"""Scenarios side by side: enough for the processor's vector units, few enough for its cache."""

INPUTS = (
    Input("flows", FLOWS),
    Input("final_demand", FINAL_DEMAND),
    Input("events", EVENTS),
    Input("output", OUTPUT, optional=True),
)


class Groups:
    """Sums over industries by country and sector, as asked for."""

    def __init__(self, economy: Economy, by: str) -> None:
        countries: Sequence[str | None] = economy.countries
        sectors: Sequence[str | None] = economy.sectors
        if by in {"sector", "total"}:
            countries = [None] * economy.n
        if by in {"country", "total"}:
            sectors = [None] * economy.n
        pairs = list(zip(countries, sectors, strict=True))
        self.names = sorted(set(pairs), key=lambda p: (p[0] or "", p[1] or ""))
        place = {pair: i for i, pair in enumerate(self.names)}
        self._index = np.array([place[pair] for pair in pairs])

    def sum(self, values: Array) -> Array:
        """Sum (n, k) to (groups, k)."""
        out = np.zeros((len(self.names), values.shape[1]))
        np.add.at(out, self._index, values)
        return out


@analysis(
    name="ario",
    part="shocks",
    inputs=INPUTS,
    output=ARIO_LOSSES,
    extras=(UNMET_DEMAND,),
    references=("hallegatte2013", "hallegatte2008", "guan2020", "juhel2024"),
    caveats=("NO_PRICES", "FIXED_TECHNOLOGY", "NEGATIVE_DEMAND_DROPPED"),
)
def ario(
    flows: Frame,
    final_demand: Frame,
    events: Frame,
    output: Frame | None,
    *,
    days: int = 365,
    by: Literal["country", "sector", "country_sector", "total"] = "country",
    every: int = 1,
    year: int | None = None,
    alliance: Alliance | None = None,
    psi: float = 0.8,
    inventory_days: float = 90.0,
    restoration_days: float = 60.0,
    overproduction_max: float = 1.25,
    overproduction_days: float = 365.0,
    orders: Literal["capacity", "fixed"] = "capacity",
    demand_response: float = 0.0,
    capital_ratio: float = 4.0,
    progress: Progress | None = None,
) -> Result:
    """What does each country and sector lose, day by day, when industries or deliveries stop?

    Each industry holds an inventory of every input. Production is what demand asks for, limited by
    capacity (which can be raised slowly) and by the scarcest input; it is shared among buyers in
    proportion to their orders; buyers then order what they used and a part of the gap to their
    target inventory.

    Parameters
    ----------
    flows, final_demand, output
        Inter-country input-output table, million USD a year.
    events
        Events by scenario; scenarios run side by side.
    days
        Days to simulate.
    by
        Rows of the result.
    every
        Report every so many days; the last day is always reported.
    year
        Year of the table; the last one when not given.
    alliance
        Members to whom orders turn under the replacement rule "alliance".
    psi
        Share of the target inventory below which production falls.
    inventory_days
        Target inventory of every input in days of use.
    restoration_days
        Days in which a gap to the target is ordered.
    overproduction_max
        Largest factor on capacity.
    overproduction_days
        Days in which overproduction builds up.
    orders
        Whether orders follow the capacity of the day or the shares of the table.
    demand_response
        Share of a country's loss of income by which its final demand falls.
    capital_ratio
        Productive capital for one unit of yearly value added.

    Returns
    -------
    ario_losses
        Loss by scenario, day and group, million USD a day.
    unmet_demand
        Final demand asked for and not met, by buying country, million USD a day.

    Notes
    -----
    With orders :math:`O`, final demand :math:`Y`, rebuilding :math:`R`, capacity
    :math:`K_i = x_i (1-\\Delta_i) \\alpha_i`, stocks :math:`S_{sj}`, technology :math:`A_{sj}` and
    target :math:`T_s` days: :math:`P_j = \\min(D_j, K_j) \\min_s \\min(1, S_{sj} / (A_{sj}
    \\min(D_j, K_j) \\psi T_s))`, deliveries in proportion to orders, new orders :math:`A_{sj} P_j +
    \\max(0, A_{sj} \\min(D_j,K_j) T_s - S_{sj})/\\tau` spread over suppliers by capacity.

    References
    ----------
    hallegatte2013, hallegatte2008, guan2020, juhel2024
    """
    if days < 1 or every < 1:
        raise InputError("days and every are at least 1", mend="days 365, every 1")
    economy = _economy(flows, final_demand, output, year, capital_ratio)
    parameters = Parameters(
        psi,
        inventory_days,
        restoration_days,
        overproduction_max,
        overproduction_days,
        orders,
        demand_response,
    )
    scenarios = read_events(events.rows(named=True), economy, alliance)
    groups = Groups(economy, by)
    baseline = groups.sum(economy.x[:, None])[:, 0]
    lost: dict[str, list[Any]] = {c.name: [] for c in ARIO_LOSSES.columns}
    unmet: dict[str, list[Any]] = {c.name: [] for c in UNMET_DEMAND.columns}
    names = sorted(scenarios)
    done = 0
    for first in range(0, len(names), LANES):
        lanes = names[first : first + LANES]
        run = Simulation(economy, [EventsAtWork(economy, scenarios[n]) for n in lanes], parameters)
        for day in range(days):
            result = run.step(day)
            if day % every == 0 or day == days - 1:
                made = groups.sum(result.production)
                for lane, name in enumerate(lanes):
                    _add_losses(lost, name, day, groups, baseline, made[:, lane])
                    _add_unmet(
                        unmet,
                        name,
                        day,
                        economy,
                        result.final_asked[:, lane],
                        result.final_met[:, lane],
                    )
            done += len(lanes)
            if progress:
                progress(done, days * len(names))
    return Result(_sorted(lost), {"unmet_demand": _sorted(unmet)})


def _economy(
    flows: Frame, final_demand: Frame, output: Frame | None, year: int | None, ratio: float
) -> Economy:
    at = years_of(flows, year)[-1]
    return make_economy(from_tables(flows, final_demand, output, at), capital_ratio=ratio)


def _add_losses(
    out: dict[str, list[Any]], name: str, day: int, groups: Groups, usual: Array, made: Array
) -> None:
    loss = usual - made
    share = np.divide(loss, usual, out=np.full_like(loss, np.nan), where=usual > 0)
    out["scenario"] += [name] * len(usual)
    out["day"] += [day] * len(usual)
    out["country"] += [c for c, _ in groups.names]
    out["sector"] += [s for _, s in groups.names]
    out["baseline_musd"] += usual.tolist()
    out["output_musd"] += made.tolist()
    out["loss_musd"] += loss.tolist()
    out["loss_share"] += [None if np.isnan(v) else v for v in share.tolist()]


def _add_unmet(
    out: dict[str, list[Any]], name: str, day: int, economy: Economy, asked: Array, met: Array
) -> None:
    m = len(economy.buyers)
    out["scenario"] += [name] * m
    out["day"] += [day] * m
    out["country"] += list(economy.buyers)
    out["asked_musd"] += asked.tolist()
    out["unmet_musd"] += np.maximum(asked - met, 0.0).tolist()


def _sorted(columns: Mapping[str, list[Any]]) -> dict[str, list[Any]]:
    """Order by scenario; within one, days and groups already follow one another."""
    order = sorted(range(len(columns["scenario"])), key=lambda i: columns["scenario"][i])
    return {name: [values[i] for i in order] for name, values in columns.items()}


@analysis(
    name="ario_spread",
    part="shocks",
    inputs=INPUTS,
    output=ARIO_SPREAD,
    references=("hallegatte2013", "juhel2024"),
    caveats=("NO_PRICES", "FIXED_TECHNOLOGY", "NEGATIVE_DEMAND_DROPPED"),
)
def ario_spread(
    flows: Frame,
    final_demand: Frame,
    events: Frame,
    output: Frame | None,
    *,
    draws: int = 32,
    days: int = 365,
    seed: int = 0,
    spread: float = 0.3,
    year: int | None = None,
    alliance: Alliance | None = None,
    psi: float = 0.8,
    inventory_days: float = 90.0,
    restoration_days: float = 60.0,
    overproduction_max: float = 1.25,
    progress: Progress | None = None,
) -> dict[str, list[Any]]:
    """How sure is the loss of each country when inventories and reactions are not well known?

    Psi, target inventory, restoration time and the room for overproduction are drawn independently
    and uniformly around the values given; each draw is one run.

    Parameters
    ----------
    flows, final_demand, output
        Inter-country input-output table, million USD a year.
    events
        Events by scenario.
    draws
        Number of draws.
    days
        Days to simulate and to sum.
    seed
        Seed of the draws: the same seed gives the same result.
    spread
        Half-width of the draws, as a share of the value (psi stays within 0 and 1).
    year
        Year of the table; the last one when not given.
    alliance
        Members to whom orders turn under the replacement rule "alliance".
    psi
        Central value, see `ario`.
    inventory_days
        Central value, see `ario`.
    restoration_days
        Central value, see `ario`.
    overproduction_max
        Central value, see `ario`; its excess over 1 is drawn.

    Returns
    -------
    ario_spread
        Percentiles of the loss summed over the days, by scenario and country, million USD.

    References
    ----------
    hallegatte2013, juhel2024
    """
    if draws < 2 or not 0 <= spread < 1:
        raise InputError("draws is at least 2, spread at least 0 and below 1", mend="draws 32")
    economy = _economy(flows, final_demand, output, year, 4.0)
    scenarios = read_events(events.rows(named=True), economy, alliance)
    random = np.random.default_rng(seed)
    factors = random.uniform(1 - spread, 1 + spread, size=(draws, 4))
    drawn = [Parameters(psi, inventory_days, restoration_days, overproduction_max)] + [
        Parameters(
            min(1.0, psi * f[0]),
            inventory_days * f[1],
            max(1.0, restoration_days * f[2]),
            1 + (overproduction_max - 1) * f[3],
        )
        for f in factors
    ]
    groups = Groups(economy, "country")
    usual = groups.sum(economy.x[:, None]) * days
    out: dict[str, list[Any]] = {c.name: [] for c in ARIO_SPREAD.columns}
    total = days * len(drawn) * len(scenarios)
    done = 0
    for name in sorted(scenarios):
        losses = np.empty((len(groups.names), len(drawn)))
        for first in range(0, len(drawn), LANES):
            some = drawn[first : first + LANES]
            run = Simulation(economy, [EventsAtWork(economy, scenarios[name]) for _ in some], some)
            made = np.zeros((len(groups.names), len(some)))
            for day in range(days):
                made += groups.sum(run.step(day).production)
                done += len(some)
                if progress:
                    progress(done, total)
            losses[:, first : first + len(some)] = usual - made
        low, middle, high = np.quantile(losses[:, 1:], (0.05, 0.5, 0.95), axis=1)
        out["scenario"] += [name] * len(groups.names)
        out["country"] += [c for c, _ in groups.names]
        out["days"] += [days] * len(groups.names)
        out["draws"] += [draws] * len(groups.names)
        out["loss_p05_musd"] += low.tolist()
        out["loss_p50_musd"] += middle.tolist()
        out["loss_p95_musd"] += high.tolist()
        out["loss_central_musd"] += losses[:, 0].tolist()
    return out
