"""`techpact supply`: the short answer on one area: where the alliance depends on outsiders."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from techpact.commands import console
from techpact.commands.options import (
    DEFAULT_ALLIANCE,
    AllianceOption,
    ConcernOption,
    FactsOption,
    LangOption,
    PartnersOption,
    WorkspaceOption,
    fact_base,
    open_workspace,
    read_alliance,
)

if TYPE_CHECKING:
    import polars as pl

    from techpact.alliance import Alliance
    from techpact.facts import FactBase


def supply(
    area: Annotated[str, typer.Argument(help="Area code (`techpact list areas`).")],
    alliance: AllianceOption = DEFAULT_ALLIANCE,
    partners: PartnersOption = "",
    concern: ConcernOption = "",
    trade: Annotated[
        Path | None,
        typer.Option(
            help="Trade table (year, exporter, importer, hs6, value_usd) as CSV or Parquet "
            "[default: the table 'trade' of the workspace, if there is one]."
        ),
    ] = None,
    rows: Annotated[int, typer.Option(help="Rows to show of each table.", min=1)] = 12,
    lang: LangOption = "en",
    facts: FactsOption = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Say where the alliance depends on outsiders in one technology area."""
    import polars as pl

    from techpact.supply.concentration import input_concentration

    base = fact_base(facts)
    chosen = read_alliance(base, alliance, partners, concern)
    name = base.areas[area].name(lang)
    listed = base.table("inputs").filter(pl.col("area") == area)
    result = input_concentration.run(
        {"inputs": listed, "input_shares": base.table("input_shares")}, {"alliance": chosen}
    )
    typer.echo(
        f"{name}: supply of the alliance {chosen.name} ({', '.join(sorted(chosen.members))})"
    )
    concerned = ", ".join(sorted(chosen.concern)) or "none named"
    typer.echo(f"countries of concern: {concerned}\n")
    names = {r["input"]: r[f"name_{lang}"] or r["name_en"] for r in listed.iter_rows(named=True)}
    joint, codes = _products(trade, workspace, base, area, chosen)
    exposure = _exposure(result.table, joint, base, area, chosen)
    _print_exposure(exposure)
    _print_inputs(result.table, names, rows)
    if joint is not None:
        _print_products(joint, base, rows)
    told = {c for text in exposure["caveats"].drop_nulls() for c in text.split(";")}
    caveats = base.table("caveats").filter(pl.col("caveat").is_in([*told, *result.notes, *codes]))
    for line in caveats.iter_rows(named=True):
        typer.echo(f"{line['caveat']}: {line[f'text_{lang}']}")


def _print_inputs(table: pl.DataFrame, names: dict[str, str], most: int) -> None:
    known = table.filter(table["hhi"].is_not_null()).sort(["concern_share", "hhi"], descending=True)
    rows = [
        (
            names.get(r["input"], r["input"]),
            f"{r['stage']} ({r['basis']}, {r['as_of']})",
            f"{r['top_country']} {_percent(r['top_share'])}",
            _range(r["concern_share"], r["known_share"]),
            _range(r["alliance_share"], r["known_share"]),
            f"{r['hhi_low']:.2f}"
            + ("" if r["hhi_high"] - r["hhi_low"] < 0.005 else f"–{r['hhi_high']:.2f}"),
            f"{r['source_ids']} ({r['status']})",
        )
        for r in known.iter_rows(named=True)
    ]
    columns = ("input", "stage", "top", "concern", "members", "HHI", "source")
    if rows:
        console.print_table("Critical inputs", columns, rows[:most])
    if len(rows) > most:
        typer.echo(f"… and {len(rows) - most} more rows (--rows {len(rows)})\n")
    missing = sorted(
        {names.get(i, i) for i in table["input"]} - {names.get(i, i) for i in known["input"]}
    )
    if missing:
        typer.echo(f"no data: {', '.join(missing)}\n")


def _percent(share: float | None) -> str:
    return "no data" if share is None else f"{100 * share:.0f} %"


def _range(share: float, known: float) -> str:
    """A share with its upper bound, where part of the supply is not known."""
    high = min(1.0, share + max(0.0, 1.0 - known))
    low, top = f"{100 * share:.0f}", f"{100 * high:.0f}"
    return f"{low} %" if low == top else f"{low}–{top} %"


def _products(
    trade: Path | None, workspace: Path | None, base: FactBase, area: str, alliance: Alliance
) -> tuple[pl.DataFrame | None, tuple[str, ...]]:
    """Dependence on outsiders for the products of the area, where a trade table is at hand."""
    import polars as pl

    from techpact import engine
    from techpact.supply.dependency import import_dependency

    frame: Any
    if trade is not None:
        frame = engine.scan_frame(trade)
    else:
        held = {e.declared_as or e.name: e.name for e in open_workspace(workspace).entries("table")}
        if "trade" not in held:
            typer.echo("trade: no table given (--trade FILE); product figures are left out\n")
            return None, ()
        frame = open_workspace(workspace).table(held["trade"])
    codes = set(base.table("area_products").filter(pl.col("area") == area)["hs6"])
    found = import_dependency.run(
        {"trade": frame}, {"alliance": alliance, "importers": ("alliance",)}
    )
    table = found.table.lazy().filter(pl.col("hs6").is_in(codes)).collect()
    if table.is_empty():
        typer.echo("trade: the table holds no product of this area (another HS revision?)\n")
        return None, found.notes
    return table, found.notes


def _print_products(joint: pl.DataFrame, base: FactBase, most: int) -> None:
    import polars as pl

    labels = dict(base.table("area_products").select("hs6", "label").iter_rows())
    dependent = joint.filter(pl.col("eu_dependent")).sort("outside_usd", descending=True)
    rows = [
        (
            r["hs6"],
            labels.get(r["hs6"], ""),
            f"{r['outside_usd'] / 1e6:,.0f}",
            f"{r['top_partner']} {_percent(r['top_partner_share'])}",
            _percent(r["concern_share"]),
            f"{r['hhi']:.2f}",
        )
        for r in dependent.iter_rows(named=True)
    ]
    if rows:
        console.print_table(
            f"Dependent products, {joint['year'].item(0)}",
            ("HS6", "product", "from outside, m USD", "largest", "concern", "HHI"),
            rows[:most],
        )


def _exposure(
    concentration: pl.DataFrame,
    joint: pl.DataFrame | None,
    base: FactBase,
    area: str,
    alliance: Alliance,
) -> pl.DataFrame:
    import polars as pl

    from techpact.supply.exposure import area_exposure

    tables: dict[str, Any] = {"input_concentration": concentration}
    if joint is not None:
        tables["import_dependency"] = joint
        tables["area_products"] = base.table("area_products").filter(pl.col("area") == area)
    found: pl.DataFrame = area_exposure.run(tables, {"alliance": alliance}).table
    return found


def _print_exposure(exposure: pl.DataFrame) -> None:
    rows = []
    for r in exposure.iter_rows(named=True):
        value = "no data"
        if r["value"] is not None:
            value = (
                _percent(r["value"]) if r["measure"].endswith("_share") else f"{r['value']:,.0f}"
            )
        spread = ""
        if r["high"] is not None and r["high"] != r["low"]:
            share = r["measure"].endswith("_share")
            spread = _percent(r["high"]) if share else f"{r['high']:,.0f}"
            spread = f"up to {spread}"
        rows.append(
            (r["measure"], value, spread, f"{r['n']} known, {r['n_missing']} not", r["names"] or "")
        )
    if rows:
        console.print_table(
            "In short", ("measure", "value", "bound", "rests on", "stands out"), rows
        )
