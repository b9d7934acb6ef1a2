"""The tables of the fact base: one row one fact one citation.

Every table but `sources` ends with the same four columns: which source, where in it, the date the
fact held, and how sure we are. Figures that no public source gives are null with status `no_data`.
"""

from __future__ import annotations

from techpact.facts import columns, control_tables, entry_tables
from techpact.tables import Column, Table

STATUSES = columns.STATUSES
_EVIDENCE = columns.EVIDENCE


def _names(what: str) -> tuple[Column, ...]:
    return tuple(
        Column(f"name_{lang}", "string", f"{what} in {language}.", nullable=lang != "en")
        for lang, language in (("en", "English"), ("ja", "Japanese"), ("ko", "Korean"))
    )


def _texts(what: str) -> tuple[Column, ...]:
    return tuple(
        Column(f"text_{lang}", "string", f"{what} in {language}, in the project's own words.")
        for lang, language in (("en", "English"), ("ja", "Japanese"), ("ko", "Korean"))
    )


SOURCES = Table(
    "sources",
    "Publications and datasets that facts are taken from",
    (
        Column("source_id", "string", "Short lower-case identifier, such as usgs_mcs_2025."),
        Column("publisher", "string", "Who published it."),
        Column("title", "string", "Title as published."),
        Column("year", "string", "Year of publication or of the edition."),
        Column("url", "string", "Address of the publication.", nullable=True),
        Column("licence", "string", "Licence or legal status of the publication.", nullable=True),
        Column("language", "string", "Language of the publication (ISO 639-1)."),
        Column("accessed", "date", "Day on which it was read."),
    ),
    key=("source_id",),
    unique=True,
)

AREAS = Table(
    "areas",
    "Technology areas: the spine",
    (
        Column("area", "string", "Area code."),
        Column("position", "integer", "Order in which areas are shown."),
        *_names("Name"),
        *_EVIDENCE,
    ),
    key=("area",),
    unique=True,
)

AREA_TERMS = Table(
    "area_terms",
    "Words by which a text speaks of an area",
    (
        Column("area", "string", "Area code."),
        Column("lang", "string", "Language of the term.", values=("en", "ja", "ko")),
        Column("term", "string", "Term; matched without regard to case and width."),
        *_EVIDENCE,
    ),
    key=("area", "lang", "term"),
    unique=True,
)

AREA_PRODUCTS = Table(
    "area_products",
    "Concordance from areas to traded products",
    (
        Column("area", "string", "Area code."),
        Column("hs6", "string", "Six-digit Harmonized System code, leading zero kept."),
        Column(
            "hs_revision",
            "string",
            "Revision of the code.",
            values=("HS1992", "HS1996", "HS2002", "HS2007", "HS2012", "HS2017", "HS2022"),
        ),
        Column("label", "string", "What the code covers, short, in our words."),
        Column(
            "input", "string", "Critical input that it stands for (see `inputs`).", nullable=True
        ),
        Column(
            "specificity",
            "string",
            "whole: the code is the input or nothing else; part: the code also holds other goods.",
            values=("whole", "part"),
        ),
        *_EVIDENCE,
    ),
    key=("area", "hs6", "hs_revision"),
    unique=True,
)

AREA_SECTORS = Table(
    "area_sectors",
    "Concordance from areas to industries of input-output tables",
    (
        Column("area", "string", "Area code."),
        Column(
            "scheme",
            "string",
            "Classification of the industry.",
            values=("ISIC4", "ICIO2025", "ICIO2023", "WIOD2013", "WIOD2016"),
        ),
        Column("sector", "string", "Industry code in the scheme."),
        Column("label", "string", "Name of the industry, short."),
        Column("specificity", "string", "whole or part of the industry.", values=("whole", "part")),
        *_EVIDENCE,
    ),
    key=("area", "scheme", "sector"),
    unique=True,
)

INDUSTRIES = Table(
    "industries",
    "Names of the industries of input-output tables",
    (
        Column(
            "scheme",
            "string",
            "WIOD2013, or ISIC4: divisions of ISIC Revision 4 and what tables join them to.",
            values=("WIOD2013", "ISIC4"),
        ),
        Column("sector", "string", "Industry code as the tables write it."),
        *_names("Short name"),
        *_EVIDENCE,
    ),
    key=("scheme", "sector"),
    unique=True,
)

AREA_CONTROL_ITEMS = Table(
    "area_control_items",
    "Concordance from areas to items of export control lists",
    (
        Column("area", "string", "Area code."),
        Column("regime", "string", "Control list: US_CCL, JP_EXPORT_ORDER, EU_ANNEX_I, WASSENAAR."),
        Column("item", "string", "Item number or category, such as 3B001 or 7."),
        *_EVIDENCE,
    ),
    key=("area", "regime", "item"),
    unique=True,
)

