"""Cut sales against the dense formulas, by hand, and what a table of cuts selects."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import polars as pl
import pytest

sys.path.insert(0, str(Path(__file__).parent))
from dense_reference import dense_cascade, random_economy

from techpact.errors import DataError
from techpact.registry import get_analysis


def tables(W, sector, essentiality, country=None):
    supplier, buyer = np.nonzero(W)
    firms = {"firm": [f"f{i}" for i in range(len(W))], "sector": sector}
    if country is not None:
        firms["country"] = country
    return {
        "edges": pl.DataFrame(
            {
                "supplier": [f"f{i}" for i in supplier],
                "buyer": [f"f{j}" for j in buyer],
                "weight": W[supplier, buyer],
                "product": ["a" if (i + j) % 2 else "b" for i, j in zip(supplier, buyer, strict=1)],
            }
        ),
        "firms": pl.DataFrame(firms),
        "essentiality": pl.DataFrame(essentiality),
    }


def run(given, cuts, wanted=(), **options):
    return get_analysis("cascade").run(
        {**given, "edge_cuts": pl.DataFrame(cuts)}, options, wanted=wanted
    )


def found(result, scenario, n):
    loss = np.zeros((2, n))
    rows = result.extras["losses"].filter(pl.col("scenario") == scenario)
    at = [int(f[1:]) for f in rows["firm"]]
    loss[0, at], loss[1, at] = rows["loss_down"], rows["loss_up"]
    return loss


@pytest.mark.parametrize("mode", ["reference", "unit_free"])
@pytest.mark.parametrize("replaceability", [True, False])
@pytest.mark.parametrize("stop", ["absolute", "relative"])
def test_an_export_control_matches_the_formulas(mode, replaceability, stop):
    rng = np.random.default_rng(5)
    n, m = 30, 5
    for degree in (2.0, 6.0):
        W, sector, essentiality = random_economy(rng, n, m, degree=degree)
        country = rng.choice(["JPN", "CHN", "NLD"], n)
        W[0, 1] = W[2, 3] = 1.0
        country[:4] = ["JPN", "CHN", "NLD", "CHN"]
        given = tables(W, sector, essentiality, country)
        given["shocks"] = pl.DataFrame(
            {"scenario": ["both", "shock"], "firm": ["f4", "f5"], "psi_down": [0.6, 1.0]}
        )
        cuts = {
            "scenario": ["late", "both", "late", "both"],
            "supplier_country": ["JPN", "JPN", "NLD", None],
            "buyer_country": ["CHN", "CHN", None, None],
            "supplier": [None, None, None, "f2"],
            "cut": [1.0, 0.7, 0.5, None],
            "start": [1, None, 3, 1],
        }
        options = {"mode": mode, "replaceability": replaceability, "stop": stop, "eps": 1e-3}
        result = run(given, cuts, ("losses", "sector_losses"), **options)
        control = np.outer(country == "JPN", country == "CHN")
        second = np.zeros((n, n), dtype=bool)
        second[country == "NLD"] = True
        own = np.zeros((n, n), dtype=bool)
        own[2] = True
        psi = {"both": np.zeros(n), "shock": np.zeros(n), "late": np.zeros(n)}
        psi["both"][4], psi["shock"][5] = 0.6, 1.0
        cut = {
            "both": [(1, np.maximum(0.7 * control, own))],
            "shock": [(1, np.zeros((n, n)))],
            "late": [(1, 1.0 * control), (3, np.maximum(control, 0.5 * second))],
        }
        assert result.table["scenario"].to_list() == ["both", "shock", "late"]
        for row in result.table.iter_rows(named=True):
            name = row["scenario"]
            h_down, h_up, iterations = dense_cascade(
                W, sector, sector, essentiality, psi[name], psi[name], eps=1e-3,
                relative=stop == "relative", replaceability=replaceability,
                reference=mode == "reference", cuts=cut[name],
            )  # fmt: skip
            assert row["iterations"] == iterations
            loss = found(result, name, n)
            np.testing.assert_allclose(loss, [1 - h_down, 1 - h_up], atol=1e-10)
            weight = W.sum(axis=1) / W.sum()
            assert row["esri"] == pytest.approx(weight @ loss.max(axis=0), abs=1e-12)


def test_a_chain_by_hand():
    # f0 sells 10 to f1 and 10 to f2, f1 sells 5 to f3; all essential, nothing replaceable.
    W = np.zeros((4, 4))
    W[0, 1] = W[0, 2] = 10
    W[1, 3] = 5
    given = tables(W, [0, 1, 2, 3], np.full((4, 4), 2))
    cuts = {"scenario": ["x"], "supplier": ["f0"], "buyer": ["f1"], "cut": [0.4]}
    result = run(given, cuts, ("losses",), replaceability=False)
    # f1 misses 0.4 of its input and passes it to f3; f0 misses 0.4 of half its demand.
    np.testing.assert_allclose(found(result, "x", 4), [[0, 0.4, 0, 0.4], [0.2, 0, 0, 0]])


def test_a_product_cuts_its_share_of_an_edge():
    W = np.zeros((2, 2))
    W[0, 1] = 4
    given = tables(W, [0, 1], np.full((2, 2), 2))
    rows = {
        "supplier": ["f0"] * 2,
        "buyer": ["f1"] * 2,
        "weight": [1.0, 3.0],
        "product": ["a", "b"],
    }
    given["edges"] = pl.DataFrame(rows)
    cuts = {"scenario": ["a", "b", "b"], "product": ["a", "b", "a"], "cut": [1.0, 0.5, 0.25]}
    result = run(given, cuts, ("losses",), replaceability=False)
    assert found(result, "a", 2)[0, 1] == pytest.approx(0.25)
    assert found(result, "b", 2)[0, 1] == pytest.approx((3 * 0.5 + 1 * 0.25) / 4)
    assert result.extras["sensitivity"]["ratio"].to_list() == pytest.approx([1, 1, 1])


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"supplier": "nobody"}, "row 1: supplier: 'nobody'"),
        ({"supplier_country": "JPN"}, "supplier_country: 'JPN' does not occur"),
        ({"supplier": None}, "fill at least one"),
        ({"supplier": "f1", "buyer": "f0"}, "no edge"),
        ({"supplier": "f0", "cut": 1.5}, "cut"),
        ({"supplier": "f0", "start": 0}, "start"),
    ],
)
def test_bad_cuts_are_named(row, words):
    given = tables(np.array([[0.0, 1.0], [0.0, 0.0]]), [0, 1], np.full((2, 2), 2))
    with pytest.raises(DataError, match=words):
        run(given, {"scenario": ["x"], **{k: [v] for k, v in row.items()}})
