"""Write names of other scripts in Latin letters.

Cyrillic follows the tables of BGN/PCGN, kana those of Hepburn, hangul the Revised Romanisation
spelled letter by letter; Han is read in Mandarin (pinyin) and in Korean. The forms meant for
comparison by sound keep one letter for one sound. A vowel that a script only puts in because it
has no bare consonant is written as a mark: `~` for u, `^` for o, `_` for i; `=` is a long vowel,
which often stands for an r, `*` a short vowel
that Arabic does not write. `techpact.parties.sound` lets the marks count little.
"""

from __future__ import annotations

from functools import lru_cache

from techpact.parties.lexicon import hanja, kanji, transcription

_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z",
    "и": "i", "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r",
    "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh",
    "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya", "і": "i", "ї": "i",
    "є": "e", "ґ": "g", "ў": "u", "қ": "k", "ғ": "g", "ң": "n", "ө": "o", "ү": "u", "ұ": "u",
    "һ": "h", "ә": "a", "ј": "j", "љ": "lj", "њ": "nj", "ћ": "c", "ђ": "dj", "џ": "dz", "ѓ": "gj",
}  # fmt: skip

_KANA = {
    "ア": "a", "イ": "i", "ウ": "u", "エ": "e", "オ": "o", "カ": "ka", "キ": "ki", "ク": "ku",
    "ケ": "ke", "コ": "ko", "サ": "sa", "シ": "shi", "ス": "su", "セ": "se", "ソ": "so",
    "タ": "ta", "チ": "chi", "ツ": "tsu", "テ": "te", "ト": "to", "ナ": "na", "ニ": "ni",
    "ヌ": "nu", "ネ": "ne", "ノ": "no", "ハ": "ha", "ヒ": "hi", "フ": "fu", "ヘ": "he", "ホ": "ho",
    "マ": "ma", "ミ": "mi", "ム": "mu", "メ": "me", "モ": "mo", "ヤ": "ya", "ユ": "yu", "ヨ": "yo",
    "ラ": "ra", "リ": "ri", "ル": "ru", "レ": "re", "ロ": "ro", "ワ": "wa", "ヲ": "o", "ン": "n",
    "ガ": "ga", "ギ": "gi", "グ": "gu", "ゲ": "ge", "ゴ": "go", "ザ": "za", "ジ": "ji", "ズ": "zu",
    "ゼ": "ze", "ゾ": "zo", "ダ": "da", "ヂ": "ji", "ヅ": "zu", "デ": "de", "ド": "do", "バ": "ba",
    "ビ": "bi", "ブ": "bu", "ベ": "be", "ボ": "bo", "パ": "pa", "ピ": "pi", "プ": "pu", "ペ": "pe",
    "ポ": "po", "ヴ": "vu", "ヰ": "i", "ヱ": "e", "ヵ": "ka", "ヶ": "ke",
    "ヴァ": "va", "ヴィ": "vi", "ヴェ": "ve", "ヴォ": "vo", "ヴュ": "vyu", "ファ": "fa", "フィ": "fi",  # noqa: E501
    "フェ": "fe", "フォ": "fo", "フュ": "fyu", "ティ": "ti", "ディ": "di", "トゥ": "tu", "ドゥ": "du",  # noqa: E501
    "テュ": "tyu", "デュ": "dyu", "シェ": "she", "ジェ": "je", "チェ": "che", "ツァ": "tsa",
    "ツィ": "tsi", "ツェ": "tse", "ツォ": "tso", "ウィ": "wi", "ウェ": "we", "ウォ": "wo",
    "イェ": "ye", "クァ": "kwa", "クィ": "kwi", "クェ": "kwe", "クォ": "kwo", "グァ": "gwa",
    "スィ": "si", "ズィ": "zi",
}  # fmt: skip
for _row, _head in (
    ("キ", "ky"), ("ギ", "gy"), ("シ", "sh"), ("ジ", "j"), ("チ", "ch"), ("ニ", "ny"),
    ("ヒ", "hy"), ("ビ", "by"), ("ピ", "py"), ("ミ", "my"), ("リ", "ry"), ("ヂ", "j"),
):  # fmt: skip
    for _small, _vowel in (("ャ", "a"), ("ュ", "u"), ("ョ", "o")):
        _KANA[_row + _small] = _head + _vowel
for _bare, _mark in (("クグスズツフブプムルヌヴヅ", "~"), ("トド", "^"), ("チジシ", "_")):
    for _char in _bare:
        _KANA[_char] = _KANA[_char][:-1] + _mark
for _pair in ("シュ", "ジュ", "チュ", "トゥ", "ドゥ"):
    _KANA[_pair] = _KANA[_pair][:-1] + "~"
