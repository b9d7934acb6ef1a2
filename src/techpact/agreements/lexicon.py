"""Write word lists compactly."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """Return the words of a text, separated by white space."""
    return frozenset(text.split())
