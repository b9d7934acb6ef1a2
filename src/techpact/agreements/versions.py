"""Whether two agreements that were read are one text, in one language or in two."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher

from techpact.agreements.records import AGREEMENT_TYPES, Document

_ALIKE_LEAVES, _ALIKE_ORDER, _ALIKE_LENGTH = 0.3, 0.6, 0.6
_LEAST_LEAF = 12


class Versions:
    """The texts of one call, compared pair by pair when they are asked for."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._documents = {d.id: d for d in documents}
        self._known: dict[frozenset[str], bool] = {}

    def differ(self, one: str, other: str) -> bool:
        """Whether two documents are different agreements, by their ids."""
        pair = frozenset({one, other})
        if pair not in self._known:
            self._known[pair] = are_different_agreements(
                self._documents[one], self._documents[other]
            )
        return self._known[pair]


def are_different_agreements(one: Document, other: Document) -> bool:
    """Whether both documents are agreements themselves, and not the same one.

    In one language the same text has sentences in common. In two it has about as many provisions,
    on the same areas in the same order.
    """
    if one.type not in AGREEMENT_TYPES or other.type not in AGREEMENT_TYPES or one.id == other.id:
        return False
    if one.language == other.language:
        ours, theirs = _leaves(one), _leaves(other)
        fewer = min(len(ours), len(theirs))
        return bool(fewer) and len(ours & theirs) < _ALIKE_LEAVES * fewer
    ours_in_order, theirs_in_order = _areas(one), _areas(other)
    longest = max(len(ours_in_order), len(theirs_in_order), 1)
    if min(len(ours_in_order), len(theirs_in_order)) < _ALIKE_LENGTH * longest:
        return True
    order = SequenceMatcher(None, ours_in_order, theirs_in_order, autojunk=False)
    return order.ratio() < _ALIKE_ORDER


def _leaves(document: Document) -> set[str]:
    parents = {p.parent for p in document.provisions}
    texts = (
        "".join(document.text[p.start : p.end].split()).casefold()
        for p in document.provisions
        if p.id not in parents
    )
    return {t for t in texts if len(t) >= _LEAST_LEAF}


def _areas(document: Document) -> list[str]:
    """The areas of the sentences and items of an agreement, in their order."""
    parents = {p.parent for p in document.provisions}
    return [
        p.area or ""
        for p in document.provisions
        if p.id not in parents and p.type in {"sentence", "bullet"}
    ]
