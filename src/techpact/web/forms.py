"""What forms send: documents added and deleted, progress of jobs."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse

from techpact.errors import InputError
from techpact.web import library
from techpact.web.body import read_form
from techpact.web.site import Site
from techpact.web.state import State


def install(app: FastAPI) -> None:
    """Add the routes."""
    app.add_route("/documents", add_document, methods=["POST"], include_in_schema=False)
    app.add_route(
        "/documents/{name}/delete", delete_document, methods=["POST"], include_in_schema=False
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


async def job_events(request: Request) -> Response:
    """Progress of a job as server-sent events."""
    site: Site = request.app.state.site
    job = site.jobs.get(request.path_params["job"])
    return StreamingResponse(site.jobs.events(job), media_type="text/event-stream")
