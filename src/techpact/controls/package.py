"""Which products to control, so that the target loses most for what it costs us?"""

from __future__ import annotations

from typing import Any, Literal

import numpy as np

from techpact.alliance import check_countries
from techpact.analysis import Frame, Input, Progress, Result, analysis
from techpact.controls.flows import Floats
from techpact.controls.knapsack import Flags, Problem, cheapest, largest_effect
from techpact.controls.package_tables import (
    CONTROL_OPTIONS,
    CONTROL_PACKAGE,
    CONTROL_PACKAGE_PRODUCTS,
    MEMBER_LOSSES,
    PACKAGE_LINKS,
)
from techpact.errors import InputError, NotFoundError

MAX_POINTS = 1000


@analysis(
    name="control_package",
    part="controls",
    inputs=(
        Input("control_options", CONTROL_OPTIONS),
        Input("package_links", PACKAGE_LINKS, optional=True),
        Input("member_losses", MEMBER_LOSSES, optional=True),
    ),
    output=CONTROL_PACKAGE,
    extras=(CONTROL_PACKAGE_PRODUCTS,),
    references=("dantzig1957", "huangfu2018"),
    caveats=("FIRST_ROUND_ONLY", "OWN_LOSS_IS_SALES", "PACKAGE_ADDITIVE"),
)
def control_package(
    control_options: Frame,
    package_links: Frame | None,
    member_losses: Frame | None,
    *,
    goal: Literal["harm", "cheapest", "reopen"] = "harm",
    points: int = 20,
    budget_usd: float | None = None,
    reach: float = 1.0,
    targets: tuple[str, ...] = (),
    controlled: tuple[str, ...] = (),
    max_member_share: float | None = None,
    gap: float = 1e-5,
    seconds: float = 60.0,
    progress: Progress | None = None,
) -> Result:
    """Which products to control, so that the target loses most for what it costs us?

    Each point of the frontier is a package of whole products, found by a mixed-integer programme
    with a proven bound: the largest loss of the target within a budget of own loss (`harm`), the
    cheapest package that reaches a loss (`cheapest`), or the cheapest part of today's package that
    keeps a share of its effect, so that the rest can be opened again (`reopen`).

    Parameters
    ----------
    control_options
        Products with the loss of the target and the own loss: the table of `coalition_effect`
        serves as it is.
    package_links
        Products that need, exclude, strengthen or replace one another.
    member_losses
        Own loss by member (the table `coalition_shapley` serves), for `max_member_share`.
    goal
        What is sought.
    points
        Points of the frontier, evenly spread up to `budget_usd` or `reach`.
    budget_usd
        Largest budget of own loss (for `harm`); the own loss of all products when not given.
    reach
        Largest loss to reach (for `cheapest` and `reopen`), as a share of the loss when all
        products are chosen.
    targets
        Targets whose rows count; all when empty.
    controlled
        HS6 codes that are controlled today; needed for `reopen`.
    max_member_share
        Largest share of the package's own loss that one member may bear.
    gap
        Relative gap at which a package counts as proven best.
    seconds
        Time limit of the solver for all points together: each has its part, and points that are
        then not proven share what the others left. What is not proven by then is given with its
        gap.

    Returns
    -------
    control_package
        One row for each point, values in USD, with the bound and the gap; the further table has one
        row for each product.

    Notes
    -----
    :math:`\\max \\sum_p e_p x_p + \\sum_{pq} b_{pq} x_p x_q` subject to
    :math:`\\sum_p c_p x_p \\le B`, :math:`x \\in \\{0, 1\\}`, links, and
    :math:`\\sum_p c_{mp} x_p \\le s \\sum_p c_p x_p`. The gap is the distance between package and
    bound over the larger of the two.

    References
    ----------
    dantzig1957, huangfu2018
    """
    _check(points, reach, gap, seconds, budget_usd, max_member_share)
    effects, costs = _sums(control_options, targets)
    today = _today(controlled, effects, goal)
    if goal == "reopen":
        effects = {p: effects[p] for p in today}
    products = sorted(effects)
    problem = _problem(products, effects, costs, package_links, member_losses, targets,
                       max_member_share)  # fmt: skip
    whole = np.ones(len(products), bool)
    everything, price = problem.worth(whole), problem.price(whole)
    ceiling = budget_usd if budget_usd is not None and goal == "harm" else None
    top = (price if ceiling is None else ceiling) if goal == "harm" else reach * everything
    limits = [top * point / points for point in range(1, points + 1)]
    packages, rows = _frontier(problem, products, limits, goal, gap, seconds, progress)
    before = (0.0, 0.0)
    for row in rows:
        row["effect_share"] = row["effect_usd"] / everything if everything > 0 else None
        row["own_loss_share"] = row["own_loss_usd"] / price if price > 0 else None
        row["gain_usd"] = max(price - row["own_loss_usd"], 0.0)
        dearer = row["own_loss_usd"] - before[1]
        row["marginal_effect"] = (row["effect_usd"] - before[0]) / dearer if dearer > 0 else None
        before = (row["effect_usd"], row["own_loss_usd"])
    notes = () if all(row["proven"] for row in rows) else ("PACKAGE_NOT_PROVEN",)
    return Result(
        {c.name: [row[c.name] for row in rows] for c in CONTROL_PACKAGE.columns},
        {"control_package_products": _products(problem, products, packages, today)},
        notes,
    )


