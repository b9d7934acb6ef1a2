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

MIRROR_TRADE = Table(
    "mirror_trade",
    "Both sides' reports of bilateral trade by product and year",
    (
        Column("year", "integer", "Calendar year.", minimum=1900, maximum=2100),
        Column("exporter", "string", "Exporting country, ISO 3166-1 alpha-3."),
        Column("importer", "string", "Importing country, ISO 3166-1 alpha-3."),
        Column("hs6", "string", "Six-digit Harmonized System code, leading zero kept."),
        Column(
            "exporter_value_usd",
            "number",
            "Value that the exporter reports, free on board; empty where it reports none.",
            unit="USD",
            nullable=True,
            minimum=0,
        ),
        Column(
            "importer_value_usd",
            "number",
            "Value that the importer reports, with freight; empty where it reports none.",
            unit="USD",
            nullable=True,
            minimum=0,
        ),
    ),
    key=("year", "exporter", "importer", "hs6"),
    unique=True,
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

STAGE_NODES = Table(
    "stage_nodes",
    "Stages and inputs of a technology",
    (
        Column("node", "string", "Identifier of the stage or input."),
        Column("name", "string", "Name."),
        Column("kind", "string", "Kind in the source, such as process or tool_resource."),
        Column("stage", "string", "Stage to which it belongs.", nullable=True),
    ),
    key=("node",),
    unique=True,
)

STAGE_LINKS = Table(
    "stage_links",
    "Links of a stage map",
    (
        Column("node", "string", "The input or the narrower type."),
        Column("target", "string", "What it goes into, or what it is a type of."),
        Column("link", "string", "Kind of link.", values=("goes_into", "type_of")),
    ),
    key=("node", "target", "link"),
    unique=True,
)

STAGE_SHARES = Table(
    "stage_shares",
    "Provider shares of the nodes of a stage map",
    (
        Column("node", "string", "Stage or input."),
        Column("provider", "string", "ISO alpha-3 code, name of a group, or identifier of a firm."),
        Column(
            "provider_kind",
            "string",
            "A country, a firm, or a group of countries that is not split.",
            values=("country", "firm", "group"),
        ),
        Column("country", "string", "Country of the provider.", nullable=True),
        Column(
            "share",
            "number",
            "Share of the world supply; empty when the provider is known but its share is not.",
            unit="1",
            nullable=True,
            minimum=0,
            maximum=1,
        ),
        Column("year", "integer", "Year of the figure.", nullable=True),
    ),
    key=("node", "provider", "year"),
    unique=True,
)

MINERAL_OUTPUT = Table(
    "mineral_output",
    "Production, capacity and reserves of minerals by country",
    (
        Column("mineral", "string", "Commodity as the source names it."),
        Column("stage", "string", "What is measured, such as mine production or plant capacity."),
        Column(
            "statistic",
            "string",
            "Kind of figure.",
            values=("production", "capacity", "reserves"),
        ),
        Column(
            "country",
            "string",
            "ISO alpha-3 code; `other` for countries given as one; `world` for the total.",
        ),
        Column("year", "integer", "Year of the figure."),
        Column(
            "value",
            "number",
            "The figure; empty when withheld or not available.",
            unit="as in unit",
            nullable=True,
            minimum=0,
        ),
        Column("unit", "string", "Unit of the figure.", nullable=True),
        Column(
            "bound",
            "string",
            "exact, or above or below the value given, or unknown.",
            values=("exact", "above", "below", "unknown"),
        ),
    ),
    key=("mineral", "stage", "statistic", "country", "year"),
)

IMPORT_SOURCES = Table(
    "import_sources",
    "Shares of source countries in the imports of a mineral",
    (
        Column("importer", "string", "ISO alpha-3 code."),
        Column("mineral", "string", "Commodity."),
        Column("form", "string", "Form in which it is imported."),
        Column("country", "string", "Source: ISO alpha-3 code, or `other`."),
        Column("share", "number", "Share of imports.", unit="1", minimum=0, maximum=1),
        Column("period", "string", "Years that the share covers."),
    ),
    key=("importer", "mineral", "form", "country"),
)

LISTED_PARTIES = Table(
    "listed_parties",
    "Parties named on restricted-party lists",
    (
        Column("id", "string", "Identifier of the entry, unique within the list."),
        Column("list", "string", "Code of the list, such as EL or SDN."),
        Column("name", "string", "Name as listed."),
        Column("aliases_json", "string", "Other names, a JSON list of texts.", nullable=True),
        Column(
            "countries",
            "string",
            "Countries as the list gives them, joined by ';'.",
            nullable=True,
        ),
        Column(
            "schema",
            "string",
            "FollowTheMoney schema of the party.",
            nullable=True,
            values=("LegalEntity", "Company", "Organization", "Person", "Vessel", "Airplane"),
        ),
        Column("programs", "string", "Programmes or grounds, joined by ';'.", nullable=True),
        Column("addresses_json", "string", "Addresses, a JSON list of texts.", nullable=True),
        Column(
            "identifiers_json",
            "string",
            "Registration numbers, LEI and the like, a JSON list of texts.",
            nullable=True,
        ),
        Column("start_date", "string", "Date listed as the list writes it.", nullable=True),
        Column("notice", "string", "Citation of the notice.", nullable=True),
        Column("source_url", "string", "Address of the list.", nullable=True),
    ),
    key=("list", "id"),
)

DISTANCES = Table(
    "distances",
    "Distances between countries",
    (
        Column("origin", "string", "ISO alpha-3 code."),
        Column("destination", "string", "ISO alpha-3 code."),
        Column("distance_km", "number", "Great-circle distance.", unit="km", minimum=0),
        Column(
            "weighted_km",
            "number",
            "Distance weighted by the population of cities.",
            unit="km",
            nullable=True,
            minimum=0,
        ),
        Column("contiguous", "boolean", "Whether they share a border.", nullable=True),
    ),
    key=("origin", "destination"),
    unique=True,
)

_FLOW_COLUMNS = (
    Column("year", "integer", "Calendar year.", minimum=1900, maximum=2100),
    Column("supplier_country", "string", "Country of the supplier, ISO alpha-3, or ROW."),
    Column("supplier_sector", "string", "Industry of the supplier, in the table's own codes."),
    Column("buyer_country", "string", "Country of the buyer, ISO alpha-3, or ROW."),
)

_FLOW_VALUE = Column(
    "value_musd", "number", "Value in current prices; negative where inventories fall.", unit="MUSD"
)

FLOWS = Table(
    "flows",
    "Intermediate deliveries between industries (inter-country input-output table)",
    (
        *_FLOW_COLUMNS,
        Column("buyer_sector", "string", "Industry of the buyer, in the table's own codes."),
        _FLOW_VALUE,
    ),
    key=("year", "supplier_country", "supplier_sector", "buyer_country", "buyer_sector"),
)

FINAL_DEMAND = Table(
    "final_demand",
    "Deliveries of industries to final demand",
    (
        *_FLOW_COLUMNS,
        Column("category", "string", "Category of final demand, in the table's own codes."),
        _FLOW_VALUE,
    ),
    key=("year", "supplier_country", "supplier_sector", "buyer_country", "category"),
)

OUTPUT = Table(
    "output",
    "Gross output of industries",
    (
        Column("year", "integer", "Calendar year.", minimum=1900, maximum=2100),
        Column("country", "string", "Country, ISO alpha-3, or ROW."),
        Column("sector", "string", "Industry, in the table's own codes."),
        Column("output_musd", "number", "Gross output in current prices.", unit="MUSD"),
    ),
    key=("year", "country", "sector"),
)

MIRROR = Table(
    "mirror",
    "One flow as the exporter and as the importer report it",
    (
        Column("year", "integer", "Calendar year.", minimum=1900, maximum=2100),
        Column("exporter", "string", "Exporting country, ISO 3166-1 alpha-3."),
        Column("importer", "string", "Importing country, ISO 3166-1 alpha-3."),
        Column("hs6", "string", "Six-digit Harmonized System code."),
        Column("export_usd", "number", "Value that the exporter reports.", unit="USD", minimum=0),
        Column("import_usd", "number", "Value that the importer reports.", unit="USD", minimum=0),
    ),
    key=("year", "exporter", "importer", "hs6"),
    unique=True,
)

HS_CORRELATION = Table(
    "hs_correlation",
    "Correlation of product codes between two revisions of the Harmonized System",
    (
        Column("hs6_from", "string", "Code in the revision of the trade table."),
        Column("hs6_to", "string", "Code in the revision wanted."),
        Column(
            "weight",
            "number",
            "Part of the old code that goes to the new one; equal parts when empty.",
            unit="1",
            nullable=True,
            minimum=0,
            maximum=1,
        ),
    ),
    key=("hs6_from", "hs6_to"),
    unique=True,
)
