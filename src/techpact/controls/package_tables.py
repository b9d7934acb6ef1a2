"""The tables of control packages."""

from __future__ import annotations

from techpact.controls.coalition_tables import money, share
from techpact.tables import Column, Table

CONTROL_OPTIONS = Table(
    "control_options",
    "Products that could be controlled: what the target and what the coalition would lose",
    (
        Column("hs6", "string", "Product."),
        Column("target", "string", "Target; rows of several targets are summed.", nullable=True),
        money("loss_usd", "Loss of the target."),
        money("own_loss_usd", "Loss of the coalition."),
    ),
    key=("hs6", "target"),
    unique=True,
    extra=True,
)

PACKAGE_LINKS = Table(
    "package_links",
    "Links between products that are chosen together or apart",
    (
        Column("hs6", "string", "Product."),
        Column("other_hs6", "string", "The other product."),
        Column(
            "kind",
            "string",
            "requires: the product only with the other; excludes: not both; bonus: both together "
            "add value_usd to the target's loss (chains); overlap: both together lose value_usd of "
            "it (substitutes).",
            values=("requires", "excludes", "bonus", "overlap"),
        ),
        money("value_usd", "Value of a bonus or an overlap.", nullable=True),
    ),
    key=("hs6", "other_hs6", "kind"),
    unique=True,
)

MEMBER_LOSSES = Table(
    "member_losses",
    "Own loss by product and member",
    (
        Column("hs6", "string", "Product."),
        Column("target", "string", "Target; rows of several targets are summed.", nullable=True),
        Column("member", "string", "Member."),
        money("sales_usd", "Sales that the member gives up."),
    ),
    key=("hs6", "target", "member"),
    unique=True,
    extra=True,
)

CONTROL_PACKAGE = Table(
    "control_package",
    "Frontier of efficient control packages",
    (
        Column("point", "integer", "Number of the point, 1 first.", unit="1"),
        Column("goal", "string", "harm, cheapest or reopen."),
        money("limit_usd", "Budget of own loss (harm) or loss to reach (cheapest, reopen)."),
        money("effect_usd", "Loss of the target."),
        share("effect_share", "The same over the loss when all, or all controlled, are chosen."),
        money("own_loss_usd", "Loss of the coalition."),
        share("own_loss_share", "The same over its loss when all, or all controlled, are chosen."),
        money("gain_usd", "Own loss that is spared against choosing them all."),
        Column(
            "marginal_effect",
            "number",
            "Further loss of the target for each further dollar of own loss since the last point.",
            unit="1",
            nullable=True,
        ),
        money("bound_usd", "Proven bound: no package has more effect (harm) or a lower own loss."),
        share("gap", "Distance of the package from the bound over the larger of them.",
              nullable=False),
        Column("proven", "boolean", "Whether the gap is within the tolerance asked for."),
        Column("n_products", "integer", "Products in the package.", unit="1"),
        Column("products", "string", "Their codes, joined by ';'."),
    ),
    key=("point",),
)  # fmt: skip

CONTROL_PACKAGE_PRODUCTS = Table(
    "control_package_products",
    "Products and the points of the frontier that choose them",
    (
        Column("hs6", "string", "Product."),
        money("loss_usd", "Loss of the target by this product alone."),
        money("own_loss_usd", "Loss of the coalition."),
        Column("ratio", "number", "Loss of the target for a dollar of own loss.", unit="1",
               nullable=True),
        Column("first_point", "integer", "First point that chooses it.", unit="1", nullable=True),
        Column("n_points", "integer", "Points that choose it.", unit="1"),
        Column("controlled", "boolean", "Whether it is controlled today."),
        Column("opening_gain_usd", "number", "Own sales regained by opening it alone.",
               unit="USD", nullable=True),
        Column("opening_effect_usd", "number",
               "Loss of the target given up by opening it alone, links included.",
               unit="USD", nullable=True),
    ),
    key=("hs6",),
)  # fmt: skip
