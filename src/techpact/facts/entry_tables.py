"""The fact tables of control list entries with dates, and what they have in common."""

from __future__ import annotations

from techpact.facts.columns import EVIDENCE
from techpact.tables import Column, Table

LIST_ENTRIES = Table(
    "list_entries",
    "Entries of the control lists of the EU, the UK, the Netherlands, Korea, Japan and others",
    (
        Column(
            "list",
            "string",
            "Control list: EU_ANNEX_I, UK_ANNEX_I, UK_SCHEDULE_3, NL_SEMICONDUCTOR, KR_NOTICE, "
            "JP_EXPORT_ORDER, US_CCL, FR_ORDER, ES_ORDER.",
        ),
        Column("issuer", "string", "ISO alpha-3 code, or EU."),
        Column(
            "item",
            "string",
            "Item number as in the list, such as 3B501.k; a short name where no number was seen.",
        ),
        Column("category", "string", "Category digit of the common lists, 0 to 9.", nullable=True),
        Column(
            "subject",
            "string",
            "Subject that the entry shares with entries of other numbers (see `control_subjects`).",
            nullable=True,
        ),
        Column("name_en", "string", "What the entry is about, in our own words."),
        Column("name_ja", "string", "The same in Japanese.", nullable=True),
        Column("name_ko", "string", "The same in Korean.", nullable=True),
        Column("start_date", "string", "Date in force.", nullable=True),
        Column(
            "start_known",
            "string",
            "exact: the entry came into force on that date; by: it was in force by then, perhaps "
            "long before.",
            nullable=True,
            values=("exact", "by"),
        ),
        Column("end_date", "string", "Date on which it ended.", nullable=True),
        Column("instrument", "string", "Law, regulation or notice."),
        *EVIDENCE,
    ),
    key=("list", "item", "subject", "start_date"),
    unique=True,
)

LIST_MODELS = Table(
    "list_models",
    "Control lists that take over the numbers of another list",
    (
        Column("list", "string", "The list."),
        Column("issuer", "string", "ISO alpha-3 code, or a regime such as wassenaar."),
        Column("model", "string", "List whose numbers it holds (see `list_entries`)."),
        Column("categories", "string", "Categories that are taken over, one digit each."),
        Column(
            "regime_digits",
            "string",
            "Third characters of the numbers that are taken over, one digit each; entries of the "
            "other numbers are not.",
        ),
        Column("start_date", "string", "Date by which the numbers were in force."),
        Column("instrument", "string", "Law, regulation or notice."),
        *EVIDENCE,
    ),
    key=("list",),
    unique=True,
)

CONTROL_SUBJECTS = Table(
    "control_subjects",
    "Subjects that control lists name with different numbers",
    (
        Column("subject", "string", "Identifier."),
        Column("name_en", "string", "Name in English."),
        Column("name_ja", "string", "Name in Japanese."),
        Column("name_ko", "string", "Name in Korean."),
        Column("areas", "string", "Area codes, joined by ';'."),
    ),
    key=("subject",),
    unique=True,
)

ITEM_PRODUCTS = Table(
    "item_products",
    "Traded products in which the goods of a list item may be found",
    (
        Column(
            "item",
            "string",
            "Item number of the common lists, such as 3B001, or a subject of `control_subjects`.",
        ),
        Column("hs6", "string", "Six-digit Harmonized System code, a candidate."),
        Column("hs_revision", "string", "Revision of the code.", values=("HS2017", "HS2022")),
        Column(
            "specificity",
            "string",
            "whole: the code holds the controlled goods and nothing else; part: also other goods.",
            values=("whole", "part"),
        ),
        *EVIDENCE,
    ),
    key=("item", "hs6", "hs_revision"),
    unique=True,
)
