"""Countries and cities by their names in English, Japanese and Korean."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from techpact.agreements.gazetteer import Name

_LOCALES = ("en", "ja", "ko")
# how the press writes what the locale data gives in full
_PRESS = {
    "USA": ("アメリカ合衆国", "アメリカ", "米国", "미국", "United States of America", "U.S.", "US",
            "United States", "미합중국", "USA"),
    "JPN": ("日本国", "일본국"),
    "KOR": ("韓国", "大韓民国", "한국", "대한민국", "Republic of Korea", "South Korea", "ROK"),
    "PRK": ("北朝鮮", "북한", "North Korea"),
    "CHN": ("中国", "중국", "China", "中華人民共和国", "People's Republic of China", "PRC"),
    "TWN": ("台湾", "대만", "Taiwan"),
    "AUS": ("豪州", "호주"),
    "GBR": ("英国", "イギリス", "영국", "U.K.", "UK", "Britain"),
    "DEU": ("独国",),
    "RUS": ("ロシア連邦",),
    "IND": ("インド共和国",),
    "NLD": ("オランダ王国", "Netherlands", "The Netherlands"),
}  # fmt: skip
_CITIES = (
    ("ワシントン", "Washington", "워싱턴", "USA"),
    ("サンフランシスコ", "San Francisco", "샌프란시스코", "USA"),
    ("慶州", "Gyeongju", "경주", "KOR"),
    ("釜山", "Busan", "부산", "KOR"),
    ("大阪", "Osaka", "오사카", "JPN"),
    ("京都", "Kyoto", "교토", "JPN"),
    ("広島", "Hiroshima", "히로시마", "JPN"),
    ("横浜", "Yokohama", "요코하마", "JPN"),
    ("名古屋", "Nagoya", "나고야", "JPN"),
    ("福岡", "Fukuoka", "후쿠오카", "JPN"),
    ("札幌", "Sapporo", "삿포로", "JPN"),
    ("仙台", "Sendai", "센다이", "JPN"),
    ("川崎", "Kawasaki", "가와사키", "JPN"),
    ("熊本", "Kumamoto", "구마모토", "JPN"),
    ("仁川", "Incheon", "인천", "KOR"),
    ("大田", "Daejeon", "대전", "KOR"),
    ("平沢", "Pyeongtaek", "평택", "KOR"),
    ("世宗", "Sejong", "세종", "KOR"),
    ("北京", "Beijing", "베이징", "CHN"),
    ("深圳", "Shenzhen", "선전", "CHN"),
    ("香港", "Hong Kong", "홍콩", "HKG"),
    ("ブリュッセル", "Brussels", "브뤼셀", "BEL"),
    ("ジュネーブ", "Geneva", "제네바", "CHE"),
    ("ハーグ", "The Hague", "헤이그", "NLD"),
    ("ニューデリー", "New Delhi", "뉴델리", "IND"),
    ("キャンベラ", "Canberra", "캔버라", "AUS"),
    ("オタワ", "Ottawa", "오타와", "CAN"),
    ("ボストン", "Boston", "보스턴", "USA"),
    ("カリフォルニア州", "California", "캘리포니아", "USA"),
    ("テキサス州", "Texas", "텍사스", "USA"),
    ("アリゾナ州", "Arizona", "애리조나", "USA"),
    ("アラスカ州", "Alaska", "알래스카", "USA"),
    ("ハワイ", "Hawaii", "하와이", "USA"),
    ("キャンプ・デービッド", "Camp David", "캠프 데이비드", "USA"),
    ("ダボス", "Davos", "다보스", "CHE"),
    ("ロンドン", "London", "런던", "GBR"),
    ("パリ", "Paris", "파리", "FRA"),
    ("ベルリン", "Berlin", "베를린", "DEU"),
    ("ミュンヘン", "Munich", "뮌헨", "DEU"),
    ("ドレスデン", "Dresden", "드레스덴", "DEU"),
    ("ローマ", "Rome", "로마", "ITA"),
    ("マドリード", "Madrid", "마드리드", "ESP"),
    ("ウィーン", "Vienna", "", "AUT"),
    ("ワルシャワ", "Warsaw", "바르샤바", "POL"),
    ("プラハ", "Prague", "프라하", "CZE"),
    ("ストックホルム", "Stockholm", "스톡홀름", "SWE"),
    ("コペンハーゲン", "Copenhagen", "코펜하겐", "DNK"),
    ("オスロ", "Oslo", "오슬로", "NOR"),
    ("ヘルシンキ", "Helsinki", "헬싱키", "FIN"),
    ("ベルン", "Bern", "베른", "CHE"),
    ("チューリヒ", "Zurich", "취리히", "CHE"),
    ("アムステルダム", "Amsterdam", "암스테르담", "NLD"),
    ("ロッテルダム", "Rotterdam", "로테르담", "NLD"),
    ("アイントホーフェン", "Eindhoven", "에인트호번", "NLD"),
    ("リスボン", "Lisbon", "리스본", "PRT"),
    ("ダブリン", "Dublin", "더블린", "IRL"),
    ("モスクワ", "Moscow", "모스크바", "RUS"),
    ("ニューヨーク", "New York", "뉴욕", "USA"),
    ("ロサンゼルス", "Los Angeles", "로스앤젤레스", "USA"),
    ("シカゴ", "Chicago", "시카고", "USA"),
    ("シアトル", "Seattle", "시애틀", "USA"),
    ("デトロイト", "Detroit", "디트로이트", "USA"),
    ("ホノルル", "Honolulu", "호놀룰루", "USA"),
    ("トロント", "Toronto", "토론토", "CAN"),
    ("モントリオール", "Montreal", "몬트리올", "CAN"),
    ("バンクーバー", "Vancouver", "밴쿠버", "CAN"),
    ("シドニー", "Sydney", "시드니", "AUS"),
    ("メルボルン", "Melbourne", "멜버른", "AUS"),
    ("ウェリントン", "Wellington", "웰링턴", "NZL"),
    ("マニラ", "Manila", "마닐라", "PHL"),
    ("ジャカルタ", "Jakarta", "자카르타", "IDN"),
    ("ハノイ", "Hanoi", "하노이", "VNM"),
    ("バンコク", "Bangkok", "방콕", "THA"),
    ("クアラルンプール", "Kuala Lumpur", "쿠알라룸푸르", "MYS"),
    ("ムンバイ", "Mumbai", "뭄바이", "IND"),
    ("ベンガルール", "Bengaluru", "벵갈루루", "IND"),
    ("ドバイ", "Dubai", "두바이", "ARE"),
    ("アブダビ", "Abu Dhabi", "아부다비", "ARE"),
    ("リヤド", "Riyadh", "리야드", "SAU"),
    ("ドーハ", "Doha", "", "QAT"),
    ("カイロ", "Cairo", "카이로", "EGY"),
    ("台北", "Taipei", "타이베이", "TWN"),
    ("上海", "Shanghai", "상하이", "CHN"),
    ("神戸", "Kobe", "고베", "JPN"),
    ("長崎", "Nagasaki", "나가사키", "JPN"),
    ("那覇", "Naha", "나하", "JPN"),
    ("つくば市", "Tsukuba", "쓰쿠바", "JPN"),
    ("蔚山", "Ulsan", "울산", "KOR"),
    ("大邱", "Daegu", "대구", "KOR"),
    ("済州", "Jeju", "제주", "KOR"),
    ("東京", "Tokyo", "도쿄", "JPN"),
    ("ソウル", "Seoul", "서울", "KOR"),
)
# names that are common words too, or parts of other names
_COMMON = frozenset(
    {
        "선전",
        "대전",
        "나하",
        "대구",
        "Sydney",
        "Wellington",
        "世宗",
        "大田",
        "대만",
        "ナウル",
        "チャド",
        "Chad",
        "Jersey",
        "Man",
    }
)
_LEAST = 2


@cache
def korean_countries() -> frozenset[str]:
    """Names of countries in Korean, which stand between a person and an office."""
    return frozenset(n.surface for n in countries_and_cities() if "가" <= n.surface[0] <= "힣")


@cache
def japanese_places() -> frozenset[str]:
    """Names of countries and cities in kana, which stand before offices as surnames do."""
    return frozenset(n.surface for n in countries_and_cities() if "ァ" <= n.surface[0] <= "ヺ")


@cache
def english_places() -> frozenset[str]:
    """Names of countries and cities in English, which stand where names of people could."""
    return frozenset(n.surface for n in countries_and_cities() if n.surface[0].isascii())


def countries_and_cities() -> Iterator[Name]:
    """Yield the names of countries (ISO alpha-3 codes) and cities (`city:<English name>`)."""
    from babel import Locale

    from techpact.agreements.gazetteer import Name
    from techpact.alliance import country_codes

    for code, names in _PRESS.items():
        for name in names:
            yield Name(name, "GPE", code, "name")
    for ja, en, ko, _country in _CITIES:
        for name in (ja, en, ko):
            if name and name not in _COMMON:
                yield Name(name, "GPE", f"city:{en}", "name")
    locales = [Locale.parse(name) for name in _LOCALES]
    for code, alpha2 in country_codes().items():
        for locale in locales:
            local = locale.territories.get(alpha2)
            if local and len(local) >= _LEAST and local not in _COMMON:
                yield Name(local, "GPE", code, "name")
