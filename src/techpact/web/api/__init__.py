"""The API: OpenAPI 3.1 from the registry, typed answers, problems as RFC 9457."""

from __future__ import annotations

from fastapi import FastAPI

from techpact.web.api import analyses, documents, records, reference


def install(app: FastAPI) -> None:
    """Add every route of the API."""
    app.include_router(records.router)
    app.include_router(documents.router)
    app.include_router(analyses.make_router())
    reference.install(app)
