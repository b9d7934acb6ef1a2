"""Find agreements, programmes and facilities that nobody listed, by the grammar of their names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from techpact.agreements.scripts import has_hangul

_N = "々一-鿿ァ-ヺー・A-Za-z0-9"
_AGREEMENT_END = re.compile("協定|条約|議定書|憲章|共同宣言|宣言|覚書")
_AGREEMENT_JA = re.compile(rf"[{_N}-]{{2,30}}(?:{_AGREEMENT_END.pattern})(?![案等類書上化])")
_PROGRAMME_END = re.compile(
    "イニシアチブ|イニシアティブ|プログラム|プロジェクト|計画|構想|枠組み|戦略"
)
_PROGRAMME_JA = re.compile(rf"[{_N}]{{2,24}}(?:{_PROGRAMME_END.pattern})(?![的性家上を]策定)")
_LONGEST_HEAD = 31
_QUOTED_JA = re.compile(
    r"[「『](?P<name>[^「」『』\n]{2,40})[」』]\s?(?:イニシアチブ|イニシアティブ|プログラム"
    r"|研究開発制度|計画|構想|プロジェクト)"
)
_FACILITY_JA = re.compile(
    r"(?:実験炉|原型炉|実験装置|加速器|望遠鏡"
    r"|スーパーコンピュータ)(?P<name>[A-Z][A-Za-z0-9-]{1,12})"
    r"|[一-鿿ァ-ヺー]{2,12}(?:原子力発電所|発電所|原発|空港|海軍基地|空軍基地|基地|宇宙センター"
    r"|宇宙ステーション|ステーション)"
)
_AGREEMENT_EN = re.compile(
    r"\b(?:[A-Z][\w.-]{0,40}[ \n](?:(?:of|for|on|and|the|in|to)[ \n]){0,2}){1,9}(?:Agreement|Treaty"
    r"|Memorandum of (?:Cooperation|Understanding)|Deal|Declaration|Accord|Protocol|Pact"
    r"|Convention)\b"
)
_PROGRAMME_EN = re.compile(
    r"\b(?:[A-Z][\w.-]{0,40}[ \n](?:(?:of|for|on|and|the)[ \n]){0,1}){1,6}(?:Program|Programme"
    r"|Initiative|Framework|Project|Strategy|Plan|Mission)\b"
)
_FACILITY_EN = re.compile(
    r"\b(?:[A-Z][\w.-]{0,40}[ \n]){1,5}(?:Space Station|Power Plant|Power Station|Nuclear Plant"
    r"|Air Base|Naval Base|Airport|Space Center|Space Centre|Reactor|Tokamak)\b"
    r"|\b(?:tokamak|reactor|device|facility|supercomputer) (?P<name>[A-Z][A-Z0-9-]{2,12})\b"
    r"|\b(?P<code>[A-Z]{2,5}-\d{2,3}[A-Z]{0,2})\b(?= (?:tokamak|reactor|device|facility))"
)
_AGREEMENT_WORD = re.compile(
    "Agreement|Treaty|Memorandum|Deal|Declaration|Accord|Protocol|Pact|Convention"
)
_PROGRAMME_WORD = re.compile("Program|Initiative|Framework|Project|Strategy|Plan|Mission")
_FACILITY_WORD = re.compile(
    "Station|Plant|Base|Airport|Center|Centre|Reactor|Tokamak"
    "|tokamak|reactor|device|facility|supercomputer"
)
"""Words that every such English name holds or stands beside."""
_AGREEMENT_KO = re.compile(
    r"(?<![가-힣A-Za-z0-9·-])(?:[가-힣A-Za-z0-9·-]{1,12}(?<!에서)(?<![은는을를])(?<!\d[일월년])\s){0,3}?"
    r"[가-힣A-Za-z0-9·-]{1,14}(?:협정|조약"
    r"|의정서|양해각서|공동선언"
    r"|프로그램|이니셔티브)(?=(?:은|는|이|가|을|를|의|와|과|에|로|으로|에서)?(?![가-힣]))"
)
_GENERIC = re.compile(
    r"^(?:同|本|この|当該|両|既存の?|新たな?|政府間|二国間|多国間|貿易|科学技術|協力|共同|国際"
    r"|自由貿易|秘密保持|関連|包括的?|研究|研究開発|教育|訓練|育成"
    r"|長期|年次|事業|行動|実施"
    r"|国家|地域|安全保障|防衛|経済|戦略|戦略的|政策|技術|AI|投資|開発|産業|支援|交流|成長|基本"
    r"|サイバー|民間|法的|輸出|その他|主要な?|共通|全|商業|大型)*"
    r"(?:協定|条約|議定書|憲章|共同宣言|宣言|覚書|イニシアチブ|イニシアティブ|プログラム"
    r"|プロジェクト|計画|構想|枠組み|戦略|発電所|原発|空港|基地|ステーション)$"
)
_LEAD = re.compile(r"(?:・|及び|並びに|また|一方|既存の|現行の|同)*")
_COUNTRIES = re.compile(r"日米|日韓|米韓|日英|米英|米国|日本|韓国|アメリカ|欧州|太平洋|アジア")
_ABBREVIATED = re.compile(r"\s?\([A-Z]{2,8}\)")
_EN_GENERIC = re.compile(
    r"^(?:(?:The|This|That|These|Any|Each|Such|In|Under|Pursuant to|A|An|Of|And|For)[ \n](?:the "
    r")?)+"
)
_KO_GENERIC = re.compile(
    r"^(?:이|본|그|해당|기존|양국|새로운|양자|다자|무역|국제|공동|관련|연구)?\s?(?:협정|조약"
    r"|의정서|양해각서|공동선언|프로그램|이니셔티브)$"
)


def _ending(end: re.Pattern[str], whole: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Find what the whole pattern finds, looking only before the words in which it ends."""
    free = 0
    for last in end.finditer(text):
        if last.start() < free:
            continue
        begin = max(free, last.start() - _LONGEST_HEAD)
        found = whole.search(text, begin, last.end() + 2 * _LONGEST_HEAD)
        if found is not None and found.start() < last.start():
            free = found.end()
            yield found


