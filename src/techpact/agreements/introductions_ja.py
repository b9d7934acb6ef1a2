"""Find people in Japanese text where they are introduced: at a microphone, behind an office, once.

A reporter names the paper and the family name; a notice prints the office before a name with a
blank in it; a family name of one character is a name where the full one was given before.
"""
# ruff: noqa: E501 - alternatives of one kind are easier to extend when they stand on one line

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from techpact.agreements.japanese_names import ASIAN_FAMILIES, FAMILY_NAMES
from techpact.agreements.name_shapes_ja import can_be_name, has_common_pair, likely, plausible_full
from techpact.agreements.people_ja import Person
from techpact.agreements.places import japanese_places
from techpact.agreements.titles_ja import TITLES

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
    r"|大臣|長官|大使|議長|委員長|報道官|研究員|准教授|博士|所員|記者|氏|君|さん)(?![一-鿿])"
)


_NAME = (
    r"[一-鿿々]{1,3} [一-鿿々]{1,3}(?![一-鿿々])|[一-鿿々]{2,5}|[一-鿿々]{1,3} ?[ぁ-ん]{2,4}"
    r"|[A-Z]\.[ァ-ヺー]{2,14}|(?:[ァ-ヺー]{1,12}|[A-Z]\.?)(?:[・=](?:[ァ-ヺー]{1,14}|[A-Z]\.?)){1,4}"
)
_ROW = re.compile(
    rf"^[ ]*(?:[・○●◎■□◇◆▽▼※☆★]|[((]?\d{{1,2}}[))．.、])?[ ]*(?:(?:座長|委員長|部会長|委員|主査|会長|所長|理事長|議長)[ ]+)?(?P<name>{_NAME})(?:[ ]+|[ ]*[((:：,、/／][ ]*)(?P<rest>[^\n。]{{2,70}})$",
    re.M,
)
_CELL_LAST = re.compile(rf"(?<=[^\s、。])(?:[ ]{{2,}}|[|│])[ ]*(?P<name>{_NAME})[ ]*[|│]?$", re.M)
_CELL = re.compile(rf"(?:^|[|│┃])[ ]*(?P<name>{_NAME})[ ]*(?=[|│┃])", re.M)
_READ = re.compile(r"(?<![一-鿿])(?P<name>[一-鿿々]{2,5})[((][ぁ-ん]{2,8}[・ ][ぁ-ん]{2,8}[))]")
"""A name with its reading behind it."""
_CONTACT = re.compile(
    r"担当(?:者|官)?[::][ ]?(?P<names>[^\s、,::]{2,9}(?:[、,] ?[^\s、,::]{2,9}){0,5})[ ]*$", re.M
)
_ENVOY = re.compile(
    r"(?<![一-鿿])(?P<name>[一-鿿々]{3,5})(?P<role>[駐在][ァ-ヺー一-鿿]{1,12}?(?:特命全権)?(?:大使|公使|総領事))(?![一-鿿])"
)
_LISTED_NEXT = re.compile(rf"[))][・、](?P<next>{_NAME})(?:[((]|の[0-9二三四五六]+[氏人名]|ら)")
_LISTED_BODY = re.compile(rf"(?P<name>{_NAME})[((][^()()\n]{{2,30}}$")
"""Two in one list, the first with its body in brackets."""
_NOTED = re.compile(
    r"(?m)^[ ]*(?:\[\d{1,3}\]|[((]?\d{1,3}[))]?|注\d{1,2}[))]?)[ ]+(?P<name>[一-鿿々]{3,5})(?=[「『、,])"
)
"""The author of a work in a note."""
_OFFICE_ENDS = re.compile(rf"(?:{TITLES})$")
_OFFICE_THEN_NAME = re.compile(
    r"(?m)(?<=[一-鿿A-Zー])[ ::](?P<name>[一-鿿々]{3,5}|[ァ-ヺー]{2,}(?:・[ァ-ヺー]{2,}){1,3})(?=[ ]*$|、以下|[))])"
)
"""An office, a blank or a colon, and the name that ends the line."""
_OFFICE_THEN_FAMILY = re.compile(
    r"(?m)(?:課長|室長|係長|補佐|主査|担当)[ ](?P<name>[一-鿿々]{2,3})[ ]*$"
)
_BORDER = re.compile(r"[|│┃]")
_LONGEST_OFFICE, _LONGEST_LISTED = 14, 50
_OFFICE_IN_ROW = re.compile(rf"(?:{TITLES})(?:[ 、。,((/／・]|$)")


_OFFICE_TAIL = re.compile(
    r"(?:官|補佐|主任|主査|調査役|専門職|技師|機構長|主席|参与|主幹|係長)(?=[ ]*(?:[(（].{0,20}[)）])?$)"
)
"""The end of a row that only an office has."""


