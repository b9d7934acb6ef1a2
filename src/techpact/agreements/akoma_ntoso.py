"""Write a document as Akoma Ntoso 3.0 XML."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from lxml import etree

from techpact.agreements.records import Document, Mention, Provision

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
OWN = "urn:techpact:records"
"""Namespace of what the standard has no word for: spans, commitments, coded facts."""
_LANGUAGES = {"en": "eng", "ja": "jpn", "ko": "kor"}
_INLINE = {
    "ORG": "organization",
    "BODY": "organization",
    "PERSON": "person",
    "GPE": "location",
    "FACILITY": "location",
    "AGREEMENT": "entity",
    "PROGRAMME": "entity",
}
_CLASSES = {
    "organization": "TLCOrganization",
    "person": "TLCPerson",
    "location": "TLCLocation",
    "entity": "TLCConcept",
}
_BAD = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CLOSING = frozenset({"testimonium", "signature_block"})
_PREAMBLE = frozenset({"parties", "recital", "formula"})


def akoma_ntoso(document: Document) -> bytes:
    """Return a document as Akoma Ntoso.

    Sections become `section`, areas `hcontainer`, sentences `paragraph`, bullets `point`; names are
    marked where they stand and listed under `references`. Each element carries its span as
    attributes `start` and `end` in a namespace of its own.
    """
    return _Writer(document).write()


class _Writer:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.children: dict[str | None, list[Provision]] = {}
        for part in document.provisions:
            self.children.setdefault(part.parent, []).append(part)
        self.ids: dict[str, str] = {}
        self.classes: dict[str, tuple[str, str]] = {}
        self.at = 0

    def write(self) -> bytes:
        root = etree.Element(_tag("akomaNtoso"), nsmap={None: NAMESPACE, "tp": OWN})  # type: ignore[dict-item]
        doc = etree.SubElement(root, _tag("doc"), name=self.document.type)
        meta = etree.SubElement(doc, _tag("meta"))
        top = self.children.get(None, [])
        leaves = list(self._flat(top))
        title = [p for p in leaves if p.type == "title"]
        opening = [p for p in leaves if p.type in _PREAMBLE]
        closing = [p for p in leaves if p.type in _CLOSING]
        if title:
            long = etree.SubElement(etree.SubElement(doc, _tag("preface")), _tag("longTitle"))
            for part in title:
                name = etree.SubElement(etree.SubElement(long, _tag("p")), _tag("docTitle"))
                name.text = _clean(self._text(part))
        if opening:
            self._preamble(etree.SubElement(doc, _tag("preamble")), opening)
        body = etree.SubElement(doc, _tag("mainBody"))
        for part in top:
            self._hierarchy(body, part)
        if not len(body):
            etree.SubElement(body, _tag("p")).text = ""
        if closing:
            end = etree.SubElement(doc, _tag("conclusions"))
            for part in closing:
                self._block(end, part)
        self._meta(meta)
        return bytes(
            etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=False)
        )

    def _flat(self, parts: Iterable[Provision]) -> Iterable[Provision]:
        stack = list(parts)[::-1]
        while stack:
            part = stack.pop()
            below = self.children.get(part.id)
            if below:
                stack.extend(below[::-1])
            else:
                yield part

    def _text(self, part: Provision) -> str:
        return self.document.text[part.start : part.end]

    def _preamble(self, preamble: Any, parts: list[Provision]) -> None:
        recitals = None
        for part in parts:
            if part.type == "recital":
                if recitals is None:
                    recitals = etree.SubElement(preamble, _tag("recitals"))
                item = etree.SubElement(recitals, _tag("recital"), eId=part.id)
                self._block(item, part)
                continue
            recitals = None
            if part.type == "formula":
                item = etree.SubElement(preamble, _tag("formula"), name="enacting")
            else:
                item = etree.SubElement(preamble, _tag("container"), name="parties")
            self._block(item, part)

    def _hierarchy(self, above: Any, top: Provision) -> None:
        # an explicit stack: a hostile text may nest deeper than Python's own
        stack = [(above, top)]
        while stack:
            parent, part = stack.pop()
            below = self.children.get(part.id, [])
            if (
                part.type in _CLOSING
                or part.type in _PREAMBLE
                or part.type in {"title", "preamble"}
            ):
                continue
            if not below:
                self._leaf(parent, part)
                continue
            node = self._node(parent, part)
            heads = [p for p in below if p.type == "heading"]
            if heads and below[0] is heads[0]:
                self._heading(node, part, heads[0])
                below = below[1:]
            if not below:
                self._block(etree.SubElement(node, _tag("content")), part, words=False)
            stack.extend((node, p) for p in below[::-1])

    def _node(self, parent: Any, part: Provision) -> Any:
        if part.type == "section":
            return self._marked(etree.SubElement(parent, _tag("section"), eId=part.id), part)
        if part.type == "clause":
            return self._marked(etree.SubElement(parent, _tag("clause"), eId=part.id), part)
        node = etree.SubElement(parent, _tag("hcontainer"), eId=part.id, name=part.type)
        return self._marked(node, part)

    def _heading(self, node: Any, part: Provision, head: Provision) -> None:
        words = self._text(head)
        if part.label and words.startswith(part.label):
            etree.SubElement(node, _tag("num")).text = _clean(part.label)
            words = re.sub(r"^[ .:、\u3000]+", "", words[len(part.label) :])
        etree.SubElement(node, _tag("heading")).text = _clean(words)

    def _leaf(self, parent: Any, part: Provision) -> None:
        name = "point" if part.type == "bullet" else "paragraph"
        node = self._marked(etree.SubElement(parent, _tag(name), eId=part.id), part)
        if part.label and part.type == "bullet":
            etree.SubElement(node, _tag("num")).text = _clean(part.label)
        if part.type == "heading":
            etree.SubElement(node, _tag("heading")).text = _clean(self._text(part))
            return
        self._block(etree.SubElement(node, _tag("content")), part)

    def _marked(self, node: Any, part: Provision) -> Any:
        node.set(f"{{{OWN}}}start", str(part.start))
        node.set(f"{{{OWN}}}end", str(part.end))
        if part.area:
            node.set(f"{{{OWN}}}area", part.area)
        return node

    def _block(self, parent: Any, part: Provision, *, words: bool = True) -> None:
        block = etree.SubElement(parent, _tag("p"))
        if not words:
            return
        at, last = part.start, None
        for mention in self._mentions(part):
            self._say(block, last, self.document.text[at : mention.start])
            last = self._name(block, mention)
            at = mention.end
        self._say(block, last, self.document.text[at : part.end])

    def _mentions(self, part: Provision) -> Iterable[Mention]:
        import bisect

        mentions = self.document.mentions
        first = bisect.bisect_left(mentions, part.start, key=lambda m: m.start)
        for mention in mentions[first:]:
            if mention.start >= part.end:
                return
            if mention.end <= part.end:
                yield mention

    def _say(self, block: Any, last: Any, words: str) -> None:
        words = _clean(words)
        if last is None:
            block.text = (block.text or "") + words
        else:
            last.tail = (last.tail or "") + words

    def _name(self, block: Any, mention: Mention) -> Any:
        inline = _INLINE[mention.kind]
        entity = mention.entity or mention.surface
        if entity not in self.ids:
            self.ids[entity] = f"ref_{len(self.ids) + 1}"
            self.classes[entity] = inline, mention.surface
        node = etree.SubElement(block, _tag(inline), refersTo=f"#{self.ids[entity]}")
        if inline == "entity":
            node.set("name", mention.kind.lower())
        node.text = _clean(mention.surface)
        return node

    def _meta(self, meta: Any) -> None:
        document = self.document
        identification = etree.SubElement(meta, _tag("identification"), source="#techpact")
        language = _LANGUAGES.get(document.language, "eng")
        work = f"/akn/un/doc/{document.sha256[:16]}"
        date = _full_date(document.published.value)
        for name, uri in (
            ("FRBRWork", work),
            ("FRBRExpression", f"{work}/{language}"),
            ("FRBRManifestation", f"{work}/{language}.xml"),
        ):
            level = etree.SubElement(identification, _tag(name))
            etree.SubElement(level, _tag("FRBRthis"), value=uri)
            etree.SubElement(level, _tag("FRBRuri"), value=uri)
            etree.SubElement(level, _tag("FRBRdate"), date=date, name="published")
            etree.SubElement(level, _tag("FRBRauthor"), href="#techpact")
            if name == "FRBRWork":
                etree.SubElement(level, _tag("FRBRcountry"), value="un")
            elif name == "FRBRExpression":
                etree.SubElement(level, _tag("FRBRlanguage"), language=language)
        references = etree.SubElement(meta, _tag("references"), source="#techpact")
        etree.SubElement(
            references, _tag("TLCOrganization"), eId="techpact", href="/ontology/techpact",
            showAs="techpact",
        )  # fmt: skip
        for entity, (inline, shown) in self.classes.items():
            etree.SubElement(
                references, _tag(_CLASSES[inline]), eId=self.ids[entity],
                href= (
                    f"/ontology/{inline}/{_segment(entity)}"
                ), showAs=_clean(" ".join(shown.split())),
            )  # fmt: skip
        if document.facts or document.commitments:
            own = etree.SubElement(meta, _tag("proprietary"), source="#techpact")
            for record in (*document.facts, *document.commitments):
                node = etree.SubElement(own, f"{{{OWN}}}{type(record).__name__.lower()}")
                for key, value in record.to_json().items():
                    if value not in (None, [], {}):
                        node.set(key, _clean(str(value)))


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _clean(text: str) -> str:
    # A page break is white space that XML does not know.
    return _BAD.sub("\ufffd", text.replace("\x0c", " "))


def _segment(entity: str) -> str:
    from urllib.parse import quote

    return quote(_clean(entity), safe="")


def _full_date(value: str | None) -> str:
    """A full date as the schema wants; the parts that are not known are the first of their kind."""
    match = re.fullmatch(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", value or "")
    if not match:
        return "0001-01-01"
    return f"{match[1]}-{match[2] or '01'}-{match[3] or '01'}"
