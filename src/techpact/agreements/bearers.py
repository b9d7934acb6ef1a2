"""Who commits: the words for the parties, or a body or country named as the subject."""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence

from techpact.agreements import cues
from techpact.agreements import vocabulary as words
from techpact.agreements.records import Mention
from techpact.agreements.structure import Node

_NAMED_KINDS = frozenset({"ORG", "BODY", "GPE"})
_SUBJECT_JA = re.compile(
    r"[一-鿿ァ-ヴー]{2,20}(?:省|庁|府|局|政府|機構|機関|委員会|国|研究所|大学|財団|協会|センター)(?=は)"
)
_SUBJECT_EN = re.compile(
    r"^(?:[^,.;]{0,200},\s+)?(?P<s>(?:the\s+|The\s+)?(?:(?:Government|Ministry|Department|Office|Agency)"
    r"\s+of\s+(?:the\s+)?[A-Z]\w+(?:\s+(?:of|and|the|[A-Z]\w+))*|United\s+(?:States|Kingdom)|Japan"
    r"|Republic\s+of\s+Korea|Korea|(?:Joint|Steering|Coordinating)\s+(?:Working\s+)?[A-Z]\w+|Working\s+Group"
    r"|(?:[A-Z][\w&-]*\s+){0,4}(?:Ministry|Department|Office|Agency|Council|Commission|Institute"
    r"|Authority|Administration|Foundation|Committee|Board|Bureau|Academy|Cent(?:er|re))"
    r"(?:\s+(?:of|for|and|the|on|in|[A-Z][\w&-]*),?){0,9}?"
    r"(?=\s+(?:will|shall|must|may|intends?|plans?|is\s+to|are\s+to)\b)))\s"
)
_SUBJECT_KO = re.compile(
    r"(?:^|,\s)(?P<s>(?:[가-힣·]{2,14}(?:와|과)\s)?(?:[가-힣·]{2,14}\s)?"
    r"[가-힣·]{2,14}(?:부|처|청|정부|원|국|위원회|연구소|대학교|재단|협회|센터|공사))(?=[은는이가]\s)"
)
_PREPOSITION_EN = re.compile(
    r"\b(?:between|by|of|to|with|for|from|among|on|upon|which|that|how|what|where|why|whether)"
    r"\s+$",
    re.IGNORECASE,
)
DONE_BY_EN = re.compile(
    r"\b(?P<cue>(?P<may>may)|(?P<shall>shall|must)|will|is\s+to|are\s+to)\s+be\s+(?:\w+ly\s+)?\w+"
    r"(?:\s+at\s+any\s+time|\s+in\s+writing|,\s+[^,.]{1,60},)?\s+by\s+$"
)
"""What is done `by` a party: "… may be terminated by either Party"."""
_RESUMES_EN = re.compile(r"(?:[,;]|\b(?:and|but|or))\s*$")
ALSO_EN = re.compile(
    r"[\s,]*(?:also|further|each|all|hereby|jointly|therefore|additionally|both)?[\s,]*"
)
"""What may stand between a subject and its verb."""
_ASIDE = re.compile(r"\s?[(（](?:以下|이하|hereinafter)[^()（）]{1,60}[)）]")
_OWN_BODIES_JA = re.compile(
    r"(?:又は|及び|並びに)[^。、]{0,12}の(?:関係)?(?:機関|政府|省庁)(?=[はが])"
)
_OPENS = {
    "en": re.compile(r"^(?:[^,.;]{0,200},\s+)?(?:(?:The|the|Both|both)\s+)*$"),
    "ja": re.compile(r"(?:^|[、。])\s?$"),
    "ko": re.compile(r"(?:^|,\s)$"),
}
_CHAIN = {
    "en": re.compile(
        r"(?:,\s+(?:acting\s+)?(?:through|by\s+means\s+of|represented\s+by)\s+(?:its|their)\s+|,\s+(?:and\s+)?|\s+and\s+|\s*\([^()]{1,30}\)\s*|['’]s\s+)(?:the\s+)?"
    ),
    "ja": re.compile(r"(?:と|及び|並びに|、|・|の|\([^()]{1,30}\))+"),
    "ko": re.compile(r"(?:와|과|및|,|의|\s|\([^()]{1,30}\))+"),
}
_TOPIC = {"ja": re.compile(r"は"), "ko": re.compile(r"(?:은|는|이|가)(?=\s)")}
_HAS_SUBJECT = {
    "ja": re.compile(r"(?<![でにとへ])(?<!ついて)は|が(?!ん)"),
    "ko": re.compile(r"[가-힣](?:은|이|가|(?<![하되있없지치르리이오가키니])는)\s"),
}


