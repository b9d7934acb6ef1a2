"""A listed party as the matcher sees it, and the plain CSV that any list can be written as."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_SURNAME_FIRST = re.compile(r"[A-Z'’` -]*[A-Z][A-Z'’` -]+, [A-Z][a-z'’-]+[ .]?")
"""How the lists of the United States write persons, and only persons: `AL-HASSANI, Karim`."""


@dataclass(frozen=True, slots=True)
class Party:
    """One row of a list: who, under which names."""

    id: str
    list: str
    name: str
    aliases: tuple[str, ...] = ()
    countries: str = ""
    start_date: str = ""
    identifiers: tuple[str, ...] = ()
    schema: str = ""

    def all_names(self) -> Iterator[str]:
        """Yield the name and its aliases."""
        if self.name:
            yield self.name
        yield from self.aliases

    def names(self) -> Iterable[str]:
        """Return the name and its aliases, each once."""
        if not self.aliases:
            return (self.name,) if self.name else ()
        return dict.fromkeys(self.all_names())

    def listed_on(self) -> datetime.date | None:
        """Return the day on which the party was listed; None without a readable date."""
        return start_date(self.start_date) if self.start_date else None

    def is_no_firm(self) -> bool:
        """Say whether the party is a person (by its name, perhaps), a ship or an aircraft."""
        if self.schema in {"Person", "Vessel", "Airplane"}:
            return True
        if self.schema == "Company" or ", " not in self.name:
            return False
        return _SURNAME_FIRST.match(self.name) is not None


def start_date(text: str) -> datetime.date | None:
    """Read the date on which a party was listed, as lists write it."""
    text = text.strip()
    for form in ("%Y-%m-%d", "%B %d, %Y", "%d %b %Y", "%d/%m/%Y"):
        try:
            return datetime.datetime.strptime(text, form).date()
        except ValueError:
            continue
    return None
