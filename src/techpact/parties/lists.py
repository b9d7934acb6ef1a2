"""Lists as the matcher takes them: found by path or name, read by the source that knows them."""

from __future__ import annotations

import csv
import importlib
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from techpact import engine
from techpact.errors import InputError
from techpact.parties.listing import Party
from techpact.sources import us_ofac_sdn
from techpact.sources.tables import LISTED_PARTIES
from techpact.tables import validate

READERS = {
    "plain_list": "techpact.sources.plain_list",
    "us_csl": "techpact.sources.us_csl",
    "us_bis_entity_list": "techpact.sources.us_bis_entity_list",
    "us_bis_meu": "techpact.sources.us_bis_meu",
    "us_dow_1260h": "techpact.sources.us_dow_1260h",
    "us_dow_1286": "techpact.sources.us_dow_1286",
    "us_ofac_nscmic": "techpact.sources.us_ofac_nscmic",
    "us_dhs_uflpa": "techpact.sources.us_dhs_uflpa",
    "us_fcc_covered": "techpact.sources.us_fcc_covered",
    "us_ofac_sdn": "techpact.sources.us_ofac_sdn",
    "jp_meti_end_user": "techpact.sources.jp_meti_end_user",
    "jp_meti_designated": "techpact.sources.jp_meti_designated",
    "cn_mofcom": "techpact.sources.cn_mofcom",
    "un_consolidated": "techpact.sources.un_consolidated",
    "eu_consolidated": "techpact.sources.eu_consolidated",
    "uk_sanctions": "techpact.sources.uk_sanctions",
    "opensanctions": "techpact.sources.opensanctions",
}
"""Sources of parties that are known by their header."""

SUFFIXES = (".csv", ".json", ".jsonl", ".ftm", ".xml")


def list_files(given: Sequence[str | Path]) -> list[Path]:
    """Return the list files named by paths and directories, in a stable order.

    Raises
    ------
    InputError
        For a path that is not there and a directory without lists.
    """
    files: list[Path] = []
    for item in given:
        path = Path(item)
        if path.is_dir():
            inside = sorted(f for f in path.iterdir() if f.suffix in SUFFIXES)
            inside = [f for f in inside if not us_ofac_sdn.belongs(f)]
            if not inside:
                raise InputError("no list in this directory", where=str(path), mend="add CSV files")
            files += inside
        elif path.is_file():
            files.append(path)
        else:
            raise InputError(
                f"list not found: {item}", where="--list", mend="name a file or a directory"
            )
    if not files:
        raise InputError("no list given", where="--list", mend="add --list FILE")
    return list(dict.fromkeys(files))


def detect(path: Path) -> Any:
    """Return the source module that reads a file.

    Raises
    ------
    InputError
        When no reader knows the header; names the nearest one and what differs.
    """
    engine.check_file(path)
    modules = {name: importlib.import_module(module) for name, module in READERS.items()}
    for module in modules.values():
        accepts = getattr(module, "accepts", None)  # for lists that the header does not tell
        if accepts is not None and accepts(path):
            return module
    if path.suffix != ".csv":
        raise InputError(f"not a list that techpact reads: {path.name}", where=str(path))
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        header = [c.strip() for c in next(csv.reader(file), [])]
    best, shared = None, 0.0
    for module in modules.values():
        known = getattr(module, "HEADER", ())
        if set(known) == set(header):
            return module
        common = len(set(known) & set(header)) - 0.01 * len(known)
        if common > shared:
            best, shared = module, common
    if best is not None and {"id", "name"} <= set(header):
        return best  # its strict reader names the columns that differ
    raise InputError(
        "the columns are those of no list that techpact reads",
        where=str(path),
        mend="a plain list has the columns id,list,name,aliases_json,countries",
    )


def read_list(path: Path, *, partial: bool = False) -> Any:
    """Return the table of listed parties of a file; one in Parquet is that table already."""
    if path.suffix == ".parquet":
        table = engine.collect(engine.wrap(engine.read_frame(path), lazy=False))
        return validate(table, LISTED_PARTIES, where=str(path)).to_polars()
    return detect(path).read(path, partial=partial)["listed_parties"]


_decode = json.JSONDecoder().decode
"""As `json.loads` for texts, without its questions."""


def parties_of(table: Any) -> list[Party]:
    """Turn a table of listed parties into parties."""
    wanted = (
        "id", "list", "name", "aliases_json", "countries", "start_date", "identifiers_json",
        "schema",
    )  # fmt: skip
    columns = [table[c].to_list() for c in wanted]
    return [
        Party(
            i or "",
            lst or "",
            name or "",
            tuple(_decode(aliases)) if aliases else (),
            c or "",
            date or "",
            tuple(_decode(numbers)) if numbers else (),
            schema or "",
        )
        for i, lst, name, aliases, c, date, numbers, schema in zip(*columns, strict=True)
    ]


def files_read(path: Path) -> list[Path]:
    """Return all files that reading a list takes: it, and those beside it that belong to it."""
    if path.suffix == ".csv" and us_ofac_sdn.accepts(path):
        return [path, *us_ofac_sdn.beside(path)]
    return [path]


def read_parties(files: Iterable[Path], *, partial: bool = False) -> list[Party]:
    """Read all files into parties."""
    found: list[Party] = []
    for path in files:
        found += parties_of(read_list(path, partial=partial))
    not_empty(len(found))
    return found


def not_empty(parties: int) -> None:
    """Refuse lists without parties.

    Raises
    ------
    InputError
        When there are none.
    """
    if not parties:
        raise InputError(
            "no party on the list: every name would pass as clean",
            where="--list",
            mend="get the list again; it may be cut",
        )
