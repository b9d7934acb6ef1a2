"""The records that a text is read into. Every span counts code points: `text[start:end]`."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any, NamedTuple

PROVISION_TYPES = (
    "title",
    "preamble",
    "parties",
    "recital",
    "formula",
    "section",
    "area",
    "sub_area",
    "heading",
    "clause",
    "sentence",
    "bullet",
    "testimonium",
    "signature_block",
)
MODALITIES = ("intend", "declarative", "intended_passive", "expect", "scope", "shall", "may")
MENTION_KINDS = ("ORG", "PERSON", "GPE", "FACILITY", "AGREEMENT", "PROGRAMME", "BODY")
EVENT_STATUSES = ("planned", "reported", "actual")
RECOMMENDATION_GROUPS = ("access_restriction", "joint_innovation", "third_country_engagement")
RELATIONS = ("contradiction", "refinement", "variant")
AGREEMENT_TYPES = frozenset({"memorandum", "agreement", "joint_statement"})
"""Types of documents that are agreements themselves."""
ABSENT = "absent"
"""Value of a fact that the text does not have, stated only after the whole text was read."""


class Span(NamedTuple):
    """Code points `start` to `end` (exclusive) of a document's text."""

    start: int
    end: int

    def quote(self, text: str) -> str:
        """Return the characters that the span cites."""
        return text[self.start : self.end]


class Record:
    """Base of the records: `to_json` gives the fields in their declared order."""

    def to_json(self) -> dict[str, Any]:
        """Return the record as plain JSON values."""
        return {f.name: _plain(getattr(self, f.name)) for f in fields(self)}  # type: ignore[arg-type]


def _plain(value: Any) -> Any:
    if isinstance(value, Record):
        return value.to_json()
    if isinstance(value, (tuple, list)):
        return [_plain(v) for v in value]
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    return value


@dataclass(frozen=True)
class Provision(Record):
    """A part of a text. Sections, areas and clauses hold others; the rest are leaves.

    `label` is the number as printed (`I`, `第1条`, `(a)`), `area` a code of the spine.
    """

    id: str
    parent: str | None
    type: str
    label: str | None
    area: str | None
    start: int
    end: int


@dataclass(frozen=True)
class Cue(Record):
    """The words that give a commitment its modality."""

    start: int
    end: int


@dataclass(frozen=True)
class Commitment(Record):
    """Who will do what, through whom.

    `inherited_from` names the provision (a chapeau) from which a bullet has its modality; `cue`
    then lies in that chapeau. `channels` are bodies named as the means, `bearers` who commits,
    both as the text prints them.
    """

    id: str
    provision: str
    start: int
    end: int
    area: str | None
    modality: str
    cue: Cue | None
    inherited_from: str | None = None
    bearers: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    instruments: tuple[str, ...] = ()
    deadline: str | None = None


@dataclass(frozen=True)
class Mention(Record):
    """A name in the text. `entity` is a canonical id, or None for a name nobody listed."""

    start: int
    end: int
    kind: str
    entity: str | None
    surface: str
    score: float


@dataclass(frozen=True)
class Fact(Record):
    """A coded fact on legal nature or lifecycle with the words that say so.

    The span of an absent fact is the whole range that was read without finding it.
    """

    key: str
    value: Any
    start: int
    end: int
    inferred: bool = False


@dataclass(frozen=True)
class Date(Record):
    """A date: `value` in ISO 8601 as far as known, `precision` year, month or day."""

    start: int
    end: int
    value: str
    precision: str
    inferred: bool = False


@dataclass(frozen=True)
class Amount(Record):
    """An amount: `value` times one `unit` (a currency unit, `t`, `count`, …)."""

    start: int
    end: int
    value: float
    currency: str | None
    unit: str | None


@dataclass(frozen=True)
class Event(Record):
    """Something that is planned, reported or has happened."""

    type: str
    what: str
    who: tuple[str, ...]
    date: str | None
    place: str | None
    status: str
    start: int
    end: int


@dataclass(frozen=True)
class Recommendation(Record):
    """What a paper asks somebody to do."""

    start: int
    end: int
    group: str
    addressees: tuple[str, ...] = ()


@dataclass(frozen=True)
class Published(Record):
    """When a document was published; `inferred` when the text does not print it in full."""

    value: str | None
    inferred: bool


@dataclass(frozen=True)
class Place(Record):
    """Where a run of extracted text comes from: a page (`page 3`) or element (an XPath)."""

    start: int
    end: int
    source: str


@dataclass(frozen=True)
class Document(Record):
    """Everything that was read from one text.

    `text` is the decoded text file, or the text extracted from HTML, PDF or DOCX; `places` then
    maps it back to pages or elements. `body` are the spans that are not furniture.
    """

    id: str
    path: str
    sha256: str
    format: str
    language: str
    type: str
    title: str | None
    published: Published
    text: str = field(repr=False)
    places: tuple[Place, ...] = field(default=(), repr=False)
    body: tuple[Span, ...] = ()
    provisions: tuple[Provision, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    mentions: tuple[Mention, ...] = ()
    facts: tuple[Fact, ...] = ()
    dates: tuple[Date, ...] = ()
    amounts: tuple[Amount, ...] = ()
    events: tuple[Event, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values; the text of a plain text file stays in that file."""
        plain = super().to_json()
        if self.format == "txt":
            del plain["text"], plain["places"]
        return plain


@dataclass(frozen=True)
class Claim(Record):
    """What one document, or the fact base, says on a key.

    A claim of the fact base names its row as `document` (`facts:<table>:<row>`), has no characters
    to point at and cites its `source` in words; a document is its own source.
    """

    document: str
    value: Any
    status: str | None
    start: int | None
    end: int | None
    source: str | None = None


@dataclass(frozen=True)
class Conflict(Record):
    """The same claim with different values; nothing is merged."""

    key: str
    relation: str
    claims: tuple[Claim, ...]
