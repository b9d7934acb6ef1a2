"""The way of a loss through a network, as nodes and edges: what a graph is drawn from."""

from __future__ import annotations

from techpact.tables import Column, Table

PATH_NODES = Table(
    "path_nodes",
    "Who loses, and when the loss arrives",
    (
        Column("scenario", "string", "Scenario."),
        Column("node", "string", "Firm, or country and sector joined by a space."),
        Column("country", "string", "Country.", nullable=True),
        Column("sector", "string", "Sector.", nullable=True),
        Column("origin", "boolean", "Whether the event itself hits it."),
        Column("reached", "integer", "Step of the cascade, or day, at which its loss first is at "
               "least the threshold; 0 for those hit at the start of a cascade.", unit="1"),
        Column("loss_share", "number", "Share of output lost: at the end of a cascade, or summed "
               "over the days.", unit="1"),
        Column("peak_share", "number", "Largest share lost at any step or day.", unit="1"),
        Column("loss", "number", "Loss in the unit of the network: weight times share for firms, "
               "million USD for country-sectors.", unit="unit"),
        Column("rank", "integer", "1 for the largest loss.", unit="1"),
    ),
    key=("scenario", "node"),
)  # fmt: skip

PATH_EDGES = Table(
    "path_edges",
    "Which deliveries carried the loss",
    (
        Column("scenario", "string", "Scenario."),
        Column("source", "string", "Node from which the loss comes."),
        Column("target", "string", "Node to which it is carried."),
        Column("direction", "string", "down: the target misses an input from the source; up: the "
               "target misses orders of the source.", values=("down", "up")),
        Column("cause", "string", "input: the supplier makes less; order: the buyer orders less; "
               "cut: the delivery itself was cut.", values=("input", "order", "cut")),
        Column("step", "integer", "Step or day at which it first carries a loss.", unit="1"),
        Column("carried", "number", "For firms the share of the target's output that this edge "
               "alone would cost; for country-sectors the value missing, million USD.",
               unit="unit"),
        Column("binding", "boolean", "Whether it belongs to the input or orders that set the "
               "target's loss; empty where that is not known.", nullable=True),
    ),
    key=("scenario", "source", "target", "cause"),
)  # fmt: skip
