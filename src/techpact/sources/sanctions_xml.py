"""Bounded, safe reading of sanctions lists in XML."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lxml import etree

from techpact import engine
from techpact.errors import DataError


def root_of(path: Path, *, where: str) -> Any:
    """Return the root element without namespaces; entities and network access are off.

    Raises
    ------
    DataError
        When the XML is broken, as in a cut file.
    """
    engine.check_file(path)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.parse(str(path), parser).getroot()
    except etree.XMLSyntaxError as err:
        raise DataError(
            where, [f"broken XML, the file may be cut: {err}"], where=str(path)
        ) from err
    for element in root.iter():
        if isinstance(element.tag, str) and "}" in element.tag:
            element.tag = element.tag.split("}", 1)[1]
    return root


def root_tag(path: Path) -> str:
    """Return the tag of the root element of an XML file, or ''."""
    if path.suffix.lower() != ".xml":
        return ""
    try:
        for _, element in etree.iterparse(
            str(path), events=("start",), resolve_entities=False, no_network=True
        ):
            return str(element.tag).rsplit("}", 1)[-1]
    except etree.XMLSyntaxError:
        return ""
    return ""


def text(element: Any, path: str) -> str:
    """Return the text at a path below an element, or ''."""
    found = element.findtext(path)
    return " ".join(found.split()) if found else ""


def all_texts(element: Any, path: str) -> list[str]:
    """Return the texts at a path below an element."""
    return [" ".join(e.text.split()) for e in element.iterfind(path) if e.text and e.text.strip()]
