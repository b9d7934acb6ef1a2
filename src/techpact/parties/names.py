"""Read a name into units: words, numbers, descriptive words, places, and its legal forms."""

from __future__ import annotations

import re
from functools import lru_cache

from techpact.parties import arabic_words, lexicon, transliterate
from techpact.parties.segment import segment
from techpact.parties.spans import abbreviations, chinese_in_latin, owned_by_state
from techpact.parties.text import (
    ARABIC,
    CYRILLIC,
    HAN,
    HANGUL,
    KANA,
    LATIN,
    clean,
    latin_ascii,
    script,
    simplify,
)
from techpact.parties.units import (
    GENERIC,
    HEARD,
    NUMBER,
    PLACE,
    READ,
    SPELLED,
    TYPED,
    WORD,
    Name,
    Span,
    Unit,
)

MAX_UNITS = 28
MAX_SPAN = 6

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
_DIGITS = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_HAN_NUMBER = re.compile(r"第([〇零一二三四五六七八九十百千两]+|[0-9]+)")
_HAN_NUMBER_BEFORE = re.compile(
    r"([〇零一二三四五六七八九十百千]{2,})(?=研究|厂|工厂|所|院|部队|号|局|基地)|(?<=[工技司团])([二三四五六七八九])(?=院|所)"
)
_PARTICLE = re.compile(
    r"(?<=[^ぁ-ゖ])(?:及び|並びに|又は|および|ならびに|による|における|に関する|に於ける"
    r"|のための|ための|のため|など|等の|[のをにはがとへでや])(?=[^ぁ-ゖ]|$)"
)
_TOKEN = re.compile(r"[^\W_]+(?:['’`ʻʼ][^\W_]+)*", re.UNICODE)
_DOTTED = re.compile(r"\b((?:[^\W\d_]\.\s?){2,})([^\W\d_]\b)?")
_ORDINAL_SUFFIX = re.compile(r"^([0-9]+)(?:st|nd|rd|th)$")
_MIXED = re.compile(r"[0-9]+|[^\W0-9_]+")


