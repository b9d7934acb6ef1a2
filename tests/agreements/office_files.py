"""Small writers of PDF, DOCX and HTML for the tests: only what the readers must understand."""

from __future__ import annotations

import html
import io
import zipfile

FONTS = {
    "ja": ("HeiseiMin-W3", "UniJIS-UCS2-H", "Japan1"),
    "ko": ("HYSMyeongJo-Medium", "UniKS-UCS2-H", "Korea1"),
}
NARROW = {c: w for w, cs in ((278, "iljtfI.,:;'| ()/-!"), (333, 'r"'), (222, "")) for c in cs}


def text_width(text: str, language: str, size: float) -> float:
    if language == "en":
        return sum(NARROW.get(c, 722 if c.isupper() else 520) for c in text) * size / 1000
    return sum(1000 if ord(c) > 0x2E80 else 500 for c in text) * size / 1000


def wrap_to(text: str, width: float, language: str, size: float) -> list[str]:
    tokens = text.split(" ") if language != "ja" else list(text)
    glue = " " if language != "ja" else ""
    lines, line = [], ""
    for piece in tokens:
        longer = f"{line}{glue}{piece}" if line else piece
        if line and text_width(longer, language, size) > width:
            if piece in "、。；：）」":
                line = longer
                continue
            lines.append(line)
            line = piece
        else:
            line = longer
    return [*lines, line] if line else lines


def pdf(pages: list[list[tuple[float, float, str]]], language: str, size: float = 10) -> bytes:
    """Write a PDF: each page a list of (x, y, text); letters take the widths of `text_width`."""
    objects: list[bytes] = []

    def add(body: bytes) -> int:
        objects.append(body)
        return len(objects)

    catalog, tree = add(b""), add(b"")
    if language == "en":
        widths = " ".join(str(int(text_width(chr(i), "en", 1000))) for i in range(32, 127))
        font = add(
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding"
            b" /FirstChar 32 /LastChar 126 /Widths [" + widths.encode() + b"] >>"
        )
    else:
        name, encoding, ordering = FONTS[language]
        descriptor = add(
            f"<< /Type /FontDescriptor /FontName /{name} /Flags 6 /FontBBox [0 -120 1000 880]"
            " /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 700 /StemV 80 >>".encode()
        )
        # The narrow Latin letters of these character collections.
        latin = "1 95 500" if ordering == "Korea1" else "1 94 500 231 325 500"
        below = add(
            f"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /{name} /CIDSystemInfo << /Registry"
            f" (Adobe) /Ordering ({ordering}) /Supplement 2 >> /DW 1000 /W [{latin}]"
            f" /FontDescriptor {descriptor} 0 R >>".encode()
        )
        font = add(
            f"<< /Type /Font /Subtype /Type0 /BaseFont /{name}-{encoding} /Encoding /{encoding}"
            f" /DescendantFonts [{below} 0 R] >>".encode()
        )
    kids = []
    for page in pages:
        stream = b"BT /F1 %d Tf\n" % size
        for x, y, text in page:
            if language == "en":
                shown = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
                coded = b"(" + shown.encode("cp1252") + b")"
            else:
                coded = b"<" + text.encode("utf-16-be").hex().encode() + b">"
            stream += b"1 0 0 1 %.2f %.2f Tm %s Tj\n" % (x, y, coded)
        stream += b"ET"
        content = add(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        kids.append(
            add(
                f"<< /Type /Page /Parent {tree} 0 R /MediaBox [0 0 595 842] /Contents {content} 0 R"
                f" /Resources << /Font << /F1 {font} 0 R >> >> >>".encode()
            )
        )
    objects[catalog - 1] = f"<< /Type /Catalog /Pages {tree} 0 R >>".encode()
    listed = " ".join(f"{k} 0 R" for k in kids)
    objects[tree - 1] = f"<< /Type /Pages /Kids [{listed}] /Count {len(kids)} >>".encode()
    out, offsets = b"%PDF-1.5\n", []
    for i, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (i, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % o for o in offsets)
    trailer = b"trailer << /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF"
    return out + trailer % (len(objects) + 1, catalog, start)


def columns(
    paragraphs: list[str], language: str, count: int, title: str, size: float = 10
) -> bytes:
    """Set paragraphs in columns, with a running head and page numbers."""
    width, gap, top, bottom, pitch = 483.0, 24.0, 760.0, 70.0, size * 1.5
    column = (width - gap * (count - 1)) / count
    pages: list[list[tuple[float, float, str]]] = [[]]
    y, at = top, 0
    for line in wrap_to(title, width, language, size):
        pages[0].append((56, y, line))
        y -= pitch
    first = y - pitch
    y = first

    def turn() -> None:
        nonlocal y, at
        at += 1
        if at == count:
            at = 0
            pages.append([])
        y = first if len(pages) == 1 else top

    for paragraph in paragraphs:
        for line in wrap_to(paragraph, column, language, size):
            if y < bottom:
                turn()
            pages[-1].append((56 + at * (column + gap), y, line))
            y -= pitch
        y -= pitch * 0.8
    for i, page in enumerate(pages, start=1):
        page.append((56, 810, "Archive 2031"))
        page.append((290, 30, f"- {i} -"))
    return pdf(pages, language, size)


def docx(paragraphs: list[tuple[str, str]], extra: dict[str, bytes] | None = None) -> bytes:
    """Write a DOCX of (style, text): `h` a heading, `b` a bullet, `n` a number, `p` plain."""
    body = ""
    for style, text in paragraphs:
        properties = {
            "h": '<w:pPr><w:pStyle w:val="H1"/></w:pPr>',
            "b": '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>',
            "n": '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/></w:numPr></w:pPr>',
        }.get(style, "")
        half = len(text) // 2
        runs = "".join(
            f'<w:r><w:t xml:space="preserve">{html.escape(t)}</w:t></w:r>'
            for t in (text[:half], text[half:])
        )
        body += f"<w:p>{properties}{runs}</w:p>"
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    level = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{}"/>'
    level += '<w:lvlText w:val="{}"/></w:lvl>'
    parts = {
        "word/document.xml": f"<w:document {space}><w:body>{body}</w:body></w:document>",
        "word/styles.xml": f'<w:styles {space}><w:style w:type="paragraph" w:styleId="H1">'
        '<w:name w:val="heading 1"/></w:style></w:styles>',
        "word/numbering.xml": f'<w:numbering {space}><w:abstractNum w:abstractNumId="0">'
        + level.format("bullet", "\uf0b7")
        + '</w:abstractNum><w:abstractNum w:abstractNumId="1">'
        + level.format("upperRoman", "%1.")
        + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num></w:numbering>',
    }
    files = {name: text.encode() for name, text in parts.items()} | (extra or {})
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in files.items():
            package.writestr(name, data)
    return out.getvalue()
