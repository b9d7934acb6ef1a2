"""Find people in English text: by office, by what people do, by lists, by bylines.

A name is two or more capitalised words that are no common, place or company words; what stands
around it must say that it is a person's. Members of one list are of one sort, so a person's
neighbours in a list are people too.
"""
# ruff: noqa: E501 - lists of words are easier to extend when they stand on one line

from __future__ import annotations

import re
from collections.abc import Iterator

from techpact.agreements.english_words import COMMON_NOUNS, DEMONYM, MONTHS_AND_DAYS, NOUN_SURNAMES
from techpact.agreements.given_names import GIVEN_NAMES
from techpact.agreements.lexicon import words
from techpact.agreements.organisations_en import COMMON_FIRST, HEADS, NOT_NAMES
from techpact.agreements.people_ja import Person
from techpact.agreements.places import english_places

_UP = "A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĪĮİĶĹĻĽŁŃŅŇŌŎŐŒŔŖŘŚŜŞŠŢŤŪŬŮŰŲŴŶŹŻŽȘȚ"
_LOW = f"[^\\W\\d_{_UP}]"
_INITIAL = rf"(?:[{_UP}]\.){{1,3}}"
_PART = (
    rf"(?:(?:O|D|L|N)'(?=[{_UP}])|(?:Mc|Mac|Fitz|De|Di|Le|La|Van)(?=[{_UP}]))?"
    rf"[{_UP}]{_LOW}+(?:[-'](?:[{_UP}]{_LOW}+|{_LOW}{{2,}}))*"
)
_PARTICLE = r"(?:(?:de|van|von|bin|ibn|al|el|der|den|del|dos|da|di|ten|ter|la|le|du|af|zu|y|bint)\b |[Aa]l-)"
NAME = (
    rf"(?:{_INITIAL} ?)?{_PART}(?: {_INITIAL}| [{_UP}](?= ))?"
    rf"(?: {_PARTICLE}{{0,2}}{_PART}){{0,3}}"
    r"(?:,? (?:Jr|Sr)\.)?"
)
_START = rf"(?<![\w'&-])(?<!\.)(?P<name>{NAME})(?![\w&]|-\w|\.\w)"
_PORTFOLIO = (
    r"(?:Foreign|Affairs|Trade|Industry|Industries|Economy|Economic|Economics|Science|Sciences"
    r"|Technology|Technologies|State|Digital|Digitali[sz]ation|Development|Defen[cs]e"
    r"|Finance|Innovation|Energy|Security|Internal|Communications?|ICT|Education|Culture|Sports?"
    r"|Health|Labou?r|Welfare|Environment|Natural|Resources|Mines|Mining|Tourism|Commercial"
    r"|Business|Employment|Climate|Space|AI|Research|Information|Policy|Transport|Infrastructure"
    r"|Agriculture|Justice|Interior|Commerce|Treasury|the|Higher|Nuclear|Regional|External|Public"
    r"|International|Cooperation|Planning|Strategy|Unification|Oceans|SMEs|Startups|Home|Maritime"
    r"|National|Electronics|Skills|Aerospace|Data|Media|Partnerships?|Growth|Investment|Competition)"
)
_OF_PORTFOLIO = rf"(?: (?:of|for) (?>{_PORTFOLIO}(?:,? (?:and )?{_PORTFOLIO}){{0,7}}))?"
_TITLE = (
    r"(?:(?:Deputy )?Prime Minister|(?:Executive |Senior )?Vice[- ]President|President"
    r"|(?:[A-Z]\w+ )?(?:Secretary[- ]General|Secretary|Undersecretary|Under Secretary|Assistant Secretary)"
    rf"{_OF_PORTFOLIO}"
    r"|(?:[A-Z]\w+ )?(?:(?:Foreign|Deputy|Vice|Trade|Finance|Economy|Defen[cs]e|Science|Industry) )*Minister"
    rf"{_OF_PORTFOLIO}"
    r"|(?:Deputy |Associate )?Director(?:[ -]General)?|Administrator|Commissioner|Ambassador"
    r"|Senator|Sen\.|Representative|Rep\.|Congressman|Congresswoman|Lord|Lady|Sir|Dame|Baroness"
    r"|Governor|Gov\.|Mayor|Chairman|Chairwoman|Chairperson|Chair|Chancellor|Premier|King|Queen|Prince|Princess"
    r"|Emperor|General|Admiral|Colonel|Captain|Professor|Prof\.?|Dr\.?|Mr\.?|Mrs\.?|Ms\.?|Mx\.?|Chief Executive|CEO"
    r"|(?:Senior |State |Parliamentary )?Vice[- ]Minister|Press Officer|Spokesperson|Speaker|National Security Advis[eo]r|Envoy|Advis[eo]r|Councill?or|Judge|Justice"
    r"|spokesman|spokeswoman|spokesperson)"
)
_TITLED = re.compile(rf"\b(?P<role>(?:(?:then|former|acting|deputy)[ -])?{_TITLE})[ \n]{_START}")
_OFFICE_NOUN = (
    r"(?:leader|presidents?|chairman|chairwoman|chairperson|chairs?|chief executive officer|chief executives?|CEOs?|CTO|CFO|COO"
    r"|founders?|co-founders?|directors?|ministers?|secretary|secretaries|ambassadors?|envoys?|spokesman|spokeswoman"
    r"|spokesperson|analysts?|economists?|professors?|lecturers?|researchers?|scientists?|fellows?|lawmakers?"
    r"|advis[eo]rs?|counterparts?|negotiators?|commissioners?|governors?|mayors?|heads?|chief|lawyers?|attorneys?"
    r"|chief scientist|chief technology officer|general secretary|director[- ]general|rector|dean|provost"
    r"|engineers?|physicists?|chemists?|biologists?|historians?|authors?|journalists?|reporters?|correspondents?|editors?"
    r"|columnists?|diplomats?|officials?|delegates?|entrepreneurs?|managers?|partners?|experts?|speciali[sz]ts?|strategists?|consultants?"
    r"|astronauts?|investors?|counsel|attach[eé]s?|deputy|deputies|laureates?|inventors?|representatives?|senators?|congressman"
    r"|congresswoman|premier|politicians?|administrators?|investigators?|students?|colleagues?|treasurer|superintendent|trustee|principal"
    r"|vice[- ]presidents?|scholars?|academics?|geologists?|mathematicians?|statistician|programmer|designer|host|moderator)"
)
_AFTER_OFFICE = re.compile(rf"(?i:\b(?P<role>{_OFFICE_NOUN}))(?:,? |: ){_START}(?![ \n][A-Z])")
# "the minister for trade and industry, Ana Beltrán," and "Norway's minister of mines, Lars Ekholm"
_OFFICE_OF = re.compile(
    rf"(?i:\b(?P<role>{_OFFICE_NOUN})) (?:of|for|at|in|to) (?:[\w'&-]+ ){{0,6}}[\w'&-]+, {_START}(?=[,.;)\n]|$)"
)
_APPOSED = re.compile(
    rf"{_START},? ?(?:,|\()\s?(?P<role>(?:(?:the|then|former|acting|an?|his|her|its|their|who is|also|one of)\s)?"
    rf"(?:[\w.]+'s?\s)?(?:(?!who|and|which|that|will|was|is)[\w.-]+\s){{0,4}}?(?i:{_TITLE}|{_OFFICE_NOUN}))\b"
)
_BODY_HEAD = (
    r"(?:Institute|University|Institution|Cent(?:er|re)|Foundation|Council|College|School|Agency|Bank|Group|Association"
    r"|Commission|Academy|Society|Ministry|Department|Office|Laborator(?:y|ies)|Labs?|Administration|Authority|Board"
    r"|Corporation|Company|Corp|Inc|Ltd|Embassy|Secretariat|Bureau|Committee|Federation|Union|Party|Times|Observatory)"
)
_OF_BODY = re.compile(
    rf"{_START}(?= (?:of|at|from|with|for) (?:the |[\w.]+'s )?(?:[A-Z][\w&.-]* (?:(?:of|for|and) )?){{0,5}}{_BODY_HEAD}\b)"
)
_IN_BRACKETS = re.compile(rf"{_START}(?= \((?P<inside>[A-Z][^()\n]{{1,60}})\))")
_SPEAKS = (
    r"(?:said|says|told|tells|added|adds|argued|argues|noted|notes|wrote|writes|warned|warns|stressed|explained|explains|declined"
    r"|insisted|replied|acknowledged|recalled|tweeted|remarked|conceded|cautioned|testified|thanked|praised|apologi[sz]ed"
    r"|hailed|vowed|joked|observed|suggested|asked|urged|answered|commented|believes|thinks|recalls|described|resigned|retired)"
)
_SAYS = re.compile(rf"{_START}(?= (?:also |later |then |both |further )?{_SPEAKS}\b)")
# what companies and bodies do too, so that the name must look like a person's
_ACTS = re.compile(
    rf"{_START}(?= (?:also |will |would |has |had |who )?(?:chair(?:s|ed)?|head(?:s|ed)?|leads?|led|met|meets|meet|attended|spoke|speaks|teach(?:es)?|taught|studies|studied|visited|flew|travel(?:s|led|ed)|arrived|greeted|joined|serves|served|works|worked|shook|took office|runs|ran|co-authored|succeeds|succeeded|called|welcomed|expressed|signed|discussed|co-chairs?|co-chaired|presided|moderated)\b)"
)
_SAID_BY = re.compile(
    rf"(?:[,\"'] ?|\b(?:and|as) )(?:said|says|adds|added|argues|argued|writes|wrote|noted|warned|explained)(?: Mr| Ms| Dr)? {_START}"
)
_BY = re.compile(
    r"(?:\b(?:[Ll]ed|[Ww]ritten|[Dd]rafted|[Hh]eaded|[Cc]haired|[Cc]o-chaired|[Ss]igned|[Aa]uthored|[Cc]o-authored|[Hh]osted|[Mm]oderated|[Aa]ccompanied"
    r"|[Rr]epresented|[Ss]ucceeded|[Rr]eplaced|[Jj]oined|[Ii]nterviewed|[Dd]elivered|[Pp]resented|[Ee]dited|[Tt]ranslated|[Pp]hotographed) by"
    r"|\b[Nn]amed after|\b[Hh]eard from|\b[Aa]ccording to|\b(?:met|meet|meets|meeting|spoke|talks|interview|phone call|call) with|\b[Ll]etter to|\b[Ss]ucceed(?:s|ed|ing)?"
    rf"|\b(?:including|included|among them|alongside|accompanied by|thanked|appointed|nominated|named|interviewed|urged)) {_START}"
)
_HONOURED = re.compile(rf"\b(?:Rt\.? )?Hon\.? (?:Dr |Sir |Dame )?{_START}")
_CHAIRED_BY = re.compile(
    rf"\b(?:[Cc]haired|[Cc]o-chaired|[Mm]oderated|[Aa]uthored|[Cc]o-authored) by {_START}(?! (?:and|of) [a-z])"
)
"""What only people do."""
_BEFORE_CLAUSE = re.compile(rf"{_START}(?=, (?:who|whose|\d\d,))")
_LISTED_NAME = rf"{NAME}(?: \([^()\n]{{2,60}}\))?"
_BYLINE = re.compile(
    rf"(?m)^[ \t]*(?:By|BY|From|FROM|Authors?|AUTHORS?|Written by|Reported by|Reporting by|Text|Editors?|Edited by|Contributors?|Story by|Photographs? by)[: ]\s?"
    rf"(?P<names>{_LISTED_NAME}(?:(?:, (?:and )?| and | & |; ){_LISTED_NAME}){{0,7}})(?=[ \t]*(?:$|[|,/;—-]|in [A-Z]|for [A-Z]|\())"
    rf"|(?i:\b(?:reporting|additional reporting|editing|writing) by) (?P<by>{_LISTED_NAME}(?:(?:, (?:and )?| and | & ){_LISTED_NAME}){{0,7}})"
)
_FOR = re.compile(
    rf"(?m)^[ \t]*(?:Name|Signed by|Signed|Signature|Contact|Author)\s?:\s?{_START}\s*$"
)
_PLURAL = re.compile(
    r"\b(?:[Mm]inisters|[Pp]residents|[Ss]ecretaries|[Ss]enators|[Gg]overnors|[Cc]ommissioners|[Aa]mbassadors|[Pp]rofessors|Messrs\.?|[Ll]eaders"
    rf"|[Rr]esearchers|[Ee]ngineers|[Ss]cientists|[Ee]conomists|[Aa]nalysts|[Dd]irectors|[Aa]uthors|[Ll]awmakers|[Ff]ellows|[Cc]o-chairs|[Ee]ditors|[Dd]elegates|[Ee]xperts) {_START}"
)
_NEXT = re.compile(rf"(?: \([^()\n]{{2,60}}\))?(?:, and |, | and | & ){_START}")
_PREVIOUS = re.compile(rf"{_START}(?: \([^()\n]{{2,60}}\))?(?:, and |, | and | & )$")
_ANYWHERE = re.compile(
    rf"(?<!\bthe )(?<!\bThe )(?<!\bnew )(?<!\ba )(?<!\bA ){_START}(?! (?:Act|Prize|[A-Z][a-z]+ (?:Act|Prize)))"
)
"""Any name: taken only when it begins with a given name."""
_RANKS = words(
    "Officer Officers Executive Vice-President Vice Chief Senior Director Chairman Commissioner"
)
_ABSTRACT = re.compile(
    r"(?:tion|ment|ology|ities|ness|ship|istry|ance|ence|ing|ics|ism|wide|ware|less|ful)s?$"
)
# a shape that few but people's names have: initials, particles, hyphened Korean given names
_PINYIN = r"(?:[BPMFDTNLGKHJQXRZCSYW]|[ZCS]h)?(?:[aeiou]|[iu]a|[iu]e|uo|ai|ei|ao|ou|iao|iu|ui|uai|an|en|in|un|ian|uan|ang|eng|ing|ong|iang|iong|uang)"
_CHINESE = (
    r"(?:Bai|Bao|Bi|Cai|Cao|Chen|Cheng|Cui|Dai|Deng|Ding|Dong|Du|Fan|Fang|Feng|Fu|Gao|Gu|Guo|Han|Hao|He|Hong|Hu|Huang|Jia|Jiang|Jin|Kong|Lei|Li|Liang|Liao|Lin|Liu|Lu|Luo|Lyu|Ma|Mao|Meng|Pan|Peng|Qian|Qin|Qiu|Ren|Shao|Shen|Shi|Song|Su|Sun|Tan|Tang|Tao|Tian|Wan|Wang|Wei|Wen|Wu|Xi|Xia|Xiao|Xie|Xu|Xue|Yan|Yang|Yao|Ye|Yin|Yu|Yuan|Zeng|Zhang|Zhao|Zheng|Zhong|Zhou|Zhu|Zou)"
    rf" (?=[A-Z]){_PINYIN}(?i:{_PINYIN})?$"
)
"""A Chinese name, the family first: one or two syllables follow."""
_SHAPE = re.compile(
    rf"(?:^| )(?:{_INITIAL}|[{_UP}] |(?:de|van|von|bin|ibn|der|den|del|dos|da|di|ten|ter|la|le|du|af) (?:\w+ )?[{_UP}]|(?:Mc|Mac|O')[{_UP}]|[{_UP}]{_LOW}{{1,6}}-{_LOW}{{2,}}(?:$| ))"
    rf"|^(?:Kim|Lee|Park|Choi|Cho|Kang|Yoon|Yun|Lim|Han|Oh|Seo|Shin|Kwon|Hwang|Ahn|Song|Jeon|Hong|Jung|Chung|Moon|Bae|Baek|Nam|Noh|Ha|Kwak|Woo|Ryu|Yoo|Min|Jin|Byun) [{_UP}]"
    rf"|^{_CHINESE}|[ -]Al-[{_UP}]|^(?:Nguyen|Tran|Le|Pham|Hoang|Huynh|Phan|Vu|Vo|Dang|Bui|Do|Ngo|Duong)(?: [A-Z][a-z]{{1,6}}){{2,3}}$"
)
_PLAIN_SHAPE = re.compile(
    rf"^{_CHINESE}|^[A-Z][a-z]+ Al-[{_UP}]|^(?:Nguyen|Tran|Pham|Hoang|Huynh|Phan|Bui|Ngo|Duong|Le|Vu|Vo|Dang|Do) (?:Thi|Van|Duc|Minh|Thanh|Quoc|Ngoc|Xuan|Huu|Hong|Kim)(?: [A-Z][a-z]{{1,6}}){{1,2}}$"
    rf"|^[A-Z][a-z]{{1,6}} [A-Z][a-z]{{1,6}}-[a-z]{{2,6}}$"
)
"""The shape of a name that needs no further word to be one."""
_CAPITALS = re.compile(
    r"(?<![\w-])(?P<name>[A-Z]{2,}(?:-[A-Z]+)? (?P<given>[A-Z][a-z]+(?:-[a-z]+)?))(?![\w-])"
)
"""A family name in capital letters, the given name behind it (KURIHARA Toshiaki)."""
_ROW = re.compile(rf"(?m)^[ ]*(?:[-*] )?{_START}(?=[ ]{{2,}}\S|[ ]*[|\t])")
"""A name in the first column of a table."""
_WRAPPED = re.compile(r"(?<=[\w,;.])\n(?=[A-Za-z])")
_SHORTEST_WRAPPED = 45


