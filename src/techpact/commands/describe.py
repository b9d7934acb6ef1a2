"""`techpact describe`: one analysis, table, source, area or alliance in full."""

from __future__ import annotations

from typing import Annotated

import typer

from techpact.commands import console
from techpact.commands.options import FactsOption, fact_base


def describe(
    name: Annotated[str, typer.Argument(help="Analysis, table, source, area or alliance.")],
    facts: FactsOption = None,
) -> None:
    """Describe an analysis, a table, a source, an area or an alliance."""
    from techpact.errors import NotFoundError
    from techpact.registry import SOURCES, analysis_names, declared_tables

    base = fact_base(facts)
    tables = declared_tables()
    presets = base.table("alliances")["alliance"].to_list()
    found = False
    if name in analysis_names():
        _analysis(name)
        found = True
    if name in tables and not found:  # an analysis shows the table of its name already
        _table(name)
        found = True
    if name in SOURCES:
        _source(name)
        found = True
    if name in base.areas:
        area = base.areas[name]
        rows = [(lang, area.name(lang), ", ".join(area.terms.get(lang, ()))) for lang in area.names]
        console.print_table(f"area {name}", ("language", "name", "terms"), rows)
        found = True
    if name in presets:
        alliance = base.alliance(name)
        sets = ("members", "partners", "concern")
        rows2 = [(label, " ".join(sorted(getattr(alliance, label)))) for label in sets]
        console.print_table(f"alliance {name}", ("role", "countries"), rows2)
        found = True
    if not found:
        known = [*analysis_names(), *tables, *SOURCES, *base.areas.codes, *presets]
        raise NotFoundError("name", name, known)


def _analysis(name: str) -> None:
    from techpact.registry import get_analysis

    analysis = get_analysis(name)
    typer.echo(f"analysis {name} (part {analysis.part})\n\n{analysis.doc}\n")
    console.print_table(
        "tables",
        ("table", "declared as", "needed", "columns"),
        [
            (
                i.name,
                i.table.name,
                "no" if i.optional else "yes",
                ", ".join(c.name + ("?" if c.nullable else "") for c in i.table.columns),
            )
            for i in analysis.inputs
        ],
    )
    console.print_table(
        "options",
        ("option", "kind", "default", "meaning"),
        [
            (
                o.name,
                " | ".join(o.choices) or o.kind,
                "required" if o.required else o.default,
                o.description,
            )
            for o in analysis.options
        ],
    )
    for table in (analysis.output, *analysis.extras):
        _columns(table)


def _table(name: str) -> None:
    from techpact.registry import declared_tables

    _columns(declared_tables()[name])


def _columns(table: object) -> None:
    from techpact.tables import Table

    if not isinstance(table, Table):
        raise TypeError(type(table))
    console.print_table(
        f"table {table.name}: {table.title}",
        ("column", "type", "unit", "may be empty", "meaning"),
        [
            (c.name, c.type, c.unit, "yes" if c.nullable else "no", c.description)
            for c in table.columns
        ],
    )


def _source(name: str) -> None:
    from techpact.commands.dataset import option_names
    from techpact.registry import get_source

    source = get_source(name)
    card = source.card
    console.print_table(
        f"source {name}",
        ("", ""),
        [
            ("publisher", card.publisher),
            ("title", card.title),
            ("version", card.version),
            ("address", card.url),
            ("download", card.download or "through the publisher's page only"),
            ("options", ", ".join(option_names(source)) or "none"),
            ("licence", card.licence),
            ("may be passed on", "yes" if card.redistributable else "no: load your own copy"),
            ("cite as", card.citation),
            *((f"unit of {k}", v) for k, v in card.units.items()),
        ],
    )
