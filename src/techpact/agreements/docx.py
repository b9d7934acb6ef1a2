"""Text of a Word document, paragraph by paragraph, with the numbers that Word only computes."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import dataclass, field
from typing import Any

from techpact.agreements.layout import Hint
from techpact.agreements.load import Loaded
from techpact.agreements.records import Place
from techpact.errors import InputError, LimitError

MAX_PART = 40_000_000
"""Largest part of the package after decompression."""
MAX_PARTS = 5_000

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_KANJI = "〇一二三四五六七八九十"
_GANADA = "가나다라마바사아자차카타파하"
_AIU = "アイウエオカキクケコサシスセソタチツテト"
_PLACEHOLDER = re.compile(r"%(\d)")


@dataclass
class _Level:
    format: str = "decimal"
    text: str = "%1."
    start: int = 1


@dataclass
class _Style:
    level: int | None = None
    numbering: tuple[str, int] | None = None


@dataclass
class _Numbers:
    lists: dict[str, dict[int, _Level]] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=dict)

    def label(self, number: str, depth: int) -> str:
        """Count one item and return its printed mark."""
        levels = self.lists.get(number)
        if levels is None or depth not in levels:
            return ""
        counts = self.counts.setdefault(number, {})
        counts[depth] = counts.get(depth, levels[depth].start - 1) + 1
        for deeper in [d for d in counts if d > depth]:
            del counts[deeper]
        level = levels[depth]
        if level.format == "bullet":
            return "•"
        if level.format == "none":
            return ""

        def one(found: re.Match[str]) -> str:
            at = int(found.group(1)) - 1
            shown = levels.get(at, _Level())
            return _number(counts.get(at, shown.start), shown.format)

        return _PLACEHOLDER.sub(one, level.text).strip()


def read_docx(raw: bytes, *, path: str, sha256: str) -> Loaded:
    """Extract the text of a Word document.

    Raises
    ------
    InputError
        When the package is broken, encrypted or no Word document, or declares entities.
    LimitError
        When a part is larger than the bound after decompression.
    """
    try:
        package = zipfile.ZipFile(io.BytesIO(raw))
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise InputError("not a readable DOCX package", where=path, mend="save it again") from error
    with package:
        names = package.namelist()
        if len(names) > MAX_PARTS:
            raise LimitError("too many parts in the package", where=path, mend="save it as PDF")
        if "word/document.xml" not in names:
            raise InputError("not a Word document", where=path, mend="give a DOCX file")
        styles = _styles(_part(package, "word/styles.xml", path))
        numbers = _numbers(_part(package, "word/numbering.xml", path))
        main = _part(package, "word/document.xml", path)
        title = _properties(_part(package, "docProps/core.xml", path))
    if main is None:
        raise InputError("not a Word document", where=path, mend="give a DOCX file")
    pieces: list[str] = []
    places: list[Place] = []
    hints: list[Hint] = []
    length = 0
    for index, paragraph in enumerate(main.iter(f"{_W}p"), start=1):
        text = _text(paragraph)
        if not text.strip():
            continue
        style = _style(paragraph, styles)
        label = numbers.label(*style.numbering) if style.numbering else ""
        line = f"{label} {text.strip()}" if label else text.strip()
        places.append(Place(length, length + len(line), f"/w:document/w:body//w:p[{index}]"))
        hints.append(Hint(length, length + len(line), style.level, label == "•"))
        pieces.append(line)
        length += len(line) + 2
    return Loaded(path, sha256, "docx", "\n\n".join(pieces), tuple(places), hints, title)


def _part(package: zipfile.ZipFile, name: str, path: str) -> Any:
    from lxml import etree

    try:
        info = package.getinfo(name)
    except KeyError:
        return None
    if info.flag_bits & 1:
        raise InputError("an encrypted package", where=path, mend="save it without a password")
    if info.file_size > MAX_PART:
        raise LimitError(f"{name} is larger than {MAX_PART:,} bytes", where=path, mend="split it")
    try:
        with package.open(info) as stream:
            data = stream.read(MAX_PART + 1)  # the declared size may be a lie
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, zlib.error) as error:
        raise InputError(
            "a broken package", where=f"{path}: {name}", mend="save it again"
        ) from error
    if len(data) > MAX_PART:
        raise LimitError(f"{name} is larger than {MAX_PART:,} bytes", where=path, mend="split it")
    if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data:
        raise InputError(
            "the document declares entities", where=f"{path}: {name}", mend="save it again in Word"
        )
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise InputError("broken XML", where=f"{path}: {name}", mend="save it again") from error


def _text(paragraph: Any) -> str:
    pieces: list[str] = []
    deleted = f"{_W}del"
    nested = f"{_W}txbxContent"
    for element in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}cr", f"{_W}noBreakHyphen"):
        above = element.getparent()
        while above is not None and above is not paragraph and above.tag not in {deleted, nested}:
            above = above.getparent()
        if above is not paragraph:
            continue
        if element.tag == f"{_W}t":
            pieces.append(element.text or "")
        elif element.tag == f"{_W}tab":
            pieces.append("\t")
        else:
            pieces.append("-" if element.tag.endswith("noBreakHyphen") else "\n")
    return "".join(pieces)


def _value(element: Any, *path: str) -> str | None:
    for name in path:
        element = element.find(f"{_W}{name}") if element is not None else None
    return element.get(f"{_W}val") if element is not None else None


def _styles(root: Any) -> dict[str, _Style]:
    styles: dict[str, _Style] = {}
    if root is None:
        return styles
    for each in root.iter(f"{_W}style"):
        name = (_value(each, "name") or "").lower()
        outline = _value(each, "pPr", "outlineLvl")
        level = int(outline) + 1 if outline and outline.isdigit() and int(outline) < 9 else None
        heading = re.match(r"(?:heading|見出し|제목)\s*(\d)", name)
        if heading:
            level = int(heading.group(1))
        elif name in {"title", "表題", "제목"}:
            level = 1
        number = _value(each, "pPr", "numPr", "numId")
        depth = _value(each, "pPr", "numPr", "ilvl") or "0"
        styles[each.get(f"{_W}styleId") or ""] = _Style(
            level, (number, int(depth)) if number and depth.isdigit() else None
        )
    return styles


def _style(paragraph: Any, styles: dict[str, _Style]) -> _Style:
    own = styles.get(_value(paragraph, "pPr", "pStyle") or "", _Style())
    number = _value(paragraph, "pPr", "numPr", "numId")
    depth = _value(paragraph, "pPr", "numPr", "ilvl") or "0"
    numbering = own.numbering
    if number is not None and depth.isdigit():
        numbering = None if number == "0" else (number, int(depth))
    return _Style(own.level, numbering)


def _numbers(root: Any) -> _Numbers:
    numbers = _Numbers()
    if root is None:
        return numbers
    abstract: dict[str, dict[int, _Level]] = {}
    for each in root.iter(f"{_W}abstractNum"):
        levels = {}
        for level in each.iter(f"{_W}lvl"):
            depth, start = level.get(f"{_W}ilvl") or "0", _value(level, "start") or "1"
            levels[int(depth) if depth.isdigit() else 0] = _Level(
                _value(level, "numFmt") or "decimal",
                _value(level, "lvlText") or "",
                int(start) if start.isdigit() else 1,
            )
        abstract[each.get(f"{_W}abstractNumId") or ""] = levels
    for each in root.iter(f"{_W}num"):
        levels = abstract.get(_value(each, "abstractNumId") or "", {})
        numbers.lists[each.get(f"{_W}numId") or ""] = levels
    return numbers


def _number(count: int, form: str) -> str:
    if form in {"upperRoman", "lowerRoman"}:
        roman = _roman(count)
        return roman if form == "upperRoman" else roman.lower()
    if form in {"upperLetter", "lowerLetter"}:
        letter = chr(ord("A") + (count - 1) % 26)
        return letter if form == "upperLetter" else letter.lower()
    if form in {"japaneseCounting", "chineseCounting", "ideographDigital", "japaneseLegal"}:
        tens, ones = divmod(count, 10)
        if tens == 0:
            return _KANJI[ones]
        return ("" if tens == 1 else _KANJI[tens % 10]) + "十" + (_KANJI[ones] if ones else "")
    if form in {"ganada", "chosung"}:
        return _GANADA[(count - 1) % len(_GANADA)]
    if form in {"aiueo", "aiueoFullWidth", "iroha"}:
        return _AIU[(count - 1) % len(_AIU)]
    if form.startswith("decimalEnclosedCircle") and count <= 20:
        return chr(0x2460 + count - 1)
    return str(count)


def _roman(count: int) -> str:
    out = ""
    for value, letters in (
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ):
        while count >= value:
            out += letters
            count -= value
    return out


def _properties(root: Any) -> str | None:
    if root is None:
        return None
    title = root.findtext(f"{_DC}title")
    # The day on which the file was made is no day of publication, so it is not taken.
    return title or None
