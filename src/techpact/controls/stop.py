"""A coalition that stops its sales: dense sums by product and country, and the cases they make."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import polars as pl

from techpact.controls.chains import Link, bound_capacity
from techpact.controls.coalition_tables import COALITION_EFFECT
from techpact.controls.effect import loss_share
from techpact.controls.flows import Floats, Flows, Integers
from techpact.errors import InputError


@dataclass(frozen=True)
class Assumptions:
    """Spare capacity, redirected exports, elasticity, and whether chains hold outsiders back."""

    spare: float = 0.0
    redirect: float = 0.0
    elasticity: float | None = None
    bind_outsiders: bool = False


@dataclass(frozen=True)
class Rows:
    """Cases in the order of the output: positions of product, target, and product times target."""

    product: Integers
    target: Integers
    cell: Integers


@dataclass(frozen=True)
class Stop:
    """Sums of a year. Arrays are products by countries; `members` are positions of countries."""

    flows: Flows
    members: tuple[int, ...]
    targets: Integers
    assumptions: Assumptions
    imports: Floats
    exports: Floats
    coalition: Floats
    capacity: Floats
    sales_rows: npt.NDArray[np.int64]
    links: Sequence[Link] = ()

    @property
    def additive(self) -> bool:
        """Whether the loss is a plain sum over members."""
        return (
            self.assumptions.spare == 0
            and self.assumptions.redirect == 0
            and self.assumptions.elasticity is None
        )

    def sales(self, member: int) -> Floats:
        """Sales of one member, products by countries."""
        rows = self.sales_rows[self.flows.exporter[self.sales_rows] == member]
        return self.flows.sum(
            self.flows.product, self.flows.importer, sizes=self.imports.shape, rows=rows
        )

    @cached_property
    def outsiders_spare(self) -> Floats:
        """What all outsiders could add for each target: the target itself does not count."""
        total = self.capacity.sum(axis=1, keepdims=True)
        rest: Floats = np.maximum(total - self.capacity, 0.0)
        return rest

    @cached_property
    def unit_value(self) -> Floats:
        """Dollars a tonne of outsiders' exports, by product and target; NaN where not known.

        The exports of the target itself do not count: it cannot sell to itself.
        """
        flows, quantity, shape = self.flows, self.flows.quantity, self.imports.shape
        if quantity is None:
            return np.full(shape, np.nan)
        inside = np.zeros(len(flows.countries), bool)
        inside[list(self.members)] = True
        counted = (quantity > 0) & ~inside[flows.exporter]
        axes = flows.product, flows.exporter
        value = flows.sum(*axes, sizes=shape, of=np.where(counted, flows.value, 0.0))
        weight = flows.sum(*axes, sizes=shape, of=np.where(counted, quantity, 0.0))
        known = weight > 0
        # Counted in whole numbers, since a difference of sums may leave a trace of the target.
        others = known.sum(axis=1, keepdims=True) > known
        mean: Floats = np.divide(
            value.sum(axis=1, keepdims=True) - value,
            weight.sum(axis=1, keepdims=True) - weight,
            out=np.full(shape, np.nan),
            where=others,
        )
        return mean

    def tonnes(self, rows: Rows, value: Floats) -> Floats:
        """Tonnes that outsiders sell for a value; NaN where no quantity is known."""
        if not value.any():
            return np.zeros_like(value)
        some = np.flatnonzero(value > 0)
        tonnes = np.zeros_like(value)
        tonnes[some] = value[some] / self.unit_value.ravel()[rows.cell[some]]
        return tonnes

    def spare_without(self, members: Collection[int]) -> Floats:
        """What outsiders could add for each target if these members stayed outside.

        They sell on and lend their own capacity; where chains bind outsiders, the smaller coalition
        holds all of them back less.
        """
        assumptions = self.assumptions
        inside = [m for m in self.members if m not in members]
        capacity = assumptions.spare * self.exports
        capacity[:, inside] = 0.0
        if assumptions.bind_outsiders:
            rest = self.coalition.copy()
            for member in members:
                rest -= self.sales(member)
            rest = np.maximum(rest, 0.0) if inside else np.zeros_like(rest)
            capacity = bound_by(capacity, rest, self.imports, self.flows.products, self.links)
        total: Floats = np.maximum(capacity.sum(axis=1, keepdims=True) - capacity, 0.0)
        return total

    def lent(self, member: int) -> Floats:
        """What a member could add if it stayed outside and no chain held it back, by product."""
        lent: Floats = self.assumptions.spare * self.exports[:, member]
        return lent

    def worth(self, rows: Rows, lost: Floats, extra: Floats | float = 0.0) -> Floats:
        """Loss share of the cases when `lost` stops and `extra` capacity is lent."""
        capacity = self.outsiders_spare.ravel()[rows.cell] + extra
        capacity = capacity + self.assumptions.redirect * self.exports.ravel()[rows.cell]
        return loss_share(
            self.imports.ravel()[rows.cell], lost, capacity, self.assumptions.elasticity
        )

    def rows(self, products: set[str] | None) -> Rows:
        """Cases with imports, of the given products, in the order of product and target."""
        chosen = np.zeros(self.imports.shape[1], bool)
        chosen[self.targets] = True
        here = (self.imports > 0) & chosen
        if products is not None:
            here &= np.array([p in products for p in self.flows.products])[:, None]
        cell = np.flatnonzero(here)
        width = self.imports.shape[1]
        return Rows(cell // width, cell % width, cell)

    def direct_share(self) -> Floats:
        """Loss share of every product and country; 0 without imports."""
        rows = self.rows(None)
        shares = np.zeros(self.imports.shape)
        shares.ravel()[rows.cell] = self.worth(rows, self.coalition.ravel()[rows.cell])
        return shares

    def pivotal(self, rows: Rows, loss: Floats) -> tuple[Integers, Floats, Integers]:
        """Member whose absence lowers the loss most (-1: none), the loss then, and the sellers."""
        lost = self.coalition.ravel()[rows.cell]
        best = np.full(len(rows.cell), -1, np.int64)
        least = loss.copy()
        sellers = np.zeros(len(rows.cell), np.int64)
        for member in self.members:
            mine = self.sales(member).ravel()[rows.cell]
            sellers += mine > 0
            extra: Floats | float = 0.0
            if self.assumptions.bind_outsiders:
                lent = self.spare_without((member,)) - self.outsiders_spare
                extra = lent.ravel()[rows.cell]
            elif self.assumptions.spare:
                extra = self.lent(member)[rows.product]
            without = self.worth(rows, np.maximum(lost - mine, 0.0), extra)
            better = without < least - 1e-12
            best[better] = member
            least[better] = without[better]
        return best, least, sellers

    def table(self, rows: Rows, chain: tuple[Floats, Integers] | None) -> pl.DataFrame:
        """Build the main table."""
        imports = self.imports.ravel()[rows.cell]
        lost = self.coalition.ravel()[rows.cell]
        loss, leak = np.zeros_like(imports), np.zeros_like(imports)
        best, sellers = np.full(len(imports), -1, np.int64), np.zeros(len(imports), np.int64)
        least = np.zeros_like(imports)
        # Where the coalition sells nothing, nothing is lost: most cases of a sparse table.
        active = np.flatnonzero(lost > 0)
        cases = Rows(rows.product[active], rows.target[active], rows.cell[active])
        loss[active] = self.worth(cases, lost[active])
        best[active], least[active], sellers[active] = self.pivotal(cases, loss[active])
        spare = np.zeros_like(imports)
        if self.assumptions.spare or self.assumptions.redirect:
            outside = self.outsiders_spare.ravel()[rows.cell]
            spare = outside + self.assumptions.redirect * self.exports.ravel()[rows.cell]
            part = np.divide(outside, spare, out=np.zeros_like(spare), where=spare > 0)
            leak = np.minimum(lost, spare) * part
        names = pl.Series([*self.flows.countries, None], dtype=pl.String)
        codes = pl.Series(self.flows.products, dtype=pl.String)
        found = best >= 0
        columns = {
            "year": pl.repeat(self.flows.years[0], len(imports), dtype=pl.Int64, eager=True),
            "hs6": codes.gather(rows.product),
            "target": names.gather(rows.target),
            "imports_usd": imports,
            "coalition_usd": lost,
            "coalition_share": np.minimum(lost / imports, 1.0),
            "outsider_usd": np.maximum(imports - lost, 0.0),
            "spare_usd": spare,
            "leakage_usd": leak,
            "leakage_t": _empty_nan(self.tonnes(rows, leak)),
            "loss_usd": loss * imports,
            "loss_share": loss,
            "own_loss_usd": lost,
            "pivotal": names.gather(np.where(found, best, len(self.flows.countries))),
            "without_pivotal_share": _empty_nan(np.where(found, least, np.nan)),
            "members_needed": sellers,
            "chain_loss_share": None if chain is None else chain[0].ravel()[rows.cell],
            "chain_hs6": None if chain is None else codes.gather(chain[1].ravel()[rows.cell]),
        }
        schema = {c.name: c.dtype for c in COALITION_EFFECT.columns}
        blank = {"chain_loss_share": pl.Float64, "chain_hs6": pl.String}
        series = {
            name: pl.repeat(None, len(imports), dtype=blank[name], eager=True)
            if values is None
            else values
            for name, values in columns.items()
        }
        return pl.DataFrame({name: series[name] for name in schema})


def _empty_nan(values: Floats) -> pl.Series:
    return pl.Series(values).fill_nan(None)


def bound_by(
    capacity: Floats, sales: Floats, imports: Floats, products: Sequence[str], links: Sequence[Link]
) -> Floats:
    """Lower what outsiders can add by what they need of the sales of a coalition."""
    shares = np.divide(sales, imports, out=np.zeros_like(imports), where=imports > 0)
    return bound_capacity(capacity, shares, products, links)


def stop_of(
    flows: Flows,
    coalition: frozenset[str],
    targets: Sequence[str],
    assumptions: Assumptions,
    links: Sequence[Link] = (),
) -> Stop:
    """Sum the flows of a year for a coalition.

    Raises
    ------
    InputError
        For a target that imports nothing in the table.
    """
    position = {code: i for i, code in enumerate(flows.countries)}
    members = tuple(position[m] for m in sorted(coalition))
    shape = (len(flows.products), len(flows.countries))
    imports = flows.sum(flows.product, flows.importer, sizes=shape)
    exports = flows.sum(flows.product, flows.exporter, sizes=shape)
    inside = np.zeros(len(flows.countries), bool)
    inside[list(members)] = True
    own = np.flatnonzero(inside[flows.exporter])
    coalition_sales = flows.sum(flows.product, flows.importer, sizes=shape, rows=own)
    capacity = np.where(inside, 0.0, assumptions.spare * exports)
    if assumptions.bind_outsiders:
        capacity = bound_by(capacity, coalition_sales, imports, flows.products, links)
    buying: npt.NDArray[np.bool_] = np.any(imports, axis=0)
    absent = [t for t in targets if not buying[position[t]]]
    if absent:
        raise InputError(
            f"the table holds no imports of {', '.join(absent)}",
            where="targets",
            mend="importers in the table: "
            + ", ".join(c for c, b in zip(flows.countries, buying, strict=True) if b),
        )
    wished = [position[t] for t in targets] or np.flatnonzero(buying & ~inside).tolist()
    return Stop(
        flows, members, np.array(wished, np.int64), assumptions,
        imports, exports, coalition_sales, capacity, own, links,
    )  # fmt: skip
