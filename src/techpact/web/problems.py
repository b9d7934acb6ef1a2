"""Errors as answers: problem+json (RFC 9457) for programs, a page for people."""

from __future__ import annotations

import json
from typing import Any

from starlette.responses import Response

from techpact.errors import (
    DataError,
    InputError,
    LimitError,
    NotFoundError,
    TechpactError,
    UnavailableError,
)

MEDIA_TYPE = "application/problem+json"
TITLES = {
    400: "Bad request",
    401: "Token needed",
    403: "Refused",
    404: "Not found",
    405: "Method not allowed",
    408: "Took too long",
    413: "Too large",
    414: "Address too long",
    415: "Kind not supported",
    421: "Wrong host",
    422: "Cannot be read",
    429: "Too many requests",
    500: "Server error",
    503: "Not available",
}


def problem(status: int, detail: str, mend: str = "", **fields: Any) -> Response:
    """Return a problem as JSON."""
    record = {
        "type": "about:blank",
        "title": TITLES.get(status, "Error"),
        "status": status,
        "detail": detail,
        **({"mend": mend} if mend else {}),
        **fields,
    }
    return Response(json.dumps(record, ensure_ascii=False).encode(), status, media_type=MEDIA_TYPE)


def status_of(err: TechpactError) -> int:
    """HTTP status of an error of the program."""
    if isinstance(err, LimitError):
        return 413
    if isinstance(err, NotFoundError):
        return 404
    if isinstance(err, DataError):
        return 422
    if isinstance(err, InputError):
        return 400
    if isinstance(err, UnavailableError):
        return 503
    return 500


def problem_of(err: TechpactError) -> Response:
    """Return an error of the program as a problem; data errors name every row at fault."""
    fields: dict[str, Any] = {}
    if isinstance(err, DataError):
        fields["problems"] = list(err.problems)[:200]
    if isinstance(err, NotFoundError):
        fields["nearest"] = err.nearest
    if err.where:
        fields["where"] = err.where
    return problem(status_of(err), err.what, err.mend, **fields)
