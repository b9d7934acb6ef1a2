"""Find organisations in Japanese text by the grammar of their names."""
# ruff: noqa: E501 - lists of words are easier to extend when they stand on one line

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from techpact.agreements.lexicon import alternatives, words


class Organisation(NamedTuple):
    """An organisation, body or facility as named at one place."""

    start: int
    end: int
    kind: str
    score: float


_K = "々一-鿿"
_C = "ァ-ヺー"
_BODY = (
    "委員会|評議会|協議会|審議会|諮問会議|対話|会議|会合|フォーラム|タスクフォース|作業部会"
    "|パートナーシップ|合同委員会|協議体"
)
_ORGANISATION = (
    "株式会社|有限会社|ホールディングス|グループ|コーポレーション|研究開発機構|研究機構|機構"
    "|研究所|総合研究所|研究院|学術会議"
    "|財団|振興会|事業団|協会|学会|連盟|連合会|連合|同盟会|基金|公社|公団|銀行|証券|新聞社"
    "|通信社|新聞|放送協会|放送|テレビ"
    "|大学院|大学|学院|研究センター|センター|インスティテュート|インスティチュート"
    "|イニシアチブ事務局|事務局"
    "|自動車|電子|電機|電産|製作所|製鉄|製薬|薬品|化学|重工業|重工|工業|産業|商事|物産|電力|ガス"
    "|航空|鉄道|海運|通信|半導体|エレクトロニクス"
    "|モーターズ|モーター|テクノロジーズ|セミコンダクター|マテリアルズ|インダストリーズ|エナジー"
    "|省|庁|内閣府|局|議会|裁判所|最高裁|警察|検察|システムズ|ソリューションズ"
    "|フィナンシャルグループ|ファーマ|海軍|陸軍|空軍|海兵隊|自衛隊|共和党|民主党|自民党"
    "|自由民主党|公明党|国民の力"
    "|検査院|人事院|学士院|鋳鋼所|製鋼所|鉄工所|鋳造所|造船所"
    "|金属鉱山|鉱業|造船|電工|電線|精機|製油|製紙|ケミカルズ|ケミカル|マテリアル"
    "|推進本部|戦略本部|対策本部|アカデミー|コンソーシアム|アライアンス|有識者会議|輸出組合|工業組合|技術研究組合"
    "|ネットワークス|ジャパン|製錬所|大使館|総領事館|貿易署|本部|総局|共同事業体|漁業協同組合|農業協同組合|漁協|農協|森林組合|工業会|経済団体連合会"
    "|政府|ユニット"
)
_BODIES = frozenset(_BODY.split("|"))
_SUFFIX = re.compile(alternatives(f"{_BODY}|{_ORGANISATION}".split("|")))
_HEAD = re.compile(rf"(?:[{_K}{_C}A-Za-z0-9&・]|(?<=[{_C}])\s(?=[{_C}]))+$")

