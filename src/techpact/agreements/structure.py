"""The parts of a text: preamble, sections, areas, headings and the leaves below them."""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from techpact.agreements import vocabulary as words
from techpact.agreements.furniture import CLOSING, count_sentences
from techpact.agreements.headings import Level, is_heading, nest
from techpact.agreements.instruments import HEADS_SIGN, INSTRUMENT, TESTIMONIUM, leads_to_title
from techpact.agreements.layout import COLUMN_GAP, Unit, counts_on
from techpact.agreements.records import AGREEMENT_TYPES, Span
from techpact.agreements.sentences import split_sentences


@dataclass(slots=True)
class Node:
    """A provision before it has an id; `unit` is where it was read, `flat` its part of it."""

    type: str
    start: int
    end: int
    label: str | None = None
    unit: Unit | None = None
    flat: tuple[int, int] = (0, 0)
    children: list[Node] = field(default_factory=list)
    parent: Node | None = field(default=None, repr=False)
    area: str | None = None
    id: str = ""

    def add(self, child: Node) -> Node:
        """Append a child and return it."""
        child.parent = self
        self.children.append(child)
        return child

    @property
    def text(self) -> str:
        """The folded text of a leaf."""
        return self.unit.flat.text[self.flat[0] : self.flat[1]] if self.unit else ""

    def span(self, start: int, end: int) -> Span:
        """Return the code points of a part of a leaf's folded text."""
        if self.unit is None:
            raise ValueError("only a leaf has characters of its own")
        return self.unit.flat.span(self.flat[0] + start, self.flat[0] + end)

    def place(self, offset: int) -> int:
        """Return the index in a leaf's folded text of a code point of the document."""
        if self.unit is None:
            raise ValueError("only a leaf has characters of its own")
        at = self.unit.flat.at
        index = offset - at if isinstance(at, int) else bisect.bisect_left(at, offset)
        return index - self.flat[0]


def read_structure(body: Sequence[Unit], title: Unit | None, kind: str) -> Node:
    """Read the provisions of a body.

    Parameters
    ----------
    body
        Units of the body, in order.
    title
        The title among them.
    kind
        Type of the document, one of `profile.TYPES`.

    Returns
    -------
    Node
        The root; its descendants are in document order, and only leaves carry a unit.
    """
    root = Node("document", 0, 0)
    at = 0
    if title is not None:
        at = next((i for i, u in enumerate(body) if u is title), -1) + 1
        for unit in body[: max(0, at - 1)]:
            _sentences(root, unit)
        if at:
            node = _whole("title", title)
            at = _title_end(body, at, node) if kind in {*AGREEMENT_TYPES, "fact_sheet"} else at
            root.add(node)
            if at < len(body) and _SUBTITLE.fullmatch(body[at].first_line):
                root.add(_whole("title", body[at], marked=True))
                at += 1
    if kind in AGREEMENT_TYPES:
        at = _preamble(root, body, at, kind)
    _main(root, body, at, kind)
    _close(root)
    return root


_KIND_ASIDE = re.compile(r"[(（](?:[A-Z][A-Za-z ]{3,40}|\d{4}[^()（）]{1,10}\d{2,4}[년年]?)[)）]")
"""What a text is in another language, below its title."""
_LONGEST_TITLE = 260
_SUBTITLE = re.compile(r"[-－―—–〜~～].{4,60}[-－―—–〜~～]")
"""A title below the title, between dashes."""


def walk(node: Node) -> list[Node]:
    """List the descendants of a node in document order."""
    found: list[Node] = []
    stack = list(reversed(node.children))
    while stack:
        each = stack.pop()
        found.append(each)
        stack.extend(reversed(each.children))
    return found


def _whole(kind: str, unit: Unit, *, marked: bool = False) -> Node:
    """Make a leaf of a whole unit; `marked` takes the number at its front in."""
    start = unit.lines[0].start if marked else unit.start
    label = unit.mark.label if unit.mark else None
    return Node(kind, start, unit.end, label, unit, (0, len(unit.flat.text)))


