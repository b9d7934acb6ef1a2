"""What documents say differently in figures: costs, sums, numbers of people, and when works begin.

Two documents are compared only when they are about one matter, and on a figure only when each
gives exactly one of its kind; so figures of different things are never set against each other.
"""
# ruff: noqa: E501 - alternatives of one kind are easier to extend when they stand on one line

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from techpact.agreements.annotation import spine
from techpact.agreements.counting_words import ORDINALS
from techpact.agreements.numerals import integer
from techpact.agreements.records import Claim, Conflict, Document
from techpact.agreements.statements import statements
from techpact.agreements.transliteration import skeletons
from techpact.areas import GENERAL

_COMMON_LATIN = re.compile(r"(?<![A-Za-z])[a-z][A-Za-z'-]*|(?:(?<=[.!?\n] )|(?<=\n)|^)[A-Z][a-z]+")
"""Latin words that are no names."""
_LEAST_BONES = 3
_SAME_MATTER = 0.25
_SAME_UNDATED = 0.5
_DAYS = 120
_DATED = 7
_CLOSE = 0.03
_PACT = re.compile(
    r"(?:署名|調印|締結)[^。]*(?:覚書|協定|合意)|(?:覚書|協定|合意)[^。]*(?:署名|調印|締結)|(?i:\bsign\w*\b.*\b(?:agreement|memorandum|pact|deal|accord)\b|\b(?:agreement|memorandum|pact|deal|accord)\b.*\bsign\w*\b)"
    r"|(?:서명|체결)[^.]*(?:협정|각서|약정)|(?:협정|각서|약정)[^.]*(?:서명|체결)",
    re.S,
)
"""A sentence that tells of the signing of an agreement."""
_PEOPLE = frozenset({"person"})
_KINDS = (
    ("cost", r"事業費|総工費|建設費|費用|総額|\bcosts?\b|\bpriced?\b|사업비|공사비|비용|총액|[$€£][\d,.]+-[mb]illion\b"),
    ("projects", r"\b(?:of|in) (?:joint |planned |new )?projects?\b|規模の(?:事業|案件|計画)|相当の(?:事業|案件)|(?:규모|상당)의 (?:사업|프로젝트)"),
    ("investment", r"投資|\binvest\w*|투자"),
    ("funding", r"拠出|助成|補助|出資|融資|予算|\bfund\w*|\bgrants?\b|\bset aside\b|\bsubsid\w+|\bloans?\b|출연|지원금|보조금|출자|융자|예산"),
    ("pledge", r"表明|約束|公約|\bpledg\w+|\bcommit\w*|약속|공약"),
    ("purchase", r"購入|調達|輸入|\bpurchas\w+|\bbuy\w*|\bimports?\b|구매|구입|수입"),
)  # fmt: skip
_SHARES = (
    ("contribution", r"負担|拠出|分担|\bcontribut\w+|\bput(?:s|ting)? (?:in|up)\b|부담|분담|출연"),
)
_OWNER = re.compile(
    r"(?:側|政府|측|정부|'s|’s)?(?:が|は|の|も|는|은|이|가|의)?\s?(?:負担額?|拠出額?|分担額?|부담액?|분담액?)?(?:が|は|は、|은|이|는|가)?\s?(?:will |would |is to |puts? (?:in|up) |contributes? |to )*$"
)
_ORDINALS = re.compile(
    r"第(?P<ja>[0-9０-９一二三四五六七八九十]{1,3})回[^、。\s「」]{0,14}?(?:会合|会議|対話|協議|会談|委員会|部会)"
    r"|\b(?P<en>first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d{1,2}(?:st|nd|rd|th)) (?:[A-Z\w'-]+ ){0,3}?(?:meeting|round|session|dialogue|summit|talks)\b"
    r"|제\s?(?P<ko>[0-9]{1,2})\s?차 [^,.\s]{0,10}\s?[^,.\s]{0,10}?(?:회의|대화|협의회|위원회|회담)"
)
_PEOPLE_KINDS = (
    ("trained", r"訓練|養成|育成|研修|\btrain\w*|훈련|양성|연수"),
    ("exchanged", r"交流|派遣|招へい|\bexchang\w+|\bsecond\w*|\bhost\w*|교류|파견|초청"),
    ("employed", r"雇用|採用|\bjobs?\b|\bhir\w+|\bemploy\w*|고용|채용"),
)
_WORKS = (
    ("construction_start", r"着工|建設[^。]{0,12}(?:開始|始ま|始め)|\b[Cc]onstruction\b[^.]{0,60}\b(?:start|begin)\w*|착공|공사[^.]{0,12}시작"),
    ("operation_start", r"稼働|運転(?:を)?開始|開所|開業|\b[Pp]roduction\b[^.]{0,30}\b(?:start|begin)\w*|\b(?:up and |be )running\b|生産(?:を|が|は)?(?:開始|始)|量産[^。]{0,8}(?:開始|始)|생산[^.]{0,8}(?:시작|개시)|\b(?:operational|enter operation|start operating|open(?:s|ed)? (?:its|the))|가동|개소"),
    ("launch", r"打ち上げ|打上げ|\blaunch(?:es|ed)? (?:the|a|its|in|on)|발사"),
)  # fmt: skip


