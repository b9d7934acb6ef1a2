"""The five real texts, by line numbers of a careful reading; nothing of them is kept here."""

import hashlib
from pathlib import Path

import pytest
from agreement_layouts import Part, layouts, render

from techpact.agreements.analyse import read_document, read_loaded
from techpact.agreements.load import Loaded

SHARED = Path(__file__).parents[2] / "../shared/documents"
SHA = {
    "000": "1df46b17d7601d27",
    "001": "6c30823f9b86e183",
    "002": "554ded9d866b809e",
    "003": "f0568859f9003872",
    "004": "b4e1f90dd8acd77a",
}
BODY = {
    # Lines of the body; all others are menus, captions, adverts, rankings, comments, bylines.
    "000": [(3, 53)],
    "001": [(3, 3), (10, 18), (23, 37)],
    "002": [(13, 99)],
    "003": [(10, 412)],
    "004": [(7, 17), (21, 27), (31, 39), (44, 46), (50, 62), (66, 72)],
}
# The agreement: line, kind and area.
PARTS = [
    (13, "title", "general"),
    (15, "parties", "general"),
    *[(n, "recital", "general") for n in (17, 19, 21, 23, 25)],
    (27, "formula", "general"),
    (29, "section", "general"),
    (31, "para", "general"),
    (33, "section", "general"),
    (35, "chapeau", "general"),
    (37, "area", "ai"),
    (39, "para", "ai"),
    *[(n, "bullet", "ai") for n in range(41, 56, 2)],
    (57, "area", "general"),
    (59, "chapeau", "general"),
    (61, "sub_area", "research_security"),
    (63, "para", "research_security"),
    (65, "sub_area", "telecom_6g"),
    (67, "para", "telecom_6g"),
    (69, "sub_area", "pharma_biotech"),
    (71, "para", "pharma_biotech"),
    (73, "sub_area", "quantum"),
    (75, "para", "quantum"),
    (77, "sub_area", "fusion"),
    (79, "para", "fusion"),
    (81, "sub_area", "space"),
    (83, "para", "space"),
    (85, "section", "general"),
    (87, "para", "general"),
    (89, "section", "general"),
    (91, "para", "general"),
    (93, "para", "general"),
    (95, "testimonium", "general"),
    (97, "signature", "general"),
    (99, "signature", "general"),
]
# Commitments: line, which sentence of the line, modality.
COMMITMENTS = [
    (35, 0, "intend"),
    (39, 1, "intend"),
    (39, 2, "scope"),
    *[(n, 0, "scope") for n in range(41, 56, 2)],
    (59, 0, "intend"),
    (63, 0, "declarative"),
    (63, 1, "intend"),
    (67, 0, "intend"),
    (67, 1, "intend"),
    (67, 2, "intended_passive"),
    (67, 3, "intend"),
    (71, 0, "intend"),
    (71, 1, "intend"),
    (75, 0, "intend"),
    (75, 1, "intend"),
    (75, 2, "expect"),
    (79, 0, "intend"),
    (79, 1, "scope"),
    (79, 2, "intend"),
    (83, 0, "intend"),
    (83, 1, "scope"),
    (83, 2, "intend"),
    (87, 4, "declarative"),
    (91, 1, "may"),
    (91, 2, "may"),
]
CHANNELS = {
    (41, 0): {"科学技術振興機構", "日本学術振興会", "理化学研究所", "米国国立科学財団"},
    (53, 0): {"AIセーフティ・インスティテュート", "AI標準・イノベーションセンター"},
    (67, 0): {"総務省", "電気通信情報庁"},
    (67, 1): {"情報通信研究機構", "米国国立科学財団"},
}
FACTS = {
    "legally_binding": (False, 87),
    "commits_funds": (False, 87),
    "affects_existing_agreements": (False, 87),
    "within_respective_legal_frameworks": (True, 87),
    "compliance_with_law_declared": (True, 87),
    "operative_from": ("signature", 91),
    "modification": ("mutual_written_decision", 91),
    "discontinuation_right": ("either_party", 91),
    "discontinuation_form": ("written_notice", 91),
    "discontinuation_effect_primary": ("mutually_decided_date", 91),
    "discontinuation_effect_default": ({"iso8601": "P180D", "counted_from": "notice"}, 91),
    "term_or_expiry": ("absent", None),
    "working_group": ("absent", None),
    "signed_date": ("2025-10-28", 95),
    "signed_place": ("東京", 95),
    "copies": (2, 95),
    "languages_signed": (["en"], 95),
}


