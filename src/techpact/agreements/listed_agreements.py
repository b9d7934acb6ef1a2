"""The agreements that the fact base lists, as claims to set beside those of documents."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from techpact.agreements.annotation import spine
from techpact.agreements.gazetteer import fold, load
from techpact.agreements.lexicon import words
from techpact.agreements.records import Claim
from techpact.areas import GENERAL
from techpact.facts import FactBase

FACTS = "facts:"
"""Begin of the `document` of a claim that the fact base makes: `facts:agreements:<agreement>`."""
_BRACKETS = re.compile(r"\([^()]*\)")
_LATIN = re.compile(r"[A-Za-z][a-z]*[A-Z]?[A-Za-z]*")
_EAST_ASIAN = re.compile(r"[一-鿿ァ-ヺー]{2,}|[가-힣]{2,}")
_KANA = re.compile(r"[ぁ-ん]+")
# words that many agreements share, in any of the languages
_GENERIC_LATIN = words(
    "the a of on in and for to between us u s uk eu usa agreement deal memorandum framework "
    "statement intent initiative cooperation partnership declaration treaty plan dialogue council "
    "republic states united kingdom japan korea"
)
_GENERIC_JA = re.compile(
    r"^[日米英韓豪加印仏独欧]{2,3}|協定|覚書|ディール|枠組|合意|宣言|意図表明|共同声明|行動計画|協力"
)
_GENERIC_KO = re.compile(
    r"^(?:미일|한미|미영|한일)|양해각서|각서|협정|합의|프레임워크|이니셔티브|의향서|선언|공동성명"
    r"|행동계획|협력|관한|위한|(?<=..)[을를에의]$"
)
_SIGNED = frozenset({"memorandum", "treaty", "agreement"})
_LEAST_LATIN, _LEAST_EAST_ASIAN = 2, 4
_Sources = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class ListedAgreement:
    """An agreement of the fact base.

    `names` are sets of words of which a text has all where it names the agreement; `claims` what
    the fact base says of it, by attribute; `bodies` the institutions that represent the parties.
    """

    agreement: str
    parties: tuple[str, ...]
    names: tuple[frozenset[str], ...]
    claims: Mapping[str, Claim]
    bodies: frozenset[str]
    pledges: tuple[tuple[str, Claim, str], ...]

    def named_in(self, text: str) -> int:
        """Letters of the longest name of which a folded text in lower case has all the words."""
        return max(
            (sum(map(len, name)) for name in self.names if all(w in text for w in name)),
            default=0,
        )


@cache
def listed_agreements(root: str | None = None) -> tuple[ListedAgreement, ...]:
    """Return the agreements that a fact base lists as signed, or to be signed, between parties.

    Parameters
    ----------
    root
        Directory of the fact base; the built-in one when not given.
    """
    from pathlib import Path

    facts = FactBase(Path(root) if root else None)
    sources = sources_of(facts)
    parties: dict[str, list[Mapping[str, Any]]] = {}
    for row in facts.table("agreement_parties").iter_rows(named=True):
        parties.setdefault(row["agreement"], []).append(row)
    pledges: dict[str, list[tuple[str, Claim, str]]] = {}
    for row in facts.table("pledges").iter_rows(named=True):
        if row["agreement"] and row["amount"] is not None and row["currency"]:
            claim = _claim(sources, f"pledges:{row['pledge']}", row, float(row["amount"]))
            pledges.setdefault(row["agreement"], []).append(
                (row["pledged_by"], claim, row["currency"])
            )
    found = []
    for row in facts.table("agreements").iter_rows(named=True):
        if row["kind"] not in _SIGNED:
            continue
        sides = parties.get(row["agreement"], [])
        names = tuple(n for lang in ("en", "ja", "ko") if (n := _words(row[f"name_{lang}"] or "")))
        values = {
            "signed_date": row["signed_date"],
            "signed_place": (row["signed_place"] or "").split(",")[0] or None,
            "legally_binding": row["legally_binding"],
            "commits_funds": row["commits_funds"],
            "notice_days": row["notice_days"],
        }
        found.append(
            ListedAgreement(
                row["agreement"],
                tuple(sorted(r["country"] for r in sides)),
                names,
                {
                    key: _claim(sources, f"agreements:{row['agreement']}", row, value)
                    for key, value in values.items()
                    if value is not None
                },
                frozenset(r["representative"] for r in sides if r["representative"]),
                tuple(pledges.get(row["agreement"], ())),
            )
        )
    return tuple(found)


def _claim(sources: _Sources, place: str, row: Mapping[str, Any], value: Any) -> Claim:
    return Claim(f"{FACTS}{place}", value, "actual", None, None, cite(sources, row))


def cite(sources: _Sources, row: Mapping[str, Any]) -> str:
    """Write out the source of a fact row: publisher, title, year, place in it, address."""
    source = sources[row["source_id"]]
    locator = f", {row['locator']}" if row["locator"] else ""
    title = f"{source['publisher']}, {source['title']} ({source['year']}){locator}"
    return f"{title}, {source['url']}" if source["url"] else title


def sources_of(facts: FactBase) -> _Sources:
    """Return the sources of a fact base by their ids."""
    return {r["source_id"]: r for r in facts.table("sources").iter_rows(named=True)}


def _words(name: str) -> frozenset[str]:
    """The words of a name by which a text is known to mean it.

    Countries and words that many agreements share do not count, nor does a name count of which
    only a field of technology is left: many agreements are on critical minerals.
    """
    plain = _BRACKETS.sub(" ", fold(name))
    places = load().of_kind("GPE")
    found = spine().matches(plain)
    fields = [plain[start:end].lower() for start, end, area in found if area != GENERAL]
    if re.match(r"[A-Z]", plain):
        own = {w.lower() for w in _LATIN.findall(plain) if w not in places} - _GENERIC_LATIN
        telling, least = sum(not any(w in f for f in fields) for w in own), _LEAST_LATIN
    else:
        own = set()
        for run in _EAST_ASIAN.findall(_KANA.sub(" ", plain)):
            generic = _GENERIC_KO if "가" <= run[0] <= "힣" else _GENERIC_JA
            own.update(w for w in generic.sub(" ", _without_place(run, places)).split() if w[1:])
        telling = sum(len(w) for w in own if not any(w in f for f in fields))
        least = _LEAST_EAST_ASIAN
    return frozenset(own) if telling >= least else frozenset()


def _without_place(run: str, places: Mapping[str, str]) -> str:
    longest = max((n for n in range(2, len(run) + 1) if run[:n] in places), default=0)
    return run[longest:]


@cache
def listed_names(root: str | None = None) -> Mapping[str, Claim]:
    """Return the names of institutions as the fact base lists them, by institution.

    A name is that in the language of the texts in which the institution is misnamed: Japanese
    where it has one, else English.
    """
    from pathlib import Path

    facts = FactBase(Path(root) if root else None)
    sources = sources_of(facts)
    return {
        row["institution"]: _claim(
            sources, f"institutions:{row['institution']}", row, row["name_ja"] or row["name_en"]
        )
        for row in facts.table("institutions").iter_rows(named=True)
    }
