"""The application: pages, downloads, static files and the API behind one guard."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import Response

from techpact import __version__
from techpact.errors import TechpactError
from techpact.web import api, forms, static
from techpact.web.answers import Answer, Answers
from techpact.web.guard import Guard
from techpact.web.page import Builder, Page, file_of, render
from techpact.web.pages import ROUTES
from techpact.web.problems import TITLES, problem, problem_of, status_of
from techpact.web.settings import Settings
from techpact.web.site import Site
from techpact.web.state import State

HTML = "text/html; charset=utf-8"
API = "/api/"
MAX_RENDERS = 2


def create_app(settings: Settings) -> FastAPI:
    """Return the application.

    Parameters
    ----------
    settings
        Fact base, workspace, token, bounds.
    """
    site = Site(settings)
    app = FastAPI(
        title="techpact",
        version=__version__,
        summary="Decision support for technology alliances; every figure is cited.",
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    app.state.site = site
    app.state.renders = asyncio.Semaphore(MAX_RENDERS)
    forms.install(app)  # before the pages: some of its addresses are narrower than theirs
    for path, builder in ROUTES:
        app.add_route(
            path, _page_handler(builder), methods=["GET", "HEAD"], include_in_schema=False
        )
        base = "" if path == "/" else path
        app.add_route(
            f"/download{base}/{{file_name}}.{{file_kind}}",
            _file_handler(path, builder),
            methods=["GET", "HEAD"],
            include_in_schema=False,
        )
    app.add_route("/static/{name}", _static_file, methods=["GET", "HEAD"], include_in_schema=False)
    api.install(app)
    _errors(app)
    app.add_middleware(Guard, settings=settings)
    return app


Handler = Callable[[Request], Awaitable[Response]]


def read_state(request: Request) -> State:
    """Return the state of a request."""
    return State.read(
        request.url.path,
        request.query_params.multi_items(),
        request.headers.get("accept-language", ""),
    )


def _page_handler(builder: Builder) -> Handler:
    async def handle(request: Request) -> Response:
        site: Site = request.app.state.site
        state = read_state(request)
        key = f"{site.data_hash()} {state.key()}"

        def make() -> Answer:
            page = builder(site, state, **request.path_params)
            body = render(site, state, page).encode()
            return Answer.of(body, HTML, transient=page.transient or page.unfinished)

        return (await _kept(request, key, make)).respond(request)

    return handle


def _file_handler(path: str, builder: Builder) -> Handler:
    async def handle(request: Request) -> Response:
        site: Site = request.app.state.site
        given: dict[str, Any] = dict(request.path_params)
        name, kind = given.pop("file_name"), given.pop("file_kind")
        asked = read_state(request)
        state = State(path.format(**given), asked.parameters, asked.lang)
        key = f"{site.data_hash()} {asked.key()}"

        def make() -> Answer:
            site.wait_loaded(state)  # a file cannot say that something is still to come
            body, media = file_of(builder(site, state, **given), state, name, kind)
            stem = "-".join(p for p in (*state.path.strip("/").split("/"), name) if p)
            safe = "".join(c if c.isascii() and (c.isalnum() or c in "-_") else "_" for c in stem)
            return Answer.of(body, media, f"{safe[:80]}.{kind}")

        return (await _kept(request, key, make)).respond(request)

    return handle


async def _kept(request: Request, key: str, make: Callable[[], Answer]) -> Answer:
    answers: Answers = request.app.state.site.answers
    answer = answers.get(key)
    if answer is None:
        async with request.app.state.renders:
            answer = answers.get(key)
            if answer is None:
                answer = await run_in_threadpool(make)
                if not answer.transient:
                    answers.keep(key, answer)
    return answer


async def _static_file(request: Request) -> Response:
    found = static.find(request.path_params["name"])
    if found is None:
        raise HTTPException(404)
    headers = {"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding"}
    body = found.data
    if "gzip" in request.headers.get("accept-encoding", ""):
        body = found.packed
        headers["Content-Encoding"] = "gzip"
    return Response(body, 200, headers, media_type=found.media_type)


def _errors(app: FastAPI) -> None:
    """Every error becomes a problem for programs, a page for people; none shows the inside."""

    async def techpact_error(request: Request, err: Exception) -> Response:
        if not isinstance(err, TechpactError):
            raise err
        if request.url.path.startswith(API):
            return problem_of(err)
        return _error_page(request, status_of(err), err.what, err.where, err.mend)

    async def http_error(request: Request, err: Exception) -> Response:
        if not isinstance(err, HTTPException):
            raise err
        title = TITLES.get(err.status_code, "Error")
        detail = err.detail if isinstance(err.detail, str) else title
        if request.url.path.startswith(API):
            answer = problem(err.status_code, detail)
        else:
            answer = _error_page(request, err.status_code, detail, "", "")
        for name, value in (err.headers or {}).items():
            answer.headers[name] = value
        return answer

    async def invalid(request: Request, err: Exception) -> Response:
        if not isinstance(err, RequestValidationError):
            raise err
        problems = [
            {"at": "/".join(str(p) for p in e["loc"]), "problem": e["msg"]}
            for e in err.errors()[:50]
        ]
        return problem(422, "the request does not match the description", problems=problems)

    async def failure(request: Request, err: Exception) -> Response:
        what, mend = "the server failed", "try again; if it stays, run `techpact doctor`"
        if request.url.path.startswith(API):
            return problem(500, what, mend)
        return _error_page(request, 500, what, "", mend)

    app.add_exception_handler(TechpactError, techpact_error)
    app.add_exception_handler(HTTPException, http_error)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(Exception, failure)


def _error_page(request: Request, status: int, what: str, where: str, mend: str) -> Response:
    site: Site = request.app.state.site
    lang = request.query_params.get("lang", "")
    state = State(
        request.url.path if request.method == "GET" else "/",
        {"lang": lang} if lang in site.languages else {},
        lang if lang in site.languages else "en",
    )
    say = site.languages[state.lang].gettext
    titles = {404: say("Not found"), 413: say("Too large"), 503: say("Not available")}
    page = Page(
        "error",
        titles.get(status, say("This cannot be shown")),
        "error",
        {"what": what, "where": where, "mend": mend},
    )
    with contextlib.suppress(TechpactError):
        return Response(render(site, state, page).encode(), status, media_type=HTML)
    return problem(status, what, mend)
