"""Look-through exposure rolled up to technology areas by the concordance of industries."""

from __future__ import annotations

from typing import Any, Literal

from techpact.alliance import Alliance
from techpact.analysis import Frame, Input, Result, analysis
from techpact.errors import InputError
from techpact.facts.tables import AREA_SECTORS
from techpact.sources.flow_tables import from_tables, years_of
from techpact.sources.input_output import InputOutputSystem
from techpact.sources.tables import FINAL_DEMAND, FLOWS, OUTPUT
from techpact.supply.leontief import Leontief
from techpact.supply.lookthrough import MEASURES, average, exposure, suppliers_of
from techpact.supply.selection import (
    Group,
    foreign_groups,
    industries,
    members_of,
    missing_note,
)
from techpact.tables import Column, Table

Scheme = Literal["auto", "ISIC4", "ICIO2025", "ICIO2023", "WIOD2013", "WIOD2016"]

ENOUGH = 0.6
"""Share of a scheme's industry codes that a table must have to be taken for that scheme."""

AREA_LOOKTHROUGH = Table(
    "area_lookthrough",
    "Look-through exposure of the alliance by technology area",
    (
        Column("year", "integer", "Calendar year."),
        Column("area", "string", "Area code."),
        Column("buyer", "string", "Member, or members for all together."),
        Column("supplier", "string", "Supplying country, or a group: foreign, concern, …"),
        Column("supplier_kind", "string", "country or group.", values=("country", "group")),
        *MEASURES,
        Column("output_musd", "number", "Output of the area's industries.", unit="MUSD"),
        Column("scheme", "string", "Classification of the industries."),
        Column("sectors", "string", "Industries that stand for the area, joined by ';'."),
        Column(
            "specificity",
            "string",
            "whole: the industries are the area; part: at least one holds other things too.",
            values=("whole", "part"),
        ),
    ),
    key=("year", "area", "buyer", "supplier"),
    unique=True,
)


@analysis(
    name="area_lookthrough",
    part="supply",
    inputs=(
        Input("flows", FLOWS),
        Input("final_demand", FINAL_DEMAND),
        Input("output", OUTPUT, optional=True),
        Input("area_sectors", AREA_SECTORS),
    ),
    output=AREA_LOOKTHROUGH,
    references=("baldwin2023", "leontief1936"),
    caveats=("FPEM_DEFINITION", "AREA_IS_BROADER_INDUSTRY", "PROPORTIONAL_IMPORTS"),
)
def area_lookthrough(
    flows: Frame,
    final_demand: Frame,
    output: Frame | None,
    area_sectors: Frame,
    *,
    alliance: Alliance,
    scheme: Scheme = "auto",
    year: int | None = None,
) -> Result:
    """How far does each technology area of the alliance rest on outsiders, through all tiers?

    The industries that the concordance names for an area are averaged by output, for each member
    and for the members together.

    Parameters
    ----------
    flows
        Intermediate deliveries between industries.
    final_demand
        Deliveries to final demand.
    output
        Gross output; without it, the row sums of the two other tables.
    area_sectors
        Concordance from areas to industries.
    alliance
        The members are the buyers; groups and the countries of concern are the suppliers.
    scheme
        Classification of the table's industries; auto takes the one whose codes fit best.
    year
        Only this year; all years of the table when not given.

    Returns
    -------
    table
        One row for each year, area, member (and `members`) and supplier; shares from 0 to 1, as in
        `lookthrough_exposure`. Areas without an industry in the scheme have no row and are named by
        the caveat AREA_WITHOUT_INDUSTRY.

    Notes
    -----
    For the industries *j* of an area in member *m*, with weights :math:`x_{mj}`: the mean of the
    column shares of :math:`L`, as in `lookthrough_exposure`.

    References
    ----------
    baldwin2023, leontief1936
    """
    concordance = area_sectors.to_polars()
    rows: list[tuple[Any, ...]] = []
    notes = {"FPEM_DEFINITION"}
    for at in years_of(flows, year):
        system = from_tables(flows, final_demand, output, at)
        codes: dict[str, dict[str, dict[str, str]]] = {}
        for name, area, sector, specificity in concordance.select(
            "scheme", "area", "sector", "specificity"
        ).rows():
            codes.setdefault(name, {}).setdefault(area, {})[sector] = specificity
        chosen = _fitting(codes, system) if scheme == "auto" else scheme
        areas = codes.get(chosen, {})
        rows += _rows(system, alliance, chosen, areas)
        known = set(system.sector_list)
        every = {area for found in codes.values() for area in found}
        if any(not known & set(areas.get(area, {})) for area in every):
            notes.add("AREA_WITHOUT_INDUSTRY")
        notes |= {*system.notes(), *missing_note(alliance, system)}
    names = [c.name for c in AREA_LOOKTHROUGH.columns]
    return Result(
        {name: [row[i] for row in rows] for i, name in enumerate(names)},
        notes=tuple(sorted(notes)),
    )


def _fitting(codes: dict[str, dict[str, dict[str, str]]], system: InputOutputSystem) -> str:
    known = set(system.sector_list)
    fit: dict[str, tuple[float, int]] = {}
    for name, areas in codes.items():
        wanted = {s for sectors in areas.values() for s in sectors}
        fit[name] = (len(wanted & known) / len(wanted), len(wanted & known))
    best = max(sorted(fit), key=lambda name: fit[name], default="")
    if not best or fit[best][0] < ENOUGH:
        raise InputError(
            "the industries of the table fit no classification of the concordance",
            where=FLOWS.name,
            mend=f"name one with scheme, or add rows to area_sectors; the table has: "
            f"{', '.join(system.sector_list[:20])}",
        )
    return best


def _rows(
    system: InputOutputSystem,
    alliance: Alliance,
    scheme: str,
    areas: dict[str, dict[str, str]],
) -> list[tuple[Any, ...]]:
    members = members_of(alliance, system)
    buyers = [Group(c, frozenset([c])) for c in system.country_list if c in members]
    if len(members) > 1:
        buyers.append(Group("members", members))
    single = [
        Group(c, frozenset([c]))
        for c in system.country_list
        if c in members | alliance.partners | alliance.concern
    ]
    groups = foreign_groups(system, alliance)
    found = exposure(Leontief(system, blocks=False))
    known = set(system.sector_list)
    out: list[tuple[Any, ...]] = []
    for area, sectors in areas.items():
        present = {s: how for s, how in sectors.items() if s in known}
        if not present:
            continue
        how = "part" if "part" in present.values() else "whole"
        for buyer in buyers:
            index = industries(system, buyer.countries, frozenset(present))
            if not len(index):
                continue
            for supplier, kind, home in suppliers_of(single, groups):
                measures = average(system, found, index, supplier.countries, home)
                out.append(
                    (
                        system.year, area, buyer.name, supplier.name, kind, *measures,
                        float(system.x[index].sum()), scheme, ";".join(present), how,
                    )
                )  # fmt: skip
    return out
