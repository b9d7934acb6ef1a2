"""What the control lists of the countries name, subject by subject, and since when."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from techpact.registry import get_analysis
from techpact.render import wording
from techpact.render.grid import Grid, GridCell, GridColumn, GridRow
from techpact.render.views import Views
from techpact.web.pages import rows
from techpact.web.site import Site
from techpact.web.state import State

Record = Mapping[str, Any]
WIDEST = 10
"""Countries that fit side by side."""


def subject_grid(site: Site, views: Views, state: State, area: str | None = None) -> Grid:
    """Subjects by country: since when each controls it; empty where no list is known to name it."""
    say = views.say
    alliance, day = views.assessment.alliance, views.assessment.as_of
    countries = [*sorted(alliance.members), *sorted(alliance.partners)][:WIDEST]
    key = ("control_subjects", str(alliance), alliance.members, alliance.partners, day)
    gaps, listed = site.once((*key, site.facts_hash), lambda: _compare(site, alliance, day))
    names = {r["subject"]: r for r in site.facts.table("control_subjects").iter_rows(named=True)}
    made = []
    for subject, gap in gaps.items():
        areas = str(names[subject]["areas"]).split(";")
        if area is not None and area not in areas:
            continue
        starts = dict(_dates(gap["dates"]))
        made.append(
            GridRow(
                {
                    "subject": GridCell(names[subject][f"name_{views.language.code}"]),
                    "areas": GridCell(views.language.listing(views.area_name(a) for a in areas)),
                    **{
                        c: _cell(site, views, listed.get((subject, c), []), starts.get(c))
                        for c in countries
                    },
                    "alone": GridCell(
                        views.language.country(gap["only_known_by"]) if gap["only_known_by"] else ""
                    ),
                },
                id=f"subject-{subject}",
            )
        )
    columns = (
        GridColumn("subject", say("Goods and technology")),
        *(() if area is not None else (GridColumn("areas", say("Areas")),)),
        *(GridColumn(c, views.language.country(c)) for c in countries),
        GridColumn("alone", say("Known to control alone"), facet=True),
    )
    return Grid("subjects", say("Control lists side by side"), columns,
                rows.with_sources(views, made), say("none recorded"))  # fmt: skip


def _compare(site: Site, alliance: Any, day: str) -> tuple[dict[str, Record], dict[Any, Any]]:
    analysis = get_analysis("control_alignment")
    tables = {
        i.name: site.facts.table(i.table.name) for i in analysis.inputs if i.name != "partner_items"
    }
    result = analysis.run(tables, {"alliance": alliance, "as_of": day, "expected": False})
    gaps = {
        r["subject"]: r
        for r in result.extras["control_gaps"].iter_rows(named=True)
        if r["level"] == "subject"
    }
    facts = {
        (r["list"], r["item"], r["subject"], r["start_date"]): r
        for r in site.facts.table("list_entries").iter_rows(named=True)
    }
    listed: dict[Any, list[tuple[Record, Record]]] = {}
    for row in result.table.iter_rows(named=True):
        fact = facts.get((row["list"], row["item"], row["subject"], row["since"]))
        if row["subject"] and fact is not None:
            listed.setdefault((row["subject"], row["country"]), []).append((row, fact))
    return gaps, listed


def _dates(text: str | None) -> list[tuple[str, tuple[str, bool]]]:
    """Split `NLD 2023-09-01;GBR by 2020-12-31` into countries, dates and whether it is `by`."""
    found = []
    for part in (text or "").split(";"):
        words = part.split()
        if words:
            found.append((words[0], (words[-1], "by" in words[1:-1])))
    return found


def _cell(
    site: Site,
    views: Views,
    listed: list[tuple[Record, Record]],
    start: tuple[str, bool] | None,
) -> GridCell:
    say = views.say
    if not listed:
        return GridCell(say("unknown"), empty=True)
    if start is None:
        row = listed[0][0]
        cited = site.room.cite_all(f for _, f in listed)
        return GridCell(say(wording.STATES[row["state"]]), row["since"], views.notes.cite(cited),
                        tag=row["state"], status=views.status(cited))  # fmt: skip
    date, by = start
    text = views.language.date(date)
    if by:
        text = say("by {date}").format(date=text)
    first = site.room.cite_all(f for r, f in listed if r["since"] == date)
    every = site.room.cite_all(
        f for r, f in listed if r["since"] == date or r["state"] == "in_force"
    )
    return GridCell(text, date, views.notes.cite(every), status=views.status(first))
