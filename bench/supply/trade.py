"""Import dependency of all importers × 5,000 products from one synthetic year of 11 M flows.

Run `python -m bench.supply.trade` (options --rows, --folder, --only). Ours and the peers' are each
a process, on the same files, so that time and peak memory are fair; ratios are ours over
the peer's (0.5: half). CPU seconds stand beside the clock: they bear a busy machine better.
The peers compute fewer columns than ours: imports, the core indicators and the largest flow.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path

COUNTRIES, PRODUCTS = 226, 5000
ALLIANCE = "JPN,USA;AUS,GBR,KOR;CHN,RUS"


def build(folder: Path, rows: int, seed: int = 1) -> None:
    """Write one year as TRADE Parquet and as a BACI file; the same flows in both."""
    import numpy as np
    import polars as pl

    from techpact.sources.baci import country_positions

    numbers: dict[str, int] = {}
    for number, code in country_positions({}).items():
        if code not in numbers or number in {251, 579, 699, 757, 842}:
            numbers[code] = number
    codes = sorted(numbers)[:COUNTRIES]
    for needed in ("USA", "JPN", "CHN", "AUS", "GBR", "KOR", "RUS"):
        if needed not in codes:
            codes[-1 - len(codes) % 7] = needed
    codes = sorted(set(codes) | {"USA", "GBR", "RUS", "KOR"})[-COUNTRIES:]
    rng = np.random.default_rng(seed)
    size, want = len(codes), rng.lognormal(0, 1.0, PRODUCTS)
    out, into = rng.lognormal(0, 1.6, size), rng.lognormal(0, 1.2, size)
    keys = np.empty(0, np.int64)
    while len(keys) < rows:
        n = int((rows - len(keys)) * 1.6) + 1000
        i, j = rng.choice(size, n, p=out / out.sum()), rng.choice(size, n, p=into / into.sum())
        k = rng.choice(PRODUCTS, n, p=want / want.sum())
        made = ((i * size + j) * PRODUCTS + k)[i != j]
        keys = np.unique(np.concatenate([keys, made]))
    keys = np.sort(rng.permutation(keys)[:rows])
    i, j, k = keys // (size * PRODUCTS), keys // PRODUCTS % size, keys % PRODUCTS
    value = np.maximum(1, np.round(rng.lognormal(10, 3, rows))).astype(np.int64)
    products = np.sort(rng.choice(np.arange(10100, 980000), PRODUCTS, replace=False))
    name, text = np.array(codes), np.array([f"{p:06d}" for p in products])
    frame = pl.DataFrame(
        {
            "year": np.full(rows, 2023),
            "exporter": name[i],
            "importer": name[j],
            "hs6": text[k],
            "value_usd": value,
            "quantity_t": np.round(value / 1000, 3),
        }
    )
    frame.write_parquet(folder / "year.parquet")
    number = np.array([numbers[c] for c in codes])
    quantity = frame["quantity_t"].cast(pl.String).str.pad_start(13, " ")
    pl.DataFrame(
        {
            "t": np.full(rows, 2023),
            "i": number[i],
            "j": number[j],
            "k": products[k],
            "v": value / 1000,
            "q": quantity,
        }
    ).write_csv(folder / "BACI_HS92_Y2023_V202501.csv", quote_style="non_numeric")


def ours_parquet(folder: Path) -> int:
    from techpact.engine import scan_frame
    from techpact.supply.dependency import import_dependency

    frame = scan_frame(folder / "year.parquet")
    found = import_dependency.run({"trade": frame}, {"alliance": ALLIANCE}).table
    return len(found.lazy().collect())


def ours_csv(folder: Path) -> int:
    from techpact.sources import baci
    from techpact.supply.dependency import import_dependency

    trade = baci.read(folder / "BACI_HS92_Y2023_V202501.csv", quantities=False)["trade"]
    return len(import_dependency.run({"trade": trade}, {"alliance": ALLIANCE}).table)


def _pandas(frame) -> int:  # type: ignore[no-untyped-def]
    members = {"JPN", "USA"}
    ours, theirs = frame["exporter"].isin(members), frame["importer"].isin(members)
    outside = frame[~(ours & theirs)]
    key = ["importer", "hs6"]
    total = frame.groupby(key, sort=False, observed=True)["value"].sum()
    far = outside.groupby(key, sort=False, observed=True)["value"].agg(["sum", "max"])
    square = (outside["value"].astype(float) ** 2).groupby(
        [outside["importer"], outside["hs6"]], sort=False, observed=True
    )
    exports = frame.groupby(["exporter", "hs6"], sort=False, observed=True)["value"].sum()
    exports.index.names = key
    table = far.join(total).join(exports.rename("exports"))
    table["hhi"] = square.sum() / table["sum"] ** 2
    table["flag"] = (
        (table["hhi"] > 0.4)
        & (table["sum"] / table["value"] > 0.5)
        & (table["sum"] > table["exports"].fillna(0))
    )
    return len(table)


def pandas_parquet(folder: Path) -> int:
    import pandas as pd

    columns = ["exporter", "importer", "hs6", "value_usd"]
    frame = pd.read_parquet(folder / "year.parquet", columns=columns)
    return _pandas(frame.rename(columns={"value_usd": "value"}))


def pandas_csv(folder: Path) -> int:
    import pandas as pd

    frame = pd.read_csv(folder / "BACI_HS92_Y2023_V202501.csv", usecols=["i", "j", "k", "v"])
    names = {"i": "exporter", "j": "importer", "k": "hs6", "v": "value"}
    return _pandas(frame.rename(columns=names).replace({"exporter": {842: "USA", 392: "JPN"}}))


SQL = """
with t as (select exporter, importer, hs6, value_usd as v,
        not (exporter in ('JPN','USA') and importer in ('JPN','USA')) as far from {table}),
    m as (select importer, hs6, sum(v) as total, sum(v) filter (far) as outside,
        max(v) filter (far) as top, sum(v::double * v::double) filter (far) as squares
        from t group by all),
    x as (select exporter as importer, hs6, sum(v) as exports from t group by all)
