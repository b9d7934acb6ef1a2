import datetime
import os
import shutil
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from techpact.errors import DataError, InputError
from techpact.parties import index as index_module
from techpact.parties import store
from techpact.parties.edition import read_edition
from techpact.parties.index import build, compose
from techpact.parties.listing import Party
from techpact.parties.lists import parties_of, read_list, read_parties
from techpact.parties.mapped import load, save
from techpact.parties.matcher import Matcher
from techpact.parties.update import same_answers, update

QUERIES = ["Huawei", "华为技术", "Zvezdochka", "Olive Shipping", "Оливия", "Factory 603", "Volna"]


def texts(index, blob):
    return [index.text(blob, n) for n in range(index.arrays[f"{blob}_at"].size - 1)]


def content(index):
    """All that an index says, whatever the numbers of its words are."""
    a = index.arrays
    words = texts(index, "v_raw")
    lists = {}
    for name in ("tri", "key"):
        at = a[f"{name}_start"].tolist()
        found = a[f"{name}_word"].tolist()
        lists[name] = [sorted(words[w] for w in found[i:j]) for i, j in pairwise(at)]
    postings = {
        words[w]: a["post_name"][i:j].tolist()
        for w, (i, j) in enumerate(pairwise(a["post_at"].tolist()))
        if i < j
    }
    return {
        "lists": lists,
        "postings": postings,
        "rarity": {w: a["rarity"][n].item() for n, w in enumerate(words) if w in postings},
        "folds": {
            w: [index.text(f, n) for f in ("v_spell", "v_sound", "v_key")]
            for n, w in enumerate(words)
            if w in postings
        },
        "hashed": sorted(words[w] for w in a["v_order"].tolist()),
        "entries": [words[w] for w in a["e_word"].tolist()],
        "units": [words[w] for w in a["base_word"].tolist()],
        **{b: texts(index, b) for b in ("name_text", "entity_id", "entity_name", "entity_list")},
        **{
            name: a[name].tolist()
            for name in (
                "name_entity", "name_legal", "name_no_firm", "name_weight", "base_at", "entry_at",
                "base_kind", "base_opt", "base_weight", "e_start", "e_span", "e_acr",
            )
        },
    }  # fmt: skip


@pytest.fixture
def changed(parties):
    return [
        *parties[3:],
        Party("n1", "EL", "Olive Branch Shipping FZE", ("Oliviya Shipping",), "AE"),
        Party("a2", "EL", "Hongda Precision Machinery Factory 603", (), "CN"),
        Party("n2", "EL", "", (), ""),
    ]


def test_an_updated_edition_is_one_read_from_nothing(parties, changed):
    old = read_edition(parties)
    new, whole = update(old, changed), read_edition(changed)
    assert content(compose([new])) == content(compose([whole]))
    asked = QUERIES + [n for p in changed for n in p.all_names()]
    assert same_answers(compose([new]), compose([whole]), asked)
    assert new.entities == whole.entities == len(changed)
    assert content(compose([update(new, parties)])) == content(compose([old]))


def test_words_that_no_name_has_go(parties, changed):
    edition = read_edition(parties)
    for _ in range(3):
        edition = update(update(edition, changed), parties)
    assert edition.arrays["v_hashes"].size == read_edition(parties).arrays["v_hashes"].size


def test_an_update_to_and_from_nothing(parties):
    empty = read_edition([])
    assert content(compose([update(empty, parties)])) == content(build(parties))
    gone = update(read_edition(parties), [])
    assert gone.entities == 0
    assert content(compose([gone])) == content(build([]))


some = st.lists(st.integers(0, 12), max_size=9, unique=True)


@settings(deadline=None, max_examples=25)
@given(st.lists(some, max_size=4), some)
def test_editions_together_are_one_list_with_all_parties(parties, chosen, later):
    editions = [read_edition([parties[n] for n in numbers]) for numbers in chosen]
    every = [parties[n] for numbers in chosen for n in numbers]
    assert content(compose(editions)) == content(build(every))
    if editions:  # the first list gets a new edition
        editions[0] = update(editions[0], [parties[n] for n in later])
        every = [parties[n] for n in later] + every[len(chosen[0]) :]
        assert content(compose(editions)) == content(build(every))