class _Finder:
    """The people of one text, one for each place where a name begins."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.found: dict[int, Person] = {}

    def add(
        self, start: int, end: int, role: tuple[int, int] | None, score: float, least: int = 2
    ) -> None:
        """Take a name in when it can be one; words of a sentence's beginning are left out."""
        name = self.text[start:end]
        first, _, rest = name.partition(" ")
        while (
            rest
            and not (role and _FULL_CHINESE.fullmatch(name))
            and (first in COMMON_FIRST or first in _LEADS or _OFFICE_WORD.fullmatch(first))
        ):
            if _OFFICE.fullmatch(first) and role is None:
                role = start, start + len(first)
            start += len(first) + 1
            name = rest
            first, _, rest = name.partition(" ")
        if honour := _HONOUR.match(name):
            start += honour.end()
            name = name[honour.end() :]
        if name.endswith("'s"):
            name, end = name[:-2], end - 2
        if (
            len(name.split()) < least
            or (first in COMMON_FIRST and first != "He")
            or not can_be_name(name)
        ):
            return
        known = self.found.get(start)
        if known is None or known.score < score or (known.role is None and role is not None):
            self.found[start] = Person(start, end, name, role, score, " " in name)


_HONOUR = re.compile(r"(?:H\. ?E\.|Hon\.|Shri|Smt\.?|Datuk|Dato'|Tun|Haji|Ustaz) ")
_FULL_CHINESE = re.compile(_CHINESE)
_OFFICE = re.compile(rf"(?i:{_TITLE}|{_OFFICE_NOUN})")
_OFFICE_WORD = re.compile(rf"(?i:{_TITLE}|{_OFFICE_NOUN})|{_PORTFOLIO}")
_LEADS = words(
    "Associate Assistant Adjunct And But While When After As Although Because Since Before With Both Meanwhile Yet Now Then If Also Only Even "
    "Earlier Later Today Yesterday Last Once Until Her His Its Their Our My Democrat Republican Invite "
)
_DASHED = re.compile(
    rf"(?m)^[ ]*(?:[-*] )?{_START}(?= [-–—] (?:[A-Z][\w-]+ ){{0,3}}?(?i:{_TITLE}|{_OFFICE_NOUN})\b)"
)
"""A line with a name, a dash and an office."""
_STRONG = (
    (_DASHED, 0.85),
    (_APPOSED, 0.87),
    (_AFTER_OFFICE, 0.8),
    (_OFFICE_OF, 0.8),
    (_SAYS, 0.7),
    (_SAID_BY, 0.8),
    (_BEFORE_CLAUSE, 0.6),
    (_OF_BODY, 0.86),
    (_FOR, 0.85),
    (_PLURAL, 0.8),
    (_CHAIRED_BY, 0.8),
    (_HONOURED, 0.86),
)
_WEAK = ((_ACTS, 0.6), (_BY, 0.6))


