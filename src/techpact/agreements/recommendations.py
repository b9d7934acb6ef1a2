"""Find what a policy paper recommends, to whom, and in which of three groups."""
# ruff: noqa: E501 - alternatives of one kind are easier to extend when they stand on one line

from __future__ import annotations

import re
from collections.abc import Sequence

from techpact.agreements.records import Recommendation, Span
from techpact.agreements.statements import statements

_CUE = re.compile(
    r"べき(?=[。、たでだとか)）]|(?:である|だ|では|です))|(?:する|く|る|な|い|の)?必要がある"
    r"|必要がありま|なければならない|なければなりません|ねばならない"
    r"|が必要となる|が必要である|が必要だ。|が望まし|が求められ|ことを(?:提|提案|推奨|勧告)"
    r"|(?:こと|拡大|強化|連携|協力|整備)[はもが]重要(?:だ|である|です)"
    r"|\b(?:should|must|ought to|needs? to|have to|has to)\b|\b(?:we|the authors?|this (?:paper"
    r"|memo|report|brief)) (?:(?:also|further|therefore|strongly|thus) )?(?:recommends?|urges?|proposes?|calls? (?:for|on))\b"
    r"|\bit is (?:essential|critical|vital|imperative|important|necessary|advisable) (?:that|to"
    r"|for)\b|\bis (?:needed|required|recommended)\b"
    r"|해야 (?:한다|합니다|할 것)|하여야 한다|(?:할|될|일) 필요가 있|필요하다[.]|(?:것을|도록) "
    r"(?:제안|권고|제언|촉구)|바람직하다|되어야 한다|아야 한다|어야 한다",
    re.I,
)
_NOT_ADVICE = re.compile(
    r"べき(?:だ|で)(?:った|はなかった)|\bshould (?:have|be noted)\b|\bmust have\b"
    r"|必要がある(?:のか|かどうか)|^(?:この|本)(?:メモ|稿|論文|報告)"
    r"|^(?:re|subject|to|from|date)\s?:|^This (?:paper|memo(?:randum)?|brief|note|report|article|study)\b(?!.*recommend)"
    r"|^(?:some|critics|others|opponents|sceptics|skeptics|many)\b[^.]{0,24}\b(?:say|says|argue|claim|object|fear|insist)\b|해야 한다는 (?:지적|비판|주장|의견)|べきだ(?:と(?:の|いう|指摘|批判|主張)|として)|\bneed to (?:know|understand) (?:why|how)\b",
    re.I,
)
_HEADING = re.compile(
    r"提|イニシアチブ\s?[0-9０-９一二三四五]|イニシアティブ\s?[0-9０-９]|勧告|推奨"
    r"|recommendations?|initiatives?|policy options|what (?:to do|(?:should|must|can|needs to)\b)|すべきか|(?:取|と)るべき|무엇을|제언|권고|이니셔티브|정책 제안",
    re.I,
)
_LEAVING = re.compile(
    r"^(?:結論|おわりに|終わりに|まとめ|(?:想定される)?(?:反論|異論|懸念|課題と限界)|謝辞|注|脚注|参考文献|\(了\)|（了）|conclusions?|notes?"
    r"|references|endnotes?|objections?|counter-?arguments?|caveats?|risks\b|limitations?|acknowledge?ments?|about the authors?|반론|우려|한계|결론|맺음말|주석|참고문헌)",
    re.I,
)
_PLAIN_JA = re.compile(
    r"(?:する|行う|図る|探る|進める|高める|深める|広げる|設ける|作る|つくる|整える|求める|定める"
    r"|始める|取り組む|見直す|活かす|生かす|促す|築く|担う|支える|続ける|強める|改める"
    r"|集める)[。]?$"
)
_PLAIN_KO = re.compile(r"(?:한다|하자|할 것|한다\.|추진|강화|구축|마련|확대|신설)[.]?$")
_IMPERATIVE_EN = re.compile(
    r"^(?:[-•*\d.)\s]*)(?:Establish|Create|Expand|Launch|Align|Develop|Build|Strengthen|Increase"
    r"|Reduce|Adopt|Set up|Invest|Coordinate|Share|Fund|Form|Open|Support|Promote|Encourage"
    r"|Update|Harmoni[sz]e|Negotiate|Convene|Designate|Require|Restrict|Limit|Screen|Pool|Deepen"
    r"|Extend|Engage|Offer|Provide|Use|Work with|Revise|Review|Publish|Appoint|Ensure|Join|Make"
    r"|Remove|Ease|Streamline|Prioriti[sz]e|Leverage|Implement)\b"
)
_DESCRIBES = re.compile(
    r"^(?:これ[はらに]|ここ[にでは]|この|その(?!ため)|こうした|しかし|一方|同時に|These|This"
    r"|That|It|They|Such|이는|이러한|이것은|그러나)"
)
_GROUPS = {
    "access_restriction": re.compile(
        r"アクセス制限|輸出管理|輸出規制|投資規制|外資規制|投資(?:の)?審査|エンドユース|技術流出|申告|義務付け|保護技術|技術(?:の)?保護|迂回|軍事転用"
        r"|規制の|access restrictions?|export controls?|investment screening|screening"
        r"|restrict|end[- ]use|outbound investment|licen[cs]|entity list|\bvet(?:s|ting|ted)?\b|foreign funding|controlled"
        r"|case-by-case|diversion|safeguard|보호 기술|기술 보호|우회|신고|접근 제한|수출\s?통제"
        r"|투자\s?심사|기술 유출|규제",
        re.I,
    ),
    "joint_innovation": re.compile(
        r"共同イノベーション|共同研究|研究・?開発|研究者|科学技術協力|国立研究所|人材交流|人材"
        r"|イノベーション|共同出資|標準化|joint (?:innovation|research|R&D|fund|development)"
        r"|research"
        r"|R&D|scien(?:ce|tist)|innovation|laborator|talent|exchange|공동 ?혁신|공동 ?연구"
        r"|연구\s?개발|인력|과학기술|혁신",
        re.I,
    ),
    "third_country_engagement": re.compile(
        r"第三国|途上国|新興国|新興市場|インド太平洋|ASEAN|欧州諸国|ホスト国|デジタル連結性|海底"
        r"|多国間|third[- ]countr|developing|emerging (?:market|econom)|Indo-Pacific|Southeast "
        r"Asia|host countr|Global South|partner countries|\binvit(?:e|es|ing)\b|Africa|Latin America"
        r"|Pacific Island|Vietnam|Indonesia|Philippines|Chile|東南アジア|アフリカ|中南米|ベトナム|インドネシア"
        r"|동남아|아프리카|중남미|베트남|인도네시아"
        r"|제3국|개발도상국|신흥국|인도태평양|인도·태평양|아세안",
        re.I,
    ),
}
_HEADING_GROUPS = {
    "access_restriction": re.compile(
        r"アクセス制限|制限|輸出管理|規制|守る|防ぐ|access|restrict|control|protect|\bguard|\bshield|\block\b|지키|막기|접근 ?제한|통제|규제",
        re.I,
    ),
    "joint_innovation": re.compile(
        r"共同イノベーション|イノベーション|共同研究|ともに|共に|innovation|joint|together|research|promot|함께|혁신|공동 "
        r"?연구",
        re.I,
    ),
    "third_country_engagement": re.compile(
        r"第三国|関与|途上国|仲間|他国|third|engage|partner|outreach|\bothers\b|\bbeyond\b|abroad|다른 나라|우방|제3국|관여|신흥국",
        re.I,
    ),
}
_HEADING_LENGTH = 48
_WEIGHTS = {"access_restriction": 1.2, "joint_innovation": 1.0, "third_country_engagement": 1.5}
"""Research is spoken of everywhere; a region or a control says more about the group."""
_UNNAMED = "joint_innovation"
"""The group of what two allies are to do together when no word says more."""
_SUBJECT = re.compile(
    r"^(?:また、|さらに、|同時に、|代わりに|しかし|そこで"
    r"|[・•*\d.)\s-]*)?(?P<ja>[^、。]{2,32}?)は、?|^(?P<en>(?:[A-Z][\w'.& -]{2,60}?)) (?:should"
    r"|must|need|ought|have to|has to)\b|^(?P<ko>[^,.]{2,30}?)[은는] "
)
_COUNTRIES = (
    ("JPN", re.compile(r"日本|日米|日韓|日英|Japan|Tokyo|일본|미일|한일|東京")),
    (
        "USA",
        re.compile(
            r"アメリカ|米国|日米|米韓|United States|U\.S\.|US\b|Washington|미국|한미|미일"
            r"|ワシントン"
        ),
    ),
    ("KOR", re.compile(r"韓国|米韓|日韓|Korea|Seoul|한국|한미|한일")),
    ("GBR", re.compile(r"英国|日英|米英|United Kingdom|Britain|UK\b|영국")),
    ("AUS", re.compile(r"豪州|オーストラリア|Australia|호주")),
    ("EU", re.compile(r"欧州|EU\b|European|유럽")),
)


