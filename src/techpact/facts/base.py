"""Load the fact base from a directory and answer the questions that every part asks of it."""

from __future__ import annotations

import hashlib
from functools import cached_property
from pathlib import Path

import narwhals as nw
import polars as pl

from techpact import engine
from techpact.alliance import Alliance
from techpact.areas import LANGUAGES, Area, Areas
from techpact.errors import DataError, InputError, NotFoundError
from techpact.facts.tables import LOCATIONS
from techpact.tables import validate

BUILT_IN = Path(__file__).parent


class FactBase:
    """A directory of fact tables, validated when they are read.

    Parameters
    ----------
    root
        Directory laid out as `techpact/facts`; the built-in fact base when not given.
    """

    def __init__(self, root: Path | None = None) -> None:
        self.root = root or BUILT_IN
        if not self.root.is_dir():
            raise InputError("fact base not found", where=str(self.root), mend="name a directory")
        self._tables: dict[str, pl.DataFrame] = {}

    def files(self, name: str) -> list[Path]:
        """Return the CSV files that hold a table, in reading order."""
        if name not in LOCATIONS:
            raise NotFoundError("fact table", name, LOCATIONS)
        place = self.root / LOCATIONS[name][1]
        single = place.with_name(place.name + ".csv")
        parts = sorted(place.glob("*.csv")) if place.is_dir() else []
        return ([single] if single.exists() else []) + parts

    def table(self, name: str) -> pl.DataFrame:
        """Return a fact table.

        Raises
        ------
        NotFoundError
            For an unknown table.
        DataError
            When rows break the declaration or name a source that `sources` lacks.
        """
        if name not in self._tables:
            declaration = LOCATIONS[name][0] if name in LOCATIONS else None
            paths = self.files(name)
            if declaration is None:
                raise NotFoundError("fact table", name, LOCATIONS)
            frames = []
            for path in paths:
                raw = nw.from_native(engine.read_frame(path), eager_only=True)
                frames.append(validate(raw, declaration, where=str(path)).to_native())
            if not frames:
                schema = {c.name: pl.String for c in declaration.columns}
                empty = nw.from_native(pl.DataFrame(schema=schema), eager_only=True)
                frames = [validate(empty, declaration).to_native()]
            whole = nw.from_native(pl.concat(frames), eager_only=True)
            table = validate(whole, declaration, where=", ".join(str(p) for p in paths)).to_native()
            if name != "sources" and "source_id" in table.columns:
                self._check_sources(name, table)
            self._tables[name] = table
        return self._tables[name]

    def _check_sources(self, name: str, table: pl.DataFrame) -> None:
        known = set(self.table("sources")["source_id"])
        unknown = sorted(set(table["source_id"]) - known)
        if unknown:
            raise DataError(name, [f"source_id not in sources: {s}" for s in unknown])

    def sha256(self, name: str) -> str:
        """Hash of the files of a table."""
        digest = hashlib.sha256()
        for path in self.files(name):
            digest.update(path.read_bytes())
        return digest.hexdigest()

    @cached_property
    def areas(self) -> Areas:
        """The areas with their terms."""
        terms: dict[str, dict[str, list[str]]] = {}
        for row in self.table("area_terms").iter_rows(named=True):
            terms.setdefault(row["area"], {}).setdefault(row["lang"], []).append(row["term"])
        return Areas(
            Area(
                row["area"],
                {lang: row[f"name_{lang}"] for lang in LANGUAGES if row[f"name_{lang}"]},
                {lang: tuple(t) for lang, t in terms.get(row["area"], {}).items()},
            )
            for row in self.table("areas").sort("position").iter_rows(named=True)
        )

    def alliance(self, text: str, partners: str = "", concern: str = "") -> Alliance:
        """Resolve a preset name or codes.

        Parameters
        ----------
        text
            A preset (`us-japan`) or members (`JPN,KOR,TWN`, or `JPN,USA;NLD;CHN`).
        partners, concern
            Further country codes; for a preset they replace its own.

        Raises
        ------
        NotFoundError
            When it is neither a preset nor country codes; names the nearest ones.
        """
        presets = self.table("alliances")["alliance"].to_list()
        name = text.strip().lower()
        if name not in presets:
            codes = [c.strip() for c in text.replace(";", ",").split(",")]
            looks_like_codes = all(len(c) in {2, 3} for c in codes if c)
            if looks_like_codes and text.strip():
                return Alliance.parse(text, partners, concern)
            raise NotFoundError("alliance", text, presets)
        rows = self.table("alliance_members").filter(
            (pl.col("alliance") == name) & pl.col("left").is_null()
        )
        role = {
            r: frozenset(rows.filter(pl.col("role") == r)["country"])
            for r in ("member", "partner", "concern")
        }
        given = Alliance.parse(",".join(sorted(role["member"])), partners, concern)
        return Alliance(
            given.members,
            given.partners or (role["partner"] - given.concern),
            given.concern or (role["concern"] - given.partners),
            name=name,
        )
