"""Turn rows of the fact base into citations and input references."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from techpact.facts import FactBase
from techpact.lineage import Citation, InputRef


class EvidenceRoom:
    """Looks up sources once and makes citations of fact rows.

    Parameters
    ----------
    facts
        The fact base.
    """

    def __init__(self, facts: FactBase) -> None:
        self._facts = facts
        self._sources = {r["source_id"]: r for r in facts.table("sources").iter_rows(named=True)}

    def source(self, source_id: str) -> Mapping[str, Any]:
        """Return the row of a source."""
        row: Mapping[str, Any] = self._sources[source_id]
        return row

    def cite(self, row: Mapping[str, Any]) -> Citation:
        """Return the citation of a fact row."""
        source = self._sources[row["source_id"]]
        return Citation(
            source_id=row["source_id"],
            citation=f"{source['publisher']}, {source['title']} ({source['year']})",
            locator=row.get("locator") or "",
            status=row["status"],
        )

    def cite_all(self, rows: Iterable[Mapping[str, Any]]) -> tuple[Citation, ...]:
        """Return the citations of rows, each place named once, in a fixed order."""
        found = {self.cite(row) for row in rows}
        return tuple(sorted(found, key=lambda c: (c.source_id, c.locator, c.status)))

    def inputs(self, *tables: str) -> tuple[InputRef, ...]:
        """Pin fact tables by their content."""
        return tuple(InputRef(name, self._facts.sha256(name)) for name in tables)
