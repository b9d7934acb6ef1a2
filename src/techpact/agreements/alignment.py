"""Align the provisions of two texts: kept, changed, moved, merged, split, dropped, inserted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from techpact.agreements.records import Document, Record
from techpact.agreements.similarity import Unit, encoded, similarity
from techpact.errors import LimitError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

THRESHOLDS = {"same": 0.30, "cross": 0.36, "encoder": 0.50}
"""Least likeness at which two provisions are the same one; fixed, by how likeness is measured."""
RELATIONS = ("same", "changed", "moved", "merged", "split", "dropped", "inserted")
MOST_UNITS = 4000
_PLACE = 0.35
_REACH = 4.0
_UNCHANGED = 0.985
_COVERED = 0.75
_BOTH_SIDES = 2
_MOVED = 0.14
_STANDING = 0.25
_AS_LONG = 1.8


@dataclass(frozen=True)
class Link(Record):
    """Two provisions that are one, or one without a counterpart (`ours` or `theirs` is None)."""

    ours: str | None
    theirs: str | None
    relation: str
    score: float


def units(document: Document) -> list[Unit]:
    """Leaves of a document in order, each with its words."""
    parents = {p.parent for p in document.provisions}
    return [
        Unit(p.id, document.text[p.start : p.end], p.type, p.area, p.start, p.end)
        for p in document.provisions
        if p.id not in parents and p.end > p.start
    ]


def align(
    ours: Sequence[Unit],
    theirs: Sequence[Unit],
    languages: tuple[str, str],
    *,
    encoder: bool = False,
) -> list[Link]:
    """Align two lists of provisions.

    Parameters
    ----------
    ours, theirs
        Leaves in the order of their texts.
    languages
        Of the two texts (`en`, `ja`, `ko`).
    encoder
        Use the optional sentence encoder across languages.

    Returns
    -------
    list of Link
        In our order; what only they have comes last.

    Raises
    ------
    LimitError
        When a text has more than `MOST_UNITS` leaves.
    """
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    if max(len(ours), len(theirs)) > MOST_UNITS:
        raise LimitError(
            f"a text has more than {MOST_UNITS} provisions",
            mend="compare the texts part by part",
        )
    if not ours or not theirs:
        return [Link(u.id, None, "dropped", 0.0) for u in ours] + [
            Link(None, u.id, "inserted", 0.0) for u in theirs
        ]
    same = languages[0] == languages[1]
    content = similarity(ours, theirs, languages)
    kind = _kinds(ours, theirs)
    mode = "same" if same else "cross"
    if encoder and not same:
        content = 0.7 * encoded(ours, theirs) + 0.3 * content
        mode = "encoder"
    threshold = THRESHOLDS[mode]
    content = content * kind
    place = _places(_chain(content), len(ours), len(theirs))
    score = content + _PLACE * (0.3 if same else 1.0) * place * np.sqrt(content)
    rows, columns = linear_sum_assignment(-np.where(content >= threshold, score, 0.0))
    pairs = {
        int(i): int(j) for i, j in zip(rows, columns, strict=True) if content[i, j] >= threshold
    }
    kept = _longest_increasing([pairs[i] for i in sorted(pairs)])
    # what changed its place must be more alike to be the same
    for i, j in list(pairs.items()):
        if j not in kept and content[i, j] < threshold + _MOVED:
            del pairs[i]
    lengths = [len(u.text) for u in ours], [len(u.text) for u in theirs]
    _fill_gaps(pairs, content, threshold * _STANDING, lengths)
    return _links(ours, theirs, content, pairs, same, threshold)


def _fill_gaps(
    pairs: dict[int, int],
    content: NDArray[np.float64],
    least: float,
    lengths: tuple[Sequence[int], Sequence[int]],
) -> None:
    """Pair what stands alone between two neighbours that are paired, and is as long."""
    import statistics

    n, m = content.shape
    taken = set(pairs.values())
    usual = statistics.median(
        [lengths[1][j] / max(1, lengths[0][i]) for i, j in pairs.items()] or [1.0]
    )
    for i in range(n):
        if i in pairs:
            continue
        before = pairs.get(i - 1, -1 if i == 0 else None)
        after = pairs.get(i + 1, m if i == n - 1 else None)
        if before is None or after is None or after - before != _BOTH_SIDES:
            continue
        j = before + 1
        ratio = lengths[1][j] / max(1, lengths[0][i]) / usual
        if j not in taken and content[i, j] >= least and 1 / _AS_LONG <= ratio <= _AS_LONG:
            pairs[i] = j
            taken.add(j)


def _kinds(ours: Sequence[Unit], theirs: Sequence[Unit]) -> NDArray[np.float64]:
    """Headings meet headings: 1 where two kinds can be one provision, less where not."""
    import numpy as np

    heads = {"heading", "title"}
    a = np.array([u.type in heads for u in ours])
    b = np.array([u.type in heads for u in theirs])
    return np.where(a[:, None] == b[None, :], 1.0, 0.4)


def _chain(score: NDArray[np.float64]) -> list[tuple[int, int]]:
    """Best order-keeping chain of pairs (dynamic programming)."""
    import numpy as np

    n, m = score.shape
    best = np.zeros((n + 1, m + 1))
    for i in range(1, n + 1):
        # along a row the maximum runs from the left
        candidate = np.maximum(best[i - 1, 1:], best[i - 1, :-1] + score[i - 1])
        best[i, 1:] = np.maximum.accumulate(candidate)
    chain = []
    i, j = n, m
    while i and j:
        if best[i, j] == best[i - 1, j]:
            i -= 1
        elif best[i, j] == best[i, j - 1]:
            j -= 1
        else:
            chain.append((i - 1, j - 1))
            i, j = i - 1, j - 1
    return chain[::-1]


def _places(chain: list[tuple[int, int]], n: int, m: int) -> NDArray[np.float64]:
    """Nearness of each pair to the place that the chain expects, 0 to 1."""
    import numpy as np

    if not chain:
        expected = np.linspace(0, max(0, m - 1), n)
    else:
        xs, ys = [c[0] for c in chain], [c[1] for c in chain]
        expected = np.interp(np.arange(n), xs, ys)
        before, after = np.arange(n) < xs[0], np.arange(n) > xs[-1]
        expected[before] = ys[0] - (xs[0] - np.arange(n)[before])
        expected[after] = ys[-1] + (np.arange(n)[after] - xs[-1])
    gap = np.abs(np.arange(m)[None, :] - expected[:, None])
    return np.asarray(np.exp(-gap / _REACH))


def _links(
    ours: Sequence[Unit],
    theirs: Sequence[Unit],
    content: NDArray[np.float64],
    pairs: dict[int, int],
    same: bool,
    threshold: float,
) -> list[Link]:
    kept = _longest_increasing([pairs[i] for i in sorted(pairs)])
    links = []
    matched = set(pairs.values())
    for i, unit in enumerate(ours):
        j = pairs.get(i)
        if j is None:
            host = _host(content[i], matched, threshold) if same else None
            if host is not None and _covers(unit.text, theirs[host].text):
                links.append(
                    Link(unit.id, theirs[host].id, "merged", round(float(content[i, host]), 4))
                )
            else:
                links.append(Link(unit.id, None, "dropped", 0.0))
            continue
        value = round(float(content[i, j]), 4)
        if j not in kept:
            relation = "moved"
        elif same and _flat(unit.text) != _flat(theirs[j].text):
            relation = "changed"
        else:
            relation = "same"
        links.append(Link(unit.id, theirs[j].id, relation, value))
    used = set(pairs)
    for j, unit in enumerate(theirs):
        if j in matched:
            continue
        host = _host(content[:, j], used, threshold) if same else None
        if host is not None and _covers(unit.text, ours[host].text):
            links.append(Link(ours[host].id, unit.id, "split", round(float(content[host, j]), 4)))
        else:
            links.append(Link(None, unit.id, "inserted", 0.0))
    return links


def _flat(text: str) -> str:
    return "".join(text.split()).casefold()


def _host(scores: NDArray[np.float64], taken: set[int], threshold: float) -> int | None:
    """The matched provision that is most like an unmatched one."""
    options = [j for j in taken if scores[j] >= threshold * 0.5]
    return max(options, key=lambda j: float(scores[j])) if options else None


def _covers(part: str, whole: str) -> bool:
    """Whether most of a provision's trigrams stand in another, longer one."""
    a, b = _flat(part), _flat(whole)
    grams = {a[i : i + 3] for i in range(max(1, len(a) - 2))}
    return len(b) > len(a) and sum(g in b for g in grams) >= _COVERED * len(grams)


def _longest_increasing(values: Sequence[int]) -> set[int]:
    """Members of a longest increasing run of distinct values (patience sorting)."""
    import bisect

    tails: list[int] = []
    tail_places: list[int] = []
    previous: list[int] = []
    for place, value in enumerate(values):
        at = bisect.bisect_left(tails, value)
        previous.append(tail_places[at - 1] if at else -1)
        if at == len(tails):
            tails.append(value)
            tail_places.append(place)
        else:
            tails[at] = value
            tail_places[at] = place
    kept = set()
    place = tail_places[-1] if tail_places else -1
    while place >= 0:
        kept.add(values[place])
        place = previous[place]
    return kept
