"""The pages in Debian's Chromium: console, network, accessibility, highlighting."""

import re
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_FILE_PATH

from techpact.web import library

pytestmark = pytest.mark.browser

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
    "/documents/{document}",
    "/compare",
    "/compare?a={document}&b=later_clocks",
    "/screen",
    "/screen?name=Kunlun+Quantum",
    "/scenario",
    "/scenario?a=chip_tool_control&b=gallium_germanium_ban&days=90",
    "/scenario/cover?case=chip_tool_control.three_together&measures=resourcing",
    "/scenario/firms?event=ore",
    "/inputs/none",
    "/stages",
    "/timeline",
    "/sources",
    "/sources/wiod_2013",
    "/methods",
    "/methods/input_concentration",
    "/tables",
    "/tables/inputs",
    "/api/v1/docs",
    "/search?q=quantum",
    "/findings/none",
]
WIDTHS = (1280, 390)
LOOKS = [("light", 1280), ("dark", 1280), ("light", 390), ("dark", 390)]
IMAGES = Path(__file__).parents[2] / "docs" / "images"


@pytest.fixture(scope="module")
def visit(browser, server):
    """Open a page and return it with what the console said and which hosts were asked."""
    base, name, _ = server
    contexts = {}

    def open_page(path, *, lang="en", look=LOOKS[0]):
        if look not in contexts:
            scheme, width = look
            context = browser.new_context(
                color_scheme=scheme,
                viewport={"width": width, "height": 900},
                reduced_motion="reduce",  # nothing is judged halfway between two colours
            )
            page = context.new_page()
            page.said, page.asked = [], []
            page.on("console", lambda m: page.said.append(f"{m.type}: {m.text}"))
            page.on("pageerror", lambda e: page.said.append(f"error: {e}"))
            page.on("request", lambda r: page.asked.append(r.url))
            contexts[look] = page
        page = contexts[look]
        page.said.clear()
        page.asked.clear()
        page.emulate_media(color_scheme=look[0])
        page.set_viewport_size({"width": look[1], "height": 900})
        full = path.format(document=name)
        mark = "&" if "?" in full else "?"
        page.goto(f"{base}{full}{mark}lang={lang}")
        return page

    yield open_page
    for page in contexts.values():
        page.context.close()


# Rows of one shape are judged by the first of them: the rules look at elements, not at wording.
THIN = """() => {
  const shape = (e) =>
    `${e.tagName}.${e.getAttribute("class")}(${[...e.children].map(shape).join()})`;
  for (const box of document.querySelectorAll("tbody, ol, ul, dl, select, svg, svg g")) {
    const seen = new Set();
    for (const item of [...box.children]) {
      const key = shape(item);
      if (seen.has(key)) item.remove();
      seen.add(key);
    }
  }
}"""
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
AUDIT = """([only, rules]) => axe.run(document, {
  resultTypes: ["violations"], iframes: false, runOnly: only, rules,
})"""
COLOURS = [{"type": "rule", "values": ["color-contrast", "link-in-text-block"]}, {}]
EVERYTHING = [{"type": "tag", "values": WCAG}, {}]
LANGUAGES = ("en", "ja", "ko")


def _serious(page, rules):
    found = page.evaluate(AUDIT, rules)
    return [
        (v["id"], v["nodes"][0]["target"], v["nodes"][0]["failureSummary"][:300])
        for v in found["violations"]
        if v["impact"] in {"serious", "critical"}
    ]


@pytest.fixture(scope="module")
def axe():
    return Path(AXE_FILE_PATH).read_text(encoding="utf-8")


def _judge(page, lang):
    """Every rule at both widths, and in the dark those that look at colours, on one load.

    What else a dark page could change, `test_dark_changes_colours_alone` rules out.
    """
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for scheme, rules in (("light", EVERYTHING), ("dark", COLOURS)):
            page.emulate_media(color_scheme=scheme)
            assert _serious(page, rules) == [], (lang, scheme, width)


def _quiet(page, base, path):
    """No console error but that of a page that is not there, and nothing asked of others."""
    errors = [s for s in page.said if "404" not in s or "/none" not in path]
    assert errors == []
    assert all(u.startswith((base, "data:")) for u in page.asked), page.asked


