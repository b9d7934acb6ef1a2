from itertools import pairwise

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from io_cases import random_system, two_countries, unhurried, without
from numpy.testing import assert_allclose

from techpact.errors import InputError
from techpact.sources.input_output import InputOutputSystem
from techpact.supply.extraction import extract_each, extract_industries, extract_set, extraction
from techpact.supply.leontief import Leontief


def by_country(system, values):  # type: ignore[no-untyped-def]
    return np.bincount(system.country_index, values, minlength=len(system.country_list))


def test_two_countries_by_hand() -> None:
    # Without JPN, USA makes 150 / .8 = 187.5 instead of 200; v = (.7, .65)
    row = extraction(*two_countries().tables().values(), countries="JPN", alliance="USA").row(
        0, named=True
    )
    assert row["output_loss_musd"] == pytest.approx(112.5)
    assert row["output_loss_outside_musd"] == pytest.approx(12.5)
    assert row["alliance_output_loss_musd"] == pytest.approx(12.5)
    assert row["value_added_loss_musd"] == pytest.approx(70 + 12.5 * 0.65)


@unhurried
@given(st.integers(0, 60), st.sets(st.integers(0, 11), min_size=1, max_size=11))
def test_any_set_equals_solving_the_table_without_it(seed: int, chosen: set[int]) -> None:
    system = random_system(seed)
    index = np.array(sorted(chosen))
    found = extract_set(Leontief(system), index)
    loss = system.x - without(system, index)
    assert_allclose(found.output[:, 0], by_country(system, loss), atol=1e-9)
    expected = by_country(system, loss * system.value_added_ratio)
    assert_allclose(found.value_added[:, 0], expected, atol=1e-9)
    assert (found.output >= -1e-9).all()


@unhurried
@given(st.integers(0, 60))
def test_every_industry_in_closed_form_equals_one_at_a_time(seed: int) -> None:
    system = random_system(seed)
    leontief = Leontief(system)
    index = np.arange(system.n)
    for linkage in ("total", "exports"):
        fast = extract_industries(leontief, index, linkage)
        slow = extract_each(leontief, [np.array([i]) for i in index], linkage)
        for name in ("output", "value_added", "own_output", "own_value_added", "extracted"):
            assert_allclose(getattr(fast, name), getattr(slow, name), atol=1e-9, err_msg=name)


def test_exports_stopped_equals_a_table_without_them() -> None:
    system = random_system(5)
    index = system.of(["CHN", "JPN"])
    rest = np.setdiff1d(np.arange(system.n), index)
    A = np.array(system.Z / system.divisor)
    A[np.ix_(index, rest)] = 0
    y = system.y.copy()
    y[index] = system.Y[np.ix_(index, system.final_of(["CHN", "JPN"]))].sum(axis=1)
    loss = system.x - np.linalg.solve(np.eye(system.n) - A, y)
    found = extract_set(Leontief(system), index, "exports")
    assert_allclose(found.output[:, 0], by_country(system, loss), atol=1e-9)


def test_an_idle_industry_and_nothing_lose_nothing() -> None:
    system = random_system(1)
    leontief = Leontief(system)
    idle = np.array([system.n - 1])
    assert_allclose(extract_set(leontief, idle).output, 0, atol=1e-12)
    assert_allclose(extract_set(leontief, idle[:0]).output, 0)


def test_larger_sets_never_lose_less() -> None:
    system = random_system(9)
    leontief = Leontief(system)
    order = np.random.default_rng(0).permutation(system.n)
    totals = [extract_set(leontief, np.sort(order[:k])).output.sum() for k in range(1, system.n)]
    assert all(b >= a - 1e-9 for a, b in pairwise(totals))
    assert totals[-1] <= system.x.sum() + 1e-9


def test_the_extra_table_sums_to_the_main_one() -> None:
    tables = random_system(2).tables()
    result = extraction.run(tables, {"unit": "industry"}, wanted=("extraction_by_country",))
    parts = result.extras["extraction_by_country"].group_by("extracted").agg(
        pl.col("output_loss_musd").sum().alias("sum")
    )  # fmt: skip
    both = result.table.join(parts, on="extracted")
    assert both.height == result.table.height
    assert_allclose(both["sum"], both["output_loss_musd"], atol=1e-9)


def test_negative_deliveries_are_noted_and_solved_all_the_same() -> None:
    system = random_system(13, holes=False)
    Z = system.Z.copy()
    Z[2, 5] = -0.3 * system.x[5]
    Y = system.Y.copy()
    Y[2, 0] += system.Z[2, 5] - Z[2, 5]
    odd = InputOutputSystem(
        system.year, system.countries, system.sectors, Z, Y, system.final, system.x
    )
    assert "NEGATIVE_FLOWS" in odd.notes()
    index = np.array([1, 5, 6])
    loss = odd.x - without(odd, index)
    found = extract_set(Leontief(odd), index)
    assert_allclose(found.output[:, 0], by_country(odd, loss), atol=1e-9)


def test_sets_and_groups() -> None:
    tables = random_system(2).tables().values()
    one = extraction(*tables, unit="set", countries="CHN,JPN", sectors="s1:s2")
    two = extraction(*tables, countries="EAST=CHN+JPN", sectors="s1,s2")
    assert one["extracted"].to_list() == ["CHN+JPN"]
    assert two["extracted"].to_list() == ["EAST"]
    assert one["output_loss_musd"].item() == pytest.approx(two["output_loss_musd"].item())


def test_an_alliance_outside_the_table_is_refused() -> None:
    with pytest.raises(InputError, match="no member of KOR"):
        extraction(*random_system(2).tables().values(), alliance="KOR")
