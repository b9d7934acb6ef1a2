"""Set what documents claim beside the cited facts of the fact base.

A statement is of a listed agreement only when its own sentence names it and no other (or, in an
agreement, its title does), so that news of another deal between the same countries is not held
against it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from techpact.agreements.claims import Statement
from techpact.agreements.gazetteer import Gazetteer, Name, fold
from techpact.agreements.listed_agreements import ListedAgreement, listed_agreements
from techpact.agreements.records import AGREEMENT_TYPES, Claim, Conflict, Document
from techpact.agreements.statements import statements

_OF_ANOTHER = re.compile(
    r"延長|改正|改定|更新|議定書|附属書|付属書|に基づ|を受け|に続|周年|記念"
    r"|\b(?:exten\w+|renew\w*|amend\w*|protocol|under|following"
    r"|buil(?:d|ds|ding|t) on|annex\w*|anniversary|commemorat\w+)\b"
    r"|연장|개정|갱신|의정서|부속서|에 따라|에 따른|에 이어|주년|기념",
    re.I,
)
"""Words by which a sentence names an agreement and tells of the signing of something else."""
_INSTRUMENTS = re.compile(
    r"(?:ディール|枠組み)[^、。]{0,12}?に関する[^、。]{0,8}(?:覚書|協定|合意)|覚書|協定|ディール|条約|枠組み"
    r"|\bmemorand\w+(?: of \w+)? (?:on|regarding|for|concerning) [^,.;]{0,60}?"
    r"\b(?:deal|agreement|framework)"
    r"|\b(?:memorand\w+|agreement|deal|treaty|pact|accord|framework)s?\b"
    r"|협정[^,.]{0,8}에 관한 [^,.]{0,8}각서|각서|협정|조약|프레임워크",
    re.I,
)
_BRACKETS = re.compile(r"[(（][^()（）]{0,80}[)）]")
_PLEDGED = re.compile(
    r"表明|約束|公約|\bpledg\w+|\bcommit(?:s|ted|ment)?\b|\bpromis\w+|약속|공약", re.I
)
_INVESTED = re.compile(r"投資|\binvest\w*|투자", re.I)
_CLOSE, _WITHIN = 0.03, 2.0


def agreement_of(document: Document, statement: Statement) -> ListedAgreement | None:
    """The listed agreement that a statement of a document is about, when its words name one."""
    start, end = statement.claim.start or 0, statement.claim.end or 0
    if document.type in AGREEMENT_TYPES:
        words = document.title or ""
    else:
        found = next((s for s in statements(document.text, document.body) if s.end >= end), None)
        if found is None or found.start > start:
            return None
        words = document.text[found.start : found.end]
        two = len(_INSTRUMENTS.findall(_BRACKETS.sub("", words))) > 1
        if two or _OF_ANOTHER.search(words):
            return None
        words += " ".join(
            f" {(m.entity or '').removeprefix('unlisted:')}"
            for m in document.mentions
            if m.kind == "AGREEMENT" and found.start <= m.start < found.end
        )
    row = _named(words, statement.subject)
    return row if row is not None and _in_its_time(document, statement, row) else None


def _named(words: str, parties: tuple[str, ...]) -> ListedAgreement | None:
    """The agreement between parties of which the words have the longest name."""
    folded = fold(words).lower()
    named = [
        (n, r) for r in listed_agreements() if r.parties == parties and (n := r.named_in(folded))
    ]
    longest = max((n for n, _ in named), default=0)
    best = [r for n, r in named if n == longest]
    return best[0] if len(best) == 1 else None


def _in_its_time(document: Document, statement: Statement, row: ListedAgreement) -> bool:
    """Whether no year is told with a statement, or one next to that of the agreement."""
    signed = row.claims.get("signed_date")
    dated = statement.attribute == "signed_date"
    told = str(statement.claim.value) if dated else document.published.value or ""
    if signed is None or not told[:1].isdigit():
        return True
    year = int(str(signed.value)[:4])
    if dated or document.type in AGREEMENT_TYPES:
        return abs(int(told[:4]) - year) <= 1
    start, end = statement.claim.start or 0, statement.claim.end or 0
    found = next((s for s in statements(document.text, document.body) if s.end >= end), None)
    beside = [
        int(d.value[:4])
        for d in document.dates
        if found is not None
        and min(found.start, start) <= d.start < found.end
        and d.value[:4].isdigit()
    ]
    return int(told[:4]) >= year - 1 and all(abs(b - year) <= 1 for b in beside)


def listed_statement(row: ListedAgreement, statement: Statement) -> Statement | None:
    """What the fact base says on that of which a statement of a document speaks."""
    claim = row.claims.get(statement.attribute)
    if claim is None:
        return None
    return Statement(statement.subject, statement.attribute, claim, statement.detail)


def signer_conflicts(
    document: Document, told: Sequence[Statement], names: Gazetteer
) -> Iterator[Conflict]:
    """Bodies of which a document says that they signed, where the fact base has others."""
    for statement in told:
        value = statement.claim.value
        row = agreement_of(document, statement) if statement.attribute == "signatories" else None
        if row is None or not row.bodies or not isinstance(value, list):
            continue
        bodies = {n.entity for v in value if (n := _body(str(v), names)) is not None}
        if bodies and not bodies & row.bodies:
            listed = next(iter(row.claims.values()))
            claim = Claim(listed.document, sorted(row.bodies), "actual", None, None, listed.source)
            key = f"agreement:{'-'.join(statement.subject)}:signatories"
            yield Conflict(key, "contradiction", (statement.claim, claim))


def _body(name: str, names: Gazetteer) -> Name | None:
    bare = re.sub(
        r"^(?:アメリカ合衆国|米国|日本国|日本|大韓民国|韓国|英国|대한민국|미국|일본)の?", "", name
    )
    found = names.get(name) or names.get(bare)
    return found if found is not None and found.kind in {"ORG", "BODY"} else None


def pledge_conflicts(document: Document) -> Iterator[Conflict]:
    """A sum that a country is said to have pledged to invest, unlike the one that is listed.

    The sentence has to name the country and a partner, pledge and invest; the sum is set against
    the largest listed pledge of the country in that currency, and only where it is of its size and
    no listed pledge, nor two of them together, gives it.
    """
    for start, end in statements(document.text, document.body):
        amounts = [a for a in document.amounts if start <= a.start < end and a.currency]
        sentence = document.text[start:end]
        if len(amounts) != 1 or not (_PLEDGED.search(sentence) and _INVESTED.search(sentence)):
            continue
        (amount,) = amounts
        countries = [
            m.entity for m in document.mentions if start <= m.start < end and m.kind == "GPE"
        ]
        for row in listed_agreements():
            sums = [
                claim
                for by, claim, currency in row.pledges
                if countries and by == countries[0] and currency == amount.currency
            ]
            if not sums or not set(row.parties) <= set(countries) or not _recent(document, row):
                continue
            values = [float(c.value) for c in sums]
            known = [*values, *(a + b for i, a in enumerate(values) for b in values[i + 1 :])]
            largest = max(sums, key=lambda c: float(c.value))
            ratio = amount.value / float(largest.value)
            if not 1 / _WITHIN <= ratio <= _WITHIN or any(
                abs(amount.value - v) <= _CLOSE * v for v in known
            ):
                continue
            said = Claim(document.id, amount.value, "reported", amount.start, amount.end)
            key = f"figure:pledge:{countries[0]}:{amount.currency}"
            yield Conflict(key, "contradiction", (said, largest))


def _recent(document: Document, row: ListedAgreement) -> bool:
    """Whether a document was not published in a year before the agreement."""
    signed = row.claims.get("signed_date")
    year = (document.published.value or "")[:4]
    return signed is not None and bool(year) and year >= str(signed.value)[:4]
