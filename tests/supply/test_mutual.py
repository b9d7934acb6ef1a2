import polars as pl
import pytest
from trade_tables import CODES, random_trade

from techpact.supply.dependency import import_dependency
from techpact.supply.mutual import reverse_dependency, shared_dependency

ALLIANCE = "JPN,KOR,USA;NLD;CHN"


@pytest.mark.parametrize("seed", range(3))
def test_equal_counts_over_the_flows(seed: int) -> None:
    trade = random_trade(seed, years=(2023,))
    table = import_dependency.run({"trade": trade}, {"alliance": ALLIANCE}).table
    members = {"JPN", "KOR", "USA"}
    found = set(reverse_dependency(table).select("importer", "hs6").iter_rows())
    expected = set()
    for product in trade["hs6"].unique():
        mine = trade.filter(pl.col("hs6") == product)
        for country in set(CODES) - members:
            into = mine.filter(pl.col("importer") == country)
            total = into["value_usd"].sum()
            ours = into.filter(pl.col("exporter").is_in(members))["value_usd"].sum()
            exports = mine.filter(pl.col("exporter") == country)["value_usd"].sum()
            if total and ours * 2 > total and total > exports:
                expected.add((country, product))
    assert found == expected
    dependent = table.filter(pl.col("role") == "member", pl.col("eu_dependent"))
    for row in shared_dependency(table).iter_rows(named=True):
        mine = dependent.filter(pl.col("hs6") == row["hs6"])
        assert row["n_members"] == len(mine) >= 2
        assert row["members"] == ";".join(sorted(mine["importer"]))
        same = mine["top_partner"].n_unique() == 1
        assert (row["shared_partner"] is not None) == same


def test_partner_is_named_only_when_shared_by_all() -> None:
    flows = [("CHN", "JPN", 90), ("CHN", "USA", 80), ("VNM", "KOR", 70), ("JPN", "DEU", 1)]
    trade = pl.DataFrame(
        [(2023, e, i, "854231", v) for e, i, v in flows],
        schema=["year", "exporter", "importer", "hs6", "value_usd"],
        orient="row",
    )
    table = import_dependency.run({"trade": trade}, {"alliance": ALLIANCE}).table
    row = shared_dependency(table).row(0, named=True)
    assert (row["n_members"], row["shared_partner"], row["all_members"]) == (3, None, True)
    assert row["outside_usd"] == 240
    assert reverse_dependency(table)["importer"].to_list() == ["DEU"]
