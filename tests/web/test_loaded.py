"""What the user loads enters the live scorecard, and leaves it when it is deleted."""

import json
import re

import polars as pl

from techpact.assessment.documents import parties_of
from techpact.sources.tables import LISTED_PARTIES
from techpact.web import library

MEMO = """\
MEMORANDUM OF COOPERATION ON LUNAR CLOCKS

The Government of Japan and the Government of the United States of America have reached the
following understandings.

I. QUANTUM

The Participants intend to support joint research on quantum lanterns.

Signed at Tokyo on 5 May 2026.
"""


def _area(client, alliance="us-japan", area="quantum"):
    rows = client.get(f"/download/areas/{area}/commitments.json?alliance={alliance}").json()
    return [r for r in rows if "lanterns" in r["commitment"]]


def test_a_document_enters_the_alliance_of_its_parties_and_leaves_when_deleted(own):
    client = own()
    site = client.app.state.site
    assert _area(client) == []
    entry = library.add(site, "clocks.txt", MEMO.encode())
    found = _area(client)
    assert len(found) == 1
    page = client.get("/areas/quantum").text
    assert f'href="/documents/{entry.name}"' in page
    assert "characters" in page  # the note gives the span in the text
    record = client.get("/api/v1/assessment").json()
    assert [d["sha256"] for d in record["documents"]] == [entry.sha256]
    assert _area(client, "us-korea") == []  # it is not between these members
    for address in ("/", "/areas/quantum", "/search?q=clocks"):
        assert client.get(address).status_code == 200
    assert client.delete(f"/api/v1/documents/{entry.name}").status_code == 204
    assert _area(client) == []
    for address in ("/", "/areas/quantum", "/documents", "/search?q=clocks"):
        text = client.get(address).text
        assert "lanterns" not in text
        assert f"/documents/{entry.name}" not in text
    assert not any(b"lanterns" in a.body for a in site.answers._kept.values())


def test_the_sides_of_a_text_are_the_governments_it_names():
    from techpact.agreements.analyse import read_loaded
    from techpact.agreements.load import load_bytes

    def sides(text):
        return parties_of(read_loaded(load_bytes(text.encode(), path="t.txt")))

    assert sides(MEMO) == ("JPN", "USA")
    assert sides("Prices of gallium rose in Japan this week, traders said.") == ()


def test_a_text_that_cannot_be_read_is_named_and_stops_nothing(own):
    client = own()
    space = client.app.state.site.workspace
    space.add_document("torn", b"%PDF-1.4 torn", suffix=".pdf", origin="torn.pdf")
    page = client.get("/").text
    assert "torn" in page
    assert "Semiconductors" in page


def test_names_are_screened_against_lists_of_the_workspace_with_their_editions(own):
    client = own()
    space = client.app.state.site.workspace
    assert "techpact add" in client.get("/screen").text

    def add(name, party):
        row = {c.name: None for c in LISTED_PARTIES.columns}
        row |= {"id": "w1", "list": "Own list", "name": party, "aliases_json": "[]"}
        frame = pl.DataFrame([row], schema={c.name: pl.String for c in LISTED_PARTIES.columns})
        card = {"name": "own", "publisher": "Own Office", "title": "List", "version": "2026-07-31"}
        return space.add_table(name, frame, table=LISTED_PARTIES, origin="own.csv", source=card)

    entry = add("listed_own", "Kestrel Optics Works")
    page = client.get("/screen").text
    assert entry.sha256[:12] in page
    assert "2026-07-31" in page
    body = {"names": ["Kestrel Optics Works"]}
    answer = client.post("/api/v1/screen", json=body).json()
    assert answer["lists"] == {"listed_own": entry.sha256}
    assert answer["results"][0]["hits"][0]["id"] == "w1"
    newer = add("listed_own", "Heron Mills")  # a new edition counts at once
    answer = client.post("/api/v1/screen", json=body).json()
    assert answer["lists"] == {"listed_own": newer.sha256}
    assert answer["results"][0]["decision"] == "no"
    lines = (space.root / "screenings.jsonl").read_text().splitlines()
    assert [json.loads(line)["lists"]["listed_own"] for line in lines] == [
        entry.sha256,
        newer.sha256,
    ]
    assert re.search(r'href="/screen/log.jsonl"', client.get("/screen").text)


def test_the_page_of_a_document_shows_names_and_no_ids(own):
    client = own()
    news = (
        "Chip talks resume\n\nNvidia and Velquist Instruments met Ana Ruiz, the minister of trade,"
        " in Tokyo on 5 May 2026. Japan and the United States said that NIST would join. "
        "The two sides will meet again in June, and they said that the talks had been useful.\n"
    )
    entry = library.add(client.app.state.site, "talks.txt", news.encode())
    page = client.get(f"/documents/{entry.name}?kind=mentions").text
    assert "Velquist Instruments" in page
    for prefix in ("known:", "unlisted:", "person:", "city:"):
        assert prefix not in page
