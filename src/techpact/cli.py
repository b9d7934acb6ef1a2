"""The command line: one module a command, joined here; errors as one readable block."""

from __future__ import annotations

import sys

import typer

from techpact import __version__
from techpact.commands import COMMANDS, console
from techpact.errors import TechpactError, UnavailableError

app = typer.Typer(
    name="techpact",
    help="Decision support for technology alliances: what was promised, where we depend on others, "
    "what controls and disruptions do, and what to do together. Every figure is cited.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    rich_markup_mode=None,
)


def _version(value: bool) -> None:
    if value:
        typer.echo(f"techpact {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    debug: bool = typer.Option(False, "--debug", help="Show a traceback when something fails."),
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Show the version."
    ),
) -> None:
    del debug, version  # `--debug` is read in `main`, where errors arrive


for _command in COMMANDS:
    app.command(
        _command.name,
        context_settings={"allow_extra_args": True, "ignore_unknown_options": True}
        if _command.dynamic
        else {},
        add_help_option=not _command.dynamic,
        rich_help_panel=_command.panel,
    )(_command.function)


def main() -> None:
    """Run the command line; exit code 2 for a user's mistake, 1 for a failure."""
    debug = "--debug" in sys.argv
    try:
        app()
    except TechpactError as err:
        if debug:
            raise
        console.print_error(err)
        sys.exit(err.exit_code)
    except KeyboardInterrupt:
        console.print_plain("stopped; what was finished before is kept")
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()  # the reader went away (`| head`): nothing more can be said
        sys.exit(1)
    except OSError as err:  # a disk, a permission or a path: not a fault of the program
        if debug:
            raise
        console.print_error(
            UnavailableError(
                f"cannot read or write: {err.strerror or err}",
                where=str(err.filename or ""),
                mend="check the path, its permissions and the free space",
            )
        )
        sys.exit(UnavailableError.exit_code)
    except Exception as err:
        if debug:
            raise
        console.print_failure(err)
        sys.exit(1)


if __name__ == "__main__":
    main()
