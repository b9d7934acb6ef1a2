import csv
import itertools
from collections import defaultdict
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from techpact.engine import read_frame
from techpact.errors import DataError
from techpact.sources import eto_chips
from techpact.supply.stages import stage_map

GOLDEN = Path(__file__).parents[1] / "golden" / "stage_map"
ETO = Path(__file__).parents[2].parent / "shared" / "data" / "eto_chips"
ALLIANCE = "JPN,USA;NLD;CHN"


def tables() -> dict[str, pl.DataFrame]:
    names = ("stage_nodes", "stage_links", "stage_shares")
    return {n: read_frame(GOLDEN / f"{n}.csv") for n in names}


def stops(given_tables: dict[str, Any], **options: Any) -> dict[tuple[str, str], dict[str, Any]]:
    result = stage_map.run(given_tables, {"alliance": ALLIANCE, "stop": "CHN,NLD", **options})
    rows = result.extras["stage_stops"].iter_rows(named=True)
    return {(r["country"], r["node"]): r for r in rows}


def test_a_stop_travels_along_types_and_inputs_to_the_final_node() -> None:
    found = stops(tables())
    chip = found["NLD", "chip"]
    assert (chip["exposure_low"], chip["path"]) == (1.0, "fine > tool > step > chip")
    assert chip["final"]
    assert chip["stops"]
    chip = found["CHN", "chip"]
    assert (chip["exposure_low"], chip["path"]) == (0.5, "etch > step > chip")
    # The unknown input may all come from there; the known ones may not.
    assert chip["exposure_high"] == 1.0
    assert found["CHN", "step"]["exposure_high"] == 0.5
    # A group of countries and a country with an empty share belong to the unknown rest.
    assert found["CHN", "tool"]["own_high"] == pytest.approx(0.1)


def test_alternative_types_need_all_to_stop() -> None:
    given_tables = tables()
    other = pl.DataFrame({"node": "coarse", "name": "Coarse", "kind": "tool", "stage": None})
    given_tables["stage_nodes"] = pl.concat([given_tables["stage_nodes"], other], how="vertical")
    link = pl.DataFrame({"node": "coarse", "target": "tool", "link": "type_of"})
    given_tables["stage_links"] = pl.concat([given_tables["stage_links"], link])
    assert stops(given_tables)["NLD", "tool"]["exposure_low"] == 1.0
    # The coarse type is not known to come from there, so the tool keeps its own share.
    found = stops(given_tables, types="alternatives")["NLD", "tool"]
    assert found["exposure_low"] == 0.6
    assert found["exposure_high"] == 1.0


def test_loops_end() -> None:
    given_tables = tables()
    back = pl.DataFrame({"node": "chip", "target": "tool", "link": "goes_into"})
    given_tables["stage_links"] = pl.concat([given_tables["stage_links"], back])
    assert stops(given_tables)["CHN", "tool"]["exposure_low"] == 0.5


def test_unknown_nodes_are_named() -> None:
    given_tables = tables()
    odd = pl.DataFrame({"node": "nowhere", "target": "tool", "link": "goes_into"})
    given_tables["stage_links"] = pl.concat([given_tables["stage_links"], odd])
    with pytest.raises(DataError, match="stage_links row 6: unknown node 'nowhere'"):
        stops(given_tables)


@settings(deadline=None, max_examples=50)
@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=20), st.randoms())
def test_exposure_is_the_largest_share_among_all_ancestors(
    pairs: list[tuple[int, int]], random: Any
) -> None:
    share = {n: random.randint(0, 100) / 100 for n in range(8)}
    links = sorted({(a, b) for a, b in pairs if a != b})
    given_tables = {
        "stage_nodes": pl.DataFrame(
            {"node": [f"n{n}" for n in share], "name": "x", "kind": "tool"}
        ),
        "stage_links": pl.DataFrame(
            {
                "node": [f"n{a}" for a, _ in links],
                "target": [f"n{b}" for _, b in links],
                "link": ["goes_into"] * len(links),
            },
            schema=dict.fromkeys(("node", "target", "link"), pl.String),
        ),
        "stage_shares": pl.DataFrame(
            {
                "node": [f"n{n}" for n in share],
                "provider": "CHN",
                "provider_kind": "country",
                "share": list(share.values()),
                "year": 2024,
            }
        ),
    }
    found = stops(given_tables)
    for node in share:
        above, todo = {node}, [node]
        while todo:
            here = todo.pop()
            for a, b in links:
                if b == here and a not in above:
                    above.add(a)
                    todo.append(a)
        row = found["CHN", f"n{node}"]
        assert row["exposure_low"] == max(share[n] for n in above)
        path = row["path"].split(" > ")
        assert share[int(path[0][1:])] == row["exposure_low"]
        steps = list(itertools.pairwise(path))
        assert all((int(a[1:]), int(b[1:])) in links for a, b in steps)


@pytest.mark.skipif(not ETO.is_dir(), reason="the dataset is not here")
def test_equals_a_direct_count_on_the_real_tables() -> None:
    found = {
        r["node"]: r
        for r in stage_map.run(
            eto_chips.read(ETO), {"alliance": "JPN,USA;NLD;CHN"}
        ).table.iter_rows(named=True)
    }
    with (ETO / "providers.csv").open(encoding="utf-8") as file:
        names = {
            r["provider_id"]: r["provider_name"]
            for r in csv.DictReader(file)
            if r["provider_type"] == "country"
            and r["provider_name"] not in {"EUR", "Various countries"}
        }
    shares: dict[str, list[tuple[str, float]]] = defaultdict(list)
    with (ETO / "provision.csv").open(encoding="utf-8") as file:
        for r in csv.DictReader(file):
            if r["provider_id"] in names and r["share_provided"]:
                shares[r["provided_id"]].append(
                    (names[r["provider_id"]], float(r["share_provided"]) / 100)
                )
    assert len(shares) > 90
    for node, rows in shares.items():
        assert found[node]["hhi"] == pytest.approx(sum(s * s for _, s in rows), abs=1e-12)
        ours = sum(s for c, s in rows if c in {"JPN", "USA"})
        assert found[node]["alliance_share"] == pytest.approx(ours, abs=1e-12)
        theirs = sum(s for c, s in rows if c == "CHN")
        assert found[node]["concern_share"] == pytest.approx(theirs, abs=1e-12)
    assert sum(r["hhi"] is not None for r in found.values()) == len(shares)