def find_people(text: str) -> Iterator[Person]:
    """Find people in a folded English text."""
    text = _unwrapped(text)
    finder = _Finder(text)
    for match in _CAPITALS.finditer(text):
        if match["given"] in GIVEN_NAMES or "-" in match["given"]:
            finder.found[match.start()] = Person(*match.span(), match.group(), None, 0.8, True)
    for match in _TITLED.finditer(text):
        finder.add(*match.span("name"), match.span("role"), 0.92, 1)
    for pattern, score in _STRONG:
        for match in pattern.finditer(text):
            role = match.span("role") if "role" in pattern.groupindex else None
            finder.add(*match.span("name"), role, score)
    for match in _IN_BRACKETS.finditer(text):
        if match["inside"] in english_places() or re.search(_BODY_HEAD, match["inside"]):
            finder.add(*match.span("name"), None, 0.7)
    for match in _BYLINE.finditer(text):
        group = "names" if match["names"] else "by"
        for name in re.finditer(_START, match[group]):
            a = match.start(group)
            finder.add(a + name.start(), a + name.end(), None, 0.87)
    for pattern, score in _WEAK:
        for match in pattern.finditer(text):
            if _SHAPE.search(match["name"]) or known_given_name(match["name"]):
                finder.add(*match.span("name"), None, score)
    for match in _ANYWHERE.finditer(text):
        called = match["name"]
        if known_given_name(called, first=True) or _PLAIN_SHAPE.search(called):
            finder.add(*match.span("name"), None, 0.55)
    rows = [m for m in _ROW.finditer(text) if can_be_name(m["name"]) and " " in m["name"]]
    if len(rows) > 1:
        for match in rows:
            finder.add(*match.span("name"), None, 0.6)
    _introduced(finder)
    _spread(finder)
    yield from sorted(finder.found.values())


