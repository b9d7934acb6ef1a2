"""Every analysis of the registry as a route: tables in, one table out."""

from __future__ import annotations

import asyncio
import base64
import binascii
from collections.abc import Mapping
from typing import Any

import polars as pl
from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field, create_model
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.responses import Response

from techpact import __version__
from techpact.analysis import Analysis, Result
from techpact.errors import InputError, LimitError, NotFoundError
from techpact.facts.tables import LOCATIONS
from techpact.registry import analysis_names, get_analysis
from techpact.render.exports import FORMATS, MEDIA_TYPES, export
from techpact.web.answers import Answer
from techpact.web.api import models
from techpact.web.api.models import PROBLEMS, answer, next_offset
from techpact.web.api.records import Limit, Offset, describe
from techpact.web.body import read_body, read_form
from techpact.web.problems import problem
from techpact.web.site import Site
from techpact.web.uploads import KINDS, read_table
from techpact.workspace import frame_sha256

_TYPES: dict[str, Any] = {
    "boolean": bool,
    "integer": int,
    "number": float,
    "string": str,
    "choice": str,
    "list": list[str] | str,
    "alliance": str,
}


class TableBody(BaseModel):
    """A table in a JSON body."""

    model_config = ConfigDict(extra="forbid")

    format: str = Field(default="csv", description="csv, tsv or parquet.")
    data: str = Field(description="The text of a CSV or TSV; Parquet in base64.")


def make_router() -> APIRouter:
    """Return the routes, made from the registry."""
    router = APIRouter(prefix="/api/v1", responses=PROBLEMS)

    @router.get("/analyses", response_model=list[models.AnalysisInfo])
    def analyses(request: Request) -> Response:
        """Every analysis: its question, tables, options, references, caveats."""
        return answer(request, [info(get_analysis(n)) for n in analysis_names()])

    @router.get("/analyses/{analysis}", response_model=models.AnalysisInfo)
    def analysis(request: Request, analysis: str) -> Response:
        """One analysis."""
        return answer(request, info(get_analysis(analysis)))

    for name in analysis_names():
        _add_run(router, get_analysis(name))
    return router


def info(analysis: Analysis) -> models.AnalysisInfo:
    """Describe an analysis."""
    return models.AnalysisInfo(
        name=analysis.name,
        part=analysis.part,
        question=analysis.question,
        inputs=[
            models.InputInfo(
                name=i.name, optional=i.optional, matrix=i.matrix, table=describe(i.table)
            )
            for i in analysis.inputs
        ],
        options=[
            models.OptionInfo(
                name=o.name,
                kind=o.kind,
                required=o.required,
                default=None if o.default is None else _plain(o.default),
                choices=list(o.choices),
                description=o.description,
            )
            for o in analysis.options
        ],
        output=describe(analysis.output),
        extras=[describe(t) for t in analysis.extras],
        references=list(analysis.references),
        caveats=list(analysis.caveats),
        version=analysis.version,
    )


def _plain(value: Any) -> Any:
    return (
        list(value)
        if isinstance(value, tuple)
        else value
        if isinstance(value, bool | int | float | str)
        else str(value)
    )


def body_model(analysis: Analysis) -> type[BaseModel]:
    """The JSON body of an analysis, made from its declaration."""
    config = ConfigDict(extra="forbid")
    options: dict[str, Any] = {
        o.name: (
            _TYPES[o.kind] if o.required else _TYPES[o.kind] | None,
            Field(... if o.required else None, description=o.description),
        )
        for o in analysis.options
    }
    title = "".join(p.title() for p in analysis.name.split("_"))
    option_model = create_model(f"{title}Options", __config__=config, **options)
    tables: dict[str, Any] = {
        i.name: (TableBody | None, Field(None, description=i.table.title)) for i in analysis.inputs
    }
    table_model = create_model(f"{title}Tables", __config__=config, **tables)
    required = any(o.required for o in analysis.options)
    return create_model(
        f"{title}Run",
        __config__=config,
        options=(option_model, ...) if required else (option_model | None, None),
        tables=(
            table_model | None,
            Field(
                None,
                description="Tables of the fact base and the "
                "workspace stand in for those left out.",
            ),
        ),
    )


