"""Text of a PDF in reading order: columns one after the other, each line led back to its page.

Whether a line break was forced is taken from the page's geometry: would the first word of the next
line have fitted?
"""

from __future__ import annotations

import ctypes
import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from techpact.agreements.layout import Hint
from techpact.agreements.load import MAX_CHARACTERS, Loaded
from techpact.agreements.records import Place
from techpact.errors import InputError, LimitError

MAX_PAGES = 3_000

_PAGE_NUMBER = re.compile(
    r"^[-–—\s(\[]*(?:(?i:page|p\.?)\s*)?\d{1,4}(?:\s*(?:/|of|／)\s*\d{1,4})?\s*(?:頁|ページ|쪽|면)?[-–—\s)\]]*$"
)
_LATIN_WORD = re.compile(r"[!-~]+")
_DIGITS = re.compile(r"\d+")
_HYPHENS = {0x2: "-", 0xAD: "-", 0xFFFE: "-", 0xFFFF: "-"}


@dataclass(slots=True)
class _Line:
    text: str
    left: float
    right: float
    bottom: float
    top: float
    page: int

    @property
    def height(self) -> float:
        return max(1.0, self.top - self.bottom)


def read_pdf(raw: bytes, *, path: str, sha256: str) -> Loaded:
    """Extract the text of a PDF.

    Raises
    ------
    InputError
        When it is encrypted or broken.
    LimitError
        When it has more pages or characters than the bounds.
    """
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(raw)
    except pdfium.PdfiumError as error:
        locked = "password" in str(error).lower() or "security" in str(error).lower()
        raise InputError(
            "the PDF is locked with a password" if locked else "not a readable PDF",
            where=path,
            mend="save it without a password" if locked else "save it again",
        ) from error
    try:
        if len(document) > MAX_PAGES:
            raise LimitError(f"more than {MAX_PAGES:,} pages", where=path, mend="split the file")
        pages: list[list[list[_Line]]] = []
        total = 0
        for number in range(len(document)):
            groups = _read_page(document, number, path)
            total += sum(len(line.text) for group in groups for line in group)
            if total > MAX_CHARACTERS:
                raise LimitError(
                    f"text longer than {MAX_CHARACTERS:,} characters", where=path, mend="split it"
                )
            pages.append(groups)
        title = (document.get_metadata_dict().get("Title") or "").strip() or None
    finally:
        document.close()
    return _compose(pages, path, sha256, title)


def _read_page(document: object, number: int, path: str) -> list[list[_Line]]:
    import pypdfium2 as pdfium

    try:
        page = document[number]  # type: ignore[index]
        textpage = page.get_textpage()
    except pdfium.PdfiumError as error:
        raise InputError(
            "a page that cannot be read", where=f"{path} page {number + 1}", mend="save it again"
        ) from error
    try:
        segments = list(_segments(textpage.raw, textpage.count_chars(), number + 1))
    finally:
        textpage.close()
        page.close()
    return [_lines(group) for group in _columns(segments)]


def _segments(raw: object, count: int, page: int) -> Iterator[_Line]:
    """Yield runs of characters on one baseline without a wide gap."""
    import pypdfium2.raw as pdfium

    if count > MAX_CHARACTERS:
        raise LimitError("a page with too much text", where=f"page {page}", mend="split the file")
    box = [ctypes.c_double() for _ in range(4)]
    left, right, bottom, top = box
    pointers = [ctypes.byref(b) for b in box]
    run: list[str] = []
    edge = [0.0, 0.0, 0.0, 0.0]
    space = False
    high = 0
    for i in range(count):
        code = pdfium.FPDFText_GetUnicode(raw, i)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000 and high:
            code, high = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00), 0
        if code in {10, 13}:
            if run:
                yield _Line("".join(run), edge[0], edge[1], edge[2], edge[3], page)
                run = []
            space = False
            continue
        if code in {32, 0xA0, 0x3000, 9, 0}:
            space = bool(run)
            continue
        ok = pdfium.FPDFText_GetCharBox(raw, i, *pointers)
        character = _HYPHENS.get(code) or chr(code)
        if not ok or (right.value <= left.value and top.value <= bottom.value):
            if run:
                run.append(character)
            continue
        if run:
            size = max(edge[3] - edge[2], top.value - bottom.value, 4.0)
            gap = left.value - edge[1]
            level = abs((top.value + bottom.value) - (edge[3] + edge[2])) / 2
            if gap > 2.2 * size or gap < -2.0 * size or level > 0.9 * size:
                yield _Line("".join(run), edge[0], edge[1], edge[2], edge[3], page)
                run = []
            elif space:
                run.append(" ")
        space = False
        if not run:
            edge = [left.value, right.value, bottom.value, top.value]
        else:
            edge[1] = max(edge[1], right.value)
            edge[2] = min(edge[2], bottom.value)
            edge[3] = max(edge[3], top.value)
        run.append(character)
    if run:
        yield _Line("".join(run), edge[0], edge[1], edge[2], edge[3], page)


