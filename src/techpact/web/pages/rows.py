"""Rows of grids, made from the view models that the brief shows too."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from techpact.lineage import Citation
from techpact.render import wording
from techpact.render.grid import Grid, GridCell, GridColumn, GridRow
from techpact.render.views import Cell, InputRow, Views
from techpact.web.site import PageViews
from techpact.web.state import State

Say = Callable[[str], str]


def cited(sources: Iterable[Citation]) -> str:
    """Sources as text for a download."""
    return "; ".join(
        f"{s.citation}{', ' + s.locator if s.locator else ''}" for s in dict.fromkeys(sources)
    )


NAMED = 3


def credited(views: Views, sources: Iterable[Citation]) -> tuple[str, ...]:
    """Whose figures a chart shows: the first few publications, and how many more."""
    names = list(dict.fromkeys(s.citation for s in sources))
    if len(names) <= NAMED:
        return tuple(names)
    more = views.say("and {n} more (see the table)").format(n=len(names) - NAMED + 1)
    return (*names[: NAMED - 1], more)


def number(cell: Cell) -> GridCell:
    """A finding's number."""
    return GridCell(
        cell.text, cell.value, cell.note, finding=cell.finding, empty=cell.value is None
    )


def with_sources(views: Views, rows: Iterable[GridRow]) -> tuple[GridRow, ...]:
    """Fill in the sources of rows from the footnotes of their cells."""
    by_number = {n.number: n for n in views.notes.all}
    done = []
    for row in rows:
        found: dict[Citation, None] = {}
        for cell in row.cells.values():
            if cell.note:
                found.update(dict.fromkeys(by_number[cell.note].sources))
        done.append(GridRow(row.cells, row.id, row.sources or cited(found)))
    return tuple(done)


def commitments(
    views: PageViews,
    state: State,
    records: Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]],
    *,
    areas: bool = False,
    agreement: bool = True,
) -> Grid:
    """Commitments: pairs of the record and its view; `agreement` says to which each belongs."""
    say = views.say
    columns = [
        GridColumn("commitment", say("Commitment")),
        *([GridColumn("area", say("Area"), facet=True)] if areas else []),
        GridColumn("modality", say("How bindingly"), facet=True),
        GridColumn("bodies", say("Lead bodies")),
        *([GridColumn("agreement", say("Agreement"), facet=True)] if agreement else []),
        *([GridColumn("standing", say("Standing"), facet=True)] if agreement else []),
    ]
    rows = [
        GridRow(
            {
                "commitment": GridCell(view["text"], note=view["note"], status=view["status"]),
                "area": GridCell(
                    views.area_name(record["area"]), href=state.link(f"/areas/{record['area']}")
                ),
                "modality": GridCell(view["modality"]),
                "bodies": GridCell(view["bodies"]),
                "agreement": GridCell(
                    view["agreement"], href=state.link(views.agreement_path(record["agreement"]))
                ),
                "standing": GridCell(view["standing_text"], tag=view["standing"]),
            },
            id=view["id"],
        )
        for record, view in records
    ]
    return Grid(
        "commitments",
        say("What is promised"),
        tuple(columns),
        with_sources(views, rows),
        say("no commitment found"),
    )


def inputs(
    views: Views,
    state: State,
    records: Sequence[InputRow],
    *,
    area: Mapping[str, str] | None = None,
) -> Grid:
    """Critical inputs with their concentration; `area` names the area of each input, if shown."""
    say = views.say
    columns = [
        GridColumn("input", say("Input")),
        *([GridColumn("area", say("Area"), facet=True)] if area else []),
        GridColumn("stage", say("Stage"), facet=True),
        GridColumn("as_of", say("As of"), short=True),
        GridColumn("top", say("Top producer"), facet=True),
        *(GridColumn(k, say(label), numeric=True) for k, label in SHARES),
    ]
    rows = [
        GridRow(
            {
                "input": GridCell(row.name, href=state.link(f"/inputs/{row.code}")),
                "area": GridCell((area or {}).get(row.code, "")),
                "stage": GridCell(row.stage),
                "as_of": GridCell("" if row.empty else row.as_of),
                "top": GridCell(row.top_country),
                **{k: number(row.cells[k]) for k, _ in SHARES if k in row.cells},
            }
        )
        for row in records
    ]
    return Grid("inputs", say("Where supply comes from"), tuple(columns), with_sources(views, rows))


