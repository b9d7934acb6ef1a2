"""Consonant skeletons, by which a loanword or a name in kana or Hangul meets its Latin form."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_WORD = re.compile(r"[ァ-ヺー]{3,}|[가-힣]{2,}|[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ'-]{3,}")
_KO_PARTICLE = re.compile(
    r"(?:에서|으로|에게|까지|부터|과의|와의|이며|하는|하고|하여|의|은|는|이|가|을|를|와|과|에|로"
    r"|도|및)$"
)
_FOLDS = (
    ("sch", "s"), ("sh", "s"), ("ch", "t"), ("ts", "t"), ("th", "s"), ("ph", "p"), ("ck", "k"),
    ("x", "ks"), ("qu", "k"), ("q", "k"), ("ce", "se"), ("ci", "si"), ("cy", "sy"), ("c", "k"),
    ("v", "b"), ("f", "h"), ("l", "r"), ("z", "s"), ("j", "s"), ("g", "k"), ("d", "t"), ("b", "p"),
    ("m", "n"),
)  # fmt: skip
_LEAST = 2


@lru_cache(maxsize=65536)
def skeleton(word: str) -> str:
    """Consonants of a word, folded to the sounds that Japanese and Korean keep apart."""
    latin = "".join(_romanise(c) for c in word) if not word.isascii() else word
    latin = unicodedata.normalize("NFKD", latin.lower())
    latin = re.sub(r"[^a-z]", "", latin)
    for sound, kept in _FOLDS:
        latin = latin.replace(sound, kept)
    bones = re.sub(r"[aeiouywh]", "", latin)
    return re.sub(r"(.)\1+", r"\1", bones)


def skeletons(text: str) -> set[str]:
    """Skeletons of the words of a text that could be names or loanwords."""
    found = set()
    for match in _WORD.finditer(text):
        word = match.group()
        if "가" <= word[0] <= "힣":
            word = _KO_PARTICLE.sub("", word)
        bones = skeleton(word)
        if len(bones) >= _LEAST:
            found.add(bones)
    return found


@lru_cache(maxsize=16384)
def _romanise(character: str) -> str:
    if character.isascii():
        return character
    name = unicodedata.name(character, "")
    if name.startswith(("KATAKANA LETTER", "HANGUL SYLLABLE")):
        syllable = name.rsplit(" ", 1)[-1].lower()
        return "n" if syllable == "n" else syllable
    return character if unicodedata.decomposition(character) else ""