def han_number(text: str) -> int:
    """Return the number written in Han characters, by place value or digit by digit."""
    if not any(c in "十百千" for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    total = current = 0
    for char in text:
        if char in _DIGITS:
            current = _DIGITS[char]
        else:
            total += (current or 1) * {"十": 10, "百": 100, "千": 1000}[char]
            current = 0
    return total + current


def read(name: str) -> Name:
    """Read a name of any script.

    Parameters
    ----------
    name
        The name as typed. Empty, blank and symbol-only names give no units.
    """
    text = clean(name)
    if text.isascii():
        units, legal = _latin_units(text)
        units = owned_by_state(units[:MAX_UNITS])
        spans = abbreviations(units) + chinese_in_latin(units)
        return Name(units, legal, frozenset({LATIN}), text, spans)
    return _read_mixed(text)


def _read_mixed(text: str) -> Name:
    scripts = frozenset(script(c) for c in set(text)) - {""}
    if scripts & {HAN, KANA}:
        if KANA in scripts:
            text = _PARTICLE.sub(" ", text)
        text = simplify(text)
        text = _HAN_NUMBER.sub(_number_text, text)
        text = _HAN_NUMBER_BEFORE.sub(_number_text, text)
    units: list[Unit] = []
    legal: set[str] = set()
    spans: list[Span] = []
    japanese = KANA in scripts
    for kind, run in _runs(text):
        if kind in {HAN, HANGUL, KANA}:
            found, forms, over = _east_asian(run, kind, japanese)
            base = len(units)
            spans += [Span(s.form, base + s.start, s.size, s.how) for s in over]
        elif kind == CYRILLIC:
            found, forms = _cyrillic_units(run)
        elif kind in {LATIN, ""}:
            found, forms = _latin_units(run)
        else:
            found, forms = _other_units(run, kind)
        units += found
        legal |= forms
    units = owned_by_state(units[:MAX_UNITS])
    spans = [s for s in spans if s.start + s.size <= len(units)] + abbreviations(units)
    return Name(units, frozenset(legal), scripts, text, spans)


def _number_text(match: re.Match[str]) -> str:
    digits = match.group(1) or match.group(2)
    return f" {digits if digits.isdecimal() else han_number(digits)} "


def _runs(text: str) -> list[tuple[str, str]]:
    """Split at changes of script; Han and kana stay together; marks join what is before."""
    runs: list[tuple[str, str]] = []
    start, kind = 0, ""
    for position, char in enumerate(text):
        now = script(char)
        if now == "ー":
            now = KANA
        if char.isdecimal() and char.isascii():
            now = LATIN
        if now in {"", kind} or (now == KANA and kind == HAN) or (now == HAN and kind == KANA):
            continue
        if kind:
            runs.append((kind, text[start:position]))
            start = position
        kind = now
    if start < len(text):
        runs.append((kind, text[start:]))
    return runs


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


def _concept_unit(plain: str, source: str, how: int = TYPED, *, optional: bool = False) -> Unit:
    if plain in lexicon.place_words():
        plain = lexicon.concepts().get(plain, plain)
        return Unit(((plain, how),), PLACE, optional, source)
    concept = lexicon.concepts().get(plain)
    if concept is not None:
        kind = PLACE if concept in lexicon.place_words() else GENERIC
        return Unit(((concept, TYPED),), kind, optional or concept in _WEAK, source)
    if len(plain) > 4 and how == TYPED:
        russian = _russian_latin(plain)
        if russian is not None:
            word = russian[0]
            forms = tuple((lexicon.concepts().get(w, w), TYPED) for w in word.alternatives)
            return Unit((*forms, (plain, TYPED)), GENERIC, word.optional, source)
    return Unit(((plain, how),), WORD, optional, source)


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


_WEAK = frozenset({"group", "company", "corporation", "named", "concern", "order"})


@lru_cache(maxsize=1)
def _latin_stems() -> dict[str, tuple[lexicon.Word, ...]]:
    return {
        transliterate.cyrillic(stem): words
        for stem, words in lexicon.russian().items()
        if len(stem) > 4 and words
    }


@lru_cache(maxsize=1)
def _latin_openings() -> frozenset[str]:
    return frozenset(stem[:5] for stem in _latin_stems())


def _russian_latin(word: str) -> tuple[lexicon.Word, ...] | None:
    """Return the English of a Russian word written in Latin letters (`proizvodstvennoe`)."""
    stems = _latin_stems()
    if word[:5] not in _latin_openings():
        return None
    for size in range(min(len(word), 20), 4, -1):
        words = stems.get(word[:size])
        if words is not None:
            return words if len(word) - size <= 5 and size >= 5 else None
    return None


_BRACKETS = re.compile(r"[(\[{]([^()\[\]{}]*)[)\]}]?")


def _latin_units(text: str) -> tuple[list[Unit], frozenset[str]]:
    """Read Latin text; what stands in brackets after a name counts little."""
    if "(" not in text and "[" not in text:
        return _plain_units(text)
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
    words = _TOKEN.findall(text)
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


def _translated(
    entry: lexicon.Entry, source: str, readings: tuple[tuple[str, int], ...]
) -> list[Unit]:
    units: list[Unit] = []
    for index, word in enumerate(entry.words):
        optional = word.optional or (bool(readings) and index > 0 and len(entry.words) > 2)
        forms: list[tuple[str, int]] = []
        kind = GENERIC
        for alternative in word.alternatives:
            if alternative.isdecimal():
                kind = NUMBER
            elif alternative in lexicon.place_words():
                kind = PLACE
            concept = lexicon.concepts().get(alternative, alternative)
            if concept == alternative and entry.kind == "brand" and kind == GENERIC:
                kind = WORD if concept not in lexicon.concepts() else GENERIC
            if (concept, TYPED) not in forms:
                forms.append((concept, TYPED))
        if index == 0:
            forms += [r for r in readings if r not in forms]
        units.append(Unit(tuple(forms), kind, optional, source))
    return units


@lru_cache(maxsize=65536)
def _han_forms(text: str) -> tuple[tuple[str, int], ...]:
    forms = [(p, READ) for p in transliterate.pinyin(text)]
    korean = transliterate.korean_reading(text)
    if korean:
        forms.append((korean, HEARD))
    return tuple(forms)


def _east_asian(
    run: str, kind: str, japanese: bool
) -> tuple[list[Unit], frozenset[str], list[Span]]:
    units: list[Unit] = []
    legal: set[str] = set()
    pieces: list[tuple[str, int, int]] = []  # text, first unit, place in the run
    language = "hangul" if kind == HANGUL else "kana" if japanese else "han"
    at = 0
    for piece, entry in segment(run, language):
        at = run.find(piece, at)
        first = len(units)
        if entry is not None and entry.kind == "legal":
            legal.add(entry.legal)
            units += _translated(entry, piece, ())
        else:
            units += _piece_units(piece, entry, kind)
            pieces.append((piece, first, at))
        at += len(piece)
    return units, frozenset(legal), _written_together(pieces, len(units))


def _piece_units(piece: str, entry: lexicon.Entry | None, kind: str) -> list[Unit]:
    if entry is not None:
        readings: tuple[tuple[str, int], ...] = ()
        if entry.kind == "generic" and entry.words and 1 < len(piece) <= 3:
            if kind == HANGUL:
                readings = ((transliterate.hangul(piece), HEARD),)
            elif script(piece[0]) == HAN:
                readings = tuple(
                    f for i, f in enumerate(_han_forms(piece)) if i == 0 or f[1] == HEARD
                )
        return _translated(entry, piece, readings)
    first = script(piece[0])
    if first == HAN:
        foreign = transliterate.foreign_sound(piece)
        forms = _han_forms(piece)
        if foreign:
            forms = (*forms, (foreign, HEARD))
        forms = (*forms, *((r, READ) for r in transliterate.japanese_names(piece)))
        return [Unit(forms, WORD, source=piece)]
    sound = transliterate.kana(piece) if first == KANA else transliterate.hangul(piece)
    letters = transliterate.spelled_letters(piece, "kana" if first == KANA else "hangul")
    spelled = ((letters, TYPED),) if letters else ()
    return [Unit((*spelled, (sound, HEARD)), WORD, source=piece)] if sound else []


def _written_together(pieces: list[tuple[str, int, int]], units: int) -> list[Span]:
    """Return the sound of neighbouring pieces: a term may be part of a name (`アジ` + `ムト`)."""
    found: list[Span] = []
    for a, (text, first, _) in enumerate(pieces):
        kind = script(text[0])
        for b in range(a, min(a + 3, len(pieces))):
            if b > a:
                last, _, before = pieces[b - 1]
                if pieces[b][2] != before + len(last) or script(pieces[b][0][0]) != kind:
                    break
                text += pieces[b][0]
            end = pieces[b + 1][1] if b + 1 < len(pieces) else units
            size = end - first
            if size < 2 or size > MAX_SPAN or len(text) > 16:
                continue
            if kind == HAN:
                if len(text) <= 5:
                    found.append(Span(transliterate.pinyin(text)[0], first, size, READ))
            elif kind == KANA:
                found.append(Span(transliterate.kana(text), first, size, HEARD))
            else:
                found.append(Span(transliterate.hangul(text), first, size, HEARD))
    return found


@lru_cache(maxsize=65536)
def _cyrillic_word(word: str) -> tuple[Unit, ...]:
    stems = lexicon.russian()
    latin = transliterate.cyrillic(word)
    for size in range(min(len(word), 20), 0, -1):
        words = stems.get(word[:size])
        if words is None:
            continue
        rest = len(word) - size
        if rest > (5 if size >= 4 else 0) and size != len(word):
            break
        entry = lexicon.Entry(words, "generic")
        return tuple(_translated(entry, word, ((latin, SPELLED),)))
    return (Unit(((latin, SPELLED),), WORD, source=word),) if latin else ()


def _cyrillic_units(run: str) -> tuple[list[Unit], frozenset[str]]:
    words = _TOKEN.findall(run.replace("-", " "))
    kept, legal = strip_legal(words, lexicon.cyrillic_legal())
    return [u for w in kept for u in _cyrillic_word(w)], legal


def _other_letters(word: str) -> str:
    return "".join(c for c in transliterate.other_script(word) if c.isalnum())


def _other_units(run: str, kind: str) -> tuple[list[Unit], frozenset[str]]:
    words = _TOKEN.findall(run)
    if kind == ARABIC:
        return _arabic_units(words)
    latin = ((word, _other_letters(word)) for word in words)
    return [Unit(((to, SPELLED),), WORD, source=word) for word, to in latin if to], frozenset()


def _arabic_units(words: list[str]) -> tuple[list[Unit], frozenset[str]]:
    units: list[Unit] = []
    legal: set[str] = set()
    at = 0
    while at < len(words):
        found = arabic_words.term(words[at : at + arabic_words.MAX_WORDS])
        if found is None:
            forms = tuple((sound, HEARD) for sound in arabic_words.sounds(words[at]))
            units += [Unit(forms, WORD, source=words[at])] if forms else []
            at += 1
            continue
        size, entry = found
        if entry.legal:
            legal.add(entry.legal)
        units += _translated(entry, " ".join(words[at : at + size]), ())
        at += size
    return units, frozenset(legal)
