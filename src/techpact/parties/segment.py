"""Split a run of Han, kana or hangul into known terms and unknown names."""

from __future__ import annotations

from functools import lru_cache

from techpact.parties.lexicon import Entry, terms
from techpact.parties.text import HAN, HANGUL, KANA, script
from techpact.parties.transliterate import in_hangul, southern

_MAX_TERM = 18
_UNKNOWN_START, _TERM, _SINGLE = 1.0, 1.0, 1.15
_UNKNOWN_CHARS = {HAN: 1.0, HANGUL: 0.8, KANA: 0.55}
_SUFFIXES = frozenset("厂所院局部省市县区厅号的和与及之站州村庁社부성국청당")
"""Single characters that count as words; others alone are mostly part of a name."""


@lru_cache(maxsize=8)
def _vocabulary(language: str) -> dict[str, Entry]:
    found = dict(terms("han")) if language in {"han", "kana"} else _hangul_terms()
    if language == "kana":
        found |= {t: e for t, e in terms("kana").items() if t not in found or e.kind == "generic"}
        for term, entry in list(found.items()):  # English plurals: システムズ, ソリューションズ
            if len(term) > 3 and script(term[-1]) == KANA and entry.kind == "generic":
                found.setdefault(term + "ズ", entry)
                found.setdefault(term + "ス", entry)
    return {t: e for t, e in found.items() if len(t) > 1 or t in _SUFFIXES}


def _hangul_terms() -> dict[str, Entry]:
    """Return terms in hangul, and the Korean readings of longer Chinese ones (`서북공업대학`)."""
    found = dict(terms("hangul"))
    for term, entry in terms("han").items():
        text = in_hangul(term) if len(term) > 2 and entry.kind != "legal" else ""
        if text:
            found.setdefault(text, entry)
            found.setdefault(southern(text), entry)
    return found


def _breaks(char: str) -> bool:
    return script(char) == "" and char not in "ー々"


def segment(run: str, language: str) -> list[tuple[str, Entry | None]]:
    """Return pieces in order with their entries; None for an unknown piece.

    The split with the fewest, longest known terms wins; a short known term inside an unknown
    kana or hangul word is left in the word.
    """
    pieces: list[tuple[str, Entry | None]] = []
    position = 0
    while position < len(run):
        if _breaks(run[position]):
            end = run.find(")", position) + 1
            entry = _vocabulary(language).get(run[position:end])
            if entry is not None:  # a legal form: (株), (주)
                pieces.append((run[position:end], entry))
            position = max(position + 1, end if entry is not None else 0)
            continue
        end = position
        while end < len(run) and not _breaks(run[end]):
            end += 1
        pieces += _split(run[position:end], language)
        position = end
    return pieces


@lru_cache(maxsize=65536)
def _split(text: str, language: str) -> list[tuple[str, Entry | None]]:
    vocabulary = _vocabulary(language)
    if text in vocabulary:
        return [(text, vocabulary[text])]
    size = len(text)
    best = [0.0] + [1e9] * size
    back: list[tuple[int, bool]] = [(0, False)] * (size + 1)
    kinds = [script(c) for c in text]
    for start in range(size):
        if best[start] >= 1e9:
            continue
        for end in range(start + 1, min(size, start + _MAX_TERM) + 1):
            piece = text[start:end]
            if piece in vocabulary:
                cost = _TERM - 0.02 * (end - start) if end - start > 1 else _SINGLE
                if end - start == 1 and start == 0:
                    continue
                if kinds[start] == HANGUL and end - start <= 2:
                    cost += 0.3
                elif kinds[start] == KANA and end - start <= 2:
                    cost += 1.2
                elif kinds[start] == KANA and end - start <= 3 and _inside(kinds, start, end):
                    cost += 1.5
                if best[start] + cost < best[end]:
                    best[end], back[end] = best[start] + cost, (start, True)
            # an unknown piece keeps to one script
            if all(k == kinds[start] or not k for k in kinds[start:end]):
                per = _UNKNOWN_CHARS.get(kinds[start], 0.55)
                cost = _UNKNOWN_START + per * (end - start)
                opens = back[start][1] or start == 0 or kinds[start - 1] != kinds[start]
                if opens and best[start] + cost < best[end]:
                    best[end], back[end] = best[start] + cost, (start, False)
    cuts: list[tuple[str, Entry | None]] = []
    end = size
    while end > 0:
        start, known = back[end]
        piece = text[start:end]
        cuts.append((piece, vocabulary[piece] if known else None))
        end = start
    return cuts[::-1]


def _inside(kinds: list[str], start: int, end: int) -> bool:
    before = start > 0 and kinds[start - 1] == kinds[start]
    after = end < len(kinds) and kinds[end] == kinds[start]
    return before or after
