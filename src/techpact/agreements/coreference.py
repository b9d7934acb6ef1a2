"""Link names that point back: abbreviations, surnames, `the Participants`, misspelt names."""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from techpact.agreements.folding import Folded
from techpact.agreements.japanese_names import FAMILY_NAMES
from techpact.agreements.known_forms import Borders, find_forms
from techpact.agreements.lexicon import words
from techpact.agreements.people_ja import FAMILY_PARTICLES
from techpact.agreements.places import japanese_places
from techpact.agreements.records import Mention

if TYPE_CHECKING:
    from techpact.agreements.gazetteer import Gazetteer
    from techpact.agreements.mentions import Candidate

_PARTIES = re.compile(
    r"両当事者|両者|双方の当事者|当事者双方|日米双方|米日双方|日韓双方|米韓双方|双方(?=は|が"
    r"|の間|間|に)"
    r"|\b(?:the )?(?:Participants|Parties|two Sides|Sides|two Participants|both Participants"
    r"|both Parties)\b"
    r"|양측|양 당사자|양당사자|참여국|당사자들|참가자들|양국 정부"
)
_INTRODUCED = re.compile(
    r"\s?[((]\s?(?:以下、?|hereinafter,? (?:referred to as )?|이하\s?|the |略称[::]?"
    r"|通称[::]?)?[「『\"'‘“]?"
    r"(?P<short>[A-Z][A-Za-z0-9&.-]{1,11}|[ァ-ヺー]{3,12}|[A-Z][A-Za-z]+(?: (?:of|for|and|on|the|to"
    r"|in|&|[A-Za-z]+)){1,9})"
    r"[」』\"'’”]?(?:という|とする|라 한다|라고 한다)?。?\s?[))]"
)
_OF_STATE = re.compile(r" of (?:the )?(?:[A-Z][\w.-]* )?(?:of )?[A-Z][\w.-]+\s?$")
"""A country between a name and its abbreviation (the Ministry of Energy of Norway (ME))."""
_GOVERNMENT = re.compile(r"政府$| [Gg]overnment$| 정부$|^Government of ")
_FOLLOWED_BY_ADMINISTRATION = (
    "政権",
    "政府",
    " administration",
    " Administration",
    " 행정부",
    " 정부",
)
_LEAST_FUZZY = 6
_FUZZY = 84.0
# bounds that no honest text reaches, so that a hostile one is read in linear time
_MOST_RESOLVED = 1000
_MOST_FORMS = 400


def link(
    text: str, views: Sequence[Folded], settled: list[Candidate], names: Gazetteer
) -> list[Mention]:
    """Turn settled candidates into mentions, adding those that only the context reveals."""
    people = _PeopleIndex(c for c in settled if c.kind == "PERSON")
    short: dict[str, tuple[str, str]] = {}
    by_end = {c.end: c for c in settled}
    added: list[tuple[int, int, str, str | None, float]] = []
    for view in views:
        for match in _INTRODUCED.finditer(view.text):
            long = by_end.get(view.place(match.start(), ending=True))
            if long is None or long.kind == "GPE":
                of_state = _OF_STATE.search(view.text, max(0, match.start() - 60), match.start())
                at = of_state.start() if of_state else match.start()
                long = by_end.get(view.place(at, ending=True))
            if long is None or long.kind in {"PERSON", "GPE"}:
                continue
            whole = long.entity or ""
            listed = names.get(match["short"])
            if listed is not None and listed.kind == long.kind and whole.startswith("unlisted:"):
                whole = listed.entity
            short[match["short"]] = (long.kind, whole)
    resolved: dict[str, str] = {}
    out: dict[tuple[int, int], Mention] = {}
    for c in settled:
        surface = text[c.start : c.end]
        entity: str | None = c.entity
        score = c.score
        if surface in short and c.kind != "PERSON":
            # what the text itself introduced goes before what the name means elsewhere
            linked_kind, linked = short[surface]
            out[c.start, c.end] = Mention(c.start, c.end, linked_kind, linked, surface, 0.9)
            continue
        if c.kind == "PERSON":
            entity = "person:" + people.full(entity.removeprefix("person:") if entity else surface)
        elif entity and entity.startswith("unlisted:"):
            name = entity.removeprefix("unlisted:")
            if c.kind == "ORG" and _GOVERNMENT.search(name):
                entity = _government(name, names)
                if entity is None:
                    continue
            elif name in short:
                entity = short[name][1]
            else:
                if name not in resolved:
                    resolved[name] = (
                        _resolve(name, c.kind, names) if len(resolved) < _MOST_RESOLVED else ""
                    )
                if resolved[name]:
                    entity, score = resolved[name], min(score, 0.6)
        out[c.start, c.end] = Mention(c.start, c.end, c.kind, entity, surface, score)
    for view in views:
        added.extend(_abbreviations(view, short))
        added.extend(people.bare(view))
        parties = _parties(settled)
        added.extend(
            (*view.span(*m.span()), "GPE", parties, 0.8) for m in _PARTIES.finditer(view.text)
        )
    taken = sorted(out)
    for start, end, kind, pointed, score in sorted(added, key=lambda a: a[:3]):
        if not _overlaps(taken, start, end):
            out[start, end] = Mention(start, end, kind, pointed, text[start:end], score)
            bisect.insort(taken, (start, end))
    return [out[k] for k in sorted(out)]


