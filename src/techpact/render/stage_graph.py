"""A stage map as a directed graph in SVG: layers from left to right, every node a link."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

BOX_WIDTH, BOX_HEIGHT = 214, 40
GAP_X, GAP_Y = 70, 12
SWEEPS = 6
LABEL = 30


@dataclass(frozen=True)
class StageNode:
    """A stage or input: its name, a line below, its colour and where it leads."""

    id: str
    name: str
    detail: str
    colour: str
    href: str


def layers_of(nodes: Sequence[str], links: Sequence[tuple[str, str]]) -> list[list[str]]:
    """Put each node in the layer after its last source; links of a cycle that lead back are cut.

    Returns
    -------
    list of list of str
        Layers from first inputs to final products, each ordered so that links cross little.
    """
    targets: dict[str, list[str]] = {n: [] for n in nodes}
    for a, b in dict.fromkeys(links):
        if a in targets and b in targets and a != b:
            targets[a].append(b)
    state: dict[str, int] = {}
    order: list[str] = []
    forward: dict[str, list[str]] = {n: [] for n in nodes}
    for root in nodes:
        if root in state:
            continue
        stack = [(root, iter(targets[root]))]
        state[root] = 1
        while stack:
            node, rest = stack[-1]
            for target in rest:
                if state.get(target) == 1:
                    continue  # leads back into the path: cut
                forward[node].append(target)
                if target not in state:
                    state[target] = 1
                    stack.append((target, iter(targets[target])))
                    break
            else:
                state[node] = 2
                order.append(node)
                stack.pop()
    depth = dict.fromkeys(nodes, 0)
    for node in reversed(order):
        for target in forward[node]:
            depth[target] = max(depth[target], depth[node] + 1)
    led_to = {b for found in forward.values() for b in found}
    for node in nodes:
        if node not in led_to and forward[node]:  # a first input stands beside its first use
            depth[node] = min(depth[b] for b in forward[node]) - 1
    layers: list[list[str]] = [[] for _ in range(max(depth.values(), default=-1) + 1)]
    for node in nodes:
        layers[depth[node]].append(node)
    sources: dict[str, list[str]] = {n: [] for n in nodes}
    for a, found in forward.items():
        for b in found:
            sources[b].append(a)
    for sweep in range(SWEEPS):
        near = sources if sweep % 2 == 0 else forward
        place = {n: i / max(1, len(layer)) for layer in layers for i, n in enumerate(layer)}
        for layer in layers if sweep % 2 == 0 else layers[::-1]:
            layer.sort(key=lambda n: _middle([place[m] for m in near[n]], place[n]))
            place |= {n: i / max(1, len(layer)) for i, n in enumerate(layer)}
    return layers


def _middle(values: list[float], default: float) -> float:
    return sum(values) / len(values) if values else default


def stage_graph(
    nodes: Mapping[str, StageNode], links: Sequence[tuple[str, str]], title: str
) -> str:
    """Draw the graph."""
    layers = layers_of(list(nodes), links)
    tallest = max((len(layer) for layer in layers), default=0)
    height = tallest * (BOX_HEIGHT + GAP_Y) + GAP_Y
    width = max(1, len(layers) * (BOX_WIDTH + GAP_X) - GAP_X + 16)
    at = {}
    for column, layer in enumerate(layers):
        step = height / len(layer)
        for row, node in enumerate(layer):
            at[node] = (column * (BOX_WIDTH + GAP_X) + 8, step * (row + 0.5) - BOX_HEIGHT / 2)
    edges = []
    for a, b in dict.fromkeys(links):
        if a in at and b in at and a != b:
            if at[a][0] >= at[b][0]:
                continue  # leads back: it would run across boxes; the table holds it
            x1, y1 = at[a][0] + BOX_WIDTH, at[a][1] + BOX_HEIGHT / 2
            x2, y2 = at[b][0], at[b][1] + BOX_HEIGHT / 2
            bend = max(30.0, abs(x2 - x1) / 2)
            edges.append(
                f'<path class="edge" d="M{x1:.0f},{y1:.0f}C{x1 + bend:.0f},{y1:.0f} '
                f'{x2 - bend:.0f},{y2:.0f} {x2:.0f},{y2:.0f}" fill="none" stroke="#8a939e" '
                f'stroke-width="1" marker-end="url(#arrow)"/>'
            )
    boxes = []
    for layer in layers:
        for identifier in layer:
            box, (x, y) = nodes[identifier], at[identifier]
            name = box.name if len(box.name) <= LABEL else box.name[: LABEL - 1] + "…"
            boxes.append(
                f'<a href="{escape(box.href)}" aria-label="{escape(box.name)}: '
                f'{escape(box.detail)}"><title>{escape(box.name)}: {escape(box.detail)}</title>'
                f'<rect x="{x:.0f}" y="{y:.0f}" width="{BOX_WIDTH}" height="{BOX_HEIGHT}" rx="4" '
                f'fill="#f3f5f8" stroke="#57606a"/><rect class="bar" x="{x:.0f}" y="{y:.0f}" '
                f'width="6" height="{BOX_HEIGHT}" fill="{box.colour}"/>'
                f'<text x="{x + 12:.0f}" y="{y + 16:.0f}" fill="currentColor">{escape(name)}</text>'
                f'<text x="{x + 12:.0f}" y="{y + 31:.0f}" font-size="10" fill="currentColor">'
                f"{escape(box.detail[:34])}</text></a>"
            )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="group" aria-label="{escape(title)}" '
        f'width="{width:.0f}" viewBox="0 0 {width:.0f} {height:.0f}" font-family="sans-serif" '
        f'font-size="12"><defs><marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" '
        f'markerWidth="7" markerHeight="7" orient="auto"><path d="M0,0L8,4L0,8z" fill="#8a939e"/>'
        f"</marker></defs>{''.join(edges)}{''.join(boxes)}</svg>"
    )
