import io
import json
import re
import time

import openpyxl
import polars as pl
import pytest

from techpact.parties.record import verify

LISTED = """\
id,list,name,aliases_json,countries
x1,Own list,Kestrel Optics Works,"[""Kestrel Optical""]",CN
x2,Own list,北方星辰科技有限公司,[],CN
x3,Own list,=cmd|'/c calc'!A1 Trading House,[],RU
"""


@pytest.fixture
def desk(own, tmp_path):
    path = tmp_path / "plain.csv"
    path.write_text(LISTED, encoding="utf-8")
    return own(lists=(path,))


def _wait(client, path):
    for _ in range(600):
        answer = client.get(path)
        if 'id="progress"' not in answer.text:
            return answer
        job = re.search(r"/jobs/(\w+)/events", answer.text)[1]
        with client.stream("GET", f"/jobs/{job}/events") as events:
            told = [json.loads(line[6:]) for line in events.iter_lines() if line]
        assert told[-1]["state"] == "done"
        time.sleep(0.01)
    raise AssertionError("never done")


def test_one_name_is_screened_explained_and_recorded(desk, tmp_path):
    text = _wait(desk, "/screen?name=Kestrel+Optics+Works").text
    assert "x1" in text
    assert "decision-match" in text
    answer = desk.post("/api/v1/screen", json={"names": ["Kestrel Optics Works", "Nobody Ltd"]})
    results = answer.json()["results"]
    assert results[0]["hits"][0]["id"] == "x1"
    assert results[0]["decision"] == "match"
    assert results[1]["decision"] == "no"
    log = tmp_path / "workspace" / "screenings.jsonl"
    assert verify(log) == []
    exported = desk.get("/screen/log.jsonl")
    assert exported.content == log.read_bytes()
    assert "Nobody Ltd" in exported.text


def test_match_answers_as_yente_does(desk):
    query = {"schema": "Company", "properties": {"name": ["Kestrel Optics Works"]}}
    answer = desk.post("/match/default", json={"queries": {"q": query}})
    found = answer.json()["responses"]["q"]["results"][0]
    assert found["id"] == "x1"
    assert found["match"] is True
    for broken in (b"", b"[]", b'{"queries": 3}', b'{"queries": {"q": {}}}', b"[" * 100_000):
        assert desk.post("/match/default", content=broken).status_code == 400


def test_a_file_is_screened_with_progress_and_downloads_hold_the_same_rows(desk):
    names = ["Kestrel Optics Works", "=cmd|'/c calc'!A1 Trading House", "Nobody Ltd"]
    data = pl.DataFrame({"name": names}).write_csv().encode()
    sent = desk.post("/screen", files={"file": ("n.csv", data)}, follow_redirects=False)
    path = sent.headers["location"].partition("?")[0]
    assert "x1" in _wait(desk, path).text
    files = {k: desk.get(f"{path}.{k}").content for k in ("csv", "xlsx", "parquet", "json")}
    rows = json.loads(files["json"])
    assert {r["id"] for r in rows} == {"x1", "x3"}
    assert [r["id"] for r in pl.read_parquet(files["parquet"]).to_dicts()] == [
        r["id"] for r in rows
    ]
    sheet = openpyxl.load_workbook(io.BytesIO(files["xlsx"])).active
    assert sheet.max_row == len(rows) + 1
    assert all(c.data_type != "f" for row in sheet.iter_rows() for c in row)
    lines = files["csv"].decode("utf-8-sig")
    assert not re.search(r'(^|,)"?=cmd', lines, re.M)
    assert desk.post(f"{path}/delete").status_code == 200
    assert desk.get(path).status_code == 404


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("n.csv", b""),
        ("n.exe", b"MZ"),
        ("n.csv", b"title\nx\n"),
        ("n.csv", "name\n株式会社".encode("cp932")),
        ("n.csv", b"name\n" + b"\xff\xfe\x00" * 10),
    ],
)
def test_a_broken_file_of_names_is_a_clear_error(desk, name, data):
    sent = desk.post("/screen", files={"file": (name, data)}, follow_redirects=False)
    if sent.status_code == 303:
        for _ in range(100):
            sent = desk.get(sent.headers.get("location", sent.request.url.path))
            if 'id="progress"' not in sent.text:
                break
            time.sleep(0.1)
    assert 400 <= sent.status_code < 500
    assert "Traceback" not in sent.text


def test_without_lists_the_page_says_what_to_do(own):
    client = own()
    assert "techpact serve --list" in client.get("/screen").text
    assert client.post("/api/v1/screen", json={"names": ["x"]}).status_code == 503


def test_result_addresses_lead_nowhere_else(desk):
    for path in ("/screen/results/..%2f..%2fetc.csv", "/screen/results/" + "0" * 24):
        assert desk.get(path).status_code == 404


@pytest.mark.slow
def test_ten_megabytes_of_names_with_progress_and_bounded_memory(desk):
    import psutil

    line = "Aster Sample Holdings Number {:09d}\n"
    data = ("name\n" + "".join(line.format(i) for i in range(260_000))).encode()
    assert len(data) > 9 * 2**20
    before = psutil.Process().memory_info().rss
    sent = desk.post("/screen", files={"file": ("n.csv", data)}, follow_redirects=False)
    path = sent.headers["location"].partition("?")[0]
    _wait(desk, path)
    assert psutil.Process().memory_info().rss - before < 1.5 * 2**30
