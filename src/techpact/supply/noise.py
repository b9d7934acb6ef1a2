"""How sure a dependency flag is: the probability of each flag when trade values carry noise."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from techpact.alliance import Alliance
from techpact.analysis import AnyFrame, Frame, Input, Progress, Result, analysis
from techpact.errors import InputError
from techpact.sources.tables import MIRROR, TRADE
from techpact.sources.trade_table import polars_trade
from techpact.supply.dependency import import_dependency
from techpact.tables import Column, Table

Singles = npt.NDArray[np.float32]

THREADS = 2
KEY = ("year", "exporter", "importer", "hs6")


def _share(name: str, description: str, *, nullable: bool = False) -> Column:
    return Column(name, "number", description, unit="1", nullable=nullable, minimum=0)


DEPENDENCY_PROBABILITY = Table(
    "dependency_probability",
    "Probability of the dependency flags of the alliance under noise",
    (
        Column("hs6", "string", "Product."),
        Column("year", "integer", "Year."),
        Column("outside_usd", "integer", "Imports from outside.", unit="USD"),
        _share("hhi", "Index of the imports from outside.", nullable=True),
        _share("hhi_p05", "Its 5 % quantile under noise.", nullable=True),
        _share("hhi_p95", "Its 95 % quantile under noise.", nullable=True),
        Column("eu_dependent", "boolean", "The flag without noise."),
        _share("p_cdi1", "Probability of cdi1."),
        _share("p_cdi2", "Probability of cdi2."),
        _share("p_cdi3", "Probability of cdi3."),
        _share("p_eu_dependent", "Probability of all three."),
        _share("p_geodep_year", "Probability of the CEPII criteria in the year."),
        _share("mirror_share", "Part of outside imports whose noise two reports tell."),
    ),
    key=("hs6",),
)


@analysis(
    name="dependency_probability",
    part="supply",
    inputs=(Input("trade", TRADE, streamed=True), Input("mirror", MIRROR, optional=True)),
    output=DEPENDENCY_PROBABILITY,
    references=("ec_swd2021_352", "baci2010"),
    caveats=("NOISE_ASSUMED", "TRADE_GROSS"),
    lazy=True,
)
def dependency_probability(
    trade: AnyFrame,
    mirror: Frame | None,
    *,
    alliance: Alliance,
    year: int | None = None,
    noise: float = 0.2,
    draws: int = 1000,
    seed: int = 0,
    hhi_above: float = 0.4,
    outside_above: float = 0.5,
    ratio_above: float = 1.0,
    world_hhi_above: float = 0.4,
    progress: Progress | None = None,
) -> Result:
    """How likely is each dependency flag of the alliance, given the noise in trade data?

    Every flow of the alliance, as one importer and exporter, is drawn anew around its value; the
    indicators and flags are computed for each draw and counted.

    Parameters
    ----------
    trade
        Trade by year, exporter, importer and HS6 product.
    mirror
        The same flows as both sides report them; their spread gives the noise of a flow.
    alliance
        Members, partners and countries of concern.
    year
        Year; the latest when not given.
    noise
        Standard deviation of the logarithm of a flow that has no two reports.
    draws
        Number of draws.
    seed
        Seed; the same seed gives the same numbers on any number of threads.
    hhi_above
        Threshold of the concentration of imports from outside.
    outside_above
        Threshold of the share of outside imports in all imports.
    ratio_above
        Threshold of outside imports over exports.
    world_hhi_above
        Threshold of the concentration of world exports, which is taken without noise.

    Returns
    -------
    table
        One row for each product that the alliance imports; probabilities from 0 to 1.

    Notes
    -----
    :math:`\\tilde m = m \\exp(\\sigma z - \\sigma^2 / 2)` with standard normal z, independent from
    flow to flow and of mean m; :math:`\\sigma = |\\ln(M / X)| / \\sqrt 2` where importer M and
    exporter X both report, else `noise`. The standard error of a probability p is
    :math:`\\sqrt{p (1 - p) / draws}`.

    References
    ----------
    ec_swd2021_352, baci2010
    """
    if draws < 1 or noise < 0:
        raise InputError(
            "draws must be 1 or more and noise 0 or more", mend="for example 1000, 0.2"
        )
    native = polars_trade(trade)
    options = {
        "year": year,
        "window": 1,
        "min_years": 1,
        "importers": ("alliance",),
        "hhi_above": hhi_above,
        "outside_above": outside_above,
        "ratio_above": ratio_above,
    }
    found = import_dependency.run({"trade": native}, {"alliance": alliance, **options}).table
    base = found.lazy().sort("hs6").collect()
    if base.is_empty():
        raise InputError("the alliance imports nothing in this table", where="trade")
    flows = _flows(native, base["year"].item(0), alliance, mirror, noise)
    sample = _Sample.of(flows, base["hs6"].to_list(), alliance)
    world = (base["world_export_hhi"].fill_null(0.0) > world_hhi_above).to_numpy()
    counts = np.zeros((5, len(base)), np.int64)
    index = np.empty((draws, len(base)), np.float32)
    seeds = np.random.SeedSequence(seed).spawn(draws)

    def one(number: int) -> Any:
        rng = np.random.Generator(np.random.SFC64(seeds[number]))
        hhi, outside, imports, exports = sample.draw(rng)
        index[number] = hhi
        cdi1 = hhi > hhi_above
        cdi2 = outside > outside_above * imports
        cdi3 = outside > ratio_above * exports
        return np.stack([cdi1, cdi2, cdi3, cdi1 & cdi2 & cdi3, cdi1 & cdi3 & world])

    with ThreadPoolExecutor(THREADS) as pool:
        for done, flags in enumerate(pool.map(one, range(draws)), start=1):
            counts += flags
            if progress is not None and done % 10 == 0:
                progress(done, draws)
    low, high = np.quantile(index, [0.05, 0.95], axis=0)
    nothing = base["outside_usd"].to_numpy() == 0
    chance = counts / draws
    names = ("p_cdi1", "p_cdi2", "p_cdi3", "p_eu_dependent", "p_geodep_year")
    table = base.select("hs6", "year", "outside_usd", "hhi", "eu_dependent").with_columns(
        pl.Series("hhi_p05", low.astype(float)).set(pl.Series(nothing), None),
        pl.Series("hhi_p95", high.astype(float)).set(pl.Series(nothing), None),
        pl.Series("mirror_share", sample.mirrored),
        *[pl.Series(name, chance[i]) for i, name in enumerate(names)],
    )
    return Result(table.select([c.name for c in DEPENDENCY_PROBABILITY.columns]))


def _flows(
    native: Any, year: int, alliance: Alliance, mirror: Frame | None, noise: float
) -> pl.DataFrame:
    """Flows into and out of the alliance with the standard deviation of their logarithm."""
    ours = sorted(alliance.members)
    text = pl.col("exporter", "importer", "hs6").cast(pl.String)
    flows: pl.DataFrame = (
        native.lazy()
        .filter(pl.col("year") == year)
        .select(text, pl.col("year").cast(pl.Int64), pl.col("value_usd").cast(pl.Float64))
        .filter(
            (pl.col("importer").is_in(ours) | pl.col("exporter").is_in(ours)),
            pl.col("exporter") != pl.col("importer"),
            pl.col("value_usd") > 0,
        )
        .collect(engine="streaming")
    )
    if mirror is None:
        return flows.with_columns(sigma=pl.lit(noise), told=pl.lit(value=False))
    both = mirror.to_polars().filter(pl.col("export_usd") > 0, pl.col("import_usd") > 0)
    spread = (pl.col("import_usd") / pl.col("export_usd")).log().abs() / 2**0.5
    joined: pl.DataFrame = flows.join(both.select(*KEY, spread.alias("spread")), on=KEY, how="left")
    return joined.with_columns(
        sigma=pl.col("spread").fill_null(noise), told=pl.col("spread").is_not_null()
    )


@dataclass(frozen=True)
class _Sums:
    """Sums of sorted flows by group; groups without flows stay zero."""

    starts: npt.NDArray[np.intp]
    groups: npt.NDArray[np.int64]

    @classmethod
    def of(cls, keys: npt.NDArray[np.int64]) -> _Sums:
        if not len(keys):
            return cls(np.empty(0, np.intp), keys)
        starts = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]]))
        return cls(starts, keys[starts])

    def add(self, values: npt.NDArray[Any]) -> npt.NDArray[Any]:
        return np.add.reduceat(values, self.starts) if len(self.starts) else values[:0]


@dataclass(frozen=True)
class _Sample:
    """All that one draw needs, as arrays sorted by product and exporter."""

    value: Singles
    sigma: Singles
    split: tuple[int, int]
    by_exporter: _Sums
    by_product: _Sums
    inside: _Sums
    exports: _Sums
    size: int
    mirrored: npt.NDArray[np.float64]

    @classmethod
    def of(cls, flows: pl.DataFrame, products: list[str], alliance: Alliance) -> _Sample:
        ours = sorted(alliance.members)
        place = pl.DataFrame({"hs6": products, "place": np.arange(len(products))})
        placed = flows.join(place, on="hs6", how="inner").sort("place", "exporter", "importer")
        codes = placed["exporter"].rank("dense").cast(pl.Int64)
        placed = placed.with_columns(pair=pl.col("place") * 1000 + codes)
        into, out = pl.col("importer").is_in(ours), pl.col("exporter").is_in(ours)
        outside = placed.filter(into & ~out)
        inside, exports = placed.filter(into & out), placed.filter(out & ~into)
        every = pl.concat([outside, inside, exports])
        by_exporter = _Sums.of(outside["pair"].to_numpy())
        mine = outside["place"].to_numpy()
        told = np.bincount(mine, (outside["value_usd"] * outside["told"]).to_numpy(), len(products))
        whole = np.bincount(mine, outside["value_usd"].to_numpy(), len(products))
        return cls(
            every["value_usd"].to_numpy().astype(np.float32),
            every["sigma"].to_numpy().astype(np.float32),
            (len(outside), len(outside) + len(inside)),
            by_exporter,
            _Sums.of(by_exporter.groups // 1000),
            _Sums.of(inside["place"].to_numpy()),
            _Sums.of(exports["place"].to_numpy()),
            len(products),
            told / np.maximum(whole, 1.0),
        )

    def draw(self, rng: np.random.Generator) -> tuple[npt.NDArray[np.float64], ...]:
        """Index and outside imports, all imports and exports of each product in one draw."""
        factor = rng.standard_normal(len(self.value), dtype=np.float32)
        factor -= self.sigma * np.float32(0.5)
        factor *= self.sigma
        np.exp(factor, out=factor)
        factor *= self.value
        first, second = self.split
        drawn = factor.astype(np.float64)  # sums of many small flows need the longer numbers
        flows = self.by_exporter.add(drawn[:first])
        outside = self._spread(self.by_product, self.by_product.add(flows))
        squares = self._spread(self.by_product, self.by_product.add(flows * flows))
        inside = self._spread(self.inside, self.inside.add(drawn[first:second]))
        abroad = self._spread(self.exports, self.exports.add(drawn[second:]))
        index = squares / np.maximum(outside, 1e-30) ** 2
        # Trade among members counts as export too: it stands in for production.
        return index, outside, outside + inside, abroad + inside

    def _spread(self, sums: _Sums, values: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
        full = np.zeros(self.size)
        full[sums.groups] = values
        return full
