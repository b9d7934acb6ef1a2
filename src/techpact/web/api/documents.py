"""Documents, screening and matching over the API."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, File, Query, Request, UploadFile
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool
from starlette.responses import FileResponse, Response

from techpact.errors import InputError, NotFoundError, UnavailableError
from techpact.web import library
from techpact.web.api.models import PROBLEMS, Record, answer
from techpact.web.body import read_body
from techpact.web.site import Site

router = APIRouter(responses=PROBLEMS)
SECONDS = 60.0


class DocumentInfo(Record):
    """A document of the workspace."""

    name: str
    file: str
    sha256: str
    added: str


class ScreenBody(BaseModel):
    """Names to screen."""

    model_config = ConfigDict(extra="forbid")

    names: list[str] = Field(min_length=1, max_length=1000)
    top: int = Field(default=5, ge=1, le=50)


def _site(request: Request) -> Site:
    site: Site = request.app.state.site
    return site


def _info(entry: Any) -> DocumentInfo:
    return DocumentInfo(
        name=entry.name, file=entry.origin, sha256=entry.sha256, added=entry.retrieved
    )


@router.get("/api/v1/documents", response_model=list[DocumentInfo])
def documents(request: Request) -> Response:
    """Documents of the workspace."""
    return answer(request, [_info(e) for e in _site(request).workspace.entries("document")])


@router.post("/api/v1/documents", response_model=DocumentInfo, status_code=201)
async def add_document(request: Request, file: UploadFile = File()) -> Response:  # noqa: B008
    """Add a text (TXT, HTML, PDF, DOCX) to the workspace."""
    data = await file.read(library.MAX_BYTES + 1)
    entry = await run_in_threadpool(library.add, _site(request), file.filename or "", data)
    done = answer(request, _info(entry))
    done.status_code = 201
    return done


@router.get("/api/v1/documents/{name}", response_model=dict[str, Any])
def document(request: Request, name: str) -> Response:
    """A text read to records: provisions, commitments, names, dates, amounts, facts, events."""
    job = library.reading(_site(request), name)
    if not job.wait(SECONDS):
        raise UnavailableError("the text is still being read", mend="ask again in a minute")
    read = job.result()
    return answer(request, {**read.to_json(), "text": read.text})


@router.delete("/api/v1/documents/{name}", status_code=204, response_class=Response)
def delete_document(request: Request, name: str) -> Response:
    """Delete a document and what was made from it."""
    library.remove(_site(request), name)
    return Response(status_code=204)


def _opened(site: Site) -> None:
    if not site.desk.opening().wait(SECONDS):
        raise UnavailableError("the lists are still being opened", mend="ask again in a minute")


@router.post("/api/v1/screen", response_model=dict[str, Any])
async def screen(request: Request, body: ScreenBody) -> Response:
    """Screen names against the lists that the server was started with; it is recorded."""
    site = _site(request)

    def work() -> dict[str, Any]:
        _opened(site)
        found = site.desk.screen(body.names, top=body.top, by="api")
        return {
            "lists": site.desk.editions(),
            "results": [
                {
                    "query": name,
                    "decision": hits[0].decision if hits else "no",
                    "hits": [
                        {
                            "rank": h.rank,
                            "id": h.id,
                            "list": h.list,
                            "name": h.name,
                            "countries": h.countries,
                            "score": h.score,
                            "decision": h.decision,
                            "explanation": str(h.explanation),
                        }
                        for h in hits
                    ],
                }
                for name, hits in zip(body.names, found, strict=True)
            ],
        }

    return answer(request, await run_in_threadpool(work))


@router.get("/api/v1/screenings", response_class=Response)
def screenings(request: Request) -> Response:
    """The append-only record of screenings as JSON lines."""
    log = _site(request).desk.log
    if not log.exists():
        raise NotFoundError("record", "screenings.jsonl", ())
    return FileResponse(log, media_type="application/jsonl", filename="screenings.jsonl")


async def _match(request: Request, limit: int, threshold: float) -> Response:
    import json

    site = _site(request)
    raw = await read_body(request, 4 * 2**20)
    try:
        given = json.loads(raw)
    except (ValueError, RecursionError) as err:
        raise InputError("the body is not JSON", mend='send {"queries": {"q1": …}}') from err

    def work() -> dict[str, Any]:
        _opened(site)
        return site.desk.match(given, limit=limit, threshold=threshold)

    return answer(request, await run_in_threadpool(work))


_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "required": ["queries"],
                    "properties": {
                        "queries": {
                            "type": "object",
                            "maxProperties": 500,
                            "additionalProperties": {
                                "type": "object",
                                "required": ["properties"],
                                "properties": {
                                    "schema": {"type": "string"},
                                    "properties": {
                                        "type": "object",
                                        "additionalProperties": {
                                            "type": "array",
                                            "items": {"type": "string"},
                                        },
                                    },
                                },
                            },
                        }
                    },
                }
            }
        },
    }
}


@router.post("/match/{dataset}", response_model=dict[str, Any], openapi_extra=_BODY)
async def match(
    request: Request,
    dataset: str,
    limit: Annotated[int, Query(ge=1, le=100)] = 5,
    threshold: Annotated[float, Query(ge=0, le=1)] = 0.7,
) -> Response:
    """Match in the shape of OpenSanctions' yente; every loaded list is searched."""
    return await _match(request, limit, threshold)
