import re

from tests.web.stage_tables import add_stages

from techpact.web import library

OLD = b"""MEMORANDUM ON CLOCKS

The Participants intend to share quantum clocks.

The Participants intend to meet every year.

Signed at Tokyo on 5 May 2026.
"""
NEW = OLD.replace(b"every year", b"twice a year")


def test_two_texts_stand_side_by_side(own):
    client = own()
    site = client.app.state.site
    one, other = library.add(site, "old.txt", OLD), library.add(site, "new.txt", NEW)
    for name in (one.name, other.name):
        assert library.reading(site, name).wait(60)
    for _ in range(100):
        text = client.get(f"/compare?a={one.name}&b={other.name}").text
        if 'id="progress"' not in text:
            break
    text = re.sub("</?mark[^>]*>", "", text)
    assert "every year" in text
    assert "twice a year" in text
    rows = client.get(f"/download/compare/links.json?a={one.name}&b={other.name}").json()
    assert any(r["relation"] == "changed" for r in rows)
    assert client.get(f"/compare?a={one.name}&b=none").status_code == 404


def test_a_stage_map_is_a_graph_of_links(own):
    client = own()
    assert "techpact add" in client.get("/stages").text
    add_stages(client.app.state.site.workspace)
    answer = client.get("/stages")
    assert answer.status_code == 200
    for node in ("ore", "wafer", "chip"):
        assert f'<a href="#node-{node}"' in answer.text
        assert f'id="node-{node}"' in answer.text
    assert "Ore &lt;b&gt;" in answer.text
    assert client.get("/download/stages/stages.svg").text.startswith("<svg xmlns=")


def test_a_scenario_without_a_table_says_what_is_needed(own):
    text = own().get("/scenario?a=gallium_germanium_ban").text
    assert "techpact add" in text
    assert "/inputs/gallium" in text
    assert own().get("/scenario?a=none").status_code == 404


def test_the_graph_has_no_link_backwards():
    from techpact.render.stage_graph import layers_of

    links = [("a", "b"), ("b", "c"), ("a", "c"), ("x", "c"), ("c", "b")]
    layers = layers_of(["a", "b", "c", "x"], links)
    assert layers == [["a"], ["b", "x"], ["c"]] or layers == [["a"], ["x", "b"], ["c"]]


def test_control_lists_stand_side_by_side_with_their_sources(client):
    asked = "alliance=JPN,USA&partners=NLD,GBR,KOR&as_of=2026-11-28"
    rows = client.get(f"/download/controls/subjects.json?{asked}").json()
    quantum = next(r for r in rows if r["subject"] == "Quantum computers and their control parts")
    assert {c: quantum[c] for c in ("GBR", "JPN", "KOR", "NLD", "USA")} == {
        "GBR": "2024-04-01",
        "JPN": "2024-09-08",
        "KOR": "2025-02-28",
        "NLD": "2025-11-15",
        "USA": "2024-09-06",
    }
    assert "Hogan Lovells" in quantum["sources"]
    assert "Delegated Regulation (EU) 2025/2003" in quantum["sources"]
    text = client.get(f"/controls?{asked}&lang=ja").text
    assert "先端演算用半導体" in text
    assert "規制リストの比較" in text
    early = client.get("/download/controls/subjects.json?alliance=JPN,USA&as_of=2023-08-01").json()
    cleaning = next(r for r in early if r["subject"] == "Wafer cleaning equipment")
    assert cleaning["alone"] == "Japan"
    area = client.get(f"/areas/quantum?{asked}&lang=ko").text
    assert "통제 목록 비교" in area
