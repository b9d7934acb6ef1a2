"""Inventory dynamics of country-sectors after a disruption (ARIO), as an analysis."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import numpy as np

from techpact.alliance import Alliance
from techpact.analysis import Frame, Input, Progress, Result, analysis
from techpact.errors import InputError
from techpact.facts.tables import AREA_SECTORS
from techpact.shocks.ario_events import EventsAtWork
from techpact.shocks.ario_parameters import Event, Parameters
from techpact.shocks.ario_scenarios import read_events, read_rules
from techpact.shocks.ario_step import Simulation
from techpact.shocks.ario_tables import ARIO_LOSSES, EVENTS, INVENTORIES, UNMET_DEMAND
from techpact.shocks.economy import Array, Economy, make_economy
from techpact.shocks.loss_groups import AllianceGroups, Groups, Horizons, shares
from techpact.shocks.loss_tables import LOSS_AFTER
from techpact.sources.flow_tables import from_tables, years_of
from techpact.sources.tables import FINAL_DEMAND, FLOWS, OUTPUT

LANES = 16
"""Scenarios side by side: enough for the processor's vector units, few enough for its cache."""

INPUTS = (
    Input("flows", FLOWS),
    Input("final_demand", FINAL_DEMAND),
    Input("events", EVENTS),
    Input("output", OUTPUT, optional=True),
    Input("inventories", INVENTORIES, optional=True),
    Input("area_sectors", AREA_SECTORS, optional=True),
)


@analysis(
    name="ario",
    part="shocks",
    inputs=INPUTS,
    output=ARIO_LOSSES,
    extras=(UNMET_DEMAND, LOSS_AFTER),
    references=("hallegatte2013", "hallegatte2008", "guan2020", "juhel2024"),
    caveats=("NO_PRICES", "FIXED_TECHNOLOGY", "NEGATIVE_DEMAND_DROPPED"),
)
def ario(
    flows: Frame,
    final_demand: Frame,
    events: Frame,
    output: Frame | None,
    inventories: Frame | None,
    area_sectors: Frame | None,
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
    inventories
        Exceptions from psi, inventory_days and restoration_days by input and country.
    area_sectors
        Concordance from areas to industries, for losses by area.
    days
        Days to simulate.
    by
        Rows of the result.
    every
        Report every so many days; the last day is always reported.
    year
        Year of the table; the last one when not given.
    alliance
        Members to whom orders turn under the replacement rule "alliance", and roles in loss_after.
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
    loss_after
        Loss summed over a day, 30 and 365 days from the first event of the scenario on, by country,
        role in the alliance and area; empty where fewer days were simulated.

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
    economy = read_table(flows, final_demand, output, year, capital_ratio)
    parameters = Parameters(
        psi,
        inventory_days,
        restoration_days,
        overproduction_max,
        overproduction_days,
        orders,
        demand_response,
        read_rules(inventories),
    )
    scenarios = read_events(events.rows(named=True), economy, alliance)
    groups = Groups(economy, by)
    baseline = groups.sum(economy.x[:, None])[:, 0]
    lost: dict[str, list[Any]] = {c.name: [] for c in ARIO_LOSSES.columns}
    unmet: dict[str, list[Any]] = {c.name: [] for c in UNMET_DEMAND.columns}
    names = sorted(scenarios)
    places = AllianceGroups(economy, alliance, area_sectors)
    after: dict[str, list[Any]] = {c.name: [] for c in LOSS_AFTER.columns}
    done = 0
    for first in range(0, len(names), LANES):
        lanes = names[first : first + LANES]
        run = Simulation(economy, [EventsAtWork(economy, scenarios[n]) for n in lanes], parameters)
        horizons = Horizons(places, economy, [first_day(scenarios[n]) for n in lanes])
        for day in range(days):
            result = run.step(day)
            horizons.add(day, result.production)
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
        for column, values in horizons.columns(lanes).items():
            after[column] += values
    return Result(_sorted(lost), {"unmet_demand": _sorted(unmet), "loss_after": after})


def first_day(events: list[Event]) -> int:
    """Day on which the first event of a scenario begins."""
    return min(e.start for e in events)


def read_table(
    flows: Frame, final_demand: Frame, output: Frame | None, year: int | None, ratio: float
) -> Economy:
    """Read the economy of one year of a table, the last one when not given."""
    at = years_of(flows, year)[-1]
    return make_economy(from_tables(flows, final_demand, output, at), capital_ratio=ratio)


def _add_losses(
    out: dict[str, list[Any]], name: str, day: int, groups: Groups, usual: Array, made: Array
) -> None:
    loss = usual - made
    out["scenario"] += [name] * len(usual)
    out["day"] += [day] * len(usual)
    out["country"] += [c for c, _ in groups.names]
    out["sector"] += [s for _, s in groups.names]
    out["baseline_musd"] += usual.tolist()
    out["output_musd"] += made.tolist()
    out["loss_musd"] += loss.tolist()
    out["loss_share"] += shares(loss, usual)


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
