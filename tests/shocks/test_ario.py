"""Inventory dynamics: accounting at every step, a dense oracle, properties."""

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from techpact.errors import InputError
from techpact.shocks.ario_events import EventsAtWork
from techpact.shocks.ario_parameters import (
    Ban,
    CapacityLoss,
    CapitalLoss,
    Parameters,
    recovery_curve,
)
from techpact.shocks.ario_step import Simulation
from techpact.shocks.economy import make_economy

COUNTRIES, SECTORS = ("AAA", "BBB", "CCC"), ("farm", "mill", "shop")


def small_system(seed=0, zeros=0.2):
    rng = np.random.default_rng(seed)
    n = len(COUNTRIES) * len(SECTORS)
    Z = rng.lognormal(3, 1, (n, n)) * (rng.random((n, n)) > zeros)
    Y = rng.lognormal(4, 1, (n, 2 * len(COUNTRIES)))
    x = Z.sum(axis=1) + Y.sum(axis=1)
    Z *= (0.6 * x / np.maximum(Z.sum(axis=0), 1e-9))[None, :]
    return SimpleNamespace(
        countries=[c for c in COUNTRIES for _ in SECTORS],
        sectors=list(SECTORS) * len(COUNTRIES),
        Z=Z,
        Y=Y,
        final=[(c, f) for c in COUNTRIES for f in ("households", "government")],
        x=Z.sum(axis=1) + Y.sum(axis=1),
    )


def run(economy, events, days, parameters=Parameters()):  # noqa: B008
    simulation = Simulation(economy, [EventsAtWork(economy, e) for e in events], parameters)
    return simulation, [simulation.step(day) for day in range(days)]


def production(days):
    return np.stack([d.production for d in days])


def dense(economy, loss, bans, days, p):
    """The model with whole matrices, straight from its equations; one scenario, capacity losses."""
    e = economy
    n, block = e.n, e.block_of
    T, tau = p.durations(e), p.restoration
    A, S = e.technology, e.technology * e.x * p.durations(e)[:, None]
    placed, alpha, made = e.Z.copy(), np.ones(n), e.x.copy()
    want, reach = e.by_input.copy(), np.ones(n)
    out = []

    def table(active):
        Z, Y = e.Z.copy(), e.Y.copy()
        for ban in active:
            for j in ban.buyers:
                Z[ban.suppliers, j] *= 1 - ban.cut
            for m in ban.final_buyers:
                usual = Y[:, m].copy()
                Y[ban.suppliers, m] *= 1 - ban.cut
                for s in range(len(e.inputs)):
                    rows = np.flatnonzero(block == s)
                    gone = (usual - Y[:, m])[rows].sum()
                    others = np.setdiff1d(rows, ban.suppliers)
                    if ban.replacement == "alliance":
                        others = np.intersect1d(others, ban.allies)
                    if ban.replacement != "none" and usual[others].sum() > 0:
                        Y[others, m] += gone * usual[others] / usual[others].sum()
        return Z, Y

    def place(want, reach, active):
        Z, _ = table(active)
        orders = np.zeros((n, n))
        for s in range(len(e.inputs)):
            rows = np.flatnonzero(block == s)
            for j in range(n):
                usual, after = e.Z[rows, j] * reach[rows], Z[rows, j] * reach[rows]
                rules = {b.replacement for b in active if j in b.buyers}
                if rules == {"same_mix"}:
                    base = after.sum()
                    line = after
                else:
                    base = usual.sum()
                    line = after.copy()
                    if rules == {"alliance"}:
                        allied = np.isin(rows, active[0].allies) & ~np.isin(
                            rows, active[0].suppliers
                        )
                        gone = (usual - after).sum()
                        if line[allied].sum() > 0:
                            line[allied] *= 1 + gone / line[allied].sum()
                if base > 0:
                    orders[rows, j] = want[s, j] * line / base
        return orders

    before = []
    for day in range(days):
        active = [b for b in bans if b.start <= day < b.start + b.duration]
        if active != before:
            placed = place(want, reach, active)
            before = active
        _, Y = table(active)
        demand = placed.sum(axis=1) + Y.sum(axis=1)
        if day > 1:
            scarcity = (demand - made) / demand
            calm = np.abs(scarcity) < 1e-12
            change = (p.overproduction_max - alpha) * scarcity * ~calm + (1 - alpha) * calm
            alpha = np.maximum(1, alpha + change / p.overproduction_time)
        capacity = e.x * (1 - loss[day]) * alpha
        goal = np.minimum(demand, capacity)
        share = np.ones(n)
        for j in range(n):
            for s in range(len(e.inputs)):
                if e.limiting[s, j] and goal[j] > 0:
                    limit = A[s, j] * goal[j] * max(p.psi * T[s], 1.0)
                    if np.isfinite(T[s]):
                        share[j] = min(share[j], S[s, j] / limit)
        made = goal * share
        met = made / demand
        for s in range(len(e.inputs)):
            rows = np.flatnonzero(block == s)
            S[s] += (placed[rows] * met[rows, None]).sum(axis=0) - A[s] * made
        want = A * made + np.maximum(0, A * goal * T[:, None] - S) / tau
        reach = capacity / e.x if p.orders == "capacity" else np.ones(n)
        placed = place(want, reach, active)
        out.append(made.copy())
    return np.array(out)


