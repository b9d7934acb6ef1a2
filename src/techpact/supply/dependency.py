"""Import dependency by product for every country and for the alliance as one importer."""

from __future__ import annotations

from typing import Any, Literal

import narwhals as nw

from techpact.alliance import Alliance, check_countries
from techpact.analysis import AnyFrame, Input, Result, analysis
from techpact.errors import DataError, InputError
from techpact.sources.tables import TRADE
from techpact.sources.trade_table import missing_years, open_trade, trade_years
from techpact.supply.sums import sums_of
from techpact.supply.totals import totals_of
from techpact.tables import Column, Table


def _share(name: str, description: str) -> Column:
    return Column(name, "number", description, unit="1", nullable=True)


def _money(name: str, description: str) -> Column:
    return Column(name, "integer", description, unit="USD", minimum=0)


def _flag(name: str, description: str, *, nullable: bool = False) -> Column:
    return Column(name, "boolean", description, nullable=nullable)


IMPORT_DEPENDENCY = Table(
    "import_dependency",
    "Import dependency by importer and product",
    (
        Column("year", "integer", "Year of the figures."),
        Column("unit", "string", "A country or the alliance.", values=("country", "alliance")),
        Column("importer", "string", "ISO alpha-3 code, or the name of the alliance."),
        Column(
            "role",
            "string",
            "The importer's place.",
            values=("member", "partner", "concern", "other", "alliance"),
        ),
        Column("hs6", "string", "Product."),
        _money("imports_usd", "All imports."),
        _money("outside_usd", "Imports from outside (for members: from outside the alliance)."),
        _money("exports_usd", "Exports to all countries."),
        _share("hhi", "Herfindahl-Hirschman index of the imports from outside, 0 to 1."),
        _share("outside_share", "Imports from outside over all imports."),
        _share("import_export_ratio", "Imports from outside over exports; empty without exports."),
        _share("world_export_hhi", "Herfindahl-Hirschman index of world exports."),
        Column("top_partner", "string", "Largest supplier from outside.", nullable=True),
        _share("top_partner_share", "Its share of the imports from outside."),
        _share("alliance_share", "Share of members in all imports."),
        _share("partner_share", "Share of partners in all imports."),
        _share("concern_share", "Share of countries of concern in all imports."),
        _share("neutral_share", "Share of all others in all imports."),
        _flag("cdi1", "Imports from outside are concentrated."),
        _flag("cdi2", "Imports from outside are more than the stated share of all imports."),
        _flag("cdi3", "Imports from outside are large against exports."),
        _flag("eu_dependent", "All three hold in this year (European Commission)."),
        _flag("one_partner", "One supplier has more than the stated share of outside imports."),
        _flag("geodep_year", "Imports and world exports are concentrated and cdi3 holds (CEPII)."),
        Column("eu_years", "integer", "Years of the window with eu_dependent.", unit="a"),
        Column("geodep_years", "integer", "Years of the window with geodep_year.", unit="a"),
        Column("n_years", "integer", "Years of the window that the table holds.", unit="a"),
        _flag("geodep", "Held in enough years; empty with too few years.", nullable=True),
        _flag("dependent", "Dependent by the chosen rule; empty when unknown.", nullable=True),
    ),
    key=("unit", "importer", "hs6"),
)


