"""What `techpact add` is told about a published dataset: where it lies, how it is read."""

from __future__ import annotations

import inspect
import string
import types
import typing
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from techpact.errors import InputError, NotFoundError

if TYPE_CHECKING:
    from techpact.sources.card import Source


def named_values(texts: Sequence[str]) -> dict[str, str]:
    """Read `NAME=VALUE` options.

    Raises
    ------
    InputError
        For a text without a name or a value.
    """
    found = {}
    for text in texts:
        name, sign, value = text.partition("=")
        if not (name.strip() and sign and value.strip()):
            raise InputError(f"cannot read the option {text!r}", mend="write NAME=VALUE")
        found[name.strip()] = value.strip()
    return found


def blanks(source: Source) -> list[str]:
    """Names that the address of a dataset leaves open, such as the year."""
    parsed = string.Formatter().parse(source.card.download)
    return [name for _, name, _, _ in parsed if name]


def address(source: Source, given: Mapping[str, str]) -> str:
    """Return the address from which a dataset is downloaded, its blanks filled in.

    Raises
    ------
    InputError
        Where the publisher gives it only through a page or a form, and where a blank is open.
    """
    card = source.card
    if not card.download:
        raise InputError(
            f"{card.name} cannot be downloaded by its name: the publisher asks for a form, a login "
            "or a choice on its page",
            where=card.url,
            mend=f"download it there, then `techpact add FILE --source {card.name}`",
        )
    values = dict(card.download_defaults) | {k: v for k, v in given.items() if k in blanks(source)}
    missing = [name for name in blanks(source) if name not in values]
    if missing:
        raise InputError(
            f"the address of {card.name} needs: {', '.join(missing)}",
            where=card.url,
            mend=" ".join(f"--option {name}=…" for name in missing),
        )
    strange = {k: v for k, v in values.items() if not v.replace("-", "").isalnum()}
    if strange:
        raise InputError(f"not part of an address: {strange}", mend="give letters and digits")
    return card.download.format(**values)


def reader_options(source: Source, given: Mapping[str, str]) -> dict[str, Any]:
    """Turn options given as text into what the reader of a dataset takes.

    Raises
    ------
    NotFoundError
        For an option that neither the reader nor the address has.
    InputError
        For a value that is not of the option's kind.
    """
    known = _kinds(source)
    open_places = blanks(source)
    for name in given:
        if name not in known and name not in open_places:
            raise NotFoundError(f"option of {source.card.name}", name, [*known, *open_places])
    return {name: _value(name, text, known[name]) for name, text in given.items() if name in known}


def option_names(source: Source) -> list[str]:
    """Names of all options of a dataset: of its reader, then of its address."""
    kinds = _kinds(source)
    return [*kinds, *(name for name in blanks(source) if name not in kinds)]


def _kinds(source: Source) -> dict[str, Any]:
    hints = typing.get_type_hints(source.read)
    return {
        name: hints[name]
        for name, parameter in inspect.signature(source.read).parameters.items()
        if parameter.kind is parameter.KEYWORD_ONLY
    }


def _value(name: str, text: str, hint: Any) -> Any:
    if typing.get_origin(hint) in {typing.Union, types.UnionType}:
        hint = next(a for a in typing.get_args(hint) if a is not type(None))
    if typing.get_origin(hint) is typing.Literal:
        choices = typing.get_args(hint)
        if text not in choices:
            raise NotFoundError(f"value of option {name!r}", text, choices)
        return text
    try:
        if typing.get_origin(hint) is Sequence:
            (kind,) = typing.get_args(hint)
            return [kind(part) for part in text.split(",")]
        if hint is bool:
            return {"true": True, "yes": True, "false": False, "no": False}[text.lower()]
        return hint(text)
    except (ValueError, KeyError, TypeError) as err:
        raise InputError(f"option {name!r}: cannot read {text!r}", mend="see the dataset") from err
