"""Cut-off: some suppliers stop serving the members, with or without replacement."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np

from techpact.alliance import Alliance
from techpact.analysis import Frame, Input, Result, analysis
from techpact.errors import InputError
from techpact.sources.flow_tables import from_tables, years_of
from techpact.sources.input_output import Array, InputOutputSystem
from techpact.sources.tables import FINAL_DEMAND, FLOWS, OUTPUT
from techpact.supply.leontief import Index, Leontief
from techpact.supply.replacement import Cut, Rule, cut_deliveries
from techpact.supply.selection import (
    Group,
    industries,
    members_of,
    missing_note,
    parse_groups,
    pick_sectors,
    role,
)
from techpact.tables import Column, Table

FORMED_UP_TO = 128
"""Up to this size of its smaller side, the small system is formed and solved directly."""

TOLERANCE = 1e-13

SWEEPS = 50
"""Below so many multiplications for each number of the factors, the small matrix is quicker."""

OUTSIDERS = "outsiders"
CONCERN = "concern"


def _musd(name: str, description: str) -> Column:
    return Column(name, "number", description, unit="MUSD")


CUTOFF = Table(
    "cutoff",
    "What changes when suppliers stop serving the members",
    (
        Column("year", "integer", "Calendar year."),
        Column("suppliers", "string", "Who stops delivering."),
        Column("country", "string", "Country."),
        Column("sector", "string", "Industry, or all."),
        Column(
            "role",
            "string",
            "supplier: stops delivering; else its role in the alliance.",
            values=("supplier", "member", "partner", "concern", "other"),
        ),
        _musd("output_musd", "Output at first."),
        _musd("output_change_musd", "Change of output."),
        _musd("value_added_change_musd", "Change of value added."),
        _musd("inputs_cut_musd", "Inputs that its industries no longer get from the suppliers."),
        _musd("inputs_unreplaced_musd", "Part of them that nobody replaces."),
        _musd("final_cut_musd", "Final goods and services that it no longer gets."),
        _musd("final_unreplaced_musd", "Part of them that nobody replaces."),
        Column(
            "cost_at_risk_share",
            "number",
            "Share of the value of its output that rests on the cut inputs, through all tiers.",
            unit="1",
            nullable=True,
        ),
    ),
    key=("year", "suppliers", "country", "sector"),
    unique=True,
)


def demand_change(leontief: Leontief, cut: Cut, *, rows: Array | None = None) -> Array:
    """Final demand that would change output as the cut does: the change is L times it.

    Solves for the smaller side of the changed block of A (Sherman-Morrison-Woodbury). Where nobody
    replaces what is cut and few industries are left uncut, the small matrix is made from these;
    where all sides are large, GMRES solves the same small system without forming its matrix.

    Parameters
    ----------
    leontief
        The factorised table.
    cut
        The change of deliveries.
    rows
        Rows of L of the buying industries, where the caller has them already.

    Returns
    -------
    array (n,)
    """
    system = leontief.system
    demand: Array = cut.final.copy()
    if not len(cut.rows) or not len(cut.columns):
        return demand
    block = cut.flows / system.divisor[cut.columns]  # change of A
    before = system.x[cut.columns] + leontief.right(demand)[cut.columns]
    rest = np.setdiff1d(np.arange(system.n), cut.rows)
    if cut.plain is not None and _few(len(cut.columns), len(rest), system.n):
        demand[cut.rows] += block @ np.linalg.solve(_by_the_rest(leontief, cut, rest), before)
        return demand
    if min(len(cut.rows), len(cut.columns)) > FORMED_UP_TO:
        demand[cut.rows] += _iterate(leontief, cut, block, block @ before)
        return demand
    if rows is None:
        if len(cut.columns) <= len(cut.rows):
            reach = leontief.rows(cut.columns)[:, cut.rows]
        else:
            reach = leontief.columns(cut.rows)[cut.columns]
    else:
        reach = rows[:, cut.rows]
    if len(cut.rows) < len(cut.columns):
        small = np.eye(len(cut.rows)) - block @ reach
        demand[cut.rows] += np.linalg.solve(small, block @ before)
    else:
        small = np.eye(len(cut.columns)) - reach @ block
        demand[cut.rows] += block @ np.linalg.solve(small, before)
    return demand


def _few(columns: int, rest: int, n: int) -> bool:
    """Whether forming and solving the small matrix costs less than iterating."""
    return columns * rest * (n + 2 * columns) < SWEEPS * n**2


def _by_the_rest(leontief: Leontief, cut: Cut, rest: Index) -> Array:
    """Small matrix I - L_MR B of a plain cut B = -s A_RM, from the rows Q that are not cut.

    L (I - A) = I gives L_MR A_RM = L_MQ (I - A)_QM - I where M and R have no industry in common.
    """
    system, share = leontief.system, float(cut.plain or 0.0)
    reach = leontief.block(cut.columns, rest)
    uncut = -system.coefficients(rest, cut.columns)
    at = np.searchsorted(rest, cut.columns)
    uncut[at, np.arange(len(at))] += 1.0
    small = share * (reach @ uncut)
    small[np.diag_indices_from(small)] += 1.0 - share
    return np.asarray(small)


def _iterate(leontief: Leontief, cut: Cut, block: Array, start: Array) -> Array:
    """Solve w = start + B (L w), w on the changed rows, B the change of A."""
    from scipy.sparse.linalg import LinearOperator, gmres

    spread = np.zeros(leontief.system.n)

    def apply(w: Array) -> Array:
        spread[cut.rows] = w
        return np.asarray(w - block @ leontief.right(spread)[cut.columns])

    size = len(cut.rows)
    operator = LinearOperator((size, size), matvec=apply, dtype=np.float64)
    found, failed = gmres(operator, start, x0=start, rtol=TOLERANCE, restart=60, maxiter=4)
    if failed:
        reach = leontief.block(cut.columns, cut.rows)
        return np.asarray(np.linalg.solve(np.eye(size) - block @ reach, start))
    return np.asarray(found)


def cost_at_risk(leontief: Leontief, cut: Cut, suppliers: Index) -> Array:
    """Share of each industry's output value that rests on the cut inputs, through all tiers."""
    system = leontief.system
    stopped = np.isin(cut.rows, suppliers)
    direct = np.zeros(system.n)
    direct[cut.columns] = -cut.flows[stopped].sum(axis=0) / system.divisor[cut.columns]
    return np.asarray(leontief.left(direct[None])[0])


