"""Two texts side by side: what differs, in words; the web app and `techpact compare` show it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from techpact.areas import Areas
from techpact.render import wording
from techpact.render.language import Language

if TYPE_CHECKING:
    from techpact.agreements.alignment import Link
    from techpact.agreements.comparison import Comparison
    from techpact.agreements.records import Document

MAX_TOKENS = 3_000
"""Provisions longer than this are shown without marks of what changed in them."""
_TOKEN = re.compile(r"[A-Za-z0-9]+|\s+|.", re.S)
_DATE = re.compile(r"\d{4}(-\d{2}){0,2}")
_DURATION = re.compile(r"P(\d+)([DWMY])")


@dataclass(frozen=True)
class Run:
    """A run of characters; `mark` is "", "less" (only here, in the first) or "more"."""

    text: str
    mark: str = ""


@dataclass(frozen=True)
class Pair:
    """Two aligned provisions, or one that has no counterpart."""

    ours: tuple[Run, ...]
    theirs: tuple[Run, ...]
    relation: str
    relation_text: str
    score: str


@dataclass(frozen=True)
class Line:
    """One area or legal fact in both texts, in words."""

    key: str
    name: str
    ours: str
    theirs: str
    relation: str
    relation_text: str


def pair_of(link: Link, ours: Document, theirs: Document, language: Language) -> Pair:
    """Return two linked provisions with what changed between them marked."""
    one = _span(ours, link.ours)
    other = _span(theirs, link.theirs)
    mark = bool(one and other) and ours.language == theirs.language and link.relation != "same"
    left, right = changed(one, other) if mark else ((Run(one),), (Run(other),))
    say = language.gettext
    return Pair(
        left if one else (),
        right if other else (),
        link.relation,
        say(wording.LINKS.get(link.relation, link.relation)),
        f"{link.score:.2f}" if one and other else "",
    )


def changed(one: str, other: str) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    """Mark what only one of two texts holds, word by word; CJK text character by character."""
    a, b = _TOKEN.findall(one), _TOKEN.findall(other)
    if max(len(a), len(b)) > MAX_TOKENS:
        return (Run(one),), (Run(other),)
    left, right = [], []
    for kind, i1, i2, j1, j2 in difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if i2 > i1:
            left.append(Run("".join(a[i1:i2]), "" if kind == "equal" else "less"))
        if j2 > j1:
            right.append(Run("".join(b[j1:j2]), "" if kind == "equal" else "more"))
    return tuple(left), tuple(right)


def area_lines(found: Comparison, areas: Areas, language: Language) -> list[Line]:
    """Return the areas: what each text holds on them."""
    say = language.gettext

    def side(state: str, count: int, modalities: tuple[str, ...]) -> str:
        if not count:
            return say(wording.PRESENCE.get(state, state))
        how = language.listing(say(wording.MODALITIES.get(m, m)) for m in dict.fromkeys(modalities))
        return say("{n} commitments ({how})").format(n=count, how=how)

    return [
        Line(
            r.area,
            areas[r.area].name(language.code) if r.area in areas else r.area,
            side(r.ours, r.our_commitments, r.our_modalities),
            side(r.theirs, r.their_commitments, r.their_modalities),
            "same" if r.ours == r.theirs else "different",
            say(wording.LINKS["same" if r.ours == r.theirs else "different"]),
        )
        for r in found.areas
    ]


def fact_lines(found: Comparison, language: Language) -> list[Line]:
    """Return the legal facts of both texts in words."""
    say = language.gettext
    return [
        Line(
            r.key,
            fact_name(r.key, language),
            fact_value(r.ours, language),
            fact_value(r.theirs, language),
            r.relation,
            say(wording.LINKS.get(r.relation, r.relation)),
        )
        for r in found.lifecycle
    ]


def fact_name(key: str, language: Language) -> str:
    """Return what a legal fact is called."""
    return language.gettext(wording.FACT_KEYS.get(key, key.replace("_", " ")))


def fact_value(value: Any, language: Language) -> str:
    """Return the value of a legal fact in words; what has no wording stays as it is."""
    say = language.gettext
    if value is None:
        return say("no data")
    if isinstance(value, Mapping):
        if "iso8601" in value:
            text = fact_value(value["iso8601"], language)
            start = value.get("counted_from")
            return (
                say("{period}, counted from {start}").format(
                    period=text, start=fact_value(start, language)
                )
                if start
                else text
            )
        return language.listing(fact_value(v, language) for v in value.values())
    if isinstance(value, list | tuple):
        return language.listing(fact_value(v, language) for v in value)
    text = str(value)
    if text in wording.PRESENCE:
        return say(wording.PRESENCE[text])
    if text in wording.FACT_VALUES:
        return say(wording.FACT_VALUES[text])
    period = _DURATION.fullmatch(text)
    if period:
        return say(wording.PERIODS[period[2]]).format(n=period[1])
    if _DATE.fullmatch(text):
        try:
            return language.date(text)
        except ValueError:
            return text
    return text


def comparison_html(
    found: Comparison, ours: Document, theirs: Document, areas: Areas, language: Language
) -> str:
    """Return a self-contained page with the two texts side by side; all text is escaped."""
    from techpact.render.pages import environment

    page = environment(language)
    return page.get_template("comparison.html.j2").render(
        lang=language.code,
        style=page.get_template("style.css").render(),
        titles=(ours.title or ours.id, theirs.title or theirs.id),
        documents=(ours, theirs),
        complete=found.complete,
        areas=area_lines(found, areas, language),
        lifecycle=fact_lines(found, language),
        pairs=[pair_of(k, ours, theirs, language) for k in found.links],
    )


def _span(document: Document, provision: str | None) -> str:
    if not provision:
        return ""
    found = next(p for p in document.provisions if p.id == provision)
    return document.text[found.start : found.end]
