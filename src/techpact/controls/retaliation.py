"""What would the controls of the other side do to us?"""

from __future__ import annotations

from typing import Any

import numpy as np

from techpact import engine
from techpact.alliance import Alliance, check_countries
from techpact.analysis import AnyFrame, Frame, Input, Result, analysis
from techpact.controls.coalition_tables import money, share
from techpact.controls.effect import check_numbers, loss_share
from techpact.controls.flows import Flows, read_flows
from techpact.controls.measures import state_of
from techpact.controls.stop import Assumptions, Stop, stop_of
from techpact.dates import check_date
from techpact.errors import InputError, NotFoundError
from techpact.facts.control_tables import MEASURE_PRODUCTS
from techpact.facts.tables import AREA_PRODUCTS, CONTROL_MEASURES, INPUT_SHARES
from techpact.sources.tables import TRADE
from techpact.tables import Column, Table

RETALIATION = Table(
    "retaliation",
    "Measures of the other side and what they would stop, by product and member",
    (
        Column("measure", "string", "Measure (see `control_measures`)."),
        Column("issuer", "string", "Who issued it."),
        Column("kind", "string", "Kind of measure."),
        Column(
            "state",
            "string",
            "State on the date, as in `measures_in_force`.",
            values=("in_force", "suspended", "ended", "future", "unknown"),
        ),
        Column("since", "string", "Start date.", nullable=True),
        Column("until", "string", "Date ended or suspended.", nullable=True),
        Column("resumes", "string", "Date at which a suspension ends.", nullable=True),
        Column("aimed", "boolean", "Whether it names the member, or names no country at all."),
        Column("hs6", "string", "Product in which the goods are found."),
        Column("specificity", "string", "whole or part of the code.", values=("whole", "part")),
        Column("member", "string", "Member that buys."),
        money("imports_usd", "Its imports of the product; empty without the product in the table.",
              nullable=True),
        money("from_issuer_usd", "Of these from the issuer.", nullable=True),
        share("issuer_share", "Share of the issuer in the imports."),
        share("issuer_export_share", "Share of the issuer in the exports of all countries."),
        money("leakage_usd", "What others would fill.", nullable=True),
        money("loss_usd", "Worth lost to the member if the issuer stopped all sales of the code.",
              nullable=True),
        share("loss_share", "The same over the imports."),
        Column("inputs", "string", "Critical inputs that the product stands for, joined by ';'.",
               nullable=True),
        share("world_share", "Largest share of the issuer in the world supply of one of them."),
        Column("world_stage", "string", "Input and stage of that share.", nullable=True),
        Column("source_id", "string", "Source of the measure."),
    ),
    key=("measure", "hs6", "member"),
)  # fmt: skip


