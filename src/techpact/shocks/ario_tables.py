"""Tables of inventory simulations: events in, losses out."""

from __future__ import annotations

from techpact.tables import Column, Table

FINAL_DEMAND_BUYER = "final_demand"
"""Stands among the sectors of the buyers of a ban for households, government and investment."""

KINDS = ("capacity_loss", "capital_loss", "ban")

EVENTS = Table(
    "events",
    "Events of scenarios: what stops, where, how much, when, for how long",
    (
        Column("scenario", "string", "Scenario; its rows happen in one run."),
        Column(
            "kind",
            "string",
            "capacity_loss: industries lose a share of capacity; capital_loss: capital is "
            "destroyed and recovers or is rebuilt; ban: suppliers deliver less to buyers.",
            values=KINDS,
        ),
        Column("start_day", "integer", "Day on which it begins (day 0 is the first).", unit="d",
               minimum=0),
        Column("duration_days", "integer", "Days at full strength.", unit="d", minimum=1),
        Column("countries", "string", "Countries hit, or the suppliers' for a ban: codes joined "
               "by ';'; empty for all.", nullable=True),
        Column("sectors", "string", "Sectors hit, or supplied for a ban, joined by ';'; empty for "
               "all.", nullable=True),
        Column("share", "number", "Share of capacity lost, or of deliveries cut.", unit="1",
               nullable=True, minimum=0, maximum=1),
        Column("damage_musd", "number", "Capital destroyed, spread over the industries hit by "
               "their capital.", unit="MUSD", nullable=True, minimum=0),
        Column("household_damage_musd", "number", "Damage to households of the countries hit, "
               "rebuilt by the same sectors.", unit="MUSD", nullable=True, minimum=0),
        Column("recovery", "string", "Curve of recovery after the duration.", nullable=True,
               values=("none", "linear", "convex", "convex_scaled", "concave")),
        Column("recovery_days", "integer", "Days of recovery or rebuilding.", unit="d",
               nullable=True, minimum=1),
        Column("rebuilders", "string", "Sectors that rebuild with their shares, such as "
               "F:0.7;C28:0.3; empty for recovery by itself.", nullable=True),
        Column("buyers", "string", "Countries that a ban cuts off, joined by ';'; empty for all "
               "but the suppliers' own.", nullable=True),
        Column(
            "buyer_sectors",
            "string",
            "Sectors of the buyers that a ban cuts off, joined by ';'; final_demand stands for "
            "households, government and investment; empty for all of both.",
            nullable=True,
        ),
        Column("replacement", "string", "Where cut orders turn: none, same_mix (all other "
               "suppliers), alliance (members only).", nullable=True,
               values=("none", "same_mix", "alliance")),
    ),
)  # fmt: skip

ARIO_LOSSES = Table(
    "ario_losses",
    "Output lost over time",
    (
        Column("scenario", "string", "Scenario."),
        Column("day", "integer", "Day.", unit="d"),
        Column("country", "string", "Country; empty in totals over countries.", nullable=True),
        Column("sector", "string", "Sector; empty in totals over sectors.", nullable=True),
        Column("baseline_musd", "number", "Output of an undisturbed day.", unit="MUSD"),
        Column("output_musd", "number", "Output of the day.", unit="MUSD"),
        Column("loss_musd", "number", "Baseline less output; negative when others gain.",
               unit="MUSD"),
        Column("loss_share", "number", "Loss over baseline.", unit="1", nullable=True),
    ),
    key=("scenario", "day", "country", "sector"),
)  # fmt: skip

UNMET_DEMAND = Table(
    "unmet_demand",
    "Final demand that was not met, by buying country",
    (
        Column("scenario", "string", "Scenario."),
        Column("day", "integer", "Day.", unit="d"),
        Column("country", "string", "Buying country."),
        Column("asked_musd", "number", "Final demand of the day.", unit="MUSD"),
        Column("unmet_musd", "number", "Part of it that was not met.", unit="MUSD"),
    ),
    key=("scenario", "day", "country"),
)

INVENTORIES = Table(
    "inventories",
    "Inventories that differ from the options: a row holds for all that fit every column it fills",
    (
        Column("country", "string", "Country of the industries that hold the inventory; all when "
               "empty.", nullable=True),
        Column("sector", "string", "Input that is held: a sector of the table; all when empty.",
               nullable=True),
        Column("days", "number", "Target inventory in days of use; `inf` never limits.", unit="d",
               nullable=True, minimum=0),
        Column("psi", "number", "Share of the target below which production falls.", unit="1",
               nullable=True, minimum=0, maximum=1),
        Column("restoration_days", "number", "Days in which a gap to the target is ordered.",
               unit="d", nullable=True, minimum=1),
    ),
    key=("country", "sector"),
)  # fmt: skip
