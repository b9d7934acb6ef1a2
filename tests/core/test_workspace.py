import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import polars as pl
import pytest

from techpact.errors import DataError, InputError, NotFoundError
from techpact.registry import get_analysis
from techpact.tables import Column, Table
from techpact.workspace import Workspace, frame_sha256, table_name

GOLDEN = Path(__file__).parents[1] / "golden" / "input_concentration"
TABLE = Table("shares", "Shares", (Column("share", "number", "S.", minimum=0, maximum=1),))

WRITER = """
import sys, polars as pl
from pathlib import Path
from techpact.workspace import Workspace
root, seed = Path(sys.argv[1]), int(sys.argv[2])
space = Workspace(root)
print("ready", flush=True)
for step in range(10_000):
    value = seed * 10_000 + step
    space.add_table("t", pl.DataFrame({"v": [value] * 2_000}), origin=str(value))
"""


def test_a_table_comes_back_as_it_was(tmp_path):
    space = Workspace(tmp_path / "w")
    frame = pl.DataFrame({"share": [0.1, 0.2]})
    entry = space.add_table("shares", frame, table=TABLE, origin="a.csv")
    assert Workspace(tmp_path / "w").table("shares").equals(frame)
    assert entry.rows == 2
    assert entry.declared_as == "shares"
    assert space.problems() == []


def test_a_wrong_table_stores_nothing(tmp_path):
    space = Workspace(tmp_path / "w")
    space.add_table("shares", pl.DataFrame({"share": [0.5]}), table=TABLE)
    before = space.manifest.read_bytes()
    with pytest.raises(DataError):
        space.add_table("shares", pl.DataFrame({"share": [5.0]}), table=TABLE)
    assert space.manifest.read_bytes() == before
    assert space.table("shares")["share"].to_list() == [0.5]


def test_names_that_are_no_names_are_refused(tmp_path):
    space = Workspace(tmp_path / "w")
    for name in ("../x", "A", "a b", "", "a/b"):
        with pytest.raises(InputError):
            space.add_table(name, pl.DataFrame({"a": [1]}))
    with pytest.raises(NotFoundError):
        space.table("nothing")
    assert table_name("Trade 2021 (v2).csv") == "trade_2021_v2_csv"
    assert table_name("貿易").startswith("table_")


def test_a_broken_manifest_is_one_clear_error(tmp_path):
    (tmp_path / "manifest.json").write_text("{")
    with pytest.raises(InputError, match="manifest cannot be read"):
        Workspace(tmp_path)


def test_changes_from_outside_are_noticed(tmp_path):
    space = Workspace(tmp_path)
    entry = space.add_table("a", pl.DataFrame({"v": [1]}))
    (tmp_path / entry.file).write_bytes(b"x")
    assert "changed from outside" in space.problems()[0]


def test_removing_keeps_what_another_entry_shares(tmp_path):
    space = Workspace(tmp_path)
    frame = pl.DataFrame({"v": [1]})
    space.add_table("a", frame)
    space.add_table("b", frame)
    space.remove("a")
    assert space.table("b").equals(frame)
    space.remove("b")
    assert list((tmp_path / "content").iterdir()) == []


def consistent(root):
    """The workspace opens, and the table is one that some writer wrote whole."""
    space = Workspace(root)
    if not space.entries():
        return None
    values = space.table("t")["v"].unique().to_list()
    assert len(values) == 1
    assert space.entry("t").origin == str(values[0])
    assert space.problems() == []
    return values[0]


def start_writer(root, seed):
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(root), str(seed)], stdout=subprocess.PIPE
    )
    assert process.stdout.readline() == b"ready\n"
    return process


@pytest.mark.slow
def test_killed_fifty_times_it_opens_every_time(tmp_path):
    for round_number in range(50):
        process = start_writer(tmp_path, round_number)
        time.sleep(0.002 * (round_number % 25) + 0.003)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        consistent(tmp_path)
    Workspace(tmp_path).sweep()
    left = [p.name for p in (tmp_path / "content").iterdir()]
    assert len(left) == 1
    assert not list(tmp_path.glob(".manifest.json.*"))


def test_killed_a_few_times_it_opens(tmp_path):
    for round_number in range(4):
        process = start_writer(tmp_path, round_number)
        time.sleep(0.02 + 0.013 * round_number)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        consistent(tmp_path)


def add_many(root, name, count):
    space = Workspace(root)
    for i in range(count):
        space.add_table(f"{name}{i}", pl.DataFrame({"v": [i]}))


def test_two_processes_writing_at_once_lose_nothing(tmp_path):
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=add_many, args=(tmp_path, n, 12)) for n in ("a", "b")]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
        assert worker.exitcode == 0
    assert len(Workspace(tmp_path).entries()) == 24


def test_results_are_cached_by_content(tmp_path):
    space = Workspace(tmp_path)
    analysis = get_analysis("input_concentration")
    inputs = pl.read_csv(GOLDEN / "inputs.csv", infer_schema=False)
    shares = pl.read_csv(GOLDEN / "input_shares.csv", infer_schema=False)
    options = json.loads(GOLDEN.joinpath("options.json").read_text())
    first = space.run(analysis, {"inputs": inputs, "input_shares": shares}, options)
    folders = list((tmp_path / "results").iterdir())
    again = space.run(analysis, {"inputs": inputs, "input_shares": shares}, options)
    assert again.table.equals(first.table)
    assert again.notes == first.notes
    assert list((tmp_path / "results").iterdir()) == folders
    space.run(analysis, {"inputs": inputs, "input_shares": shares.head(3)}, options)
    assert len(list((tmp_path / "results").iterdir())) == 2


def test_a_read_only_workspace_still_runs(tmp_path, monkeypatch):
    from techpact import engine
    from techpact.errors import UnavailableError

    def refuse(path):
        raise UnavailableError("cannot write")

    monkeypatch.setattr(engine, "atomic_write", refuse)
    analysis = get_analysis("input_concentration")
    from techpact.facts import FactBase

    facts = FactBase()
    tables = {n: facts.table(n) for n in ("inputs", "input_shares")}
    result = Workspace(tmp_path).run(analysis, tables, {"alliance": "JPN,USA"})
    assert result.table.height > 10


def test_content_hash_sees_names_types_and_values():
    a = pl.DataFrame({"v": [1, 2]})
    same = pl.concat([a.head(1), a.tail(1)])
    assert frame_sha256(a) == frame_sha256(same)
    assert frame_sha256(a) != frame_sha256(a.rename({"v": "w"}))
    assert frame_sha256(a) != frame_sha256(a.cast(pl.Float64))
    assert frame_sha256(a) != frame_sha256(a.reverse())
