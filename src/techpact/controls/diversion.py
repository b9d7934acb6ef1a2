"""Where do controlled goods seem to pass through?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from techpact import engine
from techpact.alliance import Alliance, check_countries
from techpact.analysis import AnyFrame, Frame, Input, Progress, Result, analysis
from techpact.controls.diversion_tables import DIVERSION, DIVERSION_PRODUCTS
from techpact.controls.flows import Floats, Flows, read_flows
from techpact.controls.mirror import gaps, robust_scores
from techpact.controls.ppml import ppml
from techpact.dates import check_date
from techpact.errors import InputError
from techpact.facts.control_tables import COMMON_HIGH_PRIORITY
from techpact.sources.tables import MIRROR_TRADE, TRADE


@dataclass(frozen=True)
class _Panel:
    """Flows by country, product and year; which years are before and after; listed products."""

    countries: tuple[str, ...]
    products: tuple[str, ...]
    listed: np.ndarray[Any, np.dtype[np.bool_]]
    before: np.ndarray[Any, np.dtype[np.int64]]
    after: np.ndarray[Any, np.dtype[np.int64]]
    inward: Floats
    outward: Floats
    direct: Floats

    def mean(self, flow: Floats, years: np.ndarray[Any, np.dtype[np.int64]]) -> Floats:
        """Yearly mean of the listed products, countries by products."""
        mean: Floats = flow[:, self.listed][:, :, years].mean(axis=2)
        return mean


@analysis(
    name="diversion",
    part="controls",
    inputs=(
        Input("trade", TRADE, streamed=True),
        Input("common_high_priority", COMMON_HIGH_PRIORITY, optional=True),
        Input("mirror_trade", MIRROR_TRADE, optional=True),
    ),
    output=DIVERSION,
    extras=(DIVERSION_PRODUCTS,),
    references=("santossilva2006", "correia2020", "bhagwati1964", "miao2017", "bis_chpl"),
    caveats=("DIVERSION_IS_A_SIGN", "PARALLEL_TRENDS", "TRADE_GROSS", "HS6_COARSE"),
    lazy=True,
)
def diversion(
    trade: AnyFrame,
    common_high_priority: AnyFrame | None,
    mirror_trade: AnyFrame | None,
    *,
    alliance: Alliance,
    date: str,
    targets: tuple[str, ...] = (),
    products: tuple[str, ...] = (),
    before: int = 3,
    after: int = 3,
    partial_year: Literal["drop", "after", "before"] = "drop",
    with_partners: bool = False,
    comparison: Literal["chapter", "all"] = "chapter",
    cif: float = 0.06,
    z_above: float = 2.0,
    progress: Progress | None = None,
) -> Result:
    """Through which third countries do controlled goods seem to pass after a control?

    A country that buys more of the listed goods from the coalition and sells more of the same goods
    to the target than before the control shows the first sign. The others: its trade in listed
    goods rose against its trade in other goods, on both sides, and its reports of it do not match
    those of its partners.

    Parameters
    ----------
    trade
        Trade of several years by exporter, importer and HS6 product, US dollars.
    common_high_priority
        Listed products; used when `products` is empty.
    mirror_trade
        Both sides' reports of each flow, for the mirror gaps.
    alliance
        The members are the coalition; its countries of concern are the targets.
    date
        Day of the control, YYYY-MM-DD.
    targets
        Targets instead of the countries of concern.
    products
        Listed products instead of the Common High Priority List, HS6 codes.
    before
        Years before the control to compare with.
    after
        Years after it.
    partial_year
        Where the year of the control belongs, when it began inside that year.
    with_partners
        Whether the partners of the alliance belong to the coalition.
    comparison
        Other products to compare with: of the same chapters, or all.
    cif
        Freight and insurance in importers' reports, as a share of the value.
    z_above
        How many standard errors (or robust standard deviations) make a sign.

    Returns
    -------
    diversion
        One row for each third country that trades in listed goods with both sides, largest first;
        values in USD a year.

    Notes
    -----
    Min rule: :math:`\\sum_p \\min(\\Delta in_p, \\Delta out_p)` over products of which both rise.
    Effects: :math:`E[y_{pt}] = \\exp(a_p + b_t + \\beta\\, listed_p\\, after_t)` by PPML, one
    country and side at a time. Mirror gap: :math:`\\ln(M / (1 + cif)) - \\ln X`, in robust standard
    deviations :math:`1.4826\\, MAD` from the median over countries.

    References
    ----------
    santossilva2006, correia2020, bhagwati1964, miao2017, bis_chpl
    """
    coalition = alliance.friends if with_partners else alliance.members
    aims = check_countries(targets, where="targets") or alliance.concern
    _check(aims, coalition, before, after, cif)
    listed = products or _codes(common_high_priority)
    chapters = {p[:2] for p in listed} if comparison == "chapter" else None
    flows = read_flows(trade, chapters=chapters)
    notes: list[str] = []
    held = sorted(set(listed) & set(flows.products))
    if not held:
        raise InputError(
            "the table holds none of the listed products",
            where="trade",
            mend="check the HS revision, or name products",
        )
    if len(held) < len(set(listed)):
        notes.append("PRODUCTS_NOT_IN_TABLE")
    years, split, partial = _periods(flows.years, date, before, after, partial_year)
    if partial:
        notes.append("PARTIAL_YEAR_LEFT_OUT")
    panel = _panel(flows, held, years, split, coalition, aims)
    mirror = None if mirror_trade is None else engine.collect(mirror_trade)
    reports = _reports(mirror, panel, coalition, aims, held, years[split:], cif)
    rows, detail = _rows(panel, coalition | aims, reports, z_above, progress)
    if rows and all(r["in_effect"] is None and r["out_effect"] is None for r in rows):
        notes.append("NO_COMPARISON")
    return Result(
        {c.name: [r[c.name] for r in rows] for c in DIVERSION.columns},
        {"diversion_products": {c.name: [r[c.name] for r in detail]
                                for c in DIVERSION_PRODUCTS.columns}},
        tuple(notes),
    )  # fmt: skip


def _check(
    aims: frozenset[str], coalition: frozenset[str], before: int, after: int, cif: float
) -> None:
    problems = []
    if not aims:
        problems.append("no target: name targets, or an alliance with countries of concern")
    if aims & coalition:
        problems.append(f"{', '.join(sorted(aims & coalition))} is in the coalition and a target")
    if before < 1 or after < 1:
        problems.append("before and after must be 1 year or more")
    if not 0 <= cif < 1:
        problems.append(f"cif is {cif:g}: it must be a share, 0 to below 1")
    if problems:
        raise InputError("; ".join(problems), where="options", mend="see `techpact describe`")


def _codes(common_high_priority: AnyFrame | None) -> tuple[str, ...]:
    if common_high_priority is None:
        raise InputError(
            "no listed products",
            mend="name products, or give --table common_high_priority=FILE",
        )
    frame = engine.collect(common_high_priority)
    return tuple(sorted({str(code) for code in frame["hs6"].to_list()}))


def _periods(
    held: tuple[int, ...], date: str, before: int, after: int, partial_year: str
) -> tuple[list[int], int, bool]:
    day = check_date(date, option="date")
    year = int(day[:4])
    inside = not day.endswith("-01-01")
    first = year + 1 if inside and partial_year != "after" else year
    last = year if inside and partial_year == "before" else year - 1
    early = [y for y in held if last - before < y <= last]
    late = [y for y in held if first <= y < first + after]
    if not early or not late:
        raise InputError(
            f"the table holds no year {'before' if not early else 'after'} the control of {day}",
            where="trade",
            mend=f"years in the table: {', '.join(map(str, held))}",
        )
    return early + late, len(early), inside and partial_year == "drop"


def _panel(
    flows: Flows,
    listed: list[str],
    years: list[int],
    split: int,
    coalition: frozenset[str],
    aims: frozenset[str],
) -> _Panel:
    place = np.full(len(flows.years), -1, np.int64)
    place[[flows.years.index(y) for y in years]] = np.arange(len(years))
    when = place[flows.year]
    ours, theirs = (
        np.isin(np.arange(len(flows.countries)), [flows.countries.index(c) for c in group])
        for group in (sorted(coalition), sorted(aims))
    )
    sizes = (len(flows.countries), len(flows.products), len(years))

    def cube(side: Any, mask: Any) -> Floats:
        rows = np.flatnonzero((when >= 0) & mask)
        key = (side[rows].astype(np.int64) * sizes[1] + flows.product[rows]) * sizes[2]
        sums = np.bincount(key + when[rows], flows.value[rows], int(np.prod(sizes)))
        return sums.astype(float).reshape(sizes)

    from_us, to_them = ours[flows.exporter], theirs[flows.importer]
    chosen = set(listed)
    return _Panel(
        flows.countries,
        flows.products,
        np.array([p in chosen for p in flows.products]),
        np.arange(split),
        np.arange(split, len(years)),
        cube(flows.importer, from_us & ~to_them),
        cube(flows.exporter, to_them & ~from_us),
        cube(flows.importer, from_us & to_them).sum(axis=0),
    )


def _reports(
    mirror: Frame | None,
    panel: _Panel,
    coalition: frozenset[str],
    aims: frozenset[str],
    listed: list[str],
    years: list[int],
    cif: float,
) -> dict[str, dict[str, float | None]]:
    if mirror is None:
        return {}
    third = set(panel.countries) - coalition - aims
    common: dict[str, Any] = {"products": set(listed), "years": set(years), "cif": cif}
    inward = gaps(mirror, exporters=coalition, importers=third, by="importer", **common)
    outward = gaps(mirror, exporters=third, importers=aims, by="exporter", **common)
    return {
        "mirror_in_gap": dict(inward),
        "mirror_in_z": robust_scores(inward),
        "mirror_out_gap": dict(outward),
        "mirror_out_z": robust_scores(outward),
    }


def _rows(
    panel: _Panel,
    inside: frozenset[str],
    reports: dict[str, dict[str, float | None]],
    z_above: float,
    progress: Progress | None,
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    means = [
        panel.mean(flow, years)
        for flow in (panel.inward, panel.outward)
        for years in (panel.before, panel.after)
    ]
    rises = np.minimum(means[1] - means[0], means[3] - means[2])
    diverted = np.maximum(rises, 0.0)
    direct = panel.direct[panel.listed]
    fall = direct[:, panel.before].mean(axis=1).sum() - direct[:, panel.after].mean(axis=1).sum()
    codes = [p for p, flag in zip(panel.products, panel.listed, strict=True) if flag]
    order = [
        c
        for c in np.lexsort((np.arange(len(panel.countries)), -diverted.sum(axis=1)))
        if panel.countries[c] not in inside
        and (means[0][c] + means[1][c]).any()
        and (means[2][c] + means[3][c]).any()
    ]
    rows: list[dict[str, Any]] = []
    detail: list[dict[str, Any]] = []
    names = ("in_before_usd", "in_after_usd", "out_before_usd", "out_after_usd")
    for number, c in enumerate(order, start=1):
        country = panel.countries[c]
        total = float(diverted[c].sum())
        row: dict[str, Any] = {"country": country, "diverted_usd": total}
        row |= {name: float(mean[c].sum()) for name, mean in zip(names, means, strict=True)}
        row["diverted_share"] = total / fall if fall > 0 else None
        row["n_products"] = int((rises[c] > 0).sum())
        row |= _effects(panel, int(c)) if total > 0 else _no_effects()
        for name in ("mirror_in_gap", "mirror_in_z", "mirror_out_gap", "mirror_out_z"):
            row[name] = reports.get(name, {}).get(country)
        row |= _signs(row, z_above)
        rows.append(row)
        for p in np.flatnonzero((means[1][c] > 0) | (means[3][c] > 0)):
            line: dict[str, Any] = {"country": country, "hs6": codes[p]}
            line |= {name: float(m[c, p]) for name, m in zip(names, means, strict=True)}
            line["diverted_usd"] = float(diverted[c, p])
            detail.append(line)
        if progress is not None:
            progress(number, len(order))
    return rows, detail


def _effects(panel: _Panel, country: int) -> dict[str, float | None]:
    values: dict[str, float | None] = {}
    for side, flow in (("in", panel.inward), ("out", panel.outward)):
        after = np.isin(np.arange(flow.shape[2]), panel.after)
        found = ppml(flow[country], np.outer(panel.listed, after).astype(float))
        values[f"{side}_effect"] = None if found is None else found.effect
        values[f"{side}_se"] = None if found is None else found.error
        values[f"{side}_z"] = None if found is None else found.z
        early = flow[country][:, panel.before]
        last = np.arange(early.shape[1]) == early.shape[1] - 1
        trend = ppml(early, np.outer(panel.listed, last).astype(float))
        values[f"{side}_pretrend_z"] = None if trend is None else trend.z
    return values


def _no_effects() -> dict[str, float | None]:
    kinds = ("effect", "se", "z", "pretrend_z")
    return {f"{side}_{kind}": None for side in ("in", "out") for kind in kinds}


def _signs(row: dict[str, Any], z_above: float) -> dict[str, int]:
    looked = [row["diverted_usd"] > 0]
    if row["in_z"] is not None and row["out_z"] is not None:
        looked.append(row["in_z"] > z_above and row["out_z"] > z_above)
    if row["mirror_in_z"] is not None:
        looked.append(row["mirror_in_z"] < -z_above)
    if row["mirror_out_z"] is not None:
        looked.append(row["mirror_out_z"] > z_above)
    return {"signs": sum(looked), "n_signs_known": len(looked)}