def load(number):
    path = SHARED / f"{number}_{SHA[number]}.txt"
    if not path.exists():
        pytest.skip("the shared documents are not here")
    return path, path.read_text("utf-8")


def line_starts(text):
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    return starts


def sentences(text, start, end):
    """Spans between full stops, blanks at the ends left out; brackets here hold no full stop."""
    spans, at = [], start
    for i in range(start, end):
        if text[i] == "。" or i == end - 1:
            spans.append((at, i + 1))
            at = i + 1
    return spans


def stripped(text, start, end, mark=""):
    while start < end and (text[start].isspace() or text[start] in mark):
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


@pytest.mark.parametrize("number", sorted(BODY))
def test_body_without_furniture(number):
    path, text = load(number)
    starts = line_starts(text)
    gold = {
        i
        for first, last in BODY[number]
        for i in range(starts[first - 1], min(starts[last], len(text)))
        if not text[i].isspace()
    }
    document = read_document(path)
    got = {i for s in document.body for i in range(s.start, s.end) if not text[i].isspace()}
    assert 2 * len(gold & got) / (len(gold) + len(got)) >= 0.98


@pytest.mark.parametrize("number", sorted(BODY))
def test_every_span_quotes_the_text(number):
    path, text = load(number)
    document = read_document(path)
    assert document.text == text
    assert hashlib.sha256(path.read_bytes()).hexdigest() == document.sha256
    for mention in document.mentions:
        assert text[mention.start : mention.end] == mention.surface
    for record in (*document.provisions, *document.commitments, *document.facts, *document.dates):
        quote = text[record.start : record.end]
        assert quote
        assert quote == quote.strip()


def agreement_parts():
    _, text = load("002")
    starts = line_starts(text)
    parts, spans = [], []
    for line, kind, area in PARTS:
        start, end = stripped(text, starts[line - 1], starts[line] - 1, "・")
        if kind == "section":
            parts.append(Part(kind, area, (text[start:end].partition(".")[2],)))
            spans.append((start, end, kind, area))
            continue
        pieces = sentences(text, start, end) if kind == "para" else [(start, end)]
        parts.append(Part(kind, area, tuple(text[a:b] for a, b in pieces)))
        spans += [(a, b, kind, area) for a, b in pieces]
    return parts, spans


def leaves(document):
    parents = {p.parent for p in document.provisions}
    return {(p.start, p.end): p for p in document.provisions if p.id not in parents}


def test_the_agreement_as_printed():
    path, _ = load("002")
    _, spans = agreement_parts()
    found = {k: p.area for k, p in leaves(read_document(path)).items()}
    assert found == {(a, b): area for a, b, _, area in spans}


def test_the_agreement_in_every_layout():
    parts, _ = agreement_parts()
    below = []
    for layout in layouts("ja"):
        rendered = render(parts, layout)
        found = leaves(read_loaded(Loaded("x", "0", "txt", rendered.text)))
        gold = {(g.start, g.end): g for g in rendered.gold}
        both = found.keys() & gold.keys()
        total = len(found) + len(gold)
        exact = 2 * len(both) / total
        area = 2 * sum(found[k].area == gold[k].area for k in both) / total
        if exact < 0.95 or area < 0.9:
            below.append(f"{layout.name}: {exact:.3f} {area:.3f}")
    assert below == []


def test_commitments_of_the_agreement():
    path, text = load("002")
    starts = line_starts(text)
    gold = {}
    areas = {line: area for line, _, area in PARTS}
    for line, index, modality in COMMITMENTS:
        start, end = stripped(text, starts[line - 1], starts[line] - 1, "・")
        gold[sentences(text, start, end)[index]] = (
            modality,
            areas[line],
            CHANNELS.get((line, index), set()),
        )
    found = {
        (c.start, c.end): (c.modality, c.area, set(c.channels))
        for c in read_document(path).commitments
    }
    assert found == gold


def test_facts_of_the_agreement():
    path, text = load("002")
    starts = line_starts(text)
    facts = {f.key: f for f in read_document(path).facts}
    for key, (value, line) in FACTS.items():
        assert facts[key].value == value, key
        if line is not None:
            assert starts[line - 1] <= facts[key].start < facts[key].end <= starts[line], key
    assert len(facts["signatories"].value) == 2
