"""Who controls what, since when, and are the partners aligned?"""

from __future__ import annotations

from collections.abc import Iterable

from techpact.alliance import Alliance
from techpact.analysis import Frame, Input, Result, analysis
from techpact.controls.alignment_entries import BLOCS, entry_rows
from techpact.controls.alignment_gaps import gap_rows
from techpact.controls.alignment_rows import Concordance, Row, Subjects, row_of
from techpact.controls.alignment_tables import CONTROL_ALIGNMENT, CONTROL_GAPS, PARTNER_ITEMS
from techpact.controls.entries import all_entries
from techpact.controls.item_numbers import category_of, common_number, regime_of
from techpact.controls.measures import state, state_of
from techpact.dates import as_period, check_date
from techpact.errors import NotFoundError
from techpact.facts.control_tables import (
    CATEGORY_CROSSWALK,
    CONTROL_LIST_ITEMS,
    JP_EXPORT_ORDER_ITEMS,
    MEASURE_PRODUCTS,
)
from techpact.facts.entry_tables import (
    CONTROL_SUBJECTS,
    ITEM_PRODUCTS,
    LIST_ENTRIES,
    LIST_MODELS,
)
from techpact.facts.tables import (
    ALLIANCE_MEMBERS,
    AREA_CONTROL_ITEMS,
    AREA_PRODUCTS,
    CONTROL_MEASURES,
)

LISTS = {"EU_ANNEX_I": "eu", "WASSENAAR": "wassenaar"}


@analysis(
    name="control_alignment",
    part="controls",
    inputs=(
        Input("control_list_items", CONTROL_LIST_ITEMS),
        Input("jp_export_order_items", JP_EXPORT_ORDER_ITEMS),
        Input("category_crosswalk", CATEGORY_CROSSWALK),
        Input("area_control_items", AREA_CONTROL_ITEMS),
        Input("control_measures", CONTROL_MEASURES),
        Input("alliance_members", ALLIANCE_MEMBERS),
        Input("list_entries", LIST_ENTRIES, optional=True),
        Input("list_models", LIST_MODELS, optional=True),
        Input("control_subjects", CONTROL_SUBJECTS, optional=True),
        Input("item_products", ITEM_PRODUCTS, optional=True),
        Input("measure_products", MEASURE_PRODUCTS, optional=True),
        Input("area_products", AREA_PRODUCTS, optional=True),
        Input("partner_items", PARTNER_ITEMS, optional=True),
    ),
    output=CONTROL_ALIGNMENT,
    extras=(CONTROL_GAPS,),
    references=("ecfr_ear_2026", "eu2021_821", "wassenaar2023"),
    caveats=("NOT_LEGAL_ADVICE", "EXPECTED_BY_REGIME", "CROSSWALK_MANY_TO_MANY", "CONTROL_UNKNOWN"),
)
def control_alignment(
    control_list_items: Frame,
    jp_export_order_items: Frame,
    category_crosswalk: Frame,
    area_control_items: Frame,
    control_measures: Frame,
    alliance_members: Frame,
    list_entries: Frame | None,
    list_models: Frame | None,
    control_subjects: Frame | None,
    item_products: Frame | None,
    measure_products: Frame | None,
    area_products: Frame | None,
    partner_items: Frame | None,
    *,
    alliance: Alliance,
    as_of: str,
    area: str | None = None,
    expected: bool = True,
) -> Result:
    """Who controls what, since when, and what does one partner control alone?

    List items and dated measures of the members and partners stand in one table. Where a country's
    own list is not in the tables, items of the regimes that it belongs to are shown as expected.
    What no row speaks of is unknown; it is never taken for uncontrolled.

    Parameters
    ----------
    control_list_items
        Items of the US Commerce Control List.
    jp_export_order_items
        Items of Appended Table 1 of the Japanese Export Trade Control Order.
    category_crosswalk
        Categories of the common lists and items of the Japanese order, many to many.
    area_control_items
        Concordance from areas to list items and categories.
    control_measures
        Dated measures.
    alliance_members
        Members of blocs and regimes, with dates.
    list_entries
        Entries of the lists of the EU, the UK, the Netherlands, Korea and others, with dates.
    list_models
        Lists that take over the numbers of another list.
    control_subjects
        Subjects that lists name with different numbers.
    item_products
        Candidate HS6 codes of item numbers and subjects.
    measure_products
        Products of measures, for candidate HS6 codes.
    area_products
        Products of areas, for candidate HS6 codes where an item has none of its own.
    partner_items
        Further list items of any country, as the user has them.
    alliance
        Members and partners to compare.
    as_of
        Day for which the state is wanted, YYYY-MM-DD.
    area
        Area to keep; all items when not given.
    expected
        Whether to show what is expected by regime.

    Returns
    -------
    control_alignment
        One row for each country and item or measure; the table of gaps has one row for each
        subject, for each item number and for each kind of measure in each area.

    Notes
    -----
    The third character of a common number names its regime: 0 Wassenaar (in category 0: Nuclear
    Suppliers Group), 1 Missile Technology Control Regime, 2 Nuclear Suppliers Group, 3 Australia
    Group; 5, 6 and 9 are national. 3.B.1 of the Wassenaar list and 3B001 are one number. National
    numbers differ for the same goods (4A906 in the US, 4A506 in the EU): those are compared by
    subject.

    References
    ----------
    ecfr_ear_2026, eu2021_821, wassenaar2023
    """
    day = check_date(as_of, option="as_of")
    blocs = _blocs(alliance_members, day)
    friends = sorted(alliance.friends)
    areas = Concordance(area_control_items)
    if area is not None and area not in areas.codes | _measure_areas(control_measures):
        raise NotFoundError("area with controls", area, areas.codes)
    crosswalk = _crosswalk(category_crosswalk)
    entries = list(all_entries(list_entries, list_models))
    subjects = Subjects(control_subjects, entries)
    rows: list[Row] = []
    rows += _us_items(control_list_items, friends, areas, day)
    rows += _jp_items(jp_export_order_items, friends, areas, crosswalk, day)
    rows += _bloc_items(
        area_control_items, friends, blocs, areas, day, {e["list"] for e in entries}
    )
    rows = entry_rows(rows, entries, friends, blocs, areas, subjects, day)
    theirs = _user_items(partner_items, friends, blocs, areas, day)
    rows = _without_replaced(rows, theirs) + theirs
    if expected:
        rows += _expected(rows, friends, blocs)
    rows += _measures(control_measures, friends, blocs, day)
    codes = {
        "item": _codes(item_products, "item"),
        "measure": _codes(measure_products, "measure"),
        "area": _codes(area_products, "area"),
    }
    for row in rows:
        row["name"] = row["name"] or subjects.name(row)
        _finish(row, crosswalk, codes)
    if area is not None:
        rows = [r for r in rows if area in (r["areas"] or "").split(";")]
    rows.sort(key=lambda r: (r["country"], r["list"], r["item"], r["subject"] or "",
                             r["since"] or ""))  # fmt: skip
    return Result(
        {c.name: [r[c.name] for r in rows] for c in CONTROL_ALIGNMENT.columns},
        {"control_gaps": gap_rows(rows, friends)},
    )


