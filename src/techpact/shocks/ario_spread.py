"""Spread of the losses of an inventory simulation over uncertain parameters, as an analysis."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from techpact.alliance import Alliance
from techpact.analysis import Frame, Progress, Result, analysis
from techpact.errors import InputError
from techpact.shocks.ario import INPUTS, LANES, first_day, read_table
from techpact.shocks.ario_events import EventsAtWork
from techpact.shocks.ario_parameters import Event, Parameters, StockRule
from techpact.shocks.ario_scenarios import read_events, read_rules
from techpact.shocks.ario_step import Simulation
from techpact.shocks.economy import Array, Economy
from techpact.shocks.loss_groups import DAY, MONTH, YEAR, AllianceGroups, known
from techpact.shocks.loss_tables import ARIO_SPREAD, SPREAD_CURVE

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)


@analysis(
    name="ario_spread",
    part="shocks",
    inputs=INPUTS,
    output=ARIO_SPREAD,
    extras=(SPREAD_CURVE,),
    references=("hallegatte2013", "juhel2024"),
    caveats=("NO_PRICES", "FIXED_TECHNOLOGY", "NEGATIVE_DEMAND_DROPPED"),
    version=2,
)
def ario_spread(
    flows: Frame,
    final_demand: Frame,
    events: Frame,
    output: Frame | None,
    inventories: Frame | None,
    area_sectors: Frame | None,
    *,
    draws: int = 32,
    days: int = 365,
    every: int = 10,
    seed: int = 0,
    spread: float = 0.3,
    year: int | None = None,
    alliance: Alliance | None = None,
    psi: float = 0.8,
    inventory_days: float = 90.0,
    restoration_days: float = 60.0,
    overproduction_max: float = 1.25,
    progress: Progress | None = None,
) -> Result:
    """How sure is the loss of each country when inventories and reactions are not well known?

    Psi, target inventory, restoration time and the room for overproduction are drawn independently
    and uniformly around the values given; each draw is one run.

    Parameters
    ----------
    flows, final_demand, output
        Inter-country input-output table, million USD a year.
    events
        Events by scenario.
    inventories
        Exceptions by input and country; they are drawn with the same factors.
    area_sectors
        Concordance from areas to industries, for losses by area.
    draws
        Number of draws.
    days
        Days to simulate and to sum.
    every
        Report the curve every so many days; the last day is always reported.
    seed
        Seed of the draws: the same seed gives the same result.
    spread
        Half-width of the draws, as a share of the value (psi stays within 0 and 1).
    year
        Year of the table; the last one when not given.
    alliance
        Members to whom orders turn under the replacement rule "alliance", and roles in the result.
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
        Percentiles of the loss summed over a day, 30, 365 and all days, by country, role in the
        alliance and area, million USD. Horizons that were not simulated have no row.
    spread_curve
        Percentiles of the loss of a day over its baseline, day by day.

    References
    ----------
    hallegatte2013, juhel2024
    """
    if draws < 2 or not 0 <= spread < 1:
        raise InputError("draws is at least 2, spread at least 0 and below 1", mend="draws 32")
    if days < 1 or every < 1:
        raise InputError("days and every are at least 1", mend="days 365, every 10")
    economy = read_table(flows, final_demand, output, year, 4.0)
    scenarios = read_events(events.rows(named=True), economy, alliance)
    central = Parameters(
        psi,
        inventory_days,
        restoration_days,
        overproduction_max,
        rules=read_rules(inventories),
    )
    random = np.random.default_rng(seed)
    factors = random.uniform(1 - spread, 1 + spread, size=(draws, 4))
    drawn = [central, *(_scaled(central, f) for f in factors)]
    groups = AllianceGroups(economy, alliance, area_sectors)
    usual = groups.sum(economy.x[:, None])[:, 0]
    shown = sorted({*range(0, days, every), days - 1})
    sums: dict[str, list[Any]] = {c.name: [] for c in ARIO_SPREAD.columns}
    curve: dict[str, list[Any]] = {c.name: [] for c in SPREAD_CURVE.columns}
    total = days * len(drawn) * len(scenarios)
    done = 0

    def step(lanes: int) -> None:
        nonlocal done
        done += lanes
        if progress:
            progress(done, total)

    for name in sorted(scenarios):
        losses = _losses(economy, scenarios[name], drawn, groups, usual, days, step)
        start = first_day(scenarios[name])
        for label, length in (("day", DAY), ("month", MONTH), ("year", YEAR), ("all", 0)):
            begin, end = (start, start + length) if length else (0, days)
            if end <= days:
                lost = losses[begin:end].sum(axis=0)
                _add_sums(sums, name, groups, label, end - begin, lost, usual * (end - begin))
        for day in shown:
            _add_curve(curve, name, groups, day, losses[day], usual)
    return Result(sums, {"spread_curve": curve})


def _scaled(central: Parameters, factor: Array) -> Parameters:
    """Scale psi, inventory, restoration and the excess of overproduction by one draw."""
    psi, stock, restoration, over = (float(f) for f in factor)

    def rule(r: StockRule) -> StockRule:
        return StockRule(
            r.sector,
            r.country,
            None if r.days is None else r.days * stock,
            None if r.psi is None else min(1.0, r.psi * psi),
            None if r.restoration is None else max(1.0, r.restoration * restoration),
        )

    days = central.inventory
    if isinstance(days, dict):
        raise AssertionError("the analysis gives one number of days and rules")
    return Parameters(
        min(1.0, central.psi * psi),
        days * stock,
        max(1.0, central.restoration * restoration),
        1 + (central.overproduction_max - 1) * over,
        rules=tuple(rule(r) for r in central.rules),
    )


def _losses(
    economy: Economy,
    events: Sequence[Event],
    drawn: Sequence[Parameters],
    groups: AllianceGroups,
    usual: Array,
    days: int,
    step: Callable[[int], None],
) -> Array:
    """Loss by day, group and draw, (days, groups, draws)."""
    losses = np.empty((days, len(groups.names), len(drawn)))
    for first in range(0, len(drawn), LANES):
        some = drawn[first : first + LANES]
        run = Simulation(economy, [EventsAtWork(economy, events) for _ in some], some)
        for day in range(days):
            made = groups.sum(run.step(day).production)
            losses[day, :, first : first + len(some)] = usual[:, None] - made
            step(len(some))
    return losses


def _add_keys(out: dict[str, list[Any]], name: str, groups: AllianceGroups) -> int:
    count = len(groups.names)
    out["scenario"] += [name] * count
    out["level"] += [level for level, _, _ in groups.names]
    out["name"] += [place for _, place, _ in groups.names]
    out["area"] += [area for _, _, area in groups.names]
    return count


def _add_sums(
    out: dict[str, list[Any]],
    name: str,
    groups: AllianceGroups,
    horizon: str,
    length: int,
    lost: Array,
    usual: Array,
) -> None:
    count = _add_keys(out, name, groups)
    drawn = lost[:, 1:]
    out["horizon"] += [horizon] * count
    out["days"] += [length] * count
    out["draws"] += [drawn.shape[1]] * count
    for share, values in zip(QUANTILES, np.quantile(drawn, QUANTILES, axis=1), strict=True):
        out[f"loss_p{round(share * 100):02}_musd"] += values.tolist()
    out["loss_mean_musd"] += drawn.mean(axis=1).tolist()
    out["loss_central_musd"] += lost[:, 0].tolist()
    out["baseline_musd"] += usual.tolist()


def _add_curve(
    out: dict[str, list[Any]],
    name: str,
    groups: AllianceGroups,
    day: int,
    lost: Array,
    usual: Array,
) -> None:
    count = _add_keys(out, name, groups)
    out["day"] += [day] * count
    nothing = np.full_like(lost, np.nan)
    share = np.divide(lost, usual[:, None], out=nothing, where=usual[:, None] > 0)
    low, middle, high = np.quantile(share[:, 1:], (0.05, 0.5, 0.95), axis=1)
    for label, values in (("p05", low), ("p50", middle), ("p95", high), ("central", share[:, 0])):
        out[f"loss_{label}_share"] += known(values)
