"""Find organisations in English text by the heads of their names."""
# ruff: noqa: E501 - alternatives of one kind are easier to extend when they stand on one line

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from techpact.agreements.english_words import COMMON_NOUNS
from techpact.agreements.lexicon import words
from techpact.agreements.organisations_ja import Organisation
from techpact.agreements.people_ja import Person

_CAP = r"(?:[A-ZÀ-Ž][\w&'’.-]{0,40}[\w]|[A-Z]{1,6})"
_LINK = r"(?:of|for|and|on|the|de|bin|&)"
_SEQUENCE = re.compile(
    rf"\b{_CAP}(?:(?:,(?=[^.\n]{{2,60}}\band\b))?[ \n](?:{_LINK}[ \n]){{0,3}}(?:{_CAP}))*"
)
_COMMA_OK = re.compile(
    r"(?:Ministry|Department|Office|Council|Institute|Agency|Bureau|Committee|Administration"
    r"|Academ(?:y|ies)) (?:of|for|on) |^National |^Organi[sz]ation "
)
HEADS = words(
    "mining steel airways robotics shipbuilding department ministry office "
    "agency institute institutes foundation council commission "
    "committee administration bureau "
    "laboratory laboratories university corporation corp inc ltd company co group holdings "
    "electronics "
    "motor motors bank association organization organisation authority service board endowment "
    "union times post "
    "journal press house congress senate parliament court army navy force party industries "
    "semiconductors semiconductor "
    "services solutions dynamics instruments analytics logistics ventures biosciences "
    "therapeutics diagnostics photonics shipyard shipyards utilities "
    "technologies pharmaceuticals pharmaceutical center centre consortium society academy "
    "college federation trust fund "
    "systems airlines energy aerospace telecom networks news broadcasting secretariat "
    "directorate heavy materials biologics "
    "limited plc llc gmbh assembly alliance "
    "mission unit exploration solution carbon computing biotech biopharma pharma genomics "
    "consulting securities directorate-general "
    "chemicals biosystems partners capital "
    "computers microsystems microelectronics labs undertaking survey observatory school"
)
_SIGNS_FOR = re.compile(r"(?:^|\n)[ ]*(?:For|FOR|On behalf of)(?: the)? $")
"""The line of a signature on which the body stands alone."""
_STANDARDS_GROUP = re.compile(
    r"\b(?:ISO/IEC|ISO|IEC|CEN/CENELEC|CEN|ETSI|ITU-[TR]) (?:JTC|TC|ISG|SG|Study Group) ?\d*(?:[ -][A-Z]{2,4})?(?:/(?:SC|WG) ?\d{1,3}){0,2}(?![\w/])"
)
"""A committee of a standards body (ISO/IEC JTC 1/SC 42)."""
_BODY_HEADS = words("roundtable dialogue forum partnership taskforce committee summit panel")
_FACILITY = words("plant reactor tokamak station port airport base fab")
_WEAK_HEADS = words(
    "biotech pharma genomics consulting chemicals partners capital "
    "school survey labs "
    "services solutions dynamics instruments analytics logistics ventures utilities "
    "mission unit exploration solution carbon computing "
    "service force fund energy systems networks news heavy center centre materials group party "
    "press post trust "
    "assembly house board office college society laboratory company union court authority"
)
_OF_HEADS = re.compile(
    r"\b(?:Department|Ministry|Office|Institute|Bureau|Agency|University|Bank|Council|Academy"
    r"|House|Board|Association|Federation|College|Organi[sz]ation|Cent(?:er|re)|Survey|School"
    r"|Laborator(?:y|ies)|Society|Authority|Commission|Directorate(?:-General)?|Task Force) (?:of|for|on)\b"
)
_STATES = (
    r"(?:Japan|Korea|India|Germany|France|Italy|Canada|Australia|Israel|Finland|Sweden|Norway"
    r"|Denmark|Spain|Poland|Singapore|China|Taiwan|Mexico|Brazil|Ireland|Belgium|Austria"
    r"|Switzerland|Indonesia|Malaysia|Thailand|Vietnam|Ukraine|Turkey|New Zealand|the [A-Z][\w "
    r"]{3,40})"
)
_OF_COUNTRY = re.compile(rf" of {_STATES}$")
_GOVERNMENT = re.compile(
    r"Government of (?:the (?:United States of America|United States|United Kingdom of Great "
    r"Britain and Northern Ireland|United Kingdom|Republic of "
    r"[A-Z]\w+|Kingdom of(?: the)? [A-Z]\w+|Netherlands|Philippines)|[A-Z]\w+(?: Zealand)?)"
)
# a person, or an office, before the body that he or she belongs to
_PERSON_OF = re.compile(
    r"(?:(?!\w+(?:ment|tion|sion|ency|ance|try|fice|ture|ogy) )[A-Z][a-z’'À-ÿ-]+(?:-[A-Z][a-z]+)? "
    r"(?:[A-Z]\. )?[A-Z][a-zÀ-ÿ-]+"
    r"|(?:(?:Executive |Senior |Deputy |First )?(?:Vice[- ])?(?:President|Chair(?:man|woman)?"
    r"|Director|Commissioner|Governor|Secretary|Minister|Ambassador|Head|Fellow|Professor"
    r"|Administrator)))(?: of| at| for| from)(?: the)? "
    r"(?=(?:[A-Z][\w&.-]* ){1,5}(?:Institute|University|Institution|Cent(?:er|re)|Foundation"
    r"|Council|College|School|Agency|Bank|Group|Association|Commission|Administration|Authority"
    r"|Ministry|Laboratory|Corporation|Academy|Society)\b)"
)
# a name that a word for a sort of company introduces (chipmaker Nandor)
_CALLED = re.compile(
    r"\b(?:trading house|chipmaker|chip maker|automaker|carmaker|start-?up|steelmaker|drugmaker"
    r"|conglomerate|think tank|shipbuilder|battery maker|toolmaker|refiner|miner|spin-?off"
    r"|contractor|subsidiary|rival|carrier|broadcaster|newspaper|law firm|consultancy"
    r"|(?:chip|space|quantum|AI|fusion|energy|mining|tech|technology|telecoms?|software|biotech"
    r"|drug|oil|car|defen[cs]e) (?:company|firm|giant|group|developer|supplier|maker)"
    r"|-based (?:developer|supplier|maker|manufacturer|producer|operator|insurer|lender|firm"
    r"|company|start-?up))"
    r"[ \n](?P<name>[A-Z][\w&-]*[\w](?: (?:[A-Z][\w&-]*|&))*)"
    r"|\b(?:[Ss]pokes(?:man|woman|person)|[Cc]hief [Ee]xecutive|CEO) (?:for|of|at) "
    r"(?P<at>[A-Z][\w&-]*[\w](?: (?:[A-Z][\w&-]*|&))*)"
    r"|(?<![\w'’] )\b(?P<its>[A-Z][\w&-]*[\w])(?= (?:chief executive|CEO|co-founder)\b)"
)
_NATIONAL = re.compile(
    r"(?!(?:South|North|New|The|In|And|With|From|Republic|United|Between|Via|To)\b)"
    r"(?:[A-Z][a-z]{2,} ){1,2}(?:Canada|UK|Korea|Japan|Australia|India|Finland|Ireland)"
)
_LEADERS = re.compile(
    r"^(?:(?:The|This|That|These|Those|A|An|In|On|At|By|For|From|With|Through|Under|And|But|Of"
    r"|As|When|While|After|Before|Its|Their|Our|His|Her|Both|Each|Any|All|Such|Since|Between"
    r"|Recognizing|Recognising|Noting|Affirming|Pursuant|Chapter|Section|Article|Part|Annex"
    r"|(?:Shares|Shareholders|Officials|Members|Researchers|Executives|Scientists|Engineers"
    r"|Employees|Representatives|Leaders|Heads|Experts|Analysts|Critics|Investors|Lawyers"
    r"|Negotiators|Delegates)[ \n](?:of|at|from)"
    r"|Meanwhile|However|Also|According)[ ,\n]+(?:the[ \n])?)+"
)
_COUNTRY = re.compile(
    rf"^(?:{_STATES}(?:'s|’s)[ \n]+)(?=[A-Z])|"
    r"^(?:(?:United States|U\.S\.|US|American|Japan|Japanese|Korea|Korean|Republic of Korea"
    r"|South Korea|UK|British|China|Chinese|EU|European)(?:'s|’s)?[ \n]+(?:and[ \n]+)?)(?=[A-Z])"
)
NOT_NAMES = words(
    "Either Each Neither Both "
    "Participants Participant Parties Party Sides Side Memorandum Agreement Deal Article Section "
    "Annex Government Governments "
    "Technology Prosperity Monday Tuesday Wednesday Thursday Friday Saturday Sunday January "
    "February March April May June July "
    "August September October November December Joint Statement Declaration Prime Minister "
    "President Secretary The AI"
)

