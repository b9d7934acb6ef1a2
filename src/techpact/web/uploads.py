"""Tables that come from outside: bounded in size, kind and rows before they are read."""

from __future__ import annotations

import io
from pathlib import Path
from tempfile import NamedTemporaryFile

import polars as pl

from techpact import engine
from techpact.errors import InputError, LimitError
from techpact.web.settings import Settings

KINDS = ("csv", "tsv", "parquet")
_MAGIC = b"PAR1"
MAX_COLUMNS = 2_000


def read_table(
    data: bytes, kind: str, name: str, settings: Settings, *, header: bool = True
) -> pl.DataFrame:
    """Read a table from bytes.

    Parameters
    ----------
    data
        The bytes.
    kind
        csv, tsv or parquet.
    name
        What to call it in errors.
    settings
        Bounds.
    header
        Whether the first line of a CSV names the columns.

    Raises
    ------
    InputError
        When the bytes are not a table of that kind.
    LimitError
        When it is larger than the bounds; a Parquet file is judged by its footer, unread.
    """
    if kind not in KINDS:
        raise InputError(
            f"cannot read a table from {kind!r}", where=name, mend=f"give {', '.join(KINDS)}"
        )
    if not data:
        raise InputError("the table is empty", where=name, mend="send rows")
    if len(data) > settings.max_upload_bytes:
        raise LimitError(
            f"{len(data):,} bytes; the limit is {settings.max_upload_bytes:,}",
            where=name,
            mend="run it with `techpact run`, which has no such limit",
        )
    if kind == "parquet":
        _check_parquet(data, name, settings)
    else:
        _check_text(data, name, settings)
    with NamedTemporaryFile(suffix=f".{kind}") as file:
        file.write(data)
        file.flush()
        try:
            return engine.read_frame(Path(file.name), header=header)
        except InputError as err:
            raise type(err)(err.what, where=name, mend=err.mend) from err
        except pl.exceptions.PolarsError as err:
            raise InputError(
                f"not a readable table: {str(err).strip().splitlines()[0][:200]}",
                where=name,
                mend="export it again",
            ) from err
        except BaseException as err:
            # A panic of the reader is no plain exception; it must not take the server down.
            if type(err).__name__ == "PanicException":
                raise InputError(
                    "not a readable table", where=name, mend="export it again"
                ) from err
            raise


def _check_parquet(data: bytes, name: str, settings: Settings) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    if data[:4] != _MAGIC or data[-4:] != _MAGIC:
        raise InputError("not a Parquet file", where=name, mend="send Parquet, or CSV as csv")
    try:
        meta = pq.read_metadata(io.BytesIO(data))
        size = sum(meta.row_group(i).total_byte_size for i in range(meta.num_row_groups))
        rows, columns = meta.num_rows, meta.num_columns
        physical = {meta.schema.column(i).physical_type for i in range(columns)}
    except (pa.ArrowException, OSError, ValueError) as err:
        raise InputError(
            f"not a readable Parquet file: {str(err)[:200]}", where=name, mend="write it again"
        ) from err
    # Run-length packing can hold millions of equal values in a few bytes: what counts is what the
    # rows take in memory, at eight bytes a cell at least, not what the file says of its pages.
    unpacked = max(size, rows * columns * 8)
    if rows > settings.max_table_rows or columns > MAX_COLUMNS:
        raise LimitError(
            f"{rows:,} rows in {columns:,} columns; the limit is {settings.max_table_rows:,} rows, "
            f"{MAX_COLUMNS:,} columns",
            where=name,
            mend="run it with `techpact run`, which has no such limit",
        )
    if unpacked > settings.max_table_bytes:
        raise LimitError(
            f"unpacked it has {unpacked:,} bytes; the limit is {settings.max_table_bytes:,}",
            where=name,
            mend="run it with `techpact run`, which has no such limit",
        )
    if "BYTE_ARRAY" in physical and rows:
        _check_strings(data, name, settings)


def _check_strings(data: bytes, name: str, settings: Settings) -> None:
    """Read text columns batch by batch and stop as soon as they outgrow the bound."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    total = 0
    try:
        columns = pq.read_metadata(io.BytesIO(data)).schema
        texts = [
            columns.column(i).path
            for i in range(len(columns.names))
            if columns.column(i).physical_type == "BYTE_ARRAY"
        ]
        # As a dictionary a text that comes a million times takes its room once.
        file = pq.ParquetFile(io.BytesIO(data), read_dictionary=texts)
        for batch in file.iter_batches(batch_size=2048, columns=texts):
            for column in batch.columns:
                if pa.types.is_dictionary(column.type):
                    lengths = pc.binary_length(column.dictionary).cast(pa.int64())
                    total += pc.sum(pc.take(lengths, column.indices)).as_py() or 0
                else:
                    total += column.nbytes
            if total > settings.max_table_bytes:
                raise LimitError(
                    f"its texts unpack to more than {settings.max_table_bytes:,} bytes",
                    where=name,
                    mend="run it with `techpact run`, which has no such limit",
                )
    except (pa.ArrowException, OSError) as err:
        raise InputError(
            f"not a readable Parquet file: {str(err)[:200]}", where=name, mend="write it again"
        ) from err


def _check_text(data: bytes, name: str, settings: Settings) -> None:
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError as err:
        line = data.count(b"\n", 0, err.start) + 1
        raise InputError(
            f"not UTF-8 text: line {line} holds the byte 0x{data[err.start]:02x}",
            where=name,
            mend="save it as UTF-8 (in Excel: CSV UTF-8), then send it again",
        ) from err
    if b"\0" in data:
        raise InputError("this is a binary file, not text", where=name, mend="send CSV in UTF-8")
    rows = data.count(b"\n")
    if rows > settings.max_table_rows:
        raise LimitError(
            f"{rows:,} rows; the limit is {settings.max_table_rows:,}",
            where=name,
            mend="run it with `techpact run`, which has no such limit",
        )
    first = data.split(b"\n", 1)[0]
    if max(first.count(b","), first.count(b"\t")) > MAX_COLUMNS:
        raise LimitError(f"more than {MAX_COLUMNS:,} columns", where=name, mend="leave some out")
