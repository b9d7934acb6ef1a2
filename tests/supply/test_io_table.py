import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from io_cases import dense_inverse, random_system, two_countries, unhurried
from numpy.testing import assert_allclose

from techpact.errors import DataError, NotFoundError
from techpact.sources.input_output import InputOutputSystem, natural_key
from techpact.supply.leontief import Leontief
from techpact.supply.lookthrough import lookthrough_exposure


def run(tables: dict[str, pl.DataFrame], **options: object) -> pl.DataFrame:
    return lookthrough_exposure.run(tables, options).table


@unhurried
@given(st.integers(0, 50), st.booleans())
def test_every_way_to_read_the_inverse_agrees_with_inversion(seed: int, blocks: bool) -> None:
    system = random_system(seed)
    L = dense_inverse(system)
    leontief = Leontief(system, blocks=blocks)
    rows, columns = np.array([7, 2, 9]), np.array([0, 3, 4, 11])
    assert_allclose(leontief.right(system.Y), L @ system.Y, atol=1e-10)
    assert_allclose(leontief.right(system.y), system.x, atol=1e-10)
    assert_allclose(leontief.left(system.Z), system.Z @ L, atol=1e-9)
    assert_allclose(leontief.multipliers, L.sum(axis=0), atol=1e-12)
    assert_allclose(leontief.block(rows, columns), L[np.ix_(rows, columns)], atol=1e-12)
    assert_allclose(leontief.diagonal(), np.diag(L), atol=1e-12)
    assert_allclose(leontief.right(system.y), system.x, atol=1e-10)  # the same after inverting


def test_factors_with_exchanged_rows() -> None:
    # Large negative flows make pivoting exchange rows; the order must be undone everywhere.
    n = 300
    Z = np.full((n, n), 0.001)
    Z[np.arange(n), (np.arange(n) + 1) % n] = -4.0
    x = np.full(n, 3.0)
    Y = (x - Z.sum(axis=1))[:, None]
    names = tuple(f"s{i}" for i in range(n))
    system = InputOutputSystem(2020, ("JPN",) * n, names, Z, Y, (("JPN", "FD"),), x)
    L = dense_inverse(system)
    leontief = Leontief(system)
    rows, columns = np.array([7, 250, 9]), np.array([299, 0, 131])
    assert_allclose(leontief.right(system.y), x)
    assert_allclose(leontief.left(Z[:2]), Z[:2] @ L, atol=1e-12)
    assert_allclose(leontief.block(rows, columns), L[np.ix_(rows, columns)], atol=1e-14)
    assert_allclose(leontief.diagonal(), np.diag(L), atol=1e-14)


def test_arrays_in_fortran_order_give_the_same() -> None:
    system = two_countries()
    other = InputOutputSystem(
        system.year, system.countries, system.sectors, np.asfortranarray(system.Z), system.Y,
        system.final, system.x,
    )  # fmt: skip
    assert_allclose(Leontief(other).right(system.y), system.x)


def test_long_tables_come_back_as_they_were() -> None:
    system = random_system(3)
    tables = system.tables()
    shuffled = {k: t.sample(fraction=1.0, shuffle=True, seed=1) for k, t in tables.items()}
    assert run(tables, buyers="JPN").equals(run(shuffled, buyers="JPN"))


def test_output_is_the_row_sum_where_it_is_not_given() -> None:
    tables = two_countries().tables()
    known = run(tables)
    del tables["output"]
    assert run(tables).equals(known)


def test_an_industry_that_only_draws_down_stocks_makes_nothing() -> None:
    tables = two_countries().tables()
    del tables["output"]
    row = {"supplier_sector": "tobacco", "value_musd": -2.0}
    stock = tables["final_demand"].head(1).with_columns(**{k: pl.lit(v) for k, v in row.items()})
    tables["final_demand"] = pl.concat([tables["final_demand"], stock])
    found = run(tables, buyers="JPN", by="sector").filter(pl.col("sector") == "tobacco")
    assert found["output_musd"].unique().to_list() == [0.0]
    assert found["total_share"].null_count() == found.height


def test_repeated_rows_are_named() -> None:
    tables = two_countries().tables()
    tables["flows"] = pl.concat([tables["flows"], tables["flows"][1:2]])
    with pytest.raises(DataError, match="rows 2 and 5 give the same flow"):
        run(tables)


def test_rows_that_miss_their_output_are_named() -> None:
    tables = two_countries().tables()
    tables["output"] = tables["output"].with_columns(output_musd=pl.Series([100.0, 260.0]))
    with pytest.raises(DataError, match=r"USA:C: output 260, row sum 200"):
        run(tables)


