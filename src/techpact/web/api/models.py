"""What the API answers, typed."""

from __future__ import annotations

from typing import Any

from fastapi import Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from techpact.web.answers import Answer

JSON = "application/json"


class Record(BaseModel):
    """Base of answers."""

    model_config = ConfigDict(extra="forbid")


class Problem(BaseModel):
    """An error as RFC 9457 describes it."""

    type: str
    title: str
    status: int
    detail: str
    mend: str | None = Field(default=None, description="What can be done about it.")
    where: str | None = None
    nearest: list[str] | None = None
    problems: list[Any] | None = None


class Column(Record):
    """A column of a table."""

    name: str
    type: str
    unit: str
    description: str
    nullable: bool = False
    values: list[str] = []


class TableInfo(Record):
    """A table: its title, columns, key, size and content hash."""

    name: str
    title: str
    columns: list[Column]
    key: list[str]
    rows: int | None = None
    sha256: str | None = None


class Page(Record):
    """One page of rows; `next` is the offset of the next page, null on the last."""

    total: int
    offset: int
    limit: int
    next: int | None
    rows: list[dict[str, Any]]


class Area(Record):
    """A technology area."""

    area: str
    names: dict[str, str]


class AllianceInfo(Record):
    """A named alliance."""

    alliance: str
    names: dict[str, str]
    members: list[str]
    partners: list[str]
    concern: list[str]


class OptionInfo(Record):
    """An option of an analysis."""

    name: str
    kind: str
    required: bool
    default: Any = None
    choices: list[str]
    description: str


class InputInfo(Record):
    """An input table of an analysis."""

    name: str
    optional: bool
    matrix: bool
    table: TableInfo


class AnalysisInfo(Record):
    """An analysis of the registry."""

    name: str
    part: str
    question: str
    inputs: list[InputInfo]
    options: list[OptionInfo]
    output: TableInfo
    extras: list[TableInfo]
    references: list[str]
    caveats: list[str]
    version: int


class Caveat(Record):
    """A caveat code with its wording."""

    code: str
    text: str


class RunResult(Record):
    """Result of an analysis: rows of its table, with what is needed to defend them."""

    analysis: str
    version: int
    techpact: str
    options: dict[str, str]
    inputs: dict[str, str] = Field(description="SHA-256 of each input table by name.")
    references: list[str]
    caveats: list[Caveat]
    columns: list[Column]
    total: int
    offset: int
    limit: int
    next: int | None
    rows: list[dict[str, Any]]


class Found(Record):
    """Something that the search found."""

    kind: str
    path: str
    names: dict[str, str]


class FoundPage(Record):
    """What the search found, best first."""

    total: int
    offset: int
    limit: int
    next: int | None
    results: list[Found]


def next_offset(total: int, offset: int, limit: int) -> int | None:
    """Offset of the next page."""
    return offset + limit if offset + limit < total else None


def answer(request: Request, record: BaseModel | list[Any] | dict[str, Any]) -> Response:
    """Answer with JSON under an ETag of its content."""
    import json

    if isinstance(record, BaseModel):
        body = record.model_dump_json().encode()
    else:
        plain = (
            [r.model_dump() if isinstance(r, BaseModel) else r for r in record]
            if isinstance(record, list)
            else record
        )
        body = json.dumps(plain, ensure_ascii=False, default=str).encode()
    return Answer.of(body, JSON).respond(request)


_PROBLEM = {"model": Problem, "content": {"application/problem+json": {}}}
PROBLEMS: dict[int | str, dict[str, Any]] = {
    code: {"description": text, **_PROBLEM}
    for code, text in (
        (400, "The request cannot be understood."),
        (401, "The token is missing."),
        (403, "Sent by a page of another site."),
        (404, "Not found; the nearest names are given."),
        (408, "The work took longer than the bound."),
        (413, "Larger than the bounds."),
        (415, "A kind of body that is not read here."),
        (422, "A table or value breaks its declaration; each problem is named."),
        (429, "Too many requests; see Retry-After."),
        (503, "Something needed is not there."),
    )
}
