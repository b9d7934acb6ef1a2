"""Forms that several words of a name have together: abbreviations, older romanisations."""

from __future__ import annotations

import re
from functools import lru_cache

from techpact.parties import lexicon
from techpact.parties.units import GENERIC, NUMBER, TYPED, WORD, Span, Unit


def owned_by_state(units: list[Unit]) -> list[Unit]:
    """Let `state` and `national` after `China` count little: Chinese names leave them out."""
    for place in range(len(units) - 1):
        word = units[place + 1]
        if (
            word.kind == GENERIC
            and word.forms[0][0] in {"state", "national"}
            and any(f == "china" for f, _ in units[place].forms)
        ):
            units[place + 1] = Unit(word.forms, word.kind, True, word.source)
    return units


_PATRONYMIC = re.compile(r".{3,}(?:[oe]vich|[oe]vna|ichna|ovych|ivna)")


def with_patronymic(units: list[Unit]) -> list[Unit]:
    """Let the patronymic of a person count little: the press and the person leave it out."""
    if len(units) < 3:
        return units
    for place, unit in enumerate(units):
        if unit.kind != WORD:
            return units
        # the first word may be the surname (`ABRAMOVICH, Roman Arkadyevich`)
        if place and _PATRONYMIC.fullmatch(unit.forms[0][0]):
            optional = Unit(unit.forms, unit.kind, True, unit.source)
            return [*units[:place], optional, *units[place + 1 :]]
    return units


@lru_cache(maxsize=1)
def _openings() -> frozenset[str]:
    """Return all beginnings of terms in pinyin, so that other words are passed by."""
    terms = lexicon.read_in_pinyin()
    return frozenset(text[:size] for text in terms for size in range(1, len(text) + 1))


def chinese_in_latin(units: list[Unit]) -> list[Span]:
    """Return pinyin of words in Wade-Giles (`Hang-chou`), and English of words in pinyin."""
    older, meanings, openings = lexicon.wade_giles(), lexicon.read_in_pinyin(), _openings()
    found: list[Span] = []
    count = len(units)
    for start, unit in enumerate(units):
        if unit.kind == NUMBER:
            continue
        word = unit.forms[0][0]
        place = older.get(word)
        if place is None and word not in openings:
            continue
        if place is not None and place != word and len(word) > 5:
            found.append(Span(place, start, 1, TYPED, fuzzy=False))
        text = ""
        modern: str | None = ""
        for size in range(1, 4):
            if start + size > count or units[start + size - 1].kind == NUMBER:
                break
            word = units[start + size - 1].forms[0][0]
            text += word
            if modern is not None:
                syllable = older.get(word)
                modern = None if syllable is None else modern + syllable
            if size > 1 and modern and modern != text:
                found.append(Span(modern, start, size, TYPED, fuzzy=False))
            if len(text) > 5 and unit.kind == WORD:
                found += [Span(m, start, size, TYPED, fuzzy=False) for m in meanings.get(text, ())]
    return found


def abbreviations(units: list[Unit]) -> list[Span]:
    """Return the usual abbreviations of phrases that stand in a name (`npo`, `nii`, `casc`)."""
    table = lexicon.abbreviations()
    found: list[Span] = []
    for start, unit in enumerate(units):
        for form, _ in unit.forms:
            if form not in table:
                continue
            for words, short in table[form]:
                size = len(words)
                if start + size <= len(units) and all(
                    any(f == word for f, _ in units[start + k].forms)
                    for k, word in enumerate(words)
                ):
                    found.append(Span(short, start, size, TYPED, fuzzy=False))
    return list(dict.fromkeys(found)) if found else found