def _title_end(body: Sequence[Unit], at: int, node: Node) -> int:
    """Take further lines of a title in: BETWEEN / THE GOVERNMENT OF … / AND / …"""
    while at < min(len(body), 14):
        text = body[at].text
        before = body[at - 1].text
        longest = _LONGEST_TITLE if text.startswith(("between ", "concerning ")) else 120
        capitals = text.isascii() and text.isupper() and before.isupper()
        if (
            len(text) > longest
            or (text[-1] == "," and not capitals)
            or text[-1] in ".。;；:：、は"
            or body[at].mark is not None
        ):
            break
        upper = text.isascii() and text.isupper() and before.isupper()
        joined = text.split(maxsplit=1)[0].lower() in {
            "between",
            "and",
            "on",
            "regarding",
            "concerning",
            "among",
            "with",
            "for",
            "of",
        }
        linking = before.split()[-1].lower() in {"between", "and", "of", "the", "on", "regarding"}
        korean = text.endswith(("간의", "관한")) or before.endswith(("간의", "관한", "와", "과"))
        japanese = (
            before.endswith(("との間の", "についての", "に関する", "と")) and "。" not in text
        )
        kind = bool(INSTRUMENT.match(text))  # what it is, on a line of its own
        kind = kind or (leads_to_title(before) and bool(INSTRUMENT.search(text)))
        kind = kind or bool(_KIND_ASIDE.fullmatch(text))
        if not (upper or joined or linking or korean or japanese or kind):
            break
        node.end = body[at].end
        at += 1
    return at


def _preamble(root: Node, body: Sequence[Unit], at: int, kind: str) -> int:
    limit = min(len(body), at + 60)
    # no preamble goes on below a numbered heading
    limit = next((i for i in range(at, limit) if _opens_part(body, i, kind)), limit)
    formula = next((i for i in range(at, limit) if _formula(body[i])), None)
    last = formula
    if kind == "joint_statement" and (
        last is None or any(_WHOLE_SENTENCE.search(body[i].text) for i in range(at, last))
    ):
        return at
    if last is None:
        last = at - 1
        while last + 1 < limit and _recital(body[last + 1]):
            last += 1
    if last < at or any(TESTIMONIUM.search(body[i].text) for i in range(at, last + 1)):
        return at
    preamble = root.add(Node("preamble", body[at].lines[0].start, body[last].end))
    named = False
    for i in range(at, last + 1):
        unit = body[i]
        text = unit.text
        pieces = list(split_sentences(text, semicolons=True)) or [(0, len(text))]
        if len(pieces) > 1 and pieces[-1][1] - pieces[-1][0] < 6:  # "…; and"
            pieces[-2:] = [(pieces[-2][0], pieces[-1][1])]
        for start, end in pieces:
            part = text[start:end]
            if (
                i == formula
                and (len(pieces) == 1 or end == pieces[-1][1])
                and words.FORMULA.search(part)
            ):
                kind = "formula"
            elif not named and (words.PARTIES.search(part) or not words.RECITAL.search(part)):
                kind, named = "parties", True
            else:
                kind = "recital"
            span = unit.flat.span(start, end)
            preamble.add(Node(kind, span.start, span.end, None, unit, (start, end)))
    return last + 1


_WHOLE_SENTENCE = re.compile(r"(?:。|다\.|[a-z]\.)$")


def _opens_part(body: Sequence[Unit], i: int, kind: str) -> bool:
    mark = body[i].mark
    after = body[i + 1] if i + 1 < len(body) else None
    numbered = mark is not None and mark.heads
    return (numbered or kind == "joint_statement") and is_heading(body[i], after)


def _formula(unit: Unit) -> bool:
    return (
        bool(words.FORMULA.search(unit.text)) and unit.mark is None and not is_heading(unit, None)
    )


def _recital(unit: Unit) -> bool:
    return unit.mark is None and bool(
        words.RECITAL.search(unit.text) or words.PARTIES.search(unit.text)
    )


