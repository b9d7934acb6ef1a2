"""How an analysis is declared: a pure function, tables in, keyword-only options, tables out.

The decorator reads the signature and the docstring, so that the CLI, the web forms, the API schema
and the docs pages all come from one place.
"""

from __future__ import annotations

import inspect
import re
import types
import typing
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

import narwhals as nw

from techpact import engine
from techpact.alliance import Alliance
from techpact.errors import InputError, NotFoundError
from techpact.tables import Table, validate


class Progress(Protocol):
    """Called by long analyses with work done so far and in all; the caller draws the bar."""

    def __call__(self, done: int, total: int, /) -> None:
        """Report work done so far, and in all."""


class Checkpoint(Protocol):
    """Where a long analysis leaves finished pieces, so that a killed run can go on."""

    def load(self, key: str) -> bytes | None:
        """Return the piece stored under `key`, or None."""

    def save(self, key: str, data: bytes) -> None:
        """Store a piece atomically."""


@dataclass(frozen=True)
class Input:
    """An input table of an analysis. Optional ones may be left out (the function gets None).

    A `matrix` input is a file of numbers alone, without a header row: read it with
    `engine.read_frame(path, header=not input.matrix)`. A `streamed` input can have many million
    rows: it comes to the analysis unchecked, and the analysis checks it in the one pass in which it
    reads it (give it as `engine.scan_frame(path)`).
    """

    name: str
    table: Table
    optional: bool = False
    matrix: bool = False
    streamed: bool = False


@dataclass(frozen=True)
class Option:
    """A keyword-only option, read from the signature and the docstring."""

    name: str
    kind: Literal["boolean", "integer", "number", "string", "choice", "list", "alliance"]
    default: Any
    required: bool
    nullable: bool
    choices: tuple[str, ...]
    description: str

    def parse(self, value: Any) -> Any:
        """Read a value given as text (CLI, URL) or as a Python object.

        Raises
        ------
        InputError
            When the value is not of the option's kind.
        """
        try:
            return self._parse(value)
        except (ValueError, TypeError) as err:
            raise InputError(
                f"option {self.name!r}: {value!r} is not a {self.kind}",
                mend=self.description or "see `techpact describe`",
            ) from err

    def _parse(self, value: Any) -> Any:
        if value is None or (value == "" and self.nullable):
            if self.nullable:
                return None
            raise ValueError(value)
        if self.kind == "alliance":
            return value if isinstance(value, Alliance) else Alliance.parse(str(value))
        if self.kind == "boolean":
            if isinstance(value, bool):
                return value
            words = {"true": True, "1": True, "yes": True, "on": True}
            words |= {"false": False, "0": False, "no": False, "off": False}
            if str(value).lower() not in words:
                raise ValueError(value)
            return words[str(value).lower()]
        if self.kind == "integer":
            return int(value)
        if self.kind == "number":
            return float(value)
        if self.kind == "list":
            parts = value.split(",") if isinstance(value, str) else list(value)
            return tuple(str(p).strip() for p in parts if str(p).strip())
        if self.kind == "choice" and value not in self.choices:
            raise NotFoundError(f"value of option {self.name!r}", str(value), self.choices)
        return str(value)


