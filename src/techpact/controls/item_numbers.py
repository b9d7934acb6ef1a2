"""Item numbers of the common lists: what their digits say."""

from __future__ import annotations

import re

_ECCN = re.compile(r"([0-9])([A-E])([0-9]{3})")
_DOTTED = re.compile(r"([0-9])\.([A-E])\.([0-9]{1,3})\.?")

REGIME_OF = {"0": "wassenaar", "1": "mtcr", "2": "nsg", "3": "australia-group"}
"""The third character of a number names the regime that it comes from; 5, 6 and 9 are national."""


def common_number(item: str) -> str | None:
    """Return the number in the form that the US, EU, UK and Korean lists share: 3.B.1 is 3B001.

    None when it is not such a number (a Japanese item, a whole category).
    """
    plain = _ECCN.match(item)
    if plain:
        return plain.group()
    dotted = _DOTTED.match(item)
    return f"{dotted[1]}{dotted[2]}{int(dotted[3]):03d}" if dotted else None


def regime_of(number: str) -> str | None:
    """Return the regime that a common number belongs to; None for national items."""
    regime = REGIME_OF.get(number[2])
    # Category 0 is that of the nuclear suppliers; the Wassenaar list begins with category 1.
    return "nsg" if regime == "wassenaar" and number[0] == "0" else regime


def category_of(item: str) -> str | None:
    """Category digit of a common number or of a whole category."""
    number = common_number(item)
    if number:
        return number[0]
    return item if re.fullmatch(r"[0-9]", item) else None
