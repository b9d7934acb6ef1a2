"""Matching requests and responses in the shape of OpenSanctions' yente, as pure functions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from techpact.errors import InputError, LimitError
from techpact.parties.evidence import adjust
from techpact.parties.matcher import Matcher
from techpact.parties.names import read
from techpact.parties.screening import FLOOR, Thresholds, findings

MAX_QUERIES, MAX_LIMIT, MAX_NAMES = 500, 100, 20


def match(
    matcher: Matcher,
    request: Mapping[str, Any],
    *,
    limit: int = 5,
    threshold: float = 0.7,
    cutoff: float = 0.25,
) -> dict[str, Any]:
    """Answer a `/match` request.

    Parameters
    ----------
    matcher
        Of the lists to search.
    request
        `{"queries": {key: {"schema": …, "properties": {"name": […], "country": […]}}}}`.
    limit
        At most so many results a query.
    threshold
        Score from which `match` is true.
    cutoff
        Lowest score that is returned.

    Returns
    -------
    dict
        `responses` by the keys of the queries, each with `results`, best first.

    Raises
    ------
    InputError
        When the request has another shape.
    LimitError
        For more queries than are answered at once.
    """
    queries = request.get("queries") if isinstance(request, Mapping) else None
    if not isinstance(queries, Mapping):
        raise InputError("the request has no queries", mend='{"queries": {"q1": {…}}}')
    if len(queries) > MAX_QUERIES:
        raise LimitError(f"{len(queries)} queries; at most {MAX_QUERIES} at once")
    count = max(1, min(limit, MAX_LIMIT))
    responses = {
        str(key): _answer(matcher, str(key), query, count, threshold, cutoff)
        for key, query in queries.items()
    }
    return {
        "responses": responses,
        "matcher": {"name": {"description": "Likeness of names across scripts", "url": ""}},
        "limit": count,
    }


def _answer(
    matcher: Matcher, key: str, query: Any, limit: int, threshold: float, cutoff: float
) -> dict[str, Any]:
    properties = query.get("properties") if isinstance(query, Mapping) else None
    if not isinstance(properties, Mapping):
        raise InputError(f"query {key!r} has no properties", mend='{"properties": {"name": […]}}')
    names = [
        n for p in ("name", "alias", "weakAlias", "previousName") for n in _texts(properties, p)
    ]
    countries = [
        c for p in ("country", "jurisdiction", "nationality") for c in _texts(properties, p)
    ]
    numbers = [
        n
        for p in ("registrationNumber", "leiCode", "idNumber", "taxNumber", "imoNumber")
        for n in _texts(properties, p)
    ]
    bands = Thresholds(max(threshold, cutoff), min(threshold, cutoff))
    best: dict[str, dict[str, Any]] = {}
    read_names = [read(n) for n in names[:MAX_NAMES]]
    for text, (name, hits) in zip(
        names, matcher.search_read(read_names, min(2 * limit, MAX_LIMIT)), strict=False
    ):
        for finding in findings(matcher, text, name, hits, bands, FLOOR):
            score, seen = adjust(
                finding.score, countries, finding.countries.split(";"), numbers,
                finding.identifiers,
            )  # fmt: skip
            if score < cutoff or score <= best.get(finding.id, {"score": -1.0})["score"]:
                continue
            best[finding.id] = {
                "id": finding.id,
                "caption": finding.name,
                "schema": query.get("schema") or "LegalEntity",
                "properties": {
                    "name": [finding.name],
                    "country": [c for c in finding.countries.split(";") if c],
                },
                "datasets": [finding.list],
                "referents": [],
                "target": True,
                "score": round(score, 4),
                "match": score >= threshold,
                "features": {"name": finding.score},
                "explanations": {
                    "name": {"detail": str(finding.explanation), "score": finding.score},
                    **({"evidence": {"detail": seen, "score": round(score, 4)}} if seen else {}),
                },
            }
    results = sorted(best.values(), key=lambda r: (-r["score"], r["id"]))[:limit]
    return {
        "status": 200,
        "results": results,
        "total": {"value": len(results), "relation": "eq"},
        "query": {"id": key, "schema": query.get("schema"), "properties": dict(properties)},
    }


def _texts(properties: Mapping[str, Any], name: str) -> list[str]:
    value = properties.get(name) or []
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list) or not all(isinstance(v, str) for v in values):
        raise InputError(f"property {name!r} is not a list of texts", mend='"name": ["…"]')
    return values
