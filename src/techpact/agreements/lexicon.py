"""Write word lists compactly, and make patterns of them."""

from __future__ import annotations

import re
from collections.abc import Iterable


def words(text: str) -> frozenset[str]:
    """Return the words of a text, separated by white space."""
    return frozenset(text.split())


def alternatives(words: Iterable[str]) -> str:
    """Return a pattern of some words in which common beginnings are tried once.

    Where one word begins another, the one that stands first wins, as in a plain list of
    alternatives.
    """
    by_first: dict[str, list[str]] = {}
    for word in words:
        by_first.setdefault(word[:1], []).append(word[1:])
    branches = [
        re.escape(first) + (alternatives(rest) if first and any(rest) else "")
        for first, rest in by_first.items()
    ]
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"
