"""Rows of a trade table as small integers: codes as texts and as enumerations alike."""

from typing import Any

import polars as pl
import pytest

from techpact.errors import DataError
from techpact.sources import trade_rows
from techpact.sources.trade_rows import BATCH_ROWS, Batch, Decoder, batches, countries

ROWS = 3 * BATCH_ROWS + 5


def trade(exporters: list[str], products: list[str]) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "year": [2023] * ROWS,
            "exporter": [exporters[r % len(exporters)] for r in range(ROWS)],
            "importer": ["JPN"] * ROWS,
            "hs6": [products[r % len(products)] for r in range(ROWS)],
            "value_usd": range(ROWS),
        }
    )


def enumerated(frame: pl.DataFrame) -> pl.DataFrame:
    kinds = {c: pl.Enum(frame[c].unique().sort()) for c in ("exporter", "importer", "hs6")}
    return frame.cast(kinds)  # type: ignore[arg-type]


def rows(found: list[Batch]) -> list[tuple[str, int]]:
    exporters = [countries()[e] for b in found for e in b.exporter]
    return list(zip(exporters, [int(k) for b in found for k in b.product], strict=True))


def test_an_enumeration_is_read_once_and_not_for_every_batch(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read: list[str] = []
    number: Any = trade_rows._product_number

    def counted(text: str) -> int:
        read.append(text)
        found: int = number(text)
        return found

    monkeypatch.setattr(trade_rows, "_product_number", counted)
    monkeypatch.setattr(trade_rows, "PIECE_ROWS", BATCH_ROWS)
    table = trade(["CHN", "USA"], ["010121", "280530", "854231"])
    found = list(batches(enumerated(table), Decoder()))
    assert read == ["010121", "280530", "854231"]
    assert len(found) > 3
    assert rows(found) == rows(list(batches(table, Decoder())))


def test_frames_with_other_categories_are_told_apart() -> None:
    decoder = Decoder()
    first, second = trade(["CHN"], ["010121"]), trade(["KOR"], ["280530"])
    found = [b for f in (first, second, first) for b in decoder.decode(enumerated(f))]
    expected = [("CHN", 10121), ("KOR", 280530), ("CHN", 10121)]
    assert rows(found) == [pair for pair in expected for _ in range(ROWS)]


def test_wrong_categories_are_named_with_their_row() -> None:
    with pytest.raises(DataError, match="hs6: not six digits: row 2: '85423'"):
        list(batches(enumerated(trade(["CHN"], ["010121", "85423"])), Decoder()))
