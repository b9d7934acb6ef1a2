"""The further tables of the coalition effect: costs, areas, leakage, Shapley values."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
import polars as pl

from techpact.analysis import Frame
from techpact.controls.coalition_tables import COALITION_AREAS, COALITION_COST
from techpact.controls.flows import Floats, Integers
from techpact.controls.shapley import MAX_WORK, shapley_values
from techpact.controls.stop import Rows, Stop
from techpact.errors import LimitError

MAX_LEAKAGE_ROWS = 5_000_000


def costs(stop: Stop, rows: Rows) -> pl.DataFrame:
    """Own loss by member, chapter and target, largest first for each target."""
    flows = stop.flows
    chapter = np.array([int(p[:2]) for p in flows.products], np.int64)
    used = np.zeros(len(flows.products), bool)
    used[rows.product] = True
    wished = np.zeros(len(flows.countries), bool)
    wished[stop.targets] = True
    member_of = np.full(len(flows.countries), -1, np.int64)
    member_of[list(stop.members)] = np.arange(len(stop.members))
    sales = stop.sales_rows[used[flows.product[stop.sales_rows]]]
    sizes = (len(stop.members), 100)
    member = member_of[flows.exporter[sales]]
    sector = chapter[flows.product[sales]]
    exports = flows.sum(member, sector, sizes=sizes, of=flows.value[sales])
    here = wished[flows.importer[sales]]
    at = sales[here]
    axes = (flows.importer[at], member[here], sector[here])
    wide = (len(flows.countries), *sizes)
    lost = flows.sum(*axes, sizes=wide, of=flows.value[at])
    tonnes: Floats | None = None
    if flows.quantity is not None:
        known = flows.quantity[at]
        tonnes = flows.sum(*axes, sizes=wide, of=np.nan_to_num(known))
        counted = flows.sum(*axes, sizes=wide, of=(~np.isnan(known)).astype(float))
        tonnes[counted == 0] = np.nan
    t, m, s = np.nonzero(lost)
    names = pl.Series(flows.countries, dtype=pl.String)
    table = pl.DataFrame(
        {
            "target": names.gather(t),
            "member": names.gather(np.array(stop.members)[m]),
            "sector": pl.Series([f"{i:02d}" for i in range(100)]).gather(s),
            "own_loss_usd": lost[t, m, s],
            "own_loss_t": np.full(len(t), np.nan) if tonnes is None else tonnes[t, m, s],
            "exports_usd": exports[m, s],
        },
        schema={c.name: _dtype(c.type) for c in COALITION_COST.columns[:-1]},
    ).with_columns(
        pl.col("own_loss_t").fill_nan(None),
        (pl.col("own_loss_usd") / pl.col("exports_usd")).alias("own_loss_share"),
    )
    return table.sort(
        "target", "own_loss_usd", "member", "sector", descending=[False, True, False, False]
    )


def _dtype(kind: str) -> type[pl.DataType]:
    kinds: dict[str, type[pl.DataType]] = {"string": pl.String, "integer": pl.Int64}
    return kinds.get(kind, pl.Float64)


def areas(stop: Stop, table: pl.DataFrame, area_products: Frame | None) -> pl.DataFrame:
    """Sum the main table by area; a product of two areas counts in both."""
    if area_products is None:
        return pl.DataFrame(schema={c.name: _dtype(c.type) for c in COALITION_AREAS.columns})
    concordance = area_products.to_polars().select("area", "hs6").unique().sort("area", "hs6")
    joined = concordance.join(table, on="hs6")
    sums = joined.group_by("area", "target").agg(
        pl.len().cast(pl.Int64).alias("products"),
        pl.col("imports_usd", "coalition_usd", "leakage_usd", "loss_usd").sum(),
        pl.col("loss_share").max().alias("largest_loss_share"),
        pl.col("hs6").sort_by(["loss_share", "hs6"], descending=[True, False]).first()
        .alias("largest_hs6"),
    )  # fmt: skip
    return (
        sums.join(_largest_sellers(stop, concordance), on=["area", "target"], how="left")
        .with_columns(
            (pl.col("coalition_usd") / pl.col("imports_usd")).alias("coalition_share"),
            (pl.col("loss_usd") / pl.col("imports_usd")).alias("loss_share"),
        )
        .select([c.name for c in COALITION_AREAS.columns])
        .sort("area", "target")
    )


def _largest_sellers(stop: Stop, concordance: pl.DataFrame) -> pl.DataFrame:
    flows = stop.flows
    held = {p: i for i, p in enumerate(flows.products)}
    names, sellers = [], []
    for (area,), group in concordance.group_by("area", maintain_order=True):
        mask = np.zeros(len(flows.products), bool)
        mask[[held[p] for p in group["hs6"] if p in held]] = True
        at = stop.sales_rows[mask[flows.product[stop.sales_rows]]]
        sums = flows.sum(flows.exporter, flows.importer, sizes=(len(flows.countries),) * 2, rows=at)
        best = sums.argmax(axis=0)
        for t in stop.targets:
            if sums[best[t], t] > 0:
                names.append((area, flows.countries[t]))
                sellers.append(flows.countries[best[t]])
    schema = {"area": pl.String, "target": pl.String, "pivotal": pl.String}
    rows = [(*name, seller) for name, seller in zip(names, sellers, strict=True)]
    return pl.DataFrame(rows, schema=schema, orient="row")


def leakage(stop: Stop, rows: Rows) -> pl.DataFrame:
    """Outsiders that sell or could sell, for each case with stopped sales."""
    flows, width = stop.flows, len(stop.flows.countries)
    cases = np.flatnonzero(stop.coalition.ravel()[rows.cell] > 0)
    inside = np.zeros(width, bool)
    inside[list(stop.members)] = True
    seller_of, seller = np.nonzero((stop.exports > 0) & ~inside)
    starts = np.searchsorted(seller_of, np.arange(len(flows.products) + 1))
    count = np.diff(starts)[rows.product[cases]]
    size = int(count.sum())
    if size > MAX_LEAKAGE_ROWS:
        raise LimitError(
            f"the table of leakage would have up to {size:,} rows; the limit is "
            f"{MAX_LEAKAGE_ROWS:,}",
            mend="name targets or products",
        )
    # Each case is repeated for each seller of its product.
    p = np.repeat(rows.product[cases], count)
    t = np.repeat(rows.target[cases], count)
    within = np.arange(size) - np.repeat(np.cumsum(count) - count, count)
    o = seller[starts[p] + within]
    other = o != t
    p, t, o = p[other], t[other], o[other]
    total = stop.outsiders_spare[p, t] + stop.assumptions.redirect * stop.exports[p, t]
    gap = np.minimum(stop.coalition[p, t], total)
    capacity = stop.capacity[p, o]
    filled = np.divide(gap * capacity, total, out=np.zeros_like(gap), where=total > 0)
    names = pl.Series(flows.countries, dtype=pl.String)
    return pl.DataFrame(
        {
            "hs6": pl.Series(flows.products, dtype=pl.String).gather(p),
            "target": names.gather(t),
            "outsider": names.gather(o),
            "sales_usd": _sales_between(stop, p, o, t),
            "spare_usd": capacity,
            "leakage_usd": filled,
            "leakage_t": filled / _own_unit_values(stop)[p, o],
            "coalition_usd": stop.coalition[p, o],
        }
    ).with_columns(pl.col("leakage_t").fill_nan(None))


def _sales_between(stop: Stop, product: Integers, exporter: Integers, importer: Integers) -> Floats:
    flows, width = stop.flows, len(stop.flows.countries)
    keys, place = np.unique(
        (flows.product * width + flows.exporter) * width + flows.importer, return_inverse=True
    )
    sums = np.append(np.bincount(place, weights=flows.value, minlength=len(keys)), 0.0)
    wanted = (product * width + exporter) * width + importer
    found = np.searchsorted(keys, wanted)
    hit = np.append(keys, -1)[found] == wanted
    return np.where(hit, sums[found], 0.0)


def _own_unit_values(stop: Stop) -> Floats:
    flows, shape = stop.flows, stop.imports.shape
    if flows.quantity is None:
        return np.full(shape, np.nan)
    rows = np.flatnonzero(flows.quantity > 0)
    value = flows.sum(flows.product, flows.exporter, sizes=shape, rows=rows)
    weight = flows.sum(
        flows.product, flows.exporter, sizes=shape, rows=rows, of=flows.quantity[rows]
    )
    mean: Floats = np.divide(value, weight, out=np.full(shape, np.nan), where=weight > 0)
    return mean


def shapley(stop: Stop, rows: Rows) -> pl.DataFrame:
    """Shapley values of the members in each case with stopped sales."""
    lost = stop.coalition.ravel()[rows.cell]
    cases = np.flatnonzero(lost > 0)
    some = Rows(rows.product[cases], rows.target[cases], rows.cell[cases])
    lost = lost[cases]
    sales = np.stack([stop.sales(m).ravel()[some.cell] for m in stop.members])
    imports = stop.imports.ravel()[some.cell]
    whole = stop.worth(some, lost) * imports
    if stop.additive:
        values, basis = sales, "sales"
    else:
        added: Floats | Callable[[Floats], Floats]
        if stop.assumptions.bind_outsiders:
            added = partial(_lent_by_subset, stop, some)
        else:
            added = np.stack([stop.lent(m)[some.product] for m in stop.members])

        def worth(stopped: Floats, extra: Floats, piece: slice) -> Floats:
            part = Rows(some.product[piece], some.target[piece], some.cell[piece])
            return stop.worth(part, stopped, extra) * imports[piece]

        values, basis = shapley_values(sales, added, worth), "exact"
    members = len(stop.members)
    names = pl.Series(stop.flows.countries, dtype=pl.String)
    codes = pl.Series(stop.flows.products, dtype=pl.String)
    value, sold, total = values.T.ravel(), sales.T.ravel(), np.repeat(whole, members)
    return pl.DataFrame(
        {
            "hs6": codes.gather(np.repeat(some.product, members)),
            "target": names.gather(np.repeat(some.target, members)),
            "member": names.gather(np.tile(np.array(stop.members, np.int64), len(cases))),
            "sales_usd": sold,
            "sales_share": sold / np.repeat(lost, members),
            "shapley_usd": value,
            "shapley_share": np.divide(
                value, total, out=np.full(len(value), np.nan), where=total > 0
            ),
            "basis": [basis] * len(value),
        }
    ).with_columns(pl.col("shapley_share").fill_nan(None))


def _lent_by_subset(stop: Stop, cases: Rows, inside: Floats) -> Floats:
    """Return what is lent to each case when some members stay outside and chains bind outsiders."""
    work = len(inside) * stop.imports.size
    if work > MAX_WORK:
        raise LimitError(
            f"exact Shapley values with chains of {inside.shape[1]} members need {work:,} steps; "
            f"the limit is {MAX_WORK:,}",
            mend="name products, or a smaller alliance",
        )
    lent = np.empty((len(inside), len(cases.cell)))
    for row, chosen in zip(lent, inside, strict=True):
        out = [m for m, joins in zip(stop.members, chosen, strict=True) if not joins]
        row[:] = (stop.spare_without(out) - stop.outsiders_spare).ravel()[cases.cell]
    return lent
