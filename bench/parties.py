"""Measure screening: quality on development queries, speed, memory, ownership; peers beside it.

`python -m bench.parties [--peers PYTHON] [--quality]`. The lists are those beside the checkout.
Peers run in their own interpreter, which has nomenklatura and rapidfuzz; each measurement is a
process of its own. Ratios are ours over the peer's.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LISTS = ROOT / ".." / "shared" / "data" / "lists"
CSL = LISTS / "us_csl_2026-07-31.csv"

PEER = """
import csv, json, sys, time, resource
names = json.load(open(sys.argv[2])); queries = json.load(open(sys.argv[3]))
kind = sys.argv[1]
if kind == "rapidfuzz":
    from rapidfuzz import process, fuzz, utils
    done = [utils.default_process(n) for n in names]
    start = time.perf_counter()
    for q in queries: process.extractOne(utils.default_process(q), done, scorer=fuzz.ratio)
else:
    from followthemoney import model
    from nomenklatura.matching import get_algorithm
    algorithm = get_algorithm("logic-v2")
    config = algorithm.default_config()
    def made(i, name):
        e = model.make_entity("LegalEntity"); e.id = str(i); e.add("name", name); return e
    # as blocking would hand them over: the candidates that share a word with the query
    words = {}
    for i, name in enumerate(names):
        for w in set(name.lower().split()): words.setdefault(w, []).append(i)
    start = time.perf_counter()
    for number, q in enumerate(queries):
        count = {}
        for w in set(q.lower().split()):
            hits = words.get(w, ())
            if len(hits) < 2000:
                for i in hits: count[i] = count.get(i, 0) + 1
        # names are cached by the id of their entity: every query needs one of its own
        asked = made(f"query-{number}", q)
        for i in sorted(count, key=count.get, reverse=True)[:50]:
            algorithm.compare(asked, made(i, names[i]), config)
