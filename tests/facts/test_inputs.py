"""The critical inputs: complete, consistent with their quantities and with the source tables."""

import csv
import math
import re
from collections import defaultdict
from pathlib import Path

import polars as pl
import pytest

from techpact.alliance import check_countries
from techpact.facts.base import FactBase

AREAS = (
    "ai",
    "semiconductors",
    "quantum",
    "pharma_biotech",
    "fusion",
    "space",
    "telecom_6g",
    "research_security",
    "critical_minerals",
    "civil_nuclear",
    "digital_infrastructure",
)
MINERALS = Path(__file__).parents[2] / "../shared/data/usgs_mcs/MCS2026_Commodities_Data.csv"
SET = ["input", "stage", "as_of", "basis"]


@pytest.fixture(scope="module")
def facts() -> FactBase:
    return FactBase()


@pytest.fixture(scope="module")
def shares(facts: FactBase) -> pl.DataFrame:
    return facts.table("input_shares")


def rounding(total: float) -> float:
    """Half a unit in the last significant digit of a rounded total, relative to it."""
    digits = f"{total:.10g}".replace(".", "").strip("0")
    magnitude = math.floor(math.log10(total)) - len(digits) + 1
    return 0.5 * 10**magnitude / total


def test_every_area_has_inputs_and_there_are_ninety(facts: FactBase) -> None:
    inputs = facts.table("inputs")
    counts = dict(inputs.group_by("area").len().iter_rows())
    assert set(counts) <= set(AREAS)
    assert {a: counts.get(a, 0) for a in AREAS if counts.get(a, 0) < 5} == {}
    assert inputs["input"].n_unique() >= 90


def test_an_input_has_one_kind_and_one_name_everywhere(facts: FactBase) -> None:
    columns = ["kind", "name_en", "name_ja", "name_ko"]
    per_input = facts.table("inputs").group_by("input").agg(pl.col(columns).n_unique())
    assert per_input.filter(pl.any_horizontal(pl.col(columns) > 1)).is_empty()


def test_texts_are_in_their_language(facts: FactBase) -> None:
    inputs = facts.table("inputs")
    assert inputs.filter(~pl.col("text_ko").str.contains("[가-힣]"))["input"].to_list() == []
    assert inputs.filter(~pl.col("text_ja").str.contains("[ぁ-んァ-ヶ]"))["input"].to_list() == []
    assert inputs.filter(pl.col("text_en").str.contains("[^\\x00-\\x7f–é]")).is_empty()
    assert inputs.select(pl.col("text_en", "text_ja", "text_ko").is_duplicated().any()).row(0) == (
        False,
        False,
        False,
    )


def test_inputs_and_shares_name_each_other(facts: FactBase, shares: pl.DataFrame) -> None:
    assert set(facts.table("inputs")["input"]) == set(shares["input"])
    assert set(facts.table("import_sources")["input"]) <= set(shares["input"])


def test_countries_are_codes(facts: FactBase, shares: pl.DataFrame) -> None:
    imports = facts.table("import_sources")
    codes = {*shares["country"], *imports["origin"], *imports["importer"]} - {"other"}
    check_countries(sorted(codes))


def test_shares_of_a_set_do_not_pass_one(shares: pl.DataFrame) -> None:
    known = shares.filter(pl.col("share").is_not_null())
    wrong = []
    for key, rows in known.group_by(SET):
        total = rows["share"].sum()
        slack = 0.02
        if rows["quantity"].null_count() == 0:
            # Shares are taken of the published world total, which is itself rounded.
            first = rows.row(0, named=True)
            slack = max(slack, rounding(float(f"{first['quantity'] / first['share']:.3g}")) + 1e-4)
        if total > 1 + slack:
            wrong.append((key, total))
    assert wrong == []


def test_shares_agree_with_quantities(shares: pl.DataFrame) -> None:
    measured = shares.filter(pl.col("quantity").is_not_null() & (pl.col("share") > 0.005))
    assert measured.height > 300
    for key, rows in measured.group_by(SET):
        totals = rows["quantity"] / rows["share"]
        assert totals.max() / totals.min() - 1 < 2e-3, key
        assert rows["quantity_unit"].n_unique() == 1, key


def test_a_set_has_one_basis(shares: pl.DataFrame) -> None:
    sets = shares.group_by("input", "stage", "as_of").agg(pl.col("basis").n_unique())
    assert sets.filter(pl.col("basis") > 1).is_empty()


