"""The kernel for graphics processors gives what the plain one gives."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.shocks.test_cascade_run import frames

from techpact.errors import InputError
from techpact.registry import get_analysis

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = [sys.executable, "-m", "tests.shocks.cascade_on_device"]


def run(**environment: str) -> dict[str, float]:
    done = subprocess.run(
        PROGRAM, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_the_simulated_device_equals_the_plain_kernel() -> None:
    found = run(NUMBA_ENABLE_CUDASIM="1")
    assert found["unequal"] == 0
    assert found["worst"] < 1e-14


def test_a_real_device_equals_the_plain_kernel() -> None:
    from techpact.shocks.cascade_cuda import available

    if not available():
        pytest.skip("no CUDA device is here")
    found = run()
    assert found["unequal"] == 0
    assert found["worst"] < 1e-12


def test_without_a_device_the_option_is_refused() -> None:
    from techpact.shocks.cascade_cuda import available

    if available():
        pytest.skip("a CUDA device is here")
    with pytest.raises(InputError, match="no CUDA device"):
        get_analysis("cascade").run(frames(), {"device": "cuda"})