_OFFICE = (
    r"(?:[A-Z][\w-]+ ){0,3}(?:Secretary|Executive|Director|Director[- ]General|Minister"
    r"|Commissioner|President|Chair|Chairman|Chairwoman|Head|Administrator|Scientist|Officer"
    r"|Governor|Ambassador|Counsel|Advis[eo]r|Member|Fellow) (?:of|at|for) the (?=[A-Z])"
)
_OFFICE_OF_THE = re.compile(rf"{_OFFICE}|(?!Save|Doctors|Over|Under)[A-Z][a-z]+ the (?=[A-Z])")
"""An office, or a verb that opens a sentence, before the body."""
_OFFICE_BEHIND = re.compile(rf", (?={_OFFICE})")
"""A name with an office behind it."""
_POSSESSOR = re.compile(r"(?P<owner>[A-Z][\w.-]*(?: (?:of )?[A-Z&][\w.-]*){0,4})['’]s (?=[A-Z])")
"""A body, or a country, whose part the second one is (the Commerce Department's Bureau of …)."""
_DAY_BEHIND = re.compile(
    r" on (?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July"
    r"|August|September|October|November|December)\b.*$"
    r"|(?<=Secretariat) on .*$|(?<=Undertaking) on .*$|(?<=Agency) on .*$|(?<=Ministry) on .*$"
)
_HEAD_OF = re.compile(r"(?:Head|Chief|Director|Dean|Chair|Vice[- ]President|VP) of (?!the )")
_AND_OWN = re.compile(r" and [A-Z][a-z]+(?: [A-Z][a-z]+)?['’]s (?=[A-Z])")
"""Two bodies, the second with its country (… and Japan's …)."""
_TWO_UNIVERSITIES = re.compile(
    r"(?P<x>University of [A-Z][a-z]+(?: [A-Z][a-z]+)?) and (?P<y>[A-Z][A-Za-z]{2,})"
)
_CHAMBER = re.compile(r"(?:House of [A-Z][a-z]+|Senate|Parliament) [A-Z].* Committee")
_SHORTEST_WRAPPED = 45
_LONGEST_HEADING = 120
_LOWER_WORD = re.compile(r"(?<![\w'’-])(?!(?:of|for|and|the|on|in|to|with|or|a|an)\b)[a-z]{2,}")
# what a heading speaks of, though companies are named so too
_TOPICS = words(
    "biotech pharma genomics consulting chemicals partners capital "
    "mission unit exploration solution carbon computing "
    "energy technologies networks semiconductor semiconductors pharmaceutical pharmaceuticals "
    "services solutions dynamics instruments analytics logistics ventures biosciences "
    "therapeutics diagnostics photonics utilities "
    "systems materials electronics aerospace mining steel robotics telecom industries services "
    "service airlines shipbuilding biologics partnership dialogue force news trust"
)
_ABBREVIATED_FORM = re.compile(r"\b(?:Inc|Corp|Ltd|Co|Bros)$")
_GOES_ON = re.compile(r"\.(?:,|\s+[a-z])")
_CONJOINED = re.compile(
    r"(?:Foundation|Institute|Agency|University|Corporation|Council|Commission|Laboratory"
    r"|Administration|Association|Academy|Society|Cent(?:er|re))(?P<and>,? and (?:the )?)(?=[A-Z])"
)
COMMON_FIRST = words(
    "The This That He She They We It In On At By For From With But And Or As United Prime "
    "National State Foreign New North South East "
    "West Technology Government Officials Both Each Many Some Most Ministry Department White "
    "House Joint Participants Parties "
    "Participant Japan Korea China America Europe Asia Tokyo Seoul Washington Beijing Critics "
    "Analysts Experts Commerce Trade "
    "Science General Directors Ministers Leaders Congress Samsung Toyota Hyundai Under Deputy "
    "Vice Office Agency Council"
)


