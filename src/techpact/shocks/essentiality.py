"""The essentiality matrix and the rule that joins its rows to the sectors of firms."""

from __future__ import annotations

from typing import Any

import narwhals as nw
import numpy as np
import numpy.typing as npt

from techpact.errors import DataError, InputError

Codes = npt.NDArray[np.int32]
Matrix = npt.NDArray[np.int8]

NEGLIGIBLE, NON_ESSENTIAL, ESSENTIAL = 0, 1, 2
MAX_NAMED = 5


def read_essentiality(frame: nw.DataFrame[Any]) -> Matrix:
    """Turn a frame of numbers or texts into the matrix (row: supplying, column: buying sector).

    Raises
    ------
    DataError
        When it is not square, or holds anything but 0, 1 and 2; the places are named.
    """
    rows, columns = frame.shape
    if rows != columns:
        raise DataError(
            "essentiality",
            [
                f"the matrix has {rows} rows and {columns} columns; "
                "it must be square, without a header row or a column of names"
            ],
        )
    values = np.full((rows, columns), np.nan)
    for number, name in enumerate(frame.columns):
        values[:, number] = [_number(v) for v in frame[name].to_list()]
    bad = np.argwhere(~np.isin(values, (NEGLIGIBLE, NON_ESSENTIAL, ESSENTIAL)))
    if len(bad):
        problems = [
            f"row {r + 1}, column {c + 1}: {frame[int(r), int(c)]!r} is not 0, 1 or 2"
            for r, c in bad[:MAX_NAMED]
        ]
        if len(bad) > MAX_NAMED:
            problems.append(f"{len(bad)} such cells in all")
        raise DataError("essentiality", problems)
    return values.astype(np.int8)


def _number(value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):
        return float("nan")


def sector_codes(labels: list[str], size: int) -> tuple[Codes, list[str], bool]:
    """Give each firm the row of its sector in a matrix of `size` rows.

    The rule: as many distinct labels as rows: the labels in sorted order (as numbers when all are
    whole numbers) are the rows. Fewer distinct labels: they must be whole numbers, which then are
    row numbers, counted from 0 when 0 occurs, from 1 when `size` occurs; where neither occurs both
    readings are possible, and they are counted from 0.

    Returns
    -------
    tuple
        Codes by firm, the label of each row, and whether the last, ambiguous case was met.

    Raises
    ------
    InputError
        When the labels cannot be the rows of the matrix.
    """
    distinct = sorted(set(labels))
    numbers: dict[str, int] | None = None
    try:
        numbers = {label: int(label) for label in distinct}
    except ValueError:
        numbers = None
    if numbers is not None and len(set(numbers.values())) == len(distinct):
        distinct.sort(key=numbers.__getitem__)
    else:
        numbers = None
    ambiguous = False
    if len(distinct) == size:
        row = {label: i for i, label in enumerate(distinct)}
        names = distinct
    elif len(distinct) < size and numbers is not None:
        low, high = min(numbers.values()), max(numbers.values())
        first = 1 if high == size and low >= 1 else 0
        if low < first or high >= size + first:
            raise _mismatch(distinct, size)
        ambiguous = low > 0 and high < size
        row = {label: number - first for label, number in numbers.items()}
        names = [str(i + first) for i in range(size)]
    else:
        raise _mismatch(distinct, size)
    codes = np.fromiter((row[label] for label in labels), dtype=np.int32, count=len(labels))
    return codes, names, ambiguous


def _mismatch(distinct: list[str], size: int) -> InputError:
    shown = ", ".join(distinct[:MAX_NAMED]) + (", …" if len(distinct) > MAX_NAMED else "")
    return InputError(
        f"firms name {len(distinct)} sectors ({shown}), the essentiality matrix has {size} rows",
        where="firms, essentiality",
        mend="give one row and column for each sector, in the sorted order of the sector labels, "
        "or number the sectors from 0 or from 1 by row of the matrix",
    )
