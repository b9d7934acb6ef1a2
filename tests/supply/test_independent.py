"""What the commands print, against plain counts of the real files that share no code with them."""

from __future__ import annotations

import csv
import itertools
import math
import os
import subprocess
import sys
from collections import defaultdict
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.optimize import linprog

DATA = Path(__file__).parents[2] / ".." / "shared" / "data"
Row = dict[str, str]
Floats = NDArray[np.float64]


def needs(name: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(
        not (DATA / name).exists(), reason=f"no shared/data/{name} beside the checkout"
    )


def techpact(folder: Path, *args: str | Path) -> list[Row]:
    done = subprocess.run(
        [sys.executable, "-m", "techpact.cli", *map(str, args)],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env=dict(os.environ) | {"HOME": str(folder), "TECHPACT_WORKSPACE": str(folder / "ws")},
    )
    assert done.returncode == 0, done.stderr
    return list(csv.DictReader(done.stdout.splitlines())) if args[0] == "run" else []


def table(path: Path, **options: Any) -> list[Row]:
    with path.open(newline="", **({"encoding": "utf-8-sig"} | options)) as file:
        return list(csv.DictReader(file))


def write(path: Path, header: str, rows: Any) -> Path:
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([header.split(","), *rows])
    return path


def number(text: str) -> float | None:
    return float(text) if text else None


def close(text: str, value: Any) -> bool:
    if value is None or text == "":
        return value is None and text == ""
    return math.isclose(float(text), float(value), rel_tol=1e-12, abs_tol=1e-15)


# --- trade -------------------------------------------------------------------------------------

Flow = tuple[str, str, str]


@pytest.fixture(scope="module")
def flows() -> dict[Flow, int]:
    folder = DATA / "baci_sample"
    code = {
        r["country_code"]: r["iso_3digit_alpha"]
        for r in table(folder / "country_codes_V202301.csv")
    }
    found = {}
    for r in table(folder / "BACI_HS92_Y2021_V202301_exporters_4_710.csv"):
        value = round(Fraction(r["v"]) * 1000)
        pair = (code[r["i"]].replace("N/A", "TWN"), code[r["j"]].replace("N/A", "TWN"))
        found[(*pair, r["k"].zfill(6))] = value
    return found


def indicators(
    flows: dict[Flow, int],
    members: set[str],
    partners: set[str],
    concern: set[str],
    only: str = "",
) -> dict[tuple[str, str], dict[str, Any]]:
    """Every indicator of every importer and of the members as one, in exact fractions."""
    into: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    exports: dict[tuple[str, str], int] = defaultdict(int)
    worlds: list[dict[str, dict[str, int]]] = [
        defaultdict(lambda: defaultdict(int)) for _ in range(2)
    ]
    for (e, i, k), v in flows.items():
        into[i, k][e] += v
        exports[e, k] += v
        worlds[0][k][e] += v
        if i in members:
            into["alliance", k][e] += v
        if e in members:
            exports["alliance", k] += v
        if not (e in members and i in members):
            worlds[1][k]["alliance" if e in members else e] += v
    found = {}
    index = [{k: _index(list(by.values())) for k, by in side.items()} for side in worlds]
    for (i, k), bought in into.items():
        if only not in ("", i):
            continue
        borders = i == "alliance" or i in members
        outside = {e: v for e, v in bought.items() if not (borders and e in members)}
        far, whole, out = sum(outside.values()), sum(bought.values()), exports[i, k]
        if whole == 0:
            continue
        hhi, world_hhi = _index(list(outside.values())), index[borders].get(k)
        best = min(((-v, e) for e, v in outside.items() if v), default=None)
        share = {
            name: Fraction(sum(v for e, v in bought.items() if e in codes), whole)
            for name, codes in (("alliance", members), ("partner", partners), ("concern", concern))
        }
        cdi1 = hhi is not None and hhi > Fraction(4, 10)
        cdi2 = Fraction(far, whole) > Fraction(1, 2)
        cdi3 = far > out
        found[i, k] = {
            "imports_usd": whole,
            "outside_usd": far,
            "exports_usd": out,
            "hhi": hhi,
            "world_export_hhi": world_hhi,
            "outside_share": Fraction(far, whole),
            "import_export_ratio": Fraction(far, out) if out else None,
            "top_partner": best[1] if best else "",
            "top_partner_share": Fraction(-best[0], far) if best else None,
            **{f"{name}_share": value for name, value in share.items()},
            "neutral_share": 1 - sum(share.values()),
            "cdi1": cdi1,
            "cdi2": cdi2,
            "cdi3": cdi3,
            "eu_dependent": cdi1 and cdi2 and cdi3,
            "one_partner": best is not None and Fraction(-best[0], far) > Fraction(1, 2),
            "geodep_year": cdi1 and cdi3 and world_hhi is not None and world_hhi > Fraction(4, 10),
        }
    return found


def _index(values: list[int]) -> Fraction | None:
    total = sum(values)
    return Fraction(sum(v * v for v in values), total * total) if total else None


@pytest.fixture(scope="module")
def traded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("trade")
    raw = DATA / "baci_sample" / "BACI_HS92_Y2021_V202301_exporters_4_710.csv"
    techpact(folder, "add", "--source", "baci", "--option", "others=drop", raw)
    return folder


@needs("baci_sample")
@pytest.mark.parametrize(
    ("members", "partners", "concern"),
    [("ZAF,USA", "GBR", "AFG"), ("JPN,IND,DEU", "ZAF", "AFG")],
)
def test_every_flag_of_the_real_trade_sample(
    traded: Path, flows: dict[Flow, int], members: str, partners: str, concern: str
) -> None:
    sets = [set(codes.split(",")) for codes in (members, partners, concern)]
    expected = indicators(flows, *sets)
    alliance = f"{members};{partners};{concern}"
    printed = techpact(traded, "run", "import_dependency", "--alliance", alliance)
    seen = set()
    for row in printed:
        importer = "alliance" if row["unit"] == "alliance" else row["importer"]
        seen.add((importer, row["hs6"]))
        mine = expected[importer, row["hs6"]]
        assert row["geodep"] == ""  # one year alone: the CEPII rule over years stays unknown
        for name, value in mine.items():
            where = (importer, row["hs6"], name, row[name], value)
            if isinstance(value, bool):
                assert (row[name] == "true") is value, where
            elif isinstance(value, str):
                assert row[name] == value, where
            else:
                assert close(row[name], value), where
    assert seen == set(expected)
    one = techpact(
        traded, "run", "import_dependency", "--alliance", alliance, "--rule", "geodep",
        "--window", "1", "--min-years", "1",
    )  # fmt: skip
    flags = {
        ("alliance" if r["unit"] == "alliance" else r["importer"], r["hs6"]): r["dependent"]
        for r in one
    }
    assert flags == {
        key: "true" if value["geodep_year"] else "false" for key, value in expected.items()
    }


@needs("baci_sample")
def test_membership_draws_the_borders_anew(traded: Path, flows: dict[Flow, int]) -> None:
    members, candidates = {"USA", "IND", "ZAF"}, ("GBR", "AFG", "PAK", "ZAF", "IND")

    known: dict[frozenset[str], dict[str, int]] = {}

    def dependent(codes: set[str]) -> dict[str, int]:
        chosen = frozenset(codes)
        if chosen not in known:
            known[chosen] = _dependent(codes)
        return known[chosen]

    def _dependent(codes: set[str]) -> dict[str, int]:
        found = indicators(flows, codes, set(), set(), only="alliance")
        return {
            k: v["outside_usd"]
            for (i, k), v in found.items()
            if i == "alliance" and v["eu_dependent"]
        }

    listed: dict[str, set[str]] = defaultdict(set)
    for row in techpact(traded, "run", "membership", "--alliance", "USA,IND,ZAF;;",
                        "--candidates", ",".join(candidates), "--table", f"area_products={_all(traded, flows)}"):  # fmt: skip  # noqa: E501
        changed = members ^ {row["country"]}
        before, after = dependent(members), dependent(changed)
        closed, opened = set(before) - set(after), set(after) - set(before)
        assert (int(row["closed"]), int(row["opened"])) == (len(closed), len(opened)), row
        assert int(row["dependent_before"]) == len(before)
        assert int(row["dependent_after"]) == len(after)
        assert int(row["closed_usd"]) == sum(before[k] for k in closed)
        assert int(row["opened_usd"]) == sum(after[k] for k in opened)
        listed[row["country"]].add(row["change"])
    assert listed == {c: {"leaves" if c in members else "joins"} for c in candidates}


def _all(folder: Path, flows: dict[Flow, int]) -> Path:
    """Put every product of the sample into one area."""
    header = "area,hs6,hs_revision,label,input,specificity,source_id,locator,as_of,status"
    rows = [
        ("general", k, "HS2022", k, "", "whole", "baci2010", "", "2021", "confirmed")
        for k in sorted({k for _, _, k in flows})
    ]
    return write(folder / "area_products.csv", header, rows)


# --- stage maps --------------------------------------------------------------------------------


@needs("eto_chips")
def test_shares_of_every_node_of_the_chip_map(tmp_path: Path) -> None:
    folder = DATA / "eto_chips"
    techpact(tmp_path, "add", "--source", "eto_chips", folder)
    members, partners, concern = {"USA", "JPN"}, {"NLD", "KOR", "TWN"}, {"CHN"}
    printed = techpact(tmp_path, "run", "stage_map", "--alliance", "USA,JPN;NLD,KOR,TWN;CHN")
    kind = {p["provider_id"]: p for p in table(folder / "providers.csv")}
    shares: dict[str, list[tuple[int, str, float | None]]] = defaultdict(list)
    for r in table(folder / "provision.csv"):
        provider = kind[r["provider_id"]]
        if provider["provider_type"] == "country":
            year = int(r["year"]) if r["year"] else 0
            given = (year, provider["provider_name"], number(r["share_provided"]))
            shares[r["provided_id"]].append(given)
    nodes = {r["input_id"] for r in table(folder / "inputs.csv")}
    nodes |= {r["stage_id"] for r in table(folder / "stages.csv")}
    assert {r["node"] for r in printed} == nodes
    with_shares = 0
    for row in printed:
        given = shares[row["node"]]
        dated = [g for g in given if g[2] is not None]
        if not dated:
            assert row["hhi"] == "", row
            continue
        latest = max(g[0] for g in dated)
        groups = ("EUR", "Various countries")
        named = {
            c: s / 100 for y, c, s in dated if y == latest and s is not None and c not in groups
        }
        if not named:
            continue
        with_shares += 1
        rest = max(0.0, 1 - sum(named.values()))
        hhi = sum(s * s for s in named.values())
        for name, value in (
            ("hhi", hhi),
            ("hhi_high", hhi + rest * rest),
            ("alliance_share", sum(s for c, s in named.items() if c in members)),
            ("partner_share", sum(s for c, s in named.items() if c in partners)),
            ("concern_share", sum(s for c, s in named.items() if c in concern)),
        ):
            assert abs(float(row[name]) - value) < 1e-12, (row["node"], name, row[name], value)
    assert with_shares > 80


# --- minerals ----------------------------------------------------------------------------------


@needs("usgs_mcs")
def test_gallium_as_customs_see_it_and_as_it_is_made(tmp_path: Path) -> None:
    path = DATA / "usgs_mcs" / "MCS2026_Commodities_Data.csv"
    techpact(tmp_path, "add", "--source", "usgs_mcs", path)
    imports = tmp_path / "imports.csv"
    printed = techpact(
        tmp_path, "run", "minerals", "--alliance", "us-japan", "--mineral-imports", imports
    )
    rows = [
        r
        for r in table(path, encoding="latin-1")
        if r["Commodity"] == "Gallium" and r["Statistics"] == "Production" and r["Year"] == "2025"
    ]
    made = {r["Country"]: r["Value"].replace(",", "") for r in rows}
    figures = {c: float(v) for c, v in made.items() if v.isdigit()}
    stated = figures.pop("World total")
    china = figures["China"] / max(stated, sum(figures.values()))
    row = next(r for r in printed if r["mineral"] == "Gallium" and r["statistic"] == "production")
    assert row["top_country"] == "CHN"
    assert close(row["top_share"], china)
    assert china > 0.98
    # Customs record a small part as Chinese; what producers made stands behind the others.
    assert float(row["top_import_share"]) < 0.5
    low, high = float(row["top_look_through_low"]), float(row["top_look_through_high"])
    assert float(row["top_import_share"]) < low < high <= 1
    sources = {
        r["country"]: float(r["import_share"])
        for r in table(imports)
        if r["mineral"] == "Gallium" and r["import_share"]
    }
    assert sources["CHN"] == float(row["top_import_share"])


# --- input-output ------------------------------------------------------------------------------


class World:
    """WIOD 2011 as plain arrays, with the inverse that the program avoids."""

    def __init__(self, folder: Path) -> None:
        raw = DATA / "wiod2013"
        with np.load(raw / "wiot_2011.npz") as arrays:
            Z, Y, self.x = (np.asarray(arrays[k], float) for k in "ZYx")
        self.countries = [r["code"] if "code" in r else list(r.values())[1]
                          for r in table(raw / "countries.csv")]  # fmt: skip
        self.sectors = [list(r.values())[1] for r in table(raw / "sectors.csv")]
        self.m = len(self.sectors)
        self.n = len(self.x)
        self.Z, self.Y = Z, Y
        self.y = self.x - Z.sum(axis=1)  # what the table does not balance counts as final demand
        self.A = np.divide(Z, self.x, out=np.zeros_like(Z), where=self.x > 0)
        self.L = np.linalg.inv(np.eye(self.n) - self.A)
        self.folder = folder
        self._write()

    def of(self, *codes: str) -> NDArray[np.intp]:
        return np.concatenate([np.arange(self.m) + self.countries.index(c) * self.m for c in codes])

    def _write(self) -> None:
        place = list(itertools.product(self.countries, self.sectors))
        buyers = [(c, k) for c in self.countries for k in range(5)]
        head = "year,supplier_country,supplier_sector,buyer_country,"
        write(
            self.folder / "flows.csv",
            head + "buyer_sector,value_musd",
            ((2011, *place[i], *place[j], self.Z[i, j]) for i, j in np.argwhere(self.Z)),
        )
        write(
            self.folder / "final_demand.csv",
            head + "category,value_musd",
            ((2011, *place[i], *buyers[j], self.Y[i, j]) for i, j in np.argwhere(self.Y)),
        )
        write(
            self.folder / "output.csv",
            "year,country,sector,output_musd",
            ((2011, *place[i], self.x[i]) for i in range(self.n)),
        )

    def run(self, name: str, *options: str) -> list[Row]:
        tables = [
            part
            for t in ("flows", "final_demand", "output")
            for part in ("--table", f"{t}={t}.csv")
        ]
        return techpact(self.folder, "run", name, *tables, *options)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return World(tmp_path_factory.mktemp("wiod"))


@needs("wiod2013")
def test_us_manufacturing_by_the_inverse(world: World) -> None:
    printed = world.run(
        "lookthrough_exposure", "--buyers", "USA", "--sectors", "c3:c16",
        "--suppliers", ",".join(world.countries),
    )  # fmt: skip
    buyer = world.of("USA")[2:16]
    weight = world.x[buyer] / world.x[buyer].sum()
    called = world.L[:, buyer].sum(axis=0)
    direct = (np.eye(world.n) + world.A)[:, buyer]
    share = {r["supplier"]: r for r in printed}
    for code in world.countries:
        rows = world.of(code)
        total = (world.L[np.ix_(rows, buyer)].sum(axis=0) / called) @ weight
        face = (direct[rows].sum(axis=0) / called) @ weight
        assert np.isclose(float(share[code]["total_share"]), total, rtol=1e-10)
        assert np.isclose(float(share[code]["face_share"]), face, rtol=1e-10, atol=1e-15)
    assert round(100 * float(share["foreign"]["total_share"]), 1) == 20.0
    assert round(100 * float(share["CHN"]["total_share"]), 2) == 3.47


@needs("wiod2013")
def test_extraction_by_inverting_again(world: World) -> None:
    printed = {r["extracted"]: r for r in world.run("extraction")}
    for code in ("CHN", "USA", "TWN", "MLT"):
        rest = np.setdiff1d(np.arange(world.n), world.of(code))
        left = np.linalg.inv((np.eye(world.n) - world.A)[np.ix_(rest, rest)]) @ world.y[rest]
        row, outside = printed[code], world.x[rest].sum() - left.sum()
        size = 1e-10 * world.x.sum()
        lost = world.x.sum() - left.sum()
        assert abs(float(row["output_loss_musd"]) - lost) < size
        assert abs(float(row["output_loss_outside_musd"]) - outside) < size


@needs("wiod2013")
def test_a_cut_off_by_inverting_again(world: World) -> None:
    printed = world.run(
        "cutoff", "--alliance", "USA,JPN;;CHN", "--suppliers", "CHN", "--replacement", "none"
    )
    change = {r["country"]: float(r["output_change_musd"]) for r in printed}
    suppliers, buyers = world.of("CHN"), world.of("USA", "JPN")
    A, y = world.A.copy(), world.y.copy()
    A[np.ix_(suppliers, buyers)] = 0
    goods = [world.countries.index(c) * 5 + k for c in ("USA", "JPN") for k in range(5)]
    y[suppliers] -= world.Y[np.ix_(suppliers, goods)].sum(axis=1)
    after = np.linalg.inv(np.eye(world.n) - A) @ y
    for code in ("CHN", "USA", "KOR"):
        rows = world.of(code)
        expected = after[rows].sum() - world.x[rows].sum()
        assert abs(change[code] - expected) < 1e-10 * world.x.sum(), (code, change[code], expected)


# --- re-sourcing -------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", [0, 1])
def test_resourcing_equals_one_programme_a_product(tmp_path: Path, seed: int) -> None:
    rng = np.random.default_rng(seed)
    importers, suppliers = ("USA", "JPN"), ("USA", "JPN", "KOR", "DEU", "AUS")
    lost, spare, cost = {}, {}, {}
    for p in range(40):
        k = f"{p + 100100}"
        for i in importers:
            lost[k, i] = round(float(rng.uniform(1, 100)), 2)
        for s in suppliers:
            spare[k, s] = round(float(rng.uniform(0, 60)), 2)
            cost[k, s] = round(float(rng.uniform(0, 2)), 3)
    lines = [(k, i, v) for (k, i), v in lost.items()]
    write(tmp_path / "losses.csv", "product,importer,lost", lines)
    write(
        tmp_path / "spare.csv",
        "product,supplier,spare,unit_cost",
        [(k, s, v, cost[k, s]) for (k, s), v in spare.items()],
    )
    tables = ["--table", "losses=losses.csv", "--table", "spare=spare.csv"]
    cap = {(s, i): 0.4 for s in suppliers for i in importers}
    for options in ([], ["--max-share", "0.4"]):
        printed = techpact(
            tmp_path, "run", "resourcing", *tables, "--alliance", "USA,JPN;KOR,DEU,AUS;CHN",
            *options,
        )  # fmt: skip
        replaced: dict[str, float] = defaultdict(float)
        spent: dict[str, float] = defaultdict(float)
        for row in printed:
            replaced[row["product"]] += float(row["replaced"])
            if float(row["replaced"]):
                spent[row["product"]] += float(row["replaced"]) * float(row["unit_cost"])
        for k in {k for k, _ in lost}:
            pairs = list(itertools.product(suppliers, importers))
            c = np.array([cost[k, s] for s, _ in pairs])
            by = [[float(s == t) for s, _ in pairs] for t in suppliers]
            to = [[float(i == j) for _, i in pairs] for j in importers]
            limit = [spare[k, s] for s in suppliers] + [lost[k, i] for i in importers]
            top = [min(spare[k, s], lost[k, i] * (cap[s, i] if options else 1.0)) for s, i in pairs]
            bounds = [(0.0, t) for t in top]
            most = linprog(-np.ones(len(pairs)), A_ub=by + to, b_ub=limit, bounds=bounds)
            least = linprog(
                c, A_ub=by + to, b_ub=limit, bounds=bounds,
                A_eq=[[1.0] * len(pairs)], b_eq=[-most.fun],
            )  # fmt: skip
            assert np.isclose(replaced[k], -most.fun, rtol=1e-9)
            assert np.isclose(spent[k], least.fun, rtol=1e-7, atol=1e-7), (k, options)