@analysis(
    name="import_dependency",
    part="supply",
    inputs=(Input("trade", TRADE, streamed=True),),
    output=IMPORT_DEPENDENCY,
    references=("ec_swd2021_352", "lefebvre2024", "baci2010"),
    caveats=("TRADE_GROSS", "HS6_COARSE", "EXPORTS_AS_CAPACITY"),
    lazy=True,
)
def import_dependency(
    trade: AnyFrame,
    *,
    alliance: Alliance,
    year: int | None = None,
    rule: Literal["eu", "geodep"] = "eu",
    window: int = 3,
    min_years: int = 2,
    hhi_above: float = 0.4,
    outside_above: float = 0.5,
    ratio_above: float = 1.0,
    world_hhi_above: float = 0.4,
    partner_above: float = 0.5,
    importers: tuple[str, ...] = (),
    duplicates: Literal["refuse", "sum"] = "refuse",
) -> Result:
    """Which products does each country, and the alliance as one, depend on outsiders for?

    Borders are those of the alliance: for a member, and for the alliance as one importer, trade
    among members does not count as imports from outside. All sums are exact integers, so that
    every engine finds the same flags.

    Parameters
    ----------
    trade
        Trade by year, exporter, importer and HS6 product, whole US dollars, one row a flow.
    alliance
        Members, partners and countries of concern.
    year
        Year to report; the latest in the table when not given.
    rule
        What `dependent` means: `eu` (all three core indicators in the year) or `geodep` (CEPII:
        concentrated imports and world exports and imports above exports in enough years).
    window
        Years, ending with the reported one, in which years are counted.
    min_years
        Years of the window in which the CEPII criteria must hold.
    hhi_above
        Threshold of the concentration of imports from outside.
    outside_above
        Threshold of the share of outside imports in all imports.
    ratio_above
        Threshold of outside imports over exports.
    world_hhi_above
        Threshold of the concentration of world exports.
    partner_above
        Threshold of the share of one supplier.
    importers
        Importers to report, alpha-3 codes or the word `alliance`; all when empty.
    duplicates
        `refuse` names flows that are given twice; `sum` adds them (parts listed separately).

    Returns
    -------
    table
        One row for each importer and product that it imports, values in USD, shares 0 to 1.

    Notes
    -----
    With flows :math:`m_c` from outside, :math:`M = \\sum_c m_c`, all imports :math:`T` and exports
    :math:`X`: CDI1 is :math:`\\sum_c (m_c / M)^2 > 0.4`, CDI2 is :math:`M / T > 0.5`, CDI3 is
    :math:`M / X > 1` (true without exports). The CEPII variant asks for CDI1, the same index of
    world exports above 0.4, and CDI3, in 2 of 3 years. For members the world index takes the
    alliance as one exporter and leaves trade among members out. Squares are summed as integers in
    three parts, :math:`m = 2^{20} h + l`.

    References
    ----------
    ec_swd2021_352, lefebvre2024, baci2010
    """
    if window < 1 or min_years < 1 or min_years > window:
        raise InputError("min_years must lie between 1 and window", mend="for example 2 of 3")
    frame = open_trade(trade)
    available = trade_years(frame)
    if year is None:
        year = available[-1]
    if year not in available:
        raise missing_years([year], available)
    years = [y for y in available if year - window < y <= year]
    if duplicates == "sum":
        key = ("year", "exporter", "importer", "hs6")
        frame = frame.group_by(*key).agg(nw.col("value_usd").sum().cast(nw.Int64()))
    thresholds = (hhi_above, outside_above, ratio_above, world_hhi_above, partner_above)

    def flagged(sums: Any) -> Any:
        return _indicators(_chosen(sums, importers, alliance), thresholds)

    def finished(flags: Any) -> Any:
        table = _over_years(flags, year, years, min_years)
        chosen = nw.col("eu_dependent") if rule == "eu" else nw.col("geodep")
        table = table.with_columns(_role(alliance), chosen.alias("dependent"))
        return table.select([c.name for c in IMPORT_DEPENDENCY.columns])

    if frame.implementation.is_polars():
        # Some importers at a time, so that the intermediate columns stay small. The last come
        # first, members and the alliance at the end.
        pieces = totals_of(frame.to_native(), alliance, years)
        parts: Any = (flagged(nw.from_native(piece.lazy())) for piece in pieces)
        if len(years) == 1:
            table = nw.concat([finished(part).collect() for part in parts][::-1])
        else:
            table = finished(nw.concat([part.collect() for part in parts][::-1]))
    else:
        if duplicates == "refuse":
            _refuse_repeated(frame, years)
        table = finished(flagged(sums_of(frame, alliance, years)))
    notes = ("YEARS_MISSING",) if len(years) < window else ()
    return Result(table, notes=notes)


def _refuse_repeated(frame: Any, years: list[int]) -> None:
    key = ("year", "exporter", "importer", "hs6")
    repeated = (
        frame.filter(nw.col("year").is_in(years), nw.col("exporter") != nw.col("importer"))
        .group_by(*key)
        .agg(nw.len().alias("times"))
        .filter(nw.col("times") > 1)
        .head(10)
        .collect("polars")
        .rows()
    )
    if repeated:
        lines = sorted(f"{e} to {i}, {k}, {y}: {n} rows" for y, e, i, k, n in repeated)
        raise DataError(TRADE.name, ["flows are given more than once", *lines], where="trade")


def _chosen(sums: Any, importers: tuple[str, ...], alliance: Alliance) -> Any:
    if not importers:
        return sums
    codes = sorted(check_countries([c for c in importers if c != "alliance"], where="importers"))
    chosen = (nw.col("unit") == "country") & nw.col("importer").is_in(codes)
    if "alliance" in importers:
        chosen = chosen | (nw.col("unit") == "alliance")
    return sums.filter(chosen)


