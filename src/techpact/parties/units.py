"""Units of a name: what is compared, its kinds, and spans over several of them."""

from __future__ import annotations

from dataclasses import dataclass, field

WORD, NUMBER, GENERIC, PLACE = 0, 1, 2, 3
"""Kinds of unit."""
TYPED, SPELLED, READ, HEARD = 0, 1, 2, 3
"""How a form came about: typed in Latin, spelled from Cyrillic or Arabic, read from Han (pinyin),
heard (kana, hangul, Korean readings). It decides how unlike a list word may be."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One word of a name as it is compared: its possible forms, first the main one."""

    forms: tuple[tuple[str, int], ...]
    kind: int
    optional: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """A form that several units have together: written as one word, or an abbreviation."""

    form: str
    start: int
    size: int
    how: int
    fuzzy: bool = True


@dataclass(slots=True)
class Name:
    """A name read: units in order, spans over them, legal forms, scripts, the cleaned text."""

    units: list[Unit] = field(default_factory=list)
    legal: frozenset[str] = frozenset()
    scripts: frozenset[str] = frozenset()
    text: str = ""
    spans: list[Span] = field(default_factory=list)
