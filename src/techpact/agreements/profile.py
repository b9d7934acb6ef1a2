"""What a text is: its language, its kind, and when it was published."""
# ruff: noqa: E501 - alternatives of one kind are easier to extend when they stand on one line

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

import numpy as np

from techpact.agreements.date_patterns import find_date_parts
from techpact.agreements.instruments import (
    INSTRUMENT,
    PREAMBLE,
    TESTIMONIUM,
    leads_to_title,
    names_instrument,
)
from techpact.agreements.layout import Unit
from techpact.agreements.periods import find_day
from techpact.agreements.records import AGREEMENT_TYPES, Published
from techpact.agreements.vocabulary import FORMULA, PARTY_BEARER

TYPES = ("memorandum", "agreement", "joint_statement", "fact_sheet", "policy_paper", "news")

# the kind stands before the matter: "Joint Statement on …"
_STATEMENT_ON = re.compile(
    r"(?:[A-Z][\w.–-]*\s+){0,6}(?:Joint|JOINT)\s+(?:(?:Leaders['’]|[Pp]ress|[Mm]edia)\s+)?"
    r"(?:[Ss]tatement|STATEMENT|[Dd]eclaration|DECLARATION)"
    r"\s+(?i:on|of|by|between|from|following|regarding|concerning)\b"
)
_KANA = (("ぁ", "ん"), ("ァ", "ヴ"), ("ｦ", "ﾝ"))
_HANGUL = (("가", "힣"),)
_IDEOGRAPHS = (("一", "鿿"),)
_LATIN = (("A", "Z"), ("a", "z"))
"""First and last letters of the ranges of a script."""

_KINDS = (
    ("memorandum", re.compile(r"覚書|覚え書|(?i:memorandum\s+of)|양해\s?각서|협력\s?각서|각서$")),
    (
        "joint_statement",
        re.compile(
            r"共同声明|共同宣言|共同発表|(?:閣僚|首脳|大臣)(?:宣言|声明)|議長声明|(?:장관|정상)\s?선언|의장\s?성명|合意議事録|합의\s?의사록|공동\s?발표문|(?i:agreed\s+minutes)|(?i:joint\s+(?:press\s+|media\s+)?(?:statement|declaration)|(?:ministers['’]?|leaders['’]?|ministerial|summit)\s+(?:declaration|statement|communiqu[eé]))|공동\s?(?:성명|선언)"
        ),
    ),
    ("fact_sheet", re.compile(r"ファクトシート|(?i:fact\s?sheet)|팩트\s?시트|설명\s?자료")),
    (
        "agreement",
        re.compile(
            r"協定|条約|取極|取り?決め|議定書|合意|(?i:agreement|treaty|protocol|arrangement)|협정|조약|의정서|약정|합의"
        ),
    ),
)
_PAPER = re.compile(
    r"ポリシー・?(?:メモ|ペーパー|ブリーフ)|政策(?:提言|メモ|研究|ペーパー)|提言(?:書|$)|共同執筆|執筆者|論文|白書|政策ブリーフ|ブリーフィング|意見書|(?:研究|調査)報告"
    r"|(?i:(?:policy|issue|issues|discussion|position|background|research|briefing|analysis)\s+(?:paper|brief|memo(?:randum)?|note)\b|white\s+paper\b|working\s+paper\b|recommendations\b|research\s+report)"
    r"|정책\s?(?:보고서|제언|브리프|메모)|연구\s?보고서|이슈\s?(?:브리프|페이퍼|리포트)|정책\s?(?:노트|연구|메모)|제언"
)
_ADDRESSED = re.compile(
    r"^(?i:subject|re|date|to)\s?:\s?\S|^(?:件名|宛先|宛て?|日付)\s?[::]|^(?:제목|수신|날짜)\s?:"
)
_SENDER = re.compile(r"^(?i:from)\s?:\s?\S|^(?:差出人|発信者?)\s?[::]|^(?:발신|보낸 사람)\s?:")
"""The lines above a memorandum from one person to another."""
_PAPER_LINE = re.compile(
    r"(?:[A-Z][\w'’&]* ){0,3}(?i:(?:policy|issue|discussion|position|background|research|briefing|analysis|working|white)\s+(?:paper|brief|memo(?:randum)?|note|report))(?:\s+(?i:no\.?|#)?\s*[\d/–-]{1,9})?"
    r"|(?:政策提言|政策ペーパー|政策メモ|ポリシー・?(?:メモ|ペーパー|ブリーフ)|提言書?|政策ブリーフ|意見書)(?:\s?(?:第|No\.?)?\s?[\d-]{1,9}号?)?"
    r"|(?:정책\s?(?:보고서|제언|브리프|메모|노트|제안서)|이슈\s?(?:브리프|페이퍼|리포트)|제언)(?:\s?(?:제|No\.?)?\s?[\d-]{1,9}호?)?"
)
"""A line above a title that is the kind of the paper and nothing else."""
_MASTHEAD = 6
_ADVICE = 2
_OWN_ADVICE = re.compile(
    r"(?i:^[^\"“]*\b(?:we|the authors?|this (?:paper|memo|brief|report)) (?:further |also |therefore |strongly )?(?:recommends?|proposes?|urges?)\b)"
    r"|(?:本稿|本メモ|本報告|筆者)(?:は|では)[^。]{0,60}(?:提言|提案|推奨)する|(?:본고|이 보고서|필자)(?:는|은|에서는)[^.]{0,60}(?:제언|제안|권고)한다"
)
"""Advice that a text gives in its own name, outside quotation marks."""
_ADVICE_HEADING = re.compile(
    r"^(?:[0-9IVX]{1,3}[.．、)]\s?|第?[0-9一二三四五六]{1,2}[章節.、]\s?)?(?:(?i:(?:key |main |our |policy )?recommendations?(?: for (?:action|policy|\w+))?|what to do(?: next)?|what (?:should|must|can|could|needs to) (?:be done|happen|\w+ do)(?: next)?|(?:our|\w+) (?:proposals|recommendations)|policy (?:options|proposals)|the way forward|next steps for policy)"
    r"|(?:政策)?提言|(?:政策)?勧告|(?:主な|政策への)提言|今後の(?:対応策|政策)|(?:何を|どう)すべきか|(?:取|と)るべき(?:対応|施策|行動|方策|政策)|(?:정책\s?)?(?:제언|권고(?:사항)?|제안)|무엇을 (?:할 것인가|해야 하(?:나|는가)))\s?[:：?？]?$"
)
"""A heading under which only a paper gives its advice."""
_RECOMMENDS = re.compile(r"べき(?:である|だ|で|$)|(?i:\bshould\b)|해야\s?(?:한다|할)|필요가\s?있")
_STAMP = re.compile(
    r"公開|更新|投稿|配信|掲載|発行|発表|年月日|入力|입력|게재|발행|승인|등록|수정|보도|배포|작성|일시|기사|(?i:published|updated|posted|date)"
)
_HEAD = 14
_DATE_LINE = re.compile(
    r"^(?:(?i:date|dated|published(?: on)?|issued|updated|posted)\s?:?\s?|(?:発行|公開|掲載|発表|作成)日?\s?[::]?\s?|(?:발행|게재|작성|발표)일?\s?:?\s?|\(|\[)?"
    r"(?:[^|｜/\d]{2,40}(?:記者|特派員|編集委員|기자|특파원|논설위원|[a-z])\s?[|｜/]\s?)?"
    r"(?:(?:[A-Z][A-Za-z .]{1,24}, )?(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? )?)"
    r"(?P<date>.{4,24}?)(?:\s?[(（][^()（）]{1,12}[)）])?(?:[\s,]*\d{1,2}(?::|時)\d{2}.{0,12}?)?(?:\s?[(（][^()（）]{2,30}[)）])?[)\]]?$"
)
"""A line that holds a date, perhaps with a label, a place or a weekday, and nothing else."""
_YEAR = re.compile(r"(?<!\d)(20[0-4]\d)(?!\d)\s?[年년]?")


