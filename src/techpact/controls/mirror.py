"""Gaps between what the exporter and what the importer report of one flow."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from typing import Any, TypeVar

import numpy as np

from techpact.analysis import Frame

Key = TypeVar("Key")
NORMAL = 1.4826
"""Median absolute deviation to standard deviation, for a normal distribution."""

MIN_PAIRS = 5
"""With fewer gaps to compare with, no score is given."""


def robust_scores(values: Mapping[Key, float]) -> dict[Key, float | None]:
    """Distance from the median in robust standard deviations; None without a spread to measure."""
    numbers = np.array(list(values.values()))
    if len(numbers) < MIN_PAIRS:
        return dict.fromkeys(values)
    middle = float(np.median(numbers))
    spread = NORMAL * float(np.median(np.abs(numbers - middle)))
    if spread <= 0:
        return dict.fromkeys(values)
    return {key: (value - middle) / spread for key, value in values.items()}


def gaps(
    mirror_trade: Frame,
    *,
    exporters: Collection[str] | None,
    importers: Collection[str] | None,
    products: Collection[str],
    years: Collection[int],
    by: str,
    cif: float,
) -> dict[str, float]:
    """Log gap of the importer's over the exporter's report, freight taken off, by one side.

    Parameters
    ----------
    mirror_trade
        Both reports of each flow; flows that one side does not report are left out.
    exporters, importers
        Sides to keep; all when None.
    products, years
        What to keep.
    by
        `exporter` or `importer`: whose flows are summed.
    cif
        Freight and insurance in the importer's report, as a share of the exporter's value.
    """
    sums: dict[str, tuple[float, float]] = {}
    for row in mirror_trade.iter_rows(named=True):
        if not _kept(row, exporters, importers, products, years):
            continue
        there, here = row["exporter_value_usd"], row["importer_value_usd"]
        if there is None or here is None:
            continue
        sent, received = sums.get(row[by], (0.0, 0.0))
        sums[row[by]] = (sent + there, received + here / (1 + cif))
    return {k: math.log(r / s) for k, (s, r) in sorted(sums.items()) if s > 0 and r > 0}


def _kept(
    row: dict[str, Any],
    exporters: Collection[str] | None,
    importers: Collection[str] | None,
    products: Collection[str],
    years: Collection[int],
) -> bool:
    return (
        row["year"] in years
        and row["hs6"] in products
        and (exporters is None or row["exporter"] in exporters)
        and (importers is None or row["importer"] in importers)
    )
