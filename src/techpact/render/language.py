"""One language of the interface: texts from the Babel catalogue, numbers, dates, country names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal

from techpact.alliance import country_codes
from techpact.areas import LANGUAGES
from techpact.errors import NotFoundError

LOCALE = Path(__file__).parent.parent / "locale"
DOMAIN = "techpact"


class Language:
    """Texts and formats of one language.

    Parameters
    ----------
    code
        `en`, `ja` or `ko`.
    """

    def __init__(self, code: str) -> None:
        from babel import Locale

        if code not in LANGUAGES:
            raise NotFoundError("language", code, LANGUAGES)
        self.code = code
        self._locale = Locale(code)
        self._messages = _messages(code)

    def has(self, message: str) -> bool:
        """Whether the catalogue translates a message; English needs no translation."""
        return self.code == "en" or message in self._messages

    def gettext(self, message: str) -> str:
        """Return the translation; a message that the catalogue lacks stays English."""
        return self._messages.get(message) or message

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """Return the translation for a number; Japanese and Korean have one form."""
        translated = self._messages.get(singular)
        if translated:
            return translated
        return singular if n == 1 else plural

    def number(self, value: float | None, digits: int = 0) -> str:
        """Format a number with the language's separators; None is "no data"."""
        return self.gettext("no data") if value is None else _number(self.code, value, digits)

    def percent(self, share: float | None, digits: int = 0) -> str:
        """Format a share of 1 as a percentage; None is "no data"."""
        return self.gettext("no data") if share is None else _percent(self.code, share, digits)

    def amount(self, value: float | None, currency: str | None) -> str:
        """Format an amount of money in the language's large units, such as 550 billion."""
        from babel.numbers import format_compact_decimal

        if value is None:
            return self.gettext("no data")
        # Japanese and Korean count in 万/億/兆 and 만/억/조; CLDR lists these as short forms only.
        form: Literal["short", "long"] = "long" if self.code == "en" else "short"
        text = format_compact_decimal(
            value, format_type=form, locale=self._locale, fraction_digits=1
        )
        return f"{currency} {text}" if currency else str(text)

    def date(self, value: str | None) -> str:
        """Format a date of any precision; None is "no data"."""
        import datetime

        from babel.dates import format_date

        if not value:
            return self.gettext("no data")
        parts = [int(p) for p in value.split("-")]
        padded = [*parts, 1, 1][:3]
        pattern = {
            "en": ("y", "MMM y", "d MMM y"),
            "ja": ("y年", "y年M月", "y年M月d日"),
            "ko": ("y년", "y년 M월", "y년 M월 d일"),
        }[self.code][len(parts) - 1]
        return str(format_date(datetime.date(*padded), format=pattern, locale=self._locale))

    def country(self, code: str | None) -> str:
        """Return the name of a country by its alpha-3 code; `other` and `ROW` are worded."""
        if code is None:
            return self.gettext("no data")
        if code == "other":
            return self.gettext("other countries")
        if code == "ROW":
            return self.gettext("rest of the world")
        two = country_codes().get(code)
        return str(self._locale.territories.get(two, code)) if two else code

    def listing(self, items: Iterable[str]) -> str:
        """Join names as the language does."""
        return {"en": ", ", "ja": "、", "ko": ", "}[self.code].join(items)

    def text(self, texts: Mapping[str, str]) -> str:
        """Pick this language from a mapping of languages; English where it is missing."""
        return texts.get(self.code) or texts["en"]


@lru_cache(maxsize=1 << 14)
def _number(code: str, value: float, digits: int) -> str:
    from babel.numbers import format_decimal

    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    return str(format_decimal(value, format=pattern, locale=code))


@lru_cache(maxsize=1 << 14)
def _percent(code: str, share: float, digits: int) -> str:
    from babel.numbers import format_percent

    pattern = "0" + ("." + "0" * digits if digits else "") + "%"
    return str(format_percent(share, format=pattern, locale=code))


@cache
def _messages(code: str) -> dict[str, str]:
    if code == "en":
        return {}
    from babel.messages.pofile import read_po

    path = LOCALE / code / "LC_MESSAGES" / f"{DOMAIN}.po"
    with path.open("rb") as file:
        catalogue: Any = read_po(file, locale=code)
    messages = {}
    for message in catalogue:
        key = message.id[0] if isinstance(message.id, tuple) else message.id
        value = message.string[0] if isinstance(message.string, tuple) else message.string
        if key and value and not message.fuzzy:
            messages[key] = value
    return messages
