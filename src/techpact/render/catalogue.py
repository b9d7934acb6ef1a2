"""Find every text of the interface, to check and to complete the catalogues."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from techpact.registry import analysis_names, get_analysis

PACKAGE = Path(__file__).parent.parent
KEYWORDS: dict[str, Any] = {"_": None, "say": None, "N_": None, "gettext": None, "ngettext": (1, 2)}


def messages() -> dict[str, list[str]]:
    """Return each message with the places that use it, from templates and modules."""
    from babel.messages.extract import extract_from_file

    found: dict[str, list[str]] = {}
    methods = {"*.html.j2": "jinja2.ext:babel_extract", "*.py": "python"}
    for pattern, method in methods.items():
        for path in sorted(PACKAGE.rglob(pattern)):
            text = path.read_text(encoding="utf-8")
            for line, message, _, _ in extract_from_file(method, path, keywords=KEYWORDS):
                key = message[0] if isinstance(message, tuple) else message
                if method == "python" and not _called_with(text, key):
                    continue  # a string deeper inside a call, such as a key of a mapping
                place = f"{path.relative_to(PACKAGE)}:{line}"
                found.setdefault(key, []).append(place)
    for name in analysis_names():
        found.setdefault(get_analysis(name).question, []).append(f"analysis {name}")
    return found


def _called_with(text: str, message: str) -> bool:
    start = re.escape(re.split(r'["\\]', message)[0][:12])
    return re.search(r'\b(?:_|N_|say|n?gettext)\(\s*"' + start, text) is not None


def missing(code: str) -> list[str]:
    """Return the messages that a language's catalogue does not translate."""
    from techpact.render.language import Language

    language = Language(code)
    return sorted(m for m in messages() if not language.has(m))