def find_recommendations(text: str, spans: Sequence[Span]) -> list[Recommendation]:
    """Find the recommendations of a policy paper.

    A sentence recommends when a cue says so (すべきである, should, 해야 한다), or when it stands
    under a heading of recommendations and is put as a plain directive.

    Parameters
    ----------
    text
        The whole text; offsets point into it.
    spans
        Where to look (the body).
    """
    found = []
    group: str | None = None
    advising = False
    both: tuple[str, ...] = ()
    for start, end in _unnested(text, spans):
        sentence = text[start:end]
        heading = _is_heading(sentence)
        lead = re.match(r"([^-:。]{2,24})\s?[-:――—–]\s?", sentence)
        named = _named_group(sentence if heading else lead[1] if lead else "")
        if named:
            group = named
        if heading:
            if _HEADING.search(sentence):
                advising = True
            elif _LEAVING.match(sentence.strip()):
                advising, group = False, None
            continue
        if not both:
            both = _countries(sentence)
        if not _advises(sentence, advising):
            continue
        scores = _scores(sentence)
        best = max(scores, key=lambda g: scores[g])
        # a heading gives the group unless the sentence itself plainly speaks of another
        kind = group if group and (scores[group] or not scores[best]) else best
        if not scores[kind] and kind != group:
            kind = _UNNAMED
        found.append(Recommendation(start, end, kind, _addressees(sentence)))
    return found


