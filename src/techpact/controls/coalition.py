"""Does a joint control bite, who is pivotal, where does it leak, and what does it cost us?"""

from __future__ import annotations

from collections.abc import Collection

import narwhals as nw
import polars as pl

from techpact.alliance import Alliance, check_countries
from techpact.analysis import AnyFrame, Input, Result, analysis
from techpact.controls import coalition_extras
from techpact.controls.area_products import products_of_area
from techpact.controls.chains import along_chains, links_of, needed
from techpact.controls.coalition_tables import (
    COALITION_AREAS,
    COALITION_COST,
    COALITION_EFFECT,
    COALITION_LEAKAGE,
    COALITION_SHAPLEY,
    PRODUCT_INPUTS,
)
from techpact.controls.effect import check_numbers
from techpact.controls.flows import read_flows
from techpact.controls.stop import Assumptions, Stop, stop_of
from techpact.errors import InputError
from techpact.facts.tables import AREA_PRODUCTS
from techpact.sources.tables import TRADE


@analysis(
    name="coalition_effect",
    part="controls",
    inputs=(
        Input("trade", TRADE, streamed=True),
        Input("area_products", AREA_PRODUCTS, optional=True),
        Input("product_inputs", PRODUCT_INPUTS, optional=True),
    ),
    output=COALITION_EFFECT,
    extras=(COALITION_COST, COALITION_AREAS, COALITION_LEAKAGE, COALITION_SHAPLEY),
    references=("armington1969", "feenstra1994", "shapley1953"),
    caveats=("FIRST_ROUND_ONLY", "OWN_LOSS_IS_SALES", "TRADE_GROSS", "HS6_COARSE"),
    lazy=True,
)
def coalition_effect(
    trade: AnyFrame,
    area_products: AnyFrame | None,
    product_inputs: AnyFrame | None,
    *,
    alliance: Alliance,
    targets: tuple[str, ...] = (),
    products: tuple[str, ...] = (),
    area: str | None = None,
    year: int | None = None,
    with_partners: bool = False,
    spare: float = 0.0,
    redirect: float = 0.0,
    elasticity: float | None = None,
    bind_outsiders: bool = False,
    wanted: Collection[str] = (),
) -> Result:
    """Does a joint control bite, who is pivotal, where does it leak, and what does it cost us?

    The coalition stops its sales of a product to a target. Outsiders fill the gap as far as their
    spare capacity goes, the target can turn its own exports home, and buyers value origins apart.
    Each product and target is one such case, taken by itself.

    Parameters
    ----------
    trade
        Trade by year, exporter, importer and HS6 product, US dollars, tonnes where known.
    area_products
        Products of the areas, for `area` and for sums by area.
    product_inputs
        Chains of needed inputs; without them the chain columns stay empty.
    alliance
        The members are the coalition; its partners are added by `with_partners`.
    targets
        Targets, alpha-3 codes; every country outside of the coalition when empty.
    products
        HS6 codes; all products of the table when empty.
    area
        Area whose products are wanted; all products when not given.
    year
        Year of the trade; the latest in the table when not given.
    with_partners
        Whether the partners of the alliance take part.
    spare
        What outsiders could add, as a share of their exports of the product; 0.1 is a tenth.
    redirect
        Share of its own exports of the product that the target would turn home.
    elasticity
        Elasticity of substitution between origins (CES); only volumes count when not given.
    bind_outsiders
        Whether outsiders that need inputs from the coalition (`product_inputs`) are held back.

    Returns
    -------
    coalition_effect
        One row for each product and target with imports, in USD, tonnes and shares 0 to 1.

    Notes
    -----
    With imports :math:`M`, sales of the coalition :math:`L`, capacity of others :math:`K`,
    :math:`w = 1 - L / M` and :math:`r = \\min(L, K) / M`, the loss share is
    :math:`1 - (w + r) w^{1 / (\\sigma - 1)}`, and :math:`1 - w - r` without an elasticity. A member
    is pivotal when the loss falls most once it sells on and lends its capacity.

    References
    ----------
    armington1969, feenstra1994, shapley1953
    """
    check_numbers(spare, redirect, elasticity)
    coalition = alliance.friends if with_partners else alliance.members
    wished = _targets(targets, coalition)
    links = links_of(_eager(product_inputs))
    if bind_outsiders and not links:
        raise InputError(
            "bind_outsiders needs chains of inputs",
            mend="give --table product_inputs=FILE with the columns hs6, input_hs6",
        )
    eager_products = _eager(area_products)
    flows = read_flows(trade, years=None if year is None else (year,), last=True)
    silent = flows.without_sales(coalition)
    chosen = products
    if area is not None:
        codes = products_of_area(eager_products, area, products)
        chosen = tuple(sorted(set(codes) & set(flows.products)))
        if not chosen:
            raise InputError(
                f"the table holds no product of {area}",
                where="trade",
                mend="check the HS revision of the table and of area_products",
            )
    if chosen:
        flows = flows.only(chosen, needed(chosen, links))
    assumptions = Assumptions(spare, redirect, elasticity, bind_outsiders)
    stop = stop_of(flows, coalition, wished, assumptions, links)
    rows = stop.rows(set(chosen) if chosen else None)
    chain = along_chains(stop.direct_share(), flows.products, links) if links else None
    table = stop.table(rows, chain)
    extras = {
        "coalition_cost": coalition_extras.costs(stop, rows),
        "coalition_areas": coalition_extras.areas(stop, table, eager_products),
    }
    if "coalition_leakage" in wanted:
        extras["coalition_leakage"] = coalition_extras.leakage(stop, rows)
    if "coalition_shapley" in wanted:
        extras["coalition_shapley"] = coalition_extras.shapley(stop, rows)
    return Result(nw.from_native(table, eager_only=True), extras, _notes(stop, wanted, silent))


def _eager(frame: AnyFrame | None) -> nw.DataFrame[pl.DataFrame] | None:
    from techpact.engine import collect

    return None if frame is None else collect(frame)


def _targets(targets: tuple[str, ...], coalition: frozenset[str]) -> list[str]:
    chosen = sorted(check_countries(targets, where="targets"))
    own = sorted(coalition.intersection(chosen))
    if own:
        raise InputError(
            f"{', '.join(own)} cannot be a target of its own coalition",
            where="targets",
            mend="name countries outside of the alliance",
        )
    return chosen


def _notes(stop: Stop, wanted: Collection[str], silent: Collection[str]) -> tuple[str, ...]:
    notes = ["SELLER_NOT_IN_TABLE"] if silent else []
    if stop.assumptions.spare or stop.assumptions.redirect:
        notes.append("CAPACITY_ASSUMED")
    if stop.assumptions.elasticity is not None:
        notes.append("ELASTICITY_ASSUMED")
    if stop.flows.quantity is not None and stop.assumptions.spare:
        notes.append("QUANTITY_FROM_UNIT_VALUE")
    if "coalition_shapley" in wanted and stop.additive:
        notes.append("SHARES_ARE_SHAPLEY")
    return tuple(notes)
