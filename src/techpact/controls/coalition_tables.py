"""The tables of the coalition effect."""

from __future__ import annotations

from techpact.tables import Column, Table


def money(name: str, description: str, *, nullable: bool = False) -> Column:
    """Column of dollars."""
    return Column(name, "number", description, unit="USD", nullable=nullable, minimum=0)


def share(name: str, description: str, *, nullable: bool = True) -> Column:
    """Column of a share."""
    return Column(name, "number", description, unit="1", nullable=nullable)


def tonnes(name: str, description: str) -> Column:
    """Column of tonnes, empty where no quantity is known."""
    return Column(name, "number", description, unit="t", nullable=True, minimum=0)


PRODUCT_INPUTS = Table(
    "product_inputs",
    "Chains of needed inputs: which product is made with which",
    (
        Column("hs6", "string", "Product that is made, six-digit Harmonized System code."),
        Column("input_hs6", "string", "Product that it needs."),
        Column(
            "dependence",
            "number",
            "How far the product falls when the input is lost: 1 (the default) in step, 0 not.",
            unit="1",
            nullable=True,
            minimum=0,
            maximum=1,
        ),
        Column("source_id", "string", "Source of the link.", nullable=True),
    ),
    key=("hs6", "input_hs6"),
    unique=True,
)

COALITION_EFFECT = Table(
    "coalition_effect",
    "Effect of a joint stop of sales, by product and target",
    (
        Column("year", "integer", "Year of the trade.", unit="a"),
        Column("hs6", "string", "Product."),
        Column("target", "string", "Target, ISO alpha-3 code."),
        money("imports_usd", "All imports of the product by the target."),
        money("coalition_usd", "Of these from the coalition: what stops, and what it costs it."),
        share("coalition_share", "Share of the coalition in the imports."),
        money("outsider_usd", "Imports from all others."),
        money("spare_usd", "What outsiders, and the target by redirecting exports, could add."),
        money("leakage_usd", "Of the stopped sales, what outsiders would fill."),
        tonnes("leakage_t", "The same in tonnes, at the average unit value of outsiders."),
        money("loss_usd", "Worth of the imports lost to the target in the end."),
        share("loss_share", "The same over the imports."),
        money("own_loss_usd", "Sales that the coalition gives up."),
        Column("pivotal", "string", "Member whose absence lowers the loss most.", nullable=True),
        share("without_pivotal_share", "Loss share when that member does not take part."),
        Column("members_needed", "integer", "Members that sell to the target at all.", unit="1"),
        share("chain_loss_share", "Largest loss share along the chain of needed inputs."),
        Column("chain_hs6", "string", "Product that carries that loss.", nullable=True),
    ),
    key=("hs6", "target"),
)

COALITION_COST = Table(
    "coalition_cost",
    "Own export loss by member, sector and target",
    (
        Column("target", "string", "Target."),
        Column("member", "string", "Member of the coalition."),
        Column("sector", "string", "Chapter of the Harmonized System, two digits."),
        money("own_loss_usd", "Sales of the products to the target."),
        tonnes("own_loss_t", "The same in tonnes, of the flows with a known quantity."),
        money("exports_usd", "Exports of the same products and chapter to all countries."),
        share("own_loss_share", "Own loss over these exports."),
    ),
    key=("target", "member", "sector"),
)

COALITION_AREAS = Table(
    "coalition_areas",
    "Effect of a joint stop of sales, by area and target",
    (
        Column("area", "string", "Area code."),
        Column("target", "string", "Target."),
        Column("products", "integer", "Products of the area that the target imports.", unit="1"),
        money("imports_usd", "Imports of these products."),
        money("coalition_usd", "Of these from the coalition."),
        share("coalition_share", "Share of the coalition."),
        money("leakage_usd", "Filled by outsiders."),
        money("loss_usd", "Worth lost to the target."),
        share("loss_share", "The same over the imports."),
        share("largest_loss_share", "Largest loss share of one product."),
        Column("largest_hs6", "string", "That product.", nullable=True),
        Column("pivotal", "string", "Member with the largest sales that stop.", nullable=True),
    ),
    key=("area", "target"),
)

COALITION_LEAKAGE = Table(
    "coalition_leakage",
    "Who would fill the stopped sales",
    (
        Column("hs6", "string", "Product."),
        Column("target", "string", "Target."),
        Column("outsider", "string", "Country outside of the coalition."),
        money("sales_usd", "What it sells to the target today."),
        money("spare_usd", "What it could add."),
        money("leakage_usd", "What it would add: a share of the gap in step with its capacity."),
        tonnes("leakage_t", "The same in tonnes at its own unit value."),
        money("coalition_usd", "What it buys of the product from the coalition itself."),
    ),
    key=("hs6", "target", "outsider"),
)

COALITION_SHAPLEY = Table(
    "coalition_shapley",
    "Shares of the members in the effect",
    (
        Column("hs6", "string", "Product."),
        Column("target", "string", "Target."),
        Column("member", "string", "Member."),
        money("sales_usd", "Its sales to the target."),
        share("sales_share", "Its share in the coalition's sales."),
        Column("shapley_usd", "number", "Its Shapley value of the loss.", unit="USD"),
        share("shapley_share", "The same over the loss of the whole coalition."),
        Column(
            "basis",
            "string",
            "sales: the loss is a sum over members, so that the value is the sales; "
            "exact: all subsets were gone through.",
            values=("sales", "exact"),
        ),
    ),
    key=("hs6", "target", "member"),
)