def _main(root: Node, body: Sequence[Unit], at: int, kind: str) -> None:
    agreement = kind in AGREEMENT_TYPES
    levels: list[Level] = []
    here = root
    signed = _testimonium(body, at, kind) if agreement else len(body)
    i = at
    clause: Node | None = None
    while i < len(body):
        unit = body[i]
        after = body[i + 1] if i + 1 < len(body) else None
        if i >= signed:
            _signature(root, unit)
        elif is_heading(unit, after, body[i - 1] if i else None) and not _goes_on(
            clause if clause is not None and here.children[-1:] == [clause] else here, unit
        ):
            node = _whole("heading", unit, marked=unit.mark is not None and unit.mark.heads)
            if after is not None and _only_number(unit) and _names_it(body, i):
                # "Article 1" and its name on the next line
                node.end = after.end
                node.unit, node.flat = after, (0, len(after.flat.text))
                i += 1
            here = nest(root, here, node, unit, levels, agreement)
            clause = None
        elif CLOSING.match(unit.text):
            pass
        elif unit.mark is not None and not _numbered_clause(unit, _in_list(here, clause)):
            opened = clause is not None and here.children and here.children[-1] is clause
            listed = opened and _in_list(here, clause)
            (clause if clause is not None and listed else here).add(_whole("bullet", unit))
        elif unit.mark is not None and unit.mark.style == "article":
            here = nest(root, here, None, unit, levels, agreement)
            _sentences(here, unit)
        elif unit.mark is not None:
            clause = here.add(Node("clause", unit.start, unit.end, unit.mark.label))
            _sentences(clause, unit)
        else:
            _sentences(here, unit)
        i += 1


def _goes_on(part: Node, unit: Unit) -> bool:
    """Whether an indented item goes on with the list above it, though it looks like a heading."""
    last = part.children[-1] if part.children else None
    if last is None or last.type != "bullet" or last.unit is None or unit.mark is None:
        return False
    mark, indent = last.unit.mark, unit.lines[0].indent
    if mark is None or unit.blank_before:
        return False
    if mark.style == unit.mark.style and counts_on(mark, unit.mark):
        return True
    if mark.style == unit.mark.style:
        return 0 < indent == last.unit.lines[0].indent
    # below the sub-items of an earlier item of the same list
    return any(
        c.type == "bullet"
        and c.unit is not None
        and c.unit.mark is not None
        and c.unit.mark.style == unit.mark.style
        and (unit.mark.bullet or counts_on(c.unit.mark, unit.mark))
        and c.unit.lines[0].indent == indent
        for c in part.children
    )


def _only_number(unit: Unit) -> bool:
    return unit.mark is None and len(unit.text) < 16 and any(c.isdigit() for c in unit.text)


def _names_it(body: Sequence[Unit], i: int) -> bool:
    """Whether the line after a bare number is the name that goes with it."""
    name = body[i + 1]
    after = body[i + 2] if i + 2 < len(body) else None
    return name.mark is None and after is not None and is_heading(name, after)


def _testimonium(body: Sequence[Unit], at: int, kind: str) -> int:
    """Return where the text is signed: after it only short lines follow."""
    for i in range(len(body) - 1, max(at, len(body) - 40) - 1, -1):
        if TESTIMONIUM.search(body[i].text):
            # "IN WITNESS WHEREOF …" may stand before the line that gives day and place
            while i > at and TESTIMONIUM.search(body[i - 1].text) and body[i - 1].mark is None:
                i -= 1
            return i
        if len(body[i].text) > 300:
            break
    if kind != "joint_statement":
        return len(body)
    last = len(body)
    while last > at and not body[last - 1].mark and not count_sentences(body[last - 1].text):
        last -= 1
    signers = body[last:]
    named = any(HEADS_SIGN.match(u.text) for u in signers)
    return last if named and all(len(u.text) < _LONGEST_SIGNER for u in signers) else len(body)


_LONGEST_SIGNER = 90