# suffixes that are common nouns unless a proper name stands before them
_NEED_PROPER = words(
    "グループ センター 自動車 電子 電機 電産 製作所 製薬 薬品 化学 重工業 重工 工業 産業 商事 "
    "物産 電力 ガス 航空 鉄道 海運 通信 "
    "半導体 エレクトロニクス モーター システムズ ソリューションズ ファーマ テレビ 放送 新聞 基金 "
    "銀行 証券 連合 ユニット 対話 会合 会議 フォーラム パートナーシップ "
    "タスクフォース 警察 検察 議会 研究センター 事務局 マテリアルズ エナジー 裁判所 同盟会 "
    "アカデミー コンソーシアム アライアンス ネットワークス ジャパン 製錬所 本部 推進フォーラム "
    "協議体 作業部会 金属鉱山 鉱業 造船 電工 電線 精機 製油 製紙 ケミカル ケミカルズ マテリアル"
)
_GENERIC_WORD = re.compile(
    "(?:関連|研究|政府|国立|民間|公的|関係|所管|担当|各|両|同|当該|他|主要|専門|国際|地方|特定"
    "|大手|既存|新規|新設|独立|公共"
    "|世界|国内|海外|外国|先進|最先端|先端|次世代|民生|商業|軍事|防衛|安全保障|情報|通信|医薬品"
    "|医療|製造|開発|業務|受託|標準化|資金"
    "|技術|科学|教育|産学官|官民|学術|連邦|州|中央|合同|共同|閣僚|閣僚級|首脳|外相|財務相|実務"
    "|事務|実務者|高官|局長級|次官級|定期|年次"
    "|第[0-9一二三四五六七八九十]+回|二国間|多国間|三国|三カ国|日米|日韓|米韓|米中|日中|日米韓"
    "|日英|米英|両国|各国|同国|自国|他国|相手国"
    "|全|本|我が|高速|無線|光|衛星|移動|電気|機械|重|軽|自動車|電子|半導体|原子力|核|水素|天然"
    "|都市|液化|量子|人工知能|[Aa][Ii]"
    "|データ|クラウド|ハイテク|コール|ショッピング|メディア|トップ|開発途上|臨時|特別|緊急|現|前"
    "|新|旧|次期|国|県|市|町|村|都|道|府|反"
    "|サイバー|サイバーセキュリティ|セキュリティ|デジタル|エネルギー|バイオ|宇宙|鉱物|重要|戦略"
    "|戦略的|包括|経済|貿易|政策|諮問|投資"
    "|イノベーション|テクノロジー|フュージョン|核融合|政治|外交|文化|社会|国民|市民|住民|女性"
    "|若手|半官半民|総合|自然|人文|基礎|応用|会員"
    "|調整|運営|管理|検討|準備|推進|実行|評価|審査|協力|連携|交流|強力|緊密|新たな|グローバル"
    "|スマート|インフラ|サプライチェーン|製品|サービス|開発|戦略|地域|基盤"
    "|資源|安全|標準|処理|振興|推進|東洋|規制|標準化)"
)
# compounds of generic words that are names all the same
_BILATERAL = re.compile(
    r"^(?:日米韓|日米|米日|日韓|韓日|米韓|韓米|米中|日中|日英|米英|日EU|米EU|合同|共同)"
)
_COMMON_LEAD = re.compile(
    r"^(?:関連|各|両|同|当該|他|主要|民間|公的|政府|専門|地方|既存|新規|独立|海外|外国|関係|所管"
    r"|担当|特定|大手|最先端|先端|先進)"
)
_MINISTRY_HEAD = re.compile(
    r"(?:外務|経済産業|経産|財務|防衛|国防|国務|商務|総務|法務|司法|文部科学|文科|厚生労働|厚労"
    r"|農林水産|農水|国土交通|国交|環境|内務|エネルギー|労働|運輸"
    r"|農務|通商|通信|鉱山|石油|石炭|交通|保健|観光|水利|農業|商業|工業|鉱業|投資|計画|建設|運輸通信|公共事業"
    r"|教育|財政|国防総|[一-鿿]{2,}(?:科学|技術|産業|経済|開発|気候|政策|外交|研究|資源|情報"
    r"|貿易|保護|建設|改革|計画)|産業通商資源|科学技術情報通信"
    r"|外交通商|外務・通商|国土安全保障|商工|工業情報化|工業和信息化|公安|国家安全|保健福祉"
    r"|退役軍人|宇宙|郵政|通産|通商産業|大蔵)$"
)
_AGENCY_HEAD = re.compile(
    r"(?:特許|電気通信情報|金融|消費者|文化|気象|警察|国税|検察|宮内|海上保安|観光|復興|デジタル"
    r"|スポーツ|公安調査|原子力規制|資源エネルギー|中小企業|科学技術"
    r"|防衛装備|航空宇宙|宇宙|出入国在留管理|こども家庭|"
    r"[一-鿿ァ-ヺー]{3,})$"
)
_BUREAU_HEAD = re.compile(
    r"(?:科学技術政策|[一-鿿ァ-ヺー]{2,}(?:安全保障|政策|情報|産業|捜査|管理|統計|行政|航空宇宙"
    r"|審査|調査|事務|貿易|国際|総務|技術|情報|予算管理|通信))$"
)
_PARTIES_NAMES = words("共和党 民主党 自民党 自由民主党 公明党 国民の力")
_STOP_NAMES = words(
    "共同基金 共同研究所 共同研究センター 共同事務局 "
    "研究機関 関連機関 当局 郵便局 薬局 結局 各局 支局 本局 放送局 政局 時局 難局 同省 各省 両省 "
    "反省 帰省 省 庁 官庁 省庁 県庁 都庁 市庁 同庁 "
    "政府 両国政府 各国政府 連邦政府 外国政府 他国政府 地方政府 中央政府 相手国政府 関係国政府 "
    "日米両政府 両政府 米韓両政府 日韓両政府 同政府 現政府 "
    "委員会 同委員会 評議会 協議会 審議会 国会 議会 大学 各大学 研究所 国立研究所 "
    "両国の国立研究所 財団 協会 学会 機構 同機構 当該機構 連合 "
    "データセンター コールセンター 基地局 無線局 陸揚局 ケーブル陸揚局 首脳会議 外相会議 "
    "閣僚会議 国際会議 首脳会合 次官級会合"
)
_COUNTRY = re.compile(
    r"^(?:日本国|日本|アメリカ合衆国|アメリカ|米国|米|中国|韓国|大韓民国|英国|英|ドイツ|独"
    r"|フランス|仏|ロシア|豪州|オーストラリア|インド|カナダ|台湾|欧州)"
)
_CONNECTIVES = re.compile(
    r"^(?:・|及び|並びに|又は|または|および|ならびに|同|各|両|当該|今回|一方|新|現|前|元"
    r"|第[0-9一二三四五六七八九十]+回)"
)
_TALKS = words("会議 会合 対話 フォーラム パートナーシップ タスクフォース 作業部会 協議体")
_FORUM_HEAD = re.compile(
    r"アジア|欧州|国家|世界|インド太平洋|国連|北大西洋|東アジア|総合|科学技術|ASEAN|EU|NATO|G7"
    r"|ミュンヘン|ダボス|シャングリラ"
)
_PLACE_HEAD = re.compile(
    r"^(?:東芝|富士通|パナソニック|ソニー|村田|京セラ|日鉄|鹿島|清水|大林|川崎|東京|大阪|関西"
    r"|中部|九州|東北|北海道|中国|四国|北陸|沖縄|京都|名古屋|神戸|川崎"
    r"|三菱|三井|住友|日立|富士|日産|本田|松下|東洋|日本|日鉄|新日本|旭|丸紅|伊藤忠|"
    r"朝日|読売|毎日|産経|日経|日本経済|共同|時事|中央|朝鮮|東亜|韓国|現代|三星|大韓|笹川|国際"
    r"|聯合|新華|中日|西日本|武田|第一三共|中外|塩野義|川重|帝人|大日本"
    r"|昭和|全日本|台湾|欧州)"
)
_GENERIC_KATAKANA = re.compile(
    r"^(?:データ|クラウド|ハイテク|コール|ショッピング|メディア|トップ|サイバー|セキュリティ"
    r"|サイバーセキュリティ|デジタル|エネルギー|バイオ|イノベーション|テクノロジー"
    r"|フュージョン|グローバル|"
    r"スマート|インフラ|サプライチェーン|サービス|オープン|ベンチャー|ライバル|ビッグ|ワーキング"
    r"|スタディ|プロジェクト|ユーザー|ロボット|モバイル|ネットワーク|パワー"
    r"|ソフトウェア|ハードウェア|"
    r"メーカー|クリーン|グリーン|ハイレベル|トレーニング|サポート|リサーチ|テスト|リスク|コスト"
    r"|シェール|プロパン|バイオガス|レア|AI|IT|ICT|IoT|EV|LNG"
    r"|DX|GX|CEO|PR)+$"
)


