"""Read names in Latin letters: words, numbers, descriptive words of many languages, places."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from techpact.parties import lexicon, transliterate
from techpact.parties.slips import GLUED, unglued
from techpact.parties.text import latin_ascii
from techpact.parties.units import GENERIC, NUMBER, PLACE, TYPED, WORD, Unit

_STOP = frozenset(
    {
        "the", "of", "and", "for", "in", "on", "at", "by", "to", "a",
        "an", "de", "la", "le", "les", "el", "los", "las", "et", "und",
        "der", "die", "das", "des", "di", "da", "do", "dos", "y", "e",
        "i", "ve", "za", "no", "nr", "von", "van", "formerly", "known",
        "imeni", "im", "named", "aka", "after", "with", "from", "its", "po", "na",
        "ob", "sub", "dba", "also", "other", "s", "d", "l",
    }
)  # fmt: skip
_ORDINALS = {
    w: n
    for n, w in enumerate(
        (
            "first", "second", "third", "fourth", "fifth", "sixth",
            "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth",
            "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth",
            "nineteenth", "twentieth",
        ),
        start=1,
    )
}  # fmt: skip
TOKEN = re.compile(r"[^\W_]+(?:['’`ʻʼ][^\W_]+)*", re.UNICODE)
_DOTTED = re.compile(r"\b((?:[^\W\d_]\.\s?){2,})([^\W\d_]\b)?")
_ORDINAL_SUFFIX = re.compile(r"^([0-9]+)(?:st|nd|rd|th)$")
_MIXED = re.compile(r"[0-9]+|[^\W0-9_]+")


@lru_cache(maxsize=262144)
def _latin_word(word: str) -> tuple[Unit, ...]:
    plain = latin_ascii(word.replace("'", "").replace("’", "").replace("`", ""))
    plain = plain.replace("ʻ", "").replace("ʼ", "")
    if not plain or plain in _STOP:
        return ()
    if plain.isdecimal():
        return (Unit(((plain.lstrip("0") or "0", TYPED),), NUMBER, source=word),)
    if plain in _ORDINALS:
        return (Unit(((str(_ORDINALS[plain]), TYPED),), NUMBER, source=word),)
    ordinal = _ORDINAL_SUFFIX.match(plain)
    if ordinal:
        return (Unit(((ordinal.group(1).lstrip("0") or "0", TYPED),), NUMBER, source=word),)
    if not plain.isalpha() and any(c.isdecimal() for c in plain):
        pieces = _MIXED.findall(plain)
        if len(pieces) > 1 and any((p.isdecimal() and len(p) > 1) or len(p) > 2 for p in pieces):
            return tuple(u for piece in pieces for u in _latin_word(piece))
        return (Unit(((plain, TYPED),), WORD, source=word),)
    return (_concept_unit(plain, word),)


def _concept_unit(plain: str, source: str) -> Unit:
    if plain in lexicon.place_words():
        plain = lexicon.concepts().get(plain, plain)
        return Unit(((plain, TYPED),), PLACE, source=source)
    concept = lexicon.concepts().get(plain)
    if concept is not None:
        kind = PLACE if concept in lexicon.place_words() else GENERIC
        return Unit(((concept, TYPED),), kind, concept in _WEAK, source)
    if len(plain) > 4:
        russian = _russian_latin(plain)
        if russian is not None:
            word = russian[0]
            forms = tuple((lexicon.concepts().get(w, w), TYPED) for w in word.alternatives)
            kind = PLACE if forms[0][0] in lexicon.place_words() else GENERIC
            return Unit((*forms, (plain, TYPED)), kind, word.optional, source)
    return Unit(((plain, TYPED),), WORD, source=source)


_WEAK = frozenset({"group", "company", "corporation", "named", "concern", "order"})


@lru_cache(maxsize=1)
def _latin_stems() -> dict[str, tuple[lexicon.Word, ...]]:
    return {
        _plain_russian(transliterate.cyrillic(stem)): words
        for stem, words in lexicon.russian().items()
        if len(stem) > 4 and words
    }


def _plain_russian(word: str) -> str:
    """Return a romanised word with one letter for е and ё (`obyedinennaya`, `vertolyot`)."""
    return word.replace("ye", "e").replace("yo", "e") if "y" in word else word


@lru_cache(maxsize=1)
def _latin_openings() -> frozenset[str]:
    return frozenset(stem[:5] for stem in _latin_stems())


def _russian_latin(word: str) -> tuple[lexicon.Word, ...] | None:
    """Return the English of a Russian word written in Latin letters (`proizvodstvennoe`)."""
    stems = _latin_stems()
    word = _plain_russian(word)
    if word[:5] not in _latin_openings():
        return None
    for size in range(min(len(word), 20), 4, -1):
        words = stems.get(word[:size])
        if words is not None:
            return words if len(word) - size <= 5 and size >= 5 else None
    return None


_LEGAL_IN_BRACKETS = re.compile(
    r"[(\[](private|pvt|pte|pty|proprietary|public|p)\.?[)\]](?=[\s.]*(?:co|ltd|limited|company|$))"
)
_EZAFE = re.compile(r"(?<=[^\W\d_])-y?e(?=\s)")
_BRACKETS = re.compile(r"[(\[{]([^()\[\]{}]*)[)\]}]?")


def latin_units(text: str) -> tuple[list[Unit], frozenset[str]]:
    """Read Latin text; what stands in brackets, and a place at the end, counts little."""
    if "-" in text:  # `Daneshgah-e Tehran`
        text = _EZAFE.sub("", text)
    if "," in text:
        before, _, after = text.rpartition(",")
        if lexicon.latin_legal().keys().isdisjoint(TOKEN.findall(after)):  # `…, Ltd.` mostly
            places, _ = _bracketed_units(after)
            if 0 < len(places) < 3 and all(u.kind == PLACE for u in places):
                units, legal = _bracketed_units(before)
                if units:
                    return units + [replace(u, optional=True) for u in places], legal
    return _bracketed_units(text)


def _bracketed_units(text: str) -> tuple[list[Unit], frozenset[str]]:
    if "(" not in text and "[" not in text:
        return _plain_units(text)
    text = _LEGAL_IN_BRACKETS.sub(r" \1", text)
    outside = _BRACKETS.sub(" ", text)
    units, legal = _plain_units(outside)
    inside: list[Unit] = []
    for part in _BRACKETS.findall(text):
        more, forms = _plain_units(part)
        if len(more) == 1 and units and _stands_for(more[0].forms[0][0], units):
            more = [Unit(more[0].forms, GENERIC, True, more[0].source)]
        inside += more
        legal = legal | forms
    if not units:
        return inside, legal
    return units + [Unit(u.forms, u.kind, True, u.source) for u in inside], legal


def _stands_for(word: str, units: list[Unit]) -> bool:
    """Say whether a word in brackets is the initials of the name, of its legal form perhaps too."""
    if not 2 <= len(word) <= 9 or not word.isalpha():
        return False
    initials = "".join(u.source[:1] for u in units)
    return any(word[:size] in initials for size in range(len(word), max(1, len(word) - 2), -1))


def _plain_units(text: str) -> tuple[list[Unit], frozenset[str]]:
    if "." in text:
        text = _DOTTED.sub(_join_initials, text)
    words = TOKEN.findall(text)
    if max(map(len, words), default=0) >= GLUED:
        words = [part for word in words for part in unglued(word)]
    kept, legal = strip_legal(words, lexicon.latin_legal())
    units: list[Unit] = []
    single = ""
    for word in kept:
        if len(word) == 1 and word.isalpha():
            single += word
            continue
        if single:
            units += _latin_word(single) if len(single) > 1 else _initial(single)
            single = ""
        units += _latin_word(word)
    if single:
        units += _latin_word(single) if len(single) > 1 else _initial(single)
    if len(units) > 3:
        for place in (0, len(units) - 1):  # `MEHL Myanma Economic Holdings Ltd`
            unit = units[place]
            rest = units[1:] if place == 0 else units[:-1]
            if unit.kind == WORD and 3 <= len(unit.source) <= 6 and _stands_for(unit.source, rest):
                units[place] = Unit(unit.forms, GENERIC, True, unit.source)
    return units, legal


def with_place_after(units: list[Unit]) -> list[Unit]:
    """Let a place at the end count little after a name of its own (`KOMID Pyongyang`).

    Before the name it is part of it in China; without one it may be all there is.
    """
    end = len(units)
    while end and units[end - 1].kind == PLACE:
        end -= 1
    if end == len(units) or len(units) - end > 2 or not any(u.kind == WORD for u in units[:end]):
        return units
    return [*units[:end], *(replace(u, optional=True) for u in units[end:])]


def _initial(letter: str) -> tuple[Unit, ...]:
    return (Unit(((letter, TYPED),), WORD, True, letter),)


def _join_initials(match: re.Match[str]) -> str:
    return " " + re.sub(r"[.\s]", "", match.group(0)) + " "


def strip_legal(
    words: list[str], forms: dict[str, tuple[tuple[tuple[str, ...], str], ...]]
) -> tuple[list[str], frozenset[str]]:
    """Take legal forms out of a list of words; a name of nothing else keeps its words."""
    kept: list[str] = []
    legal: set[str] = set()
    position, count = 0, len(words)
    while position < count:
        word = words[position]
        for pattern, form in forms.get(word, ()):
            size = len(pattern)
            if size == 1 or tuple(words[position : position + size]) == pattern:
                legal.add(form)
                position += size
                break
        else:
            kept.append(word)
            position += 1
    return (kept, frozenset(legal)) if kept else (words, frozenset())
