"""CEPII BACI: reconciled bilateral trade by HS6 product, any revision, CSV or zip."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import polars as pl

from techpact.alliance import country_codes
from techpact.engine import MAX_FILE_BYTES, broken_line, check_file
from techpact.errors import DataError, InputError, LimitError
from techpact.sources.card import Card, Source
from techpact.sources.tables import HS_REVISIONS, LEFT_OUT, TRADE

REVISIONS = {
    "HS92": "HS1992",
    "HS96": "HS1996",
    "HS02": "HS2002",
    "HS07": "HS2007",
    "HS12": "HS2012",
    "HS17": "HS2017",
    "HS22": "HS2022",
}

# Numeric codes that are not ISO's: statistical territories of one country, by BACI's own list.
TERRITORIES = {
    251: "FRA",  # with Monaco
    490: "TWN",  # "Other Asia, not elsewhere specified" is Taiwan in practice
    579: "NOR",  # with Svalbard and Jan Mayen
    699: "IND",
    711: "ZAF",  # Southern African Customs Union until 1999
    757: "CHE",  # with Liechtenstein
    842: "USA",  # with Puerto Rico and the US Virgin Islands
}

_SCHEMA: dict[str, Any] = {
    "t": pl.Int64,
    "i": pl.Int16,
    "j": pl.Int16,
    "k": pl.Int32,
    "v": pl.Float64,
    "q": pl.String,
}
_PRODUCTS = 10**6
_NAME = re.compile(r"BACI_(HS\d\d)_Y(\d{4})_V\w+\.csv$", re.IGNORECASE)


def read(
    path: Path,
    *,
    years: Sequence[int] | None = None,
    hs_revision: str | None = None,
    others: Literal["refuse", "drop"] = "refuse",
    quantities: bool = True,
) -> dict[str, pl.DataFrame]:
    """Read a BACI file, its zip, or a folder of yearly files.

    Parameters
    ----------
    path
        `BACI_HS17_Y2023_V202501.csv`, `BACI_HS17_V202501.zip` or a folder. Lists of country and
        product codes that lie in the zip or beside the file are used to check the codes.
    years
        Years to read from a zip or a folder; all when not given.
    hs_revision
        Revision such as HS2017; read from the file name when not given.
    others
        What happens to codes that are no country (groups such as 697 EFTA n.e.s., former states):
        `refuse` names them, `drop` leaves them out and lists them in the table `left_out`.
    quantities
        Whether to read quantities (slower).

    Returns
    -------
    dict
        `trade`, with thousand USD turned into whole USD, and `left_out`.

    Raises
    ------
    InputError
        A broken line (named), unknown codes, a wrong revision.
    """
    parts = _parts(path, years)
    frames, dropped = [], []
    for name, content, lists in parts:
        match = _NAME.search(name)
        stated = REVISIONS.get(match.group(1).upper()) if match else None
        if hs_revision and stated and stated != hs_revision:
            raise InputError(
                f"the file is {stated}, not {hs_revision}", where=name, mend="name the right file"
            )
        revision = hs_revision or stated
        raw = _csv(name, content, quantities=quantities)
        frame, left = _table(raw, name, lists, others=others)
        frames.append(frame.with_columns(hs_revision=pl.lit(revision, pl.Enum(HS_REVISIONS))))
        dropped.append(left)
    trade = pl.concat(_aligned(frames))
    return {"trade": trade, "left_out": pl.concat(dropped)}


def _parts(path: Path, years: Sequence[int] | None) -> list[tuple[str, Any, dict[str, Any]]]:
    """(name, path or bytes, code lists) of each yearly file."""
    if path.is_dir():
        files = {p.name: p for p in sorted(path.glob("*.csv"))}
        chosen = {n: p for n, p in files.items() if _wanted(n, years)}
        lists = {n: p.read_bytes() for n, p in files.items() if "codes" in n.lower()}
    elif path.suffix.lower() == ".zip":
        return _zip_parts(path, years)
    else:
        check_file(path)
        beside = sorted(path.parent.glob("*codes*.csv"))
        chosen, lists = {path.name: path}, {p.name: p.read_bytes() for p in beside}
    if not chosen:
        raise InputError("no BACI file of these years", where=str(path), mend="name other years")
    return [(name, file, lists) for name, file in chosen.items()]


def _zip_parts(path: Path, years: Sequence[int] | None) -> list[tuple[str, Any, dict[str, Any]]]:
    check_file(path)
    try:
        with zipfile.ZipFile(path) as archive:
            for member in archive.infolist():
                if member.file_size > MAX_FILE_BYTES:
                    raise LimitError(
                        f"{member.filename} unpacks to {member.file_size:,} bytes",
                        where=str(path),
                        mend="unpack it and give a part of it",
                    )
            names = archive.namelist()
            lists = {Path(n).name: archive.read(n) for n in names if "codes" in n.lower()}
            chosen = [n for n in names if _wanted(Path(n).name, years)]
            if not chosen:
                raise InputError(
                    "no BACI file of these years in the zip",
                    where=str(path),
                    mend=f"it holds: {', '.join(names[:20])}",
                )
            return [(Path(n).name, archive.read(n), lists) for n in chosen]
    except zipfile.BadZipFile as err:
        raise InputError("not a readable zip", where=str(path), mend="download it again") from err


def _wanted(name: str, years: Sequence[int] | None) -> bool:
    match = _NAME.search(name)
    return match is not None and (years is None or int(match.group(2)) in years)


def _csv(name: str, content: Any, *, quantities: bool) -> Iterator[pl.DataFrame]:
    """Rows of a file, some at a time; parsing goes on in other threads."""
    columns = list(_SCHEMA) if quantities else list(_SCHEMA)[:-1]
    source: Any = io.BytesIO(content) if isinstance(content, bytes) else content
    first = content[:200] if isinstance(content, bytes) else _first_bytes(content)
    header = [c.strip().strip('"') for c in first.split(b"\n")[0].decode("utf-8-sig").split(",")]
    if header != list(_SCHEMA):
        raise InputError(
            f"the columns are {', '.join(header)}",
            where=name,
            mend=f"a BACI file has {', '.join(_SCHEMA)}",
        )
    try:
        yield from pl.scan_csv(source, schema=_SCHEMA).select(columns).collect_batches()
    except pl.exceptions.PolarsError as err:
        line = broken_line(content, expect=_readable)
        place = f"line {line[0]}: {line[1]!r}" if line else str(err).splitlines()[0]
        raise InputError(
            f"broken line in the file: {place}", where=name, mend="download the file again"
        ) from err


def _first_bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(200)


def _readable(fields: list[str]) -> bool:
    if len(fields) != len(_SCHEMA):
        return False
    try:
        whole, number = [int(f) for f in fields[:4]], float(fields[4])
    except ValueError:
        return False
    return len(whole) == 4 and number == number


def _refuse_bad_rows(raw: pl.DataFrame, name: str, before: int) -> None:
    """Name bad rows of a batch that comes after `before` others."""
    value, number = raw["v"], raw["k"]
    empty = [c for c in ("t", "i", "j", "k", "v") if raw[c].null_count()]
    numbers, codes = value.to_numpy(), number.to_numpy()
    if not len(raw) or (
        not empty
        and numbers.min() >= 0
        and numbers.max() < np.inf  # neither holds for NaN
        and codes.min() >= 0
        and codes.max() < _PRODUCTS
    ):
        return
    bad = {("empty", c): raw[c].is_null() for c in empty} or {
        ("negative", "v"): value < 0,
        ("not finite", "v"): ~value.is_finite(),
        ("not a code of six digits", "k"): (number >= _PRODUCTS) | (number < 0),
    }
    problems = []
    for (what, column), rows in bad.items():
        if rows.any():
            lines = rows.arg_true()
            shown = ", ".join(
                f"line {before + r + 2}" + ("" if what == "empty" else f": {raw[column][r]}")
                for r in lines.head(5).to_list()
            )
            more = f", … ({len(lines)} in all)" if len(lines) > 5 else ""
            problems.append(f"{column}: {what}: {shown}{more}")
    mend = "correct the lines named above, or download the file again"
    raise DataError("baci", problems, where=name, mend=mend)


def country_positions(lists: Mapping[str, bytes]) -> dict[int, str]:
    """BACI numeric codes to ISO alpha-3: ISO's own numbers, BACI's territories, its code list."""
    from babel.core import get_global

    by_two = {two: three for three, two in country_codes().items()}
    known: dict[int, str] = {}
    for alias, targets in get_global("territory_aliases").items():
        if alias.isdigit() and len(targets) == 1 and targets[0] in by_two:
            known[int(alias)] = by_two[targets[0]]
    for former in (278,):  # a former state, though its code leads to its successor
        known.pop(former, None)
    for name, content in lists.items():
        if "country" not in name.lower():
            continue
        table = pl.read_csv(content, infer_schema=False, encoding="utf8-lossy")
        iso = next((c for c in table.columns if c in {"iso_3digit_alpha", "country_iso3"}), None)
        if iso is None or "country_code" not in table.columns:
            continue
        for number, code in table.select("country_code", iso).iter_rows():
            if code in country_codes() and int(number) not in {58, 278}:
                known.setdefault(int(number), code)
    return known | TERRITORIES


def _table(
    raw: Iterable[pl.DataFrame], name: str, lists: Mapping[str, bytes], *, others: str
) -> tuple[pl.DataFrame, pl.DataFrame]:
    known = country_positions(lists)
    codes = sorted(set(known.values()))
    place = np.full(2**16, len(codes), np.uint8 if len(codes) < 2**8 else np.uint16)
    for number, code in known.items():
        place[number] = codes.index(code)
    countries = pl.Enum(codes)
    traded = np.zeros(_PRODUCTS, np.bool_)
    parts, strange, before = [], [], 0
    for batch in raw:
        _refuse_bad_rows(batch, name, before)
        exporter, importer = (place.take(batch[side].to_numpy().view(np.uint16)) for side in "ij")
        wrong = np.maximum(exporter, importer) == len(codes)
        if wrong.any():
            strange.append(batch.filter(pl.Series(wrong)))
            exporter[wrong] = importer[wrong] = 0
        made = {
            "year": batch["t"],
            "exporter": pl.Series(exporter).cat.to(countries),
            "importer": pl.Series(importer).cat.to(countries),
            "hs6": batch["k"],
            "value_usd": _whole_usd(batch["v"]),
        }
        if "q" in batch.columns:
            made["quantity_t"] = _quantities(batch["q"], name, before)
        part = pl.DataFrame(made)
        if wrong.any():
            part = part.filter(pl.Series(~wrong))
        traded[part["hs6"].to_numpy()] = True  # here: meanwhile the next rows are parsed
        parts.append(part)
        before += len(batch)
    left = _left_out(strange, known, lists)
    if len(left) and others == "refuse":
        shown = ", ".join(
            f"{code} {label or 'without a name'} ({rows} rows)"
            for code, label, rows, _ in left.head(10).rows()
        )
        raise InputError(
            f"codes that are no country: {shown}",
            where=name,
            mend="read with the option others=drop to leave them out and list them in left_out",
        )
    if not parts:
        raise InputError("the file holds no rows", where=name, mend="download the file again")
    frame = pl.concat(parts)
    return frame.with_columns(_product_codes(frame["hs6"], traded, name, lists)), left


def _whole_usd(thousands: pl.Series) -> pl.Series:
    usd = thousands.to_numpy() * 1000
    usd += 0.5
    return pl.Series(usd.astype(np.int64))  # none is negative: cutting off rounds half up


def _quantities(column: pl.Series, name: str, before: int) -> pl.Series:
    text = column.str.strip_chars()
    text = text.set((text == "NA") | (text == ""), None)
    quantity = text.cast(pl.Float64, strict=False)
    if quantity.null_count() > text.null_count():
        row = (quantity.is_null() & text.is_not_null()).arg_true()[0]
        raise InputError(
            f"q is not a number: {text[row]!r} in line {before + row + 2}",
            where=name,
            mend="write NA where a quantity is unknown, or download the file again",
        )
    return quantity


def _product_codes(
    column: pl.Series, traded: npt.NDArray[np.bool_], name: str, lists: Mapping[str, bytes]
) -> pl.Series:
    parts = [chunk.to_numpy() for chunk in column.get_chunks()]
    numbers = np.flatnonzero(traded)
    texts = [f"{n:06d}" for n in numbers.tolist()]
    match = _NAME.search(name)
    tag = match.group(1).upper() if match else ""
    for file, content in lists.items():
        if "product" in file.lower() and tag and tag in file.upper():
            table = pl.read_csv(content, infer_schema=False, encoding="utf8-lossy")
            listed = {c.zfill(6) for c in table["code"].drop_nulls().to_list()}
            unknown = [t for t in texts if t not in listed and t != "999999"]
            if unknown:
                raise InputError(
                    f"{len(unknown)} codes are not in the product list of {tag}: "
                    + ", ".join(unknown[:10]),
                    where=name,
                    mend="is this another revision of the Harmonized System?",
                )
    place = np.zeros(_PRODUCTS, np.uint16 if len(texts) < 2**16 else np.uint32)
    place[numbers] = np.arange(len(texts))
    codes = pl.concat([pl.Series(column.name, place.take(part)) for part in parts])
    return codes.cat.to(pl.Enum(texts))


def _left_out(
    rows: list[pl.DataFrame], known: Mapping[int, str], lists: Mapping[str, bytes]
) -> pl.DataFrame:
    if not rows:
        kinds = {"code": pl.String, "name": pl.String, "rows": pl.Int64, "value_usd": pl.Int64}
        return pl.DataFrame(schema=kinds)
    names: dict[str, str] = {}
    for file, content in lists.items():
        if "country" in file.lower():
            table = pl.read_csv(content, infer_schema=False, encoding="utf8-lossy")
            label = next((c for c in table.columns if "full" in c or c == "country_name"), None)
            if label:
                names = dict(table.select("country_code", label).iter_rows())
    both = pl.concat(
        [part.select(pl.col(side).alias("code"), "v") for part in rows for side in ("i", "j")]
    ).filter(~pl.col("code").is_in(list(known)))
    grouped = both.group_by("code").agg(pl.len().alias("rows"), (pl.col("v").sum() * 1000))
    return grouped.sort("code").select(
        pl.col("code").cast(pl.String),
        pl.col("code").cast(pl.String).replace_strict(names, default=None).alias("name"),
        pl.col("rows").cast(pl.Int64),
        pl.col("v").round().cast(pl.Int64).alias("value_usd"),
    )


def _aligned(frames: list[pl.DataFrame]) -> list[pl.DataFrame]:
    """Years may differ in the codes they use: give all frames the same categories."""
    if len(frames) == 1:
        return frames
    for column in ("exporter", "importer", "hs6"):
        categories = sorted({c for f in frames for c in f[column].dtype.categories})  # type: ignore[attr-defined]
        kind = pl.Enum(categories)
        frames = [f.with_columns(pl.col(column).cast(pl.String).cast(kind)) for f in frames]
    return frames


SOURCE = Source(
    Card(
        name="baci",
        publisher="CEPII",
        title="BACI: international trade database at the product level",
        url="https://www.cepii.fr/CEPII/en/bdd_modele/bdd_modele_item.asp?id=37",
        licence="Etalab Open Licence 2.0 (as stated by the publisher; check before sharing rows)",
        citation="Gaulier, G. and Zignago, S. (2010), BACI, CEPII Working Paper 2010-23",
        version="any (file names carry it, such as V202501)",
        redistributable=False,
        units={"value_usd": "USD (thousand USD in the file)", "quantity_t": "t"},
        rows={"trade": (1, 15_000_000)},
        download="https://www.cepii.fr/DATA_DOWNLOAD/baci/data/BACI_{revision}_V{version}.zip",
        download_defaults={"revision": "HS17", "version": "202601"},
    ),
    (TRADE, LEFT_OUT),
    read,
)
