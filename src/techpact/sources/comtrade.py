"""UN Comtrade: reported trade, from the API (JSON or CSV) or bulk files (tab-separated, gzip)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal

import polars as pl

from techpact.engine import broken_line, check_file
from techpact.errors import DataError, InputError
from techpact.sources.baci import country_positions
from techpact.sources.card import Card, Source
from techpact.sources.tables import LEFT_OUT, MIRROR, TRADE

REVISIONS = {
    "H0": "HS1992",
    "H1": "HS1996",
    "H2": "HS2002",
    "H3": "HS2007",
    "H4": "HS2012",
    "H5": "HS2017",
    "H6": "HS2022",
}
NEEDED = (
    "reporterCode",
    "partnerCode",
    "flowCode",
    "cmdCode",
    "classificationCode",
    "primaryValue",
)
# Splits of one flow: only the row that is their total is kept.
TOTALS = {"customsCode": ("C00",), "motCode": ("0",), "partner2Code": ("0",), "mosCode": ("0",)}
WORLD = "0"

_KEY = ("year", "exporter", "importer", "hs6")


def read(
    path: Path,
    *,
    report: Literal["imports", "exports"] = "imports",
    others: Literal["refuse", "drop"] = "refuse",
) -> dict[str, pl.DataFrame]:
    """Read a Comtrade extract.

    Parameters
    ----------
    path
        API answer (`.json`, `.csv`) or bulk file (`.txt`, `.tsv`, also `.gz`).
    report
        Whose report becomes the trade table: the importers' or the exporters'.
    others
        What happens to partner codes that are no country (areas n.e.s.): `refuse` names them,
        `drop` leaves them out. The world total, headings above six digits and splits by customs
        procedure, transport or second partner are always left out and listed.

    Returns
    -------
    dict
        `trade`, `mirror` (flows that both sides report) and `left_out`.

    Raises
    ------
    InputError, DataError
        Missing columns, unknown codes, revisions or values; all named.
    """
    check_file(path)
    raw = _raw(path)
    missing = [c for c in NEEDED if c not in raw.columns]
    if missing or not {"refYear", "period"} & set(raw.columns):
        raise InputError(
            f"columns missing: {', '.join(missing or ['refYear'])}",
            where=str(path),
            mend="ask the API for all fields of annual data",
        )
    for column, wanted, what in (
        ("freqCode", "A", "data of months: a year must not be added up from parts of it"),
        ("typeCode", "C", "trade in services"),
    ):
        if column not in raw.columns:
            continue
        found = raw.with_row_index("row", 1).filter(pl.col(column) != wanted)
        if len(found):
            raise InputError(
                f"row {found['row'][0]}: {column} is {found[column][0]!r}: {what}",
                where=str(path),
                mend=f"ask for annual data on goods ({column} {wanted})",
            )
    left: list[tuple[str, str, int]] = []

    def keep(frame: pl.DataFrame, rule: pl.Expr, why: str) -> pl.DataFrame:
        kept = frame.filter(rule)
        if len(kept) < len(frame):
            left.append((why, why, len(frame) - len(kept)))
        return kept

    rows = raw
    for column, totals in TOTALS.items():
        if column in rows.columns:
            whole = pl.col(column).is_null() | pl.col(column).is_in(totals)
            rows = keep(rows, whole, f"split by {column}")
    rows = keep(rows, pl.col("flowCode").is_in(["M", "X"]), "other flows than imports, exports")
    rows = keep(rows, pl.col("cmdCode").str.contains("^[0-9]{6}$"), "headings not of six digits")
    rows = keep(rows, pl.col("partnerCode") != WORLD, "world total")
    table, unknown = _typed(rows, str(path), others)
    left += unknown
    wide = _wide(table)
    side = "import_usd" if report == "imports" else "export_usd"
    trade = wide.filter(pl.col(side).is_not_null()).select(
        *_KEY,
        (pl.col(side) + 0.5).floor().cast(pl.Int64).alias("value_usd"),
        (pl.col(f"{side[:6]}_kg") / 1000).alias("quantity_t"),
        "hs_revision",
    )
    mirror = wide.filter(pl.col("import_usd").is_not_null(), pl.col("export_usd").is_not_null())
    return {
        "trade": trade,
        "mirror": mirror.select(*_KEY, "export_usd", "import_usd"),
        "left_out": pl.DataFrame(
            {
                "code": [x[0] for x in left],
                "name": [x[1] for x in left],
                "rows": [x[2] for x in left],
            },
            schema={"code": pl.String, "name": pl.String, "rows": pl.Int64},
        ).with_columns(value_usd=pl.lit(None, pl.Int64)),
    }


def _raw(path: Path) -> pl.DataFrame:
    names = path.name.lower().removesuffix(".gz")
    try:
        if names.endswith(".json"):
            answer: Any = json.loads(path.read_text(encoding="utf-8"))
            rows = answer.get("data") if isinstance(answer, dict) else answer
            if not isinstance(rows, list) or not rows:
                raise InputError(
                    "the answer holds no data rows", where=str(path), mend="ask for less at once"
                )
            columns = sorted({k for row in rows for k in row})
            made = {
                c: [None if row.get(c) is None else str(row[c]) for row in rows] for c in columns
            }
            return pl.DataFrame(made, schema=dict.fromkeys(columns, pl.String))
        separator = "," if names.endswith(".csv") else "\t"
        return pl.read_csv(path, separator=separator, infer_schema=False)
    except (pl.exceptions.PolarsError, ValueError, AttributeError) as err:
        line = None
        if not names.endswith(".json") and not path.name.endswith(".gz"):
            line = broken_line(path, separator="," if names.endswith(".csv") else "\t")
        place = f"line {line[0]}: {line[1]!r}" if line else str(err).splitlines()[0]
        raise InputError(
            f"not a readable extract: {place}", where=str(path), mend="download it again"
        ) from err


def _typed(
    rows: pl.DataFrame, where: str, others: str
) -> tuple[pl.DataFrame, list[tuple[str, str, int]]]:
    known = {str(k): v for k, v in country_positions({}).items()}
    year = "refYear" if "refYear" in rows.columns else "period"
    weight = pl.col("netWgt") if "netWgt" in rows.columns else pl.lit(None, pl.String)
    typed = rows.with_row_index("row", offset=2).select(
        "row",
        pl.col(year).str.slice(0, 4).cast(pl.Int64, strict=False).alias("year"),
        pl.col("flowCode"),
        pl.col("cmdCode").alias("hs6"),
        pl.col("reporterCode").replace_strict(known, default=None).alias("reporter"),
        pl.col("partnerCode").replace_strict(known, default=None).alias("partner"),
        "reporterCode",
        "partnerCode",
        pl.col("classificationCode").replace_strict(REVISIONS, default=None).alias("hs_revision"),
        "classificationCode",
        pl.col("primaryValue").cast(pl.Float64, strict=False).alias("usd"),
        weight.cast(pl.Float64, strict=False).alias("kg"),
    )
    problems: list[str] = []
    for column, given in (("reporter", "reporterCode"), ("hs_revision", "classificationCode")):
        codes = typed.filter(pl.col(column).is_null())[given].unique().sort().to_list()
        problems += [f"{given}: unknown code {c!r}" for c in codes[:20]]
    bad = typed.filter(pl.col("usd").is_null() | ~(pl.col("usd") >= 0) | pl.col("year").is_null())
    if len(bad):
        shown = ", ".join(f"kept row {r}" for r in bad["row"].head(5).to_list())
        problems.append(f"primaryValue or year: missing or negative in {len(bad)} rows: {shown}")
    strange = typed.filter(pl.col("partner").is_null())["partnerCode"]
    counts = sorted((str(c), int(n)) for c, n in strange.value_counts().iter_rows())
    if counts and others == "refuse":
        shown = ", ".join(f"{c} ({n} rows)" for c, n in counts[:20])
        problems.append(
            f"partnerCode: codes that are no country: {shown}; the option others=drop skips them"
        )
    if problems:
        raise DataError("comtrade", problems, where=where)
    return typed.filter(pl.col("partner").is_not_null()), [(c, "no country", n) for c, n in counts]


def _wide(table: pl.DataFrame) -> pl.DataFrame:
    """One row a flow with both reports; parts of one report (several rows) are added."""
    sides = []
    for flow, exporter, importer, name in (
        ("M", "partner", "reporter", "import"),
        ("X", "reporter", "partner", "export"),
    ):
        sides.append(
            table.filter(pl.col("flowCode") == flow)
            .group_by(
                "year",
                pl.col(exporter).alias("exporter"),
                pl.col(importer).alias("importer"),
                "hs6",
                "hs_revision",
            )
            .agg(
                pl.col("usd").sum().alias(f"{name}_usd"),
                pl.when(pl.col("kg").null_count() == 0)
                .then(pl.col("kg").sum())
                .alias(f"{name}_kg"),
            )
        )
    key = [*_KEY, "hs_revision"]
    return sides[0].join(sides[1], on=key, how="full", coalesce=True).sort(key)


SOURCE = Source(
    Card(
        name="comtrade",
        publisher="United Nations Statistics Division",
        title="UN Comtrade Database",
        url="https://comtradeplus.un.org/",
        licence="UN Comtrade terms of use: free to use; redistribution needs permission",
        citation="United Nations, UN Comtrade Database",
        version="annual HS data, API v1 or bulk files",
        redistributable=False,
        units={"value_usd": "USD", "quantity_t": "t (kg in the file)"},
        rows={"trade": (1, 50_000_000)},
    ),
    (TRADE, MIRROR, LEFT_OUT),
    read,
)
