import shutil
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal
from trade_tables import CODES, counted, random_trade

from techpact.alliance import Alliance
from techpact.engine import scan_frame
from techpact.errors import DataError, InputError
from techpact.supply.dependency import import_dependency

ALLIANCE = Alliance.parse("JPN,USA;KOR,NLD;CHN")
KEY = ["unit", "importer", "hs6"]


def run(frame: Any, **options: Any) -> pl.DataFrame:
    result = import_dependency.run({"trade": frame}, {"alliance": ALLIANCE, **options}).table
    found = result.collect() if isinstance(result, pl.LazyFrame) else result
    assert isinstance(found, pl.DataFrame)
    return found.sort(KEY)


@pytest.mark.parametrize("seed", range(6))
def test_equals_a_count_by_hand_in_fractions(seed: int) -> None:
    trade = random_trade(seed)
    found = run(trade.sample(fraction=1, shuffle=True, seed=seed))
    by_year = {y: counted(trade, ALLIANCE, y) for y in (2021, 2022, 2023)}
    expected = by_year[2023]
    assert {tuple(r[k] for k in KEY) for r in found.iter_rows(named=True)} == set(expected)
    for row in found.iter_rows(named=True):
        key = tuple(row[k] for k in KEY)
        for name, value in expected[key].items():
            if isinstance(value, bool | str | int) or value is None:
                assert row[name] == value, (key, name)
            else:
                assert row[name] == pytest.approx(float(value), rel=1e-14), (key, name)
        years = [by_year[y][key] for y in by_year if key in by_year[y]]
        assert row["eu_years"] == sum(y["eu_dependent"] for y in years)
        assert row["geodep"] == (sum(y["geodep_year"] for y in years) >= 2)
        shares = [row[f"{p}_share"] for p in ("alliance", "partner", "concern", "neutral")]
        assert sum(shares) == pytest.approx(1)


def same(found: pl.DataFrame, expected: pl.DataFrame) -> None:
    assert found.columns == expected.columns
    found = found.with_columns(pl.col(pl.Float32, pl.Float64).fill_nan(None)).sort(KEY)
    assert_frame_equal(found, expected, check_dtypes=False, rel_tol=0, abs_tol=0)


def test_duckdb_by_its_own_queries_is_identical_to_the_last_bit() -> None:
    trade = random_trade(11)
    with duckdb.connect() as connection:
        connection.register("trade", trade.to_arrow())
        options = {"alliance": ALLIANCE}
        found = import_dependency.run({"trade": connection.table("trade")}, options).table
        same(found.pl(), run(trade))


def test_pandas_and_arrow_are_identical() -> None:
    trade = random_trade(12)
    options = {"alliance": ALLIANCE}
    expected = run(trade)
    pandas = import_dependency.run({"trade": trade.to_pandas()}, options).table
    same(pl.from_pandas(pandas), expected)
    arrow = import_dependency.run({"trade": trade.to_arrow()}, options).table
    same(pl.DataFrame(pl.from_arrow(arrow)), expected)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java")