def _blocs(alliance_members: Frame, day: str) -> dict[str, set[str]]:
    """Members of blocs and regimes on a day; a date not known does not keep a member out."""
    blocs: dict[str, set[str]] = {}
    for row in alliance_members.iter_rows(named=True):
        if row["alliance"] not in BLOCS or row["role"] != "member":
            continue
        if row["joined"] and as_period(row["joined"])[0] > day:
            continue
        if row["left"] and as_period(row["left"])[1] <= day:
            continue
        blocs.setdefault(row["alliance"], set()).add(row["country"])
    return blocs


def _measure_areas(control_measures: Frame) -> set[str]:
    return {r["area"] or "general" for r in control_measures.iter_rows(named=True)}


def _crosswalk(frame: Frame) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    items: dict[str, list[str]] = {}
    categories: dict[str, list[str]] = {}
    for row in frame.iter_rows(named=True):
        items.setdefault(row["category"], []).append(row["jp_item"])
        categories.setdefault(row["jp_item"], []).append(row["category"])
    return items, categories


def _us_items(frame: Frame, friends: list[str], areas: Concordance, day: str) -> list[Row]:
    if "USA" not in friends:
        return []
    return [
        row_of(
            "USA", "USA", r["regime"], r["item"], "listed",
            categories=r["category"], areas=areas.of("US_CCL", r["item"]),
            seen_as_of=r["as_of"], instrument="15 CFR 774 Supplement No. 1",
            source_id=r["source_id"], status=r["status"], state=_seen(r["as_of"], day),
        )
        for r in frame.iter_rows(named=True)
    ]  # fmt: skip


def _seen(as_of: str, day: str) -> str:
    """State of an item known from an edition: in force from its date on; before it, unknown."""
    return "in_force" if as_period(as_of)[0] <= day else "unknown"


def _jp_items(
    frame: Frame,
    friends: list[str],
    areas: Concordance,
    crosswalk: tuple[dict[str, list[str]], dict[str, list[str]]],
    day: str,
) -> list[Row]:
    if "JPN" not in friends:
        return []
    return [
        row_of(
            "JPN", "JPN", "JP_EXPORT_ORDER", r["item"], "listed",
            categories=";".join(sorted(crosswalk[1].get(r["item"], []))) or None,
            jp_items=r["item"], areas=areas.of("JP_EXPORT_ORDER", r["item"]),
            seen_as_of=r["as_of"], instrument="Export Trade Control Order, Appended Table 1",
            source_id=r["source_id"], status=r["status"], state=_seen(r["as_of"], day),
        )
        for r in frame.iter_rows(named=True)
    ]  # fmt: skip


