"""A world map coloured by share, as SVG. Its boundaries are Natural Earth's and no position."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from techpact.render.language import Language

DATA = Path(__file__).parent / "data" / "world.json"
NO_DATA = "#d9dde2"
STEPS = (
    (0.01, "#dbe9f6"),
    (0.05, "#b3d2ea"),
    (0.15, "#7fb3d9"),
    (0.3, "#4a90c4"),
    (0.5, "#1f6aa8"),
    (1.01, "#0b3c6f"),
)
"""Upper bounds of classes and their colours, light to dark."""


@cache
def _world() -> dict[str, Any]:
    world: dict[str, Any] = json.loads(DATA.read_text(encoding="utf-8"))
    return world


def world_map(shares: Mapping[str, float], language: Language, title: str) -> str:
    """Draw shares of the world total by country; a country without a figure is its own class.

    Parameters
    ----------
    shares
        Country (alpha-3) to share, 0 to 1.
    language
        Language of names and legend.
    title
        Text alternative.
    """
    world = _world()
    width, height = world["width"], world["height"]
    drawn, markers = [], []
    for code, shape in world["countries"].items():
        share = shares.get(code)
        colour = _colour(share)
        label = f"{language.country(code)}: {language.percent(share, 1)}"
        if shape["path"]:
            drawn.append(
                f'<path d="{shape["path"]}" fill="{colour}"><title>{escape(label)}</title></path>'
            )
        if "point" in shape and share is not None:
            x, y = shape["point"]
            markers.append(
                f'<circle cx="{x}" cy="{y}" r="5" fill="{colour}" stroke="#1b1f24" '
                f'stroke-width="1"><title>{escape(label)}</title></circle>'
            )
        elif "point" in shape:
            x, y = shape["point"]
            markers.append(
                f'<circle cx="{x}" cy="{y}" r="1.8" fill="{colour}" stroke="#6b7480" '
                f'stroke-width="0.5"><title>{escape(label)}</title></circle>'
            )
    if world["other"]:
        drawn.append(f'<path d="{world["other"]}" fill="{NO_DATA}"/>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{escape(title)}" '
        f'viewBox="0 0 {width:g} {height + 34:g}" font-family="sans-serif" font-size="12">'
        f'<g stroke="#8a939e" stroke-width="0.4" stroke-linejoin="round">{"".join(drawn)}</g>'
        f"<g>{''.join(markers)}</g>{_legend(language, height)}</svg>"
    )


def _colour(share: float | None) -> str:
    if share is None:
        return NO_DATA
    return next(colour for bound, colour in STEPS if share < bound)


def _legend(language: Language, top: float) -> str:
    entries: list[tuple[str, str]] = [(NO_DATA, language.gettext("no data"))]
    lower = 0.0
    for bound, colour in STEPS:
        upper = min(bound, 1.0)
        entries.append((colour, f"{language.percent(lower)}–{language.percent(upper)}"))
        lower = upper
    parts, x = [], 8.0
    for colour, text in entries:
        parts.append(
            f'<rect x="{x:g}" y="{top + 10:g}" width="18" height="12" fill="{colour}" '
            f'stroke="#6b7480" stroke-width="0.5"/>'
            f'<text x="{x + 24:g}" y="{top + 20:g}" fill="currentColor">{escape(text)}</text>'
        )
        x += 130.0
    return "".join(parts)


def shares_spec(rows: Sequence[Mapping[str, Any]], language: Language) -> dict[str, Any]:
    """Bars of countries' shares by role in the alliance.

    Parameters
    ----------
    rows
        `country` (name), `role` (member, partner, other, concern), `share`.
    language
        Language of the legend.
    """
    from techpact.render.charts import _CONFIG, COLOURS

    _ = language.gettext
    labels = {
        "members": _("members"),
        "partners": _("partners"),
        "other": _("other countries"),
        "concern": _("countries of concern"),
    }
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "config": _CONFIG,
        "width": 420,
        "height": {"step": 22},
        "data": {"values": [{**r, "role": labels[r["role"]]} for r in rows]},
        "mark": {"type": "bar", "height": 13},
        "encoding": {
            "y": {
                "field": "country",
                "type": "nominal",
                "sort": [r["country"] for r in rows],
                "title": None,
            },
            "x": {
                "field": "share",
                "type": "quantitative",
                "title": _("Share of world supply"),
                "axis": {"format": ".0%", "tickCount": 5},
            },
            "color": {
                "field": "role",
                "type": "nominal",
                "title": None,
                "scale": {
                    "domain": list(labels.values()),
                    "range": [COLOURS[k] for k in labels],
                },
                "legend": {"orient": "bottom", "columns": 2, "columnPadding": 24},
            },
        },
    }