AREA_RESEARCH_FIELDS = Table(
    "area_research_fields",
    "Concordance from areas to research and patent classifications",
    (
        Column("area", "string", "Area code."),
        Column(
            "scheme",
            "string",
            "Classification.",
            values=(
                "openalex_field",
                "openalex_subfield",
                "openalex_topic",
                "ncses_field",
                "wipo_field",
            ),
        ),
        Column("field", "string", "Identifier or name in the scheme."),
        Column("label", "string", "Name of the field."),
        *_EVIDENCE,
    ),
    key=("area", "scheme", "field"),
    unique=True,
)

ALLIANCES = Table(
    "alliances",
    "Named alliances",
    (
        Column("alliance", "string", "Preset name, such as us-japan."),
        *_names("Name"),
        Column("kind", "string", "bilateral, trilateral, minilateral, group, regime."),
        *_EVIDENCE,
    ),
    key=("alliance",),
    unique=True,
)

ALLIANCE_MEMBERS = Table(
    "alliance_members",
    "Who belongs to a named alliance",
    (
        Column("alliance", "string", "Preset name."),
        Column("country", "string", "ISO 3166-1 alpha-3 code."),
        Column("role", "string", "Role in the preset.", values=("member", "partner", "concern")),
        Column("joined", "string", "Date of joining.", nullable=True),
        Column("left", "string", "Date of leaving.", nullable=True),
        *_EVIDENCE,
    ),
    key=("alliance", "country"),
    unique=True,
)

AGREEMENTS = Table(
    "agreements",
    "Agreements, dialogues and initiatives between governments",
    (
        Column("agreement", "string", "Identifier, such as tpd_us_japan."),
        *_names("Name"),
        Column("kind", "string", "memorandum, treaty, dialogue, initiative, code, agreement."),
        Column("signed_date", "string", "Date of signature or launch.", nullable=True),
        Column("signed_place", "string", "Place of signature.", nullable=True),
        Column(
            "legally_binding", "boolean", "Whether it creates legal obligations.", nullable=True
        ),
        Column("commits_funds", "boolean", "Whether it commits money.", nullable=True),
        Column(
            "notice_days",
            "integer",
            "Days of notice to leave it.",
            unit="d",
            nullable=True,
            minimum=0,
        ),
        *_EVIDENCE,
    ),
    key=("agreement",),
    unique=True,
)

AGREEMENT_PARTIES = Table(
    "agreement_parties",
    "Parties of agreements",
    (
        Column("agreement", "string", "Agreement."),
        Column("country", "string", "ISO 3166-1 alpha-3 code."),
        Column("representative", "string", "Institution that represents the party.", nullable=True),
        *_EVIDENCE,
    ),
    key=("agreement", "country"),
    unique=True,
)

AGREEMENT_EVENTS = Table(
    "agreement_events",
    "Status history of agreements",
    (
        Column("agreement", "string", "Agreement."),
        Column("date", "string", "Date: YYYY, YYYY-MM or YYYY-MM-DD."),
        Column(
            "event",
            "string",
            "What happened.",
            values=(
                "announced",
                "signed",
                "in_force",
                "meeting",
                "reviewed",
                "renewed",
                "amended",
                "paused",
                "resumed",
                "ended",
                "joined",
                "planned",
            ),
        ),
        Column(
            "occurrence",
            "string",
            "planned: was or is expected; reported: the press says so; "
            "actual: an official source says that it happened.",
            values=("planned", "reported", "actual"),
        ),
        *_texts("What happened"),
        *_EVIDENCE,
    ),
    key=("agreement", "date", "event", "text_en"),
    unique=True,
)

COMMITMENTS = Table(
    "commitments",
    "What the parties of an agreement said they would do",
    (
        Column("commitment", "string", "Identifier, such as tpd_us_japan_ai_01."),
        Column("agreement", "string", "Agreement."),
        Column("area", "string", "Area code."),
        Column(
            "modality",
            "string",
            "How bindingly.",
            values=("intend", "declarative", "intended_passive", "expect", "scope", "shall", "may"),
        ),
        *_texts("The commitment"),
        Column("bodies", "string", "Lead bodies: institution ids joined by ';'.", nullable=True),
        Column("deadline", "string", "Date by which it is due.", nullable=True),
        *_EVIDENCE,
    ),
    key=("commitment",),
    unique=True,
)

