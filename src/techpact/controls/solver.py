"""Call HiGHS for a mixed-integer programme, in silence."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from techpact.controls.flows import Floats

_LOCK = threading.Lock()


@dataclass(frozen=True)
class Answer:
    """Values of the variables (None when none was found), proven bound, infeasibility, time."""

    x: Floats | None
    bound: float | None
    infeasible: bool
    seconds: float


def minimise(
    objective: Floats,
    matrix: Any,
    limits: Floats,
    binary: int,
    *,
    gap: float,
    seconds: float,
) -> Answer:
    """Minimise over variables between 0 and 1, the first `binary` of them whole.

    Parameters
    ----------
    objective
        Coefficients.
    matrix, limits
        Rows that must not pass their limits.
    binary
        How many variables, from the first, are 0 or 1.
    gap, seconds
        Where the solver may stop.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp

    whole = np.zeros(len(objective), np.int64)
    whole[:binary] = 1
    began = time.monotonic()
    with _silence():
        result = milp(
            objective,
            constraints=LinearConstraint(matrix, -np.inf, limits),
            integrality=whole,
            bounds=Bounds(0, 1),
            options={"mip_rel_gap": gap, "time_limit": seconds},
        )
    bound = getattr(result, "mip_dual_bound", None)
    took = time.monotonic() - began
    return Answer(result.x, None if bound is None else float(bound), result.status == 2, took)


@contextlib.contextmanager
def _silence() -> Iterator[None]:
    """Keep lines that HiGHS writes to the process's standard output out of the user's tables.

    Some builds print a debugging line from C++, past every option of SciPy.
    """
    with _LOCK:
        try:
            kept = os.dup(1)
        except OSError:  # no standard output to protect
            yield
            return
        sys.stdout.flush()
        with open(os.devnull, "wb") as nowhere:
            os.dup2(nowhere.fileno(), 1)
        try:
            yield
        finally:
            os.dup2(kept, 1)
            os.close(kept)
