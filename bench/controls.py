"""Time and memory of the controls analyses on seeded synthetic inputs.

python -m bench.controls [--rows N] [--products N] [--points N] [--only coalition,package]
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import polars as pl

COUNTRIES = 226
PRODUCTS = 5000
SMALL, LARGE = "JPN,USA", "DEU,GBR,JPN,KOR,NLD,TWN,USA"


def synthetic_year(path: Path, rows: int, seed: int = 1) -> None:
    """Write a year of trade: distinct flows, log-normal values, a tenth without a quantity."""
    from techpact.sources.trade_rows import countries

    rng = np.random.default_rng(seed)
    named = set(LARGE.split(",")) | {"CHN", "RUS", "VNM"}
    every = countries()
    others = [c for c in every if c not in named]
    chosen = sorted(named | set(rng.choice(others, COUNTRIES - len(named), replace=False)))
    products = np.sort(rng.choice(np.arange(10_000, 970_000), PRODUCTS, replace=False))
    cells = np.unique(rng.integers(0, PRODUCTS * COUNTRIES**2, int(rows * 1.03)))
    product, exporter, importer = (
        cells // COUNTRIES**2,
        cells // COUNTRIES % COUNTRIES,
        cells % COUNTRIES,
    )
    abroad = np.flatnonzero(exporter != importer)[:rows]
    names, codes = pl.Series(chosen), pl.Series([f"{c:06d}" for c in products])
    value = np.maximum(1, np.exp(rng.normal(9, 3, len(abroad)))).astype(np.int64)
    quantity = np.where(
        rng.random(len(abroad)) < 0.9, value / 1000 / rng.lognormal(1, 1, len(abroad)), np.nan
    )
    pl.DataFrame(
        {
            "year": np.full(len(abroad), 2023),
            "exporter": names.gather(exporter[abroad]),
            "importer": names.gather(importer[abroad]),
            "hs6": codes.gather(product[abroad]),
            "value_usd": value,
            "quantity_t": pl.Series(quantity).fill_nan(None),
        }
    ).write_parquet(path)


_OURS = """
from techpact.controls.coalition import coalition_effect
from techpact.engine import scan_frame"""

RUNS = {
    "read alone (Polars)": ("import polars as pl", "len(pl.read_parquet(path))"),
    "coalition_effect, 2 members": (
        _OURS,
        f'coalition_effect.run({{"trade": scan_frame(path)}}, {{"alliance": "{SMALL}"}})',
    ),
    "coalition_effect, 7 members, capacity and CES": (
        _OURS,
        f"""
options = {{"alliance": "{LARGE}", "spare": 0.1, "elasticity": 4.0}}
coalition_effect.run({{"trade": scan_frame(path)}}, options)""",
    ),
    "peer: shares alone, Polars group by": (
        "import polars as pl",
        f"""
ours = pl.col("exporter").is_in("{SMALL}".split(","))
pl.scan_parquet(path).group_by("hs6", "importer").agg(
    pl.col("value_usd").sum(), pl.col("value_usd").filter(ours).sum().alias("ours")).collect()""",
    ),
    "peer: shares alone, pandas group by": (
        "import pandas as pd",
        f"""
frame = pd.read_parquet(path, columns=["exporter", "importer", "hs6", "value_usd"])
frame["ours"] = frame["value_usd"].where(frame["exporter"].isin("{SMALL}".split(",")), 0)
frame.groupby(["hs6", "importer"])[["value_usd", "ours"]].sum()""",
    ),
}
"""What is imported before the clock starts, and what is timed."""

_HARNESS = """
import json, resource, sys, time
from pathlib import Path
path = Path(sys.argv[1])
{imports}
began = time.perf_counter()
{body}
wall = time.perf_counter() - began
use = resource.getrusage(resource.RUSAGE_SELF)
status = Path("/proc/self/status").read_text()
peak = int(status.split("VmHWM:")[1].split()[0])  # ru_maxrss would count the parent before exec
print(json.dumps([wall, use.ru_utime + use.ru_stime, peak / 1e6]))
"""


def measure(imports: str, body: str, path: Path) -> tuple[float, float, float]:
    """Wall seconds, processor seconds and peak GB of one run in its own process."""
    done = subprocess.run(
        [sys.executable, "-c", _HARNESS.format(imports=imports, body=body), str(path)],
        capture_output=True,
        text=True,
        check=True,
    )
    wall, processor, memory = json.loads(done.stdout.strip().splitlines()[-1])
    return wall, processor, memory


def coalition(rows: int) -> None:
    """All products and all targets of one year."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "year.parquet"
        synthetic_year(path, rows)
        print(f"coalition effect, {rows:,} rows, all HS6 x all targets (bar: 3 s)")
        base = 0.0
        for name, code in RUNS.items():
            wall, processor, memory = min(measure(*code, path) for _ in range(2))
            base = base or wall
            print(
                f"  {name:48s} {wall:7.2f} s  {processor:6.2f} s cpu  {memory:5.2f} GB"
                f"  {wall / base:5.1f} x reading"
            )


def package(products: int, points: int) -> None:
    """Frontiers of control packages, plain and with links and caps."""
    from techpact.controls.package import control_package

    rng = np.random.default_rng(0)
    cost = np.exp(rng.normal(15, 2, products)).round()
    effect = cost * np.exp(rng.normal(0, 0.7, products))
    codes = [f"{i:06d}" for i in range(10_000, 10_000 + products)]
    options = pl.DataFrame({"hs6": codes, "loss_usd": effect, "own_loss_usd": cost})
    a, b = rng.integers(0, products, (2, products // 3))
    a, b = a[a != b], b[a != b]
    links = pl.DataFrame(
        {
            "hs6": [codes[i] for i in a],
            "other_hs6": [codes[i] for i in b],
            "kind": rng.choice(["requires", "excludes", "bonus", "overlap"], len(a)),
            "value_usd": 0.3 * np.minimum(effect[a], effect[b]),
        }
    ).unique(["hs6", "other_hs6", "kind"], maintain_order=True)
    parts = rng.dirichlet([1, 1, 1], products)
    members = pl.concat(
        pl.DataFrame({"hs6": codes, "member": m, "sales_usd": cost * parts[:, j]})
        for j, m in enumerate(("JPN", "NLD", "USA"))
    )
    plain = {"control_options": options}
    cases = {
        "largest loss within a budget": (plain, {}),
        "cheapest that reaches a loss": (plain, {"goal": "cheapest", "reach": 0.9}),
        "the same with chains and substitutes": (plain | {"package_links": links}, {}),
        "the same, no member above 40 %": (
            plain | {"member_losses": members},
            {"max_member_share": 0.4},
        ),
    }
    print(f"package frontier, {products:,} products, {points} points (bar: 60 s)")
    for name, (tables, extra) in cases.items():
        began = time.perf_counter()
        table = control_package.run(tables, {"points": points} | extra).table
        took = time.perf_counter() - began
        print(f"  {name:48s} {took:7.2f} s  proven {table['proven'].sum()} of {points}")
        print("    gaps: " + " ".join(f"{g:.1e}" for g in table["gap"]))


def main() -> None:
    """Run what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=11_000_000)
    parser.add_argument("--products", type=int, default=1000)
    parser.add_argument("--points", type=int, default=20)
    parser.add_argument("--only", default="coalition,package")
    given = parser.parse_args()
    wanted = given.only.split(",")
    if "coalition" in wanted:
        coalition(given.rows)
    if "package" in wanted:
        package(given.products, given.points)


if __name__ == "__main__":
    main()
