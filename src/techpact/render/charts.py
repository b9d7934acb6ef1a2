"""Charts as Vega-Lite specifications, drawn to SVG without a network or a browser."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from techpact.render.language import Language

# Okabe and Ito's colours: told apart by people with any kind of colour vision.
COLOURS = {
    "members": "#0072B2",
    "partners": "#56B4E9",
    "other": "#B0B0B0",
    "concern": "#D55E00",
    "unknown": "#9aa4b044",
}

CHART_ROWS = 24
"""Bars that a chart of inputs shows; the table beside it holds all."""

_CONFIG = {
    "background": None,
    # Browsers draw with wider fonts than those the drawing is measured with: room for labels.
    "padding": {"left": 40, "right": 12, "top": 5, "bottom": 5},
    "font": "Liberation Sans, Arial, Helvetica, sans-serif",
    "axis": {
        "labelColor": "currentColor",
        "titleColor": "currentColor",
        "domainColor": "#888",
        "tickColor": "#888",
        "gridColor": "#88888833",
        "labelLimit": 330,
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "titlePadding": 14,
    },
    "legend": {"labelColor": "currentColor", "titleColor": "currentColor", "labelFontSize": 12},
    "view": {"stroke": None},
}


def supply_spec(rows: Sequence[dict[str, Any]], language: Language) -> dict[str, Any]:
    """Stacked bars: who makes each input, by role, with the unknown rest as its own class.

    Parameters
    ----------
    rows
        `label` and the shares `members`, `partners`, `other`, `concern`, `unknown`, 0 to 1.
    language
        Language of the legend.
    """
    _ = language.gettext
    labels = {
        "members": _("members"),
        "partners": _("partners"),
        "other": _("other countries"),
        "concern": _("countries of concern"),
        "unknown": _("not known"),
    }
    values = [
        {"label": r["label"], "role": labels[role], "share": r[role], "order": i}
        for r in rows
        for i, role in enumerate(labels)
        if r[role] > 0
    ]
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "config": _CONFIG,
        "width": 560,
        "height": {"step": 20},
        "data": {"values": values},
        "mark": {"type": "bar", "height": 12},
        "encoding": {
            "y": {
                "field": "label",
                "type": "nominal",
                "sort": [r["label"] for r in rows],
                "title": None,
            },
            "x": {
                "field": "share",
                "type": "quantitative",
                "stack": True,
                "title": _("Share of world supply"),
                "axis": {"format": ".0%", "tickCount": 5},
                "scale": {"domain": [0, 1], "clamp": True},
            },
            "order": {"field": "order"},
            "color": {
                "field": "role",
                "type": "nominal",
                "title": None,
                "scale": {"domain": list(labels.values()), "range": list(COLOURS.values())},
                "legend": {"orient": "bottom", "columns": 3, "columnPadding": 24},
            },
        },
    }


def timeline_spec(rows: Sequence[dict[str, Any]], language: Language) -> dict[str, Any]:
    """Points in time by agreement; planned ones hollow, reported ones half, actual ones full.

    Parameters
    ----------
    rows
        `date`, `lane`, `occurrence_text`.
    language
        Language of the axis.
    """
    _ = language.gettext
    names = [_("actual"), _("reported"), _("planned")]
    lanes = list(dict.fromkeys(r["lane"] for r in rows))
    values = [
        {
            "date": (r["date"] + "-01-01")[:10]
            if len(r["date"]) == 4
            else (r["date"] + "-01")[:10],
            "lane": r["lane"],
            "occurrence": r["occurrence_text"],
        }
        for r in rows
    ]
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "config": _CONFIG,
        "width": 620,
        "height": {"step": 22},
        "data": {"values": values},
        "mark": {"type": "point", "size": 70, "strokeWidth": 1.5},
        "encoding": {
            "y": {
                "field": "lane",
                "type": "nominal",
                "sort": lanes,
                "title": None,
                "axis": {"grid": True},
            },
            "x": {
                "field": "date",
                "type": "temporal",
                "title": None,
                "axis": {"format": _ticks([v["date"] for v in values]), "tickCount": 8},
            },
            "shape": {
                "field": "occurrence",
                "type": "nominal",
                "title": None,
                "scale": {"domain": names, "range": ["circle", "triangle-up", "square"]},
                "legend": {"orient": "bottom"},
            },
            "fill": {
                "field": "occurrence",
                "type": "nominal",
                "scale": {"domain": names, "range": [COLOURS["members"], "#E69F00", "transparent"]},
                "legend": None,
            },
            "stroke": {"value": COLOURS["members"]},
        },
    }


def trend_spec(rows: Sequence[dict[str, Any]], language: Language) -> dict[str, Any]:
    """Lines: shares by role over the years, one panel a stage or product.

    Parameters
    ----------
    rows
        `year`, `share` (0 to 1), `role` (member, partner, other, concern), `series`.
    language
        Language of the legend.
    """
    _ = language.gettext
    labels = {
        "member": _("members"),
        "partner": _("partners"),
        "other": _("other countries"),
        "concern": _("countries of concern"),
    }
    colours = ("#0072B2", "#56B4E9", "#8a8a8a", "#D55E00")
    values = [{**r, "role": labels[r["role"]], "year": f"{r['year']}-01-01"} for r in rows]
    years = len({r["year"] for r in rows})
    encoding = {
        "x": {
            "field": "year",
            "type": "temporal",
            "timeUnit": "utcyear",
            "title": _("Year"),
            "axis": {"format": "%Y", "tickCount": min(years, 10)},
        },
        "y": {
            "field": "share",
            "type": "quantitative",
            "title": _("Share"),
            "axis": {"format": ".0%", "tickCount": 5},
            "scale": {"domain": [0, 1]},
        },
        "color": {
            "field": "role",
            "type": "nominal",
            "title": None,
            "scale": {"domain": list(labels.values()), "range": list(colours)},
            "legend": {"orient": "bottom", "columns": 2},
        },
        "strokeDash": {
            "field": "role",
            "type": "nominal",
            "legend": None,
            "scale": {
                "domain": list(labels.values()),
                "range": [[1, 0], [6, 3], [2, 2], [8, 2, 2, 2]],
            },
        },
    }
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "config": {
            **_CONFIG,
            "header": {"labelColor": "currentColor", "labelFontSize": 12},
        },
        "data": {"values": values},
        "facet": {"field": "series", "type": "nominal", "title": None},
        "columns": 2,
        "spec": {
            "width": 360,
            "height": 200,
            "mark": {"type": "line", "strokeWidth": 2, "point": True},
            "encoding": encoding,
        },
    }


def _ticks(dates: Sequence[str]) -> str:
    """Format of a time axis: years, or months where the dates lie close together."""
    span = int(max(dates)[:4]) - int(min(dates)[:4]) if dates else 0
    return "%Y" if span >= 4 else "%Y-%m"


def to_svg(spec: dict[str, Any], label: str) -> str:
    """Draw a specification as an SVG element with a text alternative.

    The picture is decoration for those who see it: the table beside it holds every number.
    """
    import vl_convert

    svg: str = vl_convert.vegalite_to_svg(json.dumps(spec))
    svg = re.sub(r"^.*?<svg", "<svg", svg, count=1, flags=re.S)
    svg = re.sub(r'<svg [^>]*?viewBox="([^"]+)"[^>]*>', r'<svg viewBox="\1">', svg, count=1)
    title = label.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    match = re.match(r'<svg viewBox="0 0 ([\d.]+) ', svg)
    width = f' width="{float(match.group(1)):.0f}"' if match else ""
    return svg.replace("<svg ", f'<svg role="img" aria-label="{title}"{width} ', 1)


def losses_spec(rows: Sequence[dict[str, Any]], language: Language) -> dict[str, Any]:
    """Lines: share of output lost by day, one line a country, one panel a scenario.

    Parameters
    ----------
    rows
        `day`, `share`, `country` (name), `scenario`.
    language
        Language of the axes.
    """
    _ = language.gettext
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "config": {
            **_CONFIG,
            "header": {"labelColor": "currentColor", "titleColor": "currentColor"},
        },
        "data": {"values": list(rows)},
        "facet": {"field": "scenario", "type": "nominal", "title": None},
        "columns": 2,
        "spec": {
            "width": 330,
            "height": 190,
            "mark": {"type": "line", "strokeWidth": 2},
            "encoding": {
                "x": {"field": "day", "type": "quantitative", "title": _("Day")},
                "y": {
                    "field": "share",
                    "type": "quantitative",
                    "title": _("Output lost (share)"),
                    "axis": {"format": ".4~%", "tickCount": 5},
                },
                "color": {
                    "field": "country",
                    "type": "nominal",
                    "title": None,
                    "scale": {
                        "range": ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9"]
                    },
                },
                "strokeDash": {"field": "country", "type": "nominal", "title": None},
            },
        },
    }


def cover_spec(rows: Sequence[dict[str, Any]], language: Language) -> dict[str, Any]:
    """Bars: days of use held in addition, those that any cover needs apart from the rest.

    Parameters
    ----------
    rows
        `label`, `days` held in addition, `needed` days of them.
    language
        Language of the legend.
    """
    _ = language.gettext
    parts = {_("needed in any cover"): COLOURS["members"], _("chosen"): COLOURS["partners"]}
    needed, chosen = parts
    values = [
        {"label": r["label"], "part": part, "days": days, "order": order}
        for r in rows
        for order, (part, days) in enumerate(
            ((needed, min(r["days"], r["needed"])), (chosen, max(0, r["days"] - r["needed"])))
        )
    ]
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "config": _CONFIG,
        "width": 560,
        "height": {"step": 22},
        "data": {"values": values},
        "mark": {"type": "bar", "height": 14},
        "encoding": {
            "y": {
                "field": "label",
                "type": "nominal",
                "sort": [r["label"] for r in rows],
                "title": None,
            },
            "x": {
                "field": "days",
                "type": "quantitative",
                "stack": True,
                "title": _("Days of use"),
            },
            "order": {"field": "order"},
            "color": {
                "field": "part",
                "type": "nominal",
                "title": None,
                "scale": {"domain": list(parts), "range": list(parts.values())},
                "legend": {"orient": "bottom"},
            },
        },
    }
