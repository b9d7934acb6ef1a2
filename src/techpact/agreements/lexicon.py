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
    branches: list[str] = []
    by_first: dict[str, list[str]] = {}
    for word in [*words, None]:
        if word:
            by_first.setdefault(word[0], []).append(word[1:])
            continue
        # a word that ends here goes before the longer ones that stand behind it
        branches += [
            re.escape(first) + (alternatives(rest) if any(rest) else "")
            for first, rest in by_first.items()
        ]
        by_first = {}
        if word is not None:
            branches.append("")
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"
