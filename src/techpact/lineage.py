"""Findings with a lineage: every number leads back to its analysis, tables and sources."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

ID_DIGITS = 12


@dataclass(frozen=True)
class Citation:
    """One piece of evidence: a source and where in it.

    `source_id` is a row of the fact table `sources`, or `document:<sha256>` for a document that the
    user gave; then `start` and `end` are code-point offsets into its text. `status` is that of the
    fact (confirmed, unconfirmed, inferred, no_data).
    """

    source_id: str
    citation: str
    locator: str = ""
    status: str = "confirmed"
    start: int | None = None
    end: int | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the JSON object; offsets only where there are any."""
        record: dict[str, Any] = {
            "source_id": self.source_id,
            "citation": self.citation,
            "locator": self.locator,
            "status": self.status,
        }
        if self.start is not None:
            record |= {"start": self.start, "end": self.end}
        return record


@dataclass(frozen=True)
class InputRef:
    """An input table of an analysis, pinned by the SHA-256 of its content."""

    table: str
    sha256: str


@dataclass(frozen=True)
class Finding:
    """One value with everything that is needed to defend it.

    Attributes
    ----------
    area : str
        Area code.
    metric : str
        What was measured, such as `hhi` or `top_share`.
    subject : str
        What it was measured on: an input, a product, a country, an agreement.
    dimensions : mapping
        What tells it from other values of the metric and subject: stage, basis, top country …
    value : float, int, str, bool or None
        None is "no data", never zero.
    unit : str
        Unit; "1" for shares and indices.
    as_of : str
        Date of the data.
    analysis : str
        Name of the analysis.
    options : mapping
        Its options as text.
    inputs : tuple of InputRef
        Its tables.
    sources : tuple of Citation
        Where the rows behind the value come from.
    caveats : tuple of str
        Caveat codes.
    """

    area: str
    metric: str
    subject: str
    value: float | int | str | bool | None
    unit: str
    as_of: str
    analysis: str
    dimensions: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, str] = field(default_factory=dict)
    inputs: tuple[InputRef, ...] = ()
    sources: tuple[Citation, ...] = ()
    caveats: tuple[str, ...] = ()

    @cached_property
    def id(self) -> str:
        """Identifier from the content: the same finding always has the same one."""
        return "f" + digest(self._body())[:ID_DIGITS]

    def _body(self) -> dict[str, Any]:
        return {
            "area": self.area,
            "metric": self.metric,
            "subject": self.subject,
            "dimensions": dict(sorted(self.dimensions.items())),
            "value": self.value,
            "unit": self.unit,
            "as_of": self.as_of,
            "analysis": self.analysis,
            "options": dict(sorted(self.options.items())),
            "inputs": [{"table": i.table, "sha256": i.sha256} for i in self.inputs],
            "sources": [s.to_json() for s in self.sources],
            "caveats": list(self.caveats),
        }

    def to_json(self) -> dict[str, Any]:
        """Return the JSON object of `brief.json`."""
        return {"id": self.id, **self._body()}


def digest(value: Any) -> str:
    """SHA-256 of a value's canonical JSON (sorted keys, no spaces), in hexadecimal."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def trace(record: Mapping[str, Any], identifier: str) -> list[tuple[int, str, str]]:
    """Walk back from a finding, a gap or a commitment of `brief.json` to its evidence.

    Parameters
    ----------
    record
        The content of `brief.json`.
    identifier
        Id of a finding, gap or commitment.

    Returns
    -------
    list of (depth, label, text)
        The steps from the value to its sources; empty when the id is not there.
    """
    findings = {f["id"]: f for f in record["findings"]}
    if identifier in findings:
        return _trace_finding(findings[identifier], 0)
    for area in record["areas"]:
        for commitment in area["commitments"]:
            if commitment["id"] == identifier:
                return _trace_commitment(commitment, 0)
        for gap in area["gaps"]:
            if gap["id"] == identifier:
                return _trace_gap(gap, area, findings)
    return []


def _trace_finding(finding: Mapping[str, Any], depth: int) -> list[tuple[int, str, str]]:
    value = "no data" if finding["value"] is None else finding["value"]
    unit = "" if finding["unit"] in {"", "1"} else f" {finding['unit']}"
    options = ", ".join(f"{k}={v}" for k, v in finding["options"].items()) or "defaults"
    dimensions = ", ".join(f"{k} {v}" for k, v in finding["dimensions"].items())
    steps = [
        (
            depth,
            "finding",
            f"{finding['id']}: {finding['metric']} of {finding['subject']} "
            f"({', '.join(d for d in (finding['area'], dimensions) if d)}) "
            f"= {value}{unit}, as of {finding['as_of']}",
        ),
        (depth + 1, "analysis", f"{finding['analysis']} ({options})"),
    ]
    steps += [(depth + 2, "table", f"{i['table']} sha256:{i['sha256']}") for i in finding["inputs"]]
    steps += _trace_sources(finding["sources"], depth + 2)
    steps += [(depth + 1, "caveat", c) for c in finding["caveats"]]
    return steps


def _trace_sources(sources: Any, depth: int) -> list[tuple[int, str, str]]:
    steps = []
    for source in sources:
        place = f", {source['locator']}" if source.get("locator") else ""
        if source.get("start") is not None:
            place += f", characters {source['start']}–{source['end']}"
        steps.append((depth, "source", f"{source['citation']}{place} [{source['status']}]"))
    return steps


def _trace_commitment(commitment: Mapping[str, Any], depth: int) -> list[tuple[int, str, str]]:
    label = f"{commitment['id']}: {commitment['text']}"
    return [(depth, "commitment", label), *_trace_sources(commitment["sources"], depth + 1)]


def _trace_gap(
    gap: Mapping[str, Any], area: Mapping[str, Any], findings: Mapping[str, Any]
) -> list[tuple[int, str, str]]:
    steps = [(0, "gap", f"{gap['id']}: {gap['code']} ({area['area']})")]
    commitments = {c["id"]: c for c in area["commitments"]}
    for evidence in gap["evidence"]:
        if evidence["kind"] == "finding":
            steps += _trace_finding(findings[evidence["id"]], 1)
        elif evidence["kind"] == "commitment":
            steps += _trace_commitment(commitments[evidence["id"]], 1)
        else:
            steps += _trace_sources(evidence["sources"], 1)
    return steps
