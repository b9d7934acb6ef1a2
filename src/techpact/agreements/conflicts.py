"""Surface what documents contradict, refine or name differently; nothing is merged."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from techpact.agreements.against_facts import (
    agreement_of,
    listed_statement,
    pledge_conflicts,
    signer_conflicts,
)
from techpact.agreements.claims import (
    Statement,
    agreement_claims,
    fate_claims,
    office_claims,
    rank_of,
)
from techpact.agreements.gazetteer import Gazetteer, load
from techpact.agreements.listed_agreements import ListedAgreement, listed_names
from techpact.agreements.mentions import Office, find_names
from techpact.agreements.quantities import about_one_matter, figure_conflicts
from techpact.agreements.records import Claim, Conflict, Document, Span
from techpact.agreements.transliteration import skeletons
from techpact.agreements.versions import Versions


class _Told(NamedTuple):
    """A statement, and the listed agreement that its own words name."""

    statement: Statement
    row: ListedAgreement | None


_SAME_NAME = 62.0
_SAME_AREAS = 0.3
_OFFICE_ENDS = ("head_of_state", "head_of_government")


def find_conflicts(
    documents: Sequence[Document], gazetteer: Gazetteer | None = None
) -> list[Conflict]:
    """Find the conflicts within and across documents.

    Parameters
    ----------
    documents
        Documents as read, with their mentions, dates and facts.
    gazetteer
        Listed names; those of the built-in fact base when not given.

    Returns
    -------
    list of Conflict
        `key` says what the claims are on (`agreement:JPN-USA:signed_date`, `office:<person>`,
        `name:<entity>`, `status:<entity>`, `figure:<kind>:<unit>`, `date:<kind>`);
        `relation` is `contradiction` (both cannot hold), `refinement` (one says more, or later,
        than the other) or `variant` (named or counted differently). Each claim cites its document;
        one of the fact base cites the source of its row.
    """
    names = gazetteer if gazetteer is not None else load()
    offices = {d.id: _offices(d, names) for d in documents}
    found = _agreement_conflicts(documents, names)
    for document in documents:
        found += _office_conflicts(document, offices[document.id])
        found += _holder_conflicts(document, offices[document.id])
        found += pledge_conflicts(document)
    found += _spelling_conflicts(documents, offices)
    found += _entity_conflicts(documents, names)
    found += _fate_conflicts(documents)
    found += figure_conflicts(documents)
    found += _rank_conflicts(documents, offices)
    return sorted(found, key=lambda c: c.key)


def _offices(document: Document, names: Gazetteer) -> list[Office]:
    """People in office in the whole text: a caption may say otherwise than the body."""
    known = {" ".join(m.surface.split()) for m in document.mentions if m.kind == "PERSON"}
    whole = find_names(document.text, [Span(0, len(document.text))], names)
    return [o for o in whole.offices if o.person in known]


# agreements


def _agreement_conflicts(documents: Sequence[Document], names: Gazetteer) -> list[Conflict]:
    groups: dict[tuple[tuple[str, ...], str], list[_Told]] = {}
    found: list[Conflict] = []
    for document in documents:
        told = agreement_claims(document)
        found += signer_conflicts(document, told, names)
        for statement in told:
            key = statement.subject, statement.attribute
            row = agreement_of(document, statement)
            groups.setdefault(key, []).append(_Told(statement, row))
    versions = Versions(documents)
    for (parties, attribute), told_of in sorted(groups.items()):
        for same in _same_agreement(told_of, groups.get((parties, "signed_date"), []), versions):
            shown = [t.statement for t in same]
            if attribute == "name":
                shown = _longest_names(shown)
            row = next((t.row for t in same if t.row is not None), None)
            listed = listed_statement(row, shown[0]) if row is not None else None
            if listed is not None:
                shown.append(listed)
            relation = _RELATIONS.get(attribute, _plain_relation)(shown)
            if relation:
                name = f"agreement:{'-'.join(parties)}:{attribute}"
                found.append(Conflict(name, relation, _distinct([s.claim for s in shown])))
    return found


def _same_agreement(told: list[_Told], dated: list[_Told], versions: Versions) -> list[list[_Told]]:
    """Groups that speak of one agreement: their fields overlap and their dates can agree.

    Two texts of agreements must be one text: a pair of countries signs many.
    """
    years: dict[str, set[str]] = {}
    for claim in (t.statement.claim for t in dated):
        years.setdefault(claim.document, set()).add(str(claim.value)[:4])
    groups: list[list[_Told]] = []
    for one in told:
        for group in groups:
            first = group[0].statement
            union = one.statement.detail | first.detail
            overlap = len(one.statement.detail & first.detail) / len(union) if union else 1.0
            mine = years.get(one.statement.claim.document)
            theirs = years.get(first.claim.document)
            rows = {t.row.agreement for t in (one, *group) if t.row is not None}
            read = one.statement.claim.document
            if len(rows) > 1 or any(
                versions.differ(read, t.statement.claim.document) for t in group
            ):
                continue
            if overlap >= _SAME_AREAS and (not mine or not theirs or mine & theirs):
                group.append(one)
                break
        else:
            groups.append([one])
    return groups


def _longest_names(statements: list[Statement]) -> list[Statement]:
    """One name for each document: the fullest one."""
    best: dict[str, Statement] = {}
    for s in statements:
        kept = best.get(s.claim.document)
        if kept is None or len(str(s.claim.value)) > len(str(kept.claim.value)):
            best[s.claim.document] = s
    return list(best.values())


def _distinct(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    seen: dict[tuple[str, str, str | None], Claim] = {}
    for claim in claims:
        status = None if isinstance(claim.value, int) else claim.status
        seen.setdefault((claim.document, str(claim.value), status), claim)
    return tuple(seen.values())


def _date_relation(statements: Sequence[Statement]) -> str | None:
    values = {str(s.claim.value) for s in statements}
    statuses = {s.claim.status for s in statements}
    if len(statements) < 2:
        return None
    longest = max(values, key=len)
    if all(longest.startswith(v) for v in values):
        later = len(values) > 1 or ("planned" in statuses and "actual" in statuses)
        return "refinement" if later else None
    firm = {str(s.claim.value) for s in statements if s.claim.status != "planned"}
    best = max(firm, key=len) if firm else ""
    if firm and all(best.startswith(v) for v in firm):
        return "refinement"  # a forecast was superseded
    return "contradiction"


def _signer_relation(statements: Sequence[Statement]) -> str | None:
    values = {str(s.claim.value) for s in statements}
    scripts = {_script(str(s.claim.value).strip("[]'\"「 ") or " ") for s in statements}
    if len(values) < 2 or (
        len(scripts) > 1 and all(s.claim.status == "actual" for s in statements)
    ):
        return None  # one text in its languages names its signatories in each
    told = [s.claim for s in statements if s.claim.status == "reported"]
    named = {frozenset(c.value) for c in told if isinstance(c.value, list)}
    if any(not a & b for a in named for b in named):
        return "contradiction"
    return "refinement"


def _count_relation(statements: Sequence[Statement]) -> str | None:
    return "variant" if len({s.claim.value for s in statements}) > 1 else None


def _name_relation(statements: Sequence[Statement]) -> str | None:
    documents = {s.claim.document for s in statements}
    cores = {_instrument(str(s.claim.value)) for s in statements}
    return "variant" if len(documents) > 1 and len(cores - {""}) > 1 else None


def _place_relation(statements: Sequence[Statement]) -> str | None:
    """Two places, unless they are one in two scripts (Manila, マニラ)."""
    names = load()
    known: dict[str, frozenset[str]] = {}
    for s in statements:
        value = str(s.claim.value)
        listed = names.get(value)
        entity = listed.entity if listed else ""
        sounds = skeletons(value) | skeletons(entity.removeprefix("city:"))
        known[value] = frozenset({entity or value, *sounds})
    marks = list(known.values())
    differ = any(not a & b for i, a in enumerate(marks) for b in marks[i + 1 :])
    return "contradiction" if differ else None


def _plain_relation(statements: Sequence[Statement]) -> str | None:
    if any(isinstance(s.claim.value, list) for s in statements):
        return None
    return "contradiction" if len({str(s.claim.value) for s in statements}) > 1 else None


_RELATIONS = {
    "signed_date": _date_relation,
    "signatories": _signer_relation,
    "number_of_areas": _count_relation,
    "name": _name_relation,
    "signed_place": _place_relation,
}
_KINDS = (
    ("memorandum", re.compile(r"覚書|memorand|각서", re.I)),
    ("agreement", re.compile(r"協定|agreement|협정|TPD|treaty|条約|조약", re.I)),
    ("deal", re.compile(r"ディール|deal", re.I)),
)


def _instrument(name: str) -> str:
    return next((kind for kind, pattern in _KINDS if pattern.search(name)), "")


# people


def _office_conflicts(document: Document, offices: Sequence[Office]) -> list[Conflict]:
    """One person, one document, two different offices of state at once."""
    by_person: dict[str, list[Claim]] = {}
    for statement in office_claims(document, offices):
        by_person.setdefault(statement.subject[0], []).append(statement.claim)
    found = []
    for person, claims in sorted(by_person.items()):
        current = {c.value for c in claims if not str(c.value).startswith("former ")}
        if len(current) > 1:
            shown = _distinct([c for c in claims if c.value in current])
            found.append(Conflict(f"office:{person}", "contradiction", shown))
    return found


def _rank_conflicts(
    documents: Sequence[Document], offices: dict[str, list[Office]]
) -> list[Conflict]:
    """One person called a minister in one text and a deputy in another on the same matter."""
    told: dict[frozenset[str], list[tuple[Document, Office, str]]] = {}
    for document in documents:
        for office in offices[document.id]:
            rank = rank_of(document.text, office)
            if rank is not None and _full_name(office.person):
                sound = frozenset(skeletons(office.person)) or frozenset({office.person})
                told.setdefault(sound, []).append((document, office, rank))
    found = []
    for entries in told.values():
        first = entries[0]
        same = [e for e in entries if e[0] is not first[0] and about_one_matter(first[0], e[0])]
        claims = [
            Claim(d.id, rank, "reported", o.role.start, o.role.end) for d, o, rank in [first, *same]
        ]
        if len({c.value for c in claims}) > 1:
            key = f"office:{first[1].person}"
            found.append(Conflict(key, "contradiction", _distinct(claims)))
    return found


def _holder_conflicts(document: Document, offices: Sequence[Office]) -> list[Conflict]:
    """A surname in office that fits no full name of the text, beside a name in that office.

    「延…大統領」 and 「尹大統領」 in one text are two readings of one name.
    """
    claims = list(office_claims(document, offices))
    full = [c for c in claims if _full_name(c.subject[0])]
    places = {o.person: o.name for o in offices}
    short = {c.subject[0] for c in claims if not _full_name(c.subject[0])}
    found = []
    for claim in claims:
        name, value = claim.subject[0], claim.claim.value
        if _full_name(name) or any(name in _parts(f.subject[0]) for f in full):
            continue
        rivals = {
            f.subject[0]
            for f in full
            if f.claim.value == value
            and _script(f.subject[0]) == _script(name)
            and not short & set(_parts(f.subject[0]))
        }
        if len(rivals) == 1 and value in _OFFICE_ENDS:
            (other,) = rivals
            shown = [
                Claim(document.id, other, "reported", *places[other]),
                Claim(document.id, name, "reported", *places[name]),
            ]
            found.append(Conflict(f"name:person:{other}", "variant", tuple(shown)))
    return found


def _parts(name: str) -> list[str]:
    """Forms by which a full name may be taken up: its parts, or its first characters."""
    if _script(name) == "han" and " " not in name:
        return [name, name[:1], name[:2]]
    return re.split(r"[・ ]", name)


def _full_name(name: str) -> bool:
    return "・" in name or " " in name or (_script(name) == "han" and len(name) >= 3)


def _script(name: str) -> str:
    first = name[0]
    if "一" <= first <= "鿿":
        return "han"
    if "ァ" <= first <= "ヺ":
        return "katakana"
    return "hangul" if "가" <= first <= "힣" else "latin"


def _spelling_conflicts(
    documents: Sequence[Document], offices: dict[str, list[Office]]
) -> list[Conflict]:
    """Full names of one office that are nearly the same: one person spelt in two ways."""
    from rapidfuzz import fuzz

    claims: dict[str, tuple[str, Claim]] = {}
    for document in documents:
        for office in offices[document.id]:
            if _full_name(office.person) and office.person not in claims:
                printed = document.text[office.role.start : office.role.end]
                place = Claim(document.id, office.person, "reported", *office.name)
                claims[office.person] = printed, place
    people = sorted(claims)
    found = []
    for i, one in enumerate(people):
        for other in people[i + 1 :]:
            if _script(one) != _script(other) or _script(one) == "han":
                continue
            if fuzz.ratio(claims[one][0], claims[other][0]) < _SAME_NAME:
                continue
            if fuzz.ratio(one, other) >= 75.0 and _same_family(one, other):
                pair = (claims[one][1], claims[other][1])
                found.append(Conflict(f"name:person:{one}", "variant", pair))
    return found


def _same_family(one: str, other: str) -> bool:
    """Whether two spellings agree in their first or last part closely."""
    from rapidfuzz import fuzz

    a, b = re.split(r"[・ ]", one), re.split(r"[・ ]", other)
    return fuzz.ratio(a[0], b[0]) >= 60 and fuzz.ratio(a[-1], b[-1]) >= 60


# names of bodies, and whether they live


_ALSO_KNOWN = re.compile(
    r"として知られ|とも呼ば|別名|通称|known as|also called|로 알려진|라고도", re.I
)


def _entity_conflicts(documents: Sequence[Document], names: Gazetteer) -> list[Conflict]:
    """One entity under its name and under a name that the fact base knows as mistaken."""
    right: dict[str, Claim] = {}
    wrong: dict[str, list[Claim]] = {}
    for document in documents:
        for mention in document.mentions:
            if mention.kind in {"PERSON", "GPE"} or not mention.entity or ":" in mention.entity:
                continue
            listed = names.get(mention.surface) or names.get(
                re.sub(
                    r"^(?:米国|アメリカ合衆国|アメリカ|日本国|日本|韓国|米)", "", mention.surface
                )
            )
            if listed is None or listed.entity != mention.entity:
                continue
            claim = Claim(document.id, mention.surface, "reported", mention.start, mention.end)
            near = document.text[mention.start - 20 if mention.start > 20 else 0 : mention.end + 20]
            if listed.standing == "mistranslation":
                introduced = document.text[mention.start - 1 : mention.start] in {"("}
                if not introduced and not _ALSO_KNOWN.search(near):
                    wrong.setdefault(mention.entity, []).append(claim)
            elif listed.standing != "abbreviation":
                right.setdefault(mention.entity, claim)
    found = []
    for entity, claims in sorted(wrong.items()):
        # a name in another script is a translation, not a variant
        alike = entity in right and str(right[entity].value).isascii()
        same = [c for c in claims if entity in right and str(c.value).isascii() == alike]
        name = right[entity] if same else listed_names().get(entity)
        if name is not None:
            found.append(
                Conflict(f"name:{entity}", "variant", _distinct([name, *(same or claims)]))
            )
    return found


def _fate_conflicts(documents: Sequence[Document]) -> list[Conflict]:
    claims: dict[str, list[Claim]] = {}
    for document in documents:
        for statement in fate_claims(document):
            claims.setdefault(statement.subject[0], []).append(statement.claim)
    return [
        Conflict(f"status:{entity}", "contradiction", _distinct(said))
        for entity, said in sorted(claims.items())
        if len({str(c.value) for c in said}) > 1
    ]
