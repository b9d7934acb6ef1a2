"""What has been promised in each area, by which agreements, and how these stand."""

from __future__ import annotations

from typing import Any

from techpact.alliance import Alliance
from techpact.analysis import Frame, Input, analysis
from techpact.dates import as_period, check_date
from techpact.facts.tables import AGREEMENT_EVENTS, AGREEMENT_PARTIES, AGREEMENTS, COMMITMENTS
from techpact.tables import Column, Table

STANDINGS = ("in_effect", "paused", "ended", "not_yet", "unknown")

COMMITMENT_COVERAGE = Table(
    "commitment_coverage",
    "Commitments by area and agreement, with the standing of the agreement",
    (
        Column("area", "string", "Area code."),
        Column("agreement", "string", "Agreement."),
        Column("commitments", "integer", "Number of commitments.", unit="count"),
        Column("firm", "integer", "Of these with `shall`.", unit="count"),
        Column("intended", "integer", "Of these with `intend` or `intended_passive`.",
               unit="count"),
        Column("legally_binding", "boolean", "Whether the agreement binds in law.", nullable=True),
        Column("members_covered", "integer", "Members that are parties.", unit="count"),
        Column("standing", "string", "Standing on the date.", values=STANDINGS),
        Column("standing_since", "string", "Date of the event that gave it.", nullable=True),
        Column("standing_occurrence", "string", "planned, reported or actual.", nullable=True),
        Column("source_ids", "string", "Sources, joined by ';'."),
    ),
    key=("area", "agreement"),
)  # fmt: skip

_STANDING_OF = {
    "signed": "in_effect",
    "in_force": "in_effect",
    "renewed": "in_effect",
    "resumed": "in_effect",
    "amended": "in_effect",
    "meeting": "in_effect",
    "reviewed": "in_effect",
    "joined": "in_effect",
    "paused": "paused",
    "ended": "ended",
    "announced": "not_yet",
    "planned": "not_yet",
}
# Events that say no more than that the parties still meet do not lift a pause or an end.
_WEAK = {"meeting", "reviewed", "joined", "amended"}


@analysis(
    name="commitment_coverage",
    part="agreements",
    inputs=(
        Input("commitments", COMMITMENTS),
        Input("agreements", AGREEMENTS),
        Input("agreement_parties", AGREEMENT_PARTIES),
        Input("agreement_events", AGREEMENT_EVENTS),
    ),
    output=COMMITMENT_COVERAGE,
    references=("aust2013",),
    caveats=("COMMITMENT_COUNT_IS_NOT_WEIGHT",),
)
def commitment_coverage(
    commitments: Frame,
    agreements: Frame,
    agreement_parties: Frame,
    agreement_events: Frame,
    *,
    alliance: Alliance,
    as_of: str,
) -> dict[str, list[Any]]:
    """What have the members promised one another in each area, and does it still stand?

    An agreement counts for an alliance when at least two members are parties to it (one, for an
    alliance of one). Its standing on a date is that of the last event on or before it; a meeting
    or a review does not lift a pause. An initiative, a dialogue or a code, which nobody signs, is
    in effect from its announcement.

    Parameters
    ----------
    commitments
        Commitments with area and modality.
    agreements
        Agreements with their legal nature.
    agreement_parties
        Parties.
    agreement_events
        Status history; planned events do not change the standing.
    alliance
        The alliance.
    as_of
        Day for which the standing is wanted, YYYY-MM-DD.

    Returns
    -------
    commitment_coverage
        One row per area and agreement, sorted.

    References
    ----------
    aust2013
    """
    day = check_date(as_of, option="as_of")
    covered = members_covered(agreement_parties, alliance)
    binding = {r["agreement"]: r["legally_binding"] for r in agreements.iter_rows(named=True)}
    standings = standing_on(agreement_events, day, unsigned(agreements))
    groups: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in commitments.iter_rows(named=True):
        if row["agreement"] in covered:
            groups.setdefault((row["area"], row["agreement"]), []).append(row)
    out: dict[str, list[Any]] = {c.name: [] for c in COMMITMENT_COVERAGE.columns}
    for (area, agreement), rows in sorted(groups.items()):
        standing, since, occurrence, _ = standings.get(agreement, ("unknown", None, None, None))
        modalities = [r["modality"] for r in rows]
        values = (
            area,
            agreement,
            len(rows),
            modalities.count("shall"),
            modalities.count("intend") + modalities.count("intended_passive"),
            binding.get(agreement),
            covered[agreement],
            standing,
            since,
            occurrence,
            ";".join(sorted({r["source_id"] for r in rows})),
        )
        for column, value in zip(out.values(), values, strict=True):
            column.append(value)
    return out


def members_covered(agreement_parties: Frame, alliance: Alliance) -> dict[str, int]:
    """Agreements that count for an alliance, with the number of its members among the parties."""
    counts: dict[str, int] = {}
    for row in agreement_parties.iter_rows(named=True):
        if row["country"] in alliance.members:
            counts[row["agreement"]] = counts.get(row["agreement"], 0) + 1
    needed = min(2, len(alliance.members))
    return {agreement: n for agreement, n in counts.items() if n >= needed}


def unsigned(agreements: Frame) -> frozenset[str]:
    """Agreements of a kind that nobody signs: for these, the announcement is the beginning."""
    return frozenset(
        r["agreement"]
        for r in agreements.iter_rows(named=True)
        if r["kind"] in {"initiative", "dialogue", "code"}
    )


def standing_on(
    agreement_events: Frame, day: str, without_signature: frozenset[str] = frozenset()
) -> dict[str, tuple[str, str, str, dict[str, Any]]]:
    """Standing of each agreement on a day: (standing, since, occurrence, the event's row)."""
    events = [
        r
        for r in agreement_events.iter_rows(named=True)
        if r["occurrence"] != "planned" and as_period(r["date"])[0] <= day
    ]
    events.sort(key=lambda r: (as_period(r["date"])[0], r["event"]))
    standings: dict[str, tuple[str, str, str, dict[str, Any]]] = {}
    for row in events:
        before = standings.get(row["agreement"])
        standing = _STANDING_OF[row["event"]]
        if row["event"] == "announced" and row["agreement"] in without_signature:
            standing = "in_effect"
        if before and row["event"] in {"announced", "planned"}:
            continue
        if before and before[0] != "not_yet" and row["event"] in _WEAK:
            continue
        standings[row["agreement"]] = (
            standing,
            row["date"],
            row["occurrence"],
            row,
        )
    return standings
