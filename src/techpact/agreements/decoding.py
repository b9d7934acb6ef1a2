"""Bytes of a text file to characters, in any encoding in which Asian government texts come.

A file is read strictly: a wrong byte is an error that names its place, never a replacement mark.
"""

from __future__ import annotations

import codecs
import re

from techpact.errors import InputError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ESCAPES = re.compile(rb"\x1b\$[@B]|\x1b\$\([DOP]")
_KOREAN_ESCAPE = b"\x1b$)C"
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_KANA = re.compile(r"[ぁ-んァ-ヶ]")
_HANGUL = re.compile(r"[가-힣]")
_IDEOGRAPH = re.compile(r"[一-鿿]")
_CJK_MARKS = re.compile(r"[、。「」（）・：；　ー]")
_STRANGE = re.compile(r"[ｦ-ﾟ\ue000-\uf8ffㄱ-ㆎ\x80-\x9fа-яА-ЯΑ-ωⅠ-Ⅻ─-╿]")
_COMMON = re.compile(r"[ -~\t\r\n\u00a0-\u00ff\u2010-\u203b\u3000-\u30ff一-鿿가-힣！-～]")
_SAMPLE = 200_000
_NAMES = {"shift_jis": "cp932", "sjis": "cp932", "x-sjis": "cp932", "euc-kr": "cp949"}


def decode(raw: bytes, *, declared: str | None = None, where: str = "") -> tuple[str, str]:
    """Decode a text file.

    Parameters
    ----------
    raw
        The bytes.
    declared
        Encoding that the file or its server declares; used when the bytes agree with it.
    where
        Name of the file, for errors.

    Returns
    -------
    tuple of (str, str)
        The characters and the name of the encoding.

    Raises
    ------
    InputError
        When the bytes are not text or are not valid in any known encoding.
    """
    for bom, name in _BOMS:
        if raw.startswith(bom):
            return _strict(raw, name, where), name
    if declared:
        try:
            name = _NAMES.get(declared.lower(), declared)
            return raw.decode(name), name
        except (LookupError, UnicodeDecodeError):
            pass
    wide = _utf16_without_mark(raw)
    if wide:
        return _strict(raw, wide, where), wide
    if _ESCAPES.search(raw[:_SAMPLE]):
        return _strict(raw, "iso2022_jp_ext", where), "iso-2022-jp"
    if _KOREAN_ESCAPE in raw[:_SAMPLE]:
        return _strict(raw, "iso2022_kr", where), "iso-2022-kr"
    control = _BINARY.search(raw[:_SAMPLE])
    if control:
        raise InputError(
            "not a text file",
            where=f"{where} byte {control.start()}",
            mend="give a TXT, HTML, PDF or DOCX file",
        )
    try:
        return raw.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        fault = error.start
    high = sum(b > 0x7F for b in raw[:_SAMPLE])
    lost = len(raw[:_SAMPLE]) - len(raw[:_SAMPLE].decode("utf-8", "ignore").encode())
    best = max(_candidates(raw), default=None)
    if best is None or best[0] < 0.2 or lost * 20 < high:  # the latter is UTF-8 with a flaw
        raise InputError(
            "bytes that are valid in no known encoding, or mixed encodings",
            where=f"{where} byte {fault}",
            mend="save the file as UTF-8",
        )
    return _strict(raw, best[1], where), best[1]


def _strict(raw: bytes, name: str, where: str) -> str:
    try:
        return raw.decode(name)
    except UnicodeDecodeError as error:
        raise InputError(
            f"bytes that are not valid {name}",
            where=f"{where} byte {error.start}",
            mend="save the file as UTF-8",
        ) from error


def _utf16_without_mark(raw: bytes) -> str | None:
    """Name UTF-16 when the bytes, read so, are nearly all letters and common marks."""
    sample = raw[: 4096 - 4096 % 2]
    if len(raw) % 2 or not _BINARY.search(sample):
        return None
    for name in ("utf-16-le", "utf-16-be"):
        text = sample.decode(name, "ignore")
        if len(_COMMON.findall(text)) > 0.9 * max(1, len(sample) // 2):
            return name
    return None


def _candidates(raw: bytes) -> list[tuple[float, str]]:
    """Score each legacy encoding in which the bytes are valid; kana and hangul decide."""
    scores = []
    for name in ("cp932", "euc_jp", "cp949", "cp1252"):
        sample = _sample(raw, name)
        if sample is None:
            continue
        wide = max(1, sum(c > "\x7f" for c in sample))
        strange = len(_STRANGE.findall(sample)) / wide
        if name == "cp1252":
            # Western letters are rare among plain ones; Asian bytes read so are nearly all odd.
            score = 0.6 if wide < 0.25 * len(sample) else -1.0
        else:
            script = _HANGUL if name == "cp949" else _KANA
            share = len(script.findall(sample)) / wide
            marks = len(_CJK_MARKS.findall(sample)) / wide
            other = len(_IDEOGRAPH.findall(sample)) / wide
            if name == "cp949":  # syllables outside KS X 1001 are what misread Japanese looks like
                strange += (
                    sum(min(c.encode("cp949")) < 0xA1 for c in _HANGUL.findall(sample)) / wide
                )
            score = 2 * share + marks + 0.3 * other - 3 * strange
        scores.append((score, name))
    return scores


def _sample(raw: bytes, name: str) -> str | None:
    try:
        raw.decode(name)
    except UnicodeDecodeError:
        return None
    return raw[:_SAMPLE].decode(name, "ignore")
