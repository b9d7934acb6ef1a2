"""Find people in Japanese text: by title, by initials, by Korean-style names, by bylines."""
# ruff: noqa: E501 - lists of words are easier to extend when they stand on one line

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from techpact.agreements.japanese_names import (
    ASIAN_FAMILIES,
    FAMILY_NAMES,
    KATAKANA_GIVEN,
    LOAN_WORDS,
)
from techpact.agreements.lexicon import words
from techpact.agreements.name_shapes_ja import (
    NOT_NAMES,
    can_be_name,
    has_common_pair,
    likely,
    mixed_name,
    plausible_full,
)
from techpact.agreements.places import japanese_places
from techpact.agreements.titles_ja import FIRST, STRONG, TITLE, WEAK


class Person(NamedTuple):
    """A person as named at one place; `role` spans the office printed with the name, if any."""

    start: int
    end: int
    name: str
    role: tuple[int, int] | None
    score: float
    full: bool

    def moved(self, by: int) -> Person:
        """The same person in a text that begins `by` characters earlier."""
        role = self.role and (self.role[0] + by, self.role[1] + by)
        return self._replace(start=self.start + by, end=self.end + by, role=role)


_KATAKANA = "ァ-ヺー"
_FOREIGN = rf"(?:[{_KATAKANA}]+|[A-Z]\.?)(?:[・=＝・\s](?:[{_KATAKANA}]+|[A-Z]\.?)){{0,4}}"
_BEFORE_FOREIGN = re.compile(
    rf"(?:(?<=^)|(?<=[^{_KATAKANA}・=])|(?<=[一-鿿]・))({_FOREIGN})(?:[、,]\s?)?$"
)
_BEFORE_KANJI = re.compile(r"[々一-鿿]{1,6}(?:[ \u3000][一-鿿]{1,3})?$")
_BEFORE_MIXED = re.compile(r"(?<![々一-鿿])[一-鿿]{1,3}[ぁ-ん]{2,4}$")
_DEPARTMENT = re.compile(
    r"(?:商務|情報|政策|通商|産業|科学|技術|総務|官房|国際|連携|経済|貿易|資源|燃料|製造|通信|電波|研究|開発|振興|環境"
    r"|財政|企画|戦略|広報|事業|営業|統括|担当|本部|首席|主任|上席|上級|主席|副|常務|専務|執行役員|取締役|代表取締役"
    r"|外務|財務|防衛|安全保障|宇宙|原子力|総合|北米|アジア|欧州|大洋州|局|部|課){2,}$"
    r"|(?:副|主任|上席|上級|主席|首席|専務|常務|統括|筆頭|代表取締役|取締役)$"
)
"""The words of an office before its last one."""
_DEPARTMENT_WORD = re.compile(
    r"商務|情報|政策|通商|産業|科学|技術|総務|国際|連携|経済|貿易|資源|燃料|製造|通信|研究|開発|環境|財政|企画|戦略|広報"
    r"|事業|営業|投資|調査|人事|法務|会計|予算|金融|安全|航空|宇宙|北米|欧州|総合|審査|協力|渉外|調達"
)
_INITIALED = re.compile(
    rf"(?<![{_KATAKANA}A-Za-z・])(?:[{_KATAKANA}]{{2,}}・(?:[A-Z][.・]?・?){{1,2}}[{_KATAKANA}]{{2,}}"
    rf"|[A-Z]\.?・[{_KATAKANA}]{{2,}})(?![{_KATAKANA}・])"
)
_FOREIGN_WITH_OFFICE = re.compile(
    rf"(?<![{_KATAKANA}・])(?P<name>[{_KATAKANA}]+(?:・[{_KATAKANA}]+){{1,3}})"
    r"(?P<role>(?:在|駐)[ァ-ヺー一-鿿]{1,12}(?:大使|公使|総領事)|[一-鿿・]{1,14}?(?:相|大臣|長官|次官補?|次長|局長|部長|室長|委員長|総裁|会長|副会長|所長"
    r"|報道官|補佐官|議員|理事長|総局長|院長))"
    r"(?![一-鿿])"
)
_AFTER_TITLE = re.compile(
    rf"(?:の)?({_FOREIGN}|[一-鿿]{{3,5}}?)(?=氏|によ[るりっ]|[はがもとにへ]|、|\)|」|$)"
)
_BYLINE = re.compile(
    r"(?:代表|共同執筆者|執筆者|著者|共著者|文責|筆者|訳者|翻訳|聞き手|執筆"
    r"|記者)\s?[::]\s?(?P<names>[^\n。]{2,80})"
)
_KANJI_NAME = r"[一-鿿々]{3,5}|[一-鿿々]{1,3}[ぁ-ん]{2,4}"
_FOREIGN_NAME = rf"(?:[{_KATAKANA}]{{1,12}}[・=]){{1,3}}[{_KATAKANA}]{{2,14}}"
_ANY_NAME = rf"(?<![{_KATAKANA}])(?<![{_KATAKANA}][・=])(?:{_FOREIGN_NAME})(?![{_KATAKANA}・=])|(?<![一-鿿々])(?:{_KANJI_NAME})(?![一-鿿々])"
_CREDIT = re.compile(
    r"(?:文|写真|聞き手|構成|取材|撮影|執筆|記者|編集|解説|訳|翻訳|作成|担当|=)\s?[・=/:]\s?"
    rf"(?P<names>(?:{_ANY_NAME})(?:[、,・と]\s?(?:{_ANY_NAME})){{0,4}})(?=[\s)\]】、。/]|$)"
)
_DATELINE = re.compile(rf"【[^】\n]{{2,16}}[=\s](?P<names>{_ANY_NAME})】")
_OFFICE_THEN = re.compile(
    rf"(?=[{FIRST}首使])(?:{WEAK}|大統領|首相|大臣|長官|大使)(?P<link>の|は|が|に|を務め(?:る|た)|である|だった)(?P<name>{_ANY_NAME})"
    r"(?=[はがもとにをへ、。」)]|氏|さん|が|$)"
)
_AGED = re.compile(rf"(?P<name>{_ANY_NAME})$")
_AGE = re.compile(rf"\((?:[0-9]{{2}}歳?|[^()\n]{{0,20}}(?:{WEAK}|{STRONG}))\)")
"""An age or an office in brackets, behind a name."""
_NAME_AND_DOT = re.compile(rf"(?P<name>{_ANY_NAME})[・、](?=[一-鿿々ァ-ヺーA-Za-z]{{3}})")
_BODY_AND_OFFICE = re.compile(
    rf"(?P<role>[一-鿿々ァ-ヺーA-Za-z]{{2,24}}?(?:{WEAK}|{STRONG}))(?![一-鿿])"
)
_TOGETHER = re.compile(
    rf"(?P<names>(?:{_ANY_NAME})(?:[、と](?:{_ANY_NAME})){{1,6}})(?:ら)?(?:の)?(?:両|各|[0-9二三四五六]+人?の?)"
    r"(?:氏|大臣|外相|首相|長官|教授|議員|研究員|博士|首脳|大使|社長|専門家|研究者|候補)"
)
_SHARED = re.compile(
    r"(?:両|各|[0-9二三四五六]+人?の?)(?:氏|大臣|外相|首相|長官|教授|議員|研究員|博士|首脳|大使|社長|専門家|研究者|候補)"
)
_FOREIGN_BARE = re.compile(
    rf"(?<![{_KATAKANA}])(?<![{_KATAKANA}][・=])(?P<name>{_FOREIGN_NAME})(?=[はがもとにをの、。」)(]|から|さん|ら[はがのもにをァ-ヺ一-鿿]|$|\s)(?!の(?:本社|工場|製品|株))"
)
_HUMAN = re.compile(
    r"(?:は|が|も)[^。]{0,60}?(?:述べ|語[っりる]|話[しす]|指摘|強調|書[いき]|主張|説明し|振り返|率い|務め|就任|署名し|訴え|答え|就い|生まれ|亡くな|研究して|教え)"
)
_SPACED = re.compile(
    rf"(?<![^、::・○●◎■\nらはがて])(?P<name>[一-鿿々]{{3,5}}|{_ANY_NAME})[ ](?P<role>[一-鿿々ァ-ヺー・]{{0,24}}?(?:{WEAK}|{STRONG}))(?=[、。\n((]|$)",
    re.M,
)
"""A list of those present: the name, a blank, the office."""
_SEATED = re.compile(
    rf"(?:^|(?<=[、・○●◎■\n)）:]))(?P<body>[^\s、。()（）・]{{2,24}})[ \u3000](?P<name>{_ANY_NAME}|[一-鿿々]{{3}})[ \u3000]"
    rf"(?P<role>[一-鿿々ァ-ヺー・]{{0,24}}?(?:{WEAK}|{STRONG}))(?=[、。\n(（]|$)",
    re.M,
)
"""A list of those present: the body, the name, the office, with blanks between them."""
_TWO_BLANKS = re.compile(r"[ \u3000][^\s、。]+[ \u3000]")
_PLACED = re.compile(
    rf"^(?:【)?[一-鿿ァ-ヺー]{{2,12}}[==](?P<names>(?:{_ANY_NAME})(?:[、,・と]\s?(?:{_ANY_NAME})){{0,4}})(?=\s*(?:】|$))",
    re.M,
)
"""A line of its own with the place of writing and the writers."""
_BYLINE_NAME = re.compile(
    rf"{_FOREIGN}|[一-鿿々]{{1,4}}[\s][一-鿿々ぁ-ん]{{1,4}}|[一-鿿々]{{3,5}}"
    r"|[A-Z][a-z]+(?:\s[A-Z]\.?)?(?:\s[A-Z][a-z]+){1,2}"
)
_LONE_BYLINE = re.compile(
    r"(?m)^[ \t\u3000]*(?P<name>[一-鿿々]{2,3}\s?[一-鿿々]{1,3})(?=\s?(?:アクセス|記者|特派員)?[ \t]*$)"
)
_EMAIL_AFTER = re.compile(r"\s*\n\s*[\w.+-]{2,40}@[\w.-]+")

