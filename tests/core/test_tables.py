import duckdb
import narwhals as nw
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from techpact.errors import DataError
from techpact.tables import Column, Table, validate

SHARES = Table(
    "shares",
    "Shares",
    (
        Column("country", "string", "Country.", values=("JPN", "USA")),
        Column("share", "number", "Share.", unit="1", minimum=0, maximum=1),
        Column("year", "integer", "Year.", nullable=True),
    ),
    key=("country",),
    unique=True,
)


def frame(**columns):
    return nw.from_native(pl.DataFrame(columns), eager_only=True)


def test_text_is_cast_and_columns_are_ordered():
    out = validate(frame(share=["0.5", " 1 "], country=["JPN", "USA"]), SHARES)
    assert out.columns == ["country", "share", "year"]
    assert out["share"].to_list() == [0.5, 1.0]
    assert out["year"].to_list() == [None, None]


def test_all_problems_are_gathered_with_their_rows():
    with pytest.raises(DataError) as caught:
        validate(
            frame(country=["JPN", "XXX", "JPN"], share=[0.5, 1.5, None]), SHARES, where="a.csv"
        )
    problems = "\n".join(caught.value.problems)
    assert "share: empty in 1 row: row 3" in problems
    assert "share: above 1 in 1 row: row 2" in problems
    assert "country: not one of JPN, USA in 1 row: row 2" in problems
    assert "repeated in 2 rows: row 1, row 3" in problems
    assert caught.value.where == "a.csv"


def test_unreadable_text_names_its_row_and_value():
    with pytest.raises(DataError, match="row 2: 'many'"):
        validate(frame(country=["JPN", "USA"], share=["0.1", "many"]), SHARES)


def test_missing_and_unexpected_columns_are_named_together():
    with pytest.raises(DataError) as caught:
        validate(frame(country=["JPN"], shares=[0.1]), SHARES)
    text = str(caught.value)
    assert "missing column: share" in text
    assert "unexpected columns: shares" in text


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_numbers_must_be_finite(value):
    with pytest.raises(DataError, match=r"not finite|above"):
        validate(frame(country=["JPN"], share=[value]), SHARES)


@pytest.mark.parametrize("kind", ["polars", "pyarrow", "polars-lazy", "duckdb"])
def test_every_kind_of_frame_is_checked_alike(kind):
    good = pl.DataFrame({"country": ["JPN", "USA"], "share": [0.25, 0.5]})
    bad = good.with_columns(share=pl.Series([0.25, 7.0]))
    make = {
        "polars": lambda f: f,
        "pyarrow": lambda f: f.to_arrow(),
        "polars-lazy": lambda f: f.lazy(),
        "duckdb": lambda f: duckdb.from_arrow(f.to_arrow()),
    }[kind]
    out = validate(nw.from_native(make(good)), SHARES)
    eager = out.collect() if isinstance(out, nw.LazyFrame) else out
    assert eager["share"].to_list() == [0.25, 0.5]
    with pytest.raises(DataError, match="share: above 1 in 1 row"):
        validate(nw.from_native(make(bad)), SHARES)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=2))
def test_validation_keeps_every_value(values):
    countries = ["JPN", "USA"][: len(values)]
    out = validate(frame(country=countries, share=values), SHARES)
    assert out["share"].to_list() == values


def test_a_column_declared_twice_is_refused():
    with pytest.raises(ValueError, match="twice"):
        Table("t", "T", (Column("a", "string", "A."), Column("a", "string", "A.")))
