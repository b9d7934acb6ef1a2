from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from techpact.errors import DataError, InputError
from techpact.sources import hs_correlation
from techpact.supply.revision import hs_conversion


def trade(values: list[int]) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "year": 2023,
            "exporter": "CHN",
            "importer": ["JPN", "USA", "KOR", "DEU", "FRA"][: len(values)],
            "hs6": "854231",
            "value_usd": values,
            "quantity_t": [1.0] * len(values),
        }
    )


@settings(deadline=None, max_examples=40)
@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=5), st.integers(1, 6))
def test_no_dollar_is_lost_or_made(values: list[int], targets: int) -> None:
    table = pl.DataFrame(
        {"hs6_from": "854231", "hs6_to": [f"85423{i}" for i in range(targets)], "weight": None},
        schema_overrides={"weight": pl.Float64},
    )
    result = hs_conversion.run(
        {"trade": trade(values), "hs_correlation": table}, {"revision": "HS2022"}
    )
    by_importer = result.table.group_by("importer").agg(pl.col("value_usd").sum())
    expected = dict(trade(values).select("importer", "value_usd").iter_rows())
    assert dict(by_importer.iter_rows()) == expected
    assert result.table["value_usd"].min() >= 0
    for (value,), part in zip(
        [(v,) for v in values],
        result.table.partition_by("importer", maintain_order=True),
        strict=True,
    ):
        del value
        assert part["value_usd"].max() - part["value_usd"].min() <= 1
    assert len(result.extras["hs_splits"]) == (targets if targets > 1 else 0)


def test_stated_weights_and_merged_codes() -> None:
    table = pl.DataFrame(
        {
            "hs6_from": ["854231", "854231", "854232"],
            "hs6_to": ["111111", "222222", "222222"],
            "weight": [0.6, 0.2, None],
        }
    )
    flows = pl.concat([trade([100]), trade([40]).with_columns(hs6=pl.lit("854232"))])
    result = hs_conversion.run({"trade": flows, "hs_correlation": table}, {"revision": "HS2017"})
    assert result.table.select("hs6", "value_usd", "quantity_t", "hs_revision").rows() == [
        ("111111", 75, pytest.approx(0.75), "HS2017"),
        ("222222", 65, pytest.approx(1.25), "HS2017"),
    ]
    splits = result.extras["hs_splits"].rows()
    assert [(a, b, s, v) for a, b, _, s, v in splits] == [
        ("854231", "111111", True, 75),
        ("854231", "222222", True, 25),
    ]
    with pytest.raises(DataError, match="1 codes of the trade table are not in it: 854232"):
        hs_conversion.run({"trade": flows, "hs_correlation": table.head(2)}, {"revision": "HS2017"})


def test_published_layout_is_read(tmp_path: Path) -> None:
    path = tmp_path / "correlation.csv"
    path.write_text("HS 2022,HS 2017,note\n0101.21,10121,x\n854231,854231,\n")
    table = hs_correlation.read(path)["hs_correlation"]
    assert table.rows() == [("010121", "010121", None), ("854231", "854231", None)]
    path.write_text("HS 2022,HS 2017\n85,854231\n")
    with pytest.raises(DataError, match="line 2: '85'"):
        hs_correlation.read(path)
    path.write_text("a,b\n1,2\n")
    with pytest.raises(InputError, match="the table has: a, b"):
        hs_correlation.read(path)
