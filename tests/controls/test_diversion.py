"""Diversion: the min rule by hand, a planted hub among honest countries, bad input."""

import math

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from techpact.controls.diversion import diversion
from techpact.controls.mirror import robust_scores
from techpact.errors import InputError

LISTED = [f"8542{n:02d}" for n in range(10, 22)]
OTHER = [f"8542{n:02d}" for n in range(50, 90)]
THIRD = ["TUR", "VNM", "KAZ", "ARE", "SRB", "GEO", "ARM", "IND"]


def world(seed: int, hub: str = "TUR") -> pl.DataFrame:
    rng = np.random.default_rng(seed)
    rows = []
    for country in THIRD:
        for code in LISTED + OTHER:
            base_in, base_out = rng.lognormal(10, 1), rng.lognormal(8, 1)
            for year in range(2018, 2025):
                late = year > 2022 and code in LISTED
                rise = 4.0 if late and country == hub else 1.0
                for e, i, base in (("JPN", country, base_in), (country, "RUS", base_out)):
                    value = round(base * rise * rng.lognormal(0, 0.2))
                    rows.append((year, e, i, code, value))
    for code in LISTED:
        rows += [(y, "JPN", "RUS", code, 10**6 if y < 2022 else 10**4) for y in range(2018, 2025)]
    columns = ["year", "exporter", "importer", "hs6", "value_usd"]
    return pl.DataFrame(rows, schema=columns, orient="row")


OPTIONS = {"alliance": "JPN;;RUS", "date": "2022-02-24", "products": ",".join(LISTED)}


def test_a_planted_hub_is_found_and_the_rise_is_measured() -> None:
    table = diversion(world(1), **OPTIONS)
    hub = table.row(0, named=True)
    assert hub["country"] == "TUR"
    assert hub["signs"] == hub["n_signs_known"] == 2
    for side in ("in", "out"):
        assert abs(hub[f"{side}_effect"] - math.log(4)) < 3 * hub[f"{side}_se"]
        assert abs(hub[f"{side}_pretrend_z"]) < 3
    honest = table.filter(pl.col("country") != "TUR")
    assert honest["diverted_usd"].max() < hub["diverted_usd"] / 5
    assert (honest["signs"] < 2).all()


def test_min_rule_by_hand() -> None:
    trade = world(2)
    table = diversion(trade, **OPTIONS, before=2, after=1)

    def mean(code: str, exporter: str, importer: str, years: tuple[int, ...]) -> float:
        rows = trade.filter(
            pl.col("hs6") == code,
            pl.col("exporter") == exporter,
            pl.col("importer") == importer,
            pl.col("year").is_in(years),
        )
        return rows["value_usd"].sum() / len(years)

    for row in table.iter_rows(named=True):
        c, total = row["country"], 0.0
        for code in LISTED:
            rise_in = mean(code, "JPN", c, (2023,)) - mean(code, "JPN", c, (2020, 2021))
            rise_out = mean(code, c, "RUS", (2023,)) - mean(code, c, "RUS", (2020, 2021))
            total += max(0.0, min(rise_in, rise_out))
        assert row["diverted_usd"] == pytest.approx(total)


def test_periods_around_a_control() -> None:
    trade = world(3)
    inside = diversion.run({"trade": trade}, OPTIONS)
    assert "PARTIAL_YEAR_LEFT_OUT" in inside.notes
    first_day = diversion.run({"trade": trade}, OPTIONS | {"date": "2022-01-01"})
    assert "PARTIAL_YEAR_LEFT_OUT" not in first_day.notes
    as_after = diversion.run({"trade": trade}, OPTIONS | {"partial_year": "after"})
    assert first_day.table.equals(as_after.table)


def test_default_products_are_the_common_high_priority_list(facts) -> None:
    codes = facts.table("common_high_priority")["hs6"].to_list()
    trade = world(4).with_columns(pl.col("hs6").replace(dict(zip(LISTED, codes[:12], strict=True))))
    tables = {"trade": trade, "common_high_priority": facts.table("common_high_priority")}
    options = {k: v for k, v in OPTIONS.items() if k != "products"}
    result = diversion.run(tables, options)
    assert "PRODUCTS_NOT_IN_TABLE" in result.notes
    assert result.table.row(0, named=True)["country"] == "TUR"
    assert set(result.extras["diversion_products"]["hs6"]) <= set(codes)


def test_mirror_gaps_take_freight_off_and_leave_unreported_out() -> None:
    rows = [(2023, "JPN", c, LISTED[0], 100.0, 106.0) for c in THIRD[1:]]
    rows += [(2023, "JPN", "TUR", LISTED[0], 100.0, 53.0)]
    rows += [
        (2023, "JPN", "TUR", LISTED[1], 900.0, None),
        (2019, "JPN", "TUR", LISTED[0], 1.0, 9.0),
    ]
    rows[0] = (*rows[0][:5], 107.0)
    rows[1] = (*rows[1][:5], 105.0)
    rows[2] = (*rows[2][:5], 108.0)
    columns = ["year", "exporter", "importer", "hs6", "exporter_value_usd", "importer_value_usd"]
    mirror = pl.DataFrame(rows, schema=columns, orient="row")
    table = diversion.run({"trade": world(5), "mirror_trade": mirror}, OPTIONS).table
    hub = table.filter(pl.col("country") == "TUR").row(0, named=True)
    assert hub["mirror_in_gap"] == pytest.approx(math.log(0.5))
    assert hub["mirror_in_z"] < -3.5
    assert hub["mirror_out_z"] is None
    assert (hub["signs"], hub["n_signs_known"]) == (3, 3)


@given(
    st.lists(st.integers(-500, 500).map(float), min_size=5, max_size=30, unique=True),
    st.integers(-300, 300),
)
def test_robust_scores_move_with_the_data(values: list[float], shift: int) -> None:
    one = robust_scores(dict(enumerate(values)))
    other = robust_scores({k: 2 * v + shift for k, v in enumerate(values)})
    for key, score in one.items():
        if score is not None and other[key] is not None:
            assert other[key] == pytest.approx(score, rel=1e-4, abs=1e-4)


def test_one_product_only_gives_no_comparison() -> None:
    trade = world(6).filter(pl.col("hs6") == LISTED[0])
    result = diversion.run({"trade": trade}, OPTIONS | {"products": LISTED[0]})
    assert "NO_COMPARISON" in result.notes
    assert result.table["in_effect"].null_count() == result.table.height


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"alliance": "JPN"}, "no target"),
        ({"targets": "JPN"}, "in the coalition and a target"),
        ({"date": "2024-06-01"}, "no year after"),
        ({"date": "1999-05-05"}, "no year before"),
        ({"date": "2022"}, "names no day"),
        ({"products": "010101"}, "none of the listed products"),
        ({"products": ""}, "no listed products"),
        ({"before": 0}, "1 year or more"),
        ({"cif": -1}, "cif"),
    ],
)
def test_bad_options_are_named(change, message) -> None:
    with pytest.raises(InputError, match=message):
        diversion.run({"trade": world(7)}, OPTIONS | change)