def find_organisations(text: str, people: Sequence[Person] = ()) -> Iterator[Organisation]:
    """Find organisations in a folded English text, or in the English words of another.

    People known to stand before their body (`Ana Ruiz of the Ministry of Trade`) are no part of it.
    """
    text = _without_people(text, people)
    for match in _CALLED.finditer(text):
        group = match.lastgroup or "name"
        if match[group] not in COMMON_FIRST:
            yield Organisation(*match.span(group), "ORG", 0.6)
    for match in _STANDARDS_GROUP.finditer(text):
        yield Organisation(*match.span(), "ORG", 0.85)
    for match in _SEQUENCE.finditer(text):
        if match.end() - match.start() > 160:
            continue
        start, end = match.span()
        at = start
        while (cut := text.find("\n", at, end)) >= 0:
            at = cut + 1
            signed = _SIGNS_FOR.search(text, max(0, start - 24), start)
            if signed or _ends_short(text, cut) or text[at:end].partition(" ")[0] in _OPENERS:
                yield from _printed(text, start, cut)
                start = at
        yield from _printed(text, start, end)


_OPENERS = words(
    "The A An In On At By For From With But And Or As This That These Those He She It They We His "
    "Her Its Their Our Both Under After Before While When"
)
"""Words that begin a sentence and end no name."""
_BELONGS = re.compile(r",?[ \n](?:of|at|from|with|for)[ \n]")


