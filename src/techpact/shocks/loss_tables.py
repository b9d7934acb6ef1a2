"""Tables of losses over time and of their spread."""

from __future__ import annotations

from techpact.tables import Column, Table

LEVELS = ("country", "role", "world")

_KEYS = (
    Column("scenario", "string", "Scenario."),
    Column("level", "string", "country: one country; role: all members, partners, countries of "
           "concern or others of the alliance; world: all.", values=LEVELS),
    Column("name", "string", "Country code, role, or world."),
    Column("area", "string", "Technology area, by the industries of the concordance; empty for "
           "all industries.", nullable=True),
)  # fmt: skip

LOSS_AFTER = Table(
    "loss_after",
    "Output lost after a day, a month and a year, counted from the first event",
    (
        *_KEYS,
        Column("baseline_day_musd", "number", "Output of an undisturbed day.", unit="MUSD"),
        Column("loss_day_musd", "number", "Loss of the first day; empty when not simulated.",
               unit="MUSD", nullable=True),
        Column("loss_month_musd", "number", "Loss summed over 30 days; empty when not simulated.",
               unit="MUSD", nullable=True),
        Column("loss_year_musd", "number", "Loss summed over 365 days; empty when not simulated.",
               unit="MUSD", nullable=True),
        Column("loss_day_share", "number", "Loss of the first day over its baseline.", unit="1",
               nullable=True),
        Column("loss_month_share", "number", "Loss of 30 days over their baseline.", unit="1",
               nullable=True),
        Column("loss_year_share", "number", "Loss of 365 days over their baseline.", unit="1",
               nullable=True),
    ),
    key=("scenario", "level", "name", "area"),
)  # fmt: skip

ARIO_SPREAD = Table(
    "ario_spread",
    "Spread of the loss over draws of the parameters",
    (
        *_KEYS,
        Column("horizon", "string", "day, month (30 days) and year (365 days) from the first "
               "event; all: every simulated day.", values=("day", "month", "year", "all")),
        Column("days", "integer", "Days summed.", unit="d"),
        Column("draws", "integer", "Number of draws.", unit="1"),
        Column("loss_p05_musd", "number", "5th percentile of the summed loss.", unit="MUSD"),
        Column("loss_p25_musd", "number", "25th percentile.", unit="MUSD"),
        Column("loss_p50_musd", "number", "Median.", unit="MUSD"),
        Column("loss_p75_musd", "number", "75th percentile.", unit="MUSD"),
        Column("loss_p95_musd", "number", "95th percentile.", unit="MUSD"),
        Column("loss_mean_musd", "number", "Mean.", unit="MUSD"),
        Column("loss_central_musd", "number", "With the parameters as given.", unit="MUSD"),
        Column("baseline_musd", "number", "Output of the same days undisturbed.", unit="MUSD"),
    ),
    key=("scenario", "level", "name", "area", "horizon"),
)  # fmt: skip

SPREAD_CURVE = Table(
    "spread_curve",
    "Spread of the loss day by day over draws of the parameters",
    (
        *_KEYS,
        Column("day", "integer", "Day.", unit="d"),
        Column("loss_p05_share", "number", "5th percentile of the loss of the day over its "
               "baseline.", unit="1", nullable=True),
        Column("loss_p50_share", "number", "Median.", unit="1", nullable=True),
        Column("loss_p95_share", "number", "95th percentile.", unit="1", nullable=True),
        Column("loss_central_share", "number", "With the parameters as given.", unit="1",
               nullable=True),
    ),
    key=("scenario", "level", "name", "area", "day"),
)  # fmt: skip

LOSS_COMPARISON = Table(
    "loss_comparison",
    "Two scenarios side by side, with the same keys",
    (
        Column("day", "integer", "Day.", unit="d"),
        Column("country", "string", "Country; empty in totals over countries.", nullable=True),
        Column("sector", "string", "Sector; empty in totals over sectors.", nullable=True),
        Column("baseline_musd", "number", "Output of an undisturbed day.", unit="MUSD"),
        Column("loss_a_musd", "number", "Loss in scenario a; empty where it has no such row.",
               unit="MUSD", nullable=True),
        Column("loss_b_musd", "number", "Loss in scenario b; empty where it has no such row.",
               unit="MUSD", nullable=True),
        Column("difference_musd", "number", "Loss in b less loss in a.", unit="MUSD",
               nullable=True),
        Column("loss_a_share", "number", "Loss in a over its baseline.", unit="1", nullable=True),
        Column("loss_b_share", "number", "Loss in b over its baseline.", unit="1", nullable=True),
        Column("difference_share", "number", "Share in b less share in a.", unit="1",
               nullable=True),
    ),
    key=("day", "country", "sector"),
)  # fmt: skip