def _frontier(
    problem: Problem,
    products: list[str],
    limits: list[float],
    goal: str,
    gap: float,
    seconds: float,
    progress: Progress | None,
) -> tuple[list[Flags], list[dict[str, Any]]]:
    """Solve every point in its part of the time; points still open share what is left of it."""
    solve = largest_effect if goal == "harm" else cheapest
    points = len(limits)
    packages: list[Flags] = []
    rows: list[dict[str, Any]] = []
    left = seconds
    for point, limit in enumerate(limits, start=1):
        solution = solve(problem, limit, gap=gap, seconds=seconds / points)
        left -= solution.seconds
        packages.append(solution.chosen)
        rows.append(_row(problem, products, solution.chosen, solution.bound, limit, goal, gap))
        if progress is not None:
            progress(point, points)
    unproven = [i for i, row in enumerate(rows) if not row["proven"]]
    for number, i in enumerate(unproven):
        share = left / (len(unproven) - number)
        if share <= seconds / points:
            break
        solution = solve(problem, limits[i], gap=gap, seconds=share)
        left -= solution.seconds
        again = _row(problem, products, solution.chosen, solution.bound, limits[i], goal, gap)
        if again["gap"] < rows[i]["gap"]:
            packages[i], rows[i] = solution.chosen, again
    for point, row in enumerate(rows, start=1):
        row["point"] = point
    return packages, rows


def _check(
    points: int,
    reach: float,
    gap: float,
    seconds: float,
    budget_usd: float | None,
    max_member_share: float | None,
) -> None:
    problems = []
    if not 1 <= points <= MAX_POINTS:
        problems.append(f"points is {points}: 1 to {MAX_POINTS} are possible")
    if not 0 <= reach <= 1:
        problems.append(f"reach is {reach:g}: it must be a share, 0 to 1")
    if not 0 <= gap < 1:
        problems.append(f"gap is {gap:g}: it must be 0 or more and below 1")
    if not 0 < seconds < float("inf"):
        problems.append(f"seconds is {seconds:g}: it must be above 0")
    if budget_usd is not None and not 0 <= budget_usd < float("inf"):
        problems.append(f"budget_usd is {budget_usd:g}: it must be 0 or more")
    if max_member_share is not None and not 0 < max_member_share <= 1:
        problems.append(f"max_member_share is {max_member_share:g}: it must be above 0, at most 1")
    if problems:
        raise InputError("; ".join(problems), where="options", mend="see `techpact describe`")


def _sums(
    control_options: Frame, targets: tuple[str, ...]
) -> tuple[dict[str, float], dict[str, float]]:
    wanted = check_countries(targets, where="targets")
    effects: dict[str, float] = {}
    costs: dict[str, float] = {}
    held = set()
    for row in control_options.iter_rows(named=True):
        held.add(row["target"])
        if wanted and row["target"] not in wanted:
            continue
        effects[row["hs6"]] = effects.get(row["hs6"], 0.0) + row["loss_usd"]
        costs[row["hs6"]] = costs.get(row["hs6"], 0.0) + row["own_loss_usd"]
    missing = sorted(wanted - held)
    if missing:
        raise NotFoundError("target", missing[0], {t for t in held if t}, where="control_options")
    if not effects:
        raise InputError(
            "no product to choose from", where="control_options", mend="give a table with rows"
        )
    return effects, costs


