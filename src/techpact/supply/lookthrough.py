"""Look-through exposure: what a sector draws on that is made elsewhere, through all tiers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from techpact.alliance import Alliance
from techpact.analysis import Frame, Input, Result, analysis
from techpact.sources.flow_tables import from_tables, years_of
from techpact.sources.input_output import Array, InputOutputSystem, base
from techpact.sources.tables import FINAL_DEMAND, FLOWS, OUTPUT
from techpact.supply.leontief import Index, Leontief
from techpact.supply.selection import (
    Group,
    foreign_groups,
    industries,
    members_of,
    missing_note,
    parse_groups,
    pick_sectors,
)
from techpact.tables import Column, Table

ALL = "all"
"""Sector value of a row for all chosen industries together."""


def share_column(name: str, description: str) -> Column:
    """Declare a share; empty where the buyer has no output."""
    return Column(name, "number", description, unit="1", nullable=True)


MEASURES = (
    share_column("face_share", "Foreign production exposure at face value: direct deliveries."),
    share_column("hidden_share", "Exposure hidden in the inputs of inputs, all further tiers."),
    share_column("total_share", "Look-through exposure: face value and hidden together."),
    share_column("value_added_share", "Share of the supplier in the value of the buyer's output."),
)

LOOKTHROUGH_EXPOSURE = Table(
    "lookthrough_exposure",
    "Exposure of buyers to suppliers through all tiers of the supply chain",
    (
        Column("year", "integer", "Calendar year."),
        Column("buyer", "string", "Buying country or group."),
        Column("sector", "string", "Buying industry, or all for the chosen ones together."),
        Column("supplier", "string", "Supplying country or group."),
        Column(
            "supplier_kind",
            "string",
            "country; or group: domestic, foreign, or a role in the alliance.",
            values=("country", "group"),
        ),
        *MEASURES,
        Column(
            "output_musd", "number", "Output of the buying industries: the weights.", unit="MUSD"
        ),
    ),
    key=("year", "buyer", "sector", "supplier"),
    unique=True,
)


@dataclass(frozen=True)
class Exposure:
    """Exposure of every industry to every country, each an array (countries, industries).

    `face` + `hidden` = `total`; the columns of `total` sum to 1 (over all supplying sectors), and
    so do those of `value_added`. Industries without output have zero columns.
    """

    face: Array
    total: Array
    value_added: Array

    @property
    def hidden(self) -> Array:
        """What the total holds beyond face value."""
        return self.total - self.face


def exposure(leontief: Leontief, sectors: frozenset[str] | None = None) -> Exposure:
    """Measure the exposure of every industry to every country.

    Parameters
    ----------
    leontief
        The factorised table.
    sectors
        Count only these supplying sectors in the numerator; all when not given.
    """
    system = leontief.system
    counted = np.ones(system.n)
    if sectors is not None:
        counted = np.array([float(base(s) in sectors) for s in system.sectors])
    weight = (system.x > 0) / leontief.multipliers
    own = np.zeros((len(system.country_list), system.n))
    own[system.country_index, np.arange(system.n)] = counted
    direct = own @ system.Z / system.divisor + own
    return Exposure(
        face=direct * weight,
        total=leontief.by_country(counted) * weight,
        value_added=leontief.by_country(counted * system.value_added_ratio) * (system.x > 0),
    )


@analysis(
    name="lookthrough_exposure",
    part="supply",
    inputs=(
        Input("flows", FLOWS),
        Input("final_demand", FINAL_DEMAND),
        Input("output", OUTPUT, optional=True),
    ),
    output=LOOKTHROUGH_EXPOSURE,
    references=("baldwin2023", "leontief1936", "miller_blair2022"),
    caveats=("FPEM_DEFINITION", "VALUE_ADDED_RESIDUAL", "PROPORTIONAL_IMPORTS"),
)
def lookthrough_exposure(
    flows: Frame,
    final_demand: Frame,
    output: Frame | None,
    *,
    alliance: Alliance | None = None,
    buyers: tuple[str, ...] = (),
    sectors: tuple[str, ...] = (),
    suppliers: tuple[str, ...] = (),
    supplier_sectors: tuple[str, ...] = (),
    by: Literal["total", "sector"] = "total",
    year: int | None = None,
) -> Result:
    """How exposed is a sector to a country or group, directly and through all tiers of supply?

    Foreign production exposure on the import side (FPEM). The total is the share of a supplier in
    all the output, anywhere, that one unit of the buyer's final product calls forth, its own output
    included. Face value is the part that the supplier delivers directly; the rest is hidden in the
    inputs of inputs.

    Parameters
    ----------
    flows
        Intermediate deliveries between industries.
    final_demand
        Deliveries to final demand.
    output
        Gross output; without it, the row sums of the two other tables.
    alliance
        Adds groups of suppliers (members, partners, concern, outsiders) and, where no buyers are
        named, takes the members as buyers.
    buyers
        Buying countries or groups, such as USA or NAFTA=USA+CAN+MEX; all countries when neither
        they nor an alliance are given.
    sectors
        Buying industries: codes, a prefix (C*) or a range (c3:c16); all when not given.
    suppliers
        Supplying countries or groups; all countries when not given.
    supplier_sectors
        Count only deliveries of these industries; the shares then do not sum to one.
    by
        total: one row for the chosen industries together, weighted by output; sector: one for each.
    year
        Only this year; all years of the table when not given.

    Returns
    -------
    table
        One row for each year, buyer, sector and supplier. Shares from 0 to 1. The group `domestic`
        is each buyer's own country, `foreign` the rest; both sum to 1. Shares are empty where the
        buyer has no output.

    Notes
    -----
    With :math:`A = Z \\hat{x}^{-1}`, :math:`L = (I - A)^{-1}`, for supplier set *s* and buying
    industry *j*: total :math:`= \\sum_{i \\in s} L_{ij} / \\sum_i L_{ij}`, face value
    :math:`= \\sum_{i \\in s} (I + A)_{ij} / \\sum_i L_{ij}`, hidden :math:`=` total - face value.
    Several industries are averaged with weights :math:`x_j`. Value added share:
    :math:`\\sum_{i \\in s} v_i L_{ij}` with :math:`v = 1 - \\iota' A`.

    References
    ----------
    baldwin2023, leontief1936, miller_blair2022
    """
    rows: list[tuple[Any, ...]] = []
    notes = {"FPEM_DEFINITION"}
    for at in years_of(flows, year):
        system = from_tables(flows, final_demand, output, at)
        rows += _rows(system, alliance, buyers, sectors, suppliers, supplier_sectors, by)
        notes |= {*system.notes(), *missing_note(alliance, system)}
    names = [c.name for c in LOOKTHROUGH_EXPOSURE.columns]
    return Result(
        {name: [row[i] for row in rows] for i, name in enumerate(names)},
        notes=tuple(sorted(notes)),
    )


def _rows(
    system: InputOutputSystem,
    alliance: Alliance | None,
    buyers: Sequence[str],
    sectors: Sequence[str],
    suppliers: Sequence[str],
    supplier_sectors: Sequence[str],
    by: str,
) -> Iterator[tuple[Any, ...]]:
    buying = parse_groups(buyers, system)
    if not buying and alliance is not None:
        members = members_of(alliance, system)
        buying = [Group(c, frozenset([c])) for c in system.country_list if c in members]
        if len(members) > 1:
            buying.append(Group("members", members))
    if not buying:
        buying = [Group(c, frozenset([c])) for c in system.country_list]
    chosen = pick_sectors(sectors, system)
    selling = parse_groups(suppliers or system.country_list, system)
    groups = foreign_groups(system, alliance)
    counted = pick_sectors(supplier_sectors, system) if supplier_sectors else None
    found = exposure(Leontief(system, blocks=False), counted)
    for buyer in buying:
        index = industries(system, buyer.countries, chosen)
        parts = {ALL: index}
        if by == "sector":
            parts = {
                s: index[[base(system.sectors[i]) == s for i in index]]
                for s in system.sector_list
                if s in chosen
            }
        for sector, part in parts.items():
            if not len(part):
                continue
            for supplier, kind, home in suppliers_of(selling, groups):
                measures = average(system, found, part, supplier.countries, home)
                yield (
                    system.year, buyer.name, sector, supplier.name, kind, *measures,
                    float(system.x[part].sum()),
                )  # fmt: skip


def suppliers_of(
    selling: Sequence[Group], groups: Sequence[Group]
) -> Iterator[tuple[Group, str, bool | None]]:
    """Each supplier with its kind; `home` is True for domestic, False for foreign."""
    yield Group("domestic", frozenset()), "group", True
    yield Group("foreign", frozenset()), "group", False
    for group in groups:
        yield group, "group", None
    for group in selling:
        yield group, "country" if group.countries == {group.name} else "group", None


def average(
    system: InputOutputSystem,
    found: Exposure,
    buyers: Index,
    suppliers: frozenset[str],
    home: bool | None,
) -> tuple[float | None, ...]:
    """Face value, hidden, total and value added share, averaged over industries by output."""
    output = system.x[buyers]
    if output.sum() <= 0:
        return (None,) * 4
    shares = output / output.sum()
    own = system.country_index[buyers]
    mask = np.array([c in suppliers for c in system.country_list])
    means = []
    for values in (found.face, found.hidden, found.total, found.value_added):
        if home is None:
            taken = values[mask][:, buyers].sum(axis=0)
        else:
            taken = values[own, buyers]
            if not home:
                taken = values[:, buyers].sum(axis=0) - taken
        means.append(float(taken @ shares))
    return tuple(means)
