"""The agreements of the fact base hold together and are in the project's own words."""

import datetime
import re
from pathlib import Path

import polars as pl
import pytest

from techpact.alliance import country_codes
from techpact.facts.base import FactBase

AREAS = {
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
    "general",
}
TABLES = ("agreements", "agreement_parties", "agreement_events", "commitments", "pledges")
TECHNOLOGY_PROSPERITY_DEALS = ("tpd_us_japan", "tpd_us_korea", "tpd_us_uk")
DOCUMENTS = Path(__file__).parents[2] / "../shared/documents"
LONGEST_SHARED_RUN = 40


@pytest.fixture(scope="module")
def base():
    return FactBase()


def parse(text):
    """The first day that a date of any precision may mean."""
    parts = [int(p) for p in text.split("-")]
    return datetime.date(*[*parts, 1, 1][:3])


@pytest.mark.parametrize("name", [*TABLES, "conflicts", "institutions", "institution_aliases"])
def test_dates_are_well_formed_and_not_in_the_future(base, name):
    today = datetime.date(2026, 11, 23)
    for row in base.table(name).iter_rows(named=True):
        assert re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", row["as_of"]), row
        assert parse(row["as_of"]) <= today, row


@pytest.mark.parametrize("name", TABLES[1:])
def test_rows_name_agreements_that_exist(base, name):
    known = set(base.table("agreements")["agreement"])
    assert set(base.table(name)["agreement"].drop_nulls()) <= known


def test_every_agreement_has_parties_and_events(base):
    known = set(base.table("agreements")["agreement"])
    parties = base.table("agreement_parties").group_by("agreement").len()
    assert set(parties.filter(pl.col("len") >= 2)["agreement"]) == known
    with_events = set(base.table("agreement_events")["agreement"])
    # the press release that names these two says nothing of their course
    assert known - with_events <= {"sta_us_korea_1992", "sta_us_sweden_2006"}


def test_parties_are_countries_and_their_representatives_exist(base):
    codes = set(country_codes()) | {"EU"}
    institutions = set(base.table("institutions")["institution"])
    for row in base.table("agreement_parties").iter_rows(named=True):
        assert row["country"] in codes, row
        assert row["representative"] is None or row["representative"] in institutions, row


def test_lead_bodies_are_institutions(base):
    institutions = set(base.table("institutions")["institution"])
    for row in base.table("commitments").iter_rows(named=True):
        bodies = row["bodies"].split(";") if row["bodies"] else []
        assert set(bodies) <= institutions, row
        assert len(set(bodies)) == len(bodies), row


@pytest.mark.parametrize("name", ["commitments", "pledges", "conflicts"])
def test_areas_are_areas(base, name):
    assert set(base.table(name)["area"].drop_nulls()) <= AREAS


def test_deadlines_follow_signature(base):
    signed = dict(base.table("agreements").select("agreement", "signed_date").iter_rows())
    for row in base.table("commitments").iter_rows(named=True):
        if row["deadline"]:
            assert parse(row["deadline"]) > parse(signed[row["agreement"]]), row
        assert row["commitment"].startswith(row["agreement"] + "_"), row


def test_events_follow_one_another(base):
    events = base.table("agreement_events")
    for agreement in base.table("agreements")["agreement"]:
        rows = events.filter(pl.col("agreement") == agreement)
        first = {
            event: min(
                (parse(d) for d in rows.filter(pl.col("event") == event)["date"]), default=None
            )
            for event in ("signed", "in_force", "paused", "resumed", "renewed", "ended")
        }
        order = [
            ("signed", "in_force"),
            ("signed", "renewed"),
            ("signed", "paused"),
            ("paused", "resumed"),
        ]
        for before, after in order:
            if first[before] and first[after]:
                assert first[before] <= first[after], (agreement, before, after)


def test_nothing_lies_ahead_that_is_called_actual(base):
    today = datetime.date(2026, 11, 23)
    happened = base.table("agreement_events").filter(pl.col("occurrence") != "planned")
    assert all(parse(d) <= today for d in happened["date"])


def test_signature_dates_agree_with_events(base):
    signed = base.table("agreement_events").filter(
        (pl.col("event") == "signed") & (pl.col("occurrence") != "planned")
    )
    dates = dict(base.table("agreements").select("agreement", "signed_date").iter_rows())
    for row in signed.iter_rows(named=True):
        assert dates[row["agreement"]] == row["date"], row


@pytest.mark.parametrize("deal", TECHNOLOGY_PROSPERITY_DEALS)
def test_technology_prosperity_deals_are_covered(base, deal):
    row = base.table("agreements").row(by_predicate=pl.col("agreement") == deal, named=True)
    assert row["legally_binding"] is False
    assert row["commits_funds"] is False
    assert row["notice_days"] == 180
    rows = base.table("commitments").filter(pl.col("agreement") == deal)
    assert rows.height >= 20
    assert {"ai", "research_security", "telecom_6g", "quantum"} <= set(rows["area"])
    assert rows["bodies"].drop_nulls().len() >= 3


def test_a_planned_signature_is_kept_apart_from_the_actual_one(base):
    rows = base.table("agreement_events").filter(pl.col("agreement") == "tpd_us_japan")
    assert {"planned", "actual"} <= set(rows["occurrence"])


def test_a_conflict_has_at_least_two_claims_from_different_sources(base):
    rows = base.table("conflicts").group_by("conflict").agg(pl.col("source_id").n_unique())
    assert rows.filter(pl.col("source_id") < 2).is_empty()


def test_pledges_name_a_sum_with_its_currency(base):
    pledges = base.table("pledges")
    assert pledges.filter(pl.col("amount").is_null() != pl.col("currency").is_null()).is_empty()
    statuses = {"announced", "signed", "legislated", "disbursing", "withdrawn"}
    assert set(pledges["pledge_status"]) <= statuses


@pytest.mark.parametrize("name", ["agreement_events", "commitments", "pledges", "conflicts"])
def test_texts_are_in_their_language(base, name):
    for row in base.table(name).iter_rows(named=True):
        assert not re.search(r"[ぁ-んァ-ヶ가-힣]", row["text_en"]), row
        assert re.search(r"[ぁ-んァ-ヶ一-龥]", row["text_ja"]), row
        assert not re.search(r"[가-힣]", row["text_ja"]), row
        assert re.search(r"[가-힣]", row["text_ko"]), row


@pytest.mark.skipif(not DOCUMENTS.is_dir(), reason="the documents are not beside the checkout")
@pytest.mark.parametrize("name", [*TABLES, "conflicts"])
def test_no_sentence_is_taken_from_the_documents(base, name):
    squeeze = re.compile(r"\s+")
    texts = [squeeze.sub("", p.read_text(encoding="utf-8")) for p in DOCUMENTS.glob("*.txt")]
    runs = {
        text[i : i + LONGEST_SHARED_RUN]
        for text in texts
        for i in range(len(text) - LONGEST_SHARED_RUN + 1)
    }
    for row in base.table(name).iter_rows(named=True):
        for column in ("text_en", "text_ja", "text_ko"):
            value = squeeze.sub("", row.get(column) or "")
            for i in range(len(value) - LONGEST_SHARED_RUN + 1):
                assert value[i : i + LONGEST_SHARED_RUN] not in runs, row
