"""Countries: their role, agreements, controls, institutions and what they make."""

from __future__ import annotations

import polars as pl

from techpact.alliance import country_codes
from techpact.controls.measures import state_of
from techpact.errors import NotFoundError
from techpact.render import wording
from techpact.render.grid import Grid, GridCell, GridColumn, GridRow
from techpact.render.views import Views
from techpact.web.page import Page
from techpact.web.pages import rows
from techpact.web.site import Site
from techpact.web.state import State

COUNTED = (
    ("agreements", "agreement_parties", "country", "agreement"),
    ("measures", "control_measures", "issuer", "measure"),
    ("institutions", "institutions", "country", "institution"),
    ("inputs", "input_shares", "country", "input"),
)


def country_list(site: Site, state: State) -> Page:
    """Countries that the fact base speaks of."""
    views = site.views(state)
    say = views.say
    counts: dict[str, dict[str, int]] = {}
    for key, table, column, what in COUNTED:
        frame = site.facts.table(table).drop_nulls(column)
        for code, n in frame.group_by(column).agg(pl.col(what).n_unique()).iter_rows():
            counts.setdefault(code, {})[key] = n
    alliance = views.assessment.alliance
    roles = wording.ROLES
    columns = (
        GridColumn("country", say("Country")),
        GridColumn("code", say("Code")),
        GridColumn("role", say("Role"), facet=True),
        GridColumn("agreements", say("Agreements"), numeric=True),
        GridColumn("measures", say("Control measures"), numeric=True),
        GridColumn("institutions", say("Institutions"), numeric=True),
        GridColumn("inputs", say("Inputs it makes"), numeric=True),
    )
    codes = sorted(c for c in counts if c in country_codes() or c == "EU")
    made = tuple(
        GridRow(
            {
                "country": GridCell(
                    views.language.country(code), href=state.link(f"/countries/{code}")
                ),
                "code": GridCell(code),
                "role": GridCell(say(roles[alliance.role(code)])),
                **{
                    key: GridCell(str(counts[code].get(key, 0)), counts[code].get(key, 0))
                    for key, *_ in COUNTED
                },
            }
        )
        for code in codes
    )
    grid = Grid("countries", say("Countries"), columns, made)
    return Page("tables", say("Countries"), "countries", {"lead": ""}, (grid,), views=views)


def country(site: Site, state: State, country: str) -> Page:
    """One country."""
    code = country.upper()
    if code not in country_codes() and code != "EU":
        raise NotFoundError("country", country, country_codes())
    views = site.views(state)
    say = views.say
    role = views.assessment.alliance.role(code)
    return Page(
        "country",
        views.language.country(code),
        "countries",
        {"code": code, "role": say(wording.ROLES[role]), "role_code": role},
        (
            _agreements(site, views, state, code),
            _shares(site, views, state, code),
            _measures(site, views, state, code),
            _institutions(site, views, state, code),
            _reliance(site, views, state, code),
        ),
        views=views,
    )


def _agreements(site: Site, views: Views, state: State, code: str) -> Grid:
    say = views.say
    signed = {
        r["agreement"]: r["signed_date"]
        for r in site.facts.table("agreements").iter_rows(named=True)
    }
    table = site.facts.table("agreement_parties").filter(pl.col("country") == code)
    made = [
        GridRow(
            {
                "agreement": GridCell(
                    views.agreement_name(r["agreement"]),
                    note=views.notes.cite((site.room.cite(r),)),
                    href=state.link(f"/agreements/{r['agreement']}"),
                ),
                "signed": GridCell(
                    views.language.date(signed[r["agreement"]]), signed[r["agreement"]]
                ),
                "body": GridCell(
                    views.body_name(r["representative"]),
                    href=state.link(f"/institutions/{r['representative']}"),
                )
                if r["representative"]
                else GridCell(""),
            }
        )
        for r in table.iter_rows(named=True)
    ]
    columns = (
        GridColumn("agreement", say("Agreement")),
        GridColumn("signed", say("Signed or launched"), short=True),
        GridColumn("body", say("Represented by")),
    )
    return Grid("agreements", say("Agreements"), columns, rows.with_sources(views, made))


