"""Run the analyses of the fact base and turn their rows into findings with sources."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from techpact.alliance import Alliance
from techpact.assessment.evidence import EvidenceRoom
from techpact.facts import FactBase
from techpact.lineage import Citation, Finding
from techpact.registry import get_analysis

INPUT_METRICS = (
    "hhi",
    "top_share",
    "concern_share",
    "alliance_share",
    "partner_share",
    "known_share",
)


def input_findings(facts: FactBase, room: EvidenceRoom, alliance: Alliance) -> list[Finding]:
    """Concentration, top producer, concern and alliance share of every critical input and stage.

    An input without figures gives one `hhi` finding with the value None, cited from the row that
    says so.
    """
    analysis = get_analysis("input_concentration")
    inputs, shares = facts.table("inputs"), facts.table("input_shares")
    result = analysis.run({"inputs": inputs, "input_shares": shares}, {"alliance": alliance})
    share_rows: dict[tuple[str, str, str, str], list[Mapping[str, Any]]] = {}
    for row in shares.iter_rows(named=True):
        key = (row["input"], row["stage"], row["basis"], row["as_of"])
        share_rows.setdefault(key, []).append(row)
    input_rows = {(r["input"], r["area"]): r for r in inputs.iter_rows(named=True)}
    refs = room.inputs("inputs", "input_shares")
    found: list[Finding] = []
    for row in result.table.iter_rows(named=True):
        behind = share_rows.get((row["input"], row["stage"], row["basis"], row["as_of"]), [])
        measured = [r for r in behind if r["share"] is not None]
        base = input_rows[row["input"], row["area"]]
        sources = room.cite_all(measured or behind or [base])
        empty = row["hhi"] is None
        for metric in INPUT_METRICS[:1] if empty else INPUT_METRICS:
            dimensions = {k: row[k] for k in ("stage", "basis") if row[k]}
            if metric == "top_share":
                dimensions["country"] = row["top_country"]
            found.append(
                Finding(
                    area=row["area"],
                    metric=metric,
                    subject=row["input"],
                    value=row[metric],
                    unit="1",
                    as_of=row["as_of"] or base["as_of"],
                    analysis=analysis.name,
                    dimensions=dimensions,
                    options={"alliance": str(alliance)},
                    inputs=refs,
                    sources=sources,
                    caveats=_input_caveats(row, sources),
                )
            )
    return found


def _input_caveats(row: Mapping[str, Any], sources: tuple[Citation, ...]) -> tuple[str, ...]:
    caveats = []
    if row["hhi"] is None:
        return ("NO_PUBLIC_FIGURE",)
    if row["known_share"] < 0.98:
        caveats.append("SHARES_PARTLY_UNKNOWN")
    if row["basis"] == "headquarters":
        caveats.append("SHARES_BY_HEADQUARTERS")
    if any(s.status == "unconfirmed" for s in sources):
        caveats.append("UNCONFIRMED_FIGURE")
    if any(s.status == "inferred" for s in sources):
        caveats.append("INFERRED_FIGURE")
    return tuple(caveats)


def measure_findings(
    facts: FactBase, room: EvidenceRoom, alliance: Alliance, as_of: str
) -> tuple[list[Finding], list[dict[str, Any]]]:
    """Number of measures in force by area and country, and the rows behind them."""
    analysis = get_analysis("measures_in_force")
    measures = facts.table("control_measures")
    tables = {"control_measures": measures, "alliance_members": facts.table("alliance_members")}
    options = {"alliance": alliance, "as_of": as_of}
    table = analysis.run(tables, options).table
    by_id = {r["measure"]: r for r in measures.iter_rows(named=True)}
    rows = [
        {**row, **{k: by_id[row["measure"]][k] for k in _MEASURE_TEXT}}
        for row in table.iter_rows(named=True)
    ]
    groups: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in rows:
        if row["state"] == "in_force":
            groups.setdefault((row["area"], row["country"]), []).append(row)
    refs = room.inputs("control_measures", "alliance_members")
    findings = [
        Finding(
            area=area,
            metric="measures_in_force",
            subject=country,
            value=len(group),
            unit="count",
            as_of=as_of,
            analysis=analysis.name,
            options={"alliance": str(alliance), "as_of": as_of},
            inputs=refs,
            sources=room.cite_all(group),
            caveats=analysis.caveats,
        )
        for (area, country), group in sorted(groups.items())
    ]
    return findings, rows


_MEASURE_TEXT = ("text_en", "text_ja", "text_ko", "locator", "status", "instrument", "targets")


def coverage_findings(
    facts: FactBase, room: EvidenceRoom, alliance: Alliance, as_of: str
) -> tuple[list[Finding], dict[str, dict[str, Any]]]:
    """Number of commitments by area and agreement, and the standing of each agreement."""
    analysis = get_analysis("commitment_coverage")
    names = ("commitments", "agreements", "agreement_parties", "agreement_events")
    tables = {name: facts.table(name) for name in names}
    table = analysis.run(tables, {"alliance": alliance, "as_of": as_of}).table
    commitments: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in tables["commitments"].iter_rows(named=True):
        commitments.setdefault((row["area"], row["agreement"]), []).append(row)
    refs = room.inputs(*names)
    findings = []
    standings: dict[str, dict[str, Any]] = {}
    for row in table.iter_rows(named=True):
        standings[row["agreement"]] = row
        findings.append(
            Finding(
                area=row["area"],
                metric="commitments",
                subject=row["agreement"],
                value=row["commitments"],
                unit="count",
                as_of=as_of,
                analysis=analysis.name,
                dimensions={"standing": row["standing"]},
                options={"alliance": str(alliance), "as_of": as_of},
                inputs=refs,
                sources=room.cite_all(commitments[row["area"], row["agreement"]]),
                caveats=analysis.caveats,
            )
        )
    return findings, standings
