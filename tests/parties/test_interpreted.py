"""Plain Python and machine code give the same answers; whole-array steps equal plain loops."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from techpact.compiled import interpreted
from techpact.parties import alignment, matcher
from techpact.parties.blob import Blob, hashes
from techpact.parties.edition import trigrams

QUERIES = ["Huawei Technologies", "Hauwei Tecnologies", "华为技术", "ファーウェイ", "화웨이", ""]


def test_few_names_are_searched_alike_without_machine_code(parties, monkeypatch):
    from techpact.parties.index import build
    from techpact.parties.matcher import Matcher

    index = build(parties)
    plain = interpreted(alignment.search_many)
    compiled = Matcher(index).search(QUERIES * 2)
    monkeypatch.setattr(matcher, "stored", lambda _: False)
    monkeypatch.setattr(matcher, "interpreted", lambda _: plain)
    found = [Matcher(index).search([q])[0] for q in QUERIES]
    for a, b in zip(found, compiled, strict=False):
        assert [h.entity for h in a] == [h.entity for h in b]
        assert np.allclose([h.score for h in a], [h.score for h in b], atol=1e-6)
        assert [h.units_matched for h in a] == [h.units_matched for h in b]


def fnv(text: bytes) -> int:
    value = 14695981039346656037
    for byte in text:
        value = (value ^ byte) * 1099511628211 % 2**64
    return value


@settings(deadline=None)
@given(st.lists(st.text(max_size=12), min_size=1, max_size=12))
def test_hashes_are_fnv_1a(texts):
    blob = Blob.of(texts)
    assert hashes(blob).tolist() == [fnv(t.encode()) for t in texts]


@settings(deadline=None, max_examples=30)
@given(st.lists(st.text("abzAZ-", max_size=6), min_size=1, max_size=8))
def test_trigrams_by_hand(texts):
    def code(c: str) -> int:
        return ord(c.lower()) - 96 if c.isalpha() else 0

    wanted = []
    chosen = [number for number in range(len(texts)) if number % 3 != 1]
    for number in chosen:
        line = [0, 0, *map(code, texts[number]), 0]
        for a, b, c in zip(line, line[1:], line[2:], strict=False):
            wanted.append(((a * 27 + b) * 27 + c, number))
    codes, words = trigrams(Blob.of(texts), np.asarray(chosen, np.int64))
    assert list(zip(codes.tolist(), words.tolist(), strict=True)) == wanted