@dataclass(frozen=True)
class _Figure:
    key: str
    value: float | str
    claim: Claim


def figure_conflicts(documents: Sequence[Document]) -> list[Conflict]:
    """Find figures that documents on one matter give differently.

    The key is `figure:<kind>:<currency or unit>` or `date:<kind>`; a cost that differs is a
    contradiction, a day where another says the year a refinement.
    """
    told = [d for d in documents if d.type in {"news", "policy_paper", "fact_sheet"}]
    if len(told) < 2:
        return []
    matter = {d.id: _matter(d) for d in told}
    figures = {d.id: _alone([*_amounts(d), *_dates(d), *_ordinals(d)]) for d in told}
    groups: dict[str, dict[str, _Figure]] = {}
    for one, other in combinations(told, 2):
        if not _about_one(one, other, matter[one.id], matter[other.id]):
            continue
        for key in figures[one.id].keys() & figures[other.id].keys():
            if key.startswith("ordinal:") and not _days_told(one) & _days_told(other):
                continue  # the second meeting and the third are two meetings
            group = groups.setdefault(key, {})
            group[one.id], group[other.id] = figures[one.id][key], figures[other.id][key]
    found = []
    for key, group in sorted(groups.items()):
        shown = [group[d.id] for d in told if d.id in group]
        relation = _relation([f.value for f in shown])
        if relation is not None:
            found.append(Conflict(key, relation, tuple(f.claim for f in shown)))
    return found


def _relation(values: Sequence[float | str]) -> str | None:
    dates = [v for v in values if isinstance(v, str)]
    if dates:
        longest = max(dates, key=len)
        if len(set(dates)) < 2:
            return None
        return "refinement" if all(longest.startswith(d) for d in dates) else "contradiction"
    sums = [v for v in values if isinstance(v, float)]
    differ = any(abs(a - b) > _CLOSE * max(abs(a), abs(b)) for a, b in combinations(sums, 2))
    return "contradiction" if differ else None


def _alone(figures: Sequence[_Figure]) -> dict[str, _Figure]:
    """The figures of which a document gives only one value."""
    values: dict[str, dict[float | str, _Figure]] = {}
    for figure in figures:
        values.setdefault(figure.key, {}).setdefault(figure.value, figure)
    return {k: next(iter(v.values())) for k, v in values.items() if len(v) == 1}


def _amounts(document: Document) -> list[_Figure]:
    found = []
    for start, end in statements(document.text, document.body):
        sentence = document.text[start:end]
        for amount in document.amounts:
            if not start <= amount.start < end:
                continue
            unit = amount.currency or amount.unit or ""
            if unit == "company" and _PACT.search(sentence):
                claim = Claim(document.id, amount.value, "reported", amount.start, amount.end)
                found.append(_Figure("figure:signing:company", float(amount.value), claim))
                continue
            if not amount.currency and unit not in _PEOPLE:
                continue
            owner = _owner(document, start, amount.start) if amount.currency else None
            if owner and _nearest(_SHARES, sentence, amount.start - start):
                claim = Claim(document.id, amount.value, "reported", amount.start, amount.end)
                key = f"figure:contribution:{owner}:{unit}"
                found.append(_Figure(key, float(amount.value), claim))
                continue
            kinds: Sequence[tuple[str, str]] = _KINDS if amount.currency else _PEOPLE_KINDS
            kind = _nearest(kinds, sentence, amount.start - start)
            if kind is None:
                continue
            claim = Claim(document.id, amount.value, "reported", amount.start, amount.end)
            found.append(_Figure(f"figure:{kind}:{unit}", float(amount.value), claim))
    return found


