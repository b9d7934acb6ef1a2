from itertools import pairwise

import pytest

from techpact.errors import DataError
from techpact.parties import store
from techpact.parties.index import build
from techpact.parties.listing import Party
from techpact.parties.lists import parties_of, read_list, read_parties
from techpact.parties.update import same_answers, update

QUERIES = ["Huawei", "华为技术", "Zvezdochka", "Olive Shipping", "Оливия", "Factory 603", "Volna"]


def test_an_updated_index_answers_as_one_built_anew(parties):
    old = build(parties)
    changed = [
        *parties[3:],
        Party("n1", "EL", "Olive Branch Shipping FZE", ("Oliviya Shipping",), "AE"),
        Party("a2", "EL", "Hongda Precision Machinery Factory 603", (), "CN"),
        Party("n2", "EL", "", (), ""),
    ]
    new, whole = update(old, changed), build(changed)
    asked = QUERIES + [n for p in changed for n in p.all_names()]
    assert same_answers(new, whole, asked)
    assert new.entities == whole.entities == len(changed)
    back = update(new, parties)
    assert same_answers(back, old, asked)


def word_lists(index, name):
    """Words by trigram, as texts; their order within a trigram says nothing."""
    at, words = index.arrays[f"{name}_start"].tolist(), index.arrays[f"{name}_word"].tolist()
    return [sorted(index.text("v_raw", w) for w in words[a:b]) for a, b in pairwise(at)]


def test_words_by_trigram_are_those_of_an_index_built_anew(parties):
    # words go, come back, and stand beside new ones
    editions = [parties, parties[4:], [*parties[:8], Party("n", "EL", "Xylo Quartz Works", ())]]
    index = build(editions[0])
    for edition in [*editions[1:], parties, []]:
        index, whole = update(index, edition), build(edition)
        for name in ("tri", "key"):
            assert word_lists(index, name) == word_lists(whole, name)


def test_an_update_to_and_from_nothing(parties):
    empty = build([])
    assert same_answers(update(empty, parties), build(parties), QUERIES)
    assert update(build(parties), []).entities == 0


def plain_list(path, names, code="EL"):
    rows = "".join(f"{n},{code},{name},,CN\n" for n, name in enumerate(names))
    path.write_text("id,list,name,aliases_json,countries\n" + rows, encoding="utf-8")
    return path


def test_a_new_edition_starts_from_the_kept_index_of_the_one_before(tmp_path, monkeypatch):
    monkeypatch.setenv("TECHPACT_CACHE", str(tmp_path / "cache"))
    names = [f"Firm {word} Works" for word in ("Alder", "Birch", "Cedar", "Dogwood", "Elm")]
    before = plain_list(tmp_path / "before.csv", names)
    after = plain_list(tmp_path / "after.csv", [*names[1:], "Fir Laboratory"])
    other = plain_list(tmp_path / "other.csv", names, code="OTHER")
    store.open_index([before])
    built = []
    monkeypatch.setattr(store, "build", lambda parties: built.append(1) or build(parties))
    found = store.open_index([after])
    assert not built
    assert same_answers(found, build(read_parties([after])), [*names, "Fir Laboratory"])
    store.open_index([other])  # a list of which nothing is kept
    assert built


def test_no_edition_starts_from_a_broken_or_outdated_index(tmp_path, monkeypatch):
    monkeypatch.setenv("TECHPACT_CACHE", str(tmp_path / "cache"))
    before = plain_list(tmp_path / "before.csv", ["Alder Works", "Birch Works"])
    store.open_index([before])
    (note,) = (tmp_path / "cache/parties").glob("*/complete")
    for number, text in enumerate(("", '["other code", {"EL": 2}, 1.0]', "[1, 2]", '{"a": 1}')):
        note.write_text(text, encoding="utf-8")
        after = plain_list(tmp_path / f"after{number}.csv", ["Alder Works", f"Cedar {number}"])
        built = []
        monkeypatch.setattr(store, "build", lambda p, b=built: b.append(1) or build(p))
        assert store.open_index([after], keep=False).entities == 2
        assert built


def test_a_list_that_was_taken_short_does_not_answer_for_the_whole(tmp_path, monkeypatch):
    monkeypatch.setenv("TECHPACT_CACHE", str(tmp_path / "cache"))
    path = plain_list(tmp_path / "cut.csv", ["Alder Works", "Birch Works"])
    path.write_text(path.read_text("utf-8")[:-8], "utf-8")
    assert store.open_index([path], partial=True).entities == 1
    with pytest.raises(DataError, match="cut here"):
        store.open_index([path])
    whole = plain_list(tmp_path / "whole.csv", ["Alder Works"])
    kept = store.open_index([whole])
    assert store.open_index([whole], partial=True).entities == kept.entities


@pytest.mark.slow
def test_the_2019_list_becomes_that_of_2021(shared):
    old, new = (
        parties_of(read_list(shared / f"data/lists/us_ofac_sdn_entities_{day}.csv"))
        for day in ("2019-01-15", "2021-07-07")
    )
    whole = build(new)
    every = [whole.text("name_text", n) for n in range(whole.name_entity.size)]
    assert same_answers(update(build(old), new), whole, every)
