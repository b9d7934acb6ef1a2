"""Who will do what, through whom: commitments and their modality."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from techpact.agreements import bearers, cues
from techpact.agreements import vocabulary as words
from techpact.agreements.bearers import MentionIndex
from techpact.agreements.periods import iso_period
from techpact.agreements.records import Commitment, Cue, Mention, Span
from techpact.agreements.structure import Node, walk

_CHANNEL_KINDS = frozenset({"ORG", "BODY"})
_INSTRUMENT_KINDS = frozenset({"PROGRAMME", "AGREEMENT", "FACILITY"})
_VERB_EN = re.compile(
    r"(?!(?:of|to|in|on|at|by|for|with|and|or|that|which|who|whose|under|from|through|may|via)\b)"
    r"(?![a-z]+(?:ing|ed|ly)\b)[a-z]{3,}\b"
)
_GOVERNMENT = re.compile(r"^(?:the\s+)?Government\s+of\b|政府$|정부$", re.IGNORECASE)


@dataclass(slots=True)
class _Found:
    node: Node
    modality: str
    cue: Span
    bearers: tuple[str, ...]


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
    opening = [n.text for n in walk(root)[:_OPENING] if n.unit is not None]
    own_terms = bearers.called("\n".join(opening)) if language == "en" else None
    found: list[Commitment] = []
    chapeaux: dict[int, _Found | None] = {}
    for part in [root, *(n for n in walk(root) if n.children)]:
        if part.type == "preamble":
            continue
        legal = _legal(part)
        chapeau = chapeaux.get(id(part))
        announced = chapeau is not None
        before: _Found | None = None
        above: list[tuple[str, _Found | None, Node]] = []
        for node in part.children:
            if node.children:
                chapeaux[id(node)] = chapeau if announced else None
                continue
            own = None
            if node.type == "bullet":
                own = _read(node, language, legal, index, before, own_terms)
                style = node.unit.mark.style if node.unit and node.unit.mark else ""
                while any(style == s for s, _, _ in above):
                    above.pop()
                # an item below another completes it, as items complete the sentence above them
                source = above[-1][1] if above else chapeau
                heir = None
                if own is not None:
                    found.append(_commitment(own, None, index))
                elif source is not None and (
                    (words.CHAPEAU.search(above[-1][2].text) if above else announced)
                    or _completes(node.text)
                ):
                    heir = _Found(node, source.modality, source.cue, source.bearers)
                    found.append(_commitment(heir, source.node, index))
                above.append((style, own or heir, node))
            elif node.type == "sentence":
                above = []
                own = _read(node, language, legal, index, before, own_terms)
                if own is None and not legal:
                    own = _carried_out(node, index)
                if own is not None:
                    found.append(_commitment(own, None, index))
                if words.CHAPEAU.search(node.text):
                    chapeau, announced = own, True
                elif node.unit is not None and node.flat[1] >= len(node.unit.flat.text) - 1:
                    # items may follow a sentence that does not announce them
                    chapeau, announced = own, False
            before = own
    found.sort(key=lambda c: (c.start, c.end))
    return [_numbered(c, i + 1) for i, c in enumerate(found)]


def _completes(text: str) -> bool:
    """Whether an item is no sentence of its own and so completes the one before it."""
    return not (
        text[-1] in "。." and (words.PREDICATE_JA.search(text) or words.PREDICATE_KO.search(text))
    ) and not words.FINITE_EN.search(text)


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


_OPENING = 24
"""Provisions at the beginning that may say what the parties are called."""


def _read(
    node: Node,
    language: str,
    legal: bool,
    index: MentionIndex,
    before: _Found | None,
    own_terms: re.Pattern[str] | None,
) -> _Found | None:
    text = node.text
    parties = bearers.party(text, language, own_terms)
    bearer = parties or bearers.named(node, language, index)
    if bearer is None and before is not None and (pronoun := _THEY.match(text)):
        bearer = pronoun.span("they")
    if bearer is None and not legal and not _about_the_text(text):
        ordered = _ordered(text, language)
        if ordered is not None:
            return _Found(node, ordered[0], node.span(*ordered[1:]), ())
    if language == "en":
        found = _english(text, bearer, plain=parties is not None)
        negative = bool(cues.EN_NEGATIVE.search(text))
    else:
        pattern, plain, no = (
            (cues.JA, cues.JA_DECLARATIVE, cues.JA_NEGATIVE)
            if language == "ja"
            else (cues.KO, cues.KO_DECLARATIVE, cues.KO_NEGATIVE)
        )
        carried = before is not None and bearers.subjectless(text, language)
        found = _final(text, pattern, plain, bearer is not None or carried)
        negative = bool(no.search(text))
        if bearer is None and carried and before is not None and found is not None:
            if found[0] != "declarative" or negative or cues.STATIVE.search(text):
                carried = False
            else:
                return _Found(node, found[0], node.span(*found[1:]), before.bearers)
    if found is None:
        return None
    modality, start, end = found
    if modality == "declarative" and _tells(text, text[start:end], language, parties is None):
        return None
    prohibits = modality == "scope" or (modality == "shall" and not legal)
    if (
        negative
        and not prohibits
        and (bearer is None or (legal and (parties is None or _NO_DUTY.search(text))))
    ):
        return None
    if bearer is None and not (language == "ko" and _DECIDED_KO.match(text, start) and not legal):
        if legal or _about_the_text(text):
            return None
        if modality in {"declarative", "may"} and not _COOPERATION.match(text):
            return None
        if node.type == "bullet" and modality == "expect" and language == "en":
            return None
    cue = node.span(start, end)
    names = _bearers(node, bearer, index, whole=parties is not None) if bearer else ()
    return _Found(node, modality, cue, names)


_CARRIED = re.compile(
    r"(?:行う|実施する|行われる|実施される|運営される|担当する|이루어진다|수행한다|운영한다|실시된다|수행된다|담당한다|총괄한다|추진한다)[。.]?$|\bwill\s+be\b"
)
"""A plain statement that something is done by those who are named as the means."""


def _carried_out(node: Node, index: MentionIndex) -> _Found | None:
    """What named bodies carry out, with no party for a subject."""
    verb = _CARRIED.search(node.text)
    if verb is None or _about_the_text(node.text) or not _means(node, index)[0]:
        return None
    return _Found(node, "declarative", node.span(*verb.span()), ())


def _bearers(
    node: Node, bearer: tuple[int, int], index: MentionIndex, *, whole: bool
) -> tuple[str, ...]:
    """The words for the parties as they stand, or each of the bodies that are named."""
    text = node.text
    if not whole:
        span = node.span(*bearer)
        kinds = _CHANNEL_KINDS | {"GPE"}
        named = [m for m in index.within(span.start, span.end) if m.kind in kinds]
        bodies = [m for m in named if m.kind != "GPE"]
        if len(bodies) > 1 and not any(m.kind == "GPE" and _free(m, bodies) for m in named):
            return tuple(" ".join(m.surface.split()) for m in bodies)
    return (text[bearer[0] : bearer[1]],)


def _free(place: Mention, bodies: Sequence[Mention]) -> bool:
    """Whether a country stands before or behind all of the bodies, as one of those who act."""
    return place.end < bodies[0].start or place.start > bodies[-1].end


def _ordered(text: str, language: str) -> tuple[str, int, int] | None:
    """What a sentence orders of a meeting, of data or of a third body, when it orders something."""
    if language == "en":
        found = words.OPERATIVE_EN.search(text)
        if found is None:
            return None
        kind = {"may": "may", "will": "declarative"}.get(found["cue"].lower(), "shall")
        return kind, *found.span("cue")
    subject, pattern, plain, negative = (
        (words.OPERATIVE_JA, cues.JA, cues.JA_DECLARATIVE, cues.JA_NEGATIVE)
        if language == "ja"
        else (words.OPERATIVE_KO, cues.KO, cues.KO_DECLARATIVE, cues.KO_NEGATIVE)
    )
    if not subject.search(text) or negative.search(text):
        return None
    cue = _final(text, pattern, plain, borne=True)
    if cue is None or cue[0] in {"scope", "expect", "intended_passive"}:
        return None
    told = cues.STATIVE.search(text) or cues.NARRATIVE.search(text) or _PAST.search(text)
    return None if cue[0] == "declarative" and told else cue


_COOPERATION = re.compile(
    r"(?:[^。、]{0,16}(?:規定する|基づく|よる|下での)、?)?協力(?:活動)?は、?|(?i:(?:the\s+)?co-?operati(?:on|ve\s+activities)\b)|(?:[^.]{0,16}따른\s)?협력(?:활동)?[은는]"
)
"""Cooperation as the subject: it is the parties who cooperate."""
_DECIDED_KO = re.compile(r"[가-힣]*기로\s?(?:한다|하였다|했다|함)")
"""What the parties have decided, whatever the sentence begins with."""
_THEY = re.compile(
    r"(?:[A-Z][^,.;]{2,30},\s)?(?P<they>[Tt]hey|[Bb]oth|[Ii]t)(?=\s+(?:\w+\s+){0,2}(?:will|shall|may|intend|plan|aim|expect|agreed?|decided?|commit|committed)\b)"
)
"""The parties of the sentence before."""
_NO_DUTY = re.compile(
    r"義務|権利|拘束|(?i:\b(?:obligat\w+|oblige\w*|rights?|bound|binding|liab\w+)\b)|의무|권리|구속"
)
"""What a denial speaks of that promises nothing."""
_PAST = re.compile(r"た。?$|[았었였했렸]다\.?$")


def _tells(text: str, verb: str, language: str, third: bool) -> bool:
    """Whether a plain verb tells of what was or is, or of what happens to a third body."""
    if cues.NARRATIVE.search(verb if language == "en" else text):
        return True
    if language != "en" and cues.DATED_PAST.search(text):
        return True
    return third and bool(cues.STATIVE.search(text) or cues.PASSIVE.search(text))


_ABOUT = re.compile(
    r"^(?:本|この|当)(?:MOC|MOU|[一-鿿]{0,4}(?:覚書|協定|文書|取極|取り?決め|意向書|計画|合意))(?:は|の(?:目的|いかなる))"
    r"|^(?i:(?:this|the)\s+(?:MOC|MOU|memorandum|agreement|(?:\w+\s+)?arrangement|letter\s+of\s+intent|action\s+plan|document)\b|the\s+purpose)"
    r"|^(?:본|이)\s?(?:양해각서|각서|협정|[가-힣]{0,4}약정|의향서|행동계획|문서|MOU|MOC)(?:는|은|의\s?(?:목적|어떠한))"
)


def _about_the_text(text: str) -> bool:
    return bool(_ABOUT.search(text))


def _final(
    text: str, pattern: re.Pattern[str], plain: re.Pattern[str], borne: bool
) -> tuple[str, int, int] | None:
    """The first explicit cue, else a plain verb at the end of a sentence about the parties."""
    for found in pattern.finditer(text):
        kind = found.lastgroup or "intend"
        start = found.start()
        if kind == "scope":
            return kind, *_scope_cue(text, start, found.end())
        return kind, start, found.end()
    if borne:
        end = plain.search(text)
        if end:
            return "declarative", end.start(), end.end()
    return None


def _scope_cue(text: str, start: int, end: int) -> tuple[int, int]:
    hits = [m.span() for m in cues.SCOPE_WORDS.finditer(text, start, end)]
    return hits[-1] if hits else (start, end)


def _english(
    text: str, bearer: tuple[int, int] | None, *, plain: bool
) -> tuple[str, int, int] | None:
    if bearer is None:
        found = next((m for m in cues.EN.finditer(text) if m.lastgroup != "declarative"), None)
        return _english_cue(text, found)
    if done := bearers.DONE_BY_EN.search(text[: bearer[0]]):
        kind = "may" if done["may"] else "shall" if done["shall"] else "declarative"
        return kind, *done.span("cue")
    also = bearers.ALSO_EN.match(text, bearer[1])
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
    verb = _VERB_EN.match(text, at) if plain else None
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