def test_missing_figures_are_marked_and_not_zero(shares: pl.DataFrame) -> None:
    missing = shares.filter(pl.col("status") == "no_data")
    assert missing["share"].null_count() == missing.height
    assert missing["quantity"].null_count() == missing.height
    assert shares.filter((pl.col("status") != "no_data") & pl.col("share").is_null()).is_empty()
    assert shares.filter(pl.col("locator").is_null()).is_empty()


def test_inputs_with_figures_have_a_confirmed_one(shares: pl.DataFrame) -> None:
    figures = shares.filter(pl.col("share").is_not_null())
    confirmed = set(figures.filter(pl.col("status") == "confirmed")["input"])
    doubtful = set(figures.filter(pl.col("status") != "confirmed")["input"]) - confirmed
    assert doubtful == set()


def test_import_sources_sum_to_one(facts: FactBase) -> None:
    key = ["input", "form", "importer", "years"]
    sums = facts.table("import_sources").group_by(key).agg(pl.col("share").sum())
    assert sums.filter((pl.col("share") - 1).abs() > 0.02).is_empty()


def test_the_maker_of_nearly_all_gallium_is_a_small_direct_supplier(facts: FactBase) -> None:
    made = facts.table("input_shares").filter(
        (pl.col("input") == "gallium") & (pl.col("stage") == "production")
    )
    bought = facts.table("import_sources").filter(
        (pl.col("input") == "gallium") & (pl.col("importer") == "USA")
    )
    assert made.filter(pl.col("country") == "CHN")["share"].item() > 0.95
    assert bought.filter(pl.col("origin") == "CHN")["share"].item() < 0.25


def test_import_reliance_is_bounded_or_net_export(facts: FactBase) -> None:
    reliance = facts.table("import_reliance")
    assert set(reliance["input"]) <= set(facts.table("inputs")["input"])
    exporters = reliance.filter(pl.col("net_exporter"))
    assert exporters["low"].null_count() == exporters["high"].null_count() == exporters.height
    importers = reliance.filter(~pl.col("net_exporter"))
    assert importers.filter(pl.col("low") <= pl.col("high")).height == importers.height
    assert importers.filter(pl.col("high") == 0).is_empty()


# How the source names countries.
NAMES = {
    "ARE": "United Arab Emirates",
    "ARG": "Argentina",
    "ARM": "Armenia",
    "AUS": "Australia",
    "AUT": "Austria",
    "AZE": "Azerbaijan",
    "BDI": "Burundi",
    "BEL": "Belgium",
    "BGR": "Bulgaria",
    "BHR": "Bahrain",
    "BLR": "Belarus",
    "BOL": "Bolivia",
    "BRA": "Brazil",
    "CAN": "Canada",
    "CHL": "Chile",
    "CHN": "China",
    "CIV": "Côte d’Ivoire",
    "COD": "Congo (Kinshasa)",
    "CUB": "Cuba",
    "DEU": "Germany",
    "DZA": "Algeria",
    "EGY": "Egypt",
    "ESP": "Spain",
    "ETH": "Ethiopia",
    "FIN": "Finland",
    "FRA": "France",
    "GAB": "Gabon",
    "GHA": "Ghana",
    "GIN": "Guinea",
    "GRC": "Greece",
    "GTM": "Guatemala",
    "IDN": "Indonesia",
    "IND": "India",
    "IRL": "Ireland",
    "IRN": "Iran",
    "ISL": "Iceland",
    "ISR": "Israel",
    "JAM": "Jamaica",
    "JOR": "Jordan",
    "JPN": "Japan",
    "KAZ": "Kazakhstan",
    "KGZ": "Kyrgyzstan",
    "KOR": "Korea, Republic of",
    "LAO": "Laos",
    "LKA": "Sri Lanka",
    "MAR": "Morocco",
    "MDG": "Madagascar",
    "MEX": "Mexico",
    "MLI": "Mali",
    "MMR": "Burma",
    "MNG": "Mongolia",
    "MOZ": "Mozambique",
    "MYS": "Malaysia",
    "NCL": "New Caledonia",
    "NGA": "Nigeria",
    "NOR": "Norway",
    "PAK": "Pakistan",
    "PER": "Peru",
    "PHL": "Philippines",
    "PNG": "Papua New Guinea",
    "POL": "Poland",
    "PRK": "Korea, North",
    "PRT": "Portugal",
    "QAT": "Qatar",
    "RUS": "Russia",
    "RWA": "Rwanda",
    "SAU": "Saudi Arabia",
    "SEN": "Senegal",
    "SLE": "Sierra Leone",
    "SWE": "Sweden",
    "SYR": "Syria",
    "TGO": "Togo",
    "THA": "Thailand",
    "TJK": "Tajikistan",
    "TKM": "Turkmenistan",
    "TUN": "Tunisia",
    "TUR": "Turkey",
    "TZA": "Tanzania",
    "UKR": "Ukraine",
    "USA": "United States",
    "UZB": "Uzbekistan",
    "VNM": "Vietnam",
    "ZAF": "South Africa",
    "ZMB": "Zambia",
    "ZWE": "Zimbabwe",
    "other": "Other countries",
}
ORIGINS = {
    "CZE": "Czechia",
    "EST": "Estonia",
    "GBR": "United Kingdom",
    "ITA": "Italy",
    "LVA": "Latvia",
}