def test_spark_is_identical() -> None:
    sql = pytest.importorskip("pyspark.sql")
    builder = sql.SparkSession.builder.master("local[1]")
    # Tiny tables and a wide plan: making code for each step takes far longer than running it.
    for key, value in {
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "1",
        "spark.default.parallelism": "1",
        "spark.sql.codegen.wholeStage": "false",
        "spark.sql.codegen.factoryMode": "NO_CODEGEN",
        "spark.sql.adaptive.enabled": "false",
        "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    }.items():
        builder = builder.config(key, value)
    spark = builder.getOrCreate()
    try:
        trade = random_trade(13)
        frame = spark.createDataFrame(trade.to_arrow())
        found = import_dependency.run({"trade": frame}, {"alliance": ALLIANCE}).table
        same(pl.DataFrame(pl.from_arrow(found.toArrow())), run(trade))
    finally:
        spark.stop()


def test_codes_as_categories_and_parquet_pieces_change_nothing(tmp_path: Path) -> None:
    trade = random_trade(14)
    texts = pl.col("exporter", "importer")
    products = pl.Enum(["999999", "010121", "280530", "854231"])
    coded = trade.with_columns(
        texts.cast(pl.Enum(sorted(CODES, reverse=True))),
        pl.col("hs6").cast(products),
        pl.col("year").cast(pl.Int16),
    )
    same(run(coded), run(trade))
    same(run(trade.with_columns(texts.cast(pl.Categorical))), run(trade))
    trade.write_parquet(tmp_path / "trade.parquet", row_group_size=7)
    same(run(scan_frame(tmp_path / "trade.parquet")), run(trade))


def test_many_products_widen_the_arrays_in_the_middle() -> None:
    n = 9000
    trade = pl.DataFrame(
        {
            "year": 2023,
            "exporter": "CHN",
            "importer": "JPN",
            "hs6": [f"{i:06d}" for i in range(n)],
            "value_usd": np.arange(n) + 1,
        }
    )
    found = run(trade).filter(pl.col("unit") == "country")
    assert found["imports_usd"].to_list() == list(range(1, n + 1))
    assert found["top_partner"].unique().to_list() == ["CHN"]


def test_threshold_is_not_passed_by_equality() -> None:
    flows = [("CHN", 6), ("KOR", 2), ("DEU", 2), ("NLD", 0)]  # 0.36 + 0.04 + 0.04 = 0.44
    trade = pl.DataFrame(
        [(2023, e, "JPN", "854231", v) for e, v in flows],
        schema=["year", "exporter", "importer", "hs6", "value_usd"],
        orient="row",
    )
    assert run(trade, hhi_above=0.44)["cdi1"].to_list() == [False, False]
    assert run(trade, hhi_above=0.4399999)["cdi1"].to_list() == [True, True]


def test_sum_of_parts_equals_the_whole() -> None:
    trade = random_trade(15)
    halves = trade.with_columns(pl.col("value_usd") // 2)
    rest = trade.with_columns(pl.col("value_usd") - pl.col("value_usd") // 2)
    same(run(pl.concat([halves, rest]), duplicates="sum"), run(trade))


def test_repeated_rows_are_named() -> None:
    trade = random_trade(16).head(20)
    with pytest.raises(DataError, match="rows 3, 21"):
        run(pl.concat([trade, trade[2:3]]))


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("value_usd", -5, "value_usd: below 0: row 4: -5"),
        ("value_usd", None, "value_usd: empty or no number: row 4"),
        ("exporter", "Various", "exporter: not an ISO alpha-3 country code: row 4: 'Various'"),
        ("importer", "EUR", "importer: not an ISO alpha-3 country code: row 4: 'EUR'"),
        ("importer", "usa", "row 4: 'usa'"),
        ("hs6", "8542311", "hs6: not six digits: row 4: '8542311'"),
        ("hs6", "85423", "hs6: not six digits: row 4: '85423'"),
        ("hs6", "85423:", "hs6: not six digits: row 4"),
        ("value_usd", 10**15, "above 4.4e12: row 4"),
    ],
)
def test_bad_rows_are_named(column: str, value: Any, message: str) -> None:
    trade = random_trade(17).head(9)
    values = trade[column].to_list()
    values[3] = value
    with pytest.raises(DataError, match=message):
        run(trade.with_columns(pl.Series(column, values)))
    lazy = trade.with_columns(pl.Series(column, values)).lazy()
    with pytest.raises(DataError, match=message):
        run(lazy)


def test_missing_year_and_empty_table() -> None:
    trade = random_trade(18, years=(2023,))
    with pytest.raises(InputError, match="no trade of 2019"):
        run(trade, year=2019)
    with pytest.raises(InputError, match="holds no trade"):
        run(trade.head(0))
    result = import_dependency.run({"trade": trade}, {"alliance": ALLIANCE, "rule": "geodep"})
    assert result.notes == ("YEARS_MISSING",)
    assert result.table["dependent"].null_count() == result.table.height


def test_a_text_file_is_read_in_pieces_and_its_bad_rows_are_named(tmp_path: Path) -> None:
    trade = random_trade(19)
    path = tmp_path / "trade.csv"
    trade.write_csv(path)
    frame = scan_frame(path)
    assert isinstance(frame, pl.LazyFrame)
    same(run(frame), run(trade))
    same(run(frame, duplicates="sum"), run(trade))
    same(run(scan_frame(path).collect()), run(trade))
    last = trade.height + 1
    text = path.read_text()
    path.write_text(text + "2023,CHN,JPN,010121,12x4\n")
    with pytest.raises(DataError, match=f"value_usd: empty or no number: row {last}"):
        run(scan_frame(path))
    for line in ("2023,CHN,JPN", "2023,CHN,JPN,010121,5,6"):
        path.write_text(text + line + "\n")
        with pytest.raises(InputError, match=f"line {last + 1} has another number of fields"):
            scan_frame(path)
    path.write_text(text.replace("CHN", '"CHN"'))
    assert isinstance(scan_frame(path), pl.DataFrame)
    same(run(scan_frame(path)), run(trade))


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 40), st.sampled_from([2, 10, 1000]))
def test_shares_and_flags_do_not_depend_on_the_unit(seed: int, factor: int) -> None:
    trade = random_trade(seed, years=(2023,)).with_columns(pl.col("value_usd") // factor)
    scaled = trade.with_columns(pl.col("value_usd") * factor)
    one, other = run(trade), run(scaled)
    for name, kind in one.schema.items():
        if name.endswith("_usd"):
            assert (one[name] * factor).to_list() == other[name].to_list()
        elif kind == pl.Float64:
            expected = one[name].fill_null(-1).to_list()
            assert other[name].fill_null(-1).to_list() == pytest.approx(expected, rel=1e-12)


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 40), st.permutations(["CHN", "DEU", "TWN", "VNM"]))
def test_outsiders_may_change_their_names(seed: int, names: list[str]) -> None:
    alliance = {"alliance": Alliance.parse("JPN,USA")}
    trade = random_trade(seed, years=(2023,))
    other = dict(zip(["CHN", "DEU", "TWN", "VNM"], names, strict=True))
    renamed = trade.with_columns(pl.col("exporter", "importer").replace(other))
    columns = ["importer", "hs6", "imports_usd", "outside_usd", "hhi", "cdi1", "cdi2", "cdi3"]
    before, after = (
        import_dependency.run({"trade": t}, alliance).table.select(columns)
        for t in (trade, renamed)
    )
    key = ["importer", "hs6"]
    moved = before.with_columns(pl.col("importer").replace(other)).sort(key)
    assert_frame_equal(moved, after.sort(key), rel_tol=1e-12)


