"""How a table is declared and validated: columns once, with type, unit and description.

Code, docs, CLI help and the API read the same declaration.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

import narwhals as nw

from techpact.errors import DataError

ColumnType = Literal["string", "integer", "number", "boolean", "date"]

_DTYPES: dict[ColumnType, Any] = {
    "string": nw.String(),
    "integer": nw.Int64(),
    "number": nw.Float64(),
    "boolean": nw.Boolean(),
    "date": nw.Date(),
}

FrameT = TypeVar("FrameT", bound=nw.DataFrame[Any] | nw.LazyFrame[Any])

MAX_ROWS_NAMED = 5


@dataclass(frozen=True)
class Column:
    """One column: name, type, unit and meaning, with the values it may hold.

    `unit` is empty for text and pure identifiers, "1" for dimensionless numbers.
    `nullable` columns may be absent from a file altogether; they are then filled with nulls.
    """

    name: str
    type: ColumnType
    description: str
    unit: str = ""
    nullable: bool = False
    minimum: float | None = None
    maximum: float | None = None
    values: tuple[str, ...] = ()

    @property
    def dtype(self) -> Any:
        """The Narwhals data type."""
        return _DTYPES[self.type]


@dataclass(frozen=True)
class Table:
    """A named set of columns. `key` names the columns that identify a row.

    `unique` asks validation to refuse two rows with one key; `extra` allows undeclared columns.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    unique: bool = False
    extra: bool = False
    column: dict[str, Column] = field(init=False, repr=False, compare=False, hash=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "column", {c.name: c for c in self.columns})
        if len(self.column) != len(self.columns):
            raise ValueError(f"table {self.name}: a column is declared twice")
        unknown = [k for k in self.key if k not in self.column]
        if unknown:
            raise ValueError(f"table {self.name}: key columns not declared: {unknown}")


def validate(given: FrameT, table: Table, *, where: str = "") -> FrameT:
    """Check a Narwhals frame against its declaration, cast it and put its columns in order.

    Parameters
    ----------
    given
        Eager or lazy Narwhals frame. Text columns read from CSV are cast to the declared types.
    table
        The declaration.
    where
        File or source named in the error.

    Returns
    -------
    The same kind of frame with exactly the declared columns (and extra ones where allowed).
    Lazy frames are cast here and checked by the aggregates of one query.

    Raises
    ------
    DataError
        With every problem found: missing and unexpected columns, unreadable values, nulls, values
        out of range or vocabulary, repeated keys; rows are numbered from 1.
    """
    frame: Any = given  # Narwhals types the two kinds of frame apart; here they act alike
    problems: list[str] = []
    present = list(frame.collect_schema().names())
    missing = [c.name for c in table.columns if c.name not in present and not c.nullable]
    if missing:
        problems.append(
            f"missing column{'s' if len(missing) > 1 else ''}: {', '.join(missing)}; "
            f"the file has: {', '.join(present) or 'none'}"
        )
    surplus = [c for c in present if c not in table.column]
    if surplus and not table.extra:
        problems.append(f"unexpected columns: {', '.join(surplus)}")
    if problems:
        raise DataError(table.name, problems, where=where)
    exprs = []
    schema = frame.collect_schema()
    for column in table.columns:
        if column.name not in present:
            exprs.append(nw.lit(None).cast(column.dtype).alias(column.name))
        elif schema[column.name] != column.dtype and schema[column.name] != nw.String():
            exprs.append(nw.col(column.name).cast(column.dtype))
    if exprs:
        frame = frame.with_columns(*exprs)
    frame, unreadable = _parse_text(frame, table, present)
    problems += unreadable or _row_problems(frame, table)
    if problems:
        raise DataError(table.name, problems, where=where)
    done: FrameT = frame.select([c.name for c in table.columns] + (surplus if table.extra else []))
    return done


