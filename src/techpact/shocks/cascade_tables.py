"""The tables that cascades answer with."""

from __future__ import annotations

from techpact.tables import Column, Table

_INDICES = (
    Column("esri", "number", "Weighted share of production lost, up or down.", unit="1"),
    Column("esri_down", "number", "The same for losses downstream alone.", unit="1"),
    Column("esri_up", "number", "The same for losses upstream alone.", unit="1"),
)

CASCADE = Table(
    "cascade",
    "Economic Systemic Risk Index by scenario",
    (
        Column("scenario", "string", "Scenario; the closed firm when no shocks were given."),
        *_INDICES,
        Column("iterations", "integer", "Steps until the stop rule held.", unit="1"),
    ),
    key=("scenario",),
)

LOSSES = Table(
    "losses",
    "Firms that lose production, by scenario",
    (
        Column("scenario", "string", "Scenario."),
        Column("firm", "string", "Firm."),
        Column("loss", "number", "Share of production lost: the larger of the two.", unit="1"),
        Column("loss_down", "number", "Share lost because inputs are missing.", unit="1"),
        Column("loss_up", "number", "Share lost because buyers are missing.", unit="1"),
    ),
    key=("scenario", "firm"),
)

SECTOR_LOSSES = Table(
    "sector_losses",
    "Losses by sector and scenario",
    (
        Column("scenario", "string", "Scenario."),
        Column("sector", "string", "Sector with a loss."),
        Column("initial", "number", "Weighted share lost by the shock itself.", unit="1"),
        Column("down", "number", "Weighted share lost downstream, the shock included.", unit="1"),
        Column("up", "number", "Weighted share lost upstream, the shock included.", unit="1"),
        Column("combined", "number", "Weighted share lost, up or down.", unit="1"),
    ),
    key=("scenario", "sector"),
)

SENSITIVITY = Table(
    "sensitivity",
    "What a smaller eps would change, on a sample of the scenarios",
    (
        Column("eps", "number", "Threshold of the stop rule.", unit="1"),
        Column("scenarios", "integer", "Scenarios in the sample.", unit="1"),
        Column("mean_esri", "number", "Mean index of the sample.", unit="1"),
        Column("ratio", "number", "Mean index relative to the eps asked for.", unit="1"),
        Column(
            "rank_correlation",
            "number",
            "Spearman correlation with the ranks at the eps asked for.",
            unit="1",
            nullable=True,
        ),
        Column(
            "top_overlap",
            "number",
            "Share of the top tenth at the eps asked for that stays in the top tenth.",
            unit="1",
        ),
        Column("mean_iterations", "number", "Mean number of steps.", unit="1"),
    ),
    key=("eps",),
)

ACCURACY = Table(
    "accuracy",
    "Certified error of the index",
    (
        Column("scenarios", "integer", "Scenarios.", unit="1"),
        Column("exact", "integer", "Scenarios computed in double precision throughout.", unit="1"),
        Column("error_bound", "number", "Largest error that any index can have.", unit="1"),
        Column("mean_error_bound", "number", "Mean of the bounds.", unit="1"),
    ),
)