@dataclass(frozen=True)
class Result:
    """What an analysis returns when it has more than its main table.

    `extras` holds further tables by the names declared in `extras` of the decorator; `notes` are
    caveat codes found at run time (they join the declared ones in a finding).
    """

    table: Any
    extras: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Analysis:
    """A declared analysis. Call `run` with tables of any supported frame kind."""

    name: str
    part: str
    function: Callable[..., Any]
    inputs: tuple[Input, ...]
    output: Table
    extras: tuple[Table, ...]
    references: tuple[str, ...]
    caveats: tuple[str, ...]
    options: tuple[Option, ...]
    question: str
    doc: str
    version: int
    lazy: bool
    takes_progress: bool
    takes_checkpoint: bool
    takes_wanted: bool = False

    def __call__(self, *tables: Any, **options: Any) -> Any:
        """Run on tables given by position or name; returns the main table, same frame kind."""
        given = dict(zip((i.name for i in self.inputs), tables, strict=False))
        for item in self.inputs:
            if item.name in options:
                given[item.name] = options.pop(item.name)
        return self.run(given, options).table

    def run(
        self,
        tables: Mapping[str, Any],
        options: Mapping[str, Any] | None = None,
        *,
        progress: Progress | None = None,
        checkpoint: Checkpoint | None = None,
        wanted: Collection[str] = (),
    ) -> Result:
        """Validate inputs and options, run, validate outputs.

        Parameters
        ----------
        tables
            Input name to frame: Polars, pandas, PyArrow, DuckDB relation, PySpark or Narwhals.
        options
            Option name to value or text.
        progress, checkpoint
            Handed to analyses that take them.
        wanted
            Names of the extra tables that the caller will use. An analysis whose extra tables can
            be very large makes them only when they are wanted.

        Returns
        -------
        Result
            Native frames of the kind of the first table given.

        Raises
        ------
        InputError
            Unknown or unreadable options, missing tables.
        DataError
            A table that breaks its declaration.
        """
        declared = {i.name: i for i in self.inputs}
        for name in tables:
            if name not in declared:
                raise NotFoundError(f"input table of {self.name}", name, declared)
        frames: dict[str, Any] = {}
        like: Any = None
        for item in self.inputs:
            native = tables.get(item.name)
            if native is None:
                if not item.optional:
                    raise InputError(
                        f"analysis {self.name!r} needs the table {item.name!r}",
                        mend=f"give it as --table {item.name}=FILE; "
                        f"`techpact describe {self.name}` lists its columns",
                    )
                frames[item.name] = None
                continue
            frame = engine.wrap(native, lazy=self.lazy)
            like = native if like is None else like
            frames[item.name] = (
                frame if item.streamed else validate(frame, item.table, where=item.name)
            )
        values = self.parse_options(options or {})
        if self.takes_progress:
            values["progress"] = progress
        if self.takes_checkpoint:
            values["checkpoint"] = checkpoint
        if self.takes_wanted:
            values["wanted"] = self._wanted(wanted)
        out = self.function(**frames, **values)
        result = out if isinstance(out, Result) else Result(out)
        extra_tables = {t.name: t for t in self.extras}
        return Result(
            engine.unwrap(result.table, self.output, like),
            {k: engine.unwrap(v, extra_tables[k], like) for k, v in result.extras.items()},
            result.notes,
        )

    def _wanted(self, names: Collection[str]) -> frozenset[str]:
        known = [t.name for t in self.extras]
        for name in names:
            if name not in known:
                raise NotFoundError(f"extra table of {self.name}", name, known)
        return frozenset(names)

    def parse_options(self, options: Mapping[str, Any]) -> dict[str, Any]:
        """Fill defaults and read texts; unknown names are refused with the nearest ones."""
        known = {o.name: o for o in self.options}
        for name in options:
            if name not in known:
                raise NotFoundError(f"option of {self.name}", name, known)
        values: dict[str, Any] = {}
        for option in self.options:
            if option.name in options:
                values[option.name] = option.parse(options[option.name])
            elif option.required:
                raise InputError(
                    f"analysis {self.name!r} needs the option {option.name!r}",
                    mend=option.description,
                )
            else:
                values[option.name] = option.default
        return values


