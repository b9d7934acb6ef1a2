"""What documents claim: about agreements, people in office, and bodies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from techpact.agreements.annotation import countries_named, spine
from techpact.agreements.english_words import COMMON_NOUNS, DEMONYM, MONTHS_AND_DAYS
from techpact.agreements.mentions import PERSON, Office
from techpact.agreements.numerals import integer
from techpact.agreements.records import Claim, Document, Mention, Span
from techpact.agreements.statements import statements
from techpact.areas import GENERAL

_FORMAL = frozenset({"parties", "recital", "formula", "section", "signature_block"})
_DAYS_OF_NOTICE = re.compile(r"P(\d+)D")
_SIGN = re.compile(r"署名|調印|締結|\bsign(?:ed|s|ing)?\b|\bsignature\b|서명|체결", re.I)
_INSTRUMENT = re.compile(
    r"覚書|協定|ディール|条約|枠組み|(?<![A-Z])TPD|\b(?:memorand\w+|agreement|deal|treaty|pact"
    r"|accord|framework)s?\b|각서|협정|조약|프레임워크",
    re.I,
)
_PLANNED = re.compile(
    r"見通し|予定|方針|調整|検討|締結すると|する見込み|\bwill\b|\bexpected\b|\bplans?\b|\bto be "
    r"signed\b|\bdue to\b|예정|전망|계획|방침",
    re.I,
)
_SIGNERS_JA = re.compile(
    r"(?:、|は、|^)?(?P<who>[^、。]{2,40}?)(?:によって署名され|により署名され"
    r"|が(?:[^、。]{0,16}に)?署名)"
)
_SIGNERS_EN = re.compile(
    r"signed by (?P<by>[^.;]{3,120})|(?P<who>[A-Z][^.;]{3,100}?) (?:signed|will sign|are to sign"
    r"|is to sign)\b"
)
_SIGNERS_KO = re.compile(r"(?P<who>[^,.]{2,60}?)[이가] (?:[^,.]{0,24}에 )?서명")
_COUNT = re.compile(
    r"(?P<n>[0-9０-９]{1,2}|[一二三四五六七八九十]|two|three|four|five|six|seven|eight|nine|ten"
    r"|한|두|세|네|다섯|여섯|일곱|여덟)\s?(?:つの|個の|개\s?)?\s?(?:[^\s、。,]{0,6})?"
    r"(?:分野|領域|柱|areas?|fields?|pillars?|분야)",
    re.I,
)
_LISTED = re.compile(
    r"(?:協力(?:の)?分野|重点分野|areas of cooperation|cooperation areas|협력 ?분야)(?:は|には"
    r"|としては|[:：]| include| are|는|은)[、,]?\s?(?P<list>[^。]{6,160}?)(?:など|等|である|です"
    r"|だ。|。|\.|이다|등)"
)
_PAIRS = (
    ("日米", ("JPN", "USA")),
    ("米日", ("JPN", "USA")),
    ("米韓", ("KOR", "USA")),
    ("日韓", ("JPN", "KOR")),
    ("日英", ("GBR", "JPN")),
    ("米英", ("GBR", "USA")),
    ("한미", ("KOR", "USA")),
    ("미일", ("JPN", "USA")),
    ("한일", ("JPN", "KOR")),
    ("アメリカ-日本", ("JPN", "USA")),
    ("アメリカ-韓国", ("KOR", "USA")),
    ("U.S.-Japan", ("JPN", "USA")),
    ("US-Japan", ("JPN", "USA")),
    ("US–Japan", ("JPN", "USA")),
    ("U.S.-Korea", ("KOR", "USA")),
    ("US-Korea", ("KOR", "USA")),
    ("US–Korea", ("KOR", "USA")),
    ("U.S.-UK", ("GBR", "USA")),
    ("US-UK", ("GBR", "USA")),
    ("US–UK", ("GBR", "USA")),
    *((mark, ("EU", "JPN")) for mark in ("日欧", "日EU", "日・EU", "EU-Japan", "일EU", "일-EU")),
    *((mark, ("EU", "KOR")) for mark in ("韓EU", "EU-Korea", "한EU", "한-EU", "한·EU", "한・EU")),
    *((mark, ("EU", "USA")) for mark in ("米欧", "米EU", "EU-US", "US-EU", "미EU", "미-EU")),
    *((mark, ("CAN", "JPN")) for mark in ("日加",)),
    *((mark, ("AUS", "JPN")) for mark in ("日豪",)),
    *((mark, ("IND", "JPN")) for mark in ("日印",)),
)
_BOTH = re.compile(
    r"両国|双方|両者|両当事者|both (?:countries|governments|sides)|the two (?:countries|sides)"
    r"|양국|양측"
)


@dataclass(frozen=True)
class Statement:
    """A claim with what it is about: `subject` (parties, person, entity) and `attribute`."""

    subject: tuple[str, ...]
    attribute: str
    claim: Claim
    detail: frozenset[str] = frozenset()


def agreement_claims(document: Document) -> list[Statement]:
    """Claims about two-party agreements: name, date and place of signature, signers, fields."""
    if document.type in {"memorandum", "agreement", "joint_statement"}:
        return list(_own_claims(document))
    return list(_told_claims(document))


def _own_claims(document: Document) -> Iterator[Statement]:
    """What an agreement says of itself."""
    counts: dict[str, int] = {}
    for mention in document.mentions:
        if mention.entity and re.fullmatch("[A-Z]{3}", mention.entity):
            counts[mention.entity] = counts.get(mention.entity, 0) + 1
    parties = tuple(sorted(sorted(counts, key=lambda c: -counts[c])[:2]))
    if len(parties) < 2:
        return
    areas = frozenset(p.area for p in document.provisions if p.area and p.area != GENERAL)

    def claim(value: Any, start: int, end: int) -> Claim:
        return Claim(document.id, value, "actual", start, end)

    # news under the bare name of an agreement tells of the matter too, but not in its words
    worded = any(p.type in _FORMAL for p in document.provisions)
    for fact in document.facts:
        signed = fact.key in {"signed_date", "signed_place", "signatories"}
        nature = worded and fact.key in {"legally_binding", "commits_funds"}
        if (signed and fact.value != "absent") or (nature and isinstance(fact.value, bool)):
            yield Statement(parties, fact.key, claim(fact.value, fact.start, fact.end), areas)
        elif (
            worded and fact.key == "discontinuation_effect_default" and isinstance(fact.value, dict)
        ):
            days = _DAYS_OF_NOTICE.fullmatch(str(fact.value.get("iso8601")))
            if days:
                told = claim(int(days[1]), fact.start, fact.end)
                yield Statement(parties, "notice_days", told, areas)
    title = next((p for p in document.provisions if p.type == "title"), None)
    if title is not None:
        name = " ".join(document.text[title.start : title.end].split())
        yield Statement(parties, "name", claim(name, title.start, title.end), areas)
    listed = [p for p in document.provisions if p.type in {"area", "sub_area"}]
    if listed:
        fields = [p for p in listed if not any(q.parent == p.id for q in listed)]
        top = [p for p in listed if p.type == "area"]
        if top and len(top) != len(fields):
            yield Statement(
                parties, "number_of_areas", claim(len(top), top[0].start, top[-1].end), areas
            )
        yield Statement(
            parties, "number_of_areas", claim(len(fields), fields[0].start, fields[-1].end), areas
        )


def _told_claims(document: Document) -> Iterator[Statement]:
    """What news and papers say of agreements."""
    text = document.text
    last: list[tuple[str, str]] = []
    every = countries_named(text, document.mentions)
    areas = frozenset(
        a
        for start, end in document.body
        for _, _, a in spine().matches(text[start:end])
        if a != GENERAL
    )
    for start, end in statements(text, document.body):
        sentence = text[start:end]
        pairs = _pairs(document, start, end, sentence)
        signing = _SIGN.search(sentence) and _INSTRUMENT.search(sentence)
        if not pairs and _BOTH.search(sentence):
            pairs = last or [tuple(sorted(every))] if len(every) == 2 or last else []  # type: ignore[list-item]
        elif pairs:
            last = pairs
        elif signing and len(last) == 1:
            pairs = last  # 協定の署名式は…: of the agreement just told of
        if signing and pairs:
            yield from _signing_claims(document, start, end, sentence, pairs, areas)
        elif (pairs or last or len(every) == 2) and _INSTRUMENT.search(sentence):
            about = pairs or last or [tuple(sorted(every))]  # type: ignore[list-item]
            yield from _count_claims(document, start, sentence, about, "reported", areas)
        if (pairs or last) and (listed := _LISTED.search(sentence)):
            items = [i for i in re.split(r"[、,・]|\band\b|및", listed["list"]) if i.strip()]
            for pair in pairs or last:
                yield Statement(
                    pair,
                    "areas_listed",
                    Claim(
                        document.id,
                        [i.strip() for i in items],
                        "reported",
                        start + listed.start("list"),
                        start + listed.end("list"),
                    ),
                    areas,
                )


def _signing_claims(
    document: Document,
    start: int,
    end: int,
    sentence: str,
    pairs: list[tuple[str, str]],
    areas: frozenset[str],
) -> Iterator[Statement]:
    status = "planned" if _PLANNED.search(sentence) else "reported"
    dates = [d for d in document.dates if start <= d.start < end and not d.value.startswith("-")]
    dates = [d for d in dates if not re.match(r"に(?:報じ|伝え)", document.text[d.end : d.end + 4])]
    names = [m for m in document.mentions if start <= m.start < end and m.kind == "AGREEMENT"]
    signers = [m for m in document.mentions if start <= m.start < end and m.kind == "PERSON"]
    for pair in pairs:
        if dates:
            best = max(dates, key=lambda d: len(d.value))
            issued = document.published.value or ""
            ahead = len(issued) == _DAY and len(best.value) == _DAY and best.value > issued
            told = "planned" if ahead else status
            yield Statement(
                pair,
                "signed_date",
                Claim(document.id, best.value, told, best.start, best.end),
                areas,
            )
        if names:
            yield Statement(
                pair,
                "name",
                Claim(document.id, names[0].surface, status, names[0].start, names[0].end),
                areas,
            )
        place = _place(document, start, end)
        if place is not None:
            claim = Claim(document.id, document.text[slice(*place)], status, *place)
            yield Statement(pair, "signed_place", claim, areas)
        found = _signers(sentence)
        if found is not None and _says_who(document, start, found):
            a, b = start + found.start, start + found.end
            inside = [m for m in signers if a - 60 <= m.start < b]
            if inside and re.search(r"によって|により|signed by", sentence):
                a = min(m.start for m in inside)
                value: Any = [(m.entity or m.surface).removeprefix(PERSON) for m in inside]
            else:
                value = document.text[a:b]
            yield Statement(pair, "signatories", Claim(document.id, value, status, a, b), areas)
    yield from _count_claims(document, start, sentence, pairs, status, areas)


_DAY = len("2025-01-31")
_AT = re.compile(r"(?:で|において|にて|에서)|,|\.| on |$")
_IN = re.compile(r"\b(?:in|at) $")


_IN_TOWN = re.compile(
    r"\bin (?P<place>[A-Z][\w'’-]*[a-z](?:[ -][A-Z][\w'’-]*[a-z])?)"
    r"(?=[.,]| (?:on|by|with|at|last|this|during|yesterday|today)\b|$)"
)


def _place(document: Document, start: int, end: int) -> Span | None:
    """The one city in which a sentence says that something takes place."""
    cities = [
        m
        for m in document.mentions
        if start <= m.start < end
        and (m.entity or "").startswith("city:")
        and (
            _IN.search(document.text, max(0, m.start - 4), m.start)
            or (not m.surface.isascii() and _AT.match(document.text, m.end))
        )
    ]
    if not cities:  # a town that no list has
        towns = [m for m in _IN_TOWN.finditer(document.text, start, end) if _town(document, m)]
        return Span(*towns[0].span("place")) if len(towns) == 1 else None
    return Span(cities[0].start, cities[0].end) if len(cities) == 1 else None


def _town(document: Document, found: re.Match[str]) -> bool:
    """Whether a word behind `in` is no month, language, topic, country or body."""
    word = found["place"].split()[0]
    if word in MONTHS_AND_DAYS or word in COMMON_NOUNS or DEMONYM.match(word):
        return False
    start, end = found.span("place")
    return not any(m.start < end and start < m.end for m in document.mentions)


def _count_claims(
    document: Document,
    start: int,
    sentence: str,
    pairs: list[tuple[str, str]],
    status: str,
    areas: frozenset[str],
) -> Iterator[Statement]:
    """In how many fields a sentence says that an agreement holds."""
    counted = _COUNT.search(sentence)
    value = integer(counted["n"]) if counted else None
    if counted is None or not value:
        return
    a, b = start + counted.start(), start + counted.end()
    for pair in pairs:
        yield Statement(pair, "number_of_areas", Claim(document.id, value, status, a, b), areas)


_OFFICIALS = re.compile(
    r"高官|長官|大臣|局長|次官|首脳|代表|\b(?:officials?|ministers?|secretar\w+|leaders|director)\b"
    r"|장관|차관|정상|고위|대표",
    re.I,
)


def _says_who(document: Document, start: int, found: Span) -> bool:
    """Whether the words before `signed` name more than the two countries."""
    a, b = start + found.start, start + found.end
    named = any(a <= m.start < b and m.kind in {"PERSON", "ORG", "BODY"} for m in document.mentions)
    return named or bool(_OFFICIALS.search(document.text, a, b))


def _signers(sentence: str) -> Span | None:
    for pattern in (_SIGNERS_JA, _SIGNERS_EN, _SIGNERS_KO):
        match = pattern.search(sentence)
        if match:
            group = "by" if "by" in match.re.groupindex and match["by"] else "who"
            return Span(*match.span(group))
    return None


def _pairs(document: Document, start: int, end: int, sentence: str) -> list[tuple[str, str]]:
    found = []
    for mark, pair in _PAIRS:
        if mark in sentence and pair not in found:
            found.append(pair)
    if found:
        return found
    order = [
        code
        for m in document.mentions
        if start <= m.start < end and (code := _party(m)) is not None
    ]
    unique = list(dict.fromkeys(order))
    if len(unique) == 2:
        return [tuple(sorted(unique))]  # type: ignore[list-item]
    if len(unique) > 2 and re.search(
        r"は[^。]{0,20}と[^。]{0,20}との間に|with [A-Z]\w+ and", sentence
    ):
        hub = unique[0]
        return [tuple(sorted((hub, other))) for other in unique[1:]]  # type: ignore[misc]
    return []


_UNION = "eu_union"


def _party(mention: Mention) -> str | None:
    """The code of a country, or of the European Union, that a mention names."""
    if mention.entity == _UNION:
        return "EU"
    named = mention.entity and re.fullmatch("[A-Z]{3}", mention.entity)
    return mention.entity if named else None


# one word for each office, however it is written
_OFFICE_WORDS = (
    ("head_of_government", r"内閣総理大臣|総理大臣|総理|首相|Prime Minister|premier|국무총리|총리"),
    ("vice_president", r"副大統領|Vice President|부통령"),
    ("head_of_state", r"国家主席|大統領|(?<!Vice )President|대통령|국가주석"),
    ("state", r"国務長官|Secretary of State|국무장관"),
    (
        "foreign_affairs",
        (
            r"外務大臣|外務相|外相|Foreign Minister|Minister (?:of|for) Foreign|외교부? "
            r"?장관|외무상|외상"
        ),
    ),
    (
        "economy_trade_industry",
        r"経済産業大臣|経済産業相|経産相|Minister of Economy, Trade|경제산업상",
    ),
    (
        "commerce",
        r"商務長官|商務相|商務大臣|Commerce (?:Secretary|Minister)|Secretary of Commerce|상무장관",
    ),
    ("finance", r"財務大臣|財務相|財務長官|Finance Minister|Treasury Secretary|재무장관|재무상"),
    (
        "defence",
        (
            r"防衛大臣|防衛相|国防長官|国防相|Defen[cs]e (?:Minister|Secretary)|국방(?:부 "
            r"?)?장관|방위상"
        ),
    ),
    ("chief_cabinet", r"官房長官|Chief Cabinet Secretary|관방장관"),
)
_OFFICES = tuple((re.compile(words, re.I), code) for code, words in _OFFICE_WORDS)
_RANKS = (
    (
        "deputy_minister",
        re.compile(
            r"副大臣|次官|차관|\b(?:deputy|vice)[- ](?:\w+ )?minister|under ?secretary", re.I
        ),
    ),
    ("minister", re.compile(r"大臣$|相$|長官$|장관$|\bminister\b|\bsecretary\b", re.I)),
)


def rank_of(text: str, office: Office) -> str | None:
    """Whether the office printed with a person is that of a minister or of a deputy."""
    printed = text[office.role.start : office.role.end].strip()
    return next((rank for rank, pattern in _RANKS if pattern.search(printed)), None)


_FORMER = re.compile(r"(?:前|元|former |then-|전 |故)$|当時", re.I)


def office_of(text: str, office: Office) -> tuple[str, bool] | None:
    """Code of the office printed with a person, and whether the person is said to have left it."""
    printed = text[office.role.start : office.role.end]
    before = text[max(0, office.role.start - 7) : office.role.start]
    after = text[office.role.end : office.role.end + 4]
    for pattern, code in _OFFICES:
        if pattern.search(printed):
            return code, bool(
                _FORMER.search(before) or _FORMER.search(after) or _FORMER.search(printed)
            )
    return None


_ENDED = re.compile(
    r"(?:廃止された|解散した|解散された|廃止となった|消滅した|abolished|dissolved|defunct|폐지된"
    r"|해산된)\s?(?:the )?$",
    re.I,
)
_ENDED_AFTER = re.compile(
    r"(?:は|が)(?:後に)?(?:廃止|解散)|\s(?:was|has been) (?:later )?(?:abolished|dissolved)"
    r"|[은는이가] (?:폐지|해산)",
    re.I,
)
_LIVING = re.compile(
    r"(?:\([^()]{0,60}\))?(?:の(?:権限|機能|役割)?(?:を)?(?:強化|拡充|拡大)|を(?:強化|活用"
    r"|再活性化|拡充)|の権限強化)|(?:'s)? (?:should be|is to be|will be) (?:strengthened"
    r"|empowered)|(?:의 권한)?[을를]? ?강화",
    re.I,
)


def fate_claims(document: Document) -> Iterator[Statement]:
    """Whether a body is said to be ended, or is spoken of as living."""
    text = document.text
    for mention in document.mentions:
        if mention.kind not in {"BODY", "ORG", "AGREEMENT", "PROGRAMME"} or not mention.entity:
            continue
        before = text[max(0, mention.start - 24) : mention.start]
        if _ENDED.search(before) or _ENDED_AFTER.match(text, mention.end):
            value = "ended"
        elif _LIVING.match(text, mention.end):
            value = "in_existence"
        else:
            continue
        yield Statement(
            (mention.entity,),
            "status",
            Claim(document.id, value, "reported", mention.start, mention.end),
        )


def office_claims(document: Document, offices: Sequence[Office]) -> Iterator[Statement]:
    """Which office a document gives to a person."""
    text = document.text
    for office in offices:
        found = office_of(text, office)
        if found is None:
            continue
        code, former = found
        value = f"former {code}" if former else code
        start = min(office.name.start, office.role.start)
        end = max(office.name.end, office.role.end)
        claim = Claim(document.id, value, "reported", start, end)
        yield Statement((office.person,), "office", claim)
