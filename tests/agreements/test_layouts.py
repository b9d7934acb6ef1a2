import pytest
from agreement_layouts import ACCORDS, TREATIES, Layout, layouts, read_miniature, render

from techpact.agreements.analyse import read_loaded
from techpact.agreements.load import Loaded


def leaves(document):
    parents = {p.parent for p in document.provisions}
    return {(p.start, p.end): p for p in document.provisions if p.id not in parents}


def f1(right, found, gold):
    return 2 * right / (found + gold) if found + gold else 1.0


@pytest.mark.parametrize("name", [*ACCORDS, *TREATIES])
def test_leaves_and_areas_in_every_layout(name):
    parts = read_miniature(name)
    below = []
    for layout in layouts(name[-2:]):
        rendered = render(parts, layout)
        document = read_loaded(Loaded("x", "0", "txt", rendered.text))
        found, gold = leaves(document), {(g.start, g.end): g for g in rendered.gold}
        both = found.keys() & gold.keys()
        exact = f1(len(both), len(found), len(gold))
        area = f1(sum(found[k].area == gold[k].area for k in both), len(found), len(gold))
        kind = f1(sum(found[k].type == gold[k].type for k in both), len(found), len(gold))
        if exact < 0.95 or area < 0.90 or kind < 0.90:
            below.append(f"{layout.name}: {exact:.3f} {area:.3f} {kind:.3f}")
    assert below == []


@pytest.mark.parametrize("name", [*ACCORDS, *TREATIES])
def test_a_plain_layout_is_read_without_a_fault(name):
    numbering = {"en": "article_en", "ja": "article_ja", "ko": "article_ko"}[name[-2:]]
    rendered = render(read_miniature(name), Layout("plain", numbering=numbering))
    document = read_loaded(Loaded("x", "0", "txt", rendered.text))
    found = {k: (p.type, p.area) for k, p in leaves(document).items()}
    assert found == {(g.start, g.end): (g.type, g.area) for g in rendered.gold}


def test_parts_nest_and_hold_their_leaves():
    rendered = render(read_miniature("accord_ja"), Layout("plain"))
    document = read_loaded(Loaded("x", "0", "txt", rendered.text))
    by_id = {p.id: p for p in document.provisions}
    for provision in document.provisions:
        if provision.parent is not None:
            parent = by_id[provision.parent]
            assert parent.start <= provision.start < provision.end <= parent.end
    sub = next(p for p in document.provisions if p.type == "sub_area")
    assert by_id[sub.parent].type == "area"
    assert by_id[by_id[sub.parent].parent].type == "section"
    assert by_id[by_id[sub.parent].parent].label == "II."


def test_a_title_set_line_by_line_and_loosely_wrapped_items():
    title = (
        "        MEMORANDUM OF UNDERSTANDING\n\n              BETWEEN\n\n"
        "      THE GOVERNMENT OF VAREN\n\n                AND\n\n      THE GOVERNMENT OF OSTMARK"
    )
    item = "Build upon work on AI for science, including through the\n    UK Varen Institute;"
    text = (
        f"{title}\n\nThe Government of Varen and the Government of Ostmark"
        ' (the "Participants"):\n\n'
        "SHARING an interest in open science;\n\nHAVE reached the following understandings:\n\n"
        f"I. Science\n\nThe Participants intend to:\n\n  - {item}\n\n  - Promote open tools.\n\n"
        "Signed at Helm on May 2, 2032, in duplicate.\n\nFor Varen:\n"
    )
    document = read_loaded(Loaded("x", "0", "txt", text))
    found = {text[start:end]: p.type for (start, end), p in leaves(document).items()}
    assert document.type == "memorandum"
    assert found[title.strip()] == "title"
    assert found[item] == "bullet"
    assert [c.modality for c in document.commitments] == ["intend"] * 3
