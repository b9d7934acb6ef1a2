"""An inter-country input-output table in memory: what readers make and analyses take.

Long tables (`flows`, `final_demand`, `output`) are for files, SQL and the command line; the dense
arrays here are for linear algebra.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from techpact.alliance import country_codes
from techpact.errors import DataError
from techpact.sources.tables import FLOWS

Array = NDArray[np.float64]

REST = "ROW"
"""Code of the rest of the world. Regions of it are `ROW_…`. Neither is a country: it can be bought
from and sold to, and counts as foreign, but is never a member, a partner or a concern."""

SPLIT = "@"
"""Between an industry code and the part of a country that a table splits off (`C26@CN1`)."""

PARTS = {"CN1": "CHN", "CN2": "CHN", "MX1": "MEX", "MX2": "MEX"}
"""Codes by which OECD tables split a country by who produces: export processing and the rest."""

GAP_OF_WORLD = 0.01
"""A table whose rows miss their output by more than this share of world output is refused."""

GAP_OF_ROW = 0.01
"""Rows that miss their own output by more than this share are noted."""


def is_aggregate(country: str) -> bool:
    """Whether a code stands for the rest of the world or a region of it."""
    return country == REST or country.startswith(f"{REST}_")


def natural_key(code: str) -> tuple[tuple[int, int, str], ...]:
    """Sort key that puts c2 before c10."""
    parts = re.findall(r"\d+|\D+", code)
    return tuple((0, int(p), "") if p.isdigit() else (1, 0, p) for p in parts)


@dataclass(frozen=True, eq=False)
class InputOutputSystem:
    """One year of an inter-country input-output table.

    Attributes
    ----------
    year : int
    countries, sectors : tuple of str
        Country (ISO alpha-3, or `ROW…`) and industry code of each of the n industries.
    Z : array (n, n)
        Intermediate deliveries, row to column, million USD.
    Y : array (n, m)
        Final demand; may be negative where inventories fall.
    final : tuple of (country, category)
        What the m columns of Y are.
    x : array (n,)
        Gross output. Where it was not published it is the row sum of Z and Y.

    Raises
    ------
    DataError
        Negative output, an industry without output that buys or sells, values that are not finite,
        or rows that miss their output by more than one hundredth of world output in sum.
    """

    year: int
    countries: tuple[str, ...]
    sectors: tuple[str, ...]
    Z: Array
    Y: Array
    final: tuple[tuple[str, str], ...]
    x: Array

    def __post_init__(self) -> None:
        n = len(self.countries)
        if n == 0:
            raise DataError(FLOWS.name, ["the table has no industry"], where=str(self.year))
        if self.Z.shape != (n, n) or self.Y.shape != (n, len(self.final)) or self.x.shape != (n,):
            raise ValueError(f"Z {self.Z.shape}, Y {self.Y.shape}, x {self.x.shape} do not fit {n}")
        for array in (self.Z, self.Y, self.x):
            array.flags.writeable = False
        problems = self._problems()
        if problems:
            raise DataError(FLOWS.name, problems, where=f"year {self.year}")

    @property
    def n(self) -> int:
        """Number of industries."""
        return len(self.countries)

    def label(self, i: int) -> str:
        """Country and industry code of the industry at a position."""
        return f"{self.countries[i]}:{self.sectors[i]}"

    @cached_property
    def country_list(self) -> tuple[str, ...]:
        """The countries, in order of their first industry."""
        return tuple(dict.fromkeys(self.countries))

    @cached_property
    def sector_list(self) -> tuple[str, ...]:
        """The industry codes without split parts, in natural order."""
        return tuple(sorted({base(s) for s in self.sectors}, key=natural_key))

    @cached_property
    def country_index(self) -> NDArray[np.intp]:
        """Position in `country_list` of each industry's country."""
        place = {c: i for i, c in enumerate(self.country_list)}
        return np.array([place[c] for c in self.countries], dtype=np.intp)

    @cached_property
    def y(self) -> Array:
        """Final demand that makes the table balance: output less intermediate deliveries.

        It holds the statistical discrepancy of rows that do not balance, which belongs to no buyer.
        """
        return np.asarray(self.x - self.Z.sum(axis=1))

    @cached_property
    def v(self) -> Array:
        """Value added, taxes less subsidies and transport margins: output less inputs."""
        return np.asarray(self.x - self.Z.sum(axis=0))

    @cached_property
    def gap(self) -> Array:
        """What rows of Z and Y miss of the output."""
        return np.asarray(self.y - self.Y.sum(axis=1))

    @cached_property
    def divisor(self) -> Array:
        """Output, with one where it is zero: such an industry has no inputs to divide."""
        return np.where(self.x > 0, self.x, 1.0)

    @property
    def value_added_ratio(self) -> Array:
        """Value added for one unit of output; zero without output."""
        return np.asarray(self.v / self.divisor)

    def coefficients(self, rows: Any, columns: Any) -> Array:
        """Return a block of A, inputs for one unit of output."""
        return np.asarray(self.Z[np.ix_(rows, columns)] / self.divisor[columns])

    def of(self, countries: Sequence[str] | frozenset[str]) -> NDArray[np.intp]:
        """Positions of the industries of some countries (those not in the table are left out)."""
        chosen = np.array([c in set(countries) for c in self.country_list])
        return np.flatnonzero(chosen[self.country_index])

    def final_of(self, countries: Sequence[str] | frozenset[str]) -> NDArray[np.intp]:
        """Positions of the columns of final demand of some countries."""
        wanted = set(countries)
        return np.array([j for j, (c, _) in enumerate(self.final) if c in wanted], dtype=np.intp)

    def notes(self) -> list[str]:
        """Caveat codes that the numbers of this table call for."""
        found = []
        if np.any(np.abs(self.gap) > GAP_OF_ROW * np.maximum(self.x, 1.0)):
            found.append("UNBALANCED_TABLE")
        if np.any(self.Z < 0):
            found.append("NEGATIVE_FLOWS")
        if np.any(self.v < -GAP_OF_ROW * self.x):
            found.append("NEGATIVE_VALUE_ADDED")
        if any(is_aggregate(c) for c in self.country_list):
            found.append("REST_OF_WORLD_AGGREGATE")
        codes = country_codes()
        if any(c not in codes and not is_aggregate(c) for c in self.country_list):
            found.append("REGION_NOT_A_COUNTRY")
        return found

    def _problems(self) -> list[str]:
        problems = []
        totals = np.vstack([self.Z.sum(axis=1), self.Z.sum(axis=0), self.Y.sum(axis=1), self.x])
        broken = ~np.isfinite(totals).all(axis=0)
        if broken.any():
            return [f"not finite: {self._named(broken)}"]
        if (self.x < 0).any():
            problems.append(f"negative output: {self._named(self.x < 0)}")
        idle = self.x == 0
        buys = idle.copy()
        buys[idle] = self.Z[:, idle].any(axis=0)
        sells = idle & ~buys & (np.abs(totals[0]) > GAP_OF_ROW * max(float(self.x.max()), 1.0))
        if buys.any():
            problems.append(f"buys inputs but has no output: {self._named(buys)}")
        if sells.any():
            problems.append(f"sells but has no output: {self._named(sells)}")
        gap = np.abs(self.gap)
        world = float(self.x.sum())
        if not problems and gap.sum() > GAP_OF_WORLD * world:
            worst = np.argsort(-gap)[:5]
            rows = "; ".join(
                f"{self.label(i)}: output {self.x[i]:,.6g}, "
                f"row sum {self.Z[i].sum() + self.Y[i].sum():,.6g}"
                for i in worst
                if gap[i] > 0
            )
            problems.append(
                "rows do not sum to output (in all "
                f"{gap.sum() / world if world else float('inf'):.1%} of world output): {rows}"
            )
        return problems

    def _named(self, mask: NDArray[np.bool_]) -> str:
        positions = np.flatnonzero(mask)
        shown = ", ".join(self.label(i) for i in positions[:5])
        return shown + (f", … ({len(positions)} in all)" if len(positions) > 5 else "")

    def tables(self) -> dict[str, pl.DataFrame]:
        """Return the long tables `flows`, `final_demand` and `output`, without zero flows."""
        countries, sectors = pl.Series(self.countries), pl.Series(self.sectors)
        i, j = np.nonzero(self.Z)
        flows = pl.DataFrame(
            {
                "year": pl.repeat(self.year, len(i), dtype=pl.Int64, eager=True),
                "supplier_country": countries.gather(i),
                "supplier_sector": sectors.gather(i),
                "buyer_country": countries.gather(j),
                "buyer_sector": sectors.gather(j),
                "value_musd": self.Z[i, j],
            }
        )
        i, j = np.nonzero(self.Y)
        final = pl.DataFrame(
            {
                "year": pl.repeat(self.year, len(i), dtype=pl.Int64, eager=True),
                "supplier_country": countries.gather(i),
                "supplier_sector": sectors.gather(i),
                "buyer_country": pl.Series([c for c, _ in self.final], dtype=pl.String).gather(j),
                "category": pl.Series([c for _, c in self.final], dtype=pl.String).gather(j),
                "value_musd": self.Y[i, j],
            }
        )
        output = pl.DataFrame(
            {
                "year": pl.repeat(self.year, self.n, dtype=pl.Int64, eager=True),
                "country": countries,
                "sector": sectors,
                "output_musd": self.x,
            }
        )
        return {"flows": flows, "final_demand": final, "output": output}


def base(sector: str) -> str:
    """Industry code without the part of a country that it is split off for."""
    return sector.split(SPLIT, 1)[0]
