"""Whether characters can be a person's name in Japanese text."""

from __future__ import annotations

import re

from techpact.agreements.japanese_names import (
    COMMON_PAIRS,
    FAMILY_NAMES,
    HIRAGANA_GIVEN,
    KATAKANA_GIVEN,
    LOAN_WORDS,
)
from techpact.agreements.lexicon import words

NOT_NAMES = words(
    "米 日 韓 中 英 仏 独 露 豪 印 伊 加 両 同 各 前 元 新 現 副 次期 米国 日本 韓国 中国 英国 "
    "日米 日韓 米韓 米中 日中 日米韓 "
    "外国 女性 歴代 初代 両国 各国 同国 関係 担当 主要 国家 政府 財界 与党 野党 地元 共同 国会 "
    "連邦 州 市 県 都 府 道 国 党 社 "
    "共和党 民主党 自民党 閣僚 首脳 事務 専門 研究 技術 政策 科学 経済 外交 防衛 貿易 安全保障 "
    "統括 筆頭 最高 業界 財団 大学 "
    "会社 組織 企業 部門 委員会 議会 上院 下院 衆院 参院 代表 市民 住民 消費者 読者 利用者 奥 皆 "
    "神 仏 王 殿 何 多 同様 仕 模 "
    "有 一 二 三 四 五 六 第 国民 世界 全国 地域 先進国 常任 暫定 臨時 次 当 本 御 客 お客 "
    "中堅 若手 古参 有力 重鎮 匿名 複数 出席 同席 参加 派遣 交渉 首席 次席 実務 大手 外部 内部 "
    "委託 名誉 特任 諸 両 全 "
    "特命全権 実行 運営 準備 組織 選考 "
    "共同執筆者 世代 時代 一方 今回 前回"
)


def can_be_name(name: str) -> bool:
    """Whether a katakana, kanji or mixed word can be a full name."""
    if "ァ" <= name[0] <= "ヺ":
        parts = re.split(r"[・=]", name)
        return parts[0] in KATAKANA_GIVEN or not any(
            LOAN_WORDS.match(p) or LOAN_WORDS.search(p[-4:]) for p in parts
        )
    if "ぁ" <= name[-1] <= "ん":
        return mixed_name(name)
    if has_common_pair(name) or not plausible_full(name) or name.endswith("氏"):
        return False
    if any(name[:n] in FAMILY_NAMES and 1 <= len(name) - n <= _LONGEST_GIVEN for n in (2, 3)):
        return True
    # a family name of one character needs a given name that is plainly one
    return name[0] in FAMILY_NAMES and len(name) == _ONE_AND_TWO and name[-1] in _GIVEN_ENDS


def likely(name: str, more: str = "") -> bool:
    """Whether kanji where a name is due can be one, though the family is not known.

    `more` are characters that end given names too but are common elsewhere.
    """
    return (
        "一" <= name[0] <= "鿿"
        and (name[-1] in _GIVEN_ENDS or name[-1] in more)
        and not has_common_pair(name)
        and plausible_full(name)
    )


def has_common_pair(name: str) -> bool:
    """Whether two neighbouring characters are those of a common word."""
    return any(name[i : i + 2] in COMMON_PAIRS for i in range(len(name) - 1))


_ONE_AND_TWO, _FOUR = 3, 4
_GIVEN_ENDS = frozenset(
    "子美恵香奈菜也哉太郎介輔助樹志司之夫雄男一二三人斗馬平明彦治史弘浩宏博隆孝健誠勲豊徹仁実義信昭久広和幸里代江枝乃"
    "織央佳絵音生紀希輝貴基伸真秀英武俊純勝帆穂麻理莉梨華花夏海弥悠祐裕勇友由結衣亜愛葵翔章亮良涼遼竜玲蓮敏敬啓恭清"
    "晴政正静聡壮達忠直尚登道篤敦波泰拓匠光航剛賢憲謙吾悟"
)
"""Characters in which given names end."""


_LONGEST_GIVEN = 3
_MIXED = re.compile(r"(?P<family>[一-鿿々]+)(?P<given>[ぁ-ん]+)")
_VERBAL = re.compile(
    r"(?:[るたいなのすくうむてでにをはがもと]|^.{1,2}[りし]|さん|くん|など|から|まで|より|たち|ため|こと)$"
)


def mixed_name(name: str) -> bool:
    """Whether a word of kanji and hiragana is a name and no verb (早瀬みのり, 務めた)."""
    found = _MIXED.fullmatch(name)
    if found is None:
        return False
    if found["given"] in HIRAGANA_GIVEN:
        return True
    return found["family"] in FAMILY_NAMES and not _VERBAL.search(found["given"])


def plausible_full(name: str) -> bool:
    """Whether kanji have the length of a full name and end in no word for a body, place or time."""
    return (
        3 <= len(name) <= 5
        and name not in NOT_NAMES
        and not re.search(
            r"(?:省|庁|局|部|会|国|社|者|的|性|化|後|間|前|上|下|中|等|際|時|年|月|日|府|党|官"
            r"|長|県|市|町|村|州|区|港|湾|島|側|発|号|機|車|駅|線|部|課|室|所|院|校|店|館|党|軍)$",
            name,
        )
    )
