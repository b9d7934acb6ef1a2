"""The area of each provision: from its heading, else from its own words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from techpact.agreements import vocabulary as words
from techpact.agreements.bearers import MentionIndex
from techpact.agreements.records import Mention
from techpact.agreements.structure import Node, walk
from techpact.areas import GENERAL, Areas

_FRAME = frozenset({"title", "preamble", "testimonium", "signature_block"})
_BODIES = frozenset({"ORG", "BODY"})


def assign_areas(
    root: Node, areas: Areas, agreement: bool, mentions: Sequence[Mention] = ()
) -> None:
    """Set the area of every provision below `root`.

    A heading that names an area gives it to all that stands under it; where it names several,
    each sentence or bullet takes the one that its own words name. Where no heading names one, an
    area or sub-area is named by its own sentences when most of them agree, and a sentence or
    bullet by its own words. The name of a body (a space office) is no word on the matter.
    """
    topics = _Topics(areas, agreement, MentionIndex([m for m in mentions if m.kind in _BODIES]))
    topics.assign(root, (), frame=False)


class _Topics:
    def __init__(self, areas: Areas, agreement: bool, bodies: MentionIndex) -> None:
        self._areas, self._agreement, self._bodies = areas, agreement, bodies
        self._counted: dict[str, Counter[str]] = {}

    def assign(self, node: Node, given: tuple[str, ...], frame: bool) -> None:
        """Set the areas below a node; `given` are those that its heading names, main one first."""
        for child in node.children:
            if self._agreement and child.type in _FRAME:
                child.area = GENERAL
                for below in walk(child):
                    below.area = GENERAL
            elif child.children:
                heading = next((c for c in child.children if c.type == "heading"), None)
                legal = frame or self._legal(child, heading)
                named: tuple[str, ...] = ()
                if not legal:
                    words_of = self._without_bodies(heading) if heading else ""
                    named = (self._of_heading(words_of) if heading else given) or given
                    named = named or self._by_vote(child)
                child.area = named[0] if named else GENERAL
                self.assign(child, named, legal)
            elif frame:
                child.area = GENERAL
            else:
                child.area = self._of_leaf(child, given)

    def _legal(self, part: Node, heading: Node | None) -> bool:
        title = heading.text if heading else ""
        return bool(
            self._agreement
            and len(title) < 60
            and part.type == "section"
            and words.LEGAL_TITLE.search(title)
        )

    def _counts(self, text: str) -> Counter[str]:
        """Count the terms of each area; the same words are asked for more than once."""
        known = self._counted.get(text)
        if known is None:
            found = (code for _, _, code in self._areas.matches(text) if code != GENERAL)
            known = self._counted[text] = Counter(found)
        return known

    def _of_heading(self, text: str) -> tuple[str, ...]:
        """Areas that a heading names, the one named most often first."""
        counted = self._counts(text)
        order = list(counted)  # in the order of the text
        return tuple(sorted(order, key=lambda code: (-counted[code], order.index(code))))

    def _by_vote(self, part: Node) -> tuple[str, ...]:
        """Name a part by the sentences right below it, when nearly all speak of one area."""
        if part.type == "section":
            return ()
        votes: Counter[str] = Counter()
        for leaf in part.children:
            if leaf.unit is not None:
                votes.update(set(self._counts(leaf.text)))
        if not votes:
            return ()
        area, count = votes.most_common(1)[0]
        return (area,) if count >= 2 and count >= 0.6 * sum(votes.values()) else ()

    def _of_leaf(self, leaf: Node, given: tuple[str, ...]) -> str:
        if given and (len(given) == 1 or leaf.type == "heading"):
            return given[0]
        text = leaf.text
        if not self._agreement or leaf.type == "bullet":
            label = text[:60].partition(":")[0] if ":" in text[:60] else ""
            for named in self._of_heading(label)[:1]:
                if not given or named in given:
                    return named
        counted = self._counts(self._without_bodies(leaf))
        if given:
            return max(given, key=lambda code: counted[code])  # the first of equals
        if not counted:
            return GENERAL
        area, count = counted.most_common(1)[0]
        return area if count > sum(counted.values()) / 2 else GENERAL

    def _without_bodies(self, leaf: Node) -> str:
        """The text of a leaf with the names of bodies left out."""
        text, at, kept = leaf.text, 0, ""
        for mention in self._bodies.within(leaf.start, leaf.end):
            start, end = leaf.place(mention.start), leaf.place(mention.end - 1) + 1
            kept += text[at:start] + " | "
            at = end
        return kept + text[at:]
