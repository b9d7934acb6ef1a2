"""Clean a name as it was typed: normal form, invisible marks, look-alike letters, scripts."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from techpact.parties.lexicon import variants

MAX_NAME = 600
"""Longer names are cut here; no listed name comes near, and time stays bounded."""

_LATIN_EXTRA = str.maketrans(
    {
        "ß": "ss", "ø": "o", "ł": "l", "ı": "i", "đ": "d", "æ": "ae", "œ": "oe", "ə": "a",
        "þ": "th", "ð": "d", "ħ": "h", "ŋ": "n", "ŧ": "t",
    }
)  # fmt: skip

_LOOK_ALIKE = str.maketrans(
    "аеорсухіјѕԁһӏвкмнтАВЕКМНОРСТУХІЈЅαορντικυεγΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "aeopcyxijsdhlbkmhtabekmhopctyxijsaopvtikueyabezhikmnoptyx",
)
_TO_CYRILLIC = str.maketrans("aeopcyxkmtbhABEKMHOPCTYX", "аеорсухкмтвнАВЕКМНОРСТУХ")

LATIN, CYRILLIC, HAN, KANA, HANGUL, ARABIC, OTHER = (
    "latin", "cyrillic", "han", "kana", "hangul", "arabic", "other",
)  # fmt: skip


@lru_cache(maxsize=8192)
def script(char: str) -> str:
    """Return the script of one letter; digits and marks are ''."""
    code = ord(char)
    if code < 0x80:
        return LATIN if char.isalpha() else ""
    if 0x3041 <= code <= 0x30FF or 0x31F0 <= code <= 0x31FF:
        return "" if char in "・゠" else KANA
    if 0x4E00 <= code <= 0x9FFF or 0x3400 <= code <= 0x4DBF or 0x20000 <= code <= 0x323AF:
        return HAN
    if char == "々":
        return HAN
    if 0xAC00 <= code <= 0xD7A3 or 0x1100 <= code <= 0x11FF or 0x3130 <= code <= 0x318F:
        return HANGUL
    if 0x400 <= code <= 0x52F:
        return CYRILLIC
    if 0x600 <= code <= 0x6FF or 0x750 <= code <= 0x77F:
        return ARABIC if char.isalpha() else ""
    if not char.isalpha():
        return ""
    return LATIN if "LATIN" in unicodedata.name(char, "") else OTHER


@lru_cache(maxsize=8192)
def _keep(char: str) -> str:
    kind = unicodedata.category(char)
    if kind in {"Cf", "Cc", "Co", "Cn", "Cs"}:
        return "" if char not in "\t\n\r\u200c" else " "
    if kind == "So":  # emoji and pictures
        return " "
    return char


def clean(name: str) -> str:
    """Return the name in NFKC, case-folded, without controls, bidi marks, emoji and look-alikes.

    Letters of another alphabet inside a Latin word (`Нuаwei`) are read as the Latin ones they
    imitate; a word whose letters are all of one alphabet is left as it is.
    """
    if name.isascii():
        lowered = name[:MAX_NAME].lower()
        return lowered if lowered.isprintable() else "".join(map(_keep, lowered))
    text = unicodedata.normalize("NFKC", name[: 2 * MAX_NAME])
    text = "".join(map(_keep, text))[:MAX_NAME]
    words = re.split(r"(\s+)", text)
    for position, word in enumerate(words):
        kinds = {script(c) for c in word} - {""}
        if LATIN in kinds and len(kinds) > 1 and kinds <= {LATIN, CYRILLIC, OTHER}:
            foreign = sum(script(c) in {CYRILLIC, OTHER} for c in word)
            latin = sum(script(c) == LATIN for c in word)
            words[position] = word.translate(_LOOK_ALIKE if latin >= foreign else _TO_CYRILLIC)
    return "".join(words).casefold()


def latin_ascii(word: str) -> str:
    """Return a Latin word without diacritics."""
    if word.isascii():
        return word
    decomposed = unicodedata.normalize("NFKD", word.translate(_LATIN_EXTRA))
    return "".join(c for c in decomposed if not unicodedata.combining(c) and c.isascii())


def simplify(text: str) -> str:
    """Return Han text with traditional and Japanese forms as simplified ones."""
    return text.translate(variants())
