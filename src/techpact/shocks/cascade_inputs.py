"""From tables to a network and scenarios: names become numbers, problems are named by row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import narwhals as nw
import numpy as np

from techpact.errors import DataError, InputError
from techpact.shocks.cascade_rules import Scenarios, closures
from techpact.shocks.essentiality import read_essentiality, sector_codes
from techpact.shocks.production_network import Floats, Ints, ProductionNetwork, build_network

Frame = nw.DataFrame[Any]

MAX_NAMED = 5


@dataclass(frozen=True, eq=False)
class Economy:
    """A network with the names of its firms and sectors.

    `ambiguous_sectors` tells that the numbers of sectors could be read from 0 or from 1.
    """

    network: ProductionNetwork
    firms: list[str]
    sector: Ints
    sectors: list[str]
    ambiguous_sectors: bool


def read_economy(
    edges: Frame,
    firms: Frame,
    essentiality: Frame,
    *,
    by_market: bool,
    revenue_costs: bool,
    by_employees: bool,
) -> Economy:
    """Build the network that the options ask for.

    Raises
    ------
    DataError
        Edges that name unknown firms; firms without a sector, market or number of employees where
        these are needed.
    InputError
        No firms, no sales at all, or sectors that do not fit the essentiality matrix.
    """
    names: list[str] = firms["firm"].to_list()
    if not names:
        raise InputError("the network has no firms", where="firms", mend="give at least one firm")
    matrix = read_essentiality(essentiality)
    sector, sectors, ambiguous = sector_codes(firms["sector"].to_list(), len(matrix))
    market = sector
    if by_market:
        market = _groups(firms)
    supplier, buyer = firm_positions(edges, ("supplier", "buyer"), firms, "edges")
    value = edges["weight"].to_numpy().astype(np.float64)
    n = len(names)
    out: Floats = np.bincount(supplier, weights=value, minlength=n).astype(np.float64)
    weight = _employees(firms) if by_employees else out
    if not weight.sum() > 0:
        raise InputError(
            "the weights of all firms add to 0",
            where="firms" if by_employees else "edges",
            mend="give numbers of employees" if by_employees else "give edges with positive weight",
        )
    revenue = costs = None
    if revenue_costs:
        inputs: Floats = np.bincount(buyer, weights=value, minlength=n).astype(np.float64)
        revenue = _outside(firms, "revenue", "final_demand", out)
        costs = _outside(firms, "costs", "imports", inputs)
    network = build_network(supplier, buyer, value, sector, market, matrix, weight, revenue, costs)
    return Economy(network, names, sector, sectors, ambiguous)


def read_scenarios(shocks: Frame | None, firms: Frame) -> tuple[Scenarios, list[str]]:
    """Scenarios with their names: every firm closed in turn when no shocks are given.

    Scenarios keep the order in which they first occur.
    """
    if shocks is None:
        names: list[str] = firms["firm"].to_list()
        return closures(len(names)), names
    if not len(shocks):
        raise InputError("no shocks", where="shocks", mend="leave the table out to close each firm")
    (firm,) = firm_positions(shocks, ("firm",), firms, "shocks")
    labels = shocks["scenario"].to_list()
    number = {label: i for i, label in enumerate(dict.fromkeys(labels))}
    code = np.fromiter((number[label] for label in labels), dtype=np.int64, count=len(labels))
    order = np.argsort(code, kind="stable")
    down = shocks["psi_down"].to_numpy().astype(np.float64)
    given = shocks["psi_up"].to_numpy().astype(np.float64)
    up = np.where(np.isnan(given), down, given)
    offsets = np.concatenate(([0], np.cumsum(np.bincount(code, minlength=len(number)))))
    return (
        Scenarios(offsets.astype(np.int64), firm[order], down[order], up[order]),
        list(number),
    )


def firm_positions(
    frame: Frame, columns: tuple[str, ...], firms: Frame, table: str
) -> tuple[Ints, ...]:
    """Rows of `firms` that the columns name.

    Raises
    ------
    DataError
        Names every column with unknown firms and the first rows.
    """
    lookup = firms.select("firm").with_row_index("position")
    found: list[Ints] = []
    problems: list[str] = []
    for column in columns:
        joined = (
            frame.select(nw.col(column).alias("firm"))
            .with_row_index("row")
            .join(lookup, on="firm", how="left")
            .sort("row")
        )
        position = joined["position"]
        missing = position.is_null()
        if missing.any():
            rows = [i for i, flag in enumerate(missing.to_list()) if flag]
            named = ", ".join(f"row {i + 1}: {frame[column][i]!r}" for i in rows[:MAX_NAMED])
            more = f", … ({len(rows)} in all)" if len(rows) > MAX_NAMED else ""
            problems.append(f"{column}: not in table 'firms': {named}{more}")
        else:
            found.append(position.to_numpy().astype(np.int32))
    if problems:
        raise DataError(table, problems)
    return tuple(found)


def _groups(firms: Frame) -> Ints:
    labels = firms["market"].to_list()
    empty = [i + 1 for i, label in enumerate(labels) if label is None]
    if empty:
        rows = ", ".join(f"row {i}" for i in empty[:MAX_NAMED])
        raise DataError(
            "firms", [f"market: empty in {len(empty)} rows, but the option market asks: {rows}"]
        )
    code = {label: i for i, label in enumerate(sorted(set(labels)))}
    return np.fromiter((code[label] for label in labels), dtype=np.int32, count=len(labels))


def _employees(firms: Frame) -> Floats:
    values = firms["employees"].to_numpy().astype(np.float64)
    empty = np.flatnonzero(np.isnan(values)) + 1
    if len(empty):
        rows = ", ".join(f"row {i}" for i in empty[:MAX_NAMED])
        raise DataError(
            "firms", [f"employees: empty in {len(empty)} rows, but they are the weight: {rows}"]
        )
    return values


def _outside(firms: Frame, total: str, outside: str, inside: Floats) -> Floats:
    """The stated total, or the sum of the network and what passes outside it."""
    stated = firms[total].to_numpy().astype(np.float64)
    other = np.nan_to_num(firms[outside].to_numpy().astype(np.float64))
    return np.where(np.isnan(stated), inside + other, stated)