@pytest.mark.skipif(not MINERALS.exists(), reason="the source table is not here")
def test_import_rows_equal_the_source_table(facts: FactBase) -> None:
    origins = NAMES | ORIGINS
    wanted = set()
    reliance = set()
    with MINERALS.open(encoding="cp1252", newline="") as handle:
        for row in csv.DictReader(handle):
            if row["Section"] == "Import Sources":
                form, value = row["Statistics_detail"], row["Value"]
                wanted.add((row["MCS chapter"], form, row["Country"], value))
            elif "reliance" in row["Statistics_detail"] and row["Year"] == "2025":
                reliance.add((row["MCS chapter"], row["Value"].strip()))
    for row in facts.table("import_sources").iter_rows(named=True):
        chapter = row["locator"].split(" chapter")[0]
        value = f"{row['share'] * 100:.0f}"
        assert (chapter, row["form"], origins[row["origin"]], value) in wanted, row
    for row in facts.table("import_reliance").iter_rows(named=True):
        chapter, given = row["locator"].split(" chapter")[0], row["locator"].split()[-1]
        assert (chapter, given) in reliance, row
        if row["net_exporter"]:
            assert given == "E", row
        else:
            bound = float(given.strip("<>")) / 100
            low = {"<": 0.0}.get(given[0], bound)
            high = {">": 1.0}.get(given[0], bound)
            assert (row["low"], row["high"]) == pytest.approx((low, high)), row


@pytest.mark.skipif(not MINERALS.exists(), reason="the source table is not here")
def test_mineral_rows_equal_the_source_table(shares: pl.DataFrame) -> None:
    """Recompute every row from the text of the table by another way than the one it was made."""
    world: dict[str, list[dict[str, str]]] = defaultdict(list)
    with MINERALS.open(encoding="cp1252", newline="") as handle:
        for row in csv.DictReader(handle):
            if row["Section"].startswith("World") and row["Year"] == "2025":
                world[row["MCS chapter"]].append(row)
    mine = shares.filter(
        (pl.col("source_id") == "usgs_mcs_2026") & (pl.col("status") == "confirmed")
    )
    assert mine["input"].n_unique() >= 35
    for row in mine.iter_rows(named=True):
        chapter = next(c for c in world if row["locator"].upper().startswith(c.upper() + " CHAP"))
        column = re.search(r"column '(.*?)', 2025", row["locator"])
        figures = [
            (r["Country"], float(r["Value"].replace(",", "")), r["Unit"])
            for r in world[chapter]
            if r["Value"].replace(",", "").replace(".", "").isdigit()
            and (
                r["Statistics_detail"].lower().startswith(column[1].lower())
                if column
                else r["Commodity"].lower() == row["input"]
            )
        ]
        units = {f[2] for f in figures}
        assert row["quantity_unit"] in units
        totals = {v for c, v, u in figures if c == "World total" and u == row["quantity_unit"]}
        total = min(totals, key=lambda t: abs(row["quantity"] / t - row["share"]))
        assert row["share"] == pytest.approx(row["quantity"] / total, abs=1e-6), row
        expected = (NAMES[row["country"]], row["quantity"], row["quantity_unit"])
        assert expected in figures, row
