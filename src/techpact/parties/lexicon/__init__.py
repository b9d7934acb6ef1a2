"""Word lists of the matcher: descriptive words, places, known firms, legal forms, readings."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Word:
    """One English word of a translation: alternatives, and whether it is often left out."""

    alternatives: tuple[str, ...]
    optional: bool


@dataclass(frozen=True)
class Entry:
    """The translation of a term; `place` and `brand` say what kind of term it is."""

    words: tuple[Word, ...]
    kind: str  # generic, place, brand
    legal: str = ""


def _rows(name: str) -> list[list[str]]:
    with (HERE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]


def _words(english: str) -> tuple[Word, ...]:
    if english.strip() in {"", "-"}:
        return ()
    found = []
    for part in english.split():
        alternatives = tuple(w for w in part.replace("?", "").split("/") if w)
        if not all(w in _LEGAL_WORDS for w in alternatives):
            found.append(Word(alternatives, "?" in part))
    return tuple(found)


@lru_cache(maxsize=1)
def variants() -> dict[int, str]:
    """Traditional and Japanese character forms to simplified ones."""
    table: dict[int, str] = {}
    for simple, others in _rows("variants"):
        for other in others:
            table[ord(other)] = simple
    return table


@lru_cache(maxsize=1)
def hanja() -> dict[str, str]:
    """Korean readings of Han characters (order of KS X 1001), by simplified form too."""
    table: dict[str, str] = {}
    simple = variants()
    for reading, characters in _rows("hanja"):
        for character in characters:
            table.setdefault(character, reading)
            table.setdefault(character.translate(simple), reading)
    return table


@lru_cache(maxsize=1)
def transcription() -> dict[str, str]:
    """Characters that write foreign names for their sound, to that sound."""
    return {c: sound for sound, characters in _rows("transcription") for c in characters}


@lru_cache(maxsize=1)
def kanji() -> dict[str, tuple[str, ...]]:
    """Readings of the characters of Japanese names, the usual one first, by simplified form."""
    simple = variants()
    return {c.translate(simple): tuple(readings.split("/")) for c, readings in _rows("kanji")}


@lru_cache(maxsize=1)
def wade_giles() -> dict[str, str]:
    """Syllables of Wade-Giles without apostrophes to pinyin, and postal names of cities."""
    return dict(_rows("wade_giles"))


@lru_cache(maxsize=1)
def read_in_pinyin() -> dict[str, tuple[str, ...]]:
    """Pinyin of Chinese terms of one English word to that word (`jituan`: group).

    The table is kept, because reading the terms anew costs every process half a second;
    `bench/pinyin_terms.py` writes it and a test compares.
    """
    return {text: tuple(words.split("/")) for text, words in _rows("pinyin_terms")}


@lru_cache(maxsize=8)
def terms(language: str) -> dict[str, Entry]:
    """Term to entry for `han` (with places and firms), `kana`, `hangul`, `arabic`."""
    table = _from_words(language)
    simple = variants()
    for row in _rows("countries"):
        for term in row[1].split("/"):
            table[term.casefold().translate(simple)] = Entry(_words(row[0]), "place")
    for name, kind in ((language, "generic"), ("places", "place"), ("brands", "brand")):
        for term, english in _rows(name):
            # firms and places of all scripts share their files
            text = term.casefold().translate(simple)
            table[text] = _joined(Entry(_words(english), kind), table.get(text))
    for form, term, english in _rows("legal_forms"):
        if not term.isascii():
            table[term.casefold().translate(simple)] = Entry(_words(english), "legal", form)
    return table


def _from_words(language: str) -> dict[str, Entry]:
    """Read the list of English words with their translations; a term may stand in several rows."""
    column = {"han": 1, "kana": 2, "hangul": 3}.get(language)
    table: dict[str, Entry] = {}
    if column is None:
        return table
    simple = variants()
    for row in _rows("words"):
        entry = Entry(_words(row[0]), "generic")
        for term in row[column].split("/"):
            if len(term) > 1:
                text = term.casefold().translate(simple)
                table[text] = _joined(entry, table.get(text))
    return table


def _joined(entry: Entry, other: Entry | None) -> Entry:
    """Return an entry with the alternatives of another one of the same single word."""
    if other is None or entry.kind != "generic" or len(entry.words) != 1 or len(other.words) != 1:
        return entry
    mine = entry.words[0]
    more = dict.fromkeys((*mine.alternatives, *other.words[0].alternatives))
    return Entry((Word(tuple(more)[:4], mine.optional),), "generic")


@lru_cache(maxsize=1)
def abbreviations() -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """Phrases and their usual abbreviations: first concept to (concepts, abbreviation)."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    known = concepts()
    for short, phrase, _ in _rows("abbreviations"):
        words = tuple(known.get(w, w) for w in phrase.split())
        found.setdefault(words[0], []).append((words, short))
    return {first: tuple(phrases) for first, phrases in found.items()}


@lru_cache(maxsize=1)
def russian() -> dict[str, tuple[Word, ...]]:
    """Russian word stems in Cyrillic to English."""
    return {stem: _words(english) for stem, english in _rows("russian")}


