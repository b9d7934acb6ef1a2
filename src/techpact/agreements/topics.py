"""The area of each provision: from its heading, else from its own words."""

from __future__ import annotations

from collections import Counter

from techpact.agreements import vocabulary as words
from techpact.agreements.structure import Node, walk
from techpact.areas import GENERAL, Areas

_FRAME = frozenset({"title", "preamble", "testimonium", "signature_block"})


def assign_areas(root: Node, areas: Areas, agreement: bool) -> None:
    """Set the area of every provision below `root`.

    A heading that names an area gives it to all that stands under it. Where no heading does, an
    area or sub-area is named by its own sentences when most of them agree, and a sentence or
    bullet by its own words.
    """
    _assign(root, areas, None, agreement, frame=False)


def _assign(node: Node, areas: Areas, given: str | None, agreement: bool, frame: bool) -> None:
    for child in node.children:
        if agreement and child.type in _FRAME:
            child.area = GENERAL
            for below in walk(child):
                below.area = GENERAL
        elif child.children:
            heading = next((c for c in child.children if c.type == "heading"), None)
            title = heading.text if heading else ""
            legal = frame or bool(
                agreement
                and len(title) < 60
                and child.type == "section"
                and words.LEGAL_TITLE.search(title)
            )
            area = None if legal else (_of_heading(title, areas) if heading else given)
            if area is None and not legal:
                area = given or _by_vote(child, areas)
            child.area = area or GENERAL
            _assign(child, areas, area, agreement, legal)
        elif frame:
            child.area = GENERAL
        else:
            child.area = given or _of_leaf(child, areas, agreement) or GENERAL


def _counts(text: str, areas: Areas) -> Counter[str]:
    return Counter(code for _, _, code in areas.matches(text) if code != GENERAL)


def _of_heading(text: str, areas: Areas) -> str | None:
    found = [m for m in areas.matches(text) if m[2] != GENERAL]
    if not found:
        return None
    counted = Counter(code for _, _, code in found)
    top = counted.most_common(1)[0][1]
    return next(code for _, _, code in found if counted[code] == top)


def _by_vote(part: Node, areas: Areas) -> str | None:
    """Name a part by the sentences right below it, when nearly all of them speak of one area."""
    if part.type == "section":
        return None
    votes: Counter[str] = Counter()
    for leaf in part.children:
        if leaf.unit is not None:
            votes.update(set(_counts(leaf.text, areas)))
    if not votes:
        return None
    area, count = votes.most_common(1)[0]
    return area if count >= 2 and count >= 0.6 * sum(votes.values()) else None


def _of_leaf(leaf: Node, areas: Areas, agreement: bool) -> str | None:
    text = leaf.text
    if not agreement or leaf.type == "bullet":
        label = text[:60].partition(":")[0] if ":" in text[:60] else ""
        if label:
            named = _of_heading(label, areas)
            if named:
                return named
    counted = _counts(text, areas)
    if not counted:
        return None
    area, count = counted.most_common(1)[0]
    return area if count > sum(counted.values()) / 2 else None
