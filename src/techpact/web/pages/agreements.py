"""Agreements between governments: which count for the alliance, and what one of them says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from techpact.errors import NotFoundError
from techpact.render import wording
from techpact.render.charts import timeline_spec
from techpact.render.grid import Grid, GridCell, GridColumn, GridRow
from techpact.render.views import Views
from techpact.web.page import Chart, Page
from techpact.web.pages import rows
from techpact.web.site import PageViews, Site
from techpact.web.state import State


def agreement_list(site: Site, state: State) -> Page:
    """Agreements to which two or more members are parties, and the documents given."""
    views = site.views(state)
    say = views.say
    columns = (
        GridColumn("agreement", say("Agreement")),
        GridColumn("parties", say("Parties")),
        GridColumn("signed", say("Signed or launched"), short=True),
        GridColumn("standing", say("Standing"), facet=True),
        GridColumn("since", say("Since"), short=True),
        GridColumn("binding", say("Legally binding"), facet=True),
        GridColumn("funds", say("Commits funds"), facet=True),
        GridColumn("notice", say("Notice (days)"), numeric=True),
    )
    made = [
        GridRow(
            {
                "agreement": GridCell(
                    a["name"],
                    note=a["note"],
                    status=a["status"],
                    href=state.link(f"/agreements/{a['code']}"),
                ),
                "parties": GridCell(a["parties"]),
                "signed": GridCell(a["signed"], record["signed_date"]),
                "standing": GridCell(a["standing_text"], tag=a["standing"]),
                "since": GridCell(a["since"], record["standing_since"]),
                "binding": GridCell(a["binding"]),
                "funds": GridCell(a["funds"]),
                "notice": GridCell(
                    "" if a["notice_days"] is None else str(a["notice_days"]), a["notice_days"]
                ),
            },
            id=a["code"],
        )
        for a, record in zip(views.agreements(), views.assessment.agreements, strict=True)
    ]
    grid = Grid(
        "agreements",
        say("Agreements"),
        columns,
        rows.with_sources(views, made),
        say("No agreement in the fact base has two members of this alliance as parties."),
    )
    return Page("agreements", say("Agreements"), "agreements", {}, (grid,), views=views)


def agreement(site: Site, state: State, agreement: str) -> Page:
    """One agreement: parties, history, commitments, pledges."""
    facts = site.facts
    table = facts.table("agreements")
    found = table.filter(pl.col("agreement") == agreement)
    if not found.height:
        raise NotFoundError("agreement", agreement, table["agreement"])
    row = found.row(0, named=True)
    views = site.views(state)
    say, language = views.say, views.language
    parties = _rows(site, "agreement_parties", agreement)
    events = sorted(_rows(site, "agreement_events", agreement), key=lambda r: r["date"])
    made_events = [_event(site, views, r) for r in events]
    in_effect = {a["agreement"]: a for a in views.assessment.agreements}.get(agreement)
    standing = in_effect["standing"] if in_effect else ""
    facts_list = [
        (say("Kind"), say(wording.AGREEMENT_KINDS.get(row["kind"], row["kind"]))),
        (say("Signed or launched"), language.date(row["signed_date"])),
        (say("Place"), row["signed_place"] or say("no data")),
        (say("Legally binding"), views.yes_no(row["legally_binding"])),
        (say("Commits funds"), views.yes_no(row["commits_funds"])),
        (
            say("Notice (days)"),
            say("no data") if row["notice_days"] is None else str(row["notice_days"]),
        ),
    ]
    charts: tuple[Chart, ...] = ()
    if made_events:
        charts = (
            Chart(
                "history",
                say("History"),
                timeline_spec(made_events, language),
                unit=say("Events by kind"),
                note=say("Each event has its source in the table."),
                table="timeline",
            ),
        )
    return Page(
        "agreement",
        views.agreement_name(agreement),
        "agreements",
        {
            "facts": facts_list,
            "standing": standing,
            "standing_text": say(wording.STANDINGS[standing]) if standing else "",
            "note_number": views.notes.cite((site.room.cite(row),)),
            "names": [row[f"name_{k}"] for k in ("en", "ja", "ko") if row[f"name_{k}"]],
            "parties": [
                {
                    "name": language.country(p["country"]),
                    "href": state.link(f"/countries/{p['country']}"),
                    "body": views.body_name(p["representative"]) if p["representative"] else "",
                    "body_href": state.link(f"/institutions/{p['representative']}"),
                    "note": views.notes.cite((site.room.cite(p),)),
                }
                for p in parties
            ],
            "documents": [e.name for e in site.workspace.entries("document")],
        },
        (
            _commitments(site, views, state, agreement, standing),
            rows.events(views, made_events, agreement=False),
            rows.pledges(
                views,
                [
                    {**r, "texts": _texts(r), "sources": (site.room.cite(r),)}
                    for r in _rows(site, "pledges", agreement)
                ],
            ),
        ),
        charts,
        views,
    )


def _rows(site: Site, table: str, agreement: str) -> list[dict[str, Any]]:
    frame = site.facts.table(table)
    return frame.filter(pl.col("agreement") == agreement).to_dicts()


def _texts(row: Mapping[str, Any]) -> dict[str, str]:
    return {lang: row[f"text_{lang}"] for lang in ("en", "ja", "ko")}


def _event(site: Site, views: Views, row: Mapping[str, Any]) -> dict[str, Any]:
    sources = (site.room.cite(row),)
    return {
        "date": row["date"],
        "date_text": views.language.date(row["date"]),
        "kind": views.say(wording.EVENTS[row["event"]]),
        "lane": views.say(wording.EVENTS[row["event"]]),
        "occurrence": row["occurrence"],
        "occurrence_text": views.say(wording.OCCURRENCES[row["occurrence"]]),
        "text": views.language.text(_texts(row)),
        "status": views.status(sources),
        "note": views.notes.cite(sources),
    }


def _commitments(site: Site, views: PageViews, state: State, agreement: str, standing: str) -> Grid:
    records = []
    for row in _rows(site, "commitments", agreement):
        bodies = row["bodies"].split(";") if row["bodies"] else []
        sources = (site.room.cite(row),)
        view = {
            "id": row["commitment"],
            "text": views.language.text(_texts(row)),
            "modality": views.say(wording.MODALITIES[row["modality"]]),
            "bodies": views.language.listing(views.body_name(b) for b in bodies),
            "agreement": views.agreement_name(agreement),
            "standing": standing,
            "standing_text": views.say(wording.STANDINGS[standing]) if standing else "",
            "status": views.status(sources),
            "note": views.notes.cite(sources),
        }
        records.append((row, view))
    return rows.commitments(views, state, records, areas=True, agreement=False)
