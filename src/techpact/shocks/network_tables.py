"""The tables of a firm-level production network."""

from __future__ import annotations

from techpact.tables import Column, Table

EDGES = Table(
    "edges",
    "Who sells to whom",
    (
        Column("supplier", "string", "Firm that sells."),
        Column("buyer", "string", "Firm that buys; may be the supplier itself."),
        Column(
            "weight",
            "number",
            "Value sold in the period; rows with one supplier and buyer are added.",
            unit="currency",
            minimum=0,
        ),
        Column("product", "string", "Product or product code that is sold.", nullable=True),
    ),
    key=("supplier", "buyer"),
    extra=True,
)

FIRMS = Table(
    "firms",
    "Firms of a production network",
    (
        Column("firm", "string", "Identifier of the firm."),
        Column("sector", "string", "Industry of the firm: a row of the essentiality matrix."),
        Column(
            "market",
            "string",
            "Group of firms that can replace one another; the sector when not given.",
            nullable=True,
        ),
        Column("employees", "number", "Persons employed.", unit="1", nullable=True, minimum=0),
        Column(
            "revenue",
            "number",
            "Revenue of the firm, sales outside the network included.",
            unit="currency",
            nullable=True,
            minimum=0,
        ),
        Column(
            "costs",
            "number",
            "Costs of all inputs, purchases outside the network included.",
            unit="currency",
            nullable=True,
            minimum=0,
        ),
        Column(
            "final_demand",
            "number",
            "Sales outside the network: to households, government and abroad.",
            unit="currency",
            nullable=True,
            minimum=0,
        ),
        Column(
            "imports",
            "number",
            "Purchases outside the network, such as imports.",
            unit="currency",
            nullable=True,
            minimum=0,
        ),
        Column("country", "string", "Country of the firm (ISO alpha-3).", nullable=True),
    ),
    key=("firm",),
    unique=True,
    extra=True,
)

ESSENTIALITY = Table(
    "essentiality",
    "How much the sector of the column needs inputs from the sector of the row: "
    "2 essential, 1 non-essential, 0 negligible; a square matrix without a header",
    (),
    extra=True,
)

SHOCKS = Table(
    "shocks",
    "Initial losses of firms, by scenario",
    (
        Column("scenario", "string", "Name of the scenario."),
        Column("firm", "string", "Firm that is hit."),
        Column(
            "psi_down",
            "number",
            "Share of production lost for its buyers.",
            unit="1",
            minimum=0,
            maximum=1,
        ),
        Column(
            "psi_up",
            "number",
            "Share of demand lost for its suppliers; psi_down when not given.",
            unit="1",
            nullable=True,
            minimum=0,
            maximum=1,
        ),
    ),
    key=("scenario", "firm"),
    unique=True,
)

EDGE_CUTS = Table(
    "edge_cuts",
    "Sales that are cut, by scenario: a row holds for all edges that fit every column it fills",
    (
        Column("scenario", "string", "Name of the scenario; may occur in 'shocks' as well."),
        Column(
            "supplier", "string", "Firm whose sales are cut; any when not given.", nullable=True
        ),
        Column(
            "buyer", "string", "Firm whose purchases are cut; any when not given.", nullable=True
        ),
        Column(
            "supplier_country",
            "string",
            "Country of the suppliers (column country of 'firms').",
            nullable=True,
        ),
        Column(
            "buyer_country",
            "string",
            "Country of the buyers (column country of 'firms').",
            nullable=True,
        ),
        Column(
            "product",
            "string",
            "Product that is cut (column product of 'edges').",
            nullable=True,
        ),
        Column(
            "cut",
            "number",
            "Share of the sale that stops; 1 when not given.",
            unit="1",
            nullable=True,
            minimum=0,
            maximum=1,
        ),
        Column(
            "start",
            "integer",
            "Step in which the cut begins; 1 when not given.",
            unit="1",
            nullable=True,
            minimum=1,
            maximum=1000,
        ),
    ),
    key=("scenario",),
)
