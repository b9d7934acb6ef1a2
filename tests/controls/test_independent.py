"""Coalition effect and packages of real trade by command, against counts that share no code."""

from __future__ import annotations

import csv
import math
import os
import subprocess
import sys
from collections import defaultdict
from itertools import combinations
from math import factorial
from pathlib import Path

import pytest

SAMPLE = Path(__file__).parents[2] / ".." / "shared" / "data" / "baci_sample"
TRADE = SAMPLE / "BACI_HS92_Y2021_V202301_exporters_4_710.csv"
MEMBERS = ("GBR", "USA", "ZAF")
SELLERS = ("GBR", "USA", "ZAF", "AFG", "IND", "CHN")

pytestmark = pytest.mark.skipif(not TRADE.exists(), reason="no trade sample beside the checkout")
Row = dict[str, str]


def call(folder: Path, *args: object, code: int = 0) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "techpact.cli", *map(str, args)],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env=dict(os.environ) | {"HOME": str(folder), "TECHPACT_WORKSPACE": str(folder / "ws")},
    )
    assert done.returncode == code or (code and done.returncode), done.stderr
    return done.stderr if code else done.stdout


def rows_of(text: str) -> list[Row]:
    return list(csv.DictReader(text.splitlines()))


class Trade:
    """Trade of the real sample, whose two sellers are drawn anew as six, with its sums."""

    def __init__(self) -> None:
        with (SAMPLE / "country_codes_V202301.csv").open(encoding="utf-8-sig") as file:
            names = {r["country_code"]: r["iso_3digit_alpha"] for r in csv.DictReader(file)}
        self.value: dict[tuple[str, str, str], int] = {}
        self.weight: dict[tuple[str, str, str], float] = {}
        with TRADE.open() as file:
            for n, r in enumerate(csv.DictReader(file)):
                buyer, code = names[r["j"]].replace("N/A", "TWN"), r["k"].zfill(6)
                if len(buyer) != 3:
                    continue
                for part, seller in enumerate(SELLERS):
                    if seller == buyer or (n * 7 + part * 5 + int(code)) % 3 == 0:
                        continue
                    key = (code, seller, buyer)
                    worth = round(float(r["v"]) * 1000) * (part + 1 + n % 4)
                    self.value[key] = self.value.get(key, 0) + worth
                    if r["q"].strip() not in ("", "NA") and (n + part) % 11:
                        self.weight[key] = float(r["q"]) * (1 + part)
        self.into: dict[tuple[str, str], dict[str, float]] = defaultdict(dict)
        self.exports: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        self.measured: dict[str, dict[str, list[float]]] = defaultdict(
            lambda: defaultdict(lambda: [0.0, 0.0])
        )
        for (k, e, i), v in self.value.items():
            self.into[k, i][e] = v
            self.exports[k][e] += v
            if self.weight.get((k, e, i), 0) > 0:
                self.measured[k][e][0] += v
                self.measured[k][e][1] += self.weight[k, e, i]

    def lost(self, coalition: set[str], k: str, t: str) -> float:
        return sum(v for e, v in self.into[k, t].items() if e in coalition)

    def capacity(
        self, coalition: set[str], k: str, t: str, spare: float, needs: dict[str, tuple[str, float]]
    ) -> float:
        total = 0.0
        for e, v in self.exports[k].items():
            if e in coalition or e == t:
                continue
            factor = 1.0
            if k in needs:
                need, dependence = needs[k]
                bought = sum(self.into[need, e].values())
                factor -= dependence * self.lost(coalition, need, e) / bought if bought else 0
            total += spare * v * factor
        return total

    def loss(
        self,
        coalition: set[str],
        k: str,
        t: str,
        spare: float,
        sigma: float | None,
        needs: dict[str, tuple[str, float]],
    ) -> float:
        whole, lost = sum(self.into[k, t].values()), self.lost(coalition, k, t)
        rest = (whole - lost) / whole
        kept = rest + min(lost, self.capacity(coalition, k, t, spare, needs)) / whole
        if sigma is not None and lost:
            kept *= rest ** (1 / (sigma - 1))
        return (1 - kept) * whole


