import io

import openpyxl
import polars as pl
import pytest

from techpact.render.exports import FORMATS, export, guard

FRAME = pl.DataFrame(
    {
        "text": ["=1+1", "@SUM(A1)", "-2", "+cmd|' /C calc'!A0", "日本", None],
        "value": [1.5, -2.0, None, 0.1, 3.0, 4.0],
        "flag": [True, False, None, True, True, False],
        "list": [["a", "b"], [], None, ["=c"], ["d"], ["e"]],
    }
)


@pytest.mark.parametrize("kind", FORMATS)
def test_the_same_table_gives_the_same_bytes(kind):
    assert export(FRAME, kind) == export(FRAME.clone(), kind)


def test_csv_has_a_bom_and_no_formula():
    text = export(FRAME, "csv").decode("utf-8-sig").splitlines()
    assert export(FRAME, "csv").startswith(b"\xef\xbb\xbf")
    assert text[1].startswith("'=1+1,")
    assert text[2].startswith("'@SUM")
    assert text[3].startswith("-2,"), "a number is no formula"
    assert text[4].startswith("'+cmd")


def test_xlsx_holds_the_same_rows_as_text():
    sheet = openpyxl.load_workbook(io.BytesIO(export(FRAME, "xlsx"))).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == ("text", "value", "flag", "list")
    assert rows[1] == ("=1+1", 1.5, True, '["a", "b"]')
    assert sheet["A2"].data_type == "s"
    assert rows[6] == (None, 4, False, '["e"]')


def test_parquet_and_json_round_trip():
    assert pl.read_parquet(io.BytesIO(export(FRAME, "parquet"))).equals(FRAME)
    assert pl.read_json(io.BytesIO(export(FRAME, "json")))["value"].equals(FRAME["value"])


@pytest.mark.parametrize("text", ["-", "=", "-a", "\tx", "+", "@x"])
def test_guard(text):
    assert guard(text) == "'" + text
    assert guard("a" + text) == "a" + text
