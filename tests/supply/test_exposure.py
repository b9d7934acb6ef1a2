from pathlib import Path
from typing import Any

import polars as pl
import pytest

from techpact.engine import read_frame
from techpact.errors import InputError
from techpact.supply.exposure import area_exposure

GOLDEN = Path(__file__).parents[1] / "golden" / "area_exposure"
ALLIANCE = "JPN,USA;DEU,KOR;CHN"


def tables() -> dict[str, pl.DataFrame]:
    names = ("input_concentration", "area_products", "import_dependency")
    return {n: read_frame(GOLDEN / f"{n}.csv") for n in names}


def values(given_tables: dict[str, pl.DataFrame], **options: Any) -> dict[tuple[str, str], Any]:
    table = area_exposure.run(given_tables, {"alliance": ALLIANCE, **options}).table
    return {(r["area"], r["measure"]): r for r in table.iter_rows(named=True)}


def test_missing_inputs_widen_the_bounds_and_are_never_zero() -> None:
    found = values(tables())
    row = found["semiconductors", "largest_concern_share"]
    assert (row["value"], row["low"], row["high"], row["n_missing"]) == (0.6, 0.6, 1.0, 1)
    assert found["critical_minerals", "largest_concern_share"]["high"] == pytest.approx(0.7)
    assert found["space", "dependent_products"]["value"] is None
    only = tables()
    only["input_concentration"] = tables()["input_concentration"].filter(pl.col("hhi").is_null())
    assert values(only)["semiconductors", "concentrated_inputs"]["value"] is None


def test_other_alliance_is_refused() -> None:
    with pytest.raises(InputError, match="no row of the alliance"):
        values(tables(), alliance="KOR,USA;;CHN")
    without = tables()
    del without["area_products"]
    with pytest.raises(InputError, match="needs the table area_products"):
        values(without)