def _without_people(text: str, people: Sequence[Person]) -> str:
    """The text with the names that end before `of` written small, at their places."""
    pieces, at = [], 0
    for person in people:
        if person.full and person.start >= at and _BELONGS.match(text, person.end):
            pieces += [text[at : person.start], "x" * (person.end - person.start)]
            at = person.end
    return "".join([*pieces, text[at:]]) if pieces else text


def _ends_short(text: str, at: int) -> bool:
    """Whether a line ends so early that no wrapping can have broken it (a heading)."""
    first = max(0, at - _SHORTEST_WRAPPED)
    return first == 0 or "\n" in text[first:at]


def _printed(text: str, start: int, end: int) -> Iterator[Organisation]:
    for found in _organisation(text, start, end):
        last = text[found.start : found.end].split()[-1].lower()
        if last in _TOPICS and (
            _is_heading(text, found.start, found.end) or _is_topic(text[found.start : found.end])
        ):
            continue
        if _ABBREVIATED_FORM.search(text, found.start, found.end) and _GOES_ON.match(
            text, found.end
        ):
            yield found._replace(end=found.end + 1)
        else:
            yield found


def _is_topic(name: str) -> bool:
    """Whether a name is made of common words joined by `and` (Critical Minerals and Energy)."""
    return " and " in name and all(
        w in COMMON_NOUNS or w.islower() for w in name.replace(",", "").split()
    )


def _is_heading(text: str, start: int, end: int) -> bool:
    """Whether the line around a name is a heading: its words are all capitalised, no full stop."""
    head = text[max(0, start - _LONGEST_HEADING) : start].rpartition("\n")[2]
    tail = text[end : end + _LONGEST_HEADING].partition("\n")[0]
    line = (head + text[start:end] + tail).strip()
    if len(line) > _LONGEST_HEADING or line[-1:] in ".;:,":
        return False
    return not _LOWER_WORD.search(line)


