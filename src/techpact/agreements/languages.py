"""Languages in which a text says that it was signed, by their names in three languages."""

from __future__ import annotations

import re
from functools import cache

_ALSO = {
    "和文": "ja",
    "일문": "ja",
    "国文": "ja",
    "英文": "en",
    "영문": "en",
    "국문": "ko",
    "한글": "ko",
}
_ALSO |= {"朝鮮語": "ko", "仏語": "fr", "불어": "fr", "独語": "de", "독어": "de"}
_AND = r"(?:及び|並びに|および|、|と|와|과|및|,|\s|and\b|the\b)*"
_RUN = re.compile(
    rf"(?:[一-鿿ァ-ヶー]{{1,10}}語|[和英国]文){_AND}(?:(?:[一-鿿ァ-ヶー]{{1,10}}語|[和英国]文){_AND})*"
    rf"|(?:[가-힣]{{1,8}}어|국문|영문|일문|한글){_AND}(?:(?:[가-힣]{{1,8}}어|국문|영문|일문|한글){_AND})*"
    rf"|\b(?:[A-Z][a-z]+{_AND}){{1,5}}(?=languages?\b)|\b(?:English|Japanese|Korean)\b{_AND}"
    rf"(?:\b[A-Z][a-z]+\b{_AND}){{0,4}}"
)
_NAME = re.compile(
    r"[一-鿿ァ-ヶー]{1,10}語|[和英国]文|[가-힣]{1,8}어|국문|영문|일문|한글|[A-Z][a-z]+"
)


@cache
def _codes() -> dict[str, str]:
    """ISO 639-1 codes by the names of languages in English, Japanese and Korean."""
    from babel import Locale

    found = dict(_ALSO)
    for name in ("en", "ja", "ko"):
        for code, local in Locale.parse(name).languages.items():
            if len(code) == 2:
                found.setdefault(local, code)
    return found


def find_languages(text: str) -> tuple[list[str], int, int] | None:
    """Find a list of languages with its place; a language without a code is given by its name."""
    codes = _codes()
    for run in _RUN.finditer(text):
        names = list(_NAME.finditer(run.group()))
        known = [codes.get(n.group(), n.group()) for n in names]
        if any(n.group() in codes for n in names):
            return list(dict.fromkeys(known)), run.start(), run.start() + names[-1].end()
    return None
