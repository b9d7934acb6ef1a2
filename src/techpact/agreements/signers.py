"""Find who signs: the names that stand with an office in the lines of signatures."""
# ruff: noqa: E501 - lists of words are easier to extend when they stand on one line

from __future__ import annotations

import re
from collections.abc import Iterator

from techpact.agreements import people_en
from techpact.agreements.people_ja import Person

_OFFICE_JA = r"[一-鿿ァ-ヺー・]{0,24}(?:大臣|長官|次官|次官補|局長|大使|代表|委員長|部長|院長|総裁|理事長|議長|総局長|事務総長|相|閣下)"
_NAME_JA = r"(?:[一-鿿々]{1,4} ?[一-鿿々ぁ-んァ-ヶー]{1,5}|[ァ-ヺー]+(?:[・=][ァ-ヺー]+){1,4})"
_SIDE_JA = r"(?:^|のために|を代表して|代表)[ :]*"
_OFFICE_KO = r"[가-힣·]{0,16}(?:장관|차관|차관보|대사|국장|실장|청장|처장|위원장|부위원장|대신|원장|대표|총국장|사무총장|본부장)"
_NAME_KO = r"(?:[가-힣]{2,4}|[가-힣]{2,6} [가-힣]{2,8})"
_SIDE_KO = r"(?:^|대표하여|위하여)[ :]*"
_LINES = (
    re.compile(rf"{_SIDE_JA}(?P<name>{_NAME_JA}) +(?P<office>{_OFFICE_JA})$"),
    re.compile(rf"{_SIDE_JA}(?P<office>{_OFFICE_JA}) +(?P<name>{_NAME_JA})$"),
    re.compile(rf"{_SIDE_KO}(?P<name>{_NAME_KO}) +(?P<office>(?:[가-힣·]+ )?{_OFFICE_KO})$"),
    re.compile(rf"{_SIDE_KO}(?P<office>{_OFFICE_KO}) +(?P<name>{_NAME_KO})$"),
)
_FOR = (
    re.compile(rf"^(?P<name>{people_en.NAME}), (?:for|on behalf of) the [A-Z]"),
    re.compile(rf"(?:省|庁|府|局|政府|機構|委員会)[ :]+(?P<name>{_NAME_JA})$"),
    re.compile(rf"(?:부|처|청|원|정부|위원회|공사)[ :]+(?P<name>{_NAME_KO})$"),
    re.compile(
        rf"(?:For|FOR|On behalf of|ON BEHALF OF) [^:]{{3,200}}?[:,] ?(?P<name>{people_en.NAME})(?:,.*)?$"
    ),
    re.compile(rf"(?:のために|を代表して|代表)[ :]*(?P<name>{_NAME_JA})$"),
    re.compile(rf"(?:대표하여|위하여)[ :]*(?P<name>{_NAME_KO})$"),
    re.compile(rf"^(?P<name>{people_en.NAME})(?:, [A-Z].*)?$"),
    re.compile(r"^(?P<name>[一-鿿々]{1,4} [一-鿿々ぁ-ん]{1,4})$"),
    re.compile(r"^(?P<name>[가-힣]{3})$"),
    re.compile(r"^(?P<name>[ァ-ヺー]+(?:[・=][ァ-ヺー]+){1,4})$"),
)
"""Lines that say for whom one signs, and the name alone below such a line."""
_BODY = re.compile(r"(?:省|庁|府|局|政府|国|会|部|院|부|청|처|원|국|정부|위원회)$")


def find_signers(text: str) -> Iterator[Person]:
    """Find the people in one folded line of a signature block."""
    for pattern in _LINES:
        found = pattern.search(text.rstrip())
        if found and not _BODY.search(found["name"]):
            name = " ".join(found["name"].split())
            yield Person(*found.span("name"), name, found.span("office"), 0.9, True)
            return
    for pattern in _FOR:
        found = pattern.search(text.rstrip())
        if found and not _BODY.search(found["name"]):
            name = " ".join(found["name"].split())
            if name[0].isascii() and (" " not in name or not people_en.can_be_name(name)):
                continue
            yield Person(*found.span("name"), name, None, 0.88, True)
            return
