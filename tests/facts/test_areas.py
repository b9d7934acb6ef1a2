"""The spine: enough terms, terms that tell areas apart, codes that exist."""

from __future__ import annotations

import pytest

from techpact.areas import GENERAL, LANGUAGES
from techpact.facts import FactBase

FACTS = FactBase()
TECHNOLOGIES = [code for code in FACTS.areas.codes if code != GENERAL]


def _areas_of(text: str) -> set[str]:
    return {code for _, _, code in FACTS.areas.matches(text)}


def test_general_comes_last_and_eleven_technologies_before_it() -> None:
    assert FACTS.areas.codes[-1] == GENERAL
    assert len(TECHNOLOGIES) >= 11


@pytest.mark.parametrize("area", TECHNOLOGIES)
def test_an_area_has_a_name_and_25_terms_in_each_language(area: str) -> None:
    for language in LANGUAGES:
        assert FACTS.areas[area].names.get(language)
        assert len(set(FACTS.areas[area].terms[language])) >= 25, (area, language)


def test_a_term_belongs_to_one_area_whatever_its_case_and_width() -> None:
    owner: dict[str, set[str]] = {}
    for area in FACTS.areas:
        for terms in area.terms.values():
            for term in terms:
                for _, _, code in FACTS.areas.matches(term):
                    owner.setdefault(term, set()).add(code)
                start, end, code = FACTS.areas.matches(term)[0]
                assert (start, end, code) == (0, len(term), area.code), term
    assert not {t: a for t, a in owner.items() if len(a) > 1}


@pytest.mark.parametrize(
    ("text", "areas"),
    [
        ("Small modular reactors and HALEU supply", {"civil_nuclear"}),
        ("A commercial fusion power plant", {"fusion"}),
        ("Open-RAN tests for 6G", {"telecom_6g"}),
        ("Landing stations of subsea cables", {"digital_infrastructure"}),
        ("Fiscal space to join sensor fusion work", {GENERAL}),
        ("said that they would maintain the rail chain", set()),
        ("量子と半導体の共同研究", {"quantum", "semiconductors"}),
        ("フュージョンエネルギーの原型炉", {"fusion"}),
        ("オール光ネットワークとBeyond5G", {"telecom_6g"}),
        ("ＡＩ分野の研究インテグリティ", {"ai", "research_security"}),
        ("核融合と原子力", {"fusion", "civil_nuclear"}),
        ("小型モジュール炉（SMR）", {"civil_nuclear"}),
        ("ウランバートルで首脳会談", {GENERAL}),
        ("핵융합 에너지 및 연구안보", {"fusion", "research_security"}),
        ("양자컴퓨팅을 위한 표준", {"quantum"}),
        ("정부는 양자 회담을 열었다", {GENERAL}),
        ("저지구궤도 위성", {"space"}),
        ("희토류와 해저 케이블", {"critical_minerals", "digital_infrastructure"}),
        ("데이터센터를 짓는다", {"digital_infrastructure"}),
        ("시간 제약 없이", set()),
    ],
)
def test_terms_find_the_areas_of_a_sentence(text: str, areas: set[str]) -> None:
    assert _areas_of(text) == areas
