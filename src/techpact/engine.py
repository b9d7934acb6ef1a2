"""The only file that opens connections or picks an engine.

Frames come in as Polars, pandas, PyArrow, DuckDB relation, PySpark or Narwhals and go back as the
same kind. Files are read here, with bounds, and written here, atomically.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

import narwhals as nw
import polars as pl

from techpact.errors import InputError, LimitError, UnavailableError
from techpact.tables import Table

FRAME_SUFFIXES = (".csv", ".parquet", ".json", ".xlsx", ".tsv")
MAX_FILE_BYTES = 4 * 2**30
PREVIEW_BYTES = 8192
LOOK_BYTES = 1 << 20


def wrap(native: Any, *, lazy: bool) -> nw.DataFrame[Any] | nw.LazyFrame[Any]:
    """Turn any supported frame into a Narwhals frame.

    Parameters
    ----------
    native
        Polars, pandas, PyArrow, DuckDB relation, PySpark or Narwhals frame.
    lazy
        Whether a lazy frame may stay lazy; otherwise it is collected into Polars (PySpark into
        PyArrow first).

    Raises
    ------
    InputError
        When the object is not a frame.
    """
    if isinstance(native, Mapping):
        return nw.from_native(pl.DataFrame(dict(native), strict=False), eager_only=True)
    try:
        frame: nw.DataFrame[Any] | nw.LazyFrame[Any] = nw.from_native(native)
    except TypeError as err:
        raise InputError(
            f"not a table: {type(native).__name__}",
            mend="give a Polars, pandas, PyArrow, DuckDB or PySpark frame",
        ) from err
    if isinstance(frame, nw.LazyFrame) and not lazy:
        return collect(frame)
    if frame.implementation.is_pandas():
        # pandas has no one null for all types; Arrow memory has, and results go back as pandas.
        eager: nw.DataFrame[Any] = nw.from_native(pl.from_pandas(frame.to_native()))
        return eager
    return frame


def collect(frame: nw.DataFrame[Any] | nw.LazyFrame[Any]) -> nw.DataFrame[Any]:
    """Bring a lazy frame into memory as Polars; an eager frame is returned as it is."""
    if isinstance(frame, nw.DataFrame):
        return frame
    if frame.implementation.is_spark_like():
        return nw.from_native(pl.from_arrow(frame.collect("pyarrow").to_native()), eager_only=True)
    return frame.collect("polars")


def unwrap(result: Any, table: Table, like: Any) -> Any:
    """Turn what an analysis returned into a native frame of the kind of `like`.

    `result` is a Narwhals frame, a Polars frame or a mapping of column name to values; it must have
    the declared columns (this is checked: a mismatch is a programming error).
    """
    if isinstance(result, nw.LazyFrame):
        _same_columns(list(result.collect_schema().names()), table)
        return result.to_native()
    if isinstance(result, Mapping):
        schema = {c.name: c.dtype for c in table.columns}
        frame = nw.from_dict(
            {name: result[name] for name in schema}, schema=schema, backend="polars"
        )
    else:
        frame = nw.from_native(result, eager_only=True)
        if not table.extra:
            _same_columns(frame.columns, table)
    return convert(frame, like)


def _same_columns(columns: Sequence[str], table: Table) -> None:
    declared = [c.name for c in table.columns]
    if list(columns)[: len(declared)] != declared:
        raise AssertionError(f"{table.name}: declared {declared}, produced {list(columns)}")


def convert(frame: nw.DataFrame[Any], like: Any) -> Any:
    """Convert an eager Narwhals frame to the native kind of `like` (Polars when it has none)."""
    if like is None or isinstance(like, Mapping):
        return frame.to_polars()
    other = nw.from_native(like, pass_through=True)
    if not isinstance(other, nw.DataFrame | nw.LazyFrame):
        return frame.to_polars()
    kind = other.implementation
    if frame.implementation is kind and isinstance(other, nw.DataFrame):
        return other_kind(frame, like)
    if kind.is_polars():
        out = frame.to_polars()
        return out.lazy() if isinstance(other, nw.LazyFrame) else out
    if kind.is_pandas():
        return frame.to_pandas()
    if kind.is_pyarrow():
        return frame.to_arrow()
    if kind.is_duckdb():
        import duckdb

        # from_arrow keeps the data alive through the relation, on the default connection.
        return duckdb.from_arrow(frame.to_arrow())
    if kind.is_pyspark():
        session = other.to_native().sparkSession
        return session.createDataFrame(frame.to_arrow())
    return frame.to_native()


def other_kind(frame: nw.DataFrame[Any], like: Any) -> Any:
    """Return the Narwhals frame itself when Narwhals was given, else its native frame."""
    return frame if isinstance(like, nw.DataFrame) else frame.to_native()


def read_frame(
    path: Path, *, limit_bytes: int = MAX_FILE_BYTES, header: bool = True
) -> pl.DataFrame:
    """Read a CSV, TSV, Parquet, JSON (records) or XLSX file; CSV columns stay text.

    With `header=False` the first line of a CSV or TSV or the first row of an XLSX file is data
    (a matrix), and the columns are named column_1, column_2, …

    Raises
    ------
    InputError
        When the file is missing, empty, not of its kind, or broken at a line (the line is named).
    LimitError
        When it is larger than `limit_bytes`.
    """
    check_file(path, limit_bytes=limit_bytes)
    suffix = path.suffix.lower()
    if suffix not in FRAME_SUFFIXES:
        raise InputError(
            f"cannot read a table from {suffix or 'a file without an ending'}",
            where=str(path),
            mend=f"give one of {', '.join(FRAME_SUFFIXES)}",
        )
    try:
        if suffix in {".csv", ".tsv"}:
            _refuse_binary(path)
            return pl.read_csv(
                path,
                separator="\t" if suffix == ".tsv" else ",",
                has_header=header,
                infer_schema=False,
                encoding="utf8",
            )
        if suffix == ".parquet":
            return pl.read_parquet(path)
        if suffix == ".json":
            return pl.read_json(path)
        return pl.read_excel(path, engine="openpyxl", has_header=header)
    except (pl.exceptions.PolarsError, ValueError, OSError, zipfile.BadZipFile, KeyError) as err:
        if suffix in {".csv", ".tsv"}:
            line = broken_line(path, separator="\t" if suffix == ".tsv" else ",")
            if line:
                raise InputError(
                    f"line {line[0]} has another number of fields than the header: {line[1]!r}",
                    where=str(path),
                    mend="correct the line, or export the file again as UTF-8 CSV",
                ) from err
        first = str(err).strip().splitlines()[0] if str(err).strip() else type(err).__name__
        raise InputError(
            f"this is not a readable {suffix[1:].upper()} table: {first}",
            where=str(path),
            mend="open the file at the place named, or export it again as UTF-8 CSV",
        ) from err


def broken_line(
    content: Path | bytes,
    *,
    separator: str = ",",
    expect: Callable[[list[str]], bool] | None = None,
) -> tuple[int, str] | None:
    """Find the first line of a CSV that has other fields than the header or fails `expect`.

    Returns
    -------
    (line number, text), the header being line 1; None when every line is whole.
    """
    import csv
    import io

    binary: IO[bytes] = io.BytesIO(content) if isinstance(content, bytes) else content.open("rb")
    with io.TextIOWrapper(binary, encoding="utf-8", errors="replace", newline="") as file:
        reader = csv.reader(file, delimiter=separator)
        try:
            width = len(next(reader))
            for fields in reader:
                if fields and (len(fields) != width or (expect is not None and not expect(fields))):
                    return reader.line_num, separator.join(fields)[:80]
        except (StopIteration, csv.Error):
            return (reader.line_num, "") if reader.line_num else None
    return None


def scan_frame(path: Path, *, limit_bytes: int = MAX_FILE_BYTES) -> pl.DataFrame | pl.LazyFrame:
    """Open a Parquet, CSV or TSV file to be read piece by piece; others as by `read_frame`.

    The lines of a CSV are counted through first, so that a broken one is named; one with quoted
    fields, which may hold line breaks, is read at once.

    Raises
    ------
    InputError
        As `read_frame`.
    """
    suffix = path.suffix.lower()
    if suffix not in {".parquet", ".csv", ".tsv"}:
        return read_frame(path, limit_bytes=limit_bytes)
    check_file(path, limit_bytes=limit_bytes)
    try:
        if suffix == ".parquet":
            frame = pl.scan_parquet(path)
        else:
            _refuse_binary(path)
            separator = "\t" if suffix == ".tsv" else ","
            if _has_quotes(path, separator):
                return read_frame(path, limit_bytes=limit_bytes)
            frame = pl.scan_csv(path, separator=separator, infer_schema=False, encoding="utf8")
        frame.collect_schema()
    except (pl.exceptions.PolarsError, OSError) as err:
        raise InputError(
            f"this is not a readable {suffix[1:].upper()} table: "
            + str(err).strip().splitlines()[0],
            where=str(path),
            mend="export it again",
        ) from err
    return frame


def _has_quotes(path: Path, separator: str) -> bool:
    """Whether a text table has quotes; without them, refuse lines of another width.

    Raises
    ------
    InputError
        Names the first line with another number of fields than the header.
    """
    quoted = _quick_look(path, separator.encode())
    if quoted is not None:
        return quoted
    line = pl.col("line")
    lines = pl.scan_csv(
        path,
        separator="\x01",
        has_header=False,
        quote_char=None,
        schema={"line": pl.String},
        encoding="utf8",
    )
    with path.open("rb") as file:
        width = file.readline().decode("utf-8-sig", errors="replace").count(separator)
    found = (
        lines.with_row_index("number", offset=1)
        .select(
            quoted=line.str.contains('"', literal=True).any(),
            broken=pl.col("number")
            .filter(
                line.str.count_matches(separator, literal=True) != width, line.str.len_bytes() > 1
            )
            .first(),
        )
        .collect(engine="streaming")
        .row(0)
    )
    if found[0] or found[1] is None:
        return bool(found[0])
    text = lines.slice(found[1] - 1, 1).collect()["line"].item()
    raise InputError(
        f"line {found[1]} has another number of fields than the header: {text[:80]!r}",
        where=str(path),
        mend="correct the line, or export the file again as UTF-8 CSV",
    )


def _quick_look(path: Path, separator: bytes) -> bool | None:
    """Whether a text table has quotes; None when that takes a look at every line.

    Separators and line ends are compared by their places, some lines at a time. A line unlike the
    header (another width, empty, very long, not UTF-8) ends it: only then are lines looked at.
    """
    rest, width = b"", -1
    with path.open("rb") as file:
        while block := file.read(LOOK_BYTES):
            if b'"' in block:
                return True
            text = rest + block
            end = text.rfind(b"\n") + 1
            text, rest = text[:end], text[end:]
            if not text and len(block) == LOOK_BYTES:
                return None
            if width < 0:
                width = text.partition(b"\n")[0].count(separator)
            if text and not _regular(text, separator, width):
                return None
    # The last line may lack its end.
    return None if rest and not _regular(rest + b"\n", separator, width) else False


def _regular(text: bytes, separator: bytes, width: int) -> bool:
    """Whether each of some whole lines is UTF-8 with as many separators as the header."""
    import numpy as np

    try:
        text.isascii() or text.decode()
    except UnicodeDecodeError:
        return False
    characters = np.frombuffer(text, np.uint8)
    ends = np.flatnonzero(characters == ord("\n"))
    places = np.flatnonzero(characters == ord(separator))
    if len(places) != width * len(ends):
        return False
    if not width:
        return bool((np.diff(ends, prepend=-1) > 1).all())
    by_line = places.reshape(-1, width)
    return bool((by_line[:, -1] < ends).all() and (by_line[1:, 0] > ends[:-1]).all())


def check_file(path: Path, *, limit_bytes: int = MAX_FILE_BYTES) -> None:
    """Refuse a path that is missing, a directory, empty, unreadable or too large."""
    if not path.exists():
        raise InputError("file not found", where=str(path), mend="check the path")
    if path.is_dir():
        raise InputError("this is a directory, not a file", where=str(path), mend="name a file")
    size = path.stat().st_size
    if size == 0:
        raise InputError("the file is empty", where=str(path), mend="export it again")
    if size > limit_bytes:
        raise LimitError(
            f"the file has {size:,} bytes; the limit is {limit_bytes:,}",
            where=str(path),
            mend="split it, or give it as Parquet",
        )


def _refuse_binary(path: Path) -> None:
    with path.open("rb") as file:
        if b"\0" in file.read(PREVIEW_BYTES):
            raise InputError(
                "this is a binary file, not text",
                where=str(path),
                mend="give a CSV in UTF-8 (a UTF-16 file must be saved as UTF-8 first)",
            )


def sha256_file(path: Path) -> str:
    """SHA-256 of a file, as 64 hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextlib.contextmanager