def _columns(segments: Sequence[_Line], depth: int = 0) -> list[list[_Line]]:
    """Group segments into columns in reading order; what spans the gutter separates blocks."""
    ordered = sorted(segments, key=lambda s: (-s.top, s.left))
    gutter = _gutter(ordered) if depth < 2 else None
    if gutter is None:
        return [ordered] if ordered else []
    groups: list[list[_Line]] = []
    sides: tuple[list[_Line], list[_Line]] = ([], [])
    for segment in ordered:
        if segment.right <= gutter + 1:
            sides[0].append(segment)
        elif segment.left >= gutter - 1:
            sides[1].append(segment)
        else:
            for side in sides:
                groups.extend(_columns(side, depth + 1))
            sides = ([], [])
            if groups and groups[-1] and _spans(groups[-1][-1], gutter):
                groups[-1].append(segment)
            else:
                groups.append([segment])
    for side in sides:
        groups.extend(_columns(side, depth + 1))
    return groups


def _spans(segment: _Line, gutter: float) -> bool:
    return segment.left < gutter - 1 and segment.right > gutter + 1


def _gutter(segments: Sequence[_Line]) -> float | None:
    """Find the x at which hardly any segment is crossed and both sides hold much text."""
    if len(segments) < 8:
        return None
    left = min(s.left for s in segments)
    right = max(s.right for s in segments)
    width = right - left
    if width < 100:
        return None
    best: tuple[int, float] | None = None
    steps = 60
    for step in range(steps):
        x = left + width * (0.25 + 0.5 * step / steps)
        crossing = [s for s in segments if s.left < x < s.right]
        low = [s for s in segments if s.right <= x]
        high = [s for s in segments if s.left >= x]
        if len(low) < 4 or len(high) < 4 or len(crossing) > 0.25 * len(segments):
            continue
        # Columns stand side by side: most of the smaller side has text beside it.
        smaller, other = (low, high) if len(low) <= len(high) else (high, low)
        beside = sum(any(o.bottom < s.top and s.bottom < o.top for o in other) for s in smaller)
        long = sum(len(s.text) > 6 for s in smaller)
        if beside < 0.6 * len(smaller) or long < 0.5 * len(smaller):
            continue
        score = -len(crossing)
        if best is None or score > best[0]:
            best = (score, x)
    return best[1] if best else None


def _lines(segments: Sequence[_Line]) -> list[_Line]:
    """Join segments of one baseline."""
    lines: list[_Line] = []
    for segment in sorted(segments, key=lambda s: (-(s.top + s.bottom) / 2, s.left)):
        last = lines[-1] if lines else None
        level = abs((last.top + last.bottom) - (segment.top + segment.bottom)) / 2 if last else 99.0
        if last is not None and level < 0.45 * min(last.height, segment.height):
            wide = ord(last.text[-1]) > 0x2E80 and ord(segment.text[0]) > 0x2E80
            near = segment.left - last.right < 0.3 * segment.height
            last.text += segment.text if wide and near else f" {segment.text}"
            last.right = max(last.right, segment.right)
        else:
            lines.append(segment)
    return lines


