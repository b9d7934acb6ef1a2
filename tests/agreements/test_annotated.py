"""Own texts laid out as published ones are, each leaf marked by hand.

`<<T:area!modality@channel;channel|text>>` marks a leaf: T title, P parties, R recital, F formula,
H heading, S sentence, B bullet, M testimonium, G signature line. What stands outside the marks is
numbers, bullets and furniture. The texts are made up.
"""

import re
from pathlib import Path

import pytest

from techpact.agreements.analyse import read_loaded
from techpact.agreements.load import Loaded

TEXTS = sorted((Path(__file__).parent / "annotated").glob("*.txt"))
TYPES = {"T": "title", "P": "parties", "R": "recital", "F": "formula", "H": "heading"}
TYPES |= {"S": "sentence", "B": "bullet", "M": "testimonium", "G": "signature_block"}
MARK = re.compile(r"<<([TPRFHSBMG])(?::([a-z_0-9]+))?(?:!(\w+))?(?:@([^|]*))?\||>>")


def unmark(marked):
    text, gold, at, opened = "", {}, 0, None
    for found in MARK.finditer(marked):
        text += marked[at : found.start()]
        at = found.end()
        if found.group() != ">>":
            opened = (len(text), *found.groups())
            continue
        start, kind, area, modality, channels = opened
        names = {squeeze(c) for c in (channels or "").split(";") if c}
        gold[start, len(text)] = (TYPES[kind], area or "general", modality, names)
    return text + marked[at:], gold


def squeeze(text):
    return "".join(text.split())


def f1(right, found, gold):
    return 2 * right / (found + gold) if found + gold else 1.0


@pytest.mark.parametrize("path", TEXTS, ids=[p.stem for p in TEXTS])
def test_leaves_areas_and_commitments(path):
    text, gold = unmark(path.read_text("utf-8"))
    document = read_loaded(Loaded("x", "0", "txt", text))
    parents = {p.parent for p in document.provisions}
    leaves = {(p.start, p.end): p for p in document.provisions if p.id not in parents}
    both = leaves.keys() & gold.keys()
    total = len(leaves), len(gold)
    assert f1(len(both), *total) >= 0.95, leaves.keys() ^ gold.keys()
    assert f1(sum(leaves[k].type == gold[k][0] for k in both), *total) >= 0.95
    assert f1(sum(leaves[k].area == gold[k][1] for k in both), *total) >= 0.9
    found = {(c.start, c.end): c for c in document.commitments}
    promised = {k for k, g in gold.items() if g[2]}
    right = found.keys() & promised
    assert f1(len(right), len(found), len(promised)) >= 0.95, found.keys() ^ promised
    assert sum(found[k].modality == gold[k][2] for k in right) >= 0.9 * len(right)
    named = [k for k in right if {squeeze(c) for c in found[k].channels} == gold[k][3]]
    assert len(named) >= 0.88 * len(right)
