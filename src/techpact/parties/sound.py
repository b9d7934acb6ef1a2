"""Spellings folded for comparison: one of romanisations, one of sounds. Whole blobs at a time."""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt

_KOREAN = (
    ("jeong", "jong"), ("seong", "song"), ("yeong", "yong"), ("gyeong", "gyong"),
    ("myeong", "myong"), ("cheol", "chol"), ("cheon", "chon"), ("hyeon", "hyon"),
    ("yeon", "yon"), ("heon", "hon"), ("jeon", "jon"), ("deok", "dok"), ("seok", "sok"),
    ("beom", "bom"), ("yeo", "yo"), ("eun", "un"), ("geum", "gum"), ("seung", "sung"),
)  # fmt: skip
"""Syllables of the Revised Romanisation as McCune and Reischauer, and the North, write them."""
_SPELLING = (
    *_KOREAN,
    ("shch", "sh"), ("sch", "sh"), ("tch", "ch"), ("dzh", "j"), ("kh", "h"), ("gh", "g"),
    ("ph", "f"), ("th", "t"), ("dh", "d"), ("zh", "j"), ("ts", "c"), ("tz", "c"), ("ck", "k"),
    ("iya", "ia"), ("ya", "ia"), ("ja", "ia"), ("yu", "iu"), ("yo", "io"), ("ye", "e"),
    ("iy", "i"), ("yy", "i"), ("ij", "i"), ("ii", "i"), ("ou", "u"), ("oo", "u"), ("ee", "i"),
    ("ei", "ai"), ("ey", "ai"), ("ay", "ai"), ("y", "i"), ("w", "v"), ("q", "k"), ("x", "ks"),
)  # fmt: skip
_SOUND = (
    ("tion", "shon"), ("sch", "sh"), ("tch", "ch"), ("ph", "f"), ("th", "s"), ("kh", "h"),
    ("gh", "g"), ("zh", "j"), ("ck", "k"), ("qu", "ku"), ("sh", "X"), ("ch", "C"), ("ts", "Z"),
    ("tz", "Z"), ("ce", "se"), ("ci", "si"), ("cy", "si"), ("c", "k"), ("q", "k"), ("x", "ks"),
    ("ng", "n"), ("mb", "nb"), ("mp", "np"), ("l", "r"), ("v", "b"), ("eo", "o"), ("eu", "u"),
    ("ae", "e"), ("w", "u"), ("y", "i"), ("X", "x"), ("C", "c"), ("Z", "z"),
)  # fmt: skip
_MARKS = re.compile("[~^_=*]")
_DOUBLE = re.compile(r"([a-z])\1+")
_KEY = str.maketrans("kgxtdcjszpbfrmnhiueoaqlvwy", "KKSTTSSSSPPPRNNHaaaaaKRPaa")
_INNER_VOWELS = re.compile(r"(?<=[A-Za-z])a+")


def fold_spelling(text: str) -> str:
    """Fold romanisations that differ by standard; lines are kept apart."""
    text = _MARKS.sub("", text)
    for old, new in _SPELLING:
        text = text.replace(old, new)
    return _DOUBLE.sub(r"\1", text)


def fold_sound(text: str) -> str:
    """Fold to one letter a sound, as kana and hangul hear them."""
    for old, new in _SOUND:
        text = text.replace(old, new)
    return _DOUBLE.sub(r"\1", text)


def sound_key(folded: str) -> str:
    """Return classes of consonants, vowels only where a word starts with one."""
    text = _MARKS.sub("", folded).translate(_KEY)
    text = _INNER_VOWELS.sub("", text)
    text = re.sub(r"(?<=[A-Z])H", "", text)
    return re.sub(r"([A-Z])\1+", r"\1", text)


def costs() -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Return what it costs to replace a sound by another, and to leave one out, by letter code."""
    size = 256  # any byte: words of other scripts are compared too
    change = np.ones((size, size), np.float32)
    gap = np.ones(size, np.float32)
    vowels = "aeiou"
    for v in vowels:
        gap[ord(v)] = 0.35
        for other in vowels:
            change[ord(v), ord(other)] = 0.3
    gap[ord("h")] = 0.5
    near = (
        "kg:.15 td:.15 pb:.15 jc:.15 jz:.2 cz:.3 sz:.2 sx:.2 xj:.4 fp:.3 fb:.4 fh:.3 mn:.3 hk:.4 "
        "ds:.5 zd:.5 gj:.4 ct:.4 zt:.4 cx:.3 cs:.4 ui:.3 uo:.15 ei:.2 ae:.3 bu:.4 iu:.3 rn:.5 xz:.4"
    )
    for item in near.split():
        pair, cost = item.split(":")
        a, b = ord(pair[0]), ord(pair[1])
        change[a, b] = change[b, a] = float(cost)
    for mark, light, nearest in (("~", 0.06, "uoi"), ("^", 0.08, "oua"), ("_", 0.08, "ieu")):
        gap[ord(mark)] = light
        for v in vowels:
            far = (0.04, 0.2, 0.25)[nearest.index(v)] if v in nearest else 0.35
            change[ord(mark), ord(v)] = change[ord(v), ord(mark)] = far
    gap[ord("=")] = 0.05
    for other, light in (("r", 0.05), ("h", 0.1), *((v, 0.1) for v in vowels)):
        change[ord("="), ord(other)] = change[ord(other), ord("=")] = light
    gap[ord("*")] = 0.05
    for other in "~^_aeiou":
        change[ord("*"), ord(other)] = change[ord(other), ord("*")] = 0.05
    for code in range(size):
        change[code, code] = 0.0
    return change, gap
