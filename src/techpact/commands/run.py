"""`techpact run`: any analysis of the registry; its options come from the declaration."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from techpact.commands import console

if TYPE_CHECKING:
    from techpact.analysis import Analysis, Option
    from techpact.facts import FactBase
    from techpact.workspace import Workspace

SMALL_ROWS = 12
"""An extra table of at most so many rows is shown even when no file was asked for."""

_KINDS: dict[str, Any] = {
    "boolean": bool,
    "integer": int,
    "number": float,
    "string": str,
    "choice": str,
    "list": str,
    "alliance": str,
}


def run(context: typer.Context) -> None:
    """Run an analysis: techpact run NAME --table name=FILE --option value --format csv."""
    if not context.args or context.args[0] in {"--help", "-h"}:
        from techpact.registry import PARTS

        typer.echo(context.get_usage())
        typer.echo(
            "\nRun an analysis of the registry; `techpact run NAME --help` shows its options."
        )
        for part in PARTS:
            typer.echo(f"\n{part.name}: {part.question}")
            for name in part.analyses:
                typer.echo(f"  {name}")
        return
    from techpact.registry import get_analysis

    analysis = get_analysis(context.args[0])
    app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    app.command(help=analysis.doc.split("\n\nParameters\n")[0])(_command(analysis))
    app(args=context.args[1:], prog_name=f"techpact run {analysis.name}")


def _command(analysis: Analysis) -> Any:
    """Build the command of one analysis: its tables, its options, its extra tables."""

    def command(**values: Any) -> None:
        _run(analysis, values)

    tables = ", ".join(i.name + (" (optional)" if i.optional else "") for i in analysis.inputs)
    parameters = [
        _parameter(
            "table", list[str] | None, None, f"name=FILE, or name=TABLE of the workspace: {tables}."
        ),
        *[_option(o) for o in analysis.options],
        *[_parameter(t.name, Path | None, None, f"File for: {t.title}.") for t in analysis.extras],
        _parameter("format", str, "csv", "csv, json, parquet or xlsx."),
        _parameter("out", Path | None, None, "File to write instead of standard output."),
        _parameter("workspace", Path | None, None, "Workspace directory."),
        _parameter("facts", Path | None, None, "Directory of another fact base."),
    ]
    if analysis.takes_checkpoint:
        parameters.append(
            _parameter("checkpoint", Path | None, None, "Directory that lets a killed run go on.")
        )
    command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    command.__annotations__ = {p.name: p.annotation for p in parameters}
    return command


def _parameter(name: str, kind: Any, default: Any, text: str) -> inspect.Parameter:
    annotation = Annotated[kind, typer.Option(f"--{name.replace('_', '-')}", help=text)]
    return inspect.Parameter(
        name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation
    )


def _option(option: Option) -> inspect.Parameter:
    text = option.description
    if option.choices:
        text += f" One of: {', '.join(option.choices)}."
    kind = _KINDS[option.kind]
    dashed = option.name.replace("_", "-")
    default = option.default
    if isinstance(default, tuple):
        default = ",".join(default)
    elif option.kind == "alliance" and default is not None:
        default = str(default)
    if option.kind == "boolean":
        names = [f"--{dashed}/--no-{dashed}"]
    else:
        names = [f"--{dashed}"]
        if option.nullable or default is None:
            kind |= None
    return inspect.Parameter(
        option.name,
        inspect.Parameter.KEYWORD_ONLY,
        default=inspect.Parameter.empty if option.required else default,
        annotation=Annotated[
            _KINDS[option.kind] if option.required else kind, typer.Option(*names, help=text)
        ],
    )


def _run(analysis: Analysis, values: dict[str, Any]) -> None:
    import polars as pl

    from techpact.analysis import Result
    from techpact.checkpoint import FileCheckpoint
    from techpact.commands.options import fact_base, naming_files, open_workspace
    from techpact.errors import NotFoundError
    from techpact.render.exports import FORMATS, export

    kind = values["format"]
    if kind not in FORMATS:
        raise NotFoundError("format", kind, FORMATS)
    facts = fact_base(values["facts"])
    tables = read_tables(
        analysis, values["table"] or [], facts=facts, workspace=open_workspace(values["workspace"])
    )
    options = {
        o.name: _value(o, values[o.name], facts)
        for o in analysis.options
        if values[o.name] is not None
    }
    extras = {t.name: values[t.name] for t in analysis.extras if values[t.name]}
    folder = values.get("checkpoint")
    files = dict(item.split("=", 1) for item in values["table"] or [])
    with console.progress_bar(analysis.name) as progress, naming_files(files):
        result = analysis.run(
            tables,
            options,
            progress=progress,
            checkpoint=FileCheckpoint(folder) if folder else None,
            wanted=tuple(extras),
        )
    if isinstance(result.table, pl.LazyFrame):  # the first table was streamed from its file
        result = Result(
            result.table.collect(),
            {name: frame.lazy().collect() for name, frame in result.extras.items()},
            result.notes,
        )
    for name, path in extras.items():
        ending = path.suffix[1:].lower() if path.suffix[1:].lower() in FORMATS else kind
        console.write_result(export(result.extras[name], ending, bom=False), path)
    console.write_result(export(result.table, kind, bom=False), values["out"])
    for name, frame in result.extras.items():
        if name not in extras and 0 < frame.height <= SMALL_ROWS:
            title = next(t.title for t in analysis.extras if t.name == name)
            console.print_table(title, frame.columns, frame.rows(), error=True)
    for note in result.notes:
        console.print_plain(f"note: {note}: {_caveat(facts, note)}")


def _value(option: Option, value: Any, facts: FactBase) -> Any:
    return facts.alliance(value) if option.kind == "alliance" else value


def _caveat(facts: FactBase, code: str) -> str:
    rows = facts.table("caveats")
    texts = dict(zip(rows["caveat"], rows["text_en"], strict=True))
    return str(texts.get(code, "")).strip()


def read_tables(
    analysis: Analysis, given: list[str], *, facts: FactBase, workspace: Workspace
) -> dict[str, Any]:
    """Find the tables of an analysis: files given, tables of the workspace, or of the fact base.

    Raises
    ------
    InputError
        When a table is not given as `name=FILE`.
    NotFoundError
        For a table that the analysis does not take.
    """
    from techpact import engine
    from techpact.errors import InputError, NotFoundError
    from techpact.facts.tables import LOCATIONS

    inputs = {i.name: i for i in analysis.inputs}
    tables: dict[str, Any] = {}
    for item in given:
        name, _, place = item.partition("=")
        if not place:
            raise InputError(f"--table {item}: no file named", mend="write --table name=FILE")
        if name not in inputs:
            raise NotFoundError(f"table of {analysis.name}", name, inputs)
        names = {e.name for e in workspace.entries("table")}
        if place in names and not Path(place).exists():
            tables[name] = workspace.table(place)
        else:
            tables[name] = (
                engine.scan_frame(Path(place))
                if inputs[name].streamed
                else engine.read_frame(Path(place), header=not inputs[name].matrix)
            )
    stored = {e.declared_as or e.name: e.name for e in workspace.entries("table")}
    for name, item_ in inputs.items():
        if name in tables:
            continue
        if item_.table.name in LOCATIONS and LOCATIONS[item_.table.name][0] is item_.table:
            tables[name] = facts.table(item_.table.name)
        elif item_.table.name in stored:
            tables[name] = workspace.table(stored[item_.table.name])
    return tables