@analysis(
    name="cutoff",
    part="supply",
    inputs=(
        Input("flows", FLOWS),
        Input("final_demand", FINAL_DEMAND),
        Input("output", OUTPUT, optional=True),
    ),
    output=CUTOFF,
    references=("dietzenbacher2019", "dietzenbacher_lahr2013", "miller_blair2022"),
    caveats=("CUTOFF_IS_DEMAND_DRIVEN", "VALUE_ADDED_RESIDUAL", "PROPORTIONAL_IMPORTS"),
)
def cutoff(
    flows: Frame,
    final_demand: Frame,
    output: Frame | None,
    *,
    alliance: Alliance,
    suppliers: tuple[str, ...] = (OUTSIDERS,),
    supplier_sectors: tuple[str, ...] = (),
    share: float = 1.0,
    replacement: Rule = "none",
    with_final: bool = True,
    each: bool = False,
    by: Literal["country", "industry"] = "country",
    year: int | None = None,
) -> Result:
    """What happens to output and value added when suppliers stop serving the members?

    The deliveries of the suppliers to the members are cut and, by the rule chosen, bought from
    others; output everywhere follows the changed demand through all tiers. What the members' own
    production would lose for want of inputs is shown as the inputs cut, the part unreplaced, and
    the share of output value that rests on them; the model does not stop production.

    Parameters
    ----------
    flows
        Intermediate deliveries between industries.
    final_demand
        Deliveries to final demand.
    output
        Gross output; without it, the row sums of the two other tables.
    alliance
        The members are the buyers; members and partners replace under the rule alliance.
    suppliers
        Who stops: countries or groups (EU=DEU+FRA), `outsiders` (all that are neither members nor
        partners) or `concern`.
    supplier_sectors
        Only their deliveries of these industries: codes, a prefix (C*) or a range; all when empty.
    share
        Part of the deliveries that stops, above 0 up to 1.
    replacement
        none: nobody replaces; same_mix: the buyer's other suppliers of the same product, as today;
        domestic: the buyer's own country; alliance: members and partners.
    with_final
        Whether deliveries to final demand stop too.
    each
        Cut off each supplying country alone, one after another, instead of all together.
    by
        country: one row for each country; industry: one for each industry.
    year
        Only this year; all years of the table when not given.

    Returns
    -------
    table
        One row for each year, set of suppliers and country (or industry), million USD.

    Notes
    -----
    With the change of deliveries :math:`\\Delta Z` in the members' columns,
    :math:`\\Delta A = \\Delta Z \\hat{x}^{-1}` and :math:`\\Delta y` in final demand,
    :math:`\\Delta x = L (\\Delta y + \\Delta A x')` with :math:`x'` on the members from the small
    system :math:`(I - L_{M \\cdot} \\Delta A) x'_M = x_M + (L \\Delta y)_M`.
    Cost at risk: :math:`c L` where :math:`c_j` is the cut part of the inputs of one unit of *j*.

    References
    ----------
    dietzenbacher2019, dietzenbacher_lahr2013, miller_blair2022
    """
    if not 0 < share <= 1:
        raise InputError(f"share {share:g} is not above 0 up to 1", mend="give for example 0.5")
    rows: list[tuple[Any, ...]] = []
    notes: set[str] = set()
    for at in years_of(flows, year):
        system = from_tables(flows, final_demand, output, at)
        members = members_of(alliance, system)
        stopping = _suppliers(suppliers, alliance, system, each=each)
        sectors = pick_sectors(supplier_sectors, system)
        leontief = Leontief(system)
        of_members = leontief.rows(system.of(members)) if each else None
        for group in stopping:
            index = industries(system, group.countries, sectors)
            cut = cut_deliveries(
                system, index, members, share=share, rule=replacement,
                friends=alliance.friends, with_final=with_final,
            )  # fmt: skip
            demand = demand_change(leontief, cut, rows=of_members)
            change = leontief.right(demand)
            risk = cost_at_risk(leontief, cut, index)
            rows += _rows(system, group, cut, change, risk, alliance, by)
        notes |= {*system.notes(), *missing_note(alliance, system)}
    names = [c.name for c in CUTOFF.columns]
    return Result(
        {name: [row[i] for row in rows] for i, name in enumerate(names)},
        notes=tuple(sorted(notes)),
    )


