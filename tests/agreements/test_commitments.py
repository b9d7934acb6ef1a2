# ruff: noqa: E501 - one clause, one line
import json
from pathlib import Path

import pytest
from agreement_layouts import ACCORDS, TREATIES, Layout, read_miniature, render

from techpact.agreements.analyse import read_loaded
from techpact.agreements.load import Loaded

GOLD = json.loads((Path(__file__).parent / "miniatures" / "commitments.json").read_text("utf-8"))
NUMBERING = {"en": "arabic", "ja": "full", "ko": "article_ko"}


def read(name, **options):
    layout = Layout("x", numbering=NUMBERING[name[-2:]], **options)
    rendered = render(read_miniature(name), layout)
    return read_loaded(Loaded("x", "0", "txt", rendered.text))


def squeeze(text):
    return "".join(text.split())


@pytest.mark.parametrize("width", [None, 76])
@pytest.mark.parametrize("name", [*ACCORDS, *TREATIES])
def test_commitments(name, width):
    document = read(name, width=width)
    parts = read_miniature(name)
    # Gold: part (its place in the miniature), sentence, modality, channels.
    gold = {}
    for part, sentence, modality, channels in GOLD[name[:-3]]["commitments"]:
        names = {squeeze(c) for c in channels.get(name[-2:], [])}
        gold[squeeze(parts[part].texts[sentence])] = (modality, parts[part].area, names)
    found = {
        squeeze(document.text[c.start : c.end]): (
            c.modality,
            c.area,
            {squeeze(x) for x in c.channels},
        )
        for c in document.commitments
    }
    both = found.keys() & gold.keys()
    assert 2 * len(both) / (len(found) + len(gold)) >= 0.95, found.keys() ^ gold.keys()
    for i in range(3):
        wrong = [k for k in both if found[k][i] != gold[k][i]]
        assert len(wrong) <= 0.1 * len(both), wrong


@pytest.mark.parametrize("name", [*ACCORDS, *TREATIES])
def test_bullets_inherit_from_the_sentence_that_opens_them(name):
    document = read(name)
    provisions = {p.id: p for p in document.provisions}
    for commitment in document.commitments:
        provision = provisions[commitment.provision]
        assert (commitment.start, commitment.end) == (provision.start, provision.end)
        holder = provisions[commitment.inherited_from or commitment.provision]
        assert holder.start <= commitment.cue.start < commitment.cue.end <= holder.end
        assert (commitment.inherited_from is not None) == (provision.type == "bullet")


@pytest.mark.parametrize("name", [*ACCORDS, *TREATIES])
def test_legal_nature_and_lifecycle(name):
    document = read(name)
    facts = {f.key: f for f in document.facts}
    expected = GOLD[name[:-3]]["facts"] | GOLD[name[:-3]]["by_language"][name[-2:]]
    assert {k: facts[k].value for k in expected if k in facts} == expected
    assert set(facts) - set(expected) <= {"signatories", "renewal"}
    for key, fact in facts.items():
        quote = document.text[fact.start : fact.end]
        assert quote.strip() == quote
        if fact.value == "absent":
            assert (fact.start, fact.end) == (document.body[0].start, document.body[-1].end), key


