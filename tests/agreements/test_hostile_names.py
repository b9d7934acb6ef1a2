"""Texts made to be slow are annotated in linear time."""

from __future__ import annotations

import time

import pytest

from techpact.agreements.annotation import annotate
from techpact.agreements.records import Span

PATTERNS = [
    "A.",
    "1",
    "1,",
    "百万",
    "「あ。",
    "(AB",
    "3月4日、",
    "アイウ・",
    "Office of ",
    "위원회",
    "すべき",
    "省氏は",
    "\n",
    "前日",
    "Minister of Trade, Industry and ",
    "Ana Ruiz, ",
    "Ana Ruiz and ",
    "Ana ",
    "A. ",
    "de ",
    "By Ana Ruiz, ",
    "minister of ",
    "김민서, ",
    "김민서 ",
    "한 장관 ",
    "アナ・",
    "アナ・ルイスと",
    "森永大地と",
    "社長の",
]


@pytest.mark.parametrize("pattern", PATTERNS)
def test_time_grows_with_length(pattern):
    text = pattern * (40_000 // len(pattern))
    start = time.process_time()
    annotate(text, [Span(0, len(text))], "policy_paper")
    # quadratic patterns took minutes at this length; the bound leaves room for a busy machine
    assert time.process_time() - start < 5
