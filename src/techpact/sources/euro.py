"""US dollars for one euro, for tables that their publishers give in euro.

Averages of the daily reference rates of the European Central Bank (`eurofxref-hist.csv`,
https://www.ecb.europa.eu/stats/policy_and_exchange_rates/euro_reference_exchange_rates/), computed
over all days of the year on which a rate was published. Before 1999 there was no such rate.
"""

from __future__ import annotations

from techpact.errors import InputError

USD_PER_EUR = {
    1999: 1.0658, 2000: 0.9236, 2001: 0.8956, 2002: 0.9456, 2003: 1.1312, 2004: 1.2439,
    2005: 1.2441, 2006: 1.2556, 2007: 1.3705, 2008: 1.4708, 2009: 1.3948, 2010: 1.3257,
    2011: 1.3920, 2012: 1.2848, 2013: 1.3281, 2014: 1.3285, 2015: 1.1095, 2016: 1.1069,
    2017: 1.1297, 2018: 1.1810, 2019: 1.1195, 2020: 1.1422, 2021: 1.1827, 2022: 1.0530,
    2023: 1.0813, 2024: 1.0824, 2025: 1.1300,
}  # fmt: skip


def usd_per_eur(year: int, given: float | None, where: str) -> float:
    """Rate of a year: the one given, else the average of the ECB's daily rates.

    Raises
    ------
    InputError
        For a year without a rate, and a rate that is not above zero.
    """
    if given is not None:
        if not 0 < given < float("inf"):
            raise InputError(f"a rate of {given:g} dollars for one euro", where=where)
        return given
    if year not in USD_PER_EUR:
        years = f"{min(USD_PER_EUR)} to {max(USD_PER_EUR)}"
        raise InputError(
            f"no euro rate for {year}",
            where=where,
            mend=f"give one (usd_per_eur, dollars for one euro or ECU); rates are here for {years}",
        )
    return USD_PER_EUR[year]
