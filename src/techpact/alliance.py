"""The alliance is a parameter: members, partners and countries of concern as ISO alpha-3 sets."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from techpact.errors import InputError, NotFoundError


@cache
def country_codes() -> dict[str, str]:
    """ISO 3166-1 alpha-3 code to alpha-2 code, from the CLDR data that Babel carries."""
    from babel.core import get_global

    return {
        alias: targets[0]
        for alias, targets in sorted(get_global("territory_aliases").items())
        if len(alias) == 3
        and alias.isalpha()
        and len(targets) == 1
        and targets[0] not in _RESERVED
        and not _USER_ASSIGNED.fullmatch(targets[0])
        and alias not in _WITHDRAWN
    }


# CLDR also maps codes that ISO reserves, leaves to users, or has withdrawn: no countries today.
_USER_ASSIGNED = re.compile("AA|Q[M-Z]|X[A-Z]|ZZ")
_RESERVED = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "TA", "UN"}
_WITHDRAWN = {"ANT", "BUR", "DDR", "FXX", "ROM", "SCG", "SUN", "TMP", "YMD", "YUG", "ZAR"}


def check_countries(codes: Iterable[str], *, where: str = "") -> frozenset[str]:
    """Return the codes in upper case; an unknown one is an error that names the nearest."""
    known = country_codes()
    wanted = [c.strip().upper() for c in codes if c.strip()]
    two = {v: k for k, v in known.items()}
    for code in wanted:
        if code in known:
            continue
        if code in two:
            raise InputError(
                f"{code!r} is an alpha-2 code", where=where, mend=f"write {two[code]!r}"
            )
        raise NotFoundError("country code", code, known, where=where)
    return frozenset(wanted)


@dataclass(frozen=True)
class Alliance:
    """A set of members, with partners (counted as friends) and countries of concern.

    Attributes
    ----------
    members, partners, concern : frozenset of str
        ISO 3166-1 alpha-3 codes; the three sets do not overlap.
    name : str
        Preset name, or the members joined by a hyphen.
    """

    members: frozenset[str]
    partners: frozenset[str] = frozenset()
    concern: frozenset[str] = frozenset()
    name: str = ""

    def __post_init__(self) -> None:
        for label in ("members", "partners", "concern"):
            object.__setattr__(self, label, check_countries(getattr(self, label), where=label))
        if not self.members:
            raise InputError("an alliance needs at least one member", mend="for example JPN,USA")
        for a, b in (("members", "partners"), ("members", "concern"), ("partners", "concern")):
            both = getattr(self, a) & getattr(self, b)
            if both:
                raise InputError(
                    f"{', '.join(sorted(both))} is named under {a} and under {b}",
                    mend="name each country once",
                )
        if not self.name:
            object.__setattr__(self, "name", "-".join(sorted(self.members)))

    @property
    def friends(self) -> frozenset[str]:
        """Members and partners."""
        return self.members | self.partners

    def role(self, country: str) -> str:
        """Return "member", "partner", "concern" or "other"."""
        for role, codes in (
            ("member", self.members),
            ("partner", self.partners),
            ("concern", self.concern),
        ):
            if country in codes:
                return role
        return "other"

    def __str__(self) -> str:
        """Return the text that `parse` reads back: `JPN,USA;NLD;CHN`."""
        sets = (self.members, self.partners, self.concern)
        return ";".join(",".join(sorted(s)) for s in sets).rstrip(";")

    @classmethod
    def parse(cls, text: str, partners: str = "", concern: str = "") -> Alliance:
        """Read codes: `JPN,USA` or `JPN,USA;NLD;CHN` (members; partners; concern).

        Preset names are resolved by `facts.FactBase.alliance`, which knows the membership rows.

        Raises
        ------
        InputError
            When a code is unknown (the nearest are named) or a country is named twice.
        """
        if not re.fullmatch(r"[A-Za-z0-9,;\s]+", text.strip()):
            raise InputError(
                f"cannot read the alliance {text!r}",
                mend="give alpha-3 codes such as JPN,KOR or a preset (`techpact list alliances`)",
            )
        sets = [*text.split(";"), "", ""][:3]
        return cls(
            frozenset(_codes(sets[0])),
            frozenset(_codes(sets[1]) + _codes(partners)),
            frozenset(_codes(sets[2]) + _codes(concern)),
        )


def _codes(text: str) -> list[str]:
    return [part.strip().upper() for part in text.split(",") if part.strip()]
