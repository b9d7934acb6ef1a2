"""Slips in words of Latin letters: descriptive words misspelt, words joined, words cut in two."""

from __future__ import annotations

import re
from functools import lru_cache

from techpact.parties import lexicon

_CAMEL = re.compile(r"[A-Z][a-z]{2,}(?:[A-Z][a-z]{2,})+")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")


def apart(name: str) -> str:
    """Return a name with words apart that a slip has joined at a capital (`NabilQaouk`).

    Short descriptive words make names of firms (`CloudWalk`) and stay where they are.
    """
    return _CAMEL.sub(_humps, name) if _HUMP.search(name) else name


def _humps(match: re.Match[str]) -> str:
    parts = _HUMP.split(match[0])
    if any(len(part) < 6 and _usual(part.lower()) for part in parts):
        return match[0]
    return " ".join(parts)


GLUED = 9
"""Letters from which a word may be two that a slip has joined."""
_ENDS = re.compile(
    r"(.{4,}?)(limited|company|corporation|ltd|ltda|gmbh|llc|jsc|pjsc|cjsc|fze|fzc|fzco|sarl|ooo|oao|zao)"
)
_BEGINS = re.compile(r"(ooo|oao|pjsc|cjsc|jsc|llc|limited|company|corporation)(.{4,})")
_PREFIXES = frozenset({"trans", "inter", "multi", "infra", "super", "counter"})


@lru_cache(maxsize=65536)
def unglued(word: str) -> tuple[str, ...]:
    """Return the two words that were written as one (`tradingcorp`, `zaryallc`), or the word."""
    if len(word) < GLUED or not word.isascii() or not word.isalpha() or _usual(word):
        return (word,)
    for at in range(5, len(word) - 2):  # the longest second word first
        first, second = word[:at], word[at:]
        if (second in {"for", "and"} or second in lexicon.latin_legal()) and _usual(first):
            return first, second
        if not _usual(second) or len(second) < 5:
            continue
        # short words make names (`Smartbank`), and so do beginnings in o (`Microtechnologies`)
        if (_usual(first) and len(word) > 12) or (
            len(second) > 7 and first[-1] != "o" and first not in _PREFIXES
        ):
            return first, second
    glued = _ENDS.fullmatch(word) or _BEGINS.fullmatch(word)
    if glued and glued[1] not in _PREFIXES:
        return glued[1], glued[2]
    return (word,)


def _usual(word: str) -> bool:
    """Say whether a word is descriptive or a legal form."""
    return word in lexicon.concepts() or word in lexicon.latin_legal()


def meant(word: str) -> str:
    """Return the descriptive word that a word is, or misspells; '' if none."""
    return lexicon.concepts().get(word) or misspelt_concept(word)


@lru_cache(maxsize=65536)
def misspelt_concept(word: str) -> str:
    """Return the descriptive word that a long word misspells by one slip or two; '' if none."""
    if len(word) < 7 or word in lexicon.concepts():
        return ""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    slips = 1 if len(word) < 10 else 2
    alike = _alike_concepts(word[0], len(word), slips)
    # the nearest of all counts, but only one with the same first letter is taken: try those first
    if process.extractOne(word, alike, scorer=OSA.distance, score_cutoff=slips) is None:
        return ""
    found = process.extractOne(
        word, _long_concepts(), scorer=OSA.distance, score_cutoff=slips, processor=None
    )
    if found is None or found[0][0] != word[0]:
        return ""
    return lexicon.concepts()[found[0]]


@lru_cache(maxsize=1)
def _long_concepts() -> tuple[str, ...]:
    return tuple(w for w in lexicon.concepts() if len(w) >= 7)


@lru_cache(maxsize=4096)
def _alike_concepts(letter: str, size: int, slips: int) -> tuple[str, ...]:
    return tuple(w for w in _long_concepts() if w[0] == letter and abs(len(w) - size) <= slips)
