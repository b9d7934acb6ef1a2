"""Who replaces a lost supply: the change of deliveries under each rule."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from techpact.sources.input_output import Array, InputOutputSystem, base
from techpact.supply.leontief import Index

Rule = Literal["none", "same_mix", "domestic", "alliance"]


@dataclass(frozen=True)
class Cut:
    """Change of deliveries when suppliers stop serving buyers, in part or in whole.

    Attributes
    ----------
    rows, columns : arrays of int
        Industries whose deliveries change, and buying industries.
    flows : array (rows, columns)
        Change of intermediate deliveries, million USD: below zero where cut, above where replaced.
    final : array (n,)
        Change of final demand by supplier.
    cut_inputs, unreplaced_inputs : array (columns,)
        Inputs that each buying industry loses, and the part nobody replaces.
    cut_final, unreplaced_final : array (final columns,)
        The same for final demand.
    final_columns : array of int
        Columns of final demand of the buyers.
    plain : float or None
        The part that is cut, where nobody replaces it: `flows` is then this part of all that the
        rows deliver to the columns.
    """

    rows: Index
    columns: Index
    flows: Array
    final: Array
    cut_inputs: Array
    unreplaced_inputs: Array
    cut_final: Array
    unreplaced_final: Array
    final_columns: Index
    plain: float | None = None


def cut_deliveries(
    system: InputOutputSystem,
    suppliers: Index,
    buyers: frozenset[str],
    *,
    share: float = 1.0,
    rule: Rule = "none",
    friends: frozenset[str] = frozenset(),
    with_final: bool = True,
) -> Cut:
    """Cut what suppliers deliver to buying countries and replace it by a rule.

    Parameters
    ----------
    system
        The table.
    suppliers
        Industries that stop delivering.
    buyers
        Countries that they stop delivering to.
    share
        Part of the deliveries that stops, 0 to 1.
    rule
        none: nobody replaces; same_mix: the other suppliers of the same product, as the buyer uses
        them today; domestic: the buyer's own country; alliance: the friends. Where the named
        suppliers deliver nothing of it to the buyer today, domestic and alliance share it out by
        their output; what has no supplier at all is not replaced.
    friends
        Countries that replace under the rule alliance.
    with_final
        Whether deliveries to final demand are cut too.
    """
    columns = system.of(buyers)
    final_columns = system.final_of(buyers) if with_final else np.array([], dtype=np.intp)
    if rule == "none":  # only the suppliers' own rows change
        flows = -share * system.Z[np.ix_(suppliers, columns)]
        goods = -share * system.Y[np.ix_(suppliers, final_columns)]
        final = np.zeros(system.n)
        final[suppliers] = goods.sum(axis=1)
        lost, lost_f = -flows.sum(axis=0), -goods.sum(axis=0)
        return Cut(
            suppliers, columns, flows, final, lost, lost.copy(), lost_f, lost_f.copy(),
            final_columns, share,
        )  # fmt: skip
    change, lost, open_ = _redirect(
        system, system.Z[:, columns], [system.countries[j] for j in columns], suppliers,
        share, rule, friends,
    )  # fmt: skip
    change_f, lost_f, open_f = _redirect(
        system, system.Y[:, final_columns], [system.final[j][0] for j in final_columns], suppliers,
        share, rule, friends,
    )  # fmt: skip
    rows = np.flatnonzero(change.any(axis=1))
    return Cut(
        rows=rows,
        columns=columns,
        flows=change[rows],
        final=change_f.sum(axis=1),
        cut_inputs=lost,
        unreplaced_inputs=open_,
        cut_final=lost_f,
        unreplaced_final=open_f,
        final_columns=final_columns,
    )


def _redirect(
    system: InputOutputSystem,
    bought: Array,
    buyer_countries: list[str],
    suppliers: Index,
    share: float,
    rule: Rule,
    friends: frozenset[str],
) -> tuple[Array, Array, Array]:
    """Change of purchases, what each buyer loses, and what stays unreplaced."""
    change = np.zeros_like(bought)
    change[suppliers] = -share * bought[suppliers]
    lost = -change[suppliers].sum(axis=0)
    if not bought.size:
        return change, lost, lost.copy()
    stopped = np.zeros(system.n, dtype=bool)
    stopped[suppliers] = True
    sellers = np.array(system.countries)
    products = np.array([base(s) for s in system.sectors])
    allowed = np.ones((system.n, 1), dtype=bool)
    if rule == "alliance":
        allowed = np.isin(sellers, sorted(friends))[:, None]
    elif rule == "domestic":
        allowed = sellers[:, None] == np.array(buyer_countries)[None, :]
    unreplaced = np.zeros_like(lost)
    for product in dict.fromkeys(products[suppliers]):
        same = products == product
        gone = -change[np.flatnonzero(same & stopped)].sum(axis=0)
        others = np.flatnonzero(same & ~stopped)
        may = allowed[others]
        weights = np.where(may, np.maximum(bought[others], 0.0), 0.0)
        if rule != "same_mix":
            unserved = weights.sum(axis=0) <= 0
            weights = np.where(unserved & may, system.x[others][:, None], weights)
        total = weights.sum(axis=0)
        served = total > 0
        # Negative deliveries (stocks drawn down) are cut but call for no replacement.
        wanted = np.where(served & (gone > 0), gone, 0.0)
        change[others] += weights / np.where(served, total, 1.0) * wanted
        unreplaced += np.where(served, 0.0, np.maximum(gone, 0.0))
    return change, lost, unreplaced
