"""The restricted-party lists that a name is screened against, each with its edition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from techpact import engine
from techpact.errors import InputError
from techpact.sources.tables import LISTED_PARTIES
from techpact.workspace import Workspace


@dataclass(frozen=True)
class ListEdition:
    """One list: what it is called in records, where it lies, and which edition it is.

    `publisher`, `name`, `version`, `rows` and `added` are known of lists of a workspace only.
    """

    title: str
    path: Path
    publisher: str = ""
    name: str = ""
    version: str = ""
    rows: int | None = None
    added: str = ""
    stored_sha256: str = ""

    @property
    def sha256(self) -> str:
        """SHA-256 of the file; of a stored list it is the name under which it is stored."""
        return self.stored_sha256 or engine.sha256_file(self.path)


def list_editions(given: Sequence[str | Path], workspace: Workspace) -> list[ListEdition]:
    """Return the lists named, in a stable order.

    Parameters
    ----------
    given
        Files, directories and names of lists in the workspace; all of its lists when empty.
    workspace
        Where lists were added.

    Raises
    ------
    InputError
        When there is no list, and for a table of the workspace that is no list.
    """
    from techpact.parties.lists import list_files

    stored = {e.name: e for e in workspace.declared(LISTED_PARTIES.name)}
    if not given and not stored:
        raise InputError(
            "no list given, and none in the workspace",
            where=str(workspace.root),
            mend="add --list FILE, or first `techpact add FILE --source us_csl`",
        )
    others = {e.name for e in workspace.entries()} - set(stored)
    found: dict[Path, ListEdition] = {}
    for item in given or stored:
        name = str(item)
        if Path(item).exists():
            found |= {path: ListEdition(path.name, path) for path in list_files([item])}
        elif name in stored:
            entry = stored[name]
            path = workspace.root / entry.file
            engine.check_file(path)
            card = entry.source
            found[path] = ListEdition(
                name,
                path,
                publisher=str(card.get("publisher") or ""),
                name=str(card.get("title") or entry.origin),
                version=str(card.get("version") or ""),
                rows=entry.rows,
                added=entry.retrieved[:10],
                stored_sha256=entry.sha256,
            )
        elif name in others:
            raise InputError(
                f"{name!r} in the workspace is no list of parties",
                where="--list",
                mend="add its file again with --source (`techpact list sources`) or "
                f"--table {LISTED_PARTIES.name}",
            )
        else:
            raise InputError(
                f"list not found: {name}",
                where="--list",
                mend="name a file, a directory, or a list in the workspace"
                + (f" ({', '.join(stored)})" if stored else ""),
            )
    return list(found.values())
