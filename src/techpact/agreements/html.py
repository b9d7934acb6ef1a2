"""Text of a web page, line by line, each led back to its element."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from techpact.agreements.decoding import decode
from techpact.agreements.layout import Hint
from techpact.agreements.load import Loaded
from techpact.agreements.numbering import find_mark
from techpact.agreements.records import Place
from techpact.errors import InputError, LimitError

MAX_BYTES = 10_000_000
"""Largest page that is parsed; a tree takes many times the room of its source."""
MAX_DEPTH = 400

_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote body caption center dd details dialog div dl dt fieldset"
        " figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu"
        " nav ol p pre section summary table tbody td tfoot th thead tr ul",
    )
)
_SKIPPED = frozenset(
    re.findall(
        r"\w+",
        "head script style noscript template svg math iframe object embed canvas button select"
        " option textarea input label audio video map datalist",
    )
)
_FURNITURE_TAGS = frozenset(["nav", "aside", "footer", "figcaption", "menu"])
_FURNITURE_ROLES = frozenset(["navigation", "banner", "contentinfo", "complementary", "search"])
_FURNITURE_NAMES = re.compile(
    r"(?:^|[\s_-])(?:nav(?:i|bar|igation)?|g?menu|breadcrumbs?|pankuzu|topicpath|side(?:bar|nav)?"
    r"|footer|related(?:post)?s?|recommend\w*|ranking|share\w*|sns|social\w*|comments?|reply|respond"
    r"|advert\w*|ads?|adsense|banner|promo\w*|newsletter|subscri\w*|cookie\w*|popular|trending|widget\w*"
    r"|paginat\w*|pager|tags?|tagcloud|bio|caption|copyright|skip(?:link)?|toolbar|utility|login"
    r"|sponsor\w*|outbrain|taboola|screen-reader-text|sr-only|visually-hidden|byline)(?:$|[\s_-])",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{2,40})", re.IGNORECASE)
_XML_CHARSET = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w-]{2,40})")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,400}>")
_PUBLISHED = re.compile(r'"datePublished"\s{0,4}:\s{0,4}"(\d{4}-\d{2}-\d{2})')
_DAY = re.compile(r"^\s*((?:19|20)\d{2}-\d{2}-\d{2})")
_SPACE = re.compile(r"[ \t\r\n\f\xa0]+")
_META_DATES = frozenset(
    ["article:published_time", "date", "dc.date", "dcterms.date", "pubdate", "datepublished"]
)


@dataclass
class _Writer:
    pieces: list[str] = field(default_factory=list)
    length: int = 0
    hints: list[Hint] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    line: list[str] = field(default_factory=list)
    linked: int = 0
    path: str = ""
    level: int | None = None
    item: str | None = None
    furniture: bool = False

    def text(self, text: str, frame: _Frame) -> None:
        if not text:
            return
        if frame.pre:
            first, *rest = text.split("\n")
            self._add(first, frame)
            for each in rest:
                self.close(1)
                self._add(each, frame)
            return
        self._add(_SPACE.sub(" ", text), frame)

    def _add(self, text: str, frame: _Frame) -> None:
        if text.strip():
            self.path, self.furniture = frame.path, frame.furniture
            self.level = frame.level
            if frame.link:
                self.linked += len(text.strip())
        self.line.append(text)

    def close(self, breaks: int) -> None:
        line = "".join(self.line).strip()
        self.line = []
        if line:
            if self.item is not None and find_mark(line[:80]) is None:
                line = f"{self.item} {line}"
            item, self.item = self.item is not None, None
            self.places.append(Place(self.length, self.length + len(line), self.path))
            self.hints.append(
                Hint(
                    self.length,
                    self.length + len(line),
                    self.level,
                    item,
                    self.furniture,
                    self.linked / len(line),
                )
            )
            self.pieces.append(line + "\n" * breaks)
            self.length += len(line) + breaks
        elif breaks == 2 and self.pieces and not self.pieces[-1].endswith("\n\n"):
            self.pieces.append("\n")
            self.length += 1
        self.linked, self.level = 0, None


@dataclass(slots=True)
class _Frame:
    element: Any
    path: str
    furniture: bool
    link: bool
    pre: bool
    level: int | None
    block: bool
    counter: dict[str, int] = field(default_factory=dict)
    number: int = 0
    children: Any = None


def read_html(raw: bytes, *, path: str, sha256: str, charset: str | None = None) -> Loaded:
    """Extract the text of a web page.

    Furniture stays in the text but is marked; nothing is fetched and no entity is resolved.

    Raises
    ------
    InputError
        When the bytes are no page.
    LimitError
        When the page is larger than the bound.
    """
    from lxml import html

    if len(raw) > MAX_BYTES:
        raise LimitError(f"page larger than {MAX_BYTES:,} bytes", where=path, mend="save its text")
    declared = _CHARSET.search(raw[:4096]) or _XML_CHARSET.search(raw[:400])
    name = charset or (declared.group(1).decode("ascii") if declared else None)
    source, _ = decode(raw, declared=name, where=path)
    source = _DECLARATION.sub("", source, count=1)
    parser = html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True
    )
    try:
        tree = html.document_fromstring(source.encode("utf-8", "replace"), parser=parser)
    except Exception as error:  # lxml raises several kinds, none of them the user's business
        raise InputError("not a readable page", where=path, mend="save its text") from error
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise _too_deep(path)  # the parser drops what lies deeper without a word
    writer = _Writer()
    _walk(tree, writer, len(source), path)
    title, published = _metadata(tree, source)
    return Loaded(
        path,
        sha256,
        "html",
        "".join(writer.pieces).rstrip("\n"),
        tuple(writer.places),
        writer.hints,
        title,
        published,
    )


def _too_deep(path: str) -> LimitError:
    return LimitError(
        f"elements nested more than {MAX_DEPTH} deep", where=path, mend="save the page's text"
    )


def _walk(tree: Any, writer: _Writer, size: int, path: str) -> None:
    root = _Frame(tree, f"/{tree.tag}", False, False, False, None, True)
    root.children = iter(tree)
    stack = [root]
    writer.text(tree.text or "", root)
    while stack:
        frame = stack[-1]
        child = next(frame.children, None)
        if child is None:
            stack.pop()
            if frame.block:
                writer.close(2)
            if stack and frame.element.tail:
                writer.text(frame.element.tail, stack[-1])
            continue
        tag = child.tag if isinstance(child.tag, str) else ""
        if tag == "br":
            writer.close(1)
        if len(stack) > MAX_DEPTH:
            raise _too_deep(path)
        if not tag or tag in _SKIPPED or tag == "br" or _hidden(child):
            if child.tail:
                writer.text(child.tail, frame)
            continue
        count = frame.counter[tag] = frame.counter.get(tag, 0) + 1
        block = tag in _BLOCKS
        if block:
            writer.close(2)
        if tag == "li":
            frame.number += 1
            ordered = frame.element.tag == "ol"
            writer.item = f"{frame.number}." if ordered else "•"
        level = int(tag[1]) if tag in {"h1", "h2", "h3", "h4", "h5", "h6"} else frame.level
        below = _Frame(
            child,
            f"{frame.path}/{tag}[{count}]",
            frame.furniture or _furniture(child, tag, size),
            frame.link or tag == "a",
            frame.pre or tag == "pre",
            level,
            block,
        )
        below.children = iter(child)
        stack.append(below)
        writer.text(child.text or "", below)
    writer.close(2)


def _hidden(element: Any) -> bool:
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    style = element.get("style")
    return bool(style and _HIDDEN.search(style[:500]))


def _furniture(element: Any, tag: str, size: int) -> bool:
    names = f"{element.get('class') or ''} {element.get('id') or ''}"[:400]
    suspect = (
        tag in _FURNITURE_TAGS
        or (element.get("role") or "") in _FURNITURE_ROLES
        or bool(_FURNITURE_NAMES.search(names) and tag not in {"body", "main", "article", "html"})
    )
    if not suspect:
        return False
    # Some pages call the box that holds everything "menu-open" or "has-sidebar".
    prose = sum(len(p) for p in element.itertext("p")) if size < 2_000_000 else 0
    return prose * 3 < size or tag in {"nav", "footer"}


def _metadata(tree: Any, source: str) -> tuple[str | None, str | None]:
    title = published = None
    for meta in tree.iter("meta"):
        key = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        value = (meta.get("content") or "").strip()
        if key == "og:title" and value and title is None:
            title = value[:500]
        if key in _META_DATES and published is None:
            day = _DAY.match(value)
            published = day.group(1) if day else None
    if title is None:
        found = next(tree.iter("title"), None)
        text = " ".join((found.text or "").split())[:500] if found is not None else ""
        title = text or None
    if published is None:
        stamped = _PUBLISHED.search(source)
        published = stamped.group(1) if stamped else None
    if published is None:
        for time in tree.iter("time"):
            day = _DAY.match(time.get("datetime") or "")
            if day:
                return title, day.group(1)
    return title, published