def test_small_gaps_are_noted_and_belong_to_no_buyer() -> None:
    tables = two_countries().tables()
    tables["output"] = tables["output"].with_columns(output_musd=pl.Series([101.5, 200.0]))
    result = lookthrough_exposure.run(tables, {})
    assert "UNBALANCED_TABLE" in result.notes


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (pl.col("output_musd") * -1, "negative output: JPN:C, USA:C"),
        (pl.col("output_musd") * 0, "buys inputs but has no output: JPN:C, USA:C"),
        (pl.lit(None, pl.Float64), "output_musd: empty in 2 rows: row 1, row 2"),
        (pl.lit(float("nan")), "output_musd: not finite in 2 rows"),
    ],
)
def test_bad_output_is_refused(change: pl.Expr, message: str) -> None:
    tables = two_countries().tables()
    tables["output"] = tables["output"].with_columns(output_musd=change)
    with pytest.raises(DataError, match=message):
        run(tables)


def test_output_without_an_industry_is_refused() -> None:
    tables = two_countries().tables()
    tables["output"] = tables["output"].head(1)
    with pytest.raises(DataError, match="no output for 1 industries that deliver: USA:C"):
        run(tables)


def test_an_economy_that_eats_itself_up_is_refused() -> None:
    system = two_countries()
    flows, final = system.tables()["flows"], system.tables()["final_demand"]
    greedy = flows.with_columns(value_musd=pl.col("value_musd") * 4)
    less = final.with_columns(
        value_musd=pl.col("value_musd")
        - pl.when(pl.col("supplier_country") == pl.col("buyer_country")).then(150).otherwise(0)
    )
    with pytest.raises(DataError, match=r"no Leontief inverse.*USA:C 1\.4"):
        run({"flows": greedy, "final_demand": less})


def test_unknown_year_country_and_industry_are_named() -> None:
    tables = two_countries().tables()
    with pytest.raises(NotFoundError, match="2021"):
        run(tables, year=2021)
    with pytest.raises(NotFoundError, match="KOR"):
        run(tables, buyers="KOR")
    with pytest.raises(NotFoundError, match="D"):
        run(tables, sectors="D*")


def test_years_are_answered_one_by_one() -> None:
    tables = two_countries().tables()
    later = {k: t.with_columns(year=pl.lit(2021, pl.Int64)) for k, t in tables.items()}
    both = run({k: pl.concat([tables[k], later[k]]) for k in tables})
    assert both.filter(pl.col("year") == 2020).equals(run(tables))
    assert both["year"].unique().sort().to_list() == [2020, 2021]


def test_sums_over_countries_are_refused_and_other_codes_kept() -> None:
    tables = two_countries().tables()
    world = tables["final_demand"].head(1).with_columns(buyer_country=pl.lit("WLD"))
    with pytest.raises(DataError, match="final_demand, row 5: buyer_country 'WLD' is a sum"):
        run({**tables, "final_demand": pl.concat([tables["final_demand"], world])})
    odd = {
        name: table.with_columns(pl.col(c).replace("USA", "REG7") for c in table.columns
                                 if c.endswith("country"))
        for name, table in tables.items()
    }  # fmt: skip
    result = lookthrough_exposure.run(odd, {"buyers": "REG7"})
    assert "REGION_NOT_A_COUNTRY" in result.notes


def test_parts_of_a_country_count_as_the_country() -> None:
    system = random_system(3, ("CHN", "CN1", "JPN", "ROW"))
    tables = system.tables()
    found = run(tables, buyers="JPN")
    whole = run(tables, buyers="X=CHN+CN1+JPN")
    assert whole.height == found.height == 5  # domestic, foreign and three countries
    share = dict(zip(found["supplier"], found["total_share"], strict=True))
    L = dense_inverse(system)
    weights = system.x[system.of(["JPN"])]
    columns = L[:, system.of(["JPN"])]
    china = columns[system.of(["CHN", "CN1"])].sum(axis=0) / columns.sum(axis=0)
    assert share["CHN"] == pytest.approx(china @ weights / weights.sum())


def test_any_frame_kind_gives_its_own_back() -> None:
    tables = two_countries().tables()
    pandas = {name: table.to_pandas() for name, table in tables.items()}
    found = lookthrough_exposure.run(pandas, {}).table
    assert_allclose(found["total_share"], run(tables)["total_share"])
    lazy = {name: table.lazy() for name, table in tables.items()}
    assert lookthrough_exposure.run(lazy, {}).table.collect().equals(run(tables))


def test_codes_sort_as_people_count() -> None:
    assert sorted(["c10", "c2", "C26", "c1"], key=natural_key) == ["C26", "c1", "c2", "c10"]
