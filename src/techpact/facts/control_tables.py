"""The fact tables of export controls: list items, country groups, crosswalks, measures' goods."""

from __future__ import annotations

from techpact.facts.columns import EVIDENCE
from techpact.tables import Column, Table

CONTROL_LIST_ITEMS = Table(
    "control_list_items",
    "Items of export control lists",
    (
        Column("regime", "string", "Control list: US_CCL.", values=("US_CCL",)),
        Column("item", "string", "Item number, such as 3B001."),
        Column("category", "string", "Category digit, 0 to 9."),
        Column(
            "product_group",
            "string",
            "A systems, B production equipment, C materials, D software, E technology.",
            values=("A", "B", "C", "D", "E"),
        ),
        Column("number", "string", "Last three characters; the first of them tells the reason."),
        Column(
            "reasons",
            "string",
            "Reasons for control joined by ';' (NS, MT, NP, CB, RS, …); empty where the "
            "entry gives them in prose.",
            nullable=True,
        ),
        Column(
            "chart_columns",
            "string",
            "Columns of the country chart joined by ';', such as NS 1.",
            nullable=True,
        ),
        Column(
            "other_rules",
            "string",
            "Licence requirements that stand beside the chart, in the words of the list, joined by "
            "';'; '…' where they are cut short.",
            nullable=True,
        ),
        Column("heading", "string", "Heading of the item; '…' where it is cut short."),
        *EVIDENCE,
    ),
    key=("regime", "item"),
    unique=True,
)

COUNTRY_GROUPS = Table(
    "country_groups",
    "Countries by group of an export control law",
    (
        Column(
            "regime",
            "string",
            "US_EAR: Country Groups A to E; JP_EXPORT_ORDER: countries of Appended Table 3.",
            values=("US_EAR", "JP_EXPORT_ORDER"),
        ),
        Column("country_group", "string", "Group, such as A:1 or D:5, or `appended_table_3`."),
        Column("country", "string", "ISO 3166-1 alpha-3 code."),
        *EVIDENCE,
    ),
    key=("regime", "country_group", "country"),
    unique=True,
)

COUNTRY_CHART = Table(
    "country_chart",
    "Commerce Country Chart: for which reasons a destination needs a licence",
    (
        Column("country", "string", "Destination, ISO 3166-1 alpha-3 code."),
        Column("chart_column", "string", "Column with an X, such as NS 2."),
        *EVIDENCE,
    ),
    key=("country", "chart_column"),
    unique=True,
)

JP_EXPORT_ORDER_ITEMS = Table(
    "jp_export_order_items",
    "Items of Appended Table 1 of the Japanese Export Trade Control Order",
    (
        Column("item", "string", "Item number, such as 7 or 3-2."),
        Column("name_en", "string", "Name in English."),
        Column("name_ja", "string", "Name in Japanese."),
        Column(
            "control_type",
            "string",
            "list: listed goods; catch_all: every other good, by end use and end user.",
            values=("list", "catch_all"),
        ),
        *EVIDENCE,
    ),
    key=("item",),
    unique=True,
)

CATEGORY_CROSSWALK = Table(
    "category_crosswalk",
    "Categories of the common lists and items of the Japanese order",
    (
        Column("category", "string", "Category digit of the US, EU and Wassenaar lists."),
        Column("category_name", "string", "Name of the category."),
        Column("jp_item", "string", "Item of Appended Table 1."),
        Column(
            "relation",
            "string",
            "main: the item that answers to the category; also: holds some of its goods.",
            values=("main", "also"),
        ),
        Column("ordinance_article", "string", "Article of the METI ordinance.", nullable=True),
        Column("origins", "string", "Regimes that the goods come from, joined by ';'."),
        *EVIDENCE,
    ),
    key=("category", "jp_item"),
    unique=True,
)

COMMON_HIGH_PRIORITY = Table(
    "common_high_priority",
    "Common High Priority List: goods that Russia seeks for its weapons",
    (
        Column("hs6", "string", "Six-digit Harmonized System code."),
        Column("hs_revision", "string", "Revision of the code.", values=("HS2017", "HS2022")),
        Column("tier", "string", "Tier.", values=("1", "2", "3A", "3B", "4A", "4B")),
        *EVIDENCE,
    ),
    key=("hs6", "hs_revision"),
    unique=True,
)

JP_SEMICONDUCTOR_ITEMS = Table(
    "jp_semiconductor_items",
    "The 23 kinds of semiconductor equipment that Japan listed in 2023, counted by process",
    (
        Column("process", "string", "Step of semiconductor making."),
        Column("items", "integer", "Number of kinds of equipment.", unit="1", minimum=0),
        Column("promulgated_date", "string", "Date of promulgation."),
        Column("start_date", "string", "Date in force."),
        *EVIDENCE,
    ),
    key=("process",),
    unique=True,
)

MEASURE_PRODUCTS = Table(
    "measure_products",
    "Traded products in which the goods of a control measure are found",
    (
        Column("measure", "string", "Measure (see `control_measures`)."),
        Column("hs6", "string", "Six-digit Harmonized System code, a candidate."),
        Column(
            "hs_revision",
            "string",
            "Revision of the code.",
            values=("HS1992", "HS1996", "HS2002", "HS2007", "HS2012", "HS2017", "HS2022"),
        ),
        Column(
            "specificity",
            "string",
            "whole: the code holds the controlled goods and nothing else; part: also other goods.",
            values=("whole", "part"),
        ),
        *EVIDENCE,
    ),
    key=("measure", "hs6", "hs_revision"),
    unique=True,
)
