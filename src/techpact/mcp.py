"""Tools for AI assistants over the Model Context Protocol; each answer carries its citations."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from techpact import __version__, engine
from techpact.analysis import Analysis, Option
from techpact.assessment import assess
from techpact.errors import InputError, NotFoundError, TechpactError, UnavailableError
from techpact.facts import FactBase
from techpact.facts.tables import LOCATIONS
from techpact.lineage import trace
from techpact.registry import analysis_names, get_analysis
from techpact.render.language import Language
from techpact.render.record import to_record
from techpact.workspace import Workspace, frame_sha256

if TYPE_CHECKING:
    from mcp.server.mcpserver import MCPServer

MAX_ROWS = 200
MAX_NAMES = 100
MAX_TABLE_BYTES = 256 * 2**20
_KINDS: dict[str, Any] = {
    "boolean": bool,
    "integer": int,
    "number": float,
    "string": str,
    "choice": str,
    "list": str,
    "alliance": str,
}


class Tools:
    """What the tools read.

    Parameters
    ----------
    facts
        The fact base.
    workspace
        Tables and documents that the user added.
    lists
        Files, directories, or names of lists in the workspace; all of its lists when empty.
    """

    def __init__(
        self, facts: FactBase, workspace: Workspace, lists: tuple[str | Path, ...] = ()
    ) -> None:
        self.facts, self.workspace, self.lists = facts, workspace, lists
        self._matcher: Any = None
        self._editions: dict[str, str] = {}

    def areas(self, alliance: str = "us-japan", area: str = "", lang: str = "en") -> dict[str, Any]:
        """What is promised, exposed, controlled and missing in an area of an alliance, cited.

        `alliance` is a preset such as us-japan, or country codes such as JPN,KOR,TWN; without
        `area` only the gaps of every area are given.
        """
        record = self._record(alliance, lang)
        if area:
            found = {a["area"]: a for a in record["areas"]}
            if area not in found:
                raise NotFoundError("area", area, found)
            findings = [f for f in record["findings"] if f["area"] == area]
            return {"alliance": record["alliance"], **found[area], "findings": findings[:MAX_ROWS]}
        return {
            "alliance": record["alliance"],
            "areas": [{k: a[k] for k in ("area", "name", "gaps")} for a in record["areas"]],
        }

    def trace(self, finding: str, alliance: str = "us-japan") -> list[str]:
        """The way from a finding, gap or commitment of an alliance back to its sources."""
        record = self._record(alliance, "en")
        steps = trace(record, finding)
        if not steps:
            raise NotFoundError("finding", finding, [f["id"] for f in record["findings"]])
        return [f"{'  ' * depth}{label}: {text}" for depth, label, text in steps]

    def table(self, table: str, contains: str = "", limit: int = 50) -> dict[str, Any]:
        """Rows of a fact table whose text holds a word; each row names its source."""
        frame = self.facts.table(table)
        if contains:
            texts = pl.concat_str(pl.all().cast(pl.String).fill_null(""), separator=" ")
            frame = frame.filter(
                texts.str.to_lowercase().str.contains(contains.lower(), literal=True)
            )
        part = frame.head(max(1, min(limit, MAX_ROWS)))
        return {
            "table": table,
            "sha256": self.facts.sha256(table),
            "total": frame.height,
            "rows": _plain(part),
            "sources": self._cited(part),
        }

    def document(self, name_or_path: str) -> dict[str, Any]:
        """Read an agreement, paper or news to commitments and facts with exact character spans."""
        from techpact.agreements.analyse import read_document

        stored = {e.name: e for e in self.workspace.entries("document")}
        place = (
            self.workspace.root / stored[name_or_path].file
            if name_or_path in stored
            else Path(name_or_path)
        )
        read = read_document(place, self.facts.areas)
        plain = read.to_json()
        quotes = [
            {**c, "quote": read.text[c["start"] : c["end"]]}
            for c in plain["commitments"][:MAX_ROWS]
        ]
        return {
            "title": read.title,
            "sha256": read.sha256,
            "type": read.type,
            "language": read.language,
            "commitments": quotes,
            "facts": [
                {**f, "quote": read.text[f["start"] : f["end"]][:500]} for f in plain["facts"]
            ],
        }

    def screen(self, names: list[str]) -> dict[str, Any]:
        """Screen names against restricted-party lists; each hit says why; editions by hash."""
        from techpact.assessment.editions import list_editions
        from techpact.parties import store
        from techpact.parties.matcher import Matcher
        from techpact.parties.queries import Question
        from techpact.parties.record import Record
        from techpact.parties.screening import FLOOR, screen

        if not 0 < len(names) <= MAX_NAMES:
            raise InputError(f"give 1 to {MAX_NAMES} names", mend="send them in parts")
        lists = list_editions(self.lists, self.workspace)
        editions = {e.title: e.sha256 for e in lists}
        if editions != self._editions:
            self._matcher = Matcher(store.open_index([e.path for e in lists], partial=True))
            self._editions = editions
        found = list(screen(self._matcher, names))
        Record(self.workspace.root / "screenings.jsonl").append(
            [
                (Question(str(i), n), f)
                for i, (n, f) in enumerate(zip(names, found, strict=True), 1)
            ],
            editions=editions,
            options={"floor": FLOOR},
            by="mcp",
        )
        return {
            "lists": [
                {
                    "list": e.title,
                    "publisher": e.publisher,
                    "title": e.name,
                    "version": e.version,
                    "sha256": editions[e.title],
                }
                for e in lists
            ],
            "note": "A score says how alike two names are, not that two parties are one.",
            "results": [
                {
                    "query": name,
                    "hits": [
                        {
                            "id": h.id,
                            "list": h.list,
                            "name": h.name,
                            "countries": h.countries,
                            "score": h.score,
                            "decision": h.decision,
                            "explanation": str(h.explanation),
                        }
                        for h in hits
                    ],
                }
                for name, hits in zip(names, found, strict=True)
            ],
        }

    def run(self, analysis: Analysis, values: Mapping[str, Any]) -> dict[str, Any]:
        """Run an analysis; `values` holds its options, and `tables` with files by input name."""
        options = {k: v for k, v in values.items() if k != "tables" and v is not None}
        for option in analysis.options:
            if option.kind == "alliance" and option.name in options:
                options[option.name] = self.facts.alliance(str(options[option.name]))
        tables = self._tables(analysis, values.get("tables") or {})
        result = self.workspace.run(analysis, tables, options)
        caveats = self.facts.table("caveats")
        texts = dict(zip(caveats["caveat"], caveats["text_en"], strict=True))
        frame: pl.DataFrame = result.table
        return {
            "analysis": analysis.name,
            "question": analysis.question,
            "techpact": __version__,
            "options": {k: str(v) for k, v in options.items()},
            "inputs": {n: frame_sha256(f) for n, f in tables.items()},
            "total": frame.height,
            "rows": _plain(frame.head(MAX_ROWS)),
            "units": {c.name: c.unit for c in analysis.output.columns if c.unit},
            "caveats": {c: texts.get(c, "") for c in (*analysis.caveats, *result.notes)},
            "references": list(analysis.references),
            "sources": [s for f in tables.values() for s in self._cited(f)][:MAX_ROWS],
        }

    def _tables(self, analysis: Analysis, given: Mapping[str, str]) -> dict[str, pl.DataFrame]:
        inputs = {i.name: i for i in analysis.inputs}
        tables = {}
        for name, path in given.items():
            if name not in inputs:
                raise NotFoundError(f"table of {analysis.name}", name, inputs)
            tables[name] = engine.read_frame(
                Path(path), limit_bytes=MAX_TABLE_BYTES, header=not inputs[name].matrix
            )
        stored = {e.declared_as or e.name: e.name for e in self.workspace.entries("table")}
        for name, item in inputs.items():
            declared = item.table.name
            if name in tables:
                continue
            if declared in LOCATIONS and LOCATIONS[declared][0] is item.table:
                tables[name] = self.facts.table(declared)
            elif declared in stored:
                tables[name] = self.workspace.table(stored[declared])
        return tables

    def _cited(self, frame: pl.DataFrame) -> list[str]:
        if "source_id" not in frame.columns:
            return []
        wanted = frame["source_id"].unique(maintain_order=True).to_list()
        rows = {r["source_id"]: r for r in self.facts.table("sources").iter_rows(named=True)}
        return [
            f"{s}: {rows[s]['publisher']}, {rows[s]['title']} ({rows[s]['year']})"
            f"{' ' + rows[s]['url'] if rows[s]['url'] else ''}"
            for s in wanted
            if s in rows
        ]

    def _record(self, alliance: str, lang: str) -> dict[str, Any]:
        chosen = self.facts.alliance(alliance)
        return to_record(self.facts, assess(self.facts, chosen), Language(lang))


def _plain(frame: pl.DataFrame) -> list[dict[str, Any]]:
    return frame.with_columns(pl.col(pl.Date).cast(pl.String)).to_dicts()


def analysis_tool(tools: Tools, analysis: Analysis) -> Callable[..., dict[str, Any]]:
    """Return an analysis as a function whose signature is its options and tables."""

    def call(**values: Any) -> dict[str, Any]:
        return tools.run(analysis, values)

    parameters = [_parameter(o) for o in analysis.options]
    parameters.append(
        inspect.Parameter(
            "tables",
            inspect.Parameter.KEYWORD_ONLY,
            default=None,
            annotation=dict[str, str] | None,
        )
    )
    signature = inspect.Signature(parameters, return_annotation=dict[str, Any])
    call.__name__ = analysis.name
    call.__signature__ = signature  # type: ignore[attr-defined]
    call.__annotations__ = {p.name: p.annotation for p in parameters} | {"return": dict[str, Any]}
    names = ", ".join(i.name + (" (optional)" if i.optional else "") for i in analysis.inputs)
    call.__doc__ = (
        f"{analysis.doc.split('Returns')[0].strip()}\n\n"
        f"tables: file paths (CSV, Parquet) by name: {names}; the fact base and the workspace "
        f"stand in for those left out."
    )
    return call


def _parameter(option: Option) -> inspect.Parameter:
    kind = _KINDS[option.kind]
    return inspect.Parameter(
        option.name,
        inspect.Parameter.KEYWORD_ONLY,
        default=inspect.Parameter.empty if option.required else None,
        annotation=kind if option.required else kind | None,
    )


def _told(function: Callable[..., Any]) -> Callable[..., Any]:
    """Let the assistant read what is wrong and how to mend it."""
    from mcp.server.mcpserver.exceptions import ToolError

    @functools.wraps(function)
    def call(*args: Any, **values: Any) -> Any:
        try:
            return function(*args, **values)
        except TechpactError as err:
            raise ToolError(str(err)) from err

    call.__signature__ = inspect.signature(function, eval_str=True)  # type: ignore[attr-defined]
    return call


def make_server(tools: Tools) -> MCPServer[Any]:
    """Return the server with every tool.

    Raises
    ------
    UnavailableError
        When the optional extra is not installed.
    """
    try:
        from mcp.server.mcpserver import MCPServer
    except ImportError as err:
        raise UnavailableError(
            "the MCP server needs an optional package", mend="pip install 'techpact[mcp]'"
        ) from err
    server: MCPServer[Any] = MCPServer(
        "techpact",
        version=__version__,
        instructions="Decision support for technology alliances. Quote the sources that come with "
        "each answer; what is null is unknown, never zero. Not legal advice.",
    )
    for name, function in (
        ("area_assessment", tools.areas),
        ("trace_finding", tools.trace),
        ("fact_table", tools.table),
        ("read_document", tools.document),
        ("screen_names", tools.screen),
    ):
        server.add_tool(_told(function), name=name)
    for name in analysis_names():
        server.add_tool(_told(analysis_tool(tools, get_analysis(name))), name=name)
    return server
