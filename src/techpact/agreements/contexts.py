"""Find organisations by what stands around them, whatever their names look like.

The head of a firm, a spokesman's employer, the members of a list of companies, a venture that is
given its name: such places are held by organisations, and a name found so is one everywhere else
in the text.
"""
# ruff: noqa: E501 - lists of words are easier to extend when they stand on one line

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial

from techpact.agreements.firms_en import (
    GENERIC_FIRST,
    NAME,
    NAME_OF,
    NO_NAMES,
    firms_told_of,
)
from techpact.agreements.known_forms import Borders, find_forms
from techpact.agreements.lexicon import words
from techpact.agreements.organisations_ja import Organisation
from techpact.agreements.people_ja import Person
from techpact.agreements.places import japanese_places
from techpact.agreements.scripts import has_hangul, has_kana, latin_stretches

_SCORE = 0.65
_MOST_NAMES = 400
"""A bound that no honest text reaches, so that a hostile one is read in linear time."""

# English
_JOB = (
    r"(?:officer|chief|president|head|director|chair(?:man|woman|person)?|analysts?|economists?"
    r"|researchers?|engineers?|scientists?|professors?|spokes(?:man|woman|person)|partners?"
    r"|founders?|executives?|lawyers?|fellows?|editors?|managers?|CEO|CTO|CFO|lecturers?"
    r"|representatives?|officials?|strategists?|consultants?|employees?|boss)"
)
_EMPLOYED = re.compile(
    rf"\b(?:{_JOB}|[Ff]ormerly|[Pp]reviously) (?:at|of|for|from|with) (?:the )?(?P<x>{NAME_OF})(?=[\s,.;:)'’]|$)"
)
_TOLD = re.compile(
    rf"\btold (?:the )?(?P<x>{NAME_OF})(?=[,.]| (?:on|in|that|he|she|it|they|the)\b)"
)
_KIND = (
    r"(?:company|compan\w+|start-?up|firm|maker|chipmaker|unit|subsidiary|developer|operator"
    r"|supplier|venture|consortium|think tank|university|lab|laboratory|agency|conglomerate"
    r"|manufacturer|provider|producer|giant|group|spin-?off|lender|utility|carmaker|newspaper"
    r"|magazine|nonprofit|foundry|regulator|watchdog|union|association|institute|centre|center)"
)
_APPOSED = re.compile(
    rf"(?<!\bin )(?<!\bat )(?<!\bof )(?P<x>{NAME}), (?:a|an|the|one of) (?:(?!who\b)[\w'’.-]+ ){{0,5}}?{_KIND}\b"
)
_CALLED = re.compile(
    rf"\b{_KIND}\b[^.;\n]{{0,24}}?\b(?:called|named|dubbed|known as) (?P<x>{NAME})"
)
_SORT_THEN = re.compile(
    rf"\b(?:an?|the|another|one|rival) (?:(?!of\b)[\w-]+ ){{0,4}}{_KIND}, (?P<x>{NAME})(?=,)"
)
_STAFF = re.compile(
    rf"\b(?i:analysts|skeptics|sceptics|engineers|researchers|economists|scientists|executives|officials|lawyers|managers|experts|insiders|staff|colleagues|strategists|traders) (?:at|from|with) (?P<x>{NAME})(?: and (?P<y>{NAME}))?(?= (?:say|says|said|have|had|were|are|estimate|estimated|expect|expected|think|believe|warn|warned|argue|put|reckon|note|noted|told|will|and|who|in|to|on)\b|[,.])"
)
"""Whom those work for who are told of by their trade alone."""
_PAPER = re.compile(
    r"\btold (?P<x>The [A-Z][a-z]+(?: [A-Z][a-z]+)?)(?=[,.]| (?:on|in|that|last|this)\b)"
)
_HELD = re.compile(
    r"\b(?:owned|backed|operated|developed|made|built|supplied|founded) by (?:the )?"
    rf"(?P<x>{NAME})|\b(?:stakes?|shares?) (?:in|of) (?P<y>{NAME})"
    rf"|\b(?P<z>{NAME})['’]s? (?:factory|factories|plants?|headquarters|subsidiar\w+|shares"
    r"|customers|chief executive|spokes\w+|researchers|engineers|laborator\w+|board|foundry"
    r"|products|chips?|technology|fuel|reactors?)\b"
)
_SPELT = re.compile(rf"(?P<x>{NAME_OF}) \((?P<short>[A-Z][A-Za-z&-]{{1,9}})\)")
_LEGAL = re.compile(
    r"[ \n](?:Ltd\.?|Inc\.?|Corp\.?|Co\.?|PLC|plc|LLC|GmbH|Limited|Corporation|Holdings|Group|AG"
    r"|S\.?A\.?|N\.?V\.?|AB|Oy|ASA)$"
)

