"""Find the names in a text and link them: names listed, unlisted, and what points back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from techpact.agreements import (
    introductions_ja,
    organisations_en,
    organisations_ja,
    organisations_ko,
    people_en,
    people_ja,
    people_ko,
)
from techpact.agreements.contexts import organisations_in_context, surnames, taken_up
from techpact.agreements.credits import find_writers
from techpact.agreements.folding import Folded
from techpact.agreements.gazetteer import FIRM, Gazetteer, Hit, Name, load
from techpact.agreements.joined import beside
from techpact.agreements.people_ja import Person
from techpact.agreements.records import Mention, Span
from techpact.agreements.scripts import has_hangul, has_kana, latin_stretches
from techpact.agreements.signers import find_signers
from techpact.agreements.works import find_works

UNLISTED = "unlisted:"
"""Prefix of the entity of a name that the fact base does not list; the name itself follows."""
PERSON = "person:"
"""Prefix of the entity of a person; the fullest form of the name in the text follows."""

_LATIN_NAME = re.compile(r"(?<![\w.'-])[A-ZÀ-Ž][\w.'-]{0,60} (?:[\w'-]{2,3} ){0,2}[A-ZÀ-Ž][a-zà-ž]")
"""Two words in Latin letters, the least that a name there takes."""
_LATIN = re.compile(r"[A-Z][A-Za-z]")


class Candidate(NamedTuple):
    """A possible mention in the whole text, before overlaps are settled."""

    start: int
    end: int
    kind: str
    entity: str | None
    score: float
    rank: int


class Office(NamedTuple):
    """A person named with an office: spans in the whole text."""

    person: str
    name: Span
    role: Span


class Names(NamedTuple):
    """The mentions of a text and the offices that it gives to people."""

    mentions: list[Mention]
    offices: list[Office]


def find_names(
    text: str,
    spans: Sequence[Span],
    gazetteer: Gazetteer | None = None,
    signatures: Sequence[Span] = (),
    credited: Sequence[Span] = (),
) -> Names:
    """Find people, organisations, places, agreements, programmes and bodies.

    Parameters
    ----------
    text
        The whole text; offsets point into it.
    spans
        Where to look (the body).
    gazetteer
        Listed names; those of the built-in fact base when not given.
    signatures
        The lines of signatures among these spans.
    credited
        Lines outside these spans that may say who wrote the text.

    Returns
    -------
    Names
        Mentions in order and without overlaps; `text[start:end] == surface`. The entity is an id
        of the fact base, an ISO alpha-3 code, `city:…`, `person:…` or `unlisted:…`.
    """
    from techpact.agreements.coreference import link

    names = gazetteer if gazetteer is not None else load()
    candidates: list[Candidate] = []
    offices: list[Office] = []
    views = [Folded(text, start, end) for start, end in spans]
    every = [list(_people(view.text)) for view in views]
    other = surnames([p for people in every for p in people]) | places(names)
    for start, end in signatures:
        line = Folded(text, start, end)
        for signer in find_signers(line.text):
            span = line.span(signer.start, signer.end)
            entity = PERSON + _plain(signer.name)
            candidates.append(Candidate(*span, "PERSON", entity, signer.score, 6))
    for start, end in credited:
        line = Folded(text, start, end)
        for writer in find_writers(line.text):
            span = line.span(writer.start, writer.end)
            entity = PERSON + _plain(writer.name)
            candidates.append(Candidate(*span, "PERSON", entity, writer.score, 6))
    known: dict[str, None] = {}
    for view, people in zip(views, every, strict=True):
        for person in people:
            start, end = view.span(person.start, person.end)
            candidates.append(
                Candidate(start, end, "PERSON", PERSON + _plain(person.name), person.score, 4)
            )
            if person.role is not None:
                offices.append(
                    Office(_plain(person.name), Span(start, end), Span(*view.span(*person.role)))
                )
        japanese = has_kana(view.text)
        bodies: list[tuple[int, int]] = []
        for hit in names.find(view.text):
            name = choose(view.text, hit, japanese=japanese)
            if name.kind == "GPE" and _inside_word(view.text, hit.start, hit.end):
                continue
            if view.text[hit.end : hit.end + 1] in {"長", "장"} and name.kind != "GPE":
                continue  # the head of the office, not the office
            if name.kind in {"ORG", "BODY"}:
                bodies.append((hit.start, hit.end))
            firm = name.standing == FIRM
            whole = (hit.start, hit.end) if firm else _with_country(view.text, hit, name.kind)
            start, end = view.span(*whole)
            score = 0.7 if name.standing == "mistranslation" else 0.85 if firm else 0.95
            # a firm may be called like the person who is meant here
            rank = 3 if name.kind == "GPE" or firm else 5
            candidates.append(Candidate(start, end, name.kind, name.entity, score, rank))
        for start, end, kind in find_works(view.text):
            entity = UNLISTED + view.text[start:end]
            candidates.append(Candidate(*view.span(start, end), kind, entity, 0.7, 2))
        held = {p.start: p.end for p in people if p.score >= _SURE}
        found = [
            *_organisations(view.text, people),
            *organisations_in_context(view.text, people, other),
        ]
        bodies += [(o.start, o.end) for o in found]
        joined = [o for o in beside(view.text, bodies) if view.text[o.start : o.end] not in other]
        for org in [*found, *joined]:
            if held.get(org.start, org.end) < org.end:  # a name and the beginning of an office
                continue
            start, end = view.span(org.start, org.end)
            surface = view.text[org.start : org.end].replace("\n", " ")
            candidates.append(Candidate(start, end, org.kind, UNLISTED + surface, org.score, 2))
            if org.kind == "ORG":
                known.setdefault(surface)
    for view in views:
        for start, end, full in taken_up(view.text, list(known), other):
            candidates.append(Candidate(*view.span(start, end), "ORG", UNLISTED + full, 0.6, 1))
    settled = _settle(_without_runs(text, candidates))
    mentions = link(text, views, settled, names)
    return Names(mentions, offices)


_SURE = 0.85


@cache
def places(names: Gazetteer) -> frozenset[str]:
    """Listed names of countries and cities."""
    return frozenset(names.of_kind("GPE"))


def _plain(name: str) -> str:
    return re.sub(r"\s+", " ", name).strip()


def _people(text: str) -> Iterable[Person]:
    if has_kana(text):
        japanese = [*people_ja.find_people(text), *introductions_ja.find_introduced(text)]
        yield from japanese
        yield from introductions_ja.find_again(text, japanese)
        yield from introductions_ja.find_beside(text, japanese)
    if has_hangul(text):
        yield from people_ko.find_people(text)
    for at, stretch in latin_stretches(text):
        if _LATIN_NAME.search(stretch):
            for person in people_en.find_people(stretch):
                yield person.moved(at)


def _organisations(text: str, people: Sequence[Person]) -> Iterable[organisations_ja.Organisation]:
    if has_kana(text):
        yield from organisations_ja.find_organisations(text)
    if has_hangul(text):
        yield from organisations_ko.find_organisations(text)
    if _LATIN.search(text):
        yield from organisations_en.find_organisations(text, people)


_ATTACHED_COUNTRY = re.compile(
    r"(?:(?<![一-鿿])|(?<=[のと、やはが]))(?:アメリカ合衆国|アメリカ|米国|日本国|日本|中国|韓国"
    r"|英国|米|英|独|仏|韓)$"
)


def _with_country(text: str, hit: Hit, kind: str) -> tuple[int, int]:
    """Take in a country written onto the name (米国商務省)."""
    start, end = hit.start, hit.end
    if kind == "ORG" and "一" <= text[start] <= "鿿":
        match = _ATTACHED_COUNTRY.search(text, max(0, start - 8), start)
        if match:
            return match.start(), end
    return start, end


_COUNTRY_BEFORE = re.compile(
    r"(?:(?P<USA>アメリカ合衆国|アメリカ|米国|米|U\.?S\.?|United States|American|미국|미)"
    r"|(?P<JPN>日本国|日本|Japan"
    r"|Japanese|일본|일)"
    r"|(?P<KOR>大韓民国|韓国|韓|South Korean?|Korean?|Republic of Korea|ROK|한국|대한민국|한)"
    r"|(?P<CHN>中国|中"
    r"|China|Chinese|중국)"
    r"|(?P<GBR>英国|英|U\.?K\.?|British|영국))(?:'s)?(?:の|政府の|側の)?\s?(?:의\s)?$"
)
_NATIVE = {"ja": "JPN", "ko": "KOR", "en": "USA"}
_OWN_STATE = re.compile(r"省$|庁$|局$|府$|会議$|부$|청$|처$|실$|^(?:Ministry|Department|Office) ")


def choose(text: str, hit: Hit, *, japanese: bool) -> Name:
    """Choose among institutions of one name: by the country before it, else by language."""
    name = hit.names[0]
    if name.country is None:
        return name
    before = _COUNTRY_BEFORE.search(text, max(0, hit.start - 24), hit.start)
    country = before.lastgroup if before else None
    surface = text[hit.start : hit.end]
    if country:
        for named in hit.names:
            if named.country == country:
                return named
        if _OWN_STATE.search(surface):
            return Name(surface, name.kind, UNLISTED + f"{country} {surface}", "name", country)
        return name
    native = "ja" if japanese else "ko" if has_hangul(surface) else "en"
    return next((n for n in hit.names if n.country == _NATIVE[native]), name)


def _inside_word(text: str, start: int, end: int) -> bool:
    """Whether a country's name is only the head of a longer compound (日本酒 is not Japan)."""
    if text.startswith(("太平洋", "洋", "シナ", "태평양"), end):
        return True
    after = text[end : end + 1]
    return after in {"酒", "脳", "円", "橋", "海"} and text[start:end] in {"日本", "東京"}


