"""Which agreements count for an alliance, and how pauses and weak events change their standing."""

import polars as pl
import pytest

from techpact.agreements.coverage import commitment_coverage, standing_on
from techpact.analysis import Frame
from techpact.engine import wrap


def events(*rows: tuple[str, str, str]) -> Frame:
    return wrap(  # type: ignore[return-value]
        pl.DataFrame(
            [("a", *row) for row in rows],
            schema=["agreement", "date", "event", "occurrence"],
            orient="row",
        ),
        lazy=False,
    )


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("2020", "signed", "actual"), ("2021", "ended", "actual")], "ended"),
        ([("2020", "paused", "actual"), ("2021", "reviewed", "actual")], "paused"),
        ([("2020", "paused", "actual"), ("2021", "resumed", "reported")], "in_effect"),
        ([("2020", "paused", "actual"), ("2021", "resumed", "planned")], "paused"),
        ([("2020", "announced", "actual")], "not_yet"),
        ([("2020", "announced", "actual"), ("2021", "signed", "actual")], "in_effect"),
        ([("2030", "signed", "actual")], None),
    ],
)
def test_standing(rows: list[tuple[str, str, str]], expected: str | None) -> None:
    found = standing_on(events(*rows), "2025-01-01").get("a")
    assert (found[0] if found else None) == expected


def test_facts_count_an_agreement_only_with_two_members(facts) -> None:
    tables = [
        facts.table(t)
        for t in ("commitments", "agreements", "agreement_parties", "agreement_events")
    ]
    pair = commitment_coverage(*tables, alliance="JPN,USA", as_of="2026-01-01")
    lone = commitment_coverage(*tables, alliance="JPN,ISL", as_of="2026-01-01")
    assert "tpd_us_japan" in set(pair["agreement"])
    assert lone.is_empty()
    rows = facts.table("commitments").filter(pl.col("agreement") == "tpd_us_japan")
    mine = pair.filter(pl.col("agreement") == "tpd_us_japan")
    assert mine["commitments"].sum() == rows.height
    assert (mine["firm"] + mine["intended"] <= mine["commitments"]).all()


def test_what_nobody_signs_begins_with_its_announcement():
    import narwhals as nw
    import polars as pl

    from techpact.agreements.coverage import standing_on, unsigned

    events = nw.from_native(
        pl.DataFrame(
            {
                "agreement": ["a", "b"],
                "date": ["2025-01-01", "2025-01-01"],
                "event": ["announced", "announced"],
                "occurrence": ["actual", "actual"],
            }
        ),
        eager_only=True,
    )
    kinds = nw.from_native(
        pl.DataFrame({"agreement": ["a", "b"], "kind": ["initiative", "treaty"]}), eager_only=True
    )
    standing = standing_on(events, "2026-01-01", unsigned(kinds))
    assert standing["a"][0] == "in_effect"
    assert standing["b"][0] == "not_yet"
