"""What forms send: documents added and deleted, progress of jobs."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response, StreamingResponse

from techpact.errors import InputError, NotFoundError, UnavailableError
from techpact.render.exports import FORMATS, MEDIA_TYPES, export
from techpact.web import library
from techpact.web.answers import Answer
from techpact.web.body import read_form
from techpact.web.site import Site
from techpact.web.state import State


def install(app: FastAPI) -> None:
    """Add the routes."""
    app.add_route("/documents", add_document, methods=["POST"], include_in_schema=False)
    app.add_route(
        "/documents/{name}/delete", delete_document, methods=["POST"], include_in_schema=False
    )
    app.add_route("/screen", screen_file, methods=["POST"], include_in_schema=False)
    app.add_route("/screen/log.jsonl", screening_record, methods=["GET"], include_in_schema=False)
    app.add_route(
        "/screen/results/{screening}.{kind}",
        screening_result,
        methods=["GET"],
        include_in_schema=False,
    )
    app.add_route(
        "/screen/results/{screening}/delete",
        forget_screening,
        methods=["POST"],
        include_in_schema=False,
    )
    app.add_route("/jobs/{job}/events", job_events, methods=["GET"], include_in_schema=False)


def state_of(request: Request) -> State:
    """Return the state that the address of a form carries."""
    return State.read(
        request.url.path,
        request.query_params.multi_items(),
        request.headers.get("accept-language", ""),
    )


async def uploaded(request: Request, limit: int) -> tuple[str, bytes, dict[str, Any]]:
    """Return name and bytes of the one file of a form, and its other fields.

    Raises
    ------
    InputError
        When no file was sent.
    """
    fields: dict[str, Any] = {}
    name, data = "", None
    async with read_form(request, limit) as form:
        for key, value in form.multi_items():
            if isinstance(value, UploadFile):
                name, data = value.filename or "", await value.read()
            else:
                fields[key] = value
    if data is None or not name:
        raise InputError("no file was sent", mend="choose a file, then press the button")
    return name, data, fields


async def add_document(request: Request) -> Response:
    """Store a document, then show it."""
    site: Site = request.app.state.site
    state = state_of(request)
    name, data, _ = await uploaded(request, library.MAX_BYTES + 2**20)
    entry = await run_in_threadpool(library.add, site, name, data)
    return RedirectResponse(state.link(f"/documents/{entry.name}"), status_code=303)


async def delete_document(request: Request) -> Response:
    """Delete a document, then show those that are left."""
    site: Site = request.app.state.site
    state = state_of(request)
    await run_in_threadpool(library.remove, site, request.path_params["name"])
    return RedirectResponse(state.link("/documents"), status_code=303)


async def screen_file(request: Request) -> Response:
    """Receive a file of names, then show how far its screening is."""
    site: Site = request.app.state.site
    state = state_of(request)
    name, data, fields = await uploaded(request, site.settings.max_upload_bytes)
    column = str(fields.get("column") or "name")[:100]
    identifier = await run_in_threadpool(site.desk.receive, name, data, column)
    return RedirectResponse(state.link(f"/screen/results/{identifier}"), status_code=303)


async def screening_result(request: Request) -> Response:
    """The whole result of a file's screening."""
    site: Site = request.app.state.site
    kind = request.path_params["kind"]
    if kind not in FORMATS:
        raise NotFoundError("format", kind, FORMATS)
    job = await run_in_threadpool(site.desk.working, request.path_params["screening"])
    if job.state == "working":
        raise UnavailableError("the names are still being screened", mend="wait, then ask again")

    def make() -> bytes:
        import polars as pl

        frame = pl.read_csv(job.result(), infer_schema=False)
        return export(frame.with_columns(pl.col("score").cast(pl.Float64)), kind)

    body = await run_in_threadpool(make)
    file_name = f"screening-{job.label[:8]}.{kind}"
    return Answer.of(body, MEDIA_TYPES[kind], file_name).respond(request)


async def forget_screening(request: Request) -> Response:
    """Delete a file of names and its result."""
    site: Site = request.app.state.site
    await run_in_threadpool(site.desk.forget, request.path_params["screening"])
    return RedirectResponse("/screen", status_code=303)


async def screening_record(request: Request) -> Response:
    """The record of screenings, as it stands."""
    site: Site = request.app.state.site
    if not site.desk.log.exists():
        raise NotFoundError("record", "screenings.jsonl", ())
    return FileResponse(site.desk.log, media_type="application/jsonl", filename="screenings.jsonl")


async def job_events(request: Request) -> Response:
    """Progress of a job as server-sent events."""
    site: Site = request.app.state.site
    job = site.jobs.get(request.path_params["job"])
    return StreamingResponse(site.jobs.events(job), media_type="text/event-stream")
