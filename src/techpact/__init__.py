"""techpact: decision support for technology alliances; each figure cited."""

from __future__ import annotations

import importlib
from typing import Any

__version__ = "0.1.0"

_PUBLIC = {
    "Alliance": "techpact.alliance",
    "Analysis": "techpact.analysis",
    "Areas": "techpact.areas",
    "FactBase": "techpact.facts.base",
    "Finding": "techpact.lineage",
    "TechpactError": "techpact.errors",
    "Workspace": "techpact.workspace",
    "analysis_names": "techpact.registry",
    "get_analysis": "techpact.registry",
    "get_source": "techpact.registry",
}

__all__ = [*_PUBLIC, "__version__"]


def __getattr__(name: str) -> Any:
    """Load a public name on first use, so that `import techpact` stays instant."""
    if name in _PUBLIC:
        return getattr(importlib.import_module(_PUBLIC[name]), name)
    raise AttributeError(f"module 'techpact' has no attribute {name!r}")
