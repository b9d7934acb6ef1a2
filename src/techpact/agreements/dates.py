"""Find dates and complete those that are printed without month or year from their context."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Sequence

from techpact.agreements.cues import NIEUN
from techpact.agreements.date_patterns import DateParts, find_date_parts
from techpact.agreements.records import Date, Span

_FUTURE = re.compile(
    r"見通し|予定|可能性|近づく|方針|計画|見込|だろう|向けて|調整し|直面する|迎える|までに|招待"
    r"|\bwill\b|\bplans?\b|\bexpected\b|\bscheduled\b|\bupcoming\b|\bto be held\b|\bahead of\b"
    r"|예정|전망|계획|앞두고|열릴|할 것|방침",
    re.I,
)
_COMING = re.compile(
    rf"(?:する|される|行う|開く|始める|れる|せる|める|ける|げる|ぶ|向かう|臨む)(?:[。と]|$|予定|方針)"
    rf"|[{NIEUN}]다(?:[.고]|$)"
)
"""A verb of the news that is not in the past, at the end of a sentence."""
_AHEAD_EN = re.compile(
    r"\b(?:will|would|(?:is|are|was|were)\s+(?:to|due|set|expected)|plans?\s+to|scheduled)\b"
    r"[^.;]{0,120}$"
)
_NEXT = re.compile(r"\b(?:next|coming)\s$|(?:오는|돌아오는|来る)\s?$", re.I)
_PAST_ONE = re.compile(r"\b(?:last|past)\s$|(?:지난|去る|さる|先の)\s?$", re.I)
_UNTIL = re.compile(r"\b(?:by|until|before)\s$", re.I)
_REPORTED = re.compile(
    r"報じ|伝え|報道|明らかにした|発表|によると|\breported\b|\bsaid\b|\bannounced\b"
    r"|보도|전했|밝혔|발표"
)
_LOOK_BACK = 12
"""How many dates before one its paragraph may complete it; bounds the work on hostile texts."""
_BREAK = re.compile(r"\n\s*\n|\n")
_SENTENCE_END = re.compile(r"[。．!?！？]|\.\s|\n")


def find_dates(
    text: str,
    spans: Sequence[Span],
    published: str | None = None,
    anchors: Sequence[str] = (),
) -> list[Date]:
    """Find the dates of a text.

    Parameters
    ----------
    text
        The whole text; offsets point into it.
    spans
        Where to look (the body).
    published
        ISO date of publication as far as known.
    anchors
        Full ISO dates of events that the text is known to be about; the one whose day (and month)
        the text prints gives month and year to a text that prints none.

    Returns
    -------
    list of Date
        In order. A date that the context had to complete is marked inferred; one that it cannot
        complete keeps `--MM-DD` or `---DD` (ISO 8601 truncated forms of XML Schema).
    """
    found = [p for start, end in spans for p in find_date_parts(text, start, end)]
    if not found:
        return []
    context = _Context(text, found, published, anchors)
    return [context.resolve(index) for index in range(len(found))]


def issued(dates: Sequence[Date], text: str) -> str | None:
    """When the text was likely issued.

    The day on which it says that something was reported, else the year that its dates without one
    were given, when there are several and all agree.
    """
    for date in dates:
        if date.precision == "day" and _REPORTED.search(_sentence(text, date.start, date.end)):
            return date.value if not date.value.startswith("-") else None
    given = [d.value for d in dates if d.inferred and d.precision != "year" and d.value[0] in "12"]
    years = {v[:4] for v in given}
    return years.pop() if len(given) > 2 and len(years) == 1 else None


def _sentence(text: str, start: int, end: int, reach: int = 240) -> str:
    before = text[max(0, start - reach) : start]
    cut = 0
    for match in _SENTENCE_END.finditer(before):
        cut = match.end()
    after = text[end : end + reach]
    stop = _SENTENCE_END.search(after)
    return before[cut:] + text[start:end] + (after[: stop.start()] if stop else after)


class _Context:
    """What the text says about when it was written."""

    def __init__(
        self, text: str, found: list[DateParts], published: str | None, anchors: Sequence[str]
    ) -> None:
        self.text, self.found = text, found
        self.future = [
            not _PAST_ONE.search(text[max(0, p.start - 8) : p.start])
            and bool(
                _FUTURE.search(_after(text, p))
                or _COMING.search(_after(text, p))
                or _AHEAD_EN.search(_before(text, p))
                or _NEXT.search(text[max(0, p.start - 10) : p.start])
                or _UNTIL.search(text[max(0, p.start - 8) : p.start])
            )
            for p in found
        ]
        self.now = _day(published) if published else None
        self.known = self.now is not None
        if self.now is None:
            self.now = self._from_anchor(anchors) or self._from_years()
        self.report: dt.date | None = None

    def _from_anchor(self, anchors: Sequence[str]) -> dt.date | None:
        if any(p.complete for p in self.found):
            return None
        days = {(p.month, p.day) for p in self.found if p.day is not None}
        fitting = {
            d
            for a in anchors
            if (d := _day(a))
            and (len(a) == 10)
            and ((None, d.day) in days or (d.month, d.day) in days)
        }
        months = {(d.year, d.month) for d in fitting}
        return min(fitting) if len(months) == 1 else None

    def _from_years(self) -> dt.date | None:
        """Year and month of writing, from the years that the text looks back and ahead to."""
        past = [
            (p.year, p.month or 1, p.day or 1)
            for p, ahead in zip(self.found, self.future, strict=True)
            if p.year is not None and not ahead
        ]
        ahead_years = [
            p.year
            for p, ahead in zip(self.found, self.future, strict=True)
            if p.year is not None and ahead
        ]
        latest = max(past) if past else None
        if ahead_years and (latest is None or 0 < min(ahead_years) - latest[0] <= 2):
            # one looks ahead to the coming year, and back at events of the current one
            year = min(ahead_years) - 1
        elif latest:
            year = latest[0]
        else:
            return None
        months = [
            p.month
            for p, ahead in zip(self.found, self.future, strict=True)
            if p.month is not None and not ahead and p.year in (None, year)
        ]
        month = max(months) if months else 12
        return dt.date(year, month, calendar.monthrange(year, month)[1])

    def resolve(self, index: int) -> Date:
        parts = self.found[index]
        if parts.unit is not None:
            return self._relative(index)
        if parts.year is not None:
            value = _iso(parts.year, parts.month, parts.day)
            if parts.day is not None:
                self._note_report(parts, value)
            return Date(parts.start, parts.end, value, _precision(parts), False)
        year, month = self._complete(index)
        if year is None:
            shown = f"--{parts.month:02d}" if parts.month else "--"
            if parts.day:
                shown += f"-{parts.day:02d}"
            return Date(parts.start, parts.end, shown, _precision(parts), True)
        value = _iso(year, month, parts.day)
        if parts.day is not None:
            self._note_report(parts, value)
        return Date(parts.start, parts.end, value, _precision(parts), True)

    def _note_report(self, parts: DateParts, value: str) -> None:
        if self.report is None and _REPORTED.search(_after(self.text, parts)):
            self.report = _day(value)

    def _near(self, index: int) -> DateParts | None:
        """The date printed before this one in the same paragraph, with a year."""
        parts = self.found[index]
        for previous in reversed(self.found[max(0, index - _LOOK_BACK) : index]):
            if _BREAK.search(self.text, previous.end, parts.start):
                return None
            if previous.year is not None:
                return previous
        return None

    def _complete(self, index: int) -> tuple[int | None, int | None]:
        parts = self.found[index]
        near = self._near(index)
        # 2025年10月28日と29日, 2024年9月…11月: the printed year next to it holds
        if near is not None and near.month is not None and (parts.month is not None or near.day):
            if parts.month is None:
                return near.year, near.month
            if not _clause_break(self.text, near.end, parts.start):
                return near.year, parts.month
        now = self.now
        if now is None:
            return None, None
        if parts.month is not None:
            candidates = [(now.year + y, parts.month) for y in (-1, 0, 1)]
        else:
            candidates = [_shift_month(now.year, now.month, m) for m in (-1, 0, 1)]
        ahead = self.future[index] if not _in_heading(self.text, parts) else None
        return min(candidates, key=lambda c: _distance(c, parts, now, ahead, self.known))

    def _relative(self, index: int) -> Date:
        parts = self.found[index]
        base = None
        if parts.from_text or (parts.unit == "day" and not parts.counted):
            previous = self._last_day(index)
            base = previous
        if parts.unit == "weekday":
            return self._weekday(index)
        base = base or self.report or self.now
        if base is None:
            return Date(parts.start, parts.end, "unknown", parts.unit or "day", True)
        value: str
        if parts.unit == "year" and parts.month is not None:
            value = _iso(base.year + parts.shift, parts.month, parts.day)
            return Date(parts.start, parts.end, value, _precision(parts), True)
        if parts.unit == "day":
            value = (base + dt.timedelta(days=parts.shift)).isoformat()
        elif parts.unit == "month":
            year, month = _shift_month(base.year, base.month, parts.shift)
            value = _iso(year, month, parts.day)
            return Date(parts.start, parts.end, value, "day" if parts.day else "month", True)
        else:
            value = f"{base.year + parts.shift:04d}"
        return Date(parts.start, parts.end, value, parts.unit or "day", True)

    def _weekday(self, index: int) -> Date:
        """The nearest such day before the writing, or after it when the text looks ahead."""
        parts, now = self.found[index], self.report or self.now
        if now is None or not self.known:
            return Date(parts.start, parts.end, "unknown", "day", True)
        back = (now.weekday() - parts.shift) % 7
        day = now - dt.timedelta(days=back)
        if back and _AHEAD_EN.search(_before(self.text, parts)):
            day += dt.timedelta(days=7)
        return Date(parts.start, parts.end, day.isoformat(), "day", True)

    def _last_day(self, index: int) -> dt.date | None:
        parts = self.found[index]
        for i in range(index - 1, max(-1, index - 1 - _LOOK_BACK), -1):
            previous = self.found[i]
            if _BREAK.search(self.text, previous.end, parts.start):
                return None
            if previous.unit is None and (previous.day is not None or parts.unit != "day"):
                return _day(self.resolve(i).value)
        return None


def _after(text: str, parts: DateParts, reach: int = 120) -> str:
    rest = text[parts.end : parts.end + reach]
    stop = _SENTENCE_END.search(rest)
    return rest[: stop.start()] if stop else rest


def _before(text: str, parts: DateParts, reach: int = 140) -> str:
    lead = text[max(0, parts.start - reach) : parts.start]
    cut = 0
    for match in _SENTENCE_END.finditer(lead):
        cut = match.end()
    return lead[cut:]


_HEADING_ENDS = re.compile(r"(?:[。．.!?！？:：]|다|요)[」』\"”)）]*\s*$")
_LONGEST_HEADING, _TWO = 90, 2


def _in_heading(text: str, parts: DateParts) -> bool:
    """Whether a date stands in a headline, which has no tense."""
    start = text.rfind("\n", max(0, parts.start - _LONGEST_HEADING), parts.start) + 1
    stop = text.find("\n", parts.end, parts.end + _LONGEST_HEADING)
    if (
        (start == 0 and parts.start > _LONGEST_HEADING)
        or stop < 0
        or stop - start > _LONGEST_HEADING
    ):
        return False
    line = text[start:stop].strip()
    alone = start < _TWO or not text[start - _TWO : start - 1].strip()
    return alone and bool(line) and not _HEADING_ENDS.search(line)


def _clause_break(text: str, start: int, end: int) -> bool:
    return end - start > 60 or bool(_SENTENCE_END.search(text, start, end))


def _distance(
    candidate: tuple[int, int], parts: DateParts, now: dt.date, ahead: bool | None, known: bool
) -> float:
    year, month = candidate
    last = calendar.monthrange(year, month)[1]
    if parts.day is not None and parts.day > last:
        return 1e9
    day = dt.date(year, month, min(parts.day or 15, last))
    gap = (day - now).days
    slack = 1 if known else 31
    if ahead is None:
        return abs(gap)
    wrong_way = (gap < -slack and ahead) or (gap > slack and not ahead)
    return abs(gap) + (400 if wrong_way and parts.month is not None else 20 if wrong_way else 0)


def _shift_month(year: int, month: int, shift: int) -> tuple[int, int]:
    index = year * 12 + month - 1 + shift
    return index // 12, index % 12 + 1


def _iso(year: int, month: int | None, day: int | None) -> str:
    value = f"{year:04d}"
    if month is not None:
        value += f"-{month:02d}"
        if day is not None:
            value += f"-{day:02d}"
    return value


def _precision(parts: DateParts) -> str:
    return "day" if parts.day else "month" if parts.month else "year"


def _day(value: str) -> dt.date | None:
    match = re.match(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", value)
    if not match:
        return None
    try:
        return dt.date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        return None
