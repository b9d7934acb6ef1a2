import json

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from techpact.errors import DataError
from techpact.registry import get_analysis


def table(entries):
    columns = ("id", "list", "name", "aliases_json", "countries")
    return pl.DataFrame(
        [dict(zip(columns, e, strict=True)) for e in entries],
        schema=dict.fromkeys(columns, pl.String),
    )


def delta(before, after):
    result = get_analysis("list_delta").run({"before": table(before), "after": table(after)}, {})
    return result.table, result.notes


entry = st.tuples(
    st.sampled_from("123456"),
    st.sampled_from(("EL", "SDN")),
    st.sampled_from(("Alder", "Birch", "Cedar", "Dogwood")),
    st.lists(st.sampled_from(("A", "B", "C")), max_size=2).map(json.dumps),
    st.sampled_from((None, "CN", "CN;RU", "RU;CN")),
)
edition = st.lists(entry, max_size=8)


@settings(deadline=None)
@given(edition, edition)
def test_looking_back_exchanges_added_and_removed(before, after):
    there, back = delta(before, after)[0], delta(after, before)[0]
    swap = {"added": "removed", "removed": "added"}
    seen = {
        (r["list"], r["change"], r["id_before"] or r["id"], r["names_added_json"] is None)
        for r in there.to_dicts()
    }
    mirrored = {
        (r["list"], swap.get(r["change"], r["change"]), r["id"], r["names_removed_json"] is None)
        for r in back.to_dicts()
    }
    assert seen == mirrored
    # every entry of an edition is added, removed, or one side of a pair
    added, removed = (there.filter(pl.col("change") == c).height for c in ("added", "removed"))
    entries = [len({(e[1], e[0]) for e in side}) for side in (before, after)]
    assert entries[1] - entries[0] == added - removed


@settings(deadline=None)
@given(edition)
def test_an_edition_does_not_differ_from_itself(entries):
    assert delta(entries, entries)[0].height == 0
    assert (
        delta(entries, entries[::-1])[0].filter(pl.col("columns_changed").is_not_null()).height == 0
    )


def test_rows_numbered_anew_are_no_changes():
    names = [f"Firm {n}" for n in range(50)]
    before = [(str(n), "X", name, None, None) for n, name in enumerate(names)]
    after = [(str(n), "X", name, None, None) for n, name in enumerate(["Firm new", *names])]
    table_, notes = delta(before, after)
    assert table_["change"].value_counts().rows() in (
        [("added", 1), ("renumbered", 50)],
        [("renumbered", 50), ("added", 1)],
    )
    assert notes == ()
    assert delta(before, [("1", "Y", "Firm 1", None, None)])[1] == (
        "lists only in the earlier edition: X",
        "lists only in the later edition: Y",
    )


def test_cells_that_are_no_json_lists_are_all_named():
    broken = [("1", "EL", "A", "[", None), ("2", "EL", "B", '"text"', None)]
    with pytest.raises(DataError) as error:
        delta([], broken)
    assert "EL 1" in str(error.value)
    assert "EL 2" in str(error.value)
