"""Bodies of requests, read up to a bound and no further."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator

from fastapi import Request
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.types import Message

from techpact.errors import InputError, LimitError

MAX_FIELDS = 100


async def read_body(request: Request, limit: int) -> bytes:
    """Read a body.

    Raises
    ------
    LimitError
        As soon as more than `limit` bytes have come, or are announced.
    """
    _check_announced(request, limit)
    parts, total = [], 0
    async for part in request.stream():
        total += len(part)
        if total > limit:
            raise _too_large(limit)
        parts.append(part)
    return b"".join(parts)


@contextlib.asynccontextmanager
async def read_form(request: Request, limit: int) -> AsyncIterator[FormData]:
    """Read a form; files wait on disk, not in memory.

    Raises
    ------
    LimitError
        As soon as more than `limit` bytes have come.
    InputError
        When the form is broken.
    """
    _check_announced(request, limit)
    total = 0
    receive = request._receive

    async def counted() -> Message:
        nonlocal total
        message = await receive()
        total += len(message.get("body", b""))
        if total > limit:
            raise _too_large(limit)
        return message

    request._receive = counted
    try:
        form = await request.form(
            max_files=MAX_FIELDS, max_fields=MAX_FIELDS, max_part_size=min(limit, 16 * 2**20)
        )
    except HTTPException as err:
        raise InputError(f"the form cannot be read: {err.detail}", mend="send it again") from err
    except (ValueError, KeyError, AssertionError, UnicodeError, LookupError) as err:
        raise InputError("the form cannot be read", mend="send it again") from err
    try:
        yield form
    finally:
        await form.close()


def _check_announced(request: Request, limit: int) -> None:
    announced = request.headers.get("content-length", "")
    if announced.isdigit() and int(announced) > limit:
        raise _too_large(limit)


def _too_large(limit: int) -> LimitError:
    return LimitError(
        f"more than {limit:,} bytes were sent", mend="send less, or use the command line"
    )