@analysis(
    name="retaliation",
    part="controls",
    inputs=(
        Input("trade", TRADE, streamed=True),
        Input("control_measures", CONTROL_MEASURES),
        Input("measure_products", MEASURE_PRODUCTS),
        Input("area_products", AREA_PRODUCTS, optional=True),
        Input("input_shares", INPUT_SHARES, optional=True),
    ),
    output=RETALIATION,
    references=("armington1969", "hirschman1945"),
    caveats=("NOT_LEGAL_ADVICE", "FIRST_ROUND_ONLY", "TRADE_GROSS", "HS6_COARSE"),
    lazy=True,
)
def retaliation(
    trade: AnyFrame,
    control_measures: AnyFrame,
    measure_products: AnyFrame,
    area_products: AnyFrame | None,
    input_shares: AnyFrame | None,
    *,
    alliance: Alliance,
    as_of: str,
    issuers: tuple[str, ...] = (),
    with_partners: bool = False,
    year: int | None = None,
    spare: float = 0.0,
    redirect: float = 0.0,
    elasticity: float | None = None,
) -> Result:
    """What would the controls of the other side do to the members?

    The roles of `coalition_effect` are exchanged: an issuer stops its sales of the products in
    which the goods of its measures are found. Each row says what the member would lose if it
    stopped all of them, which is more than a licence requirement does.

    Parameters
    ----------
    trade
        Trade by year, exporter, importer and HS6 product, US dollars.
    control_measures
        Dated measures.
    measure_products
        Products in which their goods are found.
    area_products
        Concordance that names the critical input of a product.
    input_shares
        Shares in the world supply of critical inputs, to set beside the share in imports.
    alliance
        The members are the buyers; measures of its countries of concern are taken.
    as_of
        Day for which the state of the measures is wanted, YYYY-MM-DD.
    issuers
        Issuers instead of the countries of concern, alpha-3 codes.
    with_partners
        Whether partners are shown too.
    year
        Year of the trade; the latest in the table when not given.
    spare
        What others could add, as a share of their exports of the product.
    redirect
        Share of its own exports that the member would turn home.
    elasticity
        Elasticity of substitution between origins; only volumes count when not given.

    Returns
    -------
    retaliation
        One row for each measure, product and member, values in USD, shares 0 to 1.

    Notes
    -----
    The loss share is that of `coalition_effect` with the issuer alone as the coalition. The share
    in imports and the share in the world supply differ where goods come through a third country.

    References
    ----------
    armington1969, hirschman1945
    """
    check_numbers(spare, redirect, elasticity)
    day = check_date(as_of, option="as_of")
    sellers = sorted(check_countries(issuers, where="issuers") or alliance.concern)
    buyers = sorted(alliance.friends if with_partners else alliance.members)
    if not sellers:
        raise InputError(
            "no issuer: the alliance names no countries of concern",
            where="option issuers",
            mend="name issuers, for example CHN",
        )
    if set(sellers) & set(buyers):
        raise InputError(
            f"{', '.join(sorted(set(sellers) & set(buyers)))} is a buyer and an issuer",
            where="option issuers",
            mend="name countries outside of the alliance",
        )
    measures = [r for r in _rows(control_measures) if r["issuer"] in sellers]
    if not measures:
        known = sorted({r["issuer"] for r in _rows(control_measures)})
        raise NotFoundError("issuer of measures", ", ".join(sellers), known, where="issuers")
    found = _products_by_measure(measure_products, measures)
    flows = read_flows(trade, years=None if year is None else (year,), last=True)
    held = {p for rows in found.values() for p, _ in rows} & set(flows.products)
    silent = flows.without_sales(sellers)
    assumptions = Assumptions(spare, redirect, elasticity)
    stops = {}
    if held:
        flows = flows.only(sorted(held))
        stops = {s: stop_of(flows, frozenset({s}), (), assumptions) for s in sellers}
    supply = _supply(area_products, input_shares)
    out: dict[str, list[Any]] = {c.name: [] for c in RETALIATION.columns}
    for measure in sorted(measures, key=lambda r: r["measure"]):
        for hs6, specificity in sorted(found.get(measure["measure"], [])):
            for member in buyers:
                line = _measure(measure, day, member) | {"hs6": hs6, "specificity": specificity}
                line |= _effect(stops.get(measure["issuer"]), flows, hs6, member)
                line |= supply.get((hs6, measure["issuer"]), supply.get((hs6, ""), _NO_SUPPLY))
                for column, values in out.items():
                    values.append(line[column])
    notes = ["CAPACITY_ASSUMED"] if spare or redirect else []
    notes += ["ELASTICITY_ASSUMED"] if elasticity is not None else []
    if held != {p for rows in found.values() for p, _ in rows}:
        notes.append("PRODUCTS_NOT_IN_TABLE")
    if silent:
        notes.append("SELLER_NOT_IN_TABLE")
    return Result(out, notes=tuple(notes))


_NO_SUPPLY: dict[str, Any] = {"inputs": None, "world_share": None, "world_stage": None}


def _rows(frame: AnyFrame) -> list[dict[str, Any]]:
    eager: Frame = engine.collect(frame)
    return [dict(row) for row in eager.iter_rows(named=True)]


