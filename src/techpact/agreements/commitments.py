"""Who will do what, through whom: commitments and their modality."""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from dataclasses import dataclass

from techpact.agreements import cues
from techpact.agreements import vocabulary as words
from techpact.agreements.periods import iso_period
from techpact.agreements.records import Commitment, Cue, Mention, Span
from techpact.agreements.structure import Node, walk

_CHANNEL_KINDS = frozenset({"ORG", "BODY"})
_INSTRUMENT_KINDS = frozenset({"PROGRAMME", "AGREEMENT", "FACILITY"})
_SUBJECT_JA = re.compile(r"[一-鿿ァ-ヴー]{2,20}(?:省|庁|府|局|政府|機構|機関|委員会|国)(?=は)")
_SUBJECT_EN = re.compile(
    r"^(?:[^,.;]{0,200},\s+)?(?P<s>(?:the\s+|The\s+)?(?:(?:Government|Ministry|Department|Office|Agency)"
    r"\s+of\s+(?:the\s+)?[A-Z]\w+(?:\s+(?:of|and|the|[A-Z]\w+))*|United\s+(?:States|Kingdom)|Japan"
    r"|Republic\s+of\s+Korea|Korea|(?:Joint|Steering|Coordinating)\s+(?:Working\s+)?[A-Z]\w+|Working\s+Group"
    r"|(?:[A-Z][\w&-]*\s+){0,4}(?:Ministry|Department|Office|Agency|Council|Commission|Institute"
    r"|Authority|Administration|Foundation|Committee|Board|Bureau|Academy|Cent(?:er|re))"
    r"(?:\s+(?:of|for|and|the|on|in|[A-Z][\w&-]*),?){0,9}?"
    r"(?=\s+(?:will|shall|must|may|intends?|plans?|is\s+to|are\s+to)\b)))\s"
)
_SUBJECT_KO = re.compile(r"(?:^|,\s)(?P<s>[가-힣]{2,14}(?:부|처|청|정부|원|국|위원회))(?=[은는])")
_VERB_EN = re.compile(
    r"(?!(?:of|to|in|on|at|by|for|with|and|or|that|which|who|whose|under|from|through|may|via)\b)"
    r"(?![a-z]+(?:ing|ed|ly)\b)[a-z]{3,}\b"
)
_PREPOSITION_EN = re.compile(
    r"\b(?:between|by|of|to|with|for|from|among|on|upon|which|that|how|what|where|why|whether)"
    r"\s+$",
    re.IGNORECASE,
)
_DONE_BY_EN = re.compile(
    r"\b(?P<cue>(?P<may>may)|(?P<shall>shall|must)|will|is\s+to|are\s+to)\s+be\s+(?:\w+ly\s+)?\w+"
    r"(?:\s+at\s+any\s+time|\s+in\s+writing|,\s+[^,.]{1,60},)?\s+by\s+$"
)
_GOVERNMENT = re.compile(r"^(?:the\s+)?Government\s+of\b|政府$|정부$", re.IGNORECASE)
_RESUMES_EN = re.compile(r"(?:[,;]|\b(?:and|but|or))\s*$")
_ALSO_EN = re.compile(
    r"[\s,]*(?:also|further|each|hereby|jointly|therefore|additionally|both)?[\s,]*"
)


@dataclass(slots=True)
class _Found:
    node: Node
    modality: str
    cue: Span
    bearers: tuple[str, ...]


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


def find_commitments(root: Node, language: str, mentions: Sequence[Mention]) -> list[Commitment]:
    """Read the commitments of an agreement.

    Parameters
    ----------
    root
        Its provisions, with ids and areas.
    language
        `en`, `ja` or `ko`.
    mentions
        Names in the text; bodies among them become channels.

    Returns
    -------
    list of Commitment
        In document order. A bullet without words of its own takes the modality, the cue and the
        bearers of the sentence that introduces it.
    """
    index = MentionIndex(mentions)
    found: list[Commitment] = []
    chapeaux: dict[int, _Found | None] = {}
    for part in [root, *(n for n in walk(root) if n.children)]:
        if part.type == "preamble":
            continue
        legal = _legal(part)
        chapeau = chapeaux.get(id(part))
        for node in part.children:
            if node.children:
                chapeaux[id(node)] = chapeau
                continue
            if node.type == "bullet":
                own = _read(node, language, legal)
                if own is not None:
                    found.append(_commitment(own, None, index))
                elif chapeau is not None:
                    heir = _Found(node, chapeau.modality, chapeau.cue, chapeau.bearers)
                    found.append(_commitment(heir, chapeau.node, index))
            elif node.type == "sentence":
                own = _read(node, language, legal)
                if own is not None:
                    found.append(_commitment(own, None, index))
                if words.CHAPEAU.search(node.text):
                    chapeau = own
                elif node.unit is not None and node.flat[1] >= len(node.unit.flat.text) - 1:
                    chapeau = own if own and node.text[-1] in ":：" else None
    found.sort(key=lambda c: (c.start, c.end))
    return [_numbered(c, i + 1) for i, c in enumerate(found)]