CLAUSES = [
    # Other phrasings, each alone in a small agreement: key, value, sentence.
    ("en", "discontinuation_effect_default", ("P30D", "notice"), "Either Side may terminate this MOU upon thirty (30) days' prior written notice."),
    ("en", "discontinuation_effect_default", ("P6M", "receipt"), "Either Participant may withdraw; withdrawal takes effect six months after receipt of the notification."),
    ("en", "operative_from", "last_signature", "This MOU comes into effect on the date of the last signature."),
    ("en", "operative_from", "date", "This Arrangement takes effect on January 1, 2033."),
    ("en", "operative_from", "notification", "This Agreement enters into force upon the exchange of diplomatic notes."),
    ("en", "term_or_expiry", {"iso8601": "P5Y"}, "This MOU remains in effect for five years."),
    ("en", "term_or_expiry", {"date": "2035-12-31"}, "This MOU remains in effect until December 31, 2035."),
    ("en", "term_or_expiry", "indefinite", "This MOU will remain in effect indefinitely."),
    ("en", "legally_binding", False, "This document is non-binding and creates no legal obligations."),
    ("en", "legally_binding", True, "This Agreement is legally binding on the Parties."),
    ("en", "commits_funds", False, "All activities are subject to the availability of appropriated funds."),
    ("en", "commits_funds", True, "The Participants intend to provide $25 million for joint laboratories."),
    ("en", "working_group", "established", "The Participants intend to set up a Working Group on quantum."),
    ("en", "discontinuation_effect_default", ("P3M", "expiry"), "This MOU remains in force for two years unless either Side gives three months' notice of termination before it expires."),
    ("en", "operative_from", "signature", "This MOU is valid for five years from the date of signature."),
    ("en", "term_or_expiry", {"iso8601": "P4Y"}, "Cooperation continues for four years after signature."),
    ("en", "working_group", "permitted", "The Participants may establish a Joint Commission on quantum."),
    ("ja", "operative_from", "signature", "この覚書は、署名の日から三年間有効とする。"),
    ("ja", "discontinuation_effect_default", ("P6M", "expiry"), "この覚書は、二年間効力を有し、いずれか一方の参加者が六箇月前に書面により終了の意思を通告しない限り、引き続き効力を有する。"),
    ("ko", "operative_from", "signature", "협력은 양측이 서명한 날부터 개시된다."),
    ("ko", "discontinuation_right", "either_party", "어느 참여자든 서면으로 통지하여 이 각서를 종료할 수 있다."),
    ("ja", "discontinuation_effect_default", ("P6M", "notice"), "いずれの参加者も、六か月前に書面で通知することにより、この覚書を終了することができる。"),
    ("ja", "discontinuation_effect_default", ("P30D", "receipt"), "終了は、他方の参加者が通知を受領した日の三十日後に効力を生ずる。"),
    ("ja", "operative_from", "last_signature", "この覚書は、最後の署名の日に発効する。"),
    ("ja", "operative_from", "notification", "この協定は、両国が外交上の公文を交換した日に効力を生ずる。"),
    ("ja", "term_or_expiry", {"iso8601": "P10Y"}, "この協定は、十年間効力を有する。"),
    ("ja", "term_or_expiry", {"date": "2035-03-31"}, "この覚書は、2035年3月31日まで有効とする。"),
    ("ja", "legally_binding", False, "この覚書は、法的拘束力を有しない。"),
    ("ja", "working_group", "established", "両者は、量子に関する作業部会を設置する。"),
    ("ko", "discontinuation_effect_default", ("P90D", "notice"), "어느 일방 당사자도 90일 전에 서면으로 통보하여 이 각서를 종료할 수 있다."),
    ("ko", "operative_from", "last_signature", "이 각서는 마지막 서명일에 발효한다."),
    ("ko", "term_or_expiry", {"iso8601": "P3Y"}, "이 각서는 3년간 효력을 가진다."),
    ("ko", "legally_binding", False, "이 각서는 법적 구속력을 가지지 아니한다."),
    ("ko", "working_group", "established", "양측은 양자에 관한 실무그룹을 구성한다."),
]  # fmt: skip
FRAME = {
    "en": 'Memorandum of Understanding on Research\n\nThe Government of Varen and the Government of Ostmark (hereinafter "the Participants"),\n\nHave reached the following understandings:\n\n1. Provisions\n\n{}\n\nSigned at Helm on May 2, 2032, in the English language.\n\nFor Varen:\n\nFor Ostmark:\n',
    "ja": "研究に関する覚書\n\nヴァレン政府及びオストマルク政府（以下「両者」という。）は、\n\n次のとおり決定した。\n\n1. 規定\n\n{}\n\n2032年5月2日にヘルムで、英語で署名した。\n\nヴァレン政府：\n\nオストマルク政府：\n",
    "ko": '연구에 관한 양해각서\n\n바렌 정부와 오스트마르크 정부(이하 "양측"이라 한다)는,\n\n다음과 같이 합의하였다.\n\n1. 규정\n\n{}\n\n2032년 5월 2일 헬름에서 영어로 서명하였다.\n\n바렌 정부:\n\n오스트마르크 정부:\n',
}  # fmt: skip


@pytest.mark.parametrize(("language", "key", "value", "sentence"), CLAUSES)
def test_other_phrasings(language, key, value, sentence):
    document = read_loaded(Loaded("x", "0", "txt", FRAME[language].format(sentence)))
    assert document.type == "memorandum"
    fact = {f.key: f for f in document.facts}[key]
    if isinstance(value, tuple):
        value = {"iso8601": value[0], "counted_from": value[1]}
    assert fact.value == value
    assert sentence.startswith(document.text[fact.start : fact.end])


@pytest.mark.parametrize(
    ("language", "sentence", "codes"),
    [
        ("en", "Signed at Helm on May 2, 2032, in the English and Korean languages.", ["en", "ko"]),
        (
            "en",
            "Done at Helm, in the Varenish, French and English languages.",
            ["Varenish", "fr", "en"],
        ),
        (
            "ja",
            "2032年5月2日にヘルムで、日本語、ヴァレン語及び英語により署名した。",
            ["ja", "ヴァレン語", "en"],
        ),
        ("ko", "2032년 5월 2일 헬름에서 한국어, 독일어 및 영어로 서명하였다.", ["ko", "de", "en"]),
    ],
)
def test_languages_in_which_a_text_is_signed(language, sentence, codes):
    lines = FRAME[language].format("The Participants will meet.").split("\n\n")
    lines[-3] = sentence
    document = read_loaded(Loaded("x", "0", "txt", "\n\n".join(lines)))
    assert {f.key: f.value for f in document.facts}["languages_signed"] == codes


def test_signatures_side_by_side_are_two_names():
    block = "FOR THE GOVERNMENT OF            FOR THE GOVERNMENT OF\nVAREN:                           OSTMARK:\n"
    text = FRAME["en"].replace("For Varen:\n\nFor Ostmark:\n", block)
    document = read_loaded(Loaded("x", "0", "txt", text.format("The Participants will meet.")))
    facts = {f.key: f.value for f in document.facts}
    assert facts["signatories"] == ["GOVERNMENT OF VAREN", "GOVERNMENT OF OSTMARK"]


def test_an_excerpt_leaves_absences_unsaid():
    text = FRAME["en"].format("The Participants intend to meet. (excerpt)")
    keys = {f.key for f in read_loaded(Loaded("x", "0", "txt", text)).facts}
    assert "term_or_expiry" not in keys
    whole = FRAME["en"].format("The Participants intend to meet.")
    assert "term_or_expiry" in {f.key for f in read_loaded(Loaded("x", "0", "txt", whole)).facts}
