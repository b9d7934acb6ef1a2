"""Read a name into units: words, numbers, descriptive words, places, and its legal forms."""

from __future__ import annotations

import re
from functools import lru_cache

from techpact.parties import arabic_words, lexicon, transliterate
from techpact.parties.latin_words import TOKEN, latin_units, strip_legal
from techpact.parties.segment import segment
from techpact.parties.slips import apart
from techpact.parties.spans import abbreviations, chinese_in_latin, owned_by_state, with_patronymic
from techpact.parties.text import (
    ARABIC,
    CYRILLIC,
    HAN,
    HANGUL,
    KANA,
    LATIN,
    clean,
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

_DIGITS = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_HAN_NUMBER = re.compile(r"第([〇零一二三四五六七八九十百千两]+|[0-9]+)")
_HAN_NUMBER_BEFORE = re.compile(
    r"([〇零一二三四五六七八九十百千]{2,})(?=研究|厂|工厂|所|院|部队|号|局|基地)|(?<=[工技司团])([二三四五六七八九])(?=院|所)"
)
_HANGUL_DIGITS = str.maketrans("일이삼사오육륙칠팔구십백", "一二三四五六六七八九十百")
_HANGUL_NUMBER = re.compile(
    r"제\s?([일이삼사오육륙칠팔구십백]{1,5})(?=연구|자연|공장|경제|원|국|학원|설계|기계|사단|군|여단)"
)
_UNIVERSITY = re.compile(r"(?<=[가-힣]{2})(?<![연부군함편소중기무시세])대(?=[\s(]|$)")
"""The press cuts 대학 short, but not 부대 (unit), 함대 (fleet) and the like."""
_HANGUL_ORDINAL = re.compile(r"제\s?(?=[0-9])")
_PARTICLE = re.compile(
    r"(?<=[^ぁ-ゖ])(?:及び|並びに|又は|および|ならびに|による|における|に関する|に於ける"
    r"|のための|ための|のため|など|等の|[のをにはがとへでや])(?=[^ぁ-ゖ]|$)"
)


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
    text = clean(apart(name) if name.isascii() else name)
    if text.isascii():
        units, legal = latin_units(text)
        units = with_patronymic(owned_by_state(units[:MAX_UNITS]))
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
    if HANGUL in scripts:
        text = _UNIVERSITY.sub("대학", text)
        text = _HANGUL_ORDINAL.sub(" ", _HANGUL_NUMBER.sub(_hangul_number, text))
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
            found, forms = latin_units(run)
        else:
            found, forms = _other_units(run, kind)
        units += found
        legal |= forms
    units = with_patronymic(owned_by_state(units[:MAX_UNITS]))
    spans = [s for s in spans if s.start + s.size <= len(units)] + abbreviations(units)
    return Name(units, frozenset(legal), scripts, text, spans)


def _number_text(match: re.Match[str]) -> str:
    digits = match.group(1) or match.group(2)
    return f" {digits if digits.isdecimal() else han_number(digits)} "


def _hangul_number(match: re.Match[str]) -> str:
    return f" {han_number(match[1].translate(_HANGUL_DIGITS))} "


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
    kana = first == KANA
    sounds = transliterate.kana_readings(piece) if kana else (transliterate.hangul(piece),)
    letters = transliterate.spelled_letters(piece, "kana" if kana else "hangul")
    forms = (*(((letters, TYPED),) if letters else ()), *((s, HEARD) for s in sounds if s))
    return [Unit(forms, WORD, source=piece)] if forms else []


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
    word = word.replace("ё", "е")
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
    words = TOKEN.findall(run.replace("-", " "))
    kept, legal = strip_legal(words, lexicon.cyrillic_legal())
    return [u for w in kept for u in _cyrillic_word(w)], legal


def _other_letters(word: str) -> str:
    return "".join(c for c in transliterate.other_script(word) if c.isalnum())


def _other_units(run: str, kind: str) -> tuple[list[Unit], frozenset[str]]:
    words = TOKEN.findall(run)
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
        size, entry, exact = found
        if entry.legal:
            legal.add(entry.legal)
        readings = () if exact else tuple((s, HEARD) for s in arabic_words.sounds(words[at]))
        units += _translated(entry, " ".join(words[at : at + size]), readings)
        at += size
    return units, frozenset(legal)
