"""Findings from the tables that the user loaded into the workspace: trade and input-output."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from techpact.alliance import Alliance
from techpact.analysis import Progress
from techpact.errors import InputError
from techpact.facts import FactBase
from techpact.lineage import Citation, Finding, InputRef
from techpact.registry import get_analysis
from techpact.workspace import Entry, Workspace

LOOKTHROUGH = {"foreign": "lookthrough_foreign", "concern": "lookthrough_concern"}
COUNTS = {"dependent_products"}
MEMBERS = "members"


def loaded_findings(
    space: Workspace,
    facts: FactBase,
    alliance: Alliance,
    *,
    progress: Progress | None = None,
) -> tuple[list[Finding], list[str]]:
    """Measure the areas on the tables of a workspace; nothing when it has none.

    Parameters
    ----------
    space
        Workspace; the tables `flows` and `final_demand`, and `trade`, are used.
    facts
        The fact base, for the concordances.
    alliance
        The alliance.
    progress
        Told how far the analyses are.

    Returns
    -------
    (findings, left_out)
        Each finding cites the dataset by its card and pins the tables by their SHA-256. A table
        that an analysis refuses does not stop the brief: `left_out` says which, and why.
    """
    entries = {e.name: e for e in space.entries("table")}
    found: list[Finding] = []
    left_out: list[str] = []
    for needed, measure in (({"flows", "final_demand"}, _lookthrough), ({"trade"}, _trade)):
        if needed <= entries.keys():
            try:
                found += measure(space, entries, facts, alliance, progress)
            except InputError as err:
                left_out.append(f"{', '.join(sorted(needed))}: {err}")
    return found, left_out


def _cite(*entries: Entry) -> tuple[Citation, ...]:
    found = {
        Citation(
            source_id=str(e.source.get("name") or f"workspace:{e.name}"),
            citation=str(e.source.get("citation") or e.origin or e.name),
            locator=e.origin,
        )
        for e in entries
    }
    return tuple(sorted(found, key=lambda c: (c.source_id, c.locator)))


def _pin(facts: FactBase, fact_table: str, *entries: Entry) -> tuple[InputRef, ...]:
    pins = [InputRef(e.name, e.sha256) for e in entries]
    return (*pins, InputRef(fact_table, facts.sha256(fact_table)))


def _lookthrough(
    space: Workspace,
    entries: Mapping[str, Entry],
    facts: FactBase,
    alliance: Alliance,
    progress: Progress | None,
) -> list[Finding]:
    names = [n for n in ("flows", "final_demand", "output") if n in entries]
    years = space.table("flows")["year"]
    options = {"alliance": alliance, "year": int(years.max())}  # type: ignore[arg-type]
    analysis = get_analysis("area_lookthrough")
    tables: dict[str, Any] = {n: space.table(n) for n in names}
    tables["area_sectors"] = facts.table("area_sectors")
    result = space.run(analysis, tables, options, progress=progress)
    used = [entries[n] for n in names]
    return [
        Finding(
            area=row["area"],
            metric=LOOKTHROUGH[row["supplier"]],
            subject=MEMBERS,
            value=row["total_share"],
            unit="1",
            as_of=str(row["year"]),
            analysis=analysis.name,
            dimensions={"scheme": row["scheme"], "sectors": row["sectors"]},
            options={k: str(v) for k, v in options.items()},
            inputs=_pin(facts, "area_sectors", *used),
            sources=_cite(*used),
            caveats=tuple(sorted({*analysis.caveats, *result.notes})),
        )
        for row in result.table.iter_rows(named=True)
        if row["buyer"] == MEMBERS and row["supplier"] in LOOKTHROUGH
    ]


def _trade(
    space: Workspace,
    entries: Mapping[str, Entry],
    facts: FactBase,
    alliance: Alliance,
    progress: Progress | None,
) -> list[Finding]:
    dependency = get_analysis("import_dependency")
    exposure = get_analysis("area_exposure")
    trade = space.run(
        dependency, {"trade": space.table("trade")}, {"alliance": alliance}, progress=progress
    )
    concentration = get_analysis("input_concentration")
    inputs = {n: facts.table(n) for n in ("inputs", "input_shares")}
    world = space.run(concentration, inputs, {"alliance": alliance})
    result = space.run(
        exposure,
        {
            "input_concentration": world.table,
            "area_products": facts.table("area_products"),
            "import_dependency": trade.table,
        },
        {"alliance": alliance},
    )
    year = str(space.table("trade")["year"].max())
    return [
        Finding(
            area=row["area"],
            metric=row["measure"],
            subject=MEMBERS,
            value=row["value"],
            unit="count" if row["measure"] in COUNTS else row["unit"],
            as_of=year,
            analysis=exposure.name,
            dimensions={"names": row["names"]} if row["names"] else {},
            options={"alliance": str(alliance)},
            inputs=_pin(facts, "area_products", entries["trade"]),
            sources=_cite(entries["trade"]),
            caveats=tuple(c for c in (row["caveats"] or "").split(";") if c),
        )
        for row in result.table.iter_rows(named=True)
        if row["source_analysis"] == dependency.name
    ]
