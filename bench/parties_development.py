"""Development queries for the matcher, made from the lists beside the checkout.

Positives: official Japanese names, Han names in brackets, their Korean readings, Russian written
back in Cyrillic, and Latin names with typing slips, other legal forms, abbreviations, other order
and held-out aliases. Negatives: parties taken out of the index, and names whose number, place or
own word was changed. Nothing of it is stored.
"""

from __future__ import annotations

import csv
import json
import random
import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from techpact.parties.lexicon import hanja, place_words, terms, variants
from techpact.parties.listing import Party
from techpact.parties.names import read
from techpact.parties.units import GENERIC, PLACE, WORD

LISTS = Path(__file__).resolve().parents[1] / ".." / "shared" / "data" / "lists"
LOCAL = re.compile(r"[぀-ヿ㐀-鿿々][぀-ヿ㐀-鿿々ー・･\s0-9A-Za-zＡ-Ｚａ-ｚ．.\-､、「」]*")


@dataclass(frozen=True)
class Query:
    """One query: the text, the parties it means (none for a look-alike), and its kind."""

    text: str
    gold: frozenset[str]
    kind: str
    subject: str


def has_local(text: str) -> bool:
    """Say whether a text has kana or Han."""
    return bool(re.search(r"[぀-ヿ㐀-鿿]", text))


def _strip(text: str) -> str:
    text = re.sub(r"[（(][^（）()]*[぀-ヿ㐀-鿿][^（）()]*[）)]?", "", text)
    return text.strip() if not has_local(text) else ""