@pytest.fixture(scope="module")
def trade() -> Trade:
    return Trade()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, trade: Trade) -> Path:
    path = tmp_path_factory.mktemp("controls")
    with (path / "trade.csv").open("w", newline="") as file:
        out = csv.writer(file)
        out.writerow(["year", "exporter", "importer", "hs6", "value_usd", "quantity_t"])
        for (k, e, i), v in trade.value.items():
            out.writerow([2021, e, i, k, v, trade.weight.get((k, e, i), "")])
    return path


def test_loss_leakage_and_own_loss_of_every_case(folder: Path, trade: Trade) -> None:
    spare, sigma = 0.3, 4.0
    options = ("--spare", spare, "--elasticity", sigma, "--format", "csv")
    out = rows_of(call(folder, "run", "coalition_effect", "--table", "trade=trade.csv",
                       "--alliance", ",".join(MEMBERS), *options,
                       "--coalition-cost", folder / "cost.csv"))  # fmt: skip
    inside = set(MEMBERS)
    cases = {(k, t) for (k, t), by in trade.into.items() if t not in inside and sum(by.values())}
    assert {(r["hs6"], r["target"]) for r in out} == cases
    own: dict[tuple[str, str, str], float] = defaultdict(float)
    for r in out:
        k, t = r["hs6"], r["target"]
        lost = trade.lost(inside, k, t)
        for e, v in trade.into[k, t].items():
            if e in inside and v:
                own[t, e, k[:2]] += v
        assert math.isclose(float(r["coalition_usd"]), lost)
        loss = trade.loss(inside, k, t, spare, sigma, {})
        assert math.isclose(float(r["loss_usd"]), loss, rel_tol=1e-9, abs_tol=1e-6)
        leak = min(lost, trade.capacity(inside, k, t, spare, {}))
        assert math.isclose(float(r["leakage_usd"]), leak, rel_tol=1e-9, abs_tol=1e-9)
        known = [m for e, m in trade.measured[k].items() if e not in inside and e != t]
        if leak and not known:
            assert r["leakage_t"] == ""
        else:
            value, weight = (sum(m[x] for m in known) for x in (0, 1))
            tonnes = leak * weight / value if leak else 0.0
            assert math.isclose(float(r["leakage_t"]), tonnes, rel_tol=1e-6, abs_tol=1e-9)
    costs = rows_of((folder / "cost.csv").read_text())
    found = {(r["target"], r["member"], r["sector"]): float(r["own_loss_usd"]) for r in costs}
    assert found == pytest.approx(own)


