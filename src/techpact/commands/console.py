"""What commands print: results on standard output, everything else on standard error."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from techpact.errors import TechpactError


def print_error(err: TechpactError) -> None:
    """Print an error as one block: what, where, how to mend it."""
    from rich.console import Console
    from rich.text import Text

    screen = Console(stderr=True, soft_wrap=True)
    screen.print(Text("error: ", style="bold red"), Text(err.what), sep="")
    if err.where:
        screen.print(Text("where: ", style="bold"), Text(err.where), sep="")
    if err.mend:
        screen.print(Text("mend:  ", style="bold"), Text(err.mend), sep="")


def print_failure(err: Exception) -> None:
    """Print a failure of the program itself."""
    print_error(
        TechpactError(
            f"techpact failed: {type(err).__name__}: {err}",
            mend="run again with `techpact --debug …` and report what it shows",
        )
    )


def print_plain(text: str) -> None:
    """Print a line on standard error."""
    print(text, file=sys.stderr)


def print_table(
    title: str, columns: Sequence[str], rows: Sequence[Sequence[Any]], *, error: bool = False
) -> None:
    """Print a table for people; cells are text, never markup. `error`: on standard error."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title or None, title_justify="left")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*[Text("" if cell is None else str(cell)) for cell in row])
    Console(stderr=error).print(table)


@contextlib.contextmanager
def progress_bar(label: str) -> Iterator[Callable[[int, int], None]]:
    """Show a progress bar on standard error while the block runs (only on a terminal)."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    screen = Console(stderr=True)
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed}/{task.total}"),
        TimeRemainingColumn(),
        console=screen,
        disable=not screen.is_terminal,
        transient=True,
    ) as bar:
        task = bar.add_task(label, total=None)

        def update(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield update


def write_result(data: bytes, out: Any) -> None:
    """Write bytes to a file in one step, or to standard output."""
    if out is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    from techpact import engine

    with engine.atomic_write(out) as file:
        file.write(data)
