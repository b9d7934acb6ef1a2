"""The first screen: a few figures on the alliance, and one line an area."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from techpact.areas import GENERAL
from techpact.render.charts import COLOURS
from techpact.render.views import InputRow, Views, supply_bar

HALF = 0.5
CONCENTRATED = 0.25
"""HHI above which the US merger guidelines of 2010 call a market highly concentrated."""
IN_EFFECT = frozenset({"in_effect", "document"})

Link = Callable[..., str]


@dataclass(frozen=True)
class Figure:
    """One figure: how many, of what, and where the rows behind it stand."""

    value: int
    label: str
    detail: str
    href: str = ""


@dataclass(frozen=True)
class ShareBar:
    """Shares of world supply by role, as widths of 100, with a text alternative."""

    parts: tuple[tuple[str, float, float], ...]
    text: str


def share_bar(row: InputRow, views: Views) -> ShareBar:
    """Return the bar of an input."""
    shares = supply_bar(row)
    labels = role_labels(views)
    parts, at, texts = [], 0.0, []
    for role, label in labels.items():
        width = shares[role] * 100
        if width > 0:
            parts.append((COLOURS[role], at, width))
            texts.append(f"{label} {views.language.percent(shares[role])}")
        at += width
    return ShareBar(tuple(parts), views.language.listing(texts))


def role_labels(views: Views) -> dict[str, str]:
    """Return the roles of a supply bar in order, in words."""
    say = views.say
    return {
        "members": say("members"),
        "partners": say("partners"),
        "other": say("other countries"),
        "concern": say("countries of concern"),
        "unknown": say("not known"),
    }


def area_lines(areas: Sequence[dict[str, Any]], views: Views) -> list[dict[str, Any]]:
    """Return one line an area: promises, the input most held by countries of concern, controls.

    Parameters
    ----------
    areas
        Views of areas.
    views
        Language and wording.
    """
    lines = []
    for area in areas:
        if area["code"] == GENERAL:
            continue
        known = [r for r in area["inputs"] if not r.empty]
        worst = max(known, key=lambda r: (_share(r, "concern_share"), r.hhi), default=None)
        in_effect = sum(c["standing"] in IN_EFFECT for c in area["commitments"])
        lines.append(
            {
                "area": area,
                "in_effect": in_effect,
                "promised": len(area["commitments"]),
                "input": worst,
                "bar": share_bar(worst, views) if worst else None,
                "held": sum(_share(r, "concern_share") > HALF for r in _best(known).values()),
                "known": len(_best(known)),
            }
        )
    return lines


def figures(
    areas: Sequence[dict[str, Any]], views: Views, link: Link | None = None
) -> list[Figure]:
    """Return the figures on an alliance.

    Parameters
    ----------
    areas
        Views of all areas.
    views
        Language and wording.
    link
        Makes an address on this server of a path and parameters; None where there is no server.
    """
    say = views.say
    scored = [a for a in areas if a["code"] != GENERAL]
    commitments = [c for a in areas for c in a["commitments"]]
    rows = [r for a in scored for r in a["inputs"]]
    known, every = _best([r for r in rows if not r.empty]), {r.code for r in rows}
    members = views.assessment.alliance.members
    controlling = [_controllers(views, a.area) for a in views.assessment.areas]
    full = sum(c == members for c in controlling)
    one = sum(len(c) == 1 < len(members) for c in controlling)
    exposed = sum(any(g["code"] == "EXPOSED_NOT_PROMISED" for g in a["gaps"]) for a in scored)

    def to(path: str, **parameters: str) -> str:
        return link(path, **parameters) if link else ""

    of_known = say("of {total} with public figures").format(total=len(known))
    return [
        Figure(
            sum(c["standing"] in IN_EFFECT for c in commitments),
            say("commitments in effect"),
            say("of {total}, in {n} agreements").format(
                total=len(commitments), n=len({c["agreement"] for c in commitments})
            ),
            to("/agreements"),
        ),
        Figure(
            sum(_share(r, "concern_share") > HALF for r in known.values()),
            say("inputs over half in countries of concern"),
            of_known,
            to("/inputs", **{"inputs.sort": "-concern_share"}),
        ),
        Figure(
            sum(r.hhi > CONCENTRATED for r in known.values()),
            say("inputs highly concentrated (HHI above 0.25)"),
            of_known,
            to("/inputs", **{"inputs.sort": "-hhi"}),
        ),
        Figure(
            exposed,
            say("areas exposed, not promised"),
            say("of {total} areas").format(total=len(scored)),
            to("/", gap="EXPOSED_NOT_PROMISED") if exposed else "",
        ),
        Figure(
            full,
            say("areas controlled by every member"),
            say("of {total} areas; {n} by one only").format(total=len(scored), n=one),
            to("/controls"),
        ),
        Figure(
            len(every - set(known)),
            say("inputs without a public figure"),
            say("of {total}").format(total=len(every)),
            to("/inputs", **{"inputs.sort": "hhi"}),
        ),
    ]


def _best(rows: Sequence[InputRow]) -> dict[str, InputRow]:
    """One row an input: the stage most held by countries of concern."""
    found: dict[str, InputRow] = {}
    for row in rows:
        old = found.get(row.code)
        key = (_share(row, "concern_share"), row.hhi)
        if old is None or key > (_share(old, "concern_share"), old.hhi):
            found[row.code] = row
    return found


def _share(row: InputRow, metric: str) -> float:
    value = row.cells[metric].value if metric in row.cells else None
    return value if isinstance(value, float) else 0.0


def _controllers(views: Views, code: str) -> frozenset[str]:
    area = next(a for a in views.assessment.areas if a.area == code)
    found = {f.subject for f in area.findings if f.metric == "measures_in_force"}
    return views.assessment.alliance.members & found if code != GENERAL else frozenset()
