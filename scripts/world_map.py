"""Make src/techpact/render/data/world.json from Natural Earth's 1:50m countries.

Natural Earth is in the public domain. The countries are taken as TopoJSON from the npm package
`world-atlas` (`npm pack world-atlas`, file `countries-50m.json`), projected with the equal-earth
projection, simplified on the drawing, and written as one SVG path for each ISO 3166-1 alpha-3 code.
States too small to see get a point, drawn as a marker.

    python scripts/world_map.py countries-50m.json src/techpact/render/data/world.json
"""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path

WIDTH, HEIGHT = 960.0, 470.0
TOLERANCE = 0.35
SMALL = 14.0
"""Countries whose drawing covers less than so many square units also get a marker."""

ANTARCTICA = "010"

Ring = list[tuple[float, float]]


def equal_earth(lon: float, lat: float) -> tuple[float, float]:
    """Project degrees (Šavrič, Patterson and Jenny 2018)."""
    a1, a2, a3, a4 = 1.340264, -0.081106, 0.000893, 0.003796
    theta = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(lat)))
    t2 = theta * theta
    t6 = t2**3
    slope = a1 + 3 * a2 * t2 + t6 * (7 * a3 + 9 * a4 * t2)
    x = 2 * math.sqrt(3) * math.radians(lon) * math.cos(theta) / (3 * slope)
    y = theta * (a1 + a2 * t2 + t6 * (a3 + a4 * t2))
    scale = WIDTH / 2 / 2.70663
    return WIDTH / 2 + x * scale, HEIGHT / 2 + 6 - y * scale


def arcs_of(topology: dict) -> list[Ring]:
    """Return the arcs in degrees: quantised deltas are summed up."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        arcs.append(points)
    return arcs


def simplify(line: Ring, tolerance: float) -> Ring:
    """Ramer–Douglas–Peucker on an open line of degrees, judged on the drawing.

    Shared arcs are simplified once, so that borders keep meeting.
    """
    points = [equal_earth(*p) for p in line]

    def keep(first: int, last: int) -> list[int]:
        (x1, y1), (x2, y2) = points[first], points[last]
        length = math.hypot(x2 - x1, y2 - y1)
        worst, at = 0.0, first
        for i in range(first + 1, last):
            x, y = points[i]
            distance = (
                abs((x2 - x1) * (y1 - y) - (x1 - x) * (y2 - y1)) / length
                if length
                else math.hypot(x - x1, y - y1)
            )
            if distance > worst:
                worst, at = distance, i
        return [] if worst <= tolerance else [*keep(first, at), at, *keep(at, last)]

    return [line[i] for i in [0, *keep(0, len(line) - 1), len(line) - 1]]


def unwrap(line: Ring, start: float | None = None) -> Ring:
    """Let a line run on across the 180th meridian instead of jumping to the other side."""
    out: Ring = []
    before = line[0][0] if start is None else start
    for lon, lat in line:
        while lon - before > 180:
            lon -= 360
        while lon - before < -180:
            lon += 360
        out.append((lon, lat))
        before = lon
    return out


def clip(ring: Ring) -> Ring:
    """Cut a ring at both edges of the map (Sutherland and Hodgman)."""
    for sign in (1, -1):
        out: Ring = []
        for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
            inside, next_inside = sign * x1 <= 180, sign * x2 <= 180
            if inside:
                out.append((x1, y1))
            if inside != next_inside:
                out.append((sign * 180.0, y1 + (y2 - y1) * (sign * 180 - x1) / (x2 - x1)))
        ring = out
    return ring


def area(ring: Ring) -> float:
    """Signed area of a ring."""
    pairs = zip(ring, ring[1:] + ring[:1], strict=True)
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs) / 2


def path_of(rings: list[Ring]) -> str:
    """Return rings as one SVG path with relative steps, to a tenth of a unit."""
    parts = []
    for ring in rings:
        whole = [(round(x * 10), round(y * 10)) for x, y in ring]
        kept = [p for i, p in enumerate(whole) if i == 0 or p != whole[i - 1]]
        if len(kept) < 3:
            continue
        x, y = kept[0]
        deltas = []
        start = f"M{x / 10:g},{y / 10:g}l"
        for nx, ny in kept[1:]:
            deltas.append(f"{(nx - x) / 10:g},{(ny - y) / 10:g}")
            x, y = nx, ny
        parts.append(start + " ".join(deltas) + "z")
    return "".join(parts)


def main(source: Path, target: Path) -> None:
    """Read, project, simplify, write."""
    from babel.core import get_global

    from techpact.alliance import country_codes

    numeric = {
        alias: targets[0]
        for alias, targets in get_global("territory_aliases").items()
        if len(alias) == 3 and alias.isdigit() and len(targets) == 1
    }
    alpha3 = {two: three for three, two in country_codes().items()}
    topology = json.loads(source.read_text())
    raw = [unwrap(arc) for arc in arcs_of(topology)]
    arcs = [simplify(arc, TOLERANCE) for arc in raw]

    def rings_of(indices: list[int], lines: list[Ring]) -> list[Ring]:
        ring: Ring = []
        for index in indices:
            line = lines[index] if index >= 0 else lines[~index][::-1]
            ring += line if not ring else unwrap(line, ring[-1][0])[1:]
        # What runs over the edge is drawn once at either side, cut at the 180th meridian.
        low, high = min(p[0] for p in ring), max(p[0] for p in ring)
        shifts = [0, *([360] if low < -180 else []), *([-360] if high > 180 else [])]
        moved = [clip([(lon + shift, lat) for lon, lat in ring]) for shift in shifts]
        return [[equal_earth(*p) for p in part] for part in moved if part]

    countries: dict[str, dict] = {}
    unnamed: list[str] = []
    for geometry in topology["objects"]["countries"]["geometries"]:
        if str(geometry.get("id")) == ANTARCTICA:
            continue
        groups = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        exact = [r for polygon in groups for r in rings_of(polygon[0], raw)]
        drawn = [r for polygon in groups for ring in polygon for r in rings_of(ring, arcs)]
        size = sum(abs(area(r)) for r in exact)
        path = path_of([r for r in drawn if abs(area(r)) > 0.15])
        code = alpha3.get(numeric.get(str(geometry.get("id", "")), ""))
        if code is None:
            if path:
                unnamed.append(path)
            continue
        entry = countries.setdefault(code, {"path": ""})
        entry["path"] += path
        if size < SMALL and "point" not in entry:
            biggest = max(exact, key=lambda r: abs(area(r)))
            xs, ys = [p[0] for p in biggest], [p[1] for p in biggest]
            entry["point"] = [round(sum(xs) / len(xs), 1), round(sum(ys) / len(ys), 1)]
    record = {
        "source": "Natural Earth 1:50m Admin 0 countries, public domain (naturalearthdata.com)",
        "width": WIDTH,
        "height": HEIGHT,
        "countries": dict(sorted(countries.items())),
        "other": "".join(unnamed),
    }
    target.write_text(json.dumps(record, separators=(",", ":")) + "\n")
    print(f"{target}: {len(countries)} countries, {target.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