# a company of a country, by the one character that stands for it (米ナンドール)
_ABROAD = re.compile(
    rf"(?<![一-鿿{_C}])[米英独仏蘭豪韓](?P<name>[{_C}]{{2,}}(?:・[{_C}]{{2,}})*)(?=[はがともや、])"
)


_QUOTED = re.compile(
    r"[「『](?P<name>[^「」『』、。\n]{4,30}?(?:センター|委員会|協議会|作業部会|ワーキンググループ|タスクフォース|フォーラム|研究所|機構|対話|事務局|コンソーシアム|アライアンス|協会|会議))[」』]"
)
"""A body whose whole name stands in marks of quotation."""
_OFFICE_OF_MINISTRY = re.compile(
    rf"(?P<name>(?:[{_K}]{{2,8}}[省庁府]|経済部|内閣官房)(?![{_K}]{{0,2}}長官)[{_K}{_C}・]{{2,16}}?(?:局|部|課|室|署|本部|センター))(?![{_K}](?![{_K}]{{0,9}}(?:官|補佐|主査|係長|専門職)))"
)
"""A part of a ministry written onto it (経済産業省貿易管理部)."""
_LEGAL_FORM = re.compile(
    rf"(?P<name>(?:株式会社|合同会社|一般社団法人|国立研究開発法人|独立行政法人)[{_K}{_C}A-Za-z0-9&・]{{2,24}}?)(?=[、。はがのとをにも())（）\s]|及び|並びに|$)"
)
"""A name with its legal form in front."""
_FOREIGN_FIRM = re.compile(rf"[米英独仏蘭豪韓][{_C}]{{3}}")
_STATE_BEFORE = re.compile(rf"(?:[{_C}]{{3,}}|米国|英国|韓国|中国|日本|豪州)の$")


