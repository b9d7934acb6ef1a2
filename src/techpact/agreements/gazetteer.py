"""The names that the fact base and the locale data list, in three languages, in one dictionary."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from techpact.agreements.folding import WIDTHS
from techpact.agreements.known_firms import known_firms
from techpact.facts import FactBase

_KIND_OF_INSTITUTION = {
    "dialogue": "BODY",
    "facility": "FACILITY",
    "programme": "PROGRAMME",
}
_KIND_OF_AGREEMENT = {"dialogue": "BODY", "initiative": "PROGRAMME", "programme": "PROGRAMME"}
# a listed kind says what a body does; its English name says what sort of thing it is
_AGREEMENT_NAME = re.compile(r"Agreement|Trans-Pacific Partnership|Framework|Treaty|Arrangement$")
_PROGRAMME_NAME = re.compile(r"Process$|Program(?:me)?$|Initiative$|Prize$|Challenge$")
_ORGANISATION_NAME = re.compile(
    r"(?:Cent(?:er|re)|Institute|Laborator(?:y|ies)|Organization|Agency)$"
)
# an alias taken with the words around it: "Japan's …", "… of the agency"
_ALIAS_LEAD = re.compile(r"^(?:日本|米国|アメリカ|韓国|英国|中国|実験炉|원형로)の?(?=[^国・「]{3})")
_PARTICLE = re.compile(
    r"(?:은|는|이|가|을|를|의|와|과|에|에서|에게|으로|로|도|만|까지|부터|및|나|이나|등|측|라는"
    r"|이라는|에는|와의|과의|측은|측이|측에서는?|에서는|에서도|으로는|로는|처럼|보다|에도|에게는?|로서|으로서|라며|이라며|이다|다|이며|이고|인|뿐|조차)(?![가-힣])"
)
_ALIAS_OF_TWO = re.compile(r"(?:省|庁|局|府)の")


FIRM = "firm"
"""Standing of a name that is known from the press and not from the fact base."""
_FIRM_GOES_ON = re.compile(
    r"(?:社|副|会|専|常務|取締役|執行役|元|前|現|名誉|教授|准教授|特任|助教|講師|学長|総長|大学院|院|広報|幹部|製|側|系"
    r"|等|株|傘下|子会社|関係者|出身|発|向|間|両|連合|陣営|議員|幹事長|代表|党首|総裁|政調|首脳|担当|主導|出資|提供|記者"
    r"|編集|独自|調査|論説|報道|理事|事務|主席|主任|上級|研究員|委員|本部|支|工場|開発|最高|共同|創業|単独|自身|以外|日本法人)"
)
"""What is written onto a firm's name without being a part of it (東芝社長 but not 東芝機械)."""
_FIRM_GOES_BEFORE = frozenset("米英独仏伊蘭豪印韓台日中露加旧元現前同各両対")
_NUMBERED = re.compile(r"[ -]?\d")
_DAILY = re.compile(r"[\d約数平]")
"""What makes 日産 a daily output and 日経 an index of shares."""
_SHORT, _PREFIX = 2, 3
_STANDARDS = frozenset({"ISO", "IEC", "IEEE", "ETSI", "ITU", "3GPP"})


class Name(NamedTuple):
    """A listed name: what it names, the canonical id, and how the name stands to it.

    `standing` is `name`, the kind of alias (`abbreviation`, `mistranslation`, …) or `firm`.
    """

    surface: str
    kind: str
    entity: str
    standing: str
    country: str | None = None


class Hit(NamedTuple):
    """A listed name at a place of a text; more than one where countries share it (商務省)."""

    start: int
    end: int
    names: tuple[Name, ...]


def fold(name: str) -> str:
    """Fold a name as texts are folded: half width, one space, straight marks."""
    return re.sub(r"\s+", " ", WIDTHS(unicodedata.normalize("NFKC", name))).strip()


class Gazetteer:
    """A dictionary of names that finds the longest one at each place of a text in one pass."""

    def __init__(self, names: Iterable[Name]) -> None:
        self._names: dict[str, tuple[Name, ...]] = {}
        self._kinds: dict[str, dict[str, str]] = {}
        lengths: dict[str, set[int]] = {}
        for name in names:
            surface = fold(name.surface)
            known = self._names.get(surface, ())
            if len(surface) < 2 or any(k.entity == name.entity for k in known):
                continue
            if known and (known[0].kind == "GPE") != (name.kind == "GPE"):
                known = ()  # an institution named like a country is the institution
            self._names[surface] = (*known, name)
            lengths.setdefault(surface[:_PREFIX], set()).add(len(surface))
        self._pairs = frozenset(k[:2].replace(" ", blank) for k in lengths for blank in " \n")
        begin = "".join(sorted({k[0] for k in lengths}))
        self._first = re.compile(f"[{re.escape(begin)}]" if begin else r"(?!)")
        self._lengths = {k: sorted(v, reverse=True) for k, v in lengths.items()}

    def __len__(self) -> int:
        return len(self._names)

    def __iter__(self) -> Iterator[Name]:
        return (name for names in self._names.values() for name in names)

    def get(self, surface: str) -> Name | None:
        """Return the listed name that is written so."""
        return self._names.get(fold(surface), (None,))[0]

    def of_kind(self, kind: str) -> dict[str, str]:
        """Return the listed names of a kind with their entities."""
        if kind not in self._kinds:
            self._kinds[kind] = {
                s: n[0].entity for s, n in self._names.items() if n[0].kind == kind
            }
        return self._kinds[kind]

    def find(self, text: str) -> list[Hit]:
        """Find the longest listed names in a folded text, left to right without overlaps."""
        lengths, names, pairs = self._lengths, self._names, self._pairs
        hits = []
        free, size = 0, len(text)
        for first in self._first.finditer(text):
            place = first.start()
            if place < free:
                continue
            if text[place : place + 2] not in pairs:
                continue
            # a name begins with three characters that some do, or is one of two
            longer = lengths.get(text[place : place + _PREFIX].replace("\n", " "), ())
            short = lengths.get(text[place : place + 2], ())
            for length in (*longer, *short) if longer or short else ():
                if place + length > size:
                    continue
                surface = text[place : place + length]
                if "\n" in surface:
                    surface = surface.replace("\n", " ")
                listed = names.get(surface)
                if listed is None or not _whole(text, place, place + length):
                    continue
                brief = length <= _SHORT and listed[0].kind != "GPE"
                cuttable = listed[0].standing == FIRM or brief
                if not (cuttable or surface in _STANDARDS) or _stands_alone(
                    text, place, place + length
                ):
                    free = place + length
                    hits.append(Hit(place, free, listed))
                    break
        return hits


