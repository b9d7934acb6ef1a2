"""The way of a loss through country-sectors as a graph, as an analysis."""

from __future__ import annotations

from typing import Any

import numpy as np

from techpact.alliance import Alliance
from techpact.analysis import Frame, Progress, Result, analysis
from techpact.errors import InputError
from techpact.shocks.ario import INPUTS, first_day, read_table
from techpact.shocks.ario_events import EventsAtWork
from techpact.shocks.ario_parameters import Ban, CapacityLoss, CapitalLoss, Event, Parameters
from techpact.shocks.ario_scenarios import read_rules, read_scenario
from techpact.shocks.ario_step import Simulation
from techpact.shocks.delivery_ledger import DeliveryLedger
from techpact.shocks.economy import Array, Economy
from techpact.shocks.path_tables import PATH_EDGES, PATH_NODES

SMALLEST = 1e-9
"""Missing deliveries below this share of the usual ones are rounding."""


@analysis(
    name="ario_path",
    part="shocks",
    inputs=INPUTS[:5],
    output=PATH_NODES,
    extras=(PATH_EDGES,),
    references=("hallegatte2013", "guan2020"),
    caveats=("NO_PRICES", "FIXED_TECHNOLOGY", "NEGATIVE_DEMAND_DROPPED"),
)
def ario_path(
    flows: Frame,
    final_demand: Frame,
    events: Frame,
    output: Frame | None,
    inventories: Frame | None,
    *,
    scenario: str = "",
    days: int = 120,
    threshold: float = 0.01,
    top: int = 60,
    top_edges: int = 200,
    year: int | None = None,
    alliance: Alliance | None = None,
    psi: float = 0.8,
    inventory_days: float = 90.0,
    restoration_days: float = 60.0,
    overproduction_max: float = 1.25,
    progress: Progress | None = None,
) -> Result:
    """Which way does a loss take through countries and sectors, and when does it arrive?

    One scenario is run, and every delivery between industries is booked. A country-sector is
    reached on the first day on which it loses at least the threshold.

    Parameters
    ----------
    flows, final_demand, output, events, inventories
        As for `ario`.
    scenario
        Scenario of the events; the first by name when not given.
    days
        Days to simulate and to sum.
    threshold
        Share of a day's output from which a country-sector counts as reached.
    top
        Country-sectors shown: those that lose most, and all that the event itself hits.
    top_edges
        Edges shown: those that carry most.
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

    Returns
    -------
    path_nodes
        The country-sectors reached, in order of loss.
    path_edges
        What is missing between them over the days, million USD.

    Notes
    -----
    Of the usual deliveries Z_ij: `cut` is what a ban takes out of the table; `input` is what was
    ordered and not delivered, since the supplier made less (the loss runs down); `order` is what
    was ordered less than usual (the loss runs up), bans apart. Orders refill inventories, so that
    `input` can be more than usual deliveries.

    References
    ----------
    hallegatte2013, guan2020
    """
    if days < 1 or not 0 < threshold <= 1 or top < 1 or top_edges < 0:
        raise InputError(
            "days and top are at least 1, threshold above 0 and at most 1",
            mend="days 120, threshold 0.01, top 60",
        )
    economy = read_table(flows, final_demand, output, year, 4.0)
    name, listed = read_scenario(events.rows(named=True), economy, alliance, scenario)
    parameters = Parameters(
        psi, inventory_days, restoration_days, overproduction_max, rules=read_rules(inventories)
    )
    ledger = DeliveryLedger(economy)
    run = Simulation(economy, [EventsAtWork(economy, listed)], parameters, ledger)
    lost = np.zeros(economy.n)
    peak = np.zeros(economy.n)
    reached = np.full(economy.n, -1)
    for day in range(days):
        loss = economy.x - run.step(day).production[:, 0]
        share = np.divide(loss, economy.x, out=np.zeros_like(loss), where=economy.x > 0)
        lost += loss
        peak = np.maximum(peak, share)
        reached[(reached < 0) & (share >= threshold)] = day
        if progress:
            progress(day + 1, days)
    ledger.close()
    origin = hit_by(economy, listed)
    label = np.array([f"{c} {s}" for c, s in zip(economy.countries, economy.sectors, strict=True)])
    order = np.lexsort((label, -lost))
    order = order[((reached >= 0) | origin)[order]]
    shown = order[(np.arange(len(order)) < top) | origin[order]]
    usual = economy.x * days
    start = first_day(listed)
    nodes: dict[str, Any] = {
        "scenario": [name] * len(shown),
        "node": label[shown],
        "country": [economy.countries[i] for i in shown],
        "sector": [economy.sectors[i] for i in shown],
        "origin": origin[shown],
        "reached": np.where(reached[shown] < 0, start, reached[shown]),
        "loss_share": np.divide(lost, usual, out=np.zeros_like(lost), where=usual > 0)[shown],
        "peak_share": peak[shown],
        "loss": lost[shown],
        "rank": np.arange(1, len(order) + 1)[np.isin(order, shown)],
    }
    lines = _edges(economy, ledger, listed, days, shown, top_edges)
    source, target, cause, carried = lines
    up = cause == "order"
    # A loss leaves a node on the day on which that node is reached.
    step = np.maximum(reached[source], start)
    found: dict[str, Any] = {
        "scenario": [name] * len(source),
        "source": label[source],
        "target": label[target],
        "direction": np.where(up, "up", "down"),
        "cause": cause,
        "step": step,
        "carried": carried,
        "binding": [None] * len(source),
    }
    return Result(nodes, {"path_edges": found})


def hit_by(economy: Economy, events: list[Event]) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Return which industries the events themselves hit: those that lose, or are cut off."""
    hit = np.zeros(economy.n, dtype=bool)
    for event in events:
        if isinstance(event, CapacityLoss):
            hit |= event.loss > 0
        elif isinstance(event, CapitalLoss):
            hit |= event.damage > 0
        elif isinstance(event, Ban) and event.cut > 0:
            hit[event.suppliers] = True
    return hit


def _edges(
    economy: Economy,
    ledger: DeliveryLedger,
    events: list[Event],
    days: int,
    shown: np.ndarray[Any, np.dtype[np.intp]],
    top: int,
) -> tuple[Any, Any, Any, Any]:
    """Positions of supplier and buyer (in the direction of the loss), cause, value missing."""
    Z = economy.Z
    cut = np.zeros_like(Z)
    for event in events:
        if isinstance(event, Ban):
            length = max(0, min(days, event.start + event.duration) - event.start)
            place = np.ix_(event.suppliers, event.buyers)
            cut[place] = np.minimum(cut[place] + event.cut * length * Z[place], days * Z[place])
    missing = {
        "cut": cut,
        "input": ledger.ordered - ledger.delivered,
        "order": days * Z - ledger.ordered - cut,
    }
    least = SMALLEST * days * Z
    here = np.ix_(shown, shown)
    parts = []
    for why, value in missing.items():
        inside: Array = value[here]
        i, j = np.nonzero(inside > np.maximum(least[here], SMALLEST))
        source, target = (j, i) if why == "order" else (i, j)
        parts.append((shown[source], shown[target], [why] * len(i), inside[i, j]))
    source, target, cause, carried = (np.concatenate(p) for p in zip(*parts, strict=True))
    best = np.lexsort((target, source, -carried))[:top]
    return source[best], target[best], cause[best], carried[best]
