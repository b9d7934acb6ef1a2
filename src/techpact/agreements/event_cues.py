"""The words by which events are told: those of Asian scripts apart from those in Latin letters."""
# ruff: noqa: E501 - lists of words are easier to extend when they stand on one line

from __future__ import annotations

import re
from typing import NamedTuple

from techpact.agreements.lexicon import alternatives


class Cue(NamedTuple):
    """Where the first cue of a type stands in a sentence, and how many of the type do."""

    start: int
    end: int
    times: int


_ASIAN = {
    "signing": r"署名|調印|締結|서명|체결|조인",
    "agreement": r"大筋合意|基本合意|で合意し|に合意し|合意に達し|합의했|합의하|합의에 이르|뜻을 모았",
    "legislation": r"法案|法律|可決|成立させ|通過させ|大統領令|법안|통과|행정명령|법률",
    "pledge": r"投資する|投資計画|投資を|拠出|を投じ|투입하|투입한|내놓기로|내기로|투자하|투자를|투자 계획|출연",
    "call": r"通話|電話(?:会談|協議|で協議|で会談|で話)|통화|전화 (?:회담|협의)",
    "meeting": r"会談|会合|会議|首脳会|面談|面会|協議した|話し合った|회담|회의|만나|만났|면담|회동",
    "visit": r"訪問|訪日|訪米|訪韓|訪中|来日|視察|방문|방한|방미|방일|시찰|[을를] (?:찾아|찾는다|찾았다|찾을)",
    "dispatch": r"派遣|파견",
    "establishment": r"設立(?:し|す|さ|が)|設置(?:し|す|さ)|立ち上げ|発足|着工|起工|開所|착공|기공식|개소|문을 (?:열|연)|설립|설치|출범|신설",
    "announcement": r"発表し|発表す|公表|明らかにした|宣言し|발표|공표|밝혔|공개",
}
_LATIN = {
    "signing": (r"sign(?:ed|s|ing)?\b", r"signature\b", r"conclude[ds]?\b"),
    "agreement": (
        r"agree[ds]? (?:on|to|that|how|rules|terms|in principle)\b",
        r"reached (?:an? )?(?:\w+ )?(?:agreement|deal|accord)\b",
    ),
    "legislation": (
        r"bill\b",
        r"legislation\b",
        r"passed\b.{0,30}\b(?:law|act|bill)\b",
        r"executive order\b",
    ),
    "pledge": (
        r"put(?:s|ting)? (?:US|[AC])?[$€£¥]",
        r"pledg\w+",
        r"invest(?:s|ed|ing|ment)?\b",
        r"commit(?:s|ted)? (?:US)?[$€£¥]",
    ),
    "call": (r"phone (?:call|talks)\b", r"telephone (?:call|talks)\b"),
    "meeting": (r"met\b", r"meet(?:s|ing|ings)?\b", r"summit\b", r"talks\b"),
    "visit": (r"visit(?:s|ed|ing)?\b", r"travel(?:s|led|ed)? to\b"),
    "dispatch": (r"dispatch\w*", r"send a delegation\b"),
    "establishment": (
        r"break ground\b",
        r"breaks ground\b",
        r"broke ground\b",
        r"establish(?:ed|es|ing)?\b",
        r"launch(?:ed|es|ing)?\b",
        r"set up\b",
    ),
    "announcement": (r"announc\w+", r"unveil\w+", r"publish(?:ed|es)\b"),
}
TYPES = tuple(_ASIAN)

_IN_ASIAN = {kind: re.compile(pattern) for kind, pattern in _ASIAN.items()}
_IN_LATIN = {kind: re.compile(rf"\b(?:{'|'.join(cues)})", re.I) for kind, cues in _LATIN.items()}


def _beginning(cue: str) -> str:
    """The letters with which a cue begins whatever follows."""
    plain = re.match(r"[a-z]+(?![a-z?*{])", cue)
    return plain.group() if plain else cue[:1]


_BEGINNING = re.compile(
    r"\b" + alternatives(sorted({_beginning(c) for cues in _LATIN.values() for c in cues})), re.I
)
"""Most sentences in Asian scripts hold Latin letters, few hold such a word."""


def find_cues(sentence: str) -> dict[str, Cue]:
    """Find the first cue of each type of event in a sentence, in the order of `TYPES`."""
    latin = _BEGINNING.search(sentence) is not None
    asian = not sentence.isascii()
    found = {}
    for kind in TYPES:
        hits = [*_IN_ASIAN[kind].finditer(sentence)] if asian else []
        if latin:
            hits += _IN_LATIN[kind].finditer(sentence)
        if hits:
            first = min(hits, key=lambda m: m.start())
            found[kind] = Cue(*first.span(), len(hits))
    return found
