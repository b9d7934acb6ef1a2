"""Tables that sources yield and parts share: each is declared once, here."""

from __future__ import annotations

from techpact.tables import Column, Table

HS_REVISIONS = ("HS1992", "HS1996", "HS2002", "HS2007", "HS2012", "HS2017", "HS2022")

TRADE = Table(
    "trade",
    "Bilateral trade by product and year",
    (
        Column("year", "integer", "Calendar year.", minimum=1900, maximum=2100),
        Column("exporter", "string", "Exporting country, ISO 3166-1 alpha-3."),
        Column("importer", "string", "Importing country, ISO 3166-1 alpha-3."),
        Column("hs6", "string", "Six-digit Harmonized System code, leading zero kept."),
        Column(
            "value_usd",
            "integer",
            "Value of the flow in current US dollars, whole dollars so that sums are exact.",
            unit="USD",
            minimum=0,
        ),
        Column("quantity_t", "number", "Quantity.", unit="t", nullable=True, minimum=0),
        Column(
            "hs_revision",
            "string",
            "Revision of the product code.",
            nullable=True,
            values=HS_REVISIONS,
        ),
    ),
    key=("year", "exporter", "importer", "hs6"),
)

LEFT_OUT = Table(
    "left_out",
    "What a reader left out by rule, so that nothing disappears unseen",
    (
        Column("code", "string", "Code in the file."),
        Column("name", "string", "Name in the publisher's list.", nullable=True),
        Column("rows", "integer", "Rows left out.", unit="1"),
        Column("value_usd", "integer", "Their value.", unit="USD", nullable=True),
    ),
)