_LEADING = re.compile(
    r"^(?:一方|今回|今後|昨年|昨日|当時|先月|同日|前回|現在|新任|現職|元|前|新|故)"
)
_GENERIC_KATAKANA = words(
    "メディア プロジェクト グループ センター チーム リーダー メーカー スタッフ パートナー クラブ "
    "グローバル アジア インド "
    "ヨーロッパ シニア テクノロジー エネルギー デジタル サイバー セキュリティ イノベーション "
    "アメリカ ロシア ドイツ フランス "
    "イギリス イタリア カナダ オランダ オーストラリア インドネシア マレーシア ベトナム タイ "
    "フィリピン シンガポール ウクライナ "
    "ユーザー オーナー ファン トップ メイン"
)
_KOREAN_SURNAMES = words("イ ペ オ チョ ノ ソ ハ ナ ミ ウィ ユ")
_HEADS_OF_STATE = words("大統領 首相 長官 外相 総理 氏")
_WEAK_ORGANISATION = re.compile(
    r"(?:局|省|庁|部|院|会|所|室|社|党|府|課|団|部門|委員|事務|機構|大学|研究)$"
)
SURNAME_WITH_GIVEN = re.compile(r"^[一-鿿々]{2}")


def find_people(text: str) -> Iterator[Person]:
    """Find people in a folded Japanese text."""
    titles = [*TITLE.finditer(text)]
    dotted = "・" in text or "=" in text
    for match in titles:
        yield from _with_title(text, match)
    for match in _FOREIGN_WITH_OFFICE.finditer(text) if dotted else ():
        if match["name"].split("・")[0] not in _GENERIC_KATAKANA:
            yield Person(*match.span("name"), match["name"], match.span("role"), 0.9, True)
    for match in _INITIALED.finditer(text) if dotted else ():
        yield Person(*match.span(), match.group(), None, 0.9, True)
    for match in _BYLINE.finditer(text):
        for name in _BYLINE_NAME.finditer(text, *match.span("names")):
            bare = name.group().replace(" ", "")
            spaced = name.group().partition(" ")[0] in FAMILY_NAMES and " " in name.group()
            if "一" <= bare[0] <= "鿿" and not (spaced or can_be_name(bare) or likely(bare)):
                continue
            if "ァ" <= bare[0] <= "ヺ" and LOAN_WORDS.search(bare):
                continue
            if name.group() not in _GENERIC_KATAKANA and len(name.group()) > 2:
                yield Person(*name.span(), name.group(), None, 0.85, True)
    yield from _without_title(text, titled=bool(titles), dotted=dotted)
    for match in _LONE_BYLINE.finditer(text):
        tail = text[match.end("name") : match.end("name") + 80]
        if tail.lstrip(" ").startswith(("アクセス", "記者", "特派員")) or _EMAIL_AFTER.match(tail):
            yield Person(*match.span("name"), match["name"], None, 0.8, True)


