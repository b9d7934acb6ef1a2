"""`techpact mcp`: tools for AI assistants, on standard input and output."""

from __future__ import annotations

from typing import Annotated

import typer

from techpact.commands.options import FactsOption, WorkspaceOption, fact_base, open_workspace


def mcp(
    lists: Annotated[
        list[str] | None,
        typer.Option(
            "--list",
            help="List file, directory of lists, or list in the workspace; may be repeated "
            "[default: all lists in the workspace].",
        ),
    ] = None,
    workspace: WorkspaceOption = None,
    facts: FactsOption = None,
) -> None:
    """Serve the analyses, documents and screening as MCP tools over standard input and output."""
    from techpact.mcp import Tools, make_server

    tools = Tools(fact_base(facts), open_workspace(workspace), tuple(lists or ()))
    make_server(tools).run("stdio")
