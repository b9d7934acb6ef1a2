"""The brief as a whole: every number and gap leads to a source; page and data agree."""

import json
import re

import polars as pl
import pytest

from techpact.assessment import assess
from techpact.brief import render_html, to_record, write_brief
from techpact.errors import InputError, UnavailableError
from techpact.facts import FactBase
from techpact.lineage import trace
from techpact.render.language import Language

ALLIANCES = ("us-japan", "us-korea", "JPN,KOR,TWN;NLD,DEU;CHN,RUS", "us-uk")


@pytest.mark.parametrize("alliance", ALLIANCES)
def test_every_finding_and_gap_resolves_to_a_source(briefs, alliance):
    record, _ = briefs(alliance)
    sources = {s["source_id"] for s in record["sources"]}
    findings = {f["id"]: f for f in record["findings"]}
    assert len(findings) == len(record["findings"]) > 100
    for finding in record["findings"]:
        assert finding["sources"]
        assert {s["source_id"] for s in finding["sources"]} <= sources
        assert all(len(i["sha256"]) == 64 for i in finding["inputs"])
        steps = trace(record, finding["id"])
        assert any(label == "source" for _, label, _ in steps)
    gaps = [g for a in record["areas"] for g in a["gaps"]]
    assert gaps
    for gap in gaps:
        assert gap["evidence"]
        assert any(label == "source" for _, label, _ in trace(record, gap["id"]))
    for area in record["areas"]:
        assert set(area["findings"]) <= findings.keys()
        for commitment in area["commitments"]:
            assert any(label == "source" for _, label, _ in trace(record, commitment["id"]))
    assert trace(record, "nothing") == []


@pytest.mark.parametrize("lang", ["en", "ja", "ko"])
def test_figures_of_the_page_are_those_of_the_data(briefs, lang):
    record, page = briefs("us-japan", lang)
    findings = {f["id"]: f for f in record["findings"]}
    language = Language(lang)
    shown = re.findall(r'<span data-finding="(f\w+)"[^>]*>([^<]*)</span>', page)
    assert len(shown) > 200
    for identifier, text in shown:
        finding = findings[identifier]
        value = finding["value"]
        if finding["metric"] == "hhi":
            assert text == language.number(value, 2)
        elif finding["unit"] == "1":
            assert text == language.percent(value)
        else:
            assert text == language.number(value)


def test_every_note_that_is_pointed_at_is_there(briefs):
    _, page = briefs("us-japan")
    targets = set(re.findall(r'href="#(n\d+)"', page))
    notes = set(re.findall(r'<li id="(n\d+)"', page))
    assert targets == notes
    assert len(page.encode()) <= 2 * 2**20


def test_the_page_asks_for_nothing_from_outside(briefs):
    _, page = briefs("us-japan")
    assert not re.search(r"<(script|link rel=.stylesheet|img|iframe|object)\b", page)
    assert not re.search(r"url\(|@import", page)
    assert "default-src &#39;none&#39;" in page or "default-src 'none'" in page


def test_the_same_input_gives_the_same_bytes(facts, tmp_path):
    language = Language("ko")
    for name in ("a", "b"):
        result = assess(facts, facts.alliance("us-korea"))
        write_brief(FactBase(), result, language, tmp_path / name)
    files = sorted(p.relative_to(tmp_path / "a") for p in (tmp_path / "a").rglob("*.*"))
    assert len(files) > 20
    for file in files:
        assert (tmp_path / "a" / file).read_bytes() == (tmp_path / "b" / file).read_bytes()


def test_tables_hold_the_same_rows_in_each_format(facts, tmp_path):
    result = assess(facts, facts.alliance("us-japan"))
    write_brief(facts, result, Language("en"), tmp_path)
    for parquet in (tmp_path / "tables").glob("*.parquet"):
        frame = pl.read_parquet(parquet)
        text = parquet.with_suffix(".csv").read_text(encoding="utf-8-sig")
        sheet = pl.read_excel(parquet.with_suffix(".xlsx"), engine="openpyxl")
        assert pl.read_csv(text.encode(), infer_schema=False).height == frame.height
        assert sheet.height == frame.height
        assert sheet.columns == frame.columns


def test_a_new_area_is_rows_alone(own_facts):
    root, add = own_facts
    evidence = {"source_id": "usgs_mcs_2026", "as_of": "2025", "status": "confirmed"}
    add("areas", area="batteries", position="99", name_en="Batteries", name_ja="電池",
        name_ko="배터리", **evidence)  # fmt: skip
    add("area_terms", area="batteries", lang="en", term="solid-state battery", **evidence)
    add("inputs", input="cathode", area="batteries", kind="component", name_en="Cathode",
        text_en="a", text_ja="b", text_ko="c", **evidence)  # fmt: skip
    add("input_shares", input="cathode", stage="production", country="CHN", share="0.9",
        basis="location", **evidence)  # fmt: skip
    facts = FactBase(root)
    assert "batteries" in {a for _, _, a in facts.areas.matches("A Solid-State Battery line")}
    result = assess(facts, facts.alliance("us-japan"))
    record = to_record(facts, result, Language("ja"))
    area = next(a for a in record["areas"] if a["area"] == "batteries")
    assert [g["code"] for g in area["gaps"]] == ["EXPOSED_NOT_PROMISED"]
    page = render_html(facts, result, Language("ja"))
    assert '<section class="area" id="batteries"><h2>電池</h2>' in page


def test_hostile_facts_are_inert_text(own_facts):
    root, add = own_facts
    add("sources", source_id="evil", publisher="<script>alert(1)</script>", title="t", year="2025",
        url="javascript:alert(1)", language="en", accessed="2026-01-01")  # fmt: skip
    add("inputs", input="evil", area="ai", kind="component",
        name_en='"><img src=x onerror=alert(1)>', text_en="a", text_ja="b", text_ko="c",
        source_id="evil", as_of="2025", status="confirmed")  # fmt: skip
    facts = FactBase(root)
    page = render_html(facts, assess(facts, facts.alliance("us-japan")), Language("en"))
    assert "<script" not in page
    assert "<img" not in page
    assert "javascript:" not in page


def test_a_place_that_cannot_be_written(facts, tmp_path):
    result = assess(facts, facts.alliance("us-japan"))
    (tmp_path / "f").write_text("kept")
    with pytest.raises(InputError, match="is a file"):
        write_brief(facts, result, Language("en"), tmp_path / "f")
    with pytest.raises(UnavailableError, match="cannot write"):
        write_brief(facts, result, Language("en"), tmp_path / "f" / "deeper")
    assert (tmp_path / "f").read_text() == "kept"


def test_pledges_are_never_added_up(briefs):
    record, _ = briefs("us-japan")
    assert "total" not in json.dumps(record["pledges"])
    assert all(f["metric"] != "amount" for f in record["findings"])
