"""States of measures over time, against a day-by-day reading of the rule."""

import datetime

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from techpact.controls.measures import measures_in_force, state
from techpact.errors import InputError

DAYS = st.dates(datetime.date(2020, 1, 1), datetime.date(2030, 12, 31)).map(str)


@given(DAYS, st.lists(DAYS, min_size=3, max_size=3, unique=True))
def test_a_measure_goes_through_its_states_in_order(day: str, dates: list[str]) -> None:
    start, end, resumes = sorted(dates)
    expected = (
        "future" if day < start else "in_force" if day < end or day >= resumes else "suspended"
    )
    assert state(day, start, end, resumes) == expected
    assert state(day, start, end, None) == (
        "ended" if day >= end else state(day, start, None, None)
    )


@pytest.mark.parametrize(
    ("day", "start", "expected"),
    [
        ("2025-04-30", "2025-05", "future"),
        ("2025-05-01", "2025-05", "unknown"),
        ("2025-05-31", "2025-05", "in_force"),
        ("2024-06-01", "2024", "unknown"),
        ("2025-01-01", "2024", "in_force"),
        ("2025-01-01", None, "unknown"),
    ],
)
def test_dates_of_low_precision_are_not_guessed(day: str, start: str | None, expected: str) -> None:
    assert state(day, start, None, None) == expected


def test_the_affiliates_rule_is_shown_as_suspended_in_its_window(facts) -> None:
    measures = facts.table("control_measures")

    def on(day: str) -> str:
        table = measures_in_force(measures, alliance="USA", as_of=day)
        return table.filter(pl.col("measure") == "us_affiliates_rule_2025")["state"].item()

    assert [on(d) for d in ("2025-09-28", "2025-10-15", "2026-01-01", "2026-11-10")] == [
        "future",
        "in_force",
        "suspended",
        "unknown",
    ]


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        ("2025-11-12", "unknown"),
        ("2026-11-10", "in_force"),
        ("2026-11", "in_force"),
        ("2027", "in_force"),
        (None, "in_force"),
    ],
)
def test_a_planned_return_is_no_fact_until_a_source_of_that_day_is_seen(
    seen: str | None, expected: str
) -> None:
    dates = ("2025-09-29", "2025-11-10", "2026-11-10")
    assert state("2026-11-28", *dates, seen=seen) == expected
    assert state("2026-11-09", *dates, seen=seen) == "suspended"


def test_a_day_that_is_none_is_refused(facts) -> None:
    for wrong in ("2025", "2025-02-30", "yesterday"):
        with pytest.raises(InputError):
            measures_in_force(facts.table("control_measures"), alliance="USA", as_of=wrong)