# Japanese
_T = r"[一-鿿々ァ-ヺーA-Za-z0-9&・]"
_ROLE_JA = re.compile(
    r"(?:社長|会長|CEO|CTO|CFO|COO|最高.{2,4}責任者|教授|准教授|講師|研究員|研究主幹|所長|院長|理事長"
    r"|学長|総長|代表|幹事長|局長|部長|課長|室長|顧問|アナリスト|エコノミスト|センター長|事務局長|事務総長"
    r"|総裁|フェロー|審議官|取締役|頭取|理事|編集長|論説委員|主任|主席|党首|記者|責任者|担当者)$"
)
_BEFORE_JA = re.compile(rf"(?P<x>{_T}{{2,30}})の$")
_FOREIGN_JA = re.compile(
    r"(?:(?<![一-鿿])[米英独仏蘭豪韓台]|(?:米国|英国|韓国|台湾|ドイツ|フランス|オランダ|カナダ|オーストラリア)の)"
    r"(?P<x>[ァ-ヺー]{2,}(?:・[ァ-ヺー]{2,}){0,4})(?=[はがともやのをに、)」(]|から|など|による)"
)
_NAMED_JA = re.compile(
    r"(?:合弁会社|新会社|子会社|スタートアップ|新興企業|ベンチャー|持ち株会社|共同事業体|企業連合|シンクタンク"
    r"|国営|国有|大手|メーカー|新興|半導体企業|運営会社)(?:の)?"
    r"(?:「(?P<q>[^「」。\n]{2,24})」|(?P<x>[ァ-ヺー]{2,}(?:・[ァ-ヺー]{2,}){0,4})(?=[はがともやのをに、]))"
)
_COUNTED_JA = re.compile(r"[0-9二三四五六七八九十](?:社|者|機関|大学|団体|法人)")
_LIST_JA = re.compile(
    rf"(?P<list>{_T}{{2,24}}(?:(?:、|と|及び){_T}{{2,24}}){{1,9}})(?:など|ほか)?の?{_COUNTED_JA.pattern}"
)
_NO_NAMES_JA = words(
    "米国 日本 韓国 中国 英国 両国 同国 各国 政府 両政府 同社 各社 当社 自社 同省 同氏 同庁 同局 同党 同紙 "
    "同大学 両社 民間 業界 関係者 専門家 研究者 大学 企業 メーカー 大手 首相 大統領 記者 当局 国内 海外 "
    "与党 野党 メディア アジア ヨーロッパ アメリカ トップ チーム グループ プロジェクト センター リーダー "
    "スタートアップ 現地 地元 会社 組織 機関 財界 国会 議会 党 同党 東京 ワシントン ソウル"
)
_TAIL_JA = re.compile(r"(?:工業|ホールディングス|グループ|株式会社|自動車|電機|製作所|製薬)$")

