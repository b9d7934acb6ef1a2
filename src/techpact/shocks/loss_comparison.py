"""Two scenarios side by side, as an analysis."""

from __future__ import annotations

from typing import Any

import polars as pl

from techpact.analysis import Frame, Input, analysis
from techpact.errors import InputError, NotFoundError
from techpact.shocks.ario_tables import ARIO_LOSSES
from techpact.shocks.loss_tables import LOSS_COMPARISON

KEYS = ("day", "country", "sector")


@analysis(
    name="loss_comparison",
    part="shocks",
    inputs=(Input("ario_losses", ARIO_LOSSES), Input("others", ARIO_LOSSES, optional=True)),
    output=LOSS_COMPARISON,
    references=("hallegatte2013",),
    caveats=("NO_PRICES", "FIXED_TECHNOLOGY"),
)
def loss_comparison(
    ario_losses: Frame,
    others: Frame | None,
    *,
    a: str = "",
    b: str = "",
) -> dict[str, list[Any]]:
    """By how much does one scenario cost more than another, where and when?

    Rows are joined by day, country and sector; a row that only one scenario has stays, with the
    other side empty.

    Parameters
    ----------
    ario_losses
        Losses of `ario`; scenario a is taken from here, and b unless `others` is given.
    others
        Losses of another run, for scenario b.
    a
        Scenario; the first by name when not given.
    b
        Scenario; the next one after a, or the first of `others`, when not given.

    Returns
    -------
    loss_comparison
        Losses of both and their difference (b less a).

    Notes
    -----
    The difference is exact: both are runs of one deterministic model from the same start.

    References
    ----------
    hallegatte2013
    """
    left = ario_losses.to_polars()
    right = left if others is None else others.to_polars()
    names = left["scenario"].unique().sort().to_list()
    a = _chosen(a, names, "a")
    rest = right["scenario"].unique().sort().to_list()
    if not b and others is None:
        rest = [n for n in rest if n != a]
        if not rest:
            raise InputError(
                "there is only one scenario", where="ario_losses", mend="give the table others"
            )
    b = _chosen(b, rest, "b")
    joined = (
        _side(left, a, "a")
        .join(_side(right, b, "b"), on=KEYS, how="full", coalesce=True, nulls_equal=True)
        .sort(*KEYS, nulls_last=False)
    )
    both = joined.filter(pl.col("baseline_a").is_not_null() & pl.col("baseline_b").is_not_null())
    apart = (both["baseline_a"] - both["baseline_b"]).abs() > 1e-9 * both["baseline_a"].abs()
    if apart.any():
        raise InputError(
            "the two runs start from different tables: an undisturbed day differs in "
            f"{int(apart.sum())} rows",
            where="ario_losses, others",
            mend="run both on one table and year",
        )
    made = joined.select(
        *KEYS,
        pl.coalesce("baseline_a", "baseline_b").alias("baseline_musd"),
        "loss_a_musd",
        "loss_b_musd",
        (pl.col("loss_b_musd") - pl.col("loss_a_musd")).alias("difference_musd"),
        "loss_a_share",
        "loss_b_share",
        (pl.col("loss_b_share") - pl.col("loss_a_share")).alias("difference_share"),
    )
    return made.to_dict(as_series=False)


def _chosen(name: str, names: list[str], option: str) -> str:
    if not name and names:
        return names[0]
    if name not in names:
        raise NotFoundError(f"scenario (option {option})", name, names)
    return name


def _side(frame: pl.DataFrame, scenario: str, side: str) -> pl.DataFrame:
    return frame.filter(pl.col("scenario") == scenario).select(
        *KEYS,
        pl.col("baseline_musd").alias(f"baseline_{side}"),
        pl.col("loss_musd").alias(f"loss_{side}_musd"),
        pl.col("loss_share").alias(f"loss_{side}_share"),
    )
