"""The state of a page is its URL: what is asked, in which language, of which alliance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from techpact.areas import LANGUAGES
from techpact.errors import InputError, NotFoundError
from techpact.render.grid import PAGE_SIZES, Grid, GridView, Selection, page_of

KEPT = ("alliance", "partners", "concern", "lang", "as_of")
DEFAULT_ALLIANCE = "us-japan"
MAX_PARAMETERS = 60
MAX_VALUE = 400


@dataclass(frozen=True)
class State:
    """Everything that a URL says: path and parameters; the language resolved."""

    path: str
    parameters: Mapping[str, str]
    lang: str

    @classmethod
    def read(cls, path: str, items: Sequence[tuple[str, str]], accept_language: str) -> State:
        """Read a URL; the first value of a repeated parameter counts.

        Raises
        ------
        InputError
            When there are too many parameters, one is too long, or the language is unknown.
        """
        if len(items) > MAX_PARAMETERS or any(len(v) > MAX_VALUE for _, v in items):
            raise InputError(
                "the address has too many or too long parameters",
                mend=f"at most {MAX_PARAMETERS}, each of at most {MAX_VALUE} characters",
            )
        if any("\0" in value or "\0" in key for key, value in items):
            raise InputError("a parameter holds a null character", mend="leave it out")
        parameters: dict[str, str] = {}
        for key, value in items:
            if value:
                parameters.setdefault(key, value)
        lang = parameters.get("lang") or preferred(accept_language)
        if lang not in LANGUAGES:
            raise NotFoundError("language", lang, LANGUAGES)
        return cls(path, parameters, lang)

    def get(self, key: str, default: str = "") -> str:
        """Return a parameter."""
        return self.parameters.get(key, default)

    @property
    def alliance(self) -> tuple[str, str, str]:
        """Alliance, partners, countries of concern, as written."""
        return (self.get("alliance", DEFAULT_ALLIANCE), self.get("partners"), self.get("concern"))

    def key(self) -> str:
        """Return the address in one fixed spelling: what caches compare."""
        return f"{self.lang} {self.path}?{urlencode(sorted(self.parameters.items()))}"

    def link(self, path: str | None = None, **changes: Any) -> str:
        """Return an address: another page keeps alliance and language, this page keeps all."""
        keep = (
            dict(self.parameters)
            if path is None
            else {k: v for k, v in self.parameters.items() if k in KEPT}
        )
        keep |= {k: "" if v is None else str(v) for k, v in changes.items()}
        query = urlencode([(k, v) for k, v in keep.items() if v])
        return (self.path if path is None else path) + (f"?{query}" if query else "")

    def permalink(self, pin: str) -> str:
        """Return the address that also pins language, data and program version."""
        return self.link(None, lang=self.lang, pin=pin, alliance=self.alliance[0])

    def selection(self, grid: Grid) -> Selection:
        """Read what is asked of a grid: `name.q`, `name.sort`, `name.page`, `name.<facet>`."""
        prefix = f"{grid.name}."
        mine = {k[len(prefix) :]: v for k, v in self.parameters.items() if k.startswith(prefix)}
        columns = {c.key: c for c in grid.columns}
        sort = mine.get("sort", "")
        if sort.lstrip("-") not in columns:
            sort = ""
        size = _whole(mine.get("size", ""), PAGE_SIZES[0])
        return Selection(
            query=mine.get("q", ""),
            sort=sort.lstrip("-"),
            descending=sort.startswith("-"),
            page=_whole(mine.get("page", ""), 1),
            size=size if size in PAGE_SIZES else PAGE_SIZES[0],
            facets={k: v for k, v in mine.items() if k in columns and columns[k].facet},
        )

    def view(self, grid: Grid) -> GridView:
        """Return the page of a grid that this address asks for, with the addresses around it."""
        asked = self.selection(grid)
        rows, total, pages, page = page_of(grid, asked)
        prefix = f"{grid.name}."
        mine = {k for k in self.parameters if k.startswith(prefix)}
        anchor = f"#grid-{grid.name}"

        def link(sort: str = "", page: int = 0, *, reset: bool = False) -> str:
            if reset:
                return self.link(None, **dict.fromkeys(mine, "")) + anchor
            if page:
                return self.link(None, **{f"{prefix}page": page}) + anchor
            turned = f"-{sort}" if asked.sort == sort and not asked.descending else sort
            return self.link(None, **{f"{prefix}sort": turned, f"{prefix}page": ""}) + anchor

        inputs = {"q", "size", "page", *(c.key for c in grid.columns if c.facet)}
        hidden = [
            (k, v)
            for k, v in self.parameters.items()
            if not (k in mine and k[len(prefix) :] in inputs)
        ]
        selection = Selection(
            asked.query, asked.sort, asked.descending, page, asked.size, asked.facets
        )
        return GridView(
            grid,
            selection,
            rows,
            total,
            pages,
            link,
            hidden,
            self.path,
            lambda kind: self.download(f"{grid.name}.{kind}"),
        )

    def download(self, file: str) -> str:
        """Return the address of a table or chart of this page as a file."""
        base = "" if self.path == "/" else self.path
        query = urlencode({**self.parameters, "lang": self.lang})
        return f"/download{base}/{file}?{query}"


def preferred(accept_language: str) -> str:
    """Return the language of the interface that a browser's Accept-Language likes best."""
    ranked = []
    for number, item in enumerate(accept_language.split(",")[:20]):
        tag, _, quality = item.strip().partition(";q=")
        try:
            weight = float(quality) if quality else 1.0
        except ValueError:
            weight = 0.0
        code = tag.strip().lower()[:2]
        if code in LANGUAGES:
            ranked.append((-weight, number, code))
    return min(ranked)[2] if ranked else "en"


def _whole(text: str, default: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else default
