"""How countries, groups and industries of an input-output table are named in options."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from techpact.alliance import Alliance
from techpact.errors import InputError, NotFoundError
from techpact.sources.input_output import (
    PARTS,
    InputOutputSystem,
    base,
    is_aggregate,
    natural_key,
)
from techpact.supply.leontief import Index

GROUP_FORM = "write a country code, or NAME=CODE+CODE"
SECTOR_FORM = "write industry codes (C26), a prefix (C*) or a range (c3:c16)"


@dataclass(frozen=True)
class Group:
    """A named set of countries; a country alone has its own code as name."""

    name: str
    countries: frozenset[str]


def parse_groups(texts: Sequence[str], system: InputOutputSystem) -> list[Group]:
    """Read countries and groups (`JPN`, `NAFTA=USA+CAN+MEX`).

    Raises
    ------
    NotFoundError
        For a country that the table lacks.
    InputError
        For an empty group or a name given twice.
    """
    groups: list[Group] = []
    for text in texts:
        name, _, members = text.partition("=")
        codes = [c.strip() for c in (members or name).split("+") if c.strip()]
        # A split part (CN1) is inside its country, and may be named beside it.
        codes = [c for c in codes if PARTS.get(c) not in codes]
        for code in codes:
            if code not in system.country_list:
                raise NotFoundError("country of the input-output table", code, system.country_list)
        if not codes or not name.strip():
            raise InputError(f"cannot read the group {text!r}", mend=GROUP_FORM)
        groups.append(Group(name.strip(), frozenset(codes)))
    names = [g.name for g in groups]
    for name in names:
        if names.count(name) > 1:
            raise InputError(f"the group {name!r} is named twice", mend=GROUP_FORM)
    return groups


def members_of(alliance: Alliance, system: InputOutputSystem) -> frozenset[str]:
    """Members that the table has.

    Raises
    ------
    InputError
        When it has none of them.
    """
    found = alliance.members & set(system.country_list)
    if not found:
        raise InputError(
            f"no member of {alliance.name} is in the input-output table",
            mend=f"the table has: {', '.join(system.country_list)}",
        )
    return found


def missing_note(alliance: Alliance | None, system: InputOutputSystem) -> list[str]:
    """Return the caveat for countries of an alliance that the table holds only inside `ROW`."""
    if alliance is None:
        return []
    named = alliance.members | alliance.partners | alliance.concern
    return ["COUNTRY_NOT_IN_TABLE"] if named - set(system.country_list) else []


def pick_sectors(patterns: Sequence[str], system: InputOutputSystem) -> frozenset[str]:
    """Industry codes (without split parts) that patterns name; all of them for no pattern.

    Raises
    ------
    NotFoundError
        For a code, prefix or end of a range that the table lacks.
    """
    known = system.sector_list
    if not patterns:
        return frozenset(known)
    chosen: set[str] = set()
    for pattern in patterns:
        if pattern in known:
            chosen.add(pattern)
        elif pattern.endswith("*"):
            found = {s for s in known if s.startswith(pattern[:-1])}
            if not found:
                raise NotFoundError("industry", pattern, known)
            chosen |= found
        elif ":" in pattern:
            first, last = (p.strip() for p in pattern.split(":", 1))
            for end in (first, last):
                if end not in known:
                    raise NotFoundError("industry", end, known)
            low, high = natural_key(first), natural_key(last)
            chosen |= {s for s in known if low <= natural_key(s) <= high}
        else:
            raise NotFoundError("industry", pattern, known)
    if not chosen:
        raise InputError(f"no industry in {', '.join(patterns)}", mend=SECTOR_FORM)
    return frozenset(chosen)


def industries(
    system: InputOutputSystem, countries: frozenset[str], sectors: frozenset[str]
) -> Index:
    """Positions of the industries of some countries and sectors."""
    return np.array(
        [
            i
            for i, (c, s) in enumerate(zip(system.countries, system.sectors, strict=True))
            if c in countries and base(s) in sectors
        ],
        dtype=np.intp,
    )


def foreign_groups(system: InputOutputSystem, alliance: Alliance | None) -> list[Group]:
    """Members, partners, concern and outsiders of an alliance, as far as the table has them."""
    if alliance is None:
        return []
    present = frozenset(system.country_list)
    outside = present - alliance.friends
    return [
        Group(name, codes & present)
        for name, codes in (
            ("members", alliance.members),
            ("partners", alliance.partners),
            ("concern", alliance.concern),
            ("outsiders", outside),
        )
        if codes & present
    ]


def role(country: str, alliance: Alliance | None) -> str:
    """Role of a country in the alliance; `other` for aggregates."""
    return "other" if alliance is None or is_aggregate(country) else alliance.role(country)