def N_(message: str) -> str:
    """Mark a message for extraction; returns it unchanged."""
    return message


SHARES = (
    ("top_share", N_("Top share")),
    ("hhi", N_("HHI")),
    ("concern_share", N_("Concern")),
    ("alliance_share", N_("Members")),
    ("partner_share", N_("Partners")),
    ("known_share", N_("Known")),
)


def measures(
    views: Views, state: State, records: Sequence[Mapping[str, Any]], *, areas: bool = False
) -> Grid:
    """Control measures; `records` are the views of `Views`, with `area` when it is shown."""
    say = views.say
    columns = [
        GridColumn("measure", say("Measure")),
        *([GridColumn("area", say("Area"), facet=True)] if areas else []),
        GridColumn("kind", say("Kind"), facet=True),
        GridColumn("by", say("By"), facet=True),
        GridColumn("state", say("State"), facet=True),
        GridColumn("since", say("Since"), short=True),
        GridColumn("until", say("Until"), short=True),
    ]
    rows = [
        GridRow(
            {
                "measure": GridCell(m["text"], note=m["note"], status=m["status"]),
                "area": GridCell(views.area_name(m["area"]), href=state.link(f"/areas/{m['area']}"))
                if m.get("area")
                else GridCell(""),
                "kind": GridCell(m["kind"]),
                "by": GridCell(views.language.listing(dict.fromkeys(m["countries"]))),
                "state": GridCell(m["state_text"], tag=m["state"]),
                "since": GridCell(m["since"], m.get("since_date")),
                "until": GridCell(m["until"], m.get("until_date")),
            },
            id=m.get("code", ""),
        )
        for m in records
    ]
    return Grid(
        "measures",
        say("Control measures"),
        tuple(columns),
        with_sources(views, rows),
        say("none recorded"),
    )


def events(views: Views, records: Sequence[Mapping[str, Any]], *, agreement: bool = True) -> Grid:
    """Events of a timeline; `agreement` says to which each belongs."""
    say = views.say
    columns = (
        GridColumn("date", say("Date"), short=True),
        *([GridColumn("subject", say("Agreement"), facet=True)] if agreement else []),
        GridColumn("kind", say("What"), facet=True),
        GridColumn("event", say("Event")),
        GridColumn("occurrence", say("Planned or actual"), facet=True),
    )
    rows = [
        GridRow(
            {
                "date": GridCell(e["date_text"], e["date"]),
                "subject": GridCell(e["lane"]),
                "kind": GridCell(e["kind"]),
                "event": GridCell(e["text"], note=e["note"], status=e["status"]),
                "occurrence": GridCell(e["occurrence_text"], tag=e["occurrence"]),
            }
        )
        for e in records
    ]
    return Grid("timeline", say("Timeline"), columns, with_sources(views, rows))


def pledges(views: Views, records: Sequence[Mapping[str, Any]]) -> Grid:
    """Pledges of money, each for itself; `records` are those of the assessment."""
    say = views.say
    columns = (
        GridColumn("pledge", say("Pledge")),
        GridColumn("by", say("By"), facet=True),
        GridColumn("amount", say("Amount"), numeric=True),
        GridColumn("currency", say("Currency"), facet=True),
        GridColumn("status", say("Status"), facet=True),
        GridColumn("agreement", say("Named with"), facet=True),
    )
    made = []
    for r in records:
        sources = r["sources"]
        status = r["pledge_status"]
        made.append(
            GridRow(
                {
                    "pledge": GridCell(
                        views.language.text(r["texts"]),
                        note=views.notes.cite(sources),
                        status=views.status(sources),
                    ),
                    "by": GridCell(views.language.country(r["pledged_by"])),
                    "amount": GridCell(
                        views.language.amount(r["amount"], None),
                        r["amount"],
                        empty=r["amount"] is None,
                    ),
                    "currency": GridCell(r["currency"] or ""),
                    "status": GridCell(say(wording.PLEDGE_STATUSES.get(status, status))),
                    "agreement": GridCell(
                        views.agreement_name(r["agreement"]) if r["agreement"] else ""
                    ),
                }
            )
        )
    return Grid("pledges", say("Investment pledges"), columns, with_sources(views, made))