def _today(controlled: tuple[str, ...], effects: dict[str, float], goal: str) -> frozenset[str]:
    for code in controlled:
        if code not in effects:
            raise NotFoundError("HS6 product", code, effects, where="option controlled")
    if goal == "reopen" and not controlled:
        raise InputError(
            "reopening needs the products controlled today",
            where="option controlled",
            mend="for example --controlled 848620,854231",
        )
    return frozenset(controlled)


def _problem(
    products: list[str],
    effects: dict[str, float],
    costs: dict[str, float],
    package_links: Frame | None,
    member_losses: Frame | None,
    targets: tuple[str, ...],
    max_member_share: float | None,
) -> Problem:
    at = {p: i for i, p in enumerate(products)}
    links: dict[str, list[Any]] = {"requires": [], "excludes": [], "together": []}
    for row in package_links.iter_rows(named=True) if package_links is not None else ():
        pair = (row["hs6"], row["other_hs6"])
        if not at.keys() >= set(pair):
            continue  # a link to what cannot be chosen binds nothing but what requires it
        a, b = at[pair[0]], at[pair[1]]
        if a == b:
            raise InputError(
                f"{pair[0]} is linked to itself", where="package_links", mend="drop it"
            )
        if row["kind"] in {"requires", "excludes"}:
            links[row["kind"]].append((a, b))
            continue
        if row["value_usd"] is None:
            raise InputError(
                f"the {row['kind']} of {pair[0]} and {pair[1]} has no value",
                where="package_links",
                mend="give value_usd",
            )
        value = float(row["value_usd"]) * (1 if row["kind"] == "bonus" else -1)
        links["together"].append((a, b, value))
    member_cost, cap = np.zeros((0, 0)), 1.0
    if max_member_share is not None:
        if member_losses is None:
            raise InputError(
                "a cap on one member needs its losses",
                mend="give --table member_losses=FILE, as `coalition_effect` makes it",
            )
        member_cost, cap = _member_costs(member_losses, at, targets), max_member_share
    return Problem(
        np.array([effects[p] for p in products]),
        np.array([costs[p] for p in products]),
        links["requires"],
        links["excludes"],
        links["together"],
        member_cost,
        cap,
    )


def _member_costs(frame: Frame, at: dict[str, int], targets: tuple[str, ...]) -> Floats:
    wanted = check_countries(targets, where="targets")
    rows = [
        r
        for r in frame.iter_rows(named=True)
        if r["hs6"] in at and (not wanted or r["target"] in wanted)
    ]
    members = sorted({r["member"] for r in rows})
    costs = np.zeros((len(members), len(at)))
    for row in rows:
        costs[members.index(row["member"]), at[row["hs6"]]] += row["sales_usd"]
    return costs


def _row(
    problem: Problem,
    products: list[str],
    chosen: Flags,
    bound: float,
    limit: float,
    goal: str,
    gap: float,
) -> dict[str, Any]:
    effect, cost = problem.worth(chosen), problem.price(chosen)
    value = effect if goal == "harm" else cost
    larger = max(value, bound)
    distance = abs(bound - value) / larger if larger > 0 else 0.0
    names = [products[i] for i in np.flatnonzero(chosen)]
    return {
        "goal": goal,
        "limit_usd": limit,
        "effect_usd": effect,
        "own_loss_usd": cost,
        "bound_usd": abs(bound),
        "gap": distance,
        "proven": distance <= gap + 1e-12,
        "n_products": len(names),
        "products": ";".join(names),
    }


def _products(
    problem: Problem, products: list[str], packages: list[Flags], today: frozenset[str]
) -> dict[str, list[Any]]:
    current = np.array([p in today for p in products], bool)
    worth = problem.worth(current)
    out: dict[str, list[Any]] = {c.name: [] for c in CONTROL_PACKAGE_PRODUCTS.columns}
    for i, product in enumerate(products):
        points = [n for n, package in enumerate(packages, start=1) if package[i]]
        effect, cost = float(problem.effect[i]), float(problem.cost[i])
        lost = None
        if current[i]:
            without = current.copy()
            without[i] = False
            lost = worth - problem.worth(without)
        values = (
            product,
            effect,
            cost,
            effect / cost if cost > 0 else None,
            points[0] if points else None,
            len(points),
            bool(current[i]),
            cost if current[i] else None,
            lost,
        )
        for column, value in zip(out.values(), values, strict=True):
            column.append(value)
    return out
