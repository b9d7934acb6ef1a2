"""Lines broken by a width: paragraphs set in by one character, words cut in two, items."""
# ruff: noqa: E501 - a sentence stands on one line

from __future__ import annotations

from techpact.agreements.layout import Unit, make_units, read_lines
from techpact.agreements.wrapping import estimate_wrap


def units_of(text: str) -> list[Unit]:
    lines = read_lines(text)
    return make_units(text, lines, estimate_wrap(lines))


def wrapped(paragraphs: list[str], width: int, indent: str = "") -> str:
    """Break each paragraph at a number of characters, whatever stands there."""
    out = []
    for paragraph in paragraphs:
        whole = indent + paragraph
        out += [whole[i : i + width].rstrip() for i in range(0, len(whole), width)]
    return "\n".join(out)


JAPANESE = [
    "両機関は、観測データの解析を共同で行うとともに、その成果を速やかに公表するため必要な措置をとる。",
    "各機関は、この取決めに基づく自己の責任の遂行に要する経費を負担し、相手方にその負担を求めない。",
    "この取決めの解釈に関する問題は、まず計画管理者の間の協議により解決するよう努めるものとする。",
    "いずれの機関も、六箇月前に書面による予告を与えることにより、この取決めを終了させることができる。",
    "両機関は、観測装置の運用を担当する者を指名し、その氏名を相互に通知して、毎年一回の会合を開く。",
    "装置の引渡しが遅れる場合には、両機関は、運用の開始の時期を改めて協議し、書面により決定する。",
]
KOREAN = [
    "양측은 후공정 분야의 공동 생태계를 조성하기 위하여 필요한 공동 사업을 단계적으로 추진하기로 하였다.",
    "양측은 한국 기업의 현지 조달률이 높아질 것으로 기대하며 이를 위한 정보를 정기적으로 교환하기로 하였다.",
    "양측은 희토류 정련 기술의 실증을 위하여 공동 연구실을 설치하고 전문인력을 함께 양성하기로 하였다.",
    "양측은 원자력발전소 건설에 필요한 인력 양성에 협력하고 규제기관 사이의 상호 방문을 확대하기로 하였다.",
    "양측은 인공지능 윤리에 관한 교육과정을 공동으로 개발하고 그 결과를 널리 공개하기로 하였다.",
    "양측은 위성 영상을 활용한 산불 감시 기술을 시범 적용하고 그 성과를 해마다 함께 평가하기로 하였다.",
]


def test_paragraphs_set_in_by_one_wide_character_are_joined() -> None:
    text = wrapped(JAPANESE, 40, "\u3000")
    assert [u.text for u in units_of(text)] == JAPANESE


def test_korean_words_cut_at_the_width_are_joined_without_a_blank() -> None:
    text = wrapped(KOREAN, 31)
    assert [u.text for u in units_of(text)] == KOREAN


def test_korean_lines_broken_at_blanks_keep_them() -> None:
    lines, line = [], ""
    for paragraph in KOREAN:
        for word in paragraph.split():
            if line and len(line) + 1 + len(word) > 34:
                lines.append(line)
                line = word
            else:
                line = f"{line} {word}".strip()
        lines.append(line)
        line = ""
    assert [u.text for u in units_of("\n".join(lines))] == KOREAN


def test_an_item_that_counts_on_never_joins_the_one_before() -> None:
    items = "\n".join(f"   {m}) {t[:33]}" for m, t in zip("가나다라마바", KOREAN, strict=True))
    found = [u.mark.label if u.mark else None for u in units_of(items)]
    assert found == [f"{m})" for m in "가나다라마바"]


def test_a_field_of_a_form_stands_alone() -> None:
    text = "For the Institute\nName: Dr. Ana Ruiz\nTitle: Managing Director\n"
    assert [u.text for u in units_of(text)] == text.splitlines()
