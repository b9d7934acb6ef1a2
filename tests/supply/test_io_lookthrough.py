import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from io_cases import dense_inverse, random_system, two_countries, unhurried
from numpy.testing import assert_allclose

from techpact.supply.leontief import Leontief
from techpact.supply.lookthrough import exposure, lookthrough_exposure
from techpact.supply.value_added import value_added_content, value_added_in_exports


def test_two_countries_by_hand() -> None:
    found = lookthrough_exposure(*two_countries().tables().values(), buyers="JPN")
    foreign = found.row(by_predicate=pl.col("supplier") == "foreign", named=True)
    assert foreign["face_share"] == pytest.approx(0.1 / 1.44)
    assert foreign["total_share"] == pytest.approx(0.16 / 1.44)
    assert foreign["hidden_share"] == pytest.approx(0.06 / 1.44)
    # v = (.7, .65): of one unit, .65 * .16 is earned abroad
    assert foreign["value_added_share"] == pytest.approx(0.104)
    domestic = found.row(by_predicate=pl.col("supplier") == "domestic", named=True)
    assert domestic["face_share"] == pytest.approx(1.2 / 1.44)
    assert domestic["total_share"] == pytest.approx(1.28 / 1.44)


@unhurried
@given(st.integers(0, 40))
def test_shares_of_any_table(seed: int) -> None:
    system = random_system(seed)
    found = exposure(Leontief(system, blocks=False))
    busy = system.x > 0
    assert_allclose(found.total.sum(axis=0)[busy], 1.0)
    assert_allclose(found.value_added.sum(axis=0)[busy], 1.0)
    assert_allclose(found.total, found.face + found.hidden)
    assert (found.hidden >= -1e-12).all()
    assert (found.face >= 0).all()
    assert not found.total[:, ~busy].any()
    L = dense_inverse(system)
    mine = L[system.of(["CHN"])].sum(axis=0) / L.sum(axis=0)
    assert_allclose(found.total[system.country_list.index("CHN")][busy], mine[busy])


def test_groups_are_sums_of_their_countries_and_rest_of_world_is_an_outsider() -> None:
    tables = random_system(7).tables()
    result = lookthrough_exposure.run(tables, {"alliance": "JPN,USA;;CHN", "by": "sector"})
    assert "REST_OF_WORLD_AGGREGATE" in result.notes
    assert set(result.table["buyer"]) == {"JPN", "USA", "members"}
    for _, part in result.table.group_by("buyer", "sector"):
        share = dict(zip(part["supplier"], part["total_share"], strict=True))
        assert share["members"] == pytest.approx(share["JPN"] + share["USA"])
        assert share["outsiders"] == pytest.approx(share["CHN"] + share["ROW"])
        assert share["concern"] == pytest.approx(share["CHN"])
        assert share["domestic"] + share["foreign"] == pytest.approx(1)


def test_sectors_average_by_output_and_supplying_sectors_add_up() -> None:
    tables = random_system(8).tables()
    each = lookthrough_exposure(*tables.values(), buyers="USA", suppliers="CHN", by="sector")
    whole = lookthrough_exposure(*tables.values(), buyers="USA", suppliers="CHN")
    china = each.filter(pl.col("supplier") == "CHN")
    mean = (china["total_share"] * china["output_musd"]).sum() / china["output_musd"].sum()
    assert whole.filter(pl.col("supplier") == "CHN")["total_share"].item() == pytest.approx(mean)
    parts = [
        lookthrough_exposure(
            *tables.values(), buyers="USA", suppliers="CHN", supplier_sectors=s
        ).filter(pl.col("supplier") == "CHN")["total_share"].item()
        for s in ("s1:s2", "s3")
    ]  # fmt: skip
    assert sum(parts) == pytest.approx(mean)


def test_value_added_in_exports_by_hand() -> None:
    found = value_added_in_exports(Leontief(two_countries()), frozenset({"JPN"}))
    # e = 30 + 10; v = (.7, .65); DC = .7 * 1.28 * 40; DVA = .7 / .8 * 40; FC = .65 * .16 * 40
    assert found["exports_musd"] == pytest.approx(40)
    assert found["dc_musd"] == pytest.approx(35.84)
    assert found["dva_musd"] == pytest.approx(35.0)
    assert found["fc_musd"] == pytest.approx(4.16)
    # With A_SR = 0: (.65 / .8) * (.1 / .8) * 40
    assert found["fva_musd"] == pytest.approx(4.0625)
    # VAX: .7 * (1.28 * 10 + .24 * 100)
    assert found["vax_musd"] == pytest.approx(25.76)


@unhurried
@given(st.integers(0, 40), st.sampled_from([("JPN",), ("CHN", "ROW"), ("CHN", "JPN", "USA")]))
def test_content_sums_to_exports_and_dva_is_an_extraction(seed: int, who: tuple[str, ...]) -> None:
    system = random_system(seed)
    found = value_added_in_exports(Leontief(system), frozenset(who))
    assert found["dc_musd"] + found["fc_musd"] == pytest.approx(found["exports_musd"])
    assert found["dva_musd"] == pytest.approx(found["vax_musd"] + found["ref_musd"])
    from techpact.supply.extraction import extract_set

    loss = extract_set(Leontief(system), system.of(who), "exports")
    assert loss.own_value_added[0] == pytest.approx(found["dva_musd"])


def test_the_whole_world_exports_nothing() -> None:
    found = value_added_content(*two_countries().tables().values(), groups="W=JPN+USA")
    assert found.drop("year", "group").row(0) == (0.0,) * 9
