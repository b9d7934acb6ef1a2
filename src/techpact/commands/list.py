"""`techpact list`: what there is."""

from __future__ import annotations

from typing import Annotated

import typer

from techpact.commands import console
from techpact.commands.options import FactsOption, WorkspaceOption, fact_base, open_workspace

KINDS = ("analyses", "sources", "areas", "alliances", "tables")


def list_(
    kind: Annotated[str, typer.Argument(help="analyses, sources, areas, alliances or tables.")],
    facts: FactsOption = None,
    workspace: WorkspaceOption = None,
) -> None:
    """List analyses, sources, areas, alliances or tables."""
    from techpact.errors import NotFoundError

    if kind == "analyses":
        from techpact.registry import PARTS, get_analysis

        rows = [(p.name, n, get_analysis(n).question) for p in PARTS for n in p.analyses]
        console.print_table("", ("part", "analysis", "question"), rows)
    elif kind == "sources":
        from techpact.registry import SOURCES, get_source

        cards = [get_source(name).card for name in sorted(SOURCES)]
        console.print_table(
            "",
            ("source", "publisher", "title", "licence"),
            [(c.name, c.publisher, c.title, c.licence) for c in cards],
        )
    elif kind == "areas":
        areas = fact_base(facts).areas
        console.print_table(
            "",
            ("area", "en", "ja", "ko", "terms"),
            [
                (
                    a.code,
                    *(a.name(lang) for lang in ("en", "ja", "ko")),
                    sum(map(len, a.terms.values())),
                )
                for a in areas
            ],
        )
    elif kind == "alliances":
        base = fact_base(facts)
        presets = base.table("alliances")
        console.print_table(
            "",
            ("alliance", "name", "members", "concern"),
            [
                (
                    r["alliance"],
                    r["name_en"],
                    " ".join(sorted(base.alliance(r["alliance"]).members)),
                    " ".join(sorted(base.alliance(r["alliance"]).concern)),
                )
                for r in presets.iter_rows(named=True)
            ],
        )
    elif kind == "tables":
        from techpact.facts.tables import LOCATIONS

        base = fact_base(facts)
        rows2: list[tuple[str, str, object, str]] = [
            (name, "fact base", base.table(name).height, table.title)
            for name, (table, _) in sorted(LOCATIONS.items())
        ]
        rows2 += [
            (e.name, "workspace", e.rows, e.origin)
            for e in open_workspace(workspace).entries("table")
        ]
        console.print_table("", ("table", "where", "rows", "what"), rows2)
    else:
        raise NotFoundError("kind of list", kind, KINDS)
