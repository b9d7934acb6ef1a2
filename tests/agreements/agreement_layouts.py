"""Agreements of our own, rendered in many layouts, with the exact place of every part.

Miniatures hold one part a line: kind, area in brackets, a bar, text; the sentences of a paragraph
are parted by ` // `. They are made up; no real agreement says these things.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field, replace
from pathlib import Path

MINIATURES = Path(__file__).parent / "miniatures"
ACCORDS = ("accord_en", "accord_ja", "accord_ko")
TREATIES = ("treaty_en", "treaty_ja", "treaty_ko")
LEAF = {"chapeau": "sentence", "para": "sentence", "section": "heading", "area": "heading"}
LEAF |= {"sub_area": "heading", "signature": "signature_block"}


@dataclass(frozen=True)
class Part:
    kind: str
    area: str
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Gold:
    type: str
    area: str
    start: int
    end: int


@dataclass(frozen=True)
class Layout:
    name: str
    numbering: str = "roman"
    sub_mark: str = "・ "
    bullet: str = "・ "
    width: int | None = None
    metric: str = "display"
    blank: bool = True
    indent: int = 0
    hang: int = 0
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    widths: str = "keep"
    newline: str = "\n"
    outside: bool = False
    """Wrap the text first and put the mark before it, so that first lines stand out."""


@dataclass
class Rendered:
    text: str = ""
    gold: list[Gold] = field(default_factory=list)


def read_miniature(name: str) -> list[Part]:
    parts = []
    for line in (MINIATURES / f"{name}.txt").read_text("utf-8").splitlines():
        head, _, text = line.partition(" | ")
        kind, _, area = head.strip().partition("[")
        parts.append(Part(kind.strip(), area.rstrip("]") or "general", tuple(text.split(" // "))))
    return parts


ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII")
KANJI = ("一", "二", "三", "四", "五", "六", "七", "八")
MARKS = {
    "(a)": [f"({c}) " for c in "abcdefgh"],
    "a)": [f"{c}) " for c in "abcdefgh"],
    "1)": [f"{i}) " for i in range(1, 9)],
    "(1)": [f"({i}) " for i in range(1, 9)],
    "（1）": [f"（{i}）" for i in range(1, 9)],
    "①": [f"{c} " for c in "①②③④⑤⑥⑦⑧"],
    "가.": [f"{c}. " for c in "가나다라마바사아"],
    "(ア)": [f"({c}) " for c in "アイウエオカキク"],
    "i)": [f"{c}) " for c in ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii")],
}


def number(style: str, i: int, title: str) -> str:
    """Return a section's heading with its number in a style."""
    forms = {
        "roman": f"{ROMAN[i]}.{title}",
        "roman_space": f"{ROMAN[i]}. {title}",
        "roman_sign": f"{'ⅠⅡⅢⅣⅤⅥⅦⅧ'[i]} {title}",
        "arabic": f"{i + 1}. {title}",
        "arabic_tight": f"{i + 1}.{title}",
        "arabic_bare": f"{i + 1} {title}",
        "full": f"{'１２３４５６７８'[i]}．{title}",
        "full_space": f"{'１２３４５６７８'[i]}　{title}",
        "kanji": f"{KANJI[i]}、{title}",
        "kanji_space": f"{KANJI[i]}　{title}",
        "article_ja": f"第{i + 1}条（{title}）",
        "article_ja_space": f"第{i + 1}条　{title}",
        "article_kanji": f"第{KANJI[i]}条　{title}",
        "article_full": f"第{'１２３４５６７８'[i]}条（{title}）",
        "article_ko": f"제{i + 1}조({title})",
        "article_ko_space": f"제{i + 1}조 {title}",
        "article_en": f"Article {i + 1}. {title}",
        "article_en_dash": f"ARTICLE {ROMAN[i]} - {title}",
        "section_en": f"Section {i + 1}: {title}",
        "none": title,
    }
    return forms[style]