_DOES = {
    "en": re.compile(r"(?!)"),
    "ja": re.compile(
        r"が(?:(?!た(?=[一-鿿])|[るうくすつむぶ](?:日|時|場合|とき|もの|こと|まで|ため|よう))[^、。])*"
        r"(?:する|定める|決める|行う|図る|負う|払う)。?$"
    ),
    "ko": re.compile(
        r"\s?[이가]\s(?:(?![은는한된인할]\s(?:한|날|때|경우|것|시점|바|후|뒤|일)|아니|않)[^,.])*"
        r"(?:[가-힣]\s?한다|나눈다)\.?$"
    ),
}
"""What is spoken of comes first, and the rest of the sentence says what the parties do with it."""


class MentionIndex:
    """Mentions in order of their start, to find those inside a span."""

    def __init__(self, mentions: Sequence[Mention]) -> None:
        self._ordered = sorted(mentions, key=lambda m: (m.start, m.end))
        self._starts = [m.start for m in self._ordered]

    def within(self, start: int, end: int) -> list[Mention]:
        """Return the mentions inside a span."""
        first = bisect.bisect_left(self._starts, start)
        last = bisect.bisect_left(self._starts, end)
        return [m for m in self._ordered[first:last] if m.end <= end]


_CALLED = re.compile(
    r"(?:hereinafter|referred\s+to|collectively|together|jointly|each|individually|\()[^()“”\"\n]{0,60}[“\"](?:the\s)?(?P<term>[A-Z][a-z]{3,16})[”\"]"
)
"""What an English agreement calls its parties (each an “Institute”, together the “Institutes”)."""
_OTHER_TERMS = frozenset(
    {"Memorandum", "Agreement", "Arrangement", "Deal", "Framework", "Protocol"}
)


def called(text: str) -> re.Pattern[str] | None:
    """Return a pattern of the terms by which the opening of an agreement calls its parties."""
    terms = {m["term"].removesuffix("s") for m in _CALLED.finditer(text)} - _OTHER_TERMS
    if not terms:
        return None
    return re.compile(
        rf"\b(?i:the|both|each|either|neither|any|no|one)\s+(?:(?:other|two|three)\s+)?(?:{'|'.join(sorted(terms))})s?\b"
    )


def party(text: str, language: str, own: re.Pattern[str] | None = None) -> tuple[int, int] | None:
    """Return where a sentence names the parties as those who do something.

    `own` finds what this agreement calls them.
    """
    places = [*words.PARTY_BEARER.finditer(text), *(own.finditer(text) if own else ())]
    for found in sorted(places, key=lambda m: m.start()) if own else places:
        start, end = found.span()
        if language == "ja" and (more := _OWN_BODIES_JA.match(text, end)):
            end = more.end()
        if aside := _ASIDE.match(text, end):  # 両国政府(以下「双方」という。)は
            end = aside.end()
        after = text[end : end + 2]
        # "…は、両当事者が署名した時点から": a subject inside a clause about something else.
        before = text[:start]
        inner = (after[:1] == "が" and "は、" in before) or (
            re.match(r"\s?[이가]", text[end : end + 2]) is not None
            and re.search(r"[가-힣](?:은|는)\s", before) is not None
        )
        if inner and _DOES[language].match(text, end):
            inner = False
        if inner or (language == "ja" and after[:1] not in {"は", "が", "も"}):
            continue
        if language == "ko" and not re.match(
            r"\s?(?:모두|각각)?\s?(?:이든|이든지|든지|든|라도|[은는이가도])", text[end : end + 5]
        ):
            continue
        if language == "en" and not (_subject_en(before) or DONE_BY_EN.search(before)):
            continue
        return start, end
    return None


def named(node: Node, language: str, index: MentionIndex) -> tuple[int, int] | None:
    """Return where a sentence names bodies or countries as its subject."""
    text = node.text
    mentions = [m for m in index.within(node.start, node.end) if m.kind in _NAMED_KINDS]
    places = [(node.place(m.start), node.place(m.end - 1) + 1) for m in mentions]
    for i, (start, end) in enumerate(places):
        if not _OPENS[language].search(text[:start]):
            continue
        for next_start, next_end in places[i + 1 :]:
            if not _CHAIN[language].fullmatch(text, end, next_start):
                break
            end = next_end
        if language == "en":
            also = ALSO_EN.match(text, end)
            at = also.end() if also else end
            if any(m.start() <= at + 1 for m in cues.EN.finditer(text, end, at + 60)):
                return start, end
        elif _TOPIC[language].match(text, end):
            return start, end
        break
    if language == "ja":
        other = _SUBJECT_JA.search(text)
        return other.span() if other else None
    other = (_SUBJECT_EN if language == "en" else _SUBJECT_KO).search(text)
    return other.span("s") if other else None


def subjectless(text: str, language: str) -> bool:
    """Whether a Japanese or Korean sentence leaves its subject to the sentence before."""
    return language in _HAS_SUBJECT and not _HAS_SUBJECT[language].search(text)


def _subject_en(before: str) -> bool:
    """Whether what comes next can be the subject of the sentence."""
    if _PREPOSITION_EN.search(before):
        return False
    # "… the notification by which the Parties inform": a verb already stood before.
    return not words.FINITE_EN.search(before) or bool(_RESUMES_EN.search(before))
