"""Find people in Japanese text where they are introduced: at a microphone, behind an office, once.

A reporter names the paper and the family name; a notice prints the office before a name with a
blank in it; a family name of one character is a name where the full one was given before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from techpact.agreements.people_ja import Person

_MICROPHONE = re.compile(
    r"[((](?P<role>記者|質問者|問)[))][^\n]{0,24}?(?<![一-鿿々ァ-ヺーA-Za-z])(?:[一-鿿ァ-ヺーA-Z]{1,14}"
    r"(?:新聞|通信|放送|テレビ|新報|日報|時報|経済|社|誌)|[ァ-ヺー・]{3,16}|[A-Z]{2,8})の"
    r"(?P<name>[一-鿿々]{2,4}|[ァ-ヺー]{2,}(?:[・=][ァ-ヺー]{2,}){1,3}|[ァ-ヺー]{2,}[一-鿿々]{2,3})"
    r"(?=です。|と申します)"
)
_OFFICE = (
    r"社長|会長|総長|学長|所長|院長|理事長|センター長|学部長|研究科長|代表取締役|理事|部長|CEO"
)
_BEHIND_OFFICE = re.compile(
    rf"(?P<role>{_OFFICE})(?:[::]|[ \u3000])"
    r"(?P<name>[一-鿿々][一-鿿々ヶノ]{0,3}[ \u3000][一-鿿々ぁ-んァ-ヺ]{1,4})(?=[、))\n。]|$)",
    re.M,
)
_ONE_CHARACTER = re.compile(
    r"(?<![一-鿿々])(?P<name>[一-鿿])(?P<role>会長|社長|主席|首席|総裁|総統|部長|院長|所長|教授"
    r"|大臣|長官|大使|議長|委員長|報道官|氏)(?![一-鿿])"
)


def find_introduced(text: str) -> Iterator[Person]:
    """Find those who name themselves, and names with a blank in them behind an office."""
    for pattern in (_MICROPHONE, _BEHIND_OFFICE):
        for match in pattern.finditer(text):
            full = pattern is _BEHIND_OFFICE or "・" in match["name"]
            yield Person(*match.span("name"), match["name"], match.span("role"), 0.88, full)


def find_again(text: str, people: Sequence[Person]) -> Iterator[Person]:
    """Find family names of one character with a title, of people named in full."""
    families = {p.name[0] for p in people if p.full and "一" <= p.name[0] <= "鿿"}
    for match in _ONE_CHARACTER.finditer(text) if families else ():
        if match["name"] in families:
            yield Person(*match.span("name"), match["name"], match.span("role"), 0.85, False)
