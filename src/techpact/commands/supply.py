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
    naming_files,
    open_workspace,
    read_alliance,
)

if TYPE_CHECKING:
    import polars as pl

    from techpact.alliance import Alliance
    from techpact.facts import FactBase
    from techpact.render.language import Language

MOST_NAMES = 5


def _measures(language: Language) -> dict[str, str]:
    say = language.gettext
    return {
        "concentrated_inputs": say("inputs with concentrated supply"),
        "concern_majority_inputs": say("inputs that countries of concern supply by more than half"),
        "largest_concern_share": say("largest share of countries of concern in one input"),
        "dependent_products": say("products that the alliance depends on outsiders for"),
        "outside_imports_usd": say("imports of these products from outside, USD"),
        "dependent_imports_share": say("share of dependencies in the imports from outside"),
        "concern_imports_share": say("share of countries of concern in imports"),
    }


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
    rule: Annotated[
        str, typer.Option(help="When a product is a dependency: eu (CDI1 to CDI3) or geodep.")
    ] = "eu",
    year: Annotated[int | None, typer.Option(help="Year [default: the latest].")] = None,
    rows: Annotated[int, typer.Option(help="Rows to show of each table.", min=1)] = 12,
    lang: LangOption = "en",
    facts: FactsOption = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Say where the alliance depends on outsiders in one technology area."""
    import polars as pl

    from techpact.render.language import Language
    from techpact.supply.concentration import input_concentration

    language = Language(lang)
    say = language.gettext
    base = fact_base(facts)
    chosen = read_alliance(base, alliance, partners, concern)
    name = base.areas[area].name(lang)
    listed = base.table("inputs").filter(pl.col("area") == area)
    result = input_concentration.run(
        {"inputs": listed, "input_shares": base.table("input_shares")}, {"alliance": chosen}
    )
    members = language.listing(language.country(c) for c in sorted(chosen.members))
    typer.echo(say("{area}: supply of the alliance ({members})").format(area=name, members=members))
    concerned = language.listing(language.country(c) for c in sorted(chosen.concern))
    typer.echo(say("Countries of concern: {names}").format(names=concerned or "–") + "\n")
    names = {r["input"]: r[f"name_{lang}"] or r["name_en"] for r in listed.iter_rows(named=True)}
    found, codes = _products(trade, workspace, base, area, chosen, rule, year, language)
    joint = None if found is None else found.filter(pl.col("unit") == "alliance")
    exposure = _exposure(result.table, joint, base, area, chosen)
    _print_exposure(exposure, names, language)
    _print_inputs(result.table, names, rows, language)
    if found is not None and joint is not None:
        labels = dict(base.table("area_products").select("hs6", "label").iter_rows())
        _print_products(joint, labels, rows, language)
        _print_common(found, labels, rows, language)
        _print_reverse(found, labels, rows, language)
    told = {c for text in exposure["caveats"].drop_nulls() for c in text.split(";")}
    caveats = base.table("caveats").filter(pl.col("caveat").is_in([*told, *result.notes, *codes]))
    for line in caveats.iter_rows(named=True):
        typer.echo(f"{line['caveat']}: {line[f'text_{lang}']}")
    _print_sources(base, result.table)


def _print_inputs(
    table: pl.DataFrame, names: dict[str, str], most: int, language: Language
) -> None:
    from techpact.render import wording

    say = language.gettext
    known = table.filter(table["hhi"].is_not_null()).sort(["concern_share", "hhi"], descending=True)
    rows = [
        (
            names.get(r["input"], r["input"]),
            f"{say(wording.STAGES.get(r['stage'], r['stage']))} "
            f"({say(wording.BASES[r['basis']])}, {r['as_of']})",
            f"{language.country(r['top_country'])} {language.percent(r['top_share'])}",
            _range(r["concern_share"], r["known_share"]),
            _range(r["alliance_share"], r["known_share"]),
            f"{r['hhi_low']:.2f}"
            + ("" if r["hhi_high"] - r["hhi_low"] < 0.005 else f"–{r['hhi_high']:.2f}"),
            f"{r['source_ids']} ({say(wording.STATUSES[r['status']])})",
        )
        for r in known.iter_rows(named=True)
    ]
    columns = [
        say("input"),
        say("what is counted"),
        say("largest supplier"),
        say("concern"),
        say("members"),
        "HHI",
        say("source"),
    ]
    if rows:
        console.print_table(say("Critical inputs"), columns, rows[:most])
    _print_more(len(rows) - most, len(rows), language)
    missing = sorted(
        {names.get(i, i) for i in table["input"]} - {names.get(i, i) for i in known["input"]}
    )
    if missing:
        typer.echo(f"{say('no data')}: {language.listing(missing)}\n")


def _print_more(left: int, all_rows: int, language: Language) -> None:
    if left > 0:
        text = language.gettext("… and {n} more rows (--rows {all})")
        typer.echo(text.format(n=left, all=all_rows) + "\n")


def _print_sources(base: FactBase, table: pl.DataFrame) -> None:
    """Name the sources that the table of inputs abbreviates."""
    import polars as pl

    used = {i for text in table["source_ids"].drop_nulls() for i in text.split(";")}
    listed = base.table("sources").filter(pl.col("source_id").is_in(sorted(used)))
    for row in listed.sort("source_id").iter_rows(named=True):
        parts = (row["publisher"], row["title"], row["year"], row["url"])
        typer.echo(f"{row['source_id']}: " + ", ".join(str(p) for p in parts if p))


def _range(share: float, known: float) -> str:
    """A share with its upper bound, where part of the supply is not known."""
    high = min(1.0, share + max(0.0, 1.0 - known))
    low, top = f"{100 * share:.0f}", f"{100 * high:.0f}"
    return f"{low} %" if low == top else f"{low}–{top} %"


def _products(
    trade: Path | None,
    workspace: Path | None,
    base: FactBase,
    area: str,
    alliance: Alliance,
    rule: str,
    year: int | None,
    language: Language,
) -> tuple[pl.DataFrame | None, tuple[str, ...]]:
    """Dependence of all importers for the products of the area, where a trade table is at hand."""
    import polars as pl

    from techpact import engine
    from techpact.supply.dependency import import_dependency

    frame: Any
    if trade is not None:
        frame = engine.scan_frame(trade)
    else:
        held = {e.declared_as or e.name: e.name for e in open_workspace(workspace).entries("table")}
        if "trade" not in held:
            typer.echo(
                language.gettext(
                    "No trade table is given (--trade FILE): figures on products are left out."
                )
                + "\n"
            )
            return None, ()
        frame = open_workspace(workspace).table(held["trade"])
    codes = set(base.table("area_products").filter(pl.col("area") == area)["hs6"])
    with naming_files({} if trade is None else {"trade": str(trade)}):
        found = import_dependency.run(
            {"trade": frame}, {"alliance": alliance, "rule": rule, "year": year}
        )
    table = found.table.lazy().filter(pl.col("hs6").is_in(codes)).collect()
    if table.filter(pl.col("unit") == "alliance").is_empty():
        typer.echo(
            language.gettext(
                "The trade table holds no product of this area (another revision of the codes?)."
            )
            + "\n"
        )
        return None, found.notes
    return table, found.notes


def _print_products(
    joint: pl.DataFrame, labels: dict[str, str], most: int, language: Language
) -> None:
    import polars as pl

    say = language.gettext
    dependent = joint.filter(pl.col("dependent")).sort("outside_usd", descending=True)
    rows = [
        (
            r["hs6"],
            labels.get(r["hs6"], ""),
            language.number(r["outside_usd"] / 1e6),
            f"{language.country(r['top_partner'])} {language.percent(r['top_partner_share'])}",
            language.percent(r["concern_share"]),
            f"{r['hhi']:.2f}",
        )
        for r in dependent.iter_rows(named=True)
    ]
    columns = [
        "HS6",
        say("product"),
        say("from outside, m USD"),
        say("largest supplier"),
        say("concern"),
        "HHI",
    ]
    title = say("Products that the alliance depends on outsiders for, {year}")
    if rows:
        year = joint["year"].item(0)
        console.print_table(title.format(year=year), columns, rows[:most])
    _print_more(len(rows) - most, len(rows), language)


def _print_common(
    found: pl.DataFrame, labels: dict[str, str], most: int, language: Language
) -> None:
    from techpact.supply.mutual import shared_dependency

    say = language.gettext
    table = shared_dependency.run({"import_dependency": found}).table
    rows = [
        (
            r["hs6"],
            labels.get(r["hs6"], ""),
            language.listing(language.country(c) for c in r["members"].split(";")),
            language.country(r["shared_partner"]) if r["shared_partner"] else "–",
            language.number(r["outside_usd"] / 1e6),
        )
        for r in table.iter_rows(named=True)
    ]
    columns = [
        "HS6",
        say("product"),
        say("members"),
        say("same largest supplier"),
        say("from outside, m USD"),
    ]
    if rows:
        title = say("Dependencies that members have in common")
        console.print_table(title, columns, rows[:most])
    _print_more(len(rows) - most, len(rows), language)


def _print_reverse(
    found: pl.DataFrame, labels: dict[str, str], most: int, language: Language
) -> None:
    from techpact.supply.mutual import reverse_dependency

    say = language.gettext
    table = reverse_dependency.run({"import_dependency": found}).table
    rows = [
        (
            language.country(r["importer"]),
            f"{r['hs6']} {labels.get(r['hs6'], '')}",
            language.number(r["imports_usd"] / 1e6),
            language.percent(r["alliance_share"]),
        )
        for r in table.iter_rows(named=True)
    ]
    columns = [
        say("country"),
        say("product"),
        say("imports, m USD"),
        say("from the alliance"),
    ]
    if rows:
        title = say("Outsiders that depend on the alliance")
        console.print_table(title, columns, rows[:most])
    _print_more(len(rows) - most, len(rows), language)


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


def _print_exposure(exposure: pl.DataFrame, names: dict[str, str], language: Language) -> None:
    say = language.gettext
    measures = _measures(language)
    rows = []
    for r in exposure.iter_rows(named=True):
        show = language.percent if r["measure"].endswith("_share") else language.number
        spread = ""
        if r["high"] is not None and show(r["high"]) != show(r["value"]):
            spread = say("up to {value}").format(value=show(r["high"]))
        shown = [names.get(n, n) for n in (r["names"] or "").split(";") if n]
        if len(shown) > MOST_NAMES:
            shown = [*shown[:MOST_NAMES], "…"]
        rows.append(
            (
                measures[r["measure"]],
                show(r["value"]),
                spread,
                say("{known} known, {missing} not").format(known=r["n"], missing=r["n_missing"]),
                language.listing(shown),
            )
        )
    columns = [
        say("measure"),
        say("value"),
        say("bound"),
        say("rests on"),
        say("stands out"),
    ]
    if rows:
        console.print_table(say("In short"), columns, rows)
