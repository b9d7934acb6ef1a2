"""Probabilities of the flags of one alliance: 1,000 draws on the year of `bench.supply.trade`.

Run `python -m bench.supply.noise` (options --draws, --folder). The peer draws the same flows with
NumPy and groups them with pandas, some draws, scaled to all; it computes the core indicators alone.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from bench.supply.trade import ALLIANCE, build

MEMBERS = ("JPN", "USA")
NOISE = 0.2


def peer(frame, draws: int) -> float:  # type: ignore[no-untyped-def]
    """Seconds of some draws in pandas, on the flows of the alliance alone."""
    import numpy as np

    rng = np.random.default_rng(0)
    start = time.perf_counter()
    into, out = frame["importer"].isin(MEMBERS), frame["exporter"].isin(MEMBERS)
    frame = frame[into | out]
    into, out = into[frame.index], out[frame.index]
    for _ in range(draws):
        z = rng.standard_normal(len(frame))
        value = frame["value_usd"] * np.exp(NOISE * z - NOISE**2 / 2)
        far = value[into & ~out]
        by = frame.loc[far.index]
        flows = far.groupby([by["hs6"], by["exporter"]], observed=True, sort=False).sum()
        products = flows.index.get_level_values("hs6")
        outside = flows.groupby(products, observed=True).sum()
        square = (flows**2).groupby(products, observed=True).sum()
        imports = value[into].groupby(frame.loc[into, "hs6"], observed=True).sum()
        exports = value[out].groupby(frame.loc[out, "hs6"], observed=True).sum()
        flag = (square / outside**2 > 0.4) & (outside / imports.reindex(outside.index) > 0.5)
        flag &= outside > exports.reindex(outside.index).fillna(0)
        flag.sum()
    return time.perf_counter() - start


def main() -> None:
    """Build the year when it is not there, draw, print the ratio."""
    import pandas as pd

    from techpact.engine import scan_frame
    from techpact.supply.noise import dependency_probability

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=1000)
    parser.add_argument("--rows", type=int, default=11_000_000)
    parser.add_argument("--folder", type=Path, default=Path("/tmp/techpact-bench-trade"))
    given = parser.parse_args()
    path = given.folder / "year.parquet"
    if not path.exists():
        given.folder.mkdir(parents=True, exist_ok=True)
        build(given.folder, given.rows)
    start, busy = time.perf_counter(), time.process_time()
    options = {"alliance": ALLIANCE, "draws": given.draws, "noise": NOISE}
    found = dependency_probability.run({"trade": scan_frame(path)}, options).table
    rows = len(found.lazy().collect())
    seconds, cpu = time.perf_counter() - start, time.process_time() - busy
    columns = ["exporter", "importer", "hs6", "value_usd"]
    frame = pd.read_parquet(path, columns=columns).astype({"hs6": "category"})
    some = min(5, given.draws)
    theirs = peer(frame, some) * given.draws / some
    print(f"ours   {seconds:7.2f} s {cpu:7.2f} CPU s, {given.draws:,} draws, {rows:,} products")
    print(f"pandas {theirs:7.2f} s, scaled from {some} draws; ours/peer: {seconds / theirs:.2f}")


if __name__ == "__main__":
    main()
