import csv
import html
import io
import json
import re

import openpyxl
import polars as pl
import pytest

PATHS = [
    "/",
    "/areas",
    "/areas/semiconductors",
    "/agreements",
    "/agreements/tpd_us_japan",
    "/inputs",
    "/inputs/gallium",
    "/countries",
    "/countries/JPN",
    "/institutions",
    "/institutions/jp_meti",
    "/controls",
    "/documents",
    "/screen",
    "/scenario",
    "/stages",
    "/timeline",
    "/sources",
    "/methods",
    "/methods/input_concentration",
    "/tables",
    "/tables/input_shares",
    "/search?q=gallium",
    "/api/v1/docs",
]


@pytest.mark.parametrize("path", PATHS)
def test_every_page_says_no_half_sentence(client, path):
    for lang in ("en", "ja", "ko"):
        answer = client.get(path, params={"lang": lang} if "?" not in path else None)
        assert answer.status_code == 200
        assert "{{" not in answer.text
        assert re.search(r"<h1>.+</h1>", answer.text)


def test_each_footnote_reference_has_its_note_and_numbers_run(client):
    text = client.get("/areas/semiconductors").text
    asked = {int(n) for n in re.findall(r'href="#n(\d+)"', text)}
    given = [int(n) for n in re.findall(r'<li id="n(\d+)"', text)]
    assert given == list(range(1, len(given) + 1))
    assert asked == set(given)


def test_figures_of_an_area_are_those_of_the_api(client):
    findings = client.get("/api/v1/findings", params={"area": "quantum", "limit": 5000}).json()
    by_id = {f["id"]: f for f in findings["rows"]}
    rows = client.get("/download/areas/quantum/inputs.json").json()
    assert rows
    values = {f["value"] for f in by_id.values() if f["metric"] == "hhi"}
    assert {r["hhi"] for r in rows} == values


@pytest.mark.parametrize(
    "address",
    [
        "/download/areas/critical_minerals/inputs.{kind}?inputs.q=china&inputs.sort=-hhi",
        "/download/timeline/timeline.{kind}?timeline.sort=-date",
        "/download/scorecard.{kind}?alliance=us-korea",
        "/download/tables/input_shares/input_shares.{kind}?input_shares.q=gallium",
    ],
)
def test_csv_xlsx_parquet_and_json_hold_the_same_rows(client, address):
    files = {k: client.get(address.format(kind=k)) for k in ("csv", "xlsx", "parquet", "json")}
    assert all(f.status_code == 200 for f in files.values())
    assert files["csv"].content.startswith(b"\xef\xbb\xbf")
    records = files["json"].json()
    assert records
    names = list(records[0])
    text = [[_text(r[n]) for n in names] for r in records]
    parquet = pl.read_parquet(files["parquet"].content)
    assert parquet.columns == names
    assert [[_text(v) for v in row] for row in parquet.iter_rows()] == text
    lines = list(csv.reader(io.StringIO(files["csv"].content.decode("utf-8-sig"))))
    assert lines[0] == names
    assert [[_text(_unguarded(v)) for v in row] for row in lines[1:]] == text
    sheet = openpyxl.load_workbook(io.BytesIO(files["xlsx"].content)).active
    cells = list(sheet.iter_rows(values_only=True))
    assert [_text(v) for v in cells[0]] == names
    assert [[_text(v) for v in row] for row in cells[1:]] == text


def _unguarded(text):
    return text[1:] if text[:2] in {"'=", "'+", "'-", "'@"} else text


def _text(value):
    """One spelling for values of four file kinds: numbers to twelve digits, nothing as empty."""
    if value is None or value == "":
        return ""
    try:
        return f"{float(value):.12g}"
    except (TypeError, ValueError):
        return str(value)


def test_a_filter_leaves_the_rows_that_hold_every_word(client):
    whole = client.get("/download/tables/institutions/institutions.json").json()
    part = client.get(
        "/download/tables/institutions/institutions.json",
        params={"institutions.q": "ministry JPN"},
    ).json()
    expected = [
        r
        for r in whole
        if all(
            w in " ".join(str(v) for v in r.values() if v).casefold() for w in ("ministry", "jpn")
        )
    ]
    assert part == expected
    assert 0 < len(part) < len(whole)


def test_sorting_puts_what_is_unknown_last_in_both_directions(client):
    for sign in ("", "-"):
        rows = client.get(
            "/download/areas/semiconductors/inputs.json", params={"inputs.sort": f"{sign}hhi"}
        ).json()
        values = [r["hhi"] for r in rows]
        known = [v for v in values if v is not None]
        assert None in values
        assert values == known + [None] * (len(values) - len(known))
        assert known == sorted(known, reverse=bool(sign))


def test_pages_of_a_table_hold_every_row_once(client):
    seen = []
    for page in range(1, 40):
        text = client.get("/institutions", params={"institutions.page": page}).text
        seen += re.findall(r'<td><a href="/institutions/([^"?]+)', text)
        if f"institutions.page={page + 1}" not in text:
            break
    assert len(seen) == len(set(seen)) == client.get("/api/v1/tables/institutions").json()["total"]