def _numbered(commitment: Commitment, number: int) -> Commitment:
    values = {f: getattr(commitment, f) for f in commitment.__dataclass_fields__}
    return Commitment(**{**values, "id": f"c{number}"})


def _legal(part: Node) -> bool:
    at: Node | None = part
    while at is not None:
        heading = next((c for c in at.children if c.type == "heading"), None)
        if heading is not None and at.type == "section":
            text = heading.text
            return len(text) < 80 and bool(words.LEGAL_TITLE.search(text))
        at = at.parent
    return False


def _read(node: Node, language: str, legal: bool) -> _Found | None:
    text = node.text
    bearer = _bearer(text, language)
    if language == "en":
        found = _english(text, bearer)
        negative = bool(cues.EN_NEGATIVE.search(text))
    else:
        pattern, plain, no = (
            (cues.JA, cues.JA_DECLARATIVE, cues.JA_NEGATIVE)
            if language == "ja"
            else (cues.KO, cues.KO_DECLARATIVE, cues.KO_NEGATIVE)
        )
        found = _final(text, pattern, plain, bearer)
        negative = bool(no.search(text))
    if found is None:
        return None
    modality, start, end = found
    if negative and (bearer is None or legal):
        return None
    if bearer is None:
        if legal or modality in {"declarative", "shall", "may"} or _about_the_text(text):
            return None
        if node.type == "bullet" and modality == "expect" and language == "en":
            return None
    cue = node.span(start, end)
    bearers = (text[bearer[0] : bearer[1]],) if bearer else ()
    return _Found(node, modality, cue, bearers)


_ABOUT = re.compile(
    r"^(?:本|この|当)(?:MOC|MOU|[一-鿿]{0,4}(?:覚書|協定|文書|取極|合意))(?:は|の(?:目的|いかなる))"
    r"|^(?i:(?:this|the)\s+(?:MOC|MOU|memorandum|agreement|arrangement|document)\b|the\s+purpose)"
    r"|^(?:본|이)\s?(?:양해각서|각서|협정|약정|문서|MOU|MOC)(?:는|은|의\s?(?:목적|어떠한))"
)


def _about_the_text(text: str) -> bool:
    return bool(_ABOUT.search(text))


def _bearer(text: str, language: str) -> tuple[int, int] | None:
    for found in words.PARTY_BEARER.finditer(text):
        after = text[found.end() : found.end() + 2]
        # "…は、両当事者が署名した時点から": a subject inside a clause about something else.
        before = text[: found.start()]
        inner = (after[:1] == "が" and "は、" in before) or (
            re.match(r"\s?[이가]", text[found.end() : found.end() + 2]) is not None
            and re.search(r"[가-힣](?:은|는)\s", before) is not None
        )
        if inner or (language == "ja" and after[:1] not in {"は", "が", "も"}):
            continue
        if language == "ko" and not re.match(
            r"\s?(?:모두|각각)?\s?(?:이든|이든지|든지|든|라도|[은는이가도])",
            text[found.end() : found.end() + 5],
        ):
            continue
        if language == "en" and not (_subject_en(before) or _DONE_BY_EN.search(before)):
            continue
        return found.start(), found.end()
    if language == "ja":
        other = _SUBJECT_JA.search(text)
        return other.span() if other else None
    other = (_SUBJECT_EN if language == "en" else _SUBJECT_KO).search(text)
    return other.span("s") if other else None


def _final(
    text: str, pattern: re.Pattern[str], plain: re.Pattern[str], bearer: tuple[int, int] | None
) -> tuple[str, int, int] | None:
    """The first explicit cue, else a plain verb at the end of a sentence about the parties."""
    for found in pattern.finditer(text):
        kind = found.lastgroup or "intend"
        start = found.start()
        if kind == "scope":
            return kind, *_scope_cue(text, start, found.end())
        return kind, start, found.end()
    if bearer is not None:
        end = plain.search(text)
        if end:
            return "declarative", end.start(), end.end()
    return None