PLEDGES = Table(
    "pledges",
    "Investment pledges named with agreements; never added to one another or to the agreement",
    (
        Column("pledge", "string", "Identifier."),
        Column("agreement", "string", "Agreement with which it was named.", nullable=True),
        Column("pledged_by", "string", "Country code or firm."),
        Column("area", "string", "Area code.", nullable=True),
        Column("amount", "number", "Amount in units of the currency.", nullable=True, minimum=0),
        Column("currency", "string", "ISO 4217 code.", nullable=True),
        *_texts("What was pledged"),
        Column("pledge_status", "string", "announced, signed, legislated, disbursing, withdrawn."),
        *_EVIDENCE,
    ),
    key=("pledge",),
    unique=True,
)

INSTITUTIONS = Table(
    "institutions",
    "Bodies that carry or watch over technology cooperation",
    (
        Column("institution", "string", "Identifier, such as jp_meti."),
        *_names("Name"),
        Column(
            "country", "string", "ISO alpha-3 code; empty for international bodies.", nullable=True
        ),
        Column(
            "kind",
            "string",
            "ministry, agency, funder, laboratory, university, company, "
            "dialogue, standards_body, international, facility, programme, think_tank, media.",
        ),
        Column(
            "ror", "string", "Research Organization Registry id, when confirmed.", nullable=True
        ),
        Column("wikidata", "string", "Wikidata id, when confirmed.", nullable=True),
        *_EVIDENCE,
    ),
    key=("institution",),
    unique=True,
)

INSTITUTION_ALIASES = Table(
    "institution_aliases",
    "Other names of institutions",
    (
        Column("institution", "string", "Institution."),
        Column("lang", "string", "Language of the alias.", values=("en", "ja", "ko")),
        Column("alias", "string", "Abbreviation, former name, short name or known mistranslation."),
        Column(
            "alias_kind",
            "string",
            "What kind of name it is.",
            values=("abbreviation", "former", "short", "variant", "mistranslation"),
        ),
        *_EVIDENCE,
    ),
    key=("institution", "lang", "alias"),
    unique=True,
)

INPUTS = Table(
    "inputs",
    "Critical inputs of areas",
    (
        Column("input", "string", "Identifier, such as gallium."),
        Column("area", "string", "Area code."),
        Column(
            "kind",
            "string",
            "What it is.",
            values=("material", "equipment", "component", "service", "product"),
        ),
        *_names("Name"),
        *_texts("Why the area needs it"),
        *_EVIDENCE,
    ),
    key=("input", "area"),
    unique=True,
)

INPUT_SHARES = Table(
    "input_shares",
    "Shares of countries in the world supply of critical inputs",
    (
        Column("input", "string", "Input."),
        Column(
            "stage",
            "string",
            "mine, refinery, smelter, production, capacity, sales, exports, landings, launches …",
        ),
        Column("country", "string", "ISO alpha-3 code, or `other` for the rest named as one."),
        Column(
            "share",
            "number",
            "Share of the world total, 0 to 1.",
            unit="1",
            nullable=True,
            minimum=0,
            maximum=1,
        ),
        Column("quantity", "number", "Quantity.", nullable=True, minimum=0),
        Column("quantity_unit", "string", "Unit of the quantity.", nullable=True),
        Column(
            "basis",
            "string",
            "location: where it is made; headquarters: where the firm sits.",
            values=("location", "headquarters"),
        ),
        *_EVIDENCE,
    ),
    key=("input", "stage", "country", "as_of"),
    unique=True,
)

IMPORT_SOURCES = Table(
    "import_sources",
    "Where an importer buys a critical input: origins of shipments, not of the raw material",
    (
        Column("input", "string", "Input."),
        Column("form", "string", "Form in which it is imported, as the source names it."),
        Column("importer", "string", "ISO alpha-3 code of the importer."),
        Column("origin", "string", "ISO alpha-3 code of the origin, or `other` for the rest."),
        Column("share", "number", "Share of the imports, 0 to 1.", unit="1", minimum=0, maximum=1),
        Column("years", "string", "Years covered: YYYY-YYYY."),
        *_EVIDENCE,
    ),
    key=("input", "form", "importer", "origin", "years"),
    unique=True,
)

IMPORT_RELIANCE = Table(
    "import_reliance",
    "Net import reliance: imports less exports, as a share of consumption",
    (
        Column("input", "string", "Input."),
        Column(
            "base", "string", "Consumption that it is measured against, as the source names it."
        ),
        Column("importer", "string", "ISO alpha-3 code of the importer."),
        Column(
            "low",
            "number",
            "Lower bound, 0 to 1; equal to the upper one where the source gives a figure.",
            unit="1",
            nullable=True,
            minimum=0,
            maximum=1,
        ),
        Column(
            "high", "number", "Upper bound, 0 to 1.", unit="1", nullable=True, minimum=0, maximum=1
        ),
        Column("net_exporter", "boolean", "The importer exports more than it imports."),
        *_EVIDENCE,
    ),
    key=("input", "base", "importer", "as_of"),
    unique=True,
)

