"""The grid of WIOD and ADB workbooks: labels in the first four columns and the rows above."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np

from techpact.engine import check_file
from techpact.errors import DataError, InputError
from techpact.sources.grid import Grid, Label

LABELS = 4
SEARCHED = 20
"""Rows from the top in which the first industry must stand."""


def read_grid(path: Path, *, code_column: int) -> Grid:
    """Read the first sheet of an xlsx or xlsb workbook.

    The first data row is the first with a code `c1` or `r1` in column D and a number in column E;
    the countries and codes of the columns stand in the rows above it.

    Parameters
    ----------
    path
        The workbook.
    code_column
        Position of the label column that holds the industry code (0 to 3).

    Raises
    ------
    InputError
        When it is no workbook or not laid out so.
    DataError
        When a cell that should be a number is none (it is named).
    """
    check_file(path)
    cells = _first_sheet(path)
    start = next((i for i, row in enumerate(cells[:SEARCHED]) if _is_first(row)), None)
    if start is None:
        raise InputError(
            "no first industry (c1 or r1 in column D) in the first rows",
            where=str(path),
            mend="give the workbook as published",
        )
    country_row = _row_with(cells, start, cells[start][2], path)
    code_row = _row_with(cells, start, cells[start][code_column], path)
    width = max(j for j, v in enumerate(cells[country_row]) if _name(v)) + 1
    columns: list[Label] = [
        (_name(cells[country_row][j]), _name(cells[code_row][j]) or _name(cells[start - 1][j]))
        for j in range(LABELS, width)
    ]
    rows: list[Label] = []
    lines: list[list[Any]] = []
    for row in cells[start:]:
        code = _name(row[code_column]) or _name(row[3])
        if not code and not _name(row[2]):
            continue  # footnotes and empty lines
        rows.append((_name(row[2]), code))
        lines.append([row[j] if j < len(row) else None for j in range(LABELS, width)])
    return Grid(rows, columns, _numeric(lines, rows, columns, path), str(path))


def _first_sheet(path: Path) -> list[list[Any]]:
    import zipfile

    import python_calamine

    try:
        with python_calamine.CalamineWorkbook.from_path(path) as book:
            return list(book.get_sheet_by_index(0).to_python(skip_empty_area=False))
    except (python_calamine.CalamineError, zipfile.BadZipFile, OSError) as err:
        raise InputError(
            f"this is not a readable workbook: {err}", where=str(path), mend="download it again"
        ) from err


def _name(cell: Any) -> str:
    return str(cell).strip() if cell not in (None, "") else ""


def _is_first(row: list[Any]) -> bool:
    return (
        len(row) > LABELS
        and bool(re.fullmatch("[cr]1", _name(row[3])))
        and isinstance(row[LABELS], int | float)
    )


def _row_with(cells: list[list[Any]], start: int, label: Any, path: Path) -> int:
    """Header row whose first cell over the numbers is the label of the first row."""
    for i in range(start):
        if len(cells[i]) > LABELS and _name(cells[i][LABELS]) == _name(label):
            return i
    raise InputError(
        f"no header row starts with {_name(label)!r} over the numbers",
        where=str(path),
        mend="give the workbook as published",
    )


def _numeric(
    lines: list[list[Any]],
    rows: list[Label],
    columns: list[Label],
    path: Path,
) -> Any:
    try:
        return np.array(
            [[0.0 if v in (None, "") else float(v) for v in line] for line in lines], dtype=float
        )
    except (TypeError, ValueError):
        bad = [
            f"row {'_'.join(rows[i])}, column {'_'.join(columns[j])}: {v!r}"
            for i, line in enumerate(lines)
            for j, v in enumerate(line)
            if not isinstance(v, int | float) and v not in (None, "")
        ]
        raise DataError("flows", [f"no number in {b}" for b in bad], where=str(path)) from None