def _loaded(page):
    page.wait_for_selector("#progress", state="detached", timeout=60_000)


@pytest.mark.parametrize("path", PATHS)
def test_no_console_error_no_outside_request_no_serious_axe_problem(visit, server, axe, path):
    """Three languages, light and dark, wide and narrow; rows of one shape by the first of them."""
    for lang in LANGUAGES:
        page = visit(path, lang=lang)
        _loaded(page)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert overflow <= 1, f"{lang}: {overflow} px wider than {width} px"
        page.evaluate(THIN)
        # The policy forbids scripts from elsewhere in the page; the tester's are evaluated apart.
        page.evaluate(axe)
        _judge(page, lang)
        _quiet(page, server[0], path)


@pytest.mark.slow
@pytest.mark.parametrize("path", PATHS)
def test_no_serious_axe_problem_on_whole_pages(visit, server, axe, path):
    """The same with every row, and each look loaded by itself for console and network."""
    for lang in LANGUAGES:
        for look in LOOKS:
            page = visit(path, lang=lang, look=look)
            _loaded(page)
            _quiet(page, server[0], path)
        page.evaluate(axe)
        _judge(page, lang)


def test_dark_changes_colours_alone():
    """Rules for a dark page set the values of colours, nothing that moves or hides."""
    from techpact.web import static

    dark = re.compile(r"@media \(prefers-color-scheme: dark\) \{\s*:root \{([^}]*)\}\s*\}")
    for name in ("style.css", "web.css"):
        css = static.find(static.address(name).rpartition("/")[2]).data.decode()
        assert css.count("prefers-color-scheme") == len(dark.findall(css))
        for body in dark.findall(css):
            assert all(rule.strip().startswith("--") for rule in body.split(";") if rule.strip())


def test_paper_is_white_though_the_screen_is_dark(visit):
    page = visit("/inputs/gallium", look=("dark", 1280))
    page.emulate_media(media="print")
    ink = "getComputedStyle(document.querySelector('.drawing svg')).color"
    paper = "getComputedStyle(document.body).backgroundColor"
    assert (page.evaluate(ink), page.evaluate(paper)) == ("rgb(0, 0, 0)", "rgb(255, 255, 255)")
    page.emulate_media(media="screen")


def test_a_note_is_read_where_it_is_asked_for(visit):
    page = visit("/areas/quantum")
    link = page.locator("main sup a").first
    note = page.locator(link.get_attribute("href")).text_content()
    link.focus()
    page.keyboard.press("Enter")
    peek = page.locator("#peek")
    assert peek.is_visible()
    assert peek.text_content() == note
    assert link.get_attribute("aria-expanded") == "true"
    page.keyboard.press("Escape")
    assert not peek.is_visible()
    assert page.evaluate("document.activeElement.closest('sup') !== null")


def test_the_alliance_is_chosen_from_the_head_by_keyboard(visit):
    page = visit("/inputs?inputs.q=gallium")
    page.focus(".picker summary")
    page.keyboard.press("Enter")
    page.fill(".picker input[name=alliance]", "JPN,KOR,TWN")
    page.keyboard.press("Enter")
    page.wait_for_url("**alliance=JPN**")
    assert "inputs.q=gallium" in page.url
    assert "Japan, South Korea, Taiwan" in page.locator(".picker summary").inner_text()


def test_nodes_of_a_stage_map_are_reached_by_keyboard_and_seen(browser, own_server):
    from tests.web.stage_tables import add_stages

    base, site = own_server
    add_stages(site.workspace)
    page = browser.new_page()
    page.goto(f"{base}/stages?lang=en")
    seen = []
    page.focus(".drawing.stagemap")
    for _ in range(3):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.getAttribute('aria-label')"))
        width = page.evaluate(
            "getComputedStyle(document.activeElement.querySelector('rect')).strokeWidth"
        )
        assert float(width.removesuffix("px")) >= 2, "focus is seen"
    assert any("China 90%" in s for s in seen)
    assert any("no data" in s for s in seen)
    page.keyboard.press("Enter")
    page.wait_for_url("**#node-*")
    assert page.evaluate("document.querySelector(':target').tagName") == "TR"
    page.close()