def atomic_write(path: Path) -> Iterator[IO[bytes]]:
    """Open a temporary file beside `path`; it replaces `path` only when the block ends well.

    The data and the directory entry are flushed to disk, so that a killed process or a power cut
    leaves the old file or the new one, never a broken one.

    Raises
    ------
    UnavailableError
        When the directory cannot be written.
    """
    temporary = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
        temporary = ""
        directory = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(directory)
        finally:
            os.close(directory)
    except OSError as err:
        raise UnavailableError(
            f"cannot write: {err.strerror or err}",
            where=str(path),
            mend="choose another directory with --out, or free space and permissions",
        ) from err
    finally:
        if temporary:
            with contextlib.suppress(OSError):
                os.unlink(temporary)


def query(
    sql: str, *, frames: Mapping[str, pl.DataFrame], files: Mapping[str, Path]
) -> pl.DataFrame:
    """Run a read-only SQL query over frames and Parquet files.

    The connection lives in memory, sees only what is named here, and cannot reach another file,
    the network, or an extension.

    Raises
    ------
    InputError
        With DuckDB's message when the query is wrong or tries to do more than read.
    """
    import duckdb

    connection = duckdb.connect(":memory:", config={"autoinstall_known_extensions": "false"})
    try:
        for name, path in files.items():
            literal = "'" + str(path).replace("'", "''") + "'"
            connection.execute(
                f'CREATE VIEW "{name}" AS SELECT * FROM read_parquet({literal})'  # noqa: S608
            )
        for name, frame in frames.items():
            connection.register(name, frame.to_arrow())
        directories = sorted({str(p.parent) for p in files.values()})
        connection.execute("SET allowed_directories = ?", [directories])
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
        statements = connection.extract_statements(sql)
        kinds = {s.type for s in statements}
        if len(statements) != 1 or kinds - {duckdb.StatementType.SELECT}:
            raise InputError("only one SELECT is allowed", mend="write SELECT … FROM a table")
        return pl.DataFrame(connection.sql(sql).to_arrow_table())
    except duckdb.Error as err:
        raise InputError(
            f"the query cannot be run: {str(err).strip()}",
            mend="`techpact list tables` names the tables, `techpact describe TABLE` the columns",
        ) from err
    finally:
        connection.close()
