"""The spine: technology areas with names, terms and concordances, all read from the fact base.

Adding an area is adding rows to `facts/areas/*.csv`; no area is named in code.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from techpact.errors import NotFoundError

GENERAL = "general"
"""The area of what belongs to no technology in particular."""

LANGUAGES = ("en", "ja", "ko")


@dataclass(frozen=True)
class Area:
    """One technology area: a code, names by language, and its terms by language."""

    code: str
    names: Mapping[str, str]
    terms: Mapping[str, tuple[str, ...]]

    def name(self, language: str) -> str:
        """Return the name in a language (English where it has none)."""
        return self.names.get(language) or self.names["en"]


class Areas:
    """All areas of a fact base, in their order, with a term matcher.

    Parameters
    ----------
    areas
        In the order in which they are to be shown.
    """

    def __init__(self, areas: Iterable[Area]) -> None:
        self._by_code = {a.code: a for a in areas}
        pairs = [
            (_fold(term), code)
            for code, area in self._by_code.items()
            for terms in area.terms.values()
            for term in terms
        ]
        self._area_of: dict[str, list[str]] = {}
        for term, code in pairs:
            codes = self._area_of.setdefault(term, [])
            if code not in codes:  # one term may stand in several languages
                codes.append(code)
        ordered = sorted(self._area_of, key=len, reverse=True)
        self._pattern = re.compile("|".join(_guard(t) for t in ordered)) if ordered else None

    def __iter__(self) -> Iterator[Area]:
        return iter(self._by_code.values())

    def __len__(self) -> int:
        return len(self._by_code)

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    @property
    def codes(self) -> tuple[str, ...]:
        """Area codes in order."""
        return tuple(self._by_code)

    def __getitem__(self, code: str) -> Area:
        if code not in self._by_code:
            raise NotFoundError("area", code, self._by_code)
        return self._by_code[code]

    def matches(self, text: str) -> list[tuple[int, int, str]]:
        """Find area terms in a text.

        Returns
        -------
        list of (start, end, area)
            Offsets into `text` (code points); where one term belongs to two areas both are given.
            Longest terms win; Latin terms match at word borders and in any case.
        """
        if self._pattern is None:
            return []
        folded = _fold(text)
        if len(folded) != len(text):  # a fold that changes length would break offsets
            folded = "".join(_fold_character(c) for c in text)
        return [
            (m.start(), m.end(), code)
            for m in self._pattern.finditer(folded)
            for code in self._area_of[m.group()]
        ]


def _fold_character(character: str) -> str:
    folded = unicodedata.normalize("NFKC", character).casefold()
    return folded if len(folded) == 1 else character


def _fold(text: str) -> str:
    return "".join(_fold_character(c) for c in text)


def _guard(term: str) -> str:
    body = re.escape(term)
    left = r"(?<![a-z0-9])" if re.match(r"[a-z0-9]", term) else ""
    right = r"(?![a-z0-9])" if re.search(r"[a-z0-9]$", term) else ""
    return f"{left}{body}{right}"
