"""Agreements and controls in time."""

from __future__ import annotations

from techpact.render.charts import timeline_spec
from techpact.web.page import Chart, Page
from techpact.web.pages import rows
from techpact.web.site import Site
from techpact.web.state import State


def timeline(site: Site, state: State) -> Page:
    """Events of agreements and control measures; planned, reported and actual apart."""
    views = site.views(state)
    records = views.timeline()
    title = views.say("Timeline")
    charts: tuple[Chart, ...] = ()
    if records:
        charts = (
            Chart(
                "events",
                title,
                timeline_spec(records, views.language),
                unit=views.say("Events by agreement, and control measures"),
                note=views.say("Each event has its source in the table."),
                table="timeline",
            ),
        )
    grid = rows.events(views, records)
    return Page("charted", title, "timeline", {"lead": ""}, (grid,), charts, views)