for _char, _vowel in (("ァ", "a"), ("ィ", "i"), ("ェ", "e"), ("ォ", "o")):
    for _row in "クグスズムルプブヌラリ":
        _KANA.setdefault(_row + _char, _KANA[_row][:-1] + _vowel)
_SMALL = {"ァ": "a", "ィ": "i", "ゥ": "u", "ェ": "e", "ォ": "o", "ャ": "ya", "ュ": "yu", "ョ": "yo"}

_INITIALS = (
    "g", "kk", "n", "d", "tt", "r", "m", "b", "pp", "s", "ss", "", "j", "jj",
    "ch", "k", "t", "p", "h",
)  # fmt: skip
_MEDIALS = (
    "a", "ae", "ya", "yae", "eo", "e", "yeo", "ye", "o", "wa", "wae", "oe", "yo", "u",
    "wo", "we", "wi", "yu", "~", "ui", "i",
)  # fmt: skip
_FINALS = (
    "", "k", "k", "k", "n", "n", "n", "t", "l", "k", "m", "l", "l", "l",
    "p", "l", "m", "p", "p", "t", "t", "ng", "t", "t", "k", "t", "p", "h",
)  # fmt: skip


def cyrillic(text: str) -> str:
    """Return Cyrillic text in Latin letters; other letters pass."""
    return "".join(_CYRILLIC.get(c, c) for c in text)


def kana(text: str) -> str:
    """Return katakana or hiragana in Hepburn letters, with marks for vowels put in."""
    out: list[str] = []
    position = 0
    text = "".join(chr(ord(c) + 0x60) if "ぁ" <= c <= "ゖ" else c for c in text)
    while position < len(text):
        pair = text[position : position + 2]
        if len(pair) == 2 and pair in _KANA:
            out.append(_KANA[pair])
            position += 2
            continue
        char = text[position]
        position += 1
        if char == "ッ":
            continue
        if char == "ー":
            out.append("=")
            continue
        out.append(_KANA.get(char) or _SMALL.get(char, ""))
    return "".join(out).replace("^u", "ou").replace("^o", "oo")


def kana_readings(text: str) -> tuple[str, ...]:
    """Return the sound of katakana, and that of a foreign word with ti, di or a first vl in it.

    The press writes プーチン for Putin and ウラジーミル for Vladimir.
    """
    usual = kana(text)
    if len(text) < 4:
        return (usual,)
    foreign = usual.replace("ch_", "ti").replace("j_", "di")
    if foreign.startswith("ura"):
        foreign = "vra" + foreign[3:]
    return (usual,) if foreign == usual else (usual, foreign)


