"""The brief in a real browser: no request, no console error, and the scorecard on one A4 page."""

import shutil

import pytest

CHROMIUM = shutil.which("chromium")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
]


@pytest.mark.parametrize("lang", ["en", "ja", "ko"])
def test_opens_without_a_request_or_an_error(browser, briefs, tmp_path, lang):
    path = tmp_path / "brief.html"
    path.write_text(briefs("us-japan", lang)[1], encoding="utf-8")
    page = browser.new_page()
    requests, errors = [], []
    page.on("request", lambda r: requests.append(r.url))
    page.on("console", lambda m: errors.append(m.text) if m.type in {"error", "warning"} else None)
    page.on("pageerror", lambda e: errors.append(str(e)))
    page.goto(path.as_uri())
    assert errors == []
    outside = [u for u in requests if not u.startswith(("file:", "data:"))]
    assert outside == []
    assert page.locator("html").get_attribute("lang") == lang
    note = page.locator("table.scorecard sup a").first
    note.click()
    assert page.evaluate("location.hash").startswith("#n")
    page.close()


@pytest.mark.parametrize("lang", ["en", "ja", "ko"])
def test_the_scorecard_prints_on_one_page(browser, briefs, tmp_path, lang):
    import pypdfium2

    path = tmp_path / "brief.html"
    path.write_text(briefs("us-japan", lang)[1], encoding="utf-8")
    page = browser.new_page()
    page.goto(path.as_uri())
    pdf = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    page.close()
    width, height = pdf[0].get_size()
    assert {round(width), round(height)} <= {595, 596, 842, 841}
    last_area = {"en": "Digital infrastructure", "ja": "デジタルインフラ", "ko": "디지털 인프라"}
    first = pdf[0].get_textpage().get_text_range()
    assert last_area[lang] in first, "the last row of the scorecard is on the first page"
