"""Every fact table as it is, to look at and to take away."""

from __future__ import annotations

from typing import Any

from techpact.facts.tables import LOCATIONS
from techpact.render.grid import Grid, GridCell, GridColumn, GridRow
from techpact.tables import Table
from techpact.web.page import Page
from techpact.web.site import Site
from techpact.web.state import State

FACETS = 40
"""A text column with at most so many values offers them as a filter."""


def table_list(site: Site, state: State) -> Page:
    """The tables of the fact base."""
    say = site.languages[state.lang].gettext
    columns = (
        GridColumn("table", say("Table")),
        GridColumn("title", say("What it holds")),
        GridColumn("rows", say("Rows"), numeric=True),
    )
    made = tuple(
        GridRow(
            {
                "table": GridCell(name, href=state.link(f"/tables/{name}")),
                "title": GridCell(declared.title),
                "rows": GridCell(
                    site.languages[state.lang].number(site.facts.table(name).height),
                    site.facts.table(name).height,
                ),
            }
        )
        for name, (declared, _) in LOCATIONS.items()
    )
    grid = Grid("tables", say("Tables of the fact base"), columns, made)
    return Page("tables", say("Tables of the fact base"), "sources", {"lead": ""}, (grid,))


def table(site: Site, state: State, table: str) -> Page:
    """One table."""
    frame = site.facts.table(table)
    declared = LOCATIONS[table][0]
    grid = site.once(("table", table), lambda: _grid(declared, frame.to_dicts()))
    return Page(
        "table",
        table,
        "sources",
        {"columns": declared.columns, "sha256": site.facts.sha256(table), "about": declared.title},
        (grid,),
    )


def _grid(declared: Table, records: list[dict[str, Any]]) -> Grid:
    columns = tuple(
        GridColumn(
            c.name,
            c.name,
            numeric=c.type in {"number", "integer"},
            facet=c.type == "string" and 1 < len({r[c.name] for r in records}) <= FACETS,
        )
        for c in declared.columns
    )
    made = tuple(
        GridRow(
            {
                name: GridCell(
                    "" if value is None else str(value),
                    value if isinstance(value, int | float) else None,
                    empty=value is None,
                )
                for name, value in record.items()
            }
        )
        for record in records
    )
    return Grid(declared.name, declared.title, columns, made)
