"""Institutions and co-authors of a bibliography: BibTeX and OpenAlex works."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from techpact.errors import DataError

_ENTRY = re.compile(r"@(\w+)\s*\{\s*([^,\s]+)\s*,")
_FIELD = re.compile(r"(\w+)\s*=\s*")
_ACCENT = re.compile(r"""\\[`'^"~=.uvHtcdbk]\s*\{?(\w)\}?""")


@dataclass(frozen=True, slots=True)
class Mention:
    """A person or institution named by a work."""

    work: str
    role: str  # author or institution
    name: str


def names(path: Path) -> list[Mention]:
    """Return the authors and institutions that a bibliography names, each once a work.

    Raises
    ------
    DataError
        When the file is neither BibTeX nor works of OpenAlex.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as err:
        raise DataError(
            "bibliography", [f"not UTF-8 at byte {err.start}"], where=str(path)
        ) from err
    found = _bibtex(text) if path.suffix.lower() == ".bib" else _openalex(text, path)
    mentions = [m for m in dict.fromkeys(found) if m.name.strip()]
    if not mentions:
        raise DataError("bibliography", ["no author or institution is named"], where=str(path))
    return mentions


def _bibtex(text: str) -> Iterator[Mention]:
    for match in _ENTRY.finditer(text):
        if match[1].lower() in {"comment", "string", "preamble"}:
            continue
        following = _ENTRY.search(text, match.end())
        body = text[match.end() : following.start() if following else len(text)]
        for field, value in _fields(body):
            if field in {"author", "editor"}:
                for author in re.split(r"\s+and\s+", value):
                    yield Mention(match[2], "author", author)
            elif field in {"institution", "school", "organization", "affiliation", "publisher"}:
                for place in re.split(r"\s*;\s*", value):
                    yield Mention(match[2], "institution", place)


def _fields(body: str) -> Iterator[tuple[str, str]]:
    position = 0
    while match := _FIELD.search(body, position):
        start = match.end()
        if start >= len(body):
            return
        if body[start] == "{":
            depth, end = 0, start
            while end < len(body):
                depth += {"{": 1, "}": -1}.get(body[end], 0)
                if depth == 0:
                    break
                end += 1
            value = body[start + 1 : end]
        elif body[start] == '"':
            end = body.find('"', start + 1)
            end = len(body) if end < 0 else end
            value = body[start + 1 : end]
        else:
            end = start
            while end < len(body) and body[end] not in ",}\n":
                end += 1
            value = body[start:end]
        yield match[1].lower(), _plain(value)
        position = end + 1


def _plain(value: str) -> str:
    return " ".join(_ACCENT.sub(r"\1", value).replace("{", "").replace("}", "").split())


def _openalex(text: str, path: Path) -> Iterator[Mention]:
    try:
        if path.suffix.lower() == ".jsonl":
            works: Any = [json.loads(line) for line in text.splitlines() if line.strip()]
        else:
            works = json.loads(text)
    except ValueError as err:
        raise DataError("bibliography", [f"broken JSON: {err}"], where=str(path)) from err
    if isinstance(works, dict):
        works = works.get("results", [works])
    if not isinstance(works, list):
        raise DataError("bibliography", ["not a list of works"], where=str(path))
    for number, work in enumerate(works, start=1):
        if not isinstance(work, dict):
            raise DataError("bibliography", [f"work {number} is not an object"], where=str(path))
        key = str(work.get("id") or number).rsplit("/", 1)[-1]
        for authorship in work.get("authorships") or []:
            author = (authorship.get("author") or {}).get("display_name")
            raw = authorship.get("raw_author_name")
            for name in dict.fromkeys(n for n in (author, raw) if n):
                yield Mention(key, "author", name)
            for place in authorship.get("institutions") or []:
                if place.get("display_name"):
                    yield Mention(key, "institution", place["display_name"])
            for raw_place in authorship.get("raw_affiliation_strings") or []:
                yield Mention(key, "institution", raw_place)
