"""Every analysis and source of the registry is complete: reference, page, golden example, units."""

import json
import re
from pathlib import Path

import pytest

from techpact import engine
from techpact.facts import FactBase
from techpact.registry import PARTS, SOURCES, analysis_names, get_analysis, get_source

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests" / "golden"
NUMBERS = {"number", "integer"}


@pytest.fixture(scope="module")
def bibliography():
    text = (ROOT / "docs" / "references.bib").read_text(encoding="utf-8")
    return set(re.findall(r"^@\w+\{([^,\s]+),", text, re.M))


@pytest.fixture(scope="module")
def caveats():
    return set(FactBase().table("caveats")["caveat"])


@pytest.mark.parametrize("name", analysis_names())
def test_declaration_is_complete(name, bibliography, caveats):
    analysis = get_analysis(name)
    assert analysis.name == name
    assert analysis.part in {p.name for p in PARTS if name in p.analyses}
    assert analysis.question.endswith("?"), "the first line of the docstring asks the question"
    assert analysis.references
    assert set(analysis.references) <= bibliography
    assert set(analysis.caveats) <= caveats
    for option in analysis.options:
        assert option.description, f"option {option.name} is not described"
    for table in (analysis.output, *analysis.extras):
        for column in table.columns:
            assert column.description
            if column.type == "number":
                assert column.unit, f"{table.name}.{column.name} has no unit"


@pytest.mark.parametrize("name", analysis_names())
def test_page_says_what_it_can_and_cannot_say(name):
    page = (ROOT / "docs" / "analyses" / f"{name}.md").read_text(encoding="utf-8")
    assert len(page) > 400
    assert re.search(r"cannot say", page, re.I)


@pytest.mark.parametrize("name", analysis_names())
def test_golden_example(name):
    analysis = get_analysis(name)
    folder = GOLDEN / name
    tables = {
        i.name: engine.read_frame(folder / f"{i.name}.csv", header=not i.matrix)
        for i in analysis.inputs
        if (folder / f"{i.name}.csv").exists()
    }
    options = json.loads((folder / "options.json").read_text(encoding="utf-8"))
    result = analysis.run(tables, options).table
    expected = engine.read_frame(folder / "expected.csv")
    assert result.columns == expected.columns
    assert result.height == expected.height
    for column in analysis.output.columns:
        if column.name not in expected.columns:
            continue
        found, wanted = result[column.name].to_list(), expected[column.name].to_list()
        if column.type in NUMBERS:
            for a, b in zip(found, wanted, strict=True):
                assert (a is None) == (b is None or b == "")
                if a is not None:
                    assert a == pytest.approx(float(b), rel=1e-9, abs=1e-9)
        else:
            plain = [None if v is None else str(v).lower() for v in found]
            assert plain == [None if v in {None, ""} else v.lower() for v in wanted]


@pytest.mark.parametrize("name", sorted(SOURCES))
def test_source_card_is_complete(name):
    source = get_source(name)
    card = source.card
    assert card.name == name
    assert all((card.publisher, card.title, card.url, card.licence, card.citation, card.version))
    for table in source.tables:
        assert table.columns


def test_golden_folders_belong_to_analyses():
    assert {p.name for p in GOLDEN.iterdir()} == set(analysis_names())


def test_modules_are_small():
    sizes = {str(p.relative_to(ROOT)): p.stat().st_size for p in (ROOT / "src").rglob("*.py")}
    assert {p: s for p, s in sizes.items() if s > 20 * 1024} == {}
    names = {Path(p).stem for p in sizes}
    assert not names & {"utils", "helpers", "misc", "common"}


def test_public_names_resolve():
    import techpact

    for name in techpact.__all__:
        assert getattr(techpact, name) is not None
    with pytest.raises(AttributeError):
        _ = techpact.nothing
