"""Concentration of the world supply of critical inputs, from the shares in the fact base."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from techpact.alliance import Alliance, check_countries
from techpact.analysis import Frame, Input, Result, analysis
from techpact.errors import DataError, TechpactError
from techpact.facts.tables import INPUT_SHARES, INPUTS, STATUSES
from techpact.tables import Column, Table

OTHER = "other"
"""Country value of a row that gives the rest of the world as one figure."""

# Shares that are rounded one by one may pass 1 in sum; more than this is not rounding.
ROUNDING = 0.05


def _share(name: str, description: str) -> Column:
    return Column(name, "number", description, unit="1", nullable=True, minimum=0)


INPUT_CONCENTRATION = Table(
    "input_concentration",
    "Concentration of the world supply of critical inputs",
    (
        Column("area", "string", "Area code."),
        Column("input", "string", "Critical input."),
        Column("stage", "string", "Stage of supply; empty where there is no share.", nullable=True),
        Column("basis", "string", "location or headquarters.", nullable=True),
        Column("as_of", "string", "Date of the latest shares.", nullable=True),
        _share("hhi", "Herfindahl-Hirschman index of the known shares, 0 to 1."),
        _share("hhi_low", "Its lower bound: the unknown rest spread over very many countries."),
        _share("hhi_high", "Its upper bound: the unknown rest in one further country."),
        Column("top_country", "string", "Country with the largest known share.", nullable=True),
        _share("top_share", "Its share."),
        _share("concern_share", "Known share of the countries of concern."),
        _share("alliance_share", "Known share of the members."),
        _share("partner_share", "Known share of the partners."),
        _share("known_share", "Sum of the shares of named countries: the coverage."),
        Column(
            "n_countries",
            "integer",
            "Countries with a known share above zero.",
            unit="1",
            minimum=0,
        ),
        Column("status", "string", "Weakest status of the figures used.", values=STATUSES),
        Column("source_ids", "string", "Sources of the figures, joined by ';'.", nullable=True),
    ),
    key=("area", "input", "stage", "basis"),
)

_WEAKNESS = {"confirmed": 0, "inferred": 1, "unconfirmed": 2, "no_data": 3}


@analysis(
    name="input_concentration",
    part="supply",
    inputs=(Input("inputs", INPUTS), Input("input_shares", INPUT_SHARES)),
    output=INPUT_CONCENTRATION,
    references=("hirschman1964", "ec_crm2023"),
    caveats=("SHARES_PARTLY_UNKNOWN", "SHARES_BY_HEADQUARTERS"),
)
def input_concentration(inputs: Frame, input_shares: Frame, *, alliance: Alliance) -> Result:
    """How concentrated is the world supply of each critical input, and in whose hands is it?

    For each area, input and stage the latest dated set of country shares is taken. What no row
    attributes to a named country stays unknown: it widens the interval of the index and is never
    counted as zero or as somebody's.

    Parameters
    ----------
    inputs
        Critical inputs by area.
    input_shares
        Shares of countries in the world supply, 0 to 1; `other` names the rest as one.
    alliance
        Members, partners and countries of concern.

    Returns
    -------
    table
        One row for each area, input, stage and basis; shares and indices from 0 to 1. An input
        without any share is one row with status `no_data`. `concern_share`, `alliance_share` and
        `partner_share` are lower bounds; add `1 - known_share` for the upper ones.

    Notes
    -----
    With known shares :math:`s_c` and unknown rest :math:`r = \\max(0, 1 - \\sum_c s_c)`:
    :math:`HHI = HHI_{low} = \\sum_c s_c^2`, :math:`HHI_{high} = \\sum_c s_c^2 + r^2`. Shares that
    were rounded one by one may sum to a little more than 1; they are then divided by their sum.

    References
    ----------
    hirschman1964, ec_crm2023
    """
    share_rows = list(input_shares.iter_rows(named=True))
    _check_countries_named(share_rows)
    groups: dict[str, dict[tuple[str, str], list[dict[str, Any]]]] = {}
    for row in share_rows:
        stages = groups.setdefault(row["input"], {})
        stages.setdefault((row["stage"], row["basis"]), []).append(row)
    out: list[dict[str, Any]] = []
    notes: set[str] = set()
    for item in inputs.iter_rows(named=True):
        place = {"area": item["area"], "input": item["input"]}
        stages = groups.get(item["input"], {})
        if not stages:
            out.append(place | _no_data(None, None, None, ()))
        for (stage, basis), rows in sorted(stages.items()):
            measured = [r for r in rows if r["share"] is not None]
            latest = max(r["as_of"] for r in (measured or rows))
            used = [r for r in rows if r["as_of"] == latest]
            line = _concentration(stage, basis, latest, used, alliance)
            if (line.pop("published_sum", None) or 0.0) > 1 + ROUNDING:
                notes.add("SHARES_EXCEED_ONE")
            out.append(place | line)
    names = [c.name for c in INPUT_CONCENTRATION.columns]
    return Result({n: [line[n] for line in out] for n in names}, notes=tuple(sorted(notes)))


def _check_countries_named(rows: Iterable[Mapping[str, Any]]) -> None:
    problems: list[str] = []
    for number, row in enumerate(rows, start=1):
        if row["country"] == OTHER:
            continue
        try:
            check_countries([row["country"]])
        except TechpactError as err:
            problems.append(f"country: row {number}: {err.what}")
    if problems:
        raise DataError(INPUT_SHARES.name, problems, where="input_shares")


def _no_data(
    stage: str | None, basis: str | None, as_of: str | None, sources: Iterable[str]
) -> dict[str, Any]:
    line: dict[str, Any] = dict.fromkeys(c.name for c in INPUT_CONCENTRATION.columns[5:])
    return line | {
        "stage": stage,
        "basis": basis,
        "as_of": as_of,
        "n_countries": 0,
        "status": "no_data",
        "source_ids": ";".join(sorted(set(sources))) or None,
    }


def _concentration(
    stage: str, basis: str, as_of: str, rows: list[dict[str, Any]], alliance: Alliance
) -> dict[str, Any]:
    known = {r["country"]: r["share"] for r in rows if r["country"] != OTHER}
    shares: dict[str, float] = {c: share for c, share in known.items() if share is not None}
    if not shares:
        return _no_data(stage, basis, as_of, (r["source_id"] for r in rows))
    used = [r for r in rows if r["share"] is not None]
    published = sum(shares.values())
    if published > 1.0:  # rounded totals: the sum of the producers is the better world total
        shares = {country: share / published for country, share in shares.items()}
    total = min(1.0, published)
    rest = max(0.0, 1.0 - total)
    index = sum(s * s for s in shares.values())
    top = min(shares, key=lambda country: (-shares[country], country))

    def part(codes: frozenset[str]) -> float:
        return sum(share for country, share in shares.items() if country in codes)

    return {
        "stage": stage,
        "basis": basis,
        "as_of": as_of,
        "hhi": index,
        "hhi_low": index,
        "hhi_high": index + rest * rest,
        "top_country": top,
        "top_share": shares[top],
        "concern_share": part(alliance.concern),
        "alliance_share": part(alliance.members),
        "partner_share": part(alliance.partners),
        "known_share": total,
        "published_sum": published,
        "n_countries": sum(share > 0 for share in shares.values()),
        "status": max((r["status"] for r in used), key=_WEAKNESS.__getitem__),
        "source_ids": ";".join(sorted({r["source_id"] for r in used})),
    }