def _government(name: str, names: Gazetteer) -> str | None:
    """The country whose government a name names."""
    state = re.sub(r"^the ", "", _GOVERNMENT.sub("", " ".join(name.split())))
    state = state.removesuffix(" of Great Britain and Northern Ireland")
    listed = names.get(state)
    if listed is None and state.startswith(("Republic of ", "Kingdom of ")):
        listed = names.get(re.sub(r"^\w+ of (?:the )?", "", state))
    return listed.entity if listed and listed.kind == "GPE" else None


def _overlaps(taken: list[tuple[int, int]], start: int, end: int) -> bool:
    n = bisect.bisect_left(taken, (start, end))
    return (n < len(taken) and taken[n][0] < end) or (n > 0 and taken[n - 1][1] > start)


def _parties(settled: list[Candidate]) -> str | None:
    """The two countries that the text names first and most."""
    counts: dict[str, int] = {}
    for c in settled:
        if c.kind == "GPE" and c.entity and len(c.entity) == 3:
            counts[c.entity] = counts.get(c.entity, 0) + 1
    first = sorted(counts, key=lambda k: -counts[k])[:2]
    return ";".join(sorted(first)) if len(first) == 2 else None


def _abbreviations(
    view: Folded, short: dict[str, tuple[str, str]]
) -> list[tuple[int, int, str, str | None, float]]:
    if not short:
        return []
    text = view.text

    def whole(start: int, end: int) -> bool:
        inside = _IN_LATIN if text[start].isascii() else _IN_KATAKANA
        goes_on = _IN_LATIN if text[end - 1].isascii() else _IN_KATAKANA
        return not (inside.match(text[start - 1 : start]) or goes_on.match(text, end))

    found = find_forms(text, list(short)[:_MOST_FORMS], whole)
    return [(*view.span(start, end), *short[form], 0.9) for start, end, form in found]


_IN_LATIN, _IN_KATAKANA = re.compile(r"[A-Za-z0-9]"), re.compile(r"[ァ-ヺー]")


def _resolve(name: str, kind: str, names: Gazetteer) -> str:
    """Find the listed name that an unlisted one most likely misspells."""
    if len(name) < _LEAST_FUZZY:
        return ""
    from rapidfuzz import fuzz, process

    pool = names.of_kind(kind)
    found = process.extractOne(name, list(pool), scorer=fuzz.ratio, score_cutoff=_FUZZY)
    if found is None or abs(len(found[0]) - len(name)) > 3:
        return ""
    return pool[found[0]]


