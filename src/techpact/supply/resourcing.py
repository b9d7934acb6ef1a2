"""Re-sourcing: how much of a lost supply the alliance can replace, at what cost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any, Literal

import numpy as np
import polars as pl

from techpact.alliance import Alliance
from techpact.analysis import Frame, Input, Progress, Result, analysis
from techpact.errors import InputError
from techpact.sources.tables import DISTANCES
from techpact.supply.transport import TOLERANCE, Numbers, Problem, solve
from techpact.tables import Column, Table

LOSSES = Table(
    "losses",
    "Supply that importers lose",
    (
        Column("product", "string", "Product or input."),
        Column("importer", "string", "Country that loses it."),
        Column("lost", "number", "Lost quantity or value.", unit="one unit a product", minimum=0),
    ),
    key=("product", "importer"),
    unique=True,
)

SPARE = Table(
    "spare",
    "Spare capacity that could replace it",
    (
        Column("product", "string", "Product or input."),
        Column("supplier", "string", "Country with spare capacity."),
        Column("spare", "number", "Spare capacity.", unit="as in losses", minimum=0),
        Column(
            "unit_cost",
            "number",
            "Cost of a unit against the lost one (1 is the same); 1 when empty.",
            unit="1",
            nullable=True,
            minimum=0,
        ),
        Column(
            "lead_months",
            "number",
            "Months until it can be delivered; 0 when empty.",
            unit="month",
            nullable=True,
            minimum=0,
        ),
    ),
    key=("product", "supplier"),
    unique=True,
)

PAIRS = Table(
    "pairs",
    "Costs and caps of supplying one country from another",
    (
        Column("supplier", "string", "Supplier."),
        Column("importer", "string", "Importer."),
        Column(
            "pair_cost",
            "number",
            "Added unit cost; 0 when empty.",
            unit="1",
            nullable=True,
            minimum=0,
        ),
        Column(
            "cap_share",
            "number",
            "Largest share of the importer's loss that may come from there.",
            unit="1",
            nullable=True,
            minimum=0,
            maximum=1,
        ),
    ),
    key=("supplier", "importer"),
    unique=True,
)


def _amount(name: str, description: str) -> Column:
    return Column(name, "number", description, unit="as in losses", minimum=0)


RESOURCING = Table(
    "resourcing",
    "How much of each loss is replaced",
    (
        Column("product", "string", "Product."),
        Column("importer", "string", "Country that lost it."),
        _amount("lost", "Loss."),
        _amount("replaced", "Replaced in all."),
        _amount("from_members", "Replaced by members."),
        _amount("from_partners", "Replaced by partners."),
        _amount("from_others", "Replaced by others."),
        _amount("uncovered", "Not replaced."),
        Column("covered_share", "number", "Replaced over lost.", unit="1", nullable=True),
        Column(
            "unit_cost", "number", "Mean unit cost of what is replaced.", unit="1", nullable=True
        ),
        Column(
            "highest_unit_cost", "number", "Unit cost of the dearest part.", unit="1", nullable=True
        ),
        Column(
            "method",
            "string",
            "closed: no choice had to be weighed; programme: linear programme.",
            values=("closed", "programme"),
        ),
    ),
    key=("product", "importer"),
)

RESOURCING_FLOWS = Table(
    "resourcing_flows",
    "Who replaces what for whom",
    (
        Column("product", "string", "Product."),
        Column("supplier", "string", "Supplier."),
        Column("importer", "string", "Importer."),
        _amount("quantity", "Quantity."),
        Column("unit_cost", "number", "Unit cost with the pair's cost.", unit="1"),
    ),
    key=("product", "supplier", "importer"),
)


@analysis(
    name="resourcing",
    part="supply",
    inputs=(
        Input("losses", LOSSES),
        Input("spare", SPARE),
        Input("pairs", PAIRS, optional=True),
        Input("distances", DISTANCES, optional=True),
    ),
    output=RESOURCING,
    extras=(RESOURCING_FLOWS,),
    references=("hitchcock1941", "huangfu2018"),
    caveats=("SPARE_CAPACITY_STATED", "NO_QUALIFICATION"),
)
def resourcing(
    losses: Frame,
    spare: Frame,
    pairs: Frame | None,
    distances: Frame | None,
    *,
    alliance: Alliance,
    suppliers: Literal["members", "friends", "all"] = "friends",
    within_months: float | None = None,
    cost_per_1000_km: float = 0.0,
    max_share: float = 1.0,
    progress: Progress | None = None,
) -> Result:
    """How much of a lost supply can members and partners replace, and at what unit cost?

    Each product is a transport problem: first cover as much of the loss as possible, then do it as
    cheaply as possible. Where capacity alone binds the answer is found in closed form, elsewhere
    by linear programming.

    Parameters
    ----------
    losses
        Lost quantity by product and importer.
    spare
        Spare capacity by product and supplier, with unit cost and lead time.
    pairs
        Added unit costs and caps by supplier and importer.
    distances
        Distances in km, used with `cost_per_1000_km`.
    alliance
        Members, partners and countries of concern; the latter never supply.
    suppliers
        Who may supply: `members`, `friends` (and partners) or `all` but countries of concern.
    within_months
        Only capacity that delivers within so many months; all when not given.
    cost_per_1000_km
        Unit cost added for 1,000 km of distance.
    max_share
        Largest share of an importer's loss that one supplier may replace.

    Returns
    -------
    table
        One row for each product and importer, in the unit of the loss; the extra table
        `resourcing_flows` has one row for each flow. `unit_cost` is relative to the lost supply.

    Notes
    -----
    :math:`\\min \\sum_{s,i} (c_{si} - K) x_{si}` subject to :math:`\\sum_i x_{si} \\le spare_s`,
    :math:`\\sum_s x_{si} \\le lost_i`, :math:`0 \\le x_{si} \\le cap_{si}`, with K larger than any
    chain of costs, so that coverage comes first. Solved by HiGHS, many products in one programme.

    References
    ----------
    hitchcock1941, huangfu2018
    """
    if not 0 < max_share <= 1:
        raise InputError("max_share must lie between 0 and 1", mend="for example 0.5")
    allowed = {"members": alliance.members, "friends": alliance.friends}.get(suppliers)
    usable = [
        row
        for row in spare.iter_rows(named=True)
        if row["supplier"] not in alliance.concern
        and (allowed is None or row["supplier"] in allowed)
        and (within_months is None or (row["lead_months"] or 0.0) <= within_months)
    ]
    offers: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in usable:
        offers[row["product"]].append(row)
    needs: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in losses.iter_rows(named=True):
        needs[row["product"]].append(row)
    cost = _pair_costs(pairs, distances, cost_per_1000_km)
    cap = (
        {}
        if pairs is None
        else {
            (s, i): c
            for s, i, c in pairs.select("supplier", "importer", "cap_share").iter_rows()
            if c is not None
        }
    )
    products = sorted(needs)
    problems = [_problem(needs[p], offers[p], cost, cap, max_share) for p in products]
    found = solve(problems)
    if progress is not None:
        progress(len(products), len(products))
    lines: dict[str, list[Any]] = {c.name: [] for c in RESOURCING.columns}
    flows: dict[str, list[Any]] = {c.name: [] for c in RESOURCING_FLOWS.columns}
    for product, problem, (moved, method) in zip(products, problems, found, strict=True):
        names = [o["supplier"] for o in offers[product]]
        roles = np.array([alliance.role(n) for n in names], dtype=object)
        for i, need in enumerate(needs[product]):
            _line(lines, product, need, moved[:, i], problem.cost[:, i], roles, method)
        for s, i in zip(*np.nonzero(moved > TOLERANCE), strict=True):
            flows["product"].append(product)
            flows["supplier"].append(names[s])
            flows["importer"].append(needs[product][i]["importer"])
            flows["quantity"].append(float(moved[s, i]))
            flows["unit_cost"].append(float(problem.cost[s, i]))
    kinds = {"product": pl.String, "supplier": pl.String, "importer": pl.String}
    schema: dict[str, Any] = {n: kinds.get(n, pl.Float64) for n in flows}
    return Result(lines, {"resourcing_flows": pl.DataFrame(flows, schema=schema)})


def _pair_costs(
    pairs: Frame | None, distances: Frame | None, rate: float
) -> dict[tuple[str, str], float]:
    cost: dict[tuple[str, str], float] = defaultdict(float)
    if rate < 0:
        raise InputError("cost_per_1000_km is below 0", mend="give 0 or more")
    if rate and distances is None:
        raise InputError(
            "cost_per_1000_km needs the table 'distances'", mend="load it, for example GeoDist"
        )
    if rate and distances is not None:
        for origin, destination, km in distances.select(
            "origin", "destination", "distance_km"
        ).iter_rows():
            if origin != destination:
                cost[origin, destination] += rate * km / 1000
    if pairs is not None:
        for supplier, importer, added in pairs.select(
            "supplier", "importer", "pair_cost"
        ).iter_rows():
            cost[supplier, importer] += added or 0.0
    return cost


def _problem(
    needs: list[dict[str, Any]],
    offers: list[dict[str, Any]],
    cost: Mapping[tuple[str, str], float],
    cap: Mapping[tuple[str, str], float],
    max_share: float,
) -> Problem:
    lost = np.array([n["lost"] for n in needs], float)
    shape = (len(offers), len(needs))
    costs, caps = np.empty(shape), np.empty(shape)
    for s, offer in enumerate(offers):
        base = 1.0 if offer["unit_cost"] is None else offer["unit_cost"]
        for i, need in enumerate(needs):
            pair = (offer["supplier"], need["importer"])
            costs[s, i] = base + cost.get(pair, 0.0)
            caps[s, i] = min(max_share, cap.get(pair, 1.0)) * need["lost"]
    return Problem(lost, np.array([o["spare"] for o in offers], float), costs, caps)


def _line(
    lines: dict[str, list[Any]],
    product: str,
    need: Mapping[str, Any],
    moved: Numbers,
    cost: Numbers,
    roles: Any,
    method: str,
) -> None:
    replaced = float(moved.sum())
    used = moved > TOLERANCE
    values = {
        "product": product,
        "importer": need["importer"],
        "lost": need["lost"],
        "replaced": min(replaced, need["lost"]),
        "from_members": float(moved[roles == "member"].sum()),
        "from_partners": float(moved[roles == "partner"].sum()),
        "from_others": float(moved[roles == "other"].sum()),
        "uncovered": max(0.0, need["lost"] - replaced),
        "covered_share": min(1.0, replaced / need["lost"]) if need["lost"] > 0 else None,
        "unit_cost": float((moved * cost).sum() / replaced) if replaced > TOLERANCE else None,
        "highest_unit_cost": float(cost[used].max()) if used.any() else None,
        "method": method,
    }
    for name, value in values.items():
        lines[name].append(value)
