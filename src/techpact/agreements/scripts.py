"""In which scripts a text is written, and the stretches that are in Latin script.

What is written in one script only is looked for where that script is: a pattern of English words
walks each character of a Japanese text in vain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_KANA = re.compile(r"[ぁ-んァ-ヺ]")
_HANGUL = re.compile(r"[가-힣]")
_LATIN_WORD = re.compile(r"[A-ZÀ-Ž][\w.-]")
_STRETCH = re.compile(r"[\n -~\u00a0-\u024f\u2010-\u201f\u2026]{3,}")


def has_kana(text: str) -> bool:
    """Whether a text has hiragana or katakana."""
    return _KANA.search(text) is not None


def has_hangul(text: str) -> bool:
    """Whether a text has Korean syllables."""
    return _HANGUL.search(text) is not None


def latin_stretches(text: str) -> Iterator[tuple[int, str]]:
    """Yield where each stretch in Latin script that may hold a name begins, and the stretch.

    A text without kana and hangul is one stretch.
    """
    if not (has_kana(text) or has_hangul(text)):
        yield 0, text
        return
    for match in _STRETCH.finditer(text):
        if _LATIN_WORD.search(match.group()):
            yield match.start(), match.group()
