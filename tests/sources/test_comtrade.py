import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from techpact.errors import DataError, InputError
from techpact.sources import comtrade

ROW: dict[str, Any] = {
    "typeCode": "C",
    "freqCode": "A",
    "refYear": 2023,
    "reporterCode": 392,
    "partnerCode": 842,
    "partner2Code": 0,
    "flowCode": "M",
    "classificationCode": "H6",
    "cmdCode": "854231",
    "customsCode": "C00",
    "motCode": 0,
    "primaryValue": 1200.5,
    "netWgt": 2500,
}


def answer(tmp_path: Path, *changes: dict[str, Any]) -> Path:
    path = tmp_path / "answer.json"
    path.write_text(json.dumps({"count": len(changes), "data": [ROW | c for c in changes]}))
    return path


def test_both_reports_make_a_mirror_and_totals_alone_count(tmp_path: Path) -> None:
    tables = comtrade.read(
        answer(
            tmp_path,
            {},
            {"motCode": 2100, "primaryValue": 700},
            {"partnerCode": 0, "primaryValue": 9999},
            {"cmdCode": "8542", "primaryValue": 9999},
            {"flowCode": "RX"},
            {"reporterCode": 842, "partnerCode": 392, "flowCode": "X", "primaryValue": 1000},
            {"reporterCode": 490, "partnerCode": 699, "netWgt": None, "primaryValue": 7},
        )
    )
    assert tables["trade"].rows() == [
        (2023, "IND", "TWN", "854231", 7, None, "HS2022"),
        (2023, "USA", "JPN", "854231", 1201, 2.5, "HS2022"),
    ]
    assert tables["mirror"].rows() == [(2023, "USA", "JPN", "854231", 1000.0, 1200.5)]
    assert tables["left_out"]["rows"].sum() == 4
    exports = comtrade.read(
        answer(tmp_path, {"reporterCode": 842, "partnerCode": 392, "flowCode": "X"}),
        report="exports",
    )
    assert exports["trade"].rows()[0][1:3] == ("USA", "JPN")


def test_bulk_file(tmp_path: Path) -> None:
    text = "\t".join(ROW) + "\n" + "\t".join(str(v) for v in ROW.values()) + "\n"
    path = tmp_path / "bulk.txt.gz"
    path.write_bytes(gzip.compress(text.encode()))
    assert comtrade.read(path)["trade"]["value_usd"].to_list() == [1201]


def test_unknown_codes_are_all_named(tmp_path: Path) -> None:
    path = answer(
        tmp_path,
        {"partnerCode": 899},
        {"reporterCode": 9999},
        {"classificationCode": "S4"},
        {"primaryValue": None},
        {"primaryValue": -1},
    )
    with pytest.raises(DataError) as caught:
        comtrade.read(path)
    for text in ("899 (1 rows)", "'9999'", "'S4'", "in 2 rows"):
        assert text in str(caught.value)
    left = comtrade.read(answer(tmp_path, {}, {"partnerCode": 899}), others="drop")["left_out"]
    assert left.rows() == [("899", "no country", 1, None)]


def test_broken_files(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(InputError, match="columns missing: reporterCode"):
        comtrade.read(path)
    path.write_text("a,b\n1,2\n1,2,3\n")
    with pytest.raises(InputError, match="line 3"):
        comtrade.read(path)
    path = tmp_path / "x.json"
    path.write_text('{"data": []}')
    with pytest.raises(InputError, match="no data rows"):
        comtrade.read(path)


@pytest.mark.parametrize(
    ("change", "named"),
    [({"freqCode": "M", "period": "202205"}, "freqCode is 'M'"), ({"typeCode": "S"}, "'S'")],
)
def test_months_and_services_are_not_taken_for_a_year_of_goods(
    tmp_path: Path, change: dict[str, Any], named: str
) -> None:
    with pytest.raises(InputError, match=named) as caught:
        comtrade.read(answer(tmp_path, {}, change))
    assert "row 2" in str(caught.value)
    assert "annual data on goods" in caught.value.mend
