"""The spine: technology areas with names, terms and concordances, all read from the fact base.

Adding an area is adding rows to `facts/areas/*.csv`; no area is named in code.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from techpact.errors import NotFoundError
from techpact.folds import Fold

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
        # One pattern of all terms would try each of them at each character; two characters lead
        # to the few that can stand there.
        self._starting: dict[str, list[str]] = {}
        for term in sorted(self._area_of, key=len, reverse=True):
            self._starting.setdefault(term[:2], []).append(term)
        first = "".join(sorted({t[0] for t in self._area_of if t}))
        self._first = re.compile(f"[{re.escape(first)}]") if first else None

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
        if self._first is None:
            return []
        folded = _fold(text)
        found: list[tuple[int, int, str]] = []
        end = 0
        for hit in self._first.finditer(folded):
            at = hit.start()
            if at < end:
                continue
            terms = self._starting.get(folded[at : at + 2]) or self._starting.get(folded[at])
            for term in terms or ():
                if folded.startswith(term, at) and _at_borders(folded, at, at + len(term), term):
                    end = at + len(term)
                    found.extend((at, end, code) for code in self._area_of[term])
                    break
        return found


_LATIN = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")


def _fold_character(character: str) -> str:
    folded = unicodedata.normalize("NFKC", character).casefold()
    return folded if len(folded) == 1 else character


# kana, ideographs, Hangul, the marks between them, small letters and digits are folded already
_fold = Fold(
    "^\n -@a-z\u3001-\u3003\u3005-\u3029\u3041-\u3096\u30a1-\u30fe\u4e00-\u9fff가-힣",
    _fold_character,
)


def _at_borders(text: str, start: int, end: int, term: str) -> bool:
    """Whether a term that begins or ends with a Latin letter or digit stands at word borders."""
    if term[0] in _LATIN and start and text[start - 1] in _LATIN:
        return False
    return not (term[-1] in _LATIN and end < len(text) and text[end] in _LATIN)