def _without_title(text: str, *, titled: bool, dotted: bool) -> Iterator[Person]:
    """Names that their place tells: credits, ages, lists, what only people do.

    `titled`, `dotted`: whether the text has an office at all, and a mark inside a foreign name.
    """
    shared = ((_TOGETHER, 0.86),) if _SHARED.search(text) else ()
    for pattern, score in ((_CREDIT, 0.87), (_DATELINE, 0.87), (_PLACED, 0.87), *shared):
        for match in pattern.finditer(text):
            a = match.start("names")
            for name in re.finditer(_ANY_NAME, match["names"]):
                if can_be_name(name.group()) or (
                    pattern is _PLACED and likely(name.group(), _SHORT_GIVEN)
                ):
                    yield Person(a + name.start(), a + name.end(), name.group(), None, score, True)
    for match in _OFFICE_THEN.finditer(text):
        if can_be_name(match["name"]):
            yield Person(*match.span("name"), match["name"], None, 0.85, True)
    for age in _AGE.finditer(text):
        # the name is looked for from the brackets, of which there are few
        aged = _AGED.search(text, max(0, age.start() - _LONGEST_NAME), age.start())
        if aged and (
            can_be_name(aged["name"]) or (_begins_item(text, aged.start()) and likely(aged["name"]))
        ):
            yield Person(*aged.span("name"), aged["name"], None, 0.86, True)
    for match in _NAME_AND_DOT.finditer(text) if titled else ():
        if can_be_name(match["name"]) and _BODY_AND_OFFICE.match(text, match.end()):
            yield Person(*match.span("name"), match["name"], None, 0.86, True)
    for match in _SPACED.finditer(text) if titled else ():
        alone = match["name"]
        if can_be_name(alone) or (len(alone) == _FOUR and likely(alone)):
            yield Person(*match.span("name"), match["name"], match.span("role"), 0.85, True)
    for match in _SEATED.finditer(text) if titled and _TWO_BLANKS.search(text) else ():
        printed = match["name"]
        if can_be_name(printed) or (printed[0] > "\u3400" and not has_common_pair(printed)):
            yield Person(*match.span("name"), printed, match.span("role"), 0.88, True)
    known: set[int] = set()
    bare = [m for m in _FOREIGN_BARE.finditer(text) if can_be_name(m["name"])] if dotted else []
    for match in bare:
        given = re.split(r"[・=]", match["name"])[0] in KATAKANA_GIVEN
        if given or match.start() in known or _HUMAN.match(text, match.end(), match.end() + 80):
            yield Person(*match.span("name"), match["name"], None, 0.7 if given else 0.6, True)
            if text[match.end() : match.end() + 1] in {"と", "、"}:
                known.add(match.end() + 1)  # those named beside a person are people