def _owner(document: Document, start: int, place: int) -> str | None:
    """The country, or the European Union, that a sentence says gives a sum."""
    before = [
        m
        for m in document.mentions
        if start <= m.start and m.end <= place and m.end >= place - _NEAR and m.entity
    ]
    for mention in reversed(before):
        country = len(mention.entity or "") == _CODE or mention.entity == "eu_union"
        if country and _OWNER.fullmatch(document.text[mention.end : place]):
            return mention.entity
    return None


_NEAR, _CODE = 30, 3


def _ordinals(document: Document) -> list[_Figure]:
    """Which meeting of a series a document tells of."""
    found = []
    for start, end in document.body:
        for match in _ORDINALS.finditer(document.text, start, end):
            written = match["ja"] or match["ko"] or match["en"]
            if match["en"] in ORDINALS:
                value: int | None = ORDINALS.index(match["en"]) + 1
            else:
                value = integer(re.sub(r"(?:st|nd|rd|th)$", "", written))
            if value:
                claim = Claim(document.id, value, "reported", *match.span())
                found.append(_Figure("ordinal:meeting", float(value), claim))
    return found


def _days_told(document: Document) -> set[str]:
    return {d.value for d in document.dates if d.precision == "day"}


def _dates(document: Document) -> list[_Figure]:
    found = []
    for start, end in statements(document.text, document.body):
        sentence = document.text[start:end]
        for date in document.dates:
            if not start <= date.start < end or not date.value[:1].isdigit():
                continue
            kind = _nearest(_WORKS, sentence, date.start - start)
            if kind is not None:
                claim = Claim(document.id, date.value, "reported", date.start, date.end)
                found.append(_Figure(f"date:{kind}", date.value, claim))
    return found


def _nearest(kinds: Sequence[tuple[str, str]], sentence: str, place: int) -> str | None:
    """The kind whose word stands nearest to a place in a sentence."""
    hits = [
        (min(abs(m.start() - place), abs(m.end() - place)), kind)
        for kind, pattern in kinds
        for m in re.finditer(pattern, sentence)
    ]
    return min(hits)[1] if hits else None


def _matter(document: Document) -> Counter[str]:
    """What a document is about, in words that any language shares: countries, areas, sounds."""
    bag: Counter[str] = Counter()
    for mention in document.mentions:
        entity = mention.entity or ""
        if (mention.kind == "GPE" and ":" not in entity) or (
            entity and not entity.startswith(("unlisted:", "person:"))
        ):
            bag[f"e:{entity}"] += 1
    for start, end in document.body:
        text = document.text[start:end]
        names = _COMMON_LATIN.sub(" ", text)
        bag.update(f"s:{bones}" for bones in skeletons(names) if len(bones) > _LEAST_BONES)
        bag.update(f"a:{code}" for _, _, code in spine().matches(text) if code != GENERAL)
    return bag


def about_one_matter(one: Document, other: Document) -> bool:
    """Whether two documents tell of one matter at about one time."""
    return _about_one(one, other, _matter(one), _matter(other))


def _about_one(one: Document, other: Document, ours: Counter[str], theirs: Counter[str]) -> bool:
    """Whether two documents tell of one matter: two countries, more besides, at about one time."""
    shared = ours.keys() & theirs.keys()
    countries = [k for k in shared if (len(k) == 5 and k.startswith("e:")) or k == "e:eu_union"]
    if len(countries) < 2 or len(shared) == len(countries):
        return False
    days = [d.published.value for d in (one, other)]
    if any(v is None or len(v) < _DATED for v in days):
        return _likeness(ours, theirs) >= _SAME_UNDATED
    first, second = (dt.date.fromisoformat(f"{v}-01"[:10]) for v in days)
    return abs((first - second).days) <= _DAYS and _likeness(ours, theirs) >= _SAME_MATTER


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    """Share of what the shorter text is about that both are about."""
    least = min(len(one), len(other))
    return len(one.keys() & other.keys()) / least if least else 0.0