def _unwrapped(text: str) -> str:
    """The text with the breaks of wrapped lines as blanks, each at its place."""
    pieces, at = [], 0
    for match in _WRAPPED.finditer(text):
        begin = text.rfind("\n", 0, match.start()) + 1
        long = match.start() - begin >= _SHORTEST_WRAPPED
        if long and "   " not in text[begin : match.start()]:  # no columns
            pieces += [text[at : match.start()], " "]
            at = match.end()
    return "".join([*pieces, text[at:]]) if pieces else text


def _introduced(finder: _Finder) -> None:
    """Take in the given name before a family name that stands with a title elsewhere."""
    families = {p.name for p in finder.found.values() if not p.full}
    if not families:
        return
    held = {p.end for p in finder.found.values() if p.full}
    either = "|".join(re.escape(f) for f in sorted(families)[:_MOST_FAMILIES])
    pattern = rf"(?<=[a-z,;:\"] )(?P<given>[{_UP}]{_LOW}+(?:-{_PART})?) (?:{either})(?![\w-])"
    for match in re.finditer(pattern, finder.text):
        if match.end() not in held and not _OFFICE.fullmatch(match["given"]):
            finder.add(*match.span(), None, 0.9)


_MOST_FAMILIES = 200


def _spread(finder: _Finder) -> None:
    """Take in the neighbours of people in lists, from one to the next."""
    text = finder.text
    queue = [p for p in finder.found.values() if p.full]
    while queue:
        person = queue.pop()
        near = _NEXT.match(text, person.end)
        spans = [near.span("name")] if near else []
        begin = max(0, person.start - _LONGEST_NAME)
        if before := _PREVIOUS.search(text, begin, person.start):
            spans.append(before.span("name"))
        for start, end in spans:
            name = text[start:end]
            if start in finder.found or " " not in name:
                continue
            size = len(finder.found)
            finder.add(start, end, None, min(0.75, person.score))
            if len(finder.found) > size and start in finder.found:
                queue.append(finder.found[start])


