"""Tables of the search for the cheapest cover against a scenario."""

from __future__ import annotations

from techpact.tables import Column, Table

STATUSES = (
    "nothing_needed",
    "optimal",
    "optimal_among_chosen",
    "no_step_down",
    "out_of_reach",
    "stopped",
    "nothing_found",
)

COVER = Table(
    "cheapest_cover",
    "Inventory and re-sourcing that keep the loss under the bound",
    (
        Column("scenario", "string", "Scenario."),
        Column("measure", "string", "inventory: members hold more of an input; resourcing: cut "
               "orders turn to other suppliers.", values=("inventory", "resourcing")),
        Column("sector", "string", "Input that is held; empty for re-sourcing.", nullable=True),
        Column("days_added", "number", "Days of use held in addition.", unit="d", nullable=True),
        Column("days_needed", "number", "Days that this input needs even when every other one is "
               "held at the most; empty for re-sourcing.", unit="d", nullable=True),
        Column("share_turned", "number", "Share of the cut orders that turn to others.", unit="1",
               nullable=True),
        Column("cost_musd", "number", "Cost of it, by the cost options.", unit="MUSD"),
    ),
    key=("scenario", "measure", "sector"),
)  # fmt: skip

COVER_PROOF = Table(
    "cover_proof",
    "What the search reached, and what of it is proven",
    (
        Column("scenario", "string", "Scenario."),
        Column("bound_musd", "number", "Largest loss allowed.", unit="MUSD"),
        Column("loss_before_musd", "number", "Loss without measures.", unit="MUSD"),
        Column("loss_after_musd", "number", "Loss with the cover found, or with the most there is "
               "when that is not enough; empty when the time was up before any cover was found.",
               unit="MUSD", nullable=True),
        Column("cost_musd", "number", "Cost of the cover found; empty when there is none.",
               unit="MUSD", nullable=True),
        Column("cost_at_least_musd", "number", "No cover on the grid costs less, if more stock "
               "never adds loss (see violations); empty when out of reach.", unit="MUSD",
               nullable=True),
        Column("gap_share", "number", "Part of the cost above cost_at_least_musd: what is not "
               "proven to be needed; empty when there is no cover.", unit="1", nullable=True),
        Column("status", "string", "nothing_needed; optimal: costs what is needed at least; "
               "optimal_among_chosen: no cheaper grid point that holds only these inputs; "
               "no_step_down: no single input can be a step lower; out_of_reach; stopped: the "
               "time was up, the cheapest cover asked so far; nothing_found: the time was up "
               "before any.",
               values=STATUSES),
        Column("runs", "integer", "Simulations made.", unit="1"),
        Column("violations", "integer", "Pairs of runs in which more stock made more loss; then "
               "no more than no_step_down is claimed.", unit="1"),
        Column("violation_musd", "number", "Largest loss that more stock added in such a pair.",
               unit="MUSD"),
    ),
    key=("scenario",),
)  # fmt: skip
