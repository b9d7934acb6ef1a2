import json
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from techpact.engine import read_frame
from techpact.errors import DataError
from techpact.supply.concentration import input_concentration

GOLDEN = Path(__file__).parents[1] / "golden" / "input_concentration"
COUNTRIES = ["CHN", "JPN", "USA", "KOR", "DEU", "AUS", "CHL"]


def inputs_frame() -> pl.DataFrame:
    return read_frame(GOLDEN / "inputs.csv")


def shares_frame(rows: list[tuple[str, float | None]]) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "input": "orium",
            "stage": "mine",
            "country": [c for c, _ in rows],
            "share": [s for _, s in rows],
            "basis": "location",
            "source_id": "made_up",
            "as_of": "2024",
            "status": "confirmed",
        },
        schema_overrides={"share": pl.Float64},
    )


def test_golden_with_mixed_years_rest_and_missing() -> None:
    given_tables = {
        "inputs": inputs_frame(),
        "input_shares": read_frame(GOLDEN / "input_shares.csv"),
    }
    options = json.loads((GOLDEN / "options.json").read_text())
    found = input_concentration.run(given_tables, options).table
    expected = pl.read_csv(GOLDEN / "expected.csv", schema=found.schema)
    assert_frame_equal(found, expected, rel_tol=1e-9)


def test_unknown_country_is_named_with_its_row() -> None:
    with pytest.raises(DataError, match=r"row 2.*EU"):
        input_concentration(
            inputs_frame(), shares_frame([("CHN", 0.5), ("EU", 0.5)]), alliance="JPN"
        )


@settings(deadline=None, max_examples=50)
@given(st.lists(st.integers(0, 1000), min_size=1, max_size=len(COUNTRIES)), st.integers(0, 3000))
def test_interval_holds_any_way_to_name_the_rest(weights: list[int], hidden: int) -> None:
    total = sum(weights) + hidden or 1
    shares = [Fraction(w, total) for w in weights]
    rest = max(Fraction(0), 1 - sum(shares))
    rows = [(c, float(s)) for c, s in zip(COUNTRIES, shares, strict=False)]
    row = (
        input_concentration(inputs_frame(), shares_frame(rows), alliance="JPN,USA;;CHN")
        .filter(pl.col("area") == "semiconductors", pl.col("input") == "orium")
        .row(0, named=True)
    )
    for parts in (1, 2, 7):
        full = float(sum(s * s for s in shares) + parts * (rest / parts) ** 2)
        assert row["hhi_low"] - 1e-12 <= full <= row["hhi_high"] + 1e-12
    assert row["concern_share"] == pytest.approx(float(shares[0]))
    assert row["known_share"] == pytest.approx(float(sum(shares)))