# Korean
_ROLE_KO = (
    r"(?:대표이사|공동대표|대표|최고[가-힣]{2,6}책임자|최고경영자|회장|부회장|사장|부사장|전무|상무|이사장|이사"
    r"|교수|연구원|연구위원|선임연구원|책임연구원|수석연구원|소장|원장|총장|학장|센터장|본부장|대변인|애널리스트"
    r"|원내대표|당대표|기자|논설위원|위원장|부의장|사무총장|팀장|실장|국장)"
)
_AFTER_KO = re.compile(rf"{_ROLE_KO}$")
_BEFORE_KO = re.compile(r"(?<![가-힣A-Za-z])(?P<x>[가-힣A-Za-z0-9·&]{2,16}?)의? $")
_HELD_KO = re.compile(
    rf"(?<![가-힣A-Za-z])(?P<x>[가-힣A-Za-z0-9·&]{{2,16}})\s(?:(?:관계자|측)(?:는|은|이|가)|{_ROLE_KO}"
    r"(?:\([A-Z]{3}\))?\s[가-힣]{2,5}(?:\s[가-힣]{2,6})?(?:은|는|이|가|도|와|과)\s)"
)
_NAMED_KO = re.compile(
    r"(?:스타트업|벤처기업|합작법인|합작사|자회사|대기업|반도체\s기업|중소기업|싱크탱크|제조사|업체|신생기업)(?:인)?\s?"
    r"['‘\"“]?(?P<x>[가-힣A-Za-z0-9]{2,14}?)['’\"”]?(?=(?:은|는|이|가|을|를|의|와|과|에|도|로|으로)?(?![가-힣A-Za-z]))"
)
_OWNS_KO = re.compile(
    r"(?<![가-힣A-Za-z0-9])(?P<x>(?=[0-9&가-힣]*[A-Za-z])[A-Za-z0-9가-힣&]{1,13}[A-Za-z0-9])(?:의)?\s(?:데이터센터|본사|공장|생산라인|자회사|연구진|칩|반도체|서버|주가|지분|최고경영자)"
    r"|(?<![가-힣A-Za-z0-9])(?P<y>[가-힣A-Za-z]{2,12})(?:와의|과의)?\s(?:인터뷰|기고문?)(?:에서|를\s통해|을\s통해)"
)
"""A firm by what only firms have, and a paper by its interviews."""
_LIST_KO = re.compile(
    r"(?P<list>[가-힣A-Za-z0-9·& ]{2,24}(?:(?:,\s|와\s|과\s|및\s)[가-힣A-Za-z0-9·& ]{2,24}){1,9}?)\s?"
    r"등\s?(?:[0-9]{1,2}|[두세네])\s?(?:개\s?사|개\s?기업|개\s?기관|곳|사|개\s?대학)"
)
_NO_NAMES_KO = words(
    "우리 미국 한국 일본 중국 영국 양국 정부 양측 기업 업계 학계 대학 관계자 전문가 당국 국내 해외 대통령실 "
    "여당 야당 같은 이날 그 이 한 전 현 신임 당시 또 특히 물리학과 경제학과 교수 연구진 회사 여러 일부 주요 "
    "연구원 연구소 재단 센터 협회 위원회 기관 부처 학교 본부 산하 소속 출신 대학원 "
    "지난달 이번달 지난주 이번주 지난해 올해 내년 작년 최근 당시 오늘 어제 현재 이후 이전 "
    "다른 해당 한편 이어 그러나 하지만 현지 국제 언론 가운데 임원 임직원 반면 경영진 실무진"
)
_ROLE_ONLY = re.compile(
    rf"[가-힣]{{0,12}}(?:정책관|심의관|기획관|조정관|담당관)(?:과|와)?$|(?:선임|책임|수석|전임|객원)?(?:{_ROLE_KO}|연구원)(?:와|과|은|는|이|가|도)?$"
    rf"|[가-힣]{{0,10}}(?:{_ROLE_KO}|장관|차관|청장)(?:와|과)$"
    r"|.{0,12}(?:シンクタンク|メーカー|企業|大手|業者|当局|陣営|筋|メディア)$"
    r"|(?:It|Its|His|Her|Their|Our|My|Your)$"
)
"""An office is no organisation."""
_NO_TAIL_KO = re.compile(
    r"(?:학과|학부|전공|에서|에게|까지|부터|으로|하는|되는|했던|라는|한|된|던|및|등|고|며|을|를|은|는)$"
)
_PARTICLE_KO = r"(?=(?:은|는|이|가|을|를|의|와|과|에|에서|에게|도|로|으로|만|측은|측이|측)?(?![가-힣A-Za-z0-9]))"


def organisations_in_context(
    text: str, people: Sequence[Person], other: frozenset[str]
) -> Iterator[Organisation]:
    """Find organisations by their surroundings.

    Parameters
    ----------
    text
        Folded text.
    people
        People already found in it.
    other
        Names of people, countries and cities, which hold the same places in a sentence.
    """
    found = [
        (at + start, at + end)
        for at, stretch in latin_stretches(text)
        for start, end in _english(
            stretch,
            [p.moved(-at) for p in people if at <= p.start and p.end <= at + len(stretch)],
        )
    ]
    if has_kana(text):
        found += _japanese(text, people)
    if has_hangul(text):
        found += _korean(text, people)
    for start, end in found:
        name = text[start:end]
        if name in other or _common(name):
            continue
        yield Organisation(start, end, "ORG", _SCORE)


def surnames(people: Sequence[Person]) -> frozenset[str]:
    """Names of people and the parts of them."""
    return frozenset(part for p in people for part in (p.name, *re.split(r"[ ・]", p.name)))


def taken_up(
    text: str, names: Sequence[str], other: frozenset[str]
) -> Iterator[tuple[int, int, str]]:
    """Find names that are known already, in full or by the word that sets them apart.

    Yields start, end and the name in full.
    """
    forms: dict[str, str] = {}
    for name in names:
        forms[name] = name
        short = _short(name)
        if short and short not in other and not _common(short):
            forms.setdefault(short, name)
    in_one_line = text.replace("\n", " ")
    chosen = list(forms)[:_MOST_NAMES]
    for start, end, form in find_forms(in_one_line, chosen, partial(_BORDERS.whole, text)):
        yield start, end, forms[form]