def _whole(text: str, start: int, end: int) -> bool:
    """Whether a match does not cut a Latin word, a katakana word or a Hangul word's head."""
    first, last = text[start], text[end - 1]
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    if _latin(first) and _latin(before):
        return False
    if _latin(last) and (_latin(after) or (_hangul(after) and not _PARTICLE.match(text, end))):
        return False  # LG에너지솔루션 is not LG
    if _katakana(first) and _katakana(before):
        return False
    if _katakana(last) and _katakana(after):
        return False
    return not (_hangul(first) and _hangul(before))


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a firm's name is not the head or the tail of another name."""
    last, after = text[end - 1], text[end : end + 1]
    before = text[start - 1 : start]
    if text[start:end] in {"日産", "日経"} and _DAILY.match(after):
        return False
    if _kanji(text[start]) and _kanji(before) and before not in _FIRM_GOES_BEFORE:
        return False
    if _kanji(after) and (_kanji(last) or _katakana(last)) and not _FIRM_GOES_ON.match(text, end):
        return not _kanji(last)
    if _hangul(after) and not _PARTICLE.match(text, end):
        return False
    return text[start:end] not in _STANDARDS or not _NUMBERED.match(text, end)


def _kanji(character: str) -> bool:
    return "一" <= character <= "鿿" or character == "々"


def _latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _katakana(character: str) -> bool:
    return "ァ" <= character <= "ヺ" or character == "ー"


def _hangul(character: str) -> bool:
    return "가" <= character <= "힣"


@lru_cache(maxsize=4)
def load(root: str | None = None) -> Gazetteer:
    """Build the dictionary of a fact base (the built-in one when no directory is given)."""
    from pathlib import Path

    from techpact.agreements.places import countries_and_cities

    facts = FactBase(Path(root) if root else None)
    listed = [*_institutions(facts), *_agreements(facts), *countries_and_cities()]
    return Gazetteer([*listed, *_firms(listed)])


def _firms(listed: Iterable[Name]) -> Iterator[Name]:
    """The firms of the press, under the id of the fact base where it lists one of their names."""
    entities = {fold(n.surface): n for n in listed}
    for firm, names in known_firms():
        known = next((entities[fold(n)] for n in names if fold(n) in entities), None)
        if known is not None and known.kind not in {"ORG", "BODY"}:
            known = None
        for name in names:
            if fold(name) not in entities:
                yield Name(name, "ORG", known.entity if known else firm, FIRM)


def _institutions(facts: FactBase) -> Iterator[Name]:
    kinds: dict[str, tuple[str, str | None]] = {}
    for row in facts.table("institutions").iter_rows(named=True):
        kind = _kind_of_institution(row["kind"], row["name_en"])
        kinds[row["institution"]] = kind, row["country"]
        for lang in ("en", "ja", "ko"):
            if row[f"name_{lang}"]:
                yield Name(row[f"name_{lang}"], kind, row["institution"], "name", row["country"])
    for row in facts.table("institution_aliases").iter_rows(named=True):
        kind, country = kinds.get(row["institution"], ("ORG", None))
        alias = row["alias"]
        if row["lang"] == "ja":
            if _ALIAS_OF_TWO.search(alias):
                continue
            if "の" in alias[:8] or alias.startswith("実験炉"):
                alias = _ALIAS_LEAD.sub("", alias)
        yield Name(alias, kind, row["institution"], row["alias_kind"], country)


def _kind_of_institution(kind: str, name: str) -> str:
    if re.search(r"Organi[sz]ation$", name):
        return "ORG"
    if kind in {"dialogue", "international", "programme"}:
        if _AGREEMENT_NAME.search(name):
            return "AGREEMENT"
        if _PROGRAMME_NAME.search(name):
            return "PROGRAMME"
        if _ORGANISATION_NAME.search(name) and kind == "programme":
            return "ORG"
    return _KIND_OF_INSTITUTION.get(kind, "ORG")


def _agreements(facts: FactBase) -> Iterator[Name]:
    for row in facts.table("agreements").iter_rows(named=True):
        kind = _KIND_OF_AGREEMENT.get(row["kind"], "AGREEMENT")
        for lang in ("en", "ja", "ko"):
            if row[f"name_{lang}"]:
                yield Name(row[f"name_{lang}"], kind, row["agreement"], "name")