def test_an_undisturbed_economy_stands_still():
    economy = make_economy(small_system())
    _, days = run(economy, [[]], 50)
    assert np.allclose(production(days)[:, :, 0], economy.x, rtol=1e-12)
    assert all(np.allclose(d.final_met, d.final_asked, rtol=1e-12) for d in days)


@pytest.mark.parametrize("orders", ["capacity", "fixed"])
@pytest.mark.parametrize("rule", ["none", "same_mix", "alliance", None])
def test_equal_to_whole_matrices(orders, rule):
    economy = make_economy(small_system(3))
    n = economy.n
    p = Parameters(psi=0.7, inventory=20, restoration=15, overproduction_time=100, orders=orders)
    hit = np.where(np.array(economy.countries) == "BBB", 0.4, 0.0)
    events = [CapacityLoss(3, hit, 5, "linear", 20)]
    bans = []
    if rule:
        bans = [
            Ban(
                6,
                economy.industries(frozenset({"CCC"}), frozenset({"mill"})),
                economy.industries(frozenset({"AAA"}), None),
                np.array([0]),
                0.8,
                30,
                rule,
                economy.industries(frozenset({"AAA", "BBB"}), None),
            )
        ]
    work = EventsAtWork(economy, events)
    loss = np.array([work.capacity_loss(day) for day in range(80)])
    expected = dense(economy, loss, bans, 80, p)
    _, days = run(economy, [[*events, *bans]], 80, p)
    found = production(days)[:, :, 0]
    assert expected.min() < 0.7 * economy.x.max()
    assert np.abs(found / np.maximum(expected, 1e-9) - 1).max() < 1e-9
    assert n == 9


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    share=st.floats(0, 1),
    psi=st.floats(0, 1),
    inventory=st.floats(2, 120),
    rule=st.sampled_from(["none", "same_mix", "alliance"]),
)
@example(seed=9999, share=1 - 2**-53, psi=0.0, inventory=2.0, rule="same_mix")
@example(seed=9999, share=1 - 1e-6, psi=0.0, inventory=2.0, rule="same_mix")
def test_accounting_at_every_step(seed, share, psi, inventory, rule):
    economy = make_economy(small_system(seed))
    p = Parameters(psi=psi, inventory=inventory, restoration=10)
    rng = np.random.default_rng(seed)
    events = [
        CapacityLoss(2, share * rng.random(economy.n), 4, "convex", 10),
        CapitalLoss(
            4, economy.capital * 0.3 * rng.random(economy.n), np.full(3, 5.0), 3, "linear", 12,
            {"mill": 0.4, "shop": 0.6},
        ),
        Ban(5, economy.industries(frozenset({"CCC"}), None),
            economy.industries(frozenset({"AAA"}), None), np.array([0]), share, 10, rule,
            economy.industries(frozenset({"BBB"}), None)),
    ]  # fmt: skip
    work = EventsAtWork(economy, events)
    simulation = Simulation(economy, [work], p)
    for day in range(30):
        before = simulation.state.inventory.copy()
        result = simulation.step(day)
        state = simulation.state
        made = result.production[:, 0]
        assert (made >= 0).all()
        assert (made <= result.demand[:, 0] * (1 + 1e-9) + 1e-12).all()
        assert (state.inventory >= 0).all()
        used = economy.technology * made
        arrived = (state.inventory - before)[:, :, 0] + used
        delivered = arrived.sum() + result.final_met.sum() + result.rebuilt.sum()
        assert delivered == pytest.approx(made.sum(), rel=1e-8, abs=1e-9)
        assert (result.final_met <= result.final_asked * (1 + 1e-9) + 1e-12).all()


def test_scenarios_side_by_side_equal_scenarios_alone():
    economy = make_economy(small_system(5))
    hit = np.zeros(economy.n)
    hit[2] = 0.9
    everyone = economy.industries(None, None)
    ban = Ban(4, everyone[:3], everyone[3:], np.array([1, 2]), 0.5, 9, "same_mix")
    scenarios = [[CapacityLoss(2, hit * k / 3, 6)] + [ban] * (k % 2) for k in range(4)]
    several = [Parameters(psi=0.5 + 0.1 * k, inventory=10 + k) for k in range(4)]
    _, together = run(economy, scenarios, 40, several)
    for k in range(4):
        _, alone = run(economy, [scenarios[k]], 40, several[k])
        assert np.allclose(production(together)[:, :, k], production(alone)[:, :, 0], rtol=1e-12)