def test_language_switch_keeps_the_state(client):
    text = client.get("/inputs?alliance=us-korea&inputs.q=gallium&inputs.sort=-hhi").text
    link = html.unescape(re.search(r'<a href="([^"]+)" lang="ko"', text)[1])
    assert {"alliance=us-korea", "inputs.q=gallium", "inputs.sort=-hhi", "lang=ko"} <= set(
        link.partition("?")[2].split("&")
    )


def test_browser_language_is_used_where_the_address_names_none(client):
    answer = client.get("/", headers={"accept-language": "fr;q=0.9, ko;q=0.8, en;q=0.5"})
    assert '<html lang="ko">' in answer.text
    assert "Accept-Language" in answer.headers["vary"]


def test_permalink_reproduces_the_page_and_says_when_the_data_differ(client):
    first = client.get("/areas/quantum?inputs.sort=-hhi&lang=ja").text
    link = html.unescape(re.search(r'<a href="([^"]+)" rel="bookmark"', first)[1])
    again = client.get(link).text
    notice = "notice"
    assert f'class="{notice}"' not in again
    assert _main(again) == _main(first)
    pin = re.search(r"pin=([^&]+)", link)[1]
    other = client.get(link.replace(pin, "0123456789ab-0.0.0")).text
    assert 'class="notice"' in other


def _main(page):
    body = re.search(r"<main.*</main>", page, re.S)[0]
    return re.sub(
        r'(href|value|action)="[^"]*"', "", re.sub(r'<input type="hidden"[^>]*>', "", body)
    )


def test_trace_of_a_shown_number_leads_to_a_source(client):
    text = client.get("/areas/quantum").text
    found = re.findall(r'data-finding="(f[0-9a-f]{12})"', text)
    page = client.get(f"/findings/{found[0]}").text
    assert "source</span>" in page
    record = client.get(f"/api/v1/findings/{found[0]}").json()
    assert record["finding"]["sources"]


def test_charts_download_as_svg_and_png(client):
    svg = client.get("/download/inputs/gallium/map.svg")
    assert svg.headers["content-type"] == "image/svg+xml"
    assert "currentColor" not in svg.text
    assert svg.text.startswith("<svg xmlns=")
    png = client.get("/download/areas/semiconductors/supply.png")
    assert png.content.startswith(b"\x89PNG")


def test_small_states_have_markers_and_no_data_its_own_class(client):
    svg = client.get("/download/inputs/gallium/map.svg").text
    for name in ("Singapore", "Bahrain", "Malta", "Palau"):
        assert re.search(rf"<circle[^>]*><title>{name}: no data</title>", svg)
    shares = client.get("/download/inputs/gallium/producers.json").json()
    stage = re.search(r'aria-label="Gallium \((\w+), (\d+)', svg)
    china = next(
        r["share"]
        for r in shares
        if (r["country"], r["stage"], r["as_of"]) == ("China", stage[1], stage[2])
    )
    assert f"China: {china:.1%}" in svg


@pytest.mark.parametrize(
    ("word", "path"),
    [
        ("半導体", "/areas/semiconductors"),
        ("갈륨", "/inputs/gallium"),
        ("gallium", "/inputs/gallium"),
        ("経済産業省", "/institutions/jp_meti"),
        ("KOR", "/countries/KOR"),
        ("ｇａｌｌｉｕｍ", "/inputs/gallium"),
    ],
)
def test_search_finds_in_any_language(client, word, path):
    for lang in ("en", "ja", "ko"):
        text = client.get("/search", params={"q": word, "lang": lang}).text
        assert f'href="{path}?' in text
    first = client.get("/api/v1/search", params={"q": word}).json()["results"]
    assert path in [r["path"] for r in first[:5]]


def test_search_that_finds_nothing_says_what_to_do(client):
    text = client.get("/search", params={"q": "zzqqxx"}).text
    assert "Try fewer words" in text


def test_an_unknown_page_names_the_nearest(client):
    answer = client.get("/areas/semiconductor")
    assert answer.status_code == 404
    assert "semiconductors" in answer.text
    answer = client.get("/?alliance=us-jappan")
    assert answer.status_code == 404
    assert "us-japan" in answer.text


def test_a_custom_alliance_works_on_every_page(client):
    for path in PATHS:
        mark = "&" if "?" in path else "?"
        answer = client.get(f"{path}{mark}alliance=JPN,KOR,TWN&partners=NLD&concern=CHN,RUS")
        assert answer.status_code == 200, path


def test_openapi_is_3_1_and_lists_every_analysis(client):
    from techpact.registry import analysis_names

    record = client.get("/api/v1/openapi.json").json()
    assert record["openapi"].startswith("3.1")
    for name in analysis_names():
        assert "post" in record["paths"][f"/api/v1/analyses/{name}"]
    json.dumps(record)
