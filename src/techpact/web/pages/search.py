"""Search across everything, in three languages at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from techpact.render.grid import Grid, GridCell, GridColumn, GridRow, fold
from techpact.render.language import Language
from techpact.web.page import Page
from techpact.web.pages.rows import N_
from techpact.web.site import Site
from techpact.web.state import State

MAX_HITS = 500
KINDS = {
    "area": N_("area"),
    "agreement": N_("agreement"),
    "commitment": N_("commitment"),
    "event": N_("event"),
    "input": N_("input"),
    "country": N_("country"),
    "institution": N_("institution"),
    "measure": N_("control measure"),
    "item": N_("control list item"),
    "product": N_("product"),
    "source": N_("source"),
    "document": N_("document"),
}


@dataclass(frozen=True)
class Entry:
    """One thing that can be found: its page, and its texts by language (first is the name)."""

    kind: str
    path: str
    names: dict[str, str]
    folded: str
    first: tuple[str, ...]
    anchor: str = ""


def search(site: Site, state: State) -> Page:
    """Everything whose texts in any language hold all the words."""
    say = site.languages[state.lang].gettext
    asked = state.get("q").strip()
    hits = find(site, asked) if asked else []
    made = tuple(
        GridRow(
            {
                "name": GridCell(
                    _name(entry, state.lang),
                    href=state.link(entry.path, q="") + entry.anchor,
                ),
                "kind": GridCell(say(KINDS[entry.kind])),
                "other": GridCell(
                    " · ".join(
                        dict.fromkeys(entry.names[k] for k in entry.names if k != state.lang)
                    )
                ),
            }
        )
        for entry in hits
    )
    columns = (
        GridColumn("name", say("Found")),
        GridColumn("kind", say("Kind"), facet=True),
        GridColumn("other", say("In other languages")),
    )
    empty = say("Nothing found. Try fewer words, another language, or a code such as JPN or 3B001.")
    grid = Grid("results", say("Results"), columns, made, empty)
    return Page("search", say("Search"), "", {"asked": asked}, (grid,) if asked else ())


def find(site: Site, asked: str) -> list[Entry]:
    """Return entries that hold every word; names before texts, whole names first."""
    words = fold(asked).split()
    whole = " ".join(words)
    tests = [_test(w) for w in words]
    entries = site.once(("search", site.data_hash()), lambda: list(_entries(site)))
    scored = []
    for number, entry in enumerate(entries):
        if all(holds(entry.folded) for holds in tests):
            names = entry.first
            rank = (
                0
                if whole in names
                else 1
                if any(n.startswith(whole) for n in names)
                else 2
                if any(all(holds(n) for holds in tests) for n in names)
                else 3
            )
            scored.append((rank, number, entry))
    return [entry for _, _, entry in sorted(scored, key=lambda s: s[:2])[:MAX_HITS]]


SHORT = 3


def _test(word: str) -> Callable[[str], object]:
    """Return what a word asks of a text: short Latin words such as AI must stand alone in it."""
    if len(word) <= SHORT and word.isascii() and word.isalnum():
        return re.compile(rf"(?<![a-z0-9]){word}(?![a-z0-9])").search
    return lambda text: word in text


def _name(entry: Entry, lang: str) -> str:
    return entry.names.get(lang) or next(iter(entry.names.values()))


def _entry(
    kind: str,
    path: str,
    names: dict[str, str],
    *more: str | None,
    anchor: str = "",
    text: str = "",
) -> Entry:
    kept = {k: v for k, v in names.items() if v}
    first = tuple(fold(v) for v in (*kept.values(), *(m for m in more if m)))
    return Entry(kind, path, kept, "\n".join((*first, fold(text))), first, anchor)


def _named(row: dict[str, str], stem: str) -> dict[str, str]:
    return {lang: row.get(f"{stem}_{lang}") or "" for lang in ("en", "ja", "ko")}


def _entries(site: Site) -> Iterator[Entry]:
    facts = site.facts

    def table(name: str) -> Iterator[dict[str, str]]:
        return facts.table(name).iter_rows(named=True)

    terms: dict[str, list[str]] = {}
    for r in table("area_terms"):
        terms.setdefault(r["area"], []).append(r["term"])
    for r in table("areas"):
        text = "\n".join(terms.get(r["area"], ()))
        yield _entry("area", f"/areas/{r['area']}", _named(r, "name"), r["area"], text=text)
    for r in table("agreements"):
        yield _entry(
            "agreement", f"/agreements/{r['agreement']}", _named(r, "name"), r["agreement"]
        )
    seen = set()
    for r in table("inputs"):
        if r["input"] not in seen:
            seen.add(r["input"])
            yield _entry("input", f"/inputs/{r['input']}", _named(r, "name"), r["input"])
    aliases: dict[str, list[str]] = {}
    for r in table("institution_aliases"):
        aliases.setdefault(r["institution"], []).append(r["alias"])
    for r in table("institutions"):
        yield _entry(
            "institution",
            f"/institutions/{r['institution']}",
            _named(r, "name"),
            *aliases.get(r["institution"], []),
        )
    from techpact.alliance import country_codes

    languages = {code: Language(code) for code in ("en", "ja", "ko")}
    for code in country_codes():
        names = {lang: language.country(code) for lang, language in languages.items()}
        yield _entry("country", f"/countries/{code}", names, code)
    for entry in site.workspace.entries("document"):
        yield _entry("document", f"/documents/{entry.name}", {"en": entry.name}, entry.origin)
    for r in table("commitments"):
        yield _entry(
            "commitment",
            f"/agreements/{r['agreement']}",
            _named(r, "text"),
            anchor=f"#{r['commitment']}",
        )
    for r in table("control_measures"):
        path = f"/areas/{r['area']}" if r["area"] else "/controls"
        yield _entry("measure", path, _named(r, "text"), r["instrument"], anchor=f"#{r['measure']}")
    for r in table("agreement_events"):
        yield _entry("event", f"/agreements/{r['agreement']}", _named(r, "text"))
    for r in table("area_products"):
        yield _entry("product", f"/areas/{r['area']}", {"en": f"{r['hs6']} {r['label']}"}, r["hs6"])
    for r in table("control_list_items"):
        text = " ".join(str(v) for k, v in r.items() if v and k not in _EVIDENCE)
        yield _entry("item", "/tables/control_list_items", {"en": text[:200]}, text)
    for r in table("sources"):
        names = {"en": f"{r['publisher']}: {r['title']} ({r['year']})"}
        yield _entry("source", f"/sources/{r['source_id']}", names, r["source_id"])


_EVIDENCE = {"source_id", "locator", "as_of", "status"}
