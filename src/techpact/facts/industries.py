"""Names of industries, for tables that carry only their codes."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import polars as pl

PART = "@"
"""Before the part of a country that an industry lies in, as in C26@CN1."""


def industry_names(industries: pl.DataFrame, codes: Collection[str], lang: str) -> dict[str, str]:
    """Return the names of those codes that the scheme of the table knows.

    Parameters
    ----------
    industries
        The fact table of that name.
    codes
        Industry codes of one input-output table; the scheme that knows most of them is taken.
    lang
        en, ja or ko.

    Returns
    -------
    dict
        Name by code. A code that no scheme knows has none: it is shown as it is.
    """
    schemes: dict[str, Mapping[str, str]] = {
        str(scheme): dict(zip(rows["sector"], rows[f"name_{lang}"], strict=True))
        for (scheme,), rows in industries.group_by("scheme", maintain_order=True)
    }
    base = {code: code.partition(PART)[0] for code in codes}
    best = max(schemes.values(), key=lambda known: sum(b in known for b in base.values()))
    return {
        code: best[b] + (f" ({code.partition(PART)[2]})" if PART in code else "")
        for code, b in base.items()
        if b in best
    }
