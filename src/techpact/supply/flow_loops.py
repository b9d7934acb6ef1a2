"""The loops over flows and over the sums of importers and exporters (see `totals`).

Rows come in the order of the file, so each touches three lines of memory far apart: its importer's
and its exporter's sums of the product, and the bit of the flow. Waiting for them is nearly all of
the cost; they are asked for some rows ahead.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from llvmlite import ir

from techpact.machine_code import BYTE, WIDE, Loop

# Of each importer and product one line of the processor's cache: imports by the group of the
# exporter, the largest flow from outside, and the squares of flows from outside in three parts.
MEMBERS, PARTNERS, CONCERN, OTHERS, TOP, LOW, MIDDLE, HIGH = range(8)
CELL = 8
# Of each exporter and product: exports to others and to members.
PAIR = 2
SHIFT = 20
"""Flows are split at this bit, so that sums of squares stay exact in 64 bits."""

NOBODY = 255
"""Stands for no country; a flow's exporter fills a byte of `TOP`, as 255 less its position."""

_AHEAD = 24


@cache
def add_flows() -> Callable[..., None]:
    """Return the loop over flows.

    Arrays `exporter`, `importer`, `place`, `value` are (rows,) int64: positions of countries,
    places of products, whole dollars. `member` and `group` are (countries,) uint8. `into` holds
    `CELL` and `out` `PAIR` int64 of each country and product (of `width`), `seen` a bit of each
    exporter, importer and product. The bit is *added*: a flow that is given twice leaves fewer
    bits than rows.
    """
    loop = Loop(
        "add_flows",
        ("exporter", "importer", "place", "value", "member", "group", "into", "out", "seen"),
        ("countries", "width"),
    )
    b, width = loop.build, loop.numbers["width"]
    layer = b.mul(loop.numbers["countries"], width)

    def places(row: ir.Value) -> tuple[ir.Value, ir.Value, ir.Value]:
        exporter, place = loop.load("exporter", row), loop.load("place", row)
        cell = b.add(b.mul(loop.load("importer", row), width), place)
        pair = b.mul(b.add(b.mul(exporter, width), place), loop.wide(PAIR))
        return b.mul(cell, loop.wide(CELL)), pair, b.add(b.mul(exporter, layer), cell)

    ahead = b.add(loop.row, loop.wide(_AHEAD))
    ahead = b.select(b.icmp_signed("<", ahead, loop.last), ahead, loop.last)
    cell, pair, flow = places(ahead)
    loop.fetch("into", cell)
    loop.fetch("out", pair)
    loop.fetch("seen", b.lshr(flow, loop.wide(3)), BYTE)

    cell, pair, flow = places(loop.row)
    exporter, value = loop.load("exporter", loop.row), loop.load("value", loop.row)
    theirs = loop.load("member", loop.load("importer", loop.row), BYTE)
    group = loop.load("group", exporter, BYTE)
    loop.add("out", b.add(pair, theirs), value)
    bit = b.shl(ir.Constant(BYTE, 1), b.trunc(b.and_(flow, loop.wide(7)), BYTE))
    loop.add("seen", b.lshr(flow, loop.wide(3)), bit, BYTE)
    loop.add("into", b.add(cell, group), value)
    # Trade among members is not trade with outsiders.
    inside = b.and_(
        b.icmp_signed("==", group, loop.wide(MEMBERS)), b.icmp_signed("!=", theirs, loop.wide(0))
    )
    value = b.select(inside, loop.wide(0), value)
    # The largest flow; of equal ones that of the alphabetically first exporter.
    packed = b.add(b.shl(value, loop.wide(8)), b.sub(loop.wide(255), exporter))

    def larger(held: ir.Value) -> ir.Value:
        return b.select(b.icmp_signed(">", packed, held), packed, held)

    loop.change("into", b.add(cell, loop.wide(TOP)), larger)
    high, low = b.ashr(value, loop.wide(SHIFT)), b.and_(value, loop.wide((1 << SHIFT) - 1))
    for part, square in ((LOW, (low, low)), (MIDDLE, (high, low)), (HIGH, (high, high))):
        loop.add("into", b.add(cell, loop.wide(part)), b.mul(*square))
    return loop.compiled()


GATHERED = (
    "importer",
    "place",
    "top_partner",
    "top_usd",
    "imports_usd",
    "exports_usd",
    "alliance_usd",
    "partner_usd",
    "concern_usd",
    "square_high",
    "square_middle",
    "square_low",
    "world_square_low",
    "world_square_middle",
    "world_square_high",
    "world_usd",
)
"""What `gather_sums` finds; importers and places are counted from 0."""

WORLD = 4
"""Numbers of a product's world exports: squares in three parts, from low to high, and the sum."""


@cache
def gather_sums() -> Callable[..., None]:
    """Return the loop over importers and products.

    For all importers of `into`, (importers, width, `CELL`), and the products at `order`, (places,):
    the columns `GATHERED` of those products that are imported are written to `found`, (columns,
    room). `exports` is (importers, width), `worlds` (2, width, `WORLD`), as seen from without and
    from within the alliance, `inside` (importers,) uint8 says which is the importer's. `rows` is
    importers times places; `count`, (1,), must be 0 and holds the number of rows found.
    """
    loop = Loop(
        "gather_sums",
        ("into", "exports", "worlds", "order", "inside", "found", "count"),
        ("width", "places", "room"),
    )
    b, width, places = loop.build, loop.numbers["width"], loop.numbers["places"]
    importer = b.udiv(loop.row, places)
    place = b.sub(loop.row, b.mul(importer, places))
    product = loop.load("order", place)
    line = b.add(b.mul(importer, width), product)
    cell = b.mul(line, loop.wide(CELL))
    members, partners, concern, others, top, low, middle, high = (
        loop.load("into", b.add(cell, loop.wide(part))) for part in range(CELL)
    )
    bought = b.add(b.add(members, partners), b.add(concern, others))
    # The code of the largest supplier stands in the low byte; without one it is meaningless.
    partner = b.sub(loop.wide(255), b.and_(top, loop.wide(255)))
    amount = b.ashr(top, loop.wide(8))
    nobody = b.icmp_signed("==", amount, loop.wide(0))
    partner = b.select(nobody, loop.wide(NOBODY), partner)
    view = b.add(b.mul(loop.load("inside", importer, BYTE), width), product)
    world = b.mul(view, loop.wide(WORLD))
    columns = (
        *(importer, place, partner, amount, bought, loop.load("exports", line)),
        *(members, partners, concern, high, middle, low),
        *(loop.load("worlds", b.add(world, loop.wide(part))) for part in range(WORLD)),
    )
    # Written for every product, kept (not written over by the next) where something was bought.
    at = loop.load("count", loop.wide(0))
    for value in columns:
        loop.store("found", at, value)
        at = b.add(at, loop.numbers["room"])
    bought = b.zext(b.icmp_signed("!=", bought, loop.wide(0)), WIDE)
    loop.add("count", loop.wide(0), bought)
    return loop.compiled()