def _subject_en(before: str) -> bool:
    """Whether what comes next can be the subject of the sentence."""
    if _PREPOSITION_EN.search(before):
        return False
    # "… the notification by which the Parties inform": a verb already stood before.
    return not words.FINITE_EN.search(before) or bool(_RESUMES_EN.search(before))


def _scope_cue(text: str, start: int, end: int) -> tuple[int, int]:
    hits = [m.span() for m in cues.SCOPE_WORDS.finditer(text, start, end)]
    return hits[-1] if hits else (start, end)


def _english(text: str, bearer: tuple[int, int] | None) -> tuple[str, int, int] | None:
    if bearer is None:
        found = next((m for m in cues.EN.finditer(text) if m.lastgroup != "declarative"), None)
        return _english_cue(text, found)
    if done := _DONE_BY_EN.search(text[: bearer[0]]):
        kind = "may" if done["may"] else "shall" if done["shall"] else "declarative"
        return kind, *done.span("cue")
    also = _ALSO_EN.match(text, bearer[1])
    at = also.end() if also else bearer[1]
    candidates = list(cues.EN.finditer(text, bearer[1]))
    direct = next((m for m in candidates if m.start() <= at + 1), None)
    if direct is not None:
        return _english_cue(text, direct)
    if text[bearer[1] : bearer[1] + 1] == ",":
        # "The Participants, recognizing what may come, intend to …": the verb follows a comma.
        resumed = (m for m in candidates if text[: m.start()].rstrip().endswith(","))
        strong = (m for m in candidates if m.lastgroup in {"intend", "shall"})
        return _english_cue(text, next(resumed, None) or next(strong, None))
    verb = _VERB_EN.match(text, at)
    if verb is not None:
        return "declarative", verb.start(), verb.end()
    strong = (m for m in candidates if m.lastgroup != "declarative")
    return _english_cue(text, next(strong, None))


def _english_cue(text: str, found: re.Match[str] | None) -> tuple[str, int, int] | None:
    if found is None:
        return None
    kind = found.lastgroup or "intend"
    if kind == "scope":
        return kind, *_scope_cue(text, found.start(), found.end())
    return kind, found.start(), found.end()


def _commitment(found: _Found, source: Node | None, index: MentionIndex) -> Commitment:
    node = found.node
    channels, instruments = _means(node, index)
    return Commitment(
        id="",
        provision=node.id,
        start=node.start,
        end=node.end,
        area=node.area,
        modality=found.modality,
        cue=Cue(found.cue.start, found.cue.end),
        inherited_from=source.id if source is not None else None,
        bearers=found.bearers,
        channels=channels,
        instruments=instruments,
        deadline=_deadline(node.text),
    )


def _means(node: Node, index: MentionIndex) -> tuple[tuple[str, ...], tuple[str, ...]]:
    text = node.text
    channels: dict[str, None] = {}
    instruments: dict[str, None] = {}
    for found in cues.CHANNEL.finditer(text):
        latin = found.group()[0].isascii() and found.group()[0].isalpha()
        if latin:
            stop = re.search(
                r"[;:]|(?<![A-Z])\.(?=\s|$)|,\s(?:the\s+Participants|both|to\s|in\s+order)|\sto\s(?=[a-z])",
                text[found.end() :],
            )
            low, high = found.start(), found.end() + (stop.start() if stop else len(text))
            high = min(high, len(text))
        else:
            starts = [m.end() for m in cues.CLAUSE_START.finditer(text, 0, found.start())]
            low, high = (starts[-1] if starts else 0), found.start() + 12
            high = min(high, found.end(), len(text))
        span = node.span(low, high)
        for mention in index.within(span.start, span.end):
            if mention.kind in _CHANNEL_KINDS and not _GOVERNMENT.search(mention.surface):
                channels.setdefault(mention.surface)
            elif mention.kind in _INSTRUMENT_KINDS:
                instruments.setdefault(mention.surface)
    for mention in index.within(node.start, node.end):
        if mention.kind in _INSTRUMENT_KINDS:
            instruments.setdefault(mention.surface)
    return tuple(channels), tuple(instruments)


def _deadline(text: str) -> str | None:
    for pattern, kind in cues.DEADLINE:
        found = pattern.search(text)
        if not found:
            continue
        if kind == "within":
            return iso_period(found["n"], found["u"])
        parts = found.groupdict()
        value = parts["y"]
        if parts.get("m"):
            value += f"-{int(parts['m']):02d}"
            if parts.get("d"):
                value += f"-{int(parts['d']):02d}"
        return value
    return None