def _parse_text(frame: Any, table: Table, present: list[str]) -> tuple[Any, list[str]]:
    """Cast text columns to declared types; values that cannot be read are named with their row."""
    schema = frame.collect_schema()
    todo = [
        c
        for c in table.columns
        if c.name in present and schema[c.name] == nw.String() and c.type != "string"
    ]
    if not todo:
        return frame, []
    if isinstance(frame, nw.LazyFrame):
        return frame.with_columns(*[nw.col(c.name).cast(c.dtype) for c in todo]), []
    problems: list[str] = []
    for column in todo:
        fast = _cast_text(frame, column)
        if fast is not None:
            frame = frame.with_columns(fast)
            continue
        values = frame[column.name].to_list()
        parsed: list[Any] = []
        bad: list[str] = []
        for number, value in enumerate(values, start=1):
            try:
                parsed.append(_parse(value, column.type))
            except ValueError:
                parsed.append(None)
                bad.append(f"row {number}: {value[:40]!r}")
        if bad:
            problems.append(f"{column.name}: not a {column.type}: " + _some(bad))
        series = nw.new_series(
            column.name, parsed, column.dtype, backend=nw.get_native_namespace(frame)
        )
        frame = frame.with_columns(series)
    return frame, problems


def _cast_text(frame: Any, column: Column) -> Any:
    """Cast a text column of numbers at once; None when a value needs the slow, naming way."""
    if column.type not in {"number", "integer"}:
        return None
    try:
        return frame[column.name].str.strip_chars().cast(column.dtype)
    except Exception:  # each engine has its own error for a text that is not a number
        return None


def _parse(value: str | None, kind: ColumnType) -> Any:
    if value is None or not value.strip():
        return None
    text = value.strip()
    if kind == "integer":
        return int(text)
    if kind == "number":
        return float(text)
    if kind == "boolean":
        truth = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
        if text.lower() not in truth:
            raise ValueError(text)
        return truth[text.lower()]
    import datetime

    return datetime.date.fromisoformat(text)


def _some(items: list[str]) -> str:
    more = f", … ({len(items)} in all)" if len(items) > MAX_ROWS_NAMED else ""
    return ", ".join(items[:MAX_ROWS_NAMED]) + more


def _checks(table: Table) -> list[tuple[str, nw.Expr]]:
    checks: list[tuple[str, nw.Expr]] = []
    for c in table.columns:
        col = nw.col(c.name)
        if not c.nullable:
            checks.append((f"{c.name}: empty", col.is_null()))
        if c.type == "number":
            checks.append((f"{c.name}: not finite", ~col.is_finite()))
        if c.minimum is not None:
            checks.append((f"{c.name}: below {c.minimum:g}", col < c.minimum))
        if c.maximum is not None:
            checks.append((f"{c.name}: above {c.maximum:g}", col > c.maximum))
        if c.values:
            allowed = ", ".join(c.values)
            checks.append((f"{c.name}: not one of {allowed}", ~col.is_in(c.values)))
    return checks


def _row_problems(frame: Any, table: Table) -> list[str]:
    problems: list[str] = []
    checks = _checks(table)
    if checks:
        counts = frame.select(
            *[
                expr.fill_null(value=False).cast(nw.Int64()).sum().alias(str(i))
                for i, (_, expr) in enumerate(checks)
            ]
        )
        eager = counts.collect() if isinstance(counts, nw.LazyFrame) else counts
        row = eager.row(0)
        for i, (text, expr) in enumerate(checks):
            if row[i]:
                problems.append(
                    f"{text} in {row[i]} row{'s' if row[i] > 1 else ''}" + _which(frame, expr)
                )
    if table.unique and table.key and isinstance(frame, nw.DataFrame):
        repeated = frame.select(*table.key).is_duplicated()
        if repeated.any():
            numbers = [i + 1 for i, flag in enumerate(repeated.to_list()) if flag]
            problems.append(
                f"key ({', '.join(table.key)}) repeated in {len(numbers)} rows: "
                + _some([f"row {n}" for n in numbers])
            )
    return problems


def _which(frame: Any, expr: nw.Expr) -> str:
    if isinstance(frame, nw.LazyFrame):
        return ""
    flags = frame.select(expr.fill_null(value=False).alias("bad"))["bad"].to_list()
    return ": " + _some([f"row {i + 1}" for i, flag in enumerate(flags) if flag])
