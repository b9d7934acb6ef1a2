"""Columns that fact tables share: the evidence of a row, names and texts in three languages."""

from __future__ import annotations

from techpact.tables import Column

STATUSES = ("confirmed", "unconfirmed", "inferred", "no_data")

EVIDENCE = (
    Column("source_id", "string", "Source of the fact: a row of `sources`."),
    Column("locator", "string", "Page, table, section, paragraph or URL fragment.", nullable=True),
    Column("as_of", "string", "Date at which the fact held: YYYY, YYYY-MM or YYYY-MM-DD."),
    Column(
        "status",
        "string",
        "confirmed: seen in the source; unconfirmed: known but the source was not seen; inferred: "
        "follows from the source by a stated rule; no_data: no public figure was found.",
        values=STATUSES,
    ),
)
