"""From a labelled grid, as publishers lay out inter-country tables, to the arrays."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from techpact.alliance import country_codes
from techpact.engine import MAX_FILE_BYTES, broken_line, check_file
from techpact.errors import DataError, InputError, LimitError
from techpact.sources.input_output import REST, SPLIT, Array, InputOutputSystem
from techpact.sources.tables import FINAL_DEMAND, FLOWS, OUTPUT

TABLES = (FLOWS, FINAL_DEMAND, OUTPUT)

Label = tuple[str, str]


@dataclass(frozen=True)
class Grid:
    """Labels of rows and columns (publisher's country, code) and the numbers between them."""

    rows: Sequence[Label]
    columns: Sequence[Label]
    values: Array
    where: str


@dataclass(frozen=True)
class Layout:
    """How a publisher labels its grid.

    Attributes
    ----------
    country
        The publisher's country code to ours; returns None for an unknown one.
    final
        Codes of final demand.
    output
        Codes of the column of gross output.
    ignored_rows, ignored_columns
        Codes that are neither industries nor final demand: value added, taxes, margins, totals.
    parts
        Country codes that split a country (CN1), to the country; their industries keep the part in
        the name (C26@CN1).
    """

    country: Callable[[str], str | None]
    final: Collection[str]
    output: Collection[str] = ()
    ignored_rows: Collection[str] = ()
    ignored_columns: Collection[str] = ()
    parts: Mapping[str, str] | None = None


def assemble(grid: Grid, layout: Layout, year: int, *, factor: float = 1.0) -> InputOutputSystem:
    """Sort a grid into Z, Y and x.

    Every row and column is used or named as ignored; anything else is an error.

    Parameters
    ----------
    grid
        The numbers with their labels.
    layout
        How the publisher labels them.
    year
        Year of the table.
    factor
        Turns the publisher's unit into million USD.

    Raises
    ------
    DataError
        Unknown countries or codes, an industry that is a row but no column, missing numbers.
    """
    kept_rows = [i for i, (_, code) in enumerate(grid.rows) if code not in layout.ignored_rows]
    output, final, industry = [], [], {}
    problems: list[str] = []
    for j, label in enumerate(grid.columns):
        code = label[1]
        if code in layout.output:
            output.append(j)
        elif code in layout.final:
            final.append(j)
        elif code not in layout.ignored_columns:
            if label in industry:
                problems.append(f"column {_text(label)} is there twice")
            industry[label] = j
    labels = [grid.rows[i] for i in kept_rows]
    known = set(labels)
    problems += [f"row {_text(r)} is no column" for r in labels if r not in industry]
    problems += [f"column {_text(c)} is no row" for c in industry if c not in known]
    if len(known) < len(labels):
        problems += [f"row {_text(r)} is there twice" for r in known if labels.count(r) > 1]
    parts = layout.parts or {}
    used = {c for c, _ in labels} | {grid.columns[j][0] for j in final}
    names = {c: layout.country(parts.get(c, c)) for c in used}
    problems += [
        f"{c!r} is no country: an aggregate or an unknown code"
        for c, found in sorted(names.items())
        if found is None
    ]
    if problems:
        raise DataError(FLOWS.name, problems, where=grid.where)
    values = grid.values
    Z = np.ascontiguousarray(values[np.ix_(kept_rows, [industry[r] for r in labels])]) * factor
    Y = values[np.ix_(kept_rows, final)] * factor
    for block, heads in ((Z, labels), (Y, [grid.columns[j] for j in final])):
        _refuse_missing(block, labels, heads, grid.where)
    x = Z.sum(axis=1) + Y.sum(axis=1)
    if output:
        x = values[np.ix_(kept_rows, output[:1])][:, 0] * factor
        _refuse_missing(x[:, None], labels, [grid.columns[output[0]]], grid.where)
    return InputOutputSystem(
        year=year,
        countries=tuple(str(names[c]) for c, _ in labels),
        sectors=tuple(f"{s}{SPLIT}{c}" if c in parts else s for c, s in labels),
        Z=Z,
        Y=Y,
        final=tuple((str(names[c]), s) for c, s in (grid.columns[j] for j in final)),
        x=x,
    )


def _text(label: Label) -> str:
    return "_".join(p for p in label if p)


def _refuse_missing(
    block: Array, rows: Sequence[Label], columns: Sequence[Label], where: str
) -> None:
    if np.isfinite(block).all():
        return
    i, j = np.nonzero(~np.isfinite(block))
    raise DataError(
        FLOWS.name,
        [f"no number in row {_text(rows[a])}, column {_text(columns[b])}"
         for a, b in zip(i[:20], j[:20], strict=True)],
        where=where,
    )  # fmt: skip


def alpha3(code: str, special: Mapping[str, str]) -> str | None:
    """Return a country of an alpha-3 code, with a publisher's own codes first."""
    found = special.get(code, code)
    return found if found == REST or found in country_codes() else None


def alpha2(code: str, special: Mapping[str, str]) -> str | None:
    """Return a country of an alpha-2 code, with a publisher's own codes first."""
    if code in special:
        return special[code]
    return {two: three for three, two in country_codes().items()}.get(code)


def year_of(name: str, year: int | None) -> int:
    """Year of a file: the one asked for, or the last four-digit year in its name.

    Raises
    ------
    InputError
        When the name holds no year.
    """
    if year is not None:
        return year
    found = re.findall(r"(?<!\d)(?:19[5-9]\d|20[0-4]\d)(?!\d)", Path(name).stem)
    if not found:
        raise InputError(
            "the file name holds no year", where=name, mend="name it as published, with the year"
        )
    return int(found[-1])


def contents(path: Path, *, suffix: str = ".csv") -> Iterator[tuple[str, Any]]:
    """Each table file: the path itself, or the members of a zip with a suffix, in order.

    Raises
    ------
    InputError
        When it is no readable zip or holds no such file.
    LimitError
        When a member unpacks to more than the bound.
    """
    check_file(path)
    if path.suffix.lower() != ".zip":
        yield path.name, path
        return
    try:
        with zipfile.ZipFile(path) as archive:
            members = [m for m in archive.infolist() if m.filename.lower().endswith(suffix)]
            if not members:
                raise InputError(f"the zip holds no {suffix} file", where=str(path))
            for member in sorted(members, key=lambda m: m.filename):
                yield member.filename, read_member(archive, member.filename, path)
    except zipfile.BadZipFile as err:
        raise InputError(
            "this is not a readable zip", where=str(path), mend="download it again"
        ) from err


def read_member(archive: zipfile.ZipFile, name: str, path: Path) -> bytes:
    """Return a member of a zip, within the bound."""
    size = archive.getinfo(name).file_size
    if size > MAX_FILE_BYTES:
        raise LimitError(
            f"{name} unpacks to {size:,} bytes", where=str(path), mend="unpack it and give a part"
        )
    return archive.read(name)


def numbers(
    content: Any, name: str, *, separator: str = ",", skip: int = 1, labels: int = 1
) -> tuple[list[list[str]], list[list[str]], Array]:
    """Read a text matrix: header rows, label columns, numbers (empty cells are zero).

    Parameters
    ----------
    content
        Path or bytes.
    name
        File named in errors.
    separator
        Between cells.
    skip
        Header rows.
    labels
        Label columns at the left.

    Raises
    ------
    InputError
        When a row is cut or a cell is no number (row and column are named).
    """
    stream = io.BytesIO(content) if isinstance(content, bytes) else content.open("rb")
    with stream as file:
        lines = [file.readline().decode("utf-8-sig") for _ in range(skip)]
    heads = list(csv.reader(lines, delimiter=separator))
    if len(heads) < skip or not heads or len(heads[0]) <= labels:
        raise InputError("the file has no header", where=name, mend="download it again")
    width = len(heads[0])
    schema = {f"column_{i + 1}": pl.String if i < labels else pl.Float64 for i in range(width)}
    try:
        frame = pl.read_csv(
            content, separator=separator, has_header=False, skip_rows=skip, schema=schema
        )
    except pl.exceptions.PolarsError as err:
        _refuse_cut_line(content, name, separator)
        first = str(err).strip().splitlines()[0]
        raise InputError(
            f"not a matrix of numbers: {first}", where=name, mend="download it again"
        ) from err
    if frame.height and frame[:, -1].null_count():  # an empty last cell, or a line that is cut
        _refuse_cut_line(content, name, separator)
    left = [frame[:, i].to_list() for i in range(labels)]
    values = frame[:, labels:].fill_null(0.0).to_numpy()
    if not values.size:
        raise InputError("the file has no rows", where=name, mend="download it again")
    return heads, left, values


def _refuse_cut_line(content: Any, name: str, separator: str) -> None:
    broken = broken_line(content, separator=separator)
    if broken is not None:
        raise InputError(
            f"line {broken[0]} has not as many cells as the header: {broken[1]!r}",
            where=name,
            mend="download it again",
        )


def stack(systems: Iterator[InputOutputSystem]) -> dict[str, pl.DataFrame]:
    """Long tables of several years, one under another."""
    parts = [system.tables() for system in systems]
    return {t.name: pl.concat([part[t.name] for part in parts]) for t in TABLES}