_FOUR, _LONGEST_NAME = 4, 56
_SHORT_GIVEN = "健新進聖純学均修治要茂薫渉"


def _begins_item(text: str, at: int) -> bool:
    """Whether an item of a list begins at a place."""
    return text[max(0, at - 2) : at].strip(" \u3000")[-1:] in {
        "",
        "\n",
        "・",
        "○",
        "●",
        "◎",
        "、",
        ":",
    }


def _with_title(text: str, match: re.Match[str]) -> Iterator[Person]:
    role = match.span("title")
    strong = match["strong"] is not None
    start = match.start()
    window = text[max(0, start - 40) : start]
    offset = start - len(window)
    foreign = _BEFORE_FOREIGN.search(window)
    # "…機関のグロッシ事務局長": the body before the name leaves no doubt that it is one
    belongs = foreign is not None and window[: foreign.start(1)].endswith("の")
    if foreign and _is_foreign_name(foreign[1], strong or belongs, match["title"]):
        name = _without_country(foreign[1])
        begin = offset + foreign.start(1)
        full = "・" in name or " " in name
        yield Person(begin, begin + len(name), name, role, 0.97 if full else 0.9, full)
        return
    department = _DEPARTMENT.search(window)
    if (
        department
        and not foreign
        and (before := _BEFORE_KANJI.search(window[: department.start()]))
    ):
        # 宮原幸太郎通商政策局長: the office is longer than its last word
        found = _kanji_name(before.group(), strong, match["title"])
        if found and len(found) in {3, 4, 5}:
            begin = offset + before.end() - len(found)
            office = (offset + department.start(), role[1])
            yield Person(begin, offset + before.end(), found, office, 0.9, True)
            return
    if not foreign and (bureau := _of_bureau(window, match["title"])):
        # の桐生明彦国際局長: one word of the office stands between name and title
        begin, end = offset + bureau.start("name"), offset + bureau.end("name")
        yield Person(begin, end, bureau["name"], (end, role[1]), 0.85, True)
        return
    mixed = _BEFORE_MIXED.search(window)
    kanji = _BEFORE_KANJI.search(window)
    if kanji and _FOREIGN_BEFORE.search(window, 0, kanji.start()):
        return  # ラジェシュ・メータ鉱山次官補: a word of the office
    if kanji and (found := _kanji_name(kanji.group(), strong, match["title"])):
        if match["prefix"] == "前" and _ends_in_mae(found):
            found += "前"
            begin = offset + kanji.end() - len(found) + 1
            yield Person(begin, begin + len(found), found, role, 0.9, True)
            return
        begin = offset + kanji.end() - len(found)
        full = len(found.replace(" ", "")) >= 3
        yield Person(begin, offset + kanji.end(), found, role, 0.95 if strong else 0.8, full)
        return
    belonging = mixed is not None and window[: mixed.start()].endswith("の")
    certain = mixed is not None and mixed_name(mixed.group())
    if mixed and (strong or belonging or certain) and not match["prefix"]:
        begin = offset + mixed.start()
        if mixed_name(mixed.group()):
            yield Person(begin, offset + mixed.end(), mixed.group(), role, 0.6, True)
            return
    if strong and (after := _AFTER_TITLE.match(text, match.end())):
        name = after[1]
        if "・" in name and name.split("・")[0] not in _GENERIC_KATAKANA:
            yield Person(*after.span(1), name, role, 0.9, True)
        elif "一" <= name[0] <= "鿿" and plausible_full(name):
            yield Person(*after.span(1), name, role, 0.8, True)