def _compose(pages: list[list[list[_Line]]], path: str, sha256: str, title: str | None) -> Loaded:
    furniture = _running(pages)
    pieces: list[str] = []
    places: list[Place] = []
    hints: list[Hint] = []
    length = 0

    def write(line: _Line, gap: str, full: bool | None, aside: bool) -> None:
        nonlocal length
        if pieces:
            pieces.append(gap)
            length += len(gap)
        pieces.append(line.text)
        places.append(Place(length, length + len(line.text), f"page {line.page}"))
        hints.append(
            Hint(length, length + len(line.text), furniture=aside, full=None if aside else full)
        )
        length += len(line.text)

    groups = [
        [line for line in group if id(line) not in furniture] for page in pages for group in page
    ]
    groups = [g for g in groups if g]
    heights = sorted(line.height for g in groups for line in g)
    size = heights[len(heights) // 2] if heights else 10.0
    before: tuple[_Line, bool] | None = None
    for g, group in enumerate(groups):
        edge = _edge(group, groups)
        after = groups[g + 1][0] if g + 1 < len(groups) else None
        pitch = _pitch(group, size)
        for i, line in enumerate(group):
            full = _forced(line, group[i + 1] if i + 1 < len(group) else after, edge)
            apart = before is not None and _apart(before[0], line, pitch, before[1])
            write(line, "\n\n" if apart else "\n", full, False)
            before = (line, full)
    # Running heads and page numbers come last, so that they never cut a sentence in two.
    aside = [line for page in pages for group in page for line in group if id(line) in furniture]
    for line in aside:
        write(line, "\n\n", None, True)
    return Loaded(path, sha256, "pdf", "".join(pieces), tuple(places), hints, title)


def _edge(group: Sequence[_Line], groups: Sequence[Sequence[_Line]]) -> float:
    """Return where the lines of a column end; a few lines take it from columns at their left."""
    own = sorted(line.right for line in group)[-max(1, len(group) // 20)]
    if len(group) >= 5:
        return own
    left = min(line.left for line in group)
    alike = [g for g in groups if len(g) >= 5 and abs(min(x.left for x in g) - left) < 12]
    return max([own, *(sorted(x.right for x in g)[-max(1, len(g) // 20)] for g in alike)])


def _pitch(group: Sequence[_Line], size: float) -> float:
    steps = sorted(
        a.top - b.top for a, b in itertools.pairwise(group) if a.page == b.page and a.top > b.top
    )
    # The closest lines are those of one paragraph, however many paragraphs hold a single line.
    closest = steps[len(steps) // 10] if steps else 0.0
    return closest if size < closest < 3 * size else 1.3 * size


def _apart(before: _Line, line: _Line, pitch: float, full: bool) -> bool:
    """Whether a line stands apart from the one before it.

    At the head of a column or page it goes on only when the line before was full and left open.
    """
    if before.page == line.page and before.top > line.top:
        return before.top - line.top > 1.45 * pitch
    if line.text[0].islower():
        return False
    return not full or before.text[-1] in "。.:：;；"


def _forced(line: _Line, follower: _Line | None, edge: float) -> bool:
    if follower is None:
        return False
    average = (line.right - line.left) / max(1, len(line.text))
    latin = _LATIN_WORD.match(follower.text)
    wide = latin is None and not "가" <= follower.text[0] <= "힣"
    word = follower.text[0] if wide else (latin.group() if latin else follower.text.split()[0])
    share = (follower.right - follower.left) / max(1, len(follower.text))
    slack = 1.2 * share if wide else 0.6 * average
    return line.right + len(word) * share + (0 if wide else average) > edge - slack


def _running(pages: list[list[list[_Line]]]) -> set[int]:
    """Return the ids of page numbers and of heads and feet that come on many pages."""
    found: set[int] = set()
    ends: list[tuple[str, _Line]] = []
    for page in pages:
        lines = sorted((x for group in page for x in group), key=lambda x: -x.top)
        for line in {id(x): x for x in [*lines[:2], *lines[-2:]]}.values():
            if _PAGE_NUMBER.match(line.text):
                found.add(id(line))
            else:
                # A head stands at the same height on every page.
                ends.append((f"{_DIGITS.sub('#', line.text)} {round(line.top / 4)}", line))
    counted = Counter(key for key, _ in ends)
    least = 2 if len(pages) < 4 else max(3, len(pages) // 3)
    found.update(id(x) for key, x in ends if counted[key] >= least and len(x.text) < 150)
    return found
