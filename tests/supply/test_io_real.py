"""Published figures, where the data lie beside the checkout."""

import csv
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from io_cases import dense_inverse
from numpy.testing import assert_allclose

from techpact.sources.input_output import InputOutputSystem
from techpact.supply.extraction import extract_each, extract_industries
from techpact.supply.leontief import Leontief
from techpact.supply.lookthrough import lookthrough_exposure
from techpact.supply.value_added import value_added_content

DATA = Path(__file__).parents[2] / ".." / "shared" / "data"
SPLIT = {"CN1": "CHN", "CN2": "CHN", "MX1": "MEX", "MX2": "MEX"}

needs_wiod = pytest.mark.skipif(
    not (DATA / "wiod2013").exists(), reason="no shared/data/wiod2013 beside the checkout"
)
needs_icio = pytest.mark.skipif(
    not (DATA / "exvatools_iciotest").exists(), reason="no exvatools table beside the checkout"
)


def rows(path: Path) -> list[list[str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file))


@pytest.fixture(scope="module")
def wiod() -> InputOutputSystem:
    countries = [r[1] for r in rows(DATA / "wiod2013" / "countries.csv")[1:]]
    sectors = [r[1] for r in rows(DATA / "wiod2013" / "sectors.csv")[1:]]
    with np.load(DATA / "wiod2013" / "wiot_2011.npz") as arrays:
        Z, Y, x = (arrays[k].astype(float) for k in "ZYx")
    kinds = ("CONS_h", "CONS_np", "CONS_g", "GFCF", "INVEN")
    return InputOutputSystem(
        2011,
        tuple(c for c in countries for _ in sectors),
        tuple(s for _ in countries for s in sectors),
        Z,
        Y,
        tuple((c, k) for c in countries for k in kinds),
        x,
    )


@needs_wiod
def test_us_manufacturing_draws_a_fifth_from_abroad(wiod: InputOutputSystem) -> None:
    options = {"buyers": "USA", "sectors": "c3:c16", "suppliers": "CHN"}
    found = lookthrough_exposure.run(wiod.tables(), options).table
    share = dict(zip(found["supplier"], found["total_share"], strict=True))
    assert 100 * share["foreign"] == pytest.approx(20.0, abs=0.05)
    assert 100 * share["CHN"] == pytest.approx(3.47, abs=0.005)
    face = found.filter(pl.col("supplier") == "CHN")["face_share"].item()
    assert 3 < share["CHN"] / face < 6  # several times larger than at face value


@needs_wiod
def test_real_extractions_equal_inversion(wiod: InputOutputSystem) -> None:
    leontief = Leontief(wiod)
    L = dense_inverse(wiod)
    y = wiod.y
    sets = [wiod.of([c]) for c in wiod.country_list]
    by_country = extract_each(leontief, sets)
    industries = extract_industries(leontief, np.arange(wiod.n))
    A = wiod.Z / wiod.divisor
    for index, found in (
        *((sets[i], by_country.output[:, i]) for i in (0, 12, 40)),
        *((np.array([k]), industries.output[:, k]) for k in (7, 400, 1434)),
    ):
        rest = np.setdiff1d(np.arange(wiod.n), index)
        left = np.zeros(wiod.n)
        left[rest] = np.linalg.inv((np.eye(wiod.n) - A)[np.ix_(rest, rest)]) @ y[rest]
        expected = np.bincount(wiod.country_index, wiod.x - left, minlength=41)
        assert_allclose(found, expected, rtol=1e-10, atol=1e-10 * wiod.x.sum())
    assert_allclose(leontief.diagonal(), np.diag(L), rtol=1e-12)


@needs_icio
def test_value_added_content_equals_the_published_test_table() -> None:
    table = rows(DATA / "exvatools_iciotest" / "iciotest.csv")
    codes = [r[0].split("_") for r in table[1:]]
    values = np.array([[float(v) for v in r[1:]] for r in table[1:]])
    n = len(codes)
    system = InputOutputSystem(
        2000,
        tuple(SPLIT.get(c, c) for c, _ in codes),
        tuple(f"{s}@{c}" if c in SPLIT else s for c, s in codes),
        values[:, :n].copy(),
        values[:, n:].copy(),
        tuple((h.split("_")[0], h.split("_")[1]) for h in table[0][1 + n :]),
        values.sum(axis=1),
    )
    options = {"groups": "ESP,CHN,NAFTA=USA+MEX"}
    found = value_added_content.run(system.tables(), options).table
    names = ("exports", "dc", "dva", "vax", "ref", "ddc", "fc", "fva", "fdc")
    expected = rows(DATA / "exvatools_iciotest" / "expected.csv")
    for line in expected[1:]:
        row = found.row(by_predicate=pl.col("group") == line[0], named=True)
        mine = [row[f"{n}_musd"] for n in names]
        assert_allclose(mine, [float(v) for v in line[1:]], atol=0.00501)
