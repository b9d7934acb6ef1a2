"""Input-output systems at ICIO and EXIOBASE size: ours and pymrio, time and peak memory.

`python -m bench.supply.io [--size icio|exiobase|both] [--peer PYTHON] [--repeat N]`

Each measurement runs in a process of its own on the same table made from a seed. Peak memory is the
peak of resident memory from the moment the table is there, the table included. pymrio is measured
with the interpreter given by `--peer` (or this one), and left out where that cannot import it.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

SIZES = {"icio": (77, 45), "exiobase": (49, 200)}
THREADS = "2"


def table(countries: int, sectors: int, seed: int) -> Any:
    """Z, y and x of a table in which every country buys mostly at home."""
    import numpy as np

    random = np.random.default_rng(seed)
    n = countries * sectors
    Z = np.empty((n, n))
    random.random(out=Z)
    np.square(Z, out=Z)
    for c in range(countries):
        home = slice(c * sectors, (c + 1) * sectors)
        Z[home, home] *= 3 * countries
    x = random.lognormal(8, 1.5, n)
    Z *= random.uniform(0.3, 0.75, n) * x / Z.sum(axis=0)
    y = np.maximum(x - Z.sum(axis=1), 0.05 * x)
    return Z, y


def reset_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5")


def peak_mb() -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(v.split()[1]) for v in lines if v.startswith("VmHWM")) / 1024


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def measure_pymrio(countries: int, sectors: int, seed: int) -> dict[str, float]:
    import numpy as np
    import pandas as pd
    import pymrio

    Z, y = table(countries, sectors, seed)
    index = pd.MultiIndex.from_product(
        [[f"C{c}" for c in range(countries)], [f"s{s}" for s in range(sectors)]],
        names=["region", "sector"],
    )
    regions = [f"C{c}" for c in range(countries)]
    Y = pd.DataFrame(
        np.repeat(y[:, None] / countries, countries, axis=1),
        index=index,
        columns=pd.MultiIndex.from_product([regions, ["FD"]], names=["region", "category"]),
    )
    system = pymrio.IOSystem(Z=pd.DataFrame(Z, index=index, columns=index, copy=False), Y=Y)
    reset_peak()
    seconds, _ = timed(system.calc_all)
    return {"seconds": seconds, "peak_mb": peak_mb(), "check": float(system.L.to_numpy().sum())}


def our_system(countries: int, sectors: int, seed: int) -> Any:
    import numpy as np

    from techpact.sources.input_output import InputOutputSystem

    Z, y = table(countries, sectors, seed)
    codes = tuple(f"C{c}" for c in range(countries))
    return InputOutputSystem(
        year=2020,
        countries=tuple(c for c in codes for _ in range(sectors)),
        sectors=tuple(f"s{s}" for _ in range(countries) for s in range(sectors)),
        Z=Z,
        Y=np.repeat(y[:, None] / countries, countries, axis=1),
        final=tuple((c, "FD") for c in codes),
        x=Z.sum(axis=1) + y,
    )


def measure_ours(countries: int, sectors: int, seed: int, *, blocks: bool) -> dict[str, float]:
    import scipy.linalg
    import scipy.sparse.linalg  # noqa: F401

    from techpact.supply.leontief import Leontief

    system = our_system(countries, sectors, seed)
    reset_peak()

    def solve() -> Any:
        leontief = Leontief(system, blocks=blocks)
        leontief.right(system.y)
        return leontief

    seconds, leontief = timed(solve)
    found = {"seconds": seconds, "peak_mb": peak_mb(), "check": float(leontief.multipliers.sum())}
    if blocks:
        found |= extractions(leontief)
    return found


def extractions(leontief: Any) -> dict[str, float]:
    """Seconds of each kind of extraction, each from the factorisation alone."""
    import numpy as np

    from techpact.supply.cutoff import demand_change
    from techpact.supply.extraction import extract_each, extract_industries, extract_set
    from techpact.supply.replacement import cut_deliveries

    system = leontief.system
    countries = system.country_list
    sets = [system.of([c]) for c in countries]
    found = {}

    def measure(name: str, work: Callable[[], Any]) -> None:
        found[name], _ = timed(work)

    def outsiders_stop(members: int) -> Any:
        inside = frozenset(countries[:members])
        cut = cut_deliveries(system, system.of(countries[members:]), inside)
        return leontief.right(demand_change(leontief, cut))

    measure("every country", lambda: extract_each(leontief, sets))
    measure("every industry", lambda: extract_industries(leontief, np.arange(system.n)))
    for members in (2, 7, len(countries) // 2):
        measure(f"outsiders against {members}", lambda m=members: outsiders_stop(m))
        rest = system.of(countries[members:])
        measure(f"all but {members} gone", lambda r=rest: extract_set(leontief, r))
    return found


def run(what: str, size: str, seed: int, python: str, repeat: int) -> dict[str, float] | None:
    """Best of several runs, each in its own process."""
    best: dict[str, float] | None = None
    environment = os.environ | {"OPENBLAS_NUM_THREADS": THREADS, "OMP_NUM_THREADS": THREADS}
    for _ in range(repeat):
        done = subprocess.run(
            [python, __file__, "--child", what, "--size", size, "--seed", str(seed)],
            capture_output=True,
            text=True,
            env=environment,
            check=False,
        )
        if done.returncode:
            print(f"{what}: {done.stderr.strip().splitlines()[-1:]}", file=sys.stderr)
            return None
        found = json.loads(done.stdout)
        best = found if best is None else {k: min(v, best[k]) for k, v in found.items()}
    return best


def report(size: str, seed: int, peer: str, repeat: int) -> None:
    countries, sectors = SIZES[size]
    print(f"\n{size}: {countries} x {sectors} = {countries * sectors} industries")
    theirs = run("pymrio", size, seed, peer, repeat)
    for name in ("solve", "blocks"):
        ours = run(name, size, seed, sys.executable, repeat)
        if ours is None:
            continue
        line = f"  ours ({name}): {ours['seconds']:.2f} s, {ours['peak_mb']:,.0f} MB"
        if theirs:
            line += (
                f" | pymrio calc_all: {theirs['seconds']:.2f} s, {theirs['peak_mb']:,.0f} MB"
                f" | ratio {ours['seconds'] / theirs['seconds']:.2f},"
                f" {ours['peak_mb'] / theirs['peak_mb']:.2f}"
                f" | sum of L differs by {abs(ours['check'] / theirs['check'] - 1):.0e}"
            )
        print(line)
        for key in sorted(set(ours) - {"seconds", "peak_mb", "check"}):
            print(f"    {key}: {ours[key]:.3f} s after the factorisation")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", choices=[*SIZES, "both"], default="icio")
    parser.add_argument("--peer", default=sys.executable, help="Python that has pymrio")
    parser.add_argument("--repeat", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--child", choices=["pymrio", "solve", "blocks"], help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        shape = SIZES[given.size]
        if given.child == "pymrio":
            found = measure_pymrio(*shape, given.seed)
        else:
            found = measure_ours(*shape, given.seed, blocks=given.child == "blocks")
        print(json.dumps(found))
        return
    for size in SIZES if given.size == "both" else (given.size,):
        report(size, given.seed, given.peer, given.repeat)


if __name__ == "__main__":
    main()
