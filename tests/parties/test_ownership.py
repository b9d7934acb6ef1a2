import random
from fractions import Fraction

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from techpact.errors import DataError
from techpact.parties.fixpoint import UNIT, Network, restricted
from techpact.parties.ownership import AFFILIATES_MEASURE, ownership


def slow_reference(stakes, seeds, *, strict, together, by_control, threshold=Fraction(1, 2)):
    """Repeat the definition until nothing changes, with exact fractions."""
    found = set(seeds)
    while True:
        more = set()
        for firm in {owned for _, owned, _, _ in stakes} - found:
            held = [(s, c) for o, f, s, c in stakes if f == firm and o in found]
            sums = [sum((s for s, _ in held), Fraction(0))] if together else [s for s, _ in held]
            if any(s > threshold if strict else s >= threshold for s in sums) or (
                by_control and any(c for _, c in held)
            ):
                more.add(firm)
        if not more:
            return found
        found |= more


@given(
    st.lists(
        st.tuples(st.integers(0, 11), st.integers(0, 11), st.integers(0, 20), st.booleans()),
        max_size=60,
        unique_by=lambda t: t[:2],
    ),
    st.sets(st.integers(0, 11), max_size=4),
    st.booleans(),
    st.booleans(),
    st.booleans(),
)
@settings(max_examples=150, deadline=None)
def test_equal_to_the_slow_reference(stakes, seeds, strict, together, by_control):
    mask = np.zeros(12, bool)
    mask[list(seeds)] = True
    columns = (
        [np.array(c, np.int64) for c in zip(*stakes, strict=True)]
        if stakes
        else [np.zeros(0, np.int64)] * 4
    )
    network = Network.of(columns[0], columns[1], 12)
    depth, _ = restricted(
        network, (columns[2] * (UNIT // 20))[network.order],
        columns[3].astype(bool)[network.order], mask,
        threshold=UNIT // 2, strict=strict, together=together, by_control=by_control,
    )  # fmt: skip
    plain = [(o, f, Fraction(s, 20), c) for o, f, s, c in stakes]
    expected = slow_reference(plain, seeds, strict=strict, together=together, by_control=by_control)
    assert set(np.flatnonzero(depth >= 0).tolist()) == expected


def frame(rows):
    return pl.DataFrame(
        rows, schema=["owner", "owned", "share_low", "control"], orient="row",
        schema_overrides={"share_low": pl.Float64, "control": pl.Boolean},
    )  # fmt: skip


LISTED = pl.DataFrame({"party": ["X"] * 4, "rule": ["ofac", "bis", "eu", "uk"]})


def outcome(stakes, day="2026-01-15", **options):
    table = ownership(frame(stakes), LISTED, as_of=day, **options)
    return {(r["rule"], r["firm"]): r for r in table.iter_rows(named=True)}


def test_percentages_are_not_multiplied():
    found = outcome([("X", "A", 0.5, None), ("A", "B", 0.5, None), ("B", "C", 0.5, None)])
    assert found["ofac", "C"]["steps"] == 3
    assert ("uk", "A") not in found  # exactly half is not more than half


def test_control_counts_for_the_european_tests_only():
    found = outcome([("X", "A", 0.1, True)])
    assert {rule for rule, _ in found} == {"eu", "uk"}


def test_a_cycle_of_holdings_does_not_restrict_itself():
    assert outcome([("A", "B", 1.0, None), ("B", "A", 1.0, None)]) == {}


@pytest.mark.parametrize(
    ("day", "state"),
    [
        ("2025-09-01", "future"),
        ("2025-10-15", "in_force"),
        ("2025-11-10", "suspended"),
        ("2026-11-09", "suspended"),
        ("2026-11-23", "unknown"),
    ],
)
def test_the_affiliates_rule_is_never_assumed(facts, day, state):
    measures = facts.table("control_measures")
    assert AFFILIATES_MEASURE in set(measures["measure"])
    found = outcome([("X", "A", 0.5, None)], day, control_measures=measures)
    assert found["bis", "A"]["rule_state"] == state
    assert found["ofac", "A"]["rule_state"] == "in_force"


def test_without_measures_the_state_is_unknown():
    assert outcome([("X", "A", 0.5, None)])["bis", "A"]["rule_state"] == "unknown"


def test_shares_outside_the_range_are_refused():
    with pytest.raises(DataError, match="share_low"):
        outcome([("X", "A", 51.0, None)])


def test_the_order_of_stakes_does_not_matter():
    rng = random.Random(3)  # noqa: S311
    stakes = [
        (f"F{rng.randrange(30)}", f"F{rng.randrange(30)}", rng.randrange(11) / 10, None)
        for _ in range(90)
    ]
    stakes = [*{s[:2]: s for s in stakes}.values(), ("X", "F1", 0.6, None)]
    first = outcome(stakes)
    rng.shuffle(stakes)
    assert outcome(stakes) == first
