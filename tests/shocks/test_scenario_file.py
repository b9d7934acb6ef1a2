import polars as pl
import pytest

from techpact.errors import DataError, InputError, NotFoundError
from techpact.facts import FactBase
from techpact.registry import get_analysis
from techpact.shocks.scenario_file import preset_names, read_scenario

WIOD = {f"c{i}" for i in range(1, 36)}

EVENT = "[[scenario.a.event]]\nkind='ban'\nstart_day=0\nduration_days=1\n"


@pytest.mark.parametrize("name", preset_names())
def test_presets_are_complete_and_grounded(name):
    plan = read_scenario(name)
    assert set(plan.title) == set(plan.question) == {"en", "ja", "ko"}
    assert plan.assumptions
    assert all({"publisher", "title", "year", "url", "says"} <= set(s) for s in plan.sources)
    assert plan.sources
    # A control of a fine product on a broad sector must say how its share was set.
    assert len(plan.bases()) == sum(len(events) for events in plan.scenarios.values())
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
    last = out.filter((pl.col("scenario") == "earthquake") & (pl.col("day") == 59))
    assert last["loss_musd"][0] > 0


def test_sectors_of_another_classification_are_refused():
    with pytest.raises(DataError, match="WIOD2013, ICIO"):
        read_scenario("fab_region_loss").rows({"29-32"})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no \\[scenario.NAME\\]"),
        ("= 1", "not TOML"),
        ("colour = 1\n[[scenario.a.event]]\nkind='ban'\nstart_day=0\nduration_days=1", "colour"),
        (EVENT + "shares=1", "line 5: a, event 1: unknown key 'shares' .did you mean 'share'"),
        (EVENT + "share=1.5", "line 5: a, event 1: share: 1.5 is above 1"),
        (EVENT + "share='half'", "line 5: .*not a number; write it without quotes"),
        (EVENT + "share=nan", "line 5: .*nan"),
        (EVENT + "share=1\ncountries='CHN'", "line 6: .*write a list in square brackets"),
        (EVENT + "share=1\ncountries=['China']", "line 6: .*'China' is no ISO 3166"),
        (EVENT + "share=1\nbuyers=['JPM']", "line 6: .*'JPM' is no ISO 3166 .*did you mean"),
        (EVENT + "share=1\nsectors={ICIO='C26'}", "line 6: .*ICIO: write a list of codes"),
        (EVENT + "share=1\nreplacement='ally'", "line 6: .*none of none, same_mix, alliance"),
        (EVENT + "share=1\nrebuilders={F=0.5}", "line 6: .*shares sum to 0.5"),
        (EVENT, "line 1: a, event 1: share is missing: a ban needs one"),
        (EVENT.replace("=0", "=1.5") + "share=1", "line 3: .*start_day: 1.5 is not a whole number"),
        ("sources=['x']\n" + EVENT + "share=1", "line 1: sources: write a list of entries"),
        ("title=1\n" + EVENT + "share=1", "line 1: title: write a text"),
        ("[scenario.a.event]\nkind='ban'", "write \\[\\[scenario.a.event\\]\\] in double brackets"),
        ("a = 1\nx = = 1\n", "not TOML: .*line 2"),
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


def test_all_problems_are_told_at_once(tmp_path):
    path = tmp_path / "s.toml"
    path.write_text(EVENT + "share=2\nsecters=['c1']\n\n" + EVENT + "share=1\nbuyers='JPN'\n")
    with pytest.raises(InputError) as caught:
        read_scenario(path)
    assert "line 5: a, event 1: share" in str(caught.value)
    assert "line 6: a, event 1: unknown key 'secters'" in str(caught.value)
    assert "line 13: a, event 2: buyers" in str(caught.value)


def test_a_ban_can_spare_industries_and_hit_final_demand(tmp_path):
    path = tmp_path / "s.toml"
    path.write_text(
        EVENT + "share=1\ncountries=['CHN']\nbuyers=['JPN']\nbuyer_sectors=['final_demand']\n"
    )
    (row,) = read_scenario(path).rows({"c1"})
    assert row["buyer_sectors"] == "final_demand"
    flows = {"year": [2011] * 2, "supplier_country": ["CHN"] * 2, "supplier_sector": ["c1"] * 2,
             "buyer_country": ["CHN", "JPN"], "buyer_sector": ["c1"] * 2,
             "value_musd": [365.0, 730.0]}  # fmt: skip
    final = {"year": [2011] * 3, "supplier_country": ["CHN", "CHN", "JPN"],
             "supplier_sector": ["c1"] * 3, "buyer_country": ["CHN", "JPN", "JPN"],
             "category": ["f"] * 3, "value_musd": [365.0, 730.0, 7300.0]}  # fmt: skip
    result = get_analysis("ario").run(
        {
            "flows": pl.DataFrame(flows),
            "final_demand": pl.DataFrame(final),
            "events": pl.DataFrame([row], infer_schema_length=None),
        },
        {"days": 1},
    )
    # China makes 1 + 2 for industries and 1 + 2 for final demand; of these the last 2 stop.
    loss = dict(zip(result.table["country"], result.table["loss_musd"], strict=True))
    assert loss["CHN"] == pytest.approx(2.0)
    assert loss["JPN"] == pytest.approx(0.0)