_MARK = re.compile(
    r"(?:[(（]?(?:[0-9０-９]{1,2}|[a-zA-Z]|[ivx]{1,4})[.)．）]|[①-⑳㉠-㉭]|[・•●○■◆▪‣*–-]|R[0-9]{1,2}[:.])[ \t\u3000]+"
)
"""The mark of an item, which is no part of what it says."""


def _unnested(text: str, spans: Sequence[Span]) -> list[Span]:
    """Statements, cut also at line ends that close a heading."""
    out: list[Span] = []
    for start, end in statements(text, spans):
        while (
            (first := text.find("\n", start, end)) > 0
            and first - start < _HEADING_LENGTH
            and _is_heading(text[start:first])
        ):
            out.append(Span(start, first))
            while first < end and text[first] in " \t\r\n\u3000":
                first += 1
            start = first
        if mark := _MARK.match(text, start, end):
            start = mark.end()
        if end > start:
            out.append(Span(start, end))
    return out


def _is_heading(sentence: str) -> bool:
    line = sentence.strip()
    if not line or len(line) > _HEADING_LENGTH or line.endswith(("。", ".", "다.", "?", "!")):
        return False
    return "\n" not in line


def _named_group(heading: str) -> str | None:
    for group, pattern in _HEADING_GROUPS.items():
        if pattern.search(heading):
            return group
    return None


def _advises(sentence: str, advising: bool) -> bool:
    if _NOT_ADVICE.search(sentence):
        return False
    if _CUE.search(sentence):
        return True
    if not advising or _DESCRIBES.match(sentence):
        return False
    plain = re.sub(r"[((][^()()]*[))]", "", sentence)
    plain = re.split(r"[((]", plain)[0].rstrip("。. )")
    return bool(
        _PLAIN_JA.search(plain) or _PLAIN_KO.search(plain) or _IMPERATIVE_EN.match(sentence)
    )


def _scores(sentence: str) -> dict[str, float]:
    return {g: _WEIGHTS[g] * len(p.findall(sentence)) for g, p in _GROUPS.items()}


def _countries(text: str) -> tuple[str, ...]:
    return tuple(code for code, pattern in _COUNTRIES if pattern.search(text))


def _addressees(sentence: str) -> tuple[str, ...]:
    match = _SUBJECT.match(sentence)
    subject = next((g for g in match.groups() if g), "") if match else ""
    return _countries(subject) or _countries(sentence[:40])
