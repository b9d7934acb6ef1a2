"""Write the table of Chinese terms in pinyin: `python -m bench.pinyin_terms`."""

from __future__ import annotations

import csv

from techpact.parties import lexicon
from techpact.parties.transliterate import pinyin


def made() -> dict[str, tuple[str, ...]]:
    """Return pinyin of the Han terms of one English word to that word."""
    found: dict[str, tuple[str, ...]] = {}
    for term, entry in lexicon.terms("han").items():
        if len(entry.words) == 1 and 2 <= len(term) <= 4 and term.isalpha() and not entry.legal:
            text = pinyin(term)[0]
            if len(text) > 5 and text.isascii() and text not in lexicon.concepts():
                found.setdefault(text, entry.words[0].alternatives)
    return found


if __name__ == "__main__":
    path = lexicon.HERE / "pinyin_terms.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("pinyin", "english"))
        writer.writerows((text, "/".join(words)) for text, words in made().items())