def _ends_in_mae(name: str) -> bool:
    """Whether 前 belongs to a Chinese name rather than to the office (何詠前報道官)."""
    return len(name) == 2 and name[0] in ASIAN_FAMILIES and name not in FAMILY_NAMES


_FOREIGN_BEFORE = re.compile(r"[ァ-ヺー]{2,}・[ァ-ヺー・]{2,}$")
_OF_BUREAU = re.compile(r"(?:の|、|^|\n)(?P<name>[一-鿿々]{3,5})(?P<word>[一-鿿]{2})$")


def _of_bureau(window: str, title: str) -> re.Match[str] | None:
    """A full name and one word of the office before the head of a bureau or division."""
    if not title.endswith(("局長", "部長", "課長", "室長", "局次長")):
        return None
    found = _OF_BUREAU.search(window)
    if found is None or not _DEPARTMENT_WORD.fullmatch(found["word"]):
        return None
    return found if can_be_name(found["name"]) or likely(found["name"]) else None


FAMILY_PARTICLES = words("ファン フォン ヴァン デ デル デン ラ ル ダ ディ アル エル ビン ベン")
"""Particles with which family names of other countries begin."""


def _without_country(name: str) -> str:
    """The name without a country that is written onto it (ヤスパー・デ・フリースオランダ)."""
    first, _, last = name.rpartition("・")
    for country in japanese_places() if first else ():
        if last.endswith(country) and len(last) > len(country) + 1:
            return name[: -len(country)]
    return name