def _index(prefix: str, total: str) -> nw.Expr:
    """Sum of squares over the square of the sum, from exact parts, in one fixed order."""
    high, middle, low = (
        nw.col(f"{prefix}square_{part}").cast(nw.Float64()) for part in ("high", "middle", "low")
    )
    whole = nw.col(total).cast(nw.Float64())
    squares = (high * float(2**40) + middle * float(2**21)) + low
    return nw.when(nw.col(total) > 0).then(squares / (whole * whole))


def _ratio(over: str, under: str) -> nw.Expr:
    share = nw.col(over).cast(nw.Float64()) / nw.col(under).cast(nw.Float64())
    return nw.when(nw.col(under) > 0).then(share)


def _above(column: str, threshold: float) -> nw.Expr:
    return (
        nw.when(nw.col(column).is_null())
        .then(nw.lit(value=False))
        .otherwise(nw.col(column) > threshold)
    )


def _indicators(sums: Any, thresholds: tuple[float, float, float, float, float]) -> Any:
    hhi, outside, ratio, world, partner = thresholds
    bordered = (nw.col("unit") == "alliance") | nw.col("bordered")
    inside = nw.when(bordered).then(nw.col("alliance_usd")).otherwise(nw.lit(0))
    shares = ("alliance", "partner", "concern", "neutral")
    return (
        sums.with_columns(outside_usd=nw.col("imports_usd") - inside)
        .with_columns(
            _index("", "outside_usd").alias("hhi"),
            _index("world_", "world_usd").alias("world_export_hhi"),
            _ratio("outside_usd", "imports_usd").alias("outside_share"),
            _ratio("outside_usd", "exports_usd").alias("import_export_ratio"),
            _ratio("top_usd", "outside_usd").alias("top_partner_share"),
            neutral_usd=nw.col("imports_usd")
            - nw.col("alliance_usd")
            - nw.col("partner_usd")
            - nw.col("concern_usd"),
        )
        .with_columns(
            *[_ratio(f"{name}_usd", "imports_usd").alias(f"{name}_share") for name in shares],
            cdi1=_above("hhi", hhi),
            cdi2=_above("outside_share", outside),
            cdi3=nw.when(nw.col("exports_usd") > 0)
            .then(nw.col("import_export_ratio") > ratio)
            .otherwise(nw.col("outside_usd") > 0),
            one_partner=_above("top_partner_share", partner),
            world_flag=_above("world_export_hhi", world),
        )
        .with_columns(
            eu_dependent=nw.col("cdi1") & nw.col("cdi2") & nw.col("cdi3"),
            geodep_year=nw.col("cdi1") & nw.col("world_flag") & nw.col("cdi3"),
        )
    )


def _over_years(flags: Any, year: int, years: list[int], min_years: int) -> Any:
    key = ["unit", "importer", "hs6"]
    counted = flags.with_columns(
        eu_one=nw.col("eu_dependent").cast(nw.Int64()),
        geodep_one=nw.col("geodep_year").cast(nw.Int64()),
    )
    if len(years) == 1:
        counted = counted.rename({"eu_one": "eu_years", "geodep_one": "geodep_years"})
    else:
        counts = counted.group_by(*key).agg(
            nw.col("eu_one").sum().cast(nw.Int64()).alias("eu_years"),
            nw.col("geodep_one").sum().cast(nw.Int64()).alias("geodep_years"),
        )
        counted = counted.filter(nw.col("year") == year).join(counts, on=key, how="left")
    enough = nw.col("geodep_years") >= min_years
    if len(years) < min_years:
        enough = nw.lit(None).cast(nw.Boolean())
    return counted.with_columns(
        nw.lit(len(years)).cast(nw.Int64()).alias("n_years"), enough.alias("geodep")
    )


def _role(alliance: Alliance) -> nw.Expr:
    importer = nw.col("importer")
    role = (
        nw.when(importer.is_in(sorted(alliance.concern)))
        .then(nw.lit("concern"))
        .otherwise(nw.lit("other"))
    )
    role = (
        nw.when(importer.is_in(sorted(alliance.partners))).then(nw.lit("partner")).otherwise(role)
    )
    role = nw.when(importer.is_in(sorted(alliance.members))).then(nw.lit("member")).otherwise(role)
    alone = nw.col("unit") == "alliance"
    return nw.when(alone).then(nw.lit("alliance")).otherwise(role).alias("role")