def _signature(root: Node, unit: Unit) -> None:
    if not any(c.isalpha() for c in unit.text):
        return
    if TESTIMONIUM.search(unit.text) or _PREVAILS.search(unit.text):
        for start, end in split_sentences(unit.text):
            span = unit.flat.span(start, end)
            part = unit.text[start:end]
            signs = TESTIMONIUM.search(part) or _PREVAILS.search(part)
            kind = "testimonium" if signs else "sentence"
            root.add(Node(kind, span.start, span.end, None, unit, (start, end)))
        return
    at = 0
    text = unit.flat.text
    if len(unit.lines) == 1 and len(unit.first_line) == len(text):
        text = unit.first_line  # wide blanks between columns are folded in the view
    gaps = [
        g
        for g in COLUMN_GAP.finditer(text)
        if not (
            _OFFICE_ALONE.fullmatch(text[: g.start()])
            and not _OFFICE_ALONE.fullmatch(text[g.end() :])
        )
    ]
    for gap in [*gaps, None]:
        end = gap.start() if gap else len(text)
        if any(c.isalpha() for c in text[at:end]):
            span = unit.flat.span(at, end)
            root.add(Node("signature_block", span.start, span.end, None, unit, (at, end)))
        at = gap.end() if gap else end


_PREVAILS = re.compile(
    r"解釈に(?:つき)?(?:相違|疑義)|(?:英語|日本語|韓国語)の本文による|(?i:\bdivergen\w+|\bequally\s+authentic|\btext\s+shall\s+prevail)|해석(?:상|에)[^.]{0,12}(?:차이|이견)|동등(?:하게|히)\s?정본|동등한\s효력"
)
"""Which of the languages in which a text was signed goes before the others."""
_OFFICE_ALONE = re.compile(r"[一-鿿ァ-ヺー・]{1,14}(?:長|官|者|相|大臣|総裁|代表|大使)")
"""An office with wide blanks behind it, before the name of its holder."""
_ITEM_JA = re.compile(r"(?:こと|もの|とき)。?$")


def _in_list(here: Node, clause: Node | None) -> bool:
    """Whether a list is open: the part ends in a colon or in items after one."""
    part = clause if clause is not None and here.children and here.children[-1] is clause else here
    last = part.children[-1] if part.children else None
    return last is not None and (
        last.type == "bullet" or last.text[-1:] == ":" or _announces(last.text)
    )


def _announces(text: str) -> bool:
    """Whether a whole sentence says that items follow (次に掲げる事項について…する。)."""
    return text[-1:] in "。." and bool(words.CHAPEAU.search(text))


def _numbered_clause(unit: Unit, listed: bool) -> bool:
    """Whether a marked unit is a paragraph of sentences rather than an item of a list."""
    if unit.mark is None or unit.mark.bullet or (listed and unit.text[0].islower()):
        return False
    if not listed and unit.mark.heads and unit.text[-1] in "。." and len(unit.text) > 30:
        return True
    pieces = list(split_sentences(unit.text))
    if len(pieces) > 1:
        return True
    if listed and _ITEM_JA.search(unit.text):
        return False
    if (
        unit.mark.heads
        and unit.text[-1] in ":："
        and words.CHAPEAU.search(unit.text)
        and len(unit.text) > 25
    ):
        return True
    return unit.text[-1] in "。.:：" and bool(
        words.PREDICATE_JA.search(unit.text.rstrip("。:："))
        or words.FINITE_EN.search(unit.text)
        or words.PREDICATE_KO.search(unit.text)
    )


def _sentences(parent: Node, unit: Unit, kind: str = "sentence") -> None:
    for start, end in split_sentences(unit.text):
        span = unit.flat.span(start, end)
        parent.add(Node(kind, span.start, span.end, None, unit, (start, end)))


def _close(node: Node) -> None:
    """Let each part reach to the end of what it holds, and drop empty ones."""
    for each in reversed(walk(node)):
        if each.children:
            each.start = min(each.start, each.children[0].start)
            each.end = max(each.end, max(c.end for c in each.children))