@lru_cache(maxsize=1)
def concepts() -> dict[str, str]:
    """English and romanised word forms to the one form used for the concept."""
    table: dict[str, str] = {}
    for concept, forms in _rows("english"):
        table[concept] = concept
        for form in forms.split():
            table.setdefault(form, concept)
    for short, _, kind in _rows("abbreviations"):
        if kind == "word":
            table.setdefault(short, short)
    return table


@lru_cache(maxsize=1)
def place_words() -> frozenset[str]:
    """English words that name countries, provinces and cities."""
    found = {"kong", *_MORE_PLACES.split()}
    for _, english in _rows("places"):
        words = [w for w in _words(english) if not w.optional]
        if len(words) == 1 and words[0].alternatives[0] not in _FIRM_WORDS:
            found.update(words[0].alternatives)
    for row in _rows("countries"):
        if " " not in row[0]:
            found.update(row[0].split("/"))
    found.update(v for k, v in wade_giles().items() if len(k) > 5 and len(v) > 5)
    return frozenset(found)


_LEGAL_WORDS = frozenset({"company", "limited", "corporation", "incorporated"})
_FIRM_WORDS = frozenset(
    {
        "mitsubishi", "mitsui", "sumitomo", "hitachi", "toshiba", "fujitsu", "fuji", "panasonic",
        "toyota", "honda", "nissan", "hino", "subaru", "sony", "canon", "nikon",
        "sharp", "nec", "nikko", "nof", "nissin", "furukawa", "shimadzu", "ihi",
        "itochu", "marubeni", "toray", "teijin", "shinetsu", "aisin", "denso", "samsung",
        "hyundai", "lg", "korean", "hanwha", "posco", "raytheon", "boeing", "microsoft",
        "google", "apple", "intel", "qualcomm", "nvidia", "siemens", "airbus", "ingalls",
        "taliban", "us", "huadong", "kawasaki",
    }
)  # fmt: skip
_MORE_PLACES = (
    "moscow petersburg saint crimea ural siberia russia belarus minsk ukraine kiev kyiv kharkiv "
    "kazan samara omsk tomsk perm ufa tula ryazan penza voronezh saratov izhevsk novosibirsk "
    "yekaterinburg chelyabinsk krasnoyarsk vladivostok kaliningrad sevastopol tehran isfahan "
    "esfahan shiraz tabriz mashhad damascus aleppo baghdad beirut dubai sharjah abu dhabi uae "
    "emirates istanbul ankara turkey syria iraq lebanon islamabad karachi lahore rawalpindi "
    "india delhi mumbai bangalore malaysia kuala lumpur hk prc usa uk ltd europe asia african "
    "cuba havana venezuela caracas mexico panama myanmar yangon sudan khartoum libya tripoli "
    "yemen kazakhstan kyrgyzstan uzbekistan tashkent armenia yerevan georgia tbilisi azerbaijan "
    "serbia cyprus limassol finland estonia latvia lithuania germany switzerland france spain "
    "italy england london singapore bangkok thailand egypt cairo jordan amman oman muscat qatar "
    "doha kuwait bahrain saudi"
)


@lru_cache(maxsize=1)
def latin_legal() -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """Legal forms written in Latin letters: first word to (words, form), longest first."""
    found: dict[str, dict[tuple[str, ...], str]] = {}
    for form, term, _ in _rows("legal_forms"):
        if term.isascii():
            words = tuple(term.split())
            found.setdefault(words[0], {})[words] = form
    return {
        first: tuple(sorted(forms.items(), key=lambda item: -len(item[0])))
        for first, forms in found.items()
    }


@lru_cache(maxsize=1)
def cyrillic_legal() -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """Legal forms written in Cyrillic letters, as `latin_legal`."""
    found: dict[str, dict[tuple[str, ...], str]] = {}
    for form, term, _ in _rows("legal_forms"):
        if any("а" <= c <= "я" for c in term.casefold()):
            words = tuple(term.casefold().split())
            found.setdefault(words[0], {})[words] = form
    return {
        first: tuple(sorted(forms.items(), key=lambda item: -len(item[0])))
        for first, forms in found.items()
    }


@lru_cache(maxsize=1)
def legal_bits() -> dict[str, int]:
    """Legal forms to the places of their bits in a mask of 64."""
    forms = sorted({row[0] for row in _rows("legal_forms")})
    if len(forms) > 64:
        raise ValueError(f"{len(forms)} legal forms; a mask has 64 bits")
    return {form: place for place, form in enumerate(forms)}


@lru_cache(maxsize=4096)
def legal_mask(forms: frozenset[str]) -> int:
    """Return legal forms as bits."""
    bits = legal_bits()
    return sum(1 << bits[form] for form in forms)


@lru_cache(maxsize=1)
def brand_words() -> tuple[str, ...]:
    """Words that are names of known firms and bodies, and nothing else."""
    usual = concepts().keys() | place_words()
    found = {w for _, english in _rows("brands") for x in _words(english) for w in x.alternatives}
    return tuple(sorted(w for w in found - usual if len(w) > 2 and w.isalpha()))