class _PeopleIndex:
    """The people of a text by full name and by surname."""

    def __init__(self, candidates: object) -> None:
        surfaces = [
            (c.entity or "").removeprefix("person:")
            for c in candidates  # type: ignore[attr-defined]
        ]
        self._full: dict[str, str] = {}
        self._ordered = list(dict.fromkeys(surfaces))
        self._longer: dict[str, str] = {}
        for name in sorted(self._ordered, reverse=True):
            for cut in (1, 2):
                if len(name) > cut:
                    self._longer[name[:cut]] = name
        for name in surfaces:
            for part in _surnames(name):
                self._full.setdefault(part, name)
        self._cache: dict[str, str] = {}

    def full(self, name: str) -> str:
        """The fullest form of a name that the text has."""
        if name in self._cache:
            return self._cache[name]
        best = self._full.get(name, name)
        if best == name and "一" <= name[:1] <= "鿿" and len(name) < 3:
            best = self._longer.get(name, name)
        elif best == name and _is_initialed(name):
            last = re.split(r"[・ ]", name)[-1]
            best = self._full.get(last, name)
        self._cache[name] = best
        return best

    def bare(self, view: Folded) -> list[tuple[int, int, str, str | None, float]]:
        """Surnames and full names that stand without a title."""
        forms: dict[str, str] = {}
        for name in self._ordered:
            if len(name) >= 2:
                forms[name] = self.full(name)
            for part in _surnames(name):
                if len(part) >= 2:
                    forms.setdefault(part, self.full(name))
            if "一" <= name[0] <= "鿿" and _family_of_two(name):
                forms.setdefault(name[:2], self.full(name))
        if not forms:
            return []
        text = view.text
        chosen = [f for f in list(forms)[:_MOST_FORMS] if f[0].strip()]
        return [
            (*view.span(start, end), "PERSON", "person:" + forms[form], 0.75)
            for start, end, form in find_forms(text, chosen, partial(_BORDERS.whole, text))
            if not text.startswith(_FOLLOWED_BY_ADMINISTRATION, end)
        ]


def _family_of_two(name: str) -> bool:
    """Whether the first two characters of a Japanese name are its family, and no place."""
    if len(name) == 4:
        return True
    family = name[:2]
    return len(name) in {3, 5} and family in FAMILY_NAMES and family not in japanese_places()


def _is_initialed(name: str) -> bool:
    return bool(re.match(r"[A-Z]\.?[・ ]", name))


_LATIN_PARTICLES = words(
    "van von de del della der den dos da di du la le ten ter bin ibn al el af zu"
)
"""Particles with which family names begin in Latin letters (van der Velde)."""
_CHINESE_FAMILY = re.compile(
    r"Zhang|Wang|Liu|Chen|Yang|Huang|Zhao|Zhou|Guo|Gao|Luo|Zheng|Liang|Xie|Song|Tang|Deng|Feng|Cao|Peng|Zeng|Xiao|Tian|Dong|Pan|Yuan|Cai|Jiang|Cheng|Wei|Ding|Ren|Shen|Yao"
    r"|Ishii|Suzuki|Tanaka|Sato|Watanabe|Yamamoto|Nakamura|Kobayashi|Kato|Yoshida"
)
"""Families that stand before the given name in many texts."""
_KOREAN_GIVEN = re.compile(r"[A-Z][a-z]{1,6}-[a-z]{2,6}")


def _surnames(name: str) -> list[str]:
    """Forms by which a full name is taken up again."""
    if "・" in name or (" " in name and name[-1] < "\u0250"):
        parts = re.split(r"[・ ]", name)
        if len(parts) == 2 and len(parts[0]) <= 3 and not parts[0].isascii():
            return [parts[0]]  # イ・ジェミョン: the surname stands first
        if _KOREAN_GIVEN.fullmatch(parts[-1]) and len(parts) == 2:
            return [parts[0]]  # Kim Jung-kwan
        particles = FAMILY_PARTICLES if "・" in name else _LATIN_PARTICLES
        if len(parts) == 2 and _CHINESE_FAMILY.fullmatch(parts[0]):
            return [p for p in parts if len(p) > 2]
        first = next((i for i, p in enumerate(parts) if i and p in particles), len(parts) - 1)
        mark = "・" if "・" in name else " "
        return [mark.join(parts[first:])] if len(parts[-1]) >= 2 else []
    if " " in name:
        parts = name.split(" ")
        return [p for p in (parts[0], parts[-1]) if len(p) >= 2]
    return []


_BORDERS = Borders(
    latin=(r"(?<![A-Za-z0-9-])", r"(?![A-Za-z0-9]|-[a-z])"),
    katakana=(r"(?<![ァ-ヺー])(?<![ァ-ヺー][・=])", r"(?![ァ-ヺー])"),
    hangul=(
        r"(?<![가-힣])",
        r"(?=(?:은|는|이|가|을|를|의|와|과|에|에게|도|께서)?(?![가-힣]))",
    ),
    kanji=(
        r"(?<![一-鿿々])",
        r"(?![一-鿿々]|市|県|町)|(?=会談|両首脳)",
    ),
)
"""What stands before and behind the name of a person."""
