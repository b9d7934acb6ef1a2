import polars as pl
import pytest

from techpact.assessment import assess
from techpact.assessment.loaded import loaded_findings
from techpact.brief import render_html, to_record
from techpact.lineage import trace
from techpact.render.language import Language
from techpact.sources.tables import FINAL_DEMAND, FLOWS
from techpact.workspace import Workspace

SECTORS = [f"c{i}" for i in range(1, 36)]


@pytest.fixture
def space(tmp_path):
    industries = [(c, s) for c in ("JPN", "USA", "CHN") for s in SECTORS]
    flows = [
        {"year": 2011, "supplier_country": a, "supplier_sector": s, "buyer_country": b,
         "buyer_sector": t, "value_musd": 10.0 if a == b else 2.0}
        for a, s in industries for b, t in industries
    ]  # fmt: skip
    final = [
        {"year": 2011, "supplier_country": a, "supplier_sector": s, "buyer_country": b,
         "category": "f", "value_musd": 50.0}
        for a, s in industries for b in ("JPN", "USA", "CHN")
    ]  # fmt: skip
    space = Workspace(tmp_path)
    card = {"name": "made_up", "citation": "A made-up table"}
    space.add_table("flows", pl.DataFrame(flows), table=FLOWS, origin="f.csv", source=card)
    space.add_table("final_demand", pl.DataFrame(final), table=FINAL_DEMAND, origin="d.csv",
                    source=card)  # fmt: skip
    return space


def test_an_empty_workspace_adds_nothing(tmp_path, facts):
    assert loaded_findings(Workspace(tmp_path), facts, facts.alliance("us-japan")) == ([], [])


def test_loaded_tables_reach_the_brief_with_their_source(space, facts):
    alliance = facts.alliance("us-japan")
    found, left_out = loaded_findings(space, facts, alliance)
    assert left_out == []
    values = {(f.area, f.metric): f.value for f in found}
    assert 0 < values["semiconductors", "lookthrough_concern"] < 1
    assert (
        values["semiconductors", "lookthrough_concern"]
        <= values["semiconductors", "lookthrough_foreign"] + 1e-12
    )
    assert all(f.sources[0].source_id == "made_up" for f in found)
    pinned = {i.table for f in found for i in f.inputs}
    assert {"flows", "final_demand", "area_sectors"} <= pinned
    result = assess(facts, alliance, extra_findings=found)
    record = to_record(facts, result, Language("ko"))
    assert any(s["source_id"] == "made_up" for s in record["sources"])
    assert any("A made-up table" in text for _, _, text in trace(record, found[0].id))
    assert "A made-up table" in render_html(facts, result, Language("ko"))
    again, _ = loaded_findings(space, facts, alliance)
    assert [f.id for f in again] == [f.id for f in found]


def test_a_table_that_does_not_fit_is_left_out_with_a_reason(space, facts):
    flows = space.table("flows").with_columns(supplier_sector=pl.lit("x"), buyer_sector=pl.lit("x"))
    space.add_table("flows", flows.unique(["supplier_country", "buyer_country"]), table=FLOWS)
    final = space.table("final_demand").with_columns(supplier_sector=pl.lit("x"))
    final = final.unique(["supplier_country", "buyer_country"])
    space.add_table("final_demand", final, table=FINAL_DEMAND)
    found, left_out = loaded_findings(space, facts, facts.alliance("us-japan"))
    assert found == []
    assert "classification" in left_out[0]
