"""Institutions that carry technology cooperation."""

from __future__ import annotations

import polars as pl

from techpact.errors import NotFoundError
from techpact.render import wording
from techpact.render.grid import Grid, GridCell, GridColumn, GridRow
from techpact.web.page import Page
from techpact.web.pages import rows
from techpact.web.site import Site
from techpact.web.state import State


def institution_list(site: Site, state: State) -> Page:
    """All institutions of the fact base."""
    views = site.views(state)
    say = views.say
    made = [
        GridRow(
            {
                "institution": GridCell(
                    views.body_name(r["institution"]),
                    href=state.link(f"/institutions/{r['institution']}"),
                ),
                "country": GridCell(
                    views.language.country(r["country"]) if r["country"] else say("international")
                ),
                "kind": GridCell(say(wording.INSTITUTION_KINDS.get(r["kind"], r["kind"]))),
            },
            sources=rows.cited((site.room.cite(r),)),
        )
        for r in site.facts.table("institutions").iter_rows(named=True)
    ]
    columns = (
        GridColumn("institution", say("Institution")),
        GridColumn("country", say("Country"), facet=True),
        GridColumn("kind", say("Kind"), facet=True),
    )
    grid = Grid("institutions", say("Institutions"), columns, tuple(made))
    return Page("tables", say("Institutions"), "countries", {"lead": ""}, (grid,), views=views)


def institution(site: Site, state: State, institution: str) -> Page:
    """One institution: its names, and what it leads."""
    table = site.facts.table("institutions")
    found = table.filter(pl.col("institution") == institution)
    if not found.height:
        raise NotFoundError("institution", institution, table["institution"])
    row = found.row(0, named=True)
    views = site.views(state)
    say = views.say
    led = []
    for area in views.assessment.areas:
        views_of_area = views.area(area.area)["commitments"]
        led += [
            (record, view)
            for record, view in zip(area.commitments, views_of_area, strict=True)
            if institution in record["bodies"]
        ]
    aliases = site.facts.table("institution_aliases").filter(pl.col("institution") == institution)
    columns = (
        GridColumn("name", say("Name")),
        GridColumn("language", say("Language"), facet=True),
        GridColumn("kind", say("Kind"), facet=True),
    )
    names = [
        GridRow(
            {
                "name": GridCell(r["alias"], note=views.notes.cite((site.room.cite(r),))),
                "language": GridCell(r["lang"]),
                "kind": GridCell(say(wording.ALIAS_KINDS.get(r["alias_kind"], r["alias_kind"]))),
            }
        )
        for r in aliases.iter_rows(named=True)
    ]
    return Page(
        "institution",
        views.body_name(institution),
        "countries",
        {
            "names": [(k, row[f"name_{k}"]) for k in ("en", "ja", "ko") if row[f"name_{k}"]],
            "kind": say(wording.INSTITUTION_KINDS.get(row["kind"], row["kind"])),
            "country": views.language.country(row["country"]) if row["country"] else "",
            "country_href": state.link(f"/countries/{row['country']}"),
            "note_number": views.notes.cite((site.room.cite(row),)),
            "ids": [(k.upper(), row[k]) for k in ("ror", "wikidata") if row[k]],
        },
        (
            rows.commitments(views, state, led, areas=True),
            Grid("names", say("Other names"), columns, rows.with_sources(views, names)),
        ),
        views=views,
    )
