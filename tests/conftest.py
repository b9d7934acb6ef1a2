import csv
import shutil
from pathlib import Path

import pytest

from techpact.assessment import assess
from techpact.brief import render_html, to_record
from techpact.facts import FactBase
from techpact.facts.base import BUILT_IN
from techpact.facts.tables import LOCATIONS
from techpact.render.language import Language

SHARED = Path(__file__).parents[1].parent / "shared"


@pytest.fixture(scope="session")
def facts():
    return FactBase()


@pytest.fixture(scope="session")
def shared():
    """Real inputs beside the checkout; tests that need them skip where they are not."""
    if not SHARED.is_dir():
        pytest.skip("no shared inputs beside the checkout")
    return SHARED


@pytest.fixture(scope="session")
def briefs(facts):
    """Record and page of a brief by alliance and language, made once."""
    made = {}

    def get(alliance, lang="en"):
        if (alliance, lang) not in made:
            language = Language(lang)
            result = assess(facts, facts.alliance(alliance))
            made[alliance, lang] = (
                to_record(facts, result, language),
                render_html(facts, result, language),
            )
        return made[alliance, lang]

    return get


@pytest.fixture
def own_facts(tmp_path):
    """A copy of the fact base to which a test adds rows; `add(table, **row)`."""
    root = tmp_path / "facts"
    shutil.copytree(BUILT_IN, root, ignore=shutil.ignore_patterns("*.py", "__pycache__"))

    def add(table, **row):
        declaration, place = LOCATIONS[table]
        header = [c.name for c in declaration.columns]
        assert set(row) <= set(header)
        path = root / place / "zz_added.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        new = not path.exists()
        with path.open("a", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            if new:
                writer.writerow(header)
            writer.writerow([row.get(name, "") for name in header])

    return root, add


CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser():
    """Debian's Chromium; tests that need it skip where it is not."""
    if not CHROMIUM.exists():
        pytest.skip("no /usr/bin/chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield chromium
        chromium.close()
