"""From rows of an events table to events on an economy; all problems are gathered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import narwhals as nw
import numpy as np

from techpact.alliance import Alliance
from techpact.errors import DataError, InputError, NotFoundError, TechpactError
from techpact.shocks.ario_parameters import Ban, CapacityLoss, CapitalLoss, Event, StockRule
from techpact.shocks.ario_tables import FINAL_DEMAND_BUYER
from techpact.shocks.economy import Economy


def read_events(
    rows: Sequence[Mapping[str, Any]], economy: Economy, alliance: Alliance | None
) -> dict[str, list[Event]]:
    """Turn rows into events by scenario, in the order of the rows.

    Raises
    ------
    DataError
        With every row that cannot be understood.
    """
    scenarios: dict[str, list[Event]] = {}
    problems = []
    for number, row in enumerate(rows, start=1):
        try:
            scenarios.setdefault(row["scenario"], []).append(_event(row, economy, alliance))
        except TechpactError as err:
            problems.append(f"row {number}: {err.what}")
    if not scenarios and not problems:
        problems.append("there is no event")
    if problems:
        raise DataError("events", problems)
    return scenarios


def read_scenario(
    rows: Sequence[Mapping[str, Any]], economy: Economy, alliance: Alliance | None, scenario: str
) -> tuple[str, list[Event]]:
    """Return one scenario of an events table and its events; the first by name for an empty one.

    Raises
    ------
    DataError
        As `read_events`.
    NotFoundError
        When no row has this scenario.
    """
    scenarios = read_events(rows, economy, alliance)
    name = scenario or min(scenarios)
    if name not in scenarios:
        raise NotFoundError("scenario (option scenario)", name, scenarios)
    return name, scenarios[name]


def read_rules(inventories: nw.DataFrame[Any] | None) -> tuple[StockRule, ...]:
    """Turn rows of the table `inventories` into rules, those for fewer industries last."""
    if inventories is None:
        return ()
    rules = [
        StockRule(r["sector"], r["country"], r["days"], r["psi"], r["restoration_days"])
        for r in inventories.rows(named=True)
    ]
    return tuple(sorted(rules, key=lambda r: (r.sector is not None) + (r.country is not None)))


def _event(row: Mapping[str, Any], economy: Economy, alliance: Alliance | None) -> Event:
    countries, sectors = _names(row["countries"]), _names(row["sectors"])
    hit = economy.industries(countries, sectors)
    start, duration = row["start_day"], row["duration_days"]
    if row["kind"] == "ban":
        return _ban(row, economy, hit, alliance)
    recovery: Any = row["recovery"] or "none"
    if recovery != "none" and not row["recovery_days"]:
        raise InputError("a recovery needs recovery_days")
    days = row["recovery_days"] or 1
    if row["kind"] == "capacity_loss":
        if row["share"] is None:
            raise InputError("a capacity_loss needs a share")
        loss = np.zeros(economy.n)
        loss[hit] = row["share"]
        return CapacityLoss(start, loss, duration, recovery, days)
    return _capital_loss(row, economy, hit, recovery, days)


def _capital_loss(
    row: Mapping[str, Any], economy: Economy, hit: np.ndarray, recovery: Any, days: int
) -> CapitalLoss:
    if (row["share"] is None) == (row["damage_musd"] is None):
        raise InputError("a capital_loss needs either a share or damage_musd")
    damage = np.zeros(economy.n)
    capital = economy.capital[hit]
    if row["share"] is not None:
        damage[hit] = row["share"] * capital
    elif capital.sum() > 0:
        damage[hit] = row["damage_musd"] * capital / capital.sum()
    else:
        raise InputError("the industries hit have no capital to lose")
    rebuilders = _shares(row["rebuilders"])
    households = None
    if row["household_damage_musd"]:
        if not rebuilders:
            raise InputError("household damage needs rebuilders")
        households = np.zeros(len(economy.buyers))
        mine = [m for m, c in enumerate(economy.buyers) if c in (_names(row["countries"]) or [c])]
        demand = economy.Y.sum(axis=0)[mine]
        households[mine] = row["household_damage_musd"] * demand / demand.sum()
    if rebuilders and not row["recovery_days"]:
        raise InputError("rebuilding needs recovery_days")
    return CapitalLoss(
        row["start_day"], damage, households, row["duration_days"], recovery, days, rebuilders
    )


def _ban(
    row: Mapping[str, Any], economy: Economy, suppliers: np.ndarray, alliance: Alliance | None
) -> Ban:
    if row["share"] is None:
        raise InputError("a ban needs a share")
    own = _names(row["countries"]) or frozenset()
    wanted = _names(row["buyers"]) or frozenset(economy.countries) - own
    buyer_sectors = _names(row["buyer_sectors"])
    final = buyer_sectors is None or FINAL_DEMAND_BUYER in buyer_sectors
    industries = (buyer_sectors or frozenset()) - {FINAL_DEMAND_BUYER}
    buyers = np.empty(0, dtype=np.intp)
    if buyer_sectors is None or industries:
        buyers = economy.industries(wanted, industries or None)
    elif not wanted & set(economy.buyers):
        raise InputError(f"no such buyer in the table: {', '.join(sorted(wanted))}")
    replacement: Any = row["replacement"] or "none"
    allies = None
    if replacement == "alliance":
        if alliance is None:
            raise InputError('replacement "alliance" needs the option alliance')
        members = alliance.members & frozenset(economy.countries)
        if not members:
            raise InputError("no member of the alliance is in the table")
        allies = economy.industries(members, None)
    return Ban(
        row["start_day"],
        suppliers,
        buyers,
        np.array(
            [m for m, c in enumerate(economy.buyers) if c in wanted and final],
            dtype=np.intp,
        ),
        row["share"],
        row["duration_days"],
        replacement,
        allies,
    )


def _names(text: str | None) -> frozenset[str] | None:
    names = frozenset(n.strip() for n in (text or "").split(";") if n.strip())
    return names or None


def _shares(text: str | None) -> dict[str, float]:
    shares = {}
    for part in (text or "").split(";"):
        if part.strip():
            name, _, value = part.partition(":")
            try:
                shares[name.strip()] = float(value)
            except ValueError as err:
                raise InputError(f"rebuilders: {part!r} is not SECTOR:SHARE") from err
    return shares
