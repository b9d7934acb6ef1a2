"""A page: its template, tables and charts; and how it becomes HTML or a file."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from techpact import __version__
from techpact.errors import NotFoundError, TechpactError
from techpact.render.charts import to_svg
from techpact.render.exports import FORMATS, export
from techpact.render.grid import Grid
from techpact.render.views import alliance_title
from techpact.web import static
from techpact.web.site import PageViews, Site
from techpact.web.state import State

PICTURES = {"svg": "image/svg+xml", "png": "image/png"}
_REFERENCE = re.compile(r'href="#n(\d+)" aria-label="([^"\d]*)\d+">\d+</a>')


@dataclass(frozen=True)
class Chart:
    """A picture of a page: a Vega-Lite specification, or SVG made here.

    `unit` says what is drawn, `note` how to read it, `sources` whose figures they are, and `table`
    which table of the page holds the same figures.
    """

    name: str
    title: str
    spec: Mapping[str, Any] | None = None
    drawing: str = ""
    note: str = ""
    unit: str = ""
    sources: tuple[str, ...] = ()
    table: str = ""

    def svg(self) -> str:
        """Return the picture as an SVG element with its title."""
        return self.drawing or to_svg(dict(self.spec or {}), self.title)


@dataclass(frozen=True)
class Page:
    """What a page shows. `active` is the lit entry of the menu; `transient` is not kept."""

    template: str
    title: str
    active: str = ""
    context: Mapping[str, Any] = field(default_factory=dict)
    grids: tuple[Grid, ...] = ()
    charts: tuple[Chart, ...] = ()
    views: PageViews | None = None
    scripts: tuple[str, ...] = ()
    transient: bool = False

    @property
    def unfinished(self) -> bool:
        """Whether something loaded by the user is still to come."""
        return self.views is not None and self.views.pending is not None


Builder = Callable[..., Page]


def render(site: Site, state: State, page: Page) -> str:
    """Return the HTML of a page; only the footnotes that it shows, numbered as they come."""
    env = site.environments[state.lang]
    shared = {
        "state": state,
        "lang": state.lang,
        "title": page.title,
        "grids": {g.name: state.view(g) for g in page.grids},
        "charts": {
            c.name: {
                "chart": c,
                "svg": Markup(c.svg()),  # noqa: S704 (drawn here; labels are escaped there)
                "link": {kind: state.download(f"{c.name}.{kind}") for kind in PICTURES},
            }
            for c in page.charts
        },
    }
    content = env.get_template(f"web/{page.template}.html.j2").render({**shared, **page.context})
    content, numbers = _renumber(content)
    notes = []
    if page.views is not None:
        by_number = {n["number"]: n for n in page.views.footnotes()}
        notes = [{**by_number[old], "number": new} for old, new in numbers.items()]
    scripts = ("app.js", *page.scripts, *(["job.js"] if page.unfinished else []))
    return env.get_template("web/layout.html.j2").render(
        {
            **shared,
            "content": Markup(content),  # noqa: S704 (made by an escaping template above)
            "notes": notes,
            "pending": page.views.pending if page.views else None,
            "left_out": page.views.left_out if page.views else (),
            "active": page.active,
            "scripts": [static.address(s) for s in scripts],
            "styles": [static.address("style.css"), static.address("web.css")],
            "icon": static.address("icon.svg"),
            "version": __version__,
            "pin": site.pin,
            "stale": bool(state.get("pin")) and state.get("pin") != site.pin,
            "presets": _presets(site, state.lang),
            "alliance_name": _alliance_name(site, state),
            "languages": (("en", "English"), ("ja", "日本語"), ("ko", "한국어")),
        }
    )


def _alliance_name(site: Site, state: State) -> str:
    """Name of the alliance of an address; as it is written when there is no such alliance."""
    try:
        return alliance_title(site.facts, site.alliance(state), site.languages[state.lang])
    except TechpactError:
        return state.alliance[0]


def _presets(site: Site, lang: str) -> list[tuple[str, str]]:
    rows = site.facts.table("alliances").iter_rows(named=True)
    return [(r["alliance"], r[f"name_{lang}"] or r["name_en"]) for r in rows]


def _renumber(content: str) -> tuple[str, dict[int, int]]:
    numbers: dict[int, int] = {}

    def number(match: re.Match[str]) -> str:
        new = numbers.setdefault(int(match[1]), len(numbers) + 1)
        # How many digits it has is told to the style sheet: the target is wider than the number.
        return f'class="d{len(str(new))}" href="#n{new}" aria-label="{match[2]}{new}">{new}</a>'

    return _REFERENCE.sub(number, content), numbers


def file_of(page: Page, state: State, name: str, kind: str) -> tuple[bytes, str]:
    """Return a table or chart of a page as a file, with its media type.

    Raises
    ------
    NotFoundError
        When the page has no such table or chart, or there is no such kind.
    """
    grids = {g.name: g for g in page.grids}
    charts = {c.name: c for c in page.charts}
    if kind in FORMATS:
        if name not in grids:
            raise NotFoundError("table of this page", name, grids)
        from techpact.render.exports import MEDIA_TYPES

        return export(grids[name].frame(state.selection(grids[name])), kind), MEDIA_TYPES[kind]
    if kind not in PICTURES:
        raise NotFoundError("format", kind, (*FORMATS, *PICTURES))
    if name not in charts:
        raise NotFoundError("chart of this page", name, charts)
    return picture(charts[name], kind), PICTURES[kind]


def picture(chart: Chart, kind: str) -> bytes:
    """Return a chart as a file that stands by itself: dark ink on white."""
    svg = chart.svg()
    if "xmlns=" not in svg[:400]:
        svg = svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    svg = svg.replace("currentColor", "#1b1f24")
    if kind == "svg":
        return svg.encode()
    import vl_convert

    png: bytes = vl_convert.svg_to_png(svg, scale=2)
    return png
