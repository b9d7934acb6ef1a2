"""Listed parties as FollowTheMoney entities (plain mappings; the library is not needed)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from techpact.parties.evidence import country_code


def entity(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return one row of `listed_parties` as an entity.

    Parameters
    ----------
    row
        A row as a mapping of column to value.
    """
    schema = row.get("schema") or "LegalEntity"
    countries = re.split(r"[;,]", row.get("countries") or "")
    properties: dict[str, list[str]] = {
        "name": [row["name"]],
        "alias": json.loads(row.get("aliases_json") or "[]"),
        "country": sorted({c for c in map(country_code, countries) if c}),
        "address": json.loads(row.get("addresses_json") or "[]"),
        "topics": ["sanction"],
        "program": [row["programs"]] if row.get("programs") else [],
        "sourceUrl": [row["source_url"]] if row.get("source_url") else [],
    }
    identifiers = json.loads(row.get("identifiers_json") or "[]")
    if schema in {"LegalEntity", "Company", "Organization", "Person"}:
        properties["idNumber"] = identifiers
    return {
        "id": re.sub(r"[^A-Za-z0-9_.~-]", "-", f"{row['list']}-{row['id']}"),
        "schema": schema,
        "caption": row["name"],
        "datasets": [row["list"]],
        "properties": {k: [str(v) for v in values] for k, values in properties.items() if values},
    }