def _add_run(router: APIRouter, analysis: Analysis) -> None:
    model = body_model(analysis)
    files = {
        i.name: {"type": "string", "format": "binary", "description": i.table.title}
        for i in analysis.inputs
    }
    fields = {o.name: {"type": "string", "description": o.description} for o in analysis.options}
    schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
    definitions = schema.pop("$defs", {})
    router_extra = {
        "requestBody": {
            "required": False,
            "content": {
                "application/json": {"schema": _inline(schema, definitions)},
                "multipart/form-data": {
                    "schema": {"type": "object", "properties": {**files, **fields}}
                },
            },
        }
    }

    async def run(
        request: Request,
        offset: Offset = 0,
        limit: Limit = 1000,
        format: str = "json",  # noqa: A002 (the word in the address)
        table: str = "",
    ) -> Response:
        return await _run(request, analysis, model, offset, limit, format, table)

    run.__doc__ = f"{analysis.question}\n\nSend tables as CSV or Parquet: a file a table, or JSON."
    router.add_api_route(
        f"/analyses/{analysis.name}",
        run,
        methods=["POST"],
        response_model=models.RunResult,
        name=f"run_{analysis.name}",
        operation_id=f"run_{analysis.name}",
        openapi_extra=router_extra,
        responses={
            200: {
                "content": {
                    MEDIA_TYPES[k].split(";")[0]: {"schema": {"type": "string", "format": "binary"}}
                    for k in ("csv", "xlsx", "parquet")
                }
            }
        },
    )


def _inline(schema: Any, definitions: Mapping[str, Any]) -> Any:
    if isinstance(schema, dict):
        if "$ref" in schema:
            return _inline(definitions[schema["$ref"].rsplit("/", 1)[1]], definitions)
        return {k: _inline(v, definitions) for k, v in schema.items()}
    if isinstance(schema, list):
        return [_inline(v, definitions) for v in schema]
    return schema


async def _run(
    request: Request,
    analysis: Analysis,
    model: type[BaseModel],
    offset: int,
    limit: int,
    kind: str,
    table: str,
) -> Response:
    site: Site = request.app.state.site
    if kind not in FORMATS:
        raise NotFoundError("format", kind, FORMATS)
    options, given = await _read(request, analysis, model, site)

    def work() -> tuple[Result, dict[str, pl.DataFrame]]:
        tables = {
            name: read_table(
                data,
                form,
                name,
                site.settings,
                header=not next(i.matrix for i in analysis.inputs if i.name == name),
            )
            for name, (data, form) in given.items()
        }
        tables = fill(site, analysis, tables)
        return site.workspace.run(analysis, tables, resolve(site, analysis, options)), tables

    try:
        result, tables = await asyncio.wait_for(
            run_in_threadpool(work), site.settings.seconds_per_run
        )
    except TimeoutError:
        return problem(
            408,
            f"not done after {site.settings.seconds_per_run:g} s",
            f"send smaller tables, or run `techpact run {analysis.name}`",
        )
    frame = result.table
    if table:
        if table not in result.extras:
            raise NotFoundError(f"extra table of {analysis.name}", table, result.extras)
        frame = result.extras[table]
    frame = frame if isinstance(frame, pl.DataFrame) else pl.DataFrame(frame)
    if kind != "json":
        body = await run_in_threadpool(export, frame, kind)
        name = f"{analysis.name}{'-' + table if table else ''}.{kind}"
        return Answer.of(body, MEDIA_TYPES[kind], name).respond(request)
    return answer(
        request, _result(site, analysis, options, tables, result, frame, table, offset, limit)
    )