select *, squares / (outside::double * outside) as hhi,
    squares / (outside::double * outside) > 0.4 and outside / total > 0.5
    and outside > coalesce(exports, 0) as flag from m left join x using (importer, hs6)
"""


def duckdb_parquet(folder: Path) -> int:
    import duckdb

    connection = duckdb.connect()
    table = f"read_parquet('{folder / 'year.parquet'}')"
    return len(connection.sql(SQL.format(table=table)).to_arrow_table())


def polars_parquet(folder: Path) -> int:
    import polars as pl

    members = ["JPN", "USA"]
    frame = pl.scan_parquet(folder / "year.parquet").with_columns(
        far=~(pl.col("exporter").is_in(members) & pl.col("importer").is_in(members))
    )
    value, far = pl.col("value_usd"), pl.col("far")
    outside = value.filter(far)
    imports = frame.group_by("importer", "hs6").agg(
        value.sum().alias("total"),
        outside.sum().alias("outside"),
        outside.max().alias("top"),
        (outside.cast(pl.Float64) ** 2).sum().alias("squares"),
    )
    exports = frame.group_by("exporter", "hs6").agg(value.sum().alias("exports"))
    joined = imports.join(
        exports, left_on=["importer", "hs6"], right_on=["exporter", "hs6"], how="left"
    ).with_columns(hhi=pl.col("squares") / pl.col("outside").cast(pl.Float64) ** 2)
    return len(joined.collect(engine="streaming"))


TASKS = {
    "techpact parquet": ours_parquet,
    "pandas parquet": pandas_parquet,
    "duckdb parquet": duckdb_parquet,
    "polars parquet": polars_parquet,
    "techpact csv": ours_csv,
    "pandas csv": pandas_csv,
}


def _measure(task: str, folder: Path) -> None:
    import numpy  # noqa: F401  (imports are not measured, for anybody)
    import pandas  # noqa: F401
    import polars  # noqa: F401
    import pyarrow.parquet  # noqa: F401

    import techpact.sources.baci
    import techpact.supply.dependency  # noqa: F401

    start, busy = time.perf_counter(), time.process_time()
    rows = TASKS[task](folder)
    made = {"rows": rows, "seconds": time.perf_counter() - start}
    print(json.dumps(made | {"cpu": time.process_time() - busy, "gigabytes": _peak()}))


def _peak() -> float:
    """Peak memory of this process alone (the usual counter also holds that of its parent)."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1e6
    return float("nan")


def main() -> None:
    """Build the year when it is not there, run every task in a process, print ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=11_000_000)
    parser.add_argument("--folder", type=Path, default=Path("/tmp/techpact-bench-trade"))
    parser.add_argument("--only", default="")
    parser.add_argument("--task", default="")
    given = parser.parse_args()
    if given.task:
        _measure(given.task, given.folder)
        return
    given.folder.mkdir(parents=True, exist_ok=True)
    if not (given.folder / "year.parquet").exists():
        build(given.folder, given.rows)
    found = {}
    for task in TASKS:
        if given.only not in task:
            continue
        command = [sys.executable, "-m", "bench.supply.trade", "--task", task]
        command += ["--folder", str(given.folder)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        found[task] = json.loads(done.stdout)
        line = found[task]
        ours = found.get(f"techpact {task.split()[1]}")
        ratio = ""
        if ours:
            clock, cpu = (ours[k] / line[k] for k in ("seconds", "cpu"))
            ratio = f"  ours/peer: clock {clock:.2f}, CPU {cpu:.2f}"
        print(
            f"{task:18} {line['seconds']:6.2f} s {line['cpu']:6.2f} CPU s "
            f"{line['gigabytes']:5.2f} GB {line['rows']:9,} rows{ratio}",
            flush=True,
        )


if __name__ == "__main__":
    main()
