"""ARIO at the size of an inter-country table, beside BoARIO where it is installed.

`python -m bench.shocks.ario [--sectors 45] [--countries 77] [--days 365] [--peer-days 20]
[--boario PYTHON]` (an interpreter that has BoARIO, if this one has not)
prints seconds for a year, memory, the gain of batches, and the ratio to BoARIO (extrapolated from a
few days: its days cost alike). Each measurement is a process of its own.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import resource
import subprocess
import sys
import time
from types import SimpleNamespace

import numpy as np


def system(countries: int, sectors: int) -> SimpleNamespace:
    n = countries * sectors
    rng = np.random.default_rng(1)
    Z = rng.lognormal(0, 2, (n, n))
    Z *= 500.0 / Z.sum(axis=0)
    Y = rng.lognormal(0, 1, (n, countries))
    Y *= 500.0 * n / Y.sum()
    return SimpleNamespace(
        countries=[f"r{i // sectors:03}" for i in range(n)],
        sectors=[f"s{i % sectors:03}" for i in range(n)],
        Z=Z,
        Y=Y,
        final=[(f"r{i:03}", "final") for i in range(countries)],
        x=Z.sum(axis=1) + Y.sum(axis=1),
    )


def measure(who: str, countries: int, sectors: int, days: int, lanes: int) -> dict[str, float]:
    table = system(countries, sectors)
    hit = np.array([c == "r003" for c in table.countries])
    if who == "techpact":
        from techpact.shocks.ario_events import EventsAtWork
        from techpact.shocks.ario_parameters import CapacityLoss, Parameters
        from techpact.shocks.ario_step import Simulation
        from techpact.shocks.economy import make_economy

        economy = make_economy(table)
        del table
        loss = np.where(np.array(economy.countries) == "r003", 0.5, 0.0)
        works = [
            EventsAtWork(economy, [CapacityLoss(5, loss * (1 - 0.01 * k), 10, "linear", 60)])
            for k in range(lanes)
        ]
        run = Simulation(economy, works, Parameters())
        run.step(0)  # compile, touch memory
        begin = time.perf_counter()
        for day in range(1, days):
            run.step(day)
        seconds = (time.perf_counter() - begin) / (days - 1) * 365
    else:
        seconds = boario(table, hit, days)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "memory_mb": memory}


def boario(table: SimpleNamespace, hit: np.ndarray, days: int) -> float:
    import logging
    import tempfile
    import warnings

    import pandas as pd
    import pymrio
    from boario.event import EventArbitraryProd
    from boario.extended_models import ARIOPsiModel
    from boario.simulation import Simulation

    warnings.filterwarnings("ignore")
    logging.disable(logging.CRITICAL)
    rows = pd.MultiIndex.from_arrays([table.countries, table.sectors], names=["region", "sector"])
    columns = pd.MultiIndex.from_tuples(table.final, names=["region", "category"])
    mrio = pymrio.IOSystem(
        Z=pd.DataFrame(table.Z, rows, rows), Y=pd.DataFrame(table.Y, rows, columns)
    )
    mrio.calc_system()
    model = ARIOPsiModel(mrio, psi_param=0.8, inventory_restoration_tau=60)
    run = Simulation(model, n_temporal_units_to_sim=days, boario_output_dir=tempfile.mkdtemp())
    impact = pd.Series(0.5, index=rows[hit])
    run.add_event(EventArbitraryProd(impact=impact, recovery_tau=60, occurrence=2, duration=10))
    run.next_step()
    begin = time.perf_counter()
    for _ in range(days - 1):
        run.next_step()
    return (time.perf_counter() - begin) / (days - 1) * 365


def child(who: str, args: argparse.Namespace, days: int, lanes: int) -> dict[str, float]:
    python = args.boario if who == "boario" else sys.executable
    command = [python, "-m", "bench.shocks.ario", "--child", who, "--lanes", str(lanes),
               "--countries", str(args.countries), "--sectors", str(args.sectors),
               "--days", str(days)]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--countries", type=int, default=77)
    parser.add_argument("--sectors", type=int, default=45)
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--peer-days", type=int, default=20)
    parser.add_argument("--lanes", type=int, default=1)
    parser.add_argument("--boario", default=sys.executable)
    parser.add_argument("--child", default="")
    args = parser.parse_args()
    if args.peer_days < 13:
        parser.error("--peer-days is at least 13: BoARIO's event lasts until day 12")
    if args.child:
        print(json.dumps(measure(args.child, args.countries, args.sectors, args.days, args.lanes)))
        return
    n = args.countries * args.sectors
    one = child("techpact", args, args.days, 1)
    many = child("techpact", args, max(20, args.days // 4), 16)
    each = many["seconds"] / 16
    print(f"{n:,} sectors, one scenario: {one['seconds']:.1f} s a year, {one['memory_mb']:.0f} MB")
    print(f"batch of 16: {each:.2f} s a scenario, {one['seconds'] / each:.1f} x less, "
          f"{many['memory_mb']:.0f} MB")  # fmt: skip
    if args.boario != sys.executable or importlib.util.find_spec("boario"):
        peer = child("boario", args, args.peer_days, 1)
        print(f"BoARIO: {peer['seconds']:.0f} s a year (from {args.peer_days} days), "
              f"{peer['memory_mb']:.0f} MB; {peer['seconds'] / one['seconds']:.0f} x the time, "
              f"{peer['memory_mb'] / one['memory_mb']:.1f} x the memory")  # fmt: skip
    else:
        print("BoARIO is not installed: no ratio")


if __name__ == "__main__":
    main()
