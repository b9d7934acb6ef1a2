"""Coefficients of the score: a logistic model for each group of scripts."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

GROUPS = ("latin", "spelled", "han", "kana", "hangul")


def coefficients() -> npt.NDArray[np.float64]:
    """Return one row a group, one column a feature."""
    table = np.zeros((5, 37))
    table[:, 0] = -7.0
    table[:, 31] = 2.0
    table[:, 3] = 6.0
    table[:, 4] = 4.0
    table[:, 11] = -6.0
    table[:, 14] = -2.0
    table[:, 5] = -1.0
    table[:, 6] = -1.0
    return table