def _common(name: str) -> bool:
    if name in _NO_NAMES_JA or name in _NO_NAMES_KO or len(name) < 2 or _ROLE_ONLY.match(name):
        return True
    parts = name.split()
    return all(p in NO_NAMES or p in {"of", "and", "for", "the"} for p in parts)


def _short(name: str) -> str | None:
    """The form by which a text takes a name up again."""
    if name[0].isascii():
        bare = _LEGAL.sub("", name)
        if bare != name and (" " in bare or bare not in GENERIC_FIRST):
            return bare if " " not in bare or " of " in bare else _first(bare) or bare
        return _first(name)
    if "ァ" <= name[0] <= "ヺ" and "・" in name:
        first = name.split("・")[0]
        return first if len(first) > 3 else None
    cut = _TAIL_JA.sub("", name)
    return cut if cut != name and len(cut) > 2 and cut[0] > "\u3400" else None


def _first(name: str) -> str | None:
    first, _, rest = name.partition(" ")
    if not rest or " of " in name or first in GENERIC_FIRST or len(first) < 4:
        return None
    if _OF_A_PLACE.search(rest):
        return None
    return first if first.isalnum() and not first.isupper() else None


_OF_A_PLACE = re.compile(r"(?:Times|Post|Herald|Tribune|Daily|Gazette|University|School|College)$")
"""Heads before which a place stands, which alone is the place."""


_BORDERS = Borders(
    latin=(r"(?<![\w&-])", r"(?![\w&-]|[ \n][A-Z][a-z])"),
    hangul=(r"(?<![가-힣A-Za-z0-9])", _PARTICLE_KO),
    katakana=(r"(?<![ァ-ヺー・])", r"(?![ァ-ヺー・])"),
    kanji=(r"(?<![一-鿿々])", r"(?![一-鿿々ァ-ヺー])"),
)
"""What stands before and behind the name of an organisation."""


def _english(text: str, people: Sequence[Person]) -> Iterator[tuple[int, int]]:
    for pattern in (_EMPLOYED, _TOLD, _APPOSED, _SORT_THEN, _CALLED, _HELD):
        for match in pattern.finditer(text):
            group = match.lastgroup or "x"
            start, end = match.span(group)
            first = match[group].split()[0]
            if first in NO_NAMES:
                continue
            cut = text.find("\n", start, end)
            if cut >= 0 and text[cut + 1 : end].partition(" ")[0] in NO_NAMES:
                end = cut  # a new line begins a new sentence
            yield start, end
    for match in _STAFF.finditer(text):
        for group in ("x", "y"):
            if match[group] and match[group].split()[0] not in NO_NAMES:
                yield match.span(group)
    for match in _PAPER.finditer(text):
        yield match.span("x")
    yield from firms_told_of(text, people)
    for match in _SPELT.finditer(text):
        lead = _initials(match["x"], match["short"])
        if lead is not None:
            yield match.start("x") + lead, match.end("x")


def _initials(name: str, short: str) -> int | None:
    """Where in a name the words begin whose initials an abbreviation gives."""
    found = list(re.finditer(r"[A-Z][\w’'-]*", name))
    letters = [c for c in short if c.isupper()]
    if len(letters) < 2 or len(found) < len(letters):
        return None
    tail = found[len(found) - len(letters) :]
    if [m.group()[0] for m in tail] == letters:
        return tail[0].start()
    return None


_MISTER_JA = frozenset({"氏", "さん", "博士", "女史"})
_FIRM_JA = re.compile(
    r"[一-鿿]{0,4}[ァ-ヺー]{3,}(?:・[ァ-ヺー]{2,})*$|[一-鿿々ぁ-んァ-ヺー]{2,10}(?:証券|銀行|総研|総合研究所|研究所|新聞|大学|電機|工業|商事|化学)$|[A-Z][A-Za-z0-9&]{2,14}$"
)
_KANA_FIRM_JA = re.compile(
    r"(?:^|(?<=[。、\n「」]))(?P<x>[ぁ-ん]{2,4}(?:証券|銀行|総研|総合研究所|研究所|新聞|大学|電機|工業|商事|化学|ホールディングス))の$"
)
"""What ends before 「の…氏」 that is a body rather than a country or a trade."""
_LOAN_NOUN = re.compile(
    r"(?:メーカー|アナリスト|エコノミスト|コンサルタント|リーダー|マネージャー|スタッフ|メンバー|オーナー|エンジニア|センター|チーム|グループ|プロジェクト|プログラム|スタートアップ|ベンチャー|シンクタンク|メディア|ワシントン|ロンドン|パートナー|ディレクター|ユーザー|アジア|ヨーロッパ)$"
)
_SEATED_JA = re.compile(
    r"(?:^|(?<=[、)）\n:：]))(?P<x>[一-鿿々ァ-ヺーA-Za-z][一-鿿々ァ-ヺーA-Za-z・]{2,19})[ \u3000](?=[一-鿿々ァ-ヺ])",
    re.M,
)
"""The body before a name in a list of those present."""


