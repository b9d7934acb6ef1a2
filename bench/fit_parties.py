"""Fit the coefficients of the score on development queries and report quality.

`python -m bench.fit_parties 1 2` prints quality by two-fold cross-validation and the table for
`techpact/parties/coefficients.py`; each number is a seed of `parties_development.make`.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from bench.parties_development import make
from techpact.parties.coefficients import FITTED, GROUPS, coefficients
from techpact.parties.index import build
from techpact.parties.matcher import Matcher, script_group
from techpact.parties.names import read

COMMON_PENALTY, GROUP_PENALTY = 1.0, 4.0
RANK_WEIGHT = (1.0, 0.5, 0.25, 0.25, 0.25)


@dataclass
class Data:
    """Pairs of query and candidate: features, whether right, query, group, rank."""

    x: np.ndarray
    y: np.ndarray
    query: np.ndarray
    group: np.ndarray
    rank: np.ndarray
    kind: np.ndarray
    positive: np.ndarray


def data(seeds: tuple[int, ...]) -> Data:
    """Return the candidates that the matcher finds for the queries of some seeds."""
    rows: list[tuple[np.ndarray, bool, int, int, int]] = []
    kinds: list[str] = []
    positive: list[bool] = []
    for seed in seeds:
        parties, queries = make(seed)
        ids = [p.id for p in parties]
        found = Matcher(build(parties), threads=2).search([q.text for q in queries])
        for query, hits in zip(queries, found, strict=True):
            group = script_group(read(query.text))
            rows += [
                (h.features, ids[h.entity] in query.gold, len(kinds), group, rank)
                for rank, h in enumerate(hits)
            ]
            kinds.append(query.kind)
            positive.append(bool(query.gold))
    x, y, query_number, group_number, rank = zip(*rows, strict=True)
    return Data(
        np.array(x), np.array(y, float), np.array(query_number), np.array(group_number),
        np.array(rank), np.array(kinds), np.array(positive),
    )  # fmt: skip


def fit(d: Data, mask: np.ndarray) -> np.ndarray:
    """Return coefficients: one common row plus a deviation for each group, both shrunk."""
    x, y, group = d.x[mask, :FITTED], d.y[mask], d.group[mask]
    beside = np.einsum("ij,j->i", d.x[mask, FITTED:], coefficients()[0, FITTED:])
    weight = np.array(RANK_WEIGHT)[d.rank[mask]]
    shape = (len(GROUPS) + 1, FITTED)

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        t = flat.reshape(shape)
        z = np.einsum("ij,ij->i", x, (t[0] + t[1:])[group]) + beside
        value = (weight * (np.logaddexp(0, z) - y * z)).sum()
        error = weight * (1 / (1 + np.exp(-z)) - y)
        slope = np.zeros_like(t)
        for g in range(len(GROUPS)):
            slope[g + 1] = error[group == g] @ x[group == g]
            slope[0] += slope[g + 1]
        slope[0, 1:] += COMMON_PENALTY * t[0, 1:]
        slope[1:] += GROUP_PENALTY * t[1:]
        value += COMMON_PENALTY * (t[0, 1:] ** 2).sum() / 2 + GROUP_PENALTY * (t[1:] ** 2).sum() / 2
        return value, slope.ravel()

    start = np.zeros(shape).ravel()
    t = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 500}).x
    t = t.reshape(shape)
    return np.hstack([t[0] + t[1:], coefficients()[:, FITTED:]])


def report(d: Data, *, stored: bool) -> None:
    """Print best F1, and recall of the first answer at 5 % false alerts, by kind of query."""
    if stored:
        _print(d, coefficients(), np.ones(len(d.kind), bool), "stored")
        return
    half = np.random.default_rng(0).random(len(d.kind)) < 0.5
    for number, held in enumerate((half, ~half)):
        _print(d, fit(d, ~held[d.query]), held, f"fold {number}")


KINDS = {
    "all": ("",),
    "latin": ("latin", "neg-out-latin", "neg-number", "neg-word", "neg-place"),
    "east asian": ("kana", "han", "hangul", "mofcom", "neg-out-local", "neg-local"),
}


def _print(d: Data, table: np.ndarray, queries: np.ndarray, label: str) -> None:
    score = 1 / (1 + np.exp(-np.einsum("ij,ij->i", d.x, table[d.group])))
    best: dict[int, tuple[float, float]] = {}
    for i in np.flatnonzero(queries[d.query]):
        if score[i] > best.get(d.query[i], (-1.0, 0.0))[0]:
            best[d.query[i]] = (score[i], d.y[i])
    for name, prefixes in KINDS.items():
        chosen = [q for q in np.flatnonzero(queries) if d.kind[q].startswith(prefixes)]
        s = np.array([best.get(q, (0.0, 0.0)) for q in chosen])
        true = d.positive[chosen]
        f1 = max(
            2 * s[s[:, 0] >= t, 1].sum() / ((s[:, 0] >= t).sum() + true.sum())
            for t in np.linspace(0.02, 0.98, 97)
        )
        limit = np.quantile(s[~true, 0], 0.95)
        recall = (s[:, 1] * (s[:, 0] > limit)).sum() / true.sum()
        print(
            f"{label} {name:11} n {len(chosen)}  F1 {f1:.3f}  recall@1 at 5 % alerts {recall:.3f}"
        )
    numbers = [
        best.get(q, (0.0, 0.0))[0] for q in np.flatnonzero(queries & (d.kind == "neg-number"))
    ]
    print(f"{label} another number: alerts at 0.35 {np.mean(np.array(numbers) >= 0.35):.3f}")


if __name__ == "__main__":
    everything = data(tuple(int(a) for a in sys.argv[1:]) or (1, 2))
    report(everything, stored=False)
    for line in fit(everything, np.ones(len(everything.y), bool)):
        print("    (" + ", ".join(f"{v:.3f}" for v in line[:FITTED]) + "),")
