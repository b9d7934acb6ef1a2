"""Batches, resuming after a kill, Dask, and the analysis on good and bad tables."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from techpact.errors import DataError, InputError
from techpact.registry import get_analysis
from techpact.shocks.cascade_rules import Rules, closures
from techpact.shocks.cascade_run import run_cascades
from techpact.shocks.production_network import build_network

COLUMNS = ("esri", "down", "up", "iterations")


def economy(n=400, m=12, seed=3):
    rng = np.random.default_rng(seed)
    supplier, buyer = (rng.integers(0, n, n * 6).astype(np.int32) for _ in range(2))
    sector = rng.integers(0, m, n).astype(np.int32)
    matrix = rng.integers(0, 3, (m, m)).astype(np.int8)
    return build_network(supplier, buyer, rng.lognormal(0, 1, n * 6), sector, sector, matrix)


def frames(seed=0, n=30, m=4):
    rng = np.random.default_rng(seed)
    edges = pl.DataFrame(
        {
            "supplier": [f"f{i}" for i in rng.integers(0, n, n * 3)],
            "buyer": [f"f{i}" for i in rng.integers(0, n, n * 3)],
            "weight": rng.lognormal(0, 1, n * 3),
        }
    )
    firms = pl.DataFrame(
        {
            "firm": [f"f{i}" for i in range(n)],
            "sector": [i % m for i in range(n)],
            "employees": rng.integers(1, 50, n),
        }
    )
    matrix = pl.DataFrame(rng.integers(0, 3, (m, m)))
    return {"edges": edges, "firms": firms, "essentiality": matrix}


def run(tables, wanted=(), **options):
    return get_analysis("cascade").run(tables, options, wanted=wanted)


@pytest.mark.parametrize("kernel", ["plain", "push", "lanes"])
def test_jobs_and_batches_do_not_change_results(kernel):
    network, rules = economy(), Rules(1e-2, False, True, True)
    one = run_cascades(network, closures(400), rules, kernel=kernel, jobs=1)
    two = run_cascades(network, closures(400), rules, kernel=kernel, jobs=2)
    for name in COLUMNS:
        assert np.array_equal(getattr(one, name), getattr(two, name))
    assert len(one.esri) == 400


def test_losses_do_not_depend_on_batches():
    network, rules = economy(), Rules(1e-2, False, True, False)
    whole = run_cascades(network, closures(400), rules, kernel="push", losses=True, jobs=2)
    part = run_cascades(network, closures(400).part(300, 301), rules, kernel="push", losses=True)
    place = slice(whole.loss_offsets[300], whole.loss_offsets[301])
    assert np.array_equal(whole.loss_firm[place], part.loss_firm)
    assert np.array_equal(whole.loss_up[place], part.loss_up)


class Memory:
    def __init__(self):
        self.pieces, self.loads = {}, 0

    def load(self, key):
        self.loads += key in self.pieces
        return self.pieces.get(key)

    def save(self, key, data):
        self.pieces[key] = data


def test_checkpoint_holds_only_for_the_same_run():
    network, memory = economy(), Memory()
    rules = Rules(1e-2, False, True, True)
    first = run_cascades(network, closures(400), rules, kernel="push", checkpoint=memory)
    again = run_cascades(network, closures(400), rules, kernel="push", checkpoint=memory)
    assert memory.loads == len(memory.pieces) > 1
    for name in COLUMNS:
        assert np.array_equal(getattr(first, name), getattr(again, name))
    other = rules._replace(eps=1e-3)
    finer = run_cascades(network, closures(400), other, kernel="push", checkpoint=memory)
    assert finer.iterations.mean() > first.iterations.mean()


SCRIPT = """
import sys, time
from pathlib import Path
sys.path[:0] = [{tests!r}]
from test_cascade_run import economy
import numpy as np
from techpact.checkpoint import FileCheckpoint
from techpact.shocks.cascade_rules import Rules, closures
from techpact.shocks.cascade_run import run_cascades
seen = []
def progress(done, total):
    seen.append(done)
    if {slow}:
        time.sleep(0.5)
done = run_cascades(economy(), closures(400), Rules(1e-2, False, True, True), kernel="push",
                    jobs=1, progress=progress, checkpoint=FileCheckpoint(Path({folder!r})))