def find_works(text: str) -> Iterator[tuple[int, int, str]]:
    """Find agreements, programmes and facilities in a folded text: (start, end, kind)."""
    if not text.isascii():
        for match in _QUOTED_JA.finditer(text):
            yield (*match.span("name"), "PROGRAMME")
        for matches, kind in (
            (_ending(_AGREEMENT_END, _AGREEMENT_JA, text), "AGREEMENT"),
            (_ending(_PROGRAMME_END, _PROGRAMME_JA, text), "PROGRAMME"),
            (_FACILITY_JA.finditer(text), "FACILITY"),
        ):
            for match in matches:
                start, end = match.span()
                start += len(_LEAD.match(match.group()).group())  # type: ignore[union-attr]
                if "name" in match.re.groupindex and match["name"]:
                    start, end = match.span("name")
                elif (
                    _GENERIC.match(match.group())
                    and not _COUNTRIES.search(match.group())
                    and not _ABBREVIATED.match(text, match.end())
                ) or (kind == "PROGRAMME" and not _proper_programme(match.group())):
                    continue
                yield start, end, kind
        for match in _AGREEMENT_KO.finditer(text) if has_hangul(text) else ():
            if not _KO_GENERIC.match(match.group()):
                kind = "PROGRAMME" if match.group().endswith(("램", "브")) else "AGREEMENT"
                yield (*match.span(), kind)
    for sign, pattern, kind in (
        (_AGREEMENT_WORD, _AGREEMENT_EN, "AGREEMENT"),
        (_PROGRAMME_WORD, _PROGRAMME_EN, "PROGRAMME"),
        (_FACILITY_WORD, _FACILITY_EN, "FACILITY"),
    ):
        for match in pattern.finditer(text) if sign.search(text) else ():
            start, end = match.span()
            for group in ("name", "code"):
                if group in match.re.groupindex and match[group]:
                    start, end = match.span(group)
            if lead := _EN_GENERIC.match(text[start:end]):
                start += lead.end()
            if len(text[start:end].split()) >= 2 or "-" in text[start:end]:
                yield start, end, kind


def _proper_programme(name: str) -> bool:
    head = re.sub(
        r"(?:イニシアチブ|イニシアティブ|プログラム|プロジェクト|計画|構想|枠組み|戦略)$", "", name
    )
    if re.search(r"(?:戦略|枠組み)$", name):
        return bool(re.search(r"アジア|太平洋|インド", head))
    return bool(re.search(r"[ァ-ヺー]{3,}|[A-Z]{3,}", head)) and not re.search(
        r"^(?:インフラ|プロジェクト|パイロット|トレーニング|インターンシップ|デジタル|エネルギー"
        r"|モデル)+$",
        head,
    )
