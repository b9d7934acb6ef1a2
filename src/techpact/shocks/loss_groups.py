"""Sums over industries: by country and sector, or by what an alliance asks about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import narwhals as nw
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from techpact.alliance import Alliance
from techpact.shocks.economy import Array, Economy

DAY, MONTH, YEAR = 1, 30, 365
ROLES = {"member": "members", "partner": "partners", "concern": "concern", "other": "others"}
ENOUGH = 0.5
"""A classification fits when the table has at least this share of its codes."""


class Groups:
    """Sums over industries by country and sector, as asked for."""

    def __init__(self, economy: Economy, by: str) -> None:
        countries: Sequence[str | None] = economy.countries
        sectors: Sequence[str | None] = economy.sectors
        if by in {"sector", "total"}:
            countries = [None] * economy.n
        if by in {"country", "total"}:
            sectors = [None] * economy.n
        pairs = list(zip(countries, sectors, strict=True))
        self.names = sorted(set(pairs), key=lambda p: (p[0] or "", p[1] or ""))
        place = {pair: i for i, pair in enumerate(self.names)}
        self._index = np.array([place[pair] for pair in pairs])

    def sum(self, values: Array) -> Array:
        """Sum (n, k) to (groups, k)."""
        out = np.zeros((len(self.names), values.shape[1]))
        np.add.at(out, self._index, values)
        return out


class AllianceGroups:
    """Sums by country, by role in an alliance and for the world; each for all areas and by area.

    Parameters
    ----------
    economy
        The economy.
    alliance
        Roles are made when it is given; areas are split for its members and roles, and for all
        countries when it is not given.
    area_sectors
        Concordance from areas to industries, or None.

    Attributes
    ----------
    names : list of (level, name, area or None)
    """

    def __init__(
        self,
        economy: Economy,
        alliance: Alliance | None,
        area_sectors: nw.DataFrame[Any] | None,
    ) -> None:
        countries = np.array(economy.countries)
        places: list[tuple[str, str, NDArray[np.bool_]]] = [
            ("country", c, countries == c) for c in economy.holders
        ]
        if alliance is not None:
            roles = np.array([ROLES[alliance.role(c)] for c in economy.countries])
            places += [("role", r, roles == r) for r in ROLES.values() if (roles == r).any()]
        places.append(("world", "world", np.ones(economy.n, dtype=bool)))
        sectors = np.array(economy.sectors)
        areas = [(a, np.isin(sectors, s)) for a, s in areas_of(economy, area_sectors).items()]
        split = alliance.friends if alliance is not None else frozenset(economy.holders)
        self.names: list[tuple[str, str, str | None]] = []
        rows: list[NDArray[np.bool_]] = []
        for level, name, inside in places:
            self.names.append((level, name, None))
            rows.append(inside)
            if level == "country" and name not in split:
                continue
            for area, mine in areas:
                self.names.append((level, name, area))
                rows.append(inside & mine)
        self._table = csr_array(np.array(rows, dtype=np.float64))

    def sum(self, values: Array) -> Array:
        """Sum (n, k) to (groups, k)."""
        return np.asarray(self._table @ values)


def areas_of(economy: Economy, area_sectors: nw.DataFrame[Any] | None) -> dict[str, list[str]]:
    """Industries of each area in the classification that the table uses; none when none fits."""
    if area_sectors is None:
        return {}
    known = set(economy.inputs)
    schemes: dict[str, dict[str, list[str]]] = {}
    for scheme, area, sector in zip(
        area_sectors["scheme"], area_sectors["area"], area_sectors["sector"], strict=True
    ):
        schemes.setdefault(str(scheme), {}).setdefault(str(area), []).append(str(sector))
    fit = {}
    for scheme, areas in schemes.items():
        codes = {s for listed in areas.values() for s in listed}
        fit[scheme] = (len(codes & known) / len(codes), len(codes & known))
    best = max(sorted(fit), key=lambda s: fit[s], default="")
    if not best or fit[best][0] < ENOUGH:
        return {}
    found = {a: [s for s in listed if s in known] for a, listed in schemes[best].items()}
    return {a: found[a] for a in sorted(found) if found[a]}


class Horizons:
    """Production summed by group from the first event on, read after a day, a month and a year."""

    def __init__(self, groups: AllianceGroups, economy: Economy, starts: Sequence[int]) -> None:
        self.groups = groups
        self.usual = groups.sum(economy.x[:, None])[:, 0]
        self.starts = np.array(starts)
        shape = (len(groups.names), len(starts))
        self._sum = np.zeros(shape)
        self.lost = {d: np.full(shape, np.nan) for d in (DAY, MONTH, YEAR)}

    def add(self, day: int, production: Array) -> None:
        """Take the production of a day, (n, k)."""
        running = day >= self.starts
        if not running.any():
            return
        made = self.groups.sum(production)
        self._sum[:, running] += made[:, running]
        for length, lost in self.lost.items():
            done = day - self.starts == length - 1
            lost[:, done] = self.usual[:, None] * length - self._sum[:, done]

    def columns(self, scenarios: Sequence[str]) -> dict[str, list[Any]]:
        """Columns of the table `loss_after`, scenario by scenario."""
        out: dict[str, list[Any]] = {}
        count = len(self.groups.names)
        for lane, scenario in enumerate(scenarios):
            row: dict[str, list[Any]] = {
                "scenario": [scenario] * count,
                "level": [level for level, _, _ in self.groups.names],
                "name": [name for _, name, _ in self.groups.names],
                "area": [area for _, _, area in self.groups.names],
                "baseline_day_musd": self.usual.tolist(),
            }
            for label, length in (("day", DAY), ("month", MONTH), ("year", YEAR)):
                row[f"loss_{label}_musd"] = known(self.lost[length][:, lane])
            for label, length in (("day", DAY), ("month", MONTH), ("year", YEAR)):
                row[f"loss_{label}_share"] = shares(self.lost[length][:, lane], self.usual * length)
            for name, values in row.items():
                out.setdefault(name, []).extend(values)
        return out


def known(values: Array) -> list[float | None]:
    """Numbers as a list; what is not known as None."""
    return [None if np.isnan(v) else float(v) for v in values]


def shares(loss: Array, usual: Array) -> list[float | None]:
    """Loss over what is usual; None where either is not known or nothing is usual."""
    share = np.divide(loss, usual, out=np.full_like(loss, np.nan), where=usual > 0)
    return known(share)
