"""Firms in English text by their trade and by the people who work for them.

A firm buys, builds and supplies; a chemist works at one. A lone word that opens a sentence is a
name only by its shape, or when the text has no common word like it.
"""
# ruff: noqa: E501 - lists of words are easier to extend when they stand on one line

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from techpact.agreements.english_words import COMMON_NOUNS, DEMONYM
from techpact.agreements.lexicon import words
from techpact.agreements.people_ja import Person
from techpact.agreements.places import english_places

W = r"(?:[A-Z](?:[\w&.-]|['’](?!s\b)){0,30}[\w]|[A-Z]{1,6})"
NAME_OF = rf"{W}(?:[ \n](?:(?:of|for|and|de|du|&)[ \n](?:the[ \n])?)?{W}){{0,5}}"
"""A name with `of` or `and` in it."""
NAME = rf"{W}(?:[ \n](?:&[ \n])?{W}){{0,4}}"
"""A name of neighbouring words."""
NO_NAMES = words(
    "The This That He She They We It In On At By For From With But And Or As I Mr Mrs Ms Dr Prof "
    "Congress Parliament Government Policy Research Science Technology Trade Strategy Innovation "
    "Energy Security State Defence Defense Commerce Economics Marketing Engineering Operations "
    "President Minister Prime Secretary Europe Asia Africa America North South East West Monday "
    "Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July "
    "August September October November December Internet AI Republican Republicans Democrat "
    "Democrats Cabinet Foreign Affairs Republic Kingdom United States"
)
"""Words with which no name of a firm begins."""
GENERIC_FIRST = words(
    "National International Royal American European Asian Japanese Korean Canadian British French "
    "German Chinese Indian Australian Dutch Technical University Institute Institution Ministry "
    "Department Office Agency Center Centre Council Bank House First General Central Federal "
    "Nuclear Advanced Global Research Saxon Northern Southern Eastern Western New Joint World The "
    "Innovation Science Technology Energy Space Industrial Economic Development Trade Standards "
    "Finnish Swedish Norwegian Danish Polish Spanish Italian Swiss Israeli Taiwanese Arctic Pacific "
    "Atlantic Semiconductor Quantum Digital Natural Public State Korea Japan"
)
"""Words that do not set one firm apart."""
_WHO_AT = re.compile(
    rf",? (?:a|an|the|who (?:is|was|leads|heads|runs|works|teaches)[^,.;\n]{{0,40}}?)? ?(?:[a-z][\w-]* ){{0,5}}?(?:at|of|for|with|from) (?:the )?(?P<x>{NAME_OF})(?=[\s,.;:)'’]|$)"
)
"""What follows a person's name: `, a geologist at …`, ` of …`."""
_V = (
    r"(?:buy|acquire|build|supply|produce|manufacture|sell|deliver|operate|open|lend|invest|make|mine|refine|ship|lease|license"
    r"|develop|install|take over|hire|employ|raise|spend|expand|begin production|start production)"
)
_TRADES = re.compile(
    rf"\b(?P<x>{NAME})(?: and (?:its partner )?(?P<y>{NAME}))?,? (?:(?:has|have|had) )?(?:agreed to|will(?: also)?|plans? to|(?:is|are) to|(?:has|have) promised to|promised to|intends? to|said (?:it|they) would|would|(?:is|are) (?:due|set) to|wants? to) {_V}\b"
    rf"|\b(?P<a>{NAME})(?: and (?P<b>{NAME}))? (?:bought|acquired|makes?|manufactures?|supplies|sells|employs|owns|produces|delivered|supplied|acquires|runs (?:teams|plants?|factor\w+|mines?|lines?|labs?|laborator\w+|a (?:plant|factory|mine|line|lab\w*)))\b"
    rf"|\b(?P<l>{NAME}) and its (?:partners?|rivals?|subsidiar\w+|suppliers?|parent)\b"
)
_TRADED = re.compile(
    rf"\b(?:buy|acquire|bought|acquired|take over|stake in|invest in|invested in|owned by|joint venture (?:of|with)|partner|supplier to|customers? such as) (?P<o>{NAME})(?= (?:in|for|from|at|last|this|after|and|to|on|with|by|hold|holds)\b|[,.;])"
)
"""What firms do: buy, build, supply; and what is bought."""
_AT_ONE = re.compile(
    rf"\b(?:at|of|with|by|from|for|in) (?P<x>{NAME}), (?:a|an|the) (?:[\w-]+ ){{0,4}}?(?:institute|company|firm|maker|chipmaker|start-?up|manufacturer|developer|think tank|supplier|producer|miner)\b"
)


def firms_told_of(text: str, people: Sequence[Person]) -> Iterator[tuple[int, int]]:
    """Whom people work for, and firms by their trade."""
    for person in people:
        if not person.full or not text[person.start].isascii():
            continue
        found = _WHO_AT.match(text, person.end)
        if found and found["x"].split()[0] not in NO_NAMES:
            yield found.span("x")
    names = {part for p in people for part in p.name.split()}
    common = set(_LOWER.findall(text))
    found_by_trade = (m for pattern in (_TRADES, _TRADED, _AT_ONE) for m in pattern.finditer(text))
    for match in found_by_trade:
        for group, value in match.groupdict().items():
            if not value:
                continue
            start, end = match.span(group)
            first = value.split()[0]
            if (
                value in english_places()
                or value in GENERIC_FIRST
                or first in NO_NAMES
                or value.split()[-1] in names
                or first in names
            ):
                continue
            if not _proper(text, start, value, common):
                continue
            yield start, end


_LOWER = re.compile(r"(?<![\w-])[a-z][\w-]*")
_FIRM_SHAPE = re.compile(r"[a-z][A-Z]|[A-Z]{2}|\d|-[A-ZÀ-Ž]")


def _proper(text: str, start: int, name: str, common: set[str]) -> bool:
    """Whether a name is one though it opens a sentence: by its shape, or by its place elsewhere."""
    words_of = name.split()
    if all(w in COMMON_NOUNS or DEMONYM.match(w) or w in _SORTS for w in words_of):
        return False
    if words_of[0] in _OPENERS or words_of[0] in _SORTS:
        return False
    before = text[max(0, start - 2) : start].strip(" ")
    if (before and before[-1] not in '.!?\n"“”') or len(words_of) > 1:
        return True
    if _FIRM_SHAPE.search(name):
        return True
    plural = name.endswith(("s", "ing", "ly", "ed", "ers", "ors"))
    return name.lower() not in common and not plural


_SORTS = words(
    "Officials Companies Engineers Investors Workers Scientists Researchers Governments Ministers Makers Suppliers Customers Producers "
    "Farmers Firms Banks Universities Students Everyone Nobody Somebody Neither None Others Another Several People Buyers Sellers Users "
    "Participants Participant Parties Party Sides Side Members Partners Allies Ministries Agencies Tokyo Washington London Seoul Beijing "
    "Brussels Ottawa Canberra Delhi Paris Berlin Parliament Congress Senate Executives Managers Industry Government Management Leaders"
)
_OPENERS = words(
    "There What Who Whoever How Why Where Which Yesterday Today Tomorrow Later Earlier Meanwhile Instead Together Separately Still Even "
    "Our My His Her Its Their Your Every No Not Only Just Last Next Then Now So Yet If When While After Before Since Until Although Though "
    "Because Unless Whether Once Perhaps Maybe Also Thus Hence Here All Any More Most Much Less Few Such Same Other Mr Ms Mrs Dr You Those These"
)
