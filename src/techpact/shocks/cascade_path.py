"""The cascade of one scenario as a graph: when each firm is reached, and by whom."""

from __future__ import annotations

from typing import Any, Literal

from techpact.analysis import Frame, Input, Result, analysis
from techpact.errors import InputError, NotFoundError
from techpact.shocks.network_tables import EDGES, ESSENTIALITY, FIRMS, SHOCKS
from techpact.shocks.path_tables import PATH_EDGES, PATH_NODES


@analysis(
    name="cascade_path",
    part="shocks",
    inputs=(
        Input("edges", EDGES),
        Input("firms", FIRMS),
        Input("essentiality", ESSENTIALITY, matrix=True),
        Input("shocks", SHOCKS, optional=True),
    ),
    output=PATH_NODES,
    extras=(PATH_EDGES,),
    references=("diem2022", "diem2024"),
    caveats=("CASCADE_SHORT_TERM", "CASCADE_NETWORK_ONLY", "CASCADE_EPS"),
)
def cascade_path(
    edges: Frame,
    firms: Frame,
    essentiality: Frame,
    shocks: Frame | None,
    *,
    scenario: str,
    threshold: float = 0.01,
    top: int = 200,
    mode: Literal["unit_free", "reference"] = "unit_free",
    eps: float = 1e-2,
    stop: Literal["absolute", "relative"] = "absolute",
    replaceability: bool = True,
    market: Literal["sector", "market"] = "sector",
    revenue_costs: bool = False,
    weight: Literal["out_strength", "employees"] = "out_strength",
) -> Result:
    """Which way does the loss of one scenario take, from whom to whom, and in how many steps?

    One cascade is followed step by step. A firm is reached when its loss, up or down, is at least
    the threshold; an edge is shown when both its ends were reached.

    Parameters
    ----------
    edges, firms, essentiality, shocks
        As for `cascade`.
    scenario
        Scenario of `shocks`, or the firm that is closed when there are no shocks.
    threshold
        Share of output from which a firm counts as reached.
    top
        Firms shown: those that lose most, and all that the event itself hits.
    mode
        reference or unit_free, see `cascade`.
    eps
        Threshold of the stop rule.
    stop
        Rule by which the cascade ends, see `cascade`.
    replaceability
        Whether other firms of the market replace a supplier as far as their share allows.
    market
        Whether firms of one sector or of one market replace one another.
    revenue_costs
        Whether revenue and costs replace the sums of sales and purchases inside the network.
    weight
        Weight of firms in the loss.

    Returns
    -------
    path_nodes
        The firms reached, in order of loss (weight times share lost).
    path_edges
        The edges between them that carried the loss.

    Notes
    -----
    The steps are those of `cascade`. Downstream an edge carries Λd_ij s_i (1 − h_d,i), upstream
    Λu_ij (1 − h_u,j), at the last step. It is binding when it belongs to the essential input, or to
    the sum of non-essential inputs, that sets the buyer's loss.

    References
    ----------
    diem2022, diem2024
    """
    import numpy as np

    from techpact.shocks.cascade_inputs import read_economy, read_scenarios
    from techpact.shocks.cascade_rules import Rules
    from techpact.shocks.cascade_steps import trace_cascade

    if not 0 < eps < 1 or not 0 < threshold <= 1 or top < 1:
        raise InputError(
            "eps is between 0 and 1, threshold above 0 and at most 1, top at least 1",
            mend="eps 0.01, threshold 0.01, top 200",
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
    if scenario not in names:
        raise NotFoundError("scenario (option scenario)", scenario, names)
    one = scenarios.select(np.array([names.index(scenario)]))
    network = economy.network
    psi_down, psi_up = np.zeros(network.firms), np.zeros(network.firms)
    psi_down[one.firm], psi_up[one.firm] = one.down, one.up
    rules = Rules(float(eps), stop == "relative", bool(replaceability), mode == "reference")
    trace = trace_cascade(network, psi_down, psi_up, rules, threshold)
    share = np.maximum(trace.down, trace.up)
    loss = network.weight * share
    origin = np.maximum(psi_down, psi_up) > 0
    order = np.lexsort((np.arange(network.firms), -loss))
    order = order[(trace.reached >= 0)[order]]
    rank = np.zeros(network.firms, dtype=np.int64)
    rank[order] = np.arange(1, len(order) + 1)
    shown = order[(np.arange(len(order)) < top) | origin[order]]
    here = np.zeros(network.firms, dtype=bool)
    here[shown] = True
    label = np.array(economy.firms, dtype=object)
    country = firms["country"].to_list()
    nodes: dict[str, Any] = {
        "scenario": [scenario] * len(shown),
        "node": label[shown],
        "country": [country[i] for i in shown],
        "sector": [str(economy.sectors[economy.sector[i]]) for i in shown],
        "origin": origin[shown],
        "reached": trace.reached[shown].astype(np.int64),
        "loss_share": share[shown],
        "peak_share": share[shown],
        "loss": loss[shown],
        "rank": rank[shown],
    }
    a = np.flatnonzero(
        (trace.input_step > 0) & here[network.input_supplier] & here[trace.input_buyer]
    )
    b = np.flatnonzero((trace.sale_step > 0) & here[network.sale_buyer] & here[trace.sale_supplier])
    source = np.concatenate([network.input_supplier[a], network.sale_buyer[b]])
    target = np.concatenate([trace.input_buyer[a], trace.sale_supplier[b]])
    carried = np.concatenate([trace.input_carried[a], trace.sale_carried[b]])
    step = np.concatenate([trace.input_step[a], trace.sale_step[b]]).astype(np.int64)
    up = np.arange(len(source)) >= len(a)
    binding = np.concatenate([trace.input_binding[a], trace.up[trace.sale_supplier[b]] > 0])
    placed = np.lexsort((target, source, -carried, up))
    lines: dict[str, Any] = {
        "scenario": [scenario] * len(placed),
        "source": label[source[placed]],
        "target": label[target[placed]],
        "direction": np.where(up, "up", "down")[placed],
        "cause": np.where(up, "order", "input")[placed],
        "step": step[placed],
        "carried": carried[placed],
        "binding": binding[placed],
    }
    return Result(nodes, {"path_edges": lines})
