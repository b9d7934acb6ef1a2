"""Retaliation equals the coalition effect with exchanged roles, and shows what is not known."""

import numpy as np
import polars as pl
import pytest

from techpact.controls.coalition import coalition_effect
from techpact.controls.retaliation import retaliation
from techpact.errors import InputError, NotFoundError

CODES = ["CHN", "DEU", "JPN", "KOR", "USA", "VNM"]


def random_trade(products: list[str]) -> pl.DataFrame:
    rng = np.random.default_rng(11)
    rows = [
        (2023, e, i, p, int(rng.integers(1, 1000)))
        for p in products
        for e in CODES
        for i in CODES
        if e != i and rng.random() < 0.7
    ]
    columns = ["year", "exporter", "importer", "hs6", "value_usd"]
    return pl.DataFrame(rows, schema=columns, orient="row")


def tables(facts, trade: pl.DataFrame) -> dict[str, pl.DataFrame]:
    names = ("control_measures", "measure_products", "area_products", "input_shares")
    return {"trade": trade} | {n: facts.table(n) for n in names}


def test_equals_the_coalition_effect_with_roles_exchanged(facts) -> None:
    trade = random_trade(["811292", "280530", "284690"])
    options = {"spare": 0.1, "redirect": 0.2, "elasticity": 3.0}
    result = retaliation.run(
        tables(facts, trade), options | {"alliance": "JPN,USA;;CHN", "as_of": "2026-01-01"}
    )
    mirrored = coalition_effect(trade, alliance="CHN", targets="JPN,USA", **options)
    known = result.table.filter(pl.col("imports_usd") > 0).join(
        mirrored, left_on=["hs6", "member"], right_on=["hs6", "target"], suffix="_there"
    )
    assert known.height
    for name in ("imports_usd", "loss_usd", "loss_share", "leakage_usd"):
        assert known[name].to_list() == pytest.approx(known[f"{name}_there"].to_list())
    assert "PRODUCTS_NOT_IN_TABLE" in result.notes
    assert "SELLER_NOT_IN_TABLE" not in result.notes
    unsold = tables(facts, trade.filter(pl.col("exporter") != "CHN"))
    blind = retaliation.run(unsold, {"alliance": "JPN,USA;;CHN", "as_of": "2026-01-01"})
    assert "SELLER_NOT_IN_TABLE" in blind.notes


def test_states_and_aims_of_the_facts(facts) -> None:
    trade = random_trade(["811292"])
    table = retaliation(*tables(facts, trade).values(), alliance="JPN,USA;;CHN",
                        as_of="2026-01-01")  # fmt: skip
    ban = table.filter(pl.col("measure") == "cn_us_materials_ban_2024")
    assert set(ban["state"]) == {"suspended"}
    assert dict(ban.select("member", "aimed").unique().iter_rows()) == {"USA": True, "JPN": False}
    lacking = table.filter(pl.col("hs6") != "811292")
    assert lacking["imports_usd"].null_count() == lacking.height, "unknown is not zero"


def test_measure_products_belong_to_measures_and_published_codes(facts, shared) -> None:
    products = facts.table("measure_products")
    assert set(products["measure"]) <= set(facts.table("control_measures")["measure"])
    path = shared / "data" / "baci_sample" / "product_codes_HS17_V202301.csv"
    known = set(pl.read_csv(path, infer_schema=False)["code"])
    assert set(products.filter(pl.col("hs_revision") == "HS2017")["hs6"]) <= known


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"alliance": "JPN"}, InputError, "no issuer"),
        ({"issuers": "JPN"}, InputError, "buyer and an issuer"),
        ({"issuers": "BRA"}, NotFoundError, "issuer of measures.*BRA"),
        ({"as_of": "soon"}, InputError, "not a date"),
    ],
)
def test_bad_options_are_named(facts, options, error, message) -> None:
    options = {"alliance": "JPN,USA;;CHN", "as_of": "2026-01-01"} | options
    with pytest.raises(error, match=message):
        retaliation.run(tables(facts, random_trade(["811292"])), options)
