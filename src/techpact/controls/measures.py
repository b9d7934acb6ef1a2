"""Dated control measures: which of them are in force on a date, and for which member."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from techpact.alliance import Alliance
from techpact.analysis import Frame, Input, analysis
from techpact.dates import as_period, check_date
from techpact.facts.tables import ALLIANCE_MEMBERS, CONTROL_MEASURES
from techpact.tables import Column, Table

MEASURES_IN_FORCE = Table(
    "measures_in_force",
    "Control measures of the members and partners, with their state on a date",
    (
        Column("measure", "string", "Measure."),
        Column("area", "string", "Area code; `general` when the measure names none."),
        Column("issuer", "string", "Who issued it: ISO alpha-3 code or a bloc such as EU."),
        Column("country", "string", "Member or partner that it binds, ISO alpha-3 code."),
        Column("role", "string", "Role of the country.", values=("member", "partner")),
        Column("kind", "string", "Kind of measure."),
        Column(
            "state",
            "string",
            "State on the date. `unknown` when the source gives no start, or only a month or a "
            "year that the date falls into, or when a suspension was to end by then and no source "
            "of that day or later was seen.",
            values=("in_force", "suspended", "ended", "future", "unknown"),
        ),
        Column("since", "string", "Start date.", nullable=True),
        Column("until", "string", "Date ended or suspended.", nullable=True),
        Column("source_id", "string", "Source of the measure."),
    ),
    key=("measure", "country"),
)


@analysis(
    name="measures_in_force",
    part="controls",
    inputs=(
        Input("control_measures", CONTROL_MEASURES),
        Input("alliance_members", ALLIANCE_MEMBERS, optional=True),
    ),
    output=MEASURES_IN_FORCE,
    references=("ecfr_ear_2026",),
    caveats=("NOT_LEGAL_ADVICE",),
)
def measures_in_force(
    control_measures: Frame, alliance_members: Frame | None, *, alliance: Alliance, as_of: str
) -> dict[str, list[Any]]:
    """Which control measures of the members and partners are in force on a date?

    A measure runs from its start date until the day before its end date; when a resume date is
    given, the time between the two is a suspension. A date known only to the month or year makes
    the state unknown for days inside that month or year: the analysis does not guess. Nor does it
    take a planned end of a suspension for a fact: from that day on the state is unknown, unless
    the row was seen on that day or later.

    Parameters
    ----------
    control_measures
        Dated measures.
    alliance_members
        Memberships, to find whom a bloc such as EU binds (a preset of that name in lower case).
    alliance
        The members and partners whose measures are wanted.
    as_of
        Day for which the state is wanted, YYYY-MM-DD.

    Returns
    -------
    measures_in_force
        One row per measure and country bound by it, sorted by measure and country.

    References
    ----------
    ecfr_ear_2026
    """
    day = check_date(as_of, option="as_of")
    blocs = _blocs(alliance_members)
    rows: list[dict[str, Any]] = []
    for row in control_measures.iter_rows(named=True):
        bound = blocs.get(row["issuer"].lower(), frozenset({row["issuer"]}))
        rows += [
            {
                "measure": row["measure"],
                "area": row["area"] or "general",
                "issuer": row["issuer"],
                "country": country,
                "role": alliance.role(country),
                "kind": row["kind"],
                "state": state_of(row, day),
                "since": row["start_date"],
                "until": row["end_date"],
                "source_id": row["source_id"],
            }
            for country in sorted(bound & alliance.friends)
        ]
    rows.sort(key=lambda r: (r["measure"], r["country"]))
    return {c.name: [r[c.name] for r in rows] for c in MEASURES_IN_FORCE.columns}


def state_of(row: Mapping[str, Any], day: str) -> str:
    """Return the state on a day of a row of `control_measures`."""
    return state(
        day, row["start_date"], row["end_date"], row["resumes_date"], seen=row["as_of"]
    )  # fmt: skip


def state(
    day: str, start: str | None, end: str | None, resumes: str | None, seen: str | None = None
) -> str:
    """Return the state of a measure on a day from its dates (each to the year, month or day).

    Parameters
    ----------
    day
        The day, YYYY-MM-DD.
    start, end, resumes
        In force, ended or suspended, and due to return.
    seen
        When its source was seen. A return that lies after it is planned, not known.
    """
    if start is None:
        return "unknown"
    began = _reached(day, start)
    if began is not True:
        return "future" if began is False else "unknown"
    over = False if end is None else _reached(day, end)
    if over is False:
        return "in_force"
    if over is None:
        return "unknown"
    if resumes is None:
        return "ended"
    back = _reached(day, resumes)
    if back is False:
        return "suspended"
    planned = seen is not None and as_period(seen)[1] < as_period(resumes)[0]
    return "unknown" if back is None or planned else "in_force"


def _reached(day: str, date: str) -> bool | None:
    """Whether `date` is on or before `day`; None when its precision leaves that open."""
    first, last = as_period(date)
    if last <= day:
        return True
    return False if first > day else None


def _blocs(alliance_members: Frame | None) -> dict[str, frozenset[str]]:
    blocs: dict[str, set[str]] = {}
    if alliance_members is not None:
        for row in alliance_members.iter_rows(named=True):
            if row["role"] == "member" and row["left"] is None:
                blocs.setdefault(row["alliance"], set()).add(row["country"])
    return {name: frozenset(codes) for name, codes in blocs.items()}
