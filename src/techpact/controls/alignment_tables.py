"""The tables of the alignment of controls."""

from __future__ import annotations

from techpact.tables import Column, Table

STATES = ("in_force", "suspended", "ended", "future", "unknown")

PARTNER_ITEMS = Table(
    "partner_items",
    "Items of control lists that the user adds, of any country or regime",
    (
        Column("list", "string", "Name of the list, such as EU_ANNEX_I, UK_DUAL_USE, KR_NOTICE."),
        Column("issuer", "string", "ISO alpha-3 code, or a bloc or regime such as eu, wassenaar."),
        Column("item", "string", "Item number as in the list: 3B001, 3.B.1, 7."),
        Column("category", "string", "Category digit, when the number does not begin with it.",
               nullable=True),
        Column("hs6", "string", "Candidate HS6 codes joined by ';'.", nullable=True),
        Column("start_date", "string", "Date in force.", nullable=True),
        Column("end_date", "string", "Date ended.", nullable=True),
        Column("instrument", "string", "Law, regulation or notice.", nullable=True),
        Column("source_id", "string", "Source.", nullable=True),
    ),
    key=("list", "issuer", "item", "start_date"),
)  # fmt: skip

CONTROL_ALIGNMENT = Table(
    "control_alignment",
    "List items and measures of the members and partners in one table",
    (
        Column("country", "string", "Country that is bound, ISO alpha-3 code."),
        Column("issuer", "string", "Who issued it: a country, a bloc, or a regime."),
        Column("list", "string", "List, or `measure`."),
        Column("item", "string", "Item number, category, or measure."),
        Column("subject", "string", "Subject that it shares with items of other numbers (see "
               "`control_subjects`).", nullable=True),
        Column("name", "string", "What it is about, in English; of a number, as of the same number "
               "in another list.", nullable=True),
        Column(
            "basis",
            "string",
            "listed: the item stands in a table of the list; measure: a dated measure; expected: a "
            "regime that the country belongs to lists it, its own list was not seen.",
            values=("listed", "measure", "expected"),
        ),
        Column("categories", "string", "Categories of the common lists, joined by ';'.",
               nullable=True),
        Column("jp_items", "string", "Items of the Japanese order that hold goods of the same "
               "categories, joined by ';': many to many.", nullable=True),
        Column("areas", "string", "Area codes, joined by ';'.", nullable=True),
        Column("hs6", "string", "Candidate HS6 codes, joined by ';'.", nullable=True),
        Column("hs6_basis", "string", "Where the candidates come from: the item, the measure, or "
               "the products of the areas (coarse).", nullable=True,
               values=("item", "measure", "area")),
        Column("state", "string", "State on the date. An item without dates is in force from the "
               "edition that shows it, and unknown before; so is one with a date by which it was "
               "in force.",
               values=STATES),
        Column("since", "string", "Start date.", nullable=True),
        Column("since_known", "string", "exact: in force on that date; by: in force by then, "
               "perhaps long before.", nullable=True, values=("exact", "by")),
        Column("until", "string", "End date.", nullable=True),
        Column("seen_as_of", "string", "Date at which the source showed it.", nullable=True),
        Column("instrument", "string", "Law, regulation, notice or regime.", nullable=True),
        Column("source_id", "string", "Source.", nullable=True),
        Column("since_source_id", "string", "Source of the start date, where it is another.",
               nullable=True),
        Column("status", "string", "Status of the fact.",
               values=("confirmed", "unconfirmed", "inferred", "no_data")),
    ),
    key=("country", "list", "item", "subject", "since"),
)  # fmt: skip

CONTROL_GAPS = Table(
    "control_gaps",
    "What is controlled by whom: subjects, items, and measures by area",
    (
        Column("level", "string", "subject: items of different numbers on one subject; item: one "
               "item number; area: measures of one kind in one area.",
               values=("subject", "item", "area")),
        Column("subject", "string", "Subject, item number, or `area: kind`."),
        Column("name", "string", "Name of the subject or item, in English.", nullable=True),
        Column("items", "string", "The numbers under which the lists name it, each with its list, "
               "joined by ';'.", nullable=True),
        Column("areas", "string", "Area codes, joined by ';'.", nullable=True),
        Column("regime", "string", "Regime whose list the item belongs to, by its number.",
               nullable=True),
        Column("controlled_by", "string", "Countries that control it on the date, joined by ';'.",
               nullable=True),
        Column("expected_by", "string", "Countries that are bound by the regime, lists not seen.",
               nullable=True),
        Column("not_in_force_by", "string", "Countries whose rule is suspended, ended or ahead.",
               nullable=True),
        Column("unknown_for", "string", "Countries of which no row says anything.", nullable=True),
        Column("only_known_by", "string", "The country, where one alone controls it and none is "
               "expected to.", nullable=True),
        Column("unconfirmed_for", "string", "Those that control it of which no row is confirmed.",
               nullable=True),
        Column("since", "string", "Since when: the earliest start of those in force that is known "
               "exactly.", nullable=True),
        Column("dates", "string", "Each country with its first start, joined by ';'; `by` where it "
               "may have been earlier.", nullable=True),
    ),
    key=("level", "subject"),
)  # fmt: skip