def _organisation(text: str, start: int, end: int) -> Iterator[Organisation]:
    name = text[start:end].replace("\n", " ")
    if " and the " in name:
        middle = name.index(" and the ")
        yield from _organisation(text, start, start + middle)
        yield from _organisation(text, start + middle + len(" and the "), end)
        return
    if lead := _LEADERS.match(name):
        start += lead.end()
        name = name[lead.end() :]
    if office := _OFFICE_OF_THE.match(name):
        yield from _organisation(text, start + office.end(), end)
        return
    if _HEAD_OF.match(name):
        return
    if day := _DAY_BEHIND.search(name):
        yield from _organisation(text, start, start + day.start())
        return
    if name.endswith(("'s", "’s")):
        end, name = end - 2, name[:-2]
    if (owned := _POSSESSOR.match(name)) and " and " not in name[: owned.end()]:
        yield from _organisation(text, start, start + owned.end("owner"))
        yield from _organisation(text, start + owned.end(), end)
        return
    if owner := _AND_OWN.search(name):
        left = list(_organisation(text, start, start + owner.start()))
        yield from left
        right = start + owner.end()
        if left and left[-1].end == start + owner.start() and " " not in text[right:end]:
            yield Organisation(right, end, "ORG", 0.6)
        else:
            yield from _organisation(text, right, end)
        return
    pair = _TWO_UNIVERSITIES.fullmatch(name)
    if pair and pair["y"] not in COMMON_NOUNS and not _ABSTRACT.search(pair["y"]):
        yield Organisation(start, start + pair.end("x"), "ORG", 0.7)
        yield Organisation(start + pair.start("y"), end, "ORG", 0.6)
        return
    if behind := _OFFICE_BEHIND.search(name):
        yield from _organisation(text, start, start + behind.start())
        yield from _organisation(text, start + behind.end(), end)
        return
    if "," in name and not _COMMA_OK.match(name):
        for piece in re.finditer(r"[^,]+", name):
            bare = re.sub(r"^\s*(?:and )?(?:the )?", "", piece.group())
            yield from _organisation(text, start + piece.end() - len(bare), start + piece.end())
        return
    lowered = [re.sub(r"(?:['’]s)?[.,]*$", "", w.lower()) for w in re.split(r"[ \n]", name)]
    if (named := _GOVERNMENT.match(name) or _NATIONAL.fullmatch(name)) is not None:
        yield Organisation(start, start + named.end(), "ORG", 0.6)
        return
    if (tail := _OF_COUNTRY.search(name)) and (
        re.search(r" (?:of|for) ", name[: tail.start()])
        or re.search(r"\w (?:Office|Administration|Agency|Secretariat)$", name[: tail.start()])
    ):
        yield from _organisation(text, start, start + tail.start())
        return
    if person := _PERSON_OF.match(name):
        yield from _organisation(text, start + person.end(), end)
        return
    heads = [i for i, w in enumerate(lowered) if w in HEADS or w in _BODY_HEADS]
    if not heads:
        return
    # "X and Y Ministry": two names when the part before `and` has its own head
    pieces = _split(name, start)
    if len(pieces) > 1:
        for a, b in pieces:
            yield from _organisation(text, a, b)
        return
    country = _COUNTRY.match(name)
    if country and " " in name[country.end() :] and re.search("['’]| and ", country.group()):
        start += country.end()
        name = name[country.end() :]
    if len(name.split()) < 2 and not re.match(r"[A-Z][a-z]+[A-Z]", name):
        return
    if re.fullmatch(r"(?:The )?(?:Natural|Human|Mineral|Water|Marine|Energy) Resources", name):
        return
    if all(
        w.strip(",") in NOT_NAMES or w in {"of", "and", "the", "for", "on"} for w in name.split()
    ):
        return
    last = lowered[-1]
    of_head = bool(_OF_HEADS.search(name))
    if not of_head and last not in HEADS and last not in _BODY_HEADS:
        # the head is inside: keep up to it, unless a linking word follows
        cut = heads[-1]
        if cut == 0:
            return
        kept = re.match(rf"(?:\S+[ \n]){{{cut}}}\S+", text[end - len(name.rstrip()) : end])
        if kept is None or not re.search(r"(?: for | of | on )", name):
            if kept is None:
                return
            rest = name[len(kept.group()) :].strip()
            if rest and not re.match(r"(?:for|of|on)\b", rest):
                end = start + len(kept.group())
                name = kept.group()
    if last in _WEAK_HEADS and len(name.split()) < 2:
        return
    kind = "BODY" if last in _BODY_HEADS and not of_head else "ORG"
    yield Organisation(start, start + len(name), kind, 0.7)


_FIRMS = re.compile(
    r"(?P<one>[A-Z][\w&.-]*(?: [A-Z][\w&.-]*){1,3})(?P<and> and )[A-Z][\w&.-]*"
    r"(?: [A-Z][\w&.-]*){1,3} (?:Ltd|Inc|Corp|Co|PLC|plc|LLC|GmbH|Limited|Corporation|Holdings)\.?"
)


_ABSTRACT = re.compile(r"(?:tion|ment|ance|ence|ology|ing|ics|ship)$")
"""The end of a word that goes on behind `and` (Mine Rehabilitation and Mineral Resources)."""


def _split(name: str, start: int) -> list[tuple[int, int]]:
    if _CHAMBER.fullmatch(name):
        return [(start, start + len(name))]
    firms = _FIRMS.fullmatch(name)
    if firms and not (
        _ABSTRACT.search(firms["one"]) and name[firms.end("and") :].split()[0] in COMMON_NOUNS
    ):
        return [
            (start, start + firms.end("one")),
            (start + firms.end("and"), start + len(name)),
        ]
    for match in re.finditer(r",? and (?:the )?|, ", name):
        left, right = name[: match.start()], name[match.end() :]
        if len(left.split()) > 1 and (
            match.start() in {m.start("and") for m in _CONJOINED.finditer(name)}
        ):
            return [(start, start + match.start()), (start + match.end(), start + len(name))]
        left_heads = [w for w in left.split() if w.lower() in HEADS or w.lower() in _BODY_HEADS]
        right_heads = [w for w in right.split() if w.lower() in HEADS or w.lower() in _BODY_HEADS]
        if left_heads and right_heads and len(left.split()) > 1:
            return [(start, start + match.start()), (start + match.end(), start + len(name))]
    return [(start, start + len(name))]