spent = time.perf_counter() - start
print(json.dumps({"per_second": len(queries) / spent,
                  "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
"""


def _ours(what: str) -> dict[str, float]:
    if what == "ownership":
        return _ownership()
    if what == "delta":
        return _delta()
    if what == "open":
        return _open()
    from techpact.parties.lists import read_parties
    from techpact.parties.matcher import Matcher
    from techpact.parties.store import open_index

    os.environ.setdefault("TECHPACT_CACHE", str(Path(tempfile.gettempdir()) / "techpact-bench"))
    if what == "build":
        from techpact.parties.index import build

        listed = read_parties([CSL])
        build(listed[:10])
        start = time.perf_counter()
        built = build(listed)
        return {"seconds": time.perf_counter() - start, "parties": built.entities, "mb": _mb()}
    index = open_index([CSL])
    queries = _queries(json.loads(Path(sys.argv[-1]).read_text(encoding="utf-8")), 20_000)
    matcher = Matcher(index, threads=2 if what == "batch2" else 1)
    matcher.search(queries[:20])
    if what == "single":
        spent = []
        for query in queries[:4000]:
            start = time.perf_counter()
            matcher.search([query])
            spent.append(time.perf_counter() - start)
        spent.sort()
        return {
            "per_second": len(spent) / sum(spent),
            "p50_ms": 1000 * spent[len(spent) // 2],
            "p99_ms": 1000 * spent[int(0.99 * len(spent))],
            "mb": _mb(),
        }
    from techpact.parties.screening import screen

    start = time.perf_counter()
    count = sum(1 for _ in screen(matcher, queries))
    return {"per_second": count / (time.perf_counter() - start), "mb": _mb()}


def _mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _queries(names: list[str], count: int) -> list[str]:
    """Names of the list, half of them with a slip, and unlisted ones."""
    from bench.parties_development import slip

    rng = random.Random(7)
    found = []
    for k in range(count):
        name = rng.choice(names)
        words = name.split()
        rng.shuffle(words)
        found.append([name, slip(name, rng), slip(" ".join(words), rng)][k % 3])
    return found


def _ownership() -> dict[str, float]:
    import numpy as np
    import polars as pl

    from techpact.parties.ownership import ownership

    rng = np.random.default_rng(0)
    firms, stakes = 1_000_000, 3_000_000
    names = np.char.add("F", np.arange(firms).astype(str))
    table = pl.DataFrame(
        {
            "owner": names[rng.integers(0, firms, stakes)],
            "owned": names[rng.integers(0, firms, stakes)],
            "share_low": np.round(rng.beta(0.6, 1.5, stakes), 3),
        }
    )
    listed = pl.DataFrame({"party": names[:5000], "rule": ["ofac"] * 5000})
    ownership(table[:10], listed[:2], as_of="2026-01-01", rules=("ofac",))
    start, cpu = time.perf_counter(), time.process_time()
    found = ownership(table, listed, as_of="2026-01-01", rules=("ofac",))
    return {
        "seconds": time.perf_counter() - start,
        "cpu_seconds": time.process_time() - cpu,
        "firms": found.height,
        "mb": _mb(),
    }


def _delta() -> dict[str, float]:
    """CPU time of OFAC's edition of 2021 from nothing, and from its edition of 2019.

    With `--large`, beside the consolidated list, which does not change.
    """
    from techpact.parties.edition import read_edition
    from techpact.parties.index import compose
    from techpact.parties.lists import parties_of, read_list
    from techpact.parties.update import same_answers, update

    old, new = (
        parties_of(read_list(LISTS / f"us_ofac_sdn_entities_{day}.csv"))
        for day in ("2019-01-15", "2021-07-07")
    )
    rest = parties_of(read_list(CSL)) if "--large" in sys.argv else []
    before, beside = read_edition(old), [read_edition(rest)]
    compose([*beside, update(before, new)])
    best: dict[str, float] = {}
    for _ in range(3):
        start = time.process_time()
        whole = compose([read_edition(rest), read_edition(new)])
        middle = time.process_time()
        changed = compose([*beside, update(before, new)])
        end = time.process_time()
        best["rebuild_seconds"] = min(best.get("rebuild_seconds", 9e9), middle - start)
        best["delta_seconds"] = min(best.get("delta_seconds", 9e9), end - middle)
    best["ratio"] = best["rebuild_seconds"] / best["delta_seconds"]
    best["identical"] = float(same_answers(whole, changed))
    return best


def _open() -> dict[str, float]:
    """CPU time of a fresh process from list files to an index that answers; kernels excepted."""
    from techpact.parties.lists import list_files
    from techpact.parties.names import read
    from techpact.parties.store import open_index

    start = time.process_time()
    index = open_index(list_files([sys.argv[-1]]))
    spent = time.process_time() - start
    return {"cpu_seconds": spent, "parties": index.entities, "units": len(read("Volna 603").units)}


def _editions(*, alone: bool) -> dict[str, float]:
    """Open lists with OFAC's of 2021 in fresh processes: from nothing, and after those of 2019.

    OFAC's list alone, or in a folder with all lists of the checkout.
    """
    found: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as scratch:
        folders = []
        for day in ("2019-01-15", "2021-07-07"):
            folder = Path(scratch) / day
            folder.mkdir()
            for path in LISTS.glob("*.csv"):
                ofac = path.stem[:-10] in {f"us_ofac_{k}_entities_" for k in ("sdn", "alt", "add")}
                if path.stem.endswith(day) if ofac else not alone:
                    (folder / path.name).symlink_to(path.resolve())
            folders.append(str(folder))
        for _ in range(3):
            for label, opened in (("anew", folders[1:]), ("after_2019", folders)):
                with tempfile.TemporaryDirectory() as cache:
                    for folder_name in opened:
                        seen = _process(
                            [sys.executable, "-m", "bench.parties", "--one", "open", folder_name],
                            {"TECHPACT_CACHE": cache},
                        )
                key = f"{label}_cpu_seconds"
                found[key] = min(found.get(key, 9e9), seen["cpu_seconds"])
    found["parties"] = seen["parties"]
    found["ratio"] = found["anew_cpu_seconds"] / found["after_2019_cpu_seconds"]
    return found


def _quality() -> None:
    from bench.fit_parties import data, report

    report(data((11,)), stored=True)


def main() -> None:
    """Run each measurement in its own process and print them as one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peers", help="Python that has nomenklatura and rapidfuzz")
    parser.add_argument("--quality", action="store_true")
    options = parser.parse_args()
    from techpact.parties.lists import read_parties

    names = [n for p in read_parties([CSL]) for n in p.all_names()]
    with tempfile.TemporaryDirectory() as folder:
        listed, asked = Path(folder) / "names.json", Path(folder) / "queries.json"
        listed.write_text(json.dumps(names), encoding="utf-8")
        asked.write_text(json.dumps(_queries(names, 200)), encoding="utf-8")
        results: dict[str, dict[str, float]] = {}
        for what in ("build", "single", "batch", "batch2", "ownership", "delta"):
            results[what] = _process(
                [sys.executable, "-m", "bench.parties", "--one", what, str(listed)]
            )
        results["delta beside the CSL"] = _process(
            [sys.executable, "-m", "bench.parties", "--one", "delta", "--large", str(listed)]
        )
        results["editions from files"] = _editions(alone=True)
        results["editions in a folder"] = _editions(alone=False)
        for kind in ("rapidfuzz", "logic-v2") if options.peers else ():
            results[kind] = _process([options.peers, "-c", PEER, kind, str(listed), str(asked)])
            ratio = results["single"]["per_second"] / results[kind]["per_second"]
            results[kind]["ours_over_peer"] = ratio
    for what, numbers in results.items():
        print(f"{what:24}", "  ".join(f"{k} {v:,.3f}" for k, v in numbers.items()))
    if options.quality:
        _quality()


def _process(
    arguments: list[str], environment: Mapping[str, str] | None = None
) -> dict[str, float]:
    done = subprocess.run(
        arguments,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **(environment or {})},
    )
    if done.returncode:
        raise SystemExit(done.stderr[-2000:])
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


if __name__ == "__main__":
    if "--one" in sys.argv:
        print(json.dumps(_ours(sys.argv[sys.argv.index("--one") + 1])))
    else:
        main()
