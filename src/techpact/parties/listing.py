"""A listed party as the matcher sees it, and the plain CSV that any list can be written as."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


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

    def all_names(self) -> Iterator[str]:
        """Yield the name and its aliases."""
        if self.name:
            yield self.name
        yield from self.aliases