_PART_OF_UNIVERSITY = re.compile(
    rf"(?:大学院)?[{_K}{_C}]{{2,10}}?(?:研究科|学部|学科|研究院|学府|附属病院|校)(?![{_K}])"
)
"""A faculty written onto its university."""
_ABBREVIATED = re.compile(
    rf"(?<![{_C}・])(?P<name>[{_C}]{{2,}}(?:・[{_C}]{{2,}}){{1,3}})(?=\s?[(（][A-Z]{{3,6}}[)）])"
)
"""A name of foreign words with its abbreviation (カニジ・ビデシュ・インディア（KABIL）)."""
_FIRM_TAILS = "コンピューティング|テクノロジー|ソリューションズ|イノベーションズ|ファクトリー|ダイナミクス|ラボラトリーズ|キャピタル|パートナーズ|ホールディング"
_FIRM_WORDS = re.compile(
    rf"(?<![{_C}・])(?P<name>(?:[{_C}]{{2,}}・){{1,3}}(?:{_FIRM_TAILS}))(?![{_C}・])"
)
_RENAMED = re.compile(rf"[(（](?:現|旧)(?P<name>[{_C}A-Za-z・]{{3,24}})[)）]")
"""What an organisation is called now, or was called."""
_WHOLE = (
    (re.compile("[「『]"), _QUOTED, "BODY"),
    (re.compile("[省庁府]|経済部|内閣官房"), _OFFICE_OF_MINISTRY, "ORG"),
    (re.compile("株式会社|合同会社|法人"), _LEGAL_FORM, "ORG"),
    (re.compile(rf"[{_C}]\s?[(（][A-Z]{{3}}"), _ABBREVIATED, "ORG"),
    (re.compile(f"・(?:{_FIRM_TAILS})"), _FIRM_WORDS, "ORG"),
    (re.compile("[(（][現旧]"), _RENAMED, "ORG"),
)
"""What such a name always holds, the pattern that finds it, and its kind."""


def find_organisations(text: str) -> Iterator[Organisation]:
    """Find organisations, bodies and facilities in a folded Japanese text."""
    position = 0
    for sign, pattern, kind in _WHOLE:
        for match in pattern.finditer(text) if sign.search(text) else ():
            yield Organisation(*match.span("name"), kind, 0.8)
    for match in _ABROAD.finditer(text):
        if not _GENERIC_KATAKANA.match(match["name"]):
            yield Organisation(*match.span("name"), "ORG", 0.6)
    for match in _SUFFIX.finditer(text):
        if match.start() < position:
            continue
        # a longer name may go on behind this suffix (研究開発|機構|本部)
        window = text[max(0, match.start() - 30) : match.start()]
        head = _HEAD.search(window)
        before = head.group() if head else ""
        found = _judge(text, match, match.start() - len(before), before)
        if found is not None:
            yield found


_LEAST_SPELT = 4
_SPELT_OUT = re.compile(r"\s?[(（][A-Z][A-Za-z-]{1,9}[)）]")
"""An abbreviation in brackets: what stands before it is a name."""


_DOT_BEHIND = re.compile(
    r"(?:研究所|大学|省|庁|製作所|電機|電気|工業|重工|銀行|商事|物産|化学|製薬|電力|(?<!海外)通信|機構|財団|協会|新聞|会社|(?<![A-Z])[A-Z]{2,5})・"
)
"""A middle dot behind a whole name, where the next one begins."""


def _judge(text: str, match: re.Match[str], start: int, head: str) -> Organisation | None:
    suffix, end = match.group(), match.end()
    dots = [m.end() for m in _DOT_BEHIND.finditer(head)]
    if dots:
        cut = dots[-1]
        head, start = head[cut:], start + cut
    if _FOREIGN_FIRM.match(head):
        head, start = head[1:], start + 1
    while lead := _CONNECTIVES.match(head):
        head, start = head[lead.end() :], start + lead.end()
    after = text[end] if end < len(text) else " "
    if not head and suffix in _PARTIES_NAMES:
        return Organisation(start, end, "ORG", 0.7)
    if not head or head + suffix in _STOP_NAMES or len(head) > 24:
        return None
    if suffix == "政府":
        whole = _COUNTRY.fullmatch(head) or re.fullmatch(rf"[{_C}]{{2,}}", head)
        return Organisation(start, end, "ORG", 0.7) if whole and after not in "機系間開" else None
    kind = _kind(suffix, head)
    bare = _COUNTRY.sub("", head)
    if after in "省庁" and suffix not in {"省", "庁", "局"}:
        return None  # the name of a ministry goes on (産業省)
    if suffix in {"省", "庁", "局"}:
        pattern = {"省": _MINISTRY_HEAD, "庁": _AGENCY_HEAD, "局": _BUREAU_HEAD}[suffix]
        found = bool(pattern.search(bare or head)) or _ministry_abroad(head, suffix)
        named = found and after not in "間内令エ長員舎"
        if suffix == "庁" and not _named(bare or head, bare != head, 1):
            named = False
        return Organisation(start, end, kind, 0.9) if named else None
    if text.startswith(("相", "大臣", "担当"), end):
        return None  # the head of an office, with a name before it
    if suffix in {"大学", "大学院"} and (part := _PART_OF_UNIVERSITY.match(text, end)):
        return Organisation(start, part.end(), kind, 0.75)
    if after in "長員生" or (after == "級" and suffix in {"会議", "会合"}):
        return None
    if _SPELT_OUT.match(text, end) and len(head) >= _LEAST_SPELT:
        return Organisation(start, end, kind, 0.8)
    if suffix in _NEED_PROPER:
        if not _proper(head, bare, suffix):
            return None
    elif not _named(bare, bare != head or bool(_STATE_BEFORE.search(text[:start][-16:])), 2):
        return None
    return Organisation(start, end, kind, 0.75)


