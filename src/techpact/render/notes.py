"""Footnotes: each sentence and number points at one, each names its source or its analysis."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from techpact.lineage import Citation, Finding


@dataclass(frozen=True)
class Note:
    """One footnote: the analysis (empty for a plain fact), its options, sources and caveats."""

    number: int
    analysis: str
    options: Mapping[str, str]
    sources: Sequence[Citation]
    caveats: Sequence[str]


class Notes:
    """Numbers footnotes in the order in which they are first asked for; equal ones share one."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[object, ...], int] = {}
        self.all: list[Note] = []

    def cite(self, sources: Sequence[Citation]) -> int:
        """Return the footnote number of a plain fact."""
        return self._number("", {}, sources, ())

    def finding(self, finding: Finding) -> int:
        """Return the footnote number of a finding."""
        return self._number(finding.analysis, finding.options, finding.sources, finding.caveats)

    def _number(
        self,
        analysis: str,
        options: Mapping[str, str],
        sources: Sequence[Citation],
        caveats: Sequence[str],
    ) -> int:
        key = (analysis, tuple(sorted(options.items())), tuple(sources), tuple(caveats))
        if key not in self._numbers:
            self._numbers[key] = len(self.all) + 1
            self.all.append(Note(len(self.all) + 1, analysis, options, sources, caveats))
        return self._numbers[key]