_JOINED = re.compile(r"\s*,?\s*\b(?:and|or)\s+(?:the\s+)?$")
_JOINS = re.compile(r",?\s+(?:and|or)\s")


def _without_runs(text: str, candidates: list[Candidate]) -> list[Candidate]:
    """Drop unlisted names that are a listed one and another joined to it by `and`."""
    listed = [c for c in candidates if c.rank > 2 and c.kind in {"ORG", "BODY"}]
    inside: dict[int, list[Candidate]] = {}
    for c in listed:
        inside.setdefault(c.start // _CELL, []).append(c)
    kept = []
    for c in candidates:
        if c.rank < 3 and c.kind == "ORG":
            cells = range(c.start // _CELL, c.end // _CELL + 1)
            parts = [
                p
                for i in cells
                for p in inside.get(i, ())
                if c.start <= p.start and p.end <= c.end and p.end - p.start < c.end - c.start
            ]
            if any(
                _JOINED.search(text, c.start, p.start) or _JOINS.match(text, p.end, c.end)
                for p in parts
            ):
                continue
        kept.append(c)
    return kept


_CELL = 256


def _settle(candidates: list[Candidate]) -> list[Candidate]:
    """Choose among overlapping candidates: the longer, then the listed, then the surer one."""
    ordered = sorted(candidates, key=lambda c: (-(c.end - c.start), -c.rank, -c.score, c.start))
    taken: list[Candidate] = []
    used: set[int] = set()
    for c in ordered:
        cells = range(c.start, c.end)
        if any(i in used for i in (c.start, c.end - 1)) or not used.isdisjoint(cells):
            continue
        used.update(cells)
        taken.append(c)
    taken.sort()
    return taken
