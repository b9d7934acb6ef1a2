"""Stage maps: concentration of each stage and input, and how a stop travels to final stages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any, Literal

from techpact.alliance import Alliance, check_countries
from techpact.analysis import Frame, Input, Result, analysis
from techpact.errors import DataError
from techpact.sources.tables import STAGE_LINKS, STAGE_NODES, STAGE_SHARES
from techpact.tables import Column, Table


def _share(name: str, description: str) -> Column:
    return Column(name, "number", description, unit="1", nullable=True, minimum=0)


STAGE_MAP = Table(
    "stage_map",
    "Concentration of the nodes of a stage map",
    (
        Column("node", "string", "Stage or input."),
        Column("name", "string", "Name."),
        Column("kind", "string", "Kind in the source."),
        Column("year", "integer", "Year of the country shares used.", nullable=True),
        Column("n_countries", "integer", "Countries with a known share above zero.", unit="1"),
        _share("known_share", "Sum of the shares of named countries."),
        _share("hhi", "Herfindahl-Hirschman index over named countries."),
        _share("hhi_low", "Lower bound: the unknown rest in very many hands."),
        _share("hhi_high", "Upper bound: the unknown rest in one further hand."),
        Column("top_country", "string", "Country with the largest share.", nullable=True),
        _share("top_share", "Its share."),
        _share("alliance_share", "Share of the members, lower bound."),
        _share("alliance_share_high", "Upper bound: the unknown rest is theirs."),
        _share("partner_share", "Share of the partners, lower bound."),
        _share("concern_share", "Share of the countries of concern, lower bound."),
        _share("concern_share_high", "Upper bound."),
        Column("n_firms", "integer", "Firms named.", unit="1"),
        _share("firm_hhi", "Index over firms with a known share, lower bound."),
        Column("top_firm", "string", "Firm with the largest share.", nullable=True),
        _share("top_firm_share", "Its share."),
        Column("single_point", "string", "Country or firm above the threshold.", nullable=True),
        Column("finals", "string", "Final nodes that it reaches, joined by ';'.", nullable=True),
    ),
    key=("node",),
)

STAGE_STOPS = Table(
    "stage_stops",
    "What stops when a country's supply stops",
    (
        Column("country", "string", "Country whose supply stops."),
        Column("node", "string", "Stage or input."),
        Column("final", "boolean", "Whether nothing is made from it in the map."),
        _share("own_low", "The country's own share of the node, lower bound."),
        _share("own_high", "Upper bound; 1 where nothing is known."),
        _share("exposure_low", "Share lost through all inputs, lower bound."),
        _share("exposure_high", "Upper bound."),
        Column("stops", "boolean", "The lower bound reaches the threshold."),
        Column("may_stop", "boolean", "The upper bound reaches the threshold."),
        Column("path", "string", "Nodes that carry the lower bound, joined by ' > '."),
    ),
    key=("country", "node"),
)


@analysis(
    name="stage_map",
    part="supply",
    inputs=(
        Input("stage_nodes", STAGE_NODES),
        Input("stage_links", STAGE_LINKS),
        Input("stage_shares", STAGE_SHARES),
    ),
    output=STAGE_MAP,
    extras=(STAGE_STOPS,),
    references=("khan2021", "eto_chips", "hirschman1964"),
    caveats=("SHARES_PARTLY_UNKNOWN", "SHARES_BY_HEADQUARTERS"),
)
def stage_map(
    stage_nodes: Frame,
    stage_links: Frame,
    stage_shares: Frame,
    *,
    alliance: Alliance,
    stop: tuple[str, ...] = (),
    types: Literal["needed", "alternatives"] = "needed",
    unsupplied: tuple[str, ...] = ("process", "ultimate_output"),
    stop_above: float = 0.5,
    single_above: float = 0.75,
) -> Result:
    """Which stages and inputs of a technology are chokepoints, and what stops when one is cut?

    Each node gets the concentration of its latest country shares. A stop of a country's supply is
    carried along the links: a node loses at least what the worst-hit of its inputs loses. Shares
    that are not known are intervals, never zeros.

    Parameters
    ----------
    stage_nodes
        Stages and inputs.
    stage_links
        goes_into and type_of links between nodes.
    stage_shares
        Shares of countries, groups and firms, 0 to 1.
    alliance
        Members, partners and countries of concern.
    stop
        Countries whose supply stops, one at a time; the countries of concern when empty.
    types
        `needed`: each type of a thing is needed (extreme ultraviolet tools among lithography
        tools); `alternatives`: one type can stand in for another, so the least-hit one counts.
    unsupplied
        Kinds of node that are steps, not supplied goods: without shares they have no own exposure.
    stop_above
        Loss at which a node counts as stopped.
    single_above
        Share at which one country or firm counts as a single point of failure.

    Returns
    -------
    table
        One row for each node; the extra table `stage_stops` has one for each country and node.

    Notes
    -----
    :math:`HHI_{low} = \\sum_c s_c^2` over named countries, :math:`HHI_{high} = HHI_{low} + r^2`
    with :math:`r = \\max(0, 1 - \\sum_c s_c)`; groups of countries belong to :math:`r`. Exposure of
    node n to country X: :math:`e_n = \\max(s_{nX}, \\max_{m \\to n} e_m)`, the largest loss among
    its inputs (no substitution), solved as a least fixed point, so that loops do no harm.

    References
    ----------
    khan2021, eto_chips, hirschman1964
    """
    nodes = list(stage_nodes.iter_rows(named=True))
    links = list(stage_links.iter_rows(named=True))
    shares = list(stage_shares.iter_rows(named=True))
    _refuse_unknown(nodes, links, shares)
    by_country = _latest(shares, {"country"})
    by_firm = _latest(shares, {"firm"})
    listed = {(s["node"], s["provider"]) for s in shares if s["provider_kind"] == "country"}
    finals = _finals(nodes, links)
    out = [
        _concentration(
            node, by_country.get(node["node"]), by_firm.get(node["node"]), alliance, single_above
        )
        | {"finals": ";".join(sorted(finals[node["node"]])) or None}
        for node in nodes
    ]
    stopped = sorted(check_countries(stop or alliance.concern, where="stop"))
    lines: list[dict[str, Any]] = []
    for country in stopped:
        own = {
            node["node"]: _bounds(node, by_country.get(node["node"]), country, listed, unsupplied)
            for node in nodes
        }
        low, came = _spread({n: b[0] for n, b in own.items()}, links, types)
        high, _ = _spread({n: b[1] for n, b in own.items()}, links, types)
        for node in nodes:
            name = node["node"]
            lines.append(
                {
                    "country": country,
                    "node": name,
                    "final": finals[name] == {name},
                    "own_low": own[name][0],
                    "own_high": own[name][1],
                    "exposure_low": low[name],
                    "exposure_high": high[name],
                    "stops": low[name] >= stop_above,
                    "may_stop": high[name] >= stop_above,
                    "path": " > ".join(_path(name, came)),
                }
            )
    columns = {c.name: [line[c.name] for line in out] for c in STAGE_MAP.columns}
    stops = {c.name: [line[c.name] for line in lines] for c in STAGE_STOPS.columns}
    return Result(columns, {"stage_stops": stops})


def _refuse_unknown(
    nodes: list[dict[str, Any]], links: list[dict[str, Any]], shares: list[dict[str, Any]]
) -> None:
    known = {n["node"] for n in nodes}
    problems = [
        f"stage_links row {i}: unknown node {row[side]!r}"
        for i, row in enumerate(links, start=1)
        for side in ("node", "target")
        if row[side] not in known
    ]
    problems += [
        f"stage_shares row {i}: unknown node {row['node']!r}"
        for i, row in enumerate(shares, start=1)
        if row["node"] not in known
    ]
    for i, row in enumerate(shares, start=1):
        if row["provider_kind"] == "country":
            try:
                check_countries([row["provider"]])
            except Exception as err:  # gathered with the other problems
                problems.append(f"stage_shares row {i}: {err}".splitlines()[0])
    if problems:
        raise DataError("stage_map", problems)


def _latest(
    shares: list[dict[str, Any]], kinds: set[str]
) -> dict[str, tuple[int | None, dict[str, float | None]]]:
    """Shares by node of the latest year in which one is known."""
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in shares:
        if row["provider_kind"] in kinds:
            rows[row["node"]].append(row)
    found: dict[str, tuple[int | None, dict[str, float | None]]] = {}
    for node, mine in rows.items():
        measured = [r for r in mine if r["share"] is not None] or mine
        year = max((r["year"] for r in measured if r["year"] is not None), default=None)
        found[node] = (year, {r["provider"]: r["share"] for r in mine if r["year"] == year})
    return found


def _concentration(
    node: Mapping[str, Any],
    countries: tuple[int | None, dict[str, float | None]] | None,
    firms: tuple[int | None, dict[str, float | None]] | None,
    alliance: Alliance,
    single_above: float,
) -> dict[str, Any]:
    line: dict[str, Any] = dict.fromkeys(c.name for c in STAGE_MAP.columns)
    line |= {"node": node["node"], "name": node["name"], "kind": node["kind"]}
    year, given = countries or (None, {})
    known: dict[str, float] = {c: s for c, s in given.items() if s is not None}
    line |= {"n_countries": sum(s > 0 for s in known.values())}
    line |= {"n_firms": len(firms[1]) if firms else 0}
    single = []
    if known:
        total = sum(known.values())
        rest = max(0.0, 1.0 - total)
        index = sum(s * s for s in known.values())
        top = min(known, key=lambda c: (-known[c], c))
        part = {
            role: sum(s for c, s in known.items() if c in codes)
            for role, codes in (
                ("alliance", alliance.members),
                ("partner", alliance.partners),
                ("concern", alliance.concern),
            )
        }
        line |= {
            "year": year,
            "known_share": total,
            "hhi": index,
            "hhi_low": index,
            "hhi_high": index + rest * rest,
            "top_country": top,
            "top_share": known[top],
            "alliance_share": part["alliance"],
            "alliance_share_high": part["alliance"] + rest,
            "partner_share": part["partner"],
            "concern_share": part["concern"],
            "concern_share_high": part["concern"] + rest,
        }
        if known[top] >= single_above:
            single.append(top)
    measured: dict[str, float] = {
        f: s for f, s in (firms[1] if firms else {}).items() if s is not None
    }
    if measured:
        leader = min(measured, key=lambda f: (-measured[f], f))
        line |= {
            "firm_hhi": sum(s * s for s in measured.values()),
            "top_firm": leader,
            "top_firm_share": measured[leader],
        }
        if measured[leader] >= single_above:
            single.append(leader)
    return line | {"single_point": ";".join(single) or None}


def _bounds(
    node: Mapping[str, Any],
    countries: tuple[int | None, dict[str, float | None]] | None,
    country: str,
    listed: set[tuple[str, str]],
    unsupplied: tuple[str, ...],
) -> tuple[float, float]:
    if countries is None:
        return (0.0, 0.0) if node["kind"] in unsupplied else (0.0, 1.0)
    known = {c: s for c, s in countries[1].items() if s is not None}
    if country in known:
        return known[country], known[country]
    rest = min(1.0, max(0.0, 1.0 - sum(known.values())))
    if (node["node"], country) in listed and not known:
        rest = 1.0
    return 0.0, rest


def _spread(
    own: Mapping[str, float], links: list[dict[str, Any]], types: str
) -> tuple[dict[str, float], dict[str, str]]:
    """Least fixed point of the exposures, and for each node the input that carries it."""
    inputs: dict[str, list[str]] = defaultdict(list)
    kinds: dict[str, list[str]] = defaultdict(list)
    for link in links:
        side = kinds if link["link"] == "type_of" else inputs
        side[link["target"]].append(link["node"])
    exposure, came = dict(own), dict[str, str]()
    for _ in range(len(own) + 1):
        changed = False
        for node in own:
            offers = [(exposure[m], m) for m in inputs[node]]
            among = [(exposure[m], m) for m in kinds[node]]
            if among:
                offers += among if types == "needed" else [min(among)]
            for value, origin in offers:
                if value > exposure[node]:
                    exposure[node], came[node], changed = value, origin, True
        if not changed:
            break
    return exposure, came


def _path(node: str, came: Mapping[str, str]) -> list[str]:
    path = [node]
    while path[-1] in came and came[path[-1]] not in path:
        path.append(came[path[-1]])
    return path[::-1]


def _finals(nodes: list[dict[str, Any]], links: list[dict[str, Any]]) -> dict[str, set[str]]:
    """Final nodes that each node reaches; a node without outgoing links reaches itself."""
    after: dict[str, list[str]] = defaultdict(list)
    for link in links:
        after[link["node"]].append(link["target"])
    reached: dict[str, set[str]] = {}
    for node in (n["node"] for n in nodes):
        seen, todo = {node}, [node]
        while todo:
            for target in after[todo.pop()]:
                if target not in seen:
                    seen.add(target)
                    todo.append(target)
        reached[node] = {n for n in seen if not after[n]}
    return reached