def _shares(site: Site, views: Views, state: State, code: str) -> Grid:
    say = views.say
    table = site.facts.table("input_shares").filter(pl.col("country") == code)
    made = [
        GridRow(
            {
                "input": GridCell(
                    views.input_name(r["input"]), href=state.link(f"/inputs/{r['input']}")
                ),
                "stage": GridCell(say(wording.STAGES.get(r["stage"], r["stage"]))),
                "share": GridCell(
                    views.language.percent(r["share"], 1),
                    r["share"],
                    note=views.notes.cite((site.room.cite(r),)),
                    status=views.status((site.room.cite(r),)),
                    empty=r["share"] is None,
                ),
                "as_of": GridCell(r["as_of"]),
            }
        )
        for r in table.sort("share", descending=True, nulls_last=True).iter_rows(named=True)
    ]
    columns = (
        GridColumn("input", say("Input")),
        GridColumn("stage", say("Stage"), facet=True),
        GridColumn("share", say("Share of world supply"), numeric=True),
        GridColumn("as_of", say("As of"), short=True),
    )
    return Grid("shares", say("What it makes"), columns, rows.with_sources(views, made))


def _measures(site: Site, views: Views, state: State, code: str) -> Grid:
    table = site.facts.table("control_measures").filter(
        (pl.col("issuer") == code)
        | pl.col("targets").fill_null("").str.split(";").list.contains(code)
    )
    return rows.measures(
        views, state, [measure_view(site, views, r) for r in table.to_dicts()], areas=True
    )


def measure_view(site: Site, views: Views, row: dict[str, object]) -> dict[str, object]:
    """Return a measure of the fact base as the views show it; state from its dates."""
    sources = (site.room.cite(row),)
    start, end = row["start_date"], row["end_date"]
    state = state_of(row, views.assessment.as_of)
    issuer = str(row["issuer"])
    kind = str(row["kind"])
    return {
        "code": row["measure"],
        "area": row["area"],
        "text": row[f"text_{views.language.code}"],
        "kind": views.say(wording.MEASURE_KINDS.get(kind, kind)),
        "state": state,
        "state_text": views.say(wording.STATES[state]),
        "since": views.language.date(str(start)) if start else "",
        "since_date": start,
        "until": views.language.date(str(end)) if end else "",
        "until_date": end,
        "countries": [views.language.country(issuer)],
        "status": views.status(sources),
        "note": views.notes.cite(sources),
    }


def _institutions(site: Site, views: Views, state: State, code: str) -> Grid:
    say = views.say
    table = site.facts.table("institutions").filter(pl.col("country") == code)
    made = [
        GridRow(
            {
                "institution": GridCell(
                    views.body_name(r["institution"]),
                    note=views.notes.cite((site.room.cite(r),)),
                    href=state.link(f"/institutions/{r['institution']}"),
                ),
                "kind": GridCell(say(wording.INSTITUTION_KINDS.get(r["kind"], r["kind"]))),
            }
        )
        for r in table.iter_rows(named=True)
    ]
    columns = (
        GridColumn("institution", say("Institution")),
        GridColumn("kind", say("Kind"), facet=True),
    )
    return Grid("institutions", say("Institutions"), columns, rows.with_sources(views, made))


def _reliance(site: Site, views: Views, state: State, code: str) -> Grid:
    say = views.say
    table = site.facts.table("import_sources").filter(pl.col("importer") == code)
    made = [
        GridRow(
            {
                "input": GridCell(
                    views.input_name(r["input"]), href=state.link(f"/inputs/{r['input']}")
                ),
                "origin": GridCell(views.language.country(r["origin"])),
                "share": GridCell(
                    views.language.percent(r["share"]),
                    r["share"],
                    note=views.notes.cite((site.room.cite(r),)),
                ),
                "years": GridCell(r["years"]),
            }
        )
        for r in table.iter_rows(named=True)
    ]
    columns = (
        GridColumn("input", say("Input")),
        GridColumn("origin", say("Origin of imports"), facet=True),
        GridColumn("share", say("Share of imports"), numeric=True),
        GridColumn("years", say("Years")),
    )
    return Grid("imports", say("Where it buys"), columns, rows.with_sources(views, made))