def load() -> tuple[list[Party], dict[str, list[str]]]:
    """Return parties with Latin names only, and their local names by id."""
    parties: list[Party] = []
    local: dict[str, list[str]] = defaultdict(list)
    with (LISTS / "us_csl_2026-07-31.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            aliases = tuple(json.loads(row["alt_names_json"] or "[]"))
            parties.append(Party(row["id"], row["list"], row["name"], aliases, row["countries"]))
    with (LISTS / "jp_meti_designated_ru_by_third_2025-09-12.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            latin = [row["name_en"], *json.loads(row["alt_names_en_json"] or "[]")]
            latin = [n for n in latin if n and not has_local(n)]
            japanese = [row["name_ja"], *json.loads(row["alt_names_ja_json"] or "[]")]
            local[row["id"]] = [n for n in japanese if n and has_local(n)]
            if latin:
                parties.append(Party(row["id"], "METI-RU", latin[0], tuple(latin[1:]), ""))
    with (LISTS / "jp_meti_foreign_end_user_list_2025-09-29.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            names = [row["name"], *json.loads(row["alt_names_json"] or "[]")]
            for name in names:
                found = [m.strip() for m in LOCAL.findall(name)]
                local[row["id"]] += [f for f in found if len(f) > 2]
            latin = [s for s in map(_strip, names) if s]
            if latin:
                parties.append(Party(row["id"], "METI-EUL", latin[0], tuple(latin[1:]), ""))
    with (LISTS / "cn_mofcom_lists_2026-07-19.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if has_local(row["name"]):
                continue
            local[row["id"]] = [
                n
                for n in json.loads(row["alt_names_json"] or "[]")
                if len(n) < 25 and "、" not in n
            ]
            parties.append(Party(row["id"], "MOFCOM", row["name"], (), ""))
    return parties, local


def clusters(parties: list[Party]) -> dict[str, frozenset[str]]:
    """Return, for each id, the ids that bear an equal name (the same party in several lists)."""
    parent = {p.id: p.id for p in parties}

    def root(x: str) -> str:
        while parent[x] != x:
            parent[x] = parent[parent[x]]
            x = parent[x]
        return x

    by_name: dict[tuple[str, ...], str] = {}
    for party in parties:
        for text in party.all_names():
            units = tuple(sorted(u.forms[0][0] for u in read(text).units if not u.optional))
            if len("".join(units)) < 5:
                continue
            other = by_name.setdefault(units, party.id)
            parent[root(party.id)] = root(other)
    groups: dict[str, set[str]] = defaultdict(set)
    for party in parties:
        groups[root(party.id)].add(party.id)
    return {i: frozenset(g) for g in groups.values() for i in g}


_BACK = [
    ("shch", "щ"), ("yu", "ю"), ("ya", "я"), ("zh", "ж"), ("kh", "х"), ("ts", "ц"), ("ch", "ч"),
    ("sh", "ш"), ("iy", "ий"), ("yy", "ый"), ("oe", "ое"), ("ye", "е"),
    *zip("abvgdeziklmnoprstufyhj", "абвгдезиклмнопрстуфыхй", strict=True),
]  # fmt: skip
_RUSSIAN = re.compile(
    r"nauchn|zavod|predpriyat|proizvod|konstruk|obshchestvo|institut |tsentr", re.I
)


def cyrillic(text: str) -> str:
    """Write a Latin transliteration back in Cyrillic."""
    text = text.lower()
    for latin, letter in _BACK:
        text = text.replace(latin, letter)
    return text


def slip(text: str, rng: random.Random) -> str:
    """Make one typing slip inside a word."""
    spots = [i for i in range(1, len(text) - 1) if text[i].isalpha() and text[i + 1].isalpha()]
    if not spots:
        return text
    i = rng.choice(spots)
    how = rng.randrange(4)
    letter = rng.choice("abcdefghijklmnoprstuvwyz")
    if how == 0:
        return text[:i] + text[i + 1 :]
    if how == 1:
        return text[:i] + text[i + 1] + text[i] + text[i + 2 :]
    if how == 2:
        return text[:i] + letter + text[i + 1 :]
    return text[:i] + letter + text[i:]


_SHORT = {
    "technology": "Tech", "technologies": "Tech", "international": "Intl", "industries": "Ind",
    "manufacturing": "Mfg", "corporation": "Corp", "institute": "Inst", "university": "Univ",
    "research": "Res", "engineering": "Eng", "development": "Dev", "limited": "Ltd",
    "company": "Co", "electronics": "Elec", "equipment": "Equip", "national": "Natl",
}  # fmt: skip
_FORMS = ("Ltd.", "LLC", "Co., Ltd.", "GmbH", "Inc.", "JSC", "S.A.", "")


def vary(name: str, rng: random.Random) -> tuple[str, str]:
    """Return a changed Latin name and how it was changed."""
    how = rng.choice(["slip", "slip2", "short", "order", "form", "drop", "join", "case"])
    words = name.split()
    if how == "slip":
        return slip(name, rng), how
    if how == "slip2":
        return slip(slip(name, rng), rng), how
    if how == "short":
        return " ".join(_SHORT.get(w.lower().strip(".,"), w) for w in words), how
    if how == "order" and len(words) > 2:
        k = rng.randrange(1, len(words))
        return " ".join(words[k:] + words[:k]), how
    if how == "form":
        return f"{' '.join(words)} {rng.choice(_FORMS)}", how
    if how == "drop" and len(words) > 3:
        k = rng.randrange(1, len(words))
        return " ".join(words[:k] + words[k + 1 :]), how
    if how == "join" and len(words) > 1:
        k = rng.randrange(len(words) - 1)
        return " ".join([*words[:k], words[k] + words[k + 1], *words[k + 2 :]]), how
    return name.title() if name.isupper() else name.upper(), "case"


def make(seed: int = 1, held_out: int = 420) -> tuple[list[Party], list[Query]]:
    """Return the index parties and the queries."""
    rng = random.Random(seed)
    parties, local = load()
    same = clusters(parties)
    by_id = {p.id: p for p in parties}
    firms = [
        p
        for p in parties
        if p.list not in {"PLC", "DTC", "DPL"}
        and "," not in p.name[:12]
        and len(p.name.split()) > 1
    ]
    with_local = [p for p in parties if local[p.id]]
    queries: list[Query] = []
    removed: set[str] = set()
    # look-alikes: parties taken out altogether
    for party in rng.sample(firms, held_out // 2) + rng.sample(with_local, held_out // 2):
        if len(same[party.id]) > 3:
            continue
        removed |= same[party.id]
    for i in sorted(removed):
        party = by_id[i]
        queries.append(Query(party.name, frozenset(), "neg-out-latin", i))
        for text in local[i][:1]:
            queries.append(Query(text, frozenset(), "neg-out-local", i))
            korean = _korean(text)
            if korean and party.list == "METI-EUL":
                queries.append(Query(korean, frozenset(), "neg-out-hangul", i))
    dropped: dict[str, set[str]] = defaultdict(set)
    live = [p for p in parties if p.id not in removed]
    for party in [p for p in live if local[p.id]]:
        kind = {"METI-RU": "kana", "METI-EUL": "han", "MOFCOM": "mofcom"}[party.list]
        for text in local[party.id][:3]:
            queries.append(Query(text, same[party.id], kind, party.id))
            korean = _korean(text)
            if korean and party.list == "METI-EUL":
                queries.append(Query(korean, same[party.id], "hangul", party.id))
            changed = _local_lookalike(text, rng)
            if changed:
                queries.append(Query(changed, frozenset(), "neg-local", party.id))
    pieces = [piece for i in local for text in local[i] for piece in _own_pieces(text)]
    for party in [p for p in live if local[p.id]]:
        for text in local[party.id][:1]:
            changed = _other_firm(text, pieces, rng)
            if changed:
                queries.append(Query(changed, frozenset(), "neg-local-firm", party.id))
                korean = _korean(changed)
                if korean and party.list == "METI-EUL":
                    queries.append(Query(korean, frozenset(), "neg-local-firm", party.id))
    words = [
        u.source
        for p in rng.sample(firms, 3000)
        for u in read(p.name).units
        if u.kind == WORD and len(u.source) > 3
    ]
    taken = {n.lower() for p in live for n in p.all_names()}
    skeletons = {_skeleton(n) for p in live for n in p.all_names()}
    numbered = [p for p in live if re.search(r"\d{2,}", p.name) and len(p.name.split()) > 2]
    for party in rng.sample(numbered, 130):
        step = rng.randrange(1, 9)
        text = re.sub(r"\d{2,}", lambda m, k=step: str(int(m[0]) + k), party.name)
        if text.lower() in taken or _skeleton(text) in skeletons:
            continue
        queries.append(Query(text, frozenset(), "neg-number", party.id))
    live_firms = [p for p in firms if p.id not in removed]
    for party in rng.sample(live_firms, 900):
        text, how = vary(rng.choice([party.name, *party.aliases[:3]]), rng)
        queries.append(Query(text, same[party.id], f"latin-{how}", party.id))
    for party in rng.sample(live_firms, 300):
        own = [u.source for u in read(party.name).units if u.kind == WORD]
        if own and max(map(len, own)) > 4:
            queries.append(Query(" ".join(own), same[party.id], "latin-own", party.id))
    for party in rng.sample(live_firms, 500):
        units = [u for u in read(party.name).units if u.kind in (WORD, PLACE) and len(u.source) > 3]
        if not units:
            continue
        unit = rng.choice(units)
        other = rng.choice(sorted(place_words()) if unit.kind == PLACE else words)
        text = re.sub(re.escape(unit.source), other, party.name.lower(), count=1)
        queries.append(
            Query(text, frozenset(), f"neg-{'place' if unit.kind == PLACE else 'word'}", party.id)
        )
    # names of firms in other scripts: any party that bears the firm's word is right
    bearers: dict[str, set[str]] = defaultdict(set)
    for party in live_firms:
        for u in read(party.name).units[:3]:
            if u.kind == WORD and not u.optional:
                bearers[u.forms[0][0]] |= same[party.id]
    for term, word in _firm_names():
        if 0 < len(bearers[word]) < 12:
            kind = "hangul" if "가" <= term[0] <= "힣" else "kana" if term[0] < "一" else "han"
            queries.append(Query(term, frozenset(bearers[word]), f"{kind}-firm", term))
    bare = {_bare(n) for p in live for n in p.all_names()}
    descriptive = [
        u.source
        for p in rng.sample(firms, 2000)
        for u in read(p.name).units
        if u.kind == GENERIC and len(u.source) > 3 and not u.optional
    ]
    for party in rng.sample(live_firms, 400):
        units = read(party.name).units
        words_here = [u for u in units if u.kind == GENERIC and len(u.source) > 3]
        if len(words_here) < 2 or len(units) < 3:
            continue
        unit = rng.choice(words_here)
        text = re.sub(re.escape(unit.source), rng.choice(descriptive), party.name.lower(), count=1)
        if _bare(text) not in bare:
            queries.append(Query(text, frozenset(), "neg-descriptive", party.id))
    for party in rng.sample(live_firms, 250):
        words_here = [u.source for u in read(party.name).units if u.kind == GENERIC]
        text = " ".join(words_here[: rng.randrange(1, 4)])
        if text and _bare(text) not in bare:
            queries.append(Query(text, frozenset(), "neg-generic", party.id))
    for party in rng.sample(live_firms, 250):
        own = [u.source for u in read(party.name).units if u.kind == WORD and not u.optional]
        if own and len(own[0]) > 5 and len(own) < 3:
            queries.append(Query(own[0], same[party.id], "latin-first", party.id))
    for party in rng.sample([p for p in live_firms if len(p.aliases) > 1], 350):
        alias = rng.choice(party.aliases)
        if len(alias) > 5:
            dropped[party.id].add(alias)
            queries.append(Query(alias, same[party.id], "latin-alias", party.id))
    russian = [
        (p, a)
        for p in live_firms
        for a in p.all_names()
        if _RUSSIAN.search(a) and not re.search(r"[xwq]|plant|factory|and ", a, re.I)
    ]
    for party, alias in rng.sample(russian, 160):
        queries.append(Query(cyrillic(alias), same[party.id], "cyrillic", party.id))
    index = [
        Party(
            p.id, p.list, p.name, tuple(a for a in p.aliases if a not in dropped[p.id]), p.countries
        )
        for p in live
    ]
    return index, [_checked(q, index_ids(index)) for q in queries]


def _firm_names() -> list[tuple[str, str]]:
    """Return known firms in kana, Han and hangul with the one word that names them in Latin."""
    found = []
    for language in ("han", "hangul"):
        for term, entry in terms(language).items():
            if entry.kind == "brand" and len(entry.words) == 1 and not term.isascii():
                found += [(term, word) for word in entry.words[0].alternatives[:1]]
    return list(dict.fromkeys(found))


def _bare(text: str) -> tuple[str, ...]:
    return tuple(sorted(u.forms[0][0] for u in read(text).units if not u.optional))


def index_ids(index: list[Party]) -> frozenset[str]:
    """Return the ids of an index."""
    return frozenset(p.id for p in index)


def _checked(query: Query, ids: frozenset[str]) -> Query:
    return Query(query.text, query.gold & ids, query.kind, query.subject)


def _skeleton(text: str) -> tuple[str, ...]:
    numbers = tuple(re.findall(r"\d{2,}", text))
    words = re.findall(r"[a-z]+", text.lower())
    return (*words[:1], *numbers)


def _korean(text: str) -> str:
    simple = text.translate(variants())
    if re.search(r"[぀-ヿ]", simple):
        return ""
    table = hanja()
    found = "".join(table.get(c, c) if "㐀" <= c <= "鿿" else c for c in simple)
    return "" if re.search(r"[㐀-鿿]", found) else found


def _own_pieces(text: str) -> list[str]:
    """Return the parts of a local name that are its own: unknown kana or Han words."""
    units = read(text).units
    return [u.source for u in units if u.kind == WORD and 1 < len(u.source) < 12 and u.source]


def _other_firm(text: str, pieces: list[str], rng: random.Random) -> str:
    """Put another firm's word, or halves of two, in the place of a firm's own word."""
    plain = text.translate(variants())
    own = [p for p in _own_pieces(text) if p in plain]
    if not own:
        return ""
    piece = rng.choice(own)
    kana = bool(re.search(r"[ァ-ヶ]", piece))
    same = [p for p in rng.sample(pieces, min(400, len(pieces))) if p != piece]
    same = [p for p in same if bool(re.search(r"[ァ-ヶ]", p)) == kana]
    same = [p for p in same if kana or 2 <= len(p) <= 4]
    if len(same) < 2:
        return ""
    if rng.random() < 0.5:
        other = same[0]
    elif kana:
        cut = max(1, len(piece) // 2)
        other = piece[:cut] + same[0][len(same[0]) // 2 :]
        if rng.random() < 0.5:
            other = same[0][: len(same[0]) // 2] + piece[cut:]
    else:
        other = rng.choice([piece[0] + same[0][-1], same[0][0] + piece[-1]])
    return plain.replace(piece, other, 1) if other != piece else ""


_ROWS = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモラリルレロ"
_PLACES = ["北京", "上海", "南京", "西安", "成都", "広州", "深圳", "武漢", "平壌", "大連", "青島"]


def _local_lookalike(text: str, rng: random.Random) -> str:
    number = re.search(r"第?(\d+)", text)
    if number and rng.random() < 0.7:
        return text.replace(number[1], str(int(number[1]) + rng.randrange(1, 9)), 1)
    for place in _PLACES:
        if place in text and rng.random() < 0.5:
            return text.replace(place, rng.choice([p for p in _PLACES if p != place]), 1)
    runs = list(re.finditer(r"[ァ-ヶー]{4,}", text))
    if runs and rng.random() < 0.25:
        run = rng.choice(runs)
        other = "".join(rng.choice(_ROWS) for _ in range(len(run[0])))
        return text[: run.start()] + other + text[run.end() :]
    return ""
