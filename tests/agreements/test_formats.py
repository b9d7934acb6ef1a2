import html
import io
import zipfile

import pytest
from agreement_layouts import ACCORDS, TREATIES, number, read_miniature
from office_files import columns, docx

from techpact.agreements.analyse import read_loaded
from techpact.agreements.load import load_bytes
from techpact.errors import InputError, LimitError

NAMES = [*ACCORDS, *TREATIES]
STYLE = {"en": "roman_space", "ja": "full", "ko": "arabic"}


def squeeze(text):
    return "".join(text.split())


def plan(name):
    """Paragraphs as printed, and the squeezed leaves with their areas."""
    paragraphs, gold, section = [], [], 0
    for part in read_miniature(name):
        texts = list(part.texts)
        if part.kind == "section":
            texts = [number(STYLE[name[-2:]], section, texts[0])]
            section += 1
        paragraphs.append((part.kind, "".join(texts) if name[-2:] == "ja" else " ".join(texts)))
        gold += [(squeeze(t), part.area) for t in texts]
    return paragraphs, gold


def score(loaded, gold):
    document = read_loaded(loaded)
    parents = {p.parent for p in document.provisions}
    found = [
        (squeeze(document.text[p.start : p.end]), p.area)
        for p in document.provisions
        if p.id not in parents
    ]
    total = len(found) + len(gold)
    exact = 2 * len({t for t, _ in found} & {t for t, _ in gold}) / total
    return exact, 2 * len(set(found) & set(gold)) / total


def as_html(paragraphs, furniture=True):
    out, listed = [], False
    for kind, text in paragraphs:
        if kind != "bullet" and listed:
            out.append("</ul>")
            listed = False
        tag = {"title": "h1", "section": "h2", "area": "h3", "sub_area": "h4"}.get(kind, "p")
        shown = html.escape(text)
        if kind == "bullet":
            if not listed:
                out.append("<ul>")
                listed = True
            out.append(f"<li>{shown}</li>")
        else:
            words = shown.split(" ", 1)
            inner = f"<b>{words[0]}</b> {words[1]}" if len(words) > 1 else shown
            out.append(f"<{tag}>\n   {inner}\n</{tag}>")
    main = "\n".join(out)
    if not furniture:
        return f"<html><body>{main}</body></html>"
    menu = "".join(f'<li><a href="/{i}">Menu {i}</a></li>' for i in range(8))
    return (
        '<!DOCTYPE html><html><head><title>x</title><style>p{}</style><script>var a="。";</script>'
        f'</head><body class="has-sidebar"><header><nav><ul>{menu}</ul></nav></header>'
        f'<div id="wrap"><article>{main}</article><div class="related-posts"><ul>{menu}</ul>'
        "<p>Another story about snow. It is long enough to look like prose, and it is not.</p>"
        "</div></div><footer><p>(c) 2031. All rights reserved by the people of the harbour.</p>"
        "</footer></body></html>"
    )


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("furniture", [True, False])
def test_html(name, furniture):
    paragraphs, gold = plan(name)
    loaded = load_bytes(as_html(paragraphs, furniture).encode(), path="x.html")
    assert loaded.format == "html"
    exact, area = score(loaded, gold)
    assert exact >= 0.95
    assert area >= 0.90
    assert any("/article[1]" in p.source for p in loaded.places) is furniture


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("count", [1, 2])
def test_pdf_in_columns_with_running_heads(name, count):
    paragraphs, gold = plan(name)
    marked = [f"• {t}" if k == "bullet" else t for k, t in paragraphs[1:]]
    loaded = load_bytes(columns(marked, name[-2:], count, paragraphs[0][1]), path="x.pdf")
    exact, area = score(loaded, gold)
    assert exact >= 0.95
    assert area >= 0.90
    assert {p.source for p in loaded.places} >= {"page 1"}


@pytest.mark.parametrize("name", NAMES)
def test_docx_with_computed_numbers(name):
    paragraphs, _ = plan(name)
    gold, styled, section = [], [], 0
    for part in read_miniature(name):
        if part.kind == "section":
            styled.append(("n", part.texts[0]))
            gold.append((squeeze(number("roman_space", section, part.texts[0])), part.area))
            section += 1
            continue
        kind = "b" if part.kind == "bullet" else "h" if part.kind in {"area", "sub_area"} else "p"
        styled.append((kind, (" " if name[-2:] != "ja" else "").join(part.texts)))
        gold += [(squeeze(t), part.area) for t in part.texts]
    exact, area = score(load_bytes(docx(styled), path="x.docx"), gold)
    assert exact >= 0.95
    assert area >= 0.90
    assert len(paragraphs) == len(styled)


def test_places_lead_back_to_the_element():
    loaded = load_bytes(
        b"<html><body><p>One sentence stands here.</p><div><p>Two.</p></div></body></html>",
        path="x.html",
    )
    quoted = {loaded.text[p.start : p.end]: p.source for p in loaded.places}
    assert quoted["Two."] == "/html/body[1]/div[1]/p[1]"


def zipped(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return out.getvalue()


ENTITY = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
BILLION = (
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "'
    + b"&x;" * 1000
    + b'">]><a>'
    + b"&y;" * 1000
    + b"</a>"
)


@pytest.mark.parametrize("data", [ENTITY, BILLION], ids=["external", "billion laughs"])
def test_entities_in_docx_are_refused(data):
    with pytest.raises(InputError, match="entities"):
        load_bytes(zipped({"word/document.xml": data}), path="x.docx")


def test_entities_in_xhtml_are_not_resolved():
    loaded = load_bytes(
        ENTITY.replace(b"<a>", b"<html><body><p>Hello there. ").replace(
            b"</a>", b"</p></body></html>"
        ),
        path="x.html",
    )
    assert "root:" not in loaded.text


def test_zip_bomb_is_refused():
    bomb = zipped({"word/document.xml": b"<w>" + b" " * 60_000_000 + b"</w>"})
    assert len(bomb) < 200_000
    with pytest.raises(LimitError):
        load_bytes(bomb, path="x.docx")


@pytest.mark.parametrize(
    "raw",
    [
        b"PK\x03\x04broken",
        zipped({"other.txt": b"hello"}),
        zipped({"word/document.xml": b"<w:document"}),
        b"%PDF-1.7\nbroken",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512,
        b"",
        b"   \n ",
        b"12345 67890",
    ],
    ids=["zip", "no word", "xml", "pdf", "old office", "empty", "blank", "no letters"],
)
def test_broken_files_are_refused_clearly(raw):
    with pytest.raises(InputError) as caught:
        load_bytes(raw, path="given")
    assert caught.value.mend


def test_deep_nesting_is_read_within_bounds():
    deep = b"<html><body>" + b"<div>" * 50_000 + b"The end is near. " + b"</div>" * 50_000
    with pytest.raises(LimitError, match="deep"):  # never "no text", never a part of it
        load_bytes(deep, path="x.html")
    some = b"<html><body>" + b"<div>" * 300 + b"The end is near. " + b"</div>" * 300
    assert load_bytes(some, path="x.html").text.strip() == "The end is near."
    nested = "（" * 200_000 + "両当事者は協力する。" + "）" * 200_000
    read_loaded(load_bytes(nested.encode(), path="x.txt"))


def test_one_endless_line_is_refused():
    with pytest.raises(LimitError):
        load_bytes(b"The Participants intend to cooperate. " * 1_400_000, path="x.txt")
