import polars as pl
import pytest

from techpact.alliance import Alliance
from techpact.assessment.trends import mineral_trend, plain_name, trade_trend

ALLIANCE = Alliance.parse("JPN,USA", "AUS", "CHN")


def _output(rows):
    return pl.DataFrame(
        [
            {
                "mineral": m,
                "stage": s,
                "statistic": "production",
                "country": c,
                "year": y,
                "value": v,
                "unit": "t",
                "bound": "exact",
            }
            for m, s, c, y, v in rows
        ]
    )


def test_shares_by_role_and_year_by_hand():
    output = _output(
        [
            ("Gallium", "refinery", "CHN", 2023, 90.0),
            ("Gallium", "refinery", "JPN", 2023, 5.0),
            ("Gallium", "refinery", "world", 2023, 100.0),
            ("Gallium", "refinery", "CHN", 2024, 60.0),
            ("Gallium", "refinery", "AUS", 2024, 20.0),
            ("Gallium", "refinery", "world", 2024, 80.0),
            ("Tin", "mine", "CHN", 2024, 1.0),
        ]
    )
    points = {(p.year, p.role): p for p in mineral_trend(output, ["gallium"], ALLIANCE)}
    assert {k: p.share for k, p in points.items() if p.share} == {
        (2023, "concern"): 0.9,
        (2023, "member"): 0.05,
        (2024, "concern"): 0.75,
        (2024, "partner"): 0.25,
    }
    assert points[2023, "member"].unknown_share == pytest.approx(0.05)
    assert points[2024, "member"].unknown_share == 0


def test_one_year_or_mixed_units_make_no_trend():
    assert mineral_trend(_output([("Tin", "mine", "CHN", 2024, 1.0)]), ["Tin"], ALLIANCE) == []
    mixed = _output([("Tin", "mine", "CHN", 2023, 1.0), ("Tin", "mine", "CHN", 2024, 1.0)])
    mixed = mixed.with_columns(unit=pl.Series(["t", "kg"]))
    assert mineral_trend(mixed, ["Tin"], ALLIANCE) == []


def test_a_world_total_below_its_countries_does_not_make_shares_over_one():
    output = _output(
        [("Tin", "mine", "CHN", y, 7.0) for y in (2023, 2024)]
        + [("Tin", "mine", "JPN", y, 5.0) for y in (2023, 2024)]
        + [("Tin", "mine", "world", y, 10.0) for y in (2023, 2024)]
    )
    for year in (2023, 2024):
        shares = [p.share for p in mineral_trend(output, ["Tin"], ALLIANCE) if p.year == year]
        assert sum(shares) == pytest.approx(1)


def test_exports_by_role_sum_over_importers_and_codes():
    trade = pl.DataFrame(
        {
            "year": [2021, 2021, 2022, 2022],
            "exporter": ["CHN", "JPN", "CHN", "BRA"],
            "importer": ["JPN", "USA", "USA", "USA"],
            "hs6": ["811292", "811299", "811292", "811292"],
            "value_usd": [300, 100, 50, 50],
        }
    )
    points = trade_trend(trade, {"811292", "811299"}, ALLIANCE)
    assert {(p.year, p.role): p.share for p in points if p.share} == {
        (2021, "concern"): 0.75,
        (2021, "member"): 0.25,
        (2022, "concern"): 0.5,
        (2022, "other"): 0.5,
    }


def test_names_compare_without_brackets_and_case():
    assert plain_name("Rare earths (all, oxide equivalent)") == plain_name("rare  Earths")
