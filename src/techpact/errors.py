"""One small error tree: each error says what is wrong, where, and how to mend it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence


class TechpactError(Exception):
    """Base of every error that techpact raises on purpose.

    Attributes
    ----------
    what : str
        What is wrong, one sentence.
    where : str
        File, table, row, option or page where it was found; empty when there is no place.
    mend : str
        What the user can do about it.
    exit_code : int
        1 for a failure of the program or its surroundings, 2 for a user's mistake.
    """

    exit_code = 1

    def __init__(self, what: str, *, where: str = "", mend: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.mend = mend

    def __str__(self) -> str:
        lines = [self.what]
        if self.where:
            lines.append(f"where: {self.where}")
        if self.mend:
            lines.append(f"mend: {self.mend}")
        return "\n".join(lines)


class InputError(TechpactError):
    """The user's file, option or name is wrong; nothing was changed."""

    exit_code = 2


class NotFoundError(InputError):
    """A name that is not there; names the nearest and the available ones."""

    def __init__(self, kind: str, name: str, available: Iterable[str], *, where: str = "") -> None:
        names = sorted(available)
        near = difflib.get_close_matches(name, names, n=3, cutoff=0.4) or difflib.get_close_matches(
            name.lower(), names, n=3, cutoff=0.4
        )
        shown = ", ".join(names[:40]) + (f", … ({len(names)} in all)" if len(names) > 40 else "")
        hint = f"nearest: {', '.join(near)}; " if near else ""
        super().__init__(
            f"{kind} not found: {name!r}", where=where, mend=f"{hint}available: {shown or 'none'}"
        )
        self.kind, self.name, self.nearest = kind, name, near


class DataError(InputError):
    """A table breaks its declaration; all problems are gathered before it is raised.

    Attributes
    ----------
    problems : tuple of str
        One line each, with row numbers (1 is the first data row) where a row is at fault.
    """

    def __init__(
        self, table: str, problems: Sequence[str], *, where: str = "", mend: str = ""
    ) -> None:
        count = len(problems)
        shown = list(problems[:20])
        if count > 20:
            shown.append(f"… and {count - 20} more")
        super().__init__(
            f"table {table!r}: {count} problem{'s' if count != 1 else ''}\n  - "
            + "\n  - ".join(shown),
            where=where,
            mend=mend
            or f"correct the rows named above; `techpact describe {table}` lists the columns",
        )
        self.table, self.problems = table, tuple(problems)


class LimitError(InputError):
    """An input is larger, deeper or slower than the stated bound."""


class UnavailableError(TechpactError):
    """Something outside the program (disk, network, optional extra) is not there."""
