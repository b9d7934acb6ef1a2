import polars as pl
import pytest

from techpact.errors import DataError, InputError, NotFoundError
from techpact.facts import FactBase
from techpact.registry import get_analysis
from techpact.shocks.scenario_file import preset_names, read_scenario

WIOD = {f"c{i}" for i in range(1, 36)}


@pytest.mark.parametrize("name", preset_names())
def test_presets_are_complete_and_grounded(name):
    plan = read_scenario(name)
    assert set(plan.title) == set(plan.question) == {"en", "ja", "ko"}
    assert plan.assumptions
    facts = FactBase()
    for table, key in plan.evidence:
        frame = facts.table(table)
        assert key in frame[frame.columns[0]].to_list(), (table, key)
    assert plan.rows(WIOD)
    assert plan.rows({"C21", "C24", "C26", "C28", "Q"})


def test_rows_run():
    plan = read_scenario("fab_region_loss")
    rows = plan.rows({"c13", "c14"})
    industries = [(c, s) for c in ("TWN", "JPN") for s in ("c13", "c14")]
    flows = [
        {"year": 2011, "supplier_country": a, "supplier_sector": s, "buyer_country": b,
         "buyer_sector": t, "value_musd": 10.0}
        for a, s in industries for b, t in industries
    ]  # fmt: skip
    final = [
        {"year": 2011, "supplier_country": a, "supplier_sector": s, "buyer_country": b,
         "category": "f", "value_musd": 50.0}
        for a, s in industries for b in ("TWN", "JPN")
    ]  # fmt: skip
    out = get_analysis("ario").run(
        {"flows": pl.DataFrame(flows), "final_demand": pl.DataFrame(final),
         "events": pl.DataFrame(rows, infer_schema_length=None)},
        {"days": 60, "every": 59, "by": "total"},
    ).table  # fmt: skip
    assert out["loss_musd"][-1] > 0


def test_sectors_of_another_classification_are_refused():
    with pytest.raises(DataError, match="WIOD2013, ICIO"):
        read_scenario("fab_region_loss").rows({"29-32"})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no \\[scenario.NAME\\]"),
        ("= 1", "not TOML"),
        ("colour = 1\n[[scenario.a.event]]\nkind='ban'\nstart_day=0\nduration_days=1", "colour"),
        ("[[scenario.a.event]]\nkind='ban'\nshares=1", "unknown key 'shares'"),
        ("[[scenario.a.event]]\nkind='ban'", "start_day is missing"),
        ("[scenario.a]\nx = 1", "has no"),
    ],
)
def test_wrong_files_name_what_is_wrong(tmp_path, text, message):
    path = tmp_path / "s.toml"
    path.write_text(text)
    with pytest.raises(InputError, match=message):
        read_scenario(path)


def test_unknown_names():
    with pytest.raises(NotFoundError, match="gallium"):
        read_scenario("galium_germanium_ban")
    with pytest.raises(NotFoundError):
        read_scenario("nowhere.toml")