def _suppliers(
    texts: tuple[str, ...], alliance: Alliance, system: InputOutputSystem, *, each: bool
) -> list[Group]:
    present = frozenset(system.country_list)
    groups: list[Group] = []
    for text in texts:
        if text == OUTSIDERS:
            groups.append(Group(OUTSIDERS, present - alliance.friends))
        elif text == CONCERN:
            groups.append(Group(CONCERN, present & alliance.concern))
        else:
            groups += parse_groups((text,), system)
    together = frozenset().union(*(g.countries for g in groups))
    inside = together & alliance.members
    if inside:
        raise InputError(
            f"{', '.join(sorted(inside))} is a member and cannot be cut off from itself",
            mend="name suppliers outside the alliance",
        )
    if not together:
        raise InputError(
            "there is no supplier to cut off", mend="name countries of concern, or other suppliers"
        )
    if each:
        return [Group(c, frozenset([c])) for c in system.country_list if c in together]
    return [Group("+".join(g.name for g in groups), together)]


def _rows(
    system: InputOutputSystem,
    group: Group,
    cut: Cut,
    change: Array,
    risk: Array,
    alliance: Alliance,
    by: str,
) -> list[tuple[Any, ...]]:
    inputs, open_inputs = np.zeros(system.n), np.zeros(system.n)
    inputs[cut.columns], open_inputs[cut.columns] = cut.cut_inputs, cut.unreplaced_inputs
    value = system.value_added_ratio * change
    columns = (system.x, change, value, inputs, open_inputs)

    def role_of(country: str) -> str:
        return "supplier" if country in group.countries else role(country, alliance)

    if by == "industry":
        return [
            (
                system.year, group.name, system.countries[i], system.sectors[i],
                role_of(system.countries[i]), *(float(c[i]) for c in columns), 0.0, 0.0,
                float(risk[i]) if system.x[i] > 0 else None,
            )
            for i in range(system.n)
        ]  # fmt: skip
    k = len(system.country_list)
    sums = [np.bincount(system.country_index, c, minlength=k) for c in columns]
    at_risk = np.bincount(system.country_index, risk * system.x, minlength=k)
    final, open_final = np.zeros(k), np.zeros(k)
    place = {c: i for i, c in enumerate(system.country_list)}
    for j, lost, missing in zip(
        cut.final_columns, cut.cut_final, cut.unreplaced_final, strict=True
    ):
        i = place[system.final[j][0]]
        final[i] += lost
        open_final[i] += missing
    return [
        (
            system.year, group.name, country, "all", role_of(country),
            *(float(s[i]) for s in sums), float(final[i]), float(open_final[i]),
            float(at_risk[i] / sums[0][i]) if sums[0][i] > 0 else None,
        )
        for i, country in enumerate(system.country_list)
    ]  # fmt: skip
