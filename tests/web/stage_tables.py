"""A stage map small enough to be seen at once."""

import polars as pl

from techpact.sources.tables import STAGE_LINKS, STAGE_NODES, STAGE_SHARES


def add_stages(space):
    """Put a stage map of three nodes and a cycle into a workspace."""
    space.add_table(
        "stage_nodes",
        {
            "node": ["ore", "wafer", "chip"],
            "name": ["Ore <b>", "Wafer", "Chip"],
            "kind": ["material_resource", "material_resource", "ultimate_output"],
            "stage": [None, None, None],
        },
        table=STAGE_NODES,
    )
    space.add_table(
        "stage_links",
        {
            "node": ["ore", "wafer", "chip"],
            "target": ["wafer", "chip", "ore"],  # the last leads back: a cycle
            "link": ["goes_into"] * 3,
        },
        table=STAGE_LINKS,
    )
    shares = {
        "node": ["ore", "wafer"],
        "provider": ["CHN", "JPN"],
        "share": [0.9, 0.6],
    }
    columns = {c.name: c for c in STAGE_SHARES.columns}
    fill = {
        name: [c.values[0] if c.values else 2024 if c.type == "integer" else "x"] * 2
        for name, c in columns.items()
        if not c.nullable and name not in shares
    }
    given = {k: v for k, v in {**fill, **shares}.items() if k in columns}
    space.add_table("stage_shares", pl.DataFrame(given), table=STAGE_SHARES)
