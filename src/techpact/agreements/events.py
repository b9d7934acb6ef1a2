"""Find events and say of each whether it is planned, reported or actual."""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence

from techpact.agreements.event_cues import Cue, find_cues
from techpact.agreements.records import Date, Event, Mention, Span
from techpact.agreements.statements import statements

_PLANNED = re.compile(
    r"見通し|予定|方針|計画(?:を|だ|で|が|し)|調整し|調整を進め|検討し|検討を|議論され|意向|目指"
    r"|する見込み|準備中|だろう|可能性(?:が|は|も)|近づく|臨む|向かう|案(?:を|も)|締結すると"
    r"|\bwill\b|\bplans? to\b|\bto be (?:signed|held)\b|\bexpected to\b|\bscheduled\b"
    r"|\b(?:is|are|was|were) due\b"
    r"|\bset to\b|\bintends?\b|\bconsidering\b|\bupcoming\b|\bwould\b|(?-i:\bmay\b)|\bcould\b"
    r"|예정|전망|계획|검토|조율|방침|추진|할 것|것으로 (?:보인다|예상)|앞두고|가능성|하기로",
    re.I,
)
_COMING = re.compile(
    r"(?:開く|開催する|行う|始める|訪れる|訪問する|署名する|調印する|発表する|設ける|設置する|派遣する|会談する|会う|投じる|投資する|着工する"
    r"|立ち上げる|発足させる|締結する|向かう|迎える|開始する)(?:。|$|」?と(?:い|述|語|話|発表|明))"
    r"|(?:찾는다|연다|만난다|시작한다|서명한다|방문한다|개최한다|짓는다|투자한다|파견한다|체결한다|열린다|착공한다|설립한다|출범한다)[.\"”]"
)
"""An act in the present of the verb at the end of a sentence of the news: it is to come."""
_NEAR = 12
_ATTRIBUTED = re.compile(
    r"と報じ|が報じ|と伝え|が伝え|によると|によれば|とされる|とみられ|という。|と述べ|と語"
    r"|と明らか|解説|報道"
    r"|\breported(?:ly)?\b|\baccording to\b|\bsaid\b|\bsays\b|\btold\b|\bcited\b"
    r"|보도|전했|에 따르면|따르면|밝혔|말했|알려졌",
    re.I,
)
_PAST = re.compile(
    r"った(?:。|$)|た。|[았었였했]다|\b(?:was|were|had|has|have|met|held|made|set|took|gave|began)\b"
    r"|\b\w{3,}ed\b"
)
_MEDIA_CITATION = re.compile(r"\((?:[\w-]+\.)+(?:com|gov|org|net|jp|kr|co\.\w+)\)")
_PLACE_AFTER = re.compile(r"\s?(?:で|において|での|での|にて|市|에서|,|$)")
_PLACE_BEFORE = re.compile(r"\b(?:in|at)\s$", re.I)
_LONGEST_WHAT = 160
_SHORTEST, _LONGEST_HEADING = 40, 100
_CLOSERS = "。．.!?！？」』)）"


def find_events(
    text: str,
    spans: Sequence[Span],
    mentions: Sequence[Mention],
    dates: Sequence[Date],
    *,
    official: bool = False,
) -> list[Event]:
    """Find the events of a text, one of a type in a sentence.

    Parameters
    ----------
    text
        The whole text; offsets point into it.
    spans
        Where to look (the body).
    mentions, dates
        What was found there; who, where and when are taken from the sentence of the event.
    official
        Whether the text is itself the record (an agreement): what it says in the past has happened
        and nothing in it is reported by others.
    """
    who_starts = [m.start for m in mentions]
    date_starts = [d.start for d in dates]
    events = []
    for start, end in statements(text, spans):
        sentence = text[start:end]
        longest = _LONGEST_HEADING if "\n" not in sentence else _SHORTEST
        if len(sentence) < longest and sentence[-1] not in _CLOSERS:
            continue  # a heading
        if official and not re.search(
            r"署名した|署名され|\bsigned\b|\bdone at\b|서명(?:하였|했|되)", sentence, re.I
        ):
            continue
        here = mentions[bisect.bisect_left(who_starts, start) : bisect.bisect_left(who_starts, end)]
        when = dates[bisect.bisect_left(date_starts, start) : bisect.bisect_left(date_starts, end)]
        if not (here or when) or (official and not when):
            continue
        for kind, cue in _kinds(sentence, official):
            events.append(
                Event(
                    kind,
                    _what(sentence),
                    _who(here),
                    _nearest(text, when, start + cue.start),
                    _place(text, here),
                    _status(sentence, cue.end, official),
                    start,
                    end,
                )
            )
    return events


def _kinds(sentence: str, official: bool) -> list[tuple[str, Cue]]:
    cues = find_cues(sentence)
    if official:
        return [("signing", cues["signing"])] if "signing" in cues else []
    for vague in ("agreement", "announcement"):
        if vague in cues and len(cues) > 1:
            del cues[vague]
    if "call" in cues and "meeting" in cues and cues["meeting"].times == 1:
        del cues["meeting"]
    return list(cues.items())[:2]


def _status(sentence: str, cue_end: int, official: bool) -> str:
    if official:
        return "actual"
    rest = _MEDIA_CITATION.sub("", sentence[cue_end:])
    near = sentence[max(0, cue_end - 30) : cue_end] if sentence.isascii() else ""
    attributed = _ATTRIBUTED.search(rest)
    tail = rest[: attributed.start()] if attributed else rest
    if _COMING.search(sentence, max(0, cue_end - _NEAR)):
        return "planned"
    if _PLANNED.search(rest[:60]) or _PLANNED.search(tail[-30:]) or _PLANNED.search(near):
        return "planned"
    if attributed or _ATTRIBUTED.search(sentence[:cue_end]):
        return "reported"
    # what the paper itself tells in the past has happened
    return "actual" if _PAST.search(sentence) else "reported"


def _what(sentence: str) -> str:
    flat = " ".join(sentence.split())
    return flat if len(flat) <= _LONGEST_WHAT else flat[: _LONGEST_WHAT - 1] + "…"


def _who(here: Sequence[Mention]) -> tuple[str, ...]:
    people = [m for m in here if m.kind == "PERSON"]
    actors = (
        people
        or [m for m in here if m.kind in {"ORG", "BODY"}]
        or [m for m in here if m.kind == "GPE" and m.entity and ":" not in m.entity]
    )
    seen: dict[str, None] = {}
    for mention in actors:
        seen.setdefault(mention.entity or mention.surface)
    return tuple(seen)


_REPORT_DAY = re.compile(r"(?:に|、)?(?:[^。、]{0,8})?(?:報じ|伝え)|日?\s?보도")


def _nearest(text: str, when: Sequence[Date], place: int) -> str | None:
    # the day on which a paper wrote is not the day of the event
    when = [d for d in when if not _REPORT_DAY.match(text, d.end, d.end + 14)]
    if not when:
        return None
    before = [d for d in when if d.start <= place]
    best = before[-1] if before else when[0]
    finer = [d for d in (before or when) if d.precision == "day"]
    return (finer[-1] if finer else best).value


def _place(text: str, here: Sequence[Mention]) -> str | None:
    for mention in here:
        if mention.kind in {"GPE", "FACILITY"} and (
            _PLACE_AFTER.match(text, mention.end)
            or _PLACE_BEFORE.search(text, max(0, mention.start - 4), mention.start)
        ):
            return mention.entity or mention.surface
    return None
