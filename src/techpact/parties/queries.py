"""What is asked: a name, a CSV of names, or the people and institutions of a bibliography."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from techpact.errors import DataError, InputError, LimitError, NotFoundError

MAX_QUERIES = 20_000_000

csv.field_size_limit(10_000_000)


@dataclass(frozen=True, slots=True)
class Question:
    """One name asked, under the identifier that the answer bears."""

    id: str
    name: str
    countries: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()


def questions(
    what: str,
    *,
    name_column: str,
    id_column: str | None,
    country_column: str | None = None,
    identifier_column: str | None = None,
) -> list[Question]:
    """Return the names asked.

    Parameters
    ----------
    what
        A name, or the path of a CSV, BibTeX (`.bib`) or OpenAlex (`.json`, `.jsonl`) file.
    name_column, id_column, country_column, identifier_column
        Columns of a CSV; several countries or identifiers are joined by ';'.

    Raises
    ------
    InputError
        For a file that is not there or has no such column.
    """
    path = Path(what) if len(what) < 1000 and "\0" not in what else None
    suffix = path.suffix.lower() if path is not None else ""
    if path is None or suffix not in {".csv", ".bib", ".json", ".jsonl"}:
        if not what.strip():
            raise InputError("no name given", mend="give a name or a file")
        return [Question("1", what)]
    if not path.is_file():
        raise InputError(f"file not found: {what}", mend="give a name or a file that is there")
    if suffix == ".csv":
        return _from_csv(path, name_column, (id_column, country_column, identifier_column))
    from techpact.parties.bibliography import names

    return [Question(f"{n.work}#{n.role}", n.name) for n in names(path)]


def _from_csv(
    path: Path, name_column: str, others: tuple[str | None, str | None, str | None]
) -> list[Question]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.reader(file)
            header = next(rows, None)
            if header is None:
                raise DataError("queries", ["the file is empty"], where=str(path))
            for column in (name_column, *(c for c in others if c)):
                if column not in header:
                    raise NotFoundError("column", column, header, where=str(path))
            at = header.index(name_column)
            at_id, at_country, at_number = (header.index(c) if c else None for c in others)
            last = max(at, *(a or 0 for a in (at_id, at_country, at_number)))
            found = []
            short = []
            for number, row in enumerate(rows, start=1):
                if not row:
                    continue
                if len(row) <= last:
                    short.append(f"row {number}: {len(row)} fields, not {len(header)}")
                    continue
                found.append(
                    Question(
                        row[at_id] if at_id is not None else str(number),
                        row[at],
                        tuple(row[at_country].split(";")) if at_country is not None else (),
                        tuple(row[at_number].split(";")) if at_number is not None else (),
                    )
                )
                if len(found) > MAX_QUERIES:
                    raise LimitError(f"more than {MAX_QUERIES} names", where=str(path))
    except UnicodeDecodeError as err:
        raise DataError("queries", [f"not UTF-8 at byte {err.start}"], where=str(path)) from err
    except csv.Error as err:
        raise DataError("queries", [f"broken CSV: {err}"], where=str(path)) from err
    if short:
        raise DataError("queries", short, where=str(path))
    return found
