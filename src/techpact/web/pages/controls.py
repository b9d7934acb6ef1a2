"""Controls: who controls what, side by side."""

from __future__ import annotations

from collections.abc import Mapping

from techpact.areas import GENERAL
from techpact.facts.tables import LOCATIONS
from techpact.lineage import Finding
from techpact.render.grid import Grid, GridCell, GridColumn, GridRow
from techpact.render.views import Views
from techpact.web.page import Page
from techpact.web.pages import rows
from techpact.web.pages.countries import measure_view
from techpact.web.pages.list_subjects import subject_grid
from techpact.web.site import Site
from techpact.web.state import State


def controls(site: Site, state: State) -> Page:
    """Measures in force by area and country, the measures themselves, and the control lists."""
    views = site.views(state)
    say = views.say
    records = [
        measure_view(site, views, r) for r in site.facts.table("control_measures").to_dicts()
    ]
    lists = [
        {"name": name, "title": LOCATIONS[name][0].title, "rows": site.facts.table(name).height}
        for name in (
            "list_entries",
            "control_list_items",
            "jp_export_order_items",
            "country_groups",
        )
    ]
    return Page(
        "controls",
        say("Controls"),
        "controls",
        {"lists": lists},
        (
            _alignment(views, state),
            subject_grid(site, views, state),
            rows.measures(views, state, records, areas=True),
        ),
        views=views,
    )


def _alignment(views: Views, state: State) -> Grid:
    """Areas by members and partners: how many measures each has in force."""
    say = views.say
    alliance = views.assessment.alliance
    countries = [*sorted(alliance.members), *sorted(alliance.partners)][:14]
    columns = (
        GridColumn("area", say("Area")),
        *(GridColumn(c, views.language.country(c), numeric=True) for c in countries),
        GridColumn("alignment", say("Alignment"), facet=True),
    )
    made = []
    for area in views.assessment.areas:
        if area.area == GENERAL:
            continue
        found = {f.subject: f for f in area.findings if f.metric == "measures_in_force"}
        made.append(
            GridRow(
                {
                    "area": GridCell(
                        views.area_name(area.area), href=state.link(f"/areas/{area.area}")
                    ),
                    **{c: _count(views, found, c) for c in countries},
                    "alignment": GridCell(_word(views, set(found) & alliance.members)),
                }
            )
        )
    return Grid("alignment", say("Measures in force"), columns, rows.with_sources(views, made))


def _count(views: Views, found: Mapping[str, Finding], country: str) -> GridCell:
    if country not in found:
        return GridCell(views.say("none recorded"), 0, empty=True)
    finding = found[country]
    note = views.notes.finding(finding)
    return GridCell(str(finding.value), finding.value, note, finding=finding.id)


def _word(views: Views, controlling: set[str]) -> str:
    say, members = views.say, views.assessment.alliance.members
    if not controlling:
        return say("no member controls")
    if controlling == members:
        return say("every member controls")
    if len(controlling) == 1 and len(members) > 1:
        return say("one member controls")
    return say("some members control")
