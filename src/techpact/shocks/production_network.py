"""A production network made ready for cascades: strengths, impact shares, sparse layouts.

Three layouts of the same edges, each a plain array (4 or 8 bytes an entry, no firm × sector
array): inputs by buyer and supplying sector (*groups*), inputs by supplier for pushing losses
downstream, and sales by supplier and by buyer for losses upstream.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt

from techpact.shocks.essentiality import ESSENTIAL, NEGLIGIBLE, Matrix

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int32]
Offsets = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class ProductionNetwork:
    """Arrays of a network of n firms.

    Attributes
    ----------
    market
        Market of each firm.
    out
        Out-strength of each firm.
    weight
        Weight of each firm in the index; they add to 1.
    buyer_groups
        Offsets by buyer into the groups (one group: the inputs that a buyer takes from one sector
        with an effect downstream). Non-essential groups come first, in order of sector.
    buyer_essential
        First essential group of each buyer.
    group_edges
        Offsets by group into `input_supplier` and `input_share` (Λd).
    push_edges
        Offsets by supplier into `push_slot`, `push_buyer` and `push_share`. A slot is the group of
        an essential input, and the first group of the buyer for all its non-essential inputs.
    sale_edges
        Offsets by supplier into `sale_buyer` and `sale_share` (Λu).
    source_edges
        Offsets by buyer into `source_supplier` and `source_share` (Λu again, by buyer).
    """

    market: Ints
    market_firms: Offsets
    market_members: Ints
    out: Floats
    weight: Floats
    buyer_groups: Offsets
    buyer_essential: Offsets
    group_edges: Offsets
    input_supplier: Ints
    input_share: Floats
    push_edges: Offsets
    push_slot: Ints
    push_buyer: Ints
    push_share: Floats
    sale_edges: Offsets
    sale_buyer: Ints
    sale_share: Floats
    source_edges: Offsets
    source_supplier: Ints
    source_share: Floats

    @property
    def firms(self) -> int:
        """Number of firms."""
        return len(self.out)

    @property
    def edges(self) -> int:
        """Number of edges, those without an effect downstream included."""
        return len(self.sale_buyer)

    def nbytes(self) -> int:
        """Bytes held by the arrays."""
        return sum(getattr(self, f.name).nbytes for f in fields(self))

    def __sizeof__(self) -> int:
        # Dask asks for this when it decides whether to send the network to each worker only once.
        return self.nbytes()


def build_network(
    supplier: Ints,
    buyer: Ints,
    value: Floats,
    sector: Ints,
    market: Ints,
    essentiality: Matrix,
    weight: Floats | None = None,
    revenue: Floats | None = None,
    costs: Floats | None = None,
) -> ProductionNetwork:
    """Prepare a network.

    Parameters
    ----------
    supplier, buyer, value
        One edge each; edges with the same ends are added, edges of value 0 are left out.
    sector, market
        Codes of each firm, from 0.
    essentiality
        2 essential, 1 non-essential, 0 negligible; row: supplying, column: buying sector.
    weight
        Weight of each firm in the index; out-strength when not given.
    revenue, costs
        Denominators that replace out-strength upstream and rescale in-strength downstream.
    """
    n = len(sector)
    supplier, buyer, value = _merge(supplier, buyer, value, n)
    out = _sums(supplier, value, n)
    inputs = _sums(buyer, value, n)
    sale_share = value / _one_for_zero(out if revenue is None else revenue)[supplier]
    sale_edges = _offsets(supplier, n)
    order = np.argsort(buyer, kind="stable")
    source = (_offsets(buyer, n), supplier[order], sale_share[order])

    m = len(essentiality)
    kind = essentiality[sector[supplier], sector[buyer]]
    keep = np.flatnonzero(kind != NEGLIGIBLE)
    # Order: buyer, non-essential before essential, supplying sector, supplier (already ascending).
    rank = (buyer[keep].astype(np.int64) * 2 + (kind[keep] == ESSENTIAL)) * m
    rank += sector[supplier[keep]]
    order = keep[np.argsort(rank, kind="stable")]
    rank.sort()
    i, j, w = supplier[order], buyer[order], value[order]
    essential = kind[order] == ESSENTIAL
    first = np.ones(len(rank), dtype=bool)
    first[1:] = rank[1:] != rank[:-1]
    starts = np.flatnonzero(first)
    group = np.cumsum(first) - 1
    bought = _sums(group, w, len(starts))
    share: Floats = w / np.where(essential, bought[group], inputs[j]) if len(w) else w
    if costs is not None:
        share = share * (_one_for_zero(inputs) / _one_for_zero(costs))[j]
    buyer_groups = _offsets(j[starts], n)
    lead = np.bincount(j[starts][~essential[starts]], minlength=n) if len(starts) else 0
    slot = np.where(essential, group, buyer_groups[j]) if len(j) else group
    push = np.argsort(i, kind="stable")

    total = out if weight is None else weight
    members = np.argsort(market, kind="stable")
    markets = int(market.max()) + 1 if n else 0
    return ProductionNetwork(
        market=market.astype(np.int32),
        market_firms=_offsets(market, markets),
        market_members=members.astype(np.int32),
        out=out,
        weight=total / total.sum(),
        buyer_groups=buyer_groups,
        buyer_essential=buyer_groups[:-1] + lead,
        group_edges=np.append(starts, len(w)).astype(np.int64),
        input_supplier=i,
        input_share=share,
        push_edges=_offsets(i, n),
        push_slot=slot[push].astype(np.int32),
        push_buyer=j[push],
        push_share=share[push],
        sale_edges=sale_edges,
        sale_buyer=buyer,
        sale_share=sale_share,
        source_edges=source[0],
        source_supplier=source[1],
        source_share=source[2],
    )


def _merge(supplier: Ints, buyer: Ints, value: Floats, n: int) -> tuple[Ints, Ints, Floats]:
    """Sort by supplier and buyer, add duplicates, leave out zeros."""
    key = supplier.astype(np.int64) * n + buyer
    order = np.argsort(key, kind="stable")
    key = key[order]
    first = np.ones(len(key), dtype=bool)
    first[1:] = key[1:] != key[:-1]
    starts = np.flatnonzero(first)
    merged = np.add.reduceat(value[order], starts) if len(starts) else value[:0]
    key = key[starts]
    there = merged > 0
    if not there.all():
        key, merged = key[there], merged[there]
    return (key // max(n, 1)).astype(np.int32), (key % max(n, 1)).astype(np.int32), merged


def _sums(codes: npt.NDArray[np.integer[Any]], values: Floats, size: int) -> Floats:
    return np.bincount(codes, weights=values, minlength=size).astype(np.float64)


def _offsets(codes: Ints, size: int) -> Offsets:
    counts = np.bincount(codes, minlength=size) if size else np.zeros(0, dtype=np.int64)
    return np.concatenate(([0], np.cumsum(counts))).astype(np.int64)


def _one_for_zero(values: Floats) -> Floats:
    return np.where(values == 0, 1.0, values)
