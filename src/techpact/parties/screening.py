"""Screen names against lists: hits with score, decision and explanation."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from techpact.errors import InputError
from techpact.parties.explain import Explanation, explain
from techpact.parties.matcher import Hit, Matcher
from techpact.parties.names import read
from techpact.parties.units import Name

FLOOR = 0.05
"""Hits below are not worth showing: nineteen of twenty are wrong."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Scores from which a hit is a match, or for a person to review.

    Raises
    ------
    InputError
        When they are not 0 ≤ review ≤ match ≤ 1.
    """

    match: float = 0.85
    review: float = 0.25

    def __post_init__(self) -> None:
        if not 0.0 <= self.review <= self.match <= 1.0:
            raise InputError(
                f"thresholds out of order: review {self.review:g}, match {self.match:g}",
                where="--review-at, --match-at",
                mend="0 <= review <= match <= 1",
            )

    def decision(self, score: float) -> str:
        """Return `match`, `review` or `no`."""
        return "match" if score >= self.match else "review" if score >= self.review else "no"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the answer to one name."""

    query: str
    rank: int
    id: str
    list: str
    name: str
    countries: str
    score: float
    decision: str
    explain: Callable[[], Explanation]
    identifiers: tuple[str, ...] = ()

    @property
    def explanation(self) -> Explanation:
        """What the score rests on; worked out when it is asked for."""
        return self.explain()


def screen(
    matcher: Matcher,
    queries: Sequence[str],
    *,
    top: int = 5,
    thresholds: Thresholds | None = None,
    floor: float = FLOOR,
    chunk: int = 1024,
) -> Iterator[list[Finding]]:
    """Screen names; yields the findings of each in order, best first, empty without a hit.

    Parameters
    ----------
    matcher
        Of the lists to search.
    queries
        Names in any script.
    top
        At most so many parties a name.
    thresholds
        Of the decision.
    floor
        Lowest score that is shown.
    chunk
        So many names are searched at a time.
    """
    bands = thresholds or Thresholds()
    for start in range(0, len(queries), chunk):
        part = queries[start : start + chunk]
        found = matcher.search_read([read(q) for q in part], top)
        for query, (name, hits) in zip(part, found, strict=True):
            yield findings(matcher, query, name, hits, bands, floor)


def findings(
    matcher: Matcher, query: str, name: Name, hits: Sequence[Hit], bands: Thresholds, floor: float
) -> list[Finding]:
    """Turn the hits of one name into findings."""
    index = matcher.index
    return [
        Finding(
            query,
            rank,
            index.text("entity_id", hit.entity),
            index.text("entity_list", hit.entity),
            index.text("entity_name", hit.entity),
            index.text("entity_countries", hit.entity),
            round(hit.score, 4),
            bands.decision(hit.score),
            partial(explain, index, name, hit),
            tuple(index.text("entity_identifiers", hit.entity).split("\n")),
        )
        for rank, hit in enumerate(hits, start=1)
        if hit.score >= floor
    ]