def test_words_with_one_hash_stay_apart(parties, monkeypatch):
    editions = [read_edition(parties[:6]), read_edition(parties[6:])]
    for edition in editions:  # as if the hash knew of three values only
        edition.arrays["v_hashes"] = edition.arrays["v_hashes"] % np.uint64(3)
    together = compose(editions)
    assert sorted(texts(together, "v_raw")) == sorted(texts(build(parties), "v_raw"))
    called = []
    slow = index_module._first_places
    monkeypatch.setattr(index_module, "_first_places", lambda p: called.append(1) or slow(p))
    compose(editions)
    assert called


def test_as_of_leaves_out_what_was_listed_later(parties):
    dated = [
        Party("d1", "EL", "Alder Works", ("Alder Plant",), "", "2020-05-01"),
        Party("d2", "EL", "Birch Works", ("Alder Works",), "", "2 Jan 2023"),
        Party("d3", "EL", "Cedar Works", (), "", "unknown"),
        Party("d4", "EL", "Dogwood Works", (), "", "March 3, 2019"),
    ]
    found = compose([read_edition(parties), read_edition(dated)], datetime.date(2020, 5, 1))
    wanted = build([*parties, dated[0], dated[2], dated[3]])
    assert content(found) == content(wanted)
    assert same_answers(found, wanted, [n for p in dated for n in p.all_names()])


def plain_list(path, names, code="EL"):
    rows = "".join(f"{code}{n},{code},{name},,CN\n" for n, name in enumerate(names))
    path.write_text("id,list,name,aliases_json,countries\n" + rows, encoding="utf-8")
    return path


NAMES = [f"Firm {word} Works" for word in ("Alder", "Birch", "Cedar", "Dogwood", "Elm")]


@pytest.fixture
def work(tmp_path, monkeypatch):
    """What the store reads: lists read, editions read from nothing, editions updated."""
    monkeypatch.setenv("TECHPACT_CACHE", str(tmp_path / "cache"))
    done = []
    for name in ("read_list", "read_edition", "update"):
        real = getattr(store, name)

        def noted(*args, _real=real, _name=name, **kwargs):
            done.append(_name)
            return _real(*args, **kwargs)

        monkeypatch.setattr(store, name, noted)
    return done


def test_a_new_edition_starts_from_the_kept_one_before(tmp_path, work):
    before = plain_list(tmp_path / "before.csv", NAMES)
    after = plain_list(tmp_path / "after.csv", [*NAMES[1:], "Fir Laboratory"])
    other = plain_list(tmp_path / "other.csv", NAMES, code="OTHER")
    store.open_index([before])
    assert work == ["read_list", "read_edition"]
    found = store.open_index([after])
    assert work[2:] == ["read_list", "update"]
    assert content(found) == content(build(read_parties([after])))
    store.open_index([other])  # a list of which nothing is kept
    assert work[4:] == ["read_list", "read_edition"]


def test_other_lists_are_not_read_again(tmp_path, work):
    first = plain_list(tmp_path / "first.csv", NAMES)
    second = plain_list(tmp_path / "second.csv", ["Gum Works", NAMES[0]], code="OTHER")
    store.open_index([first, second])
    del work[:]
    plain_list(second, ["Gum Works", NAMES[0], "Hazel Works"], code="OTHER")
    found = store.open_index([first, second])
    assert work == ["read_list", "update"]
    del work[:]
    assert content(found) == content(build(read_parties([first, second])))
    store.open_index([first, second])
    turned = store.open_index([second, first])
    assert content(turned) == content(build(read_parties([second, first])))
    store.open_index([first], as_of="2020-01-01")
    assert work == []


def sdn_files(folder, alias):
    row = '1,"ALPHA WORKS",-0- ,"XX",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n'
    (folder / "sdn.csv").write_text(row, "utf-8")
    (folder / "alt.csv").write_text(f'1,1,"aka","{alias}",-0- \n', "utf-8")
    return folder / "sdn.csv"


