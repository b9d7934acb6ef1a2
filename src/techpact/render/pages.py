"""The template environment that the brief and the web app share."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from techpact.render.language import Language

TEMPLATES = Path(__file__).parent / "templates"


def environment(language: Language) -> Environment:
    """Return an environment in one language: escapes everything, unknown names are errors."""
    env = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    env.install_gettext_callables(  # type: ignore[attr-defined]
        language.gettext, language.ngettext, newstyle=False
    )
    return env
