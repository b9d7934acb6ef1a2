"""One day of an economy with inventories: `step(state, day)`; a run is a fold over days.

Orders are never stored as an n × n matrix. What buyer j orders of supplier i is
Z[i,j] · r_i · H[s(i),j]: the table, a factor a supplier (its capacity), and a factor an input and
buyer (the need over what the suppliers can give). So a day needs two products with Z, done sector
by sector while the rows are in the processor's cache; scenarios run side by side as lanes of the
same products.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from techpact.shocks.ario_events import EventsAtWork
from techpact.shocks.ario_kernels import scarcest_input, take_stock
from techpact.shocks.ario_parameters import Parameters
from techpact.shocks.bans import BanBlock, banned_final_demand, compile_bans
from techpact.shocks.economy import Array, Economy

NO_SCARCITY = 1e-12
"""Relative scarcity below this is rounding noise."""


@dataclass(eq=False)
class State:
    """Everything that changes; k scenarios side by side in the last axis.

    Attributes
    ----------
    inventory : array (s, n, k)
        Stock of each input at each industry.
    overproduction : array (n, k)
        Factor on capacity.
    want : array (s, n, k)
        What each industry orders of each input.
    need : array (s, n, k)
        H: order for one unit of Z · r.
    reach : array (n, k)
        r: factor of each supplier.
    orders : array (n, k)
        Intermediate orders on each supplier.
    production : array (n, k)
        Output of the day.
    income : array (m, k)
        Factor on the final demand of each buying country.
    """

    inventory: Array
    overproduction: Array
    want: Array
    need: Array
    reach: Array
    orders: Array
    production: Array
    income: Array


@dataclass(frozen=True, eq=False)
class Day:
    """What a day brought: output and demand by industry (n, k), final demand by buyer (m, k)."""

    production: Array
    demand: Array
    final_asked: Array
    final_met: Array
    rebuilt: Array


class Ledger(Protocol):
    """Keeps what was ordered and delivered between industries."""

    def book(
        self,
        block: int,
        sent: Array,
        reach: Array,
        need: Array,
        bans: Sequence[dict[int, list[BanBlock]]],
    ) -> None:
        """Book one input of one day.

        Of buyer j's order Z[i,j] · reach[i] · need[j], Z[i,j] · sent[i] · need[j] is delivered;
        sent and reach are (rows of the block, k), need (n, k); bans by lane.
        """


class Simulation:
    """k scenarios of one economy, advanced day by day.

    Parameters
    ----------
    economy
        The economy.
    scenarios
        The events of each scenario.
    parameters
        Behaviour, one for all or one a scenario.
    ledger
        Told of every day's orders and deliveries, sector by sector.
    """

    def __init__(
        self,
        economy: Economy,
        scenarios: Sequence[EventsAtWork],
        parameters: Parameters | Sequence[Parameters],
        ledger: Ledger | None = None,
    ) -> None:
        self.economy = e = economy
        self.ledger = ledger
        self.scenarios = scenarios
        k = len(scenarios)
        given = [parameters] * k if isinstance(parameters, Parameters) else list(parameters)
        stocks = [p.stocks(e) for p in given]
        psi = np.stack([s.psi for s in stocks], axis=-1)
        self._days = np.stack([s.days for s in stocks], axis=-1)
        self._restoration = np.stack([s.restoration for s in stocks], axis=-1)
        self._most = np.array([p.overproduction_max for p in given])
        self._build_up = np.array([p.overproduction_time for p in given])
        self._by_capacity = np.array([p.orders == "capacity" for p in given])
        self._response = np.array([p.demand_response for p in given])
        # An inventory must hold what a day uses, or production would draw on what is not there.
        limit = np.maximum(psi * self._days, 1.0)
        self._limit = np.where(np.isinf(self._days), 0.0, limit)
        self._x = np.repeat(e.x[:, None], k, axis=1)
        with np.errstate(invalid="ignore"):
            usual = (e.technology * e.x)[:, :, None] * self._days[:, e.holder_of, :]
        daily = np.repeat(e.by_input[:, :, None], k, axis=2)
        self.state = State(
            inventory=np.where(np.isnan(usual), np.inf, usual),  # 0 · inf: never limits
            overproduction=np.ones((e.n, k)),
            want=daily,
            need=(daily > 0).astype(float),
            reach=np.ones((e.n, k)),
            orders=np.repeat(e.Z.sum(axis=1)[:, None], k, axis=1),
            production=self._x.copy(),
            income=np.ones((len(e.buyers), k)),
        )
        self._active: list[tuple[int, ...]] = [()] * k
        self._blocks: list[dict[int, list[BanBlock]]] = [{}] * k
        self._final: list[Array] = [e.Y] * k
        place = {c: m for m, c in enumerate(e.buyers)}
        self._buyer_of = np.array([place.get(c, -1) for c in e.countries])

    def step(self, day: int) -> Day:
        """Advance all scenarios by one day."""
        e, s = self.economy, self.state
        k = len(self.scenarios)
        lost = np.empty((e.n, k))
        rebuild = np.empty((e.n, k))
        for lane, events in enumerate(self.scenarios):
            events.begin(day)
            lost[:, lane] = events.capacity_loss(day)
            rebuild[:, lane] = events.rebuild_demand()
        self._change_bans(day)
        final = self._final_demand()
        demand = s.orders + final + rebuild
        if day > 1:
            self._overproduce(demand)
        capacity = self._x * (1 - lost) * s.overproduction
        s.production = self._produce(np.minimum(demand, capacity))
        met = np.divide(s.production, demand, out=np.zeros_like(demand), where=demand > 0)
        for lane, events in enumerate(self.scenarios):
            events.receive(met[:, lane])
        # What buyers want next: demand without the rebuilding that was delivered today.
        wanted = np.minimum(demand - rebuild * met, capacity)
        ratio = np.divide(capacity, self._x, out=np.ones_like(capacity), where=self._x > 0)
        self._trade(met, np.where(self._by_capacity, ratio, 1.0), wanted)
        asked, final_met = self._final_by_buyer(met)
        self._earn()
        return Day(s.production, demand, asked, final_met, rebuild * met)

    def _change_bans(self, day: int) -> None:
        """Place the open orders of a scenario again when its bans change."""
        for lane, events in enumerate(self.scenarios):
            bans = events.bans_on(day)
            ids = tuple(id(b) for b in bans)
            if ids == self._active[lane]:
                continue
            self._active[lane] = ids
            self._blocks[lane] = compile_bans(self.economy, bans)
            self._final[lane] = banned_final_demand(self.economy, bans) if bans else self.economy.Y
            self._order_again(lane)

    def _order_again(self, lane: int) -> None:
        e, s = self.economy, self.state
        reach = s.reach[:, lane]
        for b, rows in enumerate(e.blocks):
            corrections = self._blocks[lane].get(b, [])
            offer = e.Z[rows].T @ reach[rows]
            for c in corrections:
                c.offer(offer, reach[rows])
            want = s.want[b, :, lane]
            need = np.divide(want, offer, out=np.zeros_like(want), where=offer > 0)
            orders = e.Z[rows] @ need
            for c in corrections:
                c.orders(orders, need)
            s.need[b, :, lane] = need
            s.orders[rows, lane] = reach[rows] * np.maximum(orders, 0.0)

    def _final_demand(self) -> Array:
        """Final demand on each supplier, (n, k)."""
        income = self.state.income
        final = self.economy.Y @ income
        for lane, table in enumerate(self._final):
            if table is not self.economy.Y:
                final[:, lane] = table @ income[:, lane]
        return final

    def _final_by_buyer(self, met: Array) -> tuple[Array, Array]:
        """Final demand asked for and met by buying country, (m, k) each."""
        income = self.state.income
        asked = self.economy.Y.sum(axis=0)[:, None] * income
        got = self.economy.Y.T @ met
        for lane, table in enumerate(self._final):
            if table is not self.economy.Y:
                got[:, lane] = table.T @ met[:, lane]
        return asked, got * income

    def _overproduce(self, demand: Array) -> None:
        s = self.state
        scarcity = np.divide(
            demand - s.production, demand, out=np.zeros_like(demand), where=demand > 0
        )
        calm = np.abs(scarcity) < NO_SCARCITY
        scarcity[calm] = 0.0
        change = (self._most - s.overproduction) * scarcity + (1 - s.overproduction) * calm
        s.overproduction = np.maximum(1.0, s.overproduction + change / self._build_up)

    def _produce(self, wanted: Array) -> Array:
        """Production that the scarcest input allows."""
        share = np.empty_like(wanted)
        scarcest_input(
            self.state.inventory,
            self.economy.technology,
            self.economy.limiting,
            wanted,
            self._limit,
            self.economy.holder_of,
            share,
        )
        return np.asarray(wanted * share)

    def _trade(self, met: Array, reach: Array, wanted: Array) -> None:
        """Deliver the open orders, take stock, order anew; sector by sector."""
        e, s = self.economy, self.state
        k = met.shape[1]
        sent = s.reach * met
        both = np.concatenate([sent, reach], axis=1)
        orders = np.empty_like(s.orders)
        corrected = [lane for lane in range(k) if self._blocks[lane]]
        for b, rows in enumerate(e.blocks):
            Z = e.Z[rows]
            product = Z.T @ both[rows]
            given, offer = product[:, :k], product[:, k:]
            if self.ledger is not None:
                self.ledger.book(b, sent[rows], s.reach[rows], s.need[b], self._blocks)
            for lane in corrected:
                for c in self._blocks[lane].get(b, ()):
                    c.deliveries(given[:, lane], sent[rows, lane])
                    c.offer(offer[:, lane], reach[rows, lane])
            take_stock(
                given,
                offer,
                s.inventory[b],
                s.want[b],
                s.need[b],
                e.technology[b],
                s.production,
                wanted,
                self._days[b],
                self._restoration[b],
                e.holder_of,
            )
            need = s.need[b]
            placed = Z @ need
            for lane in corrected:
                for c in self._blocks[lane].get(b, ()):
                    c.orders(placed[:, lane], need[:, lane])
            orders[rows] = reach[rows] * np.maximum(placed, 0.0)
        s.orders, s.reach = orders, reach

    def _earn(self) -> None:
        """Let final demand follow the income of the country's industries of this day."""
        if not self._response.any():
            return
        e, s = self.economy, self.state
        ratio = np.divide(e.value_added, e.x, out=np.zeros_like(e.x), where=e.x > 0)
        for m in range(len(e.buyers)):
            mine = self._buyer_of == m
            usual = ratio[mine] @ e.x[mine]
            if usual > 0:
                lost = 1 - (ratio[mine] @ s.production[mine]) / usual
                s.income[m] = np.maximum(0.0, 1 - self._response * np.maximum(lost, 0.0))
