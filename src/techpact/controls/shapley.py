"""Shapley values of the members of a coalition, exact, by all subsets."""

from __future__ import annotations

from collections.abc import Callable
from math import factorial

import numpy as np

from techpact.controls.flows import Floats
from techpact.errors import LimitError

MAX_MEMBERS = 16
MAX_WORK = 500_000_000
CHUNK = 1 << 22


def shapley_values(
    flows: Floats,
    added: Floats | Callable[[Floats], Floats],
    worth: Callable[[Floats, Floats, slice], Floats],
) -> Floats:
    """Return the Shapley value of each member in each game.

    Parameters
    ----------
    flows
        Sales that stop when a member joins, members by games.
    added
        Capacity that a member lends to the target while it stays outside, members by games; or,
        where it is no sum over members, a function from who is inside (1 or 0, subsets by members)
        to the capacity lent, subsets by games.
    worth
        Worth of a coalition from the sales stopped and the capacity lent, subsets by games, for the
        games of a slice; 0 when nothing is stopped.

    Raises
    ------
    LimitError
        With too many members or games to go through all subsets.
    """
    members, games = flows.shape
    subsets = 1 << members
    if members > MAX_MEMBERS or subsets * games > MAX_WORK:
        raise LimitError(
            f"exact Shapley values of {members} members in {games:,} cases need "
            f"{subsets * games:,} coalitions; the limit is {MAX_WORK:,} and {MAX_MEMBERS} members",
            mend="name targets and products, or a smaller alliance",
        )
    inside = ((np.arange(subsets)[:, None] >> np.arange(members)) & 1).astype(float)
    sizes = inside.sum(axis=1).astype(int)
    weight = np.array(
        [factorial(s) * factorial(members - s - 1) / factorial(members) for s in range(members)]
    )
    # A subset counts with + in the value of those inside it and with - of those outside it.
    gain = np.where(inside == 1, weight[np.maximum(sizes - 1, 0)][:, None], 0.0)
    gain -= np.where(inside == 0, weight[np.minimum(sizes, members - 1)][:, None], 0.0)
    values = np.empty((members, games))
    whole = added(inside) if callable(added) else added
    step = max(1, CHUNK // subsets)
    for start in range(0, games, step):
        piece = slice(start, min(start + step, games))
        stopped = inside @ flows[:, piece]
        lent = whole[:, piece] if callable(added) else (1.0 - inside) @ added[:, piece]
        values[:, piece] = gain.T @ worth(stopped, lent, piece)
    return values