def widen(text: str, how: str) -> str:
    """Change the width of Latin letters, digits and marks."""
    if how == "full":
        return "".join(
            chr(ord(c) + 0xFEE0) if c.isascii() and (c.isalnum() or c in "():;") else c
            for c in text
        )
    if how == "half":
        return "".join(chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else c for c in text)
    if how == "mixed":
        out, wide = [], True
        for c in text:
            if c.isascii() and c.isalnum():
                out.append(chr(ord(c) + 0xFEE0) if wide else c)
            else:
                wide = not wide
                out.append(c)
        return "".join(out)
    return text


def _width(text: str, metric: str) -> int:
    return len(text) + (sum(ord(c) > 0x2E80 for c in text) if metric == "display" else 0)


def wrap(
    text: str, width: int | None, metric: str, first: str, rest: str, outside: bool = False
) -> list[tuple[str, int]]:
    """Wrap a text; return each line with its indent and the offset of its first character."""
    if width is None:
        return [(first + text, 0)]
    if outside:
        lines = wrap(text, width, metric, "", "")
        return [(first + lines[0][0], 0), *((rest + line, at) for line, at in lines[1:])]
    tokens = re.findall(r"[!-~“”’가-힣]+\s*|\s+|.", text)
    lines: list[tuple[str, int]] = []
    at = begin = 0
    line, lead = "", first
    for token in tokens:
        if line.strip() and _width(lead + line + token.rstrip(), metric) > width:
            # No line begins with a closing mark: it hangs over instead.
            if token[0] in "、。，；：）」;:,.)" and len(token) == 1:
                line += token
                at += len(token)
                continue
            lines.append((lead + line.rstrip(), begin))
            line, lead, begin = "", rest, at
        line += token
        at += len(token)
    if line.strip():
        lines.append((lead + line.rstrip(), begin))
    return lines


def render(parts: list[Part], layout: Layout) -> Rendered:
    """Render an agreement as plain text."""
    out = Rendered()
    for line in layout.before:
        out.text += line + layout.newline + (layout.newline if layout.blank else "")
    section = 0
    counters = itertools.count()
    sub_counters = itertools.count()
    for index, part in enumerate(parts):
        mark, text = "", "".join(part.texts)
        spaced = text.isascii() or any("가" <= c <= "힣" for c in text)
        joint = " " if spaced and len(part.texts) > 1 else ""
        texts = [widen(t, layout.widths) for t in part.texts]
        if part.kind == "section":
            texts = [number(layout.numbering, section, texts[0])]
            section += 1
            sub_counters = itertools.count()
        elif part.kind == "bullet":
            if parts[index - 1].kind != "bullet":
                counters = itertools.count()
            mark = _mark(layout.bullet, next(counters))
        elif part.kind == "sub_area":
            mark = _mark(layout.sub_mark, next(sub_counters))
        whole = joint.join(texts)
        lead = " " * (layout.indent if part.kind in {"bullet", "sub_area"} and mark else 0) + mark
        rest = " " * (layout.hang if mark else 0)
        lines = wrap(whole, layout.width, layout.metric, lead, rest, layout.outside)
        places: dict[int, int] = {}
        for i, (line, offset) in enumerate(lines):
            blanks = len(lead) if i == 0 else len(rest)
            for k in range(len(line) - blanks):
                places[offset + k] = len(out.text) + blanks + k
            out.text += line + layout.newline
        at = 0
        for t in texts:
            kind = LEAF.get(part.kind, part.kind)
            out.gold.append(Gold(kind, part.area, places[at], places[at + len(t) - 1] + 1))
            at += len(t) + len(joint)
        if layout.blank:
            out.text += layout.newline
    for line in layout.after:
        out.text += line + layout.newline + (layout.newline if layout.blank else "")
    return out


def _mark(style: str, i: int) -> str:
    return MARKS[style][i % 8] if style in MARKS else style