def test_an_unknown_revision_is_refused() -> None:
    frame = pl.DataFrame(
        {
            "year": [2023],
            "exporter": ["CHN"],
            "importer": ["USA"],
            "hs6": ["010121"],
            "value_usd": [5],
            "hs_revision": ["HS2099"],
        }
    )
    with pytest.raises(InputError, match="not a revision of the Harmonized System: HS2099"):
        import_dependency.run({"trade": frame}, {"alliance": "USA,JPN;;CHN"})


@pytest.mark.parametrize("kind", [pl.String, pl.Enum(["HS1992", "HS2012", "HS2017"])])
def test_mixed_revisions_are_refused_as_text_and_as_an_enumeration(kind: Any) -> None:
    frame = pl.DataFrame(
        {
            "year": [2023, 2023, 2023],
            "exporter": ["CHN", "DEU", "KOR"],
            "importer": ["USA", "USA", "USA"],
            "hs6": ["010121", "010121", "010121"],
            "value_usd": [5, 6, 7],
            "hs_revision": ["HS2017", None, "HS1992"],
        }
    ).with_columns(pl.col("hs_revision").cast(kind))
    with pytest.raises(InputError, match="several revisions are mixed: HS1992, HS2017"):
        run(frame)
    assert run(frame.head(2))["imports_usd"].sum() == 22  # of the country and of the alliance
