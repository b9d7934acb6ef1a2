"""Tables as CSV (UTF-8 with BOM), XLSX, Parquet and JSON bytes; the same rows in each."""

from __future__ import annotations

import datetime
import io
import json
from typing import Any

import polars as pl

FORMATS = ("csv", "xlsx", "parquet", "json")

MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
    "json": "application/json",
}

BOM = b"\xef\xbb\xbf"
_FORMULA_START = ("=", "+", "-", "@", "\t", "\r", "\n")
XLSX_MAX_ROWS = 1_048_575


def export(frame: pl.DataFrame, kind: str, *, bom: bool = True) -> bytes:
    """Return a table as a file of the kind; the same table gives the same bytes.

    CSV starts with a byte order mark, which spreadsheets need to know UTF-8, unless a program is to
    read it (`bom=False`).

    Text cells that a spreadsheet would run as a formula get a leading apostrophe in CSV (the advice
    of the OWASP guide on CSV injection); XLSX cells are written as text, so they need none.
    """
    data = {"csv": to_csv, "xlsx": to_xlsx, "parquet": to_parquet, "json": to_json}[kind](frame)
    return data if bom else data.removeprefix(BOM)


def guard(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula; plain numbers stay as they are."""
    if not text.startswith(_FORMULA_START):
        return text
    try:
        float(text)
    except ValueError:
        return "'" + text
    return text


def to_csv(frame: pl.DataFrame) -> bytes:
    """CSV in UTF-8 with a byte order mark, formula cells guarded."""
    flat = _flat(frame)
    guarded = flat.with_columns(
        pl.col(name).map_elements(guard, return_dtype=pl.String)
        for name, dtype in flat.schema.items()
        if dtype == pl.String
    )
    guarded = guarded.rename({name: guard(name) for name in guarded.columns})
    return BOM + guarded.write_csv().encode()


def to_parquet(frame: pl.DataFrame) -> bytes:
    """Parquet."""
    buffer = io.BytesIO()
    frame.write_parquet(buffer)
    return buffer.getvalue()


def to_json(frame: pl.DataFrame) -> bytes:
    """JSON: an array of records."""
    records = frame.to_dicts()
    return json.dumps(records, ensure_ascii=False, indent=1, default=str).encode()


def to_xlsx(frame: pl.DataFrame, *, sheet: str = "table") -> bytes:
    """XLSX with one sheet, a frozen header row and an autofilter."""
    import xlsxwriter

    flat = _flat(frame)
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        # A fixed creation time: the same table must give the same bytes.
        book.set_properties({"created": datetime.datetime(2025, 1, 1, tzinfo=datetime.UTC)})
        page = book.add_worksheet(sheet[:31])
        bold = book.add_format({"bold": True})
        for column, name in enumerate(flat.columns):
            page.write_string(0, column, name, bold)
        for number, row in enumerate(flat.head(XLSX_MAX_ROWS).iter_rows(), start=1):
            for column, value in enumerate(row):
                _write_cell(page, number, column, value)
        page.freeze_panes(1, 0)
        if flat.width:
            page.autofilter(0, 0, flat.height, flat.width - 1)
    return buffer.getvalue()


def _write_cell(page: Any, row: int, column: int, value: Any) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        page.write_boolean(row, column, value)
    elif isinstance(value, int | float):
        page.write_number(row, column, value)
    else:
        page.write_string(row, column, str(value)[:32767])


def _flat(frame: pl.DataFrame) -> pl.DataFrame:
    """Nested columns become JSON text, dates ISO text: both formats hold flat cells only."""
    exprs = []
    for name, dtype in frame.schema.items():
        if dtype.is_nested():
            cells = [
                None if v is None else json.dumps(_plain(v), ensure_ascii=False, default=str)
                for v in frame[name].to_list()
            ]
            exprs.append(pl.Series(name, cells, dtype=pl.String))
        elif dtype.is_temporal():
            exprs.append(frame[name].cast(pl.String))
    return frame.with_columns(exprs) if exprs else frame


def _plain(value: Any) -> Any:
    return value.to_list() if isinstance(value, pl.Series) else value
