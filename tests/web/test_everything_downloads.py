"""Every table and chart of every page downloads, and a permalink gives the page again."""

import html
import io
import re

import polars as pl
import pytest
from tests.web.test_pages import PATHS, _main

PAGES = [p for p in PATHS if not p.startswith("/api/")]


@pytest.mark.parametrize("path", PAGES)
def test_every_table_and_chart_of_a_page_downloads(client, path):
    text = client.get(path).text
    links = {html.unescape(x) for x in re.findall(r'href="(/download/[^"]+)"', text)}
    tables: dict[str, dict[str, pl.DataFrame]] = {}
    for link in links:
        answer = client.get(link)
        assert answer.status_code == 200, link
        name, kind = re.search(r"([^/]+)\.(\w+)\?", link).groups()
        if kind == "svg":
            assert answer.text.startswith("<svg xmlns=")
        elif kind == "png":
            assert answer.content.startswith(b"\x89PNG")
        elif kind == "parquet":
            tables.setdefault(name, {})[kind] = pl.read_parquet(answer.content)
        elif kind == "csv":
            assert answer.content.startswith(b"\xef\xbb\xbf")
            tables.setdefault(name, {})[kind] = pl.read_csv(
                io.BytesIO(answer.content), infer_schema=False
            )
    for name, found in tables.items():
        assert found["csv"].shape == found["parquet"].shape, name
        assert found["csv"].columns == found["parquet"].columns, name


@pytest.mark.parametrize("path", PAGES)
def test_a_permalink_gives_the_page_again(client, path):
    first = client.get(path, headers={"accept-language": "ko"}).text
    link = html.unescape(re.search(r'<a href="([^"]+)" rel="bookmark"', first)[1])
    again = client.get(link, headers={"accept-language": "ja"}).text
    assert _main(again) == _main(first)
    assert "pin=" in link
    assert "lang=ko" in link


def test_every_number_of_an_area_has_its_trace(client):
    text = client.get("/areas/quantum").text
    traces = re.findall(r'href="(/findings/f[0-9a-f]{12}[^"]*)" data-finding', text)
    assert traces
    for link in traces[:5]:
        page = client.get(html.unescape(link)).text
        assert "source</span>" in page


def test_charts_say_unit_source_and_table(client):
    for path in ("/areas/semiconductors", "/inputs/gallium"):
        for figure in re.findall(r"<figure.*?</figure>", client.get(path).text, re.S):
            assert '<span class="soft">' in figure.split("</figcaption>")[0]
            assert "Source:" in figure
            assert re.search(r'href="#grid-\w+"', figure)


def test_the_figures_of_the_first_screen_are_those_of_the_findings(client):
    text = client.get("/").text
    shown = dict(
        re.findall(r"<dt>(?:<a[^>]*>)?([^<]+?)(?:</a>)?</dt><dd class=\"value\">(\d+)</dd>", text)
    )
    record = client.get("/api/v1/assessment").json()
    scored = [a for a in record["areas"] if a["area"] != "general"]
    held, known, every = set(), set(), set()
    for f in record["findings"]:
        if f["metric"] == "hhi":
            every.add(f["subject"])
            if f["value"] is not None:
                known.add(f["subject"])
        if f["metric"] == "concern_share" and f["value"] is not None and f["value"] > 0.5:
            held.add(f["subject"])
    exposed = sum(any(g["code"] == "EXPOSED_NOT_PROMISED" for g in a["gaps"]) for a in scored)
    standing = [c["standing"] for a in record["areas"] for c in a["commitments"]]
    assert int(shown["inputs over half in countries of concern"]) == len(held)
    assert int(shown["inputs without a public figure"]) == len(every - known)
    assert int(shown["areas exposed, not promised"]) == exposed
    assert int(shown["commitments in effect"]) == standing.count("in_effect")
