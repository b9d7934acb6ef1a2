import polars as pl
import pytest
from trade_tables import counted, random_trade

from techpact.alliance import Alliance
from techpact.errors import InputError
from techpact.supply.membership import membership

ALLIANCE = Alliance.parse("JPN,USA;KOR,NLD;CHN")


def products(areas: dict[str, str]) -> pl.DataFrame:
    rows = [(a, p, "HS2017", "x", "whole", "s", "2017", "confirmed") for p, a in areas.items()]
    names = ["area", "hs6", "hs_revision", "label", "specificity", "source_id", "as_of", "status"]
    return pl.DataFrame(rows, schema=names, orient="row")


@pytest.mark.parametrize("seed", range(4))
def test_closed_and_opened_equal_two_counts_by_hand(seed: int) -> None:
    trade = random_trade(seed, years=(2023,))

    def dependent(alliance: Alliance) -> set[str]:
        rows = counted(trade, alliance, 2023).items()
        return {k[2] for k, r in rows if k[0] == "alliance" and r["eu_dependent"]}

    options = {"alliance": ALLIANCE, "candidates": "KOR,CHN,DEU,USA"}
    found = membership.run({"trade": trade}, options).table
    before = dependent(ALLIANCE)
    usd = {
        k[2]: r["outside_usd"]
        for k, r in counted(trade, ALLIANCE, 2023).items()
        if k[0] == "alliance"
    }
    for row in found.iter_rows(named=True):
        members = ALLIANCE.members ^ {row["country"]}
        after = dependent(Alliance(members))
        assert row["change"] == ("leaves" if row["country"] == "USA" else "joins")
        assert set(filter(None, (row["closed_products"] or "").split(";"))) == before - after
        assert set(filter(None, (row["opened_products"] or "").split(";"))) == after - before
        assert row["dependent_after"] - row["dependent_before"] == row["opened"] - row["closed"]
        assert row["closed_usd"] == sum(usd[p] for p in before - after)
    ranked = found.filter(pl.col("rank").is_not_null()).sort("rank")
    assert ranked["closed_usd"].is_sorted(descending=True)


def test_areas_split_the_products_and_wrong_codes_are_an_error() -> None:
    trade = random_trade(5, years=(2023,))
    concordance = products({"854231": "semiconductors", "280530": "critical_minerals"})
    found = membership.run(
        {"trade": trade.lazy(), "area_products": concordance}, {"alliance": ALLIANCE}
    ).table.collect()
    assert set(found["area"]) == {"semiconductors", "critical_minerals", "all"}
    for country in ("KOR", "NLD"):
        mine = found.filter(pl.col("country") == country)
        parts = mine.filter(pl.col("area") != "all")["dependent_after"].sum()
        assert parts == mine.filter(pl.col("area") == "all")["dependent_after"].item()
    with pytest.raises(InputError, match="no product of the areas"):
        membership.run(
            {"trade": trade, "area_products": products({"111111": "ai"})}, {"alliance": ALLIANCE}
        )
