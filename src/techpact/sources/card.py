"""What a source declares: publisher, licence, address, version, tables, and its reader."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from techpact.tables import Table


@dataclass(frozen=True)
class Card:
    """The card of a published dataset.

    `redistributable` says whether the licence lets us ship rows; where it does not, users load
    their own copy. `units` names the unit of each measured column, `rows` the expected row counts
    by table (a range), used to notice a cut file. `download` is the address of the dataset where it
    can be fetched without a form or a login; what it leaves open in braces is filled in by the
    user, or by `download_defaults`.
    """

    name: str
    publisher: str
    title: str
    url: str
    licence: str
    citation: str
    version: str
    redistributable: bool
    units: Mapping[str, str]
    rows: Mapping[str, tuple[int, int]]
    download: str = ""
    download_defaults: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Source:
    """A card, the tables that the reader yields, and the reader: path to tables by name."""

    card: Card
    tables: tuple[Table, ...]
    read: Callable[..., dict[str, Any]]
