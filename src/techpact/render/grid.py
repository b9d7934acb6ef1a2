"""A table as people meet it: it filters, sorts and pages, and the same rows download."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

PAGE_SIZES = (25, 50, 100, 250)


@dataclass(frozen=True)
class GridColumn:
    """One column. A `facet` column offers its distinct texts as a filter; `short` never breaks."""

    key: str
    label: str
    numeric: bool = False
    facet: bool = False
    short: bool = False


@dataclass(frozen=True)
class GridCell:
    """What a cell shows, and the raw value behind it for sorting and downloads.

    `tag` is the style class of a label, `status` a remark such as "unconfirmed", `empty` marks
    "no data".
    """

    text: str
    value: Any = None
    note: int = 0
    href: str = ""
    tag: str = ""
    status: str = ""
    finding: str = ""
    empty: bool = False


@dataclass(frozen=True)
class GridRow:
    """One row: its cells by column key, an anchor, and the sources behind it as text."""

    cells: Mapping[str, GridCell]
    id: str = ""
    sources: str = ""


@dataclass(frozen=True)
class Selection:
    """What a reader asked to see of a grid."""

    query: str = ""
    sort: str = ""
    descending: bool = False
    page: int = 1
    size: int = PAGE_SIZES[0]
    facets: Mapping[str, str] = field(default_factory=dict)

    @property
    def filtered(self) -> bool:
        """Whether some rows may be left out."""
        return bool(self.query or self.facets)


@dataclass(frozen=True)
class Grid:
    """A named table of a page."""

    name: str
    title: str
    columns: tuple[GridColumn, ...]
    rows: tuple[GridRow, ...]
    empty: str = ""

    def select(self, wanted: Selection) -> list[GridRow]:
        """Return the rows that match, in the order asked for; all pages."""
        rows: Iterable[GridRow] = self.rows
        for key, text in wanted.facets.items():
            rows = [r for r in rows if key in r.cells and r.cells[key].text == text]
        words = fold(wanted.query).split()
        if words:
            rows = [r for r in rows if _matches(r, words)]
        if wanted.sort:
            have: list[GridRow] = []
            lack: list[GridRow] = []
            for row in rows:
                cell = row.cells.get(wanted.sort)
                (lack if cell is None or _key(cell) is None else have).append(row)
            have.sort(
                key=lambda r: _key(r.cells[wanted.sort]) or (0, ""), reverse=wanted.descending
            )
            rows = have + lack  # "no data" is last in either direction
        return list(rows)

    def facets(self) -> dict[str, list[str]]:
        """Return the distinct texts of each facet column that has more than one."""
        found = {}
        for column in self.columns:
            if column.facet:
                texts = sorted({r.cells[column.key].text for r in self.rows} - {""})
                if len(texts) > 1:
                    found[column.key] = texts
        return found

    def frame(self, wanted: Selection) -> pl.DataFrame:
        """Return the selected rows with their raw values and sources, for download."""
        rows = self.select(wanted)
        data: dict[str, list[Any]] = {c.key: [_raw(r, c) for r in rows] for c in self.columns}
        if any(r.sources for r in self.rows):
            data["sources"] = [r.sources for r in rows]
        return pl.DataFrame(
            {name: pl.Series(name, values, strict=False) for name, values in data.items()}
        )


@dataclass(frozen=True)
class GridView:
    """One page of a grid with everything that the template needs to draw it."""

    grid: Grid
    selection: Selection
    rows: Sequence[GridRow]
    total: int
    pages: int
    link: Callable[..., str]
    hidden: Sequence[tuple[str, str]]
    action: str
    download: Callable[[str], str]


def page_of(grid: Grid, wanted: Selection) -> tuple[list[GridRow], int, int, int]:
    """Return the rows of the page, the number of rows that match, of pages, and the page shown."""
    rows = grid.select(wanted)
    pages = max(1, math.ceil(len(rows) / wanted.size))
    page = min(max(1, wanted.page), pages)
    return rows[(page - 1) * wanted.size : page * wanted.size], len(rows), pages, page


def fold(text: str) -> str:
    """Return a text for comparison: width and case do not matter."""
    return unicodedata.normalize("NFKC", text).casefold()


def _matches(row: GridRow, words: Sequence[str]) -> bool:
    text = fold(" ".join(c.text for c in row.cells.values()))
    return all(w in text for w in words)


def _key(cell: GridCell) -> tuple[int, Any] | None:
    value = cell.value
    if value is None:
        return None if cell.empty or not cell.text else (1, fold(cell.text))
    if isinstance(value, bool | int | float):
        return (0, float(value))
    return (1, fold(str(value)))


def _raw(row: GridRow, column: GridColumn) -> Any:
    cell = row.cells.get(column.key)
    if cell is None or (cell.value is None and cell.empty):
        return None
    if column.numeric:
        return cell.value
    return cell.text if cell.value is None else str(cell.value)