CONTROL_MEASURES = Table(
    "control_measures",
    "Dated control measures",
    (
        Column("measure", "string", "Identifier."),
        Column("issuer", "string", "ISO alpha-3 code, or EU."),
        Column("area", "string", "Area code.", nullable=True),
        Column(
            "kind",
            "string",
            "export_control, investment_screening, end_use, import_ban, "
            "party_list, outbound_investment.",
        ),
        *_texts("What it does"),
        Column(
            "targets",
            "string",
            "Targeted countries, ISO alpha-3 codes joined by ';'.",
            nullable=True,
        ),
        Column("start_date", "string", "Date in force.", nullable=True),
        Column("end_date", "string", "Date ended or suspended.", nullable=True),
        Column("resumes_date", "string", "Date at which a suspension ends.", nullable=True),
        Column("instrument", "string", "Law, regulation or notice."),
        *_EVIDENCE,
    ),
    key=("measure",),
    unique=True,
)

CONFLICTS = Table(
    "conflicts",
    "Claims on which sources contradict each other",
    (
        Column("conflict", "string", "Identifier; rows with one identifier belong together."),
        Column("area", "string", "Area code.", nullable=True),
        *_texts("The claim of this source"),
        *_EVIDENCE,
    ),
    key=("conflict", "source_id", "text_en"),
    unique=True,
)

CAVEATS = Table(
    "caveats",
    "Caveat codes with fixed wording",
    (
        Column("caveat", "string", "Code in upper case."),
        *_texts("Wording"),
    ),
    key=("caveat",),
    unique=True,
)

LOCATIONS: dict[str, tuple[Table, str]] = {
    "sources": (SOURCES, "sources"),
    "caveats": (CAVEATS, "caveats"),
    "areas": (AREAS, "areas/areas"),
    "area_terms": (AREA_TERMS, "areas/terms"),
    "area_products": (AREA_PRODUCTS, "areas/products"),
    "area_sectors": (AREA_SECTORS, "areas/sectors"),
    "industries": (INDUSTRIES, "areas/industries"),
    "area_control_items": (AREA_CONTROL_ITEMS, "areas/control_items"),
    "area_research_fields": (AREA_RESEARCH_FIELDS, "areas/research_fields"),
    "alliances": (ALLIANCES, "alliances/alliances"),
    "alliance_members": (ALLIANCE_MEMBERS, "alliances/members"),
    "agreements": (AGREEMENTS, "agreements/agreements"),
    "agreement_parties": (AGREEMENT_PARTIES, "agreements/parties"),
    "agreement_events": (AGREEMENT_EVENTS, "agreements/events"),
    "commitments": (COMMITMENTS, "agreements/commitments"),
    "pledges": (PLEDGES, "agreements/pledges"),
    "conflicts": (CONFLICTS, "agreements/conflicts"),
    "institutions": (INSTITUTIONS, "institutions/institutions"),
    "institution_aliases": (INSTITUTION_ALIASES, "institutions/aliases"),
    "inputs": (INPUTS, "inputs/inputs"),
    "input_shares": (INPUT_SHARES, "inputs/shares"),
    "import_sources": (IMPORT_SOURCES, "inputs/import_sources"),
    "import_reliance": (IMPORT_RELIANCE, "inputs/import_reliance"),
    "control_measures": (CONTROL_MEASURES, "controls/measures"),
    "measure_products": (control_tables.MEASURE_PRODUCTS, "controls/measure_products"),
    "control_list_items": (control_tables.CONTROL_LIST_ITEMS, "controls/list_items"),
    "list_entries": (entry_tables.LIST_ENTRIES, "controls/list_entries"),
    "list_models": (entry_tables.LIST_MODELS, "controls/list_models"),
    "control_subjects": (entry_tables.CONTROL_SUBJECTS, "controls/control_subjects"),
    "item_products": (entry_tables.ITEM_PRODUCTS, "controls/item_products"),
    "country_groups": (control_tables.COUNTRY_GROUPS, "controls/country_groups"),
    "country_chart": (control_tables.COUNTRY_CHART, "controls/country_chart"),
    "jp_export_order_items": (
        control_tables.JP_EXPORT_ORDER_ITEMS,
        "controls/jp_export_order_items",
    ),
    "category_crosswalk": (control_tables.CATEGORY_CROSSWALK, "controls/category_crosswalk"),
    "common_high_priority": (control_tables.COMMON_HIGH_PRIORITY, "controls/common_high_priority"),
    "jp_semiconductor_items": (
        control_tables.JP_SEMICONDUCTOR_ITEMS,
        "controls/jp_semiconductor_items",
    ),
}
"""Table name to declaration and place. A place is a file `<place>.csv`, or a folder `<place>/` of
CSV parts with the same columns that are read one after another in the order of their names."""
