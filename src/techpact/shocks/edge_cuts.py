"""From the table of cut sales to cuts of merged edges, by scenario."""

from __future__ import annotations

from typing import Any

import narwhals as nw
import numpy as np
import numpy.typing as npt

from techpact.errors import DataError
from techpact.shocks.cascade_cuts import Cuts
from techpact.shocks.cascade_inputs import firm_positions
from techpact.shocks.cascade_rules import Scenarios
from techpact.shocks.production_network import Ints, ProductionNetwork

Frame = nw.DataFrame[Any]

FILTERS = ("supplier", "buyer", "supplier_country", "buyer_country", "product")

MAX_NAMED = 5


def add_cuts(
    table: Frame,
    edges: Frame,
    firms: Frame,
    network: ProductionNetwork,
    scenarios: Scenarios | None,
    names: list[str],
) -> tuple[Scenarios, list[str], Cuts]:
    """Add the scenarios that only cut sales, and find the edges that each scenario cuts.

    Where several rows of a scenario fit a sale, the largest cut holds. Of edges that were added up
    from rows with different products, the share of the product is cut.

    Raises
    ------
    DataError
        Rows that fill no column, that name a firm, country or product that is not there, or that
        fit no edge.
    """
    if scenarios is None:
        nothing = np.zeros(0)
        scenarios = Scenarios(np.zeros(1, np.int64), np.zeros(0, np.int32), nothing, nothing)
        names = []
    rows = _matching_rows(table, edges, firms)
    scenario = table["scenario"].to_list()
    cut = np.nan_to_num(table["cut"].to_numpy().astype(np.float64), nan=1.0)
    start = np.nan_to_num(table["start"].to_numpy().astype(np.float64), nan=1.0).astype(np.int32)
    names = list(dict.fromkeys([*names, *scenario]))
    idle = np.full(len(names) + 1 - len(scenarios.offsets), scenarios.offsets[-1])
    scenarios = Scenarios(
        np.concatenate((scenarios.offsets, idle)), scenarios.firm, scenarios.down, scenarios.up
    )
    merged, value = _merged_edge(edges, firms, network)
    total = np.bincount(merged[merged >= 0], value[merged >= 0], minlength=network.edges)
    own: dict[str, list[int]] = {name: [] for name in names}
    for r, name in enumerate(scenario):
        own[name].append(r)
    found = [_cuts_of(own[name], cut, start, rows, merged, value, total) for name in names]
    offsets = np.concatenate(([0], np.cumsum([len(f[0]) for f in found]))).astype(np.int64)
    edge, carried, begins = (np.concatenate([f[c] for f in found]) for c in range(3))
    return scenarios, names, Cuts(offsets, edge, carried, begins.astype(np.int32))


def _cuts_of(
    own: list[int], cut: Any, start: Any, rows: list[Any], merged: Any, value: Any, total: Any
) -> tuple[Any, Any, Any]:
    """Edge, share still carried and start of the cuts of one scenario, in order of start."""
    left = np.ones(len(value))
    edge, carried, begins = [np.zeros(0, np.int64)], [np.zeros(0)], [np.zeros(0, np.int64)]
    for first in sorted({int(start[r]) for r in own}):
        touched = []
        for r in own:
            if start[r] == first:
                at = rows[r][merged[rows[r]] >= 0]
                left[at] = np.minimum(left[at], 1.0 - cut[r])
                touched.append(merged[at])
        lost = np.bincount(
            merged[merged >= 0], (value * (1.0 - left))[merged >= 0], minlength=len(total)
        )
        places = np.unique(np.concatenate(touched))
        edge.append(places)
        carried.append(np.maximum(0.0, 1.0 - lost[places] / total[places]))
        begins.append(np.full(len(places), first))
    return np.concatenate(edge), np.concatenate(carried), np.concatenate(begins)


def _matching_rows(table: Frame, edges: Frame, firms: Frame) -> list[npt.NDArray[np.int64]]:
    """Rows of `edges` that each row of the table fits."""
    supplier, buyer = firm_positions(edges, ("supplier", "buyer"), firms, "edges")
    country = firms["country"].to_list()
    labels: dict[str, tuple[dict[Any, int], Ints]] = {}
    number = {name: i for i, name in enumerate(firms["firm"].to_list())}
    labels["supplier"], labels["buyer"] = (number, supplier), (number, buyer)
    codes, of_firm = _encode(country)
    labels["supplier_country"] = (codes, of_firm[supplier])
    labels["buyer_country"] = (codes, of_firm[buyer])
    labels["product"] = _encode(edges["product"].to_list())
    by = {side: np.argsort(labels[side][1], kind="stable") for side in ("supplier", "buyer")}
    ordered = {side: labels[side][1][by[side]] for side in by}
    found: list[npt.NDArray[np.int64]] = []
    problems: list[str] = []
    for r, row in enumerate(table.iter_rows(named=True), start=1):
        filled = [f for f in FILTERS if row[f] is not None]
        unknown = [f for f in filled if row[f] not in labels[f][0]]
        problems += [f"row {r}: {f}: {row[f]!r} does not occur" for f in unknown]
        if not filled:
            problems.append(f"row {r}: fill at least one of {', '.join(FILTERS)}")
        if unknown or not filled:
            continue
        code = {f: labels[f][0][row[f]] for f in filled}
        at: npt.NDArray[np.int64] = np.arange(len(supplier))
        # A named firm narrows the search to its own edges.
        for side in by:
            if side in code and len(at) == len(supplier):
                low, high = np.searchsorted(ordered[side], [code[side], code[side] + 1])
                at = by[side][low:high]
        for f in filled:
            at = at[labels[f][1][at] == code[f]]
        if not len(at):
            what = ", ".join(f"{f} {row[f]!r}" for f in filled)
            problems.append(f"row {r}: no edge with {what}")
        found.append(at)
    if problems:
        more = [f"… ({len(problems)} in all)"] if len(problems) > MAX_NAMED else []
        raise DataError("edge_cuts", problems[:MAX_NAMED] + more)
    return found


def _encode(labels: list[Any]) -> tuple[dict[Any, int], Ints]:
    codes = {label: i for i, label in enumerate(dict.fromkeys(x for x in labels if x is not None))}
    return codes, np.fromiter(
        (codes.get(label, -1) for label in labels), dtype=np.int32, count=len(labels)
    )


def _merged_edge(edges: Frame, firms: Frame, network: ProductionNetwork) -> tuple[Any, Any]:
    """Place of each row among the sales of the network (-1: no such sale), and its value."""
    supplier, buyer = firm_positions(edges, ("supplier", "buyer"), firms, "edges")
    n = network.firms
    sales = np.repeat(np.arange(n), np.diff(network.sale_edges)) * n + network.sale_buyer
    key = supplier.astype(np.int64) * n + buyer
    value = edges["weight"].to_numpy().astype(np.float64)
    if not len(sales):
        return np.full(len(key), -1), value
    place = np.minimum(np.searchsorted(sales, key), len(sales) - 1)
    return np.where(sales[place] == key, place, -1), value
