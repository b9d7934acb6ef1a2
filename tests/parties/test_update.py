import pytest

from techpact.parties.index import build
from techpact.parties.listing import Party
from techpact.parties.lists import parties_of, read_list
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


def test_an_update_to_and_from_nothing(parties):
    empty = build([])
    assert same_answers(update(empty, parties), build(parties), QUERIES)
    assert update(build(parties), []).entities == 0


@pytest.mark.slow
def test_the_2019_list_becomes_that_of_2021(shared):
    old, new = (
        parties_of(read_list(shared / f"data/lists/us_ofac_sdn_entities_{day}.csv"))
        for day in ("2019-01-15", "2021-07-07")
    )
    whole = build(new)
    every = [whole.text("name_text", n) for n in range(whole.name_entity.size)]
    assert same_answers(update(build(old), new), whole, every)