_BEHIND_LATIN = words(
    "ジャパン アライアンス コンソーシアム アカデミー ネットワークス エレクトロニクス マテリアルズ マテリアル ケミカル システムズ フォーラム"
)
"""Heads that make a name of Latin letters before them (SEMIジャパン), which 半導体 does not (DRAM半導体)."""
_LATIN_HEAD = re.compile(r"[A-Z][A-Za-z0-9-]*[A-Za-z]")
_ABROAD_HEAD = re.compile(
    rf"(?:[{_C}]{{3,}}|英国|米国|韓国|中国|台湾|豪州|[{_C}]{{2,}}[連合]*[国邦])(?P<matter>[{_K}]{{2}})"
)


def _ministry_abroad(head: str, suffix: str) -> bool:
    """Whether a country and one word stand before 省 (オランダ経済省)."""
    found = _ABROAD_HEAD.fullmatch(head)
    return suffix == "省" and found is not None and bool(_GENERIC_WORD.fullmatch(found["matter"]))


def _kind(suffix: str, head: str) -> str:
    if suffix not in _BODIES:
        return "ORG"
    talks = suffix in {
        "対話",
        "会合",
        "フォーラム",
        "タスクフォース",
        "作業部会",
        "パートナーシップ",
    }
    return "BODY" if talks or _BILATERAL.match(head) else "ORG"


def _named(bare: str, with_country: bool, least: int) -> bool:
    """Whether the words before a suffix name one organisation rather than a sort of them."""
    words = _GENERIC_WORD.findall(bare)
    if sum(map(len, words)) < len(bare):  # a word that is not common
        return len(bare) >= 2 or with_country
    if with_country:
        return bool(words) or not bare
    if bare.startswith("国立"):
        return len(words) > 2
    return len(words) >= least and not _COMMON_LEAD.match(bare)


def _proper(head: str, bare: str, suffix: str) -> bool:
    if suffix in _TALKS:
        if re.search(r"(?:首脳|外相|閣僚|級|国際|記者|緊急|年次|官民|密な|予算)$", head):
            return False
        return len(bare) >= 3 and bool(
            _COUNTRY.match(head) or _BILATERAL.match(head) or _FORUM_HEAD.match(head)
        )
    if suffix == "製作所" and len(bare) >= 2 and not _GENERIC_WORD.fullmatch(bare):
        return True
    if _PLACE_HEAD.match(head):
        return not (suffix in {"産業", "半導体", "通信", "工業"} and _COUNTRY.fullmatch(head))
    if re.search(r"(?:データ|コール|ショッピング)$", head):
        return False
    if suffix in {"センター", "研究センター"}:
        common = _GENERIC_WORD.findall(head)
        own = len(head) - sum(map(len, common))
        return own >= 3 or len(common) >= 3
    if suffix == "本部":
        return False
    latin = _LATIN_HEAD.match(head)
    if latin and suffix in _BEHIND_LATIN and not _GENERIC_KATAKANA.match(latin.group()):
        return True
    if suffix == "アカデミー" and head.startswith(("全米", "国立", "王立")):
        return True
    katakana = re.match(rf"[{_C}]+", head)
    if katakana and len(katakana.group()) >= 2:
        return not _GENERIC_KATAKANA.match(katakana.group()) or (
            suffix == "ユニット" and len(head) >= 8
        )
    if suffix == "ユニット":
        return len(head) >= 6
    return suffix == "グループ" and len(head) >= 4 and bool(re.search(rf"[{_C}]{{2}}", head))