def analysis(
    *,
    name: str,
    part: str,
    inputs: tuple[Input, ...],
    output: Table,
    extras: tuple[Table, ...] = (),
    references: tuple[str, ...],
    caveats: tuple[str, ...] = (),
    version: int = 1,
    lazy: bool = False,
) -> Callable[[Callable[..., Any]], Analysis]:
    """Declare an analysis.

    The decorated function takes one positional parameter for each input (a Narwhals DataFrame or
    LazyFrame, or None for an optional table not given) and keyword-only options, each typed
    `bool`, `int`, `float`, `str`, `Literal[...]`, `tuple[str, ...]` or `Alliance`, optionally
    `| None`. Parameters named `progress`, `checkpoint` and `wanted` (the names of
    the extra tables that the caller will use) are injected. It returns a Narwhals
    frame, a mapping of column name to values, or a `Result` of these. `references` are BibTeX
    keys in docs/references.bib; `caveats` are codes in facts/caveats.csv; raise `version` when
    the numbers change, so that cached results are made again. With `lazy=True` the function also
    takes LazyFrames (DuckDB relations, PySpark frames, Polars LazyFrames) as they are; otherwise
    these are collected first.
    """

    def declare(function: Callable[..., Any]) -> Analysis:
        doc = inspect.getdoc(function) or ""
        described = _parameters(doc)
        hints = typing.get_type_hints(function)
        parameters = inspect.signature(function).parameters
        positional = [p.name for p in parameters.values() if p.kind is not p.KEYWORD_ONLY]
        if positional != [i.name for i in inputs]:
            raise TypeError(f"{name}: parameters {positional} differ from the declared inputs")
        keywords = [p for p in parameters.values() if p.kind is p.KEYWORD_ONLY]
        options = tuple(
            _option(p, hints[p.name], described.get(p.name, ""))
            for p in keywords
            if p.name not in {"progress", "checkpoint", "wanted"}
        )
        names = {p.name for p in keywords}
        return Analysis(
            name=name,
            part=part,
            function=function,
            inputs=inputs,
            output=output,
            extras=extras,
            references=references,
            caveats=caveats,
            options=options,
            question=doc.split("\n", 1)[0],
            doc=doc,
            version=version,
            lazy=lazy,
            takes_progress="progress" in names,
            takes_checkpoint="checkpoint" in names,
            takes_wanted="wanted" in names,
        )

    return declare


def _parameters(doc: str) -> dict[str, str]:
    """Read the numpydoc Parameters section: name to one-paragraph description."""
    match = re.search(r"^Parameters\n-+\n(.*?)(?=^\w[\w ]*\n-+\n|\Z)", doc, re.S | re.M)
    found: dict[str, str] = {}
    current = ""
    for line in match.group(1).splitlines() if match else ():
        if line and not line[0].isspace():
            current = line.split(":", 1)[0].strip()
            found[current] = ""
        elif current:
            found[current] = f"{found[current]} {line.strip()}".strip()
    return found


def _option(parameter: inspect.Parameter, hint: Any, description: str) -> Option:
    nullable = False
    if typing.get_origin(hint) in {typing.Union, types.UnionType}:
        members = [a for a in typing.get_args(hint) if a is not type(None)]
        nullable = len(members) < len(typing.get_args(hint))
        hint = members[0]
    choices: tuple[str, ...] = ()
    kinds: dict[Any, Any] = {bool: "boolean", int: "integer", float: "number", str: "string"}
    if hint is Alliance:
        kind: Any = "alliance"
    elif typing.get_origin(hint) is Literal:
        kind, choices = "choice", tuple(typing.get_args(hint))
    elif typing.get_origin(hint) is tuple:
        kind = "list"
    elif hint in kinds:
        kind = kinds[hint]
    else:
        raise TypeError(f"option {parameter.name}: {hint} is not a kind of option")
    required = parameter.default is parameter.empty
    return Option(
        parameter.name,
        kind,
        None if required else parameter.default,
        required,
        nullable,
        choices,
        description,
    )


Frame = nw.DataFrame[Any]
"""An eager Narwhals frame: what most analyses take and return."""

AnyFrame = nw.DataFrame[Any] | nw.LazyFrame[Any]
"""An eager or lazy Narwhals frame, for analyses that also run inside DuckDB or Spark."""
