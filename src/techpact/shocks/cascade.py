"""Firm-level cascades and the Economic Systemic Risk Index."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np

from techpact.analysis import Checkpoint, Frame, Input, Progress, Result, analysis
from techpact.errors import InputError
from techpact.shocks.cascade_tables import (
    ACCURACY,
    CASCADE,
    LOSSES,
    SECTOR_LOSSES,
    SENSITIVITY,
)
from techpact.shocks.network_tables import EDGE_CUTS, EDGES, ESSENTIALITY, FIRMS, SHOCKS


@analysis(
    name="cascade",
    part="shocks",
    inputs=(
        Input("edges", EDGES),
        Input("firms", FIRMS),
        Input("essentiality", ESSENTIALITY, matrix=True),
        Input("shocks", SHOCKS, optional=True),
        Input("edge_cuts", EDGE_CUTS, optional=True),
    ),
    output=CASCADE,
    extras=(LOSSES, SECTOR_LOSSES, SENSITIVITY, ACCURACY),
    references=("diem2022", "diem2024"),
    caveats=("CASCADE_SHORT_TERM", "CASCADE_NETWORK_ONLY", "CASCADE_EPS"),
)
def cascade(
    edges: Frame,
    firms: Frame,
    essentiality: Frame,
    shocks: Frame | None,
    edge_cuts: Frame | None,
    *,
    mode: Literal["unit_free", "reference"] = "unit_free",
    eps: float = 1e-2,
    stop: Literal["absolute", "relative"] = "absolute",
    replaceability: bool = True,
    market: Literal["sector", "market"] = "sector",
    revenue_costs: bool = False,
    weight: Literal["out_strength", "employees"] = "out_strength",
    jobs: int = 0,
    device: Literal["cpu", "cuda"] = "cpu",
    progress: Progress | None = None,
    checkpoint: Checkpoint | None = None,
    wanted: frozenset[str] = frozenset(),
) -> Result:
    """How much of an economy's production is lost when a firm stops, or is hit?

    Each firm is closed in turn, or each scenario of initial losses is run; losses pass to buyers
    that miss inputs (downstream) and to suppliers that miss demand (upstream) until they settle.

    Parameters
    ----------
    edges
        Sales between firms. Rows with the same ends are added, weights of 0 have no effect, and a
        firm may sell to itself.
    firms
        All firms; firms without edges are allowed.
    essentiality
        Matrix without a header; row: supplying sector, column: buying sector. The distinct sector
        labels of the firms in sorted order (as numbers when all are whole numbers) are its rows;
        with fewer distinct labels than rows they are row numbers, from 0 or, where the number of
        rows occurs as a label, from 1.
    shocks
        Initial losses by scenario; every firm is closed in turn when neither these nor edge_cuts
        are given.
    edge_cuts
        Sales that stop wholly or in part, by scenario: single edges, all sales of a firm, of a pair
        of countries (an export control) or of a product, from a step on.
    mode
        reference: a market without supply counts as 1 currency unit, as in the published code.
        unit_free: nothing replaces a supplier whose market has no supply left, so that results do
        not depend on the currency unit.
    eps
        Threshold of the stop rule; the default of the field, 0.01, stops early.
    stop
        absolute: the largest fall of any firm in a step is at most eps; relative: the index grows
        by at most the share eps.
    replaceability
        Whether other firms of the market replace a supplier as far as their share allows.
    market
        Whether firms of one sector or of one market replace one another.
    revenue_costs
        Whether revenue and costs replace the sums of sales and purchases inside the network. Where
        one is empty, sales plus final_demand and purchases plus imports stand in.
    weight
        Weight of firms in the index.
    jobs
        Threads; 0 for all cores. A joblib backend that the caller has set (Dask, Ray) is used.
    device
        cuda: on a graphics processor, every edge in every step, nothing left out. Edge cuts and
        the sensitivity run on the CPU all the same.

    Returns
    -------
    cascade
        scenario, esri, esri_down, esri_up (shares of the total weight), iterations.
    losses
        The non-zero losses by scenario and firm (shares of production).
    sector_losses
        Weighted shares by scenario and sector: initial, down, up, combined.
    sensitivity
        Mean index, rank correlation and overlap of the top tenth at eps, eps/10 and eps/100.
    accuracy
        Scenarios, those computed in double precision throughout, and the certified bound of the
        error of the index of the others, which owes to rounding.

    Notes
    -----
    With h the production left (1 − ψ at first), Λd_ij = W_ij/π_{j,p_i} for essential and
    W_ij/in_j for non-essential inputs, Λu_ij = W_ij/out_i, s_i = min(1, out_i/A), where A is the
    sum of out·h over the market of i:
    h_d,j ← max(0, min(1 − ψ_d,j, min over essential k of a_jk, 1 − Σ over non-essential k of
    (1 − a_jk))) with a_jk = 1 − Σ_{i in k} Λd_ij s_i (1 − h_d,i);
    h_u,i ← max(0, min(1 − ψ_u,i, 1 − Σ_j Λu_ij (1 − h_u,j))). The index is
    Σ w (1 − min(h_d, h_u)) / Σ w. Of a sale cut by c_ij only 1 − c_ij is carried: h_d,i counts
    as (1 − c_ij) h_d,i for buyer j, and h_u,j as (1 − c_ij) h_u,j for supplier i.

    References
    ----------
    diem2022, diem2024
    """
    # The kernels bring in Numba, which takes a while: only a run pays for it.
    from techpact.shocks.cascade_cuts import run_cuts
    from techpact.shocks.cascade_inputs import read_economy, read_scenarios
    from techpact.shocks.cascade_losses import losses_by_firm, losses_by_sector
    from techpact.shocks.cascade_rules import MAX_ITERATIONS, Rules
    from techpact.shocks.cascade_run import run_cascades
    from techpact.shocks.cascade_sensitivity import sensitivity
    from techpact.shocks.edge_cuts import add_cuts

    if not 0 < eps < 1:
        raise InputError(f"option eps: {eps:g}", mend="give a number between 0 and 1, such as 0.01")
    if jobs < 0:
        raise InputError(f"option jobs: {jobs}", mend="give 0 for all cores, or their number")
    if device == "cuda":
        from techpact.shocks.cascade_cuda import available

        if not available():
            raise InputError(
                "option device: no CUDA device is there",
                mend="leave it out: the processor gives the same within the bound it prints",
            )
    economy = read_economy(
        edges,
        firms,
        essentiality,
        by_market=market == "market",
        revenue_costs=revenue_costs,
        by_employees=weight == "employees",
    )
    scenarios, names = read_scenarios(shocks, firms)
    cuts = None
    if edge_cuts is not None:
        given = scenarios if shocks is not None else None
        scenarios, names, cuts = add_cuts(edge_cuts, edges, firms, economy.network, given, names)
    rules = Rules(float(eps), stop == "relative", bool(replaceability), mode == "reference")
    listed = bool({"losses", "sector_losses"} & wanted)
    if cuts is not None:
        outcome = run_cuts(
            economy.network, scenarios, cuts, rules, losses=listed, progress=progress
        )
    else:
        outcome = run_cascades(
            economy.network,
            scenarios,
            rules,
            losses=listed,
            jobs=jobs,
            kernel="cuda" if device == "cuda" else None,
            progress=progress,
            checkpoint=checkpoint,
        )
    columns, notes = sensitivity(economy.network, scenarios, rules, outcome, jobs, cuts)
    extras: dict[str, Any] = {
        "sensitivity": columns,
        "accuracy": {
            "scenarios": [len(scenarios)],
            "exact": [int(np.sum(outcome.bound == 0))],
            "error_bound": [float(outcome.bound.max())],
            "mean_error_bound": [float(outcome.bound.mean())],
        },
    }
    if "losses" in wanted:
        extras["losses"] = losses_by_firm(economy, names, outcome)
    if "sector_losses" in wanted:
        extras["sector_losses"] = losses_by_sector(economy, names, scenarios, outcome)
    if economy.ambiguous_sectors:
        notes = (*notes, "CASCADE_SECTORS_FROM_ZERO")
    if np.any(outcome.iterations >= MAX_ITERATIONS):
        notes = (*notes, "CASCADE_NOT_SETTLED")
    table = {
        "scenario": names,
        "esri": outcome.esri,
        "esri_down": outcome.down,
        "esri_up": outcome.up,
        "iterations": outcome.iterations,
    }
    return Result(table, extras, notes)
