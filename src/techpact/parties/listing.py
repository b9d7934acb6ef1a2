"""A listed party as the matcher sees it, and the plain CSV that any list can be written as."""

from __future__ import annotations

import re
from collections.abc import Iterator
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

    def is_no_firm(self) -> bool:
        """Say whether the party is a person (by its name, perhaps), a ship or an aircraft."""
        if self.schema in {"Person", "Vessel", "Airplane"}:
            return True
        return self.schema != "Company" and _SURNAME_FIRST.match(self.name) is not None
