"""Firms that are restricted because of who owns or controls them, rule by rule."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import narwhals as nw

from techpact.analysis import Frame, Input, Result, analysis
from techpact.dates import as_period, check_date
from techpact.errors import DataError
from techpact.facts.tables import CONTROL_MEASURES
from techpact.tables import Column, Table

AFFILIATES_MEASURE = "us_affiliates_rule_2025"

STAKES = Table(
    "stakes",
    "Who owns how much of whom",
    (
        Column("owner", "string", "Identifier of the owner."),
        Column("owned", "string", "Identifier of the firm owned."),
        Column(
            "share_low",
            "number",
            "Share that is known at the least; 0 when unknown.",
            unit="1",
            minimum=0,
            maximum=1,
        ),
        Column(
            "share_high",
            "number",
            "Share that is possible at the most; the known share when empty.",
            unit="1",
            nullable=True,
            minimum=0,
            maximum=1,
        ),
        Column(
            "control",
            "boolean",
            "Whether the owner controls the firm by other means than its share.",
            nullable=True,
        ),
        Column("start_date", "string", "Day from which it is held, YYYY-MM-DD.", nullable=True),
        Column("end_date", "string", "Day from which it is no longer held.", nullable=True),
    ),
    key=("owner", "owned"),
)

LISTED = Table(
    "listed",
    "Parties that are themselves listed, by rule",
    (
        Column("party", "string", "Identifier, as in the stakes."),
        Column(
            "rule",
            "string",
            "Rule whose lists name it.",
            values=("ofac", "bis", "eu", "uk"),
        ),
        Column("start_date", "string", "Day listed.", nullable=True),
        Column("end_date", "string", "Day taken off.", nullable=True),
    ),
    key=("party", "rule"),
)

OWNERSHIP = Table(
    "ownership",
    "Firms that are, or may be, restricted because of their owners",
    (
        Column("rule", "string", "Rule.", values=("ofac", "bis", "eu", "uk")),
        Column("firm", "string", "Firm; parties that are themselves listed are not repeated."),
        Column(
            "outcome",
            "string",
            "restricted: on the shares known at the least; possible: only on those possible at "
            "the most.",
            values=("restricted", "possible"),
        ),
        Column(
            "rule_state",
            "string",
            "State of the rule on the day; `unknown` when the facts do not say.",
            values=("in_force", "suspended", "ended", "future", "unknown"),
        ),
        Column("share_low", "number", "Least share of restricted owners together.", unit="1"),
        Column(
            "share_high",
            "number",
            "Largest share of owners that are or may be restricted, at most 1.",
            unit="1",
        ),
        Column("steps", "integer", "Steps from a listed party on the shortest path.", unit="1"),
    ),
    key=("rule", "firm"),
)


@dataclass(frozen=True)
class RuleTest:
    """What a rule asks of the owners of a firm."""

    strict: bool
    together: bool
    by_control: bool


TESTS = {
    "ofac": RuleTest(strict=False, together=True, by_control=False),
    "bis": RuleTest(strict=False, together=True, by_control=False),
    "eu": RuleTest(strict=False, together=True, by_control=True),
    "uk": RuleTest(strict=True, together=False, by_control=True),
}


@analysis(
    name="ownership",
    part="parties",
    inputs=(
        Input("stakes", STAKES),
        Input("listed", LISTED),
        Input("control_measures", CONTROL_MEASURES, optional=True),
    ),
    output=OWNERSHIP,
    references=("ofac_fifty_percent_2014", "bis_affiliates_2025", "eu_best_practices_2024",
                "uk_regulation_7"),
    caveats=("NOT_LEGAL_ADVICE", "OWNERSHIP_AS_GIVEN"),
)  # fmt: skip
def ownership(
    stakes: Frame,
    listed: Frame,
    control_measures: Frame | None,
    *,
    as_of: str,
    rules: tuple[str, ...] = ("ofac", "bis", "eu", "uk"),
    threshold: float = 0.5,
) -> Result:
    """Which firms are restricted because of who owns or controls them?

    A firm whose restricted owners together hold the threshold is itself restricted, and counts in
    full as an owner of others: percentages are not multiplied along a chain. The answer is the
    smallest set of firms that is closed under this rule, found separately with the shares known
    at the least and those possible at the most.

    Parameters
    ----------
    stakes
        Stakes in firms, with the least and the largest share that the sources allow.
    listed
        Parties that are themselves listed, by rule.
    control_measures
        Dated measures of the fact base; the state of the BIS Affiliates rule is read there.
    as_of
        Day for which stakes, lists and rules are taken, YYYY-MM-DD.
    rules
        Rules to apply: ofac, bis, eu, uk.
    threshold
        Share from which owners count; the UK test asks for more than it, the others for it.

    Returns
    -------
    ownership
        One row a rule and firm that is or may be restricted, sorted; shares are fractions.

    Notes
    -----
    With :math:`L` the listed parties, the restricted set is the least :math:`R \\supseteq L` with
    :math:`f \\in R` when :math:`\\sum_{o \\in R} s_{of} \\ge \\theta`.

    References
    ----------
    ofac_fifty_percent_2014
    bis_affiliates_2025
    eu_best_practices_2024
    uk_regulation_7
    """
    import numpy as np

    from techpact.parties.fixpoint import UNIT, Network, restricted

    day = check_date(as_of, option="as_of")
    unknown = [r for r in rules if r not in TESTS]
    if unknown:
        raise DataError(
            "rules", [f"unknown rule: {r}; available: ofac, bis, eu, uk" for r in unknown]
        )
    held = stakes.filter(_on(day))
    named = listed.filter(_on(day))
    firms, (owner, owned, party) = _number([held["owner"], held["owned"], named["party"]])
    listed_rule = named["rule"].to_numpy()
    low = np.round(held["share_low"].to_numpy().astype(float) * UNIT).astype(np.int64)
    most = held.select(nw.coalesce("share_high", "share_low").alias("s"))["s"].to_numpy()
    high = np.maximum(np.round(most.astype(float) * UNIT).astype(np.int64), low)
    control = held["control"].fill_null(value=False).to_numpy().astype(bool)
    own = owner == owned  # a firm's own shares say nothing of who restricts it
    low[own], high[own], control[own] = 0, 0, False
    limit = round(threshold * UNIT)
    network = Network.of(owner, owned, len(firms))
    low, high, control = low[network.order], high[network.order], control[network.order]
    out: dict[str, list[Any]] = {c.name: [] for c in OWNERSHIP.columns}
    for rule in sorted(set(rules)):
        test = TESTS[rule]
        seeds = np.zeros(len(firms), bool)
        seeds[party[listed_rule == rule]] = True
        if not seeds.any():
            continue
        found = {
            bound: restricted(
                network, share, control, seeds, threshold=limit, strict=test.strict,
                together=test.together, by_control=test.by_control,
            )
            for bound, share in (("low", low), ("high", high))
        }  # fmt: skip
        depth, total = found["high"]
        certain = found["low"][0] >= 0
        rows = np.flatnonzero((depth > 0) & ~seeds)
        rows = rows[np.argsort(firms[rows].to_numpy().astype(str), kind="stable")]
        out["rule"] += [rule] * rows.size
        out["firm"] += firms[rows].to_list()
        out["outcome"] += np.where(certain[rows], "restricted", "possible").tolist()
        out["rule_state"] += [_state(rule, day, control_measures)] * rows.size
        out["share_low"] += (found["low"][1][rows] / UNIT).tolist()
        out["share_high"] += np.minimum(total[rows] / UNIT, 1.0).tolist()
        steps = np.where(certain[rows], found["low"][0][rows], depth[rows])
        out["steps"] += steps.tolist()
    return Result(out)


def _on(day: str) -> Any:
    start, end = nw.col("start_date"), nw.col("end_date")
    begun = (start.is_null() | (start <= day)).fill_null(value=True)
    return begun & (end.is_null() | (end > day)).fill_null(value=True)


def _number(columns: list[Any]) -> tuple[Any, list[Any]]:
    """Return the distinct texts of several columns, and each column as numbers of them."""
    import numpy as np
    import polars as pl

    whole = pl.concat([c.to_polars().cast(pl.String).alias("firm") for c in columns])
    coded = whole.cast(pl.Categorical)
    numbers = coded.to_physical().to_numpy().astype("int64")
    # numbers that no text has here (of other columns of the process) point at the first one
    first = np.zeros(int(numbers.max(initial=0)) + 1, np.int64)
    first[numbers[::-1]] = np.arange(len(numbers) - 1, -1, -1)
    firms = whole.gather(first) if len(whole) else whole
    cuts = [0]
    for column in columns:
        cuts.append(cuts[-1] + len(column))
    return firms, [numbers[a:b] for a, b in pairwise(cuts)]


def _state(rule: str, day: str, control_measures: Any) -> str:
    """Return the state of a rule on a day; only the Affiliates rule has had a break."""
    if rule != "bis":
        return "in_force"
    if control_measures is None:
        return "unknown"
    rows = control_measures.filter(nw.col("measure") == AFFILIATES_MEASURE).rows(named=True)
    if not rows or rows[0]["start_date"] is None:
        return "unknown"
    row = rows[0]
    if not _reached(day, row["start_date"]):
        return "future"
    if row["end_date"] is None or not _reached(day, row["end_date"]):
        return "in_force"
    if row["resumes_date"] is None:
        return "ended"
    # a planned return is no fact: from that day on the state is not known
    return "unknown" if _reached(day, row["resumes_date"]) else "suspended"


def _reached(day: str, date: str) -> bool:
    return as_period(date)[0] <= day