def _result(
    site: Site,
    analysis: Analysis,
    options: Mapping[str, Any],
    tables: Mapping[str, pl.DataFrame],
    result: Result,
    frame: pl.DataFrame,
    table: str,
    offset: int,
    limit: int,
) -> models.RunResult:
    caveats = site.facts.table("caveats")
    texts = dict(zip(caveats["caveat"], caveats["text_en"], strict=True))
    codes = dict.fromkeys((*analysis.caveats, *result.notes))
    declared = next((t for t in analysis.extras if t.name == table), analysis.output)
    part = frame.slice(offset, limit)
    rows = [
        {k: None if isinstance(v, float) and v != v else v for k, v in row.items()}
        for row in part.with_columns(pl.col(pl.Date).cast(pl.String)).to_dicts()
    ]
    return models.RunResult(
        analysis=analysis.name,
        version=analysis.version,
        techpact=__version__,
        options={k: str(v) for k, v in options.items()},
        inputs={name: frame_sha256(f) for name, f in tables.items()},
        references=list(analysis.references),
        caveats=[models.Caveat(code=c, text=str(texts.get(c, ""))) for c in codes],
        columns=describe(declared).columns,
        total=frame.height,
        offset=offset,
        limit=limit,
        next=next_offset(frame.height, offset, limit),
        rows=rows,
    )


def fill(
    site: Site, analysis: Analysis, tables: dict[str, pl.DataFrame]
) -> dict[str, pl.DataFrame]:
    """Add the tables that the fact base or the workspace holds."""
    stored = {e.declared_as or e.name: e.name for e in site.workspace.entries("table")}
    for item in analysis.inputs:
        if item.name in tables:
            continue
        name = item.table.name
        if name in LOCATIONS and LOCATIONS[name][0] is item.table:
            tables[item.name] = site.facts.table(name)
        elif name in stored:
            tables[item.name] = site.workspace.table(stored[name])
    return tables


def resolve(site: Site, analysis: Analysis, options: Mapping[str, Any]) -> dict[str, Any]:
    """Read options; alliances may be presets."""
    kinds = {o.name: o.kind for o in analysis.options}
    return {
        name: site.facts.alliance(str(value)) if kinds.get(name) == "alliance" else value
        for name, value in options.items()
        if value is not None
    }


async def _read(
    request: Request, analysis: Analysis, model: type[BaseModel], site: Site
) -> tuple[dict[str, Any], dict[str, tuple[bytes, str]]]:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    limit = site.settings.max_upload_bytes
    if kind == "multipart/form-data":
        return await _read_form(request, analysis, limit)
    body = await read_body(request, limit * 2)
    if not body.strip():
        return {}, {}
    if kind not in {"application/json", ""}:
        raise InputError(
            f"cannot read a body of {kind!r}",
            mend="send application/json or multipart/form-data",
        )
    from fastapi.exceptions import RequestValidationError
    from pydantic import ValidationError

    try:
        given = model.model_validate_json(body)
    except ValidationError as err:
        raise RequestValidationError(err.errors()) from err
    plain = given.model_dump(exclude_none=True)
    tables = {}
    for name, item in (plain.get("tables") or {}).items():
        data = item["data"].encode()
        if item["format"] == "parquet":
            try:
                data = base64.b64decode(data, validate=True)
            except binascii.Error as err:
                raise InputError("not base64", where=name, mend="encode Parquet as base64") from err
        tables[name] = (data, item["format"])
    return plain.get("options") or {}, tables


async def _read_form(
    request: Request, analysis: Analysis, limit: int
) -> tuple[dict[str, Any], dict[str, tuple[bytes, str]]]:
    names = {i.name for i in analysis.inputs}
    options: dict[str, Any] = {}
    tables: dict[str, tuple[bytes, str]] = {}
    total = 0
    async with read_form(request, limit) as form:
        for key, value in form.multi_items():
            if isinstance(value, UploadFile):
                if key not in names:
                    raise NotFoundError(f"table of {analysis.name}", key, names)
                data = await value.read()
                total += len(data)
                if total > limit:
                    raise LimitError(f"more than {limit:,} bytes", mend="send less")
                ending = (value.filename or "").rpartition(".")[2].lower()
                tables[key] = (data, ending if ending in KINDS else "csv")
            elif key in names:
                tables[key] = (value.encode(), "csv")
            else:
                options[key] = value
    return options, tables