def test_a_list_is_new_when_a_file_beside_it_is(tmp_path, work):
    path = sdn_files(tmp_path, "ALDER PLANT")
    assert "ALDER PLANT" in texts(store.open_index([path], partial=True), "name_text")
    sdn_files(tmp_path, "BIRCH PLANT")
    found = texts(store.open_index([path], partial=True), "name_text")
    assert "BIRCH PLANT" in found
    assert "ALDER PLANT" not in found


def test_a_date_that_is_none_is_refused(tmp_path, work):
    path = plain_list(tmp_path / "list.csv", NAMES)
    with pytest.raises(InputError, match="not a date"):
        store.open_index([path], as_of="2020-13-01")


def test_nothing_starts_from_what_is_broken_or_outdated(tmp_path, work):
    before = plain_list(tmp_path / "before.csv", NAMES)
    store.open_index([before])
    (note,) = (tmp_path / "cache/parties/editions").glob("*/complete")
    whole = note.read_text("utf-8")
    outdated = whole.replace(store.code_version(), "other code")
    for number, text in enumerate(("", outdated, "[1, 2]", '{"lists": 1}', "none")):
        note.write_text(text, encoding="utf-8")
        after = plain_list(tmp_path / f"after{number}.csv", [*NAMES, f"Fir {number}"])
        del work[:]
        assert store.open_index([after], keep=False).entities == len(NAMES) + 1
        assert work == ["read_list", "read_edition"]
    note.write_text(whole, encoding="utf-8")
    arrays = note.parent / "arrays"
    for broken in (b"", arrays.read_bytes()[:-1], b"{}\n", b"\0" * 200):
        arrays.write_bytes(broken)
        shutil.rmtree(tmp_path / "cache/parties/indexes")
        del work[:]
        for _ in range(2):  # read again where it is broken, and kept anew
            assert store.open_index([before]).entities == len(NAMES)
        assert work == ["read_list", "read_edition"]


@given(
    st.dictionaries(
        st.text(max_size=9),
        st.sampled_from(["u1", "i4", "f8", "?"]).flatmap(
            lambda kind: st.lists(st.integers(0, 1), max_size=70).map(lambda v: np.array(v, kind))
        ),
        max_size=5,
    )
)
def test_arrays_come_back_from_their_file(tmp_path_factory, arrays):
    path = tmp_path_factory.mktemp("mapped") / "arrays"
    save(arrays, path)
    found = load(path)
    assert list(found) == list(arrays)
    for name, array in arrays.items():
        assert found[name].dtype == array.dtype
        assert found[name].tolist() == array.tolist()
        assert found[name].ctypes.data % 64 == 0


def test_what_nobody_used_for_long_goes(tmp_path, work):
    first = plain_list(tmp_path / "first.csv", NAMES)
    store.open_index([first])
    kept = tmp_path / "cache/parties/editions"
    (kept / "tmphalf").mkdir()
    os.utime(kept / "tmphalf", (0, 0))
    (note,) = kept.glob("*/complete")
    os.utime(note, (0, 0))
    second = plain_list(tmp_path / "second.csv", ["Gum Works"], code="OTHER")
    store.open_index([second])
    assert len(list(kept.iterdir())) == 1
    assert not note.exists()


def test_a_cache_that_cannot_be_written_is_no_error(tmp_path, monkeypatch):
    blocked = tmp_path / "file"
    blocked.write_text("", "utf-8")
    monkeypatch.setenv("TECHPACT_CACHE", str(blocked))
    path = plain_list(tmp_path / "list.csv", NAMES)
    assert Matcher(store.open_index([path])).search([NAMES[0]])[0][0].entity == 0


def test_a_list_that_was_taken_short_does_not_answer_for_the_whole(tmp_path, work):
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
    found, whole = compose([update(read_edition(old), new)]), build(new)
    assert content(found) == content(whole)
    assert same_answers(found, whole, texts(whole, "name_text"))
