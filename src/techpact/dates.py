"""Dates that are known to the day, the month or the year: `2025-10-28`, `2025-10`, `2025`."""

from __future__ import annotations

import calendar
import datetime
import re

from techpact.errors import InputError

_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def as_period(date: str) -> tuple[str, str]:
    """Return the first and the last day that a date of any precision can mean.

    Raises
    ------
    InputError
        When it is not YYYY, YYYY-MM or YYYY-MM-DD, or no such day exists.
    """
    match = _PARTIAL.fullmatch(date)
    try:
        if match is None:
            raise ValueError(date)
        year, month, day = (int(g) if g else None for g in match.groups())
        if year is None:
            raise ValueError(date)
        if month is None:
            return f"{year:04}-01-01", f"{year:04}-12-31"
        if day is None:
            last = calendar.monthrange(year, month)[1]
            return f"{year:04}-{month:02}-01", f"{year:04}-{month:02}-{last:02}"
        whole = datetime.date(year, month, day).isoformat()
    except ValueError as err:
        raise InputError(
            f"{date!r} is not a date", mend="write YYYY-MM-DD, YYYY-MM or YYYY"
        ) from err
    return whole, whole


def check_date(date: str, *, option: str) -> str:
    """Return a whole date YYYY-MM-DD.

    Raises
    ------
    InputError
        When it is not one.
    """
    first, last = as_period(date)
    if first != last:
        raise InputError(f"{date!r} names no day", where=f"option {option}", mend="YYYY-MM-DD")
    return first
