"""Minerals: who produces, who holds reserves, and what really comes through re-exporters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from techpact.alliance import Alliance
from techpact.analysis import Frame, Input, Result, analysis
from techpact.sources.tables import IMPORT_SOURCES, MINERAL_OUTPUT
from techpact.tables import Column, Table

OTHER, WORLD = "other", "world"


def _share(name: str, description: str) -> Column:
    return Column(name, "number", description, unit="1", nullable=True, minimum=0)


MINERALS = Table(
    "minerals",
    "World concentration of minerals, with what imports show of it",
    (
        Column("mineral", "string", "Commodity."),
        Column("stage", "string", "What is measured."),
        Column("statistic", "string", "production, capacity or reserves."),
        Column("year", "integer", "Latest year with figures."),
        Column("world", "number", "World total.", unit="as in unit", nullable=True),
        Column("unit", "string", "Unit of the world total.", nullable=True),
        Column("n_countries", "integer", "Countries with a known figure above zero.", unit="1"),
        _share("known_share", "Share of the world total that named countries make up."),
        _share("hhi", "Herfindahl-Hirschman index over named countries."),
        _share("hhi_low", "Lower bound: the unknown rest in very many countries."),
        _share("hhi_high", "Upper bound: the unknown rest in one further country."),
        Column("top_country", "string", "Largest producer or holder.", nullable=True),
        _share("top_share", "Its share of the world total."),
        _share("alliance_share", "Share of the members, lower bound."),
        _share("partner_share", "Share of the partners, lower bound."),
        _share("concern_share", "Share of the countries of concern, lower bound."),
        Column("importer", "string", "Importer whose sources are known.", nullable=True),
        _share("top_import_share", "Share of the top country in its imports, as recorded."),
        _share("top_look_through_low", "The same with re-exports traced, lower bound."),
        _share("top_look_through_high", "Upper bound."),
    ),
    key=("mineral", "stage", "statistic", "importer"),
)

MINERAL_IMPORTS = Table(
    "mineral_imports",
    "Recorded and traced sources of mineral imports",
    (
        Column("importer", "string", "Importer."),
        Column("mineral", "string", "Commodity."),
        Column("form", "string", "Form in which it is imported."),
        Column("period", "string", "Years of the import shares."),
        Column("stage", "string", "Production to which imports are traced."),
        Column("country", "string", "Source or origin."),
        _share("import_share", "Share of imports recorded from it."),
        _share("production_share", "Share of world production."),
        _share("look_through_low", "Share of imports that comes from it through all hands, low."),
        _share("look_through_high", "Upper bound."),
        Column("re_exporter", "boolean", "Recorded as a source, but it produces next to nothing."),
    ),
    key=("importer", "mineral", "form", "stage", "country"),
)


@analysis(
    name="minerals",
    part="supply",
    inputs=(
        Input("mineral_output", MINERAL_OUTPUT),
        Input("import_sources", IMPORT_SOURCES, optional=True),
    ),
    output=MINERALS,
    extras=(MINERAL_IMPORTS,),
    references=("usgs_mcs", "ec_crm2023", "hirschman1964"),
    caveats=("SHARES_PARTLY_UNKNOWN", "RE_EXPORTS_ASSUMED"),
)
def minerals(
    mineral_output: Frame,
    import_sources: Frame | None,
    *,
    alliance: Alliance,
    re_exporter_below: float = 0.02,
) -> Result:
    """Who makes the world's minerals, and where do imports that pass through others come from?

    The latest year of each table is used. Where import sources are known, a source that produces
    next to nothing is taken as a re-exporter that passes on the world's production; both the
    recorded and the traced share are shown.

    Parameters
    ----------
    mineral_output
        Production, capacity and reserves by country.
    import_sources
        Shares of source countries in the imports of an importer.
    alliance
        Members, partners and countries of concern.
    re_exporter_below
        A source with a lower share of world production than this is a possible re-exporter.

    Returns
    -------
    table
        One row for each mineral, stage, statistic and importer; shares of the world total, 0 to 1.
        The extra table `mineral_imports` has one row for each source and origin.

    Notes
    -----
    :math:`s_c` is the figure over the larger of the stated world total and the sum of named
    countries; a withheld total makes the shares unknown. Traced share of origin o in the imports
    of i from sources m:
    :math:`t_o = m_o + \\sum_{c \\in R} m_c\\, s_o / \\sum_{x \\notin R, x \\ne i} s_x` with R the
    re-exporters. Lower bound: R holds sources without any listed production; upper bound: also
    those with less than `re_exporter_below`, and imports whose source is not named.

    References
    ----------
    usgs_mcs, ec_crm2023, hirschman1964
    """
    groups: dict[tuple[str, str, str], dict[int, list[dict[str, Any]]]] = defaultdict(dict)
    for row in mineral_output.iter_rows(named=True):
        key = (row["mineral"], row["stage"], row["statistic"])
        groups[key].setdefault(row["year"], []).append(row)
    sources: dict[str, dict[tuple[str, str], list[dict[str, Any]]]] = defaultdict(dict)
    if import_sources is not None:
        for row in import_sources.iter_rows(named=True):
            forms = sources[row["mineral"].lower()]
            forms.setdefault((row["importer"], row["form"]), []).append(row)
    out: list[dict[str, Any]] = []
    traced: list[dict[str, Any]] = []
    for (mineral, stage, statistic), years in sorted(groups.items()):
        year = _latest(years)
        line = {"mineral": mineral, "stage": stage, "statistic": statistic, "year": year}
        shares, facts = _world_shares(years[year])
        line |= facts | _concentration(shares, alliance)
        found = []
        if statistic == "production" and shares:
            for (importer, form), rows in sorted(sources.get(mineral.lower(), {}).items()):
                place = {"importer": importer, "mineral": mineral, "form": form, "stage": stage}
                place["period"] = rows[0]["period"]
                found += [place | t for t in _trace(rows, shares, importer, re_exporter_below)]
        traced += found
        out += _with_imports(line, found)
    names = [c.name for c in MINERALS.columns]
    extra = [c.name for c in MINERAL_IMPORTS.columns]
    return Result(
        {n: [line.get(n) for line in out] for n in names},
        {"mineral_imports": {n: [line[n] for line in traced] for n in extra}},
    )


def _latest(years: Mapping[int, list[dict[str, Any]]]) -> int:
    told = [y for y, rows in years.items() if any(r["value"] is not None for r in rows)]
    return max(told or years)


def _world_shares(rows: list[dict[str, Any]]) -> tuple[dict[str, float], dict[str, Any]]:
    named: dict[str, float] = defaultdict(float)
    stated = 0.0
    for row in rows:
        if row["value"] is None:
            continue
        if row["country"] == WORLD:
            stated = max(stated, row["value"])
        elif row["country"] != OTHER and row["bound"] != "below":
            named[row["country"]] += row["value"]
    totals = [r["value"] for r in rows if r["country"] == WORLD]
    if totals and not stated:
        # The total is withheld: shares of it are not known. Without such a row the list is whole.
        return {}, {"world": None, "unit": None}
    rest = sum(r["value"] or 0.0 for r in rows if r["country"] == OTHER)
    world = max(stated, sum(named.values())) or rest
    unit = next((r["unit"] for r in rows if r["unit"]), None)
    shares = {c: v / world for c, v in named.items()} if world else {}
    return shares, {"world": world or None, "unit": unit}


def _concentration(shares: Mapping[str, float], alliance: Alliance) -> dict[str, Any]:
    if not shares:
        return {"n_countries": 0}
    total = sum(shares.values())
    rest = max(0.0, 1.0 - total)
    index = sum(s * s for s in shares.values())
    top = min(shares, key=lambda c: (-shares[c], c))

    def part(codes: frozenset[str]) -> float:
        return sum(s for c, s in shares.items() if c in codes)

    return {
        "n_countries": sum(s > 0 for s in shares.values()),
        "known_share": total,
        "hhi": index,
        "hhi_low": index,
        "hhi_high": index + rest * rest,
        "top_country": top if shares[top] > 0 else None,
        "top_share": shares[top],
        "alliance_share": part(alliance.members),
        "partner_share": part(alliance.partners),
        "concern_share": part(alliance.concern),
    }


def _trace(
    rows: list[dict[str, Any]], shares: Mapping[str, float], importer: str, below: float
) -> list[dict[str, Any]]:
    recorded: dict[str, float] = defaultdict(float)
    for row in rows:
        recorded[row["country"]] += row["share"]
    recorded.pop(WORLD, None)
    hidden = recorded.pop(OTHER, 0.0)
    unlisted = {c for c in recorded if shares.get(c, 0.0) == 0.0}
    small = {c for c in recorded if shares.get(c, 0.0) < below}
    low = _passed_on(recorded, shares, importer, unlisted, 0.0)
    high = _passed_on(recorded, shares, importer, small, hidden)
    lines = []
    for country in sorted(set(recorded) | {c for c, s in shares.items() if s > 0}):
        bounds = sorted((low.get(country, 0.0), high.get(country, 0.0)))
        lines.append(
            {
                "country": country,
                "import_share": recorded.get(country, 0.0),
                "production_share": shares.get(country, 0.0),
                "look_through_low": bounds[0],
                "look_through_high": min(1.0, bounds[1]),
                "re_exporter": country in small,
            }
        )
    return lines


def _passed_on(
    recorded: Mapping[str, float],
    shares: Mapping[str, float],
    importer: str,
    re_exporters: set[str],
    hidden: float,
) -> dict[str, float]:
    makers = {c: s for c, s in shares.items() if c not in re_exporters and c != importer and s > 0}
    total = sum(makers.values())
    through = hidden + sum(m for c, m in recorded.items() if c in re_exporters)
    if not total:
        return dict(recorded)
    direct = {c: m for c, m in recorded.items() if c not in re_exporters}
    return {
        c: direct.get(c, 0.0) + through * makers.get(c, 0.0) / total
        for c in set(direct) | set(makers)
    }


def _with_imports(line: dict[str, Any], found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One row for each importer, with the form in which the top country weighs most when traced."""
    rows = []
    for importer in sorted({t["importer"] for t in found}):
        mine = [
            t for t in found if t["importer"] == importer and t["country"] == line["top_country"]
        ]
        if mine:
            best = max(mine, key=lambda t: (t["look_through_low"], t["look_through_high"]))
            rows.append(
                line
                | {
                    "importer": importer,
                    "top_import_share": best["import_share"],
                    "top_look_through_low": best["look_through_low"],
                    "top_look_through_high": best["look_through_high"],
                }
            )
    return rows or [line]
