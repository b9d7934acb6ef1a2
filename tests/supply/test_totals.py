"""The dense sums beside the same sums as expressions, at sizes where rooms must grow."""

from typing import Any

import narwhals as nw
import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from techpact.alliance import Alliance
from techpact.sources.trade_rows import MAX_VALUE, countries
from techpact.supply.sums import SUM_COLUMNS, sums_of
from techpact.supply.totals import totals_of

ALLIANCE = Alliance.parse("JPN,USA;KOR,NLD;CHN")
KEY = ["year", "unit", "importer", "hs6"]


def year_of_trade(rows: int, products: int, seed: int, *, large: bool = False) -> pl.DataFrame:
    rng = np.random.default_rng(seed)
    codes = np.array([*rng.choice(countries(), 60, replace=False), "JPN", "USA", "CHN", "ZWE"])
    value = rng.integers(0, MAX_VALUE if large else 10**7, rows)
    return pl.DataFrame(
        {
            "year": np.full(rows, 2023),
            "exporter": rng.choice(codes, rows),
            "importer": rng.choice(codes, rows),
            "hs6": [f"{p:06d}" for p in rng.integers(0, products, rows) * 97 % 1_000_000],
            "value_usd": value,
        }
    ).unique(["exporter", "importer", "hs6"], maintain_order=True)


def both(trade: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    found = pl.concat(list(totals_of(trade, ALLIANCE, [2023]))).select(SUM_COLUMNS)
    lazy: Any = nw.from_native(trade.lazy())
    expected = sums_of(lazy, ALLIANCE, [2023]).collect().to_native().select(SUM_COLUMNS)
    return found.sort(KEY), expected.sort(KEY)


@pytest.mark.parametrize(
    ("rows", "products", "large"),
    [(1, 1, False), (40, 3, True), (30_000, 5000, False), (30_000, 9000, True)],
)
def test_equal_to_expressions_to_the_last_dollar(rows: int, products: int, *, large: bool) -> None:
    found, expected = both(year_of_trade(rows, products, rows + products, large=large))
    assert_frame_equal(found, expected, check_dtypes=False)


def test_order_of_rows_does_not_matter() -> None:
    trade = year_of_trade(20_000, 4000, 5)
    found, _ = both(trade)
    shuffled, _ = both(trade.sample(fraction=1, shuffle=True, seed=2))
    assert_frame_equal(found, shuffled)
