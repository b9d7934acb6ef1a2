"""What else is known of both sides: countries and identifiers raise or lower a score."""

from __future__ import annotations

import math
import re
from collections.abc import Collection
from functools import lru_cache

SAME_COUNTRY, OTHER_COUNTRY, SAME_IDENTIFIER = 0.6, -1.2, 5.0
"""Added to the log odds of a score. Firms move and have branches, so another country weighs less
than a number that is the same."""


def adjust(
    score: float,
    asked_countries: Collection[str],
    listed_countries: Collection[str],
    asked_identifiers: Collection[str] = (),
    listed_identifiers: Collection[str] = (),
) -> tuple[float, str]:
    """Return the score with further evidence, and what was seen; unknown changes nothing."""
    seen = []
    odds = 0.0
    a = {c for c in map(country_code, asked_countries) if c}
    b = {c for c in map(country_code, listed_countries) if c}
    if a and b:
        same = bool(a & b)
        odds += SAME_COUNTRY if same else OTHER_COUNTRY
        seen.append("country agrees" if same else "countries differ")
    x = {n for n in map(_plain, asked_identifiers) if len(n) > 3}
    if x & {_plain(n) for n in listed_identifiers}:
        odds += SAME_IDENTIFIER
        seen.append("identifier agrees")
    if not odds:
        return score, ""
    bounded = min(max(score, 1e-6), 1 - 1e-6)
    return 1.0 / (1.0 + math.exp(-(math.log(bounded / (1 - bounded)) + odds))), ", ".join(seen)


def _plain(identifier: str) -> str:
    return re.sub(r"[^0-9a-z]", "", identifier.lower())


_LONG = {
    "people's republic of china": "cn", "prc": "cn", "north korea": "kp", "south korea": "kr",
    "islamic republic of iran": "ir", "islamic republic of pakistan": "pk", "burma": "mm",
    "islamic republic of afghanistan": "af", "russian federation": "ru", "korea, north": "kp",
    "syrian arab republic": "sy", "republic of belarus": "by", "hong kong": "hk", "macau": "mo",
    "republic of lebanon": "lb", "republic of yemen": "ye", "state of israel": "il",
    "democratic people's republic of korea": "kp", "republic of korea": "kr", "turkey": "tr",
    "united states of america": "us", "arab republic of egypt": "eg",
}  # fmt: skip


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    from babel import Locale

    territories = Locale("en").territories.items()
    found = {name.lower(): code.lower() for code, name in territories if len(code) == 2}
    return found | _LONG


@lru_cache(maxsize=4096)
def country_code(text: str) -> str:
    """Return the two-letter code of a country code or English name; '' when it is neither."""
    plain = text.strip().lower()
    if len(plain) == 2 and plain.isalpha():
        return "gb" if plain == "uk" else plain
    return _names().get(plain, "")
