import threading
import time

import numpy as np
import pytest

from techpact.machine_code import BYTE, Loop


def test_a_loop_reads_adds_and_stores_rows_in_order() -> None:
    loop = Loop("running", ("given", "step", "total", "sums"), ("by",))
    product = loop.build.mul(loop.load("given", loop.row), loop.numbers["by"])
    loop.add("total", loop.wide(0), product)
    loop.add("total", loop.wide(0), loop.load("step", loop.row, BYTE))
    loop.store("sums", loop.row, loop.load("total", loop.wide(0)))
    run = loop.compiled()
    given, step = np.array([3, -5, 2**40]), np.array([0, 255, 1], np.uint8)
    total, sums = np.zeros(1, np.int64), np.zeros(3, np.int64)
    run(given, step, total, sums, 7, 3)
    assert sums.tolist() == np.cumsum(given * 7 + step).tolist()
    run(given, step, total, sums, 7, 0)
    assert total[0] == sums[-1]


def test_a_loop_may_fetch_what_it_needs_later() -> None:
    loop = Loop("gathered", ("at", "values", "out"), ())
    later = loop.build.add(loop.row, loop.wide(8))
    later = loop.build.select(loop.build.icmp_signed("<", later, loop.last), later, loop.last)
    loop.fetch("values", loop.load("at", later))
    loop.store("out", loop.row, loop.load("values", loop.load("at", loop.row)))
    at = np.random.default_rng(0).permutation(1000)
    out = np.zeros(1000, np.int64)
    loop.compiled()(at, np.arange(1000) * 3, out, 1000)
    assert (out == at * 3).all()


def test_other_threads_run_beside_a_loop() -> None:
    loop = Loop("long", ("total",), ())
    # Not a sum that a compiler sees through.
    mixed = loop.build.mul(loop.load("total", loop.wide(0)), loop.wide(6364136223846793005))
    loop.store("total", loop.wide(0), loop.build.add(mixed, loop.row))
    run = loop.compiled()
    total, ticks = np.ones(1, np.int64), 0
    worker = threading.Thread(target=run, args=(total, 500_000_000))
    worker.start()
    while worker.is_alive() and ticks < 10:
        time.sleep(0.005)
        ticks += 1
    assert ticks >= 3
    worker.join()


@pytest.mark.parametrize("rows", [1, 2, 7])
def test_numbers_have_64_bits(rows: int) -> None:
    loop = Loop("wide", ("out",), ("a", "b"))
    loop.store("out", loop.row, loop.build.sub(loop.numbers["a"], loop.numbers["b"]))
    out = np.zeros(rows, np.int64)
    loop.compiled()(out, 2**62, -5, rows)
    assert (out == 2**62 + 5).all()
