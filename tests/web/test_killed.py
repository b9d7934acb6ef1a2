"""The process is killed under load and started again: nothing stored is lost."""

import os
import re
import signal
import subprocess
import sys
import threading
import time

import httpx
import pytest

from techpact.parties.record import verify
from techpact.workspace import Workspace

LISTED = "id,list,name,aliases_json,countries\nx1,Own list,Kestrel Optics Works,[],CN\n"


def _start(workspace, lists):
    process = subprocess.Popen(
        [
            *(sys.executable, "-c", "from techpact.cli import main; main()"),
            *("serve", "--port", "0", "--workspace", str(workspace), "--list", str(lists)),
        ],
        stderr=subprocess.PIPE,
        text=True,
    )
    for line in process.stderr:
        found = re.search(r"http://\S+?:(\d+)/", line)
        if found:
            return process, f"http://127.0.0.1:{found[1]}"
    raise AssertionError("the server did not start")


@pytest.mark.slow
def test_what_was_acknowledged_is_there_after_each_kill(tmp_path):
    lists = tmp_path / "plain.csv"
    lists.write_text(LISTED)
    space = tmp_path / "workspace"
    kept, screened = [], [0]
    for number in range(4):
        process, base = _start(space, lists)
        with httpx.Client(base_url=base, timeout=30) as client:
            client.post("/api/v1/screen", json={"names": ["Kestrel"]})
        stop = threading.Event()

        def send(base=base, number=number, stop=stop):
            with httpx.Client(base_url=base, timeout=30) as client:
                for i in range(10_000):
                    if stop.is_set():
                        return
                    text = f"Quantum text {number} {i} " * 200
                    try:
                        name = f"t{number}x{threading.get_ident() % 997}x{i}.txt"
                        done = client.post("/api/v1/documents", files={"file": (name, text)})
                        if done.status_code == 201:
                            kept.append(done.json())
                        done = client.post("/api/v1/screen", json={"names": ["Kestrel Optics"]})
                        screened[0] += done.status_code == 200
                    except httpx.HTTPError:
                        return

        threads = [threading.Thread(target=send) for _ in range(3)]
        for thread in threads:
            thread.start()
        time.sleep(1.0 + 0.37 * number)
        os.kill(process.pid, signal.SIGKILL)
        stop.set()
        for thread in threads:
            thread.join()
        process.wait()
        opened = Workspace(space)
        stored = {e.name: e.sha256 for e in opened.entries("document")}
        assert kept
        assert all(stored.get(k["name"]) == k["sha256"] for k in kept)
        assert opened.problems() == []
    log = space / "screenings.jsonl"
    assert log.read_text().count("\n") >= screened[0]
    assert [p for p in verify(log) if "cut" not in p] == []
