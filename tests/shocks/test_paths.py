"""The way of a loss as a graph: equal to the cascades, and to what was delivered."""

import numpy as np
import polars as pl
import pytest
from tests.shocks.dense_reference import dense_cascade
from tests.shocks.test_ario import small_system

from techpact.errors import InputError, NotFoundError
from techpact.registry import get_analysis
from techpact.shocks.ario_events import EventsAtWork
from techpact.shocks.ario_parameters import Ban, CapacityLoss, Parameters
from techpact.shocks.ario_step import Simulation
from techpact.shocks.cascade_rules import Rules
from techpact.shocks.cascade_steps import trace_cascade
from techpact.shocks.delivery_ledger import DeliveryLedger
from techpact.shocks.economy import make_economy
from techpact.shocks.production_network import build_network


def network_of(rng, n, m):
    W = rng.lognormal(0, 1.5, (n, n)) * (rng.random((n, n)) < 4 / n)
    sector = np.concatenate([np.arange(m), rng.integers(0, m, n - m)]).astype(np.int32)
    essentiality = rng.integers(0, 3, (m, m)).astype(np.int8)
    supplier, buyer = (a.astype(np.int32) for a in np.nonzero(W))
    network = build_network(supplier, buyer, W[supplier, buyer], sector, sector, essentiality)
    return W, sector, essentiality, network


@pytest.mark.parametrize("seed", range(12))
def test_steps_equal_the_dense_cascade(seed):
    rng = np.random.default_rng(seed)
    n, m = int(rng.integers(6, 40)), int(rng.integers(2, 6))
    W, sector, essentiality, network = network_of(rng, n, m)
    down = np.where(rng.random(n) < 0.2, rng.random(n), 0.0)
    up = down * rng.random(n)
    down[0] = up[0] = 1.0
    relative, reference, replaceability = seed % 2 == 1, seed % 3 > 0, seed % 4 > 0
    rules = Rules(1e-2, relative, replaceability, reference)
    found = trace_cascade(network, down, up, rules, 0.01)
    h_down, h_up, iterations = dense_cascade(
        W, sector, sector, essentiality, down, up, eps=1e-2, relative=relative,
        replaceability=replaceability, reference=reference,
    )  # fmt: skip
    assert found.iterations == iterations
    assert np.allclose(1 - found.down, h_down, atol=1e-12)
    assert np.allclose(1 - found.up, h_up, atol=1e-12)
    # Edges of the last step explain the losses: up by their sum, down by the binding ones.
    assert (found.reached[found.input_buyer[found.input_binding]] >= -1).all()
    linear = np.bincount(
        found.input_buyer[found.input_binding],
        weights=found.input_carried[found.input_binding],
        minlength=n,
    )
    reached = found.down > np.maximum(down, 1e-12)
    assert (linear[reached] >= found.down[reached] - 1e-9).all()


def firms(*rows):
    return pl.DataFrame(
        [{"firm": f, "sector": s, "country": c} for f, s, c in rows], infer_schema_length=None
    )


def test_a_chain_is_followed_step_by_step():
    # a sells to b, b to c; each the only supplier of an essential input, the unlike d is apart.
    tables = {
        "edges": pl.DataFrame(
            {"supplier": ["a", "b", "d"], "buyer": ["b", "c", "d"], "weight": [1.0, 2.0, 1.0]}
        ),
        "firms": firms(("a", "0", "JPN"), ("b", "1", "KOR"), ("c", "2", "USA"), ("d", "3", "DEU")),
        "essentiality": pl.DataFrame(np.full((4, 4), 2)),
    }
    result = get_analysis("cascade_path").run(tables, {"scenario": "a"}, wanted=["path_edges"])
    reached = dict(zip(result.table["node"], result.table["reached"], strict=True))
    assert reached == {"a": 0, "b": 1, "c": 2}
    assert result.table.filter(pl.col("origin"))["node"].to_list() == ["a"]
    edges = result.extras["path_edges"]
    down = edges.filter(pl.col("direction") == "down")
    assert down.select("source", "target", "step", "binding").rows() == [
        ("a", "b", 1, True), ("b", "c", 2, True)
    ]  # fmt: skip
    with pytest.raises(NotFoundError, match="closed"):
        get_analysis("cascade_path").run(tables, {"scenario": "closed"})
    with pytest.raises(InputError):
        get_analysis("cascade_path").run(tables, {"scenario": "a", "threshold": 0})


@pytest.mark.parametrize("rule", ["none", "same_mix", "alliance"])
def test_the_ledger_adds_up_to_what_arrives_in_stock(rule):
    economy = make_economy(small_system(3))
    hit = np.where(np.array(economy.countries) == "BBB", 0.4, 0.0)
    ban = Ban(6, economy.industries(frozenset({"CCC"}), frozenset({"mill"})),
              economy.industries(frozenset({"AAA"}), None), np.array([0]), 0.8, 30, rule,
              economy.industries(frozenset({"AAA", "BBB"}), None))  # fmt: skip
    ledger = DeliveryLedger(economy)
    work = EventsAtWork(economy, [CapacityLoss(3, hit, 5, "linear", 20), ban])
    run = Simulation(economy, [work], Parameters(inventory=20, restoration=15), ledger)
    before = run.state.inventory.copy()
    used = np.zeros_like(economy.technology)
    ordered = np.zeros(economy.n)
    for day in range(50):
        ordered += economy.Z.sum(axis=1) if day == 0 else run.state.orders[:, 0]
        used += economy.technology * run.step(day).production[:, 0]
    ledger.close()
    arrived = np.vstack([ledger.delivered[b].sum(axis=0) for b in economy.blocks])
    stock = run.state.inventory - before
    assert np.allclose(arrived, stock[:, :, 0] + used, rtol=1e-9, atol=1e-9)
    # The day on which a ban begins or ends places open orders again.
    assert np.abs(ledger.ordered.sum(axis=1) / ordered - 1).max() < 0.05
    assert (ledger.delivered <= ledger.ordered * (1 + 1e-12) + 1e-12).all()
