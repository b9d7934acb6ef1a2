"""What the fact base and the assessment hold: areas, alliances, tables, findings, search."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import polars as pl
from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from techpact.errors import InputError, NotFoundError
from techpact.facts.tables import LOCATIONS
from techpact.render.exports import MEDIA_TYPES, export
from techpact.tables import Table
from techpact.web.answers import Answer
from techpact.web.api import models
from techpact.web.api.models import PROBLEMS, answer, next_offset
from techpact.web.site import Site
from techpact.web.state import State

router = APIRouter(prefix="/api/v1", responses=PROBLEMS)

Lang = Literal["en", "ja", "ko"]
AllianceQuery = Annotated[
    str, Query(description="A preset, or ISO alpha-3 codes such as JPN,KOR,TWN.", max_length=400)
]
Codes = Annotated[str, Query(description="ISO alpha-3 codes joined by commas.", max_length=400)]
Offset = Annotated[int, Query(ge=0, le=10_000_000)]
Limit = Annotated[int, Query(ge=1, le=5000)]


def describe(table: Table, rows: int | None = None, sha256: str | None = None) -> models.TableInfo:
    """Describe a declared table."""
    return models.TableInfo(
        name=table.name,
        title=table.title,
        columns=[
            models.Column(
                name=c.name,
                type=c.type,
                unit=c.unit,
                description=c.description,
                nullable=c.nullable,
                values=list(c.values),
            )
            for c in table.columns
        ],
        key=list(table.key),
        rows=rows,
        sha256=sha256,
    )


def _site(request: Request) -> Site:
    site: Site = request.app.state.site
    return site


def _refuse_null(*texts: str) -> None:
    if any("\0" in t for t in texts):
        raise InputError("a parameter holds a null character", mend="leave it out")


@router.get("/areas", response_model=list[models.Area])
def areas(request: Request) -> Response:
    """Technology areas."""
    return answer(
        request,
        [models.Area(area=a.code, names=dict(a.names)) for a in _site(request).facts.areas],
    )


@router.get("/alliances", response_model=list[models.AllianceInfo])
def alliances(request: Request) -> Response:
    """Named alliances with their members."""
    site = _site(request)
    found = []
    for row in site.facts.table("alliances").iter_rows(named=True):
        alliance = site.facts.alliance(row["alliance"])
        found.append(
            models.AllianceInfo(
                alliance=row["alliance"],
                names={k: row[f"name_{k}"] for k in ("en", "ja", "ko") if row[f"name_{k}"]},
                members=sorted(alliance.members),
                partners=sorted(alliance.partners),
                concern=sorted(alliance.concern),
            )
        )
    return answer(request, found)


@router.get("/assessment", response_model=dict[str, Any])
def assessment(
    request: Request,
    alliance: AllianceQuery = "us-japan",
    partners: Codes = "",
    concern: Codes = "",
    lang: Lang = "en",
    as_of: Annotated[str, Query(max_length=10, description="YYYY-MM-DD")] = "",
) -> Response:
    """What is known of an alliance, area by area: the content of `brief.json`."""
    _refuse_null(alliance, partners, concern, as_of)
    return answer(request, _record(request, alliance, partners, concern, lang, as_of))


def _record(
    request: Request, alliance: str, partners: str, concern: str, lang: str, as_of: str = ""
) -> dict[str, Any]:
    from techpact.render.record import to_record

    site = _site(request)
    given = {"alliance": alliance, "partners": partners, "concern": concern, "as_of": as_of}
    state = State("/", {k: v for k, v in given.items() if v}, lang)
    result = site.assessment(state)
    record: dict[str, Any] = site.once(
        ("trace", site.data_hash(), result.alliance, result.as_of, lang),
        lambda: to_record(site.facts, result, site.languages[lang]),
    )
    return record


@router.get("/findings", response_model=models.Page)
def findings(
    request: Request,
    alliance: AllianceQuery = "us-japan",
    partners: Codes = "",
    concern: Codes = "",
    area: Annotated[str, Query(max_length=60)] = "",
    offset: Offset = 0,
    limit: Limit = 100,
) -> Response:
    """Findings on an alliance, each with analysis, options, input hashes, sources, caveats."""
    _refuse_null(alliance, partners, concern, area)
    rows = _record(request, alliance, partners, concern, "en")["findings"]
    if area:
        if area not in _site(request).facts.areas:
            raise NotFoundError("area", area, _site(request).facts.areas.codes)
        rows = [r for r in rows if r["area"] == area]
    return answer(
        request,
        models.Page(
            total=len(rows),
            offset=offset,
            limit=limit,
            next=next_offset(len(rows), offset, limit),
            rows=rows[offset : offset + limit],
        ),
    )


@router.get("/findings/{finding}", response_model=dict[str, Any])
def finding(
    request: Request,
    finding: str,
    alliance: AllianceQuery = "us-japan",
    partners: Codes = "",
    concern: Codes = "",
) -> Response:
    """One finding, gap or commitment with the steps back to its sources (`trace`)."""
    from techpact.lineage import trace

    _refuse_null(alliance, partners, concern, finding)
    record = _record(request, alliance, partners, concern, "en")
    steps = trace(record, finding)
    if not steps:
        raise NotFoundError("finding", finding, [f["id"] for f in record["findings"]])
    found = next((f for f in record["findings"] if f["id"] == finding), None)
    return answer(
        request,
        {
            "id": finding,
            "finding": found,
            "trace": [{"depth": d, "label": label, "text": text} for d, label, text in steps],
        },
    )


@router.get("/tables", response_model=list[models.TableInfo])
def tables(request: Request) -> Response:
    """Tables of the fact base."""
    site = _site(request)
    return answer(
        request,
        [
            describe(declared, site.facts.table(name).height, site.facts.sha256(name))
            for name, (declared, _) in LOCATIONS.items()
        ],
    )


@router.get(
    "/tables/{table}",
    response_model=models.Page,
    responses={
        200: {
            "content": {
                MEDIA_TYPES[k].split(";")[0]: {"schema": {"type": "string", "format": "binary"}}
                for k in ("csv", "xlsx", "parquet")
            }
        }
    },
)
def table(
    request: Request,
    table: str,
    offset: Offset = 0,
    limit: Limit = 100,
    format: Annotated[  # noqa: A002 (the word in the address)
        Literal["json", "csv", "xlsx", "parquet"], Query(description="Whole table unless json.")
    ] = "json",
) -> Response:
    """Rows of a table; as CSV, XLSX or Parquet the whole table."""
    frame = _site(request).facts.table(table)
    if format != "json":
        body = export(frame, format)
        return Answer.of(body, MEDIA_TYPES[format], f"{table}.{format}").respond(request)
    part = frame.slice(offset, limit).with_columns(pl.col(pl.Date).cast(pl.String))
    return answer(
        request,
        models.Page(
            total=frame.height,
            offset=offset,
            limit=limit,
            next=next_offset(frame.height, offset, limit),
            rows=part.to_dicts(),
        ),
    )


@router.get("/search", response_model=models.FoundPage)
def search(
    request: Request,
    q: Annotated[str, Query(min_length=1, max_length=200)],
    offset: Offset = 0,
    limit: Limit = 50,
) -> Response:
    """Search names and texts in three languages."""
    from techpact.web.pages.search import find

    hits = find(_site(request), q)
    return answer(
        request,
        models.FoundPage(
            total=len(hits),
            offset=offset,
            limit=limit,
            next=next_offset(len(hits), offset, limit),
            results=[
                models.Found(kind=h.kind, path=h.path, names=h.names)
                for h in hits[offset : offset + limit]
            ],
        ),
    )
