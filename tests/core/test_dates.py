import pytest

from techpact.dates import as_period, check_date
from techpact.errors import InputError


@pytest.mark.parametrize(
    ("date", "period"),
    [
        ("2024", ("2024-01-01", "2024-12-31")),
        ("2024-02", ("2024-02-01", "2024-02-29")),
        ("2025-10-28", ("2025-10-28", "2025-10-28")),
    ],
)
def test_periods(date, period):
    assert as_period(date) == period


@pytest.mark.parametrize("date", ["2025-13", "2025-02-30", "28 Oct 2025", "", "25", "2025-1-1"])
def test_no_dates(date):
    with pytest.raises(InputError):
        as_period(date)


def test_a_whole_day_is_asked_for():
    with pytest.raises(InputError):
        check_date("2025-10", option="as_of")
