"""What a target loses when some of its suppliers stop: volumes, refill by outsiders, variety."""

from __future__ import annotations

import numpy as np

from techpact.controls.flows import Floats
from techpact.errors import InputError


def loss_share(imports: Floats, lost: Floats, capacity: Floats, elasticity: float | None) -> Floats:
    """Return the share of the imports' worth that is lost, 0 to 1.

    Parameters
    ----------
    imports
        All imports of the product by the target, USD, above 0.
    lost
        Of these from the suppliers that stop, USD.
    capacity
        What others can add, USD.
    elasticity
        Elasticity of substitution between origins; None counts volumes alone.

    Notes
    -----
    With the remaining share :math:`w = 1 - L / M` and the refilled share
    :math:`r = \\min(L, K) / M`, what remains is worth :math:`(w + r) w^{1 / (\\sigma - 1)}` of the
    former bundle: the CES aggregate of the remaining origins, scaled up alike. For
    :math:`\\sigma \\le 1` every origin is essential and any stop takes all.
    """
    gone = np.minimum(lost / imports, 1.0)
    rest = 1.0 - gone
    kept = rest + np.minimum(gone, capacity / imports)
    if elasticity is None:
        return np.maximum(1.0 - kept, 0.0)
    if elasticity <= 1.0:
        return np.where(gone > 0, 1.0, 0.0)
    return np.maximum(1.0 - kept * rest ** (1.0 / (elasticity - 1.0)), 0.0)


def check_numbers(spare: float, redirect: float, elasticity: float | None) -> None:
    """Refuse options out of range, all at once."""
    problems = []
    if not 0 <= spare <= 100:
        problems.append(f"spare is {spare:g}: it must be a share of exports, 0 to 100")
    if not 0 <= redirect <= 1:
        problems.append(f"redirect is {redirect:g}: it must be a share, 0 to 1")
    if elasticity is not None and not 0 < elasticity < float("inf"):
        problems.append(f"elasticity is {elasticity:g}: it must be above 0")
    if problems:
        raise InputError("; ".join(problems), where="options", mend="see `techpact describe`")
