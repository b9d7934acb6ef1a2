"""Random trade tables and a plain Python count of their dependencies."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction

import numpy as np
import polars as pl

from techpact.alliance import Alliance

CODES = ["CHN", "DEU", "JPN", "KOR", "NLD", "TWN", "USA", "VNM"]


def random_trade(seed: int, years: tuple[int, ...] = (2021, 2022, 2023)) -> pl.DataFrame:
    rng = np.random.default_rng(seed)
    rows = []
    for year in years:
        for product in ("010121", "280530", "854231", "999999"):
            for exporter in CODES:
                for importer in CODES:
                    if exporter != importer and rng.random() < 0.4:
                        scale = rng.choice([10, 10**6, 10**12])
                        rows.append(
                            (year, exporter, importer, product, int(rng.integers(0, scale)))
                        )
    return pl.DataFrame(
        rows, schema=["year", "exporter", "importer", "hs6", "value_usd"], orient="row"
    )


def counted(
    trade: pl.DataFrame, alliance: Alliance, year: int
) -> dict[tuple[str, str, str], dict[str, object]]:
    """Indicators of one year, in exact fractions, from the rows one by one."""
    rows = [r for r in trade.iter_rows(named=True) if r["year"] == year]
    members = alliance.members
    out: dict[tuple[str, str, str], dict[str, object]] = {}
    importers = [("country", c, {c}) for c in CODES] + [("alliance", alliance.name, set(members))]
    for product in sorted({r["hs6"] for r in rows}):
        mine = [r for r in rows if r["hs6"] == product]
        for unit, name, group in importers:
            bordered = unit == "alliance" or name in members
            flows: dict[str, int] = defaultdict(int)
            for r in mine:
                if r["importer"] in group:
                    flows[r["exporter"]] += r["value_usd"]
            total = sum(flows.values())
            if not total:
                continue
            outside = {e: v for e, v in flows.items() if not (bordered and e in members)}
            exports = sum(r["value_usd"] for r in mine if r["exporter"] in group)
            world: dict[str, int] = defaultdict(int)
            for r in mine:
                if bordered and r["exporter"] in members:
                    if r["importer"] not in members:
                        world["*"] += r["value_usd"]
                else:
                    world[r["exporter"]] += r["value_usd"]
            far = sum(outside.values())
            top = min(outside, key=lambda e: (-outside[e], e)) if far else None
            hhi = sum(Fraction(v, far) ** 2 for v in outside.values()) if far else None
            all_world = sum(world.values())
            index = sum(Fraction(v, all_world) ** 2 for v in world.values()) if all_world else None
            cdi1 = hhi is not None and hhi > Fraction(2, 5)
            cdi2 = Fraction(far, total) > Fraction(1, 2)
            cdi3 = Fraction(far, exports) > 1 if exports else far > 0
            out[unit, name, product] = {
                "imports_usd": total,
                "outside_usd": far,
                "exports_usd": exports,
                "hhi": hhi,
                "outside_share": Fraction(far, total),
                "import_export_ratio": Fraction(far, exports) if exports else None,
                "world_export_hhi": index,
                "top_partner": top,
                "top_partner_share": Fraction(outside[top], far) if top else None,
                "alliance_share": Fraction(sum(flows[m] for m in members), total),
                "partner_share": Fraction(sum(flows[m] for m in alliance.partners), total),
                "concern_share": Fraction(sum(flows[m] for m in alliance.concern), total),
                "cdi1": cdi1,
                "cdi2": cdi2,
                "cdi3": cdi3,
                "eu_dependent": cdi1 and cdi2 and cdi3,
                "geodep_year": cdi1 and index is not None and index > Fraction(2, 5) and cdi3,
            }
    return out
