"""Compare two texts: provision by provision, area by area, and on their lifecycle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from techpact.agreements.alignment import Link, align, units
from techpact.agreements.records import ABSENT, Document, Fact, Provision, Record

NOT_SEEN = "not seen"
"""Said of what an excerpt lacks: it may stand in the rest of the text."""
LIFECYCLE = (
    "legally_binding",
    "commits_funds",
    "affects_existing_agreements",
    "within_respective_legal_frameworks",
    "compliance_with_law_declared",
    "operative_from",
    "modification",
    "discontinuation_right",
    "discontinuation_form",
    "discontinuation_effect_primary",
    "discontinuation_effect_default",
    "term_or_expiry",
    "dispute_settlement",
    "working_group",
    "signed_date",
    "signed_place",
    "copies",
    "languages_signed",
    "signatories",
)
_VERSION = 0.5
_CLOSING = frozenset({"testimonium", "signature_block"})


@dataclass(frozen=True)
class AreaRow(Record):
    """What each text holds on one area: counts and the provisions; or absent, or not seen."""

    area: str
    ours: str
    theirs: str
    our_commitments: int
    their_commitments: int
    our_modalities: tuple[str, ...]
    their_modalities: tuple[str, ...]
    our_provisions: tuple[str, ...]
    their_provisions: tuple[str, ...]


@dataclass(frozen=True)
class FactRow(Record):
    """One key of legal nature or lifecycle in both texts, with the spans that say so."""

    key: str
    ours: Any
    theirs: Any
    relation: str
    our_span: tuple[int, int] | None
    their_span: tuple[int, int] | None


@dataclass(frozen=True)
class Comparison(Record):
    """Everything in which two texts meet and differ.

    `kind` is `versions` when most provisions of one have their counterpart in the other (two
    versions or translations of one text), else `agreements`.
    """

    ours: str
    theirs: str
    kind: str
    complete: tuple[bool, bool]
    links: tuple[Link, ...]
    areas: tuple[AreaRow, ...]
    lifecycle: tuple[FactRow, ...]


def compare(ours: Document, theirs: Document, *, encoder: bool = False) -> Comparison:
    """Compare two documents as read.

    Parameters
    ----------
    ours, theirs
        Documents with provisions, commitments and facts.
    encoder
        Use the optional sentence encoder across languages.

    Returns
    -------
    Comparison
        Links between provisions, a row for each area and one for each lifecycle fact. What a text
        lacks is `absent` when it was read to its end, `not seen` when only an excerpt was given.
    """
    mine, other = units(ours), units(theirs)
    links = align(mine, other, (ours.language, theirs.language), encoder=encoder)
    paired = {k.ours for k in links if k.ours and k.theirs}
    kind = "versions" if len(paired) >= _VERSION * min(len(mine), len(other)) else "agreements"
    whole = complete(ours), complete(theirs)
    return Comparison(
        ours.id,
        theirs.id,
        kind,
        whole,
        tuple(links),
        tuple(_areas(ours, theirs, whole)),
        tuple(_lifecycle(ours, theirs, whole)),
    )


def complete(document: Document) -> bool:
    """Whether a text was read from its title to its closing words; an excerpt lacks them."""
    kinds = {p.type for p in document.provisions}
    return bool(kinds & _CLOSING) and bool(kinds & {"title", "preamble", "parties"})


def _areas(ours: Document, theirs: Document, whole: tuple[bool, bool]) -> list[AreaRow]:
    codes: dict[str, None] = {}
    for document in (ours, theirs):
        for part in document.provisions:
            if part.area:
                codes.setdefault(part.area)
    rows = []
    for code in codes:
        mine, other = _held(ours, code), _held(theirs, code)
        rows.append(
            AreaRow(
                code,
                "present" if mine[0] else _lack(whole[0]),
                "present" if other[0] else _lack(whole[1]),
                mine[1],
                other[1],
                mine[2],
                other[2],
                tuple(p.id for p in mine[0]),
                tuple(p.id for p in other[0]),
            )
        )
    return rows


def _held(document: Document, area: str) -> tuple[list[Provision], int, tuple[str, ...]]:
    parents = {p.parent for p in document.provisions}
    parts = [p for p in document.provisions if p.area == area and p.id not in parents]
    commitments = [c for c in document.commitments if c.area == area]
    return parts, len(commitments), tuple(sorted({c.modality for c in commitments}))


def _lack(whole: bool) -> str:
    return ABSENT if whole else NOT_SEEN


def _lifecycle(ours: Document, theirs: Document, whole: tuple[bool, bool]) -> list[FactRow]:
    mine, other = _facts(ours.facts), _facts(theirs.facts)
    keys = [k for k in LIFECYCLE if k in mine or k in other]
    keys += sorted((set(mine) | set(other)) - set(LIFECYCLE))
    rows = []
    for key in keys:
        a, b = _value(mine.get(key), whole[0]), _value(other.get(key), whole[1])
        rows.append(
            FactRow(key, a, b, _relation(a, b), _span(mine.get(key)), _span(other.get(key)))
        )
    return rows


def _facts(facts: Sequence[Fact]) -> dict[str, Fact]:
    found: dict[str, Fact] = {}
    for fact in facts:
        found.setdefault(fact.key, fact)
    return found


def _value(fact: Fact | None, whole: bool) -> Any:
    if fact is None or fact.value == ABSENT:
        return _lack(whole)
    return fact.value


def _span(fact: Fact | None) -> tuple[int, int] | None:
    return None if fact is None or fact.value == ABSENT else (fact.start, fact.end)


def _relation(a: Any, b: Any) -> str:
    lacking = (ABSENT, NOT_SEEN)
    if isinstance(a, str) and a in lacking:
        return "both_lack" if isinstance(b, str) and b in lacking else "only_theirs"
    if isinstance(b, str) and b in lacking:
        return "only_ours"
    return "same" if a == b else "different"