def _in_rows(text: str) -> Iterator[Person]:
    """Names in lists of those present: before body and office, or behind the body."""
    for match in _ROW.finditer(text):
        office = _OFFICE_IN_ROW.search(match["rest"]) or _OFFICE_TAIL.search(match["rest"])
        bare = match["name"].replace(" ", "")
        plain = plausible_full(bare) and not has_common_pair(bare)
        spaced = " " in match["name"] and plain and _named_in_row(match["name"])
        if spaced and not office:
            yield Person(*match.span("name"), match["name"], None, 0.88, True)
        if office and (_named_in_row(match["name"]) or plain):
            role = (match.start("rest"), match.start("rest") + office.end())
            yield Person(*match.span("name"), match["name"], role, 0.9, True)
    envoys = (_ENVOY,) if "使" in text else ()
    for pattern in (*envoys, _NOTED, _OFFICE_THEN_FAMILY):
        for match in pattern.finditer(text):
            name = match["name"]
            family = pattern is _OFFICE_THEN_FAMILY and name in FAMILY_NAMES
            if (
                family
                or can_be_name(name)
                or likely(name)
                or (pattern is _NOTED and _named_in_row(name))
            ):
                a, b = match.span("name")
                yield Person(a, b, name, None, 0.9, not family)
    for match in _OFFICE_THEN_NAME.finditer(text):
        before = text[max(0, match.start() - _LONGEST_OFFICE) : match.start()]
        if _named_in_row(match["name"]) and _OFFICE_ENDS.search(before):
            yield Person(*match.span("name"), match["name"], None, 0.9, True)
    for match in _LISTED_NEXT.finditer(text):
        first = _LISTED_BODY.search(text, max(0, match.start() - _LONGEST_LISTED), match.start())
        for found, group in ((first, "name"), (match, "next")):
            if found and _named_in_row(found[group]):
                yield Person(*found.span(group), found[group], None, 0.88, True)
    for match in _READ.finditer(text):
        yield Person(*match.span("name"), match["name"], None, 0.92, True)
    cells = _CELL.finditer(text) if _BORDER.search(text) else ()
    for match in cells:
        if _named_in_row(match["name"]):
            yield Person(*match.span("name"), match["name"], None, 0.88, True)
    for match in _CONTACT.finditer(text):
        for name in re.finditer(r"[^、, ]+", match["names"]):
            if name.group() in FAMILY_NAMES or _named_in_row(name.group()):
                a = match.start("names")
                yield Person(a + name.start(), a + name.end(), name.group(), None, 0.85, True)
    last = [m for m in _CELL_LAST.finditer(text) if _named_in_row(m["name"])]
    for match in last if len(last) > 1 else ():
        yield Person(*match.span("name"), match["name"], None, 0.88, True)


def _named_in_row(name: str) -> bool:
    """Whether a field of a row can be a name: of Japan, of its neighbours, or transliterated."""
    bare = name.replace(" ", "")
    if " " in name and re.fullmatch(TITLES, name.split()[0]):
        return False
    if bare[0].isascii():
        return bare[-1] > "゠"
    if not "一" <= bare[0] <= "鿿":
        return can_be_name(bare)
    if can_be_name(bare) or likely(bare):
        return True
    if has_common_pair(bare) or bare in japanese_places():
        return False
    if " " in name and plausible_full(bare):
        return True
    asian = bare[0] in ASIAN_FAMILIES and 2 <= len(bare) <= 3
    return (asian and plausible_full(bare + "子" * (3 - len(bare)))) or (
        plausible_full(bare) and bare[:2] in FAMILY_NAMES
    )


_APPOINTED = re.compile(
    r"(?:議長|委員長|担当者|責任者|代表者|座長)は、?(?:[^。、]{2,24}の)?"
    r"(?P<name>[一-鿿々]{2,5}|[一-鿿]{1,2}[ァ-ヺー]{2,5}|[ァ-ヺー]{2,}(?:・[ァ-ヺー]{2,}){1,3})"
    r"(?:[(（][^()（）]{2,14}[)）])?(?=、|及び|とする|とし)"
)
"""Who is given an office by an agreement."""


def find_introduced(text: str) -> Iterator[Person]:
    """Find those who name themselves, and names with a blank in them behind an office."""
    for match in _APPOINTED.finditer(text):
        if can_be_name(match["name"]) or likely(match["name"]):
            yield Person(*match.span("name"), match["name"], None, 0.86, True)
    for pattern in (_MICROPHONE, _BEHIND_OFFICE):
        for match in pattern.finditer(text):
            full = pattern is _BEHIND_OFFICE or "・" in match["name"]
            yield Person(*match.span("name"), match["name"], match.span("role"), 0.88, full)
    yield from _in_rows(text)


def find_beside(text: str, people: Sequence[Person]) -> Iterator[Person]:
    """Find those who stand in one list with somebody known (土屋大洋、塩野誠、…)."""
    names = sorted({p.name for p in people if p.full and len(p.name) > 2})
    if not names:
        return
    either = "|".join(re.escape(n) for n in names[:_MOST_NAMES])
    for end in [m.end() for m in re.finditer(either, text)]:
        at = end
        for _ in range(_MOST_IN_LIST):
            found = _NEXT.match(text, at)
            if found is None or not (can_be_name(found["name"]) or likely(found["name"])):
                break
            yield Person(*found.span("name"), found["name"], None, 0.85, True)
            at = found.end("name")


_NEXT = re.compile(
    r"[、・と](?P<name>[一-鿿々]{3,5}|[ァ-ヺー]{2,}(?:・[ァ-ヺー]{2,}){1,3})(?=[、・と]|ら|の(?:各|両|[0-9]+)|氏|さん|に[謝感]|$)"
)
_MOST_IN_LIST, _MOST_NAMES = 12, 400


def find_again(text: str, people: Sequence[Person]) -> Iterator[Person]:
    """Find family names of one character with a title, of people named in full."""
    families = {p.name[0] for p in people if p.full and "一" <= p.name[0] <= "鿿"}
    for match in _ONE_CHARACTER.finditer(text) if families else ():
        if match["name"] in families:
            yield Person(*match.span("name"), match["name"], match.span("role"), 0.85, False)