def find_language(text: str) -> str:
    """Return `ja`, `ko` or `en` by the script in which most of the text is written."""
    sample = text[:20_000] + text[len(text) // 2 : len(text) // 2 + 20_000]
    points = np.frombuffer(sample.encode("utf-32-le", "surrogatepass"), "<u4")
    kana, hangul, ideographs, latin = (
        sum(int(np.count_nonzero((points >= ord(a)) & (points <= ord(z)))) for a, z in ranges)
        for ranges in (_KANA, _HANGUL, _IDEOGRAPHS, _LATIN)
    )
    if hangul > kana and hangul * 3 > latin:
        return "ko"
    if (kana + ideographs) * 3 > latin and kana + ideographs:
        return "ja"
    return "en"


def find_type(title: Unit | None, body: Sequence[Unit], units: Sequence[Unit] = ()) -> str:
    """Return one of `TYPES`.

    An agreement has an instrument's name for a title and names its parties or is signed; a paper
    calls itself one or recommends often; everything else is news.
    """
    head = [u.text for u in body[:12]]
    lines = [line.text.strip() for u in [*units[:_HEAD], *body[:_HEAD]] for line in u.lines]
    if any(map(_SENDER.match, lines)) and any(map(_ADDRESSED.match, lines)):
        return "policy_paper"
    name = title.text if title else ""
    following = next((u for a, u in itertools.pairwise(body[:4]) if a is title), None)
    if following is not None and (
        INSTRUMENT.match(following.text)  # its kind on a line of its own
        or (leads_to_title(name) and names_instrument(following.text))
    ):
        name = f"{name} {following.text}"
    tail = [u.text for u in body[-15:]]
    if name and names_instrument(name):
        signed = any(TESTIMONIUM.search(t) and len(t) < 400 for t in tail)
        if signed or any(PREAMBLE.search(t) for t in head[:6]):
            return next((kind for kind, pattern in _KINDS if pattern.search(name)), "agreement")
    if name and len(name) < 120:
        for kind in ("joint_statement", "fact_sheet"):
            pattern = dict(_KINDS)[kind]
            printed = pattern.search(name[-60:]) or _STATEMENT_ON.match(name)
            if kind == "fact_sheet":
                printed = printed or pattern.match(name)
            if printed and not re.search(r"[。!?！？]", name):
                return kind
    if not _reports(body) and _sides_act(body):
        sealed = any(TESTIMONIUM.search(t) and len(t) < 400 for t in tail)
        return (
            "agreement" if sealed or any(FORMULA.search(t) for t in head[:8]) else "joint_statement"
        )
    advice = sum(len(_RECOMMENDS.findall(u.text)) for u in body)
    size = sum(len(u.text) for u in body)
    if any(_PAPER.search(t) and len(t) < 200 for t in [name, *head[:6]]) and advice:
        return "policy_paper"
    if advice >= _ADVICE and any(map(_PAPER_LINE.fullmatch, _masthead(title, units))):
        return "policy_paper"
    headed = any(_ADVICE_HEADING.match(line.text.strip()) for u in body for line in u.lines[:1])
    own = sum(bool(_OWN_ADVICE.search(u.text)) for u in body)
    if advice + own >= _ADVICE and (headed or own):
        return "policy_paper"
    return "policy_paper" if advice >= 10 and advice * 400 > size else "news"


_LEAST_ACTS, _ACTING, _LEAST_SENTENCE, _SUBJECT_WITHIN, _OPENING = 5, 0.35, 20, 24, 64
_FIRST_UNITS = 60
_REPORTS = re.compile(
    r"と(?:述べた|語った|話した|報じた|伝えた)|\b(?:said|told|reported)\b|고\s(?:말했다|밝혔다|전했다|보도했다)"
)


def _sides_act(body: Sequence[Unit]) -> bool:
    """Whether a text, whatever it is called, says mostly what its parties do."""
    whole = [u.text for u in body[:_FIRST_UNITS] if len(u.text) >= _LEAST_SENTENCE]
    acts = sum(
        (m := PARTY_BEARER.search(t, 0, _OPENING)) is not None and m.start() <= _SUBJECT_WITHIN
        for t in whole
    )
    return acts >= _LEAST_ACTS and acts >= _ACTING * len(whole)


def _reports(body: Sequence[Unit]) -> bool:
    """Whether a text tells more than once what somebody said."""
    return sum(len(_REPORTS.findall(u.text)) for u in body) > 1


def _masthead(title: Unit | None, units: Sequence[Unit]) -> list[str]:
    """The lines right above and below the title."""
    at = next((i for i, u in enumerate(units) if u is title), 0)
    near = [*units[max(0, at - _MASTHEAD) : at], *units[at + 1 : at + 3]]
    return [line.text.strip() for u in near for line in u.lines]


def find_published(
    kind: str, units: Sequence[Unit], body: Sequence[Unit], given: str | None
) -> Published:
    """Find the day of publication.

    A date that the file or a stamp line states is taken as it is; the day of signature dates an
    agreement; else the latest year that the body names is given and marked inferred.
    """
    if given:
        return Published(given, False)
    if kind not in AGREEMENT_TYPES:
        for unit in units[:_HEAD]:
            for line in unit.lines:
                found = _DATE_LINE.match(" ".join(line.text.split()))
                day = find_date(found["date"]) if found else None
                if day:
                    return Published(day, False)
    inside = {id(u) for u in body}
    for unit in [*units[:40], *units[-10:]]:
        short = len(unit.text) < (120 if _STAMP.match(unit.text.strip("[](|") or " ") else 60)
        outside = id(unit) not in inside
        if short and (outside or _STAMP.search(unit.text)):
            day = _day(unit.text)
            if day and (_STAMP.search(unit.text) or len(unit.text) < 25):
                return Published(day, False)
    if kind in AGREEMENT_TYPES:
        for unit in reversed(body):
            if TESTIMONIUM.search(unit.text):
                day = _day(unit.text)
                if day:
                    return Published(day, True)
    years = [m.group(1) for u in body for m in _YEAR.finditer(u.text)]
    if not years:
        return Published(None, True)
    # Papers speak of coming years too; the latest year that is named twice is the safer guess.
    repeated = sorted(y for y in set(years) if years.count(y) > 1) or sorted(years)
    return Published(repeated[-1], True)


def find_date(text: str) -> str | None:
    """Read a text that is a date and nothing else, to the day or the month."""
    parts = list(find_date_parts(text, 0, len(text)))
    if len(parts) != 1 or parts[0].year is None or parts[0].month is None:
        return None
    (found,) = parts
    if text[: found.start].strip(" ,.") or text[found.end :].strip(" ,."):
        return None
    value = f"{found.year:04d}-{found.month:02d}"
    return f"{value}-{found.day:02d}" if found.day else value


def _day(text: str) -> str | None:
    found = find_day(text)
    return found[0] if found else None