def _is_foreign_name(name: str, strong: bool, title: str) -> bool:
    if "・" in name and re.search(r"\s", name):
        return False  # a name and a body with a blank between them
    parts = re.split(r"[・=\s]", name)
    inner = [p for p in parts[1:-1] if p not in FAMILY_PARTICLES]
    led = len(parts) > 1 and parts[0] in FAMILY_PARTICLES  # ファン・デル・メール
    tail = [] if parts[0] in KATAKANA_GIVEN else parts[1:][-1:]  # ジェンスン・ファン
    if any(p in _GENERIC_KATAKANA for p in ([] if led else parts[:1]) + inner + tail):
        return False
    if len(name) < 2:  # イ大統領: a Korean surname
        return name in _KOREAN_SURNAMES and title in _HEADS_OF_STATE
    if len(parts) == 1 and (name in japanese_places() or title.endswith("大使")):
        return False
    if len(parts) == 1:
        return strong or title in {
            "氏",
            "局長",
            "CEO",
            "教授",
            "博士",
            "会長",
            "さん",
            "最高経営責任者",
        }
    return not (title in {"代表", "部長", "所長"} and len(parts) == 2 and len(name) > 14)


def _kanji_name(run: str, strong: bool, title: str) -> str | None:
    run = _LEADING.sub("", run) if len(run) > 3 else run
    bare = run.replace(" ", "")
    if title == "氏" and run in ASIAN_FAMILIES:
        return run
    if run in NOT_NAMES or not bare or len(bare) > 5 or has_common_pair(bare):
        return None
    if bare[-1] in "省庁府" and len(bare) > 1:
        return None
    if title == "様" and bare[-1] in "仕模同多有異一両態":
        return None  # 仕様, 模様
    if bare[-1] in "的性化者級" or bare.endswith(
        ("担当", "政権", "首脳", "内閣", "次期", "両国", "各国")
    ):
        return None
    if not strong:
        if title in {"代表", "様", "記者"} and len(bare) < 3:
            return None
        if title not in {"氏", "さん", "教授", "博士", "様", "准教授"} and len(bare) < 2:
            return None
        if _WEAK_ORGANISATION.search(bare) and bare not in FAMILY_NAMES:
            return None
    if any(
        bare.startswith(w) and len(w) > 1
        for w in ("日米", "日韓", "米韓", "米中", "日中", "米国", "韓国", "中国", "日本")
    ):
        return None
    if len(bare) == 1 and not strong:
        return None
    return run
