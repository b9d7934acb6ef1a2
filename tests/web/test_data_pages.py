import itertools
import re

from tests.web.stage_tables import add_stages
from tests.web.workspace_tables import add_economy, add_network

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


def test_one_scenario_alone_is_shown_with_industries_by_name(own):
    client = own()
    add_economy(client.app.state.site.workspace)
    text = _finished(client, "/scenario?a=chip_tool_control&days=90&lang=ja")
    assert "losses.svg" in text
    assert "compared.csv" not in text
    rows = client.get(
        "/download/scenario/way_chip_tool_control.json?a=chip_tool_control&days=90&lang=ja"
    ).json()
    assert any("機械" in r["node"] and r["sector"] == "機械" for r in rows)


def test_the_cheapest_cover_is_searched_shown_and_cited(own):
    client = own()
    add_economy(client.app.state.site.workspace)
    asked = "case=chip_tool_control.three_together&bound=90&measures=resourcing"
    text = _finished(client, f"/scenario/cover?{asked}")
    assert "million USD" in text
    assert "made up" in text
    proof = client.get(f"/download/scenario/cover/search.json?{asked}").json()
    values = {r["key"]: r["value"] for r in proof}
    assert values["loss_before_musd"] > 0
    assert values["runs"] > 1
    cover = client.get(f"/download/scenario/cover/cover.json?{asked}").json()
    if values["cost_musd"]:
        assert sum(r["cost"] for r in cover) == values["cost_musd"]
    assert client.get("/scenario/cover?case=none").status_code == 404


def test_inventories_of_a_cover_are_drawn(own):
    client = own()
    add_economy(client.app.state.site.workspace)
    asked = "case=gallium_germanium_ban.ban_not_replaced&bound=90&days=180&step=30"
    text = _finished(client, f"/scenario/cover?{asked}&lang=ko")
    cover = client.get(f"/download/scenario/cover/cover.json?{asked}&lang=ko").json()
    assert ("cover.svg" in text) == bool(cover)
    if cover:
        picture = client.get(f"/download/scenario/cover/cover.svg?{asked}&lang=ko").text
        assert cover[0]["sector"] in picture


def test_a_cascade_among_firms_is_a_graph_of_links(own):
    client = own()
    assert "techpact add" in client.get("/scenario/firms").text
    add_network(client.app.state.site.workspace)
    assert "ore" in client.get("/scenario/firms").text
    text = _finished(client, "/scenario/firms?event=ore")
    rows = client.get("/download/scenario/firms/way_firms.json?event=ore").json()
    assert [r["node"] for r in rows][:3] == ["phones", "chips", "ore"]
    for rank in range(1, len(rows) + 1):
        assert f'<a href="#firms-{rank}"' in text
        assert f'id="firms-{rank}"' in text
    assert client.get("/download/scenario/firms/way-firms.png?event=ore").content[:4] == b"\x89PNG"
    assert client.get("/scenario/firms?event=none").status_code == 404


def _finished(client, address):
    for _ in range(200):
        answer = client.get(address)
        assert answer.status_code == 200
        if 'id="progress"' not in answer.text:
            return answer.text
    raise AssertionError(f"{address} is still at work")


def test_boxes_of_a_graph_do_not_touch():
    from techpact.render.stage_graph import BOX_HEIGHT, StageNode, stage_graph

    nodes = {n: StageNode(n, n, "", "#000", f"#{n}") for n in "abcd"}
    drawn = stage_graph(nodes, [("a", "b"), ("a", "c"), ("a", "d")], "")
    boxes = re.findall(r'<rect x="(\d+)" y="(-?\d+)" width="214"', drawn)
    for x in {x for x, _ in boxes}:
        tops = sorted(int(y) for at, y in boxes if at == x)
        assert all(b - a > BOX_HEIGHT for a, b in itertools.pairwise(tops))


def test_a_page_that_fails_is_a_page_and_shows_nothing_inside(own, monkeypatch):
    def broken(*_, **__):
        raise RuntimeError("secret inside")

    client = own()
    monkeypatch.setattr(type(client.app.state.site), "views", broken)
    answer = client.get("/areas/ai?lang=ja")
    assert answer.status_code == 500
    assert answer.headers["content-type"].startswith("text/html")
    assert "secret" not in answer.text
