"""Say why a name matched: the words that agree, the script path, and what speaks against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from techpact.parties.index import NameIndex
from techpact.parties.matcher import Hit
from techpact.parties.units import HEARD, NUMBER, READ, SPELLED, Name, Unit

_PATHS = {READ: "read as pinyin", HEARD: "compared by sound", SPELLED: "transliterated"}


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a score rests on.

    Attributes
    ----------
    listed_name : str
        The listed name or alias that matched.
    path : str
        Scripts of the query and how it was brought to Latin letters.
    shared, only_query, only_list : tuple of str
        Words that agree, and words that stand on one side only; those of other scripts with what
        they were read as.
    against : tuple of str
        What speaks against the match.
    """

    listed_name: str
    path: str
    shared: tuple[str, ...]
    only_query: tuple[str, ...]
    only_list: tuple[str, ...]
    against: tuple[str, ...]

    def __str__(self) -> str:
        parts = [f"listed as {self.listed_name!r}", self.path]
        if self.shared:
            parts.append("agree: " + ", ".join(self.shared))
        if self.only_query:
            parts.append("only in query: " + ", ".join(self.only_query))
        if self.only_list:
            parts.append("only in list: " + ", ".join(self.only_list))
        if self.against:
            parts.append("against: " + ", ".join(self.against))
        return "; ".join(parts)


def explain(index: NameIndex, name: Name, hit: Hit) -> Explanation:
    """Explain one hit of a name."""
    units = name.units
    matched = [bool(hit.units_matched >> u & 1) for u in range(len(units))]
    start, stop = index.base_at[hit.name : hit.name + 2].tolist()
    left = [
        index.text("v_raw", word)
        for place, word in enumerate(index.base_word[start:stop].tolist())
        if not hit.positions_matched >> place & 1
    ]
    how = {units[u].forms[0][1] for u in range(len(units)) if matched[u]}
    scripts = "+".join(sorted(name.scripts)) or "none"
    path = f"{scripts} to latin" + "".join(f", {_PATHS[h]}" for h in sorted(how) if h in _PATHS)
    if scripts == "latin":
        path = "latin"
    against = []
    f = hit.features.tolist()
    if f[11]:
        against.append("numbers differ")
    elif f[12] or f[13]:
        against.append("a number on one side only")
    if f[14] or f[41]:
        against.append("places differ")
    if f[21]:
        against.append("legal forms differ")
    if f[40]:
        against.append("the listed party is no firm")
    if f[42]:
        against.append("no name agrees, only a number")
    if f[25]:
        against.append("initials only")
    if f[17] > 0.12:
        against.append("spelling differs")
    if f[32] > 0.3:
        against.append("names differ in a rare word")
    return Explanation(
        index.text("name_text", hit.name),
        path,
        _tokens([u for u, m in zip(units, matched, strict=True) if m]),
        _tokens(
            [
                u
                for u, m in zip(units, matched, strict=True)
                if not m and (not u.optional or u.kind == NUMBER)
            ]
        ),
        tuple(left),
        tuple(against),
    )


_MARKS = str.maketrans({"~": "u", "^": "o", "_": "i", "=": "", "*": ""})
"""Vowels that a script only puts in, as `transliterate` marks them."""


def _tokens(units: Sequence[Unit]) -> tuple[str, ...]:
    """Return words as they were typed, those of other scripts with what they were read as."""
    typed = [u.source or u.forms[0][0] for u in units]
    if "".join(typed).isascii():
        return tuple(dict.fromkeys(typed))
    found: list[str] = []
    for source, same in groupby(zip(typed, units, strict=True), key=itemgetter(0)):
        read = " ".join(u.forms[0][0] for _, u in same).translate(_MARKS)
        found.append(source if source.isascii() or read == source else f"{source} ({read})")
    return tuple(found)