BEFORE_JA = ("ホーム > 政策 > 国際協力", "本文へスキップ", "検索", "最終更新日：2031年3月5日")
AFTER_JA = (
    "関連記事",
    "新しい港が開かれる",
    "雪まつりに人の波",
    "人気記事ランキング",
    "港の猫",
    "シェア",
)
BEFORE_EN = ("Skip to content", "Home > Policy > Agreements", "Search", "Published: March 5, 2031")
AFTER_EN = ("Related articles", "A new harbour opens", "Crowds at the snow fair", "Share this page")
BEFORE_KO = ("본문 바로가기", "홈 > 정책 > 국제협력", "검색", "입력 2031.03.05 10:00")
AFTER_KO = (
    "관련 기사",
    "새 항구가 열리다",
    "눈 축제에 몰린 인파",
    "많이 본 뉴스",
    "항구의 고양이",
    "공유하기",
)


def layouts(language: str) -> list[Layout]:
    """The layouts in which every miniature of a language is read."""
    before = {"ja": BEFORE_JA, "en": BEFORE_EN, "ko": BEFORE_KO}[language]
    after = {"ja": AFTER_JA, "en": AFTER_EN, "ko": AFTER_KO}[language]
    styles = {
        "ja": ["roman", "roman_sign", "arabic", "full", "full_space", "kanji", "kanji_space"],
        "en": ["roman_space", "arabic", "arabic_bare"],
        "ko": ["roman_space", "arabic", "arabic_bare", "roman_sign"],
    }[language]
    styles += {
        "ja": ["article_ja", "article_ja_space", "article_kanji", "article_full", "none"],
        "en": ["article_en", "article_en_dash", "section_en", "none"],
        "ko": ["article_ko", "article_ko_space", "none"],
    }[language]
    bullets = ["・ ", "・", "• ", "- ", "– ", "* ", "○ ", "◆ ", "(a)", "1)", "(1)", "①", "a)", "i)"]
    bullets += {"ja": ["（1）", "(ア)", "－ ", "■"], "en": ["o "], "ko": ["가.", "○", "-"]}[
        language
    ]
    if language == "en":
        bullets.remove("・")
    base = Layout("base", numbering=styles[1])
    found = [replace(base, name=f"numbering {s}", numbering=s) for s in styles]
    found += [replace(base, name=f"bullets {b!r}", bullet=b, sub_mark=b) for b in bullets]
    # In lists that are nested by style the headings keep a mark of their own.
    found += [replace(base, name=f"items {b!r}", bullet=b, indent=2) for b in bullets[2:9]]
    found += [replace(base, name="headings without marks", sub_mark="", numbering="none")]
    found += [replace(base, name="marks only on items", sub_mark="")]
    found += [replace(base, name="no blank lines", blank=False)]
    widths = (72, 80, 100) if language == "en" else (50, 64, 76, 90)
    for width in widths:
        for blank in (True, False):
            name = f"wrapped {width} {'blank' if blank else 'dense'}"
            found.append(replace(base, name=name, width=width, blank=blank))
            found.append(
                replace(
                    base,
                    name=f"{name} hanging",
                    width=width,
                    blank=blank,
                    indent=2,
                    hang=4,
                    bullet="- ",
                    sub_mark="(a)",
                )
            )
    if language != "en":
        found += [
            replace(base, name=f"wrapped len {w}", width=w, metric="length", blank=b)
            for w in (36, 42)
            for b in (True, False)
        ]
    found += [
        replace(base, name=f"furniture {b}", before=before, after=after, blank=b, width=w)
        for b in (True, False)
        for w in (None, widths[1])
    ]
    found += [
        replace(
            base,
            name=f"marks outside the width {h}",
            width=widths[0],
            outside=True,
            hang=h,
            blank=b,
        )
        for h in (0, 3)
        for b in (True, False)
    ]
    found += [replace(base, name="crlf", newline="\r\n", width=widths[0])]
    if language != "en":
        found += [replace(base, name=f"widths {w}", widths=w) for w in ("full", "half", "mixed")]
        found += [replace(base, name="widths mixed dense", widths="mixed", width=64, blank=False)]
    return found
