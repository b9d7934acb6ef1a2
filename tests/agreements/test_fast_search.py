"""What is searched for in a quicker way is found as the plain way finds it."""

from __future__ import annotations

import re
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from techpact.agreements import event_cues, works
from techpact.agreements.known_forms import find_forms
from techpact.agreements.lexicon import alternatives
from techpact.agreements.spelled_dates import find_spelled
from techpact.areas import Area, Areas
from techpact.folds import Fold

LETTERS = st.text("abc協定", min_size=1, max_size=4)


@given(st.lists(LETTERS, min_size=1, max_size=8), st.text("abc協定 ", max_size=40))
def test_a_tree_of_alternatives_matches_like_a_plain_list(words: list[str], text: str) -> None:
    plain = re.compile("|".join(map(re.escape, words)))
    tree = re.compile(alternatives(words))
    assert [m.span() for m in tree.finditer(text)] == [m.span() for m in plain.finditer(text)]


def test_a_tree_keeps_the_order_of_words_that_begin_alike() -> None:
    assert re.match(alternatives(["通信", "通信社"]), "通信社").group() == "通信"  # type: ignore[union-attr]
    assert re.match(alternatives(["通信社", "通信"]), "通信社").group() == "通信社"  # type: ignore[union-attr]


@given(st.lists(LETTERS, max_size=6, unique=True), st.text("abc協定 ", max_size=60))
def test_known_forms_are_found_as_one_pattern_finds_them(forms: list[str], text: str) -> None:
    ordered = sorted(forms, key=len, reverse=True)
    pattern = re.compile(rf"(?<!a)(?:{'|'.join(ordered)})(?!c)") if forms else re.compile(r"(?!)")

    def whole(start: int, end: int) -> bool:
        return text[start - 1 : start] != "a" and text[end : end + 1] != "c"

    found = [(start, end) for start, end, _ in find_forms(text, forms, whole)]
    assert found == [m.span() for m in pattern.finditer(text)]


@given(st.text(max_size=60))
def test_a_fold_folds_each_character_by_itself(text: str) -> None:
    table = {"Ａ": "A", "]": "[", "^": "v", "\\": "/", "-": "_"}
    assert Fold.of(table)(text) == "".join(table.get(c, c) for c in text)


def test_every_character_that_changes_is_folded_in_the_matching_of_areas() -> None:
    areas = Areas([Area("x", {"en": "x"}, {"en": ("semiconductor",)})])
    for character in map(chr, [*range(0xD800), *range(0xE000, 0x30000)]):
        folded = unicodedata.normalize("NFKC", character).casefold()
        if folded == "s" and character != "s":
            assert areas.matches(f"{character}emiconductor"), hex(ord(character))


@given(st.text("協定条約新日米A、。 ", max_size=90))
def test_agreements_are_found_from_their_endings_as_by_the_whole_pattern(text: str) -> None:
    quick = works._ending(works._AGREEMENT_END, works._AGREEMENT_JA, text)
    plain = works._AGREEMENT_JA.finditer(text)
    assert [m.span() for m in quick] == [m.span() for m in plain]


def test_each_latin_cue_of_an_event_begins_as_the_gate_says() -> None:
    for kind, cues in event_cues._LATIN.items():
        for cue in cues:
            beginning = event_cues._beginning(cue)
            assert cue.startswith(beginning), (kind, cue)
            assert event_cues._BEGINNING.match(beginning.upper()), (kind, cue)
    assert list(event_cues.find_cues("Both MET and signed 署名")) == ["signing", "meeting"]
    assert event_cues.find_cues("署名し、署名した")["signing"] == (0, 2, 2)
    assert event_cues.find_cues("Technology Prosperity Deal") == {}


def test_dates_in_words_come_in_the_order_of_the_text() -> None:
    text = "two days later, on the third of March, 3日前"
    assert [s.start for s in find_spelled(text, 0, len(text))] == [0, 19, 39]
