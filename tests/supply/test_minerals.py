from pathlib import Path

import polars as pl
import pytest

from techpact.engine import read_frame
from techpact.sources import usgs_mcs
from techpact.supply.minerals import minerals

GOLDEN = Path(__file__).parents[1] / "golden" / "minerals"
USGS = Path(__file__).parents[2].parent / "shared" / "data" / "usgs_mcs"


def test_re_exporters_are_traced_to_the_producers() -> None:
    tables = {n: read_frame(GOLDEN / f"{n}.csv") for n in ("mineral_output", "import_sources")}
    result = minerals.run(tables, {"alliance": "JPN,USA;;CHN"})
    row = result.table.filter(pl.col("statistic") == "production").row(0, named=True)
    assert row["top_share"] == 0.9
    assert row["known_share"] == pytest.approx(0.91)
    assert row["hhi_high"] == pytest.approx(0.81 + 0.0001 + 0.09**2)
    assert row["top_import_share"] == 0.1
    # Canada makes nothing: its half goes to China and Japan in the ratio 900 to 10.
    assert row["top_look_through_low"] == pytest.approx(0.1 + 0.5 * 900 / 910)
    # Japan makes one per cent, so all may be Chinese; nobody else is known to make any.
    assert row["top_look_through_high"] == pytest.approx(1.0)
    rows = result.extras["mineral_imports"]
    assert rows["look_through_low"].sum() <= 1
    assert set(rows.filter(pl.col("re_exporter"))["country"]) == {"CAN", "JPN"}
    reserves = result.table.filter(pl.col("statistic") == "reserves").row(0, named=True)
    assert (reserves["top_country"], reserves["hhi"], reserves["importer"]) == (None, None, None)


def test_nothing_known_is_not_zero() -> None:
    output = pl.DataFrame(
        {
            "mineral": "Orium",
            "stage": "Mine production",
            "statistic": "production",
            "country": ["CHN", "world"],
            "year": 2024,
            "value": None,
            "unit": "t",
            "bound": "unknown",
        },
        schema_overrides={"value": pl.Float64},
    )
    row = minerals(output, None, alliance="JPN;;CHN").row(0, named=True)
    assert row["hhi"] is None
    assert row["concern_share"] is None


@pytest.mark.skipif(not USGS.is_dir(), reason="the tables are not here")
def test_gallium_shows_production_and_imports_side_by_side() -> None:
    tables = usgs_mcs.read(USGS / "MCS2026_Commodities_Data.csv")
    table = minerals.run(tables, {"alliance": "JPN,USA;;CHN"}).table
    row = table.filter(pl.col("mineral") == "Gallium", pl.col("statistic") == "production").row(
        0, named=True
    )
    assert row["top_country"] == "CHN"
    assert row["top_share"] > 0.95
    assert row["top_import_share"] < 0.2
    assert 0.5 < row["top_look_through_low"] < row["top_look_through_high"] <= 1
