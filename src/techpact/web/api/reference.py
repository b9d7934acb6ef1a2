"""A page that lists the routes, made from the OpenAPI description."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request
from starlette.responses import Response

from techpact.web.answers import Answer


def install(app: FastAPI) -> None:
    """Add `/api/v1/docs`."""

    async def docs(request: Request) -> Response:
        from techpact.web.page import Page, render
        from techpact.web.state import State

        state = State.read(
            request.url.path,
            request.query_params.multi_items(),
            request.headers.get("accept-language", ""),
        )
        site = request.app.state.site
        page = Page("api", "API", "api", {"routes": _routes(app)})
        html = render(site, state, page).encode()
        return Answer.of(html, "text/html; charset=utf-8").respond(request)

    app.add_route("/api/v1/docs", docs, methods=["GET", "HEAD"], include_in_schema=False)


def _routes(app: FastAPI) -> list[dict[str, Any]]:
    found = []
    for path, methods in app.openapi()["paths"].items():
        for method, operation in methods.items():
            found.append(
                {
                    "method": method.upper(),
                    "path": path,
                    "summary": operation.get("description", operation.get("summary", "")),
                    "parameters": operation.get("parameters", []),
                }
            )
    return found
