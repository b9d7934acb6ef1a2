"""One module per command; each imports what it needs only when it runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from techpact.commands import (
    add,
    brief,
    compare,
    describe,
    doctor,
    mcp,
    read,
    run,
    scenario,
    screen,
    serve,
    sql,
    supply,
    trace,
)
from techpact.commands import list as list_


@dataclass(frozen=True)
class Command:
    """A command: its function, and whether its options come from the registry."""

    name: str
    function: Callable[..., Any]
    panel: str
    dynamic: bool = False


COMMANDS = (
    Command("brief", brief.brief, "Answers"),
    Command("compare", compare.compare, "Answers"),
    Command("read", read.read, "Answers"),
    Command("run", run.run, "Answers", dynamic=True),
    Command("screen", screen.screen, "Answers"),
    Command("supply", supply.supply, "Answers"),
    Command("scenario", scenario.scenario, "Answers"),
    Command("trace", trace.trace, "Answers"),
    Command("serve", serve.serve, "Answers"),
    Command("mcp", mcp.mcp, "Answers"),
    Command("list", list_.list_, "What there is"),
    Command("describe", describe.describe, "What there is"),
    Command("add", add.add, "Data"),
    Command("sql", sql.sql, "Data"),
    Command("doctor", doctor.doctor, "Data"),
)