def test_pivotal_and_shapley_where_chains_bind_outsiders(folder: Path, trade: Trade) -> None:
    sold = defaultdict(set)
    for k, e, _ in trade.value:
        sold[k].add(e)
    both = sorted(k for k, by in sold.items() if by >= set(SELLERS))
    needs = {k: (need, 0.8) for k, need in zip(both[::2][:20], both[1::2][:20], strict=False)}
    lines = ["hs6,input_hs6,dependence", *(f"{k},{i},{a}" for k, (i, a) in needs.items())]
    (folder / "needs.csv").write_text("\n".join(lines) + "\n")
    out = rows_of(call(folder, "run", "coalition_effect", "--table", "trade=trade.csv",
                       "--alliance", ",".join(MEMBERS),
                       "--table", "product_inputs=needs.csv", "--bind-outsiders", "--spare", 0.4,
                       "--elasticity", 3, "--products", ",".join(needs), "--format", "csv",
                       "--coalition-shapley", folder / "shapley.csv"))  # fmt: skip
    rows = [r for r in out if r["hs6"] in needs]
    assert rows
    assert any(r["pivotal"] for r in rows)

    def loss(coalition: set[str], k: str, t: str) -> float:
        return trade.loss(coalition, k, t, 0.4, 3, needs)

    for r in rows:
        case = r["hs6"], r["target"]
        assert math.isclose(float(r["loss_usd"]), loss(set(MEMBERS), *case),
                            rel_tol=1e-9, abs_tol=1e-6)  # fmt: skip
        without = {m: loss(set(MEMBERS) - {m}, *case) for m in MEMBERS}
        if r["pivotal"]:
            least = float(r["without_pivotal_share"]) * float(r["imports_usd"])
            assert math.isclose(least, min(without.values()), rel_tol=1e-9, abs_tol=1e-6)
            assert math.isclose(without[r["pivotal"]], least, rel_tol=1e-9, abs_tol=1e-6)
    for r in rows_of((folder / "shapley.csv").read_text()):
        case, others = (r["hs6"], r["target"]), [m for m in MEMBERS if m != r["member"]]
        value = sum(
            factorial(n) * factorial(2 - n) / 6
            * (loss({*some, r["member"]}, *case) - loss(set(some), *case))
            for n in range(3)
            for some in combinations(others, n)
        )  # fmt: skip
        assert math.isclose(float(r["shapley_usd"]), value, rel_tol=1e-9, abs_tol=1e-5)


def test_packages_of_real_products_against_all_subsets(folder: Path, trade: Trade) -> None:
    target = "IND"
    lost = {k: trade.lost(set(MEMBERS), k, t) for k, t in trade.into if t == target}
    best = sorted((k for k in lost if lost[k]), key=lambda k: -lost[k])[:12]
    losses = {k: trade.loss(set(MEMBERS), k, target, 0.2, 5, {}) for k in best}
    lines = [
        "hs6,target,loss_usd,own_loss_usd",
        *(f"{k},{target},{losses[k]},{lost[k]}" for k in best),
    ]
    (folder / "options.csv").write_text("\n".join(lines) + "\n")
    subsets = [some for n in range(len(best) + 1) for some in combinations(best, n)]
    sums = [(sum(losses[k] for k in some), sum(lost[k] for k in some)) for some in subsets]
    for goal in ("harm", "cheapest"):
        found = rows_of(call(folder, "run", "control_package", "--table",
                             "control_options=options.csv", "--goal", goal, "--points", 7,
                             "--gap", 0, "--format", "csv"))  # fmt: skip
        assert len(found) == 7
        for r in found:
            limit = float(r["limit_usd"])
            if goal == "harm":
                value = max(e for e, c in sums if c <= limit * (1 + 1e-12))
                assert math.isclose(float(r["effect_usd"]), value, rel_tol=1e-9)
            else:
                value = min(c for e, c in sums if e >= limit * (1 - 1e-12))
                assert math.isclose(float(r["own_loss_usd"]), value, rel_tol=1e-9)
            assert r["proven"] == "true"


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--alliance", "USA", "--targets", "EUU"], ["EUU"]),
        (["--alliance", "USA", "--targets", "USA"], ["target of its own coalition", "mend"]),
        (["--alliance", ""], ["alliance"]),
        (["--alliance", "USA", "--products", "8486"], ["8486", "mend"]),
        (["--alliance", "USA", "--products", "999999"], ["999999", "mend"]),
        (["--alliance", "USA", "--year", "1850"], ["1850", "2021"]),
        (["--alliance", "USA", "--spare", "nan"], ["spare"]),
    ],
)
def test_bad_input_gives_one_error_that_says_how_to_mend(
    folder: Path, options: list[str], words: list[str]
) -> None:
    said = call(folder, "run", "coalition_effect", "--table", "trade=trade.csv", *options, code=1)
    assert "Traceback" not in said
    assert said.count("error:") == 1
    for word in words:
        assert word in said
