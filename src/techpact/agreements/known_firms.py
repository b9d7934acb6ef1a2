"""Firms, laboratories, papers and public bodies as the press of three countries writes them.

`known_firms.csv` has a row for each: its English, Japanese and Korean names, parted by semicolons,
the fullest first. A name that is also a common word (Arm, Shell, 기아) is left out: there the
sentence has to show it.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib.resources import files

_LANGUAGES = ("en", "ja", "ko")


@cache
def known_firms() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the id of each firm (`known:` and its English name in small letters) and its names."""
    table = files("techpact.agreements").joinpath("known_firms.csv").read_text("utf-8")
    found = []
    for row in csv.DictReader(table.splitlines()):
        names = [n.strip() for lang in _LANGUAGES for n in row[lang].split(";") if n.strip()]
        slug = re.sub(r"[^a-z0-9]+", "-", names[0].lower()).strip("-")
        found.append((f"known:{slug}", tuple(dict.fromkeys(names))))
    return tuple(found)
