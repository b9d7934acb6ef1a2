from typing import Literal

import duckdb
import polars as pl
import pytest

from techpact.alliance import Alliance
from techpact.analysis import Input, Result, analysis
from techpact.errors import InputError, NotFoundError
from techpact.tables import Column, Table

IN = Table("flows", "Flows", (Column("country", "string", "C."), Column("value", "number", "V.")))
OUT = Table(
    "totals", "Totals", (Column("country", "string", "C."), Column("total", "number", "T."))
)


@analysis(name="totals", part="supply", inputs=(Input("flows", IN),), output=OUT, references=("x",))
def totals(
    flows,
    *,
    alliance: Alliance,
    times: float = 1.0,
    only: tuple[str, ...] = (),
    mode: Literal["plain", "double"] = "plain",
    loud: bool = False,
    limit: int | None = None,
):
    """How much flows by country?

    A longer paragraph.

    Parameters
    ----------
    flows
        Flows.
    times
        Factor on every total,
        over two lines.

    Returns
    -------
    totals
        One row per country.
    """
    rows = {}
    for row in flows.iter_rows(named=True):
        if row["country"] in alliance.members:
            rows[row["country"]] = rows.get(row["country"], 0.0) + row["value"]
    factor = times * (2 if mode == "double" else 1)
    return Result(
        {"country": list(rows), "total": [v * factor for v in rows.values()]},
        notes=("LOUD",) if loud else (),
    )


FLOWS = pl.DataFrame({"country": ["JPN", "JPN", "CHN"], "value": [1.0, 2.0, 9.0]})


def test_options_are_read_from_signature_and_docstring():
    kinds = {o.name: o.kind for o in totals.options}
    assert kinds == {
        "alliance": "alliance",
        "times": "number",
        "only": "list",
        "mode": "choice",
        "loud": "boolean",
        "limit": "integer",
    }
    times = next(o for o in totals.options if o.name == "times")
    assert times.description == "Factor on every total, over two lines."
    assert totals.question == "How much flows by country?"


def test_options_given_as_text():
    result = totals.run({"flows": FLOWS}, {"alliance": "JPN,USA", "times": "2", "mode": "double"})
    assert result.table.rows() == [("JPN", 12.0)]


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"alliance": "JPN", "time": 2}, NotFoundError),
        ({"alliance": "JPN", "times": "two"}, InputError),
        ({"alliance": "JPN", "mode": "dubble"}, NotFoundError),
        ({}, InputError),
        ({"alliance": "JPM"}, NotFoundError),
    ],
)
def test_wrong_options_are_refused(options, error):
    with pytest.raises(error):
        totals.run({"flows": FLOWS}, options)


def test_nearest_names_are_offered():
    with pytest.raises(NotFoundError, match="nearest: times"):
        totals.run({"flows": FLOWS}, {"alliance": "JPN", "time": 2})
    with pytest.raises(InputError, match="needs the table 'flows'"):
        totals.run({}, {"alliance": "JPN"})


@pytest.mark.parametrize("kind", ["polars", "pandas", "pyarrow", "duckdb", "mapping"])
def test_the_result_is_of_the_kind_that_was_given(kind):
    native = {
        "polars": lambda: FLOWS,
        "pandas": FLOWS.to_pandas,
        "pyarrow": FLOWS.to_arrow,
        "duckdb": lambda: duckdb.from_arrow(FLOWS.to_arrow()),
        "mapping": lambda: FLOWS.to_dict(as_series=False),
    }[kind]()
    out = totals(native, alliance="JPN")
    if kind == "duckdb":
        assert out.fetchall() == [("JPN", 3.0)]
    else:
        assert kind == "mapping" or type(out) is type(native)
        as_polars = out if isinstance(out, pl.DataFrame) else pl.DataFrame(out)
        assert as_polars.rows() == [("JPN", 3.0)]
