import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from io_cases import random_system, two_countries, unhurried
from numpy.testing import assert_allclose

from techpact.errors import InputError
from techpact.sources.input_output import InputOutputSystem
from techpact.supply.cutoff import cutoff, demand_change
from techpact.supply.leontief import Leontief
from techpact.supply.replacement import Rule, cut_deliveries

RULES: tuple[Rule, ...] = ("none", "same_mix", "domestic", "alliance")


def oracle(  # type: ignore[no-untyped-def]
    system: InputOutputSystem, stop, members: set[str], share: float, rule: str, friends: set[str]
):
    """Change every purchase one by one, then solve the whole new table."""
    Z, Y = system.Z.copy(), system.Y.copy()
    for table, buyers in ((Z, list(system.countries)), (Y, [c for c, _ in system.final])):
        for j, home in enumerate(buyers):
            if home not in members:
                continue
            old = table[:, j].copy()
            for product in set(system.sectors):
                gone = [i for i in stop if system.sectors[i] == product]
                lost = share * old[gone].sum()
                table[gone, j] *= 1 - share
                others = [
                    i
                    for i in range(system.n)
                    if system.sectors[i] == product
                    and i not in set(stop)
                    and (rule != "domestic" or system.countries[i] == home)
                    and (rule != "alliance" or system.countries[i] in friends)
                ]
                if rule == "none" or lost <= 0:
                    continue
                weight = old[others].clip(0)
                if weight.sum() <= 0 and rule != "same_mix":
                    weight = system.x[others]
                if weight.sum() > 0:
                    table[others, j] += weight / weight.sum() * lost
    A = Z / system.divisor
    return np.linalg.solve(np.eye(system.n) - A, Y.sum(axis=1) + system.gap) - system.x


def test_two_countries_by_hand() -> None:
    # USA stops serving JPN: x_USA = 100 / .8 = 125, x_JPN = (50 + .15 * 125) / .8 = 85.9375
    found = cutoff(*two_countries().tables().values(), alliance="JPN")
    change = dict(zip(found["country"], found["output_change_musd"], strict=True))
    assert change["USA"] == pytest.approx(-75)
    assert change["JPN"] == pytest.approx(85.9375 - 100)
    japan = found.row(by_predicate=pl.col("country") == "JPN", named=True)
    assert japan["inputs_cut_musd"] == pytest.approx(10)
    assert japan["final_cut_musd"] == pytest.approx(50)
    assert japan["cost_at_risk_share"] == pytest.approx(0.1 * 1.28)  # c L with c = (.1, 0)
    roles = dict(zip(found["country"], found["role"], strict=True))
    assert roles == {"JPN": "member", "USA": "supplier"}


def test_domestic_replacement_by_hand() -> None:
    # JPN makes it all itself: a = .3, y = 40 + 10 + 50; USA serves only itself.
    found = cutoff(*two_countries().tables().values(), alliance="JPN", replacement="domestic")
    change = dict(zip(found["country"], found["output_change_musd"], strict=True))
    assert change["USA"] == pytest.approx(-75)
    assert change["JPN"] == pytest.approx((100 + 0.15 * 125) / 0.7 - 100)
    assert found["inputs_unreplaced_musd"].sum() == 0


@unhurried
@given(
    st.integers(0, 60),
    st.sampled_from(RULES),
    st.sampled_from([({"JPN"}, {"CHN"}), ({"JPN", "USA"}, {"CHN", "ROW"}), ({"USA"}, {"ROW"})]),
    st.floats(0.05, 1.0),
)
def test_any_cut_equals_solving_the_changed_table(
    seed: int, rule: Rule, who: tuple[set[str], set[str]], share: float
) -> None:
    members, suppliers = who
    system = random_system(seed)
    friends = members | {"USA"}
    stop = system.of(sorted(suppliers))
    cut = cut_deliveries(
        system, stop, frozenset(members), share=share, rule=rule, friends=frozenset(friends)
    )
    leontief = Leontief(system)
    expected = oracle(system, list(stop), members, share, rule, friends)
    unit = np.eye(system.n)[cut.columns]
    for rows in (None, leontief.left(unit)):
        demand = demand_change(leontief, cut, rows=rows)
        assert_allclose(leontief.right(demand), expected, atol=1e-8)


@pytest.mark.parametrize("rule", RULES)
def test_large_cuts_are_iterated_to_the_same_answer(
    rule: Rule, monkeypatch: pytest.MonkeyPatch
) -> None:
    from techpact.supply import cutoff as module

    monkeypatch.setattr(module, "FORMED_UP_TO", 0)
    system = random_system(11, ("CHN", "JPN", "USA", "KOR", "ROW"), 8)
    members, friends = frozenset({"JPN", "USA"}), frozenset({"JPN", "USA", "KOR"})
    stop = system.of(["CHN", "ROW"])
    cut = cut_deliveries(system, stop, members, share=0.8, rule=rule, friends=friends)
    leontief = Leontief(system)
    found = leontief.right(demand_change(leontief, cut))
    expected = oracle(system, list(stop), set(members), 0.8, rule, set(friends))
    assert_allclose(found, expected, atol=1e-10 * system.x.sum())


def test_each_outsider_alone_and_industries_add_up() -> None:
    tables = random_system(4).tables().values()
    each = cutoff(*tables, alliance="JPN,USA", each=True)
    assert each["suppliers"].unique().sort().to_list() == ["CHN", "ROW"]
    alone = cutoff(*tables, alliance="JPN,USA", suppliers="CHN")
    assert each.filter(pl.col("suppliers") == "CHN").equals(alone)
    fine = cutoff(*tables, alliance="JPN,USA", suppliers="CHN", by="industry")
    sums = fine.group_by("country", maintain_order=True).agg(pl.col("output_change_musd").sum())
    assert_allclose(sums["output_change_musd"], alone["output_change_musd"])


def test_without_replacement_nobody_gains() -> None:
    tables = random_system(6, holes=False).tables().values()
    found = cutoff(*tables, alliance="JPN,USA", replacement="none")
    assert (found["output_change_musd"] <= 1e-9).all()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"suppliers": "JPN"}, "JPN is a member"),
        ({"suppliers": "concern"}, "no supplier to cut off"),
        ({"share": 0}, "share 0 is not above 0"),
        ({"share": 1.5}, r"share 1\.5 is not"),
        ({"share": float("nan")}, "share nan"),
    ],
)
def test_bad_options_are_refused(options: dict[str, object], message: str) -> None:
    with pytest.raises(InputError, match=message):
        cutoff(*random_system(4).tables().values(), alliance="JPN,USA", **options)