def _japanese(text: str, people: Sequence[Person]) -> Iterator[tuple[int, int]]:
    for person in people:
        if person.role is None or not _ROLE_JA.search(text[slice(*person.role)]):
            continue
        before = _BEFORE_JA.search(text, max(0, person.start - 32), person.start)
        if before:
            yield before.span("x")
    for person in people:
        if person.role is None or text[slice(*person.role)] not in _MISTER_JA:
            continue
        before = _BEFORE_JA.search(text, max(0, person.start - 32), person.start)
        if kana := _KANA_FIRM_JA.search(text, max(0, person.start - 16), person.start):
            yield kana.span("x")
        firm = _FIRM_JA.search(before["x"]) if before else None
        if before is None or firm is None or firm[0] in _NO_NAMES_JA:
            continue
        if firm[0] not in japanese_places() and not _LOAN_NOUN.search(firm[0]):
            yield before.start("x") + firm.start(), before.end("x")
    starts = {p.start for p in people}
    for match in _SEATED_JA.finditer(text):
        if match.end() in starts:
            yield match.span("x")
    for match in _FOREIGN_JA.finditer(text):
        yield match.span("x")
    for match in _NAMED_JA.finditer(text):
        yield match.span("q" if match["q"] else "x")
    for match in _LIST_JA.finditer(text) if _COUNTED_JA.search(text) else ():
        start = match.start("list")
        for piece in re.finditer(r"[^、と及]+(?:及(?!び)[^、と]*)*", match["list"]):
            abroad = _STATE_AHEAD.match(piece.group())
            yield start + piece.start() + (abroad.end() if abroad else 0), start + piece.end()


_STATE_AHEAD = re.compile(r"[米英独仏蘭豪韓台中](?=[ァ-ヺ])")
_FIRM_AFTER_KO = re.compile(
    rf"\s(?P<x>[가-힣A-Za-z0-9&]{{2,14}})\s(?=(?:[가-힣]{{2,6}}\s)?{_ROLE_KO})"
)
_FIRM_KO = re.compile(
    r"(?:증권|은행|카드|보험|생명|전자|화학|건설|중공업|테크|바이오|소프트|뉴스|신문|일보|대|온|스|크|트|드|론|닉|텔|컴|콤|넷|랩|버|퍼|틱|믹)$|[A-Za-z]"
)
"""The end of a name of a firm, as its word or as a syllable of foreign names."""
_NO_PAPERS_KO = words(
    "언론 방송 본지 현지 단독 서면 전화 화상 최근 이번 당시 인터뷰 특별 공동 별도 신년 취임 해외 국내 외신 한 기자 매체 현장 이메일 화상으로 잡지 주간지"
)


def _korean(text: str, people: Sequence[Person]) -> Iterator[tuple[int, int]]:
    for person in people:
        if person.role is None or not _AFTER_KO.search(text[slice(*person.role)]):
            continue
        before = _BEFORE_KO.search(text, max(0, person.start - 20), person.start)
        if before and not _NO_TAIL_KO.search(before["x"]):
            yield before.span("x")
    for pattern in (_HELD_KO, _NAMED_KO, _OWNS_KO):
        for match in pattern.finditer(text):
            group = "x" if match["x"] else "y"
            if not _NO_TAIL_KO.search(match[group]) and match[group] not in _NO_PAPERS_KO:
                yield match.span(group)
    for person in people:
        # 조성준 리벨리온 부사장, 제니퍼 로스 한빛증권 연구원: the firm after the name
        if person.role is not None and person.role[0] > person.end:
            after = _FIRM_AFTER_KO.match(text, person.end, person.role[1])
            if after and _FIRM_KO.search(after["x"]):
                yield after.span("x")
    for match in _LIST_KO.finditer(text):
        start = match.start("list")
        for piece in re.finditer(r"[^,\s](?:[^,]*[^,\s])?", match["list"]):
            for part in re.finditer(r"\S+$", piece.group()):
                yield start + piece.start() + part.start(), start + piece.end()