def _expected(server, kind="commitments"):
    """Text of the document of the server and its records."""
    from techpact.agreements.analyse import read_loaded
    from techpact.agreements.load import load_bytes

    read = read_loaded(load_bytes(server[2], path="lunar clocks.txt"))
    return read.text, {r.id: (r.start, r.end) for r in getattr(read, kind)}


LIT = "[...document.querySelectorAll('a.mark.lit')].map(m => m.textContent).join('')"


def test_a_record_lights_exactly_its_characters_and_a_passage_its_record(visit, server):
    text, records = _expected(server)
    assert len(records) >= 3
    page = visit("/documents/{document}")
    shown = page.evaluate("document.querySelector('.text').textContent")
    assert shown == text  # a script in the text is text
    for identifier, (start, end) in records.items():
        page.click(f"#r-{identifier} .soft")
        assert page.evaluate(LIT) == text[start:end]
        assert page.locator(".record.lit").count() == 1
    first = next(iter(records))
    page.click(f"a.mark[data-records='{first}'] >> nth=0")
    assert page.locator(".record.lit").get_attribute("data-record") == first


def test_records_are_reached_and_lit_by_keyboard(visit, server):
    _, records = _expected(server)
    page = visit("/documents/{document}")
    last = list(records)[-1]
    page.focus(f"#r-{last} a.goto")
    page.keyboard.press("Enter")
    assert page.locator(".record.lit").get_attribute("data-record") == last
    assert page.evaluate("document.activeElement.classList.contains('mark')")


def test_the_first_key_leads_past_the_menu_and_focus_is_seen(visit):
    page = visit("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert float(outline.removesuffix("px")) >= 2


def test_choosing_a_filter_changes_address_and_rows(visit):
    page = visit("/agreements")
    before = page.locator("#grid-agreements tbody tr").count()
    page.select_option("select[name='agreements.binding']", index=1)
    page.wait_for_url("**agreements.binding=**")
    assert 0 < page.locator("#grid-agreements tbody tr").count() < before


def test_a_document_is_added_read_and_deleted(browser, server):
    base = server[0]
    page = browser.new_page()
    page.goto(f"{base}/documents?lang=en")
    text = "Joint Statement\n\nThe Participants intend to share <b>quantum</b> clocks.\n"
    page.set_input_files(
        "input[type=file]",
        {
            "name": "<img src=x onerror=alert(1)>.txt",
            "mimeType": "text/plain",
            "buffer": text.encode(),
        },
    )
    page.click("form[enctype] button")
    page.wait_for_url("**/documents/*")
    page.wait_for_selector(".text")
    assert page.evaluate("document.querySelector('.text').textContent") == text
    page.click("form[action*=delete] button")
    page.wait_for_url("**/documents?*")
    assert "img_src" not in page.content()
    page.close()


def test_the_readme_picture_is_made(browser, own_server):
    """The picture in the README is made anew when what it shows has changed."""
    page = browser.new_page(viewport={"width": 1280, "height": 900}, color_scheme="light")
    page.goto(f"{own_server[0]}/?lang=en")
    IMAGES.mkdir(parents=True, exist_ok=True)
    picture = page.screenshot()
    page.close()
    target = IMAGES / "scorecard.png"
    assert picture.startswith(b"\x89PNG")
    if not target.exists() or abs(target.stat().st_size - len(picture)) > 2000:
        target.write_bytes(picture)
    assert target.stat().st_size > 20_000


def test_uploads_stay_until_they_are_deleted(own):
    client = own()
    site = client.app.state.site
    entry = library.add(site, "kept.txt", b"Quantum text for keeping.")
    assert client.get(f"/documents/{entry.name}").status_code == 200
    assert client.post(f"/documents/{entry.name}/delete").status_code == 200
    assert client.get(f"/documents/{entry.name}").status_code == 404
    assert not (site.workspace.root / entry.file).exists()