def _products_by_measure(
    measure_products: AnyFrame, measures: list[dict[str, Any]]
) -> dict[str, list[tuple[str, str]]]:
    wanted = {m["measure"] for m in measures}
    found: dict[str, dict[str, str]] = {}
    for row in _rows(measure_products):
        if row["measure"] in wanted:
            found.setdefault(row["measure"], {})[row["hs6"]] = row["specificity"]
    if not found:
        raise NotFoundError(
            "measure with products, of the issuers", ",".join(sorted(wanted)) or "none",
            {r["measure"] for r in _rows(measure_products)}, where="measure_products",
        )  # fmt: skip
    return {m: sorted(codes.items()) for m, codes in found.items()}


def _measure(row: dict[str, Any], day: str, member: str) -> dict[str, Any]:
    targets = [t for t in (row["targets"] or "").split(";") if t]
    return {
        "measure": row["measure"],
        "issuer": row["issuer"],
        "kind": row["kind"],
        "state": state_of(row, day),
        "since": row["start_date"],
        "until": row["end_date"],
        "resumes": row["resumes_date"],
        "aimed": not targets or member in targets,
        "member": member,
        "source_id": row["source_id"],
    }


def _effect(stop: Stop | None, flows: Flows, hs6: str, member: str) -> dict[str, Any]:
    names = ("imports_usd", "from_issuer_usd", "issuer_share", "issuer_export_share",
             "leakage_usd", "loss_usd", "loss_share")  # fmt: skip
    if stop is None or hs6 not in flows.products:
        return dict.fromkeys(names)
    p, c = flows.products.index(hs6), flows.countries.index(member)
    imports, sold = float(stop.imports[p, c]), float(stop.coalition[p, c])
    world = float(stop.exports[p].sum())
    others = float(stop.outsiders_spare[p, c])
    own = stop.assumptions.redirect * float(stop.exports[p, c])
    share_lost = None
    if imports > 0:
        one = loss_share(np.array([imports]), np.array([sold]), np.array([others + own]),
                         stop.assumptions.elasticity)  # fmt: skip
        share_lost = float(one[0])
    filled = min(sold, others + own)
    values = (
        imports,
        sold,
        sold / imports if imports > 0 else None,
        float(stop.exports[p, stop.members[0]]) / world if world > 0 else None,
        filled * others / (others + own) if others + own > 0 else 0.0,
        share_lost * imports if share_lost is not None else 0.0,
        share_lost,
    )
    return dict(zip(names, values, strict=True))


def _supply(
    area_products: AnyFrame | None, input_shares: AnyFrame | None
) -> dict[tuple[str, str], dict[str, Any]]:
    """Inputs of a product, and the largest latest share of each country in their supply."""
    if area_products is None:
        return {}
    inputs: dict[str, set[str]] = {}
    for row in _rows(area_products):
        if row["input"]:
            inputs.setdefault(row["hs6"], set()).add(row["input"])
    latest: dict[tuple[str, str, str], dict[str, Any]] = {}
    for row in _rows(input_shares) if input_shares is not None else ():
        if row["share"] is None or row["basis"] != "location":
            continue
        key = (row["input"], row["stage"], row["country"])
        if key not in latest or row["as_of"] > latest[key]["as_of"]:
            latest[key] = row
    best: dict[tuple[str, str], tuple[float, str]] = {}
    for (item, stage, country), row in sorted(latest.items()):
        if row["share"] > best.get((item, country), (-1.0, ""))[0]:
            best[item, country] = (row["share"], f"{item}: {stage}, {row['as_of']}")
    found: dict[tuple[str, str], dict[str, Any]] = {}
    countries = {country for _, country in best}
    for hs6, items in inputs.items():
        named = {"inputs": ";".join(sorted(items)), "world_share": None, "world_stage": None}
        found[hs6, ""] = named
        for country in countries:
            largest = max((best[i, country] for i in items if (i, country) in best), default=None)
            if largest is not None:
                found[hs6, country] = named | {
                    "world_share": largest[0],
                    "world_stage": largest[1],
                }
    return found
