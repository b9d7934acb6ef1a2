"""Coefficients of the score: a logistic model for each group of scripts.

Fitted by `bench/fit_parties.py` on queries made from the lists beside the checkout (see
`bench/parties_development.py`), never on the queries of an evaluation: L2-regularised, one common
row plus a deviation for each group. Columns are the features of `alignment.align` in order; the
last ones say what is too rare among those queries to be fitted, and are set by hand.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

GROUPS = ("latin", "spelled", "han", "kana", "hangul")

# fmt: off
_TABLE = (
    (
        -4.824, 5.769, 1.747, 5.574, -0.322, 0.413, -0.418, 0.716, 0.364,
        -0.209, 0.231, -3.254, -2.171, 0.553, -2.976, -1.069, 0.014, -4.130,
        -0.666, 0.345, -0.889, -0.538, 1.215, -2.787, 0.741, -0.589, -0.517,
        -0.403, -0.687, -1.512, -6.916, -0.675, -2.368, -1.369, 0.013, -0.879,
        -1.342, -5.975, 1.037, 1.156,
    ),
    (
        -5.297, 4.807, 2.057, 5.683, 0.511, 0.112, -0.104, 1.065, 0.500,
        0.786, 0.437, -2.751, -1.871, 0.590, -2.452, -0.588, -0.185, -5.349,
        -0.375, 1.362, -0.074, -0.765, 0.421, -1.254, 0.129, -0.282, -2.359,
        -0.892, -0.242, -0.738, -6.644, -0.070, -1.994, -0.054, -0.016, -1.031,
        -0.060, -3.199, 0.770, 1.119,
    ),
    (
        -5.239, 5.036, 0.834, 5.297, 0.190, 0.254, 0.898, 1.721, 1.050,
        0.541, -0.274, -2.886, -2.006, 0.117, -2.535, -0.167, 0.575, -6.124,
        -0.577, 0.238, -0.035, -0.262, 0.653, -0.711, 0.911, -0.170, -3.106,
        -0.972, 0.200, -0.214, -6.811, 0.280, -1.205, -0.016, -0.128, -1.488,
        0.247, -2.521, 0.531, 1.479,
    ),
    (
        -5.011, 4.067, 1.470, 5.343, 0.509, -0.097, 0.992, 1.857, 0.928,
        -0.451, 0.175, -2.800, -1.822, 0.437, -2.452, -0.020, -0.227, -6.680,
        0.361, 0.022, 0.197, -0.338, -0.116, 0.672, 0.980, -0.157, -3.813,
        -0.557, -0.958, -0.370, -6.705, 0.441, -1.698, 1.182, 0.209, -0.466,
        -0.101, -1.544, 0.296, 0.438,
    ),
    (
        -5.002, 5.131, 0.884, 5.307, 0.183, 0.601, 0.413, 1.308, 0.717,
        0.009, -0.773, -2.750, -1.853, 1.493, -2.461, -0.561, 0.121, -5.709,
        -0.668, 0.691, 0.006, 0.155, 0.190, -0.941, 1.385, -0.281, -2.739,
        -0.587, -0.414, -0.676, -6.307, 0.377, -1.124, -0.255, -0.333, -0.887,
        0.076, -3.042, 0.776, 0.846,
    ),
)
# fmt: on

FITTED = len(_TABLE[0])
"""So many features have fitted coefficients."""
_SET = (-3.0, -1.5, -2.0)
"""A firm is asked and a person, ship or aircraft listed; places differ, of which one side has its
own only in brackets; a number agrees, and none of the names asked for."""


def coefficients() -> npt.NDArray[np.float64]:
    """Return one row a group of scripts, one column a feature."""
    return np.array([(*row, *_SET) for row in _TABLE])
