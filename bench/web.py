"""The web app under measure: server time, bytes on the wire, requests a second.

    python -m bench.web [--seconds 60] [--rate 200]

The server runs in a process of its own on the loopback address; the client here keeps to a rate
(each request has its moment, so a slow answer cannot slow the asking) and reads whole answers.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter

import psutil

PATHS = (
    "/",
    "/?alliance=us-korea",
    "/?lang=ja",
    "/areas/semiconductors",
    "/areas/ai?lang=ko",
    "/areas/critical_minerals?inputs.sort=-hhi",
    "/agreements",
    "/agreements/tpd_us_japan",
    "/inputs/gallium",
    "/countries/JPN",
    "/controls",
    "/timeline",
    "/sources",
    "/search?q=quantum",
    "/tables/inputs?inputs.page=2",
    "/download/areas/ai/inputs.csv",
    "/api/v1/findings?limit=50",
)


def start(workspace: str) -> tuple[subprocess.Popen[bytes], int]:
    """Start a server on a free port; returns when it answers."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.web", "--serve", workspace], stderr=subprocess.PIPE
    )
    assert process.stderr is not None
    for line in process.stderr:
        found = re.search(rb"http://127\.0\.0\.1:(\d+)/", line)
        if found:
            return process, int(found[1])
    raise SystemExit("the server did not start")


class Connection:
    """One kept-alive HTTP/1.1 connection."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def get(self, path: str, etag: str = "") -> tuple[int, int, bytes, dict[str, str]]:
        """Return status, bytes on the wire, body and headers."""
        if self.streams is None:
            self.streams = await asyncio.open_connection("127.0.0.1", self.port)
        reader, writer = self.streams
        extra = f"If-None-Match: {etag}\r\n" if etag else ""
        request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\n{extra}\r\n"
        writer.write(request.encode())
        head = await reader.readuntil(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        headers = {
            k.lower(): v.strip() for k, _, v in (ln.partition(":") for ln in lines[1:] if ln)
        }
        status = int(lines[0].split()[1])
        body = b""
        if status != 304:
            body = await reader.readexactly(int(headers.get("content-length", 0)))
        return status, len(head) + len(body), body, headers


async def sizes(port: int) -> None:
    """Print the bytes of a first and of a later visit, and the server's time."""
    link = Connection(port)
    _, first, body, headers = await link.get("/")
    html = gzip.decompress(body).decode()
    static = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', html))
    total = first
    for path in static:
        total += (await link.get(path))[1]
    print(f"first visit (scorecard, {len(static)} static files): {total / 1000:.1f} kB")
    _, again, _, _ = await link.get("/", headers["etag"])
    _, other, _, _ = await link.get("/areas/semiconductors")
    print(
        f"same page again: {again / 1000:.1f} kB; another page, files kept: {other / 1000:.1f} kB"
    )
    warm = []
    for _ in range(200):
        begin = time.perf_counter()
        await link.get("/")
        warm.append(time.perf_counter() - begin)
    print(f"scorecard, warm: median {statistics.median(warm) * 1000:.2f} ms")
    fresh = []
    for number in range(12):
        begin = time.perf_counter()
        await link.get(f"/?x={number}")  # an address not seen before: rendered anew
        fresh.append(time.perf_counter() - begin)
    print(f"scorecard, rendered anew: median {statistics.median(fresh) * 1000:.1f} ms")


async def load(port: int, rate: float, seconds: float, server: psutil.Process) -> int:
    """Ask at a rate; print latencies and errors; returns the number of errors."""
    links: asyncio.Queue[Connection] = asyncio.Queue()
    for _ in range(64):
        links.put_nowait(Connection(port))
    taken: list[float] = []
    answers: Counter[str] = Counter()

    async def one(path: str, due: float) -> None:
        link = await links.get()
        try:
            status, *_ = await link.get(path)
            answers[str(status)] += 1
        except (OSError, asyncio.IncompleteReadError) as err:
            answers[type(err).__name__] += 1
            link = Connection(port)
        taken.append(time.perf_counter() - due)
        links.put_nowait(link)

    cpu = server.cpu_times()
    begin = time.perf_counter()
    tasks = []
    for number in range(int(rate * seconds)):
        due = begin + number / rate
        wait = due - time.perf_counter()
        if wait > 0:
            await asyncio.sleep(wait)
        tasks.append(asyncio.create_task(one(PATHS[number % len(PATHS)], due)))
    await asyncio.gather(*tasks)
    spent = time.perf_counter() - begin
    used = server.cpu_times()
    busy = used.user + used.system - cpu.user - cpu.system
    taken.sort()
    errors = sum(n for status, n in answers.items() if status != "200")
    p99 = taken[len(taken) * 99 // 100] * 1000
    print(
        f"{len(taken) / spent:.0f} requests/s for {spent:.0f} s: {dict(answers)}; "
        f"median {taken[len(taken) // 2] * 1000:.1f} ms, p99 {p99:.1f}"
        f" ms; server CPU {busy / spent:.2f} of a core, "
        f"{server.memory_info().rss / 2**20:.0f} MiB"
    )
    return errors


async def measure(port: int, rate: float, seconds: float, server: psutil.Process) -> int:
    """Warm up, then measure."""
    link = Connection(port)
    for path in PATHS:
        await link.get(path)
    await sizes(port)
    return await load(port, rate, seconds, server)


def main() -> None:
    """Run the benchmark, or the server of it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--rate", type=float, default=200)
    parser.add_argument("--serve", default="")
    given = parser.parse_args()
    if given.serve:
        from pathlib import Path

        from techpact.commands.serve import serve

        serve(host="127.0.0.1", port=0, token="", workspace=Path(given.serve))
        return
    with tempfile.TemporaryDirectory() as folder:
        process, port = start(os.path.join(folder, "workspace"))
        try:
            errors = asyncio.run(
                measure(port, given.rate, given.seconds, psutil.Process(process.pid))
            )
        finally:
            process.terminate()
            process.wait(20)
    if errors:
        raise SystemExit(f"{errors} errors")


if __name__ == "__main__":
    main()
