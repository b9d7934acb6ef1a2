import csv
import io
import json

import openpyxl
import pytest
from typer.testing import CliRunner

from techpact.cli import app
from techpact.errors import DataError, InputError, TechpactError
from techpact.parties import batch, lists
from techpact.parties.entities import entity
from techpact.parties.evidence import adjust, country_code
from techpact.parties.match_api import match
from techpact.parties.record import Record, verify
from techpact.parties.screening import Thresholds

QUERIES = [
    ("q1", "华为技术有限公司", "CN"),
    ("q2", "Nobody Knows This Name", ""),
    ("q3", "Brightwater Logistics", "DE"),
    ("q4", "", ""),
    ("q5", "=HYPERLINK(1)", ""),
]


@pytest.fixture
def place(tmp_path, parties, monkeypatch):
    monkeypatch.setenv("TECHPACT_CACHE", str(tmp_path / "cache"))
    with (tmp_path / "list.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "list", "name", "aliases_json", "countries"])
        for p in parties:
            writer.writerow([p.id, p.list, p.name, json.dumps(p.aliases), p.countries])
    with (tmp_path / "queries.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["qid", "query", "where"])
        writer.writerows(QUERIES)
    return tmp_path


def call(place, *options):
    arguments = ["screen", str(place / "queries.csv"), "--id-column", "qid", "--name-column",
                 "query", "--list", str(place / "list.csv"), *options]  # fmt: skip
    result = CliRunner().invoke(app, arguments)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def test_the_csv_has_a_row_a_hit_and_none_without(place):
    text = call(place, "--top", "5", "--format", "csv").stdout
    rows = list(csv.DictReader(io.StringIO(text)))
    assert tuple(rows[0]) == batch.COLUMNS
    first = {r["qid"]: r for r in rows if r["rank"] == "1"}
    assert first["q1"]["id"] in {"a1", "b1"}
    assert first["q3"]["id"] == "a6"
    assert "q4" not in first
    assert all(0 <= float(r["score"]) < 1 for r in rows)
    assert {r["decision"] for r in rows} <= {"match", "review", "no"}
    assert "华为" in first["q1"]["explanation"]


def test_the_cached_index_answers_alike(place):
    first = call(place, "--format", "csv").stdout
    assert any((place / "cache").rglob("complete"))
    assert call(place, "--format", "csv").stdout == first


def test_country_evidence_moves_scores(place):
    plain = json.loads(call(place, "--format", "json").stdout)
    told = json.loads(call(place, "--format", "json", "--country-column", "where").stdout)
    score = [[h["score"] for h in r["hits"][:1]] for r in (plain["results"][2], told["results"][2])]
    assert score[1] > score[0]


def test_a_stopped_run_goes_on_and_gives_the_same_file(place, monkeypatch):
    monkeypatch.setattr(batch, "CHUNK", 2)
    out = place / "out.csv"
    call(place, "--format", "csv", "--out", str(out))
    whole = out.read_bytes()
    out.unlink()
    real = batch.screen
    calls = []

    def stops(*args, **kwargs):
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(*args, **kwargs)

    monkeypatch.setattr(batch, "screen", stops)
    call(place, "--format", "csv", "--out", str(out))
    assert not out.exists()
    assert (place / "out.csv.state").exists()
    call(place, "--format", "csv", "--out", str(out))
    assert out.read_bytes() == whole
    assert len(calls) == 4  # the first chunk was not searched again
    assert not (place / "out.csv.state").exists()


def test_xlsx_keeps_formulas_as_text(place):
    out = place / "out.xlsx"
    call(place, "--format", "xlsx", "--out", str(out), "--floor", "0")
    rows = list(openpyxl.load_workbook(out).active.iter_rows(values_only=True))
    assert rows[0] == batch.COLUMNS
    assert any(r[0] == "q1" for r in rows)


def test_the_record_is_chained_and_shows_changes(place):
    path = place / "record.jsonl"
    call(place, "--format", "csv", "--record", str(path), "--by", "tester")
    call(place, "--format", "csv", "--record", str(path), "--by", "tester")
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) == 2 * len(QUERIES)
    assert verify(path) == []
    body = json.loads(lines[0])
    assert body["by"] == "tester"
    assert body["decision"] in {"match", "review", "no"}
    lines[3] = lines[3].replace("tester", "nobody")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert verify(path) == ["line 4: was changed"]
    del lines[5]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert "line 6: does not follow the line before" in verify(path)
    path.write_text(path.read_text(encoding="utf-8")[:-20], encoding="utf-8")
    with pytest.raises(DataError, match="cut"):
        Record(path).append([], editions={}, options={}, by="x")


def test_wrong_options_are_named(place):
    with pytest.raises(TechpactError, match="column not found: 'nope'"):
        call(place, "--country-column", "nope", "--format", "csv")
    with pytest.raises(InputError, match="thresholds"):
        call(place, "--match-at", "0.2", "--review-at", "0.5", "--format", "csv")
    with pytest.raises(InputError, match="not a date"):
        call(place, "--as-of", "soon", "--format", "csv")
    with pytest.raises(InputError, match="xlsx needs a file"):
        call(place, "--format", "xlsx")


BIB = r"""@article{k1, author = {Karim Yusuf al-Hassani and M{\"u}ller, Eva},
 title = {On {X}}, institution = "Harbin Institute of Technology"}
@book{k2, author={Ada Nobody}}"""


def test_a_bibliography_is_screened(place):
    path = place / "works.bib"
    path.write_text(BIB, encoding="utf-8")
    result = CliRunner().invoke(
        app, ["screen", str(path), "--list", str(place / "list.csv"), "--format", "json"]
    )
    found = json.loads(result.stdout)["results"]
    by_name = {(r["qid"], r["query"]): r["hits"] for r in found}
    assert by_name["k1#institution", "Harbin Institute of Technology"][0]["id"] == "a5"
    assert by_name["k1#author", "Karim Yusuf al-Hassani"][0]["id"] == "a8"
    assert ("k1#author", "Muller, Eva") in by_name
    works = [{"id": "https://x/W1", "authorships": [{"author": {"display_name": "Ada"},
              "institutions": [{"display_name": "Harbin Institute of Technology"}]}]}]  # fmt: skip
    path = place / "works.json"
    path.write_text(json.dumps({"results": works}), encoding="utf-8")
    result = CliRunner().invoke(
        app, ["screen", str(path), "--list", str(place / "list.csv"), "--format", "json"]
    )
    assert json.loads(result.stdout)["results"][1]["hits"][0]["id"] == "a5"


def test_match_speaks_the_language_of_yente(matcher):
    request = {
        "queries": {
            "one": {"schema": "Company",
                    "properties": {"name": ["华为技术有限公司"], "country": ["cn"]}},
            "two": {"properties": {"name": ["Nobody Knows This"]}},
        }
    }  # fmt: skip
    answer = match(matcher, request, limit=3)
    one = answer["responses"]["one"]
    assert one["status"] == 200
    assert {
        "id",
        "caption",
        "schema",
        "properties",
        "datasets",
        "score",
        "match",
        "features",
    } <= set(one["results"][0])
    assert one["results"][0]["match"] is True
    assert one["total"] == {"value": len(one["results"]), "relation": "eq"}
    assert answer["responses"]["two"]["results"] == []
    for broken in ({}, {"queries": []}, {"queries": {"a": {}}},
                   {"queries": {"a": {"properties": {"name": [1]}}}}):  # fmt: skip
        with pytest.raises(InputError):
            match(matcher, broken)


def test_evidence():
    assert adjust(0.5, ["CN"], ["People's Republic of China"])[0] > 0.5
    assert adjust(0.5, ["DE"], ["CN"])[0] < 0.5
    assert adjust(0.5, [], ["CN"]) == (0.5, "")
    assert adjust(0.5, ["Nowhere at all"], ["CN"]) == (0.5, "")
    assert adjust(0.5, [], [], ["5299 00X"], ["529900x"])[0] > 0.9
    assert country_code("Japan") == "jp"


def test_entities_are_valid_followthemoney(place):
    from followthemoney import model

    table = lists.read_list(place / "list.csv")
    for row in table.iter_rows(named=True):
        made = entity({**row, "schema": "Company", "identifiers_json": '["12345"]'})
        proxy = model.get_proxy(made)
        proxy.schema.validate(made)
        assert proxy.caption == row["name"]
        assert proxy.get("country") == [row["countries"].lower()]


def test_decisions():
    bands = Thresholds(0.8, 0.4)
    assert [bands.decision(s) for s in (0.8, 0.79, 0.4, 0.39)] == [
        "match",
        "review",
        "review",
        "no",
    ]


def workspace_call(place, *options):
    result = CliRunner().invoke(app, [*options, "--workspace", str(place / "space")])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.stdout


def test_lists_of_the_workspace_are_screened_by_name_or_all_together(place):
    ask = ("screen", str(place / "queries.csv"), "--name-column", "query", "--id-column", "qid",
           "--format", "csv")  # fmt: skip
    with pytest.raises(InputError, match="none in the workspace"):
        workspace_call(place, *ask)
    (place / "other.csv").write_text(
        "id,list,name,aliases_json,countries\nz1,OWN,Nobody Knows This Name,,\n", encoding="utf-8"
    )
    add = ("add", str(place / "list.csv"), "--source", "plain_list")
    workspace_call(place, *add)
    workspace_call(
        place, "add", str(place / "other.csv"), "--source", "plain_list", "--name", "own"
    )
    workspace_call(place, "add", str(place / "queries.csv"))
    one = workspace_call(place, *ask, "--list", "listed_parties_plain_list")
    assert one == call(place, "--format", "csv").stdout
    both = workspace_call(place, *ask)
    assert {r["list"] for r in csv.DictReader(io.StringIO(both))} >= {"EL", "OWN"}
    record = place / "record.jsonl"
    workspace_call(place, *ask, "--list", "own", "--record", str(record))
    assert list(json.loads(record.read_text("utf-8").splitlines()[0])["lists"]) == ["own"]
    with pytest.raises(InputError, match="is no list of parties"):
        workspace_call(place, *ask, "--list", "queries")
    with pytest.raises(InputError, match="list not found: nothing"):
        workspace_call(place, *ask, "--list", "nothing")
    for path in (place / "space" / "content").iterdir():
        path.unlink()
    with pytest.raises(InputError, match="file not found"):
        workspace_call(place, *ask, "--list", "own")
