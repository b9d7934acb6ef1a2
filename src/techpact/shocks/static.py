"""Static losses from capacity that is missing for a year, by several models, as one analysis."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from techpact.analysis import Frame, Input, Result, analysis
from techpact.errors import DataError, InputError
from techpact.shocks.ario import INPUTS
from techpact.shocks.ario_events import EventsAtWork
from techpact.shocks.ario_scenarios import read_events
from techpact.shocks.economy import DAYS_A_YEAR, Economy, make_economy
from techpact.shocks.static_models import (
    CRITICAL,
    IMPORTANT,
    NEEDLESS,
    ghosh,
    inoperability,
    ration,
)
from techpact.sources.flow_tables import from_tables, years_of
from techpact.tables import Column, Table

STATIC_LOSSES = Table(
    "static_losses",
    "Output lost in a year while the missing capacity lasts",
    (
        Column("scenario", "string", "Scenario."),
        Column("model", "string", "Model."),
        Column("country", "string", "Country."),
        Column("sector", "string", "Sector."),
        Column("baseline_musd", "number", "Output of a year.", unit="MUSD"),
        Column("output_musd", "number", "Output with the loss.", unit="MUSD"),
        Column("loss_musd", "number", "Baseline less output.", unit="MUSD"),
        Column("loss_share", "number", "Loss over baseline.", unit="1", nullable=True),
        Column(
            "final_loss_musd",
            "number",
            "Final demand not served; only the rationing models say it.",
            unit="MUSD",
            nullable=True,
        ),
    ),
    key=("scenario", "model", "country", "sector"),
)

INPUT_RATINGS = Table(
    "input_ratings",
    "How much an industry needs an input in the short run",
    (
        Column("supplier_sector", "string", "Input."),
        Column("buyer_sector", "string", "Industry that uses it."),
        Column(
            "rating",
            "string",
            "critical: production stops without it; important: half of it can be missed; "
            "needless: it does not limit. Pairs without a row are critical.",
            values=("critical", "important", "needless"),
        ),
    ),
    key=("supplier_sector", "buyer_sector"),
    unique=True,
)
_RATINGS = {"critical": CRITICAL, "important": IMPORTANT, "needless": NEEDLESS}


@analysis(
    name="static_shock",
    part="shocks",
    inputs=(*INPUTS[:4], Input("input_ratings", INPUT_RATINGS, optional=True)),
    output=STATIC_LOSSES,
    references=(
        "pichler_farmer2022",
        "pichler2022",
        "haimes_santos",
        "ghosh1958",
        "dietzenbacher1997",
    ),
    caveats=("NO_PRICES", "NEGATIVE_DEMAND_DROPPED", "STATIC_MODEL"),
)
def static_shock(
    flows: Frame,
    final_demand: Frame,
    events: Frame,
    output: Frame | None,
    input_ratings: Frame | None,
    *,
    model: Literal["proportional", "mixed", "priority", "inoperability", "ghosh"] = "proportional",
    substitution: float = 0.0,
    year: int | None = None,
) -> Result:
    """What would a lasting loss of capacity cost in a year, without inventories, by model?

    The capacity losses of each scenario are taken at full strength for the whole year.
    `proportional`, `mixed` and `priority` ration what is scarce; `inoperability` spreads a fall of
    demand to suppliers; `ghosh` spreads a loss of primary inputs to buyers.

    Parameters
    ----------
    flows, final_demand, output
        Inter-country input-output table, million USD a year.
    events
        Events of kind capacity_loss; other kinds are refused.
    input_ratings
        For the rationing models: which inputs limit which industry, and how far.
    model
        Model; the docs page says when each is defensible.
    substitution
        For the rationing models: 0 the scarcest input limits production, 1 inputs replace one
        another fully.
    year
        Year of the table; the last one when not given.

    Returns
    -------
    static_losses
        Loss by scenario and industry, million USD a year.

    Notes
    -----
    See `static_models`: rationing iterates orders (I − A)⁻¹f, the shares filled, and what is left
    for final demand until nothing changes.

    References
    ----------
    pichler_farmer2022, pichler2022, haimes_santos, ghosh1958, dietzenbacher1997
    """
    if not 0 <= substitution <= 1:
        raise InputError("substitution is not between 0 and 1", mend="0 is Leontief")
    kinds = set(events["kind"].to_list()) - {"capacity_loss"}
    if kinds:
        raise InputError(
            f"a static model takes capacity_loss only, not {', '.join(sorted(kinds))}",
            mend="use `ario` for these events",
        )
    at = years_of(flows, year)[-1]
    economy = make_economy(from_tables(flows, final_demand, output, at))
    Z, x = economy.Z * DAYS_A_YEAR, economy.x * DAYS_A_YEAR
    f = economy.Y.sum(axis=1) * DAYS_A_YEAR
    ratings = _rated(input_ratings, economy)
    out: dict[str, list[Any]] = {c.name: [] for c in STATIC_LOSSES.columns}
    for name, listed in sorted(read_events(events.rows(named=True), economy, None).items()):
        loss = EventsAtWork(economy, listed).peak_loss()
        final_loss: list[float | None] = [None] * economy.n
        if model == "inoperability":
            made = inoperability(Z, x, loss)
        elif model == "ghosh":
            made = ghosh(Z, x, loss)
        else:
            made, served = ration(
                Z, f, x, x * (1 - loss), model=model, substitution=substitution, ratings=ratings
            )
            final_loss = (f - served).tolist()
        lost = x - made
        share = np.divide(lost, x, out=np.full_like(lost, np.nan), where=x > 0)
        out["scenario"] += [name] * economy.n
        out["model"] += [model] * economy.n
        out["country"] += list(economy.countries)
        out["sector"] += list(economy.sectors)
        out["baseline_musd"] += x.tolist()
        out["output_musd"] += made.tolist()
        out["loss_musd"] += lost.tolist()
        out["loss_share"] += [None if np.isnan(v) else v for v in share.tolist()]
        out["final_loss_musd"] += final_loss
    return Result(out)


def _rated(rows: Frame | None, economy: Economy) -> NDArray[np.int8] | None:
    """Ratings by supplier and buyer, (n, n); None when no table is given."""
    if rows is None:
        return None
    place = {s: i for i, s in enumerate(economy.inputs)}
    table = np.full((len(place), len(place)), CRITICAL, dtype=np.int8)
    problems = []
    for number, row in enumerate(rows.rows(named=True), start=1):
        names = (row["supplier_sector"], row["buyer_sector"])
        unknown = [n for n in names if n not in place]
        if unknown:
            problems.append(f"row {number}: sector not in the table: {', '.join(unknown)}")
        else:
            table[place[names[0]], place[names[1]]] = _RATINGS[row["rating"]]
    if problems:
        raise DataError("input_ratings", problems)
    return table[np.ix_(economy.block_of, economy.block_of)]
