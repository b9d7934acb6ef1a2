"""Names, dates, amounts, events and recommendations of one text in one go."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from techpact.agreements.amounts import find_amounts
from techpact.agreements.date_patterns import find_date_parts
from techpact.agreements.dates import find_dates, issued
from techpact.agreements.events import find_events
from techpact.agreements.gazetteer import Gazetteer
from techpact.agreements.mentions import Office, find_names
from techpact.agreements.recommendations import find_recommendations
from techpact.agreements.records import (
    AGREEMENT_TYPES,
    Amount,
    Date,
    Event,
    Mention,
    Recommendation,
    Span,
)
from techpact.agreements.statements import statements
from techpact.areas import GENERAL, Areas
from techpact.facts import FactBase

_FULL, _TWO = 10, 2
_PAPERS = frozenset({"policy_paper"})
_SIGNING = re.compile(r"署名|調印|締結|\bsign|서명|체결", re.I)
_REPORT = re.compile(r"に(?:報じ|伝え)|(?:報じ|伝え)た|\breported\b|보도")
_SUMMIT = {
    "日米": "JPN USA",
    "米韓": "USA KOR",
    "日韓": "JPN KOR",
    "日英": "JPN GBR",
    "米英": "USA GBR",
    "한미": "KOR USA",
    "미일": "USA JPN",
    "한일": "KOR JPN",
}


@dataclass(frozen=True)
class Annotations:
    """What was found in the running text of a document."""

    mentions: tuple[Mention, ...] = ()
    offices: tuple[Office, ...] = field(default=(), repr=False)
    dates: tuple[Date, ...] = ()
    amounts: tuple[Amount, ...] = ()
    events: tuple[Event, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()
    issued: str | None = None
    """Day on which the text says that the press wrote of it."""


def annotate(
    text: str,
    body: Sequence[Span],
    kind: str,
    published: str | None = None,
    gazetteer: Gazetteer | None = None,
    signatures: Sequence[Span] = (),
    credited: Sequence[Span] = (),
    apparatus: Sequence[Span] = (),
) -> Annotations:
    """Annotate a text.

    Parameters
    ----------
    text
        The whole text; offsets point into it.
    body
        The spans that are not furniture.
    kind
        Type of the document; an agreement is a record of its own signature, and only a paper
        recommends.
    published
        ISO date of publication as far as the text or its file prints it; not one that was
        inferred, which the dates of the text tell better.
    gazetteer
        Listed names; those of the built-in fact base when not given.
    signatures
        The lines of signatures.
    credited
        Lines outside the body that may say who wrote the text.
    apparatus
        Notes, lines on the authors and contacts, in which names are found but nothing else.
    """
    names = find_names(text, [*body, *apparatus], gazetteer, signatures, credited)
    dates = find_dates(text, body, published, _anchors(text, body, names.mentions))
    official = kind in AGREEMENT_TYPES
    return Annotations(
        tuple(names.mentions),
        tuple(names.offices),
        tuple(dates),
        tuple(a for start, end in body for a in find_amounts(text, start, end)),
        tuple(find_events(text, body, names.mentions, dates, official=official)),
        tuple(find_recommendations(text, body)) if kind in _PAPERS else (),
        issued(dates, text),
    )


def countries_named(text: str, mentions: Sequence[Mention]) -> frozenset[str]:
    """Countries that a text names, in full or in a pair (日米)."""
    named = {m.entity for m in mentions if m.entity and re.fullmatch("[A-Z]{3}", m.entity)}
    for pair, codes in _SUMMIT.items():
        if pair in text:
            named.update(codes.split())
    return frozenset(named)


def _anchors(text: str, body: Sequence[Span], mentions: Sequence[Mention]) -> list[str]:
    """Dates of known signatures that fit a day on which the text says that one signs."""
    days = set()
    for start, end in statements(text, body):
        sentence = text[start:end]
        if not _SIGNING.search(sentence):
            continue
        for parts in find_date_parts(text, start, end):
            if parts.day and not _REPORT.match(text, parts.end, parts.end + 6):
                days.add(parts.day)
    if not days:
        return []
    named = countries_named(text, mentions)
    fitting = [s for s in signatures() if s.parties <= named and int(s.date[8:]) in days]
    if len({s.date[:7] for s in fitting}) > 1:  # the fields in its name must be spoken of
        spoken = {area for start, end in body for _, _, area in spine().matches(text[start:end])}
        fitting = [s for s in fitting if s.areas <= spoken]
    places = {m.entity for m in mentions if m.entity and m.entity.startswith("city:")}
    there = [s for s in fitting if f"city:{s.place}" in places]
    return [s.date for s in there or fitting]


@cache
def spine() -> Areas:
    """The areas of the built-in fact base."""
    return FactBase().areas


class Signature(NamedTuple):
    """When and where an agreement was signed, by whom, on which areas by its name."""

    date: str
    parties: frozenset[str]
    place: str | None
    areas: frozenset[str]


@cache
def signatures() -> tuple[Signature, ...]:
    """The signatures of the two-party agreements of the built-in fact base."""
    facts = FactBase()
    parties: dict[str, set[str]] = {}
    for row in facts.table("agreement_parties").iter_rows(named=True):
        parties.setdefault(row["agreement"], set()).add(row["country"])
    found = []
    for row in facts.table("agreements").iter_rows(named=True):
        date, both = row["signed_date"], parties.get(row["agreement"], set())
        if date and len(date) == _FULL and len(both) == _TWO:
            areas = frozenset(a for _, _, a in spine().matches(row["name_en"]) if a != GENERAL)
            found.append(Signature(date, frozenset(both), row["signed_place"], areas))
    return tuple(found)
