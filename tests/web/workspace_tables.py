"""Tables that fill the pages which show the user's own data: an economy and a network of firms."""

from pathlib import Path

import numpy as np
import polars as pl

from techpact import engine
from techpact.registry import get_analysis, get_source
from techpact.shocks.scenario_file import preset_names, read_scenario

GOLDEN = Path(__file__).parents[1] / "golden" / "cascade_path"
COUNTRIES = ("CHN", "JPN", "KOR", "NLD", "TWN", "USA", "IND", "ROW")
EXTRA = ("c20", "c30")


def sectors():
    """Industries of WIOD 2013 that the presets name, and two more."""
    found = set(EXTRA)
    for name in preset_names():
        for events in read_scenario(name).scenarios.values():
            for event in events:
                for key in ("sectors", "buyer_sectors", "rebuilders"):
                    value = event.get(key)
                    codes = value.get("WIOD2013", ()) if isinstance(value, dict) else ()
                    found |= {c for c in codes if c.startswith("c")}
    return sorted(found, key=lambda c: int(c[1:]))


def add_economy(space):
    """Put an input-output table with the codes of WIOD 2013 into a workspace."""
    tables = {t.name: t for t in get_source("wiod2013").tables}
    rng = np.random.default_rng(7)
    industries = [(c, s) for c in COUNTRIES for s in sectors()]
    pairs = [(a, b) for a in industries for b in industries]
    space.add_table(
        "flows",
        {
            "year": [2011] * len(pairs),
            "supplier_country": [a[0] for a, _ in pairs],
            "supplier_sector": [a[1] for a, _ in pairs],
            "buyer_country": [b[0] for _, b in pairs],
            "buyer_sector": [b[1] for _, b in pairs],
            "value_musd": rng.uniform(1, 40, len(pairs)),
        },
        table=tables["flows"],
        origin="made up",
    )
    final = [(a, c) for a in industries for c in COUNTRIES]
    space.add_table(
        "final_demand",
        {
            "year": [2011] * len(final),
            "supplier_country": [a[0] for a, _ in final],
            "supplier_sector": [a[1] for a, _ in final],
            "buyer_country": [c for _, c in final],
            "category": ["CONS_h"] * len(final),
            "value_musd": rng.uniform(50, 400, len(final)),
        },
        table=tables["final_demand"],
        origin="made up",
    )


def add_network(space):
    """Put the network of the golden test of cascade_path into a workspace."""
    for given in get_analysis("cascade_path").inputs:
        path = GOLDEN / f"{given.name}.csv"
        if path.exists():
            frame = engine.read_frame(path, header=not given.matrix)
            if given.name == "firms":
                frame = pl.read_csv(path).with_columns(
                    pl.col("sector").cast(pl.String),
                    pl.Series("country", ["CHN", "JPN", "USA", "TWN", "KOR"] * 2),
                )
            space.add_table(given.name, frame, table=given.table, origin=path.name)