_LONGEST_NAME = 100


def can_be_name(name: str) -> bool:
    """Whether capitalised words can be a person's name: no common, place or company word."""
    parts = name.split()
    if name in english_places() or len(parts) > _MOST_PARTS:
        return False
    personal = known_given_name(name) or _SHAPE.search(name) is not None
    for part in parts if not (parts[0] in _NOUNS_AND_NAMES and len(parts) > 1) else parts[1:]:
        if (
            part.lower() in HEADS
            or part in NOT_NAMES
            or part in _RANKS
            or part in MONTHS_AND_DAYS
            or (part in COMMON_NOUNS and not (personal and part in NOUN_SURNAMES))
            or DEMONYM.match(part)
            or (not personal and "-" not in part and _ABSTRACT.search(part))
        ):
            return False
    return not any(
        p in english_places()
        for p in (parts[0], " ".join(parts[:2]), " ".join(parts[-2:]))
        if len(parts) > 1 and p not in _PLACES_AND_PEOPLE
    )


_MOST_PARTS, _TWO = 5, 2
_NOUNS_AND_NAMES = words(
    "Bill Grant Mark Will Frank Grace Jack Chuck Rob Drew Dean Miles Rusty Rod Josh Ray"
)
"""Given names that are common words too."""
_PLACES_AND_PEOPLE = words(
    "Israel Jordan Georgia Chad Jersey Washington Sydney Austin Lincoln Florence Victoria Charlotte Madison Jackson Houston Kent Chester Lancaster"
)


def known_given_name(name: str, *, first: bool = False) -> bool:
    """Whether a name begins with a common given name, or ends with one, the family name before."""
    parts = name.split()
    if parts[0].split("-")[0] in GIVEN_NAMES:
        return True
    return not first and len(parts) == _TWO and parts[1] in GIVEN_NAMES