np.savez({out!r}, first=seen[0], **{{c: getattr(done, c) for c in {columns!r}}})
"""


def test_a_killed_run_resumes_with_identical_results(tmp_path):
    folder, out = tmp_path / "pieces", tmp_path / "done.npz"

    def start(*, slow):
        code = SCRIPT.format(
            tests=str(Path(__file__).parent), slow=slow, folder=str(folder), out=str(out),
            columns=COLUMNS,
        )  # fmt: skip
        return subprocess.Popen([sys.executable, "-c", code], env=os.environ)

    process = start(slow=True)
    deadline = time.monotonic() + 60
    while len(list(folder.glob("*.piece"))) < 2 and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert not out.exists()
    assert start(slow=False).wait() == 0
    resumed = np.load(out)
    assert resumed["first"] >= 64, "finished batches were not run again"
    rules = Rules(1e-2, False, True, True)
    whole = run_cascades(economy(), closures(400), rules, kernel="push", jobs=1)
    for name in COLUMNS:
        assert np.array_equal(resumed[name], getattr(whole, name))


@pytest.mark.slow
def test_dask_gives_identical_results():
    joblib = pytest.importorskip("joblib")
    distributed = pytest.importorskip("distributed")
    network, rules = economy(), Rules(1e-2, False, True, True)
    here = run_cascades(network, closures(400), rules, kernel="lanes", jobs=1)
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=None
        ) as cluster,
        distributed.Client(cluster),
        joblib.parallel_config(backend="dask"),
    ):
        there = run_cascades(network, closures(400), rules, kernel="lanes")
    for name in COLUMNS:
        assert np.array_equal(getattr(here, name), getattr(there, name))


def test_scenarios_and_extra_tables():
    tables = frames()
    tables["shocks"] = pl.DataFrame(
        {
            "scenario": ["b", "a", "b"],
            "firm": ["f3", "f1", "f4"],
            "psi_down": [1.0, 0.5, 0.25],
            "psi_up": [0.0, None, 1.0],
        }
    )
    result = run(tables, wanted=("losses", "sector_losses"), weight="employees")
    assert result.table["scenario"].to_list() == ["b", "a"]
    losses = result.extras["losses"]
    hit = losses.filter((pl.col("scenario") == "a") & (pl.col("firm") == "f1"))
    assert hit["loss_down"][0] >= 0.5
    assert hit["loss_up"][0] >= 0.5
    weights = dict(zip(tables["firms"]["firm"], tables["firms"]["employees"], strict=True))
    for row in result.table.iter_rows(named=True):
        own = losses.filter(pl.col("scenario") == row["scenario"])
        total = sum(weights[f] * x for f, x in zip(own["firm"], own["loss"], strict=True)) / sum(
            weights.values()
        )
        assert total == pytest.approx(row["esri"], rel=1e-12)
    sectors = result.extras["sector_losses"]
    assert (sectors["combined"] >= sectors["initial"] - 1e-12).all()
    assert result.extras["sensitivity"]["eps"].to_list() == pytest.approx([1e-2, 1e-3, 1e-4])


def test_duplicated_edges_are_added_and_zero_weights_have_no_effect():
    tables = frames()
    half = tables["edges"].with_columns(pl.col("weight") / 2)
    nothing = tables["edges"].head(1).with_columns(buyer=pl.lit("f29"), weight=pl.lit(0.0))
    split = {**tables, "edges": pl.concat([half, half, nothing])}
    a, b = run(tables).table, run(split).table
    assert a["iterations"].equals(b["iterations"])
    np.testing.assert_allclose(a["esri"], b["esri"], rtol=1e-12)


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        (lambda t: t["edges"].__setitem__((2, "weight"), -1.0), DataError, "row 3"),
        (lambda t: t["edges"].__setitem__((4, "weight"), float("nan")), DataError, "row 5"),
        (lambda t: t["edges"].__setitem__((0, "buyer"), "nobody"), DataError, "'nobody'"),
        (lambda t: t["firms"].__setitem__((1, "firm"), "f0"), DataError, "repeated"),
        (lambda t: t["firms"].__setitem__((1, "sector"), 9), InputError, "5 sectors"),
        (lambda t: t.update(essentiality=pl.DataFrame(np.ones((3, 3)))), InputError, "3 rows"),
        (lambda t: t.update(essentiality=pl.DataFrame(np.ones((4, 3)))), DataError, "square"),
        (lambda t: t["essentiality"].__setitem__((1, "column_2"), 7), DataError, "column 3"),
        (lambda t: t.update(edges=t["edges"].head(0)), InputError, "add to 0"),
    ],
)
def test_bad_tables_are_named(change, error, words):
    tables = frames()
    change(tables)
    with pytest.raises(error, match=words):
        run(tables)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"eps": 0}, "eps"),
        ({"market": "market"}, "market"),
        ({"stop": "never"}, "stop"),
        ({"jobs": -1}, "jobs"),
    ],
)
def test_bad_options_are_named(options, words):
    with pytest.raises(InputError, match=words):
        run(frames(), **options)


def test_sector_numbers_from_zero_or_one():
    tables = frames(m=4)
    matrix = np.zeros((6, 6), dtype=int)
    matrix[:4, :4] = tables["essentiality"].to_numpy()
    base = run(tables).table["esri"]
    zero = {**tables, "essentiality": pl.DataFrame(matrix)}
    assert run(zero).table["esri"].equals(base)
    shifted = np.zeros((6, 6), dtype=int)
    shifted[2:, 2:] = matrix[:4, :4]
    firms = tables["firms"].with_columns(pl.col("sector") + 3)  # 3 to 6 of 6: counted from 1
    one = {**tables, "firms": firms, "essentiality": pl.DataFrame(shifted)}
    assert run(one).table["esri"].equals(base)
    vague = {**one, "firms": tables["firms"].with_columns(pl.col("sector") + 1)}
    assert "CASCADE_SECTORS_FROM_ZERO" in run(vague).notes
