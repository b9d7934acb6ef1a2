"""English country names, as publishers write them, to ISO 3166-1 alpha-3 codes."""

from __future__ import annotations

import re
from functools import cache

from techpact.alliance import country_codes

OTHER, WORLD = "other", "world"

# Names that differ from the CLDR names: inverted, former, or spelt in another way.
_NAMES = {
    "bolivia (plurinational state of)": "BOL",
    "brunei darussalam": "BRN",
    "burma": "MMR",
    "cabo verde": "CPV",
    "china, mainland": "CHN",
    "congo": "COG",
    "congo (brazzaville)": "COG",
    "congo (kinshasa)": "COD",
    "czech republic": "CZE",
    "côte d'ivoire": "CIV",
    "ivory coast": "CIV",
    "hong kong": "HKG",
    "iran (islamic republic of)": "IRN",
    "korea, north": "PRK",
    "korea, republic of": "KOR",
    "korea, south": "KOR",
    "republic of korea": "KOR",
    "macedonia": "MKD",
    "micronesia": "FSM",
    "moldova, republic of": "MDA",
    "russian federation": "RUS",
    "swaziland": "SWZ",
    "the bahamas": "BHS",
    "syrian arab republic": "SYR",
    "taiwan, china": "TWN",
    "turkey": "TUR",
    "united republic of tanzania": "TZA",
    "united states of america": "USA",
    "usa": "USA",
    "viet nam": "VNM",
}


@cache
def _known() -> dict[str, str]:
    from babel import Locale

    names = Locale.parse("en").territories
    found = {
        str(names[two]).lower(): three for three, two in country_codes().items() if two in names
    }
    plain = {n.replace("’", "'").replace("&", "and"): c for n, c in found.items()}
    short = {re.sub(r"\s*\(.*\)$", "", n): c for n, c in plain.items() if "(" in n}
    return short | found | plain | _NAMES


def country_of(name: str) -> str | None:
    """Return the code of a country name, `other` or `world` for such rows, None when unknown.

    Qualifiers in brackets, notes and superfluous blanks are ignored: "China (crude ore)".
    """
    text = re.sub(r"\s+", " ", name.replace("\xa0", " ").replace("’", "'")).strip().lower()
    if text.startswith("world total"):
        return WORLD
    if text.startswith(("other countries", "all others", "others")) or " and " in text:
        exact = _known().get(text)
        return exact or OTHER
    found = _known().get(text)
    if found is None:
        found = _known().get(re.sub(r"\s*\(.*?\)", "", text).rstrip(" 0123456789").strip())
    return found
