import math
from statistics import NormalDist
from typing import Any

import polars as pl
import pytest
from trade_tables import random_trade

from techpact.errors import InputError
from techpact.supply.dependency import import_dependency
from techpact.supply.noise import dependency_probability

ALLIANCE = "JPN,USA;KOR,NLD;CHN"


def run(trade: pl.DataFrame, mirror: pl.DataFrame | None = None, **options: Any) -> pl.DataFrame:
    tables = {"trade": trade} | ({} if mirror is None else {"mirror": mirror})
    found = dependency_probability.run(tables, {"alliance": ALLIANCE, **options}).table
    assert isinstance(found, pl.DataFrame)
    return found


def flows(*rows: tuple[str, str, int]) -> pl.DataFrame:
    return pl.DataFrame(
        [(2023, e, i, "854231", v) for e, i, v in rows],
        schema=["year", "exporter", "importer", "hs6", "value_usd"],
        orient="row",
    )


@pytest.mark.parametrize("seed", range(3))
def test_without_noise_the_flags_are_certain(seed: int) -> None:
    trade = random_trade(seed)
    found = run(trade, noise=0.0, draws=2)
    exact = import_dependency.run(
        {"trade": trade}, {"alliance": ALLIANCE, "importers": "alliance"}
    ).table.sort("hs6")
    for name in ("cdi1", "cdi2", "cdi3", "eu_dependent", "geodep_year"):
        assert found[f"p_{name}"].to_list() == exact[name].cast(pl.Float64).to_list()
    assert found["hhi_p05"].to_list() == pytest.approx(exact["hhi"].to_list(), rel=1e-6)


def test_probability_of_a_share_equals_the_normal_distribution() -> None:
    # cdi2 asks whether the flow from outside beats the one from inside: a race of two log-normals.
    trade = flows(("CHN", "JPN", 100), ("USA", "JPN", 110))
    mirror = pl.DataFrame(
        {
            "year": 2023,
            "exporter": "CHN",
            "importer": "JPN",
            "hs6": "854231",
            "export_usd": [100.0],
            "import_usd": [100.0 * math.exp(0.3 * math.sqrt(2))],
        }
    )
    row = run(trade, mirror, noise=0.4, draws=4000, seed=3).row(0, named=True)
    mean = math.log(100 / 110) - 0.3**2 / 2 + 0.4**2 / 2
    expected = NormalDist().cdf(mean / math.hypot(0.3, 0.4))
    assert row["p_cdi2"] == pytest.approx(expected, abs=4 * math.sqrt(0.25 / 4000))
    assert row["p_cdi1"] == 1.0
    assert row["mirror_share"] == 1.0


def test_seed_repeats_and_other_seeds_differ() -> None:
    trade = random_trade(9)
    first, again = run(trade, draws=40, seed=1), run(trade, draws=40, seed=1)
    assert first.equals(again)
    assert not first.equals(run(trade, draws=40, seed=2))


def test_bad_options_and_nothing_imported() -> None:
    with pytest.raises(InputError, match="draws must be 1 or more"):
        run(random_trade(1), draws=0)
    with pytest.raises(InputError, match="imports nothing"):
        run(flows(("CHN", "DEU", 5)))