def _bloc_items(
    frame: Frame,
    friends: list[str],
    blocs: dict[str, set[str]],
    areas: Concordance,
    day: str,
    by_entry: set[str],
) -> list[Row]:
    """Categories of lists whose entries are not in the tables."""
    rows = []
    done = set()
    for r in frame.iter_rows(named=True):
        bloc = LISTS.get(r["regime"])
        if bloc is None or r["regime"] in by_entry or (r["regime"], r["item"]) in done:
            continue
        done.add((r["regime"], r["item"]))
        # A regime binds nobody by itself: its list is what a participant's own list should hold.
        basis = "listed" if bloc == "eu" else "expected"
        rows += [
            row_of(
                country, bloc, r["regime"], r["item"], basis,
                categories=category_of(r["item"]), areas=areas.of(r["regime"], r["item"]),
                seen_as_of=r["as_of"], source_id=r["source_id"], status=r["status"],
                instrument="Regulation (EU) 2021/821, Annex I" if bloc == "eu" else "Wassenaar",
                state=_seen(r["as_of"], day),
            )
            for country in friends
            if country in blocs.get(bloc, ())
        ]  # fmt: skip
    return rows


def _user_items(
    frame: Frame | None,
    friends: list[str],
    blocs: dict[str, set[str]],
    areas: Concordance,
    day: str,
) -> list[Row]:
    if frame is None:
        return []
    rows = []
    for r in frame.iter_rows(named=True):
        bloc = r["issuer"].lower()
        bound = blocs.get(bloc, {r["issuer"]})
        number = common_number(r["item"]) or r["item"]
        basis = "expected" if bloc in BLOCS and bloc != "eu" else "listed"
        rows += [
            row_of(
                country, r["issuer"], r["list"], r["item"], basis,
                categories=r["category"] or category_of(r["item"]),
                areas=areas.of("US_CCL", number) or areas.of(r["list"], r["item"]),
                hs6=r["hs6"], hs6_basis="item" if r["hs6"] else None,
                state=state(day, r["start_date"], r["end_date"], None),
                since=r["start_date"], until=r["end_date"], instrument=r["instrument"],
                source_id=r["source_id"],
                status="confirmed" if r["source_id"] else "unconfirmed",
            )
            for country in friends
            if country in bound
        ]  # fmt: skip
    return rows


def _without_replaced(rows: list[Row], theirs: list[Row]) -> list[Row]:
    """Drop what was only inferred of a country's number where the user's list has the number."""
    seen = {(r["country"], common_number(r["item"])) for r in theirs}
    return [
        r
        for r in rows
        if r["status"] != "inferred" or (r["country"], common_number(r["item"])) not in seen
    ]


def _expected(rows: Iterable[Row], friends: list[str], blocs: dict[str, set[str]]) -> list[Row]:
    """Items of regimes for participants whose own lists do not show the number."""
    shown: dict[str, set[str]] = {}
    example: dict[str, Row] = {}
    for row in rows:
        number = common_number(row["item"])
        if number:
            shown.setdefault(row["country"], set()).add(number)
            example.setdefault(number, row)
    found = []
    for number, row in sorted(example.items()):
        regime = regime_of(number)
        if regime is None:
            continue
        found += [
            row_of(
                country, regime, regime.upper(), number, "expected",
                categories=number[0], areas=row["areas"], instrument=f"{regime} list, by number",
                source_id=row["source_id"],
            )
            for country in friends
            if country in blocs.get(regime, ()) and number not in shown.get(country, ())
        ]  # fmt: skip
    return found


def _measures(frame: Frame, friends: list[str], blocs: dict[str, set[str]], day: str) -> list[Row]:
    rows = []
    for r in frame.iter_rows(named=True):
        bound = blocs.get(r["issuer"].lower(), {r["issuer"]})
        rows += [
            row_of(
                country, r["issuer"], "measure", r["measure"], "measure",
                areas=[r["area"] or "general"], instrument=r["instrument"],
                state=state_of(r, day),
                since=r["start_date"], until=r["end_date"], seen_as_of=r["as_of"],
                source_id=r["source_id"], status=r["status"],
            ) | {"kind": r["kind"]}
            for country in friends
            if country in bound
        ]  # fmt: skip
    return rows


def _finish(
    row: Row,
    crosswalk: tuple[dict[str, list[str]], dict[str, list[str]]],
    by: dict[str, dict[str, set[str]]],
) -> None:
    """Add the Japanese items of the categories and the candidate codes; join lists to text."""
    codes = row["areas"] or []
    if row["jp_items"] is None and row["categories"]:
        items = {i for c in row["categories"].split(";") for i in crosswalk[0].get(c, [])}
        row["jp_items"] = ";".join(sorted(items)) or None
    if row["hs6"] is None:
        number = row["subject"] or common_number(row["item"]) or ""
        places = (
            [("measure", by["measure"].get(row["item"], set()))]
            if row["list"] == "measure"
            else [
                ("item", by["item"].get(number, set())),
                ("area", set().union(*(by["area"].get(code, set()) for code in codes))),
            ]
        )
        basis, held = next(((b, h) for b, h in places if h), (None, set()))
        row["hs6"] = ";".join(sorted(held)) or None
        row["hs6_basis"] = basis
    row["areas"] = ";".join(codes) or None


def _codes(frame: Frame | None, column: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for row in frame.iter_rows(named=True) if frame is not None else ():
        found.setdefault(row[column], set()).add(row["hs6"])
    return found