def test_an_inventory_longer_than_the_stop_carries_the_buyers():
    economy = make_economy(small_system(1, zeros=0))
    stop = np.zeros(economy.n)
    stop[:] = np.where(np.array(economy.sectors) == "mill", 1.0, 0.0)
    others = np.array(economy.sectors) != "mill"
    worst = {}
    for inventory in (3, 60):
        p = Parameters(psi=0.0, inventory=inventory)
        _, days = run(economy, [[CapacityLoss(1, stop, 8)]], 9, p)
        worst[inventory] = (production(days)[:, :, 0] / economy.x)[:, others].min()
    assert worst[3] == pytest.approx(0, abs=1e-9)
    assert worst[60] > 0.5


def test_a_full_ban_ends_the_deliveries_and_a_rule_fills_them():
    economy = make_economy(small_system(2, zeros=0))
    suppliers = economy.industries(frozenset({"CCC"}), frozenset({"mill"}))
    buyers = economy.industries(frozenset({"AAA", "BBB"}), None)
    final = np.array([0, 1])
    lost = {}
    for rule in ("none", "same_mix"):
        ban = Ban(1, suppliers, buyers, final, 1.0, 400, rule)
        _, days = run(economy, [[ban]], 40, Parameters(inventory=60))
        made = production(days)[-1][:, 0]
        lost[rule] = 1 - made / economy.x
        home = economy.Z[np.ix_(suppliers, economy.industries(frozenset({"CCC"}), None))].sum()
        bound = (home + economy.Y[suppliers, 2].sum()) * 1.5
        assert made[suppliers].sum() < bound
    assert lost["none"][buyers].mean() > lost["same_mix"][buyers].mean()


def test_a_cut_of_nothing_changes_nothing():
    economy = make_economy(small_system(2))
    everyone = economy.industries(None, None)
    ban = Ban(1, everyone, everyone, np.arange(3), 0.0, 50, "none")
    _, days = run(economy, [[ban]], 20)
    assert np.allclose(production(days)[:, :, 0], economy.x)


def test_rebuilding_delivers_exactly_what_was_destroyed():
    economy = make_economy(small_system(4, zeros=0))
    damage = economy.capital * 0.02
    event = CapitalLoss(2, damage, np.array([1.0, 0, 0]), 2, "none", 10, {"shop": 1.0}, 1.0)
    simulation, days = run(economy, [[event]], 600)
    rebuilt = sum(d.rebuilt.sum() for d in days)
    assert rebuilt == pytest.approx(damage.sum() + 1.0, rel=1e-6)
    assert simulation.scenarios[0].capacity_loss(600).max() < 1e-6


def test_income_and_demand_fall_together():
    economy = make_economy(small_system(6))
    hit = np.full(economy.n, 0.5)
    _, fixed = run(economy, [[CapacityLoss(1, hit, 20)]], 30, Parameters())
    _, falling = run(economy, [[CapacityLoss(1, hit, 20)]], 30, Parameters(demand_response=1.0))
    assert falling[10].final_asked.sum() < fixed[10].final_asked.sum()
    assert (falling[10].final_asked <= fixed[10].final_asked + 1e-12).all()


@pytest.mark.parametrize(
    ("kind", "time", "elapsed", "left"),
    [
        ("linear", 10, 4, 0.6),
        ("linear", 10, 12, 0.0),
        ("convex", 4, 2, 0.5625),
        ("convex_scaled", 4, 1, 0.75**4),
        ("concave", 30, 15, 0.5),
        ("none", 5, 1, 0.0),
    ],
)
def test_recovery_curves(kind, time, elapsed, left):
    assert recovery_curve(kind, time)(elapsed) == pytest.approx(left, abs=1e-6)


@pytest.mark.parametrize(
    "event",
    [
        CapacityLoss(0, np.full(9, 1.5)),
        CapacityLoss(-1, np.zeros(9)),
        CapitalLoss(0, np.full(9, 1e12)),
        Ban(0, np.array([0]), np.array([1]), np.array([0]), 1.5),
        Ban(0, np.array([0]), np.array([1]), np.array([0]), 1.0, 5, "alliance"),
    ],
)
def test_impossible_events(event):
    economy = make_economy(small_system())
    with pytest.raises(InputError):
        EventsAtWork(economy, [event])


def test_impossible_parameters_and_names():
    economy = make_economy(small_system())
    for wrong in ({"psi": 2}, {"overproduction_max": 0.5}, {"restoration": 0}):
        with pytest.raises(InputError):
            Parameters(**wrong)
    with pytest.raises(InputError, match="DDD"):
        economy.industries(frozenset({"DDD"}), None)
    with pytest.raises(InputError, match="without a value"):
        Parameters(inventory={"farm": 3}).durations(economy)
    work = EventsAtWork(economy, [CapitalLoss(0, np.ones(9), rebuilders={"shop": 0.5})])
    with pytest.raises(InputError, match="sum to"):
        work.begin(1)


def test_industries_without_output_and_negative_demand():
    system = small_system(7)
    system.Z[4] = 0
    system.Z[:, 4] = 0
    system.Y[4] = 0
    system.Y[3, 1] = -500.0
    economy = make_economy(system)
    hit = np.full(economy.n, 0.3)
    _, days = run(economy, [[CapacityLoss(1, hit, 5)]], 20)
    assert np.isfinite(production(days)).all()
