"""The tables of diversion."""

from __future__ import annotations

from techpact.controls.coalition_tables import money, share
from techpact.tables import Column, Table


def _number(name: str, description: str) -> Column:
    return Column(name, "number", description, unit="1", nullable=True)


_YEARLY = (
    money("in_before_usd", "Its imports from the coalition before, a year."),
    money("in_after_usd", "The same after."),
    money("out_before_usd", "Its exports to the targets before, a year."),
    money("out_after_usd", "The same after."),
    money("diverted_usd", "The smaller of the two rises, product by product: the min rule."),
)

DIVERSION = Table(
    "diversion",
    "Third countries whose imports from the coalition and exports to the targets rise together",
    (
        Column("country", "string", "Third country, ISO alpha-3 code."),
        *_YEARLY,
        share("diverted_share", "The same over the fall of the coalition's own sales."),
        Column("n_products", "integer", "Listed products of which both rise.", unit="1"),
        _number("in_effect", "Log change of listed against other imports from the coalition."),
        _number("in_se", "Its standard error, clustered by product."),
        _number("in_z", "Effect over standard error."),
        _number("in_pretrend_z", "The same for the last year before, against the years before it."),
        _number("out_effect", "Log change of listed against other exports to the targets."),
        _number("out_se", "Its standard error, clustered by product."),
        _number("out_z", "Effect over standard error."),
        _number("out_pretrend_z", "The same for the last year before, against the years before."),
        _number("mirror_in_gap", "Log of its own over the coalition's report of its imports."),
        _number("mirror_in_z", "Its distance from the median country; low: goods did not arrive."),
        _number("mirror_out_gap", "Log of the targets' over its own report of its exports."),
        _number("mirror_out_z", "Its distance from the median country; high: more arrived there."),
        Column(
            "signs",
            "integer",
            "Signs of diversion: min rule, both effects above the threshold, and each mirror gap "
            "beyond it.",
            unit="1",
        ),
        Column("n_signs_known", "integer", "Signs that could be looked at.", unit="1"),
    ),
    key=("country",),
)

DIVERSION_PRODUCTS = Table(
    "diversion_products",
    "Listed products of third countries",
    (
        Column("country", "string", "Third country."),
        Column("hs6", "string", "Listed product."),
        *_YEARLY,
    ),
    key=("country", "hs6"),
)
