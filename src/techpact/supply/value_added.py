"""Value added in the exports of countries and groups."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.linalg import lu_factor, lu_solve

from techpact.alliance import Alliance
from techpact.analysis import Frame, Input, Result, analysis
from techpact.sources.flow_tables import from_tables, years_of
from techpact.sources.tables import FINAL_DEMAND, FLOWS, OUTPUT
from techpact.supply.leontief import Leontief
from techpact.supply.selection import Group, members_of, missing_note, parse_groups
from techpact.tables import Column, Table

MEASURES = {
    "exports_musd": "Gross exports of the group to countries outside it (EXGR).",
    "dc_musd": "Domestic content: the group's value added as often as it crosses a border (DC).",
    "dva_musd": "Domestic value added, counted once (DVA).",
    "vax_musd": "Part of it that is finally used outside the group (VAX).",
    "ref_musd": "Part of it that comes back and is finally used inside (reflection, REF).",
    "ddc_musd": "Domestic double counting: DC less DVA (DDC).",
    "fc_musd": "Foreign content: value added of others as often as it crosses (FC).",
    "fva_musd": "Foreign value added, counted once (FVA).",
    "fdc_musd": "Foreign double counting: FC less FVA (FDC).",
}

VALUE_ADDED_CONTENT = Table(
    "value_added_content",
    "Domestic and foreign value added in gross exports",
    (
        Column("year", "integer", "Calendar year."),
        Column("group", "string", "Exporting country or group."),
        *(Column(name, "number", text, unit="MUSD") for name, text in MEASURES.items()),
    ),
    key=("year", "group"),
    unique=True,
)


def value_added_in_exports(leontief: Leontief, countries: frozenset[str]) -> dict[str, float]:
    """Split the gross exports of a group of countries into value added and double counting.

    Parameters
    ----------
    leontief
        The factorised table.
    countries
        The exporting group; what it delivers inside the group is not an export.

    Returns
    -------
    dict
        The measures of `value_added_content`, million USD.
    """
    system = leontief.system
    inside = system.of(countries)
    outside = np.setdiff1d(np.arange(system.n), inside)
    if not len(inside) or not len(outside):  # the whole world exports nothing
        return dict.fromkeys(MEASURES, 0.0)
    abroad = np.setdiff1d(np.arange(len(system.final)), system.final_of(countries))
    exports = system.Z[np.ix_(inside, outside)].sum(axis=1)
    exports = exports + system.Y[np.ix_(inside, abroad)].sum(axis=1)
    ratio = system.value_added_ratio
    contents = np.zeros((2, system.n))
    contents[0, inside], contents[1, outside] = ratio[inside], ratio[outside]
    home, foreign = leontief.left(contents)
    factor = lu_factor(np.eye(len(inside)) - system.coefficients(inside, inside))
    needed = lu_solve(factor, exports)
    # Others' value added, when what the group sends them is not used again to make its inputs:
    # v_R (I - A_RR)^-1 = v_R L_RR - v_R L_RS L_SS^-1 L_SR, by the inverse of a partitioned matrix.
    block = leontief.block(inside, inside)
    along = np.zeros((1, system.n))
    along[0, inside] = np.linalg.solve(block.T, foreign[inside])
    through = foreign - leontief.left(along)[0]
    inputs = (system.Z[np.ix_(outside, inside)] / system.divisor[inside]) @ needed
    used_abroad = leontief.right(system.Y[:, abroad].sum(axis=1))[inside]
    found = {
        "exports_musd": exports.sum(),
        "dc_musd": home[inside] @ exports,
        "dva_musd": ratio[inside] @ needed,
        "vax_musd": ratio[inside] @ used_abroad,
        "fc_musd": foreign[inside] @ exports,
        "fva_musd": through[outside] @ inputs,
    }
    found["ref_musd"] = found["dva_musd"] - found["vax_musd"]
    found["ddc_musd"] = found["dc_musd"] - found["dva_musd"]
    found["fdc_musd"] = found["fc_musd"] - found["fva_musd"]
    return {name: float(found[name]) for name in MEASURES}


@analysis(
    name="value_added_content",
    part="supply",
    inputs=(
        Input("flows", FLOWS),
        Input("final_demand", FINAL_DEMAND),
        Input("output", OUTPUT, optional=True),
    ),
    output=VALUE_ADDED_CONTENT,
    references=("borin_mancini2019", "johnson_noguera2012", "miller_blair2022"),
    caveats=("VALUE_ADDED_RESIDUAL", "PROPORTIONAL_IMPORTS"),
)
def value_added_content(
    flows: Frame,
    final_demand: Frame,
    output: Frame | None,
    *,
    groups: tuple[str, ...] = (),
    alliance: Alliance | None = None,
    year: int | None = None,
) -> Result:
    """How much of a country's or group's exports is its own value added, and how much is others'?

    A group is taken as one exporter: what its countries deliver to one another is not an export.

    Parameters
    ----------
    flows
        Intermediate deliveries between industries.
    final_demand
        Deliveries to final demand.
    output
        Gross output; without it, the row sums of the two other tables.
    groups
        Exporting countries or groups, such as JPN or NAFTA=USA+CAN+MEX; every country when neither
        they nor an alliance are given.
    alliance
        Adds each member and the members as one group.
    year
        Only this year; all years of the table when not given.

    Returns
    -------
    table
        One row for each year and group; all values in million USD of the year.

    Notes
    -----
    For group *S*, the rest *R*, exports :math:`e` (deliveries of *S* to outside users, intermediate
    and final): :math:`DC = v_S L_{SS} e`, :math:`FC = v_R L_{RS} e`,
    :math:`DVA = v_S (I - A_{SS})^{-1} e`, :math:`FVA = v_R L^{*}_{RS} e` where :math:`L^{*}` is the
    inverse with :math:`A_{SR} = 0`, and :math:`VAX = v_S (L y^{abroad})_S`. The updated inverse
    comes from the one factorisation by the formula for a partitioned matrix. Where the table
    balances, :math:`DC + FC` equals gross exports.

    References
    ----------
    borin_mancini2019, johnson_noguera2012, miller_blair2022
    """
    rows: list[dict[str, Any]] = []
    notes: set[str] = set()
    for at in years_of(flows, year):
        system = from_tables(flows, final_demand, output, at)
        chosen = parse_groups(groups, system)
        if alliance is not None:
            members = members_of(alliance, system)
            chosen += [Group(c, frozenset([c])) for c in system.country_list if c in members]
            if len(members) > 1:
                chosen.append(Group(alliance.name, members))
        if not chosen:
            chosen = [Group(c, frozenset([c])) for c in system.country_list]
        leontief = Leontief(system)
        unique = {g.name: g for g in chosen}
        rows += [
            {"year": at, "group": g.name, **value_added_in_exports(leontief, g.countries)}
            for g in unique.values()
        ]
        notes |= {*system.notes(), *missing_note(alliance, system)}
    names = [c.name for c in VALUE_ADDED_CONTENT.columns]
    return Result({name: [row[name] for row in rows] for name in names}, notes=tuple(sorted(notes)))
