"""Hypothetical extraction: what the world loses when a set of industries is gone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from techpact.alliance import Alliance
from techpact.analysis import Frame, Input, Result, analysis
from techpact.errors import InputError
from techpact.sources.flow_tables import from_tables, years_of
from techpact.sources.input_output import Array
from techpact.sources.tables import FINAL_DEMAND, FLOWS, OUTPUT
from techpact.supply.leontief import Index, Leontief
from techpact.supply.selection import (
    industries,
    members_of,
    missing_note,
    parse_groups,
    pick_sectors,
)
from techpact.tables import Column, Table

Linkage = Literal["total", "exports"]


def _musd(name: str, description: str, *, nullable: bool = False) -> Column:
    return Column(name, "number", description, unit="MUSD", nullable=nullable)


EXTRACTION = Table(
    "extraction",
    "Losses when a country, an industry or a set is extracted",
    (
        Column("year", "integer", "Calendar year."),
        Column("extracted", "string", "What is extracted: COUNTRY, COUNTRY:industry or a group."),
        _musd("extracted_output_musd", "Output that the extracted industries have at first."),
        _musd("output_loss_musd", "Loss of output in the world, the extracted included."),
        Column("output_loss_share", "number", "Share of it in world output.", unit="1"),
        _musd("output_loss_outside_musd", "Loss of output outside the extracted industries."),
        _musd("value_added_loss_musd", "Loss of value added in the world."),
        _musd("value_added_loss_outside_musd", "Loss of value added outside the extracted."),
        _musd("alliance_output_loss_musd", "Loss of output in the members.", nullable=True),
        _musd("alliance_value_added_loss_musd", "Loss of value added there.", nullable=True),
    ),
    key=("year", "extracted"),
    unique=True,
)

EXTRACTION_BY_COUNTRY = Table(
    "extraction_by_country",
    "Losses of each country when a country, an industry or a set is extracted",
    (
        Column("year", "integer", "Calendar year."),
        Column("extracted", "string", "What is extracted."),
        Column("country", "string", "Country that loses."),
        _musd("output_loss_musd", "Its loss of output."),
        _musd("value_added_loss_musd", "Its loss of value added."),
    ),
    key=("year", "extracted", "country"),
)


@dataclass(frozen=True)
class Losses:
    """Losses by country (rows) of k extractions (columns), and the own part of the extracted.

    `output` and `value_added` are (countries, k); `own_output` and `own_value_added` are the part
    that falls on the extracted industries themselves, `extracted` the output they had.
    """

    output: Array
    value_added: Array
    own_output: Array
    own_value_added: Array
    extracted: Array


def _own_fall(leontief: Leontief, index: Index, linkage: Linkage) -> Array:
    """How far the output of the extracted industries themselves falls."""
    system = leontief.system
    if linkage == "total":
        return system.x[index]
    countries = frozenset(system.countries[i] for i in index)
    home = system.Y[np.ix_(index, system.final_of(countries))].sum(axis=1)
    return np.asarray(system.x[index] - alone(leontief, index, home))


def alone(leontief: Leontief, index: Index, demand: Array) -> Array:
    """Return (I - A_SS)^-1 times the demand: output of the set if it had to make all inputs.

    Solved on the set, or on its complement where that is smaller:
    (I - A_SS)^-1 = L_SS - L_SR L_RR^-1 L_RS.
    """
    system = leontief.system
    rest = np.setdiff1d(np.arange(system.n), index)
    if _cheap_inside(len(index), len(rest), system.n):
        inside = np.eye(len(index)) - system.coefficients(index, index)
        return np.asarray(np.linalg.solve(inside, demand))
    spread = np.zeros(system.n)
    spread[index] = demand
    through = leontief.right(spread)
    spread[index] = 0.0
    spread[rest] = np.linalg.solve(leontief.block(rest, rest), through[rest])
    return np.asarray((through - leontief.right(spread))[index])


def called_for(leontief: Leontief, index: Index, output: Array) -> Array:
    """Return L_SS^-1 times the output: the final demand of a set that calls it forth.

    Solved on the set, or on its complement where that is smaller:
    L_SS^-1 = (I - A_SS) - A_SR (I - A_RR)^-1 A_RS.
    """
    system = leontief.system
    rest = np.setdiff1d(np.arange(system.n), index)
    if not _cheap_inside(len(rest), len(index), system.n):
        return np.asarray(np.linalg.solve(leontief.block(index, index), output))
    spread = np.zeros(system.n)
    spread[index] = output / system.divisor[index]
    used = system.Z @ spread
    inside = np.eye(len(rest)) - system.coefficients(rest, rest)
    spread[index] = 0.0
    spread[rest] = np.linalg.solve(inside, used[rest]) / system.divisor[rest]
    return np.asarray(output - used[index] - (system.Z @ spread)[index])


def _cheap_inside(inside: int, outside: int, n: int) -> bool:
    """Whether solving with a block of A costs less than reading and solving a block of L."""
    return 2 / 3 * inside**3 < (n + 2 / 3 * outside) * outside**2


def extract_set(leontief: Leontief, index: Index, linkage: Linkage = "total") -> Losses:
    """Extract one set of industries.

    Parameters
    ----------
    leontief
        The factorised table.
    index
        Positions of the extracted industries.
    linkage
        total: they vanish; exports: they stop delivering to industries outside the set and to
        final users outside their countries.
    """
    return _join([_extract(leontief, index, linkage)])


def extract_each(leontief: Leontief, sets: Sequence[Index], linkage: Linkage = "total") -> Losses:
    """Extract sets of industries one after another, each alone."""
    return _join([_extract(leontief, index, linkage) for index in sets])


def _extract(leontief: Leontief, index: Index, linkage: Linkage) -> tuple[Array, ...]:
    fall = _own_fall(leontief, index, linkage)
    # Final demand of the extracted that would have the same effect: L_SS^-1 times the fall.
    demand = called_for(leontief, index, fall)
    return (
        leontief.output_sums[:, index] @ demand,
        leontief.value_added_sums[:, index] @ demand,
        fall.sum(),
        leontief.system.value_added_ratio[index] @ fall,
        leontief.system.x[index].sum(),
    )


def _join(parts: Sequence[tuple[Any, ...]]) -> Losses:
    columns = [np.array(c, dtype=float) for c in zip(*parts, strict=True)]
    return Losses(columns[0].T, columns[1].T, columns[2], columns[3], columns[4])


def extract_industries(leontief: Leontief, index: Index, linkage: Linkage = "total") -> Losses:
    """Extract every industry of `index`, each alone: the same in closed form, all at once."""
    system = leontief.system
    fall = system.x[index].copy()
    if linkage == "exports":
        own = np.array([c for c, _ in system.final])
        for country in dict.fromkeys(system.countries[i] for i in index):
            here = np.array([system.countries[i] == country for i in index])
            rows = index[here]
            home = system.Y[np.ix_(rows, np.flatnonzero(own == country))].sum(axis=1)
            fall[here] -= home / (1.0 - system.Z[rows, rows] / system.divisor[rows])
    demand = fall / leontief.diagonal()[index]
    return Losses(
        leontief.output_sums[:, index] * demand,
        leontief.value_added_sums[:, index] * demand,
        fall,
        system.value_added_ratio[index] * fall,
        system.x[index],
    )


@analysis(
    name="extraction",
    part="supply",
    inputs=(
        Input("flows", FLOWS),
        Input("final_demand", FINAL_DEMAND),
        Input("output", OUTPUT, optional=True),
    ),
    output=EXTRACTION,
    extras=(EXTRACTION_BY_COUNTRY,),
    references=("dietzenbacher_lahr2013", "miller_blair2022"),
    caveats=("EXTRACTION_IS_AN_UPPER_BOUND", "VALUE_ADDED_RESIDUAL", "PROPORTIONAL_IMPORTS"),
)
def extraction(
    flows: Frame,
    final_demand: Frame,
    output: Frame | None,
    *,
    unit: Literal["country", "industry", "set"] = "country",
    countries: tuple[str, ...] = (),
    sectors: tuple[str, ...] = (),
    linkage: Linkage = "total",
    alliance: Alliance | None = None,
    year: int | None = None,
    wanted: frozenset[str] = frozenset(),
) -> Result:
    """What would the world, and the alliance, lose if a country, an industry or a set were gone?

    Hypothetical extraction: the industries' deliveries, purchases and final demand are set to zero
    and the difference in output is what depended on them. Nothing replaces them.

    Parameters
    ----------
    flows
        Intermediate deliveries between industries.
    final_demand
        Deliveries to final demand.
    output
        Gross output; without it, the row sums of the two other tables.
    unit
        country: each country alone (or each group named); industry: each industry of each country
        alone; set: all chosen industries together.
    countries
        Only these countries, or groups such as EU=DEU+FRA; all when not given.
    sectors
        Only these industries: codes, a prefix (C*) or a range (c3:c16); all when not given.
    linkage
        total: the extracted industries vanish; exports: they stop delivering to industries outside
        the extracted ones and to final users outside their countries.
    alliance
        Also give the losses of its members.
    year
        Only this year; all years of the table when not given.

    Returns
    -------
    table
        One row for each year and extraction; losses in million USD, above zero for a loss. The
        extra table `extraction_by_country` gives the loss of each country.

    Notes
    -----
    For extracted *S* with fall of own output :math:`\\delta_S` (:math:`x_S` for total;
    :math:`x_S - (I - A_{SS})^{-1} y_S^{home}` for exports) the loss of all industries is
    :math:`\\Delta x = L_{\\cdot S} L_{SS}^{-1} \\delta_S`: a rank-\\|S\\| update of one
    factorisation. For one industry *k*: :math:`L_{\\cdot k} \\delta_k / L_{kk}`.

    References
    ----------
    dietzenbacher_lahr2013, miller_blair2022
    """
    parts: list[dict[str, Any]] = []
    by_country: list[dict[str, Any]] = []
    notes: set[str] = set()
    for at in years_of(flows, year):
        system = from_tables(flows, final_demand, output, at)
        groups = parse_groups(countries or system.country_list, system)
        chosen = pick_sectors(sectors, system)
        if unit == "country":
            sets = [industries(system, g.countries, chosen) for g in groups]
            names = [g.name for g in groups]
        else:
            together = industries(system, frozenset().union(*(g.countries for g in groups)), chosen)
            sets = [together]
            names = ["+".join(countries) or "all"]
            if unit == "industry":
                names = [system.label(i) for i in together]
        if unit != "industry":
            kept = [(n, s) for n, s in zip(names, sets, strict=True) if len(s)]
            names, sets = [n for n, _ in kept], [s for _, s in kept]
        if not names or not any(len(s) for s in sets):
            raise InputError("nothing to extract", mend="name countries and industries it has")
        leontief = Leontief(system)
        losses = (
            extract_industries(leontief, sets[0], linkage)
            if unit == "industry"
            else extract_each(leontief, sets, linkage)
        )
        members = None if alliance is None else members_of(alliance, system)
        parts.append(_rows(leontief, names, losses, members))
        if EXTRACTION_BY_COUNTRY.name in wanted:
            k, c = len(names), len(system.country_list)
            by_country.append(
                {
                    "year": [at] * (k * c),
                    "extracted": [n for n in names for _ in range(c)],
                    "country": list(system.country_list) * k,
                    "output_loss_musd": losses.output.T.ravel().tolist(),
                    "value_added_loss_musd": losses.value_added.T.ravel().tolist(),
                }
            )
        notes |= {*system.notes(), *missing_note(alliance, system)}
    extras = {}
    if EXTRACTION_BY_COUNTRY.name in wanted:
        extras[EXTRACTION_BY_COUNTRY.name] = _stack(EXTRACTION_BY_COUNTRY, by_country)
    return Result(_stack(EXTRACTION, parts), extras, tuple(sorted(notes)))


def _rows(
    leontief: Leontief, names: list[str], losses: Losses, members: frozenset[str] | None
) -> dict[str, Any]:
    system = leontief.system
    inside = np.array([members is not None and c in members for c in system.country_list])
    output, value = losses.output.sum(axis=0), losses.value_added.sum(axis=0)
    empty = [None] * len(names)
    return {
        "year": [system.year] * len(names),
        "extracted": names,
        "extracted_output_musd": losses.extracted.tolist(),
        "output_loss_musd": output.tolist(),
        "output_loss_share": (output / system.x.sum()).tolist(),
        "output_loss_outside_musd": (output - losses.own_output).tolist(),
        "value_added_loss_musd": value.tolist(),
        "value_added_loss_outside_musd": (value - losses.own_value_added).tolist(),
        "alliance_output_loss_musd": (
            empty if members is None else losses.output[inside].sum(axis=0).tolist()
        ),
        "alliance_value_added_loss_musd": (
            empty if members is None else losses.value_added[inside].sum(axis=0).tolist()
        ),
    }


def _stack(table: Table, parts: list[dict[str, Any]]) -> dict[str, Any]:
    return {c.name: [v for part in parts for v in part[c.name]] for c in table.columns}
