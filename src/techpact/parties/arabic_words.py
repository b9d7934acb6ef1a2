"""Read names in Arabic letters (Arabic, Persian, Urdu): terms with their prefixes, and names."""

from __future__ import annotations

import re
from functools import lru_cache

from techpact.parties import lexicon, transliterate

_SAME_LETTERS = str.maketrans("أإآٱيىئكةۀؤھہ", "اااایییکههوهه")
_MARKS = re.compile(r"[\u064b-\u065f\u0670\u06d6-\u06ed\u0640]")
_PREFIXES = ("وال", "بال", "ال", "لل", "و", "ب", "ل")
"""The article, alone and after `and`, `with`, `for`; these without it. Longest first."""
_SUFFIXES = ("های", "ها", "ان", "ات", "ین", "یه", "ی", "ه")
_MAKERS = ("سازی", "سازان")
MAX_WORDS = 3
"""Words of the longest term."""


def bare(word: str) -> str:
    """Return a word without marks, in one letter where Arabic and Persian write several."""
    return _MARKS.sub("", word).translate(_SAME_LETTERS)


@lru_cache(maxsize=1)
def _terms() -> dict[str, lexicon.Entry]:
    table: dict[str, lexicon.Entry] = {}
    for term, entry in lexicon.terms("arabic").items():
        table.setdefault(bare(term), entry)
    return table


@lru_cache(maxsize=1)
def _stems() -> dict[str, lexicon.Entry]:
    """Return terms by their form without the article, too."""
    table = dict(_terms())
    for term, entry in _terms().items():
        if term.startswith("ال"):
            table.setdefault(term[2:], entry)
    return table


def term(words: list[str]) -> tuple[int, lexicon.Entry, bool] | None:
    """Return how many of the first words make a term, the term, and whether they are it exactly.

    Another form may as well be a name: تهرانی is somebody of Tehran, and the name Tehrani.
    """
    table = _terms()
    for size in range(min(MAX_WORDS, len(words)), 0, -1):
        entry = table.get(" ".join(map(bare, words[:size])))
        if entry is not None:
            return size, entry, True
    entry = _inflected(bare(words[0]))
    return None if entry is None else (1, entry, False)


@lru_cache(maxsize=65536)
def _inflected(word: str) -> lexicon.Entry | None:
    """Return the term of which a word is a form: with an article, another ending, or both."""
    table = _stems()
    begins = [word, *(word[len(p) :] for p in _PREFIXES if word.startswith(p))]
    for begin in begins:
        if len(begin) > 2 and begin in table:
            return table[begin]
    for begin in begins:
        for end in _SUFFIXES:
            root = begin.removesuffix(end)
            if len(root) > 2 and root != begin:
                for other in ("", "ه", "ی", "یه"):
                    if root + other in table:
                        return table[root + other]
    for end in _MAKERS:  # هواپیماسازی, aircraft making
        made = table.get(word[: -len(end)]) if word.endswith(end) else None
        if made is not None and made.words:
            return lexicon.Entry((*made.words, lexicon.Word(("manufacture",), True)), "generic")
    return None


def sounds(word: str) -> tuple[str, ...]:
    """Return a name in Latin letters: as written, and without the article; none of an article."""
    plain = _MARKS.sub("", word)
    if plain in _PREFIXES:
        return ()
    found = [transliterate.arabic(plain)]
    if plain.startswith("ال") and len(plain) > 4:
        found.append(transliterate.arabic(plain[2:]))
    elif plain.startswith("لل") and len(plain) > 4:
        found = [transliterate.arabic("ال" + plain[2:]), transliterate.arabic(plain[2:])]
    return tuple(f for f in dict.fromkeys(found) if f)
