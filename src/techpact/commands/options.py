"""Options that several commands share, and how they are read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from techpact.errors import DataError, TechpactError

if TYPE_CHECKING:
    from techpact.alliance import Alliance
    from techpact.facts import FactBase
    from techpact.workspace import Workspace

AllianceOption = Annotated[
    str,
    typer.Option(
        help="A preset (`techpact list alliances`) or ISO alpha-3 codes such as JPN,KOR,TWN."
    ),
]
PartnersOption = Annotated[str, typer.Option(help="Partner countries, such as NLD,DEU.")]
ConcernOption = Annotated[str, typer.Option(help="Countries of concern, such as CHN,RUS.")]
LangOption = Annotated[str, typer.Option(help="Language: en, ja or ko.")]
FactsOption = Annotated[
    Path | None, typer.Option(help="Directory of another fact base than the built-in one.")
]
WorkspaceOption = Annotated[
    Path | None,
    typer.Option(help="Workspace directory [default: $TECHPACT_WORKSPACE or .techpact]."),
]
OutOption = Annotated[Path | None, typer.Option(help="File to write instead of standard output.")]
DEFAULT_ALLIANCE = "us-japan"


def fact_base(root: Path | None) -> FactBase:
    """Open the fact base."""
    from techpact.facts import FactBase

    return FactBase(root)


def open_workspace(root: Path | None) -> Workspace:
    """Open the workspace."""
    from techpact.workspace import Workspace, default_root

    return Workspace(root or default_root())


def read_alliance(facts: FactBase, alliance: str, partners: str, concern: str) -> Alliance:
    """Resolve the three alliance options."""
    return facts.alliance(alliance, partners, concern)


@contextmanager
def naming_files(files: Mapping[str, str]) -> Iterator[None]:
    """Let errors that name a table of an analysis also name the file that was given for it."""
    try:
        yield
    except TechpactError as err:
        name = err.table if isinstance(err, DataError) else err.where
        if name in files:
            place = f"{files[name]} ({name})"
            err.where = f"{place}, {err.where}" if err.where not in ("", name) else place
        raise
