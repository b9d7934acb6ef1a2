"""Legal nature and lifecycle of an agreement: coded facts, each with the words that say so."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from techpact.agreements import legal_terms as terms
from techpact.agreements import vocabulary as words
from techpact.agreements.languages import find_languages
from techpact.agreements.periods import NUMBER, find_day, iso_period, read_number
from techpact.agreements.records import ABSENT, Fact, Span
from techpact.agreements.structure import Node, walk

ABSENCES = ("term_or_expiry", "working_group", "commits_funds", "dispute_settlement")
"""Facts that are stated as absent when the whole text was read without finding them."""

_PERIOD = re.compile(
    rf"(?P<n>{NUMBER})\s?(?:[(（]\s?(?P<digits>\d{{1,4}})\s?[)）])?[\s-]?"
    r"(?P<u>週間?|[かヶカケ箇ヵ]月間?|日間?|年間?|개월|일|주|년|(?i:(?:calendar\s|business\s)?(?:days?|weeks?|months?|years?)))",
    re.IGNORECASE,
)
_COPIES = re.compile(
    rf"(?:(?:正本|本書|書面|原本|文書)\s?(?:を)?)?(?P<ja>{NUMBER})通|(?i:\bin\s+(?P<en>duplicate|triplicate|quadruplicate))"
    rf"|(?i:\b(?:in\s+)?(?P<en2>{NUMBER})\s+(?:\(\d\)\s+)?(?:originals?|copies|original\s+copies|counterparts))"
    rf"|(?P<ko>{NUMBER})\s?(?:부|통)(?=[을를의로씩,\s])",
)
_FOLDS = {"duplicate": 2, "triplicate": 3, "quadruplicate": 4}
_PLACE = (
    re.compile(r"(?:日に?|、|,)\s?(?P<p>[一-鿿ァ-ヴー・A-Za-z.]{2,20}?)(?:において|で|にて)"),
    re.compile(
        r"(?i:\b(?:signed|done)\b[^.]{0,40}?\bat|\b(?:at|in))\s+(?!WITNESS|FAITH)(?P<p>[A-Z][\w'-]+(?:[\s,]+(?:D\.C\.|[A-Z][\w'-]+))*?)(?=\s*,|\s+(?:on|this|in|the)\b|\s*[.;]|$)"
    ),
    re.compile(r"(?:일|,)\s?(?P<p>[가-힣·\s]{2,14}?)에서"),
)


_RUNS_ON = re.compile(r"(?:\b(?:of|the|and|for)|[のと及び]|및|의)$", re.IGNORECASE)
"""The end of a line of a signature block that the next line goes on with."""
_TERM_BEFORE = re.compile(
    r"\b(?:force|effect|valid|continues?|remains?)\s+for\s+(?:an?\s+)?(?:initial\s+)?"
    r"(?:(?:period|term)\s+of\s+)?$"
)
_TERM_AFTER = re.compile(
    r"間?(?:の有効期間|、?(?:有効|効力|継続|存続))|\s?(?:간|동안)?\s?(?:유효|효력|존속|지속)"
    r"|\s+(?:and\s+)?(?:shall|will|thereafter|renew)",
    re.IGNORECASE,
)


def read_lifecycle(root: Node, body: Sequence[Span]) -> list[Fact]:
    """Read the facts of an agreement.

    Parameters
    ----------
    root
        Its provisions.
    body
        Spans of the body; the whole of it is cited for what is absent.

    Returns
    -------
    list of Fact
        One fact a key; the first sentence that settles a key is cited.
    """
    facts: dict[str, Fact] = {}
    leaves = [n for n in walk(root) if n.unit is not None]
    provisions = [n for n in leaves if n.type in {"sentence", "bullet"}]
    for leaf in provisions:
        text = leaf.text
        for key, read in _READERS:
            if key not in facts:
                value = read(text)
                if value is not None:
                    facts[key] = Fact(key, value, leaf.start, leaf.end)
    for fact in _signature(root, leaves):
        facts.setdefault(fact.key, fact)
    units = {id(n.unit): n.unit.flat.text for n in leaves if n.unit is not None}
    partial = any(words.NOT_WHOLE.search(text) for text in units.values())
    if body and not partial:
        for key in ABSENCES:
            if key not in facts:
                facts[key] = Fact(key, ABSENT, body[0].start, body[-1].end)
    return [facts[k] for k in sorted(facts, key=lambda k: (facts[k].start, k))]


def _coded(*rules: tuple[Any, re.Pattern[str]]) -> Callable[[str], Any]:
    def read(text: str) -> Any:
        return next((value for value, pattern in rules if pattern.search(text)), None)

    return read


def _within_law(text: str) -> bool | None:
    if terms.NOT_BINDING.search(text):  # "… binding obligations under domestic law"
        return None
    return True if terms.WITHIN_LAW.search(text) else None


def _operative(text: str) -> str | None:
    begins = terms.OPERATIVE.search(text)
    if begins is None or terms.DISCONTINUE.search(text[: begins.end()]):
        return None
    ends = terms.DISCONTINUE.search(text, begins.end())
    if ends is not None and not terms.UNTIL.search(text):
        return None
    starts = (
        ("notification", terms.BY_NOTIFICATION),
        ("last_signature", terms.LAST_SIGNATURE),
        ("signature", terms.SIGNATURE),
        ("date", terms.DATE),
    )
    return next((value for value, pattern in starts if pattern.search(text)), None)


def _modification(text: str) -> str | None:
    if not terms.MODIFY.search(text) or not terms.MAY_CHANGE.search(text):
        return None
    written = terms.WRITTEN.search(text) is not None
    mutual = terms.MUTUAL.search(text) is not None
    if mutual:
        return "mutual_written_decision" if written else "mutual_decision"
    return "written_decision" if written else None


def _right(text: str) -> str | None:
    if not terms.DISCONTINUE.search(text):
        return None
    if terms.EITHER.search(text):
        return "either_party"
    if terms.MUTUAL.search(text) and terms.MAY_CHANGE.search(text):
        return "mutual_decision"
    return None


def _form(text: str) -> str | None:
    if not terms.DISCONTINUE.search(text):
        return None
    if terms.WRITTEN_NOTICE.search(text):
        return "written_notice"
    if terms.DIPLOMATIC.search(text):
        return "diplomatic_channels"
    return "notice" if terms.NOTICE.search(text) and terms.EITHER.search(text) else None


def _primary(text: str) -> str | None:
    if not terms.DISCONTINUE.search(text):
        return None
    return "mutually_decided_date" if terms.DECIDED_DATE.search(text) else None


def _default(text: str) -> dict[str, str] | None:
    if not terms.DISCONTINUE.search(text) or not terms.NOTICE.search(text):
        return None
    for found in _PERIOD.finditer(text):
        lasting = _TERM_BEFORE.search(text, max(0, found.start() - 40), found.start())
        if lasting or _TERM_AFTER.match(text, found.end()):  # how long it lives, not how it ends
            continue
        near = (
            text[found.end() : found.end() + 60] + text[max(0, found.start() - 40) : found.start()]
        )
        if not terms.COUNTED.search(near):
            continue
        period = _period(found)
        if period:
            start = "receipt" if terms.RECEIPT.search(text) else "notice"
            if terms.UNLESS.search(text) and terms.TERM.search(text):
                start = "expiry"  # "… unless notice is given six months before it expires"
            return {"iso8601": period, "counted_from": start}
    return None


def _period(found: re.Match[str]) -> str | None:
    unit = re.sub(r"(?i:calendar|business)\s", "", found["u"]).rstrip("間")
    return iso_period(found["digits"] or found["n"], unit)


def _term(text: str) -> Any:
    if terms.INDEFINITE.search(text):
        return "indefinite"
    if not terms.TERM.search(text):
        return None
    long = (m for m in _PERIOD.finditer(text) if m["u"][0] in "年년yYmM개かヶカケ箇ヵ")
    found = next((m for m in long if len(m["n"]) < 4 or not m["n"].isdigit()), None)
    day = find_day(text)
    if found:
        period = _period(found)
        if period:
            value = {"iso8601": period}
            if terms.RENEWAL.search(text):
                value["renewal"] = "automatic" if terms.AUTOMATIC.search(text) else "by_decision"
            return value
    return {"date": day[0]} if day else None


def _renewal(text: str) -> str | None:
    if not terms.RENEWAL.search(text) or not (terms.TERM.search(text) or terms.AGREED.search(text)):
        return None
    return "automatic" if terms.AUTOMATIC.search(text) else "by_decision"


def _working_group(text: str) -> str | None:
    if not terms.WORKING_GROUP.search(text):
        return None
    return "permitted" if terms.PERMITTED.search(text) else "established"


_READERS: tuple[tuple[str, Callable[[str], Any]], ...] = (
    ("legally_binding", _coded((False, terms.NOT_BINDING), (True, terms.BINDING))),
    ("commits_funds", _coded((False, terms.NO_FUNDS), (True, terms.FUNDS))),
    ("affects_existing_agreements", _coded((False, terms.NO_EFFECT), (True, terms.REPLACES))),
    ("within_respective_legal_frameworks", _within_law),
    ("compliance_with_law_declared", _coded((True, terms.COMPLIES))),
    ("operative_from", _operative),
    ("modification", _modification),
    ("discontinuation_right", _right),
    ("discontinuation_form", _form),
    ("discontinuation_effect_primary", _primary),
    ("discontinuation_effect_default", _default),
    ("term_or_expiry", _term),
    ("renewal", _renewal),
    ("working_group", _working_group),
    ("dispute_settlement", _coded(("consultation", terms.CONSULTATION), ("other", terms.DISPUTE))),
)


def _signature(root: Node, leaves: Sequence[Node]) -> Iterable[Fact]:
    for leaf in leaves:
        if leaf.type != "testimonium":
            continue
        text = leaf.text
        day = find_day(text)
        if day:
            yield _cited("signed_date", day[0], leaf, day[1], day[2])
        place = next((m for m in (p.search(text) for p in _PLACE) if m), None)
        if place:
            yield _cited("signed_place", place["p"].strip(), leaf, *place.span("p"))
        copies = _COPIES.search(text)
        if copies:
            word = next(g for g in copies.groups() if g)
            count = _FOLDS.get(word.lower()) or read_number(word)
            if count:
                yield _cited("copies", count, leaf, *copies.span())
        tongues = find_languages(text)
        if tongues:
            yield _cited("languages_signed", tongues[0], leaf, *tongues[1:])
    lines = [n for n in leaves if n.type == "signature_block"]
    days = [(day[0], n, day[1], day[2]) for n in lines if (day := find_day(n.text))]
    if days:  # the last of those who sign dates the text, unless it is dated above
        value, leaf, start, end = max(days, key=lambda d: d[0])
        yield _cited("signed_date", value, leaf, start, end)
    names, cited = _signatories([n for n in lines if not find_day(n.text)])
    if names:
        yield Fact("signatories", names, cited[0].start, cited[-1].end)


def _signatories(lines: Sequence[Node]) -> tuple[list[str], list[Node]]:
    """Who signs, one name for each block of lines; blocks may stand side by side."""
    columns: list[list[Node]] = []
    rows: dict[int, list[Node]] = {}
    for line in lines:
        rows.setdefault(id(line.unit), []).append(line)
    blocks: list[list[Node]] = []
    for row in rows.values():
        if len(row) != len(columns) or len(row) == 1:
            columns = []
        for i, cell in enumerate(row):
            above = columns[i] if i < len(columns) else None
            if above is not None and _RUNS_ON.search(above[-1].text):
                above.append(cell)
            else:
                blocks.append([cell])
                columns[i : i + 1] = [blocks[-1]]
    named = [b for b in blocks if _names_a_side(b)] or blocks
    names = [
        terms.SIGNING_FOR.sub("", " ".join(n.text for n in b)).strip(" :：_-").strip()
        for b in named
    ]
    return [n for n in names if n], [n for b in named for n in b]


def _names_a_side(block: Sequence[Node]) -> bool:
    text = " ".join(n.text for n in block)
    return bool(terms.SIGNATORY.search(text) or terms.SIGNING_FOR.search(text) or text[-1] in ":：")


def _cited(key: str, value: Any, leaf: Node, start: int, end: int) -> Fact:
    span = leaf.span(start, end)
    return Fact(key, value, span.start, span.end)
