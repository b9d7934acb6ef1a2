"""ARIO beside BoARIO on the test table that comes with pymrio (6 regions, 8 sectors).

`python -m bench.shocks.boario_equality --boario PYTHON [--days 300]` runs every case in both,
BoARIO in the interpreter given (one that has it installed), and prints the largest relative
difference of daily output, and the ratio of the times of the same run.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np

REBUILDERS = {"construction": 0.6, "manufactoring": 0.4}
BARRED = 1e-6
"""Largest relative difference that counts as equal."""

CASES: dict[str, list[tuple[str, str, float, int, int, int]]] = {
    # kind, region, share of capital or capacity, start, duration, days of recovery
    "recover": [("recover", "reg1", 0.2, 5, 3, 40)],
    "recover_two": [("recover", "reg1", 0.2, 5, 3, 40), ("recover", "reg3", 0.3, 20, 10, 60)],
    "rebuild": [("rebuild", "reg2", 0.1, 5, 3, 60)],
    "rebuild_and_recover": [("rebuild", "reg2", 0.1, 5, 3, 60), ("recover", "reg4", 0.2, 8, 2, 30)],
    "capacity": [("capacity", "reg3", 0.5, 5, 10, 30)],
}
ORDERS = {"alt": "capacity", "noalt": "fixed"}


def peer(out: Path, days: int) -> None:
    """Run every case in BoARIO and leave the table, outputs and seconds (in its interpreter)."""
    import logging
    import warnings

    import pandas as pd
    import pymrio
    from boario.event import EventArbitraryProd, EventKapitalRebuild, EventKapitalRecover
    from boario.extended_models import ARIOPsiModel
    from boario.simulation import Simulation

    warnings.filterwarnings("ignore")
    logging.disable(logging.CRITICAL)
    table = pymrio.load_test().calc_all()
    rows = table.Z.index
    ratio, year = 4.0, 365
    kept: dict[str, Any] = {
        "Z": table.Z.to_numpy(), "Y": table.Y.to_numpy(),
        "regions": np.array([r for r, _ in rows]), "sectors": np.array([s for _, s in rows]),
        "final": np.array([f"{a}|{b}" for a, b in table.Y.columns]),
    }  # fmt: skip
    for name, events in CASES.items():
        for orders in ORDERS:
            if name == "capacity" and orders == "noalt":
                continue
            model = ARIOPsiModel(
                table, order_type=orders, psi_param=0.8, inventory_restoration_tau=60,
                main_inv_dur=90, rebuild_tau=60, alpha_max=1.25, alpha_tau=365,
                productive_capital_to_VA_dict=dict.fromkeys(sorted(set(kept["sectors"])), ratio),
            )  # fmt: skip
            run = Simulation(
                model, n_temporal_units_to_sim=days, boario_output_dir=tempfile.mkdtemp()
            )
            added = np.maximum(
                (table.Z.sum(axis=1) + table.Y.sum(axis=1) - table.Z.sum(axis=0)).to_numpy(), 0
            )
            for kind, region, share, start, duration, recovery in events:
                hit = np.array([r == region for r, _ in rows])
                when = {"occurrence": start, "duration": duration}
                if kind == "capacity":
                    impact = pd.Series(share, index=rows[hit])
                    run.add_event(EventArbitraryProd(impact=impact, recovery_tau=recovery, **when))
                    continue
                impact = pd.Series(share * ratio * added[hit], index=rows[hit])
                impact = impact[impact > 0]
                if kind == "recover":
                    event = EventKapitalRecover(
                        impact=impact, recovery_tau=recovery, event_monetary_factor=10**6, **when
                    )
                else:
                    event = EventKapitalRebuild(
                        impact=impact, rebuild_tau=recovery, rebuilding_sectors=REBUILDERS,
                        event_monetary_factor=10**6, **when,
                    )  # fmt: skip
                run.add_event(event)
            begin = time.perf_counter()
            run.loop()
            kept[f"seconds|{name}|{orders}"] = time.perf_counter() - begin
            made = run.production_realised.reindex(columns=rows).to_numpy()
            kept[f"made|{name}|{orders}"] = made
    kept["year"] = year
    np.savez(out, **kept)


def ours(found: Any, name: str, orders: str, days: int) -> tuple[np.ndarray, float]:
    """Run a case in techpact: output (days, industries in the peer's order) and seconds."""
    from dataclasses import replace

    from techpact.shocks.ario_events import EventsAtWork
    from techpact.shocks.ario_parameters import CapacityLoss, CapitalLoss, Event, Parameters
    from techpact.shocks.ario_step import Simulation
    from techpact.shocks.economy import INPUT_THRESHOLD, make_economy

    system = SimpleNamespace(
        countries=found["regions"].tolist(),
        sectors=found["sectors"].tolist(),
        Z=found["Z"],
        Y=found["Y"],
        final=[tuple(f.split("|")) for f in found["final"].tolist()],
    )
    # BoARIO compares yearly deliveries with daily output when it says which inputs can limit.
    economy = replace(make_economy(system), input_threshold=INPUT_THRESHOLD / 365)
    where = np.array(economy.countries)
    events: list[Event] = []
    for kind, region, share, start, duration, recovery in CASES[name]:
        hit = where == region
        if kind == "capacity":
            # BoARIO applies these a day late.
            events.append(
                CapacityLoss(start + 1, np.where(hit, share, 0.0), duration, "linear", recovery)
            )
        else:
            damage = np.where(hit, share * economy.capital, 0.0)
            rebuilders = REBUILDERS if kind == "rebuild" else {}
            events.append(
                CapitalLoss(start, damage, None, duration, "linear", recovery, rebuilders)
            )
    run = Simulation(
        economy,
        [EventsAtWork(economy, events)],
        Parameters(orders="capacity" if ORDERS[orders] == "capacity" else "fixed"),
    )
    made = np.empty((days, economy.n))
    begin = time.perf_counter()
    for day in range(days):
        made[day, economy.order] = run.step(day).production[:, 0]
    return made, time.perf_counter() - begin


def main() -> None:
    """Compare and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--boario", default=sys.executable, help="interpreter that has BoARIO")
    parser.add_argument("--days", type=int, default=300)
    parser.add_argument("--peer", type=Path)
    args = parser.parse_args()
    if args.peer:
        peer(args.peer, args.days)
        return
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "peer.npz"
        subprocess.run(
            [args.boario, "-m", "bench.shocks.boario_equality", "--peer", str(out),
             "--days", str(args.days)],
            check=True,
        )  # fmt: skip
        found = np.load(out)
        ours(found, "recover", "alt", 2)  # compile
        for key in [k for k in found.files if k.startswith("made|")]:
            _, name, orders = key.split("|")
            made, seconds = ours(found, name, orders, args.days)
            wanted = found[key]
            apart = np.abs(made - wanted) / np.maximum(np.abs(wanted), 1e-9)
            worst = float(np.nanmax(apart))
            lost = 1 - float(np.nanmin(wanted / wanted[0]))
            ratio = float(found[f"seconds|{name}|{orders}"]) / seconds
            verdict = (
                "equal"
                if worst <= BARRED
                else f"first on day {int((apart > BARRED).any(axis=1).argmax())}"
            )
            print(
                f"{name:20} {orders:6} largest difference {worst:.1e} ({verdict}); largest loss "
                f"{lost:.0%}; BoARIO takes {ratio:.1f} x the time"
            )


if __name__ == "__main__":
    main()