def hangul(text: str) -> str:
    """Return hangul letter by letter in the Revised Romanisation, eu as the mark of a vowel."""
    out: list[str] = []
    for char in text:
        code = ord(char) - 0xAC00
        if 0 <= code < 11172:
            out.append(_INITIALS[code // 588] + _MEDIALS[code % 588 // 28] + _FINALS[code % 28])
    return "".join(out)


@lru_cache(maxsize=65536)
def pinyin(text: str) -> tuple[str, ...]:
    """Return Mandarin readings of Han text without tones, the usual one first."""
    from pypinyin import Style, lazy_pinyin
    from pypinyin import pinyin as readings

    usual = "".join(lazy_pinyin(text, style=Style.NORMAL, v_to_u=False))
    found = [usual]
    if len(text) <= 4:
        many = readings(text, style=Style.NORMAL, heteronym=True)
        for index, options in enumerate(many):
            for option in options[1:2]:
                other = "".join(option if i == index else o[0] for i, o in enumerate(many))
                if other not in found:
                    found.append(other)
    return tuple(found[:3])


def korean_reading(text: str) -> str:
    """Return the Korean reading of Han text in Latin letters; '' when a character has none."""
    return hangul(in_hangul(text))


def in_hangul(text: str) -> str:
    """Return the Korean reading of Han text in hangul; '' when a character has none."""
    table = hanja()
    syllables = [table.get(c, "") for c in text]
    return "".join(syllables) if all(syllables) else ""


def southern(text: str) -> str:
    """Return a word in hangul without ㄹ, nor ㄴ before i and y, at its start: as in the South."""
    code = ord(text[0]) - 0xAC00
    first, medial, final = code // 588, code % 588 // 28, code % 28
    if first not in (2, 5):
        return text
    if medial in (2, 3, 6, 7, 12, 17, 20):
        first = 11
    elif first == 5:
        first = 2
    return chr(0xAC00 + first * 588 + medial * 28 + final) + text[1:]


def foreign_sound(text: str) -> str:
    """Return Han text as the foreign name it may transcribe; '' when a character never does.

    Foreign names are written in Chinese with a small set of characters for their sound (新华社's
    tables of transcription); 夫, 斯 or 尔 then stand for a bare consonant.
    """
    table = transcription()
    if len(text) < 3:
        return ""
    sounds = [table.get(c, "") for c in text]
    return "".join(sounds) if all(sounds) else ""


_LETTER_NAMES = {
    "kana": {
        "エー": "a", "エイ": "a", "ビー": "b", "シー": "c", "ディー": "d", "イー": "e", "エフ": "f",
        "ジー": "g", "エイチ": "h", "エッチ": "h", "アイ": "i", "ジェー": "j", "ジェイ": "j",
        "ケー": "k", "ケイ": "k", "エル": "l", "エム": "m", "エヌ": "n", "オー": "o", "ピー": "p",
        "キュー": "q", "アール": "r", "エス": "s", "ティー": "t", "ユー": "u", "ブイ": "v",
        "ヴィー": "v", "ヴイ": "v", "ダブリュー": "w", "ダブル": "w", "エックス": "x", "ワイ": "y",
        "ゼット": "z", "ズィー": "z",
    },
    "hangul": {
        "에이": "a", "비": "b", "씨": "c", "시": "c", "디": "d", "이": "e", "에프": "f", "지": "g",
        "에이치": "h", "아이": "i", "제이": "j", "케이": "k", "엘": "l", "엠": "m", "엔": "n",
        "오": "o", "피": "p", "큐": "q", "아르": "r", "알": "r", "에스": "s", "티": "t", "유": "u",
        "브이": "v", "더블유": "w", "엑스": "x", "와이": "y", "제트": "z",
    },
}  # fmt: skip


def spelled_letters(text: str, script: str) -> str:
    """Return the Latin letters whose names a text spells (`ビーワイディー`: byd); '' if none."""
    names = _LETTER_NAMES[script]
    letters: list[str] = []
    position = 0
    while position < len(text):
        for size in (5, 4, 3, 2, 1):
            letter = names.get(text[position : position + size])
            if letter:
                letters.append(letter)
                position += size
                break
        else:
            return ""
    return "".join(letters) if len(letters) > 2 else ""


_ARABIC = {
    "ا": "a", "أ": "a", "إ": "i", "آ": "a", "ب": "b", "پ": "p", "ت": "t", "ث": "s", "ج": "j",
    "چ": "ch", "ح": "h", "خ": "kh", "د": "d", "ذ": "z", "ر": "r", "ز": "z", "ژ": "zh", "س": "s",
    "ش": "sh", "ص": "s", "ض": "z", "ط": "t", "ظ": "z", "ع": "a", "غ": "gh", "ف": "f", "ق": "q",
    "ک": "k", "ك": "k", "گ": "g", "ل": "l", "م": "m", "ن": "n", "و": "u", "ه": "h", "ة": "*",
    "ی": "i", "ي": "i", "ى": "a", "ئ": "i", "ؤ": "u", "ء": "", "ٹ": "t", "ڈ": "d", "ڑ": "r",
    "ے": "e", "ں": "n", "ھ": "h", "ہ": "h",
}  # fmt: skip


_PERSIAN_ONLY = frozenset("پچژگکیۀ")


def arabic(text: str) -> str:
    """Return Arabic or Persian text in Latin letters, `*` where a short vowel may stand.

    A word with a letter that Arabic does not have is read in Persian (ض as z, not d).
    """
    out: list[str] = []
    persian = not _PERSIAN_ONLY.isdisjoint(text)
    for char in text:
        latin = "d" if char == "ض" and not persian else _ARABIC.get(char, "")
        if not latin:
            continue
        if out and out[-1][-1] not in "aiue*" and latin[0] not in "aiue*":
            out.append("*")
        out.append(latin)
    return "".join(out).strip("*")


def japanese_names(text: str) -> tuple[str, ...]:
    """Return likely Japanese readings of a kanji name; none when a character has none known."""
    table = kanji()
    if not 2 <= len(text) <= 5:
        return ()
    options = [table.get(c, ()) for c in text]
    if not all(options):
        return ()
    found = ["".join(o[0] for o in options)]
    for index, many in enumerate(options):
        found += [
            "".join(other if i == index else o[0] for i, o in enumerate(options))
            for other in many[1:3]
        ]
    return tuple(dict.fromkeys(found))[:4]


def other_script(text: str) -> str:
    """Return any other script (Greek, Thai …) in Latin letters."""
    from anyascii import anyascii

    return str(anyascii(text)).lower()
